"""Where a rubric's terms stand in a text: longest phrase first, each word once, vetoes, scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from curriculum_gap.keywords.model import NO_SECOND_WORD, Model, Phrase, Role, company
from curriculum_gap.keywords.words import BREAK, forms, offsets
from curriculum_gap.lexicon import load_lexicon
from curriculum_gap.nouns import FalseFriend
from curriculum_gap.scope_rules import denied_spans

__all__ = ["REACH", "Partner", "TermSpan", "TextMatches", "Veto", "match_text"]

REACH = 12
"""Words either side in which a partner or a vetoing word counts as company: about half a sentence,
set by hand."""


class TermSpan(NamedTuple):
    """A term of a topic in a text: indices of the topic and its term, positions of its first word
    and of the one after its last, and character offsets."""

    topic: int
    number: int
    first: int
    last: int
    start: int
    end: int


class Veto(NamedTuple):
    """A term that stands in a text and does not count, and why; with ``policy`` it counts in policy
    text."""

    span: TermSpan
    why: str
    policy: bool = False


Partner = tuple[int, tuple[int, ...]]
"""The position of a partner's first word, and the topics whose partner it is."""


class TextMatches(NamedTuple):
    """What one text holds: the normal forms of its words, terms in reading order, terms that do not
    count, partners in order, and each phrase of several words as often as it occurred."""

    forms: tuple[str, ...]
    terms: Sequence[TermSpan]
    vetoes: Sequence[Veto]
    partners: list[Partner]
    phrases: list[str]


class _Reading(NamedTuple):
    """A way to read the words from ``first`` up to ``last`` (excluded): as a topic's term or false
    friend ``number``."""

    first: int
    last: int
    number: int
    role: Role


def match_text(text: str, model: Model, title: str = "") -> TextMatches:
    """All terms of ``model`` in ``text``, which stands in a document of this title."""
    found = forms(text)
    readings, partners, phrases = _readings(found, model)
    if not readings:
        return TextMatches(found, (), (), partners, phrases)
    terms: list[TermSpan] = []
    vetoes: list[Veto] = []
    last_word = max(reading.last for ways in readings.values() for reading in ways)
    places = offsets(text, last_word)
    denied = denied_spans(text, load_lexicon(model.rubric.language), title)

    def span(topic: int, reading: _Reading) -> TermSpan:
        first, last, number, _ = reading
        return TermSpan(topic, number, first, last, places[first][0], places[last - 1][1])

    for topic, ways in readings.items():
        friends = model.rubric.topics[topic].false_friends
        chosen, against = _chosen(ways, found, friends)
        for reading in chosen:
            term = span(topic, reading)
            why = next((why for begin, end, why in denied if begin <= term.start < end), "")
            if why:
                vetoes.append(Veto(term, why))
            else:
                terms.append(term)
        for veto in against:
            friend = friends[veto.number]
            why = f"false friend: {friend.phrase}"
            for reading in ways:
                overlaps = reading.first < veto.last and veto.first < reading.last
                if overlaps and reading.role is Role.TERM:
                    vetoes.append(Veto(span(topic, reading), why, friend.policy))
    terms.sort(key=attrgetter("first", "topic", "number"))
    return TextMatches(found, terms, vetoes, partners, phrases)


def _readings(
    found: tuple[str, ...], model: Model
) -> tuple[dict[int, list[_Reading]], list[Partner], list[str]]:
    """The phrases of a model among the words of a text: terms and false friends by topic, partners,
    phrases of several words."""
    readings: dict[int, list[_Reading]] = defaultdict(list)
    partners: list[Partner] = []
    phrases: list[str] = []
    for first, last, phrase_found in _phrases_in(found, model):
        if last > first + 1:
            phrases.append(" ".join(found[first:last]))
        topics = []
        for role, topic, number in phrase_found.entries:
            if role is Role.PARTNER:
                topics.append(topic)
            else:
                readings[topic].append(_Reading(first, last, number, role))
        if topics:
            partners.append((first, tuple(topics)))
    return readings, partners, phrases


def _phrases_in(found: tuple[str, ...], model: Model) -> list[tuple[int, int, Phrase]]:
    """First word, last word (excluded) and phrase, in reading order.

    Hot path: this runs for every word of every text. Two words are looked up before any phrase
    is compared, since the shipped rubric has up to 369 phrases with one first word.
    """
    phrases = []
    ended = [*found, BREAK]
    for first, seconds in enumerate(map(model.phrases.__getitem__, found)):
        if not seconds:
            continue
        for phrase_found in seconds.get(NO_SECOND_WORD, ()):
            phrases.append((first, first + 1, phrase_found))
        for phrase_found in seconds.get(ended[first + 1], ()):
            last = first + 2 + len(phrase_found.rest)
            if found[first + 2 : last] == phrase_found.rest:
                phrases.append((first, last, phrase_found))
    return phrases


def _chosen(
    readings: list[_Reading], found: tuple[str, ...], friends: Sequence[FalseFriend]
) -> tuple[list[_Reading], list[_Reading]]:
    """Of one topic's ways to read words: terms that hold, and false friends that do. The longest
    goes first, and each word counts once; at equal length a false friend wins over a term."""
    terms: list[_Reading] = []
    vetoes: list[_Reading] = []
    taken: set[int] = set()

    def order(reading: _Reading) -> tuple[int, int, int]:
        return reading.first - reading.last, -reading.role, reading.first

    for reading in sorted(readings, key=order):
        places = range(reading.first, reading.last)
        if not taken.isdisjoint(places):
            continue
        if reading.role is Role.TERM:
            terms.append(reading)
        elif _is_veto(friends[reading.number], reading, found):
            vetoes.append(reading)
        else:
            continue
        taken.update(places)
    return terms, vetoes


def _is_veto(friend: FalseFriend, reading: _Reading, found: tuple[str, ...]) -> bool:
    """Whether a false friend holds: always, or with one of its words in reach."""
    near = company(friend.near)
    around = found[max(0, reading.first - REACH) : reading.last + REACH]
    return not near or not near.keys().isdisjoint(around)
