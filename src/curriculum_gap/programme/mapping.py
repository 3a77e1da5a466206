"""Courses and what their documents show → the curriculum map of a programme.

Required courses decide: a topic that electives or tracks alone teach is a gap of the programme,
since nobody must take them. A course without a document that was read says nothing about a topic.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from curriculum_gap.curriculum_map import CourseCoverage, CurriculumMap, Need, Place, TopicRow
from curriculum_gap.nouns import Coverage, Level, Rubric, Section, Topic
from curriculum_gap.programme.courses import CourseFiles
from curriculum_gap.programme.handbooks import judge_handbooks, why_not_judged
from curriculum_gap.programme.places import places_for

__all__ = ["counting_documents", "make_map"]


def make_map(files: CourseFiles, rubric: Rubric, title: str, version: str) -> CurriculumMap:
    """All topics of course scope over all courses, in the order of the rubric and the programme."""
    in_objectives = _topics_of_objectives(files)
    rows = tuple(_row(topic, files.courses, in_objectives) for topic in rubric.assessable)
    alone: dict[str, list[str]] = {}
    for row in rows:
        if row.only_course:
            alone.setdefault(row.only_course, []).append(row.topic)
    courses = tuple(
        replace(known, alone=tuple(alone.get(known.course.code, ()))) for known in files.courses
    )
    return CurriculumMap(
        version=version,
        rubric=rubric,
        title=title,
        courses=courses,
        rows=rows,
        handbook_rows=judge_handbooks(files.handbooks, rubric),
        handbooks=tuple(entry.source for entry in files.handbooks),
        places=_places(rows, files, rubric),
        not_judged=why_not_judged(files.handbooks, files.names_handbooks, rubric),
        unassigned=files.unassigned,
        unread=files.unread,
        warnings=files.warnings,
    )


def _places(rows: Sequence[TopicRow], files: CourseFiles, rubric: Rubric) -> tuple[Place, ...]:
    """Where each topic that is a gap would fit: in required courses, which everyone takes."""
    gaps = {row.topic for row in rows if row.is_gap}
    documents = {
        coverage.source: coverage for of_course in files.by_course for coverage in of_course
    }
    required = [known for known in files.courses if known.course.need is Need.REQUIRED]
    return tuple(
        place
        for topic in rubric.assessable
        if topic.id in gaps
        for place in places_for(topic, required, documents, rubric)
    )


def counting_documents(files: CourseFiles) -> tuple[Coverage, ...]:
    """The documents by which a programme is judged: the latest ones of its required courses."""
    return tuple(
        coverage
        for known, documents in zip(files.courses, files.by_course, strict=True)
        if known.course.need is Need.REQUIRED
        for coverage in documents
    )


def _row(
    topic: Topic, courses: Sequence[CourseCoverage], in_objectives: Collection[str]
) -> TopicRow:
    """One topic over all courses; ``in_objectives`` are topics that an objective is about."""
    levels = [_level(known, topic.id) for known in courses]
    pairs = zip(courses, levels, strict=True)
    read = [(known, level) for known, level in pairs if level is not None]
    required = [(known, level) for known, level in read if known.course.need is Need.REQUIRED]
    teaching = [known.course.code for known, level in read if level >= Level.TAUGHT]
    in_required = [known.course.code for known, level in required if level >= Level.TAUGHT]
    reached = max((level for _, level in required), default=Level.ABSENT)
    decisive = in_required or teaching
    return TopicRow(
        topic=topic.id,
        levels=tuple(levels),
        counts={level: sum(each is level for _, each in read) for level in Level},
        expected=topic.expected,
        reached=reached,
        first=teaching[0] if teaching else "",
        build_up=_build_up(courses, levels),
        only_course=decisive[0] if len(decisive) == 1 else "",
        electives_only=bool(teaching) and not in_required,
        never_assessed=reached is Level.TAUGHT,
        without_objective=reached is Level.ASSESSED and topic.id not in in_objectives,
        known=bool(required),
    )


def _level(known: CourseCoverage, topic: str) -> Level | None:
    """The level of a topic in a course, None where no document of it was read."""
    return None if known.levels is None else known.levels.get(topic, Level.ABSENT)


def _build_up(
    courses: Sequence[CourseCoverage], levels: Sequence[Level | None]
) -> tuple[tuple[str, Level | None], ...]:
    """The best level of the required courses of each stage, in the order of the programme; None for
    a stage of which none was read."""
    stages: dict[str, list[Level]] = {}
    for known, level in zip(courses, levels, strict=True):
        if known.course.stage and known.course.need is Need.REQUIRED:
            of_stage = stages.setdefault(known.course.stage, [])
            of_stage += [] if level is None else [level]
    return tuple((stage, max(found, default=None)) for stage, found in stages.items())


def _topics_of_objectives(files: CourseFiles) -> set[str]:
    """The topics that an objective of a required course is about."""
    return {
        verdict.topic
        for coverage in counting_documents(files)
        for verdict in coverage.topics
        if any(evidence.passage.section is Section.OBJECTIVE for evidence in verdict.content)
    }
