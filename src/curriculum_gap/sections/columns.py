"""Table columns: what a header says of the rows below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from curriculum_gap.nouns import Section
from curriculum_gap.patterns import late

__all__ = ["Columns", "columns"]

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
_BEHAVIOUR = late(r"\b(?:behaviou?rs?|objectives?|outcomes?|skills|indicators?)\b")


class Columns(NamedTuple):
    """What a table's header says: the section of its rows, and for alignment tables the index of
    the column with the objectives and the one with the assignments (else -1)."""

    section: Section | None
    why: str
    objective: int = -1
    assignment: int = -1


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


def _first(
    pattern: re.Pattern[str], cells: Sequence[str], prefer: re.Pattern[str] | None = None
) -> int:
    found = [i for i, cell in enumerate(cells) if pattern.search(cell)]
    if prefer:
        found = [i for i in found if prefer.search(cells[i])] or found
    return found[0] if found else -1


def _name(cell: str) -> str:
    return repr(" ".join(cell.split()[:4]))
