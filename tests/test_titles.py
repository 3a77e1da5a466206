"""The line at the top that names the course."""

from __future__ import annotations

import pytest

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers import titles
from curriculum_gap.readers.titles import choose_title

HEADING = Shape.HEADING


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("Statistics Laboratory", "Office: ENVD 201", "Phone: 555 1204"), "Statistics Laboratory"),
        (("Harlow Ridge University", "Office Hours: Monday in SC 1227", "Care and Justice"),
         "Care and Justice"),
        (("Fall 2026", "COUN 505", "Basic Helping Skills"), "COUN 505 Basic Helping Skills"),
        (("Syllabus", "Course title: Grief and Loss", "Room: LIS 334"), "Grief and Loss"),
        (("Learning Theories", "Course code: EDUC 330 Elective"), "Learning Theories"),
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


def blocks_of(lines: list[tuple[str, int]]) -> list[Block]:
    """Blocks of texts with the ranks of headings; 0 is a paragraph, -1 an entry of a list."""
    shapes = {0: Shape.PARAGRAPH, -1: Shape.ENTRY}
    return [Block(text, shapes.get(rank, HEADING), depth=abs(rank)) for text, rank in lines]


# Rule → lines at the top of a document with the ranks of those that are headings, what the reader
# proposes, and the title that the document only has by this rule.
RULES: dict[str, tuple[list[tuple[str, int]], str, str]] = {
    "has_code": ([("Building Hope", 0), ("SOWK 320 River Towns", 0)], "", "SOWK 320 River Towns"),
    "is_labelled": ([("A River Town", 0), ("Course title: Grief", 0)], "", "Grief"),
    "is_proposed": ([("A River Town", 0), ("Grief", 0)], "Grief", "Grief"),
    "is_heading": ([("A River Town", 0), ("Grief", 3)], "", "Grief"),
    "is_high_heading": ([("A River Town", 3), ("Grief", 2)], "", "Grief"),
    "is_bare_code": ([("SOWK 320, Spring", 0), ("Online", 0), ("Rivers", 2)], "", "Rivers"),
    "names_nothing": ([("Course syllabus", 1), ("Grief", 0)], "", "Grief"),
    "is_of_institution": ([("Elm University", 0), ("Grief", 0)], "", "Grief"),
    "is_contact": ([("Write to vale@example.org", 0), ("Grief", 0)], "", "Grief"),
    "holds_sentence": ([("Come in. You may stay", 1), ("Grief", 0)], "", "Grief"),
    "is_of_other_courses": ([("Prerequisite: SOWK 210", 1), ("Grief", 0)], "", "Grief"),
    "is_of_site": (
        [("Rivers and their Towns", 3)],
        "rivertowns - Syllabus",
        "Rivers and their Towns",
    ),
    "holds_time": ([("RIVR 005, at 2:00", 0), ("Grief", 3)], "", "Grief"),
    "is_entry": ([("A River Town", -1), ("Grief", 0)], "", "Grief"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_title_needs_the_rule(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines, proposed, title = RULES[name]
    blocks = blocks_of(lines)
    assert choose_title(blocks, proposed) == title
    rules = {rule: worth for rule, worth in titles.RULES.items() if rule.__name__ != f"_{name}"}
    monkeypatch.setattr(titles, "RULES", rules)
    assert choose_title(blocks, proposed) != title


def test_every_rule_has_its_document() -> None:
    assert [rule.__name__ for rule in titles.RULES] == [f"_{name}" for name in RULES]


def test_of_two_names_the_upper_one_is_the_title() -> None:
    assert choose_title([Block("Grief"), Block("A River Town")], "") == "Grief"
    assert choose_title([Block(f"Line {'abc'[n % 3]}") for n in range(20)], "") == "Line a"
    late = [Block(f"Fall, room {n}") for n in range(20)]
    assert choose_title([Block("Grief"), *late, Block("Rivers", HEADING, depth=2)], "") == "Grief"


# Title blocks as they stand at the top of syllabi, by what stands beside the title: lines with the
# ranks of headings, the proposal of the reader, the title.
TOPS: list[tuple[list[tuple[str, int]], str, str]] = [
    # prerequisites and other courses
    ([("Care of Rivers", 0), ("Prerequisite: RIVR 210 River Basics", 0)], "", "Care of Rivers"),
    ([("Prerequisites: SOWK 110 and 220", 2), ("Grief Work", 2)], "", "Grief Work"),
    ([("Pre-requisite RIVR 210 Basics", 0), ("Care of Rivers", 0)], "", "Care of Rivers"),
    ([("Corequisite: RIVR 215 Lab", 0), ("Care of Rivers", 0)], "", "Care of Rivers"),
    ([("Care of Rivers", 1), ("Cross-listed as ENVS 330 Water", 0)], "", "Care of Rivers"),
    ([("Replaces SOWK 300 Methods", 0), ("Casework", 0)], "", "Casework"),
    ([("Casework", 1), ("Required for SOWK 480 Field Placement", 2)], "", "Casework"),
    ([("Casework", 1), ("Satisfies GENE 101 Reasoning", 0)], "", "Casework"),
    # designations
    ([("Course Designations", 1), ("Casework", 2)], "Course Designations", "Casework"),
    ([("Course Attributes: WRIT 200", 1), ("Casework", 0)], "", "Casework"),
    ([("Course Requirements and Designation", 1), ("Casework", 0)], "", "Casework"),
    # the instructor
    ([("Mara Quill", 1), ("Instructor: Mara Quill", 0), ("Casework", 0)], "Mara Quill", "Casework"),
    ([("Mara Quill", 1), ("mquill@elm.example", 0), ("Casework", 0)], "Mara Quill", "Casework"),
    ([("Mara Quill, Ph.D.", 1), ("Casework", 0)], "Mara Quill, Ph.D.", "Casework"),
    ([("Mara Quill, LCSW", 2), ("Casework", 0)], "", "Casework"),
    ([("Taught by Mara Quill", 2), ("Casework", 0)], "", "Casework"),
    ([("Mara J. Quill", 1), ("Professor: Dr. Mara Quill", 0), ("Casework", 0)], "", "Casework"),
    ([("Grief Mediation", 1), ("vale@elm.example", 0), ("Rivers", 0)], "", "Grief Mediation"),
    # navigation words
    ([("Search", 1), ("Casework", 2)], "Search", "Casework"),
    ([("Site Map", 1), ("Directory", 2), ("Casework", 3)], "Site Map", "Casework"),
    ([("Skip to main content", 0), ("Casework", 0)], "Skip to main content", "Casework"),
    ([("Back to Biology Home Page", 1), ("Casework", 0)], "", "Casework"),
    ([("Up Next", 1), ("Casework", 0)], "Up Next", "Casework"),
    ([("Links", 1), ("Courses", 1), ("Casework", 3)], "Links", "Casework"),
    ([("Lecture Notes", 1), ("Casework", 3)], "Lecture Notes", "Casework"),
    ([("Students", 1), ("Programs", 1), ("Page Contents", 2)], "Students", ""),
    ([("Courses", 2), ("General Casework", -1), ("Rivers", -1)], "Courses", ""),
    # a wrapped title
    ([("Identity and Difference: Views on", 0), ("Care at Work", 0)], "",
     "Identity and Difference: Views on Care at Work"),
    ([("Stories of Rivers:", 2), ("A View from the Bank", 3)], "",
     "Stories of Rivers: A View from the Bank"),
    ([("A History of", 1), ("River Towns and", 1), ("Their Dams", 1)], "",
     "A History of River Towns and Their Dams"),
    ([("Reading the Rivers", 1), ("of the north", 1)], "", "Reading the Rivers of the north"),
    ([("Reading the Rivers", 1), ("to find your way", -1)], "", "Reading the Rivers"),
    ([("Reading Rivers", 1), ("we walk", 0)], "", "Reading Rivers"),
    # programs and degrees
    ([("Elm MBA", 1), ("Course: River Trade", 5)], "Elm MBA", "River Trade"),
    ([("Master of Social Work", 1), ("Casework", 1)], "Master of Social Work", "Casework"),
    ([("School Counseling Program", 1), ("Casework", 1)], "School Counseling Program", "Casework"),
    ([("Program Evaluation", 1), ("Fall 2027", 1)], "", "Program Evaluation"),
    # what follows on the same line
    ([("Course Name: River Trade Credits: 4", 0)], "", "River Trade"),
    ([("RIVR 210 River Trade | CRN: 40122", 1)], "RIVR 210 River Trade | CRN: 40122",
     "RIVR 210 River Trade"),
    ([("Title of course: Grief", 0), ("A River Town", 0)], "", "Grief"),
    ([("RIVR 005, T/Th 2:00-3:15", 3), ("River Trade", 2)], "", "River Trade"),
    # codes of small letters
    ([("Rivr 102", 0), ("River Trade", 0)], "", "Rivr 102 River Trade"),
    ([("Elm Writers Guild", 0), ("Rivr 2301 - River Trade", 0)], "", "Rivr 2301 - River Trade"),
    ([("River Trade", 0), ("March 2027", 0)], "", "River Trade"),
    ([("River Trade", 0), ("Suite 400", 0)], "", "River Trade"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "proposed", "title"), TOPS)
def test_title_blocks(lines: list[tuple[str, int]], proposed: str, title: str) -> None:
    assert choose_title(blocks_of(lines), proposed) == title
