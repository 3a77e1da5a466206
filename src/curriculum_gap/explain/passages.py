"""The passages that a person asks about, by some of their words."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.errors import UsageError
from curriculum_gap.explain.workings import Look
from curriculum_gap.nouns import Passage

__all__ = ["passages_holding"]


def passages_holding(about: str, looked: Sequence[Look]) -> dict[int, Passage]:
    """Position → passage of those that hold this text, letter case and white space aside. Raises
    UsageError where none does."""
    wanted = _folded(about)
    if not wanted:
        raise UsageError("--passage", "no text to look for", "give some words of the passage")
    found = {
        position: passage
        for position, (passage, _) in enumerate(looked)
        if wanted in _folded(passage.text)
    }
    if not found:
        raise UsageError(
            "--passage",
            f"no passage holds '{about}'",
            "give a few words as they stand in one line or paragraph",
        )
    return found


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
