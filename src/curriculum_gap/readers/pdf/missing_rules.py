"""Ruled lines that a table leaves to the eye.

Many tables draw lines between their rows only. Where several level lines are of one length, the
columns show in the joints between the pieces of each line, or in the gaps between the words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from curriculum_gap.readers.pdf.corridors import Row, corridors, is_list, printed_rows, row_tops
from curriculum_gap.readers.pdf.rules import Rule, grouped
from curriculum_gap.readers.pdf.sheet import Box

__all__ = ["missing_rules"]

_JOINT = 4.0  # points between two pieces of one line
_MIN_WIDTH = 120.0
_SAME = 3.0  # points between the ends of two lines of one table
_MAX_ROWS = 400


@dataclass(slots=True)
class _Level:
    """A level line, put together from its pieces."""

    x0: float
    x1: float
    y: float
    joints: list[float]


def missing_rules(rules: Sequence[Rule], words_in: Callable[[Box, bool], list[Box]]) -> list[Rule]:
    """The lines that tables with level lines alone leave out: their columns, and the rows between
    two lines far apart. ``words_in`` gives the boxes of the words inside of a box; where
    it is not known that there are columns (True), none if it does not look like any."""
    added: list[Rule] = []
    uprights = [rule for rule in rules if rule.upright]
    for levels in _tables(rules):
        x0, x1 = levels[0].x0, levels[0].x1
        drawn = _drawn(uprights, levels)
        inner = [at for at in drawn if x0 + 4 < at < x1 - 4]
        if not inner:
            added += _guessed(levels, uprights, words_in)
        elif max(inner) > min(inner):  # only the frame may be missing
            top, bottom = levels[0].y, levels[-1].y
            if not any(at <= x0 + 4 for at in drawn):
                added.append(Rule(top, bottom, x0, True))
            if not any(at >= x1 - 4 for at in drawn):
                added.append(Rule(top, bottom, x1, True))
    return added


def _drawn(uprights: Sequence[Rule], levels: Sequence[_Level]) -> list[float]:
    """Where upright lines stand between some level ones."""
    x0, x1 = levels[0].x0, levels[0].x1
    top, bottom = levels[0].y, levels[-1].y
    return [
        rule.at
        for rule in uprights
        if rule.start < bottom - 2
        and rule.end > top + 2
        and x0 - 3 < rule.at < x1 + 3
        and rule.end - rule.start > 3
    ]


def _guessed(
    levels: Sequence[_Level],
    uprights: Sequence[Rule],
    words_in: Callable[[Box, bool], list[Box]],
) -> list[Rule]:
    """The lines of columns and rows where only words stand between some level lines."""
    x0, x1 = levels[0].x0, levels[0].x1
    columns = [x for x in _common_joints(levels) if x0 + 4 < x < x1 - 4]
    place = x0 - 2, levels[0].y, x1 + 2, levels[-1].y
    rows = printed_rows(words_in(place, not columns))
    if len(rows) > _MAX_ROWS:
        return []
    if columns:
        parts = [(_jointed(levels, rows, columns), columns)]
    else:
        bars = _bars(levels, rows, uprights)
        parts = [_with_columns(part, rows, x0, x1) for part in _parts(levels, rows, bars)]
    added: list[Rule] = []
    for part, found in parts:
        inside = _between(rows, part[0], part[-1])
        if not found or len(inside) < 2:
            continue
        added += [Rule(part[0].y, part[-1].y, x, True) for x in (x0, *found, x1)]
        for above, below in pairwise(part):
            tops = row_tops(_between(inside, above, below), found[0])
            added += [Rule(x0, x1, y, False) for y in tops]
    return added


def _tables(rules: Sequence[Rule]) -> list[list[_Level]]:
    """Level lines of one extent, top to bottom, in groups of two or more."""
    levels: list[_Level] = []
    for near in grouped(rule for rule in rules if not rule.upright):
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


def _jointed(
    levels: Sequence[_Level], rows: Sequence[Row], columns: Sequence[float]
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


def _parts(levels: Sequence[_Level], rows: Sequence[Row], bars: set[float]) -> list[list[_Level]]:
    """Level lines without those that part headings and running text, which may be as long as the
    lines of a table above or below: some row between two lines of a table has a wide gap. ``bars``
    are the places of lines around shaded headings, which make no table alone."""
    parts: list[list[_Level]] = []
    for above, below in pairwise(levels):
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


def _bars(levels: Sequence[_Level], rows: Sequence[Row], uprights: Sequence[Rule]) -> set[float]:
    """Places of level lines that are joined at both ends around words without a wide gap."""
    found: set[float] = set()
    for above, below in pairwise(levels):
        sides = [
            rule.at for rule in uprights if rule.start < above.y + 2 and rule.end > below.y - 2
        ]
        closed = all(any(abs(at - x) < _SAME for at in sides) for x in (above.x0, above.x1))
        if closed and all(len(row) == 1 for row in _between(rows, above, below)):
            found.update((above.y, below.y))
    return found


def _begin_wide(levels: Sequence[_Level], rows: Sequence[Row]) -> bool:
    """Whether half of the rows between level lines begin with words in two columns: of the printed
    lines, where there is one such row only."""
    firsts: list[Row] = []
    for above, below in pairwise(levels):
        between = _between(rows, above, below)
        firsts += between if len(levels) == 2 else between[:1]
    return sum(len(row) > 1 for row in firsts) * 2 >= len(firsts) + (len(levels) == 2)


def _with_columns(
    levels: list[_Level], rows: Sequence[Row], x0: float, x1: float
) -> tuple[list[_Level], list[float]]:
    """Level lines that hold columns, and where those begin: running text may stand above the first
    row or below the last one, before the next line that is as long."""
    for part in (levels, levels[1:], levels[:-1], levels[1:-1]):
        if len(part) > 1 and (part is levels or len(part) > 2):
            inside = _between(rows, part[0], part[-1])
            columns = corridors(inside, x0, x1)
            if len(columns) > 1 or (columns and not is_list(inside, columns[0])):
                return part, columns
    return levels, []


def _between(rows: Sequence[Row], above: _Level, below: _Level) -> list[Row]:
    return [row for row in rows if above.y - 1 < row[0][3] - 2 < below.y]
