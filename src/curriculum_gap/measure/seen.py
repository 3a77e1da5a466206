"""Evidence as the levels see it: written out, or not yet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from curriculum_gap.nouns import Evidence, Passage, Section

__all__ = ["Piece", "Seen", "Sign", "is_policy", "sigmoid"]

_POLICY = Section.POLICY  # asking an enumeration for a member is slow


class Sign(Protocol):
    """A term found, as far as it matters here: a contextual one without a partner is ``alone``."""

    @property
    def place(self) -> str: ...
    @property
    def strength(self) -> str: ...
    @property
    def partner(self) -> str: ...


class Seen(Protocol):
    """A passage in which a topic was seen."""

    @property
    def topic(self) -> str: ...
    @property
    def passage(self) -> Passage: ...
    @property
    def score(self) -> float: ...
    @property
    def position(self) -> int: ...
    @property
    def matches(self) -> Sequence[Sign]: ...


class Piece(Seen, Protocol):
    """One that can be written out where it is shown; most are not."""

    def evidence(self) -> Evidence: ...


def is_policy(e: Seen) -> bool:
    return e.passage.section is _POLICY


def sigmoid(value: float) -> float:
    """The logistic function, in 0–1."""
    if not -35.0 < value < 35.0:
        value = math.copysign(35.0, value)
    return 1 / (1 + math.exp(-value))
