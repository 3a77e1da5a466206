"""A rubric compiled for matching: phrases by first word, term weights, background idf."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from curriculum_gap.keywords.background import FUNCTION_WORDS, Background, load_background
from curriculum_gap.keywords.words import normal_form, phrase
from curriculum_gap.nouns import Rubric
from curriculum_gap.patterns import late

__all__ = [
    "ALONE",
    "Entry",
    "Idf",
    "Model",
    "Phrases",
    "Role",
    "branches",
    "company",
    "compile_model",
    "variants",
]

#: Stands for the second word where a phrase has one: no word has this normal form.
ALONE = "."
_MOST_WEIGHED = 100_000
_PREFIX = late(
    r"(micro|anti|post|non|multi|cross|inter|neuro|self|bio|socio|psycho|trans|pre|co|over|under)"
    r"(\w{4,})$"
)


class Role(IntEnum):
    """What a phrase does for a topic."""

    TERM = 0
    VETO = 1
    PARTNER = 2


#: What a phrase is: its role, the topic's index in the rubric, and which of the topic's terms or
#: false friends it is.
Entry = tuple[int, int, int]
#: The words of a phrase after its first two; the terms and false friends that the phrase is; and the
#: topics that have it for a partner.
Branch = tuple[tuple[str, ...], tuple[Entry, ...], tuple[int, ...]]
#: First word → second word (``ALONE`` where there is none) → the branches there, written down.
#: A text meets few of a rubric's thousands of phrases: only these are read (:func:`branches`).
Phrases = Mapping[str, Mapping[str, str]]


class Idf(dict[str, float]):
    """Smooth inverse document frequency as scikit-learn's ``TfidfTransformer`` defines it, worked
    out when a word is first met; a word that the background lacks counts as met in no document."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background

    def __missing__(self, word: str) -> float:
        frequency = self._background.frequency.get(word, 0)
        value = math.log((1 + self._background.documents) / (1 + frequency)) + 1
        if len(self) < _MOST_WEIGHED:  # a hostile text has no end of words
            self[word] = value
        return value


class Model(NamedTuple):
    """What matching needs: the rubric, its phrases, and the background weights."""

    rubric: Rubric
    phrases: Phrases
    idf: Idf

    @classmethod
    def of(cls, rubric: Rubric, phrases: Phrases, background: Background) -> Model:
        """The model of phrases that were made from ``rubric``."""
        return cls(rubric, phrases, Idf(background))


@lru_cache(maxsize=50_000)
def branches(written: str) -> tuple[Branch, ...]:
    """Read one value of :data:`Phrases`."""
    return tuple(_branch(*line.split("\t")) for line in written.split("\n"))


def _branch(*fields: str) -> Branch:
    *tail, written = fields
    entries = [_entry(*entry.split(".")) for entry in written.split(" ")]
    return (
        tuple(tail),
        tuple(entry for entry in entries if entry[0] != Role.PARTNER),
        tuple(topic for role, topic, _ in entries if role == Role.PARTNER),
    )


def _entry(role: str, topic: str, number: str) -> Entry:
    return int(role), int(topic), int(number)


def variants(text: str) -> set[tuple[str, ...]]:
    """The ways a term is written: hyphened, joined or apart."""
    forms = phrase(text)
    ways = {forms}
    if "-" in text:
        ways.add(phrase(text.replace("-", "")))
    for place, form in enumerate(forms):
        found = _PREFIX.match(form)
        if found:
            ways.add((*forms[:place], found[1], normal_form(found[2]), *forms[place + 1 :]))
        if (
            place
            and _PREFIX.match(forms[place - 1] + form)
            and f"{forms[place - 1]}-" in text.lower()
        ):
            ways.add((*forms[: place - 1], forms[place - 1] + form, *forms[place + 1 :]))
    return {way for way in ways if way}


@lru_cache(maxsize=20_000)
def company(phrases: tuple[str, ...]) -> dict[str, None]:
    """The words of ``phrases`` that can be company, sorted, quick to look up in; *and* or *of*
    stand beside everything."""
    forms = {form for text in phrases for form in phrase(text)}
    return dict.fromkeys(sorted(forms - FUNCTION_WORDS))


def _entries(rubric: Rubric) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for index, topic in enumerate(rubric.topics):
        for role, texts in (
            (Role.TERM, [term.text for term in topic.terms]),
            (Role.VETO, [friend.phrase for friend in topic.false_friends]),
            (Role.PARTNER, topic.partners),
        ):
            for number, text in enumerate(texts):
                for way in variants(text):
                    yield way, (int(role), index, number)


def compile_model(rubric: Rubric, background: Background | None = None) -> Model:
    """Compile ``rubric`` against the frozen background table."""
    by_phrase: dict[tuple[str, ...], set[Entry]] = defaultdict(set)
    for way, entry in _entries(rubric):
        by_phrase[way].add(entry)
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for way, found in sorted(by_phrase.items()):
        entries = " ".join(".".join(map(str, entry)) for entry in sorted(found))
        first, second = way[:2] if len(way) > 1 else (way[0], ALONE)
        lines[first, second].append("\t".join((*way[2:], entries)))
    phrases: dict[str, dict[str, str]] = {first: {} for first, _ in lines}
    for (first, second), written in lines.items():
        phrases[first][second] = "\n".join(written)
    return Model.of(rubric, phrases, background or load_background())
