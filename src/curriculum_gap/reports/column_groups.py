"""Documents, courses or stages side by side in a table: in several tables where they are many.

Takes entries, gives groups of them with their indices, and the words that say which of them a table
has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["column_groups", "group_span"]

T = TypeVar("T")


def column_groups(entries: Sequence[T], most: int) -> list[list[tuple[int, T]]]:
    """The entries with their indices, in groups of nearly the same size, none above ``most``."""
    pairs = list(enumerate(entries))
    groups = max(1, -(-len(pairs) // most))
    size = -(-len(pairs) // groups) or 1
    return [pairs[start : start + size] for start in range(0, len(pairs), size)]


def group_span(group: Sequence[tuple[int, T]], total: int) -> str:
    """``, 16 to 30 of 45``: which of all entries a group holds; "" where it holds all of them."""
    if len(group) == total:
        return ""
    return f", {group[0][0] + 1} to {group[-1][0] + 1} of {total}"
