"""The line at the top that names the course."""

from __future__ import annotations

import pytest

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.titles import choose_title


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("Statistics Laboratory", "Office: ENVD 201", "Phone: 555 1204"), "Statistics Laboratory"),
        (("Harlow Ridge University", "Office Hours: Monday in SC 1227", "Care and Justice"),
         "Care and Justice"),
        (("Fall 2026", "COUN 505", "Basic Helping Skills"), "COUN 505 Basic Helping Skills"),
        (("Syllabus", "Course title: Grief and Loss", "Room: LIS 334"), "Grief and Loss"),
        (("Learning Theories", "Course code: EDUC 330 Elective for EDUC"), "Learning Theories"),
        (("SPRING 2027", "Introduction to Mediation", "114 Elm Hall"), "Introduction to Mediation"),
        (("SOWK 210 Spring 2027", "CRN: 20411", "SOWK 210: Child Welfare", "Online via Zoom"),
         "SOWK 210: Child Welfare"),
        (("Course Overview", "Contact Information", "Monday 3 pm"), ""),
        (("Course title: Grief and Loss", "Class meetings: Fall 2027, Classroom: OND 201"),
         "Grief and Loss"),
        (("Fall 2027", "SOWK 320: Building Communities", "Hull Hall 12"),
         "SOWK 320: Building Communities"),
        (("Harlow Ridge University", "Residence Hall Life 2", "12 Elm Building"),
         "Residence Hall Life 2"),
    ],
)  # fmt: skip
def test_the_course_is_named(lines: tuple[str, ...], title: str) -> None:
    assert choose_title([Block(line) for line in lines], "") == title


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        (("SEMINAR ON HOUSING AND HEALTH IN", "RIVER TOWNS"),
         "SEMINAR ON HOUSING AND HEALTH IN RIVER TOWNS"),
        (("PHILOSOPHY 1204", "CARE AND OBLIGATION"), "PHILOSOPHY 1204 CARE AND OBLIGATION"),
        (("Nursing NURS2210", "Family Practice"), "Nursing NURS2210 Family Practice"),
        (("Nursing NURS2210", "Fall 2027", "Family Practice"), "Nursing NURS2210"),
        (("HRU CS 1510 (Spring 2027)", "Introduction to Rivers, Section 01"),
         "HRU CS 1510 (Spring 2027) Introduction to Rivers, Section 01"),
        (("PHYS 401 Introduction to Waves I", "Syllabus, Fall 2027, Evening Group"),
         "PHYS 401 Introduction to Waves I"),
        (("Theories of Care", "SOCI 250", "Summer Session"), "SOCI 250: Theories of Care"),
        (("Housing and Health", "Course Goals"), "Housing and Health"),
        (("Learning Outcomes", "Teaching and Learning"), "Teaching and Learning"),
    ],
)  # fmt: skip
def test_a_heading_that_breaks_off_goes_on_below(headings: tuple[str, ...], title: str) -> None:
    blocks = [Block(line, shape=Shape.HEADING, depth=1) for line in headings]
    assert choose_title(blocks, "") == title


def test_what_a_file_calls_itself_gives_way_to_a_name() -> None:
    lines = [Block("SCMG 445: Food Supply"), Block("Instructor: R. Vale")]
    assert choose_title(lines, "SCMG 445 Spring 2027") == "SCMG 445: Food Supply"
