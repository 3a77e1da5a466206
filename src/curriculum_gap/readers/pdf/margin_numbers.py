"""The numbers that count the lines of a page in its margin.

Takes printed lines; gives the lengths of the numbers at their beginnings that are no text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from curriculum_gap.readers.pdf.bindings import Characters
from curriculum_gap.readers.pdf.pages import Line

__all__ = ["margin_numbers"]

_NUMBER = re.compile(r"\d{1,4}(?!\S)")
_LEAST_NUMBERS = 8  # a table of so many rows has a head above its numbers, or rows of two lines
_LEAST_SMALL_NUMBERS = 5  # where they are smaller than the text
_LEAST_FIVES = 3  # 5, 10, 15
_MOST_LINES = 500  # of a page whose numbers are looked at
_SMALLER = 0.9  # of the size of the text
_SAME_EDGE = 1.5  # points between the edges of numbers below each other


def margin_numbers(lines: list[Line], characters: Characters) -> dict[int, int]:
    """The lengths of line numbers, by the index that each begins at; none on most pages.

    They stand below each other, left of everything else, count by one or by five, and between the
    first and the last of them every line has one (or every fifth).
    """
    shown = [line for line in lines if not line.hidden]
    found = [(line, match) for line in shown if (match := _NUMBER.match(line.text))]
    if len(found) < _LEAST_FIVES or len(shown) > _MOST_LINES:
        return {}
    columns: dict[int, list[tuple[Line, re.Match[str]]]] = defaultdict(list)
    rights: dict[int, float] = {}
    for line, match in found:
        start = line.span[0]
        rights[start] = characters.box(start + match.end() - 1).x1
        columns[round(rights[start] / _SAME_EDGE)].append((line, match))
        columns[-round(line.box.x0 / _SAME_EDGE) - 1].append((line, match))
    column = max(columns.values(), key=len)
    numbered = sorted(column, key=lambda pair: pair[0].box.bottom)
    edge = max(rights[line.span[0]] for line, _ in numbered)
    counts = [int(match[0]) for _, match in numbered]
    starts = {line.span[0]: match.end() for line, match in numbered}
    others = [line for line in shown if line.span[0] not in starts]
    if any(line.box.x0 < edge for line in others):
        return {}
    steps = {after - before for before, after in pairwise(counts)}
    if steps == {5} and not any(count % 5 for count in counts):
        return starts
    if steps != {1} or not _count_all([line for line, _ in numbered], others):
        return {}
    ends = [line.span[1] - 1 for line, match in numbered if match.end() < len(line.text)]
    text_size = max(map(characters.size, ends), default=0.0)
    small = numbered[0][0].size < _SMALLER * text_size
    return starts if len(starts) >= (_LEAST_SMALL_NUMBERS if small else _LEAST_NUMBERS) else {}


def _count_all(numbered: list[Line], others: list[Line]) -> bool:
    """Whether each of the ``others`` stands beside one of the ``numbered`` lines, or above or below
    them all. Those come from the top of the page down."""
    top, bottom = numbered[0].box.top, numbered[-1].box.bottom
    middles = [line.box.centre()[1] for line in others]
    between = [middle for middle in middles if top < middle < bottom]
    return all(
        any(line.box.top <= middle <= line.box.bottom for line in numbered) for middle in between
    )
