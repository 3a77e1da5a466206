"""Measures of agreement between labels and verdicts. Counts first, ratios last."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from curriculum_gap.nouns import Level

__all__ = ["Tally", "bootstrap", "exact", "tally_levels", "weighted_kappa", "within_one"]

Pairs = Sequence[tuple[Level, Level]]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Tally:
    """Both said so, only the verdict did, only the label did."""

    both: int = 0
    only_said: int = 0
    only_labelled: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.both + other.both,
            self.only_said + other.only_said,
            self.only_labelled + other.only_labelled,
        )

    @property
    def precision(self) -> float:
        """Share of what was said that the labels hold; NaN if nothing was said."""
        said = self.both + self.only_said
        return self.both / said if said else math.nan

    @property
    def recall(self) -> float:
        """Share of what the labels hold that was said; NaN if they hold nothing."""
        return self.both / self.support if self.support else math.nan

    @property
    def f1(self) -> float:
        """2·both / (2·both + either alone), 0 where nothing agrees; NaN if there is nothing."""
        total = 2 * self.both + self.only_said + self.only_labelled
        return 2 * self.both / total if total else math.nan

    @property
    def support(self) -> int:
        """How many the labels hold."""
        return self.both + self.only_labelled


def tally_levels(pairs: Pairs, least: Level) -> Tally:
    """Agreement on "``least`` or more" over (labelled, said) pairs."""
    both = sum(a >= least and b >= least for a, b in pairs)
    return Tally(
        both, sum(b >= least for _, b in pairs) - both, sum(a >= least for a, _ in pairs) - both
    )


def weighted_kappa(pairs: Pairs) -> float:
    """Quadratically weighted kappa over four levels (Cohen 1968), NaN without any variation."""
    n = len(pairs)
    if not n:
        return math.nan
    labelled = [sum(a == level for a, _ in pairs) for level in Level]
    said = [sum(b == level for _, b in pairs) for level in Level]
    observed = sum((a - b) ** 2 for a, b in pairs)
    expected = sum(
        (i - j) ** 2 * labelled[i] * said[j] / n
        for i in range(len(Level))
        for j in range(len(Level))
    )
    return 1 - observed / expected if expected else math.nan


def exact(pairs: Pairs) -> float:
    """Share of pairs with the same level."""
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else math.nan


def within_one(pairs: Pairs) -> float:
    """Share of pairs at most one level apart."""
    return sum(abs(a - b) <= 1 for a, b in pairs) / len(pairs) if pairs else math.nan


def bootstrap(
    documents: Sequence[_T],
    measure: Callable[[Sequence[_T]], float],
    rounds: int = 1000,
    seed: int = 20261123,
) -> tuple[float, float]:
    """95 % interval of ``measure`` by drawing whole documents with replacement (percentile
    bootstrap, Efron & Tibshirani 1993). The seed is fixed: same labels, same interval."""
    draw = random.Random(seed)
    values = sorted(
        value
        for value in (measure(draw.choices(documents, k=len(documents))) for _ in range(rounds))
        if not math.isnan(value)
    )
    if not values:
        return math.nan, math.nan
    return values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]
