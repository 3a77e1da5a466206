"""All topics of a rubric in one document: level, evidence, and the rule that set it, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from curriculum_gap.calibration import Calibration
from curriculum_gap.measure.corroboration import Weighed, corroborate, settings
from curriculum_gap.measure.levels import features, level_of, plain_level
from curriculum_gap.nouns import Evidence, Level, Rubric, Scope, Section, Topic, TopicCoverage

__all__ = ["POLICY_FROM", "cover", "share_covered"]

POLICY_FROM = 0.4
"""A score in policy text from which a topic is said to show up there: one strong term is enough."""
_PARTS = {
    "objective": "an objective names it",
    "session": "a session is on it",
    "reading": "readings are about it",
    "activity": "it is a course activity",
    "assignment": "graded work is on it",
    "description": "the description speaks of it",
    "title": "the title names it",
}


def is_policy(candidate: Evidence) -> bool:
    """Whether it stands in policy text, which sets a flag and never counts."""
    return candidate.passage.section is Section.POLICY


def _rule(level: Level, weighed: Sequence[Weighed], counted: Collection[int]) -> str:
    """The level in words: which parts of the syllabus carry it."""
    parts: dict[str, int] = defaultdict(int)
    tied = False
    for e, _ in weighed:
        if e.position in counted:
            parts[str(e.passage.section)] += 1
            tied = tied or bool(e.passage.tie)
    if level is Level.ABSENT:
        return "no evidence counted" if not parts else "too little evidence to say mentioned"
    said = [
        f"{words} ({parts[part]} passage{'s' if parts[part] > 1 else ''})"
        for part, words in _PARTS.items()
        if parts[part]
    ]
    if tied:
        said.append("an objective about it is tied to an assignment")
    touching = sum(parts.values())
    touched = f"{touching} passages touch on it" if touching != 1 else "one passage touches on it"
    return f"{level}: " + ("; ".join(said) or touched)


def _covered(
    topic: Topic, mine: Sequence[Evidence], setting: float, calibration: Calibration
) -> TopicCoverage:
    kind = topic.kind
    weighed = corroborate(mine, setting, kind, calibration.corroborated)
    level, score = Level.ABSENT, 0.0
    if weighed:
        level, score = level_of(topic, features(weighed, setting, kind), calibration)
    counted = {e.position for e, q in weighed if q >= calibration.counts_from}
    for e, q in weighed:
        alone = plain_level(e, q, kind)
        if alone:
            counted.add(e.position)
            level = max(level, alone)
    if level > Level.ABSENT and not counted:  # never a verdict without its evidence
        counted = {max(weighed, key=lambda pair: (pair[1], -pair[0].position))[0].position}
    shown = tuple(
        [e for e in mine if (e.score >= POLICY_FROM if is_policy(e) else e.position in counted)]
    )
    return TopicCoverage(
        topic.id,
        level,
        topic.expected,
        any(is_policy(e) for e in shown),
        score,
        shown,
        _rule(level, weighed, counted),
    )


def cover(
    evidence: Iterable[Evidence], rubric: Rubric, calibration: Calibration
) -> tuple[TopicCoverage, ...]:
    """Levels of all topics of ``rubric``, in its order."""
    by_topic: dict[str, list[Evidence]] = defaultdict(list)
    for e in evidence:
        by_topic[e.topic].append(e)
    company = settings(by_topic, rubric)
    return tuple(
        [
            _covered(topic, by_topic.get(topic.id, ()), company[topic.id], calibration)
            for topic in rubric.topics
        ]
    )


def share_covered(topics: Iterable[TopicCoverage], rubric: Rubric) -> float:
    """Topics at or above their expected level ÷ topics assessable, 0–1 (0 if none is)."""
    scope = {topic.id: topic.scope for topic in rubric.topics}
    assessable = [topic for topic in topics if scope[topic.topic] is Scope.COURSE]
    reached = sum(topic.level >= topic.expected for topic in assessable)
    return reached / len(assessable) if assessable else 0.0
