"""Is a document long enough to describe a course?"""

from __future__ import annotations

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Status

__all__ = ["check_length"]

# The shortest of 915 real course documents have 85 and 108 words, the next ones 180 and more.
_FEW_WORDS = 150


def check_length(document: Document, limits: Limits) -> tuple[str, ...]:
    """A warning for a short document. Raises ReadError (too-short) below ``limits.min_words``."""
    words = document.words
    counted = "1 word" if words == 1 else f"{words} words"
    if words < limits.min_words:
        what = f"holds {counted}, too few to describe a course (at least {limits.min_words})"
        hint = "give the whole document, or lower --min-words"
        raise ReadError(Status.TOO_SHORT, what, hint)
    if words < min(_FEW_WORDS, 3 * limits.min_words):
        return (f"holds only {counted}: little can be found in so short a document",)
    return ()
