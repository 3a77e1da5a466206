"""Plain text: paragraphs, headings by look, wrapped lines, entries and tables."""

from __future__ import annotations

from textwrap import dedent

import pytest

from curriculum_gap.nouns import Document, Limits, Shape
from curriculum_gap.readers.from_text import read


def parse(text: str) -> Document:
    return read(dedent(text).encode(), "a.txt", Limits())


def shapes(document: Document) -> list[tuple[int | None, str, int, str]]:
    return [(block.line, block.shape.value, block.depth, block.text) for block in document.blocks]


def test_a_wrapped_syllabus() -> None:
    document = parse("""\
        SOC 101: Society and Health
        ===========================

        COURSE DESCRIPTION

        This course looks at who falls ill, who is cared for and who
        decides, with an eye on socio-
        economic position and on self-
        determination in the clinic.

        Required Texts:
        Farmer, Pathologies of Power (2003), in the library and for
        sale in the shop.

        Learning Objectives

          1. Name two causes of unequal health in
             one city
          2) Compare them
               - by income
               - by place
          a. Propose a remedy

        Week 1: Who is ill?
        Read the first chapter and bring one question of your own to
        the class.
        """)
    assert shapes(document) == [
        (1, "heading", 1, "SOC 101: Society and Health"),
        (4, "heading", 2, "COURSE DESCRIPTION"),
        (6, "paragraph", 0, "This course looks at who falls ill, who is cared for and who decides, with an eye on socio-economic position and on self-determination in the clinic."),
        (11, "heading", 3, "Required Texts:"),
        (12, "paragraph", 0, "Farmer, Pathologies of Power (2003), in the library and for sale in the shop."),
        (15, "heading", 3, "Learning Objectives"),
        (17, "entry", 1, "Name two causes of unequal health in one city"),
        (19, "entry", 1, "Compare them"),
        (20, "entry", 2, "by income"),
        (21, "entry", 2, "by place"),
        (22, "entry", 1, "Propose a remedy"),
        (24, "heading", 3, "Week 1: Who is ill?"),
        (25, "paragraph", 0, "Read the first chapter and bring one question of your own to the class."),
    ]  # fmt: skip


def test_a_schedule_of_lines_keeps_its_sessions_apart() -> None:
    document = parse("""\
        Schedule

        Week 1: Race and place
        Week 2: Gender and work in the household, in the factory and
        in the clinic
        Week 3: Review
        """)
    assert [block.text for block in document.blocks] == [
        "Schedule",
        "Week 1: Race and place",
        "Week 2: Gender and work in the household, in the factory and in the clinic",
        "Week 3: Review",
    ]


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    long = (
        "A sentence about the course that goes on well beyond any width at which people wrap lines, "
        * 2
    )
    document = parse(f"{long}\nEmail: a@example.org\nOffice: Room 5\n" * 4)
    assert len(document.blocks) == 12


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Week\tTopic\n1\tMigration\n2\tCare\n", [("Week", "Topic"), ("1", "Migration"), ("2", "Care")]),
        ("Week    Topic        Due\n1       Migration    Essay\n", [("Week", "Topic", "Due"), ("1", "Migration", "Essay")]),
        ("| Week | Topic |\n|------|-------|\n| 1 | Care |\n", [("Week", "Topic"), ("1", "Care")]),
    ],
    ids=["tabs", "gaps", "pipes"],
)  # fmt: skip
def test_tables(text: str, cells: list[tuple[str, ...]]) -> None:
    document = parse(f"Plan:\n\n{text}")
    rows = [block for block in document.blocks if block.shape is Shape.ROW]
    assert [row.cells for row in rows] == cells
    assert {row.header for row in rows} == {cells[0]}
    assert {row.table for row in rows} == {1}


def test_page_heads_go_and_the_sentence_goes_on() -> None:
    pages = [
        "The students will compare how each of the clinics keeps people out",
        "and how they let people in when there is money to be made from it",
    ]
    text = "\n1\n\n\fSOC 101 Fall 2026\n".join([*pages, *pages, *pages])
    document = parse(f"SOC 101 Fall 2026\n{text}\n")
    assert [block.text for block in document.blocks].count("SOC 101 Fall 2026") == 1
    assert "1" not in [block.text for block in document.blocks]
    assert any("keeps people out and how they" in block.text for block in document.blocks)


def test_names_with_initials_are_no_list() -> None:
    document = parse("J. Smith teaches the seminar.\n\nA. one\nB. two\n")
    assert [block.shape.value for block in document.blocks] == ["paragraph", "entry", "entry"]


def test_what_is_no_heading() -> None:
    document = parse(
        "a@example.org:\n\nRoom 5, 10:30\n\n$100\n\nThis sentence is short.\n\nEnd of it\n"
    )
    assert Shape.HEADING not in [block.shape for block in document.blocks]


def test_no_word_is_lost() -> None:
    words = [f"word{number}" for number in range(5_000)]
    lines = [" ".join(words[start : start + 9]) for start in range(0, len(words), 9)]
    document = parse("\n".join(lines))
    assert " ".join(block.text for block in document.blocks).split() == words
    assert document.words == 5_000
