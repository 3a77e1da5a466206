"""Automatic numbering that carries words: "Week 3:" before a paragraph stands in numbering.xml.

Takes the root element of numbering.xml and the paragraphs' numberings in reading order; gives the
label that Word prints. Labels without a word ("3.", a bullet) say nothing and are left out.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from curriculum_gap.readers.docx.styles import VAL, W, first, number
from curriculum_gap.readers.list_numbers import holds_word, number_in_form

__all__ = ["Numbering"]

_LEVELS = 9  # of a numbering in Word
_PLACE = re.compile(r"%([1-9])")  # "%2" stands for the number of the second level
_LONGEST_LABEL = 200  # characters
# Word's names of the forms of numbers; others are shown in figures.
_FORMS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


class _Level(NamedTuple):
    """How a level is numbered: its first number, the format of its numbers, and its label."""

    start: int
    form: str
    label: str


class Numbering:
    """The numberings of one document, and how far each has counted."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._abstract: dict[str, str] = {}  # id of a numbering → id of what defines it
        self._counted: dict[str, dict[int, int]] = {}
        self._worded: set[str] = set()  # definitions with a label that holds a word
        if root is None:
            return
        styled: dict[str, str] = {}  # style of numberings → id of its definition
        linked: dict[str, str] = {}
        for definition in root.iterchildren(W + "abstractNum"):
            identity = definition.get(W + "abstractNumId", "")
            self._add_levels(identity, definition)
            if (style := first(definition, "w:styleLink")) is not None:
                styled[style.get(VAL, "")] = identity
            elif (style := first(definition, "w:numStyleLink")) is not None:
                linked[identity] = style.get(VAL, "")
        for series in root.iterchildren(W + "num"):
            name = series.get(W + "numId", "")
            target = first(series, "w:abstractNumId")
            identity = "" if target is None else target.get(VAL, "")
            self._abstract[name] = styled.get(linked.get(identity, ""), identity)
            self._override(name, series)

    def _add_levels(self, identity: str, parent: Any) -> None:
        """Keeps the levels below a definition, or below an exception to it."""
        for level in parent.iterchildren(W + "lvl"):
            label = first(level, "w:lvlText")
            form = first(level, "w:numFmt")
            text = "" if label is None else label.get(VAL, "")[:_LONGEST_LABEL]
            place = _index(level)
            start = number(first(level, "w:start"), 1)
            kind = "decimal" if form is None else form.get(VAL, "decimal")
            self._levels[identity, place] = _Level(start, kind, text)
            if kind not in ("bullet", "none") and holds_word(text):
                self._worded.add(identity)

    def _override(self, name: str, series: Any) -> None:
        """A numbering with exceptions counts for itself, by levels of its own."""
        exceptions = list(series.iterchildren(W + "lvlOverride"))
        if not exceptions:
            return
        identity, own = self._abstract[name], f"num {name}"
        for place in range(_LEVELS):
            if level := self._levels.get((identity, place)):
                self._levels[own, place] = level
        if identity in self._worded:
            self._worded.add(own)
        for exception in exceptions:
            self._add_levels(own, exception)
            place = _index(exception)
            start = first(exception, "w:startOverride")
            if start is not None and (level := self._levels.get((own, place))):
                self._levels[own, place] = level._replace(start=number(start, 1))
        self._abstract[name] = own

    def label(self, series: str | None, place: int) -> str:
        """Counts one more paragraph at level ``place`` (from 0) of a numbering. Its label, ``""``
        where that holds no word."""
        identity = self._abstract.get(series or "", "")
        level = self._levels.get((identity, place))
        if identity not in self._worded or level is None:
            return ""
        counted = self._counted.setdefault(identity, {})
        counted[place] = counted.get(place, level.start - 1) + 1
        for deeper in range(place + 1, _LEVELS):
            counted.pop(deeper, None)
        if not holds_word(level.label):
            return ""

        def printed(match: re.Match[str]) -> str:
            shown = int(match[1]) - 1
            of_level = self._levels.get((identity, shown), level)
            count = counted.get(shown, of_level.start)
            return number_in_form(count, _FORMS.get(of_level.form, "1"))

        return _PLACE.sub(printed, level.label)


def _index(element: Any) -> int:
    """The level that a ``w:lvl`` or its exception is for, from 0."""
    text = element.get(W + "ilvl", "0")
    return int(text) if text.isdecimal() and len(text) < 3 else 0
