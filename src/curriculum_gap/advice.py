"""What a course could do about a topic that is missing: where in it the topic would fit, and which
of the rubric's suggestions suits that place.

Takes values of :mod:`curriculum_gap.nouns`; reports and programmes share it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from curriculum_gap.nouns import Coverage, HostWord, Kind, Level, Rubric, Section, Topic

__all__ = [
    "SECTION_WEIGHTS",
    "is_outside_field",
    "place_for",
    "places_in_field",
    "suiting_suggestion",
]

_WORD = re.compile(r"[^\W\d_]{4,}")  # shorter words join others
_STEM = 6  # letters by which words are the same here: assign, assignment; session, sessions
_OF_SECTION, _OF_HOST = 2, 3  # what a shared word counts; one of the passage's counts 1
SECTION_WEIGHTS: Mapping[Section, float] = {
    Section.SESSION: 1.0,
    Section.ASSIGNMENT: 0.8,
    Section.READING: 0.6,
    Section.OBJECTIVE: 0.5,
}
"""What a host is worth where it stands; no other section has room for a topic. Set by hand: a
session can take a topic in as it is, an objective only says that there should be one."""
_MOST_MENTIONED, _TOPICS_TO_A_HOST, _LEAST_HOSTS, _LEAST_RARITY = 1, 10, 2, 0.55
"""A document in a rubric's field has a topic of content taught, or two mentioned, or for every ten
topics of the rubric one host (at least two) that at most one syllabus in 37 holds. Set by hand on
346 syllabi with the 30 topics of the default rubric: outside are 95 of 111 in fields that have
nothing to do with it, and 6 of 111 in its own, most of which name little but dates. A short rubric
has fewer hosts: three would put 9 of 21 courses in counselling outside of the 16 of CACREP."""


def is_outside_field(coverage: Coverage, rubric: Rubric) -> bool:
    """Whether a document is no course in the field of ``rubric``: it teaches none of its topics of
    content, mentions one at most, and has hardly a host of any. No rubric without hosts says so,
    and none of means alone: how a course is taught can be asked of every course. Of several rubrics
    in one run, it is in the field of none."""
    return len(_parts_outside(coverage, rubric)) == len(rubric.by_part)


def places_in_field(coverage: Coverage, rubric: Rubric) -> Coverage:
    """The document with places for topics of those rubrics alone in whose field it is."""
    outside = _parts_outside(coverage, rubric)
    if not outside:
        return coverage
    if not rubric.parts:
        return replace(coverage, hosts=())
    prefixes = tuple(part.prefix for part in outside)
    hosts = tuple(host for host in coverage.hosts if not host.topic.startswith(prefixes))
    return replace(coverage, hosts=hosts)


def _parts_outside(coverage: Coverage, rubric: Rubric) -> list[Rubric]:
    """The rubrics of a run in whose field a document is not, each judged by itself."""
    outside = []
    for part, topics in rubric.by_part:
        hosts = coverage.hosts
        if rubric.parts:
            hosts = tuple(host for host in hosts if host.topic.startswith(part.prefix))
        if _is_outside(coverage, topics, hosts):
            outside.append(part)
    return outside


def _is_outside(coverage: Coverage, topics: Sequence[Topic], hosts: Sequence[HostWord]) -> bool:
    """As :func:`is_outside_field`, for the topics of one rubric and the hosts found of them."""
    content = {topic.id for topic in topics if topic.kind is Kind.CONTENT}
    if not content or not any(topic.hosts for topic in topics):
        return False
    levels = [verdict.level for verdict in coverage.topics if verdict.topic in content]
    if max(levels, default=Level.ABSENT) >= Level.TAUGHT:
        return False
    mentioned = sum(level is Level.MENTIONED for level in levels)
    rare = {
        host.word for host in hosts if host.weight / SECTION_WEIGHTS[host.section] >= _LEAST_RARITY
    }
    return mentioned <= _MOST_MENTIONED and len(rare) < max(
        _LEAST_HOSTS, math.ceil(len(topics) / _TOPICS_TO_A_HOST)
    )


def place_for(coverage: Coverage, topic: Topic) -> HostWord | None:
    """Where ``topic`` would fit best in a document; None where there is no obvious place."""
    return next((place for place in coverage.hosts if place.topic == topic.id), None)


def suiting_suggestion(topic: Topic, place: HostWord) -> str:
    """The suggestion of ``topic`` that shares most with the place: words of the host first, then
    the name of the section, then words of the passage; the first of equals, "" where there is
    none."""
    host, section, text = _stems(place.word), _stems(str(place.section)), _stems(place.text)

    def shared(suggestion: str) -> int:
        stems = _stems(suggestion)
        of_place = _OF_HOST * len(stems & host) + _OF_SECTION * len(stems & section)
        return of_place + len(stems & (text - host - section))

    return max(topic.suggestions, key=shared, default="")


def _stems(text: str) -> set[str]:
    return {word[:_STEM].lower() for word in _WORD.findall(text)}
