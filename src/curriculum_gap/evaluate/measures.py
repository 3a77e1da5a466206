"""Measures of agreement between labels and verdicts, each with a 95 % interval.

Counts come first: for every document and topic, which labelled level met which level of the
verdict, and how many labelled blocks were found. scikit-learn gives each measure of the summed
counts. The interval comes from drawing whole documents with replacement, which means summing the
same counts in 1,000 other ways; for these sums the measure is written out in numpy, since 1,000
calls of scikit-learn take ten seconds a figure. scipy.stats.bootstrap is no way round: it draws
single numbers, while one draw here is a document's whole table. A test holds numpy and scikit-learn
equal.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, precision_recall_fscore_support

from curriculum_gap.agreement import (
    Counts,
    Estimate,
    FalseAlarms,
    LevelAgreement,
    PassageAgreement,
    TopicAgreement,
)
from curriculum_gap.evaluate.verdicts import Verdict
from curriculum_gap.nouns import Kind, Level, Rubric

__all__ = [
    "EXACT",
    "F1",
    "KAPPA",
    "MEAN_F1",
    "PRECISION",
    "RECALL",
    "WITHIN_ONE",
    "CountTable",
    "Measure",
    "count",
    "counts_at",
    "estimate",
    "false_alarms",
    "level_agreement",
    "macro_taught",
    "passage_agreement",
    "topic_agreement",
]

Array = NDArray[Any]

DRAWS, SEED = 1000, 20261123
"""Draws for an interval, as usual for percentiles (Efron & Tibshirani 1993), and their seed."""
INTERVAL = (2.5, 97.5)
"""Percentiles that bound a 95 % interval."""
LEAST_SUPPORT = 5
"""Documents that must be labelled *taught* or above for a topic to enter the macro average: with
fewer, one document moves the topic's F1 by more than its interval."""
_LEVELS = len(Level)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of summed counts: its ``value`` for one sum, and for many sums at once
    (``of_draws``; the first axis counts the draws). NaN where there is nothing to measure."""

    value: Callable[[Array], float]
    of_draws: Callable[[Array], Array]


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts of documents (first axis) by topic (second axis, in the rubric's order).

    ``levels`` is documents × topics × labelled level × level of the verdict: a single 1 for each
    topic of a document, or none where its readers disagree. ``blocks`` is documents × topics × 3:
    labelled blocks that both name, that only the verdict names, that only the label names.
    ``disputed`` counts the pairs that were left out.
    """

    levels: Array
    blocks: Array
    disputed: int


def count(verdicts: Sequence[Verdict], rubric: Rubric) -> CountTable:
    """Counts of all documents; a file that could not be read counts as nothing found."""
    shape = len(verdicts), len(rubric.topics)
    levels = np.zeros((*shape, _LEVELS, _LEVELS), dtype=np.int64)
    blocks = np.zeros((*shape, 3), dtype=np.int64)
    disputed = 0
    for row, verdict in enumerate(verdicts):
        labels = verdict.labels
        found = {topic.topic: topic.level for topic in verdict.topics}
        for column, topic in enumerate(rubric.topics):
            if topic.id in labels.disputed:
                disputed += 1
            else:
                level = found.get(topic.id, Level.ABSENT)
                levels[row, column, labels.level(topic.id), level] = 1
            covered = verdict.covered.get(topic.id, frozenset())
            blocks[row, column] = labels.count_blocks(topic.id, covered)
    return CountTable(levels, blocks, disputed)


def counts_at(levels: Array, least: Level) -> Array:
    """Counts of labelled × verdict levels (last two axes) → both, only verdict, only label say
    "``least`` or more" (last axis)."""
    both = levels[..., least:, least:]
    only_verdict = levels[..., :least, least:]
    only_label = levels[..., least:, :least]
    parts = (both, only_verdict, only_label)
    return np.stack([_total(part) for part in parts], axis=-1)


def _total(cells: Array) -> Array:
    """The sum of all cells of a table of levels (last two axes)."""
    return np.asarray(cells.sum(axis=(-2, -1)))


# Measures


def _kappa(cells: Array) -> float:
    """Quadratically weighted kappa (Cohen 1968) of labelled × verdict levels."""
    if not cells.any():
        return math.nan
    label, verdict = np.indices(cells.shape).reshape(2, -1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # all in one cell: kappa is 0 / 0, and NaN says so
        value = cohen_kappa_score(
            label, verdict, weights="quadratic", sample_weight=cells.ravel(), labels=[0, 1, 2, 3]
        )
    return float(value)


def _kappa_of_draws(cells: Array) -> Array:
    """The same kappa for many tables at once: 1 - observed ÷ expected squared distance."""
    label, verdict = np.indices(cells.shape[-2:])
    squared_distance = (label - verdict) ** 2
    of_labels = cells.sum(axis=-1)
    of_verdicts = cells.sum(axis=-2)
    by_chance = of_labels[..., :, None] * of_verdicts[..., None, :]
    observed = _total(squared_distance * cells)
    expected = _total(squared_distance * by_chance)
    return 1 - _ratio(observed * _total(cells), expected)


def _scores_of_draws(counts: Array) -> tuple[Array, Array, Array]:
    """Precision, recall and F1 (0–1) of many counts of both, only verdict, only label (last
    axis)."""
    both, only_verdict, only_label = np.moveaxis(counts, -1, 0)
    precision = _ratio(both, both + only_verdict)
    recall = _ratio(both, both + only_label)
    f1 = _ratio(2 * both, 2 * both + only_verdict + only_label)
    return precision, recall, f1


def _score(position: int) -> Measure:
    """Precision (0), recall (1) or F1 (2)."""

    def value(counts: Array) -> float:
        if not counts.any():
            return math.nan
        label, verdict = [1, 0, 1], [1, 1, 0]
        scores = precision_recall_fscore_support(
            label, verdict, sample_weight=counts, average="binary", zero_division=np.nan
        )
        return float(scores[position])

    return Measure(value, lambda counts: _scores_of_draws(counts)[position])


def _mean_f1_of_draws(counts: Array) -> Array:
    """Mean over topics (last axis but one) that have an F1."""
    _, _, values = _scores_of_draws(counts)
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(axis=-1)
    number = known.sum(axis=-1)
    return _ratio(total, number)


def _share_within(distance: int) -> Callable[[Array], Array]:
    """Share of pairs that are at most ``distance`` levels apart."""

    def share(cells: Array) -> Array:
        label, verdict = np.indices(cells.shape[-2:])
        is_near = abs(label - verdict) <= distance
        near = np.where(is_near, cells, 0)
        return _ratio(_total(near), _total(cells))

    return share


def _per_document(counts: Array) -> Array:
    """Events per document, of counts of both (last axis)."""
    return _ratio(counts[..., 0], counts[..., 1])


def _ratio(part: Array, whole: Array) -> Array:
    """``part / whole``, NaN where the whole is 0."""
    known = whole != 0
    divisor = np.where(known, whole, 1)
    return np.where(known, part / divisor, np.nan)


def _same(measure: Callable[[Array], Array]) -> Measure:
    """A plain share or mean, for which one formula serves both."""
    return Measure(lambda counts: float(measure(counts)), measure)


KAPPA = Measure(_kappa, _kappa_of_draws)
PRECISION, RECALL, F1 = _score(0), _score(1), _score(2)
MEAN_F1 = _same(_mean_f1_of_draws)
EXACT = _same(_share_within(0))
WITHIN_ONE = _same(_share_within(1))
_ALARM_RATE = _same(_per_document)


@lru_cache(maxsize=4)
def _draws(documents: int) -> Array:
    """How often each draw (row) holds each document (column)."""
    # RandomState's stream is frozen for good: same labels, same interval.
    chances = [1 / documents] * documents
    return np.random.RandomState(SEED).multinomial(documents, chances, size=DRAWS)


def estimate(counts: Array, measure: Measure) -> Estimate:
    """``measure`` of the sum of ``counts`` over documents (first axis), with its 95 % interval."""
    if not len(counts):
        return Estimate(math.nan)
    value = measure.value(counts.sum(axis=0))
    sums = np.tensordot(_draws(len(counts)), counts, axes=1)
    values = measure.of_draws(sums)
    values = values[~np.isnan(values)]
    if not values.size:
        return Estimate(value)
    low, high = np.percentile(values, INTERVAL, method="nearest")
    return Estimate(value, float(low), float(high))


# Agreement


def _counts(counts: Array) -> Counts:
    """Counts of documents (first axis) added up, as the value that reports show."""
    both, only_verdict, only_label = counts.sum(axis=0).tolist()
    return Counts(both, only_verdict, only_label)


def level_agreement(table: CountTable, rubric: Rubric, kind: Kind | None = None) -> LevelAgreement:
    """Agreement on levels over all topics, or over those of one kind."""
    chosen = [kind is None or topic.kind is kind for topic in rubric.topics]
    cells = table.levels[:, chosen].sum(axis=1)
    reached = {level: counts_at(cells, level) for level in Level if level}
    return LevelAgreement(
        pairs=int(cells.sum()),
        kappa=estimate(cells, KAPPA),
        exact=estimate(cells, EXACT),
        within_one=estimate(cells, WITHIN_ONE),
        precision=estimate(reached[Level.TAUGHT], PRECISION),
        recall=estimate(reached[Level.TAUGHT], RECALL),
        counts={level: _counts(counts) for level, counts in reached.items()},
        f1={level: estimate(counts, F1) for level, counts in reached.items()},
    )


def topic_agreement(table: CountTable, rubric: Rubric) -> tuple[TopicAgreement, ...]:
    """Agreement on each topic, in the rubric's order."""
    agreements = []
    for column, topic in enumerate(rubric.topics):
        taught = counts_at(table.levels[:, column], Level.TAUGHT)
        blocks = table.blocks[:, column]
        agreements.append(
            TopicAgreement(
                topic=topic.id,
                taught=_counts(taught),
                taught_f1=estimate(taught, F1),
                passages=_counts(blocks),
                passages_f1=estimate(blocks, F1),
            )
        )
    return tuple(agreements)


def macro_taught(table: CountTable) -> Estimate:
    """Mean F1 at *taught* over topics with :data:`LEAST_SUPPORT` documents labelled so."""
    taught = counts_at(table.levels, Level.TAUGHT)
    return _macro_f1(taught, LEAST_SUPPORT)


def passage_agreement(table: CountTable) -> PassageAgreement:
    """Agreement on labelled blocks, over all topics together."""
    blocks = table.blocks.sum(axis=1)
    return PassageAgreement(
        counts=_counts(blocks),
        precision=estimate(blocks, PRECISION),
        recall=estimate(blocks, RECALL),
        f1=estimate(blocks, F1),
        macro_f1=_macro_f1(table.blocks, 1),
    )


def _macro_f1(counts: Array, support: int) -> Estimate:
    """Mean F1 over the topics (second axis) that at least ``support`` labels name."""
    both, _, only_label = np.moveaxis(counts.sum(axis=0), -1, 0)
    return estimate(counts[:, both + only_label >= support], MEAN_F1)


def false_alarms(verdicts: Sequence[Verdict], table: CountTable) -> FalseAlarms:
    """Topics wrongly found in documents that teach none: those of group ``negative`` where the
    labels name such a group, else those without a topic labelled *taught*."""
    chosen = "group 'negative'"
    quiet = [verdict.labels.group == "negative" for verdict in verdicts]
    if not any(quiet):
        chosen = "no topic labelled taught"
        quiet = [max(verdict.labels.levels.values(), default=0) < 2 for verdict in verdicts]
    cells = table.levels[quiet].sum(axis=1)
    taught = counts_at(cells, Level.TAUGHT)[:, 1]
    mentioned = counts_at(cells, Level.MENTIONED)[:, 1]
    one_document = np.ones_like(taught)
    alarms_and_documents = np.stack([taught, one_document], axis=-1)
    return FalseAlarms(
        documents=sum(quiet),
        taught=int(taught.sum()),
        mentioned=int(mentioned.sum()),
        per_document=estimate(alarms_and_documents, _ALARM_RATE),
        chosen=chosen,
    )
