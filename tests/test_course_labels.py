"""Codes and terms of courses, in titles, first lines and names of files."""

from __future__ import annotations

from itertools import pairwise

import pytest

from curriculum_gap.course_labels import (
    code_key,
    course_code,
    course_code_in_name,
    course_title,
    term_in_document,
    term_in_name,
    term_in_text,
)
from curriculum_gap.nouns import Block


@pytest.mark.parametrize(
    ("name", "code", "term"),
    [
        ("nutr210-food-2026.pdf", "NUTR 210", "2026"),
        ("x-nutr460w-garden-2026.pdf", "NUTR 460W", "2026"),
        ("comp372-concurrent-systems.tex", "COMP 372", ""),
        ("FA25-NUTR505.docx", "NUTR 505", "autumn 2025"),
        ("nutr505_spring2026.pdf", "NUTR 505", "spring 2026"),
        ("math2010.md", "MATH 2010", ""),
        ("MATH 2010 Spring 26.pdf", "MATH 2010", "spring 2026"),
        ("soci2021-2026.pdf", "SOCI 2021", "2026"),
        ("methods-2026.pdf", "", "2026"),
        ("syllabus2026.pdf", "", "2026"),
        ("week-101.txt", "", ""),
        ("document123.docx", "", ""),
        ("final2025.pdf", "", "2025"),
        ("2025-fall", "", "fall 2025"),
        ("ws2024", "", "winter semester 2024"),
        ("Wintersemester 2024-25", "", "wintersemester 2024"),
        ("2025-26", "", "2025/26"),
        ("2025-28", "", "2025"),
        ("garden-2026.pdf", "", "2026"),  # a word and a year, no code
        ("1989", "", ""),  # no years of courses
        ("2060", "", ""),
        ("1990", "", "1990"),
        ("2059", "", "2059"),
    ],
)
def test_names_of_files_and_folders(name: str, code: str, term: str) -> None:
    found = term_in_name(name)
    assert (course_code_in_name(name), found.name if found else "") == (code, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Fall Semester 2026", "fall 2026"),
        ("NUTR 210, Spring 2026, Section 3", "spring 2026"),
        ("2026 Spring", "spring 2026"),
        ("Autumn ’25", "autumn 2025"),
        ("Winter Semester 2024/25", "winter semester 2024"),
        ("Academic year 2025/26", "2025/26"),
        ("Revised Fall 2019", ""),
        ("Food and Society, 3rd edition, Spring 2014", ""),
        ("Oxford, 2019", ""),
        ("SP 2024", ""),  # short forms stand in names of files alone
    ],
)
def test_lines_name_a_term_by_part_and_year(text: str, term: str) -> None:
    found = term_in_text(text)
    assert (found.name if found else "") == term


def test_a_document_names_its_term_once() -> None:
    lines = [Block("NUTR 210 Food and Society"), Block("Fall 2026 | Room 12")]
    assert term_in_document(lines) == "fall 2026"
    assert term_in_document([*lines, Block("Next in Spring 2027")]) == ""
    assert term_in_document([Block("Fall 2026", hidden=True)]) == ""


def test_what_comes_before_what() -> None:
    order = ["fall 2024", "2025", "spring 2026", "summer 2026", "fall 2026", "2027"]
    terms = [term_in_name(name) for name in order]
    for one, other in pairwise(terms):
        assert one is not None and other is not None
        assert one.is_before(other) and not other.is_before(one)
    spring, year, academic = map(term_in_name, ("spring 2026", "2026", "2025-26"))
    assert spring and year and academic
    for one, other in [(spring, year), (academic, spring), (academic, year)]:
        assert not one.is_before(other) and not other.is_before(one)


@pytest.mark.parametrize(
    "order",
    [
        ["fall 2025", "winter semester 2025", "winter 2026", "spring 2026"],
        ["2025", "winter 2026"],  # the quarter after New Year
        ["2024-25", "winter semester 2025"],  # which begins in October
    ],
)
def test_where_the_two_winters_stand(order: list[str]) -> None:
    terms = [term_in_name(name) for name in order]
    for one, other in pairwise(terms):
        assert one is not None and other is not None
        assert one.is_before(other) and not other.is_before(one)


def test_a_winter_semester_ends_in_the_next_year() -> None:
    semester, year = term_in_name("winter semester 2025"), term_in_name("2026")
    assert semester and year and not semester.is_before(year)


def test_codes_in_titles() -> None:
    assert course_code("Nutr 210: Food and Society") == "NUTR 210"
    assert course_code("Food and Society (NUTR-210W)") == "NUTR 210W"
    assert course_code("Food and Society, ROOM 312, FALL 2026") == ""
    assert course_code("Food for 120 people") == ""
    assert course_title("NUTR 210: Food and Society", "NUTR 210") == "Food and Society"
    assert course_title("Food and Society (NUTR 210)", "NUTR 210") == "Food and Society (NUTR 210)"
    assert course_title("NUTR 210", "NUTR 210") == "NUTR 210"
    assert course_title("NUTR 210 (1): Food II (3 credits)", "NUTR 210") == "Food II"
    assert course_title("NUTR 210: Food (3 credits; CRN 12345) Mondays", "NUTR 210") == "Food"
    assert course_title("NUTR 210 Food Fall 2026, Section I", "NUTR 210") == "Food"
    assert course_title("NUTR 210 Section 01: Food", "NUTR 210") == "Food"
    assert course_title("NUTR 210-02: Food", "NUTR 210") == "Food"
    assert course_title("NUTR 210 (Sec. 3) Food", "NUTR 210") == "Food"
    assert course_title("NUTR 210 – 12-step groups", "NUTR 210") == "12-step groups"
    assert course_title("NUTR 210 – 101 ways to eat", "NUTR 210") == "101 ways to eat"
    assert code_key("nutr-210w") == code_key("NUTR 210W")


def test_a_term_is_looked_for_at_the_top_alone() -> None:
    assert term_in_document([Block("Herbs")] * 24 + [Block("Spring 2026")]) == "spring 2026"
    assert term_in_document([Block("Herbs")] * 25 + [Block("Spring 2026")]) == ""
    assert term_in_text("a " * 190 + "Spring 2026") is not None
    assert term_in_text("a " * 200 + "Spring 2026") is None
