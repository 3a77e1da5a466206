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
from curriculum_gap.keywords import Model, look, weigh
from curriculum_gap.keywords.weighing import Looked
from curriculum_gap.measure import cover
from curriculum_gap.nouns import Evidence, Limits, Passage, Section, TopicCoverage
from curriculum_gap.readers import load, read_document
from curriculum_gap.sections import assign

__all__ = ["Trial", "covered_blocks", "gather", "verdict"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One labelled document with its passages, the candidates in each, and the labelled blocks that
    each passage covers. ``fault`` says why it could not be read (then it has no passages)."""

    labels: LabelledDocument
    passages: tuple[tuple[Passage, Looked], ...]
    blocks: tuple[tuple[int, ...], ...]
    fault: str = ""


def gather(
    labelled: Iterable[LabelledDocument],
    folder: str | Path,
    model: Model,
    limits: Limits | None = None,
) -> Iterator[Trial]:
    """Read every labelled document below ``folder``; an unreadable one counts as nothing found."""
    for labels in labelled:
        path = str(Path(folder) / labels.file)
        try:
            content = load(path, limits or Limits())
            document = read_document(content, path, limits or Limits())
        except ReadError as error:
            yield Trial(labels, (), (), f"{error.status}: {error.what}")
            continue
        overlap = Overlap(labels.blocks)
        looked = tuple(look(assign(document), document.title, model))
        yield Trial(labels, looked, tuple(overlap.blocks(p.text) for p, _ in looked))


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
