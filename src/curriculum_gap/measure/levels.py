"""Levels: what one topic's evidence in a document adds up to.

Takes rated evidence, gives the features of the three level models of the calibration and the level
that they reach; and, for single passages, the level that one of them gives whatever else there is.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from curriculum_gap.calibration import Calibration, LevelModel
from curriculum_gap.measure.corroboration import RatedEvidence, sigmoid
from curriculum_gap.nouns import Evidence, Kind, Level, Section, Shape, Strength, Topic

__all__ = ["level_by_itself", "level_features", "level_of", "level_of_label", "level_probability"]

PLAIN, PLAIN_IN_COMPANY = 0.7, 0.8
"""Scores from which a short passage is plainly about a topic by its own words: one of them a strong
term, or a contextual one in company. Set by hand."""
TIED = 0.8
"""The probability from which a tied objective is about its topic without doubt. Set by hand."""
SHORT = 18
"""Words of a passage that names its topic in few words: one bullet, or one line of a schedule."""
_WORD = re.compile(r"\w+")
_LEVEL_OF_SECTION = {
    Section.OBJECTIVE: Level.TAUGHT,
    Section.SESSION: Level.TAUGHT,
    Section.READING: Level.MENTIONED,
    Section.ACTIVITY: Level.MENTIONED,
    Section.ASSIGNMENT: Level.MENTIONED,
    Section.DESCRIPTION: Level.MENTIONED,
    Section.TITLE: Level.MENTIONED,
}
"""The level that one short passage gives by itself, by the codebook's rules."""


def level_features(
    rated: Iterable[RatedEvidence], other_topics: float, kind: Kind
) -> dict[str, float]:
    """The input of the level models, by name: sums and maxima of one topic's probabilities.

    ``sum all`` and ``sum SECTION`` are log(1 + sum), which dampens long lists; ``best all``,
    ``best SECTION``, ``best tie`` (objectives tied to an assignment) and ``best heading`` are
    maxima in 0–1. ``other_topics`` goes in as it is, under the name of the topic's ``kind``.
    """
    in_section: dict[str, list[float]] = defaultdict(list)
    marked: dict[str, list[float]] = defaultdict(list)
    for candidate, probability in rated:
        passage = candidate.passage
        in_section["all"].append(probability)
        in_section[passage.section].append(probability)
        if passage.tie:
            marked["tie"].append(probability)
        if passage.shape is Shape.HEADING:
            marked["heading"].append(probability)
    features = {f"other topics {kind}": other_topics}
    for name, values in in_section.items():
        features[f"sum {name}"] = math.log1p(sum(values))
    for name, values in (in_section | marked).items():
        features[f"best {name}"] = max(values)
    return features


def level_probability(model: LevelModel, topic: str, features: Mapping[str, float]) -> float:
    """How likely a topic (its id) with these features reaches this level or more, 0–1.

    A feature that is not there counts as 0.
    """
    terms = [weight * features.get(name, 0.0) for name, weight in model.weights.items()]
    return sigmoid(model.intercept + model.topic.get(topic, 0.0) + sum(terms))


def _is_short(text: str) -> bool:
    """Whether a text has at most :data:`SHORT` words; a long text is not counted to its end."""
    if len(text) < 2 * SHORT:
        return True
    words = islice(_WORD.finditer(text), SHORT + 1)
    return len(list(words)) <= SHORT


def level_by_itself(candidate: Evidence, probability: float, kind: Kind) -> Level:
    """The level that one passage gives a topic by itself, whatever else the document holds.

    These are the codebook's rules where the level models would wait for company: an objective tied
    to an assignment assesses its topic of content, and a session or an objective that names one in
    few words teaches it. ``probability`` (0–1) is that of :func:`rate_evidence`.
    """
    passage = candidate.passage
    if kind is not Kind.CONTENT:
        return Level.ABSENT
    if passage.tie and probability >= TIED:
        return Level.ASSESSED
    level = _LEVEL_OF_SECTION.get(passage.section, Level.ABSENT)
    if candidate.score < PLAIN or level is Level.ABSENT or not _is_short(passage.text):
        return Level.ABSENT
    in_text = [match for match in candidate.matches if match.place == "text"]
    is_plain = any(match.strength is Strength.STRONG for match in in_text)
    if candidate.score >= PLAIN_IN_COMPANY:
        is_plain = is_plain or any(match.partner for match in in_text)
    return level if is_plain else Level.ABSENT


def level_of_label(candidate: Evidence) -> Level:
    """*Mentioned* where a passage is labelled with a strong term of the topic, else *absent*.

    A label is what an entry begins with, up to its colon ("Journaling: writing about …").
    """
    text = candidate.passage.text
    labelled = any(
        match.strength is Strength.STRONG
        and match.place == "text"
        and match.start == 0
        and text[match.end : match.end + 2] == ": "
        for match in candidate.matches
    )
    return Level.MENTIONED if labelled else Level.ABSENT


def level_of(
    topic: Topic, features: Mapping[str, float], calibration: Calibration
) -> tuple[Level, float]:
    """The level that these features reach, and the probability (0–1) of the first level that they
    fall short of or, if higher, of *mentioned*."""
    level, reached = Level.ABSENT, 0.0
    for next_level in (Level.MENTIONED, Level.TAUGHT, Level.ASSESSED):
        model = calibration.levels[str(next_level)]
        probability = level_probability(model, topic.id, features)
        if level is Level.ABSENT:
            reached = probability
        if probability < model.threshold:
            break
        level = next_level
    return level, reached
