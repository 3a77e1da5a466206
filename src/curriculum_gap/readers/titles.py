"""What a document is called: the line at its top that names the course.

Readers propose a title by form (largest text, first heading, front matter); here the wording
decides, since the largest words on a syllabus are often the university's or "Syllabus". `RULES` is
the whole decision: the line with most points is the title. A new kind of line that is no title
needs one more rule here, or a word in the lexicon's `titles`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from curriculum_gap.lexicon import TitleWords, reader_lexicon
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import lazy_pattern

__all__ = ["RULES", "choose_title"]

_TOP = 25  # blocks at the top that are looked at
_MOST_LINES = 50  # of these: a table's cells are a line each
_COLUMNS = (
    3  # a table with so many and names for them is a schedule or the like, and holds no title
)
_CHARACTERS = range(4, 161)  # of a title
_FEWEST_POINTS = -2.0  # a line with fewer is no title

# "SOWK 320", and where a line begins "Biol 102", but no "March 2027".
_COURSE_CODE = lazy_pattern(
    r"(\b[A-Z]{1,12}|^[A-Z][A-Za-z]{2,11}(?=[\s.–-]{1,2}(?!(?:19|20)\d\d)))"
    r"(?:/[A-Z]{2,8})?[\s.–-]{0,2}\d{3,4}[A-Z]{0,2}(?:[./-]\w{1,4})?\b"
)
_WORD = lazy_pattern(r"[^\W\d_]{3,}")
_TIME = lazy_pattern(r"\b\d{1,2}:\d\d\b")
_INSTRUCTOR = lazy_pattern(
    r"\W*(?:instructor|professor)s?(?:'s)?(?: name)?\s*:\s*(?:(?:Dr|Prof|M[rs]s?)\.?\s+)?",
    re.IGNORECASE,
)
_MAIL = lazy_pattern(r"\b(?:[\w-]{1,40}\.){0,3}([A-Za-z-]{4,40})\d{0,4}@")
_NAMES = range(2, 5)  # of a person
_SENTENCE_WITHIN = lazy_pattern(r"[.!?]\s+[A-Z]|[a-z]{3,}\.$")
_ENTRY = -1
_SHORT = 8  # words of a line on which a title goes on
_MARKS = " *_#|>•·–—:-"  # around a title


@cache
def _title_words() -> TitleWords:
    return reader_lexicon().titles


@dataclass
class _Line:
    """A line that may be the title. ``place`` is its index among the lines at the top, None for
    what the reader proposes and they do not hold; ``rank`` is that of the heading it stands in, 0
    elsewhere, -1 in an entry of a list; ``labelled``: a label of titles stood before it;
    ``ends_open``: a colon stood behind it; ``is_person``: it is whom another line names as
    instructor, or gives an address of."""

    text: str
    place: int | None
    rank: int = 0
    labelled: bool = False
    proposed: bool = False
    ends_open: bool = False
    is_person: bool = False

    @cached_property
    def codes(self) -> list[str]:
        """The course codes in it ("SOWK 320"); "FALL 2027" and "ROOM 312" are none."""
        others = _title_words().not_codes
        codes = _COURSE_CODE.finditer(self.text)
        return [code[0] for code in codes if code[1].lower() not in others]

    @cached_property
    def names(self) -> int:
        """How many of its words may be a course's name: neither its code nor administration.
        Behind a label of administration nothing may."""
        text = self.text
        for code in self.codes:
            text = text.replace(code, " ")
        label, colon, _ = text.partition(":")
        if colon and not self.codes and not _other_words(label):
            return 0  # "Course dates: every Monday by the river"
        return _other_words(text)


def choose_title(blocks: Sequence[Block], proposed: str) -> str:
    """The best of ``proposed`` and the lines at the top of ``blocks``; a bare course code is joined
    with the name that follows it, and a heading with the line it breaks off to. ``""`` if nothing
    looks like a name."""
    proposed = proposed.strip(_MARKS)
    lines = _lines(blocks, proposed)
    candidates = list(lines)
    if not any(line.proposed for line in lines):
        candidates.append(_Line(proposed, None, proposed=True))
    candidates = [line for line in candidates if _may_be_title(line)]
    best = max(candidates, key=_points, default=None)
    if best is None or _points(best) <= _FEWEST_POINTS:
        return ""
    return _joined(best, lines)


def _lines(blocks: Sequence[Block], proposed: str) -> list[_Line]:
    """The lines at the top, without labels of titles and what follows these on their line."""
    words = _title_words()
    persons: set[str] = set()
    lines: list[_Line] = []
    for block in blocks[:_TOP]:
        if block.hidden or len(block.header) >= _COLUMNS:
            continue
        for text in block.cells or (block.text,):
            ends_open = text.rstrip("* _").endswith(":")
            text = text.strip(_MARKS)
            label = words.label.match(text.lower())
            name = text[label.end() :] if label else text
            is_proposed = name == proposed
            tail = words.tail.search(name.lower())
            if tail and _WORD.search(name[: tail.start()]):
                name = name[: tail.start()].strip(_MARKS)
            rank = block.depth if block.shape is Shape.HEADING else 0
            rank = _ENTRY if block.shape is Shape.ENTRY else rank
            is_labelled = label is not None
            lines.append(_Line(name, len(lines), rank, is_labelled, is_proposed, ends_open))
            persons.update(_persons(text))
    lines = lines[:_MOST_LINES]
    for line in lines:
        names = line.text.lower().split()
        line.is_person = len(names) in _NAMES and not line.codes and names[-1] in persons
    return lines


def _persons(text: str) -> Iterator[str]:
    """The last names of instructors in a line: behind a label, and of an address for mail."""
    if label := _INSTRUCTOR.match(text):
        names = text[label.end() :].split(",")[0].lower().split()
        if len(names) in _NAMES:
            yield names[-1]
    for address in _MAIL.finditer(text):
        yield from (name.lower() for name in (address[1], address[1][1:]) if len(name) > 3)


def _may_be_title(line: _Line) -> bool:
    """Whether a line has the length of a title, and a word or a course's code."""
    if len(line.text) not in _CHARACTERS:
        return False
    return bool(line.codes) or _WORD.search(line.text) is not None


# ---- what speaks for a line and against it


def _has_code(line: _Line) -> bool:
    """Holds a course's code ("SOWK 320")."""
    return bool(line.codes)


def _is_labelled(line: _Line) -> bool:
    """Stands behind a label: "Course title: …"."""
    return line.labelled


def _is_proposed(line: _Line) -> bool:
    """Is what the reader proposes by form, and names something."""
    return line.proposed and line.names > 0


def _is_heading(line: _Line) -> bool:
    """Stands in a heading."""
    return line.rank > 0


def _is_high_heading(line: _Line) -> bool:
    """Stands in a heading of one of the first two ranks."""
    return line.rank in (1, 2)


def _is_bare_code(line: _Line) -> bool:
    """Holds a course's code, and beside it no name."""
    return bool(line.codes) and not line.names


def _names_nothing(line: _Line) -> bool:
    """Holds nothing but administration ("Fall 2027", "Course syllabus")."""
    return not line.codes and not line.names


def _is_of_institution(line: _Line) -> bool:
    """Names a university or department, and no course's code."""
    return not line.codes and _title_words().institution.stands_in(line.text.lower())


def _is_contact(line: _Line) -> bool:
    """Names a person or place, or holds an address."""
    words = _title_words()
    lower = line.text.lower()
    if line.is_person or words.place.stands_in(lower) or words.person.stands_in(lower):
        return True
    return "@" in lower or "://" in lower or "www." in lower


def _holds_sentence(line: _Line) -> bool:
    """Holds a sentence's end."""
    return _SENTENCE_WITHIN.search(line.text) is not None


def _is_entry(line: _Line) -> bool:
    """Stands in an entry of a list."""
    return line.rank == _ENTRY


def _is_of_other_courses(line: _Line) -> bool:
    """Names a course before this one, where this one counts, or another page."""
    return not line.labelled and _title_words().other_courses.stands_in(line.text.lower())


def _is_of_site(line: _Line) -> bool:
    """Is proposed, stands nowhere on the page and holds hardly a name, as that of a site."""
    return line.place is None and line.names < 2 and not line.codes


def _holds_time(line: _Line) -> bool:
    """Holds a time of day, and hardly a name."""
    return line.names < 2 and _TIME.search(line.text) is not None


# The rules and what they are worth, in points: chosen on the titles of 300 labelled syllabi, each
# held by a document in tests/test_titles.py that gets another title without it.
RULES: dict[Callable[[_Line], bool], float] = {
    _has_code: 3.5,
    _is_labelled: 3.0,
    _is_proposed: 2.0,
    _is_heading: 1.0,
    _is_high_heading: 1.0,
    _is_bare_code: -2.0,
    _names_nothing: -6.0,
    _is_of_institution: -2.5,
    _is_contact: -5.0,
    _holds_sentence: -3.0,
    _is_of_other_courses: -7.0,
    _is_of_site: -1.5,
    _holds_time: -1.5,
    _is_entry: -2.0,
}
_LINE_ABOVE = -0.12  # points for each line above: the course is named early


def _points(line: _Line) -> float:
    """What a line is worth as a title."""
    points = [worth for rule, worth in RULES.items() if rule(line)]
    return sum(points) + _LINE_ABOVE * (line.place or 0)


def _other_words(text: str) -> int:
    """How many words are no administration."""
    administration = _title_words().administration.expression
    others = administration.sub(" ", text.lower())
    return len(_WORD.findall(others))


def _joined(line: _Line, lines: Sequence[_Line]) -> str:
    """The title that ``line`` holds or begins: where it breaks off it goes on below, and where it
    is a bare code the name may stand below or above."""
    if line.place is None:
        return line.text
    above = lines[line.place - 1] if line.place else None
    next_place = line.place + 1
    below = lines[next_place] if next_place < len(lines) else None
    if below and _goes_on(line, below):
        joint = ": " if line.ends_open and line.names else " "
        joined = replace(below, text=f"{line.text}{joint}{below.text}", rank=line.rank)
        after = lines[next_place + 1] if next_place + 1 < len(lines) else None
        ends = after is None or not _breaks_off(joined, after)
        return joined.text if ends or after is None else f"{joined.text} {after.text}"
    if above and _is_bare_code(line) and _may_be_name(above):
        is_labelled = ":" in line.text  # "Course code: HLTH 210"
        return above.text if is_labelled else f"{line.text}: {above.text}"
    return line.text


def _may_be_name(line: _Line) -> bool:
    """Whether a line beside a course's code may be its name."""
    if not line.names:
        return False
    if _is_contact(line) or _holds_sentence(line):
        return False
    return not _title_words().institution.stands_in(line.text.lower())


def _breaks_off(line: _Line, below: _Line) -> bool:
    """Whether a line ends, or the one below begins, in the middle of a title."""
    if len(below.text.split()) > _SHORT or below.rank == _ENTRY or not _may_be_name(below):
        return False
    long_enough = len(line.text.split()) > 2  # "Part A" ends with no article
    if long_enough and _title_words().breaks_off.stands_in(line.text.lower()):
        return True
    return bool(line.names) and line.rank == below.rank and below.text[0].islower()


def _goes_on(line: _Line, below: _Line) -> bool:
    """Whether the line below belongs to the title."""
    if not _may_be_name(below):
        return False
    if _is_bare_code(line) or _breaks_off(line, below):
        return True
    if (
        line.ends_open
        and line.rank > 0 <= below.rank
        and len(below.text.split()) <= _SHORT
        and not below.ends_open
    ):
        return True
    if not line.rank or line.rank != below.rank:
        return False
    words = _title_words()
    if words.goes_on.match(below.text.lower()):
        return True
    # "Sociology SYG2010", and below it what it is about.
    names_field = bool(line.codes) and line.names == 1
    return names_field and not line.text[-1].isalpha()
