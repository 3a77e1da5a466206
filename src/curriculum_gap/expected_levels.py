"""Levels that a rubric expects of some courses or of one programme (``expected_for``).

Takes a rubric and the code of a course, as its file's name or its title tells it, or a programme;
gives the same verdicts beside the levels that are expected there. Levels and evidence stay.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fnmatch import fnmatchcase

from curriculum_gap.course_labels import code_key, course_code, course_code_in_name
from curriculum_gap.measure import share_covered
from curriculum_gap.nouns import Coverage, Level, Rubric, Topic

__all__ = ["expected_in_course", "expected_in_programme"]


def expected_in_course(coverage: Coverage, rubric: Rubric) -> Coverage:
    """A verdict beside what ``rubric`` expects of its course. A document whose course is not known
    is held to what the topic expects everywhere. The share (0–1) is one of the topics that are
    expected of it."""
    if not any(topic.expected_for for topic in rubric.topics):
        return coverage
    code = course_code_in_name(coverage.source) or course_code(coverage.title)
    changed = {
        topic.id: level
        for topic in rubric.topics
        if code and (level := _of_course(topic, code_key(code))) is not None
    }
    if not changed:
        return coverage
    topics = tuple(
        replace(verdict, expected=changed.get(verdict.topic, verdict.expected))
        for verdict in coverage.topics
    )
    return replace(coverage, topics=topics, share=share_covered(topics, rubric))


def _of_course(topic: Topic, code: str) -> Level | None:
    """What the first entry that fits a course expects of it; None where none does."""
    for entry in topic.expected_for:
        pattern = re.sub(r"[^\w*?]|_", "", entry.course).casefold()
        if pattern and fnmatchcase(code, pattern):
            return entry.level
    return None


def expected_in_programme(rubric: Rubric, *names: str) -> Rubric:
    """``rubric`` with the levels that it expects of the programme of these names (id, title)."""
    known = {name.casefold() for name in names if name}
    topics = []
    for topic in rubric.topics:
        fitting = [each.level for each in topic.expected_for if each.programme.casefold() in known]
        topics.append(replace(topic, expected=fitting[0]) if fitting else topic)
    return replace(rubric, topics=tuple(topics)) if tuple(topics) != rubric.topics else rubric
