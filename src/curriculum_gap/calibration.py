"""Fitted numbers: what terms, places and sections are worth, and what makes a level.

Gives the table ``data/calibration.json`` as a :class:`Calibration`. ``python -m fitting`` makes it
from labelled syllabi; nothing in it was set by hand. Numbers of a *log rate* add up (natural
logarithms): a match is worth the exponential of their sum. *Log-odds* add up in the same way to the
argument of a logistic function, which gives a probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import msgspec

__all__ = ["Calibration", "LevelModel", "as_calibration", "load_calibration"]

_TABLE = Path(__file__).parent / "data" / "calibration.json"
_LEARNED = _TABLE.with_name("learned_words.json")


@dataclass(frozen=True, slots=True)
class LevelModel:
    """One step of the levels: a logistic model over a topic's features in one document.

    Fields:
        intercept: log-odds where every topic starts.
        weights: log-odds by feature (see ``measure.level_features``), each ≥ 0, so that more
            evidence never lowers a level.
        topic: log-odds by topic id that single topics differ by, held close to 0.
        threshold: the probability (0–1) from which the level is reached.
    """

    intercept: float
    weights: Mapping[str, float]
    topic: Mapping[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """All fitted numbers, for three models in a row: score, probability of a passage, level.

    The score of a passage (``keywords.scoring``), all but the last log rates:
        strength: by strength of a term, ``alone`` for a contextual one without a partner.
        place: by where it stands: ``text``, ``heading``, ``table``, ``title``.
        section: by the passage's section, for terms in its text.
        inherited: the same, for terms in what stands around it.
        topic: by topic id, and by ``topic-id alone`` for contextual terms without a partner.
        term: by ``topic-id/term in lower case``; terms that are not there add 0.
        tfidf_exponent: a match is worth its TF-IDF weight (0–1) to the power of this.

    The probability that a passage is about a topic (``measure.corroboration``):
        passage_weights: log-odds by feature, and ``intercept``.
        passage_threshold: the probability (0–1) from which a passage counts.
        learned: by topic id, weights of plain words and runs of them (``keywords.learned``); they
            have a table of their own, ``data/learned_words.json``, for a person to read.
        unlearned: log-odds in their place for topics that no labels teach: what learned words say
            on average of passages that are about their topic.

    The level (``measure.levels``):
        levels: the model of each level above absent, by its name.
    """

    strength: Mapping[str, float]
    place: Mapping[str, float]
    section: Mapping[str, float]
    inherited: Mapping[str, float]
    topic: Mapping[str, float]
    term: Mapping[str, float]
    tfidf_exponent: float
    passage_weights: Mapping[str, float]
    passage_threshold: float
    levels: Mapping[str, LevelModel]
    learned: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    unlearned: float = 0.0


def as_calibration(stored: Mapping[str, object]) -> Calibration:
    """A :class:`Calibration` from its JSON form; another form raises msgspec.ValidationError."""
    return msgspec.convert(stored, Calibration)


@cache
def load_calibration() -> Calibration:
    """The tables shipped with the package."""
    calibration = msgspec.json.decode(_TABLE.read_bytes(), type=Calibration)
    learned = msgspec.json.decode(_LEARNED.read_bytes(), type=dict[str, dict[str, float]])
    return replace(calibration, learned=learned)
