"""What a document is called: the line at its top that names the course.

Readers propose a title by form (largest text, first heading, front matter); here the wording
decides, since the largest words on a syllabus are often the university's or "Syllabus".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from curriculum_gap.lexicon import TitleWords, reader_lexicon
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import lazy_pattern

__all__ = ["choose_title"]

_TOP = 25  # blocks at the top that are looked at
_MOST_LINES = 50  # of these: a table's cells are a line each
_CHARACTERS = range(4, 161)  # of a title
_NAME_CHARACTERS = range(6, 100)  # of a line that may name a course beside its code
_MOST_WORDS = 16  # of a title
_LEAST_WORTH = -2.0

# What speaks for a line and against it, in points; chosen on the titles of labelled syllabi.
_CODE = 3.5  # has a course's code
_LABELLED = 3.0  # behind a label: "Course title: …"
_PROPOSED = 2.0  # is what the reader proposes
_HIGH_HEADING, _LOW_HEADING = 2.0, 1.0
_PLACE = -0.12  # for each line above
_NO_NAME = -6.0  # nothing but administration …
_BARE_CODE, _BARE_PROPOSED_CODE = -2.0, -4.0  # … and a course's code
_INSTITUTION = -2.0
_PERSON_OR_PLACE = -4.0
_ADDRESS = -4.0
_SENTENCE = -2.5
_ENTRY_OR_NOTE = -2.0
_LONG = -1.5
_IMPOSSIBLE = -9.0

_COURSE_CODE = lazy_pattern(
    r"\b([A-Z]{1,12})(?:/[A-Z]{2,8})?[\s.–-]{0,2}\d{3,4}[A-Z]{0,2}(?:[./-]\w{1,4})?\b"
)
_WORD = lazy_pattern(r"[^\W\d_]{3,}")
_SENTENCE_WITHIN = lazy_pattern(r"[.!?]\s+[A-Z]|[a-z]{3,}\.$")
_MARKS_BEFORE, _MARKS_AFTER = " *_#|>•·–—:-", " *_#|•–—:-"


class _Line(NamedTuple):
    """A line that may be the title. ``block`` is the one it stands in, None for what the reader
    proposes; ``place`` counts the lines above; ``labelled``: a label of titles stood before it."""

    text: str
    block: Block | None
    place: int = 0
    labelled: bool = False


@cache
def _title_words() -> TitleWords:
    return reader_lexicon().titles


def choose_title(blocks: Sequence[Block], proposed: str) -> str:
    """The best of ``proposed`` and the lines at the top of ``blocks``; a bare course code is joined
    with the name that follows it, and a heading with the line it breaks off to. ``""`` if nothing
    looks like a name."""
    proposed = _trimmed(proposed)
    lines = _lines(blocks)
    best = None
    most = _LEAST_WORTH
    for line in lines:
        worth = _worth(line, proposed)
        if worth > most:
            best, most = line, worth
    elsewhere = proposed and all(proposed != line.text for line in lines)
    if elsewhere and _worth(_Line(proposed, None), proposed) > most:
        return proposed
    return _joined(best, lines) if best else ""


def _lines(blocks: Sequence[Block]) -> list[_Line]:
    """The lines at the top, without labels of titles."""
    lines: list[_Line] = []
    for block in blocks[:_TOP]:
        if block.hidden:
            continue
        for text in block.cells or (block.text,):
            text = _trimmed(text)
            label = _title_words().label.match(text.lower())
            name = text[label.end() :] if label else text
            labelled = label is not None
            lines.append(_Line(name, block, len(lines), labelled))
    return lines[:_MOST_LINES]


def _trimmed(text: str) -> str:
    return text.lstrip(_MARKS_BEFORE).rstrip(_MARKS_AFTER)


def _worth(line: _Line, proposed: str) -> float:
    """What a line is worth as a title, in points."""
    text = line.text
    coded = bool(_codes(text))
    if len(text) not in _CHARACTERS:
        return _IMPOSSIBLE
    if not coded and not _WORD.search(text):
        return _IMPOSSIBLE
    words = _title_words()
    lower = text.lower()
    worth = line.place * _PLACE
    if line.labelled and len(text) > 5:
        worth += _LABELLED
    if coded:
        worth += _CODE
    if text == proposed:
        worth += _PROPOSED
    if not _names(text):
        bare = _BARE_PROPOSED_CODE if text == proposed else _BARE_CODE
        worth += bare if coded else _NO_NAME
    if not coded and words.institution.stands_in(lower):
        worth += _INSTITUTION
    if words.place.stands_in(lower) or words.person.stands_in(lower):
        worth += _PERSON_OR_PLACE
    if "@" in text or "://" in text or "www." in text:
        worth += _ADDRESS
    if _SENTENCE_WITHIN.search(text):
        worth += _SENTENCE
    if len(_WORD.findall(text)) > _MOST_WORDS:
        worth += _LONG
    return worth + _worth_of_shape(line.block)


def _worth_of_shape(block: Block | None) -> float:
    if block is None:
        return 0.0
    if block.shape is Shape.HEADING:
        return _HIGH_HEADING if block.depth <= 2 else _LOW_HEADING
    return _ENTRY_OR_NOTE if block.shape in (Shape.ENTRY, Shape.NOTE) else 0.0


def _codes(text: str) -> list[str]:
    """The course codes in ``text`` ("SOWK 320"); "FALL 2027" and "ROOM 312" are none."""
    others = _title_words().not_codes
    codes = _COURSE_CODE.finditer(text)
    return [code[0] for code in codes if code[1].lower() not in others]


def _names(text: str) -> int:
    """How many words of ``text`` may be a course's name: neither its code, its department's letters
    nor administration. What stands before a colon may be a label."""
    codes = _codes(text)
    if codes:
        department = codes[0].rstrip("0123456789 ./–-")
        for code in codes:
            text = text.replace(code, " ")
        words = [word for word in text.split() if word != department]
        return _other_words(" ".join(words))
    label, colon, _ = text.partition(":")
    if colon and _is_administration(label):
        return 0
    return _other_words(text)


def _is_administration(label: str) -> bool:
    """Whether a label has words of administration and no others."""
    administration = _title_words().administration
    return administration.stands_in(label.lower()) and not _other_words(label)


def _other_words(text: str) -> int:
    """How many words are no administration."""
    administration = _title_words().administration.expression
    others = administration.sub(" ", text.lower())
    return len(_WORD.findall(others))


def _joined(line: _Line, lines: Sequence[_Line]) -> str:
    """The title that ``line`` holds or begins: where it breaks off it goes on below, and where it
    is a bare code the name may stand below or above."""
    above = lines[line.place - 1] if line.place else None
    next_place = line.place + 1
    below = lines[next_place] if next_place < len(lines) else None
    if below and _goes_on(line, below):
        return f"{line.text} {below.text}"
    if above and _is_bare_code(line.text) and _may_be_name(above.text):
        has_label = ":" in line.text  # "Course code: HLTH 210"
        return above.text if has_label else f"{line.text}: {above.text}"
    return line.text


def _is_bare_code(title: str) -> bool:
    return bool(_codes(title)) and not _names(title)


def _may_be_name(text: str) -> bool:
    """Whether a line beside a course's code may be its name."""
    if len(text) not in _NAME_CHARACTERS or "@" in text:
        return False
    if not _names(text) or _SENTENCE_WITHIN.search(text):
        return False
    words = _title_words()
    lower = text.lower()
    known = (words.person, words.place, words.institution)
    return not any(wording.stands_in(lower) for wording in known)


def _goes_on(line: _Line, below: _Line) -> bool:
    """Whether the line below belongs to the title."""
    if not _may_be_name(below.text):
        return False
    title = line.text
    if _is_bare_code(title):
        return True
    if not _are_like_headings(line.block, below.block):
        return False
    words = _title_words()
    if words.breaks_off.stands_in(title.lower()):
        return True
    if words.goes_on.match(below.text.lower()):
        return True
    # "Sociology SYG2010", and below it what it is about.
    names_field = bool(_codes(title)) and _names(title) == 1
    return names_field and not title[-1].isalpha()


def _are_like_headings(block: Block | None, below: Block | None) -> bool:
    """Whether two blocks are headings of one depth."""
    if block is None or below is None:
        return False
    if block.shape is not Shape.HEADING or below.shape is not Shape.HEADING:
        return False
    return block.depth == below.depth
