"""Which hits count in a passage, and what each is worth before calibration."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple

from curriculum_gap.keywords.matching import REACH, Found, Hit, Veto, find
from curriculum_gap.keywords.model import Model, company
from curriculum_gap.keywords.tfidf import weights
from curriculum_gap.keywords.words import BREAK
from curriculum_gap.nouns import Passage, Section, Shape, Strength, Term

__all__ = ["Candidate", "Looked", "Place", "look"]

#: A contextual term without company keeps this name in the calibration.
ALONE = "alone"
# Asking an enumeration for a member is slow; a name is not.
_CONTEXTUAL, _POLICY, _HEADING = Strength.CONTEXTUAL, Section.POLICY, Shape.HEADING
_STRENGTH = {strength: str(strength) for strength in Strength}


class Place:
    """Where a term stood."""

    TEXT = "text"
    HEADING = "heading"
    TABLE = "table"
    TITLE = "title"


class Candidate(NamedTuple):
    """A hit with its worth: ``tfidf`` in 0–1 is the weight of the term in its own text,
    ``strength`` is ``strong``, ``contextual``, ``name``, or ``alone`` for a contextual term without
    a partner; ``partner`` is the company it keeps."""

    number: int
    place: str
    strength: str
    tfidf: float
    partner: str
    hit: Hit

    @property
    def start(self) -> int:
        """Where it starts in the passage's text, 0 outside of it."""
        return self.hit.start if self.place == Place.TEXT else 0

    @property
    def end(self) -> int:
        """Where it ends in the passage's text, 0 outside of it."""
        return self.hit.end if self.place == Place.TEXT else 0


class Looked(NamedTuple):
    """One passage looked at: candidates and vetoed hits by topic (index in the rubric)."""

    candidates: Mapping[int, tuple[Candidate, ...]]
    vetoes: tuple[Veto, ...] = ()


class _Around(NamedTuple):
    """What stands around a passage (headings, table header, title): its terms as candidates by
    topic, topics with a term or partner there, and the words there."""

    candidates: Mapping[int, tuple[Candidate, ...]]
    topics: Set[int]
    forms: Set[str]


def _found_with_weights(text: str, model: Model) -> tuple[Found, list[float]]:
    """What ``text`` holds, and the weight there of each of its hits."""
    found = find(text, model)
    if not found.hits:
        return found, []
    counts = Counter(found.forms + found.phrases)
    counts.pop(BREAK, None)
    written = [" ".join(found.forms[hit.first : hit.last]) for hit in found.hits]
    return found, list(map(weights(counts, model.idf, written).__getitem__, written))


def _company(
    hit: Hit, term: Term, found: Found, model: Model, topics: Set[int], forms: Set[str]
) -> str:
    """The partner that makes a contextual hit of ``term`` count, or ``""``.

    ``topics`` are those with a term or partner in the heading path or table header, ``forms`` the
    words there."""
    low, high = max(0, hit.first - REACH), hit.last + REACH
    wanted = company(term.partners)
    if wanted:
        near = found.forms[low : hit.first] + found.forms[hit.last : high]
        if not wanted.keys().isdisjoint(near):
            return next(form for form in near if form in wanted)
        if not forms.isdisjoint(wanted):
            return next(f"{form} (heading)" for form in wanted if form in forms)
        return ""
    for other in found.hits:
        if other.topic == hit.topic and other.number != hit.number and low <= other.first < high:
            return model.rubric.topics[hit.topic].terms[other.number].text
    for at in range(bisect_left(found.partners, (low,)), bisect_left(found.partners, (high,))):
        place, owners = found.partners[at]
        if hit.topic in owners and not hit.first <= place < hit.last:
            return found.forms[place]
    return "heading" if hit.topic in topics else ""


def look(passages: Iterable[Passage], title: str, model: Model) -> Iterator[tuple[Passage, Looked]]:
    """Every passage with its candidates, in order. A passage is looked at with its heading path, its
    table header and the document's title, never with its neighbours."""

    # Headings and table headers repeat from passage to passage: each is matched once.
    @cache
    def found_in(text: str) -> tuple[Found, list[float]]:
        return _found_with_weights(text, model)

    @cache
    def around(
        headings: tuple[str, ...], header: tuple[str, ...], but: str, titled: bool
    ) -> _Around:
        places = [(Place.HEADING, text) for text in headings if text not in (but, title)]
        if titled:
            places.append((Place.TITLE, title))
        if header:
            places.append((Place.TABLE, " | ".join(header)))
        found = [(place, *found_in(text)) for place, text in places]
        topics = {hit.topic for _, other, _ in found for hit in other.hits}
        for _, other, _ in found:
            topics.update(*[owners for _, owners in other.partners])
        forms = frozenset(form for _, other, _ in found for form in other.forms if form)
        candidates: dict[int, list[Candidate]] = defaultdict(list)
        for place, other, tfidf in found:
            _add(candidates, place, other, tfidf, model, topics, forms)
        return _Around({t: tuple(those) for t, those in candidates.items()}, topics, forms)

    for passage in passages:
        text, headings, header = passage.text, passage.headings, passage.header
        # A heading stands around the passages below as well.
        read = found_in(text) if passage.shape is _HEADING else _found_with_weights(text, model)
        there = around(
            headings,
            header if header != passage.cells else (),
            text if text in headings else "",
            bool(title) and title not in text,
        )
        yield passage, _look_at(passage, *read, there, model)


def _look_at(
    passage: Passage, found: Found, tfidf: Sequence[float], around: _Around, model: Model
) -> Looked:
    vetoes = found.vetoes
    spoken: list[Hit] = []
    if vetoes and passage.section is _POLICY:
        # How institutions speak of a topic: no evidence elsewhere, and here what sets the flag.
        spoken = [veto.hit for veto in vetoes if veto.policy]
        vetoes = tuple(veto for veto in vetoes if not veto.policy)
    if not found.hits and not spoken:
        return Looked(around.candidates, vetoes)
    own: dict[int, list[Candidate]] = defaultdict(list)
    _add(own, Place.TEXT, found, tfidf, model, around.topics, around.forms)
    for hit in spoken:
        own[hit.topic].append(Candidate(hit.number, Place.TEXT, str(Strength.STRONG), 1.0, "", hit))
    candidates = {topic: tuple(those) for topic, those in own.items()}
    for topic, those in around.candidates.items():
        candidates[topic] = candidates.get(topic, ()) + those
    return Looked(candidates, vetoes)


def _add(
    candidates: dict[int, list[Candidate]],
    place: str,
    found: Found,
    tfidf: Sequence[float],
    model: Model,
    topics: Set[int],
    forms: Set[str],
) -> None:
    """Add the hits of one text, with their company there and in what stands around."""
    for hit, worth in zip(found.hits, tfidf, strict=True):
        term = model.rubric.topics[hit.topic].terms[hit.number]
        strength, partner = _STRENGTH[term.strength], ""
        if term.strength is _CONTEXTUAL:
            partner = _company(hit, term, found, model, topics, forms)
            strength = strength if partner else ALONE
        candidates[hit.topic].append(Candidate(hit.number, place, strength, worth, partner, hit))
