"""Documents and coverages as bytes, for pipes between processes and for the cache.

Compressed JSON in arrays: small, quick, and harmless whoever wrote it. A passage that is evidence
for several topics stands there once. ``decode_…`` raises ValueError for bytes that are not whole.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from curriculum_gap.nouns import (
    Block,
    Coverage,
    Document,
    Evidence,
    Level,
    Match,
    Part,
    Passage,
    Rubric,
    Section,
    Shape,
    Status,
    Strength,
    TopicCoverage,
    Unread,
)

__all__ = [
    "FORM",
    "decode_coverage",
    "decode_document",
    "decode_summary",
    "decode_unread",
    "encode_coverage",
    "encode_document",
    "encode_summary",
    "encode_unread",
]

#: Raise when the form of the bytes changes: the cache forgets what has another one.
FORM = 2
_MOST = 400_000_000  # bytes of one value unpacked: no stored value may fill the memory
_ZERO = ord("0")
_POLICY = 4
_FAULTS = (TypeError, KeyError, IndexError, AttributeError, RecursionError, zlib.error)


def _pack(value: Any) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"), 1)


def _unpack(content: bytes) -> Any:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(content, _MOST)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not unpacking.eof:
        raise ValueError("cut short")
    return json.loads(text)


def encode_document(document: Document) -> bytes:
    """``document`` without its source, which belongs to the file and not to its content."""
    blocks = [
        [
            block.text,
            block.shape,
            block.page,
            block.line,
            block.depth,
            block.cells,
            block.header,
            block.table,
            int(block.hidden),
        ]
        for block in document.blocks
    ]
    head = [document.format, document.title, document.pages, document.words, document.warnings]
    return _pack([head, blocks])


def decode_document(content: bytes, source: str) -> Document:
    """The document that was encoded, under the name ``source``."""
    try:
        (form, title, pages, words, warnings), rows = _unpack(content)
        blocks = tuple(
            Block(
                text, Shape(shape), page, line, depth, tuple(cells), tuple(header), table, bool(hid)
            )
            for text, shape, page, line, depth, cells, header, table, hid in rows
        )
        return Document(source, form, title, pages, words, blocks, tuple(warnings))
    except _FAULTS as error:
        raise ValueError(f"no document: {error}") from None


def encode_coverage(coverage: Coverage) -> bytes:
    """``coverage`` without its source and without what its rubric says anyway."""
    passages: dict[Passage, int] = {}
    topics = []
    for found in coverage.topics:
        evidence = [
            [
                passages.setdefault(piece.passage, len(passages)),
                piece.score,
                piece.position,
                [[m.term, m.strength, m.weight, m.place, m.start, m.end] for m in piece.matches],
            ]
            for piece in found.evidence
        ]
        topics.append([found.level, int(found.policy), found.score, found.rule, evidence])
    rows = [
        [p.text, p.section, p.why, p.shape, p.page, p.line, p.headings, p.header, p.cells, p.tie]
        for p in passages
    ]
    head = [coverage.title, coverage.pages, coverage.words, coverage.share, coverage.warnings]
    parts = [[part.section, part.page, part.line] for part in coverage.parts]
    return _pack([head, rows, topics, parts])


def decode_coverage(content: bytes, source: str, rubric: Rubric) -> Coverage:
    """The coverage that was encoded, of the file ``source`` held against ``rubric``."""
    try:
        (title, pages, words, share, warnings), rows, stored, places = _unpack(content)
        parts = tuple(Part(Section(section), page, line) for section, page, line in places)
        passages = [
            Passage(
                text,
                Section(section),
                why,
                Shape(shape),
                page,
                line,
                tuple(headings),
                tuple(header),
                tuple(cells),
                tie,
            )
            for text, section, why, shape, page, line, headings, header, cells, tie in rows
        ]
        topics = tuple(
            TopicCoverage(
                topic=topic.id,
                level=Level(level),
                expected=topic.expected,
                policy=bool(policy),
                score=score,
                evidence=tuple(
                    Evidence(
                        topic.id,
                        passages[number],
                        weight,
                        tuple(
                            Match(term, Strength(strength), share_of, place, start, end)
                            for term, strength, share_of, place, start, end in matches
                        ),
                        position,
                    )
                    for number, weight, position, matches in evidence
                ),
                rule=rule,
            )
            for topic, (level, policy, score, rule, evidence) in zip(
                rubric.topics, stored, strict=True
            )
        )
        return Coverage(source, title, pages, words, topics, share, tuple(warnings), parts)
    except _FAULTS as error:
        raise ValueError(f"no coverage: {error}") from None


def encode_summary(coverage: Coverage) -> str:
    """What a summary of many documents shows of one: a line of JSON."""
    levels = "".join(chr(_ZERO + t.level + _POLICY * t.policy) for t in coverage.topics)
    head = [coverage.title, coverage.pages, coverage.words, coverage.share, coverage.warnings]
    return json.dumps([*head, levels], separators=(",", ":"))


def decode_summary(line: str, source: str, rubric: Rubric) -> Coverage:
    """A coverage that holds levels only: no evidence, scores 0.0."""
    try:
        title, pages, words, share, warnings, levels = json.loads(line)
        topics = _levels(_ByDigest(rubric), levels)
        return Coverage(source, title, pages, words, topics, share, tuple(warnings))
    except _FAULTS as error:
        raise ValueError(f"no summary: {error}") from None


class _ByDigest:
    """A rubric that hashes by its digest."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def __hash__(self) -> int:
        return hash(self.rubric.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and (
            self.rubric is other.rubric or self.rubric == other.rubric
        )


@lru_cache(maxsize=4)
def _known(key: _ByDigest) -> list[list[TopicCoverage]]:
    """Every topic at every level: thousands of documents share these few values."""
    return [
        [
            TopicCoverage(topic.id, Level(code % _POLICY), topic.expected, code >= _POLICY, 0.0)
            for code in range(2 * _POLICY)
        ]
        for topic in key.rubric.topics
    ]


@lru_cache(maxsize=4096)
def _levels(key: _ByDigest, levels: str) -> tuple[TopicCoverage, ...]:
    known: Sequence[Sequence[TopicCoverage]] = _known(key)
    if len(levels) != len(known):
        raise ValueError("levels of another rubric")
    return tuple(of[ord(code) - _ZERO] for of, code in zip(known, levels, strict=True))


def encode_unread(entry: Unread) -> str:
    """``entry`` without its source: a line of JSON."""
    return json.dumps(
        [str(entry.status), entry.reason, entry.hint, entry.warnings], separators=(",", ":")
    )


def decode_unread(line: str, source: str) -> Unread:
    """The entry that was encoded, about the file ``source``."""
    try:
        status, reason, hint, warnings = json.loads(line)
        return Unread(source, Status(status), reason, hint, tuple(warnings))
    except _FAULTS as error:
        raise ValueError(f"no verdict: {error}") from None
