"""Tables of a web page: which tabulate something, and how their cells lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from curriculum_gap.readers.html.furniture import count_words_of
from curriculum_gap.readers.html.state import HEADINGS
from curriculum_gap.readers.table_grid import Cell

__all__ = ["Covered", "count_filled", "heads_columns", "holds_data", "in_columns", "rows_of"]

_LAYOUT_WORDS = 300  # in one cell of a table of few rows: a page laid out with a table
_MOST_COLUMNS = 1_000  # what HTML allows a cell to span

Covered = dict[int, tuple[int, int]]  # column → columns that a cell covers from there, rows to go


def count_filled(cells: Iterable[Cell]) -> int:
    """How many cells hold text."""
    return sum(bool(cell.text) for cell in cells)


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table itself, not of tables in its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def holds_data(table: Any) -> bool:
    """Whether a table tabulates something, rather than laying out the page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants("table", *HEADINGS), None) is not None:
        return False
    rows = list(rows_of(table))
    widths = [sum(1 for _ in row.iterchildren("td", "th")) for row in rows]
    if max(widths, default=0) < 2:
        return False
    if next(table.iterdescendants("th", "caption", "thead"), None) is not None:
        return True
    if len(rows) < 2:
        return False
    return len(rows) > 3 or all(
        count_words_of(cell) <= _LAYOUT_WORDS for row in rows for cell in row.iterchildren("td")
    )


def heads_columns(row: Any, cells: Sequence[Cell], first: bool) -> bool:
    """Whether the page says that a row of these ``cells`` is a header: all of ``<thead>``, else the
    ``first`` row of nothing but ``<th>``."""
    if count_filled(cells) < 2:
        return False
    return row.getparent().tag == "thead" or (
        first and all(cell.tag == "th" for cell in row.iterchildren("th", "td"))
    )


def in_columns(row: Any, above: Covered) -> tuple[list[tuple[int, Any]], Covered]:
    """The cells of a row with the columns (from 0) that they begin in, None where a cell from
    ``above`` reaches down; and what is covered in the next row."""
    placed: list[tuple[int, Any]] = []
    below: Covered = {}
    column = 0
    for cell in [*row.iterchildren("td", "th"), None]:
        while column in above:
            width, height = above[column]
            placed.append((column, None))
            if height > 1:
                below[column] = (width, height - 1)
            column += width
        if cell is not None:
            placed.append((column, cell))
            width = min(_span(cell, "colspan"), _MOST_COLUMNS)
            if (height := _span(cell, "rowspan")) > 1:
                below[column] = (width, height - 1)
            column += width
    return placed, below


def _span(cell: Any, name: str) -> int:
    """How many columns or rows (``colspan``, ``rowspan``) a cell says it covers, at least 1."""
    value = (cell.get(name) or "1").strip()
    if not value.isdecimal() or len(value) > 9:
        return _MOST_COLUMNS if value.isdecimal() else 1
    return max(int(value), 1)
