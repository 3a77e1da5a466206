"""A rubric compiled for matching: phrases by first word, term weights, background idf."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from curriculum_gap.keywords.background import FUNCTION_WORDS, Background, load_background
from curriculum_gap.keywords.words import normal_form, phrase
from curriculum_gap.nouns import Rubric, Strength

__all__ = ["Company", "Entry", "Idf", "Model", "Phrases", "Role", "compile_model", "variants"]

_PREFIX = re.compile(
    r"(micro|anti|post|non|multi|cross|inter|neuro|self|bio|socio|psycho|trans|pre|co|over|under)"
    r"(\w{4,})$"
)


class Role(IntEnum):
    """What a phrase does for a topic."""

    TERM = 0
    VETO = 1
    PARTNER = 2


#: A phrase of one topic: its role, the topic's index in the rubric, and which of the topic's terms
#: or false friends it is.
Entry = Sequence[int]
#: First word → second word ("" for a phrase of one word) → the words after it, and its entries.
Phrases = Mapping[str, Mapping[str, Sequence[tuple[Sequence[str], Sequence[Entry]]]]]
#: By topic and number: the words that may stand near.
Company = Sequence[Sequence[Sequence[str]]]


class Idf(dict[str, float]):
    """Smooth inverse document frequency as scikit-learn's ``TfidfTransformer`` defines it, worked
    out when a word is first met; a word that the background lacks counts as met in no document."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background

    def __missing__(self, word: str) -> float:
        documents, frequency = self._background
        known = frequency.get(word, 0)
        value = math.log((1 + documents) / (1 + known)) + 1
        if known:
            self[word] = value
        return value


@dataclass(frozen=True, slots=True)
class Model:
    """What matching needs: the phrases, the words that must stand near a false friend
    (``near``) or a contextual term (``partners``), and the background weights."""

    rubric: Rubric
    phrases: Phrases
    near: Company
    partners: Company
    idf: Idf


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


def _single(phrases: Iterable[str]) -> list[str]:
    """The words of ``phrases`` that can be company; *and* or *of* stand beside everything."""
    return sorted({form for text in phrases for form in phrase(text) if form not in FUNCTION_WORDS})


def _entries(rubric: Rubric) -> Iterator[tuple[tuple[str, ...], tuple[int, int, int]]]:
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
    by_phrase: dict[tuple[str, ...], set[tuple[int, int, int]]] = defaultdict(set)
    for way, entry in _entries(rubric):
        by_phrase[way].add(entry)
    phrases: dict[str, dict[str, list[tuple[tuple[str, ...], list[tuple[int, int, int]]]]]] = {}
    for way, entries in sorted(by_phrase.items()):
        second = way[1] if len(way) > 1 else ""
        branch = phrases.setdefault(way[0], {}).setdefault(second, [])
        branch.append((way[2:], sorted(entries)))
    return Model(
        rubric,
        phrases,
        [[_single(friend.near) for friend in topic.false_friends] for topic in rubric.topics],
        [
            [
                _single(term.partners) if term.strength is Strength.CONTEXTUAL else []
                for term in topic.terms
            ]
            for topic in rubric.topics
        ],
        Idf(background or load_background()),
    )
