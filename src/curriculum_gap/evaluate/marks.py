"""Marks: what reviewers said of single pieces of evidence in an HTML report → labels.

A mark names a document by the hash of its bytes and a passage by its position, and holds no words
of it. Marks say how much of the evidence is right; what was missed they cannot say.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath
from typing import NamedTuple

from curriculum_gap.errors import GapcheckError, UsageError
from curriculum_gap.evaluate.labels import LabelledBlock, LabelledDocument, find_file, sound_lines
from curriculum_gap.nouns import Coverage, Evidence, Level, Rubric, TopicCoverage, Unread
from curriculum_gap.reports import matched_range
from curriculum_gap.validation import MAX_FAULTS

__all__ = [
    "MarkedDocument",
    "find_marked_file",
    "holds_marks",
    "labels_from_marks",
    "load_marks",
    "passages_from_marks",
]


class MarkedPlace(NamedTuple):
    """A topic, a passage by its number in the document, from 0, and where the matching words begin
    and end in it. Where another version of gapcheck divides a document otherwise, the number may be
    that of another passage; its offsets tell."""

    topic: str
    position: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """The marks on one document: ``right``, ``wrong``, or ``disputed`` where two marks differ.
    ``sha256`` is that of the bytes that were marked."""

    file: str
    sha256: str
    marks: Mapping[MarkedPlace, str]


def holds_marks(path: str) -> bool:
    """Whether the file at ``path`` begins with a mark; a folder does not."""
    if not Path(path).is_file():
        return False
    with Path(path).open(encoding="utf-8-sig", errors="replace") as stream:
        try:
            first = json.loads(stream.readline())
        except (ValueError, RecursionError):
            return False
    return isinstance(first, dict) and "mark" in first


def load_marks(path: str) -> dict[str, MarkedDocument]:
    """Marks by the path of their document, as the report was given it.

    Raises UsageError for a line that is no mark, and for marks on two versions of a file.
    """
    faults: list[GapcheckError] = []
    hashes: dict[str, str] = {}
    marks: dict[str, dict[MarkedPlace, str]] = defaultdict(dict)
    for where, entry in sound_lines(Path(path), "mark", faults):
        file, mark = entry["file"], entry["mark"]
        place = MarkedPlace(*(entry[key] for key in MarkedPlace._fields))
        if hashes.setdefault(file, entry["sha256"]) != entry["sha256"]:
            what = f"marks another version of {file!r} than a line before"
            faults.append(UsageError(where, what, "keep marks on two versions in two files"))
        known = marks[file].setdefault(place, mark)
        if known != mark:
            marks[file][place] = "disputed"
    if faults:
        faults[0].others = tuple(faults[1:MAX_FAULTS])
        raise faults[0]
    return {file: MarkedDocument(file, hashes[file], marks[file]) for file in hashes}


def find_marked_file(marked: MarkedDocument, folder: Path, documents: str | None) -> str:
    """Where the marked file is: where its path says, or else any file of the same kind with the
    same bytes below ``documents`` (without it ``folder``, that of the marks). Reports without names
    of people write other paths. Where there is none: where it should be."""
    source = find_file(marked.file, folder, documents)
    if _has_digest(Path(source), marked.sha256):
        return source
    for path in sorted(Path(documents or folder).rglob(f"*{PurePath(marked.file).suffix}")):
        if _has_digest(path, marked.sha256):
            return str(path)
    return source


def _has_digest(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def passages_from_marks(
    marked: MarkedDocument, entry: Coverage | Unread
) -> list[tuple[str, str, bool]]:
    """Topic, text, and whether the text is about the topic, of each passage on which the marks
    agree. Raises UsageError where the file is not the one that was marked."""
    if isinstance(entry, Unread):
        return []
    _check_digest(marked, entry)
    texts = _texts(entry)
    return [
        (place.topic, texts[place], mark == "right")
        for place, mark in marked.marks.items()
        if place in texts and mark != "disputed"
    ]


def _check_digest(marked: MarkedDocument, coverage: Coverage) -> None:
    if coverage.sha256 != marked.sha256:
        what = "is not the file that was marked"
        hint = "name the folder of the marked files with --documents"
        raise UsageError(coverage.source, what, hint)


def _place(evidence: Evidence) -> MarkedPlace:
    return MarkedPlace(evidence.topic, evidence.position, *matched_range(evidence))


def _texts(coverage: Coverage) -> dict[MarkedPlace, str]:
    """The text of each passage that is evidence."""
    return {
        _place(evidence): evidence.passage.text
        for verdict in coverage.topics
        for evidence in verdict.evidence
    }


def labels_from_marks(
    marked: MarkedDocument, entry: Coverage | Unread | None, rubric: Rubric
) -> LabelledDocument:
    """The labels that ``marked`` stands for, beside the verdict ``entry`` on the same bytes (None
    before there is one).

    Each marked passage is a block about the topics that were marked right; topics that nobody
    marked there are disputed. A topic's level is known only where all that was found of it was
    marked wrong: absent. A passage that is evidence no longer is a block without text, which
    nothing covers. Raises UsageError where the file is not the one that was marked.
    """
    everything = frozenset(topic.id for topic in rubric.topics)
    blocks: tuple[LabelledBlock, ...] = ()
    refuted: frozenset[str] = frozenset()
    if isinstance(entry, Coverage):
        _check_digest(marked, entry)
        blocks = _blocks(marked, entry, everything)
        refuted = frozenset(
            verdict.topic for verdict in entry.topics if _is_refuted(verdict, marked)
        )
    return LabelledDocument(
        id=marked.file,
        file=marked.file,
        group="",
        use="",
        levels=dict.fromkeys(refuted, Level.ABSENT),
        policy=frozenset(),
        disputed=everything - refuted,
        blocks=blocks,
    )


def _blocks(
    marked: MarkedDocument, coverage: Coverage, everything: frozenset[str]
) -> tuple[LabelledBlock, ...]:
    """A block for each marked passage, in the document's order."""
    texts = _texts(coverage)
    by_passage: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for place, mark in marked.marks.items():
        by_passage[place.position, texts.get(place, "")][place.topic] = mark
    blocks = []
    for (position, text), marks in sorted(by_passage.items()):
        right = frozenset(topic for topic, mark in marks.items() if mark == "right")
        wrong = frozenset(topic for topic, mark in marks.items() if mark == "wrong")
        disputed = everything - right - wrong
        blocks.append(LabelledBlock(position, text, topics=right, disputed=disputed))
    return tuple(blocks)


def _is_refuted(verdict: TopicCoverage, marked: MarkedDocument) -> bool:
    """Whether a topic was found, and each piece of its evidence was marked wrong."""
    places = [_place(evidence) for evidence in verdict.content]
    return bool(places) and all(marked.marks.get(place) == "wrong" for place in places)
