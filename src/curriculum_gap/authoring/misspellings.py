"""A word that syllabi hold, one letter away from one that they do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import ascii_lowercase

__all__ = ["similar_word"]

_SHORTEST = 6
"""Letters: a shorter word has too many neighbours."""
_SEEN = 10
"""Syllabi that must hold the other word, so that a rare one is never proposed."""


def similar_word(word: str, frequency: Mapping[str, int]) -> str:
    """The most frequent word that differs from ``word`` in one letter (left out, added, another
    one, two exchanged) and is in ten syllabi or more; ``""`` where there is none. A last
    letter that is added, missing or another one does not count: that is most often another form of
    the word."""
    if len(word) < _SHORTEST:
        return ""
    near = [other for other in set(_edits(word)) if frequency.get(other, 0) >= _SEEN]
    return max(near, key=lambda other: (frequency[other], other), default="")


def _edits(word: str) -> Iterator[str]:
    for place in range(len(word)):
        before, after = word[:place], word[place + 1 :]
        if after:
            yield before + after
            yield before + after[0] + word[place] + after[1:]
            yield from (before + letter + after for letter in ascii_lowercase)
        yield from (before + letter + word[place:] for letter in ascii_lowercase)
