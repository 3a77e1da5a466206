"""Tables of every format: cells in the columns of a grid → one ROW block a row, with its header.

A reader finds the cells of a table in its own format. What follows is the same for all of them and
stands here: the columns of cells that span others, the header row, and the blocks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curriculum_gap.heading_rules import is_column_name
from curriculum_gap.nouns import Block, Shape

__all__ = ["Cell", "find_header_row", "place_cells", "row_blocks"]

# The header is one of the first rows; captions across the whole table may stand above it.
_ROWS_SEARCHED = 3
# Words in the longest cell of a header row that is known by its wording, or by its look.
_LONGEST_COLUMN_NAME = 8
_LONGEST_BOLD_NAME = 16

Row = Sequence["Cell"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``column`` of the grid in which it begins (from 0, gaps are allowed), ``text`` on
    one line, and whether it is ``strong``: bold, shaded or marked as a header."""

    column: int
    text: str
    strong: bool = False


def row_blocks(
    rows: Sequence[Row],
    table: int,
    marked: int | None = None,
    lines: Sequence[int | None] = (),
    *,
    styled: bool = False,
) -> list[Block | None]:
    """One ROW block for each of ``rows``, None for a row without text.

    ``table`` is the number of the table in its document, from 1. ``marked`` is the index of the row
    that the file itself calls the header; without it `find_header_row` looks for one, ``styled``
    as there. Rows above the header have none. ``lines`` are the lines of the rows in the file.
    """
    header_row = find_header_row(rows, styled=styled) if marked is None else marked
    pattern = max(rows, key=len, default=()) if header_row is None else rows[header_row]
    columns = [cell.column for cell in pattern]
    header: tuple[str, ...] = ()
    blocks: list[Block | None] = []
    for index, row in enumerate(rows):
        cells = _in_columns(row, columns)
        if index == header_row:
            header = cells
        text = " | ".join(filter(None, cells))
        line = lines[index] if lines else None
        block = Block(text, Shape.ROW, line=line, cells=cells, header=header, table=table)
        blocks.append(block if text else None)
    return blocks


def find_header_row(rows: Sequence[Row], *, styled: bool = False) -> int | None:
    """The index of the row that names the columns, None where no row does.

    It fills two cells or more, in few words. It is strong where the row below is not, or half of
    its cells and at least two hold words that columns are called by and none begins with a figure,
    or the ``styled`` table sets off its first row.
    """
    for index, row in enumerate(rows[:_ROWS_SEARCHED]):
        cells = [cell for cell in row if cell.text]
        if len(cells) < 2:
            continue  # a caption across the table
        longest = max(len(cell.text.split()) for cell in cells)
        if index + 1 == len(rows) or longest > _LONGEST_BOLD_NAME:
            return None
        if _is_strong(cells) and not _is_strong(rows[index + 1]):
            return index
        if longest > _LONGEST_COLUMN_NAME:
            return None
        names = sum(is_column_name(cell.text) for cell in cells)
        figures = any(cell.text[0].isdigit() for cell in cells)
        named = names >= max(2, len(cells) / 2) and not figures
        return index if named or styled else None
    return None


def place_cells(
    spans: Sequence[tuple[int, int]], covered: dict[int, tuple[int, int]]
) -> Iterator[tuple[int, int | None]]:
    """Where the cells of a row lie in the grid, as pairs of a column and the index of the cell that
    begins there; the index is None where a cell of a row above reaches down.

    ``spans`` are the columns and rows that each cell of the row covers. ``covered`` is what cells
    above cover in this row, as {column: (columns, rows)}; begin with {}. It is changed to what is
    covered in the next row, when the last pair was taken.
    """
    below: dict[int, tuple[int, int]] = {}
    column = 0
    for index, (width, height) in [*enumerate(spans), (None, (0, 0))]:
        while column in covered:
            wide, high = covered[column]
            yield column, None
            if high > 1:
                below[column] = (wide, high - 1)
            column += wide
        if index is not None:
            yield column, index
            if height > 1:
                below[column] = (width, height - 1)
            column += width
    covered.clear()
    covered.update(below)


def _is_strong(cells: Row) -> bool:
    """Whether a row has text, and all of it is strong."""
    texts = [cell for cell in cells if cell.text]
    return bool(texts) and all(cell.strong for cell in texts)


def _in_columns(row: Row, columns: Sequence[int]) -> tuple[str, ...]:
    """The texts of a row under the header's ``columns``: where it has fewer cells, because some
    span several columns, empty cells fill the rest."""
    if len(row) >= len(columns):
        return tuple(cell.text for cell in row)
    texts = [""] * len(columns)
    position = 0
    for index, cell in enumerate(row):
        last = len(columns) - (len(row) - index)  # leaves room for the cells to come
        position = min(max(position, bisect_left(columns, cell.column)), last)
        texts[position] = cell.text
        position += 1
    return tuple(texts)
