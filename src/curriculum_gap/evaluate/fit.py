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
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curriculum_gap.calibration import Calibration, as_calibration
from curriculum_gap.evaluate.trial import Trial, gather
from curriculum_gap.keywords import Model, matches
from curriculum_gap.measure import features, settings, signals
from curriculum_gap.nouns import Evidence, Level, Match, Section

__all__ = ["fit", "folds"]

Floats = NDArray[np.float64]

#: Ridge penalties of the first model, by kind of factor.
_PULL = {
    "strength": 0.05,
    "place": 0.05,
    "section": 0.5,
    "inherited": 0.5,
    "topic": 2.0,
    "term": 6.0,
    "density": 1.0,
}
_PRIOR = {
    ("strength", "strong"): 0.5,
    ("strength", "contextual"): -0.5,
    ("strength", "name"): -1.0,
    ("strength", "alone"): -2.0,
    ("density", ""): 0.2,
}
_LADDER_PULL, _TOPIC_PULL = 0.5, 3.0
_CONTENT = [section for section in Section if section is not Section.POLICY]
_SUMS = [
    *(f"{how} {where}" for how in ("sum", "best") for where in ("all", *map(str, _CONTENT))),
    "best tie",
    "best heading",
    "setting content",
    "setting means",
]
#: Signals for a passage, with the least weight each may have: more evidence never counts against.
_CORROBORATED = {
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
class _Table:
    """All candidates as a sparse design: one row a (document, passage, topic) outside policy."""

    keys: dict[tuple[str, str], int]
    design: Any
    row_of: NDArray[np.int64]
    about: Floats  # 1 about the topic, 0 not, NaN unknown
    trial: NDArray[np.int64]
    position: list[int]
    topic: NDArray[np.int64]


def folds(count: int, parts: int = 10, seed: int = 0) -> list[int]:
    """A fold for each of ``count`` documents, evenly and always the same."""
    order = np.random.RandomState(seed).permutation(count)
    assigned = [0] * count
    for place, index in enumerate(order):
        assigned[int(index)] = place % parts
    return assigned


def _about(trial: Trial, position: int, topic: str) -> float:
    blocks = [trial.labels.blocks[i] for i in trial.blocks[position]]
    known = [b for b in blocks if topic not in b.disputed or topic in b.topics]
    if not known:
        return math.nan
    return float(2 * sum(topic in b.topics for b in known) >= len(known))


def _tabulate(trials: Sequence[Trial], model: Model) -> _Table:
    from scipy.sparse import csr_matrix

    keys: dict[tuple[str, str], int] = {}
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    row_of: list[int] = []
    about: list[float] = []
    owners: list[int] = []
    position_of: list[int] = []
    topics: list[int] = []
    for number, trial in enumerate(trials):
        for position, (passage, looked) in enumerate(trial.passages):
            if passage.section is Section.POLICY:
                continue
            for topic, candidates in looked.candidates.items():
                name = model.rubric.topics[topic].id
                for candidate in candidates:
                    inherited = candidate.place != "text"
                    term = model.rubric.topics[topic].terms[candidate.number].text.lower()
                    for key, value in (
                        (("strength", candidate.strength), 1.0),
                        (("place", candidate.place), 1.0),
                        (("inherited" if inherited else "section", str(passage.section)), 1.0),
                        (("topic", name), 1.0),
                        (("term", f"{name}/{term}"), 1.0),
                        (("density", ""), math.log(max(candidate.tfidf, 0.01))),
                    ):
                        columns.append(keys.setdefault(key, len(keys)))
                        values.append(value)
                    starts.append(len(columns))
                    row_of.append(len(about))
                about.append(_about(trial, position, name))
                owners.append(number)
                position_of.append(position)
                topics.append(topic)
    return _Table(
        keys,
        csr_matrix((values, columns, starts), shape=(len(row_of), len(keys))),
        np.array(row_of),
        np.array(about),
        np.array(owners),
        position_of,
        np.array(topics),
    )


def _fit_terms(table: _Table, train: NDArray[np.bool_], start: Floats | None = None) -> Floats:
    from scipy.optimize import minimize

    pull = np.array([_PULL[kind] for kind, _ in table.keys])
    prior = np.array([_PRIOR.get(key, 0.0) for key in table.keys])
    use = train & ~np.isnan(table.about)
    keep = use[table.row_of]
    design, row_of = table.design[keep], table.row_of[keep]
    truth = table.about[use]

    def loss(theta: Floats) -> tuple[float, Floats]:
        rates = np.exp(np.clip(design @ theta, -12, 6))
        total = np.bincount(row_of, rates, len(use))[use] + 1e-6
        missed = np.exp(-total)
        off = theta - prior
        value = (
            -(truth * np.log1p(-missed) - (1 - truth) * total).sum() + (pull * off * off).sum() / 2
        )
        slope = np.zeros(len(use))
        slope[use] = (1 - truth) - truth * missed / (1 - missed)
        return value, design.T @ (slope[row_of] * rates) + pull * off

    found = minimize(
        loss,
        prior if start is None else start,
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 300},
    )
    return np.asarray(found.x)


def _scores(table: _Table, theta: Floats) -> Floats:
    rates = np.exp(np.clip(table.design @ theta, -12, 6))
    return 1 - np.exp(-np.bincount(table.row_of, rates, len(table.about)))


@dataclass(slots=True)
class _Group:
    """Evidence of one topic in one document, as rows of the table."""

    trial: int
    topic: int
    rows: list[int]
    evidence: list[Evidence]
    setting: float


def _unweighed(trial: Trial, position: int, topic: int, model: Model) -> tuple[Match, ...]:
    candidates = trial.passages[position][1].candidates[topic]
    return matches(candidates, [0.0] * len(candidates), model.rubric.topics[topic])


def _groups(
    trials: Sequence[Trial], table: _Table, scores: Floats, model: Model, only: Sequence[int]
) -> list[_Group]:
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
            _Group(number, topic, by_topic[topic], found, company[model.rubric.topics[topic].id])
            for topic, found in made.items()
        ]
    return groups


def _logistic(
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


def _ladder_features(
    trials: Sequence[Trial], groups: Sequence[_Group], chances: Mapping[int, float], model: Model
) -> dict[tuple[int, int], list[float]]:
    lines = {}
    for group in groups:
        kind = model.rubric.topics[group.topic].kind
        weighed = [(e, chances[row]) for e, row in zip(group.evidence, group.rows, strict=True)]
        found = features(weighed, group.setting, kind)
        lines[group.trial, group.topic] = [found.get(name, 0.0) for name in _SUMS]
    return lines


def _best_count(
    trials: Sequence[Trial], groups: Sequence[_Group], chances: Mapping[int, float], model: Model
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


def _thresholds(chance: Floats, truth: NDArray[np.int64]) -> tuple[float, float, float]:
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


_LEAST_PRECISION = 0.81


def _kappa(truth: NDArray[np.int64], said: NDArray[np.int64]) -> float:
    labelled, told = np.bincount(truth, minlength=4), np.bincount(said, minlength=4)
    gaps = (np.arange(4)[:, None] - np.arange(4)[None, :]) ** 2
    expected = (gaps * np.outer(labelled, told)).sum() / len(truth)
    return float(1 - ((truth - said) ** 2).sum() / expected) if expected else 0.0


def fit(trials: Sequence[Trial], model: Model, inner: int = 5) -> Calibration:
    """The calibration that these labelled documents teach.

    ``inner`` folds of whole documents give the scores on which the second and third model learn.
    """
    trials = [trial for trial in trials if not trial.fault]
    everyone = range(len(trials))
    table = _tabulate(trials, model)
    theta = _fit_terms(table, np.ones(len(table.about), dtype=bool))
    fold = np.array(folds(len(trials), inner))
    scores = np.zeros(len(table.about))
    for part in range(inner):
        out = fold[table.trial] == part
        scores[out] = _scores(table, _fit_terms(table, ~out, theta))[out]
    groups = _groups(trials, table, scores, model, everyone)

    rows = [row for group in groups for row in group.rows]
    lines = np.array(
        [
            [found.get(name, 0.0) for name in _CORROBORATED]
            for group in groups
            for found in signals(
                group.evidence, group.setting, model.rubric.topics[group.topic].kind
            )
        ]
    )
    truth = table.about[rows]
    known = ~np.isnan(truth)
    least = list(_CORROBORATED.values())
    intercept, weights, _ = _logistic(lines[known], truth[known], 1.0, least=least)
    chance = 1 / (1 + np.exp(-(lines @ weights + intercept)))
    chances = dict(zip(rows, map(float, chance), strict=True))

    sums = _ladder_features(trials, groups, chances, model)
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
        base, steps, own = _logistic(
            design,
            (levels >= level).astype(float),
            _LADDER_PULL,
            offsets,
            len(model.rubric.topics),
        )
        z = design @ steps + base + own[offsets]
        reached[:, place] = 1 / (1 + np.exp(-z))
        rungs[str(level)] = {
            "intercept": base,
            "weights": {name: w for name, w in zip(_SUMS, steps, strict=True) if w > 0.005},
            "topic": {
                topic.id: float(w) for topic, w in zip(model.rubric.topics, own, strict=True)
            },
        }
    missing = np.array([level for n, i, level in held if (n, i) not in sums], dtype=np.int64)
    chosen = _thresholds(
        np.vstack([reached, np.zeros((len(missing), 3))]), np.concatenate([levels, missing])
    )
    for rung, threshold in zip(rungs.values(), chosen, strict=True):
        rung["threshold"] = threshold
    return _calibration(
        table,
        theta,
        {"intercept": intercept, **dict(zip(_CORROBORATED, weights, strict=True))},
        _best_count(trials, groups, chances, model),
        rungs,
    )


def _calibration(
    table: _Table,
    theta: Floats,
    corroborated: Mapping[str, float],
    counts_from: float,
    rungs: Mapping[str, Any],
) -> Calibration:
    by_kind: dict[str, dict[str, float]] = {kind: {} for kind in _PULL}
    for (kind, name), value in zip(table.keys, theta, strict=True):
        by_kind[kind][name] = round(float(value), 4)
    for kind in ("section", "inherited"):  # policy text is scored like any other, and never counts
        by_kind[kind] = {str(s): by_kind[kind].get(str(s), 0.0) for s in _CONTENT}
        by_kind[kind]["policy"] = by_kind[kind]["other"]
    for kind, names in (
        ("strength", ("strong", "contextual", "name", "alone")),
        ("place", ("text", "heading", "table", "title")),
    ):
        by_kind[kind] = {
            name: by_kind[kind].get(name, _PRIOR.get((kind, name), 0.0)) for name in names
        }
    stored = {
        **{
            kind: dict(sorted(by_kind[kind].items()))
            for kind in _PULL
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
