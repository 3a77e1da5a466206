"""Levels: what one topic's candidates in a document add up to."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice, repeat
from operator import mul

from curriculum_gap.calibration import Calibration, LevelModel
from curriculum_gap.measure.corroboration import Weighed, sigmoid
from curriculum_gap.nouns import Evidence, Kind, Level, Section, Shape, Strength, Topic

__all__ = ["features", "level_of", "plain_level", "probability"]

PLAIN, PLAIN_IN_COMPANY = 0.7, 0.8
"""Scores from which a short passage is plainly about a topic by its own words: one of them a strong
term, or a contextual one in company. Set by hand."""
TIED = 0.8
"""The probability from which a tied objective is about its topic without doubt."""
SHORT = 18
"""Words of a passage that names its topic in few words: one bullet, or one line of a schedule."""
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


def features(weighed: Iterable[Weighed], setting: float, kind: Kind) -> dict[str, float]:
    """Sums of one topic's evidence by section, dampened by log(1 + x): the input of the level models."""
    parts: dict[str, list[float]] = defaultdict(list)
    marked: dict[str, list[float]] = defaultdict(list)
    for e, q in weighed:
        parts["all"].append(q)
        parts[e.passage.section].append(q)
        if e.passage.tie:
            marked["tie"].append(q)
        if e.passage.shape is Shape.HEADING:
            marked["heading"].append(q)
    found = {f"sum {name}": math.log1p(sum(those)) for name, those in parts.items()}
    found |= {f"best {name}": max(those) for name, those in (parts | marked).items()}
    return found | {f"setting {kind}": setting}


def probability(model: LevelModel, topic: str, found: Mapping[str, float]) -> float:
    """How likely a topic with these features reaches this level or more, 0–1."""
    return sigmoid(
        model.intercept
        + model.topic.get(topic, 0.0)
        + sum(map(mul, model.weights.values(), map(found.get, model.weights, repeat(0.0))))
    )


def _is_short(text: str) -> bool:
    return len(text) < 2 * SHORT or len(list(islice(_WORD.finditer(text), SHORT + 1))) <= SHORT


def plain_level(e: Evidence, q: float, kind: Kind) -> Level:
    """The level that one passage gives by itself, whatever else the document holds (the codebook's
    rules): an objective tied to an asmatchment assesses its topic of content, and a session or an
    objective that names one in few words teaches it, where the level models would wait for company."""
    if kind is Kind.CONTENT and e.passage.tie and q >= TIED:
        return Level.ASSESSED
    if kind is not Kind.CONTENT or e.score < PLAIN:
        return Level.ABSENT
    level = _PLAIN_LEVEL.get(e.passage.section, Level.ABSENT)
    if level is Level.ABSENT or not _is_short(e.passage.text):
        return Level.ABSENT
    own = [match for match in e.matches if match.place == "text"]
    strong = any(match.strength is Strength.STRONG for match in own)
    if strong or (e.score >= PLAIN_IN_COMPANY and any(match.partner for match in own)):
        return level
    return Level.ABSENT


def level_of(
    topic: Topic, found: Mapping[str, float], calibration: Calibration
) -> tuple[Level, float]:
    """The level that these features reach, and the probability (0–1) of the first level that they
    fall short of or, if higher, of *mentioned*."""
    level, reached = Level.ABSENT, 0.0
    for next_level in (Level.MENTIONED, Level.TAUGHT, Level.ASSESSED):
        model = calibration.levels[str(next_level)]
        chance = probability(model, topic.id, found)
        if level is Level.ABSENT:
            reached = chance
        if chance < model.threshold:
            break
        level = next_level
    return level, reached
