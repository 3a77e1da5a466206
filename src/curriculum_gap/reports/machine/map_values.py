"""The map of a programme for programs and spreadsheets.

JSON is one line, ``docs/schema/map-1.json``: courses, then topics with the level and the best
evidence in each course. CSV is the matrix that people keep: a row for each topic, a column for each
course under its code, and before these what the map says of the topic.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curriculum_gap.curriculum_map import (
    CourseCoverage,
    CurriculumMap,
    HandbookRow,
    LocatedEvidence,
    Place,
    TopicRow,
)
from curriculum_gap.nouns import Level, Topic
from curriculum_gap.reports.findings import (
    TOPIC_FACTS,
    level_count,
    scope_topics,
    shares_of_rows,
    topic_rows,
)
from curriculum_gap.reports.machine.csv_rows import csv_text
from curriculum_gap.reports.machine.json_values import (
    passage_values,
    place_values,
    report_head,
    shares_values,
    to_json,
    unread_values,
)
from curriculum_gap.reports.options import ReportOptions

__all__ = ["map_as_csv", "map_as_json"]

_MAP_FORMAT = 1
"""Version of the contract: rises when a key changes its meaning or goes."""
_SEPARATOR = "; "
_NOT_READ = "not read"


def map_as_json(curriculum_map: CurriculumMap, options: ReportOptions) -> str:
    """The whole map on one line; ``options`` change nothing."""
    del options
    values = report_head(curriculum_map, _MAP_FORMAT) | {
        "title": curriculum_map.title,
        **shares_values(shares_of_rows(curriculum_map), curriculum_map.rubric),
        "courses": [_course_values(known) for known in curriculum_map.courses],
        "topics": [
            _topic_values(topic, row, curriculum_map.courses)
            | {"places": _place_values(topic, curriculum_map.places)}
            for topic, row in topic_rows(curriculum_map)
        ],
        "handbooks": {
            "documents": list(curriculum_map.handbooks),
            "topics": [_handbook_values(row) for row in curriculum_map.handbook_rows],
            "not_judged": curriculum_map.not_judged or None,
        },
        "unassigned": list(curriculum_map.unassigned),
        "unread": [unread_values(entry) for entry in curriculum_map.unread],
        "warnings": list(curriculum_map.warnings),
    }
    return to_json(values) + "\n"


def _course_values(known: CourseCoverage) -> dict[str, Any]:
    """A course: who takes it, its files, and how many topics stand at each level (null where no
    file of it was read)."""
    counts = None
    if known.levels is not None:
        levels = list(known.levels.values())
        counts = {str(level): levels.count(level) for level in Level}
    return {
        "code": known.course.code,
        "title": known.course.title,
        "need": str(known.course.need),
        "stage": known.course.stage or None,
        "documents": list(known.documents),
        "older": list(known.older),
        "unread": [entry.source for entry in known.unread],
        "levels": counts,
        "alone": list(known.alone),
    }


def _topic_values(
    topic: Topic, row: TopicRow, courses: tuple[CourseCoverage, ...]
) -> dict[str, Any]:
    """A topic with what the map says of it, then its level in each course, in their order."""
    return {
        "id": topic.id,
        "domain": topic.domain,
        "title": topic.title,
        "expected": str(row.expected),
        "required": str(row.reached) if row.known else None,
        "gap": row.is_gap,
        "courses_at": {str(level): row.counts[level] for level in Level},
        "first": row.first or None,
        "build_up": [
            {"stage": stage, "level": None if level is None else str(level)}
            for stage, level in row.build_up
        ],
        "only_course": row.only_course or None,
        "electives_only": row.electives_only,
        "never_assessed": row.never_assessed,
        "without_objective": row.without_objective,
        "courses": [
            {
                "code": known.course.code,
                "level": None if level is None else str(level),
                "evidence": _located_values((known.evidence or {}).get(topic.id)),
            }
            for known, level in zip(courses, row.levels, strict=True)
        ],
    }


def _place_values(topic: Topic, places: Iterable[Place]) -> list[dict[str, Any]]:
    """Where a topic that is a gap would fit, the likeliest place first."""
    return [
        {"course": place.course, "source": place.source} | place_values(place, place.suggestion)
        for place in places
        if place.topic == topic.id
    ]


def _located_values(located: LocatedEvidence | None) -> dict[str, Any] | None:
    """A passage with its document and its place; None where there is none."""
    if located is None:
        return None
    return {"source": located.source} | passage_values(located.evidence.passage)


def _handbook_values(row: HandbookRow) -> dict[str, Any]:
    """A topic of the whole programme, judged in its handbooks."""
    return {
        "id": row.topic,
        "level": str(row.level),
        "expected": str(row.expected),
        "gap": row.is_gap,
        "evidence": _located_values(row.evidence),
    }


def map_as_csv(curriculum_map: CurriculumMap, options: ReportOptions) -> str:
    """A row for each topic; courses whose files were not read say so in every row. Topics of the
    whole programme come last, with their level in its handbooks in place of that in courses."""
    del options
    codes = [known.course.code for known in curriculum_map.courses]
    head = ["topic", "title", "domain", "expected", "required", "gap"]
    head += [f"courses {fact}" for fact in TOPIC_FACTS]
    head += ["first", "build-up", "only course", "electives only"]
    head += ["never assessed", "without objective"]
    rows: list[list[Any]] = [[*head, *codes]]
    for topic, row in topic_rows(curriculum_map):
        levels = [_NOT_READ if level is None else str(level) for level in row.levels]
        build_up = _SEPARATOR.join(
            f"{stage}: {'not known' if level is None else level}" for stage, level in row.build_up
        )
        rows.append(
            [
                topic.id,
                topic.title,
                topic.domain,
                str(row.expected),
                str(row.reached) if row.known else _NOT_READ,
                row.is_gap,
                *(level_count(row, fact) for fact in TOPIC_FACTS),
                row.first,
                build_up,
                row.only_course,
                row.electives_only,
                row.never_assessed,
                row.without_objective,
                *levels,
            ]
        )
    judged = {row.topic: row for row in curriculum_map.handbook_rows}
    for topic in scope_topics(curriculum_map):
        handbook = judged.get(topic.id)
        level = "not judged" if handbook is None else str(handbook.level)
        gap = None if handbook is None else handbook.is_gap
        cells = [topic.id, topic.title, topic.domain, str(topic.expected), level, gap]
        rows.append([*cells, *[None] * (len(head) - len(cells) + len(codes))])
    return csv_text(rows)
