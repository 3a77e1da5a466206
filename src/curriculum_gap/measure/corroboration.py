"""What the rest of a document says about each passage in which a topic was seen."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import mul

from curriculum_gap.measure.seen import Seen, sigmoid
from curriculum_gap.nouns import Kind, Rubric, Section, Strength

__all__ = ["Weighed", "corroborate", "settings", "signals"]

#: Passages either side that count as neighbours.
NEAR = 4
#: More evidence than this for one other topic adds nothing to a topic's setting.
_MOST_MASS = 6.0
# Asking an enumeration for a member is slow; a name is not.
_POLICY, _CONTENT = Section.POLICY, Kind.CONTENT
_NEEDS_COMPANY = str(Strength.CONTEXTUAL), "alone"

Weighed = tuple[Seen, float]


def _log_odds(score: float) -> float:
    if not 1e-4 < score < 0.999:
        score = 1e-4 if score < 0.5 else 0.999
    return math.log(score / (1 - score))


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


def _rests_on(e: Seen) -> str:
    rests_on = "inherited"
    for sign in e.matches:
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
        (e, sigmoid(intercept + sum(map(mul, factors[rests_on], values))))
        for e, (rests_on, values) in zip(content, _signals(content, setting), strict=True)
    ]
