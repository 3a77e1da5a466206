"""Header rows that stand on top of a ruled table, without lines of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from curriculum_gap.readers.pdf.grids import Grid
from curriculum_gap.readers.pdf.letters import Letters, Span
from curriculum_gap.readers.pdf.sheet import Line

__all__ = ["add_heads"]

_MOST_ROWS = 4  # a header has no more


class _Row(NamedTuple):
    """One printed line, in the parts that stand apart."""

    top: float
    bold: bool
    spans: list[Span]


def add_heads(
    letters: Letters, lines: Sequence[Line], spans: Sequence[Span], grids: Iterable[Grid]
) -> None:
    """Gives grids the header rows that stand on top of their first ruled line; ``spans`` are those
    of the ``lines``."""
    for grid in grids:
        x0, top, x1, _ = grid.box
        above = [
            (line, span)
            for line, span in zip(lines, spans, strict=True)
            if top - 60 < line.bottom < top + 3
            and line.x0 > x0 - 3
            and line.x1 < x1 + 3
            and not line.hidden
        ]
        rows = _rows_above(top, above)[:_MOST_ROWS]
        if any(row.bold for row in rows):
            head = _head_top(grid, rows, letters)
            if head is not None:
                grid.add_head(head)


def _rows_above(top: float, above: Iterable[tuple[Line, Span]]) -> list[_Row]:
    """The printed lines that stand close above a place, nearest first."""
    rows: list[_Row] = []
    baseline = -1.0
    for line, span in sorted(above, key=lambda entry: (-entry[0].bottom, entry[0].x0)):
        if rows and abs(line.bottom - baseline) < 0.3 * line.size:
            last = rows[-1]
            rows[-1] = _Row(min(last.top, line.top), last.bold and line.bold, [*last.spans, span])
            continue
        if top - line.bottom > 0.8 * line.size:
            break
        rows.append(_Row(line.top, line.bold, [span]))
        top, baseline = line.top, line.bottom
    return rows


def _head_top(grid: Grid, rows: Iterable[_Row], letters: Letters) -> float | None:
    """Where a header begins, None without one: of the rows above a grid, nearest first, those whose
    words stand inside of columns, with wide gaps between; one of them is bold."""
    columns = grid.columns()
    found: float | None = None
    strong = False
    for row in rows:
        used: dict[int, float] = {}
        for x0, x1 in (extent for span in row.spans for extent in letters.extents(span)):
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
                found, strong = row.top, strong or row.bold
                continue
        break
    return found if strong else None
