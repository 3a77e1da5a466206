"""The fitted numbers, frozen in ``data/calibration.json``.

Everything that was chosen on labels stands in that one table: what a strong, a contextual and a
name term are worth, what a place and a section add, how single terms and topics differ from the
ordinary (shrunk), and what evidence makes a level. Regenerate it with::

    python -m fitting calibration LABELS DOCUMENTS

All weights are natural logarithms: a sum of logs is a product of factors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Calibration", "LevelModel", "as_calibration", "load_calibration"]

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class LevelModel:
    """One step of the level ladder: a logistic model over section sums of a topic's evidence.

    ``weights`` are ≥ 0, so more evidence never lowers a level; ``topic`` holds what single topics
    differ by (log-odds, shrunk towards 0); ``threshold`` is the probability that must be reached.
    """

    intercept: float
    weights: Mapping[str, float]
    topic: Mapping[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted numbers of the keyword model and of the levels.

    ``term`` is keyed ``topic-id/term in lower case``; ``density`` is the exponent of a term's TF-IDF
    weight; ``corroborated`` weighs, for counting a passage, its own score (log-odds) and what the
    rest of the document says (``counts_from`` is the probability from which a passage counts); ``ladder`` holds the rungs mentioned, taught, assessed.
    """

    strength: Mapping[str, float]
    place: Mapping[str, float]
    section: Mapping[str, float]
    inherited: Mapping[str, float]
    topic: Mapping[str, float]
    term: Mapping[str, float]
    density: float
    corroborated: Mapping[str, float]
    counts_from: float
    levels: Mapping[str, LevelModel]


def as_calibration(stored: Mapping[str, Any]) -> Calibration:
    """A :class:`Calibration` from its JSON form."""
    levels = {level: LevelModel(**rung) for level, rung in stored["levels"].items()}
    return Calibration(**{**stored, "levels": levels})


@cache
def load_calibration() -> Calibration:
    """The table shipped with the package."""
    return as_calibration(json.loads((_DATA / "calibration.json").read_bytes()))
