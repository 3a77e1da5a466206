"""Plain text: paragraphs, headings by look, wrapped lines, entries and tables."""

from __future__ import annotations

from textwrap import dedent

import pytest

from curriculum_gap.nouns import Document, Limits, Shape
from curriculum_gap.readers.from_text import read
from curriculum_gap.readers.plain import plain_blocks


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
        Read the first chapter and bring one question of your own on
        socio-economic position or self-determination.
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
        (25, "paragraph", 0, "Read the first chapter and bring one question of your own on socio-economic position or self-determination."),
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


def test_words_broken_at_a_line_end_are_whole_unless_the_text_writes_their_hyphen() -> None:
    lines = "The unequal distribu-\ntion of low-\nincome housing and of low-income work\n"
    (block,) = parse(lines).blocks
    assert block.text == ("The unequal distribution of low-income housing and of low-income work")


def test_a_form_feed_ends_a_paragraph_and_lines_are_counted() -> None:
    document = parse("The page ends here without a stop\n\fand another one begins.\n")
    assert [(block.line, block.text) for block in document.blocks] == [
        (1, "The page ends here without a stop"),
        (2, "and another one begins."),
    ]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Care and power\n==========\nSome words on it.", "Care and power"),
        ("Care and power\n--------------\nSome words on it.", "Care and power"),
        ("ATTENDANCE\nCome, and be on time for all of it.", "ATTENDANCE"),
        ("Required texts:\nThe reader that the shop sells.", "Required texts:"),
        ("Learning objectives\n\nStudents listen to one another.", "Learning objectives"),
        ("Week 2: who decides on what\n\nRead the first chapter.", "Week 2: who decides on what"),
        ("2. Course Readings\n\nThe reader that the shop sells.", "2. Course Readings"),
        ("Late Work\nWork that comes after the day on which it is due loses a point a day.", "Late Work"),
        ("What You Do\n- listen\n- ask", "What You Do"),
    ],
)  # fmt: skip
def test_headings_by_look(text: str, heading: str) -> None:
    first, *others = parse(text).blocks
    assert (first.text, first.shape) == (heading, Shape.HEADING)
    assert Shape.HEADING not in [block.shape for block in others]


@pytest.mark.parametrize(
    "text",
    [
        "1. Course Readings\n2. Course Films",
        "Week 1: Care\n\nWeek 2: Cure\n\nWeek 3: Rest",
        "Late Work\nis work that comes after the day on which it is due in the plan.",
        "A Heading At The End",
        "----------",
    ],
)
def test_what_stands_like_a_heading_and_is_none(text: str) -> None:
    assert Shape.HEADING not in [block.shape for block in plain_blocks(text)]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One two three four five six seven eight nine ten elev\nTwelvethirteenfourteen", ["One two three four five six seven eight nine ten elev Twelvethirteenfourteen"]),
        ("- an entry that\n  Goes on below\n- another", ["an entry that Goes on below", "another"]),
        ("We meet here\nWeek 2: Care", ["We meet here", "Week 2: Care"]),
        ("We meet here\na    b    c", ["We meet here", "a b c"]),
    ],
)  # fmt: skip
def test_which_lines_go_on(text: str, blocks: list[str]) -> None:
    assert [block.text for block in plain_blocks(text)] == blocks


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
