"""Where a passage stands in the text of a page or of a Word document.

Takes a passage as a reader made it (line-end hyphens joined, white space folded, cells of a table
joined) and the text as the file has it. Both are compared by their letters and digits alone, so
that hyphens, ligatures, accents and the order of spaces make no difference.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Letters", "Span", "align", "letters_of"]

_TAKEN = b"\1"
_LEAST_LETTERS = 12  # of a part of a passage that is looked for by itself
_LEAST_WORDS = 2
_WORDS_AROUND = 3  # on each side of a term that is looked for by itself


class Letters(NamedTuple):
    """The letters and digits of a text, each with its index in that text."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From which to which letter offsets ``start`` and ``end`` of the text reach."""
        return bisect_left(self.places, start), bisect_left(self.places, end)


class Span(NamedTuple):
    """Letters ``start`` to ``end`` of a passage, and where they stand from in the text around."""

    start: int
    end: int
    found: int

    @property
    def found_end(self) -> int:
        """Where they end in the text around."""
        return self.found + self.end - self.start


def letters_of(text: str) -> Letters:
    """The letters and digits of ``text`` in lower case, ligatures and accents taken apart."""
    letters: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        for plain in unicodedata.normalize("NFKD", character.casefold()):
            if plain.isalnum():
                letters.append(plain)
                places.append(index)
    return Letters("".join(letters), places)


def align(
    passage: str, terms: Sequence[tuple[int, int]], around: str, taken: bytearray
) -> list[Span]:
    """Where ``passage`` stands in ``around``, the letters of a text, in order of the passage.

    It is looked for as a whole, then by its longest parts. ``terms`` are offsets of words in the
    passage that are looked for by themselves where no part holds them. ``taken`` has a byte for
    each letter of ``around``, 1 for those that passages have taken: these are used last, and this
    passage takes its own.
    """
    spans = _parts_found(passage, terms, around, taken)
    for span in spans:
        taken[span.found : span.found_end] = _TAKEN * (span.end - span.start)
    return spans


def _parts_found(
    passage: str, terms: Sequence[tuple[int, int]], around: str, taken: bytearray
) -> list[Span]:
    """The parts of a passage that `align` finds, in order of the passage."""
    letters = letters_of(passage)
    if not letters.text:
        return []
    whole = _find(letters.text, around, 0, taken)
    if whole is not None:
        return [Span(0, len(letters.text), whole)]
    words = _words(passage, letters)
    spans = _parts(letters.text, words, around, taken)
    for start, end in (letters.span(*term) for term in terms):
        if not any(span.start <= start and end <= span.end for span in spans):
            spans += _term(letters.text, (start, end), words, around, spans)
    return sorted(spans)


def _words(passage: str, letters: Letters) -> list[tuple[int, int]]:
    """First letter and end of each word of a passage that has letters."""
    words = []
    place = 0
    for word in passage.split():
        place = passage.index(word, place)
        start, end = letters.span(place, place + len(word))
        place += len(word)
        if start < end:
            words.append((start, end))
    return words


def _parts(
    text: str, words: Sequence[tuple[int, int]], around: str, taken: bytearray
) -> list[Span]:
    """The longest runs of words that stand in ``around``, from the first word on."""
    spans: list[Span] = []
    first = cursor = 0
    while first < len(words):
        start = words[first][0]
        low, high = first, len(words)  # words up to ``low`` are found, those up to ``high`` are not
        while high - low > 1:
            middle = (low + high) // 2
            if text[start : words[middle][1]] in around:
                low = middle
            else:
                high = middle
        end = words[low][1]
        if low + 1 - first >= _LEAST_WORDS and end - start >= _LEAST_LETTERS:
            found = _find(text[start:end], around, cursor, taken)
            if found is not None:
                spans.append(Span(start, end, found))
                cursor = found + end - start
                first = low + 1
                continue
        first += 1
    return spans


def _term(
    text: str,
    term: tuple[int, int],
    words: Sequence[tuple[int, int]],
    around: str,
    spans: Sequence[Span],
) -> list[Span]:
    """A term with as many of the words beside it as stand there too, as near to the other parts of
    the passage as there is one; none where the term stands nowhere."""
    inside = [index for index, word in enumerate(words) if word[0] < term[1] and term[0] < word[1]]
    if not inside:
        return []
    for beside in range(_WORDS_AROUND, -1, -1):
        start = words[max(0, inside[0] - beside)][0]
        end = words[min(len(words) - 1, inside[-1] + beside)][1]
        places = [*_places(text[start:end], around)]
        if places:
            return [Span(start, end, min(places, key=lambda place: _distance(place, spans)))]
    return []


def _distance(place: int, spans: Sequence[Span]) -> int:
    return min((abs(place - span.found) for span in spans), default=0)


def _places(text: str, around: str) -> Iterator[int]:
    """Every place of ``text`` in ``around``."""
    place = around.find(text)
    while place >= 0:
        yield place
        place = around.find(text, place + 1)


def _find(text: str, around: str, cursor: int, taken: bytearray) -> int | None:
    """The first place of ``text`` that is free, from ``cursor`` on if there is one; else the first
    that is taken; None where it stands nowhere."""
    first: dict[tuple[bool, bool], int] = {}  # by whether it is free, and whether behind the cursor
    for place in _places(text, around):
        is_free = taken.find(_TAKEN, place, place + len(text)) < 0
        first.setdefault((is_free, place >= cursor), place)
        if is_free and place >= cursor:
            break
    return first[max(first)] if first else None
