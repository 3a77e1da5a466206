"""Names of people and how to reach them, in a document or a text.

``people_in`` takes a document and gives the names that it tells of who teaches it or is to be
written to; ``personal_spans`` takes a text and such names, and gives the characters that posted
reports replace. Authors of readings are none of these: a name that is cited stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from curriculum_gap.lexicon import Lexicon, PersonalWords, load_lexicon
from curriculum_gap.nouns import Block, Document
from curriculum_gap.patterns import lazy_pattern

__all__ = [
    "NameIndex",
    "Personal",
    "index_names",
    "names_in_file_name",
    "names_in_text",
    "people_in",
    "personal_spans",
]

_FIRST_BLOCKS = 60
"""A name beside a degree or an e-mail is looked for so far: contacts stand at the top."""
_NEAR = 3
"""So many blocks lie between a name and its e-mail address at most."""
_MOST_PEOPLE = 40
"""More names than these are no teachers, but a list of something else."""
_LABEL_CHARACTERS = 60
"""A longer line is no label that stands alone."""
_SHORTEST = 2
"""A surname of so few letters is not looked for alone."""
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What stands behind a surname and is none."""
_SURNAME = lazy_pattern(r"[^\W\d_]+(?:['’-][A-ZÀ-Þ]\w*)*")
_FIRST_NAME = lazy_pattern(r"(?<=[\w,;)] )([A-ZÀ-Þ][\w’'-]+)\s$")
_LETTERS = lazy_pattern(r"[^\W\d_]+")


class Personal(NamedTuple):
    """Characters of a text, and what they are: ``name``, ``e-mail``, ``phone``, ``room``,
    ``office hours`` or ``link``."""

    start: int
    end: int
    kind: str


# Names that a document tells


def people_in(document: Document, language: str) -> tuple[str, ...]:
    """The names of who teaches a course, assists, speaks as a guest or is to be written to, sorted.

    They stand behind a label ("Instructor: …"), below or beside one, behind a title ("Dr. …"),
    before a degree, or beside an e-mail address that holds the surname.
    """
    words = load_lexicon(language).personal
    found: set[str] = set()
    after_label = False
    for index, block in enumerate(document.blocks):
        text = block.text
        if after_label:
            found |= set(_listed_names(text, words))
        after_label = len(text) < _LABEL_CHARACTERS and bool(words.label_alone.match(text))
        found |= names_in_text(text, language)
        if index < _FIRST_BLOCKS:
            degree = words.with_credential.match(text)
            if degree and _is_name(degree["name"], words):
                found.add(degree["name"])
    found |= set(_beside_addresses(document.blocks, words))
    return tuple(sorted(found)[:_MOST_PEOPLE])


def names_in_text(text: str, language: str) -> set[str]:
    """The names behind labels and titles in one text."""
    words = load_lexicon(language).personal
    found: set[str] = set()
    if words.labelled.may_stand_in(text):
        for label in words.labelled.expression.finditer(text):
            found |= set(_listed_names(label["names"], words))
    titled = (text[start:end] for start, end in _titled(text, words))
    found |= {name for name in titled if " " in name}
    return found


def _listed_names(text: str, words: PersonalWords) -> Iterator[str]:
    """The names at the start of ``text``, up to the first piece that is neither name nor degree."""
    pieces = [piece.strip() for piece in words.separator.expression.split(text)]
    pieces = [piece for piece in pieces if piece]
    surname = ""
    for piece in pieces:
        title = words.with_title.match(piece)
        name = title["name"] if title else piece.rstrip(".:")
        if words.credential.expression.fullmatch(piece):
            continue
        if surname and _is_word_of_name(name, words):
            yield f"{name} {surname}"
            surname = ""
            continue
        whole = words.name.expression.match(name)
        if title or (whole and _is_name(whole[0], words) and len(whole[0]) == len(name)):
            yield name
        elif whole and _is_name(whole[0], words) and _ends_with_degree(name[whole.end() :], words):
            yield whole[0]
        elif not surname and _is_word_of_name(name, words):
            surname = name  # "Rivera, Jane"
        else:
            return


def _ends_with_degree(rest: str, words: PersonalWords) -> bool:
    """Whether what stands behind a name is a degree, or the end of its sentence."""
    return bool(words.credential.match(rest.lstrip(" ,"))) or rest.lstrip().startswith(".")


def _is_word_of_name(word: str, words: PersonalWords) -> bool:
    """Whether it can be one word of a name: one capital letter and no word of ``not_names``."""
    plain = word.rstrip(".").replace(".", "")
    is_initials = len(plain) <= 2 and plain.isupper()
    return " " not in word and word[:1].isupper() and (is_initials or _is_name(word, words))


def _is_name(name: str, words: PersonalWords) -> bool:
    """Whether no word of it is one that names hold never."""
    return not any(
        part.strip(".,'’").lower() in words.not_names for part in re.split(r"[\s-]+", name)
    )


def _titled(text: str, words: PersonalWords) -> Iterator[tuple[int, int]]:
    """Where names stand behind titles ("Dr. Rivera") that are not those of people of public life;
    words behind them that names never hold ("Office") are left out."""
    if not words.with_title.may_stand_in(text):
        return
    for match in words.with_title.expression.finditer(text):
        if words.public_people.match(match[0]):
            continue
        name = match["name"]
        while name and not _is_name(name.split()[-1], words):
            name = name.rpartition(" ")[0].rstrip()
        if name and _is_name(name, words):
            yield match.start("name"), match.start("name") + len(name)


def _beside_addresses(blocks: tuple[Block, ...], words: PersonalWords) -> Iterator[str]:
    """Names near an e-mail address whose first part holds their last word."""
    for index, block in enumerate(blocks):
        if not words.email.may_stand_in(block.text):
            continue
        for address in words.email.expression.finditer(block.text):
            local = re.sub(r"[^a-z]", "", address[0].partition("@")[0].lower())
            near = blocks[max(0, index - _NEAR) : index + _NEAR + 1]
            yield from _names_of_address(local, near, words)


def _names_of_address(local: str, near: Iterable[Block], words: PersonalWords) -> Iterator[str]:
    for block in near:
        for match in words.name.expression.finditer(block.text):
            last = re.sub(r"[^a-z]", "", match[0].split()[-1].lower())
            if len(last) > _SHORTEST and last in local and _is_name(match[0], words):
                yield match[0]


# What a text holds of them


NameIndex = Mapping[str, tuple[str, ...]]
"""Names by their last word in lower case."""


def index_names(people: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The names by their last word."""
    index: dict[str, tuple[str, ...]] = {}
    for person in sorted(set(people)):
        parts = _long_parts(person)
        if parts:
            last = parts[-1].lower()
            index[last] = (*index.get(last, ()), person)
    return index


def personal_spans(
    text: str,
    lexicon: Lexicon,
    people: NameIndex,
    others: NameIndex,
    kept: Collection[str] = (),
    reading: bool = False,
) -> list[Personal]:
    """What is personal in ``text``, in its order and without overlaps.

    ``people`` are names that its own document tells: their surnames stand for them alone, unless
    they are one of ``kept`` (lower case: words of the rubric) or an ordinary word. ``others`` are
    those of other documents, found as a whole only. In a ``reading`` with its year names stay,
    since they are those of authors.
    """
    words = lexicon.personal
    found = list(_reachable(text, words))
    found += [Personal(start, end, "name") for start, end in _titled(text, words)]
    if not (reading and words.cited_reading.stands_in(text)):
        lasts = {word.lower() for word in _SURNAME.findall(text)}
        own = [name for last in lasts & people.keys() for name in people[last]]
        strange = [name for last in lasts & others.keys() for name in others[last]]
        alone = frozenset(lasts & people.keys()) - words.common_words - frozenset(kept)
        found += _known_names(text, tuple(sorted({*own, *strange})), alone, words)
    return _merged(found)


def _merged(found: Iterable[Personal]) -> list[Personal]:
    """The spans in order; those that overlap are one, of the kind of the first."""
    chosen: list[Personal] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if chosen and span.start < chosen[-1].end:
            chosen[-1] = chosen[-1]._replace(end=max(chosen[-1].end, span.end))
        elif span.end > span.start:
            chosen.append(span)
    return chosen


def _reachable(text: str, words: PersonalWords) -> Iterator[Personal]:
    """Addresses, numbers, rooms and office hours."""
    plain = (("e-mail", words.email), ("link", words.meeting_link), ("phone", words.phone))
    for kind, wording in plain:
        if wording.may_stand_in(text):
            for match in wording.expression.finditer(text):
                yield Personal(*match.span(), kind)
    if words.office_hours.may_stand_in(text):
        for match in words.office_hours.expression.finditer(text):
            yield Personal(*_trimmed(text, *match.span("hours")), "office hours")
    for match in words.room.expression.finditer(text):
        yield Personal(*match.span("place" if match["place"] else 0), "room")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its end."""
    return start, start + len(text[start:end].rstrip())


def _known_names(
    text: str, people: tuple[str, ...], alone: frozenset[str], words: PersonalWords
) -> Iterator[Personal]:
    """``people`` by their whole names, and surnames that may stand ``alone``, where they are not
    cited."""
    whole, surname = _name_patterns(people, alone)
    for match in whole.finditer(text) if whole else ():
        if not words.cited.expression.match(text, match.end()):
            yield Personal(*match.span(), "name")
    for match in surname.finditer(text) if surname else ():
        cited = words.cited.expression.match(text, match.end())
        if not cited and not _is_of_another(text[: match.start()], words):
            yield Personal(*match.span(), "name")


def _is_of_another(before: str, words: PersonalWords) -> bool:
    """Whether a surname stands behind somebody else's first name."""
    first = _FIRST_NAME.search(before)
    return first is not None and first[1].lower() not in words.not_names


@lru_cache(maxsize=512)
def _name_patterns(
    people: tuple[str, ...], alone: frozenset[str]
) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Expressions for full names, in either order, with middle names or without, and for the
    surnames of ``alone``."""
    whole, surnames = set(), set()
    for person in people:
        parts = _long_parts(person)
        last = _in_capitals_too(parts[-1])
        if len(parts) > 1:
            first = _in_capitals_too(parts[0])
            whole.add(rf"{first}(?:\s+(?![a-z\W])[\w.'’-]+){{0,2}}\s+{last}|{last},\s+{first}")
        if parts[-1].lower() in alone and len(parts[-1]) > _SHORTEST:
            surnames.add(last)
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(sorted(whole))})(?!\w)") if whole else None,
        re.compile(rf"(?<![\w’'-])(?:{'|'.join(sorted(surnames))})(?!\w)") if surnames else None,
    )


def _long_parts(person: str) -> list[str]:
    """The words of a name, without initials."""
    return [
        part
        for part in person.split()
        if len(part.strip(".")) > 1 and part.strip(".,").lower() not in _SUFFIXES
    ]


def _in_capitals_too(word: str) -> str:
    """The word as it is written, or in capital letters, as an expression."""
    return rf"(?:{re.escape(word)}|{re.escape(word.upper())})"


def names_in_file_name(path: str, people: NameIndex, lexicon: Lexicon) -> list[Personal]:
    """Where a path holds the surname of one of ``people``, or first name and surname where the
    surname is an ordinary word as well."""
    found = list(_LETTERS.finditer(path))
    held = {match[0].lower() for match in found}
    wanted: set[str] = set()
    for last, names in people.items():
        for parts in ([part.lower() for part in _long_parts(name)] for name in names):
            joined = {parts[0] + last, last + parts[0]} if len(parts) > 1 else set()
            if len(parts) > 1 and {parts[0], last} <= held:
                wanted |= {parts[0], last}
            elif len(last) > _SHORTEST and last not in lexicon.personal.common_words:
                wanted |= {last, parts[0][0] + last, last + parts[0][0]}
            wanted |= joined
    return [Personal(*match.span(), "name") for match in found if match[0].lower() in wanted]
