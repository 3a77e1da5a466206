"""Why a level: every passage with a term of a topic, what counted, what did not, what is missing.

    explanation = explain_document(document, rubric, ["stigma-and-help-seeking"])

Takes a document and a rubric, gives an :class:`~curriculum_gap.explanation.Explanation` for
``reports`` to show. The functions that give a verdict are asked again, and what they worked with is
kept: ``passages`` says what stands in the document, ``levels`` how far each level is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from curriculum_gap.calibration import Calibration, load_calibration
from curriculum_gap.compiled import model_of
from curriculum_gap.errors import ReadError, UsageError
from curriculum_gap.expected_levels import expected_in_course
from curriculum_gap.explain.levels import level_chances, next_steps
from curriculum_gap.explain.passages import TopicInput, candidates_of, near_misses, topic_inputs
from curriculum_gap.explanation import Candidate, Explanation, ScatteredTerm, TopicExplanation
from curriculum_gap.keywords import match_passages
from curriculum_gap.measure import POLICY_FROM
from curriculum_gap.nouns import Coverage, Document, Level, Limits, Passage, Rubric, Topic, Unread
from curriculum_gap.pipeline import check_document
from curriculum_gap.sections import assign

__all__ = ["explain_document"]


def explain_document(
    document: Document,
    rubric: Rubric,
    topics: Collection[str] | None = None,
    quoted: str = "",
    limits: Limits | None = None,
) -> Explanation:
    """Why ``document`` got its levels.

    ``topics`` are ids (None: every topic, in the rubric's order). With ``quoted``, only passages
    that hold this text (letter case and white space aside) are explained, for the topics with
    candidates in them or named. Raises UsageError where no passage holds it, ReadError where the
    text allows no verdict.
    """
    found = assign(document, rubric.language)
    coverage = check_document(document, rubric, limits)
    if isinstance(coverage, Unread):
        raise ReadError(coverage.status, coverage.reason, coverage.hint)
    coverage = expected_in_course(coverage, rubric)
    calibration = load_calibration()
    quoted_in = _passages_holding(quoted, found) if quoted else {}
    explained = []
    for topic, source in _sources(found, document.title, coverage, rubric, calibration):
        if topics is not None and topic.id not in topics:
            continue
        candidates = shown = candidates_of(source)
        if quoted:
            shown = tuple(entry for entry in candidates if entry.evidence.position in quoted_in)
        if shown or not quoted or topics is not None:
            explained.append(replace(_explain_topic(source, candidates, shown), topic=topic))
    return Explanation(
        coverage=coverage,
        rubric=rubric,
        passage_count=len(found),
        counts_from=calibration.passage_threshold,
        policy_from=POLICY_FROM,
        topics=tuple(explained),
        quoted=quoted,
        quoted_in=tuple(quoted_in.items()),
    )


def _sources(
    passages: Sequence[Passage],
    title: str,
    coverage: Coverage,
    rubric: Rubric,
    calibration: Calibration,
) -> Iterator[tuple[Topic, TopicInput]]:
    """Each topic of ``rubric`` with what the verdict on it was made from. In a joined rubric that
    is what its own rubric's verdict is made from, under the topic's own id."""
    named = iter(zip(rubric.topics, coverage.topics, strict=True))
    for part in rubric.parts or (rubric,):
        model = model_of(part)
        searched = list(match_passages(passages, title, model))
        of_part = list(islice(named, len(part.topics)))
        verdicts = [
            replace(verdict, topic=own.id)
            for own, (_, verdict) in zip(part.topics, of_part, strict=True)
        ]
        sources = topic_inputs(verdicts, searched, model, calibration)
        for (topic, _), source in zip(of_part, sources, strict=True):
            yield topic, source


def _explain_topic(
    source: TopicInput, candidates: Sequence[Candidate], shown: tuple[Candidate, ...]
) -> TopicExplanation:
    """Near misses are those of all ``candidates``, whichever are ``shown``."""
    scattered: tuple[ScatteredTerm, ...] = ()
    rare_words: tuple[tuple[str, int], ...] = ()
    if source.verdict.level is Level.ABSENT:
        positions = {candidate.evidence.position for candidate in candidates}
        scattered, rare_words = near_misses(source, positions)
    return TopicExplanation(
        topic=source.topic,
        verdict=source.verdict,
        candidates=shown,
        level_chances=level_chances(source),
        next_steps=next_steps(source),
        setting=source.other_topics,
        scattered=scattered,
        rare_words=rare_words,
    )


def _passages_holding(text: str, passages: Sequence[Passage]) -> dict[int, Passage]:
    """Position → passage of those that hold ``text``. Raises UsageError where none does."""
    wanted = _folded(text)
    if not wanted:
        raise UsageError("--passage", "no text to look for", "give some words of the passage")
    matching = {}
    for position, passage in enumerate(passages):
        if wanted in _folded(passage.text):
            matching[position] = passage
    if not matching:
        hint = "give a few words as they stand in one line or paragraph"
        raise UsageError("--passage", f"no passage holds '{text}'", hint)
    return matching


def _folded(text: str) -> str:
    """Text as it is compared: in lower case, white space folded, apostrophes straight."""
    return " ".join(text.replace("’", "'").casefold().split())
