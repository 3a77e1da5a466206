"""Where a topic that a programme lacks would fit.

Takes the courses of a programme with the coverage of their documents and gives at most three places
a topic, at most two of them in one course. A course is weighed by the matters it speaks of with
which the topic usually lives, by whether it mentions the topic, and by how much of the rubric it
carries. The result says where a session would fit, never which course or teacher is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from curriculum_gap.advice import suiting_suggestion
from curriculum_gap.curriculum_map import CourseCoverage, Place
from curriculum_gap.nouns import Coverage, HostWord, Level, Rubric, Scope, Topic

__all__ = ["MOST_OF_A_COURSE", "MOST_PLACES", "places_for"]

MOST_PLACES = 3
MOST_OF_A_COURSE = 2
"""Places of a topic in all courses, and in one."""
_MENTION = 0.5
"""What it is worth that a course mentions the topic already: half a host in a session. A course
that carries the whole rubric is worth one host more than one that carries nothing of it. Plain
sums: a larger part for what a course carries raised the figures of one programme and lowered
another's."""


class _Candidate(NamedTuple):
    """A course that does not teach a topic, what it is worth for it, and its places."""

    worth: float
    course: str
    places: Sequence[tuple[str, HostWord]]


def places_for(
    topic: Topic,
    courses: Iterable[CourseCoverage],
    documents: Mapping[str, Coverage],
    rubric: Rubric,
) -> tuple[Place, ...]:
    """At most three places for ``topic`` in ``courses`` that do not teach it, the likeliest first;
    equal ones in the order of the courses. None where no course speaks of a matter with which the
    topic lives: there is no obvious place.

    ``documents`` holds the coverage of the courses' documents by source.
    """
    candidates = []
    for course in courses:
        levels = course.levels
        if levels is None or levels.get(topic.id, Level.ABSENT) >= Level.TAUGHT:
            continue
        places = _places_in(course, topic, documents)
        if places:
            worth = sum(place.weight for _, place in places) + _carried(levels, rubric)
            worth += _MENTION if levels.get(topic.id) else 0.0
            candidates.append(_Candidate(worth, course.course.code, places))
    candidates.sort(key=lambda candidate: -candidate.worth)
    return tuple(_chosen(topic, candidates))


def _places_in(
    course: CourseCoverage, topic: Topic, documents: Mapping[str, Coverage]
) -> list[tuple[str, HostWord]]:
    """The weightiest places for ``topic`` in the documents of a course, one for each host, with the
    document."""
    best: dict[str, tuple[str, HostWord]] = {}
    for source in course.documents:
        hosts = documents[source].hosts if source in documents else ()
        for place in hosts:
            known = best.get(place.word)
            if place.topic == topic.id and (known is None or place.weight > known[1].weight):
                best[place.word] = source, place
    return sorted(best.values(), key=lambda found: -found[1].weight)[:MOST_PLACES]


def _carried(levels: Mapping[str, Level], rubric: Rubric) -> float:
    """The share of the expected topics that a course teaches as deeply as is expected, 0–1."""
    topics = [
        topic
        for topic in rubric.topics
        if topic.scope is Scope.COURSE and topic.expected > Level.ABSENT
    ]
    reached = sum(levels.get(topic.id, Level.ABSENT) >= topic.expected for topic in topics)
    return reached / len(topics) if topics else 0.0


def _chosen(topic: Topic, candidates: Sequence[_Candidate]) -> Iterator[Place]:
    """The best place of each course in turn, then second ones, as long as there is room."""
    turns = [
        (candidate.course, *candidate.places[turn])
        for turn in range(MOST_OF_A_COURSE)
        for candidate in candidates
        if turn < len(candidate.places)
    ]
    for course, source, place in turns[:MOST_PLACES]:
        where = place.section, place.word, place.text, place.page, place.line, place.inside
        yield Place(topic.id, course, source, *where, suiting_suggestion(topic, place))
