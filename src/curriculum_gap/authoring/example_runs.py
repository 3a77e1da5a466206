"""A rubric's ``covers`` and ``ignores`` held against its topics: what matched, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curriculum_gap.authoring.places import Places
from curriculum_gap.calibration import load_calibration
from curriculum_gap.compiled import model_of
from curriculum_gap.keywords import (
    Model,
    PassageMatches,
    find_candidates,
    match_passages,
    score_candidate,
)
from curriculum_gap.measure import cover
from curriculum_gap.nouns import Match, Passage, Rubric, Section, Strength
from curriculum_gap.rubric import Example
from curriculum_gap.rubric_review import ExampleRun, RubricTest
from curriculum_gap.validation import Source

__all__ = ["LEAST_SCORE", "run_examples"]

LEAST_SCORE = 0.2
"""Score (0–1) from which a session is about the topic by its text alone. With it all passages of
the shipped rubrics come out right (``tests/test_rubric_passages.py``)."""


def run_examples(rubric: Rubric, source: Source, apart: Iterable[Example] = ()) -> RubricTest:
    """Every passage of ``covers`` and ``ignores``, read as a session of a course without headings.
    ``source`` is the rubric's file; ``apart`` are examples from files beside it."""
    model = model_of(rubric)
    places = Places(source)
    own = set()
    runs = []
    for index, topic in enumerate(rubric.topics):
        for key, texts in (("covers", topic.covers), ("ignores", topic.ignores)):
            for text in texts:
                example = Example(topic.id, text, key == "covers")
                line = places.find(topic.id, key, text).line
                runs.append(_run(example, index, model, line))
                own.add(example)
    untested = [topic.id for topic in rubric.topics if not topic.covers and not topic.ignores]
    numbers = {topic.id: index for index, topic in enumerate(rubric.topics)}
    others = [_run(example, numbers[example.topic], model, 0) for example in apart
              if example not in own]  # fmt: skip
    return RubricTest(rubric.id, source.file, tuple(runs), tuple(untested), tuple(others))


def _run(example: Example, index: int, model: Model, line: int) -> ExampleRun:
    """One passage held against the topic of this index."""
    passage = Passage(example.text, Section.SESSION)
    [(_, matched)] = match_passages([passage], "", model)
    calibration = load_calibration()
    evidence = score_candidate(passage, matched, index, model, calibration)
    score = evidence.score if evidence is not None else 0.0
    matches = evidence.matches if evidence is not None else ()
    vetoes = tuple(dict.fromkeys(_vetoes(matched, index, model)))
    found = score >= LEAST_SCORE
    candidates = find_candidates([passage], "", model, calibration)
    return ExampleRun(
        topic=example.topic,
        text=example.text,
        expected=example.about,
        found=found,
        score=score,
        alone=cover(candidates, model.rubric, calibration)[index].level,
        matches=matches,
        vetoes=vetoes,
        why=_why(found, matches, vetoes),
        fix="" if found == example.about else _fix(found, matches, vetoes),
        line=line,
    )


def _vetoes(matched: PassageMatches, index: int, model: Model) -> Iterator[tuple[str, str]]:
    """Terms of the topic that stand in the passage and do not count, each with the reason."""
    for veto in matched.vetoes:
        if veto.span.topic == index:
            yield model.rubric.topics[index].terms[veto.span.number].text, veto.why


def _fix(found: bool, matches: tuple[Match, ...], vetoes: tuple[tuple[str, str], ...]) -> str:
    """What helps where a passage came out wrong."""
    if found:
        return "write these words into 'false_friends', or move the term to 'contextual'"
    if any(match.strength is Strength.CONTEXTUAL for match in matches):
        return "add a word beside it to 'contextual' or 'partners', or a phrase of it to 'strong'"
    if vetoes and not matches:
        return "give the false friend words in 'near', or remove it"
    return "add a phrase of it to 'strong', or two of its words to 'contextual'"


def _why(found: bool, matches: tuple[Match, ...], vetoes: tuple[tuple[str, str], ...]) -> str:
    """One sentence for the author: what decided."""
    if found:
        return "its terms make it a passage about the topic"
    if not matches:
        if vetoes:
            return "every term of the topic in it does not count"
        return "no term of the topic stands in it"
    if all(match.strength is Strength.NAME for match in matches):
        return "it holds names alone, which never count alone"
    if all(match.strength is not Strength.STRONG and not match.partner for match in matches):
        return "its ambiguous words have no partner in reach"
    return f"its terms are worth less than {LEAST_SCORE:g}"
