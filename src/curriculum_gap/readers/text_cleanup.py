"""Text as blocks hold it: on one line, without characters that are not printed.

Every reader passes its texts through `normalize_space`, and counts its words with `count_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curriculum_gap.nouns import Block
from curriculum_gap.patterns import lazy_pattern

__all__ = [
    "clean_text",
    "count_words",
    "hidden_text_warnings",
    "is_note_mark",
    "join_letters",
    "normalize_space",
    "number_ranges",
    "word_set",
]

# Controls but tab, newline and form feed; DEL and C1; lone surrogates; noncharacters; and the
# invisible joiners that would only keep a word from being found (soft hyphen, zero-width space,
# word joiner, byte order mark).
_UNPRINTABLE = lazy_pattern(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_RARE_LINE_ENDS = "\x0b\x85\u2028\u2029"
_NO_PLAIN_START = lazy_pattern(r" [^ A-Za-z0-9][^ ]*(?= )")
_LETTER = lazy_pattern(r"[^\W_]")
# Marks of notes, and the end of a word that they are glued to; "km²" and "10ᵗʰ" are others.
_NOTE_MARK = lazy_pattern(
    r"\s*(?:[\[(]?\d{1,3}(?:[,–-]\s?\d{1,3}){0,5}[\])]?|[a-z]|[*†‡§¶]{1,3})\s*"
)
_WORD_END = lazy_pattern(r"[^\W\d_]{3}[^\w\s]{0,2}$")
# Such marks in characters of their own.
# Letters with a space between each two, for its looks.
_SPACED = lazy_pattern(r"(?:[^\W\d_]\s+){5,40}[^\W\d_]")
_DAYS_AND_GRADES = lazy_pattern(r"[A-F]+|[SMTWRFHU]+")
_RAISED_MARK = lazy_pattern(r"(?<=[^\W\d_]{3})[¹²³⁰⁴-⁹†‡]+(?:[,⁻–][¹²³⁰⁴-⁹†‡]+)*")


def clean_text(text: str) -> str:
    """``text`` with every kind of line end made ``\\n`` and unprintable characters removed; tabs
    and form feeds stay. Removed are control characters, lone surrogates, noncharacters, soft
    hyphens and zero-width spaces."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for end in _RARE_LINE_ENDS:
        text = text.replace(end, "\n")
    return _UNPRINTABLE.sub("", text)


def normalize_space(text: str) -> str:
    """``text`` on one line: cleaned as by `clean_text`, every run of white space (no-break spaces
    too) made one space, none at the ends, and without marks of notes behind words ("racism¹")."""
    # Most text has nothing in it to clean but line ends, which are white space.
    if not text.isprintable() and not text.replace("\n", " ").isprintable():
        text = clean_text(text)
    if not text.isascii():
        text = _RAISED_MARK.sub("", text)
    return " ".join(join_letters(text).split())


def join_letters(text: str) -> str:
    """A text of single letters ("S C H E D U L E") as words, which wider gaps part. Grades and the
    days of the week stay, as does any other text."""
    if not text[1:2].isspace() or not _SPACED.fullmatch(text):
        return text
    letters = "".join(text.split())
    if not letters.isalpha() or _DAYS_AND_GRADES.fullmatch(letters):
        return text
    if 2 * max(map(letters.count, letters)) >= len(letters):  # crosses in columns
        return text
    return re.sub(r"\s{2,}|(\s)", lambda gap: "" if gap[1] else " ", text)


def count_words(blocks: Iterable[Block]) -> int:
    """Words in the blocks that are not hidden: runs without white space that hold a letter or
    digit. The texts are folded, so that spaces count the runs."""
    texts = [block.text for block in blocks if block.text and not block.hidden]
    text = " ".join(["", *texts, ""])
    signs = sum(_LETTER.search(run) is None for run in _NO_PLAIN_START.findall(text))
    return text.count(" ") - 1 - signs


def is_note_mark(before: str, raised: str) -> bool:
    """Whether ``raised`` text is the mark of a note at the end of the word that ``before`` ends
    with."""
    return bool(_NOTE_MARK.fullmatch(raised) and _WORD_END.search(before[-5:]))


def hidden_text_warnings(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The warning of a document that holds hidden text, with the number of its words; nothing
    where it holds none. A person should know: hidden text is often meant for programs like this.
    """
    words = sum(len(block.text.split()) for block in blocks if block.hidden)
    if not words:
        return ()
    noun = "word" if words == 1 else "words"
    return (f"{words} {noun} of hidden text left out",)


def number_ranges(numbers: Iterable[int]) -> str:
    """Rising numbers, those that follow each other as ranges: ``1–3, 7`` for 1, 2, 3, 7."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    return ", ".join("–".join(map(str, each)) for each in ranges)


def word_set(names: str) -> frozenset[str]:
    """The set of ``names`` that are written with white space between them.

    Tables of elements and commands are long: written like this they stay on one screen.
    """
    return frozenset(names.split())
