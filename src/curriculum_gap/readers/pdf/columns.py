"""Reading order: what is drawn late but stands early on the page goes first."""

from __future__ import annotations

from curriculum_gap.readers.pdf.sheet import Box, Line, Table

__all__ = ["in_reading_order"]

_MOST_RUNS = 1_000  # a page that jumps up more often is a plot: it has no order


def in_reading_order(parts: list[Line | Table]) -> list[Line | Table]:
    """``parts`` as a person reads them, each line with the right edge of its column.

    The content stream is trusted as long as it goes down the page; a run of lines that jumps back
    up goes before the first run it stands above of.
    """
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


def _around(run: list[Line | Table]) -> Box:
    return (
        min(part.x0 for part in run),
        min(part.top for part in run),
        max(part.x1 for part in run),
        max(part.bottom for part in run),
    )
