"""The piece of a file in which a passage stands (a slide, an included file), in every report."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from handmade import RUBRIC, coverage, evidence, found, text_of

from curriculum_gap.nouns import Coverage, Level, Report, Section
from curriculum_gap.reports.quotations import place_of, places_of, section_place


def report(**place: object) -> Report:
    """One topic taught in one passage that stands at ``place``."""
    text = "Food deserts in the county and what they do to families"
    piece = evidence("deserts", text, "Food deserts")
    passage = replace(piece.passage, **place)  # type: ignore[arg-type]
    topic = found("deserts", Level.TAUGHT, replace(piece, passage=passage))
    covered: Coverage = coverage("week.zip", topics=(topic,))
    return Report("1", RUBRIC, (covered,))


@pytest.mark.parametrize("name", ["table", "markdown", "html", "junit"])
def test_a_piece_of_a_file_is_named_before_page_and_line(name: str) -> None:
    assert "slide 3" in text_of(name, report(inside="slide 3"))
    assert "chapters/week1.qmd line 12" in text_of(
        name, report(inside="chapters/week1.qmd", line=12)
    )


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_json_names_the_piece_and_the_confidence(name: str) -> None:
    text = text_of(name, report(inside="file reading.pdf", page=2, confidence=0.87))
    assert '"inside":"file reading.pdf"' in text.replace('": "', '":"')
    assert '"ocr_confidence":0.87' in text.replace('": 0', '":0')


def test_columns_name_the_piece_and_the_confidence() -> None:
    text = text_of("csv", report(inside="slide 3", confidence=0.5))
    assert ",slide 3,0.5," in text


def test_json_says_null_where_the_format_has_no_pieces() -> None:
    passage = json.loads(text_of("json", report()))["documents"][0]["topics"][0]["evidence"][0]
    assert passage["inside"] is None
    assert passage["ocr_confidence"] is None


def test_recognised_text_shows_how_sure_its_recognition_was() -> None:
    (topic,) = report(page=4, confidence=0.874).covered[0].topics
    assert place_of(topic.evidence[0].passage) == "p4 (OCR 87 %)"


def test_a_long_name_is_cut_in_its_middle() -> None:
    (topic,) = report(inside="course/" * 20 + "week-1.pdf", page=4).covered[0].topics
    place = place_of(topic.evidence[0].passage)
    assert place.startswith("course/course/")
    assert place.endswith("course/week-1.pdf p4")
    assert len(place) == 72 + len(" p4")


def test_a_line_of_an_included_file_is_no_line_of_the_document() -> None:
    found_at = text_of("sarif", report(inside="chapters/week1.qmd", line=12))
    assert '"startLine": 12' not in found_at


def test_a_piece_that_is_named_once_is_not_named_again() -> None:
    text = "Food deserts in the county and what they do to families"
    rows = [
        evidence(
            "deserts", text, "Food deserts", section=Section.OBJECTIVE, inside=f"plan, row {n}"
        )
        for n in (3, 7)
    ]
    lines = [evidence("deserts", text, "Food deserts", inside="a.qmd", line=n) for n in (5, 8)]
    place = "assignment Paper"
    work = evidence("deserts", text, "Food deserts", section=Section.ASSIGNMENT, inside=place)
    assert places_of([*rows, *lines, work]) == (
        "objective plan, row 3, row 7 · session a.qmd line 5, 8 · assignment Paper"
    )
    assert section_place(work.passage) == "assignment Paper"


def test_words_of_a_long_name_stay_whole() -> None:
    inside = "module Week 4: Working with interpreters and asylum seekers / Reading of the week"
    (topic,) = report(inside=inside).covered[0].topics
    assert place_of(topic.evidence[0].passage) == (
        "module Week 4: Working with…seekers / Reading of the week"
    )


def test_lists_of_places_do_not_repeat_how_sure_a_recognition_was() -> None:
    (topic,) = report(page=4, confidence=0.874).covered[0].topics
    assert places_of(topic.evidence) == "session p4"
