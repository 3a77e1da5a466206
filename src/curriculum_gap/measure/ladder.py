"""The ladder of levels: what one topic's evidence in a document adds up to."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice, repeat
from operator import mul

from curriculum_gap.calibration import Calibration, Rung
from curriculum_gap.measure.corroboration import Weighed
from curriculum_gap.measure.seen import Seen, sigmoid
from curriculum_gap.nouns import Kind, Level, Section, Shape, Strength, Topic

__all__ = ["features", "level_of", "plain_level", "probability"]

#: Scores from which a short passage is plainly about a topic by its own words: one of them a strong
#: term, or a contextual one in company.
PLAIN, PLAIN_IN_COMPANY = 0.7, 0.8
#: The probability from which a tied objective is about its topic without doubt.
TIED = 0.8
_SHORT = 18  # words
# Asking an enumeration for a member is slow; a name is not.
_HEADING, _CONTENT, _ABSENT = Shape.HEADING, Kind.CONTENT, Level.ABSENT
_STRONG = str(Strength.STRONG)
_WORD = re.compile(r"\w+")
_RUNGS = tuple((level, str(level)) for level in Level if level > _ABSENT)
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
    return sigmoid(
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
    own = [sign for sign in e.matches if sign.place == "text"]
    strong = any(sign.strength == _STRONG for sign in own)
    if strong or (e.score >= PLAIN_IN_COMPANY and any(sign.partner for sign in own)):
        return level
    return _ABSENT


def level_of(
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
