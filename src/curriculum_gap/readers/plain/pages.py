"""Pages of plain text: where they begin, and what is printed on each."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.heading_rules import opens_session
from curriculum_gap.patterns import late

__all__ = ["pages_of"]

_LONGEST_HEAD = 80  # characters
_FEWEST_PAGES = 4
_DIGIT = late(r"\d")


def pages_of(raw: Sequence[str]) -> tuple[list[str], set[int]]:
    """The lines without form feeds and without what every page repeats, and the places in them
    where pages begin.

    The repeats of a line that heads every page (``N227 Spring 2015``) are left empty, so that they
    are not read as headings. Only lines with a digit count as such: the same ``Readings`` may well
    stand above each week.
    """
    lines = [line.replace("\f", " ").rstrip() for line in raw]
    begins = {place for place, line in enumerate(raw) if line.startswith("\f")}
    heads: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        text = line.strip()
        if (
            0 < len(text) <= _LONGEST_HEAD
            and (place == 0 or not lines[place - 1].strip())
            and _DIGIT.search(text)
        ):
            heads.setdefault(text, []).append(place)
    for text, places in heads.items():
        if len(places) >= _FEWEST_PAGES and not opens_session(text):
            begins.add(places[0] + 1)  # it is no part of the paragraph below it
            begins.update(places[1:])
            for place in places[1:]:
                lines[place] = ""
                _blank_number(lines, place)
    return lines, begins


def _blank_number(lines: list[str], place: int) -> None:
    """Empties the number of the page that ended above ``place``."""
    for above in range(place - 1, max(place - 3, -1), -1):
        if text := lines[above].strip():
            if text.isdecimal() and len(text) <= 3:
                lines[above] = ""
            return
