"""Levels: what one topic's evidence in a document adds up to.

Takes rated evidence, gives the features of the three level models of the calibration and the level
that they reach; and, for single passages, the level that one of them gives whatever else there is.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from curriculum_gap.calibration import Calibration, LevelModel
from curriculum_gap.lexicon import load_lexicon
from curriculum_gap.measure.corroboration import RatedEvidence, sigmoid
from curriculum_gap.nouns import (
    Evidence,
    Kind,
    Level,
    Match,
    Passage,
    Section,
    Shape,
    Strength,
    Topic,
)

__all__ = [
    "is_labelled",
    "level_by_itself",
    "level_features",
    "level_if_plain",
    "level_of",
    "level_probability",
]

NAMED, NAMED_IN_COMPANY = 0.7, 0.75
"""Scores from which a short passage names a topic by its own words: one of them a strong term, or a
contextual one in company. Set by hand."""
SHORT = 18
"""Words of a passage that names its topic in few words: one bullet, or one line of a schedule. Set
by hand."""
FEW_PARTS, MANY_PARTS = 2, 6
"""Other subjects beside the topic from which a title, and a sentence, is a list of many. Of
labelled objectives with fewer than six, and little else to go by, 18 in 26 teach; with more, 2 in
11. Sessions with at most one: 12 in 19, else 12 in 46."""
LEAST_LIKELY, LIKELY, LIKELIEST = 0.4, 0.5, 0.7
"""Probabilities from which a passage is plainly on its topic: any (an objective needs no more, nor
a reading with two terms), an assignment, and a session or a reading with one term. From 300
labelled documents left out."""
_HEAD = 3
"""Words before a term that still stands at the head of a session's title, after its number."""
_STOP = re.compile(r"[:.|\"”]\s")
"""Ends what stands before a session's title: its number, a cell, a sentence, a title in quotes."""
_CLAUSE = re.compile(r"[:.!?]\s")
"""Ends the clause of a term: what a title lists behind a colon are parts of its subject."""
_LEAST_READING = 13
"""Words from which a reading has more than a short title. Of 11 with one term, eight teach."""
_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"[,;]\s")
_PARENTHESIS = re.compile(r"\([^()]*\)")
_CELL = " | "
"""What stands between the cells of a row."""
_LETTERS = re.compile(r"[^\W\d_]+")
_COMPARED = 300
"""Characters of two passages that are compared when one might repeat the other."""


def level_features(
    rated: Iterable[RatedEvidence], other_topics: float, kind: Kind
) -> dict[str, float]:
    """The input of the level models, by name: sums and maxima of one topic's probabilities.

    ``sum all`` and ``sum SECTION`` are log(1 + sum), which dampens long lists; ``best all``,
    ``best SECTION``, ``best tie`` (objectives tied to an assignment) and ``best heading`` are
    maxima in 0–1. ``other_topics`` goes in as it is, under the name of the topic's ``kind``. What
    stands in a document many times counts once.
    """
    in_section: dict[str, list[float]] = defaultdict(list)
    marked: dict[str, list[float]] = defaultdict(list)
    for candidate, probability in _each_once(rated):
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


def _each_once(rated: Iterable[RatedEvidence]) -> Iterable[RatedEvidence]:
    """The likeliest of the passages that are the same thing."""
    likeliest: dict[object, RatedEvidence] = {}
    for candidate, probability in rated:
        key = _identity(candidate)
        if key not in likeliest or likeliest[key][1] < probability:
            likeliest[key] = (candidate, probability)
    return likeliest.values()


def _identity(candidate: Evidence) -> object:
    """Equal for passages that are the same thing: rows that differ in numbers alone; assignments
    found by the same terms, as a paper stands in the grading and in the schedule."""
    passage = candidate.passage
    if passage.section is Section.ASSIGNMENT:
        terms = frozenset(match.term for match in candidate.matches if match.place == "text")
        if terms:
            return terms
    return passage.section, " ".join(_LETTERS.findall(passage.text[:_COMPARED].lower()))


def _is_short(text: str) -> bool:
    """Whether a text has at most :data:`SHORT` words; a long text is not counted to its end."""
    if len(text) < 2 * SHORT:
        return True
    words = islice(_WORD.finditer(text), SHORT + 1)
    return len(list(words)) <= SHORT


def level_if_plain(passage: Passage, kind: Kind) -> Level:
    """The level that one passage of this section gives, by the codebook, where it is plainly on a
    topic of this ``kind``. Means ask for company, unless graded work names them in few words."""
    names_it = kind is Kind.CONTENT or _is_short(passage.text)
    if passage.section is Section.ASSIGNMENT and names_it:
        return Level.ASSESSED
    if kind is not Kind.CONTENT:
        return Level.ABSENT
    if passage.tie:
        return Level.ASSESSED
    taught = passage.section in (Section.OBJECTIVE, Section.SESSION, Section.READING)
    return Level.TAUGHT if taught else Level.ABSENT


def level_by_itself(candidate: Evidence, probability: float, kind: Kind, language: str) -> Level:
    """The level that one passage gives a topic by itself, whatever else the document holds.

    These are the codebook's rules where the level models would wait for company. ``probability``
    (0–1) is that of :func:`rate_evidence`; ``language`` is the rubric's.
    """
    in_text = [match for match in candidate.matches if match.place == "text"]
    strong = any(match.strength is Strength.STRONG for match in in_text)
    in_company = any(match.partner for match in in_text)
    if not (strong or in_company):
        return Level.ABSENT
    level = level_if_plain(candidate.passage, kind)
    if level and _is_plain(candidate, in_text, probability, language):
        return level
    in_course = candidate.passage.section not in (Section.OTHER, Section.RESOURCE)
    is_named = (
        kind is Kind.CONTENT
        and in_course
        and candidate.score >= _least_score(in_text)
        and _is_short(candidate.passage.text)
    )
    return Level.MENTIONED if is_named or is_labelled(candidate) else Level.ABSENT


def _least_score(in_text: Sequence[Match]) -> float:
    """The score from which a passage with these matches in its text names the topic."""
    strong = any(match.strength is Strength.STRONG for match in in_text)
    return NAMED if strong else NAMED_IN_COMPANY


def _other_parts(text: str, in_text: Sequence[Match], *, is_title: bool) -> int:
    """How many other subjects stand beside the topic: parts between commas and semicolons that hold
    no match, in the cell of the first match (or the whole text); in a title, up to the end of its
    clause."""
    first = min(match.start for match in in_text)
    start = text.rfind(_CELL, 0, first) + 1  # 0 where the text has no cells
    end = text.find(_CELL, first)
    cell = text[start : end if end >= 0 else len(text)]
    if is_title and (clause := _CLAUSE.search(cell, first - start)):
        cell = cell[: clause.start()]
    ends = [start + found.start() for found in _SEPARATOR.finditer(cell)]
    held = {
        bisect_left(ends, match.start)
        for match in in_text
        if start <= match.start <= start + len(cell)
    }
    return max(0, len(ends) + 1 - len(held))


def _is_one_example(text: str, in_text: Sequence[Match]) -> bool:
    """Whether all matches are examples among others in one pair of parentheses: "where values come
    from (family, faith, place)"."""
    first = min(match.start for match in in_text)
    last = max(match.start for match in in_text)
    return any(
        found.start() < first and last < found.end() and len(_SEPARATOR.findall(found[0])) > 1
        for found in _PARENTHESIS.finditer(text)
    )


def _is_plain(
    candidate: Evidence, in_text: Sequence[Match], probability: float, language: str
) -> bool:
    """Whether a passage with these matches in its text is plainly on the topic: likely so, and no
    list in which it is one of many subjects."""
    if probability < LEAST_LIKELY:
        return False
    text = candidate.passage.text
    section = candidate.passage.section
    others = _other_parts(text, in_text, is_title=section is Section.SESSION)
    if section is Section.SESSION:
        before = _STOP.split(text[: min(match.start for match in in_text)])[-1]
        named = candidate.score >= _least_score(in_text)
        at_head = named and len(_WORD.findall(before)) <= _HEAD
        return others < FEW_PARTS and (at_head or probability >= LIKELIEST)
    if section is Section.READING:
        if len({match.term for match in in_text}) > 1:
            return True
        long = len(_WORD.findall(text)) >= _LEAST_READING
        return long and others < MANY_PARTS and probability >= LIKELIEST
    if section is Section.ASSIGNMENT:
        names = load_lexicon(language).graded_work.assignment_names
        return others < FEW_PARTS and probability >= LIKELY and names.stands_in(text.lower())
    return others < MANY_PARTS and not _is_one_example(text, in_text)


def is_labelled(candidate: Evidence) -> bool:
    """Whether a passage is labelled with a strong term of the topic.

    A label is what an entry begins with, up to its colon ("Journaling: writing about …"), with at
    most two words before the term ("Increased stigma: …").
    """
    text = candidate.passage.text
    return any(
        match.strength is Strength.STRONG
        and match.place == "text"
        and len(_WORD.findall(text[: match.start])) <= 2
        and text[match.end : match.end + 2] == ": "
        for match in candidate.matches
    )


def level_of(
    topic: Topic, features: Mapping[str, float], calibration: Calibration
) -> tuple[Level, float]:
    """The level that these features reach, and the probability (0–1) of *mentioned* or more."""
    level, mentioned = Level.ABSENT, 0.0
    for next_level in (Level.MENTIONED, Level.TAUGHT, Level.ASSESSED):
        model = calibration.levels[str(next_level)]
        probability = level_probability(model, topic.id, features)
        if level is Level.ABSENT:
            mentioned = probability
        if probability < model.threshold:
            break
        level = next_level
    return level, mentioned
