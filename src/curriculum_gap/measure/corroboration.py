"""Whether a passage is about a topic, given what the rest of the document says: a probability.

Takes the candidates of one topic (:class:`Evidence`, in reading order) and the weights
``passage_weights`` of the calibration, gives each candidate outside policy text its probability. A
single contextual word may stand in any syllabus; the same word beside other evidence rarely does.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import mul

from curriculum_gap.nouns import Evidence, Kind, Rubric, Strength

__all__ = [
    "RatedEvidence",
    "evidence_of_other_topics",
    "passage_features",
    "rate_evidence",
    "sigmoid",
]

NEAR = 4
"""Passages either side that count as neighbours: about the bullets of one session, set by hand."""
_MOST_PER_TOPIC = 6.0
"""Sum of scores of one topic beyond which it adds nothing for the other topics, so that one topic
named everywhere does not make every other likely; set by hand."""
_MAX_LOG_ODDS = 35.0
"""Log-odds beyond which a probability is 0 or 1 to fifteen digits."""
_LEAST_SCORE, _MOST_SCORE = 1e-4, 0.999
"""Scores are taken to lie between these two, so that their log-odds (-9.2 to 6.9) stay finite."""

RatedEvidence = tuple[Evidence, float]
"""A candidate, and the probability (0–1) that its passage is about the topic."""


def sigmoid(log_odds: float) -> float:
    """The logistic function: log-odds → probability, in 0–1."""
    bounded = max(-_MAX_LOG_ODDS, min(_MAX_LOG_ODDS, log_odds))
    return 1 / (1 + math.exp(-bounded))


def _log_odds(score: float) -> float:
    """A score (0–1) as log-odds, within bounds."""
    if not _LEAST_SCORE < score < _MOST_SCORE:
        score = _LEAST_SCORE if score < 0.5 else _MOST_SCORE
    return math.log(score / (1 - score))


def evidence_of_other_topics(
    by_topic: Mapping[str, Sequence[Evidence]], rubric: Rubric
) -> dict[str, float]:
    """For each topic of ``rubric``, how much its document says about the other content topics.

    ``by_topic`` holds the document's candidates by topic id. The result is log(1 + sum of scores of
    the other topics outside policy text), at least 0. Topics of content keep company, and means
    (how something is taught) count only where a course is about such topics.
    """
    sums = {}
    for topic in rubric.topics:
        if topic.kind is Kind.CONTENT:
            candidates = by_topic.get(topic.id, ())
            scores = [candidate.score for candidate in candidates if not candidate.is_policy]
            sums[topic.id] = min(_MOST_PER_TOPIC, sum(scores))
    total = sum(sums.values())
    others = {}
    for topic in rubric.topics:
        without_topic = total - sums.get(topic.id, 0.0)
        others[topic.id] = math.log1p(max(0.0, without_topic))
    return others


def passage_features(
    evidence: Sequence[Evidence], other_topics: float, kind: Kind
) -> Iterator[dict[str, float]]:
    """The features of each piece of one topic's evidence (none of it policy text), by name.

    ``own`` is its own score (log-odds), ``rest`` the sum of all other scores, ``near`` that of the
    neighbours (both as log(1 + sum)), ``best`` the highest score elsewhere (0–1), and
    ``other topics content`` or ``other topics means``, by the topic's ``kind``, what
    :func:`evidence_of_other_topics` says of it; ``learned`` is what learned words say (log-odds). A
    piece that rests on contextual words without a partner (``weak``) or on headings alone
    (``inherited``) needs the others more: it has a constant of that name, and ``best``, ``near``
    and the other topics once more (``weak best``): in a course on them *discussion* says more.
    """
    for rests_on, values in _feature_values(evidence, other_topics):
        yield dict(zip(_feature_names(rests_on, kind), values, strict=True))


@cache
def _feature_names(rests_on: str, kind: Kind) -> tuple[str, ...]:
    """The names of the values of :func:`_feature_values`, in their order."""
    names = ("own", "rest", "near", "best", f"other topics {kind}", "learned")
    if not rests_on:
        return names
    own = (rests_on, f"{rests_on} best", f"{rests_on} near", f"{rests_on} other topics {kind}")
    return (*names, *own)


def _feature_values(
    evidence: Sequence[Evidence], other_topics: float
) -> Iterator[tuple[str, list[float]]]:
    """What each piece of evidence rests on, and its features (see :func:`passage_features`)."""
    scores = [candidate.score for candidate in evidence]
    total = sum(scores)
    highest, second_highest, *_ = *sorted(scores, reverse=True), 0.0, 0.0
    positions = [candidate.position for candidate in evidence]  # rising: reading order
    for candidate, position, score in zip(evidence, positions, scores, strict=True):
        first = bisect_left(positions, position - NEAR)
        end = bisect_right(positions, position + NEAR, first)
        neighbours = sum(scores[first:end])
        near = math.log1p(neighbours - score) if neighbours > score else 0.0
        rest = math.log1p(total - score) if total > score else 0.0
        best = second_highest if score == highest else highest
        values = [_log_odds(score), rest, near, best, other_topics, candidate.learned]
        rests_on = _rests_on(candidate)
        if rests_on:
            values += [1.0, best, near, other_topics]
        yield rests_on, values


def _rests_on(candidate: Evidence) -> str:
    """What kind of match a candidate rests on.

    ``""`` is a term in the passage that counts alone or has a partner, ``weak`` are contextual
    terms without a partner, ``inherited`` means that no term stands in the passage itself.
    """
    rests_on = "inherited"
    for match in candidate.matches:
        if match.place == "text":
            if match.partner or match.strength is not Strength.CONTEXTUAL:
                return ""
            rests_on = "weak"
    return rests_on


def rate_evidence(
    evidence: Sequence[Evidence], other_topics: float, kind: Kind, weights: Mapping[str, float]
) -> list[RatedEvidence]:
    """Each piece of one topic's evidence outside policy text, with the probability (0–1) that its
    passage is about the topic, given what the rest of the document says.

    ``weights`` are log-odds by feature name, and ``intercept``; a feature without one weighs 0.
    """
    content = [candidate for candidate in evidence if not candidate.is_policy]
    intercept = weights["intercept"]
    rated = []
    for candidate, (rests_on, values) in zip(
        content, _feature_values(content, other_topics), strict=True
    ):
        factors = [weights.get(name, 0.0) for name in _feature_names(rests_on, kind)]
        log_odds = intercept + sum(map(mul, factors, values))
        rated.append((candidate, sigmoid(log_odds)))
    return rated
