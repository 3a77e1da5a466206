"""Grids of ruled lines: their cells, and the words put into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from curriculum_gap.readers.pdf.rules import Rule
from curriculum_gap.readers.pdf.sheet import Box, Line, Table

__all__ = ["Grid", "find_grids"]

_MAX_CELL_WORDS = 400
_SPACER = 14.0  # points: an empty column narrower than this is a gap between two
_SNAP = 2.0  # points between the two sides of one line
_TOUCH = 3.0  # points between two pieces of one line, and from a line's end to one it crosses
_GAP = re.compile(r"\s{2,}")


class Grid:
    """The cells of a ruled table, and the words put into them."""

    def __init__(self, rows: list[list[Box | None]]) -> None:
        self._cells = [
            (row, column, cell)
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
            if cell is not None
        ]
        x0s, tops, x1s, bottoms = zip(*(cell for _, _, cell in self._cells), strict=True)
        self.box = (min(x0s), min(tops), max(x1s), max(bottoms))
        self._rows = len(rows)
        self._last = self._cells[0]
        self._words: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def locate(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell at a place, None outside of every cell."""
        _, _, (x0, top, x1, bottom) = self._last
        if x0 <= x < x1 and top <= y < bottom:
            return self._last[0], self._last[1]
        if not (self.box[0] <= x < self.box[2] and self.box[1] <= y < self.box[3]):
            return None
        for cell in self._cells:
            x0, top, x1, bottom = cell[2]
            if x0 <= x < x1 and top <= y < bottom:
                self._last = cell
                return cell[0], cell[1]
        return None

    def around(self, line: Line) -> tuple[int, int, Box] | None:
        """Row, column and place of the cell that holds a line, None where it is not sure that one
        does."""
        off = (line.bottom - line.top) / 4
        cell = self.locate(line.x0, line.top + off)
        if cell is None or cell != self.locate(line.x1, line.bottom - off):
            return None
        return self._last

    def columns(self) -> list[tuple[float, float]]:
        """Left and right edge of each column."""
        lefts = sorted({cell[0] for _, _, cell in self._cells})
        return list(zip(lefts, [*lefts[1:], self.box[2]], strict=True))

    def put(self, row: int, column: int, start: int, end: int) -> None:
        """Puts the characters ``start``–``end`` of the page's text into a cell."""
        words = self._words.setdefault((row, column), [])
        if words and words[-1][1] >= start - 1:
            words[-1] = (words[-1][0], end)
        else:
            words.append((start, end))

    def is_table(self, string: str) -> bool:
        """Whether words stand in two columns or more, and no cell holds a page of text."""
        return len({column for _, column in self._words}) > 1 and not any(
            sum(end - start for start, end in words) > _MAX_CELL_WORDS
            and sum(len(string[start:end].split()) for start, end in words) > _MAX_CELL_WORDS
            for words in self._words.values()
        )

    def clear(self) -> None:
        """Takes all words out again."""
        self._words.clear()

    def table(self, page: int, string: str, bold: Callable[[int], bool]) -> Table:
        """The table with the words put so far; ``bold`` tells of a character of ``string``."""
        kept = [
            column
            for column, (left, right) in enumerate(self.columns())
            if right - left > _SPACER or any(at == column for _, at in self._words)
        ]
        rows: list[list[str]] = []
        strong: list[bool] = []
        for row in range(self._rows):
            cells = [
                _GAP.sub(" ", " ".join(string[start:end] for start, end in words))
                for words in (self._words.get((row, column), ()) for column in kept)
            ]
            if any(cells):
                # Only the first rows can be headers, and a look costs a call.
                strong.append(
                    len(rows) < 3
                    and all(
                        bold(words[0][0]) for (at, _), words in self._words.items() if at == row
                    )
                )
                rows.append(cells)
        lefts = self.columns()
        edges = tuple(round(lefts[column][0], 1) for column in kept)
        return Table(page, *self.box, edges, rows, strong)


def find_grids(rules: Iterable[Rule]) -> list[Grid]:
    """The grids that ruled lines make, top to bottom; those of one column are frames, no tables.

    pdfplumber's table functions find the cells. It is imported here since it takes a tenth of a
    second to load, and few documents have ruled tables.
    """
    from pdfplumber import table

    edges = table.merge_edges([_edge(rule) for rule in rules], _SNAP, _SNAP, _TOUCH, _TOUCH)
    long = [edge for edge in edges if max(edge["width"], edge["height"]) >= _TOUCH]
    cells = table.intersections_to_cells(table.edges_to_intersections(long, _TOUCH, _TOUCH))
    tables = [table.Table(None, group).rows for group in table.cells_to_tables(cells)]
    return [Grid([row.cells for row in rows]) for rows in tables if len(rows[0].cells) > 1]


def _edge(rule: Rule) -> dict[str, Any]:
    """A ruled line as pdfplumber describes one."""
    start, end, at, upright = rule
    x0, top, x1, bottom = (at, start, at, end) if upright else (start, at, end, at)
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "v" if upright else "h",
        "object_type": "line",
    }
