"""Learned words: what the plain words of a passage say for or against a topic.

The calibration holds, for each topic, weights of words and of runs of two or three words, fitted on
labelled passages and written examples. They re-rank passages that hold a term or a heading of the
topic; alone they are no evidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from curriculum_gap.keywords.words import FUNCTION_WORDS, forms

__all__ = ["learned_log_odds", "learned_shares", "word_runs"]

MOST = 4.0
"""Log-odds that learned words may add or take, set by hand."""
SMOOTHING = 6
"""Words added to a passage's length, so that titles of two words weigh no more than sentences."""


@lru_cache(maxsize=256)
def word_runs(text: str) -> tuple[frozenset[str], float]:
    """The words of ``text`` and its runs of two or three that begin and end with more than *and* or
    *of*, in normal form; and 1 / √(words + :data:`SMOOTHING`)."""
    words = forms(text)
    runs = {word for word in words if word and word not in FUNCTION_WORDS}
    runs.update(_runs(words))
    number = sum(map(bool, words))
    return frozenset(runs), 1 / math.sqrt(number + SMOOTHING)


def _runs(words: list[str]) -> Iterator[str]:
    """Runs of two and three words without a break."""
    content = [bool(word) and word not in FUNCTION_WORDS for word in words]
    for start, (first, second) in enumerate(pairwise(words)):
        if not (content[start] and second):
            continue
        if content[start + 1]:
            yield f"{first} {second}"
        if start + 2 < len(words) and content[start + 2]:
            yield f"{first} {second} {words[start + 2]}"


def learned_shares(text: str, weights: Mapping[str, float]) -> dict[str, float]:
    """The learned words that stand in ``text``, with what each adds to the log-odds."""
    runs, factor = word_runs(text)
    return {run: weights[run] * factor for run in sorted(weights.keys() & runs)}


def learned_log_odds(text: str, weights: Mapping[str, float]) -> float:
    """What all learned words in ``text`` say for one topic: log-odds within ±:data:`MOST`."""
    if not weights:
        return 0.0
    return max(-MOST, min(MOST, sum(learned_shares(text, weights).values())))
