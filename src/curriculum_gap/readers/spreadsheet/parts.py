"""A sheet as lines and tables: rows of one cell are lines of text, others are rows of tables.

Takes a `VisibleSheet`; gives `Line` and `Table` values in order, and from these blocks. A table
begins at the row that names its columns. Empty rows within it part nothing: schedules set weeks
apart by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from curriculum_gap.heading_rules import heading_meaning, heading_rank, may_be_heading, title_like
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.line_breaks import group_lines, split_bullet
from curriculum_gap.readers.table_grid import Cell, find_header_row, row_blocks
from curriculum_gap.readers.visible_cells import VisibleCell, VisibleRow, VisibleSheet

__all__ = ["Line", "Table", "as_text", "blocks_of", "parts_of"]

_LONG_LINE = 12  # words; a longer line behind an empty row is no caption of rows
_TITLE_DEPTH, _HEADING_DEPTH = 2, 3  # below the name of the sheet
_TEXT_WORDS = 8  # of a cell that is the text of the heading beside it


@dataclass(frozen=True, slots=True)
class Line:
    """A row with one cell; ``heads_rows``: an empty row stands above it and none below."""

    row: VisibleRow
    heads_rows: bool = False

    @property
    def cell(self) -> VisibleCell:
        """Its only cell."""
        return self.row.cells[0]


@dataclass(slots=True)
class Table:
    """Rows in columns; the first names these where ``has_header``."""

    has_header: bool
    rows: list[VisibleRow] = field(default_factory=list)

    @property
    def header(self) -> dict[int, str]:
        """Column → its name, without those that have none."""
        return {cell.column: cell.text for cell in self.rows[0].cells} if self.has_header else {}

    def column(self, number: int) -> list[str]:
        """The texts of a column below the header."""
        rows = self.rows[1:] if self.has_header else self.rows
        return [cell.text for row in rows for cell in row.cells if cell.column == number]


def parts_of(sheet: VisibleSheet) -> list[Line | Table]:
    """The lines and tables of a sheet, in order."""
    parts: list[Line | Table] = []
    table: Table | None = None
    last = 0
    for index, row in enumerate(sheet.rows):
        follows_gap = row.number > last + 1
        last = row.number
        below = sheet.rows[index + 1].number if index + 1 < len(sheet.rows) else 0
        if len(row.cells) == 1:
            if (
                table is None
                or not table.has_header
                or (follows_gap and _ends_table(sheet.rows[index : index + 3]))
            ):
                table = None
                parts.append(Line(row, follows_gap and below == row.number + 1))
            else:
                table.rows.append(row)
            continue
        names_columns = _names_columns(sheet.rows[index : index + 2])
        if names_columns and table is not None:
            # Within a table: a new one below an empty row, or the first that has names.
            is_new = follows_gap and not _has_digits(row)
            names_columns = is_new if table.has_header else below == row.number + 1
        if names_columns or table is None:
            table = Table(names_columns)
            parts.append(table)
        table.rows.append(row)
    return parts


def _ends_table(rows: Sequence[VisibleRow]) -> bool:
    """Whether the first row, of one cell below an empty row, is a line of text or heads another
    table, and is no caption of rows."""
    text = rows[0].cells[0].text
    if len(text.split()) > _LONG_LINE or heading_meaning(text, reader_lexicon()) is not None:
        return True
    return _names_columns(rows[1:]) and not _has_digits(rows[1])


def _names_columns(rows: Sequence[VisibleRow]) -> bool:
    """Whether the first of two rows is the header of a table, as the second tells."""
    found = [[Cell(cell.column, cell.text, cell.strong) for cell in row.cells] for row in rows]
    return find_header_row(found) == 0


def _has_digits(row: VisibleRow) -> bool:
    return any(character.isdigit() for cell in row.cells for character in cell.text)


# ---- blocks


def blocks_of(
    parts: Sequence[Line | Table], place: Callable[[int], str], tables: int
) -> list[Block]:
    """The blocks of a sheet. ``place`` says where a row stands, ``tables`` is how many tables came
    before."""
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, Line):
            found = _of_line(part, is_first=not blocks)
            blocks += [replace(block, inside=place(part.row.number)) for block in found]
            continue
        texts = as_text(part)
        if texts is None:
            tables += 1
            texts = _of_table(part, tables)
        blocks += [replace(block, inside=place(number)) for number, block in texts]
    return blocks


def _of_line(line: Line, *, is_first: bool) -> list[Block]:
    """The blocks of a row with one cell: a heading, or a paragraph or entry for each line."""
    cell = line.cell
    if len(cell.lines) == 1 and (depth := _heading_depth(line, is_first)):
        return [Block(cell.text, Shape.HEADING, depth=depth)]
    return list(_of_lines(cell.lines))


def _of_lines(lines: Sequence[str]) -> Iterator[Block]:
    """A paragraph or an entry of a list for each of these lines that belong together."""
    for start, stop in group_lines([(line, False) for line in lines]):
        text, is_entry = split_bullet(" ".join(lines[start:stop]))
        if text:
            shape = Shape.ENTRY if is_entry else Shape.PARAGRAPH
            yield Block(text, shape, depth=int(is_entry))


def _heading_depth(line: Line, is_first: bool) -> int:
    """The rank of a line that is a heading: by its place, its look or its words; 0 for others."""
    text = line.cell.text
    if not may_be_heading(text.replace(":", "")):
        return 0
    if is_first:
        return _TITLE_DEPTH
    meaning = heading_meaning(text, reader_lexicon(), certain=False)
    by_words = meaning is not None or heading_rank(text) > 0
    by_place = line.heads_rows and title_like(text, False)
    return _HEADING_DEPTH if line.cell.strong or by_words or by_place else 0


def as_text(table: Table) -> list[tuple[int, Block]] | None:
    """The rows of a table without a header as headings with the text beside them, with their
    numbers; None where they are not all pairs of such."""
    if table.has_header:
        return None
    found: list[tuple[int, Block]] = []
    headings = 0
    for row in table.rows:
        if len(row.cells) != 2:
            return None
        label, text = row.cells
        is_heading = heading_meaning(label.text, reader_lexicon()) is not None
        if is_heading and (len(text.text.split()) >= _TEXT_WORDS or len(text.lines) > 1):
            headings += 1
            found.append((row.number, Block(label.text, Shape.HEADING, depth=_HEADING_DEPTH)))
            found += [(row.number, block) for block in _of_lines(text.lines)]
        else:
            joint = " " if label.text.endswith(":") else ": "
            found.append((row.number, Block(f"{label.text}{joint}{text.text}")))
    return found if headings else None


def _of_table(table: Table, number: int) -> list[tuple[int, Block]]:
    """The rows of a table, with their numbers in the sheet."""
    columns = sorted({cell.column for row in table.rows for cell in row.cells})
    rows: list[list[Cell]] = []
    for row in table.rows:
        cells = {cell.column: cell for cell in row.cells}
        rows.append([
            Cell(at, cells[at].text, cells[at].strong) if at in cells else Cell(at, "")
            for at in columns
        ])  # fmt: skip
    found = row_blocks(rows, number, 0) if table.has_header else _without_header(rows, number)
    return [
        (row.number, block)
        for row, block in zip(table.rows, found, strict=True)
        if block is not None
    ]


def _without_header(rows: Sequence[Sequence[Cell]], number: int) -> list[Block | None]:
    """The rows of a table that names no columns."""
    blocks: list[Block | None] = []
    for row in rows:
        cells = tuple(cell.text for cell in row)
        text = " | ".join(filter(None, cells))
        blocks.append(Block(text, Shape.ROW, cells=cells, table=number))
    return blocks
