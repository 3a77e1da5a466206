"""The words of proof: why a topic got its level, and how well levels agree with labels.

Values only, as in :mod:`curriculum_gap.nouns`: made by ``explain`` and ``evaluate``, shown by
``reports``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    Level,
    Passage,
    Rubric,
    Topic,
    TopicCoverage,
    Unread,
)

__all__ = [
    "TIED_OBJECTIVE",
    "Agreement",
    "Alarms",
    "Explanation",
    "Figure",
    "LevelAgreement",
    "SeenTerm",
    "Sighting",
    "Slip",
    "Step",
    "Tally",
    "Tip",
    "TopicAgreement",
    "TopicExplanation",
    "WordsApart",
]

# Why a level

TIED_OBJECTIVE = "objective tied to an assignment"
"""What speaks louder than an objective: the one kind of a tip that is no section."""


@dataclass(frozen=True, slots=True)
class SeenTerm:
    """A term in a passage. ``share`` is its part of the passage's score. ``partner`` is the company
    that lets a contextual term count; ``lone`` is a contextual term that keeps none. ``veto`` says
    why a hit does not count (``false friend: …``, ``out of scope``), else ``""``. ``place`` is
    ``text``, ``heading``, ``table`` or ``title``."""

    term: str
    strength: str
    share: float
    place: str
    start: int = 0
    end: int = 0
    partner: str = ""
    lone: bool = False
    veto: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A passage in which something of a topic was seen.

    ``chance`` (0–1) is how likely the passage is about the topic once the rest of the document is
    heard; ``counts`` tells whether that is enough. ``alone`` is the level that the passage gives by
    itself, because it names the topic in few words. Policy text has no chance (0.0): it sets the
    policy flag from ``Explanation.policy_from`` on and never counts.
    """

    evidence: Evidence
    chance: float
    counts: bool
    terms: tuple[SeenTerm, ...]
    alone: Level = Level.ABSENT


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder of levels: ``chance`` (0–1) must reach ``needs``. ``weighed`` holds
    what spoke for and against it (log-odds), heaviest first, in plain words."""

    level: Level
    chance: float
    needs: float
    weighed: tuple[tuple[str, float], ...]

    @property
    def reached(self) -> bool:
        """Whether the chance is enough."""
        return self.chance >= self.needs


@dataclass(frozen=True, slots=True)
class Tip:
    """``number`` more plain passages of this ``kind`` (a section, or ``TIED_OBJECTIVE``) would be
    enough for the next step, where they would give ``chance`` (less than the step needs where one
    such passage is enough by itself)."""

    kind: str
    number: int
    chance: float


@dataclass(frozen=True, slots=True)
class WordsApart:
    """All words of a term stand in a passage, but not as the term."""

    term: str
    position: int


@dataclass(frozen=True, slots=True)
class TopicExplanation:
    """One topic in one document: its verdict, every passage in which something of it was seen, the
    ladder (empty where nothing was seen), what would tip the next step, and near misses: terms
    whose words stand apart, and single words of its terms with the number of passages."""

    topic: Topic
    verdict: TopicCoverage
    sightings: tuple[Sighting, ...]
    steps: tuple[Step, ...]
    tips: tuple[Tip, ...]
    setting: float
    apart: tuple[WordsApart, ...]
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a document got its levels. ``passages`` counts all of them. ``about`` is a text that was
    asked for; ``found`` are then the passages that hold it, with their positions, and ``topics``
    those seen in them, with sightings in these passages alone."""

    coverage: Coverage
    rubric: Rubric
    passages: int
    counts_from: float
    policy_from: float
    topics: tuple[TopicExplanation, ...]
    about: str = ""
    found: tuple[tuple[int, Passage], ...] = ()


# How well levels agree with labels


@dataclass(frozen=True, slots=True)
class Tally:
    """Both said so, only the verdict did, only the label did."""

    both: int = 0
    only_said: int = 0
    only_labelled: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.both + other.both,
            self.only_said + other.only_said,
            self.only_labelled + other.only_labelled,
        )

    @property
    def precision(self) -> float:
        """Share of what was said that the labels hold; NaN if nothing was said."""
        said = self.both + self.only_said
        return self.both / said if said else math.nan

    @property
    def recall(self) -> float:
        """Share of what the labels hold that was said; NaN if they hold nothing."""
        return self.both / self.support if self.support else math.nan

    @property
    def f1(self) -> float:
        """2·both / (2·both + either alone), 0 where nothing agrees; NaN if there is nothing."""
        total = 2 * self.both + self.only_said + self.only_labelled
        return 2 * self.both / total if total else math.nan

    @property
    def support(self) -> int:
        """How many the labels hold."""
        return self.both + self.only_labelled


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its 95 % interval (bootstrap by document); NaN where there is nothing to
    measure."""

    value: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, slots=True)
class LevelAgreement:
    """Agreement on the levels of some topics. ``tallies`` and ``f1`` are keyed by the level that is
    reached or passed (mentioned, taught, assessed)."""

    pairs: int
    kappa: Figure
    exact: Figure
    within_one: Figure
    precision: Figure
    recall: Figure
    tallies: Mapping[Level, Tally]
    f1: Mapping[Level, Figure]


@dataclass(frozen=True, slots=True)
class TopicAgreement:
    """Agreement on one topic: documents at *taught* or above, and passages."""

    topic: str
    taught: Tally
    taught_f1: Figure
    passages: Tally
    passages_f1: Figure


@dataclass(frozen=True, slots=True)
class Alarms:
    """Topics wrongly said of ``documents`` that teach none: at *taught* or above, at *mentioned* or
    above, and the first per document. ``chosen`` says how the documents were known."""

    documents: int
    taught: int
    mentioned: int
    per_document: Figure
    chosen: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A labelled block on which verdict and label differ: ``missed`` by the verdict, or said only
    by it. ``matched`` are terms that counted or were seen, ``refused`` hits that did not count and
    why; both in words."""

    document: str
    source: str
    topic: str
    missed: bool
    labelled: Level
    said: Level
    block: int
    text: str
    score: float
    section: str
    matched: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything that ``gapcheck evaluate`` measured. ``levels`` is keyed ``all``, ``content``,
    ``means``; ``passages`` (pooled over topics) is None where no passages are labelled;
    ``macro_taught`` and ``macro_passages`` average F1 over topics with support. ``strangers`` are
    labelled topics that the rubric lacks. ``withheld`` counts documents whose slips are not shown
    because they are kept for figures."""

    labels: str
    digest: str
    rubric: Rubric
    documents: int
    disputed: int
    unread: tuple[Unread, ...]
    strangers: tuple[str, ...]
    levels: Mapping[str, LevelAgreement]
    topics: tuple[TopicAgreement, ...]
    macro_taught: Figure
    passages: Tally | None
    passages_f1: Figure
    passages_precision: Figure
    passages_recall: Figure
    macro_passages: Figure
    alarms: Alarms
    slips: tuple[Slip, ...] = ()
    withheld: int = 0
