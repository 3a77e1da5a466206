"""How well verdicts agree with labels: the values that ``evaluate`` makes and ``reports`` shows.

Values only, frozen, as in :mod:`curriculum_gap.nouns`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from curriculum_gap.nouns import Level, Rubric, Unread

__all__ = [
    "Agreement",
    "AgreementDetails",
    "Counts",
    "Disagreement",
    "Estimate",
    "FalseAlarms",
    "LevelAgreement",
    "PartConfusion",
    "PassageAgreement",
    "Reliability",
    "ScoreBin",
    "SiblingConfusion",
    "TopicAgreement",
]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often verdict and label both say yes, only the verdict does, or only the label does."""

    both: int = 0
    only_verdict: int = 0
    only_label: int = 0

    @property
    def precision(self) -> float:
        """Share of the verdicts that the labels confirm (0–1); NaN if there is no verdict."""
        verdicts = self.both + self.only_verdict
        return self.both / verdicts if verdicts else math.nan

    @property
    def recall(self) -> float:
        """Share of the labels that the verdicts hold (0–1); NaN if there is no label."""
        return self.both / self.support if self.support else math.nan

    @property
    def support(self) -> int:
        """How many labels say yes."""
        return self.both + self.only_label


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure with its 95 % interval (bootstrap by document); NaN where nothing can be
    measured."""

    value: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, slots=True)
class LevelAgreement:
    """Agreement on the levels of some topics, over ``pairs`` of document and topic.

    ``counts`` and ``f1`` are keyed by the level that is reached or passed (mentioned, taught,
    assessed); ``precision`` and ``recall`` are those at *taught* or above.
    """

    pairs: int
    kappa: Estimate
    exact: Estimate
    within_one: Estimate
    precision: Estimate
    recall: Estimate
    counts: Mapping[Level, Counts]
    f1: Mapping[Level, Estimate]


@dataclass(frozen=True, slots=True)
class TopicAgreement:
    """Agreement on one topic: documents at *taught* or above, and passages."""

    topic: str
    taught: Counts
    taught_f1: Estimate
    passages: Counts
    passages_f1: Estimate


@dataclass(frozen=True, slots=True)
class PassageAgreement:
    """Agreement on passages of all topics together; ``macro_f1`` is the mean F1 over topics with
    labelled passages."""

    counts: Counts
    precision: Estimate
    recall: Estimate
    f1: Estimate
    macro_f1: Estimate


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """Topics that verdicts find in ``documents`` that teach none of them.

    ``taught`` counts those at *taught* or above, ``mentioned`` those at *mentioned* or above,
    ``per_document`` is the first per document. ``chosen`` says how the documents were known.
    """

    documents: int
    taught: int
    mentioned: int
    per_document: Estimate
    chosen: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A labelled block about which verdict and label differ.

    ``missed`` is true where only the label says yes, false where only the verdict does. ``label``
    and ``verdict`` are the topic's levels in the whole document. ``matched`` are terms that counted
    or were found, ``rejected`` are terms that did not count and why; both in words.
    """

    document: str
    source: str
    topic: str
    missed: bool
    label: Level
    verdict: Level
    block: int
    text: str
    score: float
    section: str
    matched: tuple[str, ...]
    rejected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiblingConfusion:
    """How many passages count for the topic ``said``, which their labels do not name, and are
    labelled with the topic ``labelled``."""

    said: str
    labelled: str
    passages: int


@dataclass(frozen=True, slots=True)
class PartConfusion:
    """How many passages of a ``section``, which gives the reason for a level, have this ``role`` by
    their labels.

    ``section`` is *missed* for labelled blocks that no passage covers, ``role`` is *not about it*
    where the label does not name the topic, and *about it* where it names no role.
    """

    section: str
    role: str
    passages: int


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Scores above ``low`` up to ``high`` (0–1): how many, their mean, and the share of them that
    the labels confirm (0–1)."""

    low: float
    high: float
    number: int
    mean_score: float
    labelled: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Scores against labels; ``brier`` is the mean squared distance of the two (0 is perfect)."""

    brier: float
    bins: tuple[ScoreBin, ...]


@dataclass(frozen=True, slots=True)
class AgreementDetails:
    """Kinds of errors.

    ``wrong`` counts passages that count for a topic which their labels do not name,
    ``wrong_with_owner`` those of them that are labelled with another topic. ``topic_scores`` holds
    a topic's score against a label of *mentioned* or more, ``passage_scores`` that of a passage
    that counts against its blocks.
    """

    wrong: int
    wrong_with_owner: int
    siblings: tuple[SiblingConfusion, ...]
    parts: tuple[PartConfusion, ...]
    topic_scores: Reliability | None
    passage_scores: Reliability | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything that ``gapcheck evaluate`` measured.

    ``levels`` is keyed ``all``, ``content``, ``means``. ``passages`` is None where no passages are
    labelled. ``macro_taught`` averages F1 over topics with support. ``unknown_topics`` are labelled
    topics that the rubric lacks. ``withheld`` counts documents whose disagreements are not shown
    because they are kept for figures.
    """

    labels: str
    digest: str
    rubric: Rubric
    documents: int
    disputed: int
    unread: tuple[Unread, ...]
    unknown_topics: tuple[str, ...]
    levels: Mapping[str, LevelAgreement]
    topics: tuple[TopicAgreement, ...]
    macro_taught: Estimate
    passages: PassageAgreement | None
    false_alarms: FalseAlarms
    details: AgreementDetails
    disagreements: tuple[Disagreement, ...] = ()
    withheld: int = 0
