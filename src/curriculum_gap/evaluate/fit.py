"""Fit the calibration on labels: ``python -m curriculum_gap.evaluate.fit LABELS DOCUMENTS``.

Three small models, each with few numbers and pulled towards plain values:

1. what a term is worth: P(passage is about the topic) = 1 - exp(-Σ rates), the rates being products
   of factors for strength, place, section, topic and term (maximum likelihood, ridge prior, so a
   term seen rarely keeps the worth of its strength);
2. which passages count, from their own score and the rest of the document (logistic regression on
   scores of documents left out);
3. the ladder of levels (logistic regression with weights ≥ 0, one small offset per topic).

Everything is deterministic. Documents are left out whole wherever a model is judged or feeds the
next one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from curriculum_gap.calibration import Calibration, as_calibration
from curriculum_gap.evaluate.level_ladder import (
    CONTENT,
    CORROBORATED,
    LADDER_PULL,
    SUMS,
    best_count,
    groups_of,
    ladder_features,
    logistic,
    thresholds,
)
from curriculum_gap.evaluate.term_worth import (
    PRIOR,
    PULL,
    Floats,
    Table,
    fit_terms,
    scores_of,
    tabulate,
)
from curriculum_gap.evaluate.trial import Trial, gather
from curriculum_gap.keywords import Model
from curriculum_gap.measure import signals
from curriculum_gap.nouns import Level

__all__ = ["fit", "folds"]


def folds(count: int, parts: int = 10, seed: int = 0) -> list[int]:
    """A fold for each of ``count`` documents, evenly and always the same."""
    order = np.random.RandomState(seed).permutation(count)
    assigned = [0] * count
    for place, index in enumerate(order):
        assigned[int(index)] = place % parts
    return assigned


def fit(trials: Sequence[Trial], model: Model, inner: int = 5) -> Calibration:
    """The calibration that these labelled documents teach.

    ``inner`` folds of whole documents give the scores on which the second and third model learn.
    """
    trials = [trial for trial in trials if not trial.fault]
    everyone = range(len(trials))
    table = tabulate(trials, model)
    theta = fit_terms(table, np.ones(len(table.about), dtype=bool))
    fold = np.array(folds(len(trials), inner))
    scores = np.zeros(len(table.about))
    for part in range(inner):
        out = fold[table.trial] == part
        scores[out] = scores_of(table, fit_terms(table, ~out, theta))[out]
    groups = groups_of(trials, table, scores, model, everyone)

    rows = [row for group in groups for row in group.rows]
    lines = np.array(
        [
            [found.get(name, 0.0) for name in CORROBORATED]
            for group in groups
            for found in signals(
                group.evidence, group.setting, model.rubric.topics[group.topic].kind
            )
        ]
    )
    truth = table.about[rows]
    known = ~np.isnan(truth)
    least = list(CORROBORATED.values())
    intercept, weights, _ = logistic(lines[known], truth[known], 1.0, least=least)
    chance = 1 / (1 + np.exp(-(lines @ weights + intercept)))
    chances = dict(zip(rows, map(float, chance), strict=True))

    sums = ladder_features(trials, groups, chances, model)
    held = [
        (number, index, int(trials[number].labels.level(topic.id)))
        for number in everyone
        for index, topic in enumerate(model.rubric.topics)
        if topic.id not in trials[number].labels.disputed
    ]
    seen = [(number, index, level) for number, index, level in held if (number, index) in sums]
    design = np.array([sums[number, index] for number, index, _ in seen])
    levels = np.array([level for _, _, level in seen])
    offsets = np.array([index for _, index, _ in seen])
    rungs: dict[str, dict[str, Any]] = {}
    reached = np.zeros((len(seen), 3))
    for place, level in enumerate((Level.MENTIONED, Level.TAUGHT, Level.ASSESSED)):
        base, steps, own = logistic(
            design,
            (levels >= level).astype(float),
            LADDER_PULL,
            offsets,
            len(model.rubric.topics),
        )
        z = design @ steps + base + own[offsets]
        reached[:, place] = 1 / (1 + np.exp(-z))
        rungs[str(level)] = {
            "intercept": base,
            "weights": {name: w for name, w in zip(SUMS, steps, strict=True) if w > 0.005},
            "topic": {
                topic.id: float(w) for topic, w in zip(model.rubric.topics, own, strict=True)
            },
        }
    missing = np.array([level for n, i, level in held if (n, i) not in sums], dtype=np.int64)
    chosen = thresholds(
        np.vstack([reached, np.zeros((len(missing), 3))]), np.concatenate([levels, missing])
    )
    for rung, threshold in zip(rungs.values(), chosen, strict=True):
        rung["threshold"] = threshold
    return _calibration(
        table,
        theta,
        {"intercept": intercept, **dict(zip(CORROBORATED, weights, strict=True))},
        best_count(trials, groups, chances, model),
        rungs,
    )


def _calibration(
    table: Table,
    theta: Floats,
    corroborated: Mapping[str, float],
    counts_from: float,
    rungs: Mapping[str, Any],
) -> Calibration:
    by_kind: dict[str, dict[str, float]] = {kind: {} for kind in PULL}
    for (kind, name), value in zip(table.keys, theta, strict=True):
        by_kind[kind][name] = round(float(value), 4)
    for kind in ("section", "inherited"):  # policy text is scored like any other, and never counts
        by_kind[kind] = {str(s): by_kind[kind].get(str(s), 0.0) for s in CONTENT}
        by_kind[kind]["policy"] = by_kind[kind]["other"]
    for kind, names in (
        ("strength", ("strong", "contextual", "name", "alone")),
        ("place", ("text", "heading", "table", "title")),
    ):
        by_kind[kind] = {
            name: by_kind[kind].get(name, PRIOR.get((kind, name), 0.0)) for name in names
        }
    stored = {
        **{
            kind: dict(sorted(by_kind[kind].items()))
            for kind in PULL
            if kind not in ("density", "term")
        },
        "term": {k: v for k, v in sorted(by_kind["term"].items()) if abs(v) >= 0.02},
        "density": by_kind["density"].get("", 0.2),
        "corroborated": {name: round(float(value), 4) for name, value in corroborated.items()},
        "counts_from": counts_from,
        "ladder": _rounded(rungs),
    }
    return as_calibration(stored)


def _rounded(stored: Any) -> Any:
    if isinstance(stored, dict):
        return {key: _rounded(value) for key, value in stored.items()}
    return round(float(stored), 4)


def _main(labels: str, documents: str) -> None:
    from dataclasses import asdict

    from curriculum_gap.compiled import load_rubric, model_of
    from curriculum_gap.evaluate.labels import load_labels

    model = model_of(load_rubric())
    trials = list(gather(load_labels(labels), documents, model))
    calibration = fit(trials, model)
    target = Path(__file__).parents[1] / "data" / "calibration.json"
    target.write_text(json.dumps(asdict(calibration), indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{target.name}: fitted on {sum(not t.fault for t in trials)} documents")


if __name__ == "__main__":
    import sys

    _main(*sys.argv[1:3])
