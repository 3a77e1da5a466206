"""Learned words: what the plain words of a passage say for or against a topic.

The calibration holds, for each topic, weights of words and of runs of two or three words, fitted on
labelled passages and written examples; a rubric of one's own holds those of its examples. They
re-rank passages that hold a term or a heading of the topic; alone they are no evidence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from curriculum_gap.calibration import Calibration
from curriculum_gap.keywords.words import BREAK, FUNCTION_WORDS, forms
from curriculum_gap.nouns import Rubric

__all__ = ["learned_log_odds", "learned_shares", "learned_words", "word_runs"]

MOST_LOG_ODDS = 4.0
"""What the learned words of a passage may add or take at most. Set by hand."""
SMOOTHING = 6
"""Words added to a passage's length, so that titles of two words weigh no more than sentences. Set
by hand; little depends on it: with 12, κ is 0.825 instead of 0.828 (300 documents left out)."""
_NO_ENDS = FUNCTION_WORDS | {BREAK}
"""What no run begins or ends with."""


@lru_cache(maxsize=256)
def word_runs(text: str) -> tuple[tuple[str, ...], float]:
    """The words of ``text`` and its runs of two or three that begin and end with more than *and* or
    *of*, in normal form and each once; and 1 / √(words + :data:`SMOOTHING`)."""
    words = forms(text)
    seconds, thirds = [*words, BREAK][1:], [*words, BREAK, BREAK][2:]
    runs: dict[str, None] = {}
    for first, second, third in zip(words, seconds, thirds, strict=True):
        if first in _NO_ENDS:
            continue
        runs[first] = None
        if second not in _NO_ENDS:
            runs[f"{first} {second}"] = None
        if second and third not in _NO_ENDS:
            runs[f"{first} {second} {third}"] = None
    number = len(words) - words.count(BREAK)
    return tuple(runs), 1 / math.sqrt(number + SMOOTHING)


def learned_words(
    topic: str, rubric: Rubric, calibration: Calibration
) -> tuple[Mapping[str, float], float]:
    """The weights of a topic's learned words, and the log-odds that they start from. Words learned
    from the rubric's own examples go before those that labels taught."""
    own = rubric.learned.get(topic)
    if own is None and topic in calibration.learned:
        return calibration.learned[topic], 0.0
    return own or {}, calibration.unlearned


def learned_shares(text: str, weights: Mapping[str, float]) -> dict[str, float]:
    """The learned words that stand in ``text``, with what each adds to the log-odds."""
    runs, factor = word_runs(text)
    return {run: weights[run] * factor for run in filter(weights.__contains__, runs)}


def learned_log_odds(text: str, weights: Mapping[str, float]) -> float:
    """What all learned words in ``text`` say for one topic: log-odds, at most
    :data:`MOST_LOG_ODDS` either way."""
    if not weights:
        return 0.0
    return max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, sum(learned_shares(text, weights).values())))
