"""A programme's own map held against what its courses show: the same four states as for codes in
syllabi, with the marks of the map as what is declared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curriculum_gap.curriculum_map import Crosswalk, CrosswalkRow, Standard, State
from curriculum_gap.nouns import Rubric
from curriculum_gap.programme.courses import CourseFiles
from curriculum_gap.programme.crosswalk import Claim, crosswalk_of, topics_for_items
from curriculum_gap.programme.declared_map import DeclaredMap

__all__ = ["crosswalk_against"]

_NO_COURSE = "not named in the map"
_CLAIMS, _CELLS = "Claimed in the map and not found in the text", "Shown and not claimed"
_NAMED = 10
"""Cells that the summary names; the report shows all of them."""


def crosswalk_against(
    files: CourseFiles,
    standard: Standard,
    declared: DeclaredMap,
    rubric: Rubric,
    title: str,
    version: str,
) -> Crosswalk:
    """The courses held against their programme's own map. Items that the map does not have are
    left out, courses that it does not name are shown and not counted; both are said.

    ``standard`` is a published one, or the topics of the rubric as one (without a body).
    """
    items = {item.code: item for item in standard.items}
    wholes = {items[code].part_of for code in declared.items}
    named = tuple(item for item in standard.items if item.code in declared.items | wholes)
    standard = replace(standard, items=named)
    if standard.body:
        topics = topics_for_items(standard, rubric)
    else:
        topics = {item.code: (item.code,) for item in named}
    claims = {
        (course.course.code, item.code): Claim(
            mark=_mark(declared, course.course.code, item.code, standard),
            apart="" if course.course.code in declared.courses else _NO_COURSE,
        )
        for course in files.courses
        for item in named
    }
    made = crosswalk_of(files, standard, topics, claims, rubric, title, version)
    return replace(
        made, differences=_differences(made.rows), warnings=(*declared.unmatched, *made.warnings)
    )


def _differences(rows: Sequence[CrosswalkRow]) -> str:
    """Where the map and the texts differ, cell by cell: what a reader looks for first."""
    parts = []
    for state, words in ((State.DECLARED, _CLAIMS), (State.SHOWN, _CELLS)):
        found = [
            f"{row.item.code} in {one.course}" + (f" ({one.mark})" if one.mark else "")
            for row in rows
            for one in row.in_state(state)
        ]
        if found:
            more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
            parts.append(f"{words} ({len(found)}): {'; '.join(found[:_NAMED])}{more}.")
    return (
        " ".join(parts) or "Where both name course and item, the map and the texts do not differ."
    )


def _mark(declared: DeclaredMap, course: str, item: str, standard: Standard) -> str:
    """The mark of an item, or those of its parts: 3a counts for 3."""
    codes = [item, *(one.code for one in standard.items if one.part_of == item)]
    marks = [declared.marks[course, code] for code in codes if (course, code) in declared.marks]
    return ", ".join(dict.fromkeys(marks))
