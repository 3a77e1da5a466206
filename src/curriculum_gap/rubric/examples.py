"""Written examples of a rubric: passages that are about a topic, and passages that are not.

They are a topic's own ``covers`` and ``ignores``, and those in ``examples/RUBRIC/TOPIC.yaml``
beside the rubric's file (ids of the rubric and of the topic). ``gapcheck rubric fit`` learns words
from them; matching does not look at them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from curriculum_gap.bounded_file import MAX_BYTES, read_bounded
from curriculum_gap.errors import RubricError, did_you_mean
from curriculum_gap.nouns import Rubric

__all__ = ["Example", "examples_digest", "examples_folder", "read_examples"]

_FIT = 1
"""Raise when the same examples give other words: what was fitted before is out of date then."""


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


def _files(rubric: Rubric, path: Path) -> Iterator[tuple[str, Path]]:
    """The topics that have a file of examples, with that file."""
    folder = examples_folder(rubric, path)
    for topic in rubric.topics:
        file = folder / f"{topic.id}.yaml"
        if os.path.lexists(file):
            yield topic.id, file


def _content(file: Path) -> bytes:
    return read_bounded(file, str(file), MAX_BYTES, RubricError, "give a YAML file of up to 1 MB")


def _unknown_files(rubric: Rubric, path: Path) -> None:
    """Raises RubricError for a file that no topic owns: nobody would learn from it."""
    known = [topic.id for topic in rubric.topics]
    folder = examples_folder(rubric, path)
    if os.path.lexists(folder) and not folder.is_dir():
        raise RubricError(str(folder), "is no folder", "make it one, with a file ID.yaml a topic")
    for file in sorted(folder.glob("*.y*ml")):
        if file.suffix != ".yaml" or file.stem not in known:
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
