"""Objectives that graded work points to by number: "Case paper (objectives 2 and 3), 30 points".

Takes all passages of a document, gives them with the assignments that their objectives are tied to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from curriculum_gap.lexicon import Lexicon
from curriculum_gap.nouns import Passage, Section, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.sections.split_text import shortened

__all__ = ["holds_only_numbers", "tie_by_number"]

_NAME_CHARACTERS = 80  # of an assignment that an objective is tied to
_MOST_OBJECTIVES = 20  # a higher number is a code of something else
# "3.", "LO 2:" or "Objective 4 |" at the beginning of an objective.
_OWN_NUMBER = lazy_pattern(r"\W*(?:[A-Za-z]{1,10}[ .-]{0,2})?(\d{1,2})(?:\s?\||[.):]|\s)")
_NUMBERS = lazy_pattern(r"(\d{1,2})(?:\s?(?:[-–—]|to)\s?(\d{1,2}))?")


_ONLY_NUMBERS = lazy_pattern(r"\W*\d{1,2}(?:(?:\s?[,;&–-]\s?|\s+and\s+)\d{1,2})*\W*$")


def holds_only_numbers(cell: str, lexicon: Lexicon) -> bool:
    """Whether a cell of outcomes holds only their numbers: "1, 3", "LO2"."""
    if _ONLY_NUMBERS.match(cell):
        return True
    rest = lexicon.outcomes.by_number.expression.sub("", cell.lower())
    return bool(cell) and not any(map(str.isalnum, rest))


def tie_by_number(passages: Sequence[Passage], lexicon: Lexicon) -> tuple[Passage, ...]:
    """``passages``, with objectives tied to the graded work that names their number; in a list
    without numbers the entries are counted."""
    named = _named(passages, lexicon)
    if not named:
        return tuple(passages)
    return tuple(_tied(passages, named))


def _named(passages: Sequence[Passage], lexicon: Lexicon) -> dict[int, str]:
    """Number of an objective → the first assignment that names it."""
    named: dict[int, str] = {}
    for passage in passages:
        if passage.section is not Section.ASSIGNMENT:
            continue
        cells = [cell for cell in map(str.strip, passage.cells) if cell]
        work = shortened(cells[0] if cells else passage.text, _NAME_CHARACTERS)
        for numbers_named in _lists_of_numbers(passage, lexicon):
            for first, last in _NUMBERS.findall(numbers_named):
                numbers = range(int(first), min(int(last or first), _MOST_OBJECTIVES) + 1)
                for number in numbers:
                    named.setdefault(number, work)
    return named


def _lists_of_numbers(passage: Passage, lexicon: Lexicon) -> Iterator[str]:
    """What an assignment says of the numbers of objectives: in words, or in a column of them."""
    for found in lexicon.outcomes.by_number.expression.finditer(passage.text.lower()):
        yield found[1]
    for name, cell in zip(passage.header, passage.cells, strict=False):
        if lexicon.tables.outcomes.stands_in(name.lower()) and _ONLY_NUMBERS.match(cell):
            yield cell


def _tied(passages: Sequence[Passage], named: dict[int, str]) -> Iterator[Passage]:
    """All passages; objectives with one of these numbers are tied."""
    counted = 0
    above: tuple[str, ...] = ()
    for passage in passages:
        if passage.section is not Section.OBJECTIVE or passage.tie:
            yield passage
            continue
        if passage.headings != above:
            counted, above = 0, passage.headings
        is_entry = passage.shape is Shape.ENTRY
        counted += is_entry
        number = counted if is_entry else 0
        if own := _OWN_NUMBER.match(passage.text):
            number = int(own[1])
        yield replace(passage, tie=named[number]) if number in named else passage
