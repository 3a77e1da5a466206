"""The worst passages: said to be about a topic and labelled otherwise, or the reverse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from curriculum_gap.agreement import Disagreement
from curriculum_gap.evaluate.trial import Trial, read_trial
from curriculum_gap.evaluate.verdicts import Verdict
from curriculum_gap.keywords import Model
from curriculum_gap.nouns import Evidence, Level, Section, TopicCoverage

__all__ = ["worst_slips"]

_MOST_OF_ONE = 2  # of one topic in one document: a list of errors should show different ones

Weighted = tuple[float, Verdict, TopicCoverage, int]


def worst_slips(verdicts: Sequence[Verdict], model: Model, most: int) -> tuple[Disagreement, ...]:
    """At most ``most`` blocks that were wrongly said and as many that were missed, those first that
    go with a wrong level."""
    said, missed = [], []
    for verdict in verdicts:
        for found in verdict.topics:
            said += list(_wrongly_said(verdict, found))
            missed += list(_missed(verdict, found))
    number = {topic.id: n for n, topic in enumerate(model.rubric.topics)}

    @cache
    def trial(at: int) -> Trial:
        return read_trial(verdicts[at].labels, verdicts[at].source, model)

    index = {id(verdict): at for at, verdict in enumerate(verdicts)}
    slips = []
    for kind, weighted in ((False, said), (True, missed)):
        for _, verdict, found, block in _varied(weighted, most):
            seen = trial(index[id(verdict)])
            slips.append(_slip(kind, verdict, found, block, seen, number[found.topic], model))
    return tuple(slips)


def _gap(verdict: Verdict, found: TopicCoverage) -> int:
    """Levels said above the label; 0 where readers disagree."""
    if found.topic in verdict.labels.disputed:
        return 0
    return found.level - verdict.labels.level(found.topic)


def _wrongly_said(verdict: Verdict, found: TopicCoverage) -> Iterator[Weighted]:
    blocks = verdict.labels.blocks
    for n in sorted(verdict.covered.get(found.topic, ())):
        if found.topic not in blocks[n].topics and found.topic not in blocks[n].disputed:
            yield max(0, _gap(verdict, found)) + found.score, verdict, found, n


def _missed(verdict: Verdict, found: TopicCoverage) -> Iterator[Weighted]:
    covered = verdict.covered.get(found.topic, frozenset())
    for n, block in enumerate(verdict.labels.blocks):
        if found.topic in block.topics and n not in covered:
            yield max(0, -_gap(verdict, found)) + 1 - found.score, verdict, found, n


def _varied(weighted: list[Weighted], most: int) -> list[Weighted]:
    weighted.sort(key=lambda one: (-one[0], one[1].labels.id, one[2].topic, one[3]))
    taken: Counter[tuple[str, str]] = Counter()
    chosen: list[Weighted] = []
    for one in weighted:
        key = one[1].labels.id, one[2].topic
        if taken[key] < _MOST_OF_ONE and len(chosen) < most:
            taken[key] += 1
            chosen.append(one)
    return chosen


def _slip(
    missed: bool,
    verdict: Verdict,
    found: TopicCoverage,
    block: int,
    trial: Trial,
    number: int,
    model: Model,
) -> Disagreement:
    """What was seen in the passages that cover the block."""
    terms = model.rubric.topics[number].terms
    matched: dict[str, None] = {}
    refused: dict[str, None] = {}
    sections: dict[str, None] = {}
    by_position = {e.position: e for e in found.evidence}
    best: Evidence | None = None
    for position, (passage, seen) in enumerate(trial.passages):
        if block not in trial.blocks[position]:
            continue
        sections[str(passage.section)] = None
        piece = by_position.get(position)
        if piece is not None and (best is None or piece.score > best.score):
            best = piece
        for candidate in seen.candidates.get(number, ()):
            place = "" if candidate.place == "text" else f" in the {candidate.place}"
            lone = candidate.strength == "alone"
            words = f"{terms[candidate.number].text}{place}"
            if lone:
                refused[f"{words} (contextual without a partner)"] = None
            else:
                matched[words] = None
        for veto in seen.vetoes:
            if veto.hit.topic == number:
                refused[f"{terms[veto.hit.number].text} ({veto.why})"] = None
    labelled = verdict.labels.blocks[block]
    return Disagreement(
        verdict.labels.id,
        verdict.source,
        found.topic,
        missed,
        verdict.labels.level(found.topic),
        Level(found.level),
        labelled.number,
        labelled.text,
        best.score if best else 0.0,
        ", ".join(sections) or (str(Section.OTHER) if trial.passages else ""),
        tuple(matched),
        tuple(refused),
    )
