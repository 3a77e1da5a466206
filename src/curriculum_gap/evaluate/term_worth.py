"""The first of the fitted models: what a term is worth.

P(passage is about the topic) = 1 - exp(-Σ rates), the rates being products of factors for strength,
place, section, topic and term (maximum likelihood, ridge prior).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curriculum_gap.evaluate.trial import Trial
from curriculum_gap.keywords import Model
from curriculum_gap.nouns import Section

__all__ = ["PRIOR", "PULL", "Floats", "Table", "fit_terms", "scores_of", "tabulate"]

Floats = NDArray[np.float64]

#: Ridge penalties of the first model, by kind of factor.
PULL = {
    "strength": 0.05,
    "place": 0.05,
    "section": 0.5,
    "inherited": 0.5,
    "topic": 2.0,
    "term": 6.0,
    "density": 1.0,
}
PRIOR = {
    ("strength", "strong"): 0.5,
    ("strength", "contextual"): -0.5,
    ("strength", "name"): -1.0,
    ("strength", "alone"): -2.0,
    ("density", ""): 0.2,
}


@dataclass(slots=True)
class Table:
    """All candidates as a sparse design: one row a (document, passage, topic) outside policy."""

    keys: dict[tuple[str, str], int]
    design: Any
    row_of: NDArray[np.int64]
    about: Floats  # 1 about the topic, 0 not, NaN unknown
    trial: NDArray[np.int64]
    position: list[int]
    topic: NDArray[np.int64]


def _about(trial: Trial, position: int, topic: str) -> float:
    blocks = [trial.labels.blocks[i] for i in trial.blocks[position]]
    known = [b for b in blocks if topic not in b.disputed or topic in b.topics]
    if not known:
        return math.nan
    return float(2 * sum(topic in b.topics for b in known) >= len(known))


def tabulate(trials: Sequence[Trial], model: Model) -> Table:
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
    return Table(
        keys,
        csr_matrix((values, columns, starts), shape=(len(row_of), len(keys))),
        np.array(row_of),
        np.array(about),
        np.array(owners),
        position_of,
        np.array(topics),
    )


def fit_terms(table: Table, train: NDArray[np.bool_], start: Floats | None = None) -> Floats:
    from scipy.optimize import minimize

    pull = np.array([PULL[kind] for kind, _ in table.keys])
    prior = np.array([PRIOR.get(key, 0.0) for key in table.keys])
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


def scores_of(table: Table, theta: Floats) -> Floats:
    rates = np.exp(np.clip(table.design @ theta, -12, 6))
    return 1 - np.exp(-np.bincount(table.row_of, rates, len(table.about)))
