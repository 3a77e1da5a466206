"""Why a level: every passage in which a topic was seen, what counted, what did not, what is short.

    explanation = explain_document(document, rubric, ["stigma-and-help-seeking"])

The same functions that give a verdict are asked again, with their workings kept.
"""

from __future__ import annotations

from collections.abc import Collection

from curriculum_gap.calibration import load_calibration
from curriculum_gap.compiled import model_of
from curriculum_gap.explain.near_misses import near_misses
from curriculum_gap.explain.passages import passages_holding
from curriculum_gap.explain.sightings import sightings_of
from curriculum_gap.explain.steps import steps_of
from curriculum_gap.explain.tips import tips_of
from curriculum_gap.explain.workings import Workings, workings_of
from curriculum_gap.explanation import Candidate, Explanation, ScatteredTerm, TopicExplanation
from curriculum_gap.keywords import look
from curriculum_gap.measure import POLICY_FROM
from curriculum_gap.nouns import Document, Level, Rubric
from curriculum_gap.pipeline import check_document
from curriculum_gap.sections import assign

__all__ = ["explain_document"]


def explain_document(
    document: Document, rubric: Rubric, topics: Collection[str] | None = None, about: str = ""
) -> Explanation:
    """Why ``document`` got its levels.

    ``topics`` are ids (None: every topic, in the rubric's order). With ``about``, only passages that
    hold this text (letter case and white space aside) are explained, for the topics seen in them or
    named. Raises UsageError where no passage holds it.
    """
    model, calibration = model_of(rubric), load_calibration()
    looked = list(look(assign(document, rubric.language), document.title, model))
    coverage = check_document(document, rubric)
    found = passages_holding(about, looked) if about else {}
    explained = []
    for one in workings_of(coverage.topics, looked, model, calibration):
        if topics is not None and one.topic.id not in topics:
            continue
        sightings = shown = sightings_of(one)
        if about:
            shown = tuple(s for s in sightings if s.evidence.position in found)
            if not shown and topics is None:
                continue
        explained.append(_explained(one, sightings, shown))
    return Explanation(
        coverage,
        rubric,
        len(looked),
        calibration.counts_from,
        POLICY_FROM,
        tuple(explained),
        about,
        tuple(found.items()),
    )


def _explained(
    one: Workings, sightings: tuple[Candidate, ...], shown: tuple[Candidate, ...]
) -> TopicExplanation:
    steps, tips = steps_of(one), tips_of(one)
    apart: tuple[ScatteredTerm, ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    if one.verdict.level is Level.ABSENT:
        apart, words = near_misses(one, {s.evidence.position for s in sightings})
    return TopicExplanation(one.topic, one.verdict, shown, steps, tips, one.setting, apart, words)
