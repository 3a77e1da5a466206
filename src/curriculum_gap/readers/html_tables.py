"""Tables of a web page: which tabulate something, and how their cells lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from curriculum_gap.readers.grid import Cell
from curriculum_gap.readers.html_furniture import count_words_of
from curriculum_gap.readers.html_state import HEADINGS

__all__ = ["MOST_COLUMNS", "count_filled", "holds_data", "rows_of", "span_of"]

_LAYOUT_WORDS = 300  # in one cell of a table of few rows: a page laid out with a table
MOST_COLUMNS = 1_000  # what HTML allows a cell to span


def span_of(cell: Any, name: str) -> int:
    """How many columns or rows (``colspan``, ``rowspan``) a cell says it covers, at least 1."""
    value = (cell.get(name) or "1").strip()
    if not value.isdecimal() or len(value) > 9:
        return MOST_COLUMNS if value.isdecimal() else 1
    return max(int(value), 1)


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
