"""Ruled lines: those that a page draws, and those that a table leaves to the eye.

Many tables draw lines between their rows only. Where several level lines are of one length, the
columns show in the joints between the pieces of each line, or in the gaps between the words.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from curriculum_gap.readers.pdf_sheet import Box

__all__ = ["Rule", "looks_ruled", "missing_rules", "snapped"]

_MAX_CROSSINGS = 6_000  # a page of more is a plot
_SNAP = 2.0  # points between the two sides of one line
_JOINT = 4.0  # points between two pieces of one line
_MIN_WIDTH = 120.0
_SAME = 3.0  # points between the ends of two lines of one table
_MIN_CORRIDOR = 5.0
_MAX_ROWS = 400


class Rule(NamedTuple):
    """A ruled line: from ``start`` to ``end`` along its direction, at ``at`` across it."""

    start: float
    end: float
    at: float
    upright: bool


@dataclass(slots=True)
class _Level:
    """A level line, put together from its pieces."""

    x0: float
    x1: float
    y: float
    joints: list[float]


def looks_ruled(rules: Sequence[Rule]) -> bool:
    """Whether lines could make a table: two upright ones that cross the same two level ones, and
    three one way."""
    upright: dict[int, list[Rule]] = {}
    level: dict[int, list[Rule]] = {}
    for rule in rules:
        if rule.end - rule.start > 5:
            (upright if rule.upright else level).setdefault(round(rule.at / 4), []).append(rule)
    if (
        min(len(upright), len(level)) < 2
        or len(upright) + len(level) < 5
        or len(level) * len(upright) > _MAX_CROSSINGS
    ):
        return False
    crossed: list[set[int]] = []
    for column in upright.values():
        met: set[int] = set()
        for at, across in level.items():
            if _cross(column, across):
                met.add(at)
                if any(len(met & others) > 1 for others in crossed):
                    return True
        crossed.append(met)
    return False


def _cross(upright: Sequence[Rule], level: Sequence[Rule]) -> bool:
    """Whether one of some upright lines crosses one of some level ones, or nearly."""
    return any(
        x0 - 8 < x < x1 + 8 and top - 8 < y < bottom + 8
        for x0, x1, y, _ in level
        for top, bottom, x, _ in upright
    )


def snapped(rules: Iterable[Rule]) -> set[Rule]:
    """Lines that are drawn at nearly one place, at one place: a quarter of a point, or half of one
    for their ends, so that equal places are equal numbers."""
    rules = list(rules)
    found: set[Rule] = set()
    for upright in (False, True):
        for near in _near([rule for rule in rules if rule.upright is upright]):
            at = round(near[len(near) // 2].at * 4) / 4
            found.update(
                Rule(round(rule.start * 2) / 2, round(rule.end * 2) / 2, at, upright)
                for rule in near
            )
    return found


def _near(rules: Iterable[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    last = -math.inf
    for rule in sorted(rules, key=attrgetter("at")):
        if rule.at - last <= _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
        last = rule.at
    return groups


def missing_rules(rules: Sequence[Rule], words_in: Callable[[Box, bool], list[Box]]) -> list[Rule]:
    """The lines that tables with level lines alone leave out: their columns, and the rows between
    two lines far apart. ``words_in`` gives the boxes of the words inside of a box; where
    it is not known that there are columns (True), none if it does not look like any."""
    added: list[Rule] = []
    uprights = [rule for rule in rules if rule.upright]
    for levels in _tables(rules):
        x0, x1 = levels[0].x0, levels[0].x1
        top, bottom = levels[0].y, levels[-1].y
        drawn = [
            rule.at
            for rule in uprights
            if rule.start < bottom - 2
            and rule.end > top + 2
            and x0 - 3 < rule.at < x1 + 3
            and rule.end - rule.start > 3
        ]
        inner = [at for at in drawn if x0 + 4 < at < x1 - 4]
        if inner:
            # Only the frame may be missing.
            if max(inner) - min(inner) > 0 and not any(at <= x0 + 4 for at in drawn):
                added.append(Rule(top, bottom, x0, True))
            if max(inner) - min(inner) > 0 and not any(at >= x1 - 4 for at in drawn):
                added.append(Rule(top, bottom, x1, True))
            continue
        columns = [x for x in _common_joints(levels) if x0 + 4 < x < x1 - 4]
        rows = _printed_rows(words_in((x0 - 2, top, x1 + 2, bottom), not columns))
        if len(rows) > _MAX_ROWS:
            continue
        if columns:
            parts = [_jointed(levels, rows, columns)]
        else:
            parts = _parts(levels, rows, _bars(levels, rows, uprights))
        for part in parts:
            found = columns
            if not columns:
                part, found = _with_columns(part, rows, x0, x1)
            inside = _between(rows, part[0], part[-1])
            if not found or len(inside) < 2:
                continue
            edges = [x0, *found, x1]
            added += [Rule(part[0].y, part[-1].y, x, True) for x in edges]
            for above, below in itertools.pairwise(part):
                tops = _row_tops(inside, above.y, below.y, edges)
                added += [Rule(x0, x1, y, False) for y in tops]
    return added


def _parts(
    levels: Sequence[_Level], rows: Sequence[Sequence[Box]], bars: set[float]
) -> list[list[_Level]]:
    """Level lines without those that part headings and running text, which may be as long as the
    lines of a table above or below: some row between two lines of a table has a wide gap. ``bars``
    are the places of lines around shaded headings, which make no table alone."""
    parts: list[list[_Level]] = []
    for above, below in itertools.pairwise(levels):
        if any(len(row) > 1 for row in _between(rows, above, below)):
            if parts and parts[-1][-1] is above:
                parts[-1].append(below)
            else:
                parts.append([above, below])
    return [
        part
        for part in parts
        if _begin_wide(part, rows) and any(level.y not in bars for level in part)
    ]


def _bars(
    levels: Sequence[_Level], rows: Sequence[Sequence[Box]], uprights: Sequence[Rule]
) -> set[float]:
    """Places of level lines that are joined at both ends around words without a wide gap."""
    found: set[float] = set()
    for above, below in itertools.pairwise(levels):
        sides = [
            rule.at for rule in uprights if rule.start < above.y + 2 and rule.end > below.y - 2
        ]
        closed = all(any(abs(at - x) < _SAME for at in sides) for x in (above.x0, above.x1))
        if closed and all(len(row) == 1 for row in _between(rows, above, below)):
            found.update((above.y, below.y))
    return found


def _between(rows: Sequence[Sequence[Box]], above: _Level, below: _Level) -> list[Sequence[Box]]:
    return [row for row in rows if above.y - 1 < row[0][3] - 2 < below.y]


def _with_columns(
    levels: list[_Level], rows: Sequence[Sequence[Box]], x0: float, x1: float
) -> tuple[list[_Level], list[float]]:
    """Level lines that hold columns, and where those begin: running text may stand above the first
    row or below the last one, before the next line that is as long."""
    for part in (levels, levels[1:], levels[:-1], levels[1:-1]):
        if len(part) > 1 and (part is levels or len(part) > 2):
            inside = _between(rows, part[0], part[-1])
            columns = _corridors(inside, x0, x1)
            if len(columns) > 1 or (columns and not _is_list(inside, columns[0])):
                return part, columns
    return levels, []


def _begin_wide(levels: Sequence[_Level], rows: Sequence[Sequence[Box]]) -> bool:
    """Whether half of the rows between level lines begin with words in two columns: of the printed
    lines, where there is one such row only."""
    firsts: list[Sequence[Box]] = []
    for above, below in itertools.pairwise(levels):
        between = _between(rows, above, below)
        firsts += between if len(levels) == 2 else between[:1]
    return sum(len(row) > 1 for row in firsts) * 2 >= len(firsts) + (len(levels) == 2)


def _jointed(
    levels: Sequence[_Level], rows: Sequence[Sequence[Box]], columns: Sequence[float]
) -> list[_Level]:
    """Level lines without those at both ends that have no joints, where no words stand between, or
    words that cross a column's edge: a heading's line, as long as those of the table."""

    def strange(above: _Level, below: _Level) -> bool:
        between = _between(rows, above, below)
        return not between or any(
            run[0] < x - 2 and x + 2 < run[2] for row in between for run in row for x in columns
        )

    kept = list(levels)
    while len(kept) > 1 and not kept[0].joints and strange(kept[0], kept[1]):
        del kept[0]
    while len(kept) > 1 and not kept[-1].joints and strange(kept[-2], kept[-1]):
        del kept[-1]
    return kept


def _tables(rules: Sequence[Rule]) -> list[list[_Level]]:
    """Level lines of one extent, top to bottom, in groups of two or more."""
    levels: list[_Level] = []
    for near in _near(rule for rule in rules if not rule.upright):
        near.sort(key=attrgetter("start"))
        current: _Level | None = None
        for rule in near:
            if current and rule.start <= current.x1 + _JOINT:
                if rule.start >= current.x1 - _JOINT:
                    current.joints.append((rule.start + current.x1) / 2)
                current.x1 = max(current.x1, rule.end)
            else:
                current = _Level(rule.start, rule.end, rule.at, [])
                levels.append(current)
    groups: list[list[_Level]] = []
    for level in sorted(levels, key=lambda level: level.y):
        if level.x1 - level.x0 < _MIN_WIDTH:
            continue
        for group in groups:
            if abs(group[0].x0 - level.x0) < _SAME and abs(group[0].x1 - level.x1) < _SAME:
                group.append(level)
                break
        else:
            groups.append([level])
    return [group for group in groups if len(group) > 1]


def _common_joints(levels: Sequence[_Level]) -> list[float]:
    """Where half of the lines or more are put together from pieces."""
    places: list[list[float]] = []
    for x in sorted(x for level in levels for x in level.joints):
        if places and x - places[-1][-1] <= _JOINT:
            places[-1].append(x)
        else:
            places.append([x])
    return [sum(near) / len(near) for near in places if len(near) * 2 >= len(levels)]


def _printed_rows(words: Iterable[Box]) -> list[list[Box]]:
    """Words by printed line, each line from left to right in runs without wide gaps."""
    rows: list[list[Box]] = []
    for word in sorted(words, key=lambda word: (word[3], word[0])):
        if rows and abs(rows[-1][0][3] - word[3]) < 0.35 * (word[3] - word[1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_runs(sorted(row)) for row in rows]


def _runs(row: Sequence[Box]) -> list[Box]:
    runs: list[Box] = []
    for word in row:
        if runs and word[0] - runs[-1][2] < max(5.0, 0.5 * (word[3] - word[1])):
            last = runs[-1]
            runs[-1] = last[0], min(last[1], word[1]), max(last[2], word[2]), last[3]
        else:
            runs.append(word)
    return runs


def _corridors(rows: Sequence[Sequence[Box]], x0: float, x1: float) -> list[float]:
    """Left edges of columns: where a strip without words begins to hold some."""
    width = int(x1 - x0) + 1
    steps = [0] * (width + 1)  # how many runs begin, less those that have ended
    for row in rows:
        for run in row:
            start, end = max(0, int(run[0] - x0)), min(width, int(run[2] - x0) + 1)
            if start < end:
                steps[start] += 1
                steps[end] -= 1
    crossed = list(itertools.accumulate(steps))
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
    return counted if len(counted) <= 12 else []


def _is_list(rows: Sequence[Sequence[Box]], edge: float) -> bool:
    """Whether the first column holds bullets or numbers only."""
    widths = [run[2] - run[0] for row in rows for run in row if run[2] <= edge]
    return not widths or max(widths) < 16


def _row_tops(
    rows: Sequence[Sequence[Box]], top: float, bottom: float, edges: Sequence[float]
) -> list[float]:
    """Where rows begin between two lines, if nearly each printed line there is a row."""
    inside = [row for row in rows if top - 1 < row[0][3] - 2 < bottom]
    starts = [row for row in inside if row[0][0] < edges[1]]
    if len(inside) < 2 or len(starts) * 10 < len(inside) * 7:
        return []
    if sum(len(row) > 1 for row in starts) * 2 < len(starts):
        return []
    return [min(run[1] for run in row) for row in starts if row is not inside[0]]
