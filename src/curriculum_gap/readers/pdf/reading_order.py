"""Printed lines in the order in which a person reads them, where a file draws them in another.

Takes the lines of a page as they are drawn; gives them in reading order. Runs of lines that go down
the page stay together unless a later one fits into the gaps that an earlier one leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from curriculum_gap.readers.pdf.bindings import Box
from curriculum_gap.readers.pdf.pages import Line

__all__ = ["in_reading_order"]

_MOST_LINES = 500  # of a page: one of more is a plot, and each line is compared with all others
_LEAST_DROP = 0.9  # sizes that a line stands lower than another at least
_LEAST_GAPS = 3  # that are filled later on a page: one may be a note beside its place
_SPARSE = 1.5  # sizes from line to line: labels that stand closer are a text


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with those that are drawn later than what stands below them put before that.

    Forms draw all labels first and then what was filled in; design tools draw in any order. Columns
    have lines beside each other and stay as they are drawn.
    """
    if len(lines) > _MOST_LINES or any(line.hidden for line in lines):
        return [*lines]
    runs: list[list[Line]] = []
    for line in lines:
        if not runs or _is_below(runs[-1][-1], line):
            runs.append([])
        runs[-1].append(line)
    ordered: list[Line] = []
    gaps: set[int] = set()  # the lines that others are put after
    for run in runs:
        if not _fits_into(run, ordered):
            ordered += run
            continue
        before: Line | None = None
        for line in run:
            above = [index for index, other in enumerate(ordered) if not _is_below(other, line)]
            place = above[-1] + 1 if above else 0
            if place and ordered[place - 1] is not before:
                gaps.add(id(ordered[place - 1]))
            ordered.insert(place, line)
            before = line
    if len(gaps) < _LEAST_GAPS:
        return [*lines]
    _set_column_ends(runs, ordered)
    return ordered


def _set_column_ends(runs: Sequence[Sequence[Line]], ordered: Sequence[Line]) -> None:
    """Notes the right edge of its run in each line that is followed by one of its run."""
    ends: dict[int, tuple[int, float]] = {}
    for number, run in enumerate(runs):
        end = max(line.box.x1 for line in run)
        ends.update((id(line), (number, end)) for line in run)
    for before, after in pairwise(ordered):
        if ends[id(before)] == ends[id(after)]:
            _, before.column_end = ends[id(before)]


def _is_below(other: Line, line: Line) -> bool:
    """Whether ``other`` stands lower than ``line``, not on one row with it."""
    drop = other.box.top + other.box.bottom - line.box.top - line.box.bottom
    return drop / 2 > _LEAST_DROP * min(line.size, other.size)


def _fits_into(run: Sequence[Line], ordered: Sequence[Line]) -> bool:
    """Whether the lines of a run stand above others that were drawn before, and on rows of their
    own or right of the labels that stand on their rows."""
    boxes = [line.box for line in run]
    hull = Box(
        min(box.x0 for box in boxes), boxes[0].top, max(box.x1 for box in boxes), boxes[-1].bottom
    )
    inside = [other for other in ordered if _overlap(other.box, hull)]
    if any(
        other.box.x1 < hull.x0
        or other.box.x0 > hull.x1
        or any(_overlap(other.box, box) for box in boxes)
        for other in inside
    ):
        left = all(
            other.box.x1 < hull.x0 and any(_on_one_row(other.box, box) for box in boxes)
            for other in inside
        )
        steps = [after.box.bottom - before.box.bottom for before, after in pairwise(inside)]
        sparse = min(steps, default=0.0) > _SPARSE * inside[0].size
        return left and sparse
    column = [other for other in ordered if other.box.x0 < hull.x1 and other.box.x1 > hull.x0]
    below = [_is_below(other, run[0]) for other in column]
    return any(below) and not all(below)


def _on_one_row(box: Box, other: Box) -> bool:
    middle, other_middle = box.top + box.bottom, other.top + other.bottom
    return abs(middle - other_middle) < min(box.height, other.height) / 2


def _overlap(box: Box, other: Box) -> bool:
    """Whether two boxes share half of the lower one's height."""
    shared = min(box.bottom, other.bottom) - max(box.top, other.top)
    return shared > min(box.height, other.height) / 2
