"""Printed lines in the order in which a person reads them, where a file draws them in another.

Takes the lines of a page as they are drawn; gives them in reading order. Values of a form that are
drawn after all of its labels go to the right of these; and no line stays after one that stands
below it in the same column.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

from curriculum_gap.readers.pdf.bindings import Box
from curriculum_gap.readers.pdf.pages import Line

__all__ = ["in_reading_order"]

_MOST_LINES = 250  # of a page: one of more is a plot, and each line is compared with all others
_LEAST_DROP = 0.9  # sizes that a line stands lower than another at least
_LEAST_SHARED = 2.0  # sizes of width that lines of one column share, or half of the shorter one
_LEAST_GAPS = 3  # that values fill: one may be a note beside its place
_SPARSE = 1.5  # sizes from line to line: labels that stand closer are a text


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with those that are drawn later than what stands below them put before that.

    Forms draw all labels first and then what was filled in; design tools draw in any order. Columns
    have lines beside each other and stay as they are drawn. Hidden lines come last.
    """
    drawn = [line for line in lines if not line.hidden]
    runs: list[list[Line]] = []
    for line in drawn:
        if not runs or _is_below(runs[-1][-1], line):
            runs.append([])
        runs[-1].append(line)
    if len(runs) < 2 or len(drawn) > _MOST_LINES:
        return [*lines]
    ordered = _top_down(_with_values(runs))
    if ordered == drawn:
        return [*lines]
    _set_column_ends(runs, ordered)
    return [*ordered, *(line for line in lines if line.hidden)]


def _top_down(lines: Sequence[Line]) -> list[Line]:
    """``lines`` as they come, but each after all that stand above it in its column.

    Of two that come the wrong way round, the one moves that is so with more of the others: a label
    drawn last comes earlier, a footer drawn first later.
    """
    above = [
        [index for index, other in enumerate(lines) if _precedes(other, line)] for line in lines
    ]
    below: list[list[int]] = [[] for _ in lines]
    for index, others in enumerate(above):
        for other in others:
            below[other].append(index)
    too_early = [sum(other > index for other in others) for index, others in enumerate(above)]
    places: list[int] = []  # where each line comes if nothing holds it up
    for index, others in enumerate(below):
        passed = [other for other in others if other < index]
        places.append(min([index, *(o for o in passed if too_early[o] <= len(passed))]))
    waits_for = list(map(len, above))
    ready = [(places[index], index) for index, count in enumerate(waits_for) if not count]
    heapify(ready)
    ordered: list[Line] = []
    while ready:
        _, first = heappop(ready)
        ordered.append(lines[first])
        for index in below[first]:
            waits_for[index] -= 1
            if not waits_for[index]:
                heappush(ready, (places[index], index))
    return ordered


def _precedes(other: Line, line: Line) -> bool:
    """Whether ``other`` stands above ``line`` in the same column."""
    shared = min(line.box.x1, other.box.x1) - max(line.box.x0, other.box.x0)
    narrower = min(line.box.width, other.box.width)
    return shared > min(_LEAST_SHARED * line.size, narrower / 2) and _is_below(line, other)


def _with_values(runs: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of all runs, those of values after the labels on their rows."""
    ordered: list[Line] = []
    gaps: set[int] = set()  # the lines that others are put after
    for run in runs:
        if not _are_values(run, ordered):
            ordered += run
            continue
        for line in run:
            above = [index for index, other in enumerate(ordered) if not _is_below(other, line)]
            place = above[-1] + 1 if above else 0
            if place and ordered[place - 1] not in run:
                gaps.add(id(ordered[place - 1]))
            ordered.insert(place, line)
    if len(gaps) < _LEAST_GAPS:
        return [line for run in runs for line in run]
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


def _are_values(run: Sequence[Line], ordered: Sequence[Line]) -> bool:
    """Whether the lines of a run stand right of labels drawn before, on rows with them."""
    boxes = [line.box for line in run]
    left, top, bottom = min(box.x0 for box in boxes), boxes[0].top, boxes[-1].bottom
    hull = Box(left, top, left, bottom)
    labels = [other for other in ordered if _overlap(other.box, hull)]
    steps = [after.box.bottom - before.box.bottom for before, after in pairwise(labels)]
    return (
        bool(steps)
        and min(steps) > _SPARSE * labels[0].size
        and all(label.box.x1 < left for label in labels)
        and all(any(_on_one_row(label.box, box) for box in boxes) for label in labels)
    )


def _on_one_row(box: Box, other: Box) -> bool:
    middle, other_middle = box.top + box.bottom, other.top + other.bottom
    return abs(middle - other_middle) < min(box.height, other.height) / 2


def _overlap(box: Box, other: Box) -> bool:
    """Whether two boxes share half of the lower one's height."""
    shared = min(box.bottom, other.bottom) - max(box.top, other.top)
    return shared > min(box.height, other.height) / 2
