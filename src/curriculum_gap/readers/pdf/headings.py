"""Headings by their look: larger than most text, bold or in capitals, and worded like one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_lowercase

from curriculum_gap.readers.pdf.pieces import Piece

__all__ = ["rank_headings"]

_CONTACT = re.compile(
    r"(?:your |course )?(?:instructor|professor|lecturer|faculty|teacher|e-?mail|phone|tel|cell|fax"
    r"|office|hours|time|location|meeting|class time|class meet|class ?room|room|credit|semester"
    r"|term|when|where|website|web|url|zoom|tas?\b|teaching assistant|days?\b|section)[^:]{0,30}:\s*\S",
    re.I,
)
_ADDRESS = re.compile(r"@|https?:|www\.|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}")
_SMALL = frozenset(ascii_lowercase)
_MAX_HEADING_WORDS = 18
_MAX_HEADING = 140


def rank_headings(pieces: Iterable[Piece], body: float, mostly_bold: bool) -> None:
    """Gives the pieces that are headings their depth, by their style: 1 the highest, 6 at most.
    ``body`` is the size of most text in points; ``mostly_bold`` whether most of it is bold."""
    styled = [(piece, _style(piece)) for piece in pieces if _is_heading(piece, body, mostly_bold)]
    styles = sorted({style for _, style in styled})
    depths = {style: min(6, rank) for rank, style in enumerate(styles, 1)}
    for piece, style in styled:
        piece.depth = depths[style]


def _is_heading(piece: Piece, body: float, mostly_bold: bool) -> bool:
    lines, text = piece.lines, piece.text
    if lines[0].hidden or piece.mark == "•" or len(lines) > 3:
        return False
    size = min([line.size for line in lines])
    large = size >= body * 1.06 and size >= body + 0.8
    bold = not mostly_bold and lines[0].bold and all(line.bold for line in lines)
    if not (large or bold or (len(lines) == 1 and _SMALL.isdisjoint(text))):
        return False
    words = len(text.split())
    if (
        len(text) > _MAX_HEADING
        or words > _MAX_HEADING_WORDS
        or text.endswith((",", ";"))
        or _CONTACT.match(text)
        or _ADDRESS.search(text)
    ):
        return False
    letters = sum(map(str.isalpha, text))
    if letters < 3 or letters * 2 < len(text.replace(" ", "")):
        return False
    sentence = text.endswith(".") and words > 4
    if large:
        return not (sentence and size < body * 1.3)
    return not sentence and (bold or _is_caps(text))


def _is_caps(text: str) -> bool:
    """Whether a text is set in capitals, and no code or abbreviation alone."""
    if not _SMALL.isdisjoint(text):  # most texts
        return False
    letters = [character for character in text if character.isalpha()]
    return (
        len(letters) >= 5
        and all(map(str.isupper, letters))
        and len(letters) * 10 >= 6 * len(text.replace(" ", ""))
        and any(len(word) >= 4 for word in text.split())
    )


def _style(piece: Piece) -> tuple[float, bool, bool, bool]:
    """Sorts high headings first: large, bold, capitals, upright."""
    line = piece.lines[0]
    return -round(line.size), not line.bold, not _is_caps(line.text), line.italic
