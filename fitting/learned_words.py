"""Learned words: weights of words and short runs of them, one logistic regression a topic.

They are fitted on candidate passages of labelled documents and on the written examples that are not
kept for figures.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from curriculum_gap.evaluate import MatchedDocument
from curriculum_gap.keywords import (
    LEAST_EXAMPLES,
    LEAST_LEARNED,
    Model,
    fit_words,
    learnable_words,
    learned_log_odds,
    tfidf_values,
)
from fitting.examples import load_examples
from fitting.term_weights import Floats, Table

__all__ = ["learn_words"]

LEAST_DOCUMENTS = 3
"""Documents that must hold a word before it is learned, unless examples do."""

Weights = dict[str, dict[str, float]]
_examples = lru_cache(load_examples)
"""The same examples serve every fold."""


def learn_words(
    documents: Sequence[MatchedDocument], table: Table, fold: NDArray[np.int64], model: Model
) -> tuple[Floats, Weights]:
    """The log-odds of every row of ``table`` by words learned without its ``fold``, and by topic id
    the words that are learned in all (see :func:`_stable`)."""
    examples = _examples(model.rubric.id)
    idf = model.idf
    known_words = learnable_words()
    log_odds = np.zeros(len(table.about))
    learned: Weights = {}
    for index, topic in enumerate(model.rubric.topics):
        rows = np.flatnonzero(table.topic == index)
        texts = [
            documents[table.document[row]].passages[table.position[row]][0].text for row in rows
        ]
        lines = [tfidf_values(text, idf, known_words) for text in texts]
        written = [
            (tfidf_values(example.text, idf, known_words), float(example.about))
            for example in examples
            if example.topic == topic.id and not example.is_test
        ]
        by_fold = []
        for part in range(int(fold.max()) + 1):
            train = [
                (line, float(table.about[row]), int(table.document[row]))
                for line, row in zip(lines, rows, strict=True)
                if fold[row] != part and not math.isnan(table.about[row])
            ]
            weights = _fit_topic(train, written, idf)
            by_fold.append(weights)
            for text, row in zip(texts, rows, strict=True):
                if fold[row] == part:
                    log_odds[row] = learned_log_odds(text, weights)
        learned[topic.id] = _stable(by_fold)
    return log_odds, learned


def _fit_topic(
    train: Sequence[tuple[dict[str, float], float, int]],
    written: Sequence[tuple[dict[str, float], float]],
    idf: Mapping[str, float],
) -> dict[str, float]:
    """Weights by word of one topic, from passages (their words, 1 about it or 0 not, document) and
    ``written`` examples (their words, 1 or 0)."""
    standing: dict[str, set[int]] = defaultdict(set)
    for line, _, document in train:
        for word in line:
            standing[word].add(document)
    in_examples = Counter(word for line, _ in written for word in line)
    vocabulary = sorted(
        word
        for word in standing.keys() | in_examples.keys()
        if len(standing.get(word, ())) >= LEAST_DOCUMENTS or in_examples[word] >= LEAST_EXAMPLES
    )
    lines = [line for line, _, _ in train] + [line for line, _ in written]
    truth = [about for _, about, _ in train] + [about for _, about in written]
    return fit_words(lines, truth, vocabulary, idf)


def _stable(by_fold: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Words that most folds keep, all with one sign, with their mean weight over all folds."""
    kept = {}
    for word in sorted(set().union(*by_fold)):
        found = [weights[word] for weights in by_fold if word in weights]
        mean = round(sum(found) / len(by_fold), 2)
        is_stable = 2 * len(found) > len(by_fold) and len({weight > 0 for weight in found}) == 1
        if is_stable and abs(mean) >= LEAST_LEARNED:
            kept[word] = mean
    return kept
