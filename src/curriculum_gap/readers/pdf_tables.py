"""Ruled tables: from ruled lines to grids, from grids to rows that may go on over pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.pdf_cells import find_cells
from curriculum_gap.readers.pdf_rules import Rule, snapped
from curriculum_gap.readers.pdf_sheet import Box, Line, Table

__all__ = ["Grid", "find_grids", "goes_on", "head_above", "row_blocks"]

_MAX_CELL_WORDS = 400
_HEADER_WORDS = 12
_SPACER = 14.0  # points: an empty column narrower than this is a gap between two

_GAP = re.compile(r"\s{2,}")
_HEADER_LIKE = re.compile(
    r"\b(?:week|date|day|topic|subject|theme|reading|assignment|activit|due|point|percent|%|weight"
    r"|grade|score|competenc|outcome|objective|indicator|assess|measure|course|description|module"
    r"|unit|session|content|task|material|hour|letter|evaluation|criteria|method|deliverable)",
    re.I,
)


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

    def add_head(self, top: float) -> None:
        """Adds a first row without ruled lines, from ``top`` down to the first line."""
        x0, below, x1, bottom = self.box
        self._cells = [
            *(
                (0, at, (left, top, right, below))
                for at, (left, right) in enumerate(self.columns())
            ),
            *((row + 1, column, cell) for row, column, cell in self._cells),
        ]
        self._rows += 1
        self._last = self._cells[0]
        self.box = (x0, top, x1, bottom)

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
    """The grids that ruled lines make, top to bottom; those of one column are frames, no tables."""
    return [Grid(rows) for rows in find_cells(snapped(rules)) if len(rows[0]) > 1]


def head_above(
    grid: Grid, rows: Iterable[tuple[float, bool, Iterable[tuple[float, float]]]]
) -> float | None:
    """Where a header row begins that stands on top of a grid without lines of its own.

    ``rows`` are the printed lines above the grid, nearest first: top, whether bold, and left and
    right edges of its words. A header's words stand inside of columns, with wide gaps between; None without one.
    """
    columns = grid.columns()
    found: float | None = None
    strong = False
    for top, bold, words in rows:
        used: dict[int, float] = {}
        for x0, x1 in words:
            at = next(
                (
                    n
                    for n, (left, right) in enumerate(columns)
                    if left - 2 <= x0 and x1 <= right + 2
                ),
                None,
            )
            if at is None or any(abs(x0 - end) < 8 for n, end in used.items() if n != at):
                break
            used[at] = x1
        else:
            if len(used) > 1:
                found, strong = top, strong or bold
                continue
        break
    return found if strong else None


def goes_on(before: Table, after: Table) -> bool:
    """Whether ``after`` is the same table, over a page end or a gap between framed rows. The caller
    knows that nothing stands between them."""
    if abs(before.x0 - after.x0) > 8 or abs(before.x1 - after.x1) > 8:
        return False
    if after.page == before.page + 1:
        return True
    return (
        after.page == before.page
        and -2 < after.top - before.bottom < 24
        and len(after.edges) == len(before.edges)
    )


def row_blocks(tables: Sequence[Table], number: int, mend: Callable[[str], str]) -> list[Block]:
    """One table, in the parts it has on each page, as ROW blocks; ``mend`` cleans a text."""
    at = _header_row(
        [row for table in tables for row in table.rows],
        [strong for table in tables for strong in table.strong],
        len(tables[0].edges),
    )
    seen = 0
    header: tuple[str, ...] = ()
    blocks: list[Block] = []
    for part, table in enumerate(tables):
        for index, row in enumerate(table.rows):
            cells = tuple(mend(cell) for cell in row)
            if not any(cells):
                continue
            seen += 1
            if seen - 1 == at:
                header = cells
            elif header and index < 2 and cells == header:
                continue  # the header again, on the next page
            if part and index == 0 and _is_rest(blocks[-1].cells, cells):
                last = blocks.pop()
                cells = tuple(
                    " ".join(filter(None, pair)) for pair in zip(last.cells, cells, strict=True)
                )
                page = last.page
            else:
                page = table.page
            blocks.append(
                Block(
                    " | ".join(filter(None, cells)),
                    Shape.ROW,
                    page=page,
                    cells=cells,
                    header=header if len(header) == len(cells) else (),
                    table=number,
                )
            )
    return blocks


def _is_rest(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether a row goes on with the sentences of the row before the page end."""
    if len(before) != len(after) or (after[0] and before[0]):
        return False
    return any(
        old and new and new[0].islower() and old[-1] not in ".!?:;"
        for old, new in zip(before, after, strict=True)
    )


def _header_row(rows: Sequence[list[str]], strong: Sequence[bool], columns: int) -> int | None:
    """The index of the header row, None without one.

    A header row fills two cells or more with a few words each. It is bold where the next row is
    not, or it uses the words of headers ("Week", "Topic", "Points").
    """
    for at in range(min(2, len(rows) - 1)):
        filled = [cell for cell in rows[at] if cell]
        if len(filled) < 2:
            continue  # a title over the whole width
        if any(len(cell.split()) > _HEADER_WORDS for cell in filled):
            return None
        known = sum(bool(_HEADER_LIKE.search(cell)) for cell in filled)
        if strong[at] and not (strong[at + 1] and known < 1):
            return at
        short = all(len(cell.split()) <= 5 and not cell.endswith(".") for cell in filled)
        worded = all(any(map(str.isalpha, cell)) for cell in filled)
        if short and worded and len(filled) == columns and known * 2 >= len(filled):
            return at
        return None
    return None
