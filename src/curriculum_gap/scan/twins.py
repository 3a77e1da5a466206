"""Files of one scan that hold the same content: read once, and each told which it repeats."""

from __future__ import annotations

from dataclasses import replace

from curriculum_gap.nouns import Coverage, Unread
from curriculum_gap.scan.requests import Answer

__all__ = ["Twins"]

_COPIES_BYTES = 60_000_000


class Twins:
    """What the contents met so far have become. A content is named by its bytes' digest and its
    file's suffix."""

    def __init__(self) -> None:
        self._first: dict[bytes, str] = {}  # content → the first file in order that holds it
        self._on_its_way: set[bytes] = set()
        self._answers: dict[bytes, Answer] = {}
        self._bytes = 0

    def is_on_its_way(self, content: bytes) -> bool:
        """Whether an earlier file with this content is being read."""
        return content in self._on_its_way

    def expect(self, content: bytes) -> None:
        """A file with this content is going to be read: others may wait for its answer."""
        self._on_its_way.add(content)

    def answer(self, content: bytes) -> Answer | None:
        """The answer about an earlier file with this content; None where it takes too much room."""
        return self._answers.get(content)

    def shown(
        self, verdict: Coverage | Unread, content: bytes, answer: Answer
    ) -> Coverage | Unread:
        """The verdict on the next file in order, with a word about an earlier one that holds the
        same; its ``answer`` is kept for those after it."""
        first = self._first.setdefault(content, verdict.source)
        if first != verdict.source and isinstance(verdict, Coverage):
            return replace(verdict, warnings=(*verdict.warnings, f"same content as {first}"))
        if content in self._on_its_way and self._bytes < _COPIES_BYTES:
            self._bytes += len(answer.coverage) + len(answer.summary)
            self._answers[content] = answer
        return verdict
