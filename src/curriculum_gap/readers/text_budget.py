"""How much text one document may have: `Limits.text_bytes`, in characters."""

from __future__ import annotations

from collections.abc import Sized

from curriculum_gap.errors import ReadError, said_bytes
from curriculum_gap.nouns import Limits, Status

__all__ = ["TextBudget"]


class TextBudget:
    """What is left of the characters that a document may have. Readers take from it where they meet
    text: a file can show one piece of text many times."""

    def __init__(self, limits: Limits) -> None:
        self._limit = self._left = limits.text_bytes

    def take(self, text: Sized) -> None:
        """Takes the length of ``text``. Raises ReadError (too-large) where less is left."""
        self._left -= len(text)
        if self._left < 0:
            what = f"has more than {said_bytes(self._limit)} of text"
            hint = "raise the limit on text size, or split the file"
            raise ReadError(Status.TOO_LARGE, what, hint)
