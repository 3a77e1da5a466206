"""Words into the grids of a page: what stands in their cells makes tables, the rest stays lines."""

from __future__ import annotations

from collections.abc import Iterator

from curriculum_gap.readers.pdf.grids import Grid
from curriculum_gap.readers.pdf.letters import Letters, Span
from curriculum_gap.readers.pdf.sheet import HYPHEN, Box, Line, Table, overlap

__all__ = ["with_tables"]

_Cell = tuple[int, int, int]  # number of a grid, row, column


def with_tables(
    letters: Letters,
    lines: list[Line],
    spans: list[Span],
    grids: list[Grid],
) -> list[Line | Table]:
    """Moves the words inside the grids into tables. A table stands where its first word stood."""
    parts: list[Line | Table] = []
    tables: dict[int, int] = {}  # place among the parts, by number of the grid
    number = lines[0].page
    for line, span in zip(lines, spans, strict=True):
        near = [at for at, grid in enumerate(grids) if not line.hidden and overlap(line, grid.box)]
        if not near:
            parts.append(line)
            continue
        loose: list[Span] = []
        for (start, end), cell in _shared_out(letters, line, span, grids, near):
            if cell is None:
                if loose and loose[-1][1] >= start - 1:
                    loose[-1] = (loose[-1][0], end)
                else:
                    loose.append((start, end))
                continue
            grid, row, column = cell
            if grid not in tables:
                tables[grid] = len(parts)
                parts.append(line)  # holds the place
            grids[grid].put(row, column, start, end)
        for part in loose:
            parts.append(letters.line(part))
    string = letters.string
    real = [grid for at, grid in enumerate(grids) if at in tables and grid.is_table(string)]
    if len(real) < len(tables):  # frames around text, not tables: their lines stay lines
        for table in real:
            table.clear()
        if not real:
            return [*lines]
        return with_tables(letters, lines, spans, real)
    for at, position in tables.items():
        parts[position] = grids[at].table(number, string, letters.is_bold)
    return parts


def _shared_out(
    letters: Letters, line: Line, span: Span, grids: list[Grid], near: list[int]
) -> Iterator[tuple[Span, _Cell | None]]:
    """A line in the parts that stand in one cell, or outside of all."""
    if len(near) == 1 and line.text[-1] != HYPHEN:
        around = grids[near[0]].around(line)
        if around and letters.stands_in(around[2], span):
            yield span, (near[0], *around[:2])
            return
    for start, end, box, last in letters.words(span):
        cell = _locate(grids, near, *_centre(box))
        if cell == _locate(grids, near, *_centre(last)):
            yield (start, end), cell
        else:  # no space between two cells
            for at in range(start, end):
                yield (at, at + 1), _locate(grids, near, *_centre(letters.box(at)))


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _locate(grids: list[Grid], near: list[int], x: float, y: float) -> _Cell | None:
    for at in near:
        cell = grids[at].locate(x, y)
        if cell is not None:
            return at, *cell
    return None
