"""Reading order: columns one after the other, and what is drawn late but stands early."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from curriculum_gap.readers.pdf.sheet import Box, Line, Table

__all__ = ["find_gutter", "in_reading_order"]

_SAMPLES = 10
_MIN_GAP = 9.0  # points between two columns
_MIN_ROWS = 8
_MOST_RUNS = 1_000  # a page that jumps up more often is a plot: it has no order

_Gap = tuple[float, float, int, int]  # left and right edge, words before and after
_Words = list[tuple[float, float]]  # left and right edge of each


def find_gutter(
    parts: list[Line | Table], words_of: Callable[[int, float], _Words], width: float
) -> float | None:
    """Where two columns are parted whose lines PDFium joined, None on any other page.

    ``words_of`` gives the words of the line at an index, without a share of its characters at each
    end. A table without ruled lines has such gaps too, but its columns hold few words, or uneven.
    """
    found = [
        (before.x1, after.x0, len(before.text.split()), len(after.text.split()))
        for before, after in pairwise(parts)
        if isinstance(before, Line)
        and isinstance(after, Line)
        and after.x0 - before.x1 >= _MIN_GAP
        and abs(after.bottom - before.bottom) < 0.4 * before.size
        and 0.35 * width < (before.x1 + after.x0) / 2 < 0.65 * width
    ]
    found += _gaps_inside(parts, words_of, width)
    if len(found) < _MIN_ROWS:
        return None
    left = max(gap[0] for gap in found)
    right = min(gap[1] for gap in found)
    if right - left < _MIN_GAP / 2:
        return None
    full = sum(
        min(before, after) >= 4 and x1 - x0 < 0.15 * width for x0, x1, before, after in found
    )
    return (left + right) / 2 if full * 10 >= len(found) * 6 else None


def _gaps_inside(
    parts: list[Line | Table], words_of: Callable[[int, float], _Words], width: float
) -> list[_Gap]:
    """Wide gaps in the middle of lines over most of the page, and the words on both sides."""
    wide = [
        at
        for at, part in enumerate(parts)
        if isinstance(part, Line) and not part.hidden and part.x1 - part.x0 > 0.55 * width
    ]
    if len(wide) < _MIN_ROWS:
        return []
    samples = wide[:: max(1, len(wide) // _SAMPLES)]
    gaps = 0
    for seen, at in enumerate(samples):
        gaps += _middle_gap(words_of(at, 0.2), width) is not None
        if seen == 3 and not gaps:
            return []
    if gaps < max(3, len(samples) // 3):
        return []
    found: list[_Gap] = []
    for at in wide:
        words = words_of(at, 0.0)
        gap = _middle_gap(words, width)
        if gap is not None:
            before = sum(x0 <= gap[0] for x0, _ in words)
            found.append((*gap, before, len(words) - before))
    return found


def _middle_gap(words: _Words, width: float) -> tuple[float, float] | None:
    """The widest gap between two words in the middle of the page, if it is wide enough."""
    best: tuple[float, float] | None = None
    widest = _MIN_GAP
    for (_, x0), (x1, _) in pairwise(words):
        if x1 - x0 >= widest and 0.35 * width < (x0 + x1) / 2 < 0.65 * width:
            best = (x0, x1)
            widest = x1 - x0
    return best


def in_reading_order(parts: list[Line | Table], gutter: float | None) -> list[Line | Table]:
    """``parts`` as a person reads them, each line with the right edge of its column.

    The content stream is trusted as long as it goes down the page; a run of lines that jumps back
    up goes before the first run it stands above of.
    """
    if gutter is not None:
        parts = _column_by_column(parts, gutter)
    runs: list[list[Line | Table]] = []
    before: Line | Table | None = None
    for part in parts:
        if before is None or (part.top < before.top - 2 and _jumps(before, part)):
            runs.append([])
        runs[-1].append(part)
        before = part
    for run in runs:
        edge = _margin([part.x1 for part in run if isinstance(part, Line)])
        for part in run:
            if isinstance(part, Line):
                part.margin = edge
    if len(runs) == 1 or len(runs) > _MOST_RUNS:
        return parts
    placed: list[tuple[Box, list[Line | Table]]] = []
    for run in runs:
        box = _around(run)
        for at, (other, _) in enumerate(placed):
            if box[0] < other[2] and box[2] > other[0] and box[3] <= other[1] + 3:
                placed.insert(at, (box, run))
                break
        else:
            placed.append((box, run))
    return [part for _, run in placed for part in run]


def _margin(ends: list[float]) -> float:
    """The right edge that most full lines reach: a foot or a wide table must not move it."""
    if not ends:
        return 0.0
    ends.sort()
    wide = [end for end in ends if end >= 0.6 * ends[-1]] or ends
    return wide[-1] if len(wide) < 8 else wide[len(wide) * 9 // 10]


def _jumps(before: Line | Table, after: Line | Table) -> bool:
    """Whether what stands higher is no other part of the same line."""
    overlap = min(before.bottom, after.bottom) - max(before.top, after.top)
    return overlap < 0.4 * min(before.bottom - before.top, after.bottom - after.top)


def _column_by_column(parts: list[Line | Table], gutter: float) -> list[Line | Table]:
    """Left column before right one, between lines that cross both."""
    ordered: list[Line | Table] = []
    left: list[Line | Table] = []
    right: list[Line | Table] = []
    for part in parts:
        if part.x0 < gutter < part.x1:
            ordered += left + right + [part]
            left, right = [], []
        else:
            (left if part.x1 <= gutter else right).append(part)
    return ordered + left + right


def _around(run: list[Line | Table]) -> Box:
    return (
        min(part.x0 for part in run),
        min(part.top for part in run),
        max(part.x1 for part in run),
        max(part.bottom for part in run),
    )
