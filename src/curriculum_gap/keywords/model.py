"""A rubric compiled for matching: its phrases by their first two words, and background weights."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import msgspec

from curriculum_gap.keywords.background import Background, Idf, load_background
from curriculum_gap.keywords.words import FUNCTION_WORDS, forms, normal_form, phrase
from curriculum_gap.nouns import Rubric

__all__ = [
    "NO_SECOND_WORD",
    "Entry",
    "Host",
    "HostPhrase",
    "Model",
    "Phrase",
    "Phrases",
    "Role",
    "company",
    "compile_model",
    "host_phrases",
]

NO_SECOND_WORD = "."
"""Stands for the second word where a phrase has one: no word has this normal form."""
_MARKS = " .!?;:|•"
"""What ends a phrase, and white space."""
_MOST_REMEMBERED = 100_000
"""Words without phrases that are remembered: a hostile text has no end of words."""
_PREFIX = re.compile(
    r"(micro|anti|post|non|multi|cross|inter|neuro|self|bio|socio|psycho|trans|pre|co|over|under)"
    r"(\w{4,})$"
)
"""Prefixes that syllabi write joined, hyphened or apart (antiracist, anti-racist, anti racist)."""


class Role(IntEnum):
    """What a phrase does for a topic."""

    TERM = 0
    VETO = 1
    PARTNER = 2


class Entry(NamedTuple):
    """What a phrase is: its role for a topic (index in the rubric), and which of the topic's terms
    or false friends it is (for a partner: which of its partners)."""

    role: Role
    topic: int
    number: int


class Phrase(NamedTuple):
    """A phrase from its third word on, and what it is."""

    rest: tuple[str, ...]
    entries: tuple[Entry, ...]


SecondWords = dict[str, tuple[Phrase, ...]]
"""Second word (:data:`NO_SECOND_WORD` where there is none) → the phrases that go on from there."""


class Phrases(dict[str, SecondWords]):
    """Phrases by their first word; empty for a word that begins none.

    Hot path: ``stored`` phrases are JSON until a text has their first word, since a document has
    few of them. Those of all 3,375 first words of the shipped rubric would add 27 ms to each start.
    """

    def __init__(self, stored: Mapping[str, msgspec.Raw]) -> None:
        super().__init__()
        self._stored = stored
        self._decoder = msgspec.json.Decoder(SecondWords)

    def __missing__(self, first: str) -> SecondWords:
        stored = self._stored.get(first)
        second_words = {} if stored is None else self._decoder.decode(stored)
        if stored is not None or len(self) < _MOST_REMEMBERED:
            self[first] = second_words
        return second_words


class HostPhrase(NamedTuple):
    """A host of a rubric in normal forms, as it is written, and the topics (indices in the rubric)
    that live with it."""

    words: tuple[str, ...]
    written: str
    topics: tuple[int, ...]


class Host(NamedTuple):
    """A host in normal forms, which of its words is the rarest, as it is written, its rarity in
    syllabi (0–1), and its topics (indices in the rubric)."""

    words: tuple[str, ...]
    rarest: int
    written: str
    rarity: float
    topics: tuple[int, ...]


class Model(NamedTuple):
    """What matching needs: the rubric, its phrases, the background weights, and its hosts by their
    rarest word, which few texts hold."""

    rubric: Rubric
    phrases: Phrases
    idf: Idf
    hosts: Mapping[str, tuple[Host, ...]]

    @classmethod
    def of(
        cls, rubric: Rubric, phrases: Phrases, hosts: Iterable[HostPhrase], background: Background
    ) -> Model:
        """The model of phrases and hosts that were made from ``rubric``."""
        by_word: dict[str, list[Host]] = defaultdict(list)
        for words, written, topics in hosts:
            frequencies = [background.frequency.get(word, 0) for word in words]
            rarest = frequencies.index(min(frequencies))
            host = Host(words, rarest, written, background.rarity(words), topics)
            by_word[words[rarest]].append(host)
        found = {word: tuple(group) for word, group in by_word.items()}
        return cls(rubric, phrases, Idf(background), found)


def compile_model(rubric: Rubric, background: Background | None = None) -> Model:
    """Compile ``rubric`` against the frozen background table."""
    by_words: dict[tuple[str, ...], set[Entry]] = defaultdict(set)
    for words, entry in _entries(rubric):
        by_words[words].add(entry)
    phrases: dict[str, dict[str, list[Phrase]]] = defaultdict(lambda: defaultdict(list))
    for words, entries in sorted(by_words.items()):
        second = words[1] if len(words) > 1 else NO_SECOND_WORD
        phrases[words[0]][second].append(Phrase(words[2:], tuple(sorted(entries))))
    compiled = Phrases({})
    for first, seconds in phrases.items():
        compiled[first] = {second: tuple(found) for second, found in seconds.items()}
    return Model.of(rubric, compiled, host_phrases(rubric), background or load_background())


def host_phrases(rubric: Rubric) -> tuple[HostPhrase, ...]:
    """The hosts of all topics, each once, in the order in which the rubric first names them."""
    topics: dict[tuple[str, ...], list[int]] = {}
    written: dict[tuple[str, ...], str] = {}
    for index, topic in enumerate(rubric.topics):
        for host in topic.hosts:
            words = phrase(host)
            if not words:
                continue
            owners = topics.setdefault(words, [])
            written.setdefault(words, host)
            if index not in owners:
                owners.append(index)
    return tuple(
        HostPhrase(words, written[words], tuple(owners)) for words, owners in topics.items()
    )


def _entries(rubric: Rubric) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Every way to write each term, false friend and partner of the rubric."""
    for index, topic in enumerate(rubric.topics):
        texts = {
            Role.TERM: [term.text for term in topic.terms],
            Role.VETO: [friend.phrase for friend in topic.false_friends],
            Role.PARTNER: list(topic.partners),
        }
        for role, of_role in texts.items():
            for number, text in enumerate(of_role):
                for words in _variants(text):
                    yield words, Entry(role, index, number)


def _variants(text: str) -> set[tuple[str, ...]]:
    """The ways a term is written: with its full stops ("Ida B. Wells") or without, hyphened, joined
    or apart. No phrase crosses a full stop but where the rubric's own has one."""
    plain = phrase(text)
    ways = {plain, forms(text.strip(_MARKS))}
    if "-" in text:
        ways.add(phrase(text.replace("-", "")))
    for place, form in enumerate(plain):
        joined = _PREFIX.match(form)
        if joined:
            apart = (joined[1], normal_form(joined[2]))
            ways.add((*plain[:place], *apart, *plain[place + 1 :]))
        before = plain[place - 1] if place else ""
        if before and _PREFIX.match(before + form) and f"{before}-" in text.lower():
            ways.add((*plain[: place - 1], before + form, *plain[place + 1 :]))
    return {way for way in ways if way}


@lru_cache(maxsize=20_000)
def company(phrases: tuple[str, ...]) -> dict[str, None]:
    """The words of ``phrases`` that can be company, sorted, quick to look up in; *and* or *of*
    stand beside everything."""
    words = {form for text in phrases for form in phrase(text)}
    return dict.fromkeys(sorted(words - FUNCTION_WORDS))
