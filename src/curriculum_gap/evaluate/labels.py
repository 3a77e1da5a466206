"""Labels: what careful readers say that documents teach, and which blocks of text show it.

A labels folder holds ``documents.jsonl`` and, if passages were labelled too, ``passages.jsonl``
(format: ``docs/validity.md``).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Level

__all__ = ["LabelledBlock", "LabelledDocument", "Overlap", "load_labels"]

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class LabelledBlock:
    """A block of a document's text: the topics it is about, those it touches as policy, and those
    its readers disagreed on (left out of every measure)."""

    number: int
    text: str
    topics: frozenset[str]
    policy: frozenset[str] = frozenset()
    disputed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """One document's levels by topic (a topic not named is absent) and its blocks in order."""

    id: str
    file: str
    group: str
    use: str
    levels: Mapping[str, Level]
    policy: frozenset[str]
    disputed: frozenset[str]
    blocks: tuple[LabelledBlock, ...] = ()

    def level(self, topic: str) -> Level:
        """The labelled level of ``topic``."""
        return self.levels.get(topic, Level.ABSENT)


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                entry = json.loads(line)
            except ValueError as error:
                raise UsageError(where, f"not JSON ({error})", "one JSON object a line") from None
            if not isinstance(entry, dict):
                raise UsageError(where, "not a JSON object", "one JSON object a line")
            yield where, entry


def _named(where: str, entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise UsageError(where, f"no {key!r}", f'write "{key}": "…"')
    return value


def _names(where: str, entry: Mapping[str, Any], key: str) -> frozenset[str]:
    """A list of topic ids; an object counts by its keys."""
    value = entry.get(key, ())
    if not isinstance(value, (list, tuple, dict)) or not all(isinstance(v, str) for v in value):
        raise UsageError(where, f"{key!r} is not a list of topics", f'write "{key}": ["…"]')
    return frozenset(value)


def _level(where: str, topic: str, name: object) -> Level:
    try:
        return Level[str(name).upper()]
    except KeyError:
        known = ", ".join(str(level) for level in Level)
        raise UsageError(where, f"{topic}: unknown level {name!r}", f"use {known}") from None


def load_labels(folder: str | Path) -> tuple[LabelledDocument, ...]:
    """The labels in ``folder`` (or in its ``documents.jsonl``, named directly).

    Raises :class:`UsageError` naming file and line where a label cannot be understood.
    """
    root = Path(folder)
    documents = root / "documents.jsonl" if root.is_dir() else root
    if not documents.is_file():
        raise UsageError(str(folder), "no documents.jsonl", "see docs/validity.md for the format")
    blocks: dict[str, list[LabelledBlock]] = defaultdict(list)
    passages = documents.with_name("passages.jsonl")
    if passages.is_file():
        for where, entry in _lines(passages):
            text = entry.get("text")
            if not isinstance(text, str):
                raise UsageError(where, "no 'text'", "write the block's text as the reader saw it")
            doc = _named(where, entry, "doc")
            number = entry.get("block", len(blocks[doc]))
            if not isinstance(number, int):
                raise UsageError(where, "'block' is no number", "count blocks from 0")
            blocks[doc].append(
                LabelledBlock(
                    number,
                    text,
                    _names(where, entry, "topics"),
                    _names(where, entry, "policy"),
                    _names(where, entry, "disputed"),
                )
            )
    labelled: list[LabelledDocument] = []
    ids: set[str] = set()
    for where, entry in _lines(documents):
        file = _named(where, entry, "file")
        doc = str(entry.get("doc", file))
        if doc in ids:
            raise UsageError(where, f"{doc!r} is labelled twice", "give each document one line")
        ids.add(doc)
        topics = entry.get("topics", {})
        if not isinstance(topics, dict):
            raise UsageError(where, "'topics' is not an object", "topic id → level")
        stated = {
            topic: value if isinstance(value, dict) else {"level": value}
            for topic, value in topics.items()
        }
        labelled.append(
            LabelledDocument(
                doc,
                file,
                str(entry.get("group", "")),
                str(entry.get("use", "")),
                {
                    topic: _level(where, topic, v.get("level", "absent"))
                    for topic, v in stated.items()
                },
                frozenset(topic for topic, v in stated.items() if v.get("policy")),
                _names(where, entry, "disputed"),
                tuple(sorted(blocks.get(doc, ()), key=lambda block: block.number)),
            )
        )
    if not labelled:
        raise UsageError(str(documents), "holds no labels", "one JSON object a line")
    return tuple(labelled)


class Overlap:
    """Which labelled blocks a passage covers, by words shared.

    A passage covers a block if it holds four fifths of the block's words and is at most five times
    as long, or if four fifths of its own words are the block's and it is at least a fifth of it.
    """

    def __init__(self, blocks: Sequence[LabelledBlock]) -> None:
        self._counts = [Counter(_WORD.findall(block.text.lower())) for block in blocks]
        self._sizes = [counts.total() for counts in self._counts]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for index, counts in enumerate(self._counts):
            for word in counts:
                self._holders[word].append(index)

    def blocks(self, text: str) -> tuple[int, ...]:
        """Indices of the blocks that ``text`` covers, in order."""
        counts = Counter(_WORD.findall(text.lower()))
        size = counts.total()
        shared: Counter[int] = Counter()
        for word, n in counts.items():
            for index in self._holders.get(word, ()):
                shared[index] += min(n, self._counts[index][word])
        return tuple(
            index
            for index, common in sorted(shared.items())
            if (block := self._sizes[index]) >= 2
            and (
                (common >= 0.8 * block and block >= 0.2 * size)
                or (common >= 0.8 * size and size >= 0.2 * block)
            )
        )
