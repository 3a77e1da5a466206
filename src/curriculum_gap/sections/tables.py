"""Rows of tables: their section by the names of the columns, or by a week or date in front, and
what a row takes over from the rows above it.

Takes row blocks with their cells and the header that readers found (`readers/table_grid`). A row
takes over the week and the assignment of cells that are merged downwards, which stand only in the
first of their rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curriculum_gap.lexicon import Lexicon, Wording
from curriculum_gap.nouns import Block, Section
from curriculum_gap.sections.policy import policy_matter
from curriculum_gap.sections.schedule import Marker, session_marker
from curriculum_gap.sections.split_text import shortened
from curriculum_gap.sections.ties import holds_only_numbers
from curriculum_gap.sections.wording import PassageText, names_assignment

__all__ = ["Columns", "RowStart", "Rows", "columns"]

_NAME_CHARACTERS = 80  # of a cell kept as a name
_COLUMN_CHARACTERS = 120  # of a column's name that are looked at
_SHORT_CELL = 8  # words of a cell that may name an assignment whatever they are
_LONGEST_WORK = 200  # characters of a cell that is graded work and nothing else
_WORK_CHARACTERS = 90  # in which a longer cell names graded work
_CELLS_OF_A_TABLE = 3  # fewer may only be set side by side
_LEVELS_OF_A_RUBRIC = 2  # columns named by a level ("Excellent") that make a grading rubric


class Columns(NamedTuple):
    """What a table's header says: the section of its rows (None where only their wording can
    tell), why, and the index of the column with the assignments, -1 without one; ``objective`` is
    that of the objectives, beside readings or what shows them."""

    section: Section | None
    why: str
    assignment: int = -1
    objective: int = -1


class _Names:
    """The names of columns, and which of them belong to a list of the lexicon."""

    def __init__(self, header: Sequence[str]) -> None:
        shown = [cell[:_COLUMN_CHARACTERS] for cell in header]
        self.cells = [cell.lower() for cell in shown]

    def of(self, wording: Wording) -> list[int]:
        """The columns whose name has a word of ``wording``, from the left."""
        columns = enumerate(self.cells)
        return [index for index, cell in columns if wording.stands_in(cell)]


def columns(header: Sequence[str], lexicon: Lexicon) -> Columns:
    """The section that rows under ``header`` have. The order of the questions decides."""
    words = lexicon.tables
    names = _Names(header)
    if len(names.of(words.levels)) >= _LEVELS_OF_A_RUBRIC:
        return Columns(Section.ASSIGNMENT, "rubric columns")
    outcomes = names.of(words.outcomes)
    behaviours = set(names.of(words.behaviours))
    outcomes.sort(key=lambda index: index not in behaviours)  # what students do comes first
    when = names.of(words.when)
    readings = names.of(words.readings)
    if outcomes and readings[:1] == [0] and not when:
        why = f"table column {_name(header[0])}"
        return Columns(Section.READING, why, objective=outcomes[0])
    aligned = _alignment(header, names, outcomes, when, lexicon)
    if aligned:
        return aligned
    points = names.of(words.points)
    if points and names.of(words.letter_grades):
        return Columns(Section.OTHER, "grade scale")
    what = [index for index in names.of(words.what) if index not in when[:1]]
    if when and names.of(words.details) and len(when) > 1:
        return Columns(Section.ASSIGNMENT, "table columns of what is due")
    if when and what:
        if points and not names.of(words.topics_or_readings):
            return Columns(Section.ASSIGNMENT, "table columns of graded work")
        works = [index for index in names.of(words.work) if index not in (when[0], *readings)]
        why = f"table column {_name(header[when[0]])}"
        return Columns(Section.SESSION, why, *works[:1])
    if points and names.of(words.work):
        return Columns(Section.ASSIGNMENT, "table columns of graded work")
    if outcomes:
        return Columns(Section.OBJECTIVE, f"table column {_name(header[outcomes[0]])}")
    if points and names.of(words.criteria):
        return Columns(Section.ASSIGNMENT, "rubric columns")
    return Columns(None, "")


def _alignment(
    header: Sequence[str], names: _Names, outcomes: list[int], when: list[int], lexicon: Lexicon
) -> Columns | None:
    """An alignment table has a column of outcomes and one of what shows them, and no schedule."""
    if not outcomes:
        return None
    outcome = outcomes[0]
    named = names.of(lexicon.tables.measures)
    measures = [index for index in named if index != outcome]
    if not measures:
        return None
    measure = measures[0]
    if when and when[0] not in (outcome, measure):
        return None
    why = f"table columns {_name(header[outcome])} × {_name(header[measure])}"
    return Columns(Section.OBJECTIVE, why, measure, outcome)


def _name(cell: str) -> str:
    """A column's name as the reason of a section shows it."""
    return repr(" ".join(cell.split()[:4]))


class RowStart(NamedTuple):
    """What a row starts with; ``marker`` is the session marker of ``text``, if it is one."""

    text: str
    marker: Marker | None


class Rows:
    """Judges row after row of one document and remembers what holds for the rows below."""

    def __init__(self, lexicon: Lexicon, *, grades: bool) -> None:
        self.lexicon = lexicon
        self.grades = grades  # the document has a part on graded work
        self._table: int | None = None
        self._columns = Columns(None, "")
        self._session = ""  # week or date of the present rows
        self._assignment = ""  # of the present rows: merged cells hold for the rows below

    def end(self) -> None:
        """What follows is no row of the present table."""
        self._table = None

    def start(self, block: Block) -> RowStart:
        """What the next row starts with; it may be the first of a table."""
        if block.table != self._table or block.table is None:
            self._table = block.table
            self._session = self._assignment = ""
            self._columns = columns(block.header, self.lexicon)
        return _row_start(block.cells, self.lexicon)

    def section(
        self, block: Block, start: RowStart, above: Section | None
    ) -> tuple[Section, str] | None:
        """The section of a row and why, None where only its wording can tell; ``above`` is the
        section of the headings."""
        section, why = self._columns[:2]
        if section is None:
            if start.marker and above is not Section.POLICY:
                return Section.SESSION, "row starts with a week or date"
            return None
        if block.cells == block.header:
            return Section.OTHER, "table header"
        if section is Section.OBJECTIVE and self._names_numbers(block.cells):
            return Section.ASSIGNMENT, "row names objectives by number"
        if section in (Section.SESSION, Section.OBJECTIVE, Section.READING):
            return section, why
        if section is Section.ASSIGNMENT and self._is_event(block.cells):
            return Section.SESSION, "row of a calendar event"
        text = PassageText(block.text, self.lexicon)
        if len(block.cells) < _CELLS_OF_A_TABLE and policy_matter(text, 1):
            return Section.POLICY, "wording"
        return section, why

    def _is_event(self, cells: Sequence[str]) -> bool:
        """Whether a row in a list of what is due is an event of the calendar."""
        events = self.lexicon.tables.events
        return any(events.stands_in(cell[:_COLUMN_CHARACTERS].lower()) for cell in cells)

    def _names_numbers(self, cells: Sequence[str]) -> bool:
        """Whether a row of graded work only points to its objectives."""
        return holds_only_numbers(_cell(cells, self._columns.objective), self.lexicon)

    def apart(self, block: Block) -> tuple[str, Section]:
        """The cell of a row that is of another section than the row, "" without one, and this
        section: the objective of a reading, the graded work of a session."""
        columns = self._columns
        if columns.section is Section.READING:
            return _cell(block.cells, columns.objective), Section.OBJECTIVE
        work = ""
        if columns.section is Section.SESSION:
            work = _cell(block.cells, columns.assignment)
        if not work or len(work) > _LONGEST_WORK:
            return "", Section.ASSIGNMENT
        text = PassageText(work, self.lexicon)
        graded = text.sets_work() or (self.grades and text.names_work())
        return work if graded else "", Section.ASSIGNMENT

    def session_above(self, block: Block, start: RowStart) -> str:
        """The week or date of a session's row that is said in a row above it ("Week 3", where the
        column is called Week), else ``""``."""
        if start.marker:
            self._session = shortened(start.text, _NAME_CHARACTERS)
            return ""
        count = block.cells[0].strip() if block.cells else ""
        if count:
            named = count.isdigit() and block.header
            name = f"{block.header[0]} {count}" if named else ""
            self._session = shortened(name, _NAME_CHARACTERS)
            return ""
        return self._session

    def assignment(self, cells: Sequence[str]) -> str:
        """The assignment of an outcome's row: the cell below the assignments' column, or, without
        such a column, a short cell that names graded work."""
        column = self._columns.assignment
        if column < 0:
            return self._named_assignment(cells)
        cell = _cell(cells, column)
        if not cell:
            return self._assignment
        short = len(cell.split()) <= _SHORT_CELL
        start = cell[:_WORK_CHARACTERS]
        if short or names_assignment(start, self.lexicon):
            self._assignment = shortened(cell, _NAME_CHARACTERS)
        else:
            self._assignment = ""
        return self._assignment

    def _named_assignment(self, cells: Sequence[str]) -> str:
        """The first of several cells that names graded work."""
        if len(cells) < 2:
            return ""
        for cell in cells:
            if names_assignment(cell, self.lexicon):
                return shortened(cell, _NAME_CHARACTERS)
        return ""


def _cell(cells: Sequence[str], column: int) -> str:
    """The text of a cell, "" where the row has none in this column."""
    return cells[column].strip() if 0 <= column < len(cells) else ""


def _row_start(cells: Sequence[str], lexicon: Lexicon) -> RowStart:
    """The first cell of a row; a bare count and a date ("7 | 3/2 – 3/8") are one start."""
    stripped = [cell.strip() for cell in cells]
    filled = [cell for cell in stripped if cell]
    first = filled[0] if filled else ""
    marker = session_marker(first, lexicon)
    counts = first.isdigit() and len(first) < 3
    if marker or not counts or len(filled) < 2:
        return RowStart(first, marker)
    second = filled[1]
    is_decimal = "." in second[:3]  # a number with decimals is no date
    marker = None if is_decimal else session_marker(second, lexicon)
    return RowStart(f"{first} {second}" if marker else first, marker)
