"""Rows of tables: their part by the columns' names or by a week or date in front, and what a row
takes over from the rows above it."""

from __future__ import annotations

from typing import NamedTuple

from curriculum_gap.nouns import Block, Section
from curriculum_gap.sections.boilerplate import policy_wording
from curriculum_gap.sections.columns import Columns, columns
from curriculum_gap.sections.graded_work import names_assignment
from curriculum_gap.sections.markers import Marker, session_marker
from curriculum_gap.sections.pieces import shortened
from curriculum_gap.sections.telling import vocabulary

__all__ = ["RowStart", "Rows"]

_LABEL = 80  # characters of a cell kept as a name
_NAME = 8  # words of a cell that may be a name whatever they are
_NAME_CHARACTERS = 90  # in which a longer cell names graded work
_NO_COLUMNS = Columns(None, "")


class RowStart(NamedTuple):
    """What a row starts with; ``marker`` is the session marker of ``text``, if it is one."""

    text: str
    marker: Marker | None


class Rows:
    """Row after row of one document."""

    def __init__(self) -> None:
        self._table: int | None = None
        self._columns = _NO_COLUMNS
        self._week = ""  # week or date of the present rows
        self._assignment = ""  # of the present rows: merged cells hold for the rows below

    def end(self) -> None:
        """What follows is no row of the present table."""
        self._table = None

    def start(self, block: Block) -> RowStart:
        """What the next row starts with; it may be the first of a table."""
        if block.table != self._table or block.table is None:
            self._table, self._week, self._assignment = block.table, "", ""
            self._columns = columns(block.header) if block.header else _NO_COLUMNS
        return _row_start(block.cells)

    def part(
        self, block: Block, start: RowStart, above: Section | None
    ) -> tuple[Section, str] | None:
        """The section of a row and why, None where only its wording can tell; ``above`` is the
        section of the headings."""
        section, why = self._columns.section, self._columns.why
        if section is None:
            if start.marker and above is not Section.POLICY:
                return Section.SESSION, "row starts with a week or date"
            return None
        if block.cells == block.header:
            return Section.OTHER, "table header"
        if len(block.cells) < 3 and section not in (Section.SESSION, Section.OBJECTIVE):
            low = block.text.lower()
            if policy_wording(low, vocabulary(low), 1):
                return Section.POLICY, "wording"
        return section, why

    def week(self, block: Block, start: RowStart) -> str:
        """The week or date of a row of a session that is said in a row above it, else ``""``."""
        if start.marker:
            self._week = shortened(start.text, _LABEL)
            return ""
        if block.cells and (count := block.cells[0].strip()):
            named = count.isdigit() and block.header
            self._week = shortened(f"{block.header[0]} {count}", _LABEL) if named else ""
            return ""
        return self._week

    def assignment(self, cells: tuple[str, ...]) -> str:
        """The assignment of an outcome row: the cell below the assignments' column, or, without
        such a column, a short cell that names graded work."""
        column = self._columns.assignment
        if column < 0:
            works = (cell for cell in cells if names_assignment(cell.lower()))
            return shortened(next(works, ""), _LABEL) if len(cells) > 1 else ""
        cell = cells[column].strip() if column < len(cells) else ""
        if cell:
            start = cell.lower()[:_NAME_CHARACTERS]
            named = len(cell.split()) <= _NAME or names_assignment(start)
            self._assignment = shortened(cell, _LABEL) if named else ""
        return self._assignment


def _row_start(cells: tuple[str, ...]) -> RowStart:
    """The first cell of a row; a bare count and a date ("7 | 3/2 – 3/8") are one start."""
    filled = [cell.strip() for cell in cells if cell.strip()][:2]
    first = filled[0] if filled else ""
    marker = session_marker(first)
    if marker is None and len(filled) == 2 and first.isdigit() and len(first) < 3:
        dated = "." not in filled[1][:3]  # a number with decimals is no date
        marker = session_marker(filled[1]) if dated else None
        first = f"{first} {filled[1]}" if marker else first
    return RowStart(first, marker)
