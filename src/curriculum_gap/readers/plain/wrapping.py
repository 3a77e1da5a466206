"""Plain lines that were wrapped by hand: at which column, and how paragraphs are made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curriculum_gap.patterns import late

__all__ = ["compounds", "join_lines", "wrap_width"]

_WORD_START = late(r"[\s(/“\"]")
_WORD_END = late(r"[^\w]")
# First halves of compounds that keep their hyphen where a line breaks after it.
_KEEPS_HYPHEN = frozenset(
    ["self", "well", "non", "anti", "cross", "multi", "inter", "intra", "socio", "bio", "co",
     "pre", "post", "sub", "mid", "low", "high", "long", "short", "full", "part", "evidence",
     "trauma", "community", "client", "person", "student", "strength", "strengths", "decision",
     "problem", "first", "second", "third", "one", "two", "three", "african", "asian",
     "european", "latin", "mexican", "jewish", "black", "white"]
)  # fmt: skip


def wrap_width(lines: Sequence[str]) -> int:
    """The column at which the text was wrapped by hand, or 0 where each line is a paragraph."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 8:
        return min(lengths[-1], 80) if lengths and 50 <= lengths[-1] <= 110 else 0
    width = lengths[int(len(lengths) * 0.95)]
    return width if 40 <= width <= 130 else 0


def compounds(lines: Sequence[str]) -> frozenset[str]:
    """The hyphenated words that stand inside lines, in small letters."""
    return frozenset(
        word.lower()
        for line in lines
        if "-" in line
        for word in re.findall(r"\w+-\w+", line[:2000])
    )


def join_lines(parts: Sequence[str], known: frozenset[str]) -> str:
    """The lines of one paragraph as one; a word hyphenated over two lines is made whole, unless it
    is one of the compounds ``known`` to have a hyphen."""
    done: list[str] = []
    for part in parts:
        above = done[-1] if done else ""
        if above.endswith("-") and part[:1].islower() and above[-2:-1].isalpha():
            first = _WORD_START.split(above[-40:-1])[-1]
            second = _WORD_END.split(part[:40])[0]
            compound = f"{first}-{second}".lower()
            keep = compound in known or first.split("-")[-1].lower() in _KEEPS_HYPHEN
            done[-1] = above if keep else above[:-1]
            done.append(part)
        else:
            done += [" ", part]
    return "".join(done)
