"""Passages written to mislead or to be missed, each through the whole pipeline.

Where one fails, ask what it is an example of and mend that: a list of terms, a false friend, a rule
for sections. ``KNOWN`` holds what we know to be wrong and have not mended; it may only shrink.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum_gap.compiled import load_rubric
from curriculum_gap.nouns import Coverage, Level
from curriculum_gap.pipeline import check_bytes

sys.path.insert(0, str(Path(__file__).parent))
from adversarial import (
    BOILERPLATE,
    BROKEN,
    CAREFUL_WORDING,
    HEADINGS,
    HOMONYMS,
    NEGATED,
    SPELLING,
    STUFFING,
    SYNONYMS,
    VOCABULARY,
    Said,
    schedule,
    syllabus,
)

LEAST = 15
"""Passages in every class."""
KNOWN: frozenset[str] = frozenset()


def levels(text: str, name: str = "syllabus.md") -> dict[str, Level]:
    """Topics above absent."""
    verdict = check_bytes(text.encode(), name, load_rubric())
    assert isinstance(verdict, Coverage), verdict
    return {found.topic: found.level for found in verdict.topics if found.level}


def unless_known(text: str) -> None:
    if text in KNOWN:
        pytest.xfail("known, and not mended yet")


def test_every_class_is_large_enough() -> None:
    classes = [BOILERPLATE, BROKEN, CAREFUL_WORDING, HEADINGS, HOMONYMS, NEGATED, SPELLING,
               STUFFING, SYNONYMS, VOCABULARY]  # fmt: skip
    assert all(len(passages) >= LEAST for passages in classes)


def test_the_frames_teach_nothing() -> None:
    assert levels(syllabus()) == {}
    assert levels(schedule("Summaries", "Read chapter 4.")) == {}


@pytest.mark.parametrize("text", BOILERPLATE, ids=lambda text: text.split("\n")[0][4:])
def test_boilerplate_never_raises_a_level(text: str) -> None:
    assert levels(syllabus(text, "policy")) == {}


@pytest.mark.parametrize("said", HOMONYMS, ids=lambda said: said.text)
def test_words_of_another_trade_are_not_the_topic(said: Said) -> None:
    unless_known(said.text)
    assert levels(syllabus(said.text, said.part)) == {}


@pytest.mark.parametrize("said", NEGATED, ids=lambda said: said.text)
def test_what_is_said_not_to_be_taught_is_not(said: Said) -> None:
    unless_known(said.text)
    assert said.topic not in levels(syllabus(said.text, said.part))


def test_a_negation_reaches_no_further_than_its_sentence() -> None:
    text = "Diagnosis is not covered. Implicit bias in referral decisions"
    assert levels(syllabus(text))["bias-and-microaggressions"] >= Level.TAUGHT
    open_list = "Topics include, but are not limited to, racism and xenophobia"
    assert levels(syllabus(open_list))["racism-and-anti-racism"] >= Level.MENTIONED


@pytest.mark.parametrize("name", STUFFING)
def test_a_list_of_words_teaches_nothing(name: str) -> None:
    unless_known(name)
    assert set(levels(STUFFING[name], name).values()) <= {Level.MENTIONED}


@pytest.mark.parametrize(
    ("topic", "heading", "text"), HEADINGS, ids=[heading for _, heading, _ in HEADINGS]
)
def test_a_heading_carries_the_meaning(topic: str, heading: str, text: str) -> None:
    unless_known(heading)
    assert levels(schedule(heading, text)).get(topic, Level.ABSENT) >= Level.TAUGHT


@pytest.mark.parametrize("said", VOCABULARY, ids=lambda said: said.text)
def test_old_and_new_words_are_known(said: Said) -> None:
    unless_known(said.text)
    assert levels(syllabus(said.text, said.part)).get(said.topic, Level.ABSENT) >= Level.TAUGHT


@pytest.mark.parametrize(
    ("topic", "american", "british"), SPELLING, ids=[british for *_, british in SPELLING]
)
def test_spelling_changes_nothing(topic: str, american: str, british: str) -> None:
    unless_known(american)
    here, there = levels(syllabus(american)), levels(syllabus(british))
    assert here == there
    assert topic in here


@pytest.mark.parametrize(
    ("topic", "whole", "broken"), BROKEN, ids=[whole for _, whole, _ in BROKEN]
)
def test_breaks_change_nothing(topic: str, whole: str, broken: str) -> None:
    unless_known(whole)
    expected = levels(syllabus(whole, "objective"))
    assert levels(syllabus(broken, "objective")) == expected
    assert topic in expected


def test_words_broken_at_line_ends_are_joined_in_pdf_files(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    path = tmp_path / "broken.pdf"
    page = canvas.Canvas(str(path))
    lines = ["COUN 560: Helping Conversations", "", "Learning Outcomes", "",
             "Students will be able to recognise microag-", "gressions and respond to institu-",
             "tional racism in an agency."]  # fmt: skip
    for number, line in enumerate(lines):
        page.drawString(72, 720 - 16 * number, line)
    page.save()
    verdict = check_bytes(path.read_bytes(), str(path), load_rubric())
    assert isinstance(verdict, Coverage)
    found = {topic.topic for topic in verdict.topics if topic.level >= Level.TAUGHT}
    assert {"bias-and-microaggressions", "racism-and-anti-racism"} <= found


@pytest.mark.parametrize("said", CAREFUL_WORDING, ids=lambda said: said.text)
def test_careful_wording_is_understood(said: Said) -> None:
    unless_known(said.text)
    assert levels(syllabus(said.text, said.part)).get(said.topic, Level.ABSENT) > Level.ABSENT


def test_meaning_without_a_listed_word_is_reported(
    record_property: Callable[[str, object], None],
) -> None:
    """A keyword model cannot do this; the share is kept in sight, not asserted to be high."""
    found = [said.text for said in SYNONYMS if said.topic in levels(syllabus(said.text, said.part))]
    recall = len(found) / len(SYNONYMS)
    record_property("recall", recall)
    print(f"passages without any listed word that were found all the same: {recall:.0%}")
    assert len(found) < len(SYNONYMS), "none of these may hold a listed word: write harder ones"
