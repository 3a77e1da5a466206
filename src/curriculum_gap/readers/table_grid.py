"""From the cells of a table to its row blocks: columns kept in line, header row recognised.

A low leaf that every reader may import.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from curriculum_gap.heading_rules import is_column_name, is_table_label
from curriculum_gap.nouns import Block, Shape

__all__ = ["Cell", "row_blocks"]

_HEADER_CELL_WORDS = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as drawn. ``start`` is the grid column it begins in (from 0, gaps allowed), ``text``
    is folded, ``strong`` is true for bold, shaded or header cells."""

    start: int
    text: str
    strong: bool = False


def row_blocks(
    rows: Sequence[Sequence[Cell]],
    table: int,
    marked: int | None = None,
    lines: Sequence[int | None] = (),
    *,
    likely: bool = False,
) -> list[Block | None]:
    """One ROW block for each row, or None for a row without text.

    ``marked`` is the index of the row that the file itself calls the header; without it the header
    is the first row of two or more filled cells that are all strong where the next row is not, or
    that read like column titles. ``likely`` says that the table's style sets off the first row.
    Rows above the header have no header. ``lines`` are the source lines of the rows.
    """
    head = _header(rows, likely) if marked is None else marked
    widest = max(rows, key=len, default=())
    reference = [cell.start for cell in (widest if head is None else rows[head])]
    header: tuple[str, ...] = ()
    blocks: list[Block | None] = []
    for index, row in enumerate(rows):
        cells = _in_columns(row, reference)
        if index == head:
            header = cells
        text = " | ".join(filter(None, cells))
        line = lines[index] if index < len(lines) else None
        blocks.append(
            Block(text, Shape.ROW, line=line, cells=cells, header=header, table=table)
            if text
            else None
        )
    return blocks


def _in_columns(row: Sequence[Cell], reference: Sequence[int]) -> tuple[str, ...]:
    """The texts of a row; a row with fewer cells than the reference row gets empty cells where its
    own cells span several columns."""
    if len(row) >= len(reference):
        return tuple(cell.text for cell in row)
    texts = [""] * len(reference)
    left = 0
    for position, cell in enumerate(row):
        last = len(reference) - (len(row) - position)  # leave room for the cells still to come
        left = min(max(left, bisect_left(reference, cell.start)), last)
        texts[left] = cell.text
        left += 1
    return tuple(texts)


def _header(rows: Sequence[Sequence[Cell]], likely: bool) -> int | None:
    if _describes(rows):
        return None
    for index, row in enumerate(rows[:3]):
        filled = [cell for cell in row if cell.text]
        corner = len(row) == 2 and not row[0].text and len(filled) == 1  # only labels below it
        if len(filled) < 2 and not corner:
            continue  # a caption across the table
        longest = max(len(cell.text.split()) for cell in filled)
        if index + 1 == len(rows) or longest > 2 * _HEADER_CELL_WORDS:
            return None
        below = [cell for cell in rows[index + 1] if cell.text]
        if all(cell.strong for cell in filled) and not (below and all(c.strong for c in below)):
            return index
        if longest > _HEADER_CELL_WORDS:
            return None
        titled = sum(is_column_name(cell.text) for cell in filled)
        plain = not any(cell.text[0].isdigit() for cell in filled)
        enough = titled == 1 if corner else titled > 1 and 2 * titled >= len(filled)
        return index if likely or (plain and enough) or _above_figures(rows, index) else None
    return None


def _describes(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table of two columns holds labels and what they stand for."""
    if max(map(len, rows), default=0) > 2:
        return False
    labels = [row[0].text for row in rows if row and row[0].text]
    return sum(is_table_label(label) for label in labels) > max(1, len(labels) / 3)


def _above_figures(rows: Sequence[Sequence[Cell]], index: int) -> bool:
    """Whether a row without a figure stands over a column of nothing but figures."""
    row, below = rows[index], rows[index + 1 :]
    if len(row) < 3 or len(below) < 2 or any(re.search(r"\d", cell.text) for cell in row):
        return False
    columns = [
        [other[at].text for other in below if at < len(other) and other[at].text]
        for at in range(len(row))
    ]
    return all(cell.text for cell in row) and any(
        len(texts) == len(below) and all(re.search(r"\d", text) for text in texts)
        for texts in columns
    )
