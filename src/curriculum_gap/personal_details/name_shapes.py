"""What can be the name of a person, and of which words it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from curriculum_gap.lexicon import PersonalWords
from curriculum_gap.patterns import lazy_pattern

__all__ = ["can_be_name", "main_words", "plain_letters", "titled_names", "without_labels"]

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What stands behind a surname and is none."""
_POSSESSIVE = lazy_pattern(r"['’][sS]$")


def can_be_name(name: str, words: PersonalWords) -> bool:
    """Whether no word of it is one that names hold never."""
    return not any(
        part.strip(".,'’").lower() in words.not_names for part in re.split(r"[\s-]+", name)
    )


def without_labels(name: str, words: PersonalWords) -> str:
    """The name without words behind it that names never hold ("Jane Roe Office"), without degrees
    and possessive; "" where no name is left."""
    in_capitals = name.isupper()
    parts = name.split()
    while parts and (
        not can_be_name(parts[-1], words) or (not in_capitals and _is_acronym(parts[-1], 2))
    ):
        parts.pop()
    if not parts or (not in_capitals and _is_acronym(parts[0], 3)):
        return ""
    shortened = name[: name.rindex(parts[-1]) + len(parts[-1])]
    return _POSSESSIVE.sub("", shortened) if can_be_name(shortened, words) else ""


def _is_acronym(word: str, letters: int) -> bool:
    """Whether it stands in capital letters, and in so many at least."""
    return len(word) >= letters and word.isalpha() and word.isupper()


def titled_names(text: str, words: PersonalWords) -> Iterator[tuple[int, int]]:
    """Where names stand behind titles ("Dr. Rivera") that are not those of people of public
    life."""
    if not words.with_title.may_stand_in(text):
        return
    for match in words.with_title.expression.finditer(text):
        name = without_labels(match["name"], words)
        if name and not words.public_people.match(match[0]):
            yield match.start("name"), match.start("name") + len(name)


def main_words(person: str) -> list[str]:
    """The words of a name without initials, particles ("de la") and suffixes ("Jr.")."""
    return [
        part
        for part in person.split()
        if len(part.strip(".")) > 1
        and part[0].isupper()
        and part.strip(".,").lower() not in _SUFFIXES
    ]


def plain_letters(word: str) -> str:
    """The letters a–z of a word, without accents: as it is written in addresses and file names."""
    return re.sub("[^a-z]", "", normalize("NFKD", word).lower())
