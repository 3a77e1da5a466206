"""What is personal in a text or in the name of a file: the characters that posted reports
replace."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from curriculum_gap.lexicon import Lexicon, PersonalWords
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.personal_details.name_shapes import main_words, plain_letters, titled_names

__all__ = ["NameIndex", "PersonalSpan", "index_names", "names_in_file_name", "personal_spans"]

_SHORTEST = 3
"""A surname of fewer letters is not looked for alone."""
_SURNAME = lazy_pattern(r"[^\W\d_]+(?:['’-][A-ZÀ-Þ]\w*)*")
_FIRST_NAME = lazy_pattern(r"(?<=[\w,;)] )([A-ZÀ-Þ][\w’'-]+)\s$")
_LETTERS = lazy_pattern(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_CAPITALISED = lazy_pattern(r"[A-ZÀ-Þ][^\W\dA-ZÀ-Þ_]+")

NameIndex = Mapping[str, tuple[str, ...]]
"""Names by their last word, in plain letters."""


class PersonalSpan(NamedTuple):
    """Characters of a text, and what they are: ``name``, ``e-mail``, ``phone``, ``room``,
    ``office hours`` or ``link``."""

    start: int
    end: int
    kind: str


def index_names(people: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The names by their last word."""
    index: dict[str, tuple[str, ...]] = {}
    for person in sorted(set(people)):
        parts = main_words(person)
        if parts:
            last = plain_letters(parts[-1])
            index[last] = (*index.get(last, ()), person)
    return index


def personal_spans(
    text: str,
    lexicon: Lexicon,
    people: NameIndex,
    others: NameIndex,
    kept: Collection[str] = (),
    reading: bool = False,
) -> list[PersonalSpan]:
    """What is personal in ``text``, in its order and without overlaps.

    ``people`` are names that its own document tells: their surnames stand for them alone, unless
    they are one of ``kept`` (lower case: words of the rubric) or an ordinary word. ``others`` are
    those of other documents, found as a whole only. In a ``reading`` with its year names stay,
    since they are those of authors.
    """
    words = lexicon.personal
    found = list(_reachable(text, words))
    found += [PersonalSpan(start, end, "name") for start, end in titled_names(text, words)]
    if not (reading and words.cited_reading.stands_in(text)):
        lasts = {_surname_in_text(word) for word in _SURNAME.findall(text)}
        own = [name for last in lasts & people.keys() for name in people[last]]
        strange = [name for last in lasts & others.keys() for name in others[last]]
        alone = frozenset(lasts & people.keys()) - words.common_words - frozenset(kept)
        found += _known_names(text, tuple(sorted({*own, *strange})), alone, words)
    return _merged(found)


def _merged(found: Iterable[PersonalSpan]) -> list[PersonalSpan]:
    """The spans in order; those that overlap are one, of the kind of the first."""
    chosen: list[PersonalSpan] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if chosen and span.start < chosen[-1].end:
            chosen[-1] = chosen[-1]._replace(end=max(chosen[-1].end, span.end))
        elif span.end > span.start:
            chosen.append(span)
    return chosen


def _surname_in_text(word: str) -> str:
    """A word of a text as a key of a :data:`NameIndex`."""
    return plain_letters(word[:-2] if word[-2:].lower() in ("'s", "’s") else word)


def _reachable(text: str, words: PersonalWords) -> Iterator[PersonalSpan]:
    """Addresses, numbers, rooms and office hours. Where an expression has named groups, they are
    what is replaced, without the label before them."""
    kinds = {
        "e-mail": words.email,
        "link": words.meeting_link,
        "phone": words.phone,
        "office hours": words.office_hours,
        "room": words.room,
    }
    for kind, wording in kinds.items():
        if wording.may_stand_in(text):
            for match in wording.expression.finditer(text):
                group = match.lastgroup or 0
                end = match.start(group) + len(match[group].rstrip())
                yield PersonalSpan(match.start(group), end, kind)


def _known_names(
    text: str, people: tuple[str, ...], alone: frozenset[str], words: PersonalWords
) -> Iterator[PersonalSpan]:
    """``people`` by their whole names, and surnames that may stand ``alone``, where they are not
    cited."""
    whole, surname = _name_patterns(people, alone, words.particle.pattern)
    for match in whole.finditer(text) if whole else ():
        if not words.cited.expression.match(text, match.end()):
            yield PersonalSpan(*match.span(), "name")
    for match in surname.finditer(text) if surname else ():
        cited = words.cited.expression.match(text, match.end())
        if not cited and not _is_of_another(text[: match.start()], words):
            yield PersonalSpan(*match.span(), "name")


def _is_of_another(before: str, words: PersonalWords) -> bool:
    """Whether a surname stands behind somebody else's first name."""
    first = _FIRST_NAME.search(before)
    return first is not None and first[1].lower() not in words.not_names


@lru_cache(maxsize=512)
def _name_patterns(
    people: tuple[str, ...], alone: frozenset[str], particle: str
) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Expressions for full names ("Jane Q. Roe", "Roe, Jane", "J. Roe"), and for the surnames of
    ``alone``; particles may stand before a surname."""
    whole, surnames = set(), set()
    particles = rf"(?:{particle}\s+)*"
    for person in people:
        parts = main_words(person)
        last = particles + _as_written(parts[-1])
        if len(parts) > 1:
            first = _as_written(parts[0])
            middle = rf"(?:\s+(?:{particle}|(?![a-z\W])[\w.'’-]+)){{0,3}}"
            initials = rf"{re.escape(parts[0][0])}\.(?:\s?[^\W\d_a-z]\.)*\s?"
            whole |= {rf"{first}{middle}\s+{last}", rf"{last},\s+{first}", initials + last}
        if plain_letters(parts[-1]) in alone and len(parts[-1]) >= _SHORTEST:
            surnames.add(last)
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(sorted(whole))})(?!\w)") if whole else None,
        re.compile(rf"(?<![\w’'-])(?:{'|'.join(sorted(surnames))})(?!\w)") if surnames else None,
    )


def _as_written(word: str) -> str:
    """An expression for a word of a name: in capital letters too, without its accents, with either
    apostrophe. It begins with a capital letter."""
    letters = [_either_letter(letter) for letter in word]
    return f"{letters[0]}(?i:{''.join(letters[1:])})"


def _either_letter(letter: str) -> str:
    """A letter with its accent or without."""
    if letter in "'’":
        return "['’]"
    plain = normalize("NFKD", letter)[0]
    return re.escape(letter) if plain == letter else f"[{letter}{plain}]"


def names_in_file_name(path: str, people: NameIndex, lexicon: Lexicon) -> list[PersonalSpan]:
    """Where a path holds the surname of one of ``people``, or first name and surname where the
    surname is an ordinary word as well."""
    found = list(_letter_runs(path))
    wanted = _in_file_names(people, {word for _, _, word in found}, lexicon.personal.common_words)
    return _merged(PersonalSpan(start, end, "name") for start, end, word in found if word in wanted)


def _letter_runs(path: str) -> Iterator[tuple[int, int, str]]:
    """The runs of letters in a path, and the words with a capital letter in each, as they stand in
    ``RiveraSyllabus``: start, end and plain letters."""
    for run in _LETTERS.finditer(path):
        yield *run.span(), plain_letters(run[0])
        for word in _CAPITALISED.finditer(run[0]):
            yield run.start() + word.start(), run.start() + word.end(), plain_letters(word[0])


def _in_file_names(
    people: NameIndex, held: Collection[str], common_words: Collection[str]
) -> set[str]:
    """The runs of letters that stand for one of ``people`` in a path that holds the runs ``held``:
    surnames, with the initial of the first name or without."""
    wanted: set[str] = set()
    for last, names in people.items():
        for parts in (main_words(name) for name in names):
            first = plain_letters(parts[0]) if len(parts) > 1 else ""
            pieces = {plain_letters(piece) for piece in re.split(r"\W+", parts[-1])}
            if first and {first, *pieces} <= set(held):
                wanted |= {first, *pieces}
            elif len(last) >= _SHORTEST and last not in common_words:
                wanted |= {last, first[:1] + last, last + first[:1]}
                wanted |= pieces if len(pieces) > 1 and pieces <= set(held) else set()
            if first:
                wanted |= {first + last, last + first}
    return wanted
