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
from functools import cache
from itertools import islice, repeat
from operator import mul
from typing import Protocol

from curriculum_gap.calibration import Calibration, Rung
from curriculum_gap.nouns import (
    Evidence,
    Kind,
    Level,
    Passage,
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
_STRONG, _NEEDS_COMPANY = str(Strength.STRONG), (str(Strength.CONTEXTUAL), "alone")
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


class Sign(Protocol):
    """A term found, as far as it matters here: a contextual one without a partner is ``alone``."""

    @property
    def place(self) -> str: ...
    @property
    def strength(self) -> str: ...
    @property
    def partner(self) -> str: ...


class Piece(Protocol):
    """A piece of evidence that can be written out where it is shown; most are not."""

    @property
    def topic(self) -> str: ...
    @property
    def passage(self) -> Passage: ...
    @property
    def score(self) -> float: ...
    @property
    def position(self) -> int: ...
    @property
    def signs(self) -> Sequence[Sign]: ...
    def evidence(self) -> Evidence: ...


_RUNGS = tuple((level, str(level)) for level in Level if level > _ABSENT)
Seen = Evidence | Piece
Weighed = tuple[Seen, float]


def _sigmoid(value: float) -> float:
    if not -35.0 < value < 35.0:
        value = math.copysign(35.0, value)
    return 1 / (1 + math.exp(-value))


def _log_odds(score: float) -> float:
    if not 1e-4 < score < 0.999:
        score = 1e-4 if score < 0.5 else 0.999
    return math.log(score / (1 - score))


def _is_policy(e: Seen) -> bool:
    return e.passage.section is _POLICY


def settings(by_topic: Mapping[str, Sequence[Seen]], rubric: Rubric) -> dict[str, float]:
    """What the rest of a document says about each topic's company: log(1 + evidence of the other
    content topics). Means count only where a course is about difference, justice or care, and
    topics of content keep company."""
    mass = {
        topic.id: min(
            _MOST_MASS,
            sum([e.score for e in by_topic.get(topic.id, ()) if e.passage.section is not _POLICY]),
        )
        for topic in rubric.topics
        if topic.kind is _CONTENT
    }
    total = sum(mass.values())
    return {
        topic.id: math.log1p(max(0.0, total - mass.get(topic.id, 0.0))) for topic in rubric.topics
    }


def signals(evidence: Sequence[Seen], setting: float, kind: Kind) -> Iterator[dict[str, float]]:
    """What speaks for each piece of one topic's evidence (none of it policy text): its own score
    (log-odds), the topic's other evidence, the neighbours, the best elsewhere, the setting; and
    whether it rests on contextual words without company (``weak``) or on headings alone
    (``inherited``), since such evidence needs the others more."""
    for rests_on, values in _signals(evidence, setting):
        yield dict(zip(_names(rests_on, kind), values, strict=True))


@cache
def _names(rests_on: str, kind: Kind) -> tuple[str, ...]:
    names = "own", "rest", "near", "best", f"setting {kind}"
    return (*names, rests_on, f"{rests_on} best", f"{rests_on} near") if rests_on else names


def _signals(evidence: Sequence[Seen], setting: float) -> Iterator[tuple[str, list[float]]]:
    """What each piece of evidence rests on, and the values of :func:`signals`."""
    scores = [e.score for e in evidence]
    total = sum(scores)
    first, second, *_ = *sorted(scores, reverse=True), 0.0, 0.0
    positions = [e.position for e in evidence]
    by_position = dict(zip(positions, scores, strict=True))
    for e, position, score in zip(evidence, positions, scores, strict=True):
        around = range(position - NEAR, position + NEAR + 1)
        close = sum(filter(None, map(by_position.get, around)))
        near = math.log1p(close - score) if close > score else 0.0
        best = second if score == first else first
        rest = math.log1p(total - score) if total > score else 0.0
        values = [_log_odds(score), rest, near, best, setting]
        rests_on = _rests_on(e)
        yield rests_on, [*values, 1.0, best, near] if rests_on else values


def _signs(e: Seen) -> Sequence[Sign]:
    return e.matches if isinstance(e, Evidence) else e.signs


def _rests_on(e: Seen) -> str:
    rests_on = "inherited"
    for sign in _signs(e):
        if sign.place == "text":
            if sign.partner or sign.strength not in _NEEDS_COMPANY:
                return ""
            rests_on = "weak"
    return rests_on


def corroborate(
    evidence: Sequence[Seen], setting: float, kind: Kind, weights: Mapping[str, float]
) -> list[Weighed]:
    """Each piece of one topic's evidence outside policy text, with the probability (0–1) that its
    passage is about the topic, given what the rest of the document says."""
    content = [e for e in evidence if e.passage.section is not _POLICY]
    if not content:
        return []
    intercept = weights["intercept"]
    factors = {
        rests_on: [weights.get(name, 0.0) for name in _names(rests_on, kind)]
        for rests_on in ("", "weak", "inherited")
    }
    return [
        (e, _sigmoid(intercept + sum(map(mul, factors[rests_on], values))))
        for e, (rests_on, values) in zip(content, _signals(content, setting), strict=True)
    ]


def features(weighed: Iterable[Weighed], setting: float, kind: Kind) -> dict[str, float]:
    """Sums of one topic's evidence by section, dampened by log(1 + x): the input of the ladder."""
    parts: dict[str, list[float]] = defaultdict(list)
    marked: dict[str, list[float]] = defaultdict(list)
    for e, q in weighed:
        parts["all"].append(q)
        parts[e.passage.section].append(q)
        if e.passage.tie:
            marked["tie"].append(q)
        if e.passage.shape is _HEADING:
            marked["heading"].append(q)
    found = {f"sum {name}": math.log1p(sum(those)) for name, those in parts.items()}
    found |= {f"best {name}": max(those) for name, those in (parts | marked).items()}
    return found | {f"setting {kind}": setting}


def probability(rung: Rung, topic: str, found: Mapping[str, float]) -> float:
    """How likely a topic with these features stands on this rung or above, 0–1."""
    return _sigmoid(
        rung.intercept
        + rung.topic.get(topic, 0.0)
        + sum(map(mul, rung.weights.values(), map(found.get, rung.weights, repeat(0.0))))
    )


def _is_short(text: str) -> bool:
    return len(text) < 2 * _SHORT or len(list(islice(_WORD.finditer(text), _SHORT + 1))) <= _SHORT


def plain_level(e: Seen, q: float, kind: Kind) -> Level:
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
    own = [sign for sign in _signs(e) if sign.place == "text"]
    strong = any(sign.strength == _STRONG for sign in own)
    if strong or (e.score >= PLAIN_IN_COMPANY and any(sign.partner for sign in own)):
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
    for rung_level, name in _RUNGS:
        rung = calibration.ladder[name]
        p = probability(rung, topic.id, found)
        if level is _ABSENT:
            reached = p
        if p < rung.threshold:
            break
        level = rung_level
    return level, reached


def _nothing(topic: Topic) -> TopicCoverage:
    """A topic without any evidence."""
    rule = _rule(_ABSENT, (), ())
    return TopicCoverage(topic.id, _ABSENT, topic.expected, False, 0.0, (), rule)


def cover(
    evidence: Iterable[Seen], rubric: Rubric, calibration: Calibration
) -> tuple[TopicCoverage, ...]:
    """Levels of all topics of ``rubric``, in its order."""
    by_topic: dict[str, list[Seen]] = defaultdict(list)
    for e in evidence:
        by_topic[e.topic].append(e)
    company = settings(by_topic, rubric)
    covered = []
    for topic in rubric.topics:
        mine = by_topic.get(topic.id, [])
        if not mine:
            covered.append(_nothing(topic))
            continue
        setting, kind = company[topic.id], topic.kind
        weighed = corroborate(mine, setting, kind, calibration.corroborated)
        level, score = _ABSENT, 0.0
        if weighed:
            level, score = _level(topic, features(weighed, setting, kind), calibration)
        counted = {e.position for e, q in weighed if q >= calibration.counts_from}
        for e, q in weighed:
            alone = plain_level(e, q, kind)
            if alone:
                counted.add(e.position)
                level = max(level, alone)
        if level > _ABSENT and not counted:  # never a verdict without its evidence
            counted = {max(weighed, key=lambda pair: (pair[1], -pair[0].position))[0].position}
        shown = [
            e if isinstance(e, Evidence) else e.evidence()
            for e in mine
            if (e.score >= POLICY_FROM if _is_policy(e) else e.position in counted)
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
