"""Running heads, running feet and page numbers: known by standing at the same height page after
page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curriculum_gap.readers.pdf.sheet import Line, Sheet, Table

__all__ = ["without_running_heads"]

_ZONE = 0.13  # share of the page's height, at its top and bottom, where running heads stand
_NUMBER_ZONE = 0.18  # the same for a bare page number
_SAME_HEIGHT = 9.0  # points
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"(?!page\b)[^\W\d_]{3}")
_PAGE_NUMBER = re.compile(
    r"\W*(?:p(?:age|g|\.)?\W*)?(?:#|[ivx]{1,6})(?:\s*(?:of|/|\|)\s*#)?(?:\W*\|?\W*p ?a ?g ?e)?\W*",
    re.I,
)


def without_running_heads(sheets: Sequence[Sheet]) -> list[Line | Table]:
    """All parts of all sheets, but for lines that repeat at the same height near the top or bottom
    of pages, digits apart, and page numbers there."""
    places: dict[tuple[bool, str], list[tuple[int, float, Line]]] = {}
    for sheet in sheets:
        top, bottom = _NUMBER_ZONE * sheet.height, (1 - _NUMBER_ZONE) * sheet.height
        for part in sheet.parts:
            if isinstance(part, Table) or (top <= part.bottom and part.top <= bottom):
                continue
            text = _DIGITS.sub("#", part.text.casefold())
            zone = _zone(part, sheet.height, _NUMBER_ZONE if len(text) < 20 else _ZONE)
            if zone is not None:
                key = zone, text
                height = part.top if zone else sheet.height - part.bottom
                places.setdefault(key, []).append((sheet.number, height, part))
    with_text = sum(bool(sheet.parts) for sheet in sheets)
    first = sheets[0].number if sheets else 1
    dropped: set[int] = set()
    for (zone, text), found in places.items():
        middle = sorted(height for _, height, _ in found)[len(found) // 2]
        level = [entry for entry in found if abs(entry[1] - middle) <= _SAME_HEIGHT]
        pages = {number for number, _, _ in level}
        if (
            len(pages) >= max(2, min(3, with_text), 0.25 * with_text)
            and len(level) <= 1.5 * len(pages)
            and _counts_pages([(number, line.text) for number, _, line in level])
        ) or _PAGE_NUMBER.fullmatch(text):
            # On the first page a running head may be the title.
            keep = zone and _LETTERS.search(text) is not None
            dropped.update(id(line) for number, _, line in level if not (keep and number == first))
    parts = [part for sheet in sheets for part in sheet.parts]
    if not dropped:
        return parts
    kept = [part for part in parts if id(part) not in dropped]
    # Lines that make up most of a document are its text, wherever they stand.
    return kept if _letters(kept) * 2 >= _letters(parts) else parts


def _letters(parts: Sequence[Line | Table]) -> int:
    return sum(
        len(part.text)
        if isinstance(part, Line)
        else sum(len(text) for row in part.rows for text in row)
        for part in parts
    )


def _counts_pages(found: Sequence[tuple[int, str]]) -> bool:
    """Whether texts are equal, or differ by a number that grows with the page: "Week 3" on top of
    one page and "Week 4" on the next are headings."""
    if len({text for _, text in found}) == 1:
        return True
    numbers = [[int(digits) - page for digits in _DIGITS.findall(text)] for page, text in found]
    return any(
        len({row[at] for row in numbers}) == 1 for at in range(min(len(row) for row in numbers))
    )


def _zone(line: Line, height: float, share: float) -> bool | None:
    """True near the top, False near the bottom of the page, None between."""
    if line.hidden:
        return None
    if line.bottom < share * height:
        return True
    return False if line.top > (1 - share) * height else None
