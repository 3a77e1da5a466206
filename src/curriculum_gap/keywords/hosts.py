"""Where topics that are missing would fit: the passages that speak of matters with which a topic
usually lives.

Takes the passages of a document and the rubric's hosts, gives at most three places a topic. A host
is weighed by how rare it is in syllabi and by the section where it stands; it is no evidence of its
topic, and no level depends on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from curriculum_gap.advice import SECTION_WEIGHTS
from curriculum_gap.keywords.model import Host, Model
from curriculum_gap.keywords.words import forms, offsets
from curriculum_gap.lexicon import load_lexicon
from curriculum_gap.nouns import HostWord, Passage

__all__ = ["MOST_HOSTS", "find_hosts"]

MOST_HOSTS = 3
"""Places kept for each topic of a document."""
_LEAST_WEIGHT = 0.3
"""The least that a host must be worth where it stands, else it is no reason: in a session a word
that one syllabus in seven holds, in an assignment one in 12, in a reading one in 26, in an
objective one in 50. Set by hand on one social-work programme: at 0.25 objectives gave *clients* as
a reason, at 0.4 four courses in ten had no place at all."""
_LEVELS_OF_SCORING = 2  # columns named by a level ("Excellent") that make a table of scores
_LONGEST_TEXT = 200  # characters of a passage that are kept
_BEFORE_HOST, _AFTER_HOST = 60, 60  # characters around the first word of a host that are kept
_MOST_PASSAGES = 20_000
"""Passages looked at: hostile text has no end of them."""


class _Place(NamedTuple):
    """A host in a passage: its weight there, the number of the passage, the host, and which word of
    the passage it begins with."""

    weight: float
    number: int
    host: Host
    first: int


def find_hosts(
    passages: Iterable[Passage], model: Model, wanted: Collection[str]
) -> tuple[HostWord, ...]:
    """At most :data:`MOST_HOSTS` places for each topic whose id is ``wanted``, in the rubric's
    order and then the weightiest first.

    A topic has at most one place for each host, and one for each passage. Hot path: a passage has
    mostly no host, which one look at its words tells.
    """
    topics = {index for index, topic in enumerate(model.rubric.topics) if topic.id in wanted}
    if not model.hosts or not topics:
        return ()
    rarest_words = frozenset(model.hosts)
    has_no_room = _room(model.rubric.language)
    seen: list[Passage] = []
    places: dict[int, list[_Place]] = defaultdict(list)
    for passage in passages:
        worth = SECTION_WEIGHTS.get(passage.section)
        if worth is None or passage.excluded or len(seen) == _MOST_PASSAGES:
            continue
        found = forms(passage.text)
        words = rarest_words.intersection(found)
        if not words or has_no_room(passage.headings, passage.header):
            continue
        candidates = [
            host
            for word in words
            for host in model.hosts[word]
            if worth * host.rarity >= _LEAST_WEIGHT
        ]
        for host, first in _hosts_in(found, candidates):
            place = _Place(worth * host.rarity, len(seen), host, first)
            for topic in topics.intersection(host.topics):
                places[topic].append(place)
        seen.append(passage)
    text_around = cache(_text_around)
    chosen = []
    for topic in sorted(places):
        for place in _chosen(places[topic]):
            passage = seen[place.number]
            chosen.append(
                HostWord(
                    topic=model.rubric.topics[topic].id,
                    word=place.host.written,
                    section=passage.section,
                    weight=round(place.weight, 3),
                    text=text_around(passage.text, place.first),
                    page=passage.page,
                    line=passage.line,
                    heading=passage.headings[-1][:_LONGEST_TEXT] if passage.headings else "",
                    inside=passage.inside,
                )
            )
    return tuple(chosen)


def _room(language: str) -> Callable[[tuple[str, ...], tuple[str, ...]], bool]:
    """Whether no new topic has room below these headings, or in a table of this header: in an
    appendix, and where graded work is scored.

    From syllabi that print a table of what each grade takes for every paper: its rows speak of
    ethics and interviews as the papers do.
    """
    lexicon = load_lexicon(language)

    @cache
    def has_no_room(headings: tuple[str, ...], header: tuple[str, ...]) -> bool:
        levels = sum(bool(lexicon.tables.levels.search(cell.lower())) for cell in header)
        scoring = lexicon.graded_work.scoring
        return levels >= _LEVELS_OF_SCORING or any(
            scoring.search(heading.lower()) for heading in headings
        )

    return has_no_room


def _hosts_in(found: tuple[str, ...], candidates: Iterable[Host]) -> Iterator[tuple[Host, int]]:
    """Those of the hosts that stand in a text of the normal forms ``found``, with the number of the
    first word; the rarest word of each ``candidates`` does stand there."""
    for host in candidates:
        words, rarest = host.words, host.rarest
        place = found.index(words[rarest])
        while place < rarest or found[place - rarest : place - rarest + len(words)] != words:
            try:
                place = found.index(words[rarest], place + 1)
            except ValueError:
                break
        else:
            yield host, place - rarest


def _chosen(places: list[_Place]) -> Iterator[_Place]:
    """The weightiest places of one topic, of which no two share a host or a passage. At equal
    weight a passage that holds more of the topic's hosts goes first, then the earlier one, then
    the longer host (*DSM-5-TR* before *DSM*)."""
    together = Counter(place.number for place in places)

    def order(place: _Place) -> tuple[float, int, int, int, int]:
        length = len(place.host.words)
        return -place.weight, -together[place.number], place.number, -length, place.first

    hosts: set[str] = set()
    numbers: set[int] = set()
    for place in sorted(places, key=order):
        if place.host.written not in hosts and place.number not in numbers:
            hosts.add(place.host.written)
            numbers.add(place.number)
            yield place
        if len(hosts) == MOST_HOSTS:
            return


def _text_around(text: str, first: int) -> str:
    """The part of a passage's ``text`` that holds its word number ``first``: from the start, if it
    is near."""
    if len(text) <= _LONGEST_TEXT:
        return text
    start, end = offsets(text, first + 1)[-1]
    if end + _AFTER_HOST <= _LONGEST_TEXT:
        return text[:_LONGEST_TEXT].rpartition(" ")[0] or text[:_LONGEST_TEXT]
    begin = text.rfind(" ", 0, max(1, start - _BEFORE_HOST)) + 1
    begin = begin if start - begin < _LONGEST_TEXT // 2 else start
    return text[begin : begin + _LONGEST_TEXT]
