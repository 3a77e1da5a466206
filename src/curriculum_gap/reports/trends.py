"""Words and orders that reports of several runs share.

Takes a trend, gives plain text and lists. Text of others in it is escaped only where a function
says so; every format escapes what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from curriculum_gap.curriculum_map import CourseTrend, Direction, LevelTrend, Standing, Trend
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.wording import count_noun

__all__ = [
    "changed_courses",
    "run_names",
    "sorted_trends",
    "standings_line",
    "trend_heading",
    "trend_scope",
    "unchanged_courses",
    "unknown_courses",
]

_ORDER = (Direction.LOST, Direction.VARIED, Direction.GAINED)


def trend_heading(trend: Trend) -> str:
    """``3 levels lost, 1 gained``: in the courses that were read at two runs or more."""
    directions = [topic.direction for course in trend.courses for topic in course.changed]
    lost, gained = directions.count(Direction.LOST), directions.count(Direction.GAINED)
    if not directions:
        return "No level changed"
    return f"{count_noun(lost, 'level')} lost, {gained} gained"


def trend_scope(trend: Trend) -> str:
    """Which courses the rows of all courses together are about."""
    compared, known = trend.compared, len(trend.courses)
    if not compared:
        return "No course was read in every run: nothing is said of all courses together"
    courses = count_noun(compared, "course")
    if compared == known:
        return f"Best level in the {courses}, each of them read in every run"
    return (
        f"Best level in the {courses} that {'was' if compared == 1 else 'were'} read in every run"
    )


def changed_courses(trend: Trend) -> list[CourseTrend]:
    """The courses of which some level differs between two runs, in the order of the runs."""
    return [course for course in trend.courses if course.changed]


def standings_line(course: CourseTrend, runs: Sequence[str]) -> str:
    """``not there in 2024; not read in 2025``: the runs at which nothing is known of a course."""
    parts = []
    for standing in (Standing.MISSING, Standing.UNREAD):
        at = [run for run, one in zip(runs, course.standings, strict=True) if one is standing]
        if at:
            parts.append(f"{standing} in {', '.join(at)}")
    return "; ".join(parts)


_SAVED = frozenset({".json", ".jsonl"})
"""Suffixes of saved reports, which names of runs go without."""


def run_names(trend: Trend) -> list[str]:
    """A short name for each run: the last part of its path that tells it from the others, without
    its suffix; the whole name where that says too little."""
    paths = [PurePath(run) for run in trend.runs]
    short = [path.stem if path.suffix in _SAVED else path.name or str(path) for path in paths]
    names = short if len(set(short)) == len(short) else list(trend.runs)
    return [escape_line(name) for name in names]


def sorted_trends(topics: Iterable[LevelTrend]) -> list[LevelTrend]:
    """The topics whose level differs between two runs: those that fell, those that came and went,
    those that rose."""
    changed = [topic for topic in topics if topic.direction is not Direction.SAME]
    return sorted(changed, key=lambda topic: _ORDER.index(topic.direction))


def unknown_courses(trend: Trend) -> list[CourseTrend]:
    """Courses of which nothing is known at some run."""
    return [course for course in trend.courses if not course.always_read]


def unchanged_courses(trend: Trend) -> int:
    """How many courses were read in every run and stayed the same."""
    return sum(course.always_read and not course.changed for course in trend.courses)
