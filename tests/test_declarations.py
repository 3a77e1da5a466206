"""Codes of standards where syllabi put them. All documents are made up for these tests."""

from __future__ import annotations

import pytest

from curriculum_gap.declarations import find_declarations
from curriculum_gap.nouns import Block, Declaration, Document, Limits, Shape
from curriculum_gap.readers import read_document

TITLES_2022 = """1. Demonstrate Ethical and Professional Behavior
2. Advance Human Rights and Social, Racial, Economic, and Environmental Justice
3. Engage Anti-Racism, Diversity, Equity, and Inclusion (ADEI) in Practice
4. Engage in Practice-Informed Research and Research-Informed Practice
5. Engage in Policy Practice
6. Engage with Individuals, Families, Groups, Organizations, and Communities
7. Assess Individuals, Families, Groups, Organizations, and Communities
8. Intervene with Individuals, Families, Groups, Organizations, and Communities
9. Evaluate Practice with Individuals, Families, Groups, Organizations, and Communities"""


def declared(text: str, name: str = "a.md") -> list[Declaration]:
    """What a Markdown text declares, without what only names a standard."""
    found = find_declarations(read_document(text.encode(), name, Limits()))
    return [one for one in found if one.code]


def codes(text: str) -> list[str]:
    return [one.code for one in declared(text)]


def of_blocks(*blocks: Block) -> list[Declaration]:
    document = Document("a.pdf", "pdf", "", 2, 100, blocks)
    return [one for one in find_declarations(document) if one.code]


def paragraph(text: str, shape: Shape = Shape.PARAGRAPH, page: int = 2) -> Block:
    return Block(text, shape, page=page)


# Tables


def test_a_column_of_the_body_holds_its_codes_and_the_row_its_tie() -> None:
    text = """# COUN 600

| Objective | CACREP 2016 | Assessment |
|---|---|---|
| Explain how culture shapes help-seeking | 2.F.2.d, e | Cultural interview |
| Plan a group | 2.F.6.a–c | Group proposal |
| Read one chapter | | Quiz |
"""
    found = declared(text)
    assert [one.code for one in found] == ["2.F.2.d", "2.F.2.e", "2.F.6.a", "2.F.6.b", "2.F.6.c"]
    assert {one.tie for one in found} == {"Cultural interview", "Group proposal"}
    assert {one.place for one in found} == {"alignment table"}
    assert {one.edition for one in found} == {"2016"}


def test_numbers_alone_count_in_a_column_of_competencies() -> None:
    text = """# SOWK 700

| Assignment | CSWE 2022 Competency |
|---|---|
| Agency memo | 3a, 5 |
| Two papers of 4 pages | Read 2 articles |
"""
    assert [(one.code, one.tie) for one in declared(text)] == [
        ("3a", "Agency memo"), ("5", "Agency memo"),
    ]  # fmt: skip


def test_letters_in_a_column_of_behaviours_and_cells_merged_downwards() -> None:
    text = """<h1>SOWK 708</h1><table>
<tr><th>CSWE Competency</th><th>Behavior</th><th>Assessment</th></tr>
<tr><td>Competency 3</td><td>3a, 3b</td><td rowspan="2">Agency memo</td></tr>
<tr><td>Competency 7</td><td>2 pages</td></tr></table>"""
    found = declared(text, "a.html")
    assert [(one.code, one.tie) for one in found] == [
        ("3", "Agency memo"), ("3a", "Agency memo"), ("3b", "Agency memo"), ("7", "Agency memo"),
    ]  # fmt: skip


def test_programme_areas_keep_their_column() -> None:
    text = """# COUN 601

| OBJECTIVES | CACREP | CMHC | School | CORE | Assessment |
|---|---|---|---|---|---|
| 1. Name the steps of a plan | 1.b, 3.g,5. h | C.2,H,1.H.2 | G.1 | C.9.2.b | Exam |
"""
    assert codes(text) == [
        "II.G.1.b", "II.G.3.g", "II.G.5.h", "CMHC C.2", "CMHC H.1", "CMHC H.2", "School G.1",
    ]  # fmt: skip
    assert {one.edition for one in declared(text)} == {"2009"}


def test_a_table_with_its_heads_above_the_ruled_part() -> None:
    row = (
        "Agency memo",
        "a. Write a memo. b. Read data.",
        "Competency 9: Evaluate Practice with Groups",
    )
    found = of_blocks(
        paragraph("What will I do? What will I gain? How does this apply?"),
        paragraph("(Assignment) (Practice Behaviors) (CSWE 2022 Competency)"),
        Block(" | ".join(row), Shape.ROW, page=3, cells=row, table=1),
    )
    assert [(one.code, one.edition, one.tie, one.page, one.place) for one in found] == [
        ("9", "2022", "Agency memo", 3, "alignment table")
    ]


def test_a_table_without_lines_is_known_by_its_heads() -> None:
    found = of_blocks(
        paragraph("(Class Learning Assignment)"),
        paragraph("(Practice Behaviors)"),
        paragraph("(CSWE 2022 Competency) Garden Project"),
        paragraph("Proposal"),
        paragraph("a. Weigh what neighbours ask for.", Shape.ENTRY),
        paragraph(
            "Competency 7: Assess Individuals, Families, Groups, Organizations, and Communities Garden Project"
        ),
        paragraph("Report"),
        paragraph("a. Count what grew.", Shape.ENTRY),
        paragraph("Competency 5: Engage in Policy Practice"),
        paragraph("Textbook", Shape.HEADING),
    )
    assert [(one.code, one.tie) for one in found] == [
        ("7", "Garden Project Proposal"), ("5", "Garden Project Report"),
    ]  # fmt: skip


def test_titles_without_numbers_in_such_a_table_tell_item_and_edition() -> None:
    found = of_blocks(
        paragraph(
            "The competencies of the EPAS (CSWE, 2022) guide us in all that we do here and in the agencies."
        ),
        paragraph("Competency (outcome)", Shape.HEADING),
        paragraph("Behavior (performance indicator)", Shape.HEADING),
        paragraph("Assessment Method(s)", Shape.HEADING),
        paragraph("Demonstrate Ethical and"),
        paragraph("Professional Behavior"),
        paragraph(
            "Responsibility Students decide by the code of ethics and by law in a case that is given to them."
        ),
        paragraph("Case paper"),
        paragraph("Engage Diversity and"),
        paragraph("Difference in Practice"),
        paragraph(
            "Responsibility Students hold their own views back in a talk with people of the neighbourhood."
        ),
        paragraph("Role play"),
        paragraph("Textbook", Shape.HEADING),
    )
    assert [(one.code, one.edition, one.tie) for one in found] == [
        ("1", "2022", "Case paper"), ("2", "2015", "Role play"),
    ]  # fmt: skip


def test_all_titles_in_a_table_with_graded_work_are_a_declaration() -> None:
    rows = "".join(
        f"| Competency {line[0]}: {line[3:]} | Field evaluation |\n"
        for line in TITLES_2022.split("\n")
    )
    text = f"# SOWK 795\n\n| CSWE 2022 Competency | Assessment |\n|---|---|\n{rows}"
    assert codes(text) == list("123456789")


# What is no declaration


def test_a_list_of_the_nine_titles_declares_nothing() -> None:
    text = (
        f"# SOWK 701\n\nThe nine competencies identified in the 2022 EPAS are:\n\n{TITLES_2022}\n"
    )
    assert codes(text) == []
    numbered = "\n".join(f"- Competency {line[0]}: {line[3:]}" for line in TITLES_2022.split("\n"))
    assert codes(f"# SOWK 701\n\nCompetencies (CSWE, 2022)\n\n{numbered}\n") == []
    # Lines that a reader joins, below a title with a word of tables.
    joined = numbered.replace("- ", "")
    for title in ("Human Behavior and the Social Environment", "Practice Skills"):
        top = f"# SOWK 701: {title}\n\nGrowing up and old.\n\n## Competencies (CSWE 2022 EPAS)"
        assert codes(f"{top}\n\n{joined}\n\n## Schedule\n\n- Week 1: Growing up\n") == []


def test_titles_behind_a_section_of_graded_work_are_not_part_of_it() -> None:
    work = "# SOWK 501\n\nOn the CSWE 2022 EPAS.\n\n## Assignments\n\n- Essay (40 %)\n\n## CSWE\n\n"
    titles = [(line[0], line[3:]) for line in TITLES_2022.split("\n")]
    lines = "".join(f"- Competency {number}: {title}\n" for number, title in titles)
    assert codes(work + lines) == []
    rows = "".join(f"| Competency {number} | {title} |\n" for number, title in titles)
    assert codes(f"{work}| CSWE | Title |\n|---|---|\n{rows}") == []


def test_columns_of_two_editions_keep_their_years() -> None:
    found = declared(
        "# SOWK 501\n\nCSWE EPAS.\n\n| Assignment | CSWE 2015 | CSWE 2022 |\n|---|---|---|\n"
        "| Essay | 2 | 3 |\n"
    )
    assert [(one.edition, one.code) for one in found if one.code] == [("2015", "2"), ("2022", "3")]


@pytest.mark.parametrize(
    "line",
    [
        "Students meet the nine competencies of the CSWE.",
        "Cultural competence 3 hours. The CSWE accredits us.",
        "CSWE competencies: assignment 2 is due in week 3.",
        "See the EPAS (CSWE, 2022, pp. 8-9).",
        "Our journal on CSWE competencies appeared as volume 53(2) in 2022.",
        "CSWE 9 competencies are listed in the handbook.",
        "The CSWE competencies matter. Competency 3: Communication in writing.",
    ],
)
def test_look_alikes_of_competencies(line: str) -> None:
    assert codes(f"# SOWK 702\n\n{line}\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "CACREP accredits us. Room ED 504A, section 3.B of the lease.",
        "CACREP standards matter. CORE: C.9.2.b, C.9.3.",
        "CACREP and OAR 584-017-0460; dates 3/5, 9.30 a.m., chapter 2.1.",
        "We follow CACREP. See Policy 3.B.2 of the university.",
    ],
)
def test_look_alikes_of_counseling_codes(line: str) -> None:
    assert codes(f"# COUN 602\n\n{line}\n") == []


def test_a_document_that_names_no_body_declares_nothing() -> None:
    assert codes("# HIST 100\n\nCompetency 3, standard 2.F.2.d and 3.B.5 are ours.\n") == []


# Text


def test_forms_of_three_editions_and_ranges() -> None:
    text = """# COUN 603

CACREP standards addressed: 2.F.5.a–d, 2F1b, 3.B.4,5 and II.G.2.c; K in 2001: IIK 2a-c.
"""
    found = {(one.code, one.edition) for one in declared(text)}
    assert found == {
        ("2.F.5.a", "2016"), ("2.F.5.b", "2016"), ("2.F.5.c", "2016"), ("2.F.5.d", "2016"),
        ("2.F.1.b", "2016"), ("3.B.4", "2024"), ("3.B.5", "2024"), ("II.G.2.c", "2009"),
        ("II.K.2.a", "2001"), ("II.K.2.b", "2001"), ("II.K.2.c", "2001"),
    }  # fmt: skip


def test_a_group_of_2016_is_no_item_of_2024() -> None:
    (one,) = declared("# COUN 604\n\nCACREP specialty area 5.C.2 is met.\n")
    assert (one.code, one.edition) == ("5.C.2", "")
    (one,) = declared("# COUN 604\n\nCACREP specialty area 5.C.2.j is met.\n")
    assert (one.code, one.edition) == ("5.C.2.j", "2016")


def test_parentheses_in_objectives() -> None:
    text = """# COUN 605

## Objectives (CACREP standards)

1. Describe theories of development (2.F.3.a).
2. a plan for a client (CACREP 3.B.1)
"""
    assert [(one.code, one.place) for one in declared(text)] == [
        ("2.F.3.a", "parentheses"), ("3.B.1", "parentheses"),
    ]  # fmt: skip
    text = """# SOWK 703

## Objectives and the CSWE competencies that they meet

- Write a policy memo (5, 3a)
- Meet with three agencies (2 hours)
"""
    assert codes(text) == ["5", "3a"]


def test_headings_name_codes() -> None:
    (one,) = declared("# COUN 606\n\n## Week 3: Grief (CACREP 2.F.3.g)\n\nReadings.\n")
    assert (one.code, one.place, one.line) == ("2.F.3.g", "heading", 3)


def test_names_of_areas_with_letters_below_a_heading_of_the_body() -> None:
    text = """# COUN 607

#### CACREP and CORE standards addressed:

##### CACREP

- Professional Identity (b & h)
- Human Growth & Development (a, b, c)

##### CORE

- Assessment (a)
"""
    found = declared(text)
    assert [one.code for one in found] == ["1.b", "1.h", "3.a", "3.b", "3.c"]
    assert {one.edition for one in found} == {""}


def test_a_code_that_is_split_over_two_lines() -> None:
    text = """# COUN 608

# CACREP STANDARDS ADDRESSED

SECTION II, 5 Helping Relationships:

d. theories that help to see what a client brings

# TEXTBOOK

d. some other entry
"""
    assert codes(text) == ["5.d"]


@pytest.mark.parametrize(
    ("head", "entries", "expected"),
    [
        (
            "2.F.2 Social and cultural diversity",
            "a. one\n\nc. two",
            ["2.F.2", "2.F.2.a", "2.F.2.c"],
        ),
        ("Section II.G.5: Helping", "d. one", ["II.G.5.d"]),
    ],
)
def test_an_area_opens_entries_with_its_letters(
    head: str, entries: str, expected: list[str]
) -> None:
    text = f"# COUN 609\n\n## CACREP standards met\n\n{head}\n\n{entries}\n\n## Texts\n\nb. other\n"
    assert codes(text) == expected


def test_an_area_of_2024_opens_entries_with_their_numbers() -> None:
    found = of_blocks(
        paragraph("CACREP standards met", Shape.HEADING),
        paragraph("3.B Social and cultural identities"),
        paragraph("1. one", Shape.ENTRY),
        paragraph("4. two", Shape.ENTRY),
        paragraph("Objectives", Shape.HEADING),
        paragraph("2. three", Shape.ENTRY),
    )
    assert [(one.code, one.edition) for one in found] == [("3.B.1", "2024"), ("3.B.4", "2024")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CSWE competencies addressed: 2, 4 and 7.", ["2", "4", "7"]),
        ("It shows behaviors 3a and 3b.", ["3a", "3b"]),
        ("This paper shows competency seven.", ["7"]),
        ("It assesses Competencies Eight and Nine.", ["8", "9"]),
        ("This is the first competency described by the Council.", ["1"]),
        ("Graded with the Competencies 1 and 7 Rubric.", ["1", "7"]),
        ("Meets CSWE 3a.", ["3a"]),
        ("Covers EP 2.1.4 of 2008.", ["2.1.4"]),
    ],
)
def test_numbers_in_the_prose_of_assignments(text: str, expected: list[str]) -> None:
    body = f"# SOWK 704\n\nCompetencies of the EPAS.\n\n## Assignment 2: Case paper\n\n{text}\n"
    found = declared(body)
    assert [one.code for one in found] == expected
    assert {one.tie for one in found} == {"Assignment 2: Case paper"}


# Editions


def test_the_year_stands_at_the_name_of_the_body() -> None:
    old = "# SOWK 705\n\nFall 2022. The 2015 EPAS are our competencies.\n\nIt assesses competency two.\n"
    (one,) = declared(old)
    assert (one.code, one.edition) == ("2", "2015")
    (one,) = declared(old.replace("The 2015 EPAS", "The EPAS"))
    assert one.edition == ""


def test_a_document_that_names_its_edition_and_no_item_says_so() -> None:
    text = "# SOWK 706\n\nWe follow the competencies of the CSWE (2015) in all courses.\n"
    (one,) = find_declarations(read_document(text.encode(), "a.md", Limits()))
    assert (one.body, one.edition, one.code, one.line) == ("cswe", "2015", "", 3)


def test_other_bodies_have_their_forms() -> None:
    text = "# NURS 1\n\nAACN sub-competencies 1.2c and 9.6a, b. CLAS Standards 4 and 5. HCPC 5.3.\n"
    found = [(one.body, one.code) for one in declared(text)]
    assert found == [
        ("aacn", "1.2c"), ("aacn", "9.6a"), ("aacn", "9.6b"),
        ("clas", "4"), ("clas", "5"), ("hcpc", "5.3"),
    ]  # fmt: skip


def test_a_quotation_has_at_most_200_characters_and_holds_the_code() -> None:
    text = f"# SOWK 707\n\n{'Long words of the CSWE standards. ' * 20} We show competency six here. {'More. ' * 60}\n"
    (one,) = declared(text)
    assert len(one.text) <= 200
    assert "competency six" in one.text


def test_a_document_of_nothing_but_codes_is_read_within_bounds() -> None:
    lines = "".join(
        f"CACREP 2.F.{number % 8 + 1}.a and 3.B.{number}.\n\n" for number in range(2000)
    )
    assert len(declared(f"# COUN 610\n\n{lines}")) < 500
    assert len(declared("# COUN 610\n\nCACREP " + "2.F.5.a–n, " * 20_000)) < 500


# Rules and numbers, each with a line that is read otherwise without it


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("It assesses competency two. Write it at home.", ["2"]),  # a sentence, and no title
        ("Competency 5: Policy manuals of the hospital", []),  # one word of a title is none
        ("It assesses competencies 3, 7 points each.", ["3"]),  # an amount
        ("It assesses competencies 3, 50.", ["3"]),  # over the longest list
        ("Write on CACREP 2.F.2.b and a film.", ["2.F.2.b"]),  # an article
    ],
)
def test_what_ends_a_list_of_codes_and_a_title(line: str, expected: list[str]) -> None:
    top = "# SOWK 501\n\nThe competencies of the EPAS (CSWE, 2022) and CACREP 2016 guide us.\n\n"
    assert codes(f"{top}{line}\n") == expected


@pytest.mark.parametrize(
    "names", ["CSWE EPAS 2015", "CSWE Standards 2015", "2015 EPAS", "EPAS (2015)"]
)
def test_the_year_beside_a_name_is_the_edition(names: str) -> None:
    (one,) = declared(f"# SOWK 501\n\nOn the {names}.\n\nIt meets Competency 3.\n")
    assert (one.code, one.edition) == ("3", "2015")


def test_what_stands_in_an_appendix_is_tied_to_it() -> None:
    text = (
        "# SOWK 501\n\nCSWE competencies.\n\nAppendix B: Agency paper\n\nIt meets Competency 3.\n"
    )
    assert [one.tie for one in declared(text)] == ["Appendix B: Agency paper"]


# Tables whose lines nobody drew: what begins, fills and ends them

HEADS = ("(Class Learning Assignment)", "(Practice Behaviors)", "(CSWE 2022 Competency)")
POLICY = "Competency 5: Engage in Policy Practice"


def words(number: int) -> str:
    """A text of so many words that ends as a cell does."""
    return " ".join(["Write", *["calmly"] * (number - 1)])


def ties(*texts: str) -> list[tuple[str, str]]:
    """The codes of paragraphs and what they are tied to."""
    return [(one.code, one.tie) for one in of_blocks(*map(paragraph, texts))]


@pytest.mark.parametrize(
    ("heads", "tie"),
    [
        (HEADS, "Memo"),
        (
            (
                "(Class Learning Assignment, its points, its week) (Practice Behaviors that it shows) (CSWE Competency)",
            ),
            "Memo",
        ),
        (
            (
                "(Each CSWE competency of ours) (is shown by some assignment that you choose with your class and teacher)",
            ),
            "",
        ),  # longer than heads are
        (("Each CSWE competency has its assignment",), ""),  # one head alone
        ((f"{' '.join(HEADS)} What will I do?",), "Memo"),  # a question is no cell
        (("SOWK 501: Human Behavior", "CSWE Competencies"), ""),  # a subject, no column
    ],
)
def test_heads_of_a_table_without_lines(heads: tuple[str, ...], tie: str) -> None:
    assert ties(*heads, "Memo", POLICY) == [("5", tie)]


def test_a_cell_of_graded_work_is_short() -> None:
    assert ties(*HEADS, words(24), POLICY) == [("5", words(24)[:120])]
    assert ties(*HEADS, "Memo", words(25), POLICY) == [("5", "Memo")]


def test_a_table_without_lines_has_sixty_blocks() -> None:
    found = ties(*HEADS, *["Memo", POLICY] * 40)
    assert found == [("5", "Memo")] * 30 + [("5", "")] * 10


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Engage Diversity", "and Difference", "in", "Practice"), [("2", "Role play")]),
        (("Engage Diversity", "and", "Difference", "in", "Practice"), []),  # over five lines
    ],
)
def test_a_title_that_is_broken_over_lines(
    lines: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert ties(*HEADS, *lines, words(30), "Role play") == expected


def test_two_words_of_a_title_are_graded_work() -> None:
    assert ties(*HEADS, "Engage families", POLICY) == [("5", "Engage families")]


# What governs the blocks below it


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        (("Our plans.",), ["3.b", "3.c"]),
        ((words(25),), ["3.b", "3.c"]),
        ((words(26),), ["3.b"]),  # a long paragraph is about something else
        (("TSPC: what the state asks.",), ["3.b"]),  # another body's
        (("A wish: what we ask.",), ["3.b", "3.c"]),
    ],
)
def test_what_ends_the_reach_of_a_lead_in(between: tuple[str, ...], expected: list[str]) -> None:
    found = of_blocks(*map(paragraph, ["CACREP standards:", "3.b", *between, "3.c"]))
    assert [one.code for one in found] == expected


def test_a_lead_in_is_short() -> None:
    assert [one.code for one in of_blocks(paragraph(f"CACREP {words(24)}"), paragraph("3.b"))]
    assert not of_blocks(paragraph(f"CACREP {words(25)}"), paragraph("3.b"))


@pytest.mark.parametrize(
    ("between", "cell", "expected"),
    [
        (0, "3.g", ["3.g"]),
        (2, "3.g, h", ["3.g", "3.h"]),
        (3, "3.g", []),  # too far below the heads
        (0, "Chapter 3.g", []),
    ],
)
def test_rows_below_heads_that_stand_above_the_table(
    between: int, cell: str, expected: list[str]
) -> None:
    row = ("Explain grief", cell)
    found = of_blocks(
        paragraph("Objective, CACREP standard"),
        *[paragraph(words(30))] * between,
        *[Block(" | ".join(row), Shape.ROW, cells=row, table=1)] * 2,
    )
    assert [one.code for one in found] == expected * 2


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Competency 3 | 3a | 5 | Memo", ["3", "3a"]),  # points have no letter
        ("3 | 3a | 5 | Competency 3: Memo", ["3", "3a"]),  # each code of a row once
        ("3 | 3 | 3 | 3", ["3"]),
    ],
)
def test_numbers_in_the_columns_beside_that_of_the_body(row: str, expected: list[str]) -> None:
    head = "CSWE Competency | Behavior | Points | Assessment"
    assert codes(f"# SOWK 501\n\n| {head} |\n|---|---|---|---|\n| {row} |\n") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("On the EPAS of 2022: the core Competency 3: Communication", ["3"]),
        ("CSWE Competency 3: Communication", ["3"]),
        ("Competency 3: Communication", []),
    ],
)
def test_the_name_of_the_body_vouches_for_another_title(line: str, expected: list[str]) -> None:
    assert codes(f"# SOWK 501\n\nCSWE standards.\n\n{line}\n") == expected


def test_five_titles_in_a_row_are_not_the_whole_standard() -> None:
    lines = TITLES_2022.split("\n")
    top = "# SOWK 501\n\nCompetencies (CSWE, 2022)\n\n"
    for number, expected in ((5, list("12345")), (6, [])):
        listed = "\n".join(f"- Competency {line[0]}: {line[3:]}" for line in lines[:number])
        assert codes(f"{top}{listed}\n") == expected


@pytest.mark.parametrize(
    ("texts", "tie"),
    [
        ((*HEADS, "Memo", "a. Weigh what they ask."), "Memo"),  # a lettered behaviour
        ((*HEADS, "- a. Weigh what they ask.", "Memo"), "Memo"),
        ((*HEADS, "- Bring a pen.", "Memo"), ""),  # another entry ends the table
        ((*HEADS, words(25), "Memo"), ""),  # as a long paragraph does
        ((*HEADS[:2], words(16), HEADS[2], "Memo"), "Memo"),
        ((*HEADS[:2], words(17), HEADS[2], "Memo"), ""),  # one between the heads
        (("Our CSWE competencies:", "Our assignments:", "Memo"), ""),  # lines that lead in
    ],
)
def test_what_else_a_table_without_lines_holds(texts: tuple[str, ...], tie: str) -> None:
    blocks = [
        paragraph(text.removeprefix("- "), Shape.ENTRY if text[0] == "-" else Shape.PARAGRAPH)
        for text in texts
    ]
    assert [(one.code, one.tie) for one in of_blocks(*blocks, paragraph(POLICY))] == [("5", tie)]


def test_a_cell_that_names_an_item_within_its_words_is_no_row() -> None:
    assert ties(*HEADS, "Memo", f"A long paper on {POLICY}") == [("5", "")]


def test_an_area_in_capitals_is_no_label_of_another_body() -> None:
    found = of_blocks(
        paragraph("CACREP standards:"),
        paragraph("SECTION II, 5: Helping"),
        paragraph("d. theories", Shape.ENTRY),
    )
    assert [one.code for one in found] == ["5.d"]


# Codes and titles


def test_a_block_has_two_hundred_codes() -> None:
    listed = "; ".join(f"1.{letter}.{number}" for letter in "ABCDEFGHIJ" for number in range(1, 31))
    assert len(codes(f"# COUN 610\n\nCACREP {listed}\n")) == 200


def test_a_code_within_another_is_none() -> None:
    text = "# SOWK 501\n\nCSWE standards.\n\nIt shows the third competency: 3a.\n"
    assert codes(text) == ["3a"]


def test_the_end_of_a_sentence_is_no_code() -> None:
    found = of_blocks(paragraph("CACREP standards:"), paragraph("Meet in week 3. a film follows"))
    assert found == []


@pytest.mark.parametrize(
    ("cell", "tie"),
    [
        ("Engage in Policy Practice", ""),  # the item's own title
        ("Policy practice", "Policy practice"),  # two of its words
    ],
)
def test_a_title_beside_its_number_is_no_graded_work(cell: str, tie: str) -> None:
    text = f"# SOWK 501\n\n| Assignment | CSWE Competency |\n|---|---|\n| {cell} | 5 |\n"
    assert [(one.code, one.tie) for one in declared(text)] == [("5", tie)]


def test_a_title_has_24_words_and_300_characters() -> None:
    long = f"Competency 5: {'Engage in Policy Practice ' * 7}"
    assert ties(*HEADS, "Memo", long, POLICY) == [("5", "Memo"), ("5", "Engage in Policy Practice")]
    for dots, expected in ((270, ["5"]), (320, [])):
        text = f"Competency 5: Engage {'.' * dots} in Policy Practice"
        assert codes(f"# SOWK 501\n\nCSWE standards.\n\n{text}\n") == expected


@pytest.mark.parametrize(
    ("cells", "tie"),
    [
        ((words(40), "Memo"), words(40)[:120]),
        ((words(41), "Memo"), "Memo"),  # a cell of text
        (("a. Write well.", "Memo"), "Memo"),  # a behaviour
        (("Goal 2", "Memo"), "Memo"),  # a goal's number
        (("Learning outcome 2", "Memo"), "Memo"),
        (("12", "Memo"), "Memo"),
    ],
)
def test_which_cell_of_a_row_without_heads_is_its_tie(cells: tuple[str, ...], tie: str) -> None:
    row = (*cells, "Competency 5")
    found = of_blocks(
        paragraph(f"CSWE standards {words(30)}"),
        Block(" | ".join(row), Shape.ROW, cells=row, table=1),
    )
    assert [(one.code, one.tie) for one in found] == [("5", tie)]
