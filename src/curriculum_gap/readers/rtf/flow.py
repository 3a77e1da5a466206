"""One flow of text of an RTF file: the body, a note, a text box, a page header.

Takes text with its looks, and where paragraphs, cells and rows end; gives `Content`. RTF writes
tables as paragraphs that say in how many tables they stand, so that tables are built here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Shape, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.list_numbers import holds_word
from curriculum_gap.readers.paragraph_blocks import Content, Run, add_paragraph, add_run
from curriculum_gap.readers.rtf.looks import Look, NamedStyle, Paragraph, seen
from curriculum_gap.readers.table_content import Table, add_table
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["SAVE_AGAIN", "CellForm", "Flow", "RowForm"]

SAVE_AGAIN = "open it in Word or LibreOffice and save it again as .docx"

_ROMAN = lazy_pattern(r"\b[ivxlcdm]+\b", re.IGNORECASE)  # a number that looks like a word
_MOST_CELLS = 1_000  # in a row
_SAME_EDGE = 60  # twips (twentieths of a point): edges of cells that are one for the eye


@dataclass(slots=True)
class CellForm:
    """How a cell is set: its right edge in twips, whether it goes on with the cell before it
    (``joined``) or above it (``below``), whether others go on with it below (``reaches_down``),
    whether it has a colour, and whether a tracked change took it away."""

    right: int = 0
    joined: bool = False
    below: bool = False
    reaches_down: bool = False
    shaded: bool = False
    deleted: bool = False


@dataclass(slots=True)
class RowForm:
    """How a row is set: its cells, the left edge of the first, whether the file calls it a header.
    ``next`` is the cell whose edge is still to come."""

    cells: list[CellForm] = field(default_factory=list)
    next: CellForm = field(default_factory=CellForm)
    left: int = 0
    header: bool = False


@dataclass(slots=True)
class _Row:
    """The cells of a row that ended, each with its left edge (None where none is known)."""

    header: bool
    cells: list[tuple[int | None, CellForm, Content]] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    """A table that has not ended: rows, the cells of the row at work, and the cell at work."""

    number: int
    rows: list[_Row] = field(default_factory=list)
    cells: list[Content] = field(default_factory=list)
    cell: Content = field(default_factory=Content)


class Flow:
    """A flow at work. ``count`` changes and gives the number of tables of the whole document;
    ``most_tables`` is how deep these may nest. ``title`` is the first paragraph in the style of
    titles."""

    def __init__(self, count: Callable[[int], int], most_tables: int) -> None:
        self._count = count
        self._most_tables = most_tables
        self._content = Content()
        self._tables: list[_OpenTable] = []
        self._runs: list[Run[Look]] = []
        self._after = Content()  # notes and boxes that hang on the paragraph
        self._label = ""
        self._has_label = False
        self.title = ""

    # ---- text

    def add_text(self, text: str, look: Look) -> None:
        """Adds text, unless a tracked change took it away."""
        if not look.deleted:
            add_run(self._runs, text, look)

    def add_label(self, text: str) -> None:
        """Adds to what is printed before an entry of a list."""
        self._has_label = True
        self._label += text

    def add_note(self, text: str) -> None:
        """Adds a note, which is shown behind its paragraph."""
        if text:
            self._after.add(Block(text, Shape.NOTE))

    def add_box(self, inside: Content) -> None:
        """Adds what stands in a text box, behind its paragraph."""
        self._after.extend(inside)

    # ---- paragraphs

    def end_paragraph(self, paragraph: Paragraph, style: NamedStyle) -> None:
        """A paragraph ends: it goes where it belongs, into the text or a cell."""
        self._open_tables(paragraph.tables)
        self._add_paragraph(paragraph, style)

    def _add_paragraph(self, paragraph: Paragraph, style: NamedStyle) -> None:
        """Adds what was collected since the last paragraph to the cell or text that is open."""
        target = self._tables[-1].cell if self._tables else self._content
        on_colour = bool(self._tables) or paragraph.shaded
        runs = [Run(run.text, seen(run.style, on_colour)) for run in self._runs]
        label = normalize_space(self._label)
        if runs and holds_word(_ROMAN.sub("", label)):
            runs.insert(0, Run(f"{label} ", runs[0].style))
        is_entry = paragraph.series > 0 or self._has_label
        stated = paragraph.outline
        level = style.level
        if stated is not None and not (style.title or style.contents):
            # An entry with an outline level was pasted from a web page's headings.
            level = stated + 1 if 0 <= stated < 9 and (style.level or not is_entry) else 0
        own = Content()
        entry = paragraph.place + 1 if is_entry else 0
        shown = paragraph._replace(level=level, entry=entry, contents=style.contents)
        add_paragraph(runs, shown, own)
        target.extend(own)
        target.extend(self._after)
        if style.title and not self.title:
            self.title = own.visible_text()
        self._runs, self._after = [], Content()
        self._label, self._has_label = "", False

    def _pending(self) -> bool:
        return bool(self._runs or self._after.blocks)

    # ---- tables

    def _open_tables(self, wanted: int) -> None:
        """Ends tables, or begins them, until as many are open."""
        if wanted > self._most_tables:
            what = f"nests tables more than {self._most_tables} deep"
            raise ReadError(Status.TOO_LARGE, what, SAVE_AGAIN)
        while len(self._tables) > wanted:
            self._close_table()
        while len(self._tables) < wanted:
            self._tables.append(_OpenTable(self._count(+1)))

    def end_cell(self, tables: int, paragraph: Paragraph, style: NamedStyle) -> None:
        """A cell ends that stands in so many tables."""
        self._open_tables(tables)
        if self._pending():
            self._add_paragraph(paragraph, style)
        self._label, self._has_label = "", False
        table = self._tables[-1]
        if len(table.cells) >= _MOST_CELLS:
            what = f"has a row of more than {_MOST_CELLS:,} cells"
            raise ReadError(Status.TOO_LARGE, what, SAVE_AGAIN)
        table.cells.append(table.cell)
        table.cell = Content()

    def end_row(self, nested: bool, form: RowForm) -> None:
        """A row ends, of the outermost table or of the innermost."""
        if not nested:
            while len(self._tables) > 1:
                self._close_table()
        if self._tables:
            self._end_row(self._tables[-1], form)

    def _end_row(self, table: _OpenTable, form: RowForm) -> None:
        """Adds the cells that were collected as a row; text behind the last one goes into it."""
        if table.cell.blocks:
            table.cells.append(table.cell)
            table.cell = Content()
        if form.cells:  # LibreOffice ends cells of a row with a table in it once more behind them
            while len(table.cells) > len(form.cells) and not table.cells[-1].blocks:
                table.cells.pop()
        row = _Row(form.header)
        left: int | None = form.left
        for index, inside in enumerate(table.cells):
            known = form.cells[index] if index < len(form.cells) else None
            cell = known or CellForm()
            if cell.joined and row.cells:
                row.cells[-1][2].extend(inside)
            elif not cell.deleted:
                row.cells.append((left if known else None, cell, inside))
            left = cell.right
        if row.cells:
            table.rows.append(row)
        table.cells = []

    def _close_table(self) -> None:
        """The innermost table ends: its rows go into the cell around it, or into the text."""
        table = self._tables.pop()
        if table.cells or table.cell.blocks:
            self._end_row(table, RowForm())
        target = self._tables[-1].cell if self._tables else self._content
        shown = add_table(_in_grid(table.rows), table.number, target)
        if not shown and self._count(0) == table.number:
            self._count(-1)  # a frame counts only if tables within it did

    def finish(self, paragraph: Paragraph, style: NamedStyle) -> Content:
        """The flow ends, and what is still open with it."""
        if self._pending():
            self.end_paragraph(paragraph, style)
        self._open_tables(0)
        return self._content


def _in_grid(rows: list[_Row]) -> Table:
    """The rows of a table, their cells in the columns of one grid: its lines are the left edges of
    all cells."""
    lines: list[int] = []
    for edge in sorted({left for row in rows for left, _, _ in row.cells if left is not None}):
        if not lines or edge - lines[-1] > _SAME_EDGE:
            lines.append(edge)
    table = Table()
    reaching: set[int] = set()  # columns in which a cell above goes on
    for row in rows:
        table.begin_row(header=row.header)
        column = -1
        for left, form, inside in row.cells:
            place = 0 if left is None else bisect_right(lines, left) - 1
            column = max(column + 1, place)
            # Of cells that are merged downwards, the first holds the text; Word hides the others'.
            is_continued = form.below and column in reaching
            if form.reaches_down or is_continued:
                reaching.add(column)
            else:
                reaching.discard(column)
            table.add_cell(column, Content() if is_continued else inside, shaded=form.shaded)
    return table
