"""Titles that syllabi copy from a standard show nothing: coverage → coverage without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curriculum_gap.curriculum_map import Standard
from curriculum_gap.declarations import is_title, title_spans
from curriculum_gap.nouns import Coverage, Evidence
from curriculum_gap.programme.courses import bounded_evidence

__all__ = ["evidence_for_crosswalk", "without_titles"]


def evidence_for_crosswalk(coverage: Coverage, standard: Standard) -> Coverage:
    """A document with little of its evidence: the best piece of each topic in each section, printed
    titles of items left out."""
    return bounded_evidence(without_titles(coverage, standard))


def evidence_for_map_and_crosswalk(coverage: Coverage, standard: Standard) -> Coverage:
    """A document with what a map and a crosswalk of it need: the best piece of each topic in each
    section, with printed titles of items and without."""
    for_map, other = bounded_evidence(coverage), evidence_for_crosswalk(coverage, standard)
    topics = []
    for topic, one, two in zip(coverage.topics, for_map.topics, other.topics, strict=True):
        kept = {piece.position for piece in (*one.evidence, *two.evidence)}
        pieces = tuple(piece for piece in topic.evidence if piece.position in kept)
        topics.append(replace(topic, evidence=pieces))
    return replace(for_map, topics=tuple(topics))


def without_titles(coverage: Coverage, standard: Standard) -> Coverage:
    """A document without the evidence in printed titles of items, whether in a list or behind a
    code: a title that is copied from the standard shows nothing."""
    declaring = [
        made.text.strip("…")
        for made in coverage.declarations
        if made.body == standard.body and made.code
    ]
    topics = tuple(
        replace(
            topic,
            evidence=tuple(
                piece
                for piece in topic.evidence
                if not _is_of_title(piece, declaring, standard.body)
            ),
        )
        for topic in coverage.topics
    )
    return replace(coverage, topics=topics)


def _is_of_title(piece: Evidence, declaring: Sequence[str], body: str) -> bool:
    """Whether all words that match stand in the printed title of an item: in a title alone, behind
    a code in one of the texts ``declaring``, or in several titles that a reader joined."""
    text = piece.passage.text
    if is_title(text, body):
        return True
    spans = title_spans(text, body)
    if len(spans) < 2 and not any(one in text or text in one for one in declaring):
        return False
    inside = [
        any(start <= match.start and match.end <= end for start, end in spans)
        for match in piece.matches
        if match.place == "text"
    ]
    return bool(inside) and all(inside)
