"""What a map of a programme says of its topics and courses, in the words that all formats share.

Takes a map, gives rows, counts and plain text. Text of others in it is not escaped: every format
escapes what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from curriculum_gap.curriculum_map import (
    CourseCoverage,
    CurriculumMap,
    HandbookRow,
    LocatedEvidence,
    Need,
    TopicRow,
)
from curriculum_gap.nouns import Level, Scope, Topic
from curriculum_gap.reports.topics import RubricShare, lists_of
from curriculum_gap.reports.wording import count_noun, display_path

__all__ = [
    "FLAGS",
    "NEED_MARKS",
    "TOPIC_FACTS",
    "Finding",
    "alone_text",
    "alone_titles",
    "codes_text",
    "count_reached_rows",
    "course_kinds",
    "empty_courses",
    "evidence_of_course",
    "file_lists",
    "files_with_evidence",
    "findings_of",
    "first_taught",
    "gap_text",
    "handbook_heading",
    "handbook_rows",
    "level_count",
    "level_of_stage",
    "lists_of_map",
    "programme_standing",
    "programme_title",
    "scope_topics",
    "shares_of_rows",
    "stage_names",
    "topic_rows",
    "where_taught",
]

NEED_MARKS = {Need.REQUIRED: "", Need.ELECTIVE: "(e)", Need.TRACK: "(t)"}
"""What stands beside the code of a course that does not decide."""
FLAGS = {
    "is_gap": "Gaps: required courses stay below what is expected",
    "only_course": "In one course only",
    "electives_only": "In electives or tracks only",
    "never_assessed": "Taught, and assessed in no required course",
    "without_objective": "Assessed, and in no objective of a required course",
}
"""Attribute of a row → what is said of the topics for which it is true."""
TOPIC_FACTS = ("assessed", "taught", "mentioned", "absent", "not read")
"""How many courses stand where; a course is counted once, at its best level."""


class Finding(NamedTuple):
    """Something that is said of several topics, with the detail for each."""

    heading: str
    topics: tuple[tuple[Topic, str], ...]


def lists_of_map(curriculum_map: CurriculumMap) -> list[CurriculumMap]:
    """The map by each topic list (rubric) of the run: a map of its topics alone."""
    if not curriculum_map.rubric.parts:
        return [curriculum_map]
    maps = []
    for one in lists_of(curriculum_map.rubric):
        ids = {topic.id for topic in one.topics}
        maps.append(
            replace(
                curriculum_map,
                rubric=one,
                rows=tuple(row for row in curriculum_map.rows if row.topic in ids),
                handbook_rows=tuple(
                    row for row in curriculum_map.handbook_rows if row.topic in ids
                ),
                places=tuple(place for place in curriculum_map.places if place.topic in ids),
            )
        )
    return maps


# Topics


def topic_rows(curriculum_map: CurriculumMap) -> Iterator[tuple[Topic, TopicRow]]:
    """Each row with its topic, in the order of the rubric."""
    topics = {topic.id: topic for topic in curriculum_map.rubric.topics}
    for row in curriculum_map.rows:
        yield topics[row.topic], row


def count_reached_rows(curriculum_map: CurriculumMap) -> tuple[int, int]:
    """How many expected topics the required courses reach, and how many are expected."""
    return _count_rows(curriculum_map.rows)


def shares_of_rows(curriculum_map: CurriculumMap) -> list[RubricShare]:
    """The same for each rubric of the map."""
    shares = []
    for part, topics in curriculum_map.rubric.by_part:
        ids = {topic.id for topic in topics}
        rows = [row for row in curriculum_map.rows if row.topic in ids]
        shares.append(RubricShare(part, *_count_rows(rows)))
    return shares


def _count_rows(rows: Iterable[TopicRow]) -> tuple[int, int]:
    expected = [row for row in rows if row.expected > Level.ABSENT]
    return sum(row.reached >= row.expected for row in expected), len(expected)


def level_count(row: TopicRow, fact: str) -> int:
    """How many courses stand at one of :data:`TOPIC_FACTS`."""
    if fact == "not read":
        return sum(level is None for level in row.levels)
    return next(number for level, number in row.counts.items() if str(level) == fact)


def findings_of(curriculum_map: CurriculumMap) -> list[Finding]:
    """What there is to say of topics, each under its heading; headings without a topic are left
    out."""
    details = {
        "is_gap": gap_text,
        "only_course": lambda row, _: f"{row.only_course}: {_level_in(row, curriculum_map)}",
        "electives_only": where_taught,
        "never_assessed": where_taught,
        "without_objective": _where_assessed,
    }
    found = []
    for name, heading in FLAGS.items():
        topics = tuple(
            (topic, details[name](row, curriculum_map))
            for topic, row in topic_rows(curriculum_map)
            if getattr(row, name)
        )
        if topics:
            found.append(Finding(heading, topics))
    return found


def gap_text(row: TopicRow, curriculum_map: CurriculumMap) -> str:
    """``expected taught; mentioned in SOWK 322, 430``: what there is of a topic that is a gap."""
    parts = []
    for level in (Level.ASSESSED, Level.TAUGHT, Level.MENTIONED):
        for needs, kind in ((_DECIDING, ""), (_OTHERS, "only in electives or tracks, ")):
            codes = _codes_at(row, curriculum_map, level, needs)
            if codes:
                parts.append(f"{kind}{level} in {codes_text(codes)}")
    nowhere = "found in no course that was read" if None in row.levels else "found in no course"
    return f"expected {row.expected}; {'; '.join(parts) or nowhere}"


_DECIDING = frozenset({Need.REQUIRED})
_OTHERS = frozenset({Need.ELECTIVE, Need.TRACK})


def where_taught(row: TopicRow, curriculum_map: CurriculumMap) -> str:
    """The courses that teach or assess a topic: ``assessed in SOWK 595 (elective)``."""
    parts = []
    for level in (Level.ASSESSED, Level.TAUGHT):
        codes = _codes_at(row, curriculum_map, level, _DECIDING | _OTHERS)
        if codes:
            parts.append(f"{level} in {codes_text(codes)}")
    return "; ".join(parts)


def _where_assessed(row: TopicRow, curriculum_map: CurriculumMap) -> str:
    codes = _codes_at(row, curriculum_map, Level.ASSESSED, _DECIDING)
    return f"assessed in {codes_text(codes)}"


def _codes_at(
    row: TopicRow, curriculum_map: CurriculumMap, level: Level, needs: frozenset[Need]
) -> list[str]:
    """Codes of the courses of these needs at one level; of electives and tracks it says so."""
    return [
        _named(known)
        for known, found in zip(curriculum_map.courses, row.levels, strict=True)
        if found is level and known.course.need in needs
    ]


def first_taught(row: TopicRow, curriculum_map: CurriculumMap, short: bool = False) -> str:
    """The course that teaches a topic first, and that it is no required one; with ``short`` as a
    mark."""
    first = (known for known in curriculum_map.courses if known.course.code == row.first)
    known = next(first, None)
    if known is None:
        return ""
    return f"{row.first} {NEED_MARKS[known.course.need]}".rstrip() if short else _named(known)


def _named(known: CourseCoverage) -> str:
    """``SOWK 595``, or ``SOWK 595 (elective)``."""
    need = known.course.need
    return known.course.code if need is Need.REQUIRED else f"{known.course.code} ({need})"


def _level_in(row: TopicRow, curriculum_map: CurriculumMap) -> Level:
    """The level of a topic in the one course that teaches it."""
    pairs = zip(curriculum_map.courses, row.levels, strict=True)
    return max(
        level
        for known, level in pairs
        if known.course.code == row.only_course and level is not None
    )


def scope_topics(curriculum_map: CurriculumMap) -> list[Topic]:
    """Topics that only the programme as a whole can show, in its handbooks."""
    return [topic for topic in curriculum_map.rubric.topics if topic.scope is Scope.PROGRAM]


def handbook_rows(curriculum_map: CurriculumMap) -> Iterator[tuple[Topic, HandbookRow]]:
    """Each of these topics that was judged, with what the handbooks show."""
    topics = {topic.id: topic for topic in curriculum_map.rubric.topics}
    for row in curriculum_map.handbook_rows:
        yield topics[row.topic], row


def handbook_heading(curriculum_map: CurriculumMap) -> str:
    """``The programme as a whole: in its handbook``, or why its topics were not judged."""
    if curriculum_map.not_judged:
        return f"The programme as a whole was not judged: {curriculum_map.not_judged}"
    number = len(curriculum_map.handbooks)
    return f"The programme as a whole: in its {'handbook' if number == 1 else 'handbooks'}"


# Courses


def codes_text(codes: Iterable[str]) -> str:
    """``SOWK 322, 430, COUN 505``: letters that are those of the code before are left out."""
    parts: list[str] = []
    before = ""
    for code in codes:
        letters, blank, number = code.partition(" ")
        same = blank and letters == before and letters.isupper()
        parts.append(number if same else code)
        before = letters if blank else ""
    return ", ".join(parts)


def programme_title(curriculum_map: CurriculumMap) -> str:
    """The programme's title, or what this is."""
    return curriculum_map.title or "Curriculum map"


def course_kinds(curriculum_map: CurriculumMap) -> str:
    """``13 courses: 11 required, 2 elective``, and how many were not read."""
    needs = [known.course.need for known in curriculum_map.courses]
    kinds = [f"{needs.count(need)} {need}" for need in Need if need in needs]
    text = f"{count_noun(len(needs), 'course')}: {', '.join(kinds)}"
    unknown = sum(known.levels is None for known in curriculum_map.courses)
    return text + (f"; {unknown} not known" if unknown else "")


def programme_standing(curriculum_map: CurriculumMap) -> str:
    """``18 of 29 topics at the expected level in required courses``, or in those that were read;
    where there are several topic lists, without their counts, which follow."""
    needed = [known for known in curriculum_map.courses if known.course.need is Need.REQUIRED]
    read = sum(known.levels is not None for known in needed)
    if not read:
        return "no required course was read: nothing is known of what they show"
    where = "required courses"
    if read < len(needed):
        where = f"the {read} of {count_noun(len(needed), 'required course')} that were read"
    elif any(known.unread for known in needed):
        where += ", as far as they were read"
    if curriculum_map.rubric.parts:
        return f"Topics at the expected level in {where}, by topic list"
    reached, expected = count_reached_rows(curriculum_map)
    return f"{reached} of {count_noun(expected, 'topic')} at the expected level in {where}"


def stage_names(curriculum_map: CurriculumMap) -> list[str]:
    """The stages of a build-up, in order."""
    stages: dict[str, None] = {}
    for row in curriculum_map.rows:
        stages |= dict.fromkeys(stage for stage, _ in row.build_up)
    return list(stages)


def level_of_stage(row: TopicRow, stage: str) -> Level | None:
    """The best level of the required courses of a stage; None where none of them was read."""
    return dict(row.build_up).get(stage)


def evidence_of_course(
    known: CourseCoverage, curriculum_map: CurriculumMap
) -> list[tuple[Topic, Level, LocatedEvidence]]:
    """The topics that a course shows, the deepest first, each with its best passage."""
    shown = []
    for topic in curriculum_map.rubric.assessable:
        level = (known.levels or {}).get(topic.id, Level.ABSENT)
        located = (known.evidence or {}).get(topic.id)
        if level and located is not None:
            shown.append((topic, level, located))
    return sorted(shown, key=lambda entry: -entry[1])


def files_with_evidence(curriculum_map: CurriculumMap) -> dict[tuple[str, str], int]:
    """Numbers, from 0, of the files from which the best passages of courses come: by their path and
    the digest of their bytes."""
    found = [
        (located.source, located.sha256)
        for known in curriculum_map.courses
        for located in (known.evidence or {}).values()
    ]
    return {file: number for number, file in enumerate(dict.fromkeys(found))}


def file_lists(curriculum_map: CurriculumMap) -> list[tuple[str, list[str]]]:
    """What is to be known of files: headings with their entries, which are not escaped. Headings
    without an entry are left out."""
    older = [f"{code}: {display_path(path)}" for code, path in _older_files(curriculum_map)]
    lists = [
        ("Courses without a file", empty_courses(curriculum_map)),
        ("Files of earlier terms, which do not count", older),
        ("Files in no course", [display_path(path) for path in curriculum_map.unassigned]),
    ]
    return [(heading, entries) for heading, entries in lists if entries]


def empty_courses(curriculum_map: CurriculumMap) -> list[str]:
    """Codes of courses that no file belongs to."""
    return [
        known.course.code
        for known in curriculum_map.courses
        if not (known.documents or known.unread or known.older)
    ]


def alone_titles(known: CourseCoverage, curriculum_map: CurriculumMap) -> list[str]:
    """The titles of the topics that this course alone carries."""
    return [topic.title for topic in curriculum_map.rubric.topics if topic.id in known.alone]


def alone_text(known: CourseCoverage, curriculum_map: CurriculumMap) -> str:
    """These titles in one text; where there are several topic lists, each behind its name."""
    parts = []
    for one in lists_of_map(curriculum_map):
        titles = "; ".join(alone_titles(known, one))
        if titles:
            several = bool(curriculum_map.rubric.parts)
            parts.append(f"{one.rubric.id}: {titles}" if several else titles)
    return " · ".join(parts)


def _older_files(curriculum_map: CurriculumMap) -> list[tuple[str, str]]:
    """Code and path of each file of an earlier term, which does not count."""
    return [
        (known.course.code, source) for known in curriculum_map.courses for source in known.older
    ]
