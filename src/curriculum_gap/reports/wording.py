"""Sentences that pages for people share, in a terminal and in a browser."""

from __future__ import annotations

import shlex

from curriculum_gap.nouns import Coverage, Level, Report, Scope, Section, Topic, TopicCoverage
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.quotation import place
from curriculum_gap.reports.view import Pairs, is_expected, only_policy, reached_of_expected

__all__ = [
    "FOUND_LEVELS",
    "as_typed",
    "count",
    "documents_read",
    "facts",
    "glyph",
    "missing",
    "next_step",
    "not_assessable",
    "policy_spots",
    "standing",
]

FOUND_LEVELS = (Level.ASSESSED, Level.TAUGHT, Level.MENTIONED)


def glyph(level: Level) -> str:
    """``●●○``: the level without colour or words."""
    return "●" * level + "○" * (3 - level) if level else "···"


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def documents_read(report: Report) -> str:
    """``12 documents read, 1 not read``."""
    read = f"{count(len(report.covered), 'document')} read"
    return read + (f", {len(report.unread)} not read" if report.unread else "")


def as_typed(source: str) -> str:
    """The file as one would type it, or ``FILE`` where its name cannot be typed."""
    return shlex.quote(source) if source and as_line(source) == source else "FILE"


def facts(coverage: Coverage) -> str:
    """``coun527.pdf · 9 pages · 3,120 words``."""
    said = [as_line(coverage.source)]
    if coverage.pages is not None:
        said.append(count(coverage.pages, "page"))
    return " · ".join([*said, count(coverage.words, "word")])


def standing(pairs: Pairs) -> str:
    """``12 of 28 topics at the expected level · 3 assessed · 2 only as policy text``."""
    met, expected = reached_of_expected(pairs)
    parts = [f"{met} of {count(expected, 'topic')} at the expected level"]
    for level in FOUND_LEVELS:
        at_level = sum(found.level is level for _, found in pairs)
        if at_level:
            parts.append(f"{at_level} {level}")
    policy = sum(only_policy(found) for _, found in pairs)
    if policy:
        parts.append(f"{policy} only as policy text")
    return " · ".join(parts)


def missing(pairs: Pairs) -> list[Topic]:
    """Expected topics that show up nowhere, not even in policy text."""
    return [
        topic
        for topic, found in pairs
        if is_expected(topic) and found.level is Level.ABSENT and not found.policy
    ]


def not_assessable(pairs: Pairs) -> list[Topic]:
    """Topics that no single document can be held against and that this one does not show."""
    return [
        topic
        for topic, found in pairs
        if topic.scope is Scope.PROGRAM and found.level is Level.ABSENT
    ]


def policy_spots(found: TopicCoverage) -> str:
    """Where the policy text stands that holds a topic: `` (p8, p9)``, or nothing."""
    places = dict.fromkeys(
        place(piece.passage) for piece in found.evidence if piece.passage.section is Section.POLICY
    )
    shown = ", ".join([spot for spot in places if spot][:3])
    return f" ({shown})" if shown else ""


def next_step(coverage: Coverage) -> str:
    """The command that explains the topic shown best; nothing where none is shown."""
    best = max(coverage.topics, key=lambda found: (found.level, found.score), default=None)
    if best is None or best.level is Level.ABSENT:
        return ""
    return f"gapcheck explain {as_typed(coverage.source)} --topic {as_line(best.topic)}"
