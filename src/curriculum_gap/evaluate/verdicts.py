"""What gapcheck says of a labelled document, beside its labels.

A verdict comes from a scan (:func:`verdict_of`), or from a document that was read and matched once
and is judged by any calibration (:func:`match_document`, :func:`judge`): reading and matching do
not depend on fitted numbers, so that fitting and evaluating can share them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curriculum_gap.calibration import Calibration
from curriculum_gap.errors import ReadError
from curriculum_gap.evaluate.labels import BlockOverlap, LabelledDocument
from curriculum_gap.keywords import Model, PassageMatches, match_passages, score_candidates
from curriculum_gap.measure import cover
from curriculum_gap.nouns import Coverage, Limits, Passage, TopicCoverage, Unread
from curriculum_gap.readers import read_file
from curriculum_gap.sections import assign

__all__ = ["MatchedDocument", "Verdict", "judge", "match_document", "verdict_of"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Labels and levels of one document. ``covered`` holds, by topic, the indices of labelled
    blocks that its evidence outside policy text covers; ``blocks`` holds those that the passage at
    a position covers. An unread document has no topics."""

    labels: LabelledDocument
    source: str
    topics: tuple[TopicCoverage, ...]
    covered: Mapping[str, frozenset[int]]
    blocks: Mapping[int, tuple[int, ...]]
    unread: Unread | None = None


@dataclass(frozen=True, slots=True)
class MatchedDocument:
    """One labelled document with its passages, the candidates in each, and the labelled blocks that
    each passage covers. One that could not be read has ``unread`` and no passages."""

    labels: LabelledDocument
    source: str
    passages: tuple[tuple[Passage, PassageMatches], ...] = ()
    blocks: tuple[tuple[int, ...], ...] = ()
    unread: Unread | None = None


def verdict_of(labels: LabelledDocument, source: str, entry: Coverage | Unread) -> Verdict:
    """The verdict of a scan, its evidence matched to the labelled blocks by overlap of text."""
    if isinstance(entry, Unread):
        return Verdict(labels, source, (), {}, {}, entry)
    overlap = BlockOverlap(labels.blocks)
    texts = {
        evidence.position: evidence.passage.text
        for topic in entry.topics
        for evidence in topic.evidence
    }
    blocks = {position: overlap.blocks(text) for position, text in texts.items()}
    return Verdict(labels, source, entry.topics, _covered(entry.topics, blocks), blocks)


def match_document(
    labels: LabelledDocument, source: str, model: Model, limits: Limits | None = None
) -> MatchedDocument:
    """Read one labelled document and match ``model``'s terms in it."""
    limits = limits or Limits()
    try:
        document = read_file(source, limits)
    except ReadError as error:
        unread = Unread(source, error.status, error.what, error.hint)
        return MatchedDocument(labels, source, unread=unread)
    overlap = BlockOverlap(labels.blocks)
    sections = assign(document, model.rubric.language)
    passages = tuple(match_passages(sections, document.title, model))
    blocks = tuple(overlap.blocks(passage.text) for passage, _ in passages)
    return MatchedDocument(labels, source, passages, blocks)


def judge(document: MatchedDocument, model: Model, calibration: Calibration) -> Verdict:
    """The verdict on a document with these fitted numbers."""
    labels, source = document.labels, document.source
    if document.unread is not None:
        return Verdict(labels, source, (), {}, {}, document.unread)
    candidates = score_candidates(document.passages, model, calibration)
    topics = cover(candidates, model.rubric, calibration)
    blocks = dict(enumerate(document.blocks))
    return Verdict(labels, source, topics, _covered(topics, blocks), blocks)


def _covered(
    topics: Iterable[TopicCoverage], blocks: Mapping[int, tuple[int, ...]]
) -> dict[str, frozenset[int]]:
    """The labelled blocks that each topic's evidence covers; ``blocks`` are those that the passage
    at a position covers."""

    covered = {}
    for topic in topics:
        covered[topic.topic] = frozenset(
            block for entry in topic.content for block in blocks[entry.position]
        )
    return covered
