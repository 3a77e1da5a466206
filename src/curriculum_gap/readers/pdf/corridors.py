"""Columns and rows of words without lines: strips that stay empty, printed lines that are rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from curriculum_gap.readers.pdf.sheet import Box

__all__ = ["Row", "corridors", "is_list", "printed_rows", "row_tops"]

_MIN_CORRIDOR = 5.0  # points
_MOST_COLUMNS = 12

Row = Sequence[Box]  # one printed line: its runs of words without wide gaps, left to right


def printed_rows(words: Iterable[Box]) -> list[Row]:
    """Words by printed line, top to bottom."""
    rows: list[list[Box]] = []
    for word in sorted(words, key=lambda word: (word[3], word[0])):
        if rows and abs(rows[-1][0][3] - word[3]) < 0.35 * (word[3] - word[1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_runs(sorted(row)) for row in rows]


def _runs(row: Sequence[Box]) -> Row:
    runs: list[Box] = []
    for word in row:
        if runs and word[0] - runs[-1][2] < max(5.0, 0.5 * (word[3] - word[1])):
            last = runs[-1]
            runs[-1] = last[0], min(last[1], word[1]), max(last[2], word[2]), last[3]
        else:
            runs.append(word)
    return runs


def corridors(rows: Sequence[Row], x0: float, x1: float) -> list[float]:
    """Left edges of columns: where a strip without words begins to hold some."""
    width = int(x1 - x0) + 1
    steps = [0] * (width + 1)  # how many runs begin, less those that have ended
    for row in rows:
        for run in row:
            start, end = max(0, int(run[0] - x0)), min(width, int(run[2] - x0) + 1)
            if start < end:
                steps[start] += 1
                steps[end] -= 1
    crossed = list(accumulate(steps))
    few = len(rows) // 12
    found: list[float] = []
    empty = 0
    for x in range(width):
        if crossed[x] <= few:
            empty += 1
            continue
        if empty >= _MIN_CORRIDOR and x - empty > 0 and any(crossed[: x - empty]):
            found.append(x0 + x - 1.5)
        empty = 0
    counted = [
        x for x in found if sum(any(abs(run[0] - x) < 40 for run in row) for row in rows) > 1
    ]
    return counted if len(counted) <= _MOST_COLUMNS else []


def is_list(rows: Sequence[Row], edge: float) -> bool:
    """Whether the first column holds bullets or numbers only."""
    widths = [run[2] - run[0] for row in rows for run in row if run[2] <= edge]
    return not widths or max(widths) < 16


def row_tops(rows: Sequence[Row], edge: float) -> list[float]:
    """Where rows begin of those between two lines, if nearly each printed line there is a row;
    ``edge`` is the left edge of the second column."""
    starts = [row for row in rows if row[0][0] < edge]
    if len(rows) < 2 or len(starts) * 10 < len(rows) * 7:
        return []
    if sum(len(row) > 1 for row in starts) * 2 < len(starts):
        return []
    return [min(run[1] for run in row) for row in starts if row is not rows[0]]
