"""All topics of a rubric in one document: level, evidence, and the rule that set it, in words.

Takes the candidates of a document and the calibration, gives a :class:`TopicCoverage` for each
topic. What is counted, what is shown and what the rule says are decided here together, so that they
never differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from curriculum_gap.calibration import Calibration
from curriculum_gap.measure.corroboration import evidence_of_other_topics, rate_evidence
from curriculum_gap.measure.levels import level_by_itself, level_features, level_of
from curriculum_gap.measure.reasons import level_with_reason, rule_of
from curriculum_gap.nouns import Evidence, Level, Rubric, Scope, Topic, TopicCoverage

__all__ = ["POLICY_FROM", "cover", "share_covered"]

POLICY_FROM = 0.4
"""A score in policy text from which a topic is said to show up there: one strong term is enough.
Set by hand."""


def cover(
    evidence: Iterable[Evidence], rubric: Rubric, calibration: Calibration
) -> tuple[TopicCoverage, ...]:
    """Levels of all topics of ``rubric``, in its order.

    ``evidence`` are the candidates of one document in reading order, those in policy text included.
    """
    by_topic: dict[str, list[Evidence]] = defaultdict(list)
    for candidate in evidence:
        by_topic[candidate.topic].append(candidate)
    other_topics = evidence_of_other_topics(by_topic, rubric)
    covered = []
    for topic in rubric.topics:
        candidates = by_topic.get(topic.id, ())
        others = other_topics[topic.id]
        covered.append(_cover_topic(topic, candidates, others, calibration, rubric.language))
    return tuple(covered)


def _cover_topic(
    topic: Topic,
    candidates: Sequence[Evidence],
    other_topics: float,
    calibration: Calibration,
    language: str,
) -> TopicCoverage:
    """The level of one topic from its candidates, with the evidence that is shown for it.

    The level is the higher of the fitted models' and of the best single passage's, unless the
    passages that count are no reason for it. ``other_topics`` is what
    :func:`evidence_of_other_topics` says of this topic; ``language`` is the rubric's.
    """
    kind = topic.kind
    level, score = Level.ABSENT, 0.0
    rated = rate_evidence(candidates, other_topics, kind, calibration.passage_weights)
    if rated:
        level, score = level_of(topic, level_features(rated, other_topics, kind), calibration)
    own_level = Level.ABSENT
    counted = set()
    for candidate, probability in rated:
        alone = level_by_itself(candidate, probability, kind, language)
        if alone or probability >= calibration.passage_threshold:
            counted.add(candidate.position)
        own_level = max(own_level, alone)
    level = max(level, own_level)
    if level > Level.ABSENT and not counted:  # never a verdict without its evidence
        most_likely, _ = max(rated, key=lambda pair: pair[1])
        counted.add(most_likely.position)
    in_policy = {
        candidate.position
        for candidate in candidates
        if candidate.is_policy and candidate.score >= POLICY_FROM
    }
    shown = counted | in_policy
    content = [candidate for candidate, _ in rated if candidate.position in counted]
    level = level_with_reason(level, content)
    return TopicCoverage(
        topic=topic.id,
        level=level,
        expected=topic.expected,
        policy=bool(in_policy),
        score=score,
        evidence=tuple(entry for entry in candidates if entry.position in shown),
        rule=rule_of(level, content),
    )


def share_covered(topics: Iterable[TopicCoverage], rubric: Rubric) -> float:
    """Topics at or above their expected level ÷ those expected of a course, 0–1 (0 if none is)."""
    scope = {topic.id: topic.scope for topic in rubric.topics}
    assessable = [
        topic
        for topic in topics
        if scope[topic.topic] is Scope.COURSE and topic.expected > Level.ABSENT
    ]
    reached = sum(topic.level >= topic.expected for topic in assessable)
    return reached / len(assessable) if assessable else 0.0
