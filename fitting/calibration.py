"""Fit the calibration on labelled documents. Four small models, each pulled towards plain values:

1. what a term is worth (:mod:`fitting.term_weights`);
2. what plain words say for or against a topic (:mod:`fitting.learned_words`);
3. which passages count, from their own score, their learned words and the rest of the document:
   logistic regression on scores of documents left out (:mod:`fitting.level_models`);
4. the level of a topic: logistic regressions with weights of at least 0, one small offset a topic
   (there too).

Everything is deterministic. Documents are left out whole wherever a model is judged or feeds the
next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curriculum_gap.calibration import Calibration, as_calibration
from curriculum_gap.evaluate import MatchedDocument
from curriculum_gap.keywords import ALONE, Model
from curriculum_gap.measure import passage_features
from fitting.learned_words import learn_words
from fitting.level_models import (
    CONTENT_SECTIONS,
    PASSAGE_FEATURES,
    TopicEvidence,
    fit_levels,
    level_rows,
    logistic,
    passage_threshold,
    topic_evidence,
)
from fitting.term_weights import PENALTY, PRIOR, Floats, Table, fit_terms, scores_of, tabulate

__all__ = ["fit", "folds"]

INNER_FOLDS = 5
"""Folds of whole documents that give the scores and log-odds on which the last two models learn,
and the probabilities by which the thresholds of levels are chosen. Set by hand."""
PASSAGE_PENALTY = 1.0
"""Ridge penalty of the third model: 13 weights, thousands of passages, so it matters little."""
LEAST_TERM_FACTOR = 0.02
"""Smaller factors of single terms are left out: they move a match by less than 2 %."""


def folds(count: int, parts: int = 10, seed: int = 0) -> list[int]:
    """A fold for each of ``count`` documents, evenly and always the same."""
    order = np.random.RandomState(seed).permutation(count)
    assigned = [0] * count
    for place, index in enumerate(order):
        assigned[int(index)] = place % parts
    return assigned


def fit(documents: Sequence[MatchedDocument], model: Model) -> Calibration:
    """The calibration that these labelled documents teach; unread ones are left out."""
    documents = [document for document in documents if document.unread is None]
    table = tabulate(documents, model)
    theta = fit_terms(table, np.ones(len(table.about), dtype=bool))
    fold_of_document = np.array(folds(len(documents), INNER_FOLDS))
    fold_of_row = fold_of_document[table.document]
    scores = _scores_left_out(table, theta, fold_of_row)
    log_odds, learned = learn_words(documents, table, fold_of_row, model)
    unlearned = round(float(log_odds[table.about == 1].mean()), 4)
    groups = topic_evidence(documents, table, scores, model, log_odds)
    passages, probabilities = _fit_passages(table, groups, model)
    rows = level_rows(documents, groups, probabilities, model)
    calibration = _calibration(
        table,
        theta,
        passages,
        passage_threshold(documents, groups, probabilities, model),
        fit_levels(rows, model, fold_of_document),
        learned,
    )
    return replace(calibration, unlearned=unlearned)


def _scores_left_out(table: Table, theta: Floats, fold: NDArray[np.int64]) -> Floats:
    """The score of each row by term weights that were fitted without its ``fold``."""
    scores = np.zeros(len(table.about))
    for part in range(INNER_FOLDS):
        out = fold == part
        scores[out] = scores_of(table, fit_terms(table, ~out, theta))[out]
    return scores


def _fit_passages(
    table: Table, groups: Sequence[TopicEvidence], model: Model
) -> tuple[dict[str, float], dict[int, float]]:
    """Weights of the features for a passage, and each row's probability by them."""
    rows = [row for group in groups for row in group.rows]
    lines = []
    for group in groups:
        kind = model.rubric.topics[group.topic].kind
        for found in passage_features(group.evidence, group.other_topics, kind):
            lines.append([found.get(name, 0.0) for name in PASSAGE_FEATURES])
    design = np.array(lines)
    truth = table.about[rows]
    known: NDArray[np.bool_] = ~np.isnan(truth)
    least = list(PASSAGE_FEATURES.values())
    intercept, weights, _ = logistic(design[known], truth[known], PASSAGE_PENALTY, least=least)
    probabilities = 1 / (1 + np.exp(-(design @ weights + intercept)))
    named = {"intercept": intercept, **dict(zip(PASSAGE_FEATURES, weights, strict=True))}
    return named, dict(zip(rows, map(float, probabilities), strict=True))


def _calibration(
    table: Table,
    theta: Floats,
    passages: Mapping[str, float],
    threshold: float,
    levels: Mapping[str, Any],
    learned: Mapping[str, Mapping[str, float]],
) -> Calibration:
    """The fitted numbers as the package stores them: rounded, sorted, every name with a value.

    ``theta`` are the factors of terms, ``passages`` the weights of a passage's features and
    ``threshold`` the probability from which it counts.
    """
    by_kind: dict[str, dict[str, float]] = {kind: {} for kind in PENALTY}
    for (kind, name), value in zip(table.keys, theta, strict=True):
        by_kind[kind][name] = round(float(value), 4)
    for name, value in by_kind["topic"].items():
        if name.endswith(f" {ALONE}"):  # a word without company never counts more than elsewhere
            by_kind["topic"][name] = min(0.0, value)
    for kind in ("section", "inherited"):  # policy text is scored like any other, and never counts
        found = by_kind[kind]
        by_kind[kind] = {str(section): found.get(str(section), 0.0) for section in CONTENT_SECTIONS}
        by_kind[kind]["policy"] = by_kind[kind]["other"]
    for kind, names in (
        ("strength", ("strong", "contextual", "name", ALONE)),
        ("place", ("text", "heading", "table", "title")),
    ):
        found = by_kind[kind]
        by_kind[kind] = {name: found.get(name, PRIOR.get((kind, name), 0.0)) for name in names}
    simple = ("strength", "place", "section", "inherited", "topic")
    return as_calibration(
        {
            **{kind: dict(sorted(by_kind[kind].items())) for kind in simple},
            "term": {
                name: value
                for name, value in sorted(by_kind["term"].items())
                if abs(value) >= LEAST_TERM_FACTOR
            },
            "tfidf_exponent": by_kind["tfidf_exponent"].get("", 0.2),
            "passage_weights": _rounded(passages),
            "passage_threshold": threshold,
            "levels": _rounded(levels),
            "learned": learned,
        }
    )


def _rounded(stored: Any) -> Any:
    """Nested numbers, to four decimals."""
    if isinstance(stored, Mapping):
        return {key: _rounded(value) for key, value in stored.items()}
    return round(float(stored), 4)
