"""Labelled documents read once: passages, what was found in them, and what the labels say.

Reading and matching do not depend on the fitted numbers, so a fit, a refit with documents left out
and an evaluation can share one :class:`Trial` per document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from curriculum_gap.calibration import Calibration
from curriculum_gap.errors import ReadError
from curriculum_gap.evaluate.labels import LabelledDocument, Overlap
from curriculum_gap.evaluate.verdicts import Verdict
from curriculum_gap.keywords import Model, look, weigh
from curriculum_gap.keywords.weighing import Looked
from curriculum_gap.measure import cover
from curriculum_gap.nouns import (
    Evidence,
    Limits,
    Passage,
    Section,
    Status,
    TopicCoverage,
    Unread,
)
from curriculum_gap.readers import load, read_document
from curriculum_gap.sections import assign

__all__ = ["Trial", "covered_blocks", "gather", "read_trial", "tried", "verdict"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One labelled document with its passages, the candidates in each, and the labelled blocks that
    each passage covers. ``fault`` says why it could not be read (then it has no passages)."""

    labels: LabelledDocument
    passages: tuple[tuple[Passage, Looked], ...]
    blocks: tuple[tuple[int, ...], ...]
    fault: str = ""


def read_trial(
    labels: LabelledDocument, source: str, model: Model, limits: Limits | None = None
) -> Trial:
    """Read one labelled document; one that cannot be read has a fault and no passages."""
    try:
        content = load(source, limits or Limits())
        document = read_document(content, source, limits or Limits())
    except ReadError as error:
        return Trial(labels, (), (), f"{error.status}: {error.what}")
    overlap = Overlap(labels.blocks)
    looked = tuple(look(assign(document), document.title, model))
    return Trial(labels, looked, tuple(overlap.blocks(p.text) for p, _ in looked))


def gather(
    labelled: Iterable[LabelledDocument],
    folder: str | Path,
    model: Model,
    limits: Limits | None = None,
) -> Iterator[Trial]:
    """Read every labelled document below ``folder``; an unreadable one counts as nothing found."""
    for labels in labelled:
        yield read_trial(labels, str(Path(folder) / labels.file), model, limits)


def verdict(trial: Trial, model: Model, calibration: Calibration) -> tuple[TopicCoverage, ...]:
    """What gapcheck says of the document with these fitted numbers."""
    return cover(weigh(trial.passages, model, calibration), model.rubric, calibration)


def covered_blocks(trial: Trial, evidence: Iterable[Evidence]) -> frozenset[int]:
    """Indices of the labelled blocks that some evidence outside policy text covers."""
    return frozenset(
        block
        for e in evidence
        if e.passage.section is not Section.POLICY
        for block in trial.blocks[e.position]
    )


def tried(trial: Trial, model: Model, calibration: Calibration) -> Verdict:
    """As :func:`verdict`, beside the labels and ready to be measured."""
    labels = trial.labels
    if trial.fault:
        status, _, reason = trial.fault.partition(": ")
        return Verdict(labels, labels.file, (), {}, Unread(labels.file, Status(status), reason))
    topics = verdict(trial, model, calibration)
    covered = {found.topic: covered_blocks(trial, found.evidence) for found in topics}
    return Verdict(labels, labels.file, topics, covered)
