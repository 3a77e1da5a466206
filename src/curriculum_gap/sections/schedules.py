"""Sessions in tables, lists and paragraphs: what marks one, and what a table's columns say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from curriculum_gap.nouns import Section
from curriculum_gap.patterns import late

__all__ = ["Columns", "Marker", "columns", "inner_markers", "scheduled_spans", "session_marker"]

_GAP = 40  # sessions of one schedule stand at most so many blocks apart

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?|th|tu|[mtwrfs])\.?,?"
)
_NUMBER = (
    r"(?:\d{1,2}[ab]?|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen)"
)
_COUNTED = late(
    rf"(?:weeks?|wks?\.?|sessions?|class|meeting|module|unit|lectures?|lesson|seminar)\s*(?:\#|no\.?)?\s*"
    rf"{_NUMBER}(?:\s?(?:[-–—&/,]|and|to)\s?{_NUMBER})?(?![\w%])",
    re.IGNORECASE,
)
_LOOSE = late(
    rf"(?:part|topic|day|theme|section|block)\s+{_NUMBER}(?:\s?[:.–—-]|\s*$)", re.IGNORECASE
)
# "8.1" alone is a number of a heading; "8.27", "27.08." and "Mon 8.1" are dates.
_DATED = late(
    rf"(?:week\s+of\s+|\d{{1,2}}\s+(?=\d{{1,2}}/))?(?:"
    rf"(?:{_DAY}\s+)?(?:{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|"
    rf"\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}|\d{{1,2}}\.\d{{2}}\.|"
    rf"\d{{1,2}}\.(?:0\d|1[3-9]|2\d|3[01]))|{_DAY}\s+\d{{1,2}}\.\d{{1,2}})(?!\w)",
    re.IGNORECASE,
)
_ENDS_DATED = late(rf"\({_MONTH}\s*\d{{1,2}}[^()]{{0,24}}\)[ *_.]{{0,6}}$", re.IGNORECASE)
_INNER = late(
    rf"(?<![\w(])(?:week|session|class|module|lecture)\s+{_NUMBER}\s?[:.–—-]", re.IGNORECASE
)
# The letters and digits a counted, loose or dated marker can start with, and the pairs of letters.
_COUNTED_FIRST = frozenset("wscmul")
_LOOSE_FIRST = frozenset("ptdsb")
_DATED_FIRST = frozenset("wmtfsjandor0123456789")
_PAIRS = "we wk se cl me mo un le pa to da th bl tu fr sa su ja fe ma ap ju au oc no de"
_SENTENCE = late(r"\s+(?:is|are|was|were|will|must|should|may|has|have|can)\b")


class Marker(NamedTuple):
    """The start of a session. ``strong``: counted ("Week 3"), a date is not; ``loose`` ("Part 2")
    counts only where a schedule is known to be."""

    strong: bool
    loose: bool = False


def session_marker(text: str) -> Marker | None:
    """The session marker that ``text`` starts with (or the date in brackets a short line ends
    with), if any."""
    start = text[:60].lstrip("*_#[(•·–-> \t")
    if not start:
        return None
    if len(text) < 120 and ")" in text[-7:] and _ENDS_DATED.search(text[-50:]):
        return Marker(False)
    pair = start[:2].lower()
    if pair.isalpha() and pair not in _PAIRS:
        return None
    first = pair[0]
    if (
        first in _COUNTED_FIRST
        and (found := _COUNTED.match(start))
        and not _SENTENCE.match(start, found.end())
    ):
        return Marker(True)
    if first in _LOOSE_FIRST and _LOOSE.match(start):
        return Marker(False, loose=True)
    if (
        first in _DATED_FIRST
        and (found := _DATED.match(start))
        and not _SENTENCE.match(start, found.end())
    ):
        return Marker(False)
    return None


def inner_markers(text: str) -> list[int]:
    """Offsets at which a paragraph that holds several sessions should be cut."""
    if len(text) < 120:
        return []
    offsets = [found.start() for found in _INNER.finditer(text[:20_000])]
    return offsets if len(offsets) > 1 else []


def scheduled_spans(markers: Sequence[Marker | None]) -> list[tuple[int, int]]:
    """Runs of at least three blocks (two, if counted: "Week 3") that start a session and stand at
    most ``_GAP`` blocks apart: positions of the first and the last."""
    spans: list[tuple[int, int]] = []
    run: list[tuple[int, Marker]] = []
    for position, marker in enumerate(markers):
        if marker is None or marker.loose:
            continue
        if run and position - run[-1][0] > _GAP:
            spans += _span(run)
            run = []
        run.append((position, marker))
    return spans + _span(run)


def _span(run: list[tuple[int, Marker]]) -> list[tuple[int, int]]:
    enough = len(run) > 2 or sum(marker.strong for _, marker in run) > 1
    return [(run[0][0], run[-1][0])] if enough else []


class Columns(NamedTuple):
    """What a table's header says: the section of its rows, and for alignment tables the index of
    the column with the objectives and the one with the assignments (else -1)."""

    section: Section | None
    why: str
    objective: int = -1
    assignment: int = -1


_WHEN = late(
    r"\b(?:weeks?|wk|dates?|sessions?|class|day|module|unit|lectures?|lesson|meeting|due)\b"
)
_WHAT = late(
    r"\b(?:topics?|readings?|content|subjects?|activit\w{1,5}|assignments?|themes?|focus|chapters?|"
    r"lectures?|agenda|tasks?|homework|materials?|deadlines?|to do|lab|labs|description|title|"
    r"preparation|events?|speakers?|due)\b"
)
_OUTCOME = late(
    r"\b(?:competenc\w{1,3}|outcomes?|objectives?|behaviou?rs?|knowledge|skills|slos?|clos?|goals|"
    r"indicators?|dimensions?|standards?)\b"
)
_MEASURE = late(
    r"\b(?:assignments?|assessments?|measures?|measured|evaluations?|evidence|assessed|evaluated|"
    r"assess|artifacts?|activity|activities|methods? of)\b"
)
_POINTS = late(r"\b(?:points?|pts|percent\w{0,4}|weight\w{0,4}|marks?|value|worth|grade)\b|%")
_WORK = late(
    r"\b(?:assignments?|assessments?|components?|tasks?|requirements?|items?|activit\w{1,5}|work|deliverables?|evaluations?|due)\b"
)
_CRITERIA = late(
    r"\b(?:criteria|criterion|description|dimensions?|categor\w{1,4}|element|component|rubric|competency)\b"
)
_GRADES = late(
    r"\b(?:excellent|exemplary|proficient|developing|developed|emerging|initial|unsatisfactory|"
    r"satisfactory|poor|fair|good|outstanding|accomplished|inadequate|adequate|mastery|"
    r"exceeds|meets|needs improvement|beginning|distinguished|novice|advanced)\b"
)
_LETTER = late(r"\b(?:letter|gpa|grade point|grade scale|final grade)\b")


def columns(header: Sequence[str]) -> Columns:
    """The part that rows under ``header`` play."""
    cells = [cell[:120].lower() for cell in header]
    if sum(bool(_GRADES.search(cell)) for cell in cells) >= 2:
        return Columns(Section.ASSIGNMENT, "rubric columns")
    outcome = _first(_OUTCOME, cells, prefer=_BEHAVIOUR)
    measure = next(
        (i for i, cell in enumerate(cells) if i != outcome and _MEASURE.search(cell)), -1
    )
    when = _first(_WHEN, cells)
    if outcome >= 0 and measure >= 0 and (when < 0 or when in (outcome, measure)):
        return Columns(
            Section.OBJECTIVE,
            f"table columns {_name(header[outcome])} × {_name(header[measure])}",
            outcome,
            measure,
        )
    if any(map(_POINTS.search, cells)) and any(map(_LETTER.search, cells)):
        return Columns(Section.OTHER, "grade scale")
    if when >= 0 and any(i != when and _WHAT.search(cell) for i, cell in enumerate(cells)):
        if any(map(_POINTS.search, cells)) and not any(
            "topic" in c or "reading" in c for c in cells
        ):
            return Columns(Section.ASSIGNMENT, "table columns of graded work")
        return Columns(Section.SESSION, f"table column {_name(header[when])}")
    if any(map(_POINTS.search, cells)) and any(map(_WORK.search, cells)):
        return Columns(Section.ASSIGNMENT, "table columns of graded work")
    if outcome >= 0:
        return Columns(Section.OBJECTIVE, f"table column {_name(header[outcome])}")
    if any(map(_CRITERIA.search, cells)) and any(map(_POINTS.search, cells)):
        return Columns(Section.ASSIGNMENT, "rubric columns")
    return Columns(None, "")


_BEHAVIOUR = late(r"\b(?:behaviou?rs?|objectives?|outcomes?|skills|indicators?)\b")


def _first(
    pattern: re.Pattern[str], cells: Sequence[str], prefer: re.Pattern[str] | None = None
) -> int:
    found = [i for i, cell in enumerate(cells) if pattern.search(cell)]
    if prefer:
        found = [i for i in found if prefer.search(cells[i])] or found
    return found[0] if found else -1


def _name(cell: str) -> str:
    return repr(" ".join(cell.split()[:4]))
