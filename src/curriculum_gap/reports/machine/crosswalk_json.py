"""A crosswalk for programs, on one line of JSON: ``docs/schema/crosswalk-1.json``.

Items that are never scored stand among the others with the reason in ``apart``; a state is null
where nothing can be said.
"""

from __future__ import annotations

from typing import Any

from curriculum_gap.curriculum_map import (
    CourseCoverage,
    CourseState,
    Crosswalk,
    CrosswalkRow,
    LocatedEvidence,
    Standard,
    State,
)
from curriculum_gap.nouns import Declaration
from curriculum_gap.reports.machine.json_values import (
    declaration_values,
    evidence_values,
    report_head,
    to_json,
    unread_values,
)
from curriculum_gap.reports.options import ReportOptions

__all__ = ["crosswalk_as_json"]

_FORMAT = 1
_STATES = {
    State.BOTH: "declared-and-shown",
    State.DECLARED: "declared",
    State.SHOWN: "shown",
    State.NEITHER: "neither",
}


def crosswalk_as_json(crosswalk: Crosswalk, options: ReportOptions) -> str:
    """The whole crosswalk; no option changes it."""
    del options
    values = report_head(crosswalk, _FORMAT) | {
        "title": crosswalk.title,
        "standard": _standard_values(crosswalk.standard),
        "differences": crosswalk.differences or None,
        "courses": [_course_values(course, crosswalk) for course in crosswalk.courses],
        "items": [_row_values(row) for row in (*crosswalk.rows, *crosswalk.apart)],
        "other_codes": [_found_values(source, made) for source, made in crosswalk.unknown],
        "unassigned": list(crosswalk.unassigned),
        "unread": [unread_values(entry) for entry in crosswalk.unread],
        "warnings": list(crosswalk.warnings),
    }
    return to_json(values) + "\n"


def _standard_values(standard: Standard) -> dict[str, Any]:
    return {
        "id": standard.id,
        "name": standard.name,
        "title": standard.title,
        "body": standard.body,
        "edition": standard.edition,
        "status": standard.status,
        "as_of": standard.as_of,
        "source": standard.source,
        "note": standard.note,
    }


def _course_values(course: CourseCoverage, crosswalk: Crosswalk) -> dict[str, Any]:
    """A course and its documents; ``read`` is false where none of them was."""
    editions = dict(crosswalk.other_editions)
    return {
        "code": course.course.code,
        "title": course.course.title,
        "need": str(course.course.need),
        "stage": course.course.stage or None,
        "read": course.levels is not None,
        "documents": list(course.documents),
        "older": list(course.older),
        "other_editions": list(editions.get(course.course.code, ())),
    }


def _row_values(row: CrosswalkRow) -> dict[str, Any]:
    """One item with its courses."""
    return {
        "code": row.item.code,
        "title": row.item.title,
        "part_of": row.item.part_of or None,
        "apart": row.apart or None,
        "topics": list(row.topics),
        "state": _STATES[row.state] if row.state is not None else None,
        "counts": {name: len(row.in_state(state)) for state, name in _STATES.items()},
        "courses": [_state_values(course) for course in row.courses],
    }


def _state_values(course: CourseState) -> dict[str, Any]:
    """One course: its state, and the declarations and evidence for it."""
    return {
        "course": course.course,
        "state": _STATES[course.state] if course.state is not None else None,
        "counts": course.counts,
        "apart": course.apart or None,
        "level": str(course.level) if course.level is not None else None,
        "mark": course.mark or None,
        "how": [str(section) for section in course.how],
        "declared": [_found_values(source, made) for source, made in course.declared],
        "shown": [_evidence_values(located) for located in course.shown],
    }


def _found_values(source: str, made: Declaration) -> dict[str, Any]:
    return {"source": source, **declaration_values(made)}


def _evidence_values(located: LocatedEvidence) -> dict[str, Any]:
    evidence = located.evidence
    return {"source": located.source, "topic": evidence.topic, **evidence_values(evidence)}
