"""A rubric compiled for matching: phrases by first word, term weights, background idf."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from curriculum_gap.keywords.background import FUNCTION_WORDS, Background, load_background
from curriculum_gap.keywords.words import normal_form, phrase
from curriculum_gap.nouns import Rubric, Strength

__all__ = ["Entry", "Model", "Phrases", "Role", "as_model", "compile_model", "variants"]

_PREFIX = re.compile(
    r"(micro|anti|post|non|multi|cross|inter|neuro|self|bio|socio|psycho|trans|pre|co|over|under)"
    r"(\w{4,})$"
)


class Role(IntEnum):
    """What a phrase does for a topic."""

    TERM = 0
    VETO = 1
    PARTNER = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of one topic: ``number`` counts the topic's terms or false friends."""

    role: Role
    topic: int
    number: int


Phrases = dict[str, tuple[tuple[tuple[str, ...], tuple[Entry, ...]], ...]]


@dataclass(frozen=True, slots=True)
class Model:
    """What matching needs. ``phrases`` maps a first word to the phrases that begin with it, longest
    first, each with the topics' entries; ``idf`` holds background weights, ``rare`` the weight of a
    word that the background lacks (smooth idf as scikit-learn defines it)."""

    rubric: Rubric
    phrases: Phrases
    near: tuple[tuple[frozenset[str], ...], ...]
    partners: tuple[tuple[frozenset[str], ...], ...]
    idf: dict[str, float]
    rare: float


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


def _entries(rubric: Rubric) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for index, topic in enumerate(rubric.topics):
        for number, term in enumerate(topic.terms):
            for way in variants(term.text):
                yield way, Entry(Role.TERM, index, number)
        for number, friend in enumerate(topic.false_friends):
            for way in variants(friend.phrase):
                yield way, Entry(Role.VETO, index, number)
        for partner in topic.partners:
            for way in variants(partner):
                yield way, Entry(Role.PARTNER, index, 0)


def _single(phrases: Iterable[str]) -> frozenset[str]:
    """The words of ``phrases`` that can be company; *and* or *of* stand beside everything."""
    return frozenset(
        form for text in phrases for form in phrase(text) if form not in FUNCTION_WORDS
    )


def smooth_idf(documents: int, frequency: int) -> float:
    """Inverse document frequency as scikit-learn's ``TfidfTransformer(smooth_idf=True)``."""
    return math.log((1 + documents) / (1 + frequency)) + 1


def as_model(rubric: Rubric, phrases: Phrases, background: Background | None = None) -> Model:
    """The model of ``rubric`` whose phrases are known already."""
    table = background or load_background()
    return Model(
        rubric=rubric,
        phrases=phrases,
        near=tuple(
            tuple(_single(friend.near) for friend in topic.false_friends) for topic in rubric.topics
        ),
        partners=tuple(
            tuple(
                _single(term.partners) if term.strength is Strength.CONTEXTUAL else frozenset()
                for term in topic.terms
            )
            for topic in rubric.topics
        ),
        idf={word: smooth_idf(table.documents, n) for word, n in table.frequency.items()},
        rare=smooth_idf(table.documents, 0),
    )


def compile_model(rubric: Rubric, background: Background | None = None) -> Model:
    """Compile ``rubric`` against the frozen background table."""
    by_phrase: dict[tuple[str, ...], dict[Entry, None]] = defaultdict(dict)
    for way, entry in _entries(rubric):
        by_phrase[way][entry] = None
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = defaultdict(list)
    for way, entries in by_phrase.items():
        by_first[way[0]].append((way, tuple(entries)))
    phrases = {
        first: tuple(sorted(ways, key=lambda pair: (-len(pair[0]), pair[0])))
        for first, ways in by_first.items()
    }
    return as_model(rubric, phrases, background)
