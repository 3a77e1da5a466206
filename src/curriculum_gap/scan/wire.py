"""Requests and answers on the pipes between a process and its worker.

A frame is a length and that many bytes. What goes down to a worker is pickled, for we wrote it;
what comes up is JSON and raw bytes, for a worker has parsed a stranger's file.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

from curriculum_gap.scan.requests import Answer

__all__ = ["PipeError", "receive_answer", "receive_value", "send_answer", "send_value"]

_LENGTH = struct.Struct(">Q")
_LENGTHS = struct.Struct(">QQQ")
_MOST = 60_000_000  # bytes of one part of an answer


class PipeError(Exception):
    """The other end is gone, or what it sent is no frame."""


def send_value(stream: IO[bytes], value: Any) -> None:
    """To a worker: any value of ours. Raises PipeError."""
    import pickle

    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    _write(stream, _LENGTH.pack(len(content)) + content)


def receive_value(stream: IO[bytes]) -> Any:
    """In a worker: the value sent by its parent. Raises PipeError."""
    import pickle

    (length,) = _LENGTH.unpack(_read(stream, _LENGTH.size))
    return pickle.loads(_read(stream, length))


def send_answer(stream: IO[bytes], answer: Answer) -> None:
    """To the parent. A part that is too long for it is an error of the document's size."""
    head = json.dumps(
        [
            answer.kind,
            answer.summary,
            answer.sha256,
            answer.noise,
            answer.seconds,
            answer.resident,
        ]
    ).encode("ascii")
    lengths = _LENGTHS.pack(len(head), len(answer.coverage), len(answer.document))
    _write(stream, lengths + head + answer.coverage + answer.document)


def receive_answer(stream: IO[bytes]) -> Answer:
    """What a worker sent. Raises PipeError."""
    lengths = _LENGTHS.unpack(_read(stream, _LENGTHS.size))
    if max(lengths) > _MOST:
        raise PipeError
    head, coverage, document = (_read(stream, length) for length in lengths)
    try:
        kind, summary, sha256, noise, seconds, resident = json.loads(head)
        return Answer(
            str(kind),
            str(summary),
            coverage,
            document,
            str(sha256),
            str(noise),
            float(seconds),
            int(resident),
        )
    except (ValueError, TypeError):
        raise PipeError from None


def _write(stream: IO[bytes], content: bytes) -> None:
    try:
        stream.write(content)
        stream.flush()
    except (OSError, ValueError):
        raise PipeError from None


def _read(stream: IO[bytes], length: int) -> bytes:
    try:
        content = stream.read(length)
    except (OSError, ValueError):
        raise PipeError from None
    if content is None or len(content) < length:
        raise PipeError
    return content
