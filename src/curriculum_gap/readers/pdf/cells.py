"""From ruled lines to the cells of tables, by the rules of pdfplumber's TableFinder.

Lines that touch are joined; where two cross there is a corner; a cell is the smallest rectangle of
corners that lines connect, and cells that share corners are a table. pdfplumber itself compares each
corner with all others, and takes a tenth of a second to load.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from curriculum_gap.readers.pdf.rules import Rule
from curriculum_gap.readers.pdf.sheet import Box

__all__ = ["find_cells"]

_TOUCH = 3.0  # points between two pieces of one line, and from a line's end to one that it crosses
_SHORTEST = 3.0

_Point = tuple[float, float]
_Corners = dict[_Point, tuple[set[int], set[int]]]  # numbers of the upright and the level lines


def find_cells(rules: Iterable[Rule]) -> list[list[list[Box | None]]]:
    """The tables that ruled lines make, top to bottom: rows of cells, None where a merged cell goes
    on. A cell alone is no table."""
    rules = list(rules)
    upright = _joined(rule for rule in rules if rule.upright)
    level = _joined(rule for rule in rules if not rule.upright)
    tables = _connected(_cells(_corners(upright, level)))
    tables.sort(key=lambda table: min((top, x0) for x0, top, _, _ in table))
    return [_in_rows(table) for table in tables if len(table) > 1]


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Lines of one direction, those put together that touch, specks left out."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=attrgetter("at", "start")):
        start, end, at, _ = rule
        if joined and at == joined[-1].at and start <= joined[-1].end + _TOUCH:
            if end > joined[-1].end:
                joined[-1] = joined[-1]._replace(end=end)
        else:
            joined.append(rule)
    return [rule for rule in joined if rule.end - rule.start >= _SHORTEST]


def _corners(upright: list[Rule], level: list[Rule]) -> _Corners:
    """Where lines cross, from left to right, top to bottom in each column."""
    corners: _Corners = {}
    for one, (top, bottom, x, _) in enumerate(upright):
        for other, (x0, x1, y, _) in enumerate(level):
            if top - _TOUCH <= y <= bottom + _TOUCH and x0 - _TOUCH <= x <= x1 + _TOUCH:
                through = corners.setdefault((x, y), (set(), set()))
                through[0].add(one)
                through[1].add(other)
    return dict(sorted(corners.items(), key=lambda corner: corner[0]))


def _cells(corners: _Corners) -> Iterator[Box]:
    """The smallest cell to the right of and below each corner that has one."""
    columns: dict[float, list[float]] = {}
    rows: dict[float, list[float]] = {}
    for x, y in corners:
        columns.setdefault(x, []).append(y)
        rows.setdefault(y, []).append(x)
    for (x, y), (upright, level) in corners.items():
        below, right = columns[x], rows[y]
        sides = (
            (bottom, x1)
            for bottom in below[bisect_right(below, y) :]
            if not upright.isdisjoint(corners[x, bottom][0])
            for x1 in right[bisect_right(right, x) :]
            if not level.isdisjoint(corners[x1, y][1])
        )
        for bottom, x1 in sides:
            across = corners.get((x1, bottom))
            if (
                across
                and not across[0].isdisjoint(corners[x1, y][0])
                and not across[1].isdisjoint(corners[x, bottom][1])
            ):
                yield x, y, x1, bottom
                break


def _connected(cells: Iterable[Box]) -> list[list[Box]]:
    """Cells in groups that share corners."""
    at: dict[_Point, list[Box]] = {}  # the group that a corner belongs to
    for cell in cells:
        points = _points(cell)
        touched = {id(group): group for group in map(at.get, points) if group}
        group = max(touched.values(), key=len, default=[])
        for other in touched.values():
            if other is not group:
                group += other
                for one in other:
                    at.update(dict.fromkeys(_points(one), group))
        group.append(cell)
        at.update(dict.fromkeys(points, group))
    return list({id(group): group for group in at.values()}.values())


def _points(cell: Box) -> tuple[_Point, _Point, _Point, _Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)


def _in_rows(table: list[Box]) -> list[list[Box | None]]:
    """A table's cells row by row, a place for each column that begins anywhere."""
    lefts = sorted({cell[0] for cell in table})
    rows: list[list[Box | None]] = []
    for _, cells in groupby(
        sorted(table, key=lambda cell: (cell[1], cell[0])), lambda cell: cell[1]
    ):
        row = {cell[0]: cell for cell in cells}
        rows.append([row.get(left) for left in lefts])
    return rows
