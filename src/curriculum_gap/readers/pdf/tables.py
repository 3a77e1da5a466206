"""Ruled tables: pdfplumber finds the cells, words are put into them, rows become blocks.

Takes ruled lines and printed lines of a page; gives `Table`s in place of the printed lines inside
of their cells, and later the ROW blocks of the parts that one table has on several pages.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from curriculum_gap.nouns import Block
from curriculum_gap.readers.pdf.bindings import Box
from curriculum_gap.readers.pdf.page_objects import RuledLine
from curriculum_gap.readers.pdf.pages import Line, Table
from curriculum_gap.readers.pdf.text_lines import PageText
from curriculum_gap.readers.table_grid import Cell, row_blocks

__all__ = ["continues_table", "find_tables", "table_blocks"]

_LEAST_LINES = 5  # two ways: fewer make no two cells beside each other and two below
_MAX_LINES = 5_000  # a page of more is a plot; pdfplumber compares each line with all others
_MAX_CROSSINGS = 1_500  # a table of 50 rows and 12 columns has 663
_SNAP = 2.0  # points between the two edges of one thick line
_TOUCH = 3.0  # points between two pieces of one line, and from its end to a line that it crosses
_MAX_CELL = 2_500  # characters: a cell that holds more is a frame around a page of text
_STYLED_ROWS = 3  # a header row is one of the first, and to ask for a style costs a call
_SAME_EDGE = 8.0  # points that the edges of one table differ by on two pages
_ROW_GAP = 24.0  # points between framed rows of one table

_Place = tuple[int, int]  # row and column


def find_tables(text: PageText, lines: list[Line], ruled: list[RuledLine]) -> list[Line | Table]:
    """``lines`` with the words that stand in cells of ``ruled`` lines moved into tables. A table
    stands where its first word stood; frames around text are no tables, their lines stay lines."""
    ruled = [line for line in ruled if all(map(math.isfinite, line))]
    if not _could_be_table(ruled):
        return [*lines]
    grids = [grid for grid in map(_Grid, _find_cells(ruled)) if len(grid.lefts) > 1]
    grids.sort(key=_area)  # a table inside of another one's cell takes its words first
    taken: set[int] = set()  # indexes of the characters that words in cells begin with
    for line in lines:
        if not line.hidden:
            for grid in grids:
                grid.claim(text, line, taken)
    grids = [grid for grid in grids if grid.is_table()]
    if not grids:
        return [*lines]
    parts: list[Line | Table] = []
    placed: set[int] = set()
    for line in lines:
        claims = [grid for grid in grids if line.span in grid.claimed]
        for grid in claims:
            if id(grid) not in placed:
                placed.add(id(grid))
                parts.append(grid.table(text, line.page))
        if claims:
            parts += _unclaimed(text, line, claims)
        else:
            parts.append(line)
    return parts


def _could_be_table(ruled: list[RuledLine]) -> bool:
    """Whether there are enough lines both ways, and not so many that they are a drawing. A cheap
    look, since pdfplumber takes a tenth of a second to import."""
    upright = len({round(line.x0) for line in ruled if line.upright})
    level = len({round(line.top) for line in ruled if not line.upright})
    enough = min(upright, level) > 1 and upright + level >= _LEAST_LINES
    return enough and len(ruled) <= _MAX_LINES


def _find_cells(ruled: list[RuledLine]) -> list[list[list[Box | None]]]:
    """The tables that ruled lines make, top to bottom, as pdfplumber finds them: rows of cells, None
    where a merged cell goes on."""
    from pdfplumber import table as plumber

    edges = plumber.merge_edges([_edge(line) for line in ruled], _SNAP, _SNAP, _TOUCH, _TOUCH)
    edges = [edge for edge in edges if max(edge["width"], edge["height"]) >= _TOUCH]
    upright = sum(edge["orientation"] == "v" for edge in edges)
    if upright * (len(edges) - upright) > 4 * _MAX_CROSSINGS:
        return []
    crossings = plumber.edges_to_intersections(edges, _TOUCH, _TOUCH)
    if len(crossings) > _MAX_CROSSINGS:
        return []
    groups = plumber.cells_to_tables(plumber.intersections_to_cells(crossings))
    return [[row.cells for row in plumber.Table(None, cells).rows] for cells in groups]


def _edge(line: RuledLine) -> dict[str, Any]:
    """A ruled line as pdfplumber describes one."""
    return {
        "x0": line.x0,
        "top": line.top,
        "x1": line.x1,
        "bottom": line.bottom,
        "doctop": line.top,
        "width": line.x1 - line.x0,
        "height": line.bottom - line.top,
        "orientation": "v" if line.upright else "h",
        "object_type": "line",
    }


class _Grid:
    """The cells of one ruled table, and the words that stand in them."""

    def __init__(self, rows: list[list[Box | None]]) -> None:
        self._cells = [
            ((row, column), cell)
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
            if cell is not None
        ]
        boxes = [cell for _, cell in self._cells]
        self._rows = len(rows)
        self.box = (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        self.lefts = sorted({box[0] for box in boxes})  # left edges of the columns
        self._last = self._cells[0]
        # Spans of the page's characters, by cell; and by printed line.
        self._words: dict[_Place, list[tuple[int, int]]] = defaultdict(list)
        self.claimed: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)

    def claim(self, text: PageText, line: Line, taken: set[int]) -> None:
        """Takes the words of a printed line that stand in cells, but those already ``taken``."""
        x0, top, x1, bottom = self.box
        left, high, right, low = line.box
        if left >= x1 or right <= x0 or high >= bottom or low <= top:
            return
        for start, end, place in self._located(text, line):
            if place is None or start in taken:
                continue
            taken.add(start)
            words = self._words[place]
            if words and words[-1][1] >= start - 1:
                words[-1] = words[-1][0], end
            else:
                words.append((start, end))
            self.claimed[line.span].append((start, end))

    def _located(self, text: PageText, line: Line) -> Iterator[tuple[int, int, _Place | None]]:
        """Each word of a line with the cell that it stands in; a word that reaches from one cell into
        another character by character, since no space parts the two texts."""
        for word in text.words(*line.span):
            first, last = self._cell_at(word.first), self._cell_at(word.last)
            if first == last:
                yield word.start, word.end, first
                continue
            for index in range(word.start, word.end):
                yield index, index + 1, self._cell_at(text.box(index))

    def _cell_at(self, box: Box) -> _Place | None:
        """Row and column of the cell that the centre of ``box`` lies in."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if _holds(self._last[1], x, y):  # mostly the cell of the word before
            return self._last[0]
        if _holds(self.box, x, y):
            for entry in self._cells:
                if _holds(entry[1], x, y):
                    self._last = entry
                    return entry[0]
        return None

    def is_table(self) -> bool:
        """Whether words stand in two columns or more, and no cell holds a page of text."""
        columns = {column for _, column in self._words}
        lengths = [sum(end - start for start, end in spans) for spans in self._words.values()]
        return len(columns) > 1 and max(lengths) <= _MAX_CELL

    def _cell_text(self, text: PageText, place: _Place) -> str:
        words = [text.string[start:end] for start, end in self._words.get(place, ())]
        return " ".join(" ".join(words).split())

    def table(self, text: PageText, page: int) -> Table:
        """The rows that have words."""
        columns = range(len(self.lefts))
        rows: list[tuple[str, ...]] = []
        bold: list[tuple[bool, ...]] = []
        for row in range(self._rows):
            cells = tuple(self._cell_text(text, (row, column)) for column in columns)
            if not any(cells):
                continue
            rows.append(cells)
            if len(bold) < _STYLED_ROWS:
                spans = [self._words.get((row, column)) for column in columns]
                bold.append(tuple(bool(span and text.is_bold(span[0][0])) for span in spans))
        return Table(page, self.box, tuple(rows), tuple(bold))


def _area(grid: _Grid) -> float:
    x0, top, x1, bottom = grid.box
    return (x1 - x0) * (bottom - top)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _unclaimed(text: PageText, line: Line, grids: list[_Grid]) -> Iterator[Line]:
    """The parts of a printed line that stand in no table."""
    claimed = [span for grid in grids for span in grid.claimed[line.span]]
    start, end = line.span
    for first, last in [*sorted(claimed), (end, end)]:
        rest = text.string[start:first]
        bare = rest.strip()
        if bare:
            begin = start + rest.index(bare)
            yield text.line(begin, begin + len(bare))
        start = last


def continues_table(before: Table, after: Table) -> bool:
    """Whether ``after`` is the same table, over a page end or a gap between framed rows, where
    nothing stands between the two."""
    if abs(before.box[0] - after.box[0]) > _SAME_EDGE:
        return False
    if abs(before.box[2] - after.box[2]) > _SAME_EDGE:
        return False
    if after.page == before.page + 1:
        return True
    gap = after.box[1] - before.box[3]
    same_columns = len(after.rows[0]) == len(before.rows[0])
    return after.page == before.page and -_TOUCH < gap < _ROW_GAP and same_columns


def table_blocks(tables: Sequence[Table], number: int, clean: Callable[[str], str]) -> list[Block]:
    """The ROW blocks of one table, given in the parts it has on each page.

    ``number`` counts the tables of the document from 1; ``clean`` makes a cell's text one line. A
    header row that a later part repeats is left out.
    """
    rows: list[list[Cell]] = []
    pages: list[int] = []
    repeats: set[int] = set()  # rows that are the first of a later part
    for part in tables:
        if rows:
            repeats.add(len(rows))
        for index, texts in enumerate(part.rows):
            bold = part.bold[index] if index < len(part.bold) else (False,) * len(texts)
            cells = zip(texts, bold, strict=True)
            rows.append(
                [Cell(column, clean(cell), strong) for column, (cell, strong) in enumerate(cells)]
            )
            pages.append(part.page)
    blocks: list[Block] = []
    for index, block in enumerate(row_blocks(rows, number)):
        if block and not (index in repeats and block.cells == block.header):
            blocks.append(replace(block, page=pages[index]))
    return blocks
