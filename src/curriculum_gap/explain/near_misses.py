"""What came near a topic without being seen as it: its terms' words apart, or alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from curriculum_gap.explain.workings import Workings
from curriculum_gap.explanation import ScatteredTerm
from curriculum_gap.keywords import forms, phrase
from curriculum_gap.nouns import Section, Strength

__all__ = ["near_misses"]

_RARE = 4.0  # idf from which a single word says something about its topic
_MOST_WORDS = 8
_MOST_APART = 5


def near_misses(
    one: Workings, seen: Collection[int]
) -> tuple[tuple[ScatteredTerm, ...], tuple[tuple[str, int], ...]]:
    """Terms whose words stand apart in a passage without a sighting (``seen`` are the positions of
    the others), and rare single words of terms, with how many passages hold them."""
    idf = one.model.idf
    phrases = {
        term.text: frozenset(way)
        for term in one.topic.terms
        if term.strength is not Strength.NAME and len(way := phrase(term.text)) > 1
    }
    telling = {form for way in phrases.values() for form in way if idf[form] >= _RARE}
    counts: Counter[str] = Counter()
    apart: list[tuple[float, ScatteredTerm]] = []
    for position, (passage, _) in enumerate(one.looked):
        if position in seen or passage.section is Section.POLICY:
            continue
        there = frozenset(form for form in forms(passage.text) if form)
        counts.update(there & telling)
        for term, words in phrases.items():
            if words <= there and not words.isdisjoint(telling):
                worth = sum(idf[form] for form in words)
                apart.append((worth, ScatteredTerm(term, position)))
    apart.sort(key=lambda pair: (-pair[0], pair[1].position, pair[1].term))
    rarest = sorted(counts.items(), key=lambda pair: (-idf[pair[0]], pair[0]))
    return tuple(found for _, found in apart[:_MOST_APART]), tuple(rarest[:_MOST_WORDS])
