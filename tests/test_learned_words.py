"""Learned words re-rank passages that hold a term of a topic; alone they are no evidence."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

import curriculum_gap
from curriculum_gap.calibration import Calibration, load_calibration
from curriculum_gap.compiled import load_rubric, model_of
from curriculum_gap.explain import explain_document
from curriculum_gap.keywords import (
    MOST_WORDS,
    STRUCK,
    find_candidates,
    learned_log_odds,
    learned_shares,
    load_background,
    word_runs,
)
from curriculum_gap.measure import rate_evidence
from curriculum_gap.nouns import Document, Kind, Limits, Passage, Rubric, Section
from curriculum_gap.readers import read_document

TABLE = Path(curriculum_gap.__file__).parent / "data" / "learned_words.json"
TOPIC = "stigma-and-help-seeking"


def taught(words: dict[str, float]) -> Calibration:
    shipped = load_calibration()
    weights = {**shipped.passage_weights, "learned": 1.0}
    return dataclasses.replace(shipped, passage_weights=weights, learned={TOPIC: words})


def test_runs_are_words_in_normal_form_that_no_mark_divides() -> None:
    runs, factor = word_runs("Neighbours of the clinic; asking for help")
    assert {"neighbor", "clinic", "asking", "help", "asking for help"} <= set(runs)
    assert not set(runs) & {"of", "clinic asking", "of the", "for help", "neighbor of"}
    assert factor == pytest.approx(1 / (7 + 6) ** 0.5)


def test_what_words_say_adds_up_and_has_a_bound() -> None:
    weights = {"neighbor": 3.0, "clinic": -1.0, "absent": 9.0}
    shares = learned_shares("Neighbours of the clinic", weights)
    assert set(shares) == {"neighbor", "clinic"}
    assert learned_log_odds("Neighbours of the clinic", weights) == pytest.approx(
        sum(shares.values())
    )
    assert learned_log_odds("Neighbours of the clinic", {"neighbor": 900.0}) == 4.0
    assert learned_log_odds("Neighbours of the clinic", {}) == 0.0


def test_a_term_counts_more_beside_words_that_speak_for_its_topic() -> None:
    passages = [Passage("Stigma and the neighbours of a clinic", Section.SESSION)]
    chances = []
    for words in ({"neighbor": 5.0}, {}, {"neighbor": -5.0}):
        calibration = taught(words)
        found = [
            entry
            for entry in find_candidates(passages, "", model_of(load_rubric()), calibration)
            if entry.topic == TOPIC
        ]
        [(_, chance)] = rate_evidence(found, 0.0, Kind.CONTENT, calibration.passage_weights)
        chances.append(chance)
    assert chances[0] > chances[1] > chances[2]


def test_a_topic_without_labels_starts_from_what_words_say_on_average() -> None:
    passages = [Passage("Stigma and the neighbours of a clinic", Section.SESSION)]
    own = dataclasses.replace(load_rubric(), learned={TOPIC: {"neighbor": 5.0}})
    calibration = dataclasses.replace(taught({"clinic": 5.0}), unlearned=1.0)
    unlabelled = dataclasses.replace(calibration, learned={})

    def learned(rubric: Rubric, calibration: Calibration) -> float:
        found = find_candidates(passages, "", model_of(rubric), calibration)
        [entry] = [entry for entry in found if entry.topic == TOPIC]
        return entry.learned

    share = learned(load_rubric(), calibration)  # by words that labels taught
    assert share > 0
    assert learned(load_rubric(), unlabelled) == 1.0
    assert learned(own, unlabelled) == learned(own, calibration) == pytest.approx(1.0 + share)


def test_words_alone_are_no_evidence() -> None:
    passages = [Passage("The doorstep of a clinic", Section.SESSION)]
    found = find_candidates(passages, "", model_of(load_rubric()), taught({"doorstep": 50.0}))
    assert [entry for entry in found if entry.topic == TOPIC] == []


def course() -> Document:
    text = "# Care\n\n## Objectives\n\n- Explain stigma among the neighbours of a clinic\n"
    return read_document((text + "\nWords of the course.\n" * 30).encode(), "care.md", Limits())


def test_explain_shows_learned_words_beside_the_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("explain", "pipeline"):
        monkeypatch.setattr(
            f"curriculum_gap.{module}.load_calibration", lambda: taught({"neighbor": 5.0})
        )
    [topic] = explain_document(course(), load_rubric(), [TOPIC]).topics
    [candidate] = [
        entry for entry in topic.candidates if "neighbours" in entry.evidence.passage.text
    ]
    [(word, value)] = candidate.learned
    assert word == "neighbor" and value > 0
    assert candidate.evidence.score == pytest.approx(sum(term.share for term in candidate.terms))


def test_the_shipped_words_are_few_known_and_no_names() -> None:
    table = json.loads(TABLE.read_text("utf-8"))
    known = load_background().frequency
    assert table.keys() <= {topic.id for topic in load_rubric().topics}
    for topic, words in table.items():
        assert len(words) <= MOST_WORDS and list(words) == sorted(words), topic
        for run, weight in words.items():
            assert run in known and weight == round(weight, 2), run
            assert not STRUCK & set(run.split()) and not any(map(str.isdigit, run)), run
