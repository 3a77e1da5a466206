"""Tables of a Word document: their cells in columns, their header, and what stands apart from both.

A low leaf of the Word reader; how the inside of a cell is read, it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.nouns import Shape
from curriculum_gap.readers.docx.blocks import Found
from curriculum_gap.readers.docx.markup import VAL, W, first, is_on, is_shaded, members, number
from curriculum_gap.readers.docx.styles import Styles
from curriculum_gap.readers.table_grid import Cell, row_blocks

__all__ = ["Table", "read_table", "sets_off_header", "table_blocks"]

_ROW, _CELL, _DELETED = W + "tr", W + "tc", W + "del"
_ROW_PROPERTIES, _HEADER, _BEFORE = W + "trPr", W + "tblHeader", W + "gridBefore"
_CELL_PROPERTIES, _SPAN, _MERGE = W + "tcPr", W + "gridSpan", W + "vMerge"
_SHADE, _CELL_DELETED = W + "shd", W + "cellDel"


@dataclass(slots=True)
class Table:
    """The rows of a table. What is no running text of a cell (notes, nested tables, hidden text)
    stands ``apart``, row by row; ``everything`` is all of it, as ordinary blocks; ``headers`` are
    the rows that the file calls so."""

    rows: list[list[Cell]] = field(default_factory=list)
    apart: list[Found] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    everything: Found = field(default_factory=Found)

    def is_frame(self) -> bool:
        """Whether it has one column: a frame around ordinary text."""
        return max(map(len, self.rows), default=0) <= 1


def read_table(table: Any, read: Callable[[Any], Found]) -> Table:
    """A table whose cells hold what ``read`` finds in them; deleted rows are left out."""
    taken = Table()
    merged: set[int] = set()  # columns with an open vertical merge
    for row in members(table, _ROW):
        properties = first(row, _ROW_PROPERTIES)
        before = 0
        if properties is not None:
            if first(properties, _DELETED) is not None:
                continue
            header = first(properties, _HEADER)
            if header is not None and is_on(header):
                taken.headers.append(len(taken.rows))
            skipped = first(properties, _BEFORE)
            before = max(number(skipped), 0) if skipped is not None else 0
        taken.apart.append(Found())
        taken.rows.append(_row(row, before, merged, taken, read))
    return taken


def table_blocks(table: Table, count: int, likely: bool) -> Found:
    """The row blocks of the table with number ``count``, and after each row what stands apart from
    it. ``likely`` says that the table's style sets off the first row."""
    found = Found()
    marked = next((index for index in table.headers if len(table.rows[index]) > 1), None)
    blocks = row_blocks(table.rows, count, marked, likely=likely)
    for block, beside in zip(blocks, table.apart, strict=True):
        if block is not None:
            found.add(block)
        found.extend(beside)
    return found


def sets_off_header(table: Any, styles: Styles) -> bool:
    """Whether the style of a ``w:tbl`` sets off its first row, and the table wants that."""
    properties = table.find(W + "tblPr")
    if properties is None:
        return False
    style, look = properties.find(W + "tblStyle"), properties.find(W + "tblLook")
    if style is None or look is None or not styles.named(style.get(VAL)).header_row:
        return False
    if (wanted := look.get(W + "firstRow")) is not None:
        return wanted in ("1", "true", "on")
    try:
        return bool(int(look.get(VAL, "0"), 16) & 0x20)
    except ValueError:
        return False


def _row(
    row: Any, column: int, merged: set[int], table: Table, read: Callable[[Any], Found]
) -> list[Cell]:
    """The cells of a row whose first one begins in ``column``."""
    cells: list[Cell] = []
    for cell in members(row, _CELL):
        span, merge, shaded, deleted = 1, None, False, False
        about = first(cell, _CELL_PROPERTIES)
        for element in about if about is not None else ():
            tag = element.tag
            if tag == _SPAN:
                span = max(number(element, 1), 1)
            elif tag == _MERGE:
                merge = element.get(VAL, "continue")
            elif tag == _SHADE:
                shaded = is_shaded(element)
            elif tag == _CELL_DELETED:
                deleted = True
        continued = merge == "continue" and column in merged
        if merge is None:
            merged.discard(column)
        else:
            merged.add(column)
        if not deleted:
            inside = Found() if continued else read(cell)
            table.everything.extend(inside)
            cells.append(_cell(column, inside, shaded, table.apart[-1]))
        column += span
    return cells


def _cell(column: int, inside: Found, shaded: bool, apart: Found) -> Cell:
    texts: list[str] = []
    bold = True
    for block, look in zip(inside.blocks, inside.looks, strict=True):
        if block.hidden or block.shape in (Shape.ROW, Shape.NOTE):
            apart.add(block)
            continue
        texts.append(block.text)
        bold = bold and (block.shape is Shape.HEADING or (look is not None and look.bold))
    return Cell(column, " ".join(texts), shaded or (bold and bool(texts)))
