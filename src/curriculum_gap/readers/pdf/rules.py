"""Ruled lines, as a page draws them: whether they could make a table, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Rule", "looks_ruled"]

_MAX_CROSSINGS = 2_000  # a page of more is a plot


class Rule(NamedTuple):
    """A ruled line: from ``start`` to ``end`` along its direction, at ``at`` across it."""

    start: float
    end: float
    at: float
    upright: bool


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
