"""The essay that the shipped rubric comes from, and the kinds of line by which it names concepts."""

from __future__ import annotations

from pathlib import Path

import pytest

from curriculum_gap import Coverage, Level, Limits, TopicCoverage, load_rubric
from curriculum_gap.pipeline import check_bytes, check_file

REPOSITORY = Path(__file__).parents[1]
ESSAY = REPOSITORY.parent / "shared" / "standards" / "seed-essay.txt"
NAMED = {
    "reflective-journaling": "Journaling",
    "supervision-and-feedback": "Feedback from supervisors",
    "faculty-diversity": "Increase Diversity Among Faculty",
    "bias-and-microaggressions": "own biases and assumptions",
    "peer-dialogue": "Engaging in conversations with classmates",
    "self-reflection-and-positionality": "self-reflection is essential",
    "lifelong-learning": "Commit to lifelong learning",
    "supportive-environment": "Creating a supportive environment",
    "stigma-and-help-seeking": "Increased stigma",
}
"""Topic → words of the line that names it."""


def topics_of(checked: object) -> dict[str, TopicCoverage]:
    assert isinstance(checked, Coverage)
    return {topic.topic: topic for topic in checked.topics}


@pytest.mark.skipif(not ESSAY.exists(), reason="needs ../shared")
@pytest.mark.parametrize("topic", NAMED)
def test_the_essay_mentions_every_concept_on_the_line_that_names_it(topic: str) -> None:
    found = topics_of(check_file(str(ESSAY), load_rubric(), Limits()))[topic]
    assert found.level >= Level.MENTIONED
    assert any(NAMED[topic] in entry.passage.text for entry in found.evidence)


def test_a_list_entry_with_a_label_mentions_what_the_label_names() -> None:
    text = """# NURS 210 Care of Adults

Students learn to plan care with patients on four wards and to write it down for the next shift.
Lectures are on Monday, wards on Wednesday and Thursday. There are three tests and a final paper
on one plan of care. The textbook is in the library.

## How to get through the year

- Sleep: seven hours make a difference before an early shift.
- Clinical supervision: an experienced nurse listens and says what can be done otherwise.
- Reflective journal: a few lines in the evening clear the head for the next day.
"""
    topics = topics_of(check_bytes(text.encode(), "nurs210.md", load_rubric()))
    assert topics["supervision-and-feedback"].level >= Level.MENTIONED
    assert topics["reflective-journaling"].level >= Level.MENTIONED
    assert topics["peer-dialogue"].level is Level.ABSENT
