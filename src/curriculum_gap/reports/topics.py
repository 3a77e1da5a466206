"""Which topics a document or a set of documents reaches: counting that several formats share.

Takes reports, gives topics, numbers and evidence; :mod:`curriculum_gap.reports.wording` has the
words. One document is held against the topics of course scope that the rubric expects. Topics of
programme scope cannot be judged from one document: they never count as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from curriculum_gap.nouns import (
    Change,
    Comparison,
    Coverage,
    DocumentChange,
    Domain,
    Evidence,
    Level,
    Report,
    Rubric,
    Scope,
    Section,
    Topic,
    TopicCoverage,
)

__all__ = [
    "FOUND_LEVELS",
    "RubricShare",
    "TopicPairs",
    "TopicSpread",
    "absent_topics",
    "bare_domains",
    "changed_evidence_of",
    "count_reached",
    "count_reached_anywhere",
    "counted_evidence",
    "found_pairs",
    "is_below_assessed",
    "is_expected",
    "is_reached",
    "lists_of",
    "lists_of_document",
    "low_topics",
    "missing_topics",
    "moved_documents",
    "only_in_policy",
    "pair_topics",
    "pairs_by_domain",
    "program_topics",
    "shares_anywhere",
    "shares_of_document",
    "sorted_changes",
    "spread_of_topics",
    "spreads_of",
    "topic_numbers",
    "topic_titles",
    "unreached_topics",
    "verdict_on",
]

FOUND_LEVELS = (Level.ASSESSED, Level.TAUGHT, Level.MENTIONED)
"""Levels that a topic can be found at, the deepest first."""

TopicPairs = list[tuple[Topic, TopicCoverage]]
"""Topics of the rubric, each with what one document shows of it."""

_SECTIONS_BEHIND = {
    Level.TAUGHT: {Section.OBJECTIVE, Section.SESSION, Section.READING, Section.ACTIVITY},
    Level.ASSESSED: {Section.ASSIGNMENT},
}
"""The sections whose passages make a level."""


# Several topic lists


def lists_of(rubric: Rubric) -> list[Rubric]:
    """The topic lists (rubrics) of a run one by one: topics and domains have the ids of the run,
    domains the titles of their own list. A rubric that stands alone is its only one."""
    if not rubric.parts:
        return [rubric]
    lists = []
    for part, topics in rubric.by_part:
        domains = tuple(Domain(part.prefix + one.id, one.title) for one in part.domains)
        lists.append(replace(part, domains=domains, topics=topics))
    return lists


def lists_of_document(coverage: Coverage, rubric: Rubric) -> list[tuple[Rubric, Coverage]]:
    """Each topic list of a run with what the document shows of it alone."""
    if not rubric.parts:
        return [(rubric, coverage)]
    found = []
    for one in lists_of(rubric):
        topics = tuple(each for each in coverage.topics if each.topic.startswith(one.prefix))
        hosts = tuple(host for host in coverage.hosts if host.topic.startswith(one.prefix))
        found.append((one, replace(coverage, topics=topics, hosts=hosts)))
    return found


# One document


def pair_topics(coverage: Coverage, topics: Iterable[Topic]) -> TopicPairs:
    """The document's topics beside the rubric's, in the rubric's order. Each topic has the level
    that is expected of this document: a rubric may expect another one of some courses."""
    verdicts = {verdict.topic: verdict for verdict in coverage.topics}
    pairs = []
    for topic in topics:
        verdict = verdicts.get(topic.id)
        if verdict is not None:
            is_other = verdict.expected is not topic.expected
            topic = replace(topic, expected=verdict.expected) if is_other else topic
            pairs.append((topic, verdict))
    return pairs


def verdict_on(coverage: Coverage, topic: Topic) -> TopicCoverage | None:
    """What the document shows of one topic; None where it was not judged."""
    return next((verdict for verdict in coverage.topics if verdict.topic == topic.id), None)


def topic_numbers(rubric: Rubric) -> dict[str, int]:
    """Topic id → its place in the rubric, from 0: what identifies it in a page."""
    return {topic.id: number for number, topic in enumerate(rubric.topics)}


def pairs_by_domain(pairs: TopicPairs, rubric: Rubric) -> list[tuple[Domain, TopicPairs]]:
    """The pairs under their domains, in the rubric's order; domains without a pair are left out."""
    groups = []
    for domain in rubric.domains:
        in_domain = [pair for pair in pairs if pair[0].domain == domain.id]
        if in_domain:
            groups.append((domain, in_domain))
    return groups


def found_pairs(pairs: TopicPairs) -> TopicPairs:
    """The pairs whose topic was found."""
    return [(topic, verdict) for topic, verdict in pairs if verdict.level]


def bare_domains(pairs: TopicPairs, rubric: Rubric) -> list[Domain]:
    """Domains of which no topic was found."""
    return [domain for domain, group in pairs_by_domain(pairs, rubric) if not found_pairs(group)]


def is_expected(topic: Topic) -> bool:
    """Whether one document can be held against this topic."""
    return topic.scope is Scope.COURSE and topic.expected > Level.ABSENT


def is_reached(topic: Topic, verdict: TopicCoverage) -> bool:
    """Whether an expected topic stands at its expected level or above."""
    return is_expected(topic) and verdict.level >= verdict.expected


def is_below_assessed(topic: Topic, verdict: TopicCoverage) -> bool:
    """Whether a topic should be assessed and is not: the shortfall that a page points out."""
    return topic.expected is Level.ASSESSED and not is_reached(topic, verdict)


def only_in_policy(verdict: TopicCoverage) -> bool:
    """Whether a topic shows up in policy text and nowhere else."""
    return verdict.policy and verdict.level is Level.ABSENT


def count_reached(pairs: TopicPairs) -> tuple[int, int]:
    """How many expected topics stand at their expected level, and how many are expected."""
    reached = sum(is_reached(topic, verdict) for topic, verdict in pairs)
    return reached, sum(is_expected(topic) for topic, _ in pairs)


class RubricShare(NamedTuple):
    """How many expected topics of one of several rubrics are reached, and how many are expected."""

    rubric: Rubric
    reached: int
    expected: int


def shares_of_document(coverage: Coverage, rubric: Rubric) -> list[RubricShare]:
    """For each rubric of the run, what the document reaches of it."""
    return [
        RubricShare(part, *count_reached(pair_topics(coverage, topics)))
        for part, topics in rubric.by_part
    ]


def counted_evidence(verdict: TopicCoverage) -> tuple[Evidence, ...]:
    """Evidence outside of policy text, the best to show first.

    Passages of the kind that makes the level go before others, unless they score less than half of
    the best.
    """
    half_of_best = max((evidence.score for evidence in verdict.content), default=0.0) / 2
    sections = _SECTIONS_BEHIND.get(verdict.level, set())

    def rank(evidence: Evidence) -> tuple[bool, float]:
        """Sorts what makes the level first, then by score."""
        makes_level = evidence.passage.section in sections or bool(evidence.passage.tie)
        goes_first = makes_level and evidence.score >= half_of_best
        return not goes_first, -evidence.score

    return tuple(sorted(verdict.content, key=rank))


def missing_topics(pairs: TopicPairs) -> list[Topic]:
    """Expected topics that show up nowhere, not even in policy text."""
    return [
        topic
        for topic, verdict in pairs
        if is_expected(topic) and not verdict.level and not verdict.policy
    ]


def absent_topics(pairs: TopicPairs) -> TopicPairs:
    """Expected topics without a level, those only in policy text among them."""
    return [
        (topic, verdict) for topic, verdict in pairs if is_expected(topic) and not verdict.level
    ]


def low_topics(pairs: TopicPairs) -> TopicPairs:
    """Expected topics that were found below their expected level."""
    return [
        (topic, verdict)
        for topic, verdict in pairs
        if is_expected(topic) and Level.ABSENT < verdict.level < verdict.expected
    ]


def program_topics(pairs: TopicPairs) -> list[Topic]:
    """Topics that no single document can be held against and that this one does not show."""
    return [topic for topic, verdict in pairs if topic.scope is Scope.PROGRAM and not verdict.level]


# Many documents


class TopicSpread(NamedTuple):
    """How many documents stand at each level of a topic, each counted once."""

    topic: Topic
    counts: Mapping[Level, int]

    @property
    def documents(self) -> int:
        """How many documents show it at all."""
        return sum(number for level, number in self.counts.items() if level)

    @property
    def best(self) -> Level:
        """Its best level in any of them."""
        found = [level for level, number in self.counts.items() if number]
        return max(found, default=Level.ABSENT)


def spread_of_topics(report: Report) -> list[TopicSpread]:
    """The spread of every topic over the report's documents, in the rubric's order."""
    counts = {topic.id: dict.fromkeys(Level, 0) for topic in report.rubric.topics}
    for coverage in report.covered:
        for verdict in coverage.topics:
            if verdict.topic in counts:
                counts[verdict.topic][verdict.level] += 1
    return [TopicSpread(topic, counts[topic.id]) for topic in report.rubric.topics]


def spreads_of(spreads: Iterable[TopicSpread], rubric: Rubric) -> list[TopicSpread]:
    """Those of the topics of one list."""
    ids = {topic.id for topic in rubric.topics}
    return [spread for spread in spreads if spread.topic.id in ids]


def unreached_topics(spreads: Sequence[TopicSpread]) -> list[tuple[str, list[Topic]]]:
    """Topics that no document shows, or none at the expected level, under what is said of them.

    Headings without a topic are left out.
    """
    nowhere, below, program = [], [], []
    for spread in spreads:
        topic = spread.topic
        if topic.scope is Scope.PROGRAM:
            if not spread.documents:
                program.append(topic)
        elif not spread.documents:
            nowhere.append(topic)
        elif spread.best < topic.expected:
            below.append(topic)
    headings = [
        ("In no document", nowhere),
        ("Found, but in no document at the expected level", below),
        ("Not assessable from syllabi", program),
    ]
    return [(heading, topics) for heading, topics in headings if topics]


def count_reached_anywhere(report: Report) -> tuple[int, int]:
    """How many expected topics stand at their level in some document, and how many are expected."""
    return _count_anywhere(report, report.rubric.topics)


def shares_anywhere(report: Report) -> list[RubricShare]:
    """The same for each rubric of the run."""
    return [
        RubricShare(part, *_count_anywhere(report, topics))
        for part, topics in report.rubric.by_part
    ]


def _count_anywhere(report: Report, topics: Sequence[Topic]) -> tuple[int, int]:
    expected: set[str] = set()
    reached: set[str] = set()
    for coverage in report.covered:
        for topic, verdict in pair_topics(coverage, topics):
            if is_expected(topic):
                expected.add(topic.id)
                if verdict.level >= verdict.expected:
                    reached.add(topic.id)
    return len(reached), len(expected)


def topic_titles(rubric: Rubric) -> dict[str, str]:
    """The rubric's name of each topic, by id."""
    return {topic.id: topic.title for topic in rubric.topics}


# Two states

DocumentAndChange = tuple[DocumentChange, Change]


def sorted_changes(
    comparison: Comparison,
) -> tuple[list[DocumentAndChange], list[DocumentAndChange], list[DocumentAndChange]]:
    """The changes by which a level fell, those by which one rose, and those of evidence alone,
    each with its document."""
    lost, gained, same = [], [], []
    for document in comparison.documents:
        for change in document.changes:
            if change.after < change.before:
                lost.append((document, change))
            elif change.after > change.before:
                gained.append((document, change))
            else:
                same.append((document, change))
    return lost, gained, same


def moved_documents(comparison: Comparison) -> list[DocumentChange]:
    """Documents that are new, gone or renamed."""
    return [document for document in comparison.documents if document.old != document.new]


def changed_evidence_of(change: Change) -> tuple[Evidence, ...]:
    """The evidence that went where the level fell, the evidence that came where it rose."""
    return change.lost if change.after < change.before else change.gained
