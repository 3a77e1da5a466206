"""Learned words: weights of words and short runs of them, one logistic regression a topic.

They are fitted on candidate passages of labelled documents and on the written examples that are not
kept for figures. Learned is only what the background table knows, which was counted in syllabi of
many universities and holds no names of people or places, no numbers and no dates.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from curriculum_gap.evaluate import MatchedDocument
from curriculum_gap.keywords import (
    FUNCTION_WORDS,
    Model,
    learned_log_odds,
    load_background,
    word_runs,
)
from fitting.examples import load_examples
from fitting.term_weights import Floats, Table

__all__ = ["learn_words"]

INVERSE_PENALTY = 3.0
"""C, the inverse of the ridge penalty; 0.3 to 3 differ by 0.003 in F1 of candidates."""
IDF_UNIT = 1.5
"""What inverse document frequencies (1 to 7.5) are divided by, so that values lie about 1."""
LEAST_DOCUMENTS, LEAST_EXAMPLES = 3, 3
"""Documents or written examples that must hold a word before it is learned."""
MOST_WORDS = 300
"""Words learned for one topic: as good as all of them."""
LEAST_WEIGHT = 0.5
"""Smaller weights move the log-odds of a sentence by less than 0.1 and are left out."""
SHORTEST = 3
"""Letters of the shortest word: shorter ones are marks of pages, hours and addresses."""
COMMONEST = 0.5
"""Share of background documents above which a single word says nothing of a topic."""
STRUCK = frozenset({
    "bell", "bird", "blue", "canvas", "chap", "com", "cont", "doc", "eate", "eds", "edu", "fall",
    "farm", "hook", "htm", "http", "len", "lunch", "movy", "org", "pdf", "pdx", "pts", "queensu",
    "rich", "sing", "spring", "tran", "treate", "ucf", "uoregon", "utexas", "vol", "weve", "www",
    "youll",
})  # fmt: skip
"""Words struck by a person who read the lists: addresses and hosts of schools, parts of names and
of titles, learning systems, marks of references, words that lost a letter."""

Weights = dict[str, dict[str, float]]


def learn_words(
    documents: Sequence[MatchedDocument], table: Table, fold: NDArray[np.int64], model: Model
) -> tuple[Floats, Weights]:
    """The log-odds of every row of ``table`` by words learned without its ``fold``, and by topic id
    the words that are learned in all (see :func:`_stable`)."""
    examples = load_examples(model.rubric.id)
    idf = model.idf
    known_words = _learnable()
    log_odds = np.zeros(len(table.about))
    learned: Weights = {}
    for index, topic in enumerate(model.rubric.topics):
        rows = np.flatnonzero(table.topic == index)
        texts = [
            documents[table.document[row]].passages[table.position[row]][0].text for row in rows
        ]
        lines = [_tfidf(text, idf, known_words) for text in texts]
        written = [
            (_tfidf(example.text, idf, known_words), float(example.about))
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


def _learnable() -> frozenset[str]:
    """The words and runs that may be learned: those of the background table, which holds no names,
    without what is short, common or :data:`STRUCK`."""
    background = load_background()
    most = COMMONEST * background.documents
    return frozenset(
        run
        for run, frequency in background.frequency.items()
        if (" " in run or frequency <= most)
        and not any(word in STRUCK for word in run.split())
        and any(len(word) >= SHORTEST and word not in FUNCTION_WORDS for word in run.split())
    )


def _tfidf(text: str, idf: Mapping[str, float], known_words: frozenset[str]) -> dict[str, float]:
    """The words of a text with their TF-IDF values."""
    runs, factor = word_runs(text)
    return {run: idf[run] * factor / IDF_UNIT for run in runs if run in known_words}


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
    truth = [about for _, about, _ in train] + [about for _, about in written]
    if len(set(truth)) < 2 or not vocabulary:
        return {}
    number = {word: place for place, word in enumerate(vocabulary)}
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for line in [line for line, _, _ in train] + [line for line, _ in written]:
        for word, value in line.items():
            if word in number:
                columns.append(number[word])
                values.append(value)
        starts.append(len(columns))
    design = csr_matrix((values, columns, starts), shape=(len(truth), len(vocabulary)))
    fitted = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear").fit(design, truth)
    by_size = sorted(zip(-np.abs(fitted.coef_[0]), vocabulary, fitted.coef_[0], strict=True))
    scaled = {
        word: float(weight) * idf[word] / IDF_UNIT for _, word, weight in by_size[:MOST_WORDS]
    }
    return {word: weight for word, weight in scaled.items() if abs(weight) >= LEAST_WEIGHT}


def _stable(by_fold: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Words that most folds keep, all with one sign, with their mean weight over all folds."""
    kept = {}
    for word in sorted(set().union(*by_fold)):
        found = [weights[word] for weights in by_fold if word in weights]
        mean = round(sum(found) / len(by_fold), 2)
        is_stable = 2 * len(found) > len(by_fold) and len({weight > 0 for weight in found}) == 1
        if is_stable and abs(mean) >= LEAST_WEIGHT:
            kept[word] = mean
    return kept
