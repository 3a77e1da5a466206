"""Background document frequencies: in how many syllabi a word or phrase occurs.

The table is frozen in the package (``data/background.json``), so that a score never depends on the
files under test. ``fitting/background.py`` makes it; it holds no sentence of any syllabus.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["FUNCTION_WORDS", "Background", "load_background"]

_DATA = Path(__file__).parents[1] / "data"
#: Words that begin or end no phrase worth counting.
FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "this",
        "to",
        "we",
        "were",
        "will",
        "with",
        "you",
        "your",
        "not",
        "no",
        "but",
        "which",
        "who",
        "he",
        "she",
        "they",
        "i",
    ]
)


class Background(NamedTuple):
    """``documents`` counted, and the number of them that hold each word or phrase (words of a
    phrase joined by one space)."""

    documents: int
    frequency: dict[str, int]


@cache
def load_background() -> Background:
    """The table shipped with the package."""
    stored = json.loads((_DATA / "background.json").read_bytes())
    return Background(stored["documents"], stored["frequency"])
