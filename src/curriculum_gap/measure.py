"""From evidence to levels and coverage.

Counting only: a passage counts when its score, corroborated by the rest of the document, makes it
more likely than not to be about the topic; counted passages are summed by section; three logistic
steps (mentioned, taught, assessed) turn the sums into a level. All weights are ≥ 0, so more
evidence never lowers a level. Policy text sets a flag and nothing else.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import mul

from curriculum_gap.calibration import Calibration, Rung
from curriculum_gap.nouns import (
    Evidence,
    Kind,
    Level,
    Rubric,
    Scope,
    Section,
    Shape,
    Strength,
    Topic,
    TopicCoverage,
)

__all__ = [
    "NEAR",
    "PLAIN",
    "POLICY_FROM",
    "Weighed",
    "corroborate",
    "cover",
    "features",
    "plain_level",
    "probability",
    "settings",
    "share_covered",
    "signals",
]

#: Passages either side that count as neighbours.
NEAR = 4
#: More evidence than this for one other topic adds nothing to a topic's setting.
_MOST_MASS = 6.0
#: A score in policy text from which a topic is said to show up there.
POLICY_FROM = 0.4

#: Scores from which a short passage is plainly about a topic by its own words: one of them a strong
#: term, or a contextual one in company.
PLAIN, PLAIN_IN_COMPANY = 0.7, 0.8
#: The probability from which a tied objective is about its topic without doubt.
TIED = 0.8
_SHORT = 18  # words
# Asking an enumeration for a member is slow; a name is not.
_POLICY, _HEADING = Section.POLICY, Shape.HEADING
_STRONG, _CONTEXTUAL = Strength.STRONG, Strength.CONTEXTUAL
_CONTENT, _ABSENT = Kind.CONTENT, Level.ABSENT
_WORD = re.compile(r"\w+")
_PLAIN_LEVEL = {
    Section.OBJECTIVE: Level.TAUGHT,
    Section.SESSION: Level.TAUGHT,
    Section.READING: Level.MENTIONED,
    Section.ACTIVITY: Level.MENTIONED,
    Section.ASSIGNMENT: Level.MENTIONED,
    Section.DESCRIPTION: Level.MENTIONED,
    Section.TITLE: Level.MENTIONED,
}

Weighed = tuple[Evidence, float]


def _within(least: float, value: float, most: float) -> float:
    if value < least:
        return least
    return most if value > most else value


def _sigmoid(value: float) -> float:
    value = _within(-35.0, value, 35.0)
    return 1 / (1 + math.exp(-value))


def _log_odds(score: float) -> float:
    score = _within(1e-4, score, 0.999)
    return math.log(score / (1 - score))


def _is_policy(e: Evidence) -> bool:
    return e.passage.section is _POLICY


def settings(by_topic: Mapping[str, Sequence[Evidence]], rubric: Rubric) -> dict[str, float]:
    """What the rest of a document says about each topic's company: log(1 + evidence of the other
    content topics). Means count only where a course is about difference, justice or care, and
    topics of content keep company."""
    mass = {
        topic.id: min(
            _MOST_MASS,
            sum([e.score for e in by_topic.get(topic.id, ()) if not _is_policy(e)]),
        )
        for topic in rubric.topics
        if topic.kind is _CONTENT
    }
    total = sum(mass.values())
    return {
        topic.id: math.log1p(max(0.0, total - mass.get(topic.id, 0.0))) for topic in rubric.topics
    }


def signals(evidence: Sequence[Evidence], setting: float, kind: Kind) -> Iterator[dict[str, float]]:
    """What speaks for each piece of one topic's evidence (none of it policy text): its own score
    (log-odds), the topic's other evidence, the neighbours, the best elsewhere, the setting; and
    whether it rests on contextual words without company (``weak``) or on headings alone
    (``inherited``), since such evidence needs the others more."""
    for rests_on, values in _signals(evidence, setting):
        yield dict(zip(_names(rests_on, kind), values, strict=True))


def _names(rests_on: str, kind: Kind) -> list[str]:
    names = ["own", "rest", "near", "best", f"setting {kind}"]
    return [*names, rests_on, f"{rests_on} best", f"{rests_on} near"] if rests_on else names


def _signals(evidence: Sequence[Evidence], setting: float) -> Iterator[tuple[str, list[float]]]:
    """What each piece of evidence rests on, and the values of :func:`signals`."""
    scores = [e.score for e in evidence]
    total = sum(scores)
    top = sorted(scores, reverse=True)[:2]
    by_position = {e.position: e.score for e in evidence}
    for e in evidence:
        score = e.score
        around = range(e.position - NEAR, e.position + NEAR + 1)
        close = sum(filter(None, map(by_position.get, around)))
        near = math.log1p(close - score) if close > score else 0.0
        others = top[1:] if top[0] == score else top[:1]
        best = others[0] if others else 0.0
        rest = math.log1p(total - score) if total > score else 0.0
        values = [_log_odds(score), rest, near, best, setting]
        rests_on = _rests_on(e)
        yield rests_on, [*values, 1.0, best, near] if rests_on else values


def _rests_on(e: Evidence) -> str:
    own = [match for match in e.matches if match.place == "text"]
    if not own:
        return "inherited"
    for match in own:
        if match.strength is not _CONTEXTUAL or match.partner:
            return ""
    return "weak"


def corroborate(
    evidence: Sequence[Evidence], setting: float, kind: Kind, weights: Mapping[str, float]
) -> list[Weighed]:
    """Each piece of one topic's evidence outside policy text, with the probability (0–1) that its
    passage is about the topic, given what the rest of the document says."""
    content = [e for e in evidence if not _is_policy(e)]
    factors = {
        rests_on: [weights.get(name, 0.0) for name in _names(rests_on, kind)]
        for rests_on in ("", "weak", "inherited")
    }
    return [
        (e, _sigmoid(weights["intercept"] + sum(map(mul, factors[rests_on], values))))
        for e, (rests_on, values) in zip(content, _signals(content, setting), strict=True)
    ]


def features(weighed: Iterable[Weighed], setting: float, kind: Kind) -> dict[str, float]:
    """Sums of one topic's evidence by section, dampened by log(1 + x): the input of the ladder."""
    sums: dict[str, float] = defaultdict(float)
    best: dict[str, float] = defaultdict(float)
    for e, q in weighed:
        passage = e.passage
        places = ["all", passage.section]
        for place in places:
            sums[place] += q
        if passage.tie:
            places.append("tie")
        if passage.shape is _HEADING:
            places.append("heading")
        for place in places:
            if q > best[place]:
                best[place] = q
    found = {f"sum {name}": math.log1p(value) for name, value in sums.items()}
    found |= {f"best {name}": value for name, value in best.items()}
    return found | {f"setting {kind}": setting}


def probability(rung: Rung, topic: str, found: Mapping[str, float]) -> float:
    """How likely a topic with these features stands on this rung or above, 0–1."""
    return _sigmoid(
        rung.intercept
        + rung.topic.get(topic, 0.0)
        + sum([weight * found.get(name, 0.0) for name, weight in rung.weights.items()])
    )


def _is_short(text: str) -> bool:
    return len(text) < 2 * _SHORT or len(list(islice(_WORD.finditer(text), _SHORT + 1))) <= _SHORT


def plain_level(e: Evidence, q: float, kind: Kind) -> Level:
    """The level that one passage gives by itself, whatever else the document holds (the codebook's
    rules): an objective tied to an assignment assesses its topic of content, and a session or an
    objective that names one in few words teaches it, where the ladder would wait for company."""
    if kind is _CONTENT and e.passage.tie and q >= TIED:
        return Level.ASSESSED
    if kind is not _CONTENT or e.score < PLAIN:
        return _ABSENT
    level = _PLAIN_LEVEL.get(e.passage.section, _ABSENT)
    if level is _ABSENT or not _is_short(e.passage.text):
        return _ABSENT
    own = [match for match in e.matches if match.place == "text"]
    strong = any(match.strength is _STRONG for match in own)
    if strong or (e.score >= PLAIN_IN_COMPANY and any(match.partner for match in own)):
        return level
    return _ABSENT


_PARTS = {
    "objective": "an objective names it",
    "session": "a session is on it",
    "reading": "readings are about it",
    "activity": "it is a course activity",
    "assignment": "graded work is on it",
    "description": "the description speaks of it",
    "title": "the title names it",
}


def _rule(level: Level, weighed: Sequence[Weighed], counted: Collection[int]) -> str:
    """The level in words: which parts of the syllabus carry it."""
    parts: dict[str, int] = defaultdict(int)
    tied = False
    for e, _ in weighed:
        if e.position in counted:
            parts[str(e.passage.section)] += 1
            tied = tied or bool(e.passage.tie)
    if level is _ABSENT:
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


def _level(
    topic: Topic, found: Mapping[str, float], calibration: Calibration
) -> tuple[Level, float]:
    level, reached = _ABSENT, 0.0
    for rung_level in (Level.MENTIONED, Level.TAUGHT, Level.ASSESSED):
        rung = calibration.ladder[str(rung_level)]
        p = probability(rung, topic.id, found)
        if rung_level is Level.MENTIONED:
            reached = p
        if p < rung.threshold:
            break
        level = rung_level
    return level, reached


def cover(
    evidence: Iterable[Evidence], rubric: Rubric, calibration: Calibration
) -> tuple[TopicCoverage, ...]:
    """Levels of all topics of ``rubric``, in its order."""
    by_topic: dict[str, list[Evidence]] = defaultdict(list)
    for e in evidence:
        by_topic[e.topic].append(e)
    company = settings(by_topic, rubric)
    covered = []
    for topic in rubric.topics:
        mine = by_topic.get(topic.id, [])
        setting = company[topic.id]
        weighed = corroborate(mine, setting, topic.kind, calibration.corroborated)
        found = features(weighed, setting, topic.kind)
        level, score = _level(topic, found, calibration) if weighed else (_ABSENT, 0.0)
        plain = {e.position: plain_level(e, q, topic.kind) for e, q in weighed}
        level = max(level, *plain.values(), _ABSENT)
        counted = {e.position for e, q in weighed if q >= calibration.counts_from}
        counted |= {position for position, alone in plain.items() if alone}
        if level > _ABSENT and not counted:  # never a verdict without its evidence
            counted = {max(weighed, key=lambda pair: (pair[1], -pair[0].position))[0].position}
        shown = [
            e for e in mine if (e.score >= POLICY_FROM if _is_policy(e) else e.position in counted)
        ]
        covered.append(
            TopicCoverage(
                topic.id,
                level,
                topic.expected,
                any(map(_is_policy, shown)),
                score,
                tuple(shown),
                _rule(level, weighed, counted),
            )
        )
    return tuple(covered)


def share_covered(topics: Iterable[TopicCoverage], rubric: Rubric) -> float:
    """Topics at or above their expected level ÷ topics assessable, 0–1 (0 if none is)."""
    scope = {topic.id: topic.scope for topic in rubric.topics}
    assessable = [topic for topic in topics if scope[topic.topic] is Scope.COURSE]
    reached = sum(topic.level >= topic.expected for topic in assessable)
    return reached / len(assessable) if assessable else 0.0
