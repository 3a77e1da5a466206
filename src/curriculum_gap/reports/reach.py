"""How far topics reach over many documents, and what none of these shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curriculum_gap.nouns import Level, Report, Scope, Topic
from curriculum_gap.reports.view import by_topic, is_expected

__all__ = ["Reach", "reach_of", "reached_of_all", "unreached"]


class Reach(NamedTuple):
    """How many documents show a topic, and its best level in any of them."""

    topic: Topic
    documents: int
    best: Level


def reach_of(report: Report) -> list[Reach]:
    """Every topic's, in the rubric's order."""
    levels: dict[str, list[Level]] = {topic.id: [] for topic in report.rubric.topics}
    for coverage in report.covered:
        for found in coverage.topics:
            if found.topic in levels:
                levels[found.topic].append(found.level)
    return [
        Reach(topic, sum(map(bool, levels[topic.id])), max(levels[topic.id], default=Level.ABSENT))
        for topic in report.rubric.topics
    ]


def unreached(reaches: Sequence[Reach]) -> list[tuple[str, list[Topic]]]:
    """What no document shows, or none at the expected level: topics under what is said of them."""
    course = [reach for reach in reaches if reach.topic.scope is Scope.COURSE]
    program = [reach for reach in reaches if reach.topic.scope is Scope.PROGRAM]
    return [
        ("In no document", [topic for topic, documents, _ in course if not documents]),
        (
            "Found, but in no document at the expected level",
            [topic for topic, documents, best in course if documents and best < topic.expected],
        ),
        (
            "Not assessable from syllabi",
            [topic for topic, documents, _ in program if not documents],
        ),
    ]


def reached_of_all(report: Report) -> tuple[int, int]:
    """How many expected topics stand at their level in some document, and how many are expected."""
    reached: dict[str, bool] = {}
    for coverage in report.covered:
        for topic, found in by_topic(coverage, report.rubric.topics):
            if is_expected(topic) and found.expected > Level.ABSENT:
                here = found.level >= found.expected
                reached[topic.id] = reached.get(topic.id, False) or here
    return sum(reached.values()), len(reached)
