"""What courses declare of a standard: the codes in their documents → claims for each item.

An edition is never guessed. Codes of another edition are listed, and where an item came from one of
them, the course is set apart: it declares the predecessor. A code whose edition no word tells
counts if the standard has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from curriculum_gap.curriculum_map import CourseCoverage, Crosswalk, Standard, StandardItem
from curriculum_gap.nouns import Coverage, Declaration, Rubric
from curriculum_gap.programme.courses import CourseFiles
from curriculum_gap.programme.crosswalk import Claim, crosswalk_of, topics_for_items

__all__ = ["NOT_SEEN", "make_crosswalk"]

NOT_SEEN = "its text could not be seen"
"""Why a code is not scored that courses declare and the standard's file does not have."""

Found = tuple[str, Declaration]
"""A document and a declaration in it."""


class _Declared(NamedTuple):
    """What one course declares: by item, and what belongs to none."""

    by_item: Mapping[str, tuple[Found, ...]]
    predecessors: Mapping[str, Declaration]
    unlisted: tuple[Found, ...]
    unknown: tuple[Found, ...]
    other_editions: tuple[str, ...]


def make_crosswalk(
    files: CourseFiles, standard: Standard, rubric: Rubric, title: str, version: str
) -> Crosswalk:
    """The courses of a programme held against ``standard``: declared where, shown where."""
    declared = {
        course.course.code: _declared(standard, documents)
        for course, documents in zip(files.courses, files.by_course, strict=True)
    }
    standard = _with_unlisted(standard, declared.values())
    topics = topics_for_items(standard, rubric)
    claims = _claims(standard, files.courses, declared)
    return replace(
        crosswalk_of(files, standard, topics, claims, rubric, title, version),
        unknown=tuple(found for one in declared.values() for found in one.unknown),
        other_editions=tuple(
            (code, one.other_editions) for code, one in declared.items() if one.other_editions
        ),
    )


def _declared(standard: Standard, documents: Sequence[Coverage]) -> _Declared:
    """What the documents of one course declare of ``standard``."""
    codes = {item.code: item for item in standard.items}
    origins = {origin: item.code for item in standard.items for origin in item.was}
    by_item: dict[str, list[Found]] = {}
    predecessors: dict[str, Declaration] = {}
    unlisted: list[Found] = []
    unknown: list[Found] = []
    editions: dict[str, None] = {}
    for source, made in _of_body(standard, documents):
        if made.edition:
            editions[made.edition] = None
        if not made.code:
            continue
        if made.edition == standard.edition or (not made.edition and made.code in codes):
            if made.code not in codes:
                unlisted.append((source, made))
            item = codes.get(made.code) or StandardItem(made.code, "")
            for code in filter(None, (item.code, item.part_of)):
                by_item.setdefault(code, []).append((source, made))
            continue
        unknown.append((source, made))
        if (made.edition, made.code) in origins:
            predecessors[origins[made.edition, made.code]] = made
    other = () if not editions or standard.edition in editions else tuple(editions)
    tied = {code: tuple(found) for code, found in by_item.items()}
    return _Declared(tied, predecessors, tuple(unlisted), tuple(unknown), other)


def _of_body(standard: Standard, documents: Sequence[Coverage]) -> Iterable[Found]:
    """The declarations of the standard's body, with their documents."""
    for document in documents:
        for made in document.declarations:
            if made.body == standard.body:
                yield document.source, made


def _with_unlisted(standard: Standard, declared: Iterable[_Declared]) -> Standard:
    """The standard with an item for each code of its edition that courses declare and it lacks;
    these are never scored."""
    codes = sorted({made.code for one in declared for _, made in one.unlisted})
    more = tuple(StandardItem(code, "", NOT_SEEN) for code in codes)
    return replace(standard, items=(*standard.items, *more)) if more else standard


def _claims(
    standard: Standard, courses: Sequence[CourseCoverage], declared: Mapping[str, _Declared]
) -> dict[tuple[str, str], Claim]:
    """Course and item → what is declared, and why that is not counted."""
    claims = {}
    for course in courses:
        code = course.course.code
        for item in standard.items:
            claims[code, item.code] = _claim(item, declared[code])
    return claims


def _claim(item: StandardItem, declared: _Declared) -> Claim:
    """What one course declares of one item."""
    found = declared.by_item.get(item.code, ())
    apart = ""
    if declared.other_editions:
        apart = f"on the edition of {' and '.join(declared.other_editions)}"
    elif not found and (old := _predecessor(item, declared)):
        apart = old
    elif not found and item.part_of in declared.by_item:
        whole = declared.by_item[item.part_of]
        if any(made.code == item.part_of for _, made in whole):
            apart = f"declares {item.part_of} as a whole"
    return Claim(found, apart=apart)


def _predecessor(item: StandardItem, declared: _Declared) -> str:
    """What is said of a course that declares what an item, or its whole, came from; else ""."""
    for code in (item.code, item.part_of):
        if code in declared.predecessors and code not in declared.by_item:
            old = declared.predecessors[code]
            return f"declares {old.code} of {old.edition}, which became {code}"
    return ""
