"""Automatic numbering that carries words: "Week 3:" before an entry stands in a list's style.

Takes the root elements that hold list styles; gives the labels that are printed. Labels without a
word ("3.", a bullet) say nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from curriculum_gap.readers.list_numbers import holds_word, number_in_form
from curriculum_gap.readers.odt.names import attribute, count_of, name_of, qualified

__all__ = ["HEADINGS", "Counts", "Numbering"]

HEADINGS = "headings"
"""The name under which the numbering of headings is kept; no list style can be called so."""
_LEVELS = 10
_MOST = 100_000  # the highest number of a list
_PLACE = re.compile(r"%(\d{1,2})%")  # "%2%" stands for the number of the second level
_LONGEST_LABEL = 200  # characters

Counts = dict[int, int]
"""How far the levels of a list have counted."""


class _Level(NamedTuple):
    """How a level is numbered: its first number, the form of its numbers, and its label."""

    start: int
    form: str
    label: str


class Numbering:
    """The list styles of a file."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        for root in roots:
            for style in root.iter(qualified("text:list-style"), qualified("text:outline-style")):
                is_list = name_of(style) == "text:list-style"
                name = "list " + attribute(style, "style:name") if is_list else HEADINGS
                for level in style:
                    self._add(name, level)

    def _add(self, name: str, element: Any) -> None:
        """Keeps a level that is numbered."""
        form = attribute(element, "style:num-format")
        if name_of(element) not in ("text:list-level-style-number", "text:outline-level-style"):
            return
        place = count_of(element, "text:level", _LEVELS)
        label = attribute(element, "style:num-list-format")
        label = label or attribute(element, "loext:num-list-format") or f"%{place}%"
        if f"%{place}%" == label or not holds_word(label):
            before = attribute(element, "style:num-prefix")
            label = before + (f"%{place}%" if form else "") + attribute(element, "style:num-suffix")
        start = count_of(element, "text:start-value", _MOST)
        self._levels[name, place] = _Level(start, form, label[:_LONGEST_LABEL])

    def label(self, name: str, place: int, counts: Counts, start: int | None = None) -> str:
        """Counts one more entry at level ``place`` (from 1) of a list style; ``start`` is the
        number that the entry asks for itself. Its label, ``""`` where that holds no word."""
        level = self._levels.get((name, place))
        if level is None:
            return ""
        counts[place] = counts.get(place, level.start - 1) + 1 if start is None else start
        for deeper in [other for other in counts if other > place]:
            del counts[deeper]
        if not holds_word(level.label):
            return ""

        def printed(match: re.Match[str]) -> str:
            shown = int(match[1])
            of_level = self._levels.get((name, shown), level)
            return number_in_form(counts.get(shown, of_level.start), of_level.form or "1")

        return _PLACE.sub(printed, level.label)
