"""Documents and coverages as bytes, for pipes between processes and for the cache.

JSON in arrays: quick, and harmless whoever wrote it; compressed where it is kept. A passage that is
evidence for several topics stands there once. ``decode_…`` raises ValueError for bytes that are not
whole.
"""

from __future__ import annotations

import enum
import json
import types
import typing
import zlib
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from curriculum_gap.nouns import (
    Coverage,
    Document,
    Level,
    Passage,
    Rubric,
    Status,
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
_LARGE = 1_000_000  # bytes of one value that are compressed in any case
_ZERO = ord("0")
_POLICY = 4
_FAULTS = (TypeError, KeyError, IndexError, AttributeError, RecursionError)

# Passages stand in a table of their own: written, a value is passed with the numbers given so far;
# read, with the passages themselves.
_Writer = Callable[[Any, dict[Passage, int]], Any]
_Reader = Callable[[Any, Sequence[Passage]], Any]


_as_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def _pack(value: Any, small: bool) -> bytes:
    text = _as_json(value).encode("ascii")
    return zlib.compress(text, 1) if small or len(text) > _LARGE else text


def _unpack(content: bytes) -> Any:
    if content.startswith(b"["):  # as no compressed bytes do
        return json.loads(content)
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
    return _pack(_row_writer(Document)(replace(document, source=""), {}), small=True)


def decode_document(content: bytes, source: str) -> Document:
    """The document that was encoded, under the name ``source``."""
    document = _made(Document, _unpack(content), ())
    assert isinstance(document, Document)
    return replace(document, source=source)


def encode_coverage(coverage: Coverage, small: bool = True) -> bytes:
    """``coverage`` without its source; not ``small`` for whoever unpacks it at once."""
    numbers: dict[Passage, int] = {}
    row = _row_writer(Coverage)(replace(coverage, source=""), numbers)
    passages = _row_writer(Passage)
    return _pack([[passages(passage, numbers) for passage in numbers], row], small)


def decode_coverage(content: bytes, source: str, rubric: Rubric) -> Coverage:
    """The coverage that was encoded, of the file ``source`` held against ``rubric``."""
    stored = _unpack(content)
    try:
        rows, row = stored
        reader = _row_reader(Passage)
        passages = [reader(passage, ()) for passage in rows]
    except _FAULTS as error:
        raise ValueError(f"no coverage: {error}") from None
    coverage = _made(Coverage, row, passages)
    assert isinstance(coverage, Coverage)
    if [found.topic for found in coverage.topics] != [topic.id for topic in rubric.topics]:
        raise ValueError("coverage of another rubric")
    return replace(coverage, source=source)


def _made(kind: type, row: Any, passages: Sequence[Passage]) -> Any:
    try:
        return _row_reader(kind)(row, passages)
    except _FAULTS as error:
        raise ValueError(f"no {kind.__name__.lower()}: {error}") from None


@cache
def _row_writer(kind: type) -> _Writer:
    """Values of a class of ours as rows: its fields in their order, so that a new field of a noun
    is kept without a word here."""
    hints, names = typing.get_type_hints(kind), _names(kind)
    values = attrgetter(*names)
    special = [(i, w) for i, name in enumerate(names) if (w := _writer(hints[name]))]

    def write(value: Any, numbers: dict[Passage, int]) -> Any:
        row = list(values(value))
        for place, writer in special:
            row[place] = writer(row[place], numbers)
        return row

    return write


@cache
def _row_reader(kind: type) -> _Reader:
    hints, names = typing.get_type_hints(kind), _names(kind)
    special = [(i, r) for i, name in enumerate(names) if (r := _reader(hints[name]))]

    def read(row: Any, passages: Sequence[Passage]) -> Any:
        if len(row) != len(names):
            raise ValueError("another form")
        for place, reader in special:
            row[place] = reader(row[place], passages)
        return kind(*row)

    return read


def _names(kind: Any) -> list[str]:
    """The fields of a dataclass or of a named tuple."""
    return [field.name for field in fields(kind)] if is_dataclass(kind) else list(kind._fields)


def _is_named(hint: Any) -> bool:
    """Whether values of a type are named tuples: arrays to JSON as long as their fields are."""
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def _writer(hint: Any) -> _Writer | None:
    """How values of a type are written; None where JSON does it (enumerations are text or numbers
    to it, tuples are arrays)."""
    if hint is Passage:
        return lambda value, numbers: numbers.setdefault(value, len(numbers))
    if is_dataclass(hint):
        return _row_writer(typing.cast(type, hint))
    if _is_named(hint):
        plain = not any(map(_writer, typing.get_type_hints(hint).values()))
        return None if plain else _row_writer(hint)
    inner = _inner(hint)
    writer = _writer(inner) if inner is not None else None
    if writer is None:
        return None
    if typing.get_origin(hint) is tuple:
        return lambda value, numbers: [writer(part, numbers) for part in value]
    return lambda value, numbers: None if value is None else writer(value, numbers)


def _reader(hint: Any) -> _Reader | None:
    if hint is Passage:
        return lambda value, passages: passages[value]
    if is_dataclass(hint) or _is_named(hint):
        return _row_reader(typing.cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        members = {member.value: member for member in hint}
        return lambda value, _: members[value]
    inner = _inner(hint)
    if inner is None:
        return None
    reader = _reader(inner)
    if typing.get_origin(hint) is not tuple:
        if reader is None:
            return None
        return lambda value, passages: None if value is None else reader(value, passages)
    if reader is None:
        return lambda value, _: tuple(value)
    return lambda value, passages: tuple([reader(part, passages) for part in value])


def _inner(hint: Any) -> Any:
    """What a tuple is made of, or what an optional value is when it is there; None for others."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        kinds = {kind for kind in arguments if kind is not Ellipsis}
    elif origin in (types.UnionType, typing.Union):
        kinds = {kind for kind in arguments if kind is not types.NoneType}
    elif hint in (str, int, float, bool) or (
        isinstance(hint, type) and issubclass(hint, enum.Enum)
    ):
        return None
    else:
        raise TypeError(f"no way to store {hint}")
    simple = kinds <= {str, int, float, bool}
    if len(kinds) != 1 and not simple:
        raise TypeError(f"no way to store {hint}")
    return str if simple else kinds.pop()


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
