"""What the rest of a document says about each passage in which a topic was seen."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import mul

from curriculum_gap.nouns import Evidence, Kind, Rubric, Section, Strength

__all__ = ["Weighed", "corroborate", "settings", "sigmoid", "signals"]

NEAR = 4
"""Passages either side that count as neighbours: about the bullets of one session, set by hand."""
_MOST_MASS = 6.0
"""Sum of scores of one other topic beyond which it adds nothing to a topic's setting, so that one
topic named everywhere does not make every other likely; set by hand."""
_MAX_LOG_ODDS = 35.0
"""Log-odds beyond which a probability is 0 or 1 to fifteen digits."""

Weighed = tuple[Evidence, float]
"""A candidate, and the probability (0–1) that its passage is about the topic."""


def sigmoid(value: float) -> float:
    """The logistic function, in 0–1."""
    bounded = max(-_MAX_LOG_ODDS, min(_MAX_LOG_ODDS, value))
    return 1 / (1 + math.exp(-bounded))


def _log_odds(score: float) -> float:
    if not 1e-4 < score < 0.999:
        score = 1e-4 if score < 0.5 else 0.999
    return math.log(score / (1 - score))


def settings(by_topic: Mapping[str, Sequence[Evidence]], rubric: Rubric) -> dict[str, float]:
    """What the rest of a document says about each topic's company: log(1 + evidence of the other
    content topics). Means count only where a course is about difference, justice or care, and
    topics of content keep company."""
    mass = {
        topic.id: min(
            _MOST_MASS,
            sum(
                [
                    e.score
                    for e in by_topic.get(topic.id, ())
                    if e.passage.section is not Section.POLICY
                ]
            ),
        )
        for topic in rubric.topics
        if topic.kind is Kind.CONTENT
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


@cache
def _names(rests_on: str, kind: Kind) -> tuple[str, ...]:
    names = "own", "rest", "near", "best", f"setting {kind}"
    return (*names, rests_on, f"{rests_on} best", f"{rests_on} near") if rests_on else names


def _signals(evidence: Sequence[Evidence], setting: float) -> Iterator[tuple[str, list[float]]]:
    """What each piece of evidence rests on, and the values of :func:`signals`."""
    scores = [e.score for e in evidence]
    total = sum(scores)
    first, second, *_ = *sorted(scores, reverse=True), 0.0, 0.0
    positions = [e.position for e in evidence]  # rising: evidence comes in reading order
    for e, position, score in zip(evidence, positions, scores, strict=True):
        low = bisect_left(positions, position - NEAR)
        close = sum(scores[low : bisect_right(positions, position + NEAR, low)])
        near = math.log1p(close - score) if close > score else 0.0
        best = second if score == first else first
        rest = math.log1p(total - score) if total > score else 0.0
        values = [_log_odds(score), rest, near, best, setting]
        rests_on = _rests_on(e)
        yield rests_on, [*values, 1.0, best, near] if rests_on else values


def _rests_on(candidate: Evidence) -> str:
    """``""`` for a term in the passage that counts alone or has a partner, ``weak`` for contextual
    terms without one, ``inherited`` where no term stands in the passage itself."""
    rests_on = "inherited"
    for match in candidate.matches:
        if match.place == "text":
            if match.partner or match.strength is not Strength.CONTEXTUAL:
                return ""
            rests_on = "weak"
    return rests_on


def corroborate(
    evidence: Sequence[Evidence], setting: float, kind: Kind, weights: Mapping[str, float]
) -> list[Weighed]:
    """Each piece of one topic's evidence outside policy text, with the probability (0–1) that its
    passage is about the topic, given what the rest of the document says."""
    content = [e for e in evidence if e.passage.section is not Section.POLICY]
    if not content:
        return []
    intercept = weights["intercept"]
    factors = {
        rests_on: [weights.get(name, 0.0) for name in _names(rests_on, kind)]
        for rests_on in ("", "weak", "inherited")
    }
    return [
        (e, sigmoid(intercept + sum(map(mul, factors[rests_on], values))))
        for e, (rests_on, values) in zip(content, _signals(content, setting), strict=True)
    ]
