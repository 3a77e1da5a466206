"""A cell of a committee's table → the keywords in it.

People part keywords by line breaks, semicolons, commas, bullets and slashes, often in one cell, and
explain them in parentheses.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from curriculum_gap.keywords import FUNCTION_WORDS

__all__ = ["BULLET", "CellKeywords", "keywords_in", "on_line"]

BULLET = re.compile(r"^(?:[-–—•·*▪◦]|\d{1,2}[.)])\s+")
"""What stands before an entry of a list."""
_KEYWORD = re.compile(r"(?:\"[^\"]*\"|“[^”]*”|:(?!\s)|[^;,:•▪◦])+")
"""What stands between separators; those in quotation marks are none. A colon ends a phrase in
syllabi too."""
_PARENTHESIS = re.compile(r"\s*\(([^()]*)\)?")
_ONE_WORD = re.compile(r"[^\W\d_][\w&+-]*")
_SLASH = re.compile(r"\s+/\s*|\s*/\s+")
_WORDS_AT_SLASHES = re.compile(r"[^\W\d_]{2,}(?:/[^\W\d_]{2,})+")
_LEADING = re.compile(r"^(?:and|or)\s+", re.IGNORECASE)


class CellKeywords(NamedTuple):
    """The keywords in a cell, and what stood in parentheses and is none of them."""

    keywords: tuple[str, ...]
    left_out: tuple[str, ...]


def keywords_in(text: str) -> CellKeywords:
    """The keywords in a cell. One word in parentheses, mostly an abbreviation, is a keyword too;
    more words explain one and are left out."""
    keywords: list[str] = []
    left_out: list[str] = []
    for line in text.split("\n"):
        plain = BULLET.sub("", line)
        inside = [on_line(found[1]) for found in _PARENTHESIS.finditer(plain)]
        short = [aside for aside in inside if _ONE_WORD.fullmatch(aside)]
        left_out += [aside for aside in inside if aside and aside not in short]
        for part in _KEYWORD.findall(_PARENTHESIS.sub(" ", plain)):
            keywords += _between_slashes(_LEADING.sub("", on_line(part)))
        keywords += short
    return CellKeywords(tuple(filter(None, keywords)), tuple(left_out))


def _between_slashes(text: str) -> list[str]:
    """*WIC/SNAP* and *food stamps / SNAP* are two keywords each; *mental/behavioral health* and
    *and/or* stay as they are."""
    parts = text.split("/") if _WORDS_AT_SLASHES.fullmatch(text) else _SLASH.split(text)
    return [text] if any(part.lower() in FUNCTION_WORDS for part in parts) else parts


def on_line(text: str) -> str:
    """A text with single spaces and without line breaks."""
    return " ".join(text.split())
