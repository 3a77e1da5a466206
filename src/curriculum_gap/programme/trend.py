"""Several runs over the courses of a programme → what was gained and lost, by topic and course.

A run is the courses of one year, say. Courses of several runs go together by their code (the name
of the file where there is none), then by a title that only one course of each run has.
A course that was not there at a run, or of which a file was not read, is neither gained nor lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from curriculum_gap import __version__
from curriculum_gap.course_labels import code_key
from curriculum_gap.curriculum_map import (
    CourseCoverage,
    CourseTrend,
    LevelTrend,
    LocatedEvidence,
    Standing,
    Trend,
)
from curriculum_gap.nouns import Coverage, Level, Rubric, Unread
from curriculum_gap.programme.courses import sort_documents

__all__ = ["Run", "run_of", "trend_of"]


class Run(NamedTuple):
    """The courses of one run, the files in it that were not read, doubts about its documents (lines
    by their path), and what was not sure about its courses."""

    name: str
    courses: Sequence[CourseCoverage]
    unread: Sequence[Unread] = ()
    doubts: Mapping[str, Sequence[str]] = {}
    warnings: Sequence[str] = ()


def run_of(name: str, documents: Sequence[Coverage | Unread]) -> Run:
    """The run ``name`` over these documents: a course for each code among them, and one for each
    file without a code. Of several terms of a course the latest counts."""
    files = sort_documents(None, documents)
    doubts: dict[str, tuple[str, ...]] = {entry.source: entry.warnings for entry in documents}
    return Run(name, files.courses, files.unread, doubts, files.warnings)


_OverRuns = list[CourseCoverage | None]
"""A course at each run, in order; None where it is not there."""


def trend_of(runs: Sequence[Run], rubric: Rubric, warnings: Sequence[str] = ()) -> Trend:
    """What changed from run to run; ``warnings`` are lines that every report shows.

    Topics that only the programme as a whole can show are left out: no course is held to them.
    """
    groups = _matched([run.courses for run in runs])
    topics = [topic.id for topic in rubric.assessable]
    courses = [_course_trend(group, topics) for group in groups]
    unsure = [f"{run.name}: {line}" for run in runs for line in run.warnings]
    return Trend(
        version=__version__,
        rubric=rubric,
        runs=tuple(run.name for run in runs),
        courses=tuple(replace(course, alone=_alone(course, courses)) for course in courses),
        whole=_whole(courses, topics),
        unread=tuple((run.name, entry) for run in runs for entry in run.unread),
        warnings=(*warnings, *unsure, *_doubts(groups, runs)),
    )


# Courses


def _matched(runs: Sequence[Sequence[CourseCoverage]]) -> list[_OverRuns]:
    """The courses of all runs, each once, in the order in which they first appear.

    A wrong pair would hide a loss: codes and titles count only where one course alone has them at
    both ends.
    """
    groups: list[_OverRuns] = []
    for index, courses in enumerate(runs):
        waiting: list[CourseCoverage] = list(courses)
        for key in (_code, _title):
            waiting = _join(groups, waiting, index, key)
        for course in waiting:
            group: _OverRuns = [None] * len(runs)
            group[index] = course
            groups.append(group)
    return groups


def _join(
    groups: Sequence[_OverRuns],
    courses: Sequence[CourseCoverage],
    index: int,
    key: Callable[[CourseCoverage], str],
) -> list[CourseCoverage]:
    """Put each course at run ``index`` into the one group of the same ``key``; gives those without
    one."""
    free: dict[str, list[_OverRuns]] = {}
    for group in groups:
        if group[index] is None:
            for value in {key(course) for course in group if course is not None} - {""}:
                free.setdefault(value, []).append(group)
    wanted: dict[str, int] = {}
    for course in courses:
        wanted[key(course)] = wanted.get(key(course), 0) + 1
    left = []
    for course in courses:
        value = key(course)
        candidates = free.get(value, [])
        if len(candidates) == 1 and wanted[value] == 1:
            candidates[0][index] = course
        else:
            left.append(course)
    return left


def _code(course: CourseCoverage) -> str:
    """The code of a course as it compares with others."""
    return code_key(course.course.code)


def _title(course: CourseCoverage) -> str:
    """The title of a course without differences of case and spacing."""
    return " ".join(course.course.title.casefold().split())


# Levels


def _course_trend(group: _OverRuns, topics: Iterable[str]) -> CourseTrend:
    """A course over all runs; it is called as in the last run that has it."""
    there = [course for course in group if course is not None]
    titles = [course.course.title for course in there if course.course.title]
    return CourseTrend(
        code=there[-1].course.code,
        title=titles[-1] if titles else "",
        standings=tuple(_standing(course) for course in group),
        documents=tuple(course.documents if course else () for course in group),
        topics=tuple(_level_trend(topic, group) for topic in topics),
    )


def _standing(course: CourseCoverage | None) -> Standing:
    """What is known of a course at a run. One file that was not read may hold what seems lost."""
    if course is None or not (course.documents or course.unread):
        return Standing.MISSING
    return Standing.UNREAD if course.unread else Standing.READ


def _level_trend(topic: str, group: _OverRuns) -> LevelTrend:
    """A topic's levels at each run, with the best evidence of the last run at the highest. Where a
    run did not judge the topic, its level is not known."""
    levels: list[Level | None] = []
    best: tuple[Level, LocatedEvidence | None] = Level.ABSENT, None
    for course in group:
        known = course is not None and _standing(course) is Standing.READ
        level = course.levels.get(topic) if course and course.levels and known else None
        levels.append(level)
        if course is not None and level is not None and level >= max(best[0], Level.MENTIONED):
            best = level, (course.evidence or {}).get(topic)
    return LevelTrend(topic, tuple(levels), best[1])


def _whole(courses: Iterable[CourseTrend], topics: Sequence[str]) -> tuple[LevelTrend, ...]:
    """For each topic its best level in the courses that were read in every run: nothing where there
    is none. Courses that came, went or were not read would look like gains and losses."""
    compared = [course for course in courses if course.always_read]
    rows = []
    for position, topic in enumerate(topics):
        of_courses = [course.topics[position].levels for course in compared]
        best = [_highest(levels) for levels in zip(*of_courses, strict=True)]
        rows.append(LevelTrend(topic, tuple(best)))
    return tuple(rows) if compared else ()


def _highest(levels: Iterable[Level | None]) -> Level | None:
    """The highest level that is known."""
    return max((level for level in levels if level is not None), default=None)


def _alone(course: CourseTrend, courses: Sequence[CourseTrend]) -> tuple[str, ...]:
    """Topics that a course taught, and that no other course teaches at a run where nothing is known
    of it: with the course they come, go or are unknown."""
    gaps = [at for at, standing in enumerate(course.standings) if standing is not Standing.READ]
    found = []
    for position, topic in enumerate(course.topics):
        if (_highest(topic.levels) or Level.ABSENT) < Level.TAUGHT:
            continue
        for at in gaps:
            elsewhere = _highest(other.topics[position].levels[at] for other in courses)
            if (elsewhere or Level.ABSENT) < Level.TAUGHT:
                found.append(topic.topic)
                break
    return tuple(found)


def _doubts(groups: Iterable[_OverRuns], runs: Sequence[Run]) -> list[str]:
    """A line for each doubt about a document that its course did not have at the run before: what
    was not read may be what seems lost."""
    lines = []
    for group in groups:
        known: set[str] | None = None
        for course, run in zip(group, runs, strict=True):
            if course is None:
                continue
            found = [
                (source, line) for source in course.documents for line in run.doubts.get(source, ())
            ]
            if known is not None:
                lines += [
                    f"{run.name}: {name}: {line}" for name, line in found if line not in known
                ]
            known = {line for _, line in found}
    return lines
