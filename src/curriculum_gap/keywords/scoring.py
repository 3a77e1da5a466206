"""Which matches a passage has, in its text and around it, and what they make of it: a score in 0–1.

A score is 1 - exp(-x), where x adds up the terms matched: what the term is worth, times where it
stood, times the section, times the TF-IDF weight of the term in its text. Section and place act
before saturation (as in BM25F, Robertson et al. 2004), so ten weak words are not one session.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import NamedTuple

from curriculum_gap.calibration import Calibration
from curriculum_gap.keywords.background import weights
from curriculum_gap.keywords.learned import learned_log_odds, learned_words
from curriculum_gap.keywords.matching import REACH, TermSpan, TextMatches, Veto, match_text
from curriculum_gap.keywords.model import Model, company
from curriculum_gap.keywords.words import BREAK
from curriculum_gap.nouns import Evidence, Match, Passage, Section, Shape, Strength, Term, Topic

__all__ = [
    "ALONE",
    "LEAST_WEIGHT",
    "PassageMatches",
    "Place",
    "TermMatch",
    "match_passages",
    "score_candidate",
    "score_candidates",
    "topic_factor_name",
    "written_matches",
]

ALONE = "alone"
"""What the calibration calls the strength of a contextual term without a partner."""
LEAST_SCORE = 0.005
"""Scores below it are dropped: no sum of them makes a passage count."""
LEAST_WEIGHT = 0.01
"""The least TF-IDF weight that a term is taken to have, so that its logarithm stays small."""


class Place(StrEnum):
    """Where a term stood: in the passage, in a heading above it, in its table's header, in the
    document's title."""

    TEXT = "text"
    HEADING = "heading"
    TABLE = "table"
    TITLE = "title"


class TermMatch(NamedTuple):
    """A term (its number in the topic) that stands in a passage or around it.

    ``strength`` is ``strong``, ``contextual``, ``name``, or :data:`ALONE`; ``tfidf`` (0–1) is the
    weight of the term in its own text; ``partner`` is the company that a contextual term keeps.
    ``start`` and ``end`` are offsets in the passage's text, 0 outside of it.
    """

    number: int
    place: Place
    strength: str
    tfidf: float
    partner: str
    start: int = 0
    end: int = 0


class PassageMatches(NamedTuple):
    """What was matched for one passage: terms by topic (index in the rubric), and terms in its text
    that do not count."""

    by_topic: Mapping[int, tuple[TermMatch, ...]]
    vetoes: Sequence[Veto] = ()


class _Around(NamedTuple):
    """What stands around a passage (headings, table header, title): its terms by topic, the topics
    with a term or partner there, and the words there."""

    by_topic: Mapping[int, tuple[TermMatch, ...]]
    topics: Collection[int]
    forms: Collection[str]


# Matching


def match_passages(
    passages: Iterable[Passage], title: str, model: Model
) -> Iterator[tuple[Passage, PassageMatches]]:
    """Every passage with its matches, in order. A passage is matched with its heading path, its
    table header and the document's title, never with its neighbours."""
    matcher = _Matcher(title, model)
    around_once = cache(matcher.around)
    for passage in passages:
        text, headings = passage.text, passage.headings
        header = passage.header if passage.header != passage.cells else ()
        # A heading stands around the passages below as well.
        match = matcher.match_once if passage.shape is Shape.HEADING else matcher.match
        found, tfidf = match(text)
        is_titled = bool(title) and title not in text
        own_heading = text if text in headings else ""
        around = around_once(headings, header, own_heading, is_titled)
        yield passage, matcher.combine(passage, found, tfidf, around)


@dataclass(frozen=True, eq=False)
class _Matcher:
    """Matching in one document."""

    title: str
    model: Model

    @cached_property
    def match_once(self) -> Callable[[str], tuple[TextMatches, list[float]]]:
        """As :meth:`match`, and remembered for this document.

        Hot path: headings and table headers repeat from passage to passage, and a title stands
        around most of them. This spares a third of all matching.
        """
        return cache(self.match)

    def match(self, text: str) -> tuple[TextMatches, list[float]]:
        """What ``text`` holds, and the TF-IDF weight there of each of its terms."""
        found = match_text(text, self.model, self.title)
        if not found.terms:
            return found, []
        counts = Counter([*found.forms, *found.phrases])
        counts.pop(BREAK, None)
        written = [" ".join(found.forms[term.first : term.last]) for term in found.terms]
        tfidf = weights(counts, self.model.idf, written)
        return found, [tfidf[words] for words in written]

    def around(
        self, headings: tuple[str, ...], header: tuple[str, ...], own_heading: str, is_titled: bool
    ) -> _Around:
        """What these headings, this table header and the title hold; a heading is not around
        itself (``own_heading``)."""
        texts = [
            (Place.HEADING, text) for text in headings if text not in (own_heading, self.title)
        ]
        if is_titled:
            texts.append((Place.TITLE, self.title))
        if header:
            texts.append((Place.TABLE, " | ".join(header)))
        matched = [(place, *self.match_once(text)) for place, text in texts]
        topics: set[int] = set()
        forms: set[str] = set()
        for _, found, _ in matched:
            topics.update(term.topic for term in found.terms)
            topics.update(*[owners for _, owners in found.partners])
            forms.update(form for form in found.forms if form)
        nothing = _Around({}, topics, forms)
        by_topic: dict[int, list[TermMatch]] = defaultdict(list)
        for place, found, tfidf in matched:
            self._add(by_topic, place, found, tfidf, nothing)
        return _Around({topic: tuple(terms) for topic, terms in by_topic.items()}, topics, forms)

    def combine(
        self, passage: Passage, found: TextMatches, tfidf: list[float], around: _Around
    ) -> PassageMatches:
        """What a passage's text and what stands around it hold together."""
        vetoes = found.vetoes
        if passage.excluded:
            excluded = [Veto(term, passage.excluded) for term in found.terms]
            return PassageMatches({}, [*vetoes, *excluded])
        by_topic: dict[int, list[TermMatch]] = defaultdict(list)
        self._add(by_topic, Place.TEXT, found, tfidf, around)
        if passage.section is Section.POLICY:
            # How institutions speak of a topic: no evidence elsewhere, and here what sets the flag.
            for span, _, is_policy in vetoes:
                if is_policy:
                    offsets = span.start, span.end
                    match = TermMatch(span.number, Place.TEXT, Strength.STRONG, 1.0, "", *offsets)
                    by_topic[span.topic].append(match)
            vetoes = [veto for veto in vetoes if not veto.policy]
        if not by_topic:
            return PassageMatches(around.by_topic, vetoes)
        for topic, terms in around.by_topic.items():
            by_topic[topic].extend(terms)
        return PassageMatches({topic: tuple(terms) for topic, terms in by_topic.items()}, vetoes)

    def _add(
        self,
        by_topic: dict[int, list[TermMatch]],
        place: Place,
        found: TextMatches,
        tfidf: list[float],
        around: _Around,
    ) -> None:
        """Add the terms of one text, with their company there and in what stands around."""
        for span, worth in zip(found.terms, tfidf, strict=True):
            term = self.model.rubric.topics[span.topic].terms[span.number]
            strength, partner = str(term.strength), ""
            if term.strength is Strength.CONTEXTUAL:
                partner = _partner(span, term, found, self.model, around)
                strength = strength if partner else ALONE
            offsets = (span.start, span.end) if place is Place.TEXT else (0, 0)
            by_topic[span.topic].append(
                TermMatch(span.number, place, strength, worth, partner, *offsets)
            )


def _partner(span: TermSpan, term: Term, found: TextMatches, model: Model, around: _Around) -> str:
    """The partner that makes a contextual ``term`` count: a word in reach, or one in the headings
    and the table header; ``""`` where there is none."""
    low, high = max(0, span.first - REACH), span.last + REACH
    wanted = company(term.partners)
    if wanted:
        near = found.forms[low : span.first] + found.forms[span.last : high]
        for form in near:
            if form in wanted:
                return form
        return next((f"{form} (heading)" for form in wanted if form in around.forms), "")
    for other in found.terms:
        is_other = other.topic == span.topic and other.number != span.number
        if is_other and low <= other.first < high:
            return model.rubric.topics[span.topic].terms[other.number].text
    begin = bisect_left(found.partners, (low,))
    end = bisect_left(found.partners, (high,))
    for place, owners in found.partners[begin:end]:
        if span.topic in owners and not span.first <= place < span.last:
            return found.forms[place]
    return "heading" if span.topic in around.topics else ""


# Scoring


def score_candidates(
    matched: Iterable[tuple[Passage, PassageMatches]], model: Model, calibration: Calibration
) -> Iterator[Evidence]:
    """A candidate for each passage × topic with a match, in reading order and then in the rubric's
    order of topics. Whether a candidate counts as evidence is for the levels to say."""
    for position, (passage, matches) in enumerate(matched):
        for topic in sorted(matches.by_topic):
            candidate = score_candidate(passage, matches, topic, model, calibration, position)
            if candidate is not None and candidate.score >= LEAST_SCORE:
                yield candidate


def score_candidate(
    passage: Passage,
    matches: PassageMatches,
    topic: int,
    model: Model,
    calibration: Calibration,
    position: int = 0,
) -> Evidence | None:
    """The candidate of one passage for one topic (index in the rubric), or None without a match.

    The score is in 0–1; each match carries its share of it.
    """
    terms = matches.by_topic.get(topic, ())
    if not terms:
        return None
    about = model.rubric.topics[topic]
    rates = [_rate(term, about, passage.section, calibration) for term in terms]
    total = sum(rates)
    score = 1.0 - math.exp(-total)
    if score <= 0:
        return None
    shares = [score * rate / total for rate in rates]
    learned = 0.0
    if "learned" in calibration.passage_weights:
        words, start = learned_words(about.id, model.rubric, calibration)
        learned = start + learned_log_odds(passage.text, words)
    written = written_matches(terms, shares, about)
    return Evidence(about.id, passage, score, written, position, learned)


def _rate(match: TermMatch, topic: Topic, section: Section, calibration: Calibration) -> float:
    """What one match adds to x in 1 - exp(-x)."""
    term = topic.terms[match.number]
    is_own = match.place is Place.TEXT
    by_section = calibration.section if is_own else calibration.inherited
    log_rate = (
        calibration.strength[match.strength]
        + calibration.place[match.place]
        + by_section[section]
        + calibration.topic.get(topic_factor_name(topic.id, match.strength), 0.0)
        + calibration.term.get(f"{topic.id}/{term.text.lower()}", 0.0)
        + calibration.tfidf_exponent * math.log(max(match.tfidf, LEAST_WEIGHT))
    )
    return term.weight * math.exp(log_rate)


def topic_factor_name(topic: str, strength: str) -> str:
    """The name in the calibration of what a topic (its id) adds to a match of this strength.

    Contextual terms without a partner have one of their own: they are many and mostly about
    something else, and would lower the topic's plain terms with them.
    """
    return f"{topic} {ALONE}" if strength == ALONE else topic


def written_matches(
    terms: Sequence[TermMatch], shares: Sequence[float], topic: Topic
) -> tuple[Match, ...]:
    """Matches as reports show them, each with its share of the score, highest first."""
    written = []
    for match, share in zip(terms, shares, strict=True):
        strength = Strength.CONTEXTUAL if match.strength == ALONE else Strength(match.strength)
        place = Place.HEADING if match.place is Place.TITLE else match.place
        words = topic.terms[match.number].text
        written.append(
            Match(words, strength, share, str(place), match.start, match.end, match.partner)
        )
    written.sort(key=lambda match: (-match.weight, match.place, match.start, match.term))
    return tuple(written)
