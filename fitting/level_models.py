"""The last two of the fitted models: which passages count, and the level of a topic.

Logistic regressions with few weights, most of them at least 0 so that more evidence never lowers a
level, and small offsets of single topics. scikit-learn's LogisticRegression takes neither bounds
nor two penalties, so scipy.optimize fits them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curriculum_gap.evaluate import MatchedDocument
from curriculum_gap.evaluate.measures import F1, KAPPA, counts_at
from curriculum_gap.keywords import Model, written_matches
from curriculum_gap.measure import evidence_of_other_topics, level_by_itself, level_features
from curriculum_gap.nouns import Evidence, Level, Section
from fitting.term_weights import Floats, Table

__all__ = [
    "CONTENT_SECTIONS",
    "LEVEL_FEATURES",
    "PASSAGE_FEATURES",
    "LevelRows",
    "TopicEvidence",
    "fit_levels",
    "level_rows",
    "logistic",
    "passage_threshold",
    "steady_peak",
    "topic_evidence",
]

LEVEL_PENALTY, TOPIC_PENALTY = 0.5, 8.0
"""Ridge penalties, set by hand: a topic's own offset is held closer to 0 than the weights that all
topics share. ``benchmarks/accuracy.py --refit`` shows what another value does."""
LEAST_PRECISION = 0.81
"""Of "taught", below which thresholds are marked down: wrong praise harms more than a miss."""
LEVEL_THRESHOLDS = [
    [hundredths / 100 for hundredths in range(lowest, 66, 5)] for lowest in (30, 40, 30)
]
"""Probabilities that are tried for mentioned, taught and assessed. Below the lowest, a refit on 300
documents gains 0.001 of kappa, and texts written to mislead get verdicts they should not have."""
PASSAGE_THRESHOLDS = [hundredths / 100 for hundredths in range(15, 66, 5)]
"""Probabilities that are tried as the one from which a passage counts; the first and the last are
only neighbours."""
LEAST_WEIGHT = 0.005
"""Weights below it are left out: they move a probability by less than a hundredth."""
CONTENT_SECTIONS = [section for section in Section if section is not Section.POLICY]
LEVEL_FEATURES = [
    *(
        f"{how} {where}"
        for how in ("sum", "best")
        for where in ("all", *map(str, CONTENT_SECTIONS))
    ),
    "best tie",
    "best heading",
    "other topics content",
    "other topics means",
]
# Features of a passage, with the least weight each may have (None: any): more evidence never counts
# against.
PASSAGE_FEATURES = {
    "own": 0.0,
    "rest": 0.0,
    "near": 0.0,
    "best": 0.0,
    "other topics content": 0.0,
    "other topics means": 0.0,
    "weak": None,
    "weak best": 0.0,
    "weak near": 0.0,
    "weak other topics content": 0.0,
    "weak other topics means": 0.0,
    "inherited": None,
    "inherited best": 0.0,
    "inherited near": 0.0,
    "inherited other topics content": 0.0,
    "inherited other topics means": 0.0,
    "learned": 0.0,
}


@dataclass(slots=True)
class TopicEvidence:
    """Evidence of one topic (its index) in one document (its index), as rows of the table."""

    document: int
    topic: int
    rows: list[int]
    evidence: list[Evidence]
    other_topics: float


def topic_evidence(
    documents: Sequence[MatchedDocument],
    table: Table,
    scores: Floats,
    model: Model,
    learned: Floats,
) -> list[TopicEvidence]:
    """The rows of ``table`` by document and topic, as evidence with these ``scores`` (0–1) and
    log-odds of ``learned`` words."""
    rows_of: dict[int, dict[int, list[int]]] = {}
    for row, (document, topic) in enumerate(zip(table.document, table.topic, strict=True)):
        rows_of.setdefault(int(document), {}).setdefault(int(topic), []).append(row)
    ids = [topic.id for topic in model.rubric.topics]
    groups = []
    for document, rows_by_topic in rows_of.items():
        evidence = {
            topic: [
                _evidence(documents[document], table, row, model, scores, learned) for row in rows
            ]
            for topic, rows in rows_by_topic.items()
        }
        by_id = {ids[topic]: found for topic, found in evidence.items()}
        others = evidence_of_other_topics(by_id, model.rubric)
        for topic, rows in rows_by_topic.items():
            found = evidence[topic]
            groups.append(TopicEvidence(document, topic, rows, found, others[ids[topic]]))
    return groups


def _evidence(
    document: MatchedDocument, table: Table, row: int, model: Model, scores: Floats, learned: Floats
) -> Evidence:
    """A row of the table as evidence; its matches have no shares of the score."""
    index, position = int(table.topic[row]), table.position[row]
    topic = model.rubric.topics[index]
    passage, found = document.passages[position]
    terms = found.by_topic[index]
    matches = written_matches(terms, [0.0] * len(terms), topic)
    return Evidence(topic.id, passage, float(scores[row]), matches, position, float(learned[row]))


def logistic(
    lines: Floats,
    truth: Floats,
    penalty: float,
    topics: NDArray[np.int64] | None = None,
    topic_count: int = 0,
    least: Sequence[float | None] | None = None,
) -> tuple[float, Floats, Floats]:
    """Intercept, weights and offsets of topics of a ridge logistic regression.

    ``lines`` holds the features of each row, ``truth`` 1 or 0 for it, ``topics`` the index of its
    topic where topics have offsets. Weights are at least ``least`` each (None: any; default: 0).
    """
    from scipy.optimize import minimize

    width = lines.shape[1]
    topic_of = np.zeros(len(lines), dtype=np.int64) if topics is None else topics

    def loss(values: Floats) -> tuple[float, Floats]:
        weights, offsets = values[:width], values[width + 1 :]
        own = offsets[topic_of] if topic_count else 0.0
        log_odds = lines @ weights + values[width] + own
        total = np.logaddexp(0, log_odds).sum() - (truth * log_odds).sum()
        total += penalty * (weights**2).sum() / 2 + TOPIC_PENALTY * (offsets**2).sum() / 2
        error = 1 / (1 + np.exp(-log_odds)) - truth
        slope = np.concatenate([lines.T @ error + penalty * weights, [error.sum()]])
        if topic_count:
            of_topics = np.bincount(topic_of, error, topic_count) + TOPIC_PENALTY * offsets
            slope = np.concatenate([slope, of_topics])
        return total, slope

    start = np.zeros(width + 1 + topic_count)
    start[width] = -2.0  # most rows are not about their topic
    bounds = [(bound, None) for bound in least or [0.0] * width] + [(None, None)] * (
        1 + topic_count
    )
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(fitted[width]), fitted[:width], fitted[width + 1 :]


@dataclass(slots=True)
class LevelRows:
    """What the level models learn from: one row for every document × topic with evidence.

    ``design`` holds the features, ``levels`` what readers said, ``topics`` and ``documents`` are
    indexes, ``alone`` the level that a single passage gives by itself. ``missing`` are the labelled
    levels of pairs without evidence. Pairs on which readers disagree are left out.
    """

    design: Floats
    levels: NDArray[np.int64]
    topics: NDArray[np.int64]
    documents: NDArray[np.int64]
    alone: NDArray[np.int64]
    missing: NDArray[np.int64]


def level_rows(
    documents: Sequence[MatchedDocument],
    groups: Sequence[TopicEvidence],
    probabilities: Mapping[int, float],
    model: Model,
) -> LevelRows:
    """The rows of all labelled documents; ``probabilities`` are those of passages, by row of the
    table."""
    design, rows = [], []
    found = set()
    for group in groups:
        topic = model.rubric.topics[group.topic]
        labels = documents[group.document].labels
        found.add((group.document, group.topic))
        if topic.id in labels.disputed:
            continue
        rated = [
            (evidence, probabilities[row])
            for evidence, row in zip(group.evidence, group.rows, strict=True)
        ]
        by_name = level_features(rated, group.other_topics, topic.kind)
        design.append([by_name.get(name, 0.0) for name in LEVEL_FEATURES])
        alone = max(level_by_itself(*pair, topic.kind, model.rubric.language) for pair in rated)
        rows.append([int(labels.level(topic.id)), group.topic, group.document, int(alone)])
    missing = [
        int(document.labels.level(topic.id))
        for number, document in enumerate(documents)
        for index, topic in enumerate(model.rubric.topics)
        if (number, index) not in found and topic.id not in document.labels.disputed
    ]
    levels, topics, owners, alone_levels = np.array(rows, dtype=np.int64).T
    return LevelRows(
        np.array(design), levels, topics, owners, alone_levels, np.array(missing, dtype=np.int64)
    )


def fit_levels(rows: LevelRows, model: Model, fold: NDArray[np.int64]) -> dict[str, dict[str, Any]]:
    """The models of mentioned, taught and assessed, by level, with their thresholds.

    ``fold`` gives the part (from 0) of each document: thresholds are chosen on probabilities by
    models that were fitted without it.
    """
    fitted: dict[str, dict[str, Any]] = {}
    left_out = np.zeros((len(rows.levels), 3))
    names = [topic.id for topic in model.rubric.topics]
    part_of = fold[rows.documents]
    everything = np.ones(len(rows.levels), dtype=bool)
    for place, level in enumerate((Level.MENTIONED, Level.TAUGHT, Level.ASSESSED)):
        for part in range(int(fold.max()) + 1):
            base, weights, own = _fit_level(rows, level, part_of != part, len(names))
            out = part_of == part
            left_out[out, place] = base + rows.design[out] @ weights + own[rows.topics[out]]
        base, weights, own = _fit_level(rows, level, everything, len(names))
        by_feature = zip(LEVEL_FEATURES, weights, strict=True)
        fitted[str(level)] = {
            "intercept": base,
            "weights": {name: weight for name, weight in by_feature if weight > LEAST_WEIGHT},
            "topic": {name: float(offset) for name, offset in zip(names, own, strict=True)},
        }
    chosen = level_thresholds(1 / (1 + np.exp(-left_out)), rows)
    for level_model, threshold in zip(fitted.values(), chosen, strict=True):
        level_model["threshold"] = threshold
    return fitted


def _fit_level(
    rows: LevelRows, level: Level, used: NDArray[np.bool_], topics: int
) -> tuple[float, Floats, Floats]:
    """Intercept, weights and offsets of one level's model, from the rows ``used``."""
    truth = (rows.levels[used] >= level).astype(float)
    return logistic(rows.design[used], truth, LEVEL_PENALTY, rows.topics[used], topics)


def passage_threshold(
    documents: Sequence[MatchedDocument],
    groups: Sequence[TopicEvidence],
    probabilities: Mapping[int, float],
    model: Model,
) -> float:
    """The probability from which a passage counts: best F1 over labelled blocks, at the steadiest
    peak (:func:`steady_peak`)."""
    scores = []
    for least in PASSAGE_THRESHOLDS:
        total = np.zeros(3, dtype=np.int64)
        for group in groups:
            document = documents[group.document]
            covered = frozenset(
                block
                for evidence, row in zip(group.evidence, group.rows, strict=True)
                if probabilities[row] >= least
                for block in document.blocks[evidence.position]
            )
            topic = model.rubric.topics[group.topic].id
            total += document.labels.count_blocks(topic, covered)
        scores.append(float(F1.of_draws(total)))
    return PASSAGE_THRESHOLDS[steady_peak(scores)]


def steady_peak(scores: Sequence[float]) -> int:
    """The index at which ``scores`` are best on average with their two neighbours.

    A single best score is chance where a curve is flat: on 179 documents F1 differs by 0.004 from
    0.35 to 0.50, and that is where the peaks of ten folds lay. The first and the last index lack a
    neighbour and are not chosen.
    """
    return 1 + int(np.convolve(scores, np.ones(3), "valid").argmax())


def level_thresholds(probabilities: Floats, rows: LevelRows) -> tuple[float, float, float]:
    """Probabilities for mentioned, taught, assessed: best kappa plus F1 of taught, marked down
    where fewer than :data:`LEAST_PRECISION` of "taught" are right.

    ``probabilities`` has a row for each of ``rows`` and a column for each level; what a single
    passage gives stands whatever the thresholds are.
    """
    best, chosen = -1.0, (0.5, 0.5, 0.5)
    missing = np.bincount(4 * rows.missing, minlength=16)  # said to be absent
    for mentioned, taught, assessed in product(*LEVEL_THRESHOLDS):
        said = (probabilities[:, 0] >= mentioned).astype(int)
        said[(said == 1) & (probabilities[:, 1] >= taught)] = 2
        said[(said == 2) & (probabilities[:, 2] >= assessed)] = 3
        said = np.maximum(said, rows.alone)
        cells = (np.bincount(4 * rows.levels + said, minlength=16) + missing).reshape(4, 4)
        counts = counts_at(cells, Level.TAUGHT)
        value = float(KAPPA.of_draws(cells) + F1.of_draws(counts))
        value -= max(0.0, LEAST_PRECISION - counts[0] / max(1, counts[0] + counts[1]))
        if value > best:
            best, chosen = value, (mentioned, taught, assessed)
    return chosen
