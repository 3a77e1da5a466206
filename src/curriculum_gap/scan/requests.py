"""What is asked about one file, and what comes back: the values that go to workers and return."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, NamedTuple

from curriculum_gap.compiled import shipped_digest
from curriculum_gap.nouns import Domain, Limits, Rubric, Status, Topic, Unread
from curriculum_gap.scan.codec import encode_unread

__all__ = ["Answer", "Request", "Task", "digest_of", "unread_answer"]


@dataclass(frozen=True, slots=True)
class Task:
    """What holds for all documents of a scan; goes to each worker once, which is replaced after
    ``recycle`` documents."""

    rubric: Rubric
    limits: Limits
    recycle: int = 500
    key: str = ""

    @staticmethod
    def of(rubric: Rubric, limits: Limits, recycle: int = 500) -> Task:
        """With its key: same rubric, same limits, same key."""
        named = shipped_digest(rubric) or digest_of(rubric)
        key = sha256(f"{named} {limits} {recycle}".encode()).hexdigest()
        return Task(rubric, limits, recycle, key)


def digest_of(rubric: Rubric) -> str:
    """A hex digest of all that ``rubric`` says; two parts of one file differ in it."""
    return sha256(json.dumps(rubric, default=_parts).encode()).hexdigest()


def _parts(value: Rubric | Topic | Domain) -> list[Any]:
    return [getattr(value, field.name) for field in fields(value)]


class Request(NamedTuple):
    """One file. ``path`` is where a worker finds it, ``name`` its name (the suffix is a hint to its
    reader). ``content`` is its bytes where they travel along, ``document`` its extraction where
    that is known. With ``expect`` (size, time of change) a worker on another machine first makes
    sure that its file is the same one. ``keep`` asks for the extraction too, and for bytes that may
    be kept; without ``whole`` a summary is enough, without ``digest`` the content needs no name."""

    path: str
    name: str
    content: bytes | None = None
    document: bytes | None = None
    expect: tuple[int, int] | None = None
    keep: bool = True
    whole: bool = True
    digest: bool = True


class Answer(NamedTuple):
    """The verdict on one file, encoded.

    ``kind`` is ``covered`` (``coverage`` and ``summary`` hold), ``unread`` (``summary`` holds the
    entry), ``absent`` (the file is not on this machine), ``stopped`` (nobody waits any more) or, before
    all requests, ``ready``. ``sha256`` is the content's hex digest (empty when it was not read, or
    nobody asked), ``document`` its extraction, ``noise`` what libraries wrote.
    """

    kind: str
    summary: str = ""
    coverage: bytes = b""
    document: bytes = b""
    sha256: str = ""
    noise: str = ""
    seconds: float = 0.0
    resident: int = 0

    @property
    def lasting(self) -> bool:
        """Whether the file's content alone decided it: another run would say the same."""
        return self.kind == "covered" or (
            self.kind == "unread"
            and not self.summary.startswith(tuple(f'["{status}"' for status in _CHANCE))
        )


# Verdicts that load or luck may have part in, and the one that is about a path.
_CHANCE = (Status.TIMEOUT, Status.MEMORY, Status.CRASHED, Status.UNREADABLE)


def unread_answer(status: Status, reason: str, hint: str = "", noise: str = "") -> Answer:
    """The answer for a file without a verdict about topics."""
    return Answer("unread", encode_unread(Unread("", status, reason, hint)), noise=noise)
