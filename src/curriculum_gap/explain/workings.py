"""What the verdict on one topic was made from: all that an explanation looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curriculum_gap.calibration import Calibration
from curriculum_gap.keywords import Looked, Model, weigh
from curriculum_gap.measure import Weighed, corroborate, settings
from curriculum_gap.nouns import Evidence, Passage, Topic, TopicCoverage

__all__ = ["Look", "Workings", "workings_of"]

Look = tuple[Passage, Looked]
"""A passage, and what was seen in it."""


@dataclass(frozen=True, slots=True)
class Workings:
    """One topic, the rubric's ``number``-th from 0, in one document: its verdict, its evidence
    outside policy text with the chance (0–1) of each piece (``weighed``), what the other topics say
    of its company (``setting``). ``looked`` holds all passages, in reading order."""

    number: int
    topic: Topic
    verdict: TopicCoverage
    weighed: Sequence[Weighed]
    setting: float
    looked: Sequence[Look]
    model: Model
    calibration: Calibration


def workings_of(
    verdicts: Sequence[TopicCoverage],
    looked: Sequence[Look],
    model: Model,
    calibration: Calibration,
) -> Iterator[Workings]:
    """The workings behind each of a document's verdicts, which stand in the rubric's order."""
    rubric = model.rubric
    by_topic: dict[str, list[Evidence]] = defaultdict(list)
    for piece in weigh(looked, model, calibration):
        by_topic[piece.topic].append(piece.evidence())
    company = settings(by_topic, rubric)
    for number, (topic, verdict) in enumerate(zip(rubric.topics, verdicts, strict=True)):
        setting = company[topic.id]
        evidence = by_topic[topic.id]
        weighed = corroborate(evidence, setting, topic.kind, calibration.corroborated)
        yield Workings(number, topic, verdict, weighed, setting, looked, model, calibration)
