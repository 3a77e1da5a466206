"""Which words are learned for a topic, and what they weigh: TF-IDF and a logistic regression.

Takes texts with whether each is about the topic, gives weights by word or run of words, as
:mod:`curriculum_gap.keywords.learned` uses them. From labels is learned only what the background
table knows, which was counted in syllabi of many universities and holds no names of people or
places, no numbers and no dates; from written examples also what they write in lower case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, chain

from curriculum_gap.keywords.background import load_background
from curriculum_gap.keywords.learned import word_runs
from curriculum_gap.keywords.words import FUNCTION_WORDS, normal_form

__all__ = [
    "LEAST_EXAMPLES",
    "LEAST_LEARNED",
    "MOST_WORDS",
    "STRUCK",
    "fit_words",
    "learnable_words",
    "tfidf_values",
    "written_words",
]

_WORD = re.compile(r"\b[^\W\d_]+(?:['’][^\W\d_]+)*\b")
"""A word without digits, as it is written."""
INVERSE_PENALTY = 3.0
"""C, the inverse of the ridge penalty; 0.3 to 3 differ by 0.003 in F1 of candidates."""
IDF_UNIT = 1.5
"""What inverse document frequencies (1 to 7.5) are divided by, so that values lie about 1."""
LEAST_EXAMPLES = 3
"""Written examples that must hold a word before it is learned."""
MOST_WORDS = 300
"""Words learned for one topic: as good as all of them."""
LEAST_LEARNED = 0.5
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


def learnable_words() -> frozenset[str]:
    """The words and runs that may be learned: those of the background table without what is short,
    common or :data:`STRUCK`."""
    background = load_background()
    most = COMMONEST * background.documents
    return frozenset(
        run
        for run, frequency in background.frequency.items()
        if (" " in run or frequency <= most)
        and not any(word in STRUCK for word in run.split())
        and any(len(word) >= SHORTEST and word not in FUNCTION_WORDS for word in run.split())
    )


def written_words(texts: Sequence[str]) -> frozenset[str]:
    """The words and runs that at least :data:`LEAST_EXAMPLES` of ``texts`` hold and that may be
    learned from written examples: each word is in the background table or written in lower case
    there, as no name and no number is."""
    background = load_background()
    most = COMMONEST * background.documents
    lower = {normal_form(word) for text in texts for word in _WORD.findall(text) if word.islower()}
    known = FUNCTION_WORDS | lower | background.frequency.keys()
    standing = Counter(run for text in texts for run in word_runs(text)[0])
    return frozenset(
        run
        for run, number in standing.items()
        if number >= LEAST_EXAMPLES
        and (" " in run or background.frequency.get(run, 0) <= most)
        and all(word in known for word in run.split())
        and any(len(word) >= SHORTEST and word not in FUNCTION_WORDS for word in run.split())
    )


def tfidf_values(text: str, idf: Mapping[str, float], words: Collection[str]) -> dict[str, float]:
    """Those of ``words`` that stand in a text, with their TF-IDF values."""
    runs, factor = word_runs(text)
    return {run: idf[run] * factor / IDF_UNIT for run in runs if run in words}


def fit_words(
    values: Sequence[Mapping[str, float]],
    truth: Sequence[float],
    vocabulary: Collection[str],
    idf: Mapping[str, float],
) -> dict[str, float]:
    """Weights by word of one topic, at most :data:`MOST_WORDS`, those of most weight first.

    ``values`` are those of :func:`tfidf_values` for each text, ``truth`` says which are about the
    topic (1) and which are not (0); words outside of ``vocabulary`` are passed over.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    if len(set(truth)) < 2 or not vocabulary:
        return {}
    place = {word: number for number, word in enumerate(sorted(vocabulary))}
    known = [
        [(place[word], value) for word, value in row.items() if word in place] for row in values
    ]
    columns, cells = zip(*chain.from_iterable(known), strict=True)
    starts = [0, *accumulate(map(len, known))]
    design = csr_matrix((cells, columns, starts), shape=(len(known), len(place)))
    fitted = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear").fit(design, truth)
    found = zip(place, map(float, fitted.coef_[0]), strict=True)
    by_size = sorted((-abs(weight), word, weight) for word, weight in found)
    scaled = {word: weight * idf[word] / IDF_UNIT for _, word, weight in by_size[:MOST_WORDS]}
    return {word: weight for word, weight in scaled.items() if abs(weight) >= LEAST_LEARNED}
