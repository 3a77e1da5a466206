"""The keyword model: a rubric's terms, weighed by TF-IDF, find the passages about each topic.

    model = compile_model(rubric)
    evidence = find_evidence(passages, title, model, calibration)

A score is 1 - exp(-x), where x adds up the terms found: what the term is worth, times where it
stood, times the section, times the TF-IDF weight of the term in its text. Section and place act
before saturation (as in BM25F, Robertson et al. 2004), so ten weak words are not one session.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from curriculum_gap.calibration import Calibration
from curriculum_gap.keywords.background import FUNCTION_WORDS, Background, load_background
from curriculum_gap.keywords.model import Model, compile_model
from curriculum_gap.keywords.weighing import Candidate, Looked, Place, look
from curriculum_gap.keywords.words import forms, phrase, words
from curriculum_gap.nouns import Evidence, Match, Passage, Section, Strength, Topic

__all__ = [
    "FUNCTION_WORDS",
    "Background",
    "Candidate",
    "Looked",
    "Model",
    "Piece",
    "compile_model",
    "find_evidence",
    "forms",
    "load_background",
    "look",
    "matches",
    "phrase",
    "score",
    "weigh",
    "words",
]

_LEAST_SCORE = 0.005
_SHOWN_PLACE = {Place.TITLE: Place.HEADING}
_STRENGTH = {**{str(strength): strength for strength in Strength}, "alone": Strength.CONTEXTUAL}


def _rates(
    candidates: tuple[Candidate, ...],
    topic: int,
    section: Section,
    model: Model,
    calibration: Calibration,
) -> list[float]:
    terms, name = model.rubric.topics[topic].terms, model.rubric.topics[topic].id
    of_topic = calibration.topic.get(name, 0.0)
    rates = []
    for number, place, strength, tfidf, *_ in candidates:
        term = terms[number]
        by_section = calibration.section if place == Place.TEXT else calibration.inherited
        log_rate = (
            calibration.strength[strength]
            + calibration.place[place]
            + by_section[section]
            + of_topic
            + calibration.term.get(f"{name}/{term.text.lower()}", 0.0)
            + calibration.density * math.log(max(tfidf, 0.01))
        )
        rates.append(term.weight * math.exp(log_rate))
    return rates


def _scored(
    candidates: tuple[Candidate, ...],
    topic: int,
    section: Section,
    model: Model,
    calibration: Calibration,
) -> tuple[float, list[float]]:
    """Score in 0–1, and the rates that make it."""
    rates = _rates(candidates, topic, section, model, calibration)
    return 1.0 - math.exp(-sum(rates)), rates


class Piece(NamedTuple):
    """A piece of evidence before its matches are written out: most are never shown."""

    topic: str
    passage: Passage
    score: float
    matches: tuple[Candidate, ...]
    position: int
    about: Topic
    rates: Sequence[float]

    def evidence(self) -> Evidence:
        """It written out: each term with its share of the score, highest first."""
        total = sum(self.rates)
        shares = [self.score * rate / total for rate in self.rates]
        written = matches(self.matches, shares, self.about)
        return Evidence(self.topic, self.passage, self.score, written, self.position)


def score(
    passage: Passage,
    looked: Looked,
    topic: int,
    model: Model,
    calibration: Calibration,
    position: int = 0,
) -> Evidence | None:
    """The evidence of one passage for one topic (index in the rubric), or None without any.

    The score is in 0–1; each match carries its share of it.
    """
    candidates = looked.candidates.get(topic, ())
    value, rates = _scored(candidates, topic, passage.section, model, calibration)
    if value <= 0:
        return None
    about = model.rubric.topics[topic]
    return Piece(about.id, passage, value, candidates, position, about, rates).evidence()


def matches(
    candidates: Sequence[Candidate], shares: Sequence[float], topic: Topic
) -> tuple[Match, ...]:
    """What was found, with each term's share of the score, highest first."""
    found = [
        Match(
            topic.terms[candidate.number].text,
            _STRENGTH[candidate.strength],
            share,
            _SHOWN_PLACE.get(candidate.place, candidate.place),
            candidate.start,
            candidate.end,
            candidate.partner,
        )
        for candidate, share in zip(candidates, shares, strict=True)
    ]
    if len(found) > 1:
        found.sort(key=lambda match: (-match.weight, match.place, match.start, match.term))
    return tuple(found)


def weigh(
    looked: Iterable[tuple[Passage, Looked]], model: Model, calibration: Calibration
) -> Iterator[Piece]:
    """Evidence of passages that were looked at already, in order."""
    topics = model.rubric.topics
    # Below one heading passage after passage inherits the same: each is scored once.
    scored = cache(partial(_scored, model=model, calibration=calibration))

    for position, (passage, seen) in enumerate(looked):
        for topic in sorted(seen.candidates):
            candidates = seen.candidates[topic]
            value, rates = scored(candidates, topic, passage.section)
            if value >= _LEAST_SCORE:
                about = topics[topic]
                yield Piece(about.id, passage, value, candidates, position, about, rates)


def find_evidence(
    passages: Iterable[Passage], title: str, model: Model, calibration: Calibration
) -> Iterator[Piece]:
    """Evidence of all ``passages`` of a document called ``title``, in reading order, then in the
    rubric's order of topics; whether it counts is for the levels to say."""
    return weigh(look(passages, title, model), model, calibration)
