"""Sections of documents written for these tests: headings, schedules, tables, boilerplate."""

from __future__ import annotations

import pytest

from curriculum_gap.nouns import Block, Document, Passage, Section, Shape
from curriculum_gap.sections import assign


def _document(blocks: list[Block], title: str = "") -> Document:
    words = sum(len(block.text.split()) for block in blocks)
    return Document("course.md", "markdown", title, None, words, tuple(blocks))


def _blocks(text: str) -> list[Block]:
    """``#`` headings, ``-`` entries, ``|`` rows (the first row of a table is its header), else
    paragraphs; one block a line."""
    blocks: list[Block] = []
    header: tuple[str, ...] = ()
    table = 0
    for number, line in enumerate(text.strip().splitlines(), start=1):
        line = line.strip()
        if not line:
            header = ()
        elif line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            if not header:
                header, table = cells, table + 1
            joined = " | ".join(cell for cell in cells if cell)
            blocks.append(
                Block(joined, Shape.ROW, line=number, cells=cells, header=header, table=table)
            )
        elif line.startswith("#"):
            mark, _, rest = line.partition(" ")
            blocks.append(Block(rest, Shape.HEADING, line=number, depth=len(mark)))
        elif line.startswith("- "):
            blocks.append(Block(line[2:], Shape.ENTRY, line=number, depth=1))
        else:
            blocks.append(Block(line, line=number))
    return blocks


def _assign(text: str, title: str = "") -> tuple[Passage, ...]:
    return assign(_document(_blocks(text), title))


def _section_of(passages: tuple[Passage, ...], start: str) -> Section:
    return next(p.section for p in passages if p.text.startswith(start))


def test_parts_of_a_plain_syllabus() -> None:
    passages = _assign(
        """
        # SW 410: Practice in Communities
        Instructor: R. Alvarez, office hours Tuesday 2-4
        ## Course Description
        How neighbourhoods shape distress and what social workers do about it.
        ## Learning Outcomes
        - Describe how housing policy produces unequal health.
        ## Required Texts
        - Okafor, N. (2019). The uneven city. Harbor Press.
        ## Assignments and Grading
        - Neighbourhood walk report (20%)
        ## Course Schedule
        ### Week 1: Segregation and health
        - Read Okafor, chapter 1
        ## Additional Resources
        - City data portal
        """
    )
    assert [p.section for p in passages] == [
        Section.TITLE,
        Section.OTHER,
        Section.OTHER,
        Section.DESCRIPTION,
        Section.OTHER,
        Section.OBJECTIVE,
        Section.OTHER,
        Section.READING,
        Section.OTHER,
        Section.ASSIGNMENT,
        Section.OTHER,
        Section.SESSION,
        Section.READING,
        Section.OTHER,
        Section.RESOURCE,
    ]
    session = passages[-3]
    assert session.headings[-1] == "Week 1: Segregation and health"
    assert all(p.why for p in passages)


def test_a_line_drawn_below_a_heading_is_no_passage() -> None:
    """Two syllabi draw such lines; there they were evidence of the topic of the heading above."""
    passages = _assign(
        """
        # Introduction to Refugee Studies
        ## Course Description
        ________________________________
        How people who fled rebuild a life, and who helps them.
        ## Schedule
        ### Week 1: Borders
        _ _
        - . . . . . . . .
        ### Week 2: Camps
        | Day | Reading |
        | — | – |
        | 2 | Marlowe |
        ***
        """
    )
    assert [passage.text for passage in passages if not any(map(str.isalnum, passage.text))] == []
    assert _section_of(passages, "How people") is Section.DESCRIPTION
    assert passages[-1].text == "2 | Marlowe" and passages[-1].headings[-1] == "Week 2: Camps"


def test_schedule_in_list_paragraphs_and_table_rows() -> None:
    listed = _assign(
        """
        ## Schedule
        - Week 1: Introductions
        - Week 2: Redlining
        """
    )
    assert [p.section for p in listed[1:]] == [Section.SESSION, Section.SESSION]
    paragraphs = _assign(
        """
        ## Calendar
        Jan 12 – What is culture?
        Read the first chapter before class
        Jan 19 – Acculturation
        Bring one interview question
        """
    )
    sections = [Section.SESSION, Section.READING, Section.SESSION, Section.SESSION]
    assert [p.section for p in paragraphs[1:]] == sections
    assert paragraphs[4].headings == ("Calendar", "Jan 19 – Acculturation")
    rows = _assign(
        """
        | Week | Topic | Readings |
        | 3 | Interpreters in the clinic | Ruiz, ch. 4 |
        | | Role play with an interpreter | |
        """
    )
    assert [p.section for p in rows] == [Section.OTHER, Section.SESSION, Section.SESSION]
    assert rows[1].header == ("Week", "Topic", "Readings")
    assert rows[1].cells[1] == "Interpreters in the clinic"


def test_schedule_without_any_heading() -> None:
    passages = _assign(
        """
        Sept. 3 - 5 - Introduction
        Sept. 8 - 10 - Natives and newcomers
        Sept. 15 - 17 - The golden door
        """
    )
    assert {p.section for p in passages} == {Section.SESSION}


def test_alignment_table_ties_objectives_to_assignments() -> None:
    passages = _assign(
        """
        ## Competencies
        | Assignment | Practice behaviors | Competency |
        | Community paper | Analyze how policy shapes access to care | 5 |
        | | Advocate with clients for better access | 5 |
        | Final exam | Explain minority stress | 2 |
        """
    )
    objectives = [p for p in passages if p.section is Section.OBJECTIVE]
    assert [p.tie for p in objectives] == ["Community paper", "Community paper", "Final exam"]


def test_outcome_rows_without_header_are_tied_to_the_work_they_name() -> None:
    cells = ("Field journal", "Describe how neighbours define wellbeing in their own words")
    row = Block(" | ".join(cells), Shape.ROW, cells=cells, table=1)
    passages = assign(_document([Block("Course Objectives", Shape.HEADING, depth=1), row]))
    assert (passages[1].section, passages[1].tie) == (Section.OBJECTIVE, "Field journal")


def test_rows_of_a_week_carry_its_name() -> None:
    passages = _assign(
        """
        | Week | Topic | Readings |
        | 3 | Interpreters in the clinic | Ruiz, ch. 4 |
        | | Role play with an interpreter | |
        | 4 | Acculturation | Ruiz, ch. 5 |
        """
    )
    assert [p.headings for p in passages[1:]] == [(), ("Week 3",), ()]


def test_pasted_accreditor_lists_and_programme_text_are_no_objectives() -> None:
    passages = _assign(
        """
        ## Competencies
        The competencies that our accreditor CSWE asks of all graduates are:
        - Advance human rights and justice
        ## Program Goals
        - To prepare students for practice with rural communities
        """
    )
    assert _section_of(passages, "Advance") is Section.OTHER
    assert _section_of(passages, "To prepare") is Section.DESCRIPTION


def test_deadlines_open_no_schedule() -> None:
    passages = _assign(
        """
        ## Important Dates
        - Feb 3: Memo due at noon
        - Feb 17: Interview paper due at noon
        - Mar 9: Final project due at noon
        ## Getting Help
        Office hours are the best place to start.
        """
    )
    assert passages[-1].section is Section.OTHER
    assert Section.SESSION not in {p.section for p in passages}


def test_topic_lines_of_any_rank_stay_in_their_week() -> None:
    passages = _assign(
        """
        ## Schedule
        Week 1
        ## Disability and the Body
        - How does a society read the body?
        ## Required Reading
        Turner, ch. 2
        Week 2
        ## Diversity and Inclusion
        - Whose inclusion?
        """
    )
    expected = [Section.SESSION, Section.SESSION, Section.SESSION, Section.OTHER, Section.READING]
    assert [p.section for p in passages[1:6]] == expected
    assert [p.section for p in passages[6:]] == [Section.SESSION] * 3
    assert passages[3].headings == ("Schedule", "Week 1", "Disability and the Body")


def test_a_statement_interrupts_a_schedule() -> None:
    passages = _assign(
        """
        Week 1: Introductions
        Student Accommodations
        The office that arranges accommodations for students is in the old library, second floor, and opens at nine.
        Week 2: Listening across difference
        """
    )
    assert [p.section for p in passages] == [
        Section.SESSION,
        Section.POLICY,
        Section.POLICY,
        Section.SESSION,
    ]


def test_objective_tied_in_a_list() -> None:
    passages = _assign(
        """
        ## Course Objectives
        - Critique diagnostic manuals across cultures (assessed by: formulation paper)
        - Name three community agencies
        """
    )
    assert [p.tie for p in passages[1:]] == ["formulation paper", ""]


def test_lead_in_opens_a_list_of_outcomes() -> None:
    passages = _assign(
        """
        By the end of this course, students will be able to:
        - Recognize bias in intake interviews
        - Plan an accessible group
        The library opens at eight.
        """
    )
    assert [p.section for p in passages] == [Section.OBJECTIVE] * 3 + [Section.OTHER]


def test_rubric_and_points_tables_are_assignments() -> None:
    passages = _assign(
        """
        | Criterion | Excellent | Satisfactory | Poor |
        | Reflects on own position | Often | Once | Never |

        | Component | Points |
        | Oral history | 40 |
        """
    )
    assert [p.section for p in passages if p.cells != p.header] == [Section.ASSIGNMENT] * 2


def test_parts_of_an_assignment_stay_with_it() -> None:
    passages = _assign(
        """
        ## Assignments
        ### Immersion Project
        #### Purpose
        To meet a community by its own account.
        #### Readings
        Choose two memoirs.
        """
    )
    assert _section_of(passages, "To meet") is Section.ASSIGNMENT
    assert _section_of(passages, "Choose two") is Section.ASSIGNMENT
    assert _section_of(passages, "Immersion") is Section.ASSIGNMENT


POLICY = [
    # US, new
    "Students with disabilities who need accommodations should register with the Disability Resource Center and give me their letter in the first two weeks.",
    "If you have, or think you may have, a disability, please contact Accessible Learning at 555-0100 to arrange accommodations.",
    "In compliance with the Americans with Disabilities Act, the College provides reasonable accommodation to students on request.",
    "Title IX prohibits sex discrimination, including harassment; I am a mandatory reporter and must tell the Title IX Coordinator what I learn.",
    "Please notify me by email in the first week if a religious holiday will make you miss class or an exam.",
    "The University does not discriminate on the basis of race, color, religion, sex, age or national origin in its programs.",
    "Our campus stands on the unceded traditional lands of the river peoples, and we acknowledge their elders past and present.",
    "If you are anxious or overwhelmed, the Counseling Center offers free and confidential support; call 555-0199 for an appointment.",
    "Any student who has difficulty affording groceries or who lacks a safe place to live is urged to contact the Dean of Students.",
    "Let me know the name and pronouns you use if they differ from the roster.",
    "I want this to be a safe and inclusive learning environment in which everyone is welcome regardless of race, gender or ability.",
    # US, old
    "Anyone requiring special arrangements because of a learning disability should see me after class so that the Office of Special Services can be informed.",
    # Canada, UK, Australia
    "The University of the Lakes is located on the traditional territory of the Anishinaabe, and we honour the treaties that bind us.",
    "Students requiring reasonable adjustments should contact the Disability Support Service so that a learning agreement can be arranged.",
    "We acknowledge the Traditional Custodians of the land on which we meet and pay our respects to Elders.",
    # without the matter's usual words
    "Plagiarism and cheating are violations of the academic honesty policy and will be reported to the university.",
]
CONTENT = [
    "Week 4: The Americans with Disabilities Act and its critics",
    "Students write a ten-page paper on how the ADA changed employment for people with disabilities.",
    "Title IX and athletics: history of the statute, Cohen v. Brown, readings by Brake.",
    "Land, treaty and healing among the peoples of the northern plains",
    "Religious observance and coping among older migrants (Ahmed, 2014)",
    "Analyze harassment and discrimination at work as sources of distress.",
    "Examine counseling theories for people in crisis and the evidence behind them.",
    "Design an accommodation plan for a client with a visual impairment.",
    "Plagiarism as a cultural idea: authorship in three traditions",
    "Pronouns, naming and gender identity in family therapy",
    "Students reflect on diversity, inclusion and respect in their own field placement.",
    "Homelessness, hunger and food insecurity in the county: a policy analysis",
    "Strategies and accommodations for teaching students with disabilities in general classrooms",
    "Create inclusive classroom environments for multilingual learners.",
    "Our emphasis will be on how women of different socioeconomic backgrounds, races and ethnic groups in the university city have met, with respect for diverse perspectives and identities.",
    "We pay attention to the intellectual and religious forces that shape daily life; please discuss the letters from the parish office with a classmate.",
    "Word choice, use of pronouns, course names and modes of address in formal letters",
    "Military families and veterans: deployment, return and stigma",
    "Exam 2 (50 points): an essay on students with disabilities, the accommodations they may request and the documentation that schools must keep.",
    "The exam is graded on how you discuss students with autism or other disabilities and reasonable accommodations that a school must provide.",
    "Describe how students with documented disabilities request accommodations from an office of disability services.",
]


@pytest.mark.parametrize("text", POLICY)
def test_boilerplate_is_known_by_wording(text: str) -> None:
    assert _assign(text)[0].section is Section.POLICY
    below = _assign("## Course Information\n" + text)
    assert below[-1].section is Section.POLICY


@pytest.mark.parametrize("text", CONTENT)
@pytest.mark.parametrize(
    "heading", ["Schedule", "Assignments", "Learning Outcomes", "Readings", "Course Description"]
)
def test_content_on_the_same_matters_is_not_policy(text: str, heading: str) -> None:
    assert _assign(f"## {heading}\n{text}")[-1].section is not Section.POLICY
    assert _assign(text)[0].section is not Section.POLICY


@pytest.mark.parametrize(
    "heading",
    [
        "Disability Services and Accommodations",
        "Students with Disabilities",
        "Title IX",
        "Land Acknowledgement",
        "Territorial Acknowledgment",
        "Acknowledgement of Country",
        "Religious Holidays",
        "Names and Pronouns",
        "Diversity Statement",
        "Counselling Centre",
        "Academic Integrity and Honesty",
        "Use of AI tools",
        "Attendance Policy",
        "7. Mandatory Reporting",
        "ADA Statement:",
        "Technical Support",
        "COVID-19",
        "Writing Centre and Tutoring",
        "Equal Opportunity Statement",
    ],
)
def test_policy_headings(heading: str) -> None:
    passages = _assign(
        f"## {heading}\nMore is on the website.\n## Assignments\nOne essay on stigma."
    )
    assert [p.section for p in passages] == [
        Section.POLICY,
        Section.POLICY,
        Section.OTHER,
        Section.ASSIGNMENT,
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Land, Treaty and Healing",
        "Disability in American Society",
        "Title IX and the Making of Women's Sport",
        "Religious Holidays of the Diaspora",
        "Harassment at Work",
        "Disability",
        "Diversity and Inclusion",
    ],
)
def test_headings_that_name_a_subject_are_not_policy(heading: str) -> None:
    passages = _assign(f"## Schedule\n### {heading}\nRead chapter four.")
    assert Section.POLICY not in {p.section for p in passages}


def test_content_heading_ends_policy_whatever_its_rank() -> None:
    passages = _assign(
        """
        # Course Policies
        ## Disability Accommodations
        Register early.
        ### Learning Outcomes
        - Explain stereotype threat
        ## Late Work
        Ten per cent a day.
        #### Week 6: Racial trauma
        Guest from the clinic
        """
    )
    assert _section_of(passages, "Explain") is Section.OBJECTIVE
    assert _section_of(passages, "Ten per") is Section.POLICY
    assert _section_of(passages, "Week 6") is Section.SESSION
    assert _section_of(passages, "Guest") is Section.SESSION


def test_graded_work_below_a_loose_policy_heading_is_an_assignment() -> None:
    passages = _assign(
        "## Course Policies\nThe interview paper on migration is worth 30% of the grade."
    )
    assert passages[-1].section is Section.ASSIGNMENT


def test_policy_label_governs_its_own_paragraph_only() -> None:
    passages = _assign(
        """
        Course Description: This seminar asks how prejudice is learned.
        Disability Services: the office is in room 12.
        This course also visits two community clinics.
        """
    )
    assert [p.section for p in passages] == [
        Section.DESCRIPTION,
        Section.POLICY,
        Section.DESCRIPTION,
    ]
    assert passages[0].headings == ("Course Description",)


def test_long_paragraphs_are_cut_at_sentence_ends_and_keep_every_word() -> None:
    sentence = (
        "Communities tell their own histories in many registers and we listen to them with care. "
    )
    text = (sentence * 20).strip()
    passages = assign(_document([Block(text, page=4)]))
    assert len(passages) > 2
    assert all(len(p.text.split()) <= 90 for p in passages)
    assert all(p.text.endswith(".") and p.page == 4 for p in passages)
    assert " ".join(p.text for p in passages) == text
    unbroken = assign(_document([Block("word " * 500)]))
    assert max(len(p.text.split()) for p in unbroken) <= 90


@pytest.mark.parametrize(
    ("line", "title", "section"),
    [
        ("Stories of Rivers:", "Stories of Rivers: A View from the Bank", Section.TITLE),
        ("Stories of Rivers Credits: 4", "Stories of Rivers", Section.TITLE),
        ("Stories of Riverside", "Stories of River", Section.OTHER),
        ("Stories", "Stories of Rivers", Section.OTHER),
    ],
)
def test_a_line_that_is_the_title_in_part_is_no_heading(
    line: str, title: str, section: Section
) -> None:
    lines = f"# Elm Guild\n\nBring boots.\n\n{line}\n\n## Maps\n\nTwo of them."
    passages = {passage.text: passage for passage in _assign(lines, title)}
    assert passages[line].section is section
    is_heading = section is Section.TITLE  # below the title, "Maps" opens a part
    assert ("Maps" in passages["Two of them."].headings) is is_heading


def test_hidden_blocks_are_left_out_and_the_title_is_not_in_the_path() -> None:
    title = "PSY 300: Racism and Health"
    passages = assign(
        _document(
            [
                Block(title, Shape.HEADING, depth=1),
                Block("Secret words", hidden=True),
                Block("Readings", Shape.HEADING, depth=2),
                Block("Lee, P. (2011). Clinics.", Shape.ENTRY, depth=1),
            ],
            title,
        )
    )
    assert [p.section for p in passages] == [Section.TITLE, Section.OTHER, Section.READING]
    assert passages[-1].headings == ("Readings",)


@pytest.mark.parametrize("unit", ["a", " ", "week 1: ", "(", "if you have a ", "1.", "student "])
def test_hostile_lines_stay_cheap(unit: str) -> None:
    line = unit * (200_000 // len(unit))
    passages = assign(_document([Block(line), Block(line, Shape.HEADING, depth=1)]))
    beginning = "".join(p.text for p in passages).replace(" ", "")[:50]
    assert beginning == ("" if unit == "(" else line.replace(" ", "")[:50])


def test_rows_that_start_with_a_count_and_a_date_are_sessions() -> None:
    passages = _assign(
        """
        # Course Schedule
        ## Due Dates

        | 1 | 1/19 - 1/25 | Welcome and course map | Okafor, chapter 1 |
        | 2 | 1/26 - 2/1 | Families in schools | Okafor, chapter 2 |
        | 3 | 0.25 | Attendance | |
        """
    )
    assert _section_of(passages, "2 |") is Section.SESSION
    assert _section_of(passages, "3 | 0.25") is not Section.SESSION


def test_counted_headings_go_on_with_a_schedule() -> None:
    passages = _assign(
        """
        ## Schedule of Readings
        ## 1. Getting to know each other
        ## 2-3. OKAFOR, CH 4 "WHO TEACHES?"
        ## QUIZ 1
        ## 4. Social class and schools
        Bring one page about your own school.
        ## 9. Other matters
        Call the office if the door is locked.
        """
    )
    assert _section_of(passages, "2-3.") is Section.SESSION
    assert _section_of(passages, "4. Social") is Section.SESSION
    assert _section_of(passages, "9. Other") is not Section.SESSION


def test_counted_entries_with_pages_are_sessions_and_books_are_readings() -> None:
    passages = _assign(
        """
        ## Course Outline
        - 1. Why study schools? Okafor, pp. 1-9
        - 2. The education of women, pp. 20-36
        - 3. Lindqvist, E. (2015). Girls at school. Harbour University Press.
        """
    )
    assert _section_of(passages, "2. The") is Section.SESSION
    assert _section_of(passages, "3. Lind") is Section.READING


def test_decimal_numbers_of_headings_are_no_dates() -> None:
    passages = _assign(
        """
        # SW 341: Policy and Care
        ## 4. Evaluation
        ### 4.1 Neighbourhood profile
        Walk through one neighbourhood and write about rents, wages and clinics.
        ## 5. Texts
        ### 5.1 Required
        - Statutes and reports linked on the course page.
        ## 8. Regulations of the University
        ### 8.1 Academic accommodation
        Students with a disability register with the office in the first week of term.
        ### 8.2 Academic misconduct
        Plagiarism is an offence under the code of conduct and is reported to the dean.
        """
    )
    assert Section.SESSION not in {passage.section for passage in passages}
    assert _section_of(passages, "Walk through") is Section.ASSIGNMENT
    assert _section_of(passages, "Students with a disability") is Section.POLICY
    assert _section_of(passages, "Plagiarism") is Section.POLICY


def test_dates_with_dots_start_sessions() -> None:
    passages = _assign(
        """
        # Care and justice
        8.27 Who gets care, and who waits
        9.03 Housing as a cause of distress
        Mon 9.8 Guest: a clinic on wheels
        17.09.2026 Trauma and repair
        """
    )
    assert [passage.section for passage in passages[1:]] == [Section.SESSION] * 4


@pytest.mark.parametrize(
    "name", ["Introduction", "Overview", "Welcome and Introduction", "Summary"]
)
@pytest.mark.parametrize("mark", ["", "### "])
def test_a_session_named_introduction_ends_no_schedule(name: str, mark: str) -> None:
    passages = _assign(
        f"""
        # COUN 520: Counselling Skills
        ## Course Schedule
        {mark}{name}
        What the weeks hold.
        {mark}Grief in families
        ## Overview
        How counsellors listen.
        """
    )
    assert _section_of(passages, "What the weeks") is Section.SESSION
    assert _section_of(passages, "Grief in families") is Section.SESSION
    assert _section_of(passages, "How counsellors") is Section.DESCRIPTION


def test_objectives_with_codes_of_an_accreditor_are_objectives() -> None:
    long = (
        "Students will weigh how laws, customs and institutions of a county decide who is seen by "
        "a counsellor and who waits, compare three counties that have chosen differently, and "
        "argue before the group which of the choices they would defend and on what grounds "
        "({code})"
    )
    for code in ("CACREP 2.F.2.d", "EPAS 3", "CSWE Competency 2", "accreditation standard 4"):
        passages = _assign(f"## Course Objectives\n- {long.format(code=code)}")
        assert passages[-1].section is Section.OBJECTIVE
    verb = "Evaluate " + long.removeprefix("Students will weigh ").format(code="CACREP 2.F.1.b")
    assert _assign(f"## Competencies\n- {verb}")[-1].section is Section.OBJECTIVE


def test_a_lead_in_that_names_the_course_opens_objectives_though_it_names_an_accreditor() -> None:
    passages = _assign(
        """
        ## Course Objectives
        By the end of this course students will be able to meet these CACREP standards:
        - Theories of identity in lives that cross borders
        """
    )
    assert passages[-1].section is Section.OBJECTIVE


def test_years_of_a_residency_and_modules_are_sessions() -> None:
    passages = _assign(
        """
        ## Curriculum
        ### PGY-1: Foundations of listening
        - Grief in refugee families
        ### PGY-2: Clinics in the community
        - Working with interpreters
        ## Modules
        - Shame and secrecy in families
        """
    )
    for start in ("Grief", "Working", "Shame"):
        assert _section_of(passages, start) is Section.SESSION


def test_a_system_with_the_name_of_a_section_opens_none() -> None:
    below = _assign("## AIMS and Canvas\n- Slides on stigma are posted each Monday.")
    assert below[-1].section is Section.OTHER
    named = _assign("## AIMS\n- Slides on stigma are posted on AIMS each Monday.")
    assert named[-1].section is Section.OTHER
    assert _assign("## AIMS\n- Weigh the costs of stigma.")[-1].section is Section.OBJECTIVE


def test_an_appendix_below_a_schedule_is_no_session() -> None:
    passages = _assign(
        """
        ## Course Schedule
        ### Week 1: Belonging
        ### Week 2: Leaving
        ### Appendix A: Stories from the archive
        - A letter from a boarding school
        """
    )
    assert passages[-1].section is Section.OTHER


def test_graded_work_in_a_description_stands_apart() -> None:
    passages = _assign(
        """
        ## Course Description
        The course follows families across borders. There will be a final exam on migration. \
We read letters and maps.
        """
    )
    assert [(p.section, p.text.split()[0]) for p in passages[1:]] == [
        (Section.DESCRIPTION, "The"),
        (Section.ASSIGNMENT, "There"),
        (Section.DESCRIPTION, "We"),
    ]
    figures = "## Course Description\nAbout 40% of the group is housed in shelters."
    assert _assign(figures)[-1].section is Section.DESCRIPTION


def test_graded_work_in_the_table_of_weeks_stands_apart() -> None:
    rows = """
        | Week | Topic | Assignment |
        | 2 | Redlining | Reflection post on your street (10 points) |
        | 3 | Shelters | Read Ruiz, chapter 3 |
        | 4 | Clinics | Essay on a clinic near you |
        """
    passages = _assign(rows)
    assert _section_of(passages, "2 | Redlining") is Section.SESSION
    assert _section_of(passages, "Reflection post") is Section.ASSIGNMENT
    assert _section_of(passages, "3 | Shelters | Read") is Section.SESSION
    assert _section_of(passages, "4 | Clinics | Essay") is Section.SESSION
    graded = _assign("## Grading\n- Essay 40%\n## Schedule" + rows)
    assert _section_of(graded, "Essay on a clinic") is Section.ASSIGNMENT


def test_graded_work_and_readings_below_a_week() -> None:
    passages = _assign(
        """
        ## Course Schedule
        ### Week 1: Belonging
        - Reflection on your first school due Friday
        - Maria Lund, "What the Harbour Keeps"
        - Ortiz, ch. 4
        - Readings: the two letters in the packet
        - Who is at home here?
        - Grief without a grave; songs of leaving. Read chapters 1-3.
        ### Week 2: Leaving
        """
    )
    assert [p.section for p in passages[2:-1]] == [
        Section.ASSIGNMENT,
        Section.READING,
        Section.READING,
        Section.READING,
        Section.SESSION,
        Section.SESSION,
    ]


def test_an_order_is_no_heading() -> None:
    passages = _assign(
        """
        Read all assigned readings
        The course asks how towns remember floods, and who is left out of the story they tell.
        """
    )
    assert passages[-1].section is not Section.READING


def test_objectives_beside_readings_do_not_make_these_objectives() -> None:
    passages = _assign(
        """
        | Reading | Objective |
        | Lund, What the Harbour Keeps | Compare two accounts of one flood |
        """
    )
    assert _section_of(passages, "Lund") is Section.READING
    assert _section_of(passages, "Compare") is Section.OBJECTIVE


def test_sources_below_an_assignment_are_readings() -> None:
    passages = _assign(
        """
        ## Book review
        ### Final Paper
        - Ortiz, M. (2011). Towns that remember. Harbor Press.
        - Submit your paper on Ortiz (2011). Four pages.
        """
    )
    assert [p.section for p in passages[2:]] == [Section.READING, Section.ASSIGNMENT]


def test_goals_of_the_programme_are_not_those_of_the_course() -> None:
    passages = _assign(
        """
        ## Course Objectives
        - Weigh two accounts of one flood
        ## Program Learning Outcomes
        - Serve rural communities with humility
        """
    )
    assert _section_of(passages, "Weigh") is Section.OBJECTIVE
    assert _section_of(passages, "Serve") is Section.DESCRIPTION


def test_objectives_are_tied_to_the_work_that_names_their_number() -> None:
    text = """
        # COUN 610
        ## Objectives
        - Ask about faith
        - Read a chart
        - LO 7 Name a law
        - Work in a team
        ## Assignments
        - Interview (objectives 1-2), 30 points
        - Exam on LO 7, 50 points
        - Report on standard 4, 20 points
        """
    tied = [passage.tie for passage in _assign(text) if passage.section is Section.OBJECTIVE]
    interview = "Interview (objectives 1-2), 30 points"
    assert tied == [interview, interview, "Exam on LO 7, 50 points", ""]


def test_days_that_are_counted_start_sessions() -> None:
    text = """
        # LDR 700
        Saturday 1. Money
        Saturday 2. Who teaches here
        """
    passages = _assign(text)
    assert _section_of(passages, "Saturday 2") is Section.SESSION
    hours = _assign("# LDR 700\nFridays 9 to 12\nSaturdays 10 to 12\nSundays 9 to 10")
    assert _section_of(hours, "Saturdays") is not Section.SESSION


def test_plain_headings_open_their_parts() -> None:
    for heading, section in {
        "Sessions": Section.SESSION,
        "Indicative content": Section.SESSION,
        "What we study": Section.SESSION,
        "You will learn": Section.OBJECTIVE,
        "At the end of this module you should be able to": Section.OBJECTIVE,
        "Goals for the trainee": Section.OBJECTIVE,
        "Marks": Section.ASSIGNMENT,
        "How you will be marked": Section.ASSIGNMENT,
    }.items():
        assert _assign(f"# PSY 200\n## {heading}\n- a town")[-1].section is section, heading


# A passage of a session is work, or a reading, and nothing else up to some length: each text here
# comes out otherwise where the number is half of what it is, or twice.
WORK = (
    "Essay (20%): compare what the owners of the mill told the town with what the ledgers say of it"
)
WALK = (
    "We walk along the river with the archivist of the mill, who shows us the ledgers of the flood"
)
TOLD = "How the owners of the mill, the weavers and the town each told the story of the flood"


@pytest.mark.parametrize(
    ("text", "section"),
    [
        (f"{WALK}, page by page; the essay on it is due on May 3.", Section.ASSIGNMENT),
        (
            f"{WALK} and the letters that the weavers wrote; then we compare what the owners told "
            "the town with what stands in them, and the essay on it is due on May 3.",
            Section.SESSION,
        ),
        (f"{TOLD}: Okafor, chapter 4", Section.READING),
        (
            f"{TOLD}, which of them was printed, who paid for it, and what the ledgers say about "
            "the second winter: Okafor, chapter 4",
            Section.SESSION,
        ),
    ],
)
def test_a_long_text_of_a_session_is_on_its_subject(text: str, section: Section) -> None:
    passages = _assign(f"## Course Schedule\n### Week 3: Mills\n{text}")
    assert passages[-1].section is section


@pytest.mark.parametrize(
    ("cell", "section"),
    [
        (f"{WORK}; two pages", Section.ASSIGNMENT),
        (
            f"{WORK}, then with the letters that the weavers wrote in the winter after it, and bring "
            "photographs of both banks of the river; two pages",
            Section.SESSION,
        ),
    ],
)
def test_a_long_cell_of_a_session_is_on_its_subject(cell: str, section: Section) -> None:
    passages = _assign(f"| Week | Topic | Assignment |\n| 3 | The mill | {cell} |")
    assert passages[-1].section is section


@pytest.mark.parametrize(
    ("text", "start", "section"),
    [
        # A pasted list of practices is no list of the course's objectives.
        ("## Essential Practices Addressed in This Course\n- Meet people where they are", "Meet",
         Section.OTHER),
        ("## Goals for the Trainee\n- Use what was said on a later tape", "Use", Section.OBJECTIVE),
        # Subjects without the word schedule.
        ("## Topics and Questions to be Covered\nWho owns the mill?", "Who", Section.SESSION),
        ("## Sessions\n- Rates and ratios", "Rates", Section.SESSION),
        # How a piece of work is done.
        ("## FAMILY AUTOBIOGRAPHY GUIDELINES\n- Talk to a grandparent", "Talk", Section.ASSIGNMENT),
        ("## Sample Exam Questions\n- Why did the mill close?", "Why", Section.ASSIGNMENT),
        ("## Seminar Requirements\nTwo memos.", "Two", Section.ASSIGNMENT),
        # Entries of a list of objectives and requirements.
        ("## Course Objectives and Requirements\n- Understand the river (30 points)\n"
         "- Students will post a weekly one-page reaction paper", "Students", Section.ASSIGNMENT),
        ("## Course Objectives and Requirements\n- Understand the river (30 points)\n"
         "- Students will post a weekly one-page reaction paper", "Understand", Section.OBJECTIVE),
        ("## Course Objectives\n- Students will write a memo on mills", "Students",
         Section.OBJECTIVE),
        # Outcomes listed in a description, and what a programme wants.
        ("## Course Description\nMills and towns.\n- Examine who owned the river", "Examine",
         Section.OBJECTIVE),
        ("## Program Goals\n- To prepare students for river work", "To prepare",
         Section.DESCRIPTION),
        # A session goes on below an exam, and below the assignments of the one before.
        ("## Schedule\n### MIDTERM EXAM\n- Mills and towns", "Mills", Section.SESSION),
        ("## Schedule\n### 3/2 Mills\n### Assignments\n- One memo\n- 3/9 Who owns the river\n"
         "### 3/16 Floods", "3/9", Section.SESSION),
        # One that turns to readings, and to what is due.
        ("## Week 2\nMills. The reaction paper is due on Friday. Bring a map.", "The reaction",
         Section.ASSIGNMENT),
        ("## Week 2\nMills. The reaction paper is due on Friday. Bring a map.", "Bring",
         Section.SESSION),
        ("Week 1: Mills Readings: the blue book\nWeek 2: Towns Due: memo (10 points)", "Due: memo",
         Section.ASSIGNMENT),
        ("Week 1: Mills\nRequired Reading: the blue book\nWeek 2: Towns", "Required",
         Section.READING),
        # Sources in other styles, and those that need not be read.
        ("## Week 2\nOkafor, N. 2019. The uneven city. Harbor, 3-19.", "Okafor", Section.READING),
        ("## Week 1\nMills\n### Suggested\nOkafor, The Uneven City\n## Week 2\nTowns", "Okafor",
         Section.RESOURCE),
        ("## Week 2\n- Ada Okafor (18), from River Towns", "Ada", Section.READING),
        ("## Week 2\n- The view from River Towns", "The view", Section.SESSION),
        ("## Week 2\n- “Who Owns the River” by Ada Okafor", "“Who", Section.READING),
        # Labels that end with a full stop stand side by side.
        ("Exam. Ten questions.\nRegistration. By e-mail.", "Registration", Section.OTHER),
        ("Exam. Ten questions.\nReading. The short book.", "Reading", Section.READING),
        # Tables.
        ("| When | What | Counts |\n| Week 7 | A tape | 30 |", "Week 7", Section.ASSIGNMENT),
        ("| Night | Topic |\n| 1 | Mills |", "1 | Mills", Section.SESSION),
        ("| Outcome | Assignment |\n| LO1, LO2 | Memo |", "LO1", Section.ASSIGNMENT),
        ("| Outcome | Assignment |\n| 1, 3 | Memo |", "1, 3", Section.ASSIGNMENT),
    ],
)  # fmt: skip
def test_parts_by_the_words_around_them(text: str, start: str, section: Section) -> None:
    assert _section_of(_assign(text), start) is section


def test_graded_work_that_names_objectives_by_number_is_tied_to_them() -> None:
    passages = _assign(
        """
        ## Learning Outcomes
        - Describe how mills shape towns.
        - Explain who owned the river.
        - Plan a walk.
        - Ask why.
        ## Grading
        - Policy memo (LO2), 30%
        | Task | Points | Outcomes |
        | Letter | 20 | 1, 3 |
        """
    )
    ties = {p.text.split()[0]: p.tie for p in passages if p.section is Section.OBJECTIVE}
    assert ties == {
        "Describe": "Letter",
        "Explain": "Policy memo (LO2), 30%",
        "Plan": "Letter",
        "Ask": "",
    }


def test_points_are_no_numbers_of_objectives() -> None:
    text = "## Learning Outcomes\n- Plan a walk.\n## Grading\n- Memo on outcomes 1 point, 50 lines"
    assert [p.tie for p in _assign(text) if p.section is Section.OBJECTIVE] == [""]
