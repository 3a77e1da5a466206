"""Written examples of a rubric: passages that are about a topic, and passages that are not.

They are a topic's own ``covers`` and ``ignores``, and those in ``examples/RUBRIC/TOPIC.yaml``
beside the rubric's file (ids of the rubric and of the topic), and in ``TOPIC.marks.yaml`` there,
which holds passages that reviewers marked. ``gapcheck rubric fit`` learns words
from them; matching does not look at them.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from curriculum_gap.bounded_file import MAX_BYTES, read_bounded
from curriculum_gap.errors import RubricError, did_you_mean
from curriculum_gap.nouns import Rubric

__all__ = ["Example", "examples_digest", "examples_folder", "read_examples", "with_marked"]

_FIT = 1
"""Raise when the same examples give other words: what was fitted before is out of date then."""


_LONGEST = 5000  # characters of an example, as docs/schema/examples-1.json says
_MARKED = ".marks.yaml"
_MARKED_HEAD = (
    "# Passages that reviewers marked in a page. They are words of those documents: share this\n"
    "# file as you would share them.\n"
)


class Example(NamedTuple):
    """A passage that is (``about``) or is not about ``topic`` (an id)."""

    topic: str
    text: str
    about: bool


def examples_folder(rubric: Rubric, path: Path) -> Path:
    """Where further examples of the rubric in the file ``path`` lie."""
    return path.parent / "examples" / rubric.id


def examples_digest(rubric: Rubric, path: Path) -> str:
    """SHA-256 (hex) of all that words are learned from; ``path`` is the rubric's file. Ends of
    lines do not count, since Git changes them. Raises RubricError for a file that cannot be read.
    """
    own = [(topic.id, topic.covers, topic.ignores) for topic in rubric.topics]
    digest = sha256(msgspec.json.encode((_FIT, own)))
    for topic, file in _files(rubric, path):
        content = _content(file).replace(b"\r\n", b"\n")
        digest.update(f"\n{topic} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def read_examples(rubric: Rubric, path: Path) -> tuple[Example, ...]:
    """All examples, topic by topic, each once; ``path`` is the rubric's file. Raises RubricError
    with the first fault in a file of examples, and for a passage that is said to be both."""
    _unknown_files(rubric, path)
    found = []
    for topic in rubric.topics:
        found += [Example(topic.id, text, True) for text in topic.covers]
        found += [Example(topic.id, text, False) for text in topic.ignores]
    for topic_id, file in _files(rubric, path):
        found += _read(topic_id, file)
    examples = dict.fromkeys(found)
    for example in examples:
        if example.about and example._replace(about=False) in examples:
            what = f"{example.topic}: '{example.text:.60}' stands in 'covers' and in 'ignores'"
            raise RubricError(str(path), what, "leave it in one of them")
    return tuple(examples)


def with_marked(rubric: Rubric, path: Path, marked: Iterable[Example]) -> dict[Path, str]:
    """What to write so that ``marked`` are examples of the rubric in the file ``path`` too: the
    content of each file. A later mark on a passage takes the place of an earlier one; topics that
    the rubric does not have and overlong passages are left out. Raises RubricError for a file that
    cannot be read."""
    import yaml

    known = {topic.id for topic in rubric.topics}
    passages: dict[str, dict[str, bool]] = defaultdict(dict)
    for topic, file in _files(rubric, path):
        if file.name.endswith(_MARKED):
            passages[topic] = {example.text: example.about for example in _read(topic, file)}
    changed = set()
    for topic, text, about in marked:
        if topic in known and len(text) <= _LONGEST:
            passages[topic][" ".join(text.split())] = about
            changed.add(topic)
    files = {}
    for topic in sorted(changed):
        lists = {
            key: [text for text, about in passages[topic].items() if about is side]
            for key, side in (("covers", True), ("ignores", False))
        }
        value = {"topic": topic} | {key: texts for key, texts in lists.items() if texts}
        content = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=98)
        files[examples_folder(rubric, path) / f"{topic}{_MARKED}"] = _MARKED_HEAD + content
    return files


def _files(rubric: Rubric, path: Path) -> Iterator[tuple[str, Path]]:
    """The topics that have a file of examples, with that file."""
    folder = examples_folder(rubric, path)
    for topic in rubric.topics:
        for name in (f"{topic.id}.yaml", f"{topic.id}{_MARKED}"):
            if os.path.lexists(folder / name):
                yield topic.id, folder / name


def _content(file: Path) -> bytes:
    return read_bounded(file, str(file), MAX_BYTES, RubricError, "give a YAML file of up to 1 MB")


def _unknown_files(rubric: Rubric, path: Path) -> None:
    """Raises RubricError for a file that no topic owns: nobody would learn from it."""
    known = [topic.id for topic in rubric.topics]
    marked = [f"{topic_id}{_MARKED}" for topic_id in known]
    folder = examples_folder(rubric, path)
    if os.path.lexists(folder) and not folder.is_dir():
        raise RubricError(str(folder), "is no folder", "make it one, with a file ID.yaml a topic")
    for file in sorted(folder.glob("*.y*ml")):
        if file.name not in marked and (file.suffix != ".yaml" or file.stem not in known):
            hint = did_you_mean(file.stem, known, "name the file as its topic: ID.yaml")
            if file.stem in known:
                hint = f"name it {file.stem}.yaml"
            raise RubricError(str(file), "belongs to no topic of the rubric", hint)


def _read(topic: str, file: Path) -> Iterator[Example]:
    """The examples in the file of one topic."""
    from curriculum_gap.validation import (
        Faults,
        FileKind,
        load_schema,
        one_line,
        read_yaml,
        validate,
    )

    kind = FileKind("example file", "'covers: …'", "docs/rubrics.md", RubricError)
    source = read_yaml(_content(file), str(file), kind)
    faults = Faults(source)
    validate(source, load_schema("examples-1.json"), faults)
    value: dict[str, Any] = source.value if isinstance(source.value, dict) else {}
    if value.get("topic", topic) != topic:
        faults.add(("topic",), "is not the topic that the file is named after", f"write {topic}")
    faults.raise_if_any()
    for key, about in (("covers", True), ("ignores", False)):
        passages = value.get(key, [])
        groups = passages.values() if isinstance(passages, dict) else [passages]
        for group in groups:
            for text in group:
                yield Example(topic, one_line(text), about)
