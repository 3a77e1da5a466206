"""Measures of agreement between labels and verdicts. Counts first, ratios last.

A document is counted once: how often each labelled level met each level that was said, and how many
labelled blocks were found, by topic. Every measure is a function of such counts added up, so its
interval comes from adding up other draws of the same documents.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from curriculum_gap.agreement import Counts, Estimate, FalseAlarms, LevelAgreement, TopicAgreement
from curriculum_gap.evaluate.verdicts import Verdict
from curriculum_gap.nouns import Kind, Level, Rubric

__all__ = [
    "Counts",
    "DocumentCounts",
    "agreement_on_alarms",
    "agreement_on_levels",
    "agreement_on_topic",
    "bootstrap",
    "count",
    "macro_f1",
    "pooled",
    "tally_levels",
    "weighted_kappa",
]

Row = Sequence[float]
"""Counts of one document, or their sum over many."""
Measure = Callable[[Row], float]
Pairs = Iterable[tuple[Level, Level]]

_LEVELS = len(Level)
_CELLS = _LEVELS * _LEVELS
ROUNDS, SEED = 1000, 20261123
LEAST_SUPPORT = 5
"""Documents that must be labelled *taught* or above for a topic to enter the macro average."""


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """One document's counts by topic, in the rubric's order: ``levels`` has 16 cells a topic
    (labelled level x 4 + said level), ``passages`` (both, only said, only labelled)."""

    levels: tuple[tuple[int, ...], ...]
    passages: tuple[tuple[int, int, int], ...]
    disputed: int


def count(verdict: Verdict, rubric: Rubric) -> DocumentCounts:
    """Counts of one document; a file that could not be read counts as nothing found."""
    labels, said = verdict.labels, {found.topic: found.level for found in verdict.topics}
    levels, passages, disputed = [], [], 0
    for topic in rubric.topics:
        cells = [0] * _CELLS
        if topic.id in labels.disputed:
            disputed += 1
        else:
            cells[_LEVELS * labels.level(topic.id) + said.get(topic.id, Level.ABSENT)] = 1
        levels.append(tuple(cells))
        got = verdict.covered.get(topic.id, frozenset())
        held = {n for n, block in enumerate(labels.blocks) if topic.id in block.topics}
        free = {n for n in got - held if topic.id not in labels.blocks[n].disputed}
        passages.append((len(got & held), len(free), len(held - got)))
    return DocumentCounts(tuple(levels), tuple(passages), disputed)


def confusion(pairs: Pairs) -> list[float]:
    """16 cells from (labelled, said) pairs."""
    cells = [0.0] * _CELLS
    for labelled, said in pairs:
        cells[_LEVELS * labelled + said] += 1
    return cells


# Measures of a row of counts


def weighted_kappa(pairs: Pairs) -> float:
    """As :func:`kappa`, of (labelled, said) pairs."""
    return kappa(confusion(pairs))


def tally_levels(pairs: Pairs, least: Level) -> Counts:
    """Agreement on "``least`` or more" over (labelled, said) pairs."""
    return tally_of(confusion(pairs), least)


def kappa(cells: Row) -> float:
    """Quadratically weighted kappa over four levels (Cohen 1968), NaN without any variation."""
    n = sum(cells)
    if not n:
        return math.nan
    rows = [sum(cells[_LEVELS * a + b] for b in range(_LEVELS)) for a in range(_LEVELS)]
    columns = [sum(cells[_LEVELS * a + b] for a in range(_LEVELS)) for b in range(_LEVELS)]
    observed = sum((a - b) ** 2 * cells[_LEVELS * a + b] for a, b in _every_cell())
    expected = sum((a - b) ** 2 * rows[a] * columns[b] / n for a, b in _every_cell())
    return 1 - observed / expected if expected else math.nan


def exact(cells: Row) -> float:
    """Share of pairs with the same level."""
    return _share(cells, 0)


def within_one(cells: Row) -> float:
    """Share of pairs at most one level apart."""
    return _share(cells, 1)


def _share(cells: Row, most: int) -> float:
    n = sum(cells)
    near = sum(cells[_LEVELS * a + b] for a, b in _every_cell() if abs(a - b) <= most)
    return near / n if n else math.nan


def tally_of(cells: Row, least: Level) -> Counts:
    """Agreement on "``least`` or more"."""
    both = sum(cells[_LEVELS * a + b] for a, b in _every_cell() if a >= least and b >= least)
    said = sum(cells[_LEVELS * a + b] for a, b in _every_cell() if b >= least)
    held = sum(cells[_LEVELS * a + b] for a, b in _every_cell() if a >= least)
    return Counts(int(both), int(said - both), int(held - both))


def _every_cell() -> Iterable[tuple[int, int]]:
    return ((a, b) for a in range(_LEVELS) for b in range(_LEVELS))


def _f1(row: Row) -> float:
    return Counts(int(row[0]), int(row[1]), int(row[2])).f1


def _precision(row: Row) -> float:
    return Counts(int(row[0]), int(row[1]), int(row[2])).precision


def _recall(row: Row) -> float:
    return Counts(int(row[0]), int(row[1]), int(row[2])).recall


def _mean_f1(row: Row) -> float:
    """Mean of F1 over groups of three counts, those without anything left out."""
    values = [_f1(row[start : start + 3]) for start in range(0, len(row), 3)]
    values = [value for value in values if not math.isnan(value)]
    return sum(values) / len(values) if values else math.nan


# Intervals


@lru_cache(maxsize=4)
def _draws(documents: int, rounds: int, seed: int) -> Any:
    import numpy as np

    # RandomState's stream is frozen for good: same labels, same interval.
    chances = [1 / documents] * documents
    return np.random.RandomState(seed).multinomial(documents, chances, size=rounds)


def bootstrap(
    rows: Sequence[Row], measure: Measure, rounds: int = ROUNDS, seed: int = SEED
) -> Estimate:
    """``measure`` of the sum of ``rows`` (one per document), with a 95 % interval by drawing whole
    documents with replacement (percentile bootstrap, Efron & Tibshirani 1993)."""
    import numpy as np

    if not rows:
        return Estimate(math.nan)
    counts = np.array(rows)
    value = measure(counts.sum(axis=0).tolist())
    totals = (_draws(len(rows), rounds, seed) @ counts).tolist()
    values = sorted(v for v in map(measure, totals) if not math.isnan(v))
    if not values:
        return Estimate(value)
    last = len(values) - 1
    return Estimate(value, values[round(0.025 * last)], values[round(0.975 * last)])


# Agreement


def _added(rows: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def agreement_on_levels(
    counted: Sequence[DocumentCounts], rubric: Rubric, kind: Kind | None = None
) -> LevelAgreement:
    """Agreement on levels over all topics, or over those of one kind."""
    chosen = [n for n, topic in enumerate(rubric.topics) if kind is None or topic.kind is kind]
    rows = [_added(counts.levels[n] for n in chosen) if chosen else [0] * _CELLS
            for counts in counted]  # fmt: skip
    total = _added(rows) if rows else [0] * _CELLS
    counts = {level: tally_of(total, level) for level in Level if level}
    by_level = {
        level: [_three(tally_of(row, level)) for row in rows] for level in Level if level
    }  # fmt: skip
    return LevelAgreement(
        pairs=sum(total),
        kappa=bootstrap(rows, kappa),
        exact=bootstrap(rows, exact),
        within_one=bootstrap(rows, within_one),
        precision=bootstrap(by_level[Level.TAUGHT], _precision),
        recall=bootstrap(by_level[Level.TAUGHT], _recall),
        counts=counts,
        f1={level: bootstrap(threes, _f1) for level, threes in by_level.items()},
    )


def _three(tally: Counts) -> tuple[int, int, int]:
    return tally.both, tally.only_verdict, tally.only_label


def agreement_on_topic(
    counted: Sequence[DocumentCounts], rubric: Rubric, number: int
) -> TopicAgreement:
    """Agreement on the rubric's topic ``number``."""
    taught = [_three(tally_of(counts.levels[number], Level.TAUGHT)) for counts in counted]
    passages = [counts.passages[number] for counts in counted]
    return TopicAgreement(
        rubric.topics[number].id,
        Counts(*_added(taught)) if taught else Counts(),
        bootstrap(taught, _f1),
        Counts(*_added(passages)) if passages else Counts(),
        bootstrap(passages, _f1),
    )


def macro_f1(
    counted: Sequence[DocumentCounts], topics: Sequence[TopicAgreement]
) -> tuple[Estimate, Estimate]:
    """Mean F1 at *taught* over topics with :data:`LEAST_SUPPORT` documents labelled so, and mean F1
    of passages over topics with labelled passages."""
    levels = [n for n, topic in enumerate(topics) if topic.taught.support >= LEAST_SUPPORT]
    blocks = [n for n, topic in enumerate(topics) if topic.passages.support]
    by_level = [
        [x for n in levels for x in _three(tally_of(counts.levels[n], Level.TAUGHT))]
        for counts in counted
    ]
    by_block = [[x for n in blocks for x in counts.passages[n]] for counts in counted]
    return (
        bootstrap(by_level, _mean_f1) if levels else Estimate(math.nan),
        bootstrap(by_block, _mean_f1) if blocks else Estimate(math.nan),
    )


def pooled(counted: Sequence[DocumentCounts]) -> tuple[Counts, Estimate, Estimate, Estimate]:
    """Passages of all topics together: counts, precision, recall, F1."""
    rows = [_added(counts.passages) if counts.passages else [0, 0, 0] for counts in counted]
    total = Counts(*_added(rows)) if rows else Counts()
    return total, bootstrap(rows, _precision), bootstrap(rows, _recall), bootstrap(rows, _f1)


def agreement_on_alarms(
    verdicts: Sequence[Verdict], counted: Sequence[DocumentCounts]
) -> FalseAlarms:
    """Topics wrongly said of documents that teach none: those of group ``negative`` where the labels
    name such a group, else those without a topic labelled *taught*."""
    chosen = "group 'negative'"
    quiet = [n for n, verdict in enumerate(verdicts) if verdict.labels.group == "negative"]
    if not quiet:
        chosen = "no topic labelled taught"
        quiet = [
            n
            for n, verdict in enumerate(verdicts)
            if all(level < Level.TAUGHT for level in verdict.labels.levels.values())
        ]
    rows = []
    for n in quiet:
        total = _added(counted[n].levels)
        rows.append(
            (
                tally_of(total, Level.TAUGHT).only_verdict,
                tally_of(total, Level.MENTIONED).only_verdict,
                1,
            )
        )
    return FalseAlarms(
        len(quiet),
        sum(row[0] for row in rows),
        sum(row[1] for row in rows),
        bootstrap(rows, lambda row: row[0] / row[2] if row[2] else math.nan),
        chosen,
    )
