"""What gapcheck says of a labelled document, beside its labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from curriculum_gap.errors import UsageError
from curriculum_gap.evaluate.labels import LabelledDocument, Overlap
from curriculum_gap.nouns import Coverage, Evidence, Section, TopicCoverage, Unread

__all__ = ["Verdict", "find_source", "verdict_of"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Labels and levels of one document. ``covered`` holds, by topic, the indices of labelled
    blocks that its evidence outside policy text covers. An unread document has no topics."""

    labels: LabelledDocument
    source: str
    topics: tuple[TopicCoverage, ...]
    covered: Mapping[str, frozenset[int]]
    unread: Unread | None = None


def verdict_of(labels: LabelledDocument, source: str, entry: Coverage | Unread) -> Verdict:
    """The verdict of a check, its evidence matched to the labelled blocks by overlap of text."""
    if isinstance(entry, Unread):
        return Verdict(labels, source, (), {}, entry)
    overlap = Overlap(labels.blocks)
    known: dict[int, tuple[int, ...]] = {}

    def blocks(pieces: Iterable[Evidence]) -> frozenset[int]:
        covered: set[int] = set()
        for piece in pieces:
            if piece.passage.section is not Section.POLICY:
                if piece.position not in known:
                    known[piece.position] = overlap.blocks(piece.passage.text)
                covered.update(known[piece.position])
        return frozenset(covered)

    topics = entry.topics
    covered = {found.topic: blocks(found.evidence) for found in topics} if labels.blocks else {}
    return Verdict(labels, source, topics, covered)


def find_source(labels: LabelledDocument, folder: Path, documents: str | None) -> str:
    """Where the document's file is: below ``documents``, or else beside the labels in ``folder``,
    below the folder above it, or below ``corpus`` there. Where there is none: where it should be.

    Raises UsageError where ``documents`` is no folder.
    """
    if documents is not None:
        if not Path(documents).is_dir():
            raise UsageError(documents, "is no folder", "name the folder of the labelled documents")
        return str(Path(documents) / labels.file)
    places = [folder, folder.parent, folder.parent / "corpus"]
    there = [place / labels.file for place in places if (place / labels.file).is_file()]
    return str(there[0] if there else folder / labels.file)
