"""A LaTeX table that is being read, and the row blocks that it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from curriculum_gap.heading_rules import names_columns
from curriculum_gap.nouns import Block, Shape

__all__ = ["Table", "row_blocks"]


@dataclass(slots=True)
class Table:
    """Rows so far, and the cells of the one that is being read."""

    rows: list[tuple[int, list[str], bool]] = field(default_factory=list)  # line, cells, all bold
    cells: list[str] = field(default_factory=list)
    ruled: set[int] = field(default_factory=set)  # numbers of rows that a rule follows


def row_blocks(table: Table, number: int) -> Iterator[Block]:
    """One ROW block for each row of the table with that ``number`` in its document."""
    header = _header(table)
    for place, (line, cells, _) in enumerate(table.rows):
        texts = tuple(cells)
        if place and texts == header:
            continue  # the head that a long table repeats on each page
        text = " | ".join(cell for cell in cells if cell)
        yield Block(text, Shape.ROW, line=line, cells=texts, header=header, table=number)


def _header(table: Table) -> tuple[str, ...]:
    """The first row where it is bold, names columns, or alone has a rule below it; else ()."""
    _, first, bold = table.rows[0]
    if len(first) < 2 or len(table.rows) < 2:
        return ()
    ruled = 1 in table.ruled and len(table.ruled - {0}) < len(table.rows)
    return tuple(first) if bold or ruled or names_columns(first) else ()
