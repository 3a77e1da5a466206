"""Trends for programs: JSON as ``docs/schema/trend-1.json`` has it, and tidy rows as CSV.

Takes a trend, gives text. JSON holds every topic of every course, those that did not change too;
CSV has a row for each course, topic and run.
"""

from __future__ import annotations

from typing import Any

from curriculum_gap.curriculum_map import CourseTrend, LevelTrend, Trend
from curriculum_gap.nouns import Level
from curriculum_gap.reports.machine.csv_rows import csv_text
from curriculum_gap.reports.machine.json_values import (
    evidence_values,
    report_head,
    to_json,
    unread_values,
)
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.topics import topic_titles

__all__ = ["trend_as_csv", "trend_as_json"]

_FORMAT = 1
"""Version of the contract: rises when a key changes its meaning or goes."""
_COLUMNS = (
    "course",
    "course_title",
    "topic",
    "topic_title",
    "change",
    "run",
    "run_number",
    "standing",
    "documents",
    "level",
    "level_rank",
    "gapcheck_version",
    "rubric",
    "rubric_version",
)
_ALL_COURSES = "*"
"""Name of all compared courses together in the column ``course``."""


def trend_as_json(trend: Trend, options: ReportOptions) -> str:
    """The whole trend on one line; the same input gives the same bytes. ``options`` change
    nothing."""
    del options
    whole = {"compared": trend.compared, "topics": [_topic_values(topic) for topic in trend.whole]}
    values = report_head(trend, _FORMAT) | {
        "runs": list(trend.runs),
        "whole": whole,
        "courses": [_course_values(course) for course in trend.courses],
        "unread": [{"run": run} | unread_values(entry) for run, entry in trend.unread],
        "warnings": list(trend.warnings),
    }
    return to_json(values) + "\n"


def _course_values(course: CourseTrend) -> dict[str, Any]:
    """A course: what was read of it at each run, then its topics."""
    at_runs = zip(course.standings, course.documents, strict=True)
    return {
        "code": course.code,
        "title": course.title,
        "runs": [
            {"standing": str(standing), "documents": list(documents)}
            for standing, documents in at_runs
        ],
        "topics": [_topic_values(topic) for topic in course.topics],
        "alone": list(course.alone),
    }


def _topic_values(topic: LevelTrend) -> dict[str, Any]:
    """A topic's level at each run, null where nothing is known, with its best evidence."""
    evidence = topic.evidence
    return {
        "id": topic.topic,
        "change": str(topic.direction),
        "levels": [None if level is None else str(level) for level in topic.levels],
        "evidence": None
        if evidence is None
        else {"source": evidence.source} | evidence_values(evidence.evidence),
    }


def trend_as_csv(trend: Trend, options: ReportOptions) -> str:
    """A row for each course, topic and run, then those of all courses together (``*``).
    ``options`` change nothing."""
    del options
    titles = topic_titles(trend.rubric)
    head = {
        "gapcheck_version": trend.version,
        "rubric": trend.rubric.id,
        "rubric_version": trend.rubric.version,
    }
    rows = []
    for course in trend.courses:
        named = {"course": course.code, "course_title": course.title}
        for topic in course.topics:
            for number, run in enumerate(trend.runs):
                place = {
                    "standing": str(course.standings[number]),
                    "documents": "; ".join(course.documents[number]),
                }
                rows.append(named | _cells(topic, titles, number, run) | place | head)
    for topic in trend.whole:
        for number, run in enumerate(trend.runs):
            rows.append({"course": _ALL_COURSES} | _cells(topic, titles, number, run) | head)
    return csv_text([_COLUMNS, *([row.get(name) for name in _COLUMNS] for row in rows)])


def _cells(topic: LevelTrend, titles: dict[str, str], number: int, run: str) -> dict[str, Any]:
    """The cells of a topic at one run."""
    level: Level | None = topic.levels[number]
    return {
        "topic": topic.topic,
        "topic_title": titles[topic.topic],
        "change": str(topic.direction),
        "run": run,
        "run_number": number + 1,
        "level": None if level is None else str(level),
        "level_rank": None if level is None else int(level),
    }
