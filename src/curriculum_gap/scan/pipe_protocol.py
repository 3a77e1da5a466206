"""What goes to a worker and what comes back, as values and as bytes.

A process sends its worker one :class:`Task`, then one :class:`Request` for each file, and gets an
:class:`Answer` for each. On the pipe a value is a frame: its length, then so many bytes of
MessagePack. Extractions and coverages inside of an answer are JSON, in the form in which the cache
keeps them.

Nothing is pickled: a worker has parsed a stranger's file, so what it says is checked against the
type that is expected. msgspec does that while it decodes, faster than plain ``json`` reads.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import IO, Any, TypeVar

import msgspec

from curriculum_gap.errors import InstallationError
from curriculum_gap.nouns import (
    Coverage,
    Document,
    Included,
    Level,
    Limits,
    Rubric,
    Status,
    TopicCoverage,
    Unread,
)

__all__ = [
    "NOT_LASTING",
    "Answer",
    "PipeError",
    "Request",
    "Summary",
    "Task",
    "decode_coverage",
    "decode_document",
    "decode_summary",
    "encode_coverage",
    "encode_document",
    "fault_answer",
    "receive",
    "send",
    "summarize",
    "unread_answer",
]

T = TypeVar("T")

_LENGTH = struct.Struct(">Q")
_MAX_ANSWER = 200_000_000  # bytes: no worker may fill the memory of its parent
_MAX_UNPACKED = 400_000_000  # bytes of one stored value: none may fill the memory

#: Verdicts in which load or luck may have a part, and the one that is about a path.
NOT_LASTING = frozenset({Status.TIMEOUT, Status.MEMORY, Status.CRASHED, Status.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Task:
    """What holds for all files of a scan.

    A worker is replaced after ``recycle`` files. ``for_cache`` asks for each extraction too, and
    for compressed bytes; without ``evidence`` a summary is enough.
    """

    rubric: Rubric
    limits: Limits
    recycle: int = 500
    for_cache: bool = False
    evidence: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """One file. ``name`` is its name, whose suffix is a hint to the reader; ``content`` is its
    bytes, or ``document`` the extraction that the cache holds of them; ``included`` are the files
    that it includes, since no worker opens any."""

    name: str
    content: bytes | None = None
    document: bytes | None = None
    included: Included | None = None

    @property
    def size(self) -> int:
        """Bytes of files in it."""
        return len(self.content or b"") + (self.included.size if self.included else 0)


@dataclass(frozen=True, slots=True)
class Summary:
    """What an overview of many documents shows of one. ``levels`` and ``policy`` (whether the
    topic shows up in policy text) follow the rubric's topics."""

    title: str
    pages: int | None
    words: int
    share: float
    warnings: tuple[str, ...]
    levels: tuple[Level, ...]
    policy: tuple[bool, ...]
    unread_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one file, without the file's name.

    Either ``unread`` or ``summary`` is there, unless it is empty. ``coverage`` and ``document``
    are encoded values, empty where nobody asked for them.
    ``noise`` is what libraries wrote to their output; ``resident`` the worker's memory in bytes.
    ``fault`` is what is wrong with the installation, and where, and what would work: no file is to
    blame, and the scan ends. ``cut_short`` is that of the document.
    """

    unread: Unread | None = None
    summary: Summary | None = None
    coverage: bytes = b""
    document: bytes = b""
    noise: str = ""
    resident: int = 0
    fault: tuple[str, ...] = ()
    cut_short: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing: the extraction that was sent is damaged."""
        return self.unread is None and self.summary is None and not self.fault

    def raise_fault(self) -> None:
        """Raises InstallationError where the answer is that."""
        if self.fault:
            raise InstallationError(*self.fault)

    @property
    def lasting(self) -> bool:
        """Whether the file's content alone decided it: another run would say the same."""
        if self.cut_short:
            return False
        return self.unread is None or self.unread.status not in NOT_LASTING


def fault_answer(fault: InstallationError) -> Answer:
    """The answer of a process whose installation is at fault."""
    return Answer(fault=(fault.where, fault.what, fault.hint))


def unread_answer(status: Status, reason: str, hint: str = "", noise: str = "") -> Answer:
    """The answer for a file without a verdict about topics; ``reason`` may be any text."""
    encodable = reason.encode("utf-8", "backslashreplace").decode()
    return Answer(unread=Unread("", status, encodable, hint), noise=noise)


class PipeError(Exception):
    """The other end is gone, or what it sent is not a value of the type expected.

    Either way the worker is not used again: nobody knows where its next frame would begin.
    """


def send(stream: IO[bytes], value: Any) -> None:
    """Write one value as a frame. Raises PipeError."""
    content = msgspec.msgpack.encode(value)
    try:
        stream.write(_LENGTH.pack(len(content)))
        stream.write(content)
        stream.flush()
    except (OSError, ValueError):  # ValueError: the stream is closed
        raise PipeError from None


def receive(stream: IO[bytes], kind: type[T], max_bytes: int = _MAX_ANSWER) -> T:
    """Read one frame of at most ``max_bytes`` that holds a ``kind``. Raises PipeError."""
    (length,) = _LENGTH.unpack(_read(stream, _LENGTH.size))
    if length > max_bytes:
        raise PipeError
    try:
        return msgspec.msgpack.decode(_read(stream, length), type=kind)
    except msgspec.MsgspecError:
        raise PipeError from None


def _read(stream: IO[bytes], length: int) -> bytes:
    try:
        content = stream.read(length)
    except (OSError, ValueError):
        raise PipeError from None
    if content is None or len(content) < length:
        raise PipeError
    return content


def encode_document(document: Document) -> bytes:
    """``document`` compressed, without its source, which belongs to the file and not to what it
    holds."""
    return zlib.compress(msgspec.json.encode(replace(document, source="")), 1)


def decode_document(content: bytes, source: str) -> Document:
    """The document that was encoded, named ``source``. Raises ValueError for damaged bytes."""
    return replace(_decoded(content, Document), source=source)


def encode_coverage(coverage: Coverage, compress: bool) -> bytes:
    """``coverage`` without its source; plain bytes are for a pipe, whose other end reads them at
    once."""
    content = msgspec.json.encode(replace(coverage, source=""))
    return zlib.compress(content, 1) if compress else content


def decode_coverage(content: bytes, source: str, rubric: Rubric) -> Coverage:
    """The coverage that was encoded, of the file ``source`` held against ``rubric``.

    Raises ValueError for damaged bytes and for topics of another rubric.
    """
    coverage = _decoded(content, Coverage)
    if [topic.topic for topic in coverage.topics] != [topic.id for topic in rubric.topics]:
        raise ValueError("coverage of another rubric")
    return replace(coverage, source=source)


def _decoded(content: bytes, kind: type[T]) -> T:
    """Plain JSON (an object) or compressed JSON. Raises ValueError."""
    try:
        if not content.startswith(b"{"):
            decompress = zlib.decompressobj()
            content = decompress.decompress(content, _MAX_UNPACKED)
            if not decompress.eof:
                raise ValueError("cut short")
        return msgspec.json.decode(content, type=kind)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError(str(error)) from None


def summarize(coverage: Coverage) -> Summary:
    """The summary of a coverage."""
    return Summary(
        title=coverage.title,
        pages=coverage.pages,
        words=coverage.words,
        share=coverage.share,
        warnings=coverage.warnings,
        levels=tuple(topic.level for topic in coverage.topics),
        policy=tuple(topic.policy for topic in coverage.topics),
        unread_pages=coverage.unread_pages,
    )


def decode_summary(summary: Summary, source: str, rubric: Rubric) -> Coverage:
    """A coverage that holds levels only: no evidence, scores 0.0.

    Raises ValueError for a summary of another rubric.
    """
    if not len(summary.levels) == len(summary.policy) == len(rubric.topics):
        raise ValueError("summary of another rubric")
    topics = tuple(
        _bare_topic(topic.id, level, topic.expected, policy)
        for topic, level, policy in zip(rubric.topics, summary.levels, summary.policy, strict=True)
    )
    return Coverage(
        source=source,
        title=summary.title,
        pages=summary.pages,
        words=summary.words,
        topics=topics,
        share=summary.share,
        warnings=summary.warnings,
        unread_pages=summary.unread_pages,
    )


@lru_cache(maxsize=4096)
def _bare_topic(topic: str, level: Level, expected: Level, policy: bool) -> TopicCoverage:
    """One topic at one level. A hot path: thousands of documents share these few values, which
    takes 2 microseconds less for each topic of each document, 0.5 s of a scan of 10,000 files that
    the cache knows."""
    return TopicCoverage(topic, level, expected, policy, score=0.0)
