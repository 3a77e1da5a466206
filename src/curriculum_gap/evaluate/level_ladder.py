"""The second and third of the fitted models: which passages count, and the ladder of levels.

Logistic regressions with few weights, most of them ≥ 0, and small offsets of single topics.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curriculum_gap.evaluate.term_worth import Floats, Table
from curriculum_gap.evaluate.trial import Trial
from curriculum_gap.keywords import Model, matches
from curriculum_gap.measure import features, settings
from curriculum_gap.nouns import Evidence, Match, Section

__all__ = [
    "CONTENT",
    "CORROBORATED",
    "LADDER_PULL",
    "SUMS",
    "Group",
    "best_count",
    "groups_of",
    "ladder_features",
    "logistic",
    "thresholds",
]

LADDER_PULL, _TOPIC_PULL = 0.5, 3.0
_LEAST_PRECISION = 0.81
CONTENT = [section for section in Section if section is not Section.POLICY]
SUMS = [
    *(f"{how} {where}" for how in ("sum", "best") for where in ("all", *map(str, CONTENT))),
    "best tie",
    "best heading",
    "setting content",
    "setting means",
]
#: Signals for a passage, with the least weight each may have: more evidence never counts against.
CORROBORATED = {
    "own": 0.0,
    "rest": 0.0,
    "near": 0.0,
    "best": 0.0,
    "setting content": 0.0,
    "setting means": 0.0,
    "weak": None,
    "weak best": 0.0,
    "weak near": 0.0,
    "inherited": None,
    "inherited best": 0.0,
    "inherited near": 0.0,
}


@dataclass(slots=True)
class Group:
    """Evidence of one topic in one document, as rows of the table."""

    trial: int
    topic: int
    rows: list[int]
    evidence: list[Evidence]
    setting: float


def _unweighed(trial: Trial, position: int, topic: int, model: Model) -> tuple[Match, ...]:
    candidates = trial.passages[position][1].candidates[topic]
    return matches(candidates, [0.0] * len(candidates), model.rubric.topics[topic])


def groups_of(
    trials: Sequence[Trial], table: Table, scores: Floats, model: Model, only: Sequence[int]
) -> list[Group]:
    by_trial: dict[int, dict[int, list[int]]] = {number: {} for number in only}
    for row, owner in enumerate(table.trial):
        if int(owner) in by_trial:
            by_trial[int(owner)].setdefault(int(table.topic[row]), []).append(row)
    groups = []
    for number, by_topic in by_trial.items():
        made = {
            topic: [
                Evidence(
                    model.rubric.topics[topic].id,
                    trials[number].passages[table.position[row]][0],
                    float(scores[row]),
                    _unweighed(trials[number], table.position[row], topic, model),
                    table.position[row],
                )
                for row in rows
            ]
            for topic, rows in by_topic.items()
        }
        company = settings(
            {model.rubric.topics[topic].id: found for topic, found in made.items()}, model.rubric
        )
        groups += [
            Group(number, topic, by_topic[topic], found, company[model.rubric.topics[topic].id])
            for topic, found in made.items()
        ]
    return groups


def logistic(
    lines: Floats,
    truth: Floats,
    pull: float,
    offsets: NDArray[np.int64] | None = None,
    kinds: int = 0,
    least: Sequence[float | None] | None = None,
) -> tuple[float, Floats, Floats]:
    """Intercept, weights and offsets of a ridge logistic regression; weights ≥ ``least`` (0)."""
    from scipy.optimize import minimize

    width = lines.shape[1]
    where = offsets if offsets is not None else np.zeros(len(lines), dtype=np.int64)

    def loss(w: Floats) -> tuple[float, Floats]:
        z = lines @ w[:width] + w[width] + (w[width + 1 :][where] if kinds else 0.0)
        value = np.logaddexp(0, z).sum() - (truth * z).sum()
        value += pull * (w[:width] ** 2).sum() / 2 + _TOPIC_PULL * (w[width + 1 :] ** 2).sum() / 2
        error = 1 / (1 + np.exp(-z)) - truth
        slope = np.concatenate([lines.T @ error + pull * w[:width], [error.sum()]])
        if kinds:
            tail = np.bincount(where, error, kinds) + _TOPIC_PULL * w[width + 1 :]
            slope = np.concatenate([slope, tail])
        return value, slope

    start = np.zeros(width + 1 + kinds)
    start[width] = -2.0
    bounds = [(bound, None) for bound in least or [0.0] * width] + [(None, None)] * (1 + kinds)
    w = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(w[width]), w[:width], w[width + 1 :]


def ladder_features(
    trials: Sequence[Trial], groups: Sequence[Group], chances: Mapping[int, float], model: Model
) -> dict[tuple[int, int], list[float]]:
    lines = {}
    for group in groups:
        kind = model.rubric.topics[group.topic].kind
        weighed = [(e, chances[row]) for e, row in zip(group.evidence, group.rows, strict=True)]
        found = features(weighed, group.setting, kind)
        lines[group.trial, group.topic] = [found.get(name, 0.0) for name in SUMS]
    return lines


def best_count(
    trials: Sequence[Trial], groups: Sequence[Group], chances: Mapping[int, float], model: Model
) -> float:
    """The probability from which a passage counts: best F1 over labelled blocks."""
    best = (0.0, 0.5)
    for tenths in range(20, 61, 5):
        least, both, said, labelled = tenths / 100, 0, 0, 0
        for group in groups:
            topic = model.rubric.topics[group.topic].id
            trial = trials[group.trial]
            got = {
                block
                for e, row in zip(group.evidence, group.rows, strict=True)
                if chances[row] >= least
                for block in trial.blocks[e.position]
            }
            blocks = trial.labels.blocks
            hold = {i for i, block in enumerate(blocks) if topic in block.topics}
            free = {i for i in got - hold if topic not in blocks[i].disputed}
            both, said, labelled = both + len(got & hold), said + len(free), labelled + len(hold)
        f1 = 2 * both / max(1, both + said + labelled)
        best = max(best, (f1, least))
    return best[1]


def thresholds(chance: Floats, truth: NDArray[np.int64]) -> tuple[float, float, float]:
    """Probabilities for mentioned, taught, assessed: best kappa plus F1 of taught, where three in
    four "taught" are right."""
    best, chosen = -1.0, (0.5, 0.5, 0.5)
    steps = [round(0.2 + 0.05 * step, 2) for step in range(10)]
    for a in steps:
        for b in steps:
            for c in steps:
                said = (chance[:, 0] >= a).astype(int)
                said[(said == 1) & (chance[:, 1] >= b)] = 2
                said[(said == 2) & (chance[:, 2] >= c)] = 3
                right = int(((said >= 2) & (truth >= 2)).sum())
                taught, held = int((said >= 2).sum()), int((truth >= 2).sum())
                value = _kappa(truth, said) + 2 * right / max(1, taught + held)
                value -= max(0.0, _LEAST_PRECISION - right / max(1, taught))
                if value > best:
                    best, chosen = value, (a, b, c)
    return chosen


def _kappa(truth: NDArray[np.int64], said: NDArray[np.int64]) -> float:
    labelled, told = np.bincount(truth, minlength=4), np.bincount(said, minlength=4)
    gaps = (np.arange(4)[:, None] - np.arange(4)[None, :]) ** 2
    expected = (gaps * np.outer(labelled, told)).sum() / len(truth)
    return float(1 - ((truth - said) ** 2).sum() / expected) if expected else 0.0
