"""A crosswalk as tidy rows for spreadsheets: one for each item and course.

Items that are never scored and courses that do not count are rows too, with the reason; their
state is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curriculum_gap.curriculum_map import CourseCoverage, CourseState, Crosswalk, CrosswalkRow
from curriculum_gap.reports.crosswalk_lines import (
    best_shown,
    declared_place,
    how_text,
    shown_place,
    topics_shown,
)
from curriculum_gap.reports.machine.csv_rows import csv_text
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.wording import heading_path

__all__ = ["COLUMNS", "crosswalk_as_csv"]

COLUMNS = (
    "standard", "edition", "status", "as_of", "item", "title", "not_scored", "course",
    "course_title", "need", "stage", "state", "not_counted", "declared", "mark", "declared_in",
    "level", "how", "topics", "shown_in", "section", "place", "heading", "quotation",
)  # fmt: skip
_SEPARATOR = " · "  # between several places in one cell


def crosswalk_as_csv(crosswalk: Crosswalk, options: ReportOptions) -> str:
    """All rows, items in the order of the standard and courses in that of the programme; with a
    mark by which spreadsheets take it for UTF-8. No option changes it."""
    del options
    return csv_text([COLUMNS, *([row[name] for name in COLUMNS] for row in _rows(crosswalk))])


def _rows(crosswalk: Crosswalk) -> Iterator[dict[str, Any]]:
    for item in (*crosswalk.rows, *crosswalk.apart):
        for course, state in zip(crosswalk.courses, item.courses, strict=True):
            yield _item_values(crosswalk, item) | _course_values(crosswalk, course, state)


def _item_values(crosswalk: Crosswalk, item: CrosswalkRow) -> dict[str, Any]:
    standard = crosswalk.standard
    return {
        "standard": standard.name or standard.id,
        "edition": standard.edition,
        "status": standard.status,
        "as_of": standard.as_of,
        "item": item.item.code,
        "title": item.item.title,
        "not_scored": item.apart,
    }


def _course_values(
    crosswalk: Crosswalk, course: CourseCoverage, state: CourseState
) -> dict[str, Any]:
    best = best_shown(state, 1)
    passage = best[0].evidence.passage if best else None
    not_read = "" if course.levels is not None else "not read"
    return {
        "course": course.course.code,
        "course_title": course.course.title,
        "need": str(course.course.need),
        "stage": course.course.stage,
        "state": str(state.state) if state.counts else "",
        "not_counted": state.apart or not_read,
        "declared": _SEPARATOR.join(declared_place(made) for _, made in state.declared),
        "mark": state.mark,
        "declared_in": _SEPARATOR.join(dict.fromkeys(source for source, _ in state.declared)),
        "level": str(state.level) if state.level is not None else "",
        "how": how_text(state),
        "topics": _SEPARATOR.join(topics_shown(crosswalk, state)),
        "shown_in": best[0].source if best else "",
        "section": str(passage.section) if passage else "",
        "place": shown_place(best[0]) if best else "",
        "heading": heading_path(passage) if passage else "",
        "quotation": passage.text if passage else "",
    }
