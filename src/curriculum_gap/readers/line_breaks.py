"""Bullets typed by hand, and paragraphs that their author broke into lines.

A low leaf that every reader may import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["group_lines", "split_bullet"]

_BULLET = re.compile(
    r"(?:[•●○◦▪▫■□◼◻◆◇‣⁃∙·➢➤►▶▸✓✔☐☑☒❖→»§\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf076]+|[-–—*o](?=\s))\s*(?=\S)"
)
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)]\s+(?=\S)")
_LABEL = re.compile(r"[A-Z][\w /&.'’()-]{1,40}:(?=\s|$)")
_TIME = re.compile(
    r"(?:(?:week|session|class|day|unit|module|lecture|lab|lesson|chapter|part|topic|meeting)s?\s*#?\d"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s\d"
    r"|\d{1,2}/\d{1,2}\b)",
    re.IGNORECASE,
)


def split_bullet(text: str) -> tuple[str, bool]:
    """``text`` without a bullet typed in front of it, and whether it is a list entry: it began
    with a bullet or with a number such as ``3.``, ``b)`` or ``(iv)`` (which stays)."""
    if match := _BULLET.match(text):
        return text[match.end() :], True
    return text, bool(_NUMBER.match(text))


def group_lines(lines: Sequence[tuple[str, bool]]) -> Iterator[tuple[int, int]]:
    """Which lines of a soft-broken paragraph belong together, as (start, stop) ranges.

    ``lines`` are (folded text, all bold). Blank lines always separate. Lines that begin like list
    entries, labels or dates stand alone when most lines do so, and a bold first line is parted
    from what follows; otherwise the break was only there to wrap.
    """
    start = 0
    while start < len(lines):
        if not lines[start][0]:
            start += 1
            continue
        stop = start
        while stop < len(lines) and lines[stop][0]:
            stop += 1
        yield from _groups(lines, start, stop)
        start = stop


def _groups(lines: Sequence[tuple[str, bool]], start: int, stop: int) -> Iterator[tuple[int, int]]:
    if stop - start > 1 and lines[start][1] and not lines[start + 1][1]:
        yield start, start + 1
        start += 1
    begins = [_begins(lines[index][0]) for index in range(start, stop)]
    if len(begins) > 1 and 2 * sum(begins) > len(begins):
        first = start
        for index in range(start + 1, stop):
            if begins[index - start]:
                yield first, index
                first = index
        start = first
    yield start, stop


def _begins(text: str) -> bool:
    return bool(
        _BULLET.match(text) or _NUMBER.match(text) or _LABEL.match(text) or _TIME.match(text)
    )
