"""How a person wants to see a report, and words and figures that several formats share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curriculum_gap.nouns import Coverage, Evidence, Level, Scope, Section, Topic, TopicCoverage

__all__ = ["View", "by_topic", "content", "is_expected", "only_policy", "percent", "reached"]


@dataclass(frozen=True, slots=True)
class View:
    """What to show and what the screen can show.

    ``evidence`` is the number of quotations per topic, None for the usual one; ``everything`` lists
    absent topics too; ``verbose`` adds why each level was given. ``width`` is in columns;
    ``unicode`` is False where the screen's encoding has ASCII only.
    """

    evidence: int | None = None
    everything: bool = False
    verbose: bool = False
    width: int = 80
    colour: bool = False
    unicode: bool = True


def percent(part: int, whole: int) -> str:
    """A share for people: ``0 %`` only if it is nothing, ``100 %`` only if it is everything."""
    if not whole:
        return "none to reach"
    rounded = round(100 * part / whole)
    if part and not rounded:
        rounded = 1
    if part < whole and rounded == 100:
        rounded = 99
    return f"{rounded} %"


def is_expected(topic: Topic) -> bool:
    """Whether one document can be held against this topic."""
    return topic.scope is Scope.COURSE and topic.expected > Level.ABSENT


def reached(topic: Topic, found: TopicCoverage) -> bool:
    """Whether an expected topic stands at its expected level or above."""
    return is_expected(topic) and found.level >= found.expected


def only_policy(found: TopicCoverage) -> bool:
    """Whether a topic shows up in policy text and nowhere else."""
    return found.policy and found.level is Level.ABSENT


def content(found: TopicCoverage) -> tuple[Evidence, ...]:
    """Evidence outside of policy text, best first; ties in reading order."""
    pieces = (piece for piece in found.evidence if piece.passage.section is not Section.POLICY)
    return tuple(sorted(pieces, key=lambda piece: -piece.score))


def by_topic(coverage: Coverage, topics: Iterable[Topic]) -> list[tuple[Topic, TopicCoverage]]:
    """The document's topics beside the rubric's, in the rubric's order."""
    found = {entry.topic: entry for entry in coverage.topics}
    return [(topic, found[topic.id]) for topic in topics if topic.id in found]
