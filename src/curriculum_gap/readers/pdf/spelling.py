"""What stands in or between the words of a page and is none of their letters.

Takes the characters of a page; gives them with footnote marks, the gaps of letter-spaced words and
signs in place of spaces put right. Every character stays at its index.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median_low

from curriculum_gap.readers.pdf.bindings import Characters

__all__ = ["JOINT", "spell_words"]

JOINT = "\u2060"
"""Stands where nothing is: text that is cleaned has it no more."""

_MARK_AFTER = re.compile(
    r"(?<=[^\W\d_]{3})[.,;:!?\"”’)]{0,2}(\d{1,2}(?:[,–-]\d{1,2}){0,3}|[¹²³⁰⁴-⁹]{1,3})(?!\w)"
)
_MARK_BEFORE = re.compile(r"(?<!\S)(\d{1,2})(?=[^\W\d_]{2})")
_RAISED = 0.15  # sizes that a mark stands higher at least
_SMALLER = 0.75  # the size of a mark on the line, in sizes of its word
_LEAST_SPACE = 0.1  # of the height of letters
_SPACED = re.compile(r"(?<!\S)\S(?: \S){4,}(?!\S)")
_DAYS_AND_GRADES = re.compile(r"[A-F]+|[SMTWRFHU]+")
_WORD_GAP = 1.6  # usual gaps between letters: a wider one parts words
_WIDEST_GAP = 0.9  # sizes: letters further apart stand in columns
_DROP_CAPITAL = re.compile(r"(?:^|(?<=\n))[^\W\d_]( |\r\n)(?=[^\W\d_])")
_DROP_CAPITAL_SIZE = 1.6  # sizes of the letters beside it
_SIGN = re.compile(r"[^\W\d_][.,;:)]{0,2}([^\w\s./:;@-]|_)(?=[^\W\d_])")
_LEAST_SIGNS = 20  # on a page: fewer may be what they look like
_LEAST_OTHER_SIGNS = 2  # of another font, on a page where one sign is the space


def spell_words(string: str, characters: Characters) -> str:
    """``string``, the text of a page, as words; it keeps its length.

    Raised or small digits at a word become `JOINT`, as do the spaces between letters of a word;
    a sign that stands between nearly all words becomes a space.
    """
    string = _with_spaces(string)
    changes: dict[int, str] = {}
    for match in _MARK_AFTER.finditer(string):
        start, end = match.span(1)
        if not string[start].isdecimal() or _is_raised(characters, start, start - 1):
            changes.update(dict.fromkeys(range(start, end), JOINT))
            if string.startswith("\r\n", end) and end + 2 < len(string):
                changes.update(_after_mark(characters, start - 1, end))
    for match in _MARK_BEFORE.finditer(string):
        start, end = match.span(1)
        if _is_raised(characters, start, end):
            changes.update(dict.fromkeys(range(start, end), JOINT))
    for match in _SPACED.finditer(string):
        changes.update(_gaps(characters, match))
    for match in _DROP_CAPITAL.finditer(string):
        if _is_drop_capital(characters, match.start(), match.end()):
            changes.update(dict.fromkeys(range(*match.span(1)), JOINT))
    if not changes:
        return string
    letters = list(string)
    for index, letter in changes.items():
        letters[index] = letter
    return "".join(letters)


def _with_spaces(string: str) -> str:
    """``string`` with spaces for the signs that stand in their place in some fonts."""
    signs = Counter(_SIGN.findall(string))
    commas = signs.pop(",", 0)  # lists of names have many, and few spaces
    ((sign, most),) = signs.most_common(1) or [("", 0)]
    if most < max(_LEAST_SIGNS, string.count(" ")):
        return string
    signs[","] = commas
    others = "".join(other for other, count in signs.items() if count >= _LEAST_OTHER_SIGNS)
    between = re.compile(rf"(?<=\w)[{re.escape(others)}](?=\w)")
    return between.sub(" ", string.replace(sign, " "))


def _is_raised(characters: Characters, mark: int, neighbour: int) -> bool:
    """Whether a digit stands higher than the character beside it, or is much smaller and no
    lower."""
    box, mark_box = characters.box(neighbour), characters.box(mark)
    size = characters.size(neighbour)
    gap = max(mark_box.x0 - box.x1, box.x0 - mark_box.x1)
    height = box.bottom - mark_box.bottom
    if abs(gap) > size / 2 or not 0 < height < size:  # turned text stands above itself
        return False
    return height > _RAISED * size or characters.size(mark) <= _SMALLER * size


def _after_mark(characters: Characters, before: int, end: int) -> dict[int, str]:
    """What stands for the line end at ``end`` that PDFium sees after a raised mark, by index, where
    the line goes on at the height of the character ``before`` the mark."""
    box, next_box = characters.box(before), characters.box(end + 2)
    if abs(next_box.bottom - box.bottom) > 1 or next_box.x0 < box.x1:
        return {}
    has_space = next_box.x0 - characters.box(end - 1).x1 > _LEAST_SPACE * next_box.height
    return {end: JOINT, end + 1: " " if has_space else JOINT}


def _gaps(characters: Characters, match: re.Match[str]) -> dict[int, str]:
    """What stands between the single letters of ``match``, by index: nothing within a word."""
    letters = match[0].replace(" ", "")
    if sum(map(str.isalpha, letters)) * 2 < len(letters) or _DAYS_AND_GRADES.fullmatch(letters):
        return {}
    places = range(match.start(), match.end(), 2)
    boxes = [characters.box(index) for index in places]
    gaps = [after.x0 - before.x1 for before, after in pairwise(boxes)]
    usual = median_low(gaps)
    if not 0 < usual < _WIDEST_GAP * characters.size(match.start()):
        return {}
    return {
        index + 1: JOINT
        for index, gap in zip(places, gaps, strict=False)
        if gap <= _WORD_GAP * usual
    }


def _is_drop_capital(characters: Characters, capital: int, after: int) -> bool:
    """Whether a letter is a large first one of the word that goes on at ``after``."""
    size = characters.size(after)
    if characters.size(capital) < _DROP_CAPITAL_SIZE * size:
        return False
    box, next_box = characters.box(capital), characters.box(after)
    level = box.top < next_box.bottom and next_box.top < box.bottom
    return level and -size < next_box.x0 - box.x1 < size / 2
