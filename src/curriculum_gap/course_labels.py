"""What names a course and its term: ``SOWK 531``, ``spring 2026``.

Takes titles, names of files and folders, and the lines at the top of a document; gives codes and
terms. The words are in the lexicon (``terms``, ``titles``). What is not certain is not said: a name
without a code gives ``""``, one without a term None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import PurePath
from typing import NamedTuple

from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block
from curriculum_gap.patterns import lazy_pattern

__all__ = [
    "AcademicTerm",
    "code_key",
    "course_code",
    "course_code_in_name",
    "course_title",
    "is_programme_document",
    "term_in_document",
    "term_in_name",
    "term_in_text",
]

_TOP = 25  # blocks at the top of a document that are looked at, as for its title
_LINE = 400  # characters of such a block
# Letters, at most two marks, three to five digits, at most two letters: "SOWK 531", "nutr210w".
_CODE = lazy_pattern(
    r"(?<![^\W\d_])([A-Za-z]{2,10})([\s_.–-]{0,2})(\d{3,5})([A-Za-z]{0,2})(?![^\W_])"
)
_TWO_DIGITS = lazy_pattern(r"\d\d")  # of a year: most lines have none and need no closer look
# When each part of the year begins and ends, in years from the first of January. Winter is the
# quarter before spring; a winter semester begins in October.
_SPANS = {
    "winter": (0.0, 0.2),
    "spring": (0.05, 0.42),
    "summer": (0.42, 0.65),
    "autumn": (0.65, 1.0),
    "winter_semester": (0.75, 1.2),
}
_ACADEMIC_YEAR = (0.65, 1.65)
_CENTURY = 2000  # of years that are written with two digits
_YEARS = range(1990, 2060)  # what a number of four digits must be to be the year of a course


class AcademicTerm(NamedTuple):
    """A term as people say it (``spring 2026``, ``2025/26``, ``2026``), and when it begins and
    ends, in years (2026.5 is the middle of 2026)."""

    name: str
    begins: float
    ends: float
    has_season: bool

    def is_before(self, other: AcademicTerm) -> bool:
        """Whether it has certainly ended when the other one begins; a year holds all its terms."""
        if self.has_season and other.has_season:
            return (self.ends, self.begins) < (other.ends, other.begins)
        return self.ends <= other.begins


# Codes


def course_code(text: str) -> str:
    """The first course code in a title (``SOWK 531``), "" where there is none.

    Letters are capitals, or the code begins the text; "FALL 2026" and "ROOM 312" are none.
    """
    for match in _CODE.finditer(text):
        letters = match[1]
        begins = not text[: match.start()].strip(" *_#|>•·–—:-")
        is_year = letters.capitalize() == letters and int(match[3]) in _YEARS
        if _names_course(letters) and (letters.isupper() or (begins and not is_year)):
            return _written(match)
    return ""


def course_code_in_name(name: str) -> str:
    """The first course code in the name of a file (``SOWK 531`` for ``sowk531-2026.pdf``)."""
    for match in _CODE.finditer(PurePath(name).stem.replace("_", "-")):
        if _is_code_in_name(match):
            return _written(match)
    return ""


def code_key(code: str) -> str:
    """A code as it compares with others: ``SOWK 531``, ``sowk-531`` and ``Sowk531`` are one."""
    return re.sub(r"[\W_]+", "", code).casefold()


def course_title(title: str, code: str) -> str:
    """The title of a document without the code that it begins with, its section, its credits and
    its term."""
    key = code_key(code)
    match = next((match for match in _CODE.finditer(title) if code_key(match[0]) == key), None)
    if match is None or re.search(r"\w", title[: match.start()]):
        return title
    words = reader_lexicon().titles
    name = words.section_number.expression.sub("", title[match.end() :])
    term = _season_pattern(False).search(name.lower())
    if term is not None and re.search(r"[^\W\d_]", name[: term.start()]):
        name = name[: term.start()]
    return words.credits.expression.sub("", name).strip(" *_#|>•·–—:.,;-") or title


def is_programme_document(name: str, title: str) -> bool:
    """Whether a file's name or title says that it is about the programme and no course: a handbook,
    a curriculum map."""
    words = " ".join(re.split(r"[\W_]+", PurePath(name).stem.lower()))
    wording = reader_lexicon().terms.of_programme
    return wording.stands_in(words) or wording.stands_in(title.lower())


def _written(match: re.Match[str]) -> str:
    """A code in its usual form."""
    return f"{match[1].upper()} {match[3]}{match[4].upper()}"


def _names_course(letters: str) -> bool:
    """Whether letters before a number may be those of a course's code."""
    word = letters.lower()
    return word not in reader_lexicon().titles.not_codes and word not in _no_codes()


@cache
def _no_codes() -> frozenset[str]:
    words = reader_lexicon().terms
    return words.not_codes.union(words.between, *_words_of_parts().values())


@cache
def _words_of_parts() -> dict[str, frozenset[str]]:
    """The parts of the year with their words."""
    words = reader_lexicon().terms
    return {
        "winter": words.winter,
        "spring": words.spring,
        "summer": words.summer,
        "autumn": words.autumn,
        "winter_semester": words.winter_semester,
    }


# Terms


def term_in_name(name: str) -> AcademicTerm | None:
    """The term in the name of a file or folder: ``2025-fall``, ``ws2024``, ``fa25``, ``2025-26``,
    or a year alone."""
    text = _CODE.sub(_without_code, name.replace("_", " ")).lower()
    term = next(_terms(text, in_name=True), None)
    if term is not None:
        return term
    years = [int(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", text)]
    year = next((year for year in years if year in _YEARS), None)
    return None if year is None else AcademicTerm(str(year), year, year + 1, False)


def _without_code(match: re.Match[str]) -> str:
    """Nothing in place of a code, whose number may look like a year; other words stay."""
    return " " if _is_code_in_name(match) else match[0]


def _is_code_in_name(match: re.Match[str]) -> bool:
    """Whether letters and number in a file's name are a code: ``math2010`` and ``MATH 2010`` are,
    ``methods-2026`` is a word and a year."""
    is_year = bool(match[2]) and int(match[3]) in _YEARS and not match[1].isupper()
    return _names_course(match[1]) and not is_year


def term_in_text(text: str) -> AcademicTerm | None:
    """The term that a line names with part and year: ``Spring Semester 2026``, ``2026 Spring``,
    ``Fall '25``, ``2025/26``. A year alone may be that of a book."""
    lower = text[:_LINE].lower()
    if not _TWO_DIGITS.search(lower) or reader_lexicon().terms.other_times.stands_in(lower):
        return None
    return next(_terms(lower, in_name=False), None)


def term_in_document(blocks: Sequence[Block]) -> str:
    """The term that the first lines of a document name, "" where they name none or several that
    differ."""
    found: dict[str, None] = {}
    for block in blocks[:_TOP]:
        if block.hidden:
            continue
        for line in block.cells or (block.text,):
            term = term_in_text(line)
            if term is not None:
                found[term.name] = None
    return next(iter(found)) if len(found) == 1 else ""


def _terms(text: str, in_name: bool) -> Iterator[AcademicTerm]:
    """Terms with a part of the year, then academic years. ``text`` is in lower case; names of
    files hold short forms too."""
    semester = reader_lexicon().terms.semester
    for match in _season_pattern(in_name).finditer(text):
        letters = match["before"] or match["after"]
        year = _year(match["year"] or match["first"])
        if year in _YEARS:
            part = next(part for part, words in _words_of_parts().items() if letters in words)
            if part == "winter" and any(map(match[0].__contains__, semester)):
                part = letters = "winter_semester"
            begins, ends = _SPANS[part]
            spoken = letters if len(letters) > _SHORT_FORM else part
            name = f"{spoken.replace('_', ' ')} {year}"
            yield AcademicTerm(name, year + begins, year + ends, True)
    for match in _ACADEMIC.finditer(text):
        first, last = int(match[1]), int(match[2]) % 100
        if first in _YEARS and (first + 1) % 100 == last:
            begins, ends = _ACADEMIC_YEAR
            yield AcademicTerm(f"{first}/{last:02d}", first + begins, first + ends, False)


_ACADEMIC = lazy_pattern(r"(?<!\d)(\d{4})\s?[/–_-]\s?(\d{4}|\d{2})(?!\d)")


@cache
def _season_pattern(in_name: bool) -> re.Pattern[str]:
    """A part of the year and a year, in either order. In a text the part is written out."""
    words = reader_lexicon().terms
    spoken = {word for part in _words_of_parts().values() for word in part}
    parts = _alternatives(word for word in spoken if in_name or len(word) > _SHORT_FORM)
    between = _alternatives(words.between)
    gap = rf"[\s.,'’–-]{{0,3}}(?:(?:{between})[\s.,'’–-]{{1,3}})?"
    years = r"(?:19|20)\d\d(?:/\d\d)?" + (r"|\d\d" if in_name else r"|(?<=['’])\d\d")
    return re.compile(
        rf"(?<![^\W_])(?P<before>{parts}){gap}(?P<year>{years})(?!\d)"
        rf"|(?<!\d)(?P<first>(?:19|20)\d\d){gap}(?P<after>{parts})(?![^\W\d_])"
    )


_SHORT_FORM = 3
"""Letters of the longest short form, which only names of files have: "sp", "spr"."""


def _alternatives(words: Iterable[str]) -> str:
    """Words as alternatives of a pattern, longer ones first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def _year(digits: str) -> int:
    """A year of two or four digits; of ``2024/25`` the first."""
    number = int(digits.partition("/")[0])
    return number + _CENTURY if number < 100 else number
