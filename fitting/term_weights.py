"""The first of the fitted models: what a term is worth.

P(passage is about the topic) = 1 - exp(-Σ rates), the rates being products of factors for strength,
place, section, topic and term (maximum likelihood; a ridge prior keeps a term that is seen rarely
at the worth of its strength). A sum of rates inside an exponential is no generalised linear model
of scikit-learn's, so scipy.optimize maximises the likelihood.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curriculum_gap.evaluate import MatchedDocument
from curriculum_gap.keywords import ALONE, LEAST_WEIGHT, Model, TermMatch, topic_factor_name
from curriculum_gap.nouns import Passage, Section

__all__ = ["PENALTY", "PRIOR", "Floats", "Table", "fit_terms", "scores_of", "tabulate"]

Floats = NDArray[np.float64]

PENALTY = {
    "strength": 0.05,
    "place": 0.05,
    "section": 0.5,
    "inherited": 0.5,
    "topic": 8.0,
    "term": 6.0,
    "tfidf_exponent": 1.0,
}
"""Ridge penalties by kind of factor, set by hand: strengths and places, seen thousands of times,
are hardly held at all. Topics are held closest to 0, since some are labelled in ten passages."""
LEAST_TOPIC = -0.2
"""The least a topic may take from its plain terms: a session plainly on a topic that is rarely
labelled must not count for little (``tests/test_levels.py``)."""
PRIOR = {
    ("strength", "strong"): 0.5,
    ("strength", "contextual"): -0.5,
    ("strength", "name"): -1.0,
    ("strength", "alone"): -2.0,
    ("tfidf_exponent", ""): 0.2,
}
"""Where factors (natural logarithms) start from: the order of strengths that rubrics promise."""


@dataclass(slots=True)
class Table:
    """All candidates outside policy text: one row for each document × passage × topic.

    ``design`` is sparse, with a line for each match and a column for each factor (``keys``);
    ``row_of`` is the row that a match belongs to. The others have an entry for each row.
    """

    keys: dict[tuple[str, str], int]
    design: Any
    row_of: NDArray[np.int64]
    about: Floats  # 1 about the topic, 0 not, NaN unknown
    document: NDArray[np.int64]
    position: list[int]
    topic: NDArray[np.int64]


def _about(document: MatchedDocument, position: int, topic: str) -> float:
    """1.0 if half of the labelled blocks that a passage covers are about ``topic``, else 0.0; NaN
    where it covers none, or only such as readers differ on."""
    blocks = [document.labels.blocks[index] for index in document.blocks[position]]
    known = [block for block in blocks if topic not in block.disputed or topic in block.topics]
    if not known:
        return math.nan
    return float(2 * sum(topic in block.topics for block in known) >= len(known))


def tabulate(documents: Sequence[MatchedDocument], model: Model) -> Table:
    """The design of all candidates in ``documents``, policy text left out."""
    from scipy.sparse import csr_matrix

    keys: dict[tuple[str, str], int] = {}
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    row_of: list[int] = []
    about: list[float] = []
    document_of: list[int] = []
    position_of: list[int] = []
    topic_of: list[int] = []
    for number, document in enumerate(documents):
        for position, (passage, matches) in enumerate(document.passages):
            if passage.section is Section.POLICY:
                continue
            for topic, terms in matches.by_topic.items():
                for match in terms:
                    for key, value in _factors(match, passage, topic, model):
                        columns.append(keys.setdefault(key, len(keys)))
                        values.append(value)
                    starts.append(len(columns))
                    row_of.append(len(about))
                about.append(_about(document, position, model.rubric.topics[topic].id))
                document_of.append(number)
                position_of.append(position)
                topic_of.append(topic)
    return Table(
        keys,
        csr_matrix((values, columns, starts), shape=(len(row_of), len(keys))),
        np.array(row_of),
        np.array(about),
        np.array(document_of),
        position_of,
        np.array(topic_of),
    )


def _factors(
    match: TermMatch, passage: Passage, topic: int, model: Model
) -> list[tuple[tuple[str, str], float]]:
    """Kind and name of the factors of one term's rate, with their exponents."""
    about = model.rubric.topics[topic]
    term = about.terms[match.number].text.lower()
    section = "section" if match.place == "text" else "inherited"
    return [
        (("strength", match.strength), 1.0),
        (("place", str(match.place)), 1.0),
        ((section, str(passage.section)), 1.0),
        (("topic", topic_factor_name(about.id, match.strength)), 1.0),
        (("term", f"{about.id}/{term}"), 1.0),
        (("tfidf_exponent", ""), math.log(max(match.tfidf, LEAST_WEIGHT))),
    ]


def fit_terms(table: Table, train: NDArray[np.bool_], start: Floats | None = None) -> Floats:
    """Factors (natural logarithms), fitted on the rows in ``train`` whose truth is known."""
    from scipy.optimize import minimize

    penalty = np.array([PENALTY[kind] for kind, _ in table.keys])
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
            -(truth * np.log1p(-missed) - (1 - truth) * total).sum()
            + (penalty * off * off).sum() / 2
        )
        slope = np.zeros(len(use))
        slope[use] = (1 - truth) - truth * missed / (1 - missed)
        return value, design.T @ (slope[row_of] * rates) + penalty * off

    found = minimize(
        loss,
        prior if start is None else start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(_least(*key), None) for key in table.keys],
        options={"maxiter": 300},
    )
    return np.asarray(found.x)


def _least(kind: str, name: str) -> float | None:
    """The least a factor may be: a topic's plain terms keep their worth (:data:`LEAST_TOPIC`)."""
    return LEAST_TOPIC if kind == "topic" and not name.endswith(f" {ALONE}") else None


def scores_of(table: Table, theta: Floats) -> Floats:
    """The score of every row (0–1) by these factors."""
    rates = np.exp(np.clip(table.design @ theta, -12, 6))
    return 1 - np.exp(-np.bincount(table.row_of, rates, len(table.about)))
