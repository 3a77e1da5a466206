"""How a person wants to see a report, and words and figures that several formats share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    Level,
    Scope,
    Section,
    Topic,
    TopicCoverage,
    Unread,
)

__all__ = [
    "PAGES_SHOWN",
    "PATH_SEPARATOR",
    "Pairs",
    "View",
    "by_topic",
    "content",
    "is_expected",
    "only_policy",
    "percent",
    "reached",
    "reached_of_expected",
    "why_unread",
]

PAGES_SHOWN = 5
"""More documents than these are summed up, unless quotations or all topics were asked for."""

PATH_SEPARATOR = " › "
"""Between the headings of a path."""

Pairs = list[tuple[Topic, TopicCoverage]]
"""Topics of the rubric, each with what one document shows of it."""


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


_CARRIES = {
    Level.TAUGHT: {Section.OBJECTIVE, Section.SESSION, Section.READING, Section.ACTIVITY},
    Level.ASSESSED: {Section.ASSIGNMENT},
}


def content(found: TopicCoverage) -> tuple[Evidence, ...]:
    """Evidence outside of policy text, the best to show first: passages of the kind that makes the
    level go before others, unless they score less than half of the best."""
    pieces = [piece for piece in found.evidence if piece.passage.section is not Section.POLICY]
    least = max((piece.score for piece in pieces), default=0.0) / 2
    carries = _CARRIES.get(found.level, set())

    def rank(piece: Evidence) -> tuple[bool, float]:
        telling = piece.passage.section in carries or bool(piece.passage.tie)
        return not (telling and piece.score >= least), -piece.score

    return tuple(sorted(pieces, key=rank))


def by_topic(coverage: Coverage, topics: Iterable[Topic]) -> Pairs:
    """The document's topics beside the rubric's, in the rubric's order."""
    found = {entry.topic: entry for entry in coverage.topics}
    return [(topic, found[topic.id]) for topic in topics if topic.id in found]


def reached_of_expected(pairs: Pairs) -> tuple[int, int]:
    """How many expected topics stand at their expected level, and how many are expected."""
    met = sum(reached(topic, found) for topic, found in pairs)
    return met, sum(is_expected(topic) for topic, _ in pairs)


def why_unread(entry: Unread) -> str:
    """Why a file was not read, and what would work."""
    return f"{entry.reason}; {entry.hint}" if entry.hint else entry.reason
