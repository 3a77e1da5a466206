"""Background document frequencies, and the weights that words get by them.

The table is frozen in the package (``data/background.json``), so that a score never depends on the
files under test. ``fitting/background.py`` makes it; it holds no sentence of any syllabus. The
weights are those that scikit-learn's ``TfidfTransformer(sublinear_tf=True)`` gives for the same
counts, computed without importing it; tests hold the two equal to 1e-9.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Background", "Idf", "load_background", "weights"]

_TABLE = Path(__file__).parents[1] / "data" / "background.json"
_MOST_REMEMBERED = 100_000
"""Words whose weight is kept: a hostile text has no end of words."""


class Background(NamedTuple):
    """``documents`` counted, and the number of them that hold each word or phrase (words of a
    phrase joined by one space). ``hosts`` are the same numbers for the hosts of shipped rubrics,
    apart from the others, since no level may depend on them."""

    documents: int
    frequency: Mapping[str, int]
    hosts: Mapping[str, int] = {}

    def rarity(self, words: tuple[str, ...]) -> float:
        """How much a phrase (in normal forms) says by its rareness: 0 where every document holds
        it, 1 where none does. A phrase that was not counted is as rare as its rarest word."""
        written = " ".join(words)
        held_by = self.hosts.get(written, self.frequency.get(written))
        if held_by is None:
            held_by = min(self.frequency.get(word, 0) for word in words)
        return 1 - math.log(1 + held_by) / math.log(1 + self.documents)


@cache
def load_background() -> Background:
    """The table shipped with the package."""
    stored = json.loads(_TABLE.read_bytes())
    return Background(stored["documents"], stored["frequency"], stored["hosts"])


class Idf(dict[str, float]):
    """Smooth inverse document frequency as ``TfidfTransformer`` defines it, worked out when a word
    is first met; a word that the background lacks counts as met in no document."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background

    def __missing__(self, word: str) -> float:
        frequency = self._background.frequency.get(word, 0)
        value = math.log((1 + self._background.documents) / (1 + frequency)) + 1
        if len(self) < _MOST_REMEMBERED:
            self[word] = value
        return value


def weights(
    counts: Mapping[str, int], idf: Mapping[str, float], wanted: Iterable[str]
) -> dict[str, float]:
    """L2-normalised weights in 0–1 of the words and phrases ``wanted`` among all those in
    ``counts`` (each ≥ 1), ``idf`` giving their background weights."""
    squares = 0.0
    for key, number in counts.items():
        value = idf[key]
        if number > 1:
            value *= 1.0 + math.log(number)
        squares += value * value
    norm = math.sqrt(squares)
    return {key: (1.0 + math.log(counts[key])) * idf[key] / norm for key in wanted if key in counts}
