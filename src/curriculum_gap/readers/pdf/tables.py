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
_MAX_PAIRS = 6_000  # of an upright and a level line
_MAX_CROSSINGS = 1_500  # a table of 50 rows and 12 columns has 663
_SNAP = 2.0  # points between the two edges of one thick line
_TOUCH = 3.0  # points between two pieces of one line, and from its end to a line that it crosses
_MAX_CELL = 2_500  # characters: a cell that holds more is a frame around a page of text
_STYLED_ROWS = 3  # a header row is one of the first, and to ask for a style costs a call
_SAME_EDGE = 8.0  # points that the edges of one table differ by on two pages
_ROW_GAP = 24.0  # points between framed rows of one table

_Place = tuple[int, int]  # row and column
_Located = tuple[int, int, _Place | None]  # first and last character + 1, and their cell
_Edges = tuple[float, float, float, float]  # of a cell: left, top, right, bottom


def find_tables(text: PageText, lines: list[Line], ruled: list[RuledLine]) -> list[Line | Table]:
    """``lines`` with the words that stand in cells of ``ruled`` lines moved into tables.

    A table stands where the first printed line with one of its words stood. Frames around text are
    no tables, their lines stay lines; so do all lines of a page with more ruled lines than a table
    has. PDFium may join words of two cells, or of a cell and what stands beside it, to one printed
    line; therefore each word is looked at.
    """
    ruled = [line for line in ruled if all(map(math.isfinite, line))]
    if not _could_be_table(ruled):
        return [*lines]
    grids = [_Grid(rows) for rows in _find_cells(ruled)]
    grids = [grid for grid in grids if grid.columns > 1]
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
    """Whether there are enough lines both ways, and not so many that they are a drawing.

    A cheap look before pdfplumber is imported, which takes a tenth of a second.
    """
    upright = len({round(line.x0) for line in ruled if line.upright})
    level = len({round(line.top) for line in ruled if not line.upright})
    enough = min(upright, level) > 1 and upright + level >= _LEAST_LINES
    return enough and len(ruled) <= _MAX_LINES


def _find_cells(ruled: list[RuledLine]) -> list[list[list[_Edges | None]]]:
    """The tables that ruled lines make, top to bottom, as pdfplumber finds them.

    Each is a list of rows of cells, with None where a merged cell goes on.
    """
    from pdfplumber import table as plumber

    edges = [_edge(line) for line in ruled]
    edges = plumber.merge_edges(edges, _SNAP, _SNAP, _TOUCH, _TOUCH)
    edges = [edge for edge in edges if max(edge["width"], edge["height"]) >= _TOUCH]
    upright = sum(edge["orientation"] == "v" for edge in edges)
    level = len(edges) - upright
    if upright * level > _MAX_PAIRS:
        return []
    crossings = plumber.edges_to_intersections(edges, _TOUCH, _TOUCH)
    if len(crossings) > _MAX_CROSSINGS:
        return []
    cells = plumber.intersections_to_cells(crossings)
    tables: list[list[list[_Edges | None]]] = []
    for group in plumber.cells_to_tables(cells):
        rows = plumber.Table(None, group).rows
        tables.append([row.cells for row in rows])
    return tables


def _edge(line: RuledLine) -> dict[str, Any]:
    """A ruled line as pdfplumber describes one."""
    return {
        "x0": line.x0,
        "top": line.top,
        "x1": line.x1,
        "bottom": line.bottom,
        "width": line.x1 - line.x0,
        "height": line.bottom - line.top,
        "orientation": "v" if line.upright else "h",
    }


class _Grid:
    """The cells of one ruled table, and the words that stand in them.

    ``rows`` are as `_find_cells` gives them; ``columns`` counts them.
    """

    def __init__(self, rows: list[list[_Edges | None]]) -> None:
        self.rows = len(rows)
        self.columns = len(rows[0])
        self._cells: dict[_Place, Box] = {}
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    self._cells[row, column] = Box(*cell)
        boxes = self._cells.values()
        self.box = Box(
            min(box.x0 for box in boxes),
            min(box.top for box in boxes),
            max(box.x1 for box in boxes),
            max(box.bottom for box in boxes),
        )
        self._last_place = next(iter(self._cells))
        # Spans of the page's characters, by cell; and by printed line.
        self._words: dict[_Place, list[tuple[int, int]]] = defaultdict(list)
        self.claimed: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)

    def claim(self, text: PageText, line: Line, taken: set[int]) -> None:
        """Takes the words of a printed line that stand in cells, but those already ``taken``."""
        if not line.box.overlaps(self.box):
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

    def _located(self, text: PageText, line: Line) -> Iterator[_Located]:
        """Each word of a line with the cell that it stands in."""
        for start, end in text.words(*line.span):
            first = self._cell_at(*text.characters.centre(start))
            last = self._cell_at(*text.characters.centre(end - 1))
            if first == last:
                yield start, end, first
            else:
                yield from self._by_character(text, start, end)

    def _by_character(self, text: PageText, start: int, end: int) -> Iterator[_Located]:
        """The characters of a word that reaches from one cell into another, where no space parts
        the texts of the two."""
        for index in range(start, end):
            yield index, index + 1, self._cell_at(*text.characters.centre(index))

    def _cell_at(self, x: float, y: float) -> _Place | None:
        """Row and column of the cell that a point lies in."""
        if self._cells[self._last_place].holds(x, y):  # mostly the cell of the word before
            return self._last_place
        if self.box.holds(x, y):
            for place, box in self._cells.items():
                if box.holds(x, y):
                    self._last_place = place
                    return place
        return None

    def is_table(self) -> bool:
        """Whether words stand in two columns or more, and no cell holds a page of text."""
        columns = {column for _, column in self._words}
        if len(columns) < 2:
            return False
        for spans in self._words.values():
            if sum(end - start for start, end in spans) > _MAX_CELL:
                return False
        return True

    def _cell_text(self, text: PageText, place: _Place) -> str:
        spans = self._words.get(place, ())
        words = [text.string[start:end] for start, end in spans]
        return " ".join(" ".join(words).split())

    def _is_bold(self, text: PageText, place: _Place) -> bool:
        """Whether a cell begins with a bold word."""
        spans = self._words.get(place)
        if not spans:
            return False
        first_character, _ = spans[0]
        return text.characters.style(first_character).bold

    def _confidence(self, text: PageText, row: int) -> float | None:
        """How sure the recognition of a row was, 0–1; None for the text of the file."""
        spans = [
            span for column in range(self.columns) for span in self._words.get((row, column), ())
        ]
        known = [text.characters.confidence(start, end) for start, end in spans]
        sure = [one for one in known if one is not None]
        return round(sum(sure) / len(sure), 3) if sure else None

    def table(self, text: PageText, page: int) -> Table:
        """The rows that have words, as a table of a ``page`` (from 1)."""
        columns = range(self.columns)
        rows: list[tuple[str, ...]] = []
        bold: list[tuple[bool, ...]] = []
        sure: list[float | None] = []
        for row in range(self.rows):
            cells = tuple(self._cell_text(text, (row, column)) for column in columns)
            if not any(cells):
                continue
            rows.append(cells)
            sure.append(self._confidence(text, row))
            if len(bold) < _STYLED_ROWS:
                bold.append(tuple(self._is_bold(text, (row, column)) for column in columns))
        return Table(page, self.box, tuple(rows), tuple(bold), confidence=tuple(sure))


def _area(grid: _Grid) -> float:
    return grid.box.width * grid.box.height


def _unclaimed(text: PageText, line: Line, grids: list[_Grid]) -> Iterator[Line]:
    """The parts of a printed line that stand in none of the ``grids`` that claim words of it."""
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
    """Whether ``after`` is the same table as ``before``, where nothing stands between the two.

    Its sides stand where those of the other do, and it is on the next page, or below a gap on the
    same one: some programs frame each row by itself.
    """
    if abs(before.box.x0 - after.box.x0) > _SAME_EDGE:
        return False
    if abs(before.box.x1 - after.box.x1) > _SAME_EDGE:
        return False
    if after.page == before.page + 1:
        return True
    gap = after.box.top - before.box.bottom
    same_columns = len(after.rows[0]) == len(before.rows[0])
    return after.page == before.page and -_TOUCH < gap < _ROW_GAP and same_columns


def table_blocks(tables: Sequence[Table], number: int, clean: Callable[[str], str]) -> list[Block]:
    """The ROW blocks of one table, given in the parts it has on each page.

    ``number`` counts the tables of the document from 1; ``clean`` makes a cell's text one line.
    Which row is the header is decided for all formats by `table_grid`; one that a later part
    repeats is left out.
    """
    rows: list[list[Cell]] = []
    pages: list[int] = []
    sure: list[float | None] = []
    repeats: set[int] = set()  # rows that are the first of a later part
    for part in tables:
        if rows:
            repeats.add(len(rows))
        for index, texts in enumerate(part.rows):
            bold = (False,) * len(texts)
            if index < len(part.bold):
                bold = part.bold[index]
            cells = zip(texts, bold, strict=True)
            rows.append(
                [Cell(column, clean(cell), strong) for column, (cell, strong) in enumerate(cells)]
            )
            pages.append(part.page)
            sure.append(part.confidence[index] if part.confidence else None)
    blocks: list[Block] = []
    for index, block in enumerate(row_blocks(rows, number)):
        if block and not (index in repeats and block.cells == block.header):
            blocks.append(replace(block, page=pages[index], confidence=sure[index]))
    return blocks
