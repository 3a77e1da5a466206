"""Each entry of the lexicon, with a small document of our own that comes out wrong without it.

The test takes the entry out of the lexicon and shows that the document's passage changes. An entry
without a document here has no place in the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from typing import Any

import pytest
from test_against import matched
from test_declarations import POLICY as ITEM
from test_declarations import declared
from test_places import RUBRIC, covered, found
from test_sections import _assign

from curriculum_gap import course_labels, heading_rules
from curriculum_gap.curriculum_map import Course, CourseCoverage
from curriculum_gap.declarations import codes, reading
from curriculum_gap.keywords import hosts
from curriculum_gap.lexicon import Lexicon, Wording, load_lexicon
from curriculum_gap.nouns import Block, Limits, Passage, Section, Shape
from curriculum_gap.programme import declared_map, draft
from curriculum_gap.readers import from_pdf, read_document, titles
from curriculum_gap.readers.html import page as html_page
from curriculum_gap.readers.html import page_chrome
from curriculum_gap.rubric import parse_rubric
from curriculum_gap.sections import document_walk

ENGLISH = load_lexicon("en")
SESSION, OBJECTIVE, ASSIGNMENT = Section.SESSION, Section.OBJECTIVE, Section.ASSIGNMENT
POLICY, OTHER, READING = Section.POLICY, Section.OTHER, Section.READING
DESCRIPTION, ACTIVITY, RESOURCE = Section.DESCRIPTION, Section.ACTIVITY, Section.RESOURCE
TITLE = Section.TITLE

# Entry → a document, how the passage in question starts, and its section.
DOCUMENTS: dict[str, tuple[str, str, Section]] = {
    # Headings
    "headings.phrases": ("## What you will learn\nHow a river town votes.", "How", OBJECTIVE),
    "headings.subjects": (
        "## Unit 2\n### Sexual violence\nA film, and a guest.",
        "A film",
        SESSION,
    ),
    "headings.orders": (
        "Read all assigned readings\nThe course asks how towns remember their floods.",
        "The course",
        OTHER,
    ),
    "headings.systems": (
        "## AIMS and Canvas\n- Slides on floods are posted each Monday.",
        "Slides",
        OTHER,
    ),
    "headings.appendix": (
        "## Course Schedule\n### Week 1: Mills\n### Appendix A: Stories\n- A letter home",
        "A letter",
        OTHER,
    ),
    "headings.filler": ("## The Assignments for the Course\nTwo memos.", "Two", ASSIGNMENT),
    "headings.policy_core": ("## Attendance\nCome to class.", "Come", POLICY),
    "headings.policy_sure": ("## Attendance\nCome to class.", "Come", POLICY),
    "headings.policy_stated": ("## Privacy Statement\nNothing is kept.", "Nothing", POLICY),
    "headings.policy_company": ("## Accommodation Services\nRoom 12.", "Room", POLICY),
    "headings.policy_presence": (
        "## Attendance\nThe walking journal is worth 20%.",
        "The walking",
        ASSIGNMENT,
    ),
    "headings.policy_rules": ("## Rules\nBring the book.", "Bring", POLICY),
    "headings.policies_of": ("## University-based Policies\nBe kind.", "Be kind", POLICY),
    "headings.expectations": ("## Expectations\nBe kind.", "Expectations", OTHER),
    "headings.policy_hints": (
        "## Readings\nOkafor, all.\n## Diversity\nA walk at noon.",
        "Diversity",
        OTHER,
    ),
    "headings.policy_hint_company": (
        "## Readings\nOkafor, all.\n## Inclusion and Safe Values\nA walk.",
        "Inclusion",
        OTHER,
    ),
    "headings.section_words": ("## Grading\nTwo memos.", "Two", ASSIGNMENT),
    "headings.content_company": ("## Sample Readings\nOkafor, all.", "Okafor", READING),
    "headings.participation": ("## Participation and Attendance\nSpeak up.", "Speak", ACTIVITY),
    "headings.rubric": ("## Rubric of the walk\nClear words.", "Clear", ASSIGNMENT),
    "headings.whole_course": (
        "## Assignments\nTwo memos.\n### Required Background\nAny history.",
        "Any",
        DESCRIPTION,
    ),
    "headings.work_names": ("## My Neighbourhood Paper\nWalk and write.", "Walk", ASSIGNMENT),
    "headings.numbered_work": ("Essay 2: the mill\nWalk and look.", "Walk", ASSIGNMENT),
    "headings.exam": ("## Schedule\n### Exam 1\n- Mills and towns", "Mills", SESSION),
    "headings.numbering": ("## IV. Grading\nTwo memos.", "Two", ASSIGNMENT),
    "headings.header_when": ("Date Topic Pages\nThe mill and its town", "The mill", SESSION),
    "headings.header_what": ("Date Topic Pages\nThe mill and its town", "The mill", SESSION),
    "headings.header_company": ("Date Topic Pages\nThe mill and its town", "The mill", SESSION),
    "headings.alone": ("## Required\nA city map.", "A city", READING),
    "headings.deadline": (
        "## Readings\nOkafor, all.\n## Final project due\nThe last day",
        "The last",
        OTHER,
    ),
    # Schedules
    "schedule.counted": ("## Week 3\nThe mill and its town.", "The mill", SESSION),
    "schedule.loosely_counted": ("## Schedule\n## Part 2: Readings\nOkafor.", "Okafor", SESSION),
    "schedule.dated": ("May 3 The mill\nMay 10 The town\nMay 17 The river", "May 10", SESSION),
    "schedule.ends_dated": (
        "The mill (May 3)\nThe town (May 10)\nThe river (May 17)",
        "The town",
        SESSION,
    ),
    "schedule.sentence_verb": (
        "Week 3 will be online.\nWeek 4 will be online.\nThe mill",
        "Week 3",
        OTHER,
    ),
    "schedule.deadline": (
        "## Important Dates\n- Feb 3: memo due\n- Feb 9: paper due\n- Mar 9: essay due",
        "Feb 9",
        OTHER,
    ),
    "schedule.turns": (
        "## Week 3\nMills and their towns Readings: the blue book Homework: a letter",
        "Readings",
        READING,
    ),
    "schedule.not_deadline": (
        "May 3 read the memo due in June\nMay 10 read on\nMay 17 read more",
        "May 3",
        SESSION,
    ),
    # Tables
    "tables.when": ("| Date | Topic |\n| first | The mill |", "first", SESSION),
    "tables.what": ("| Date | Topic |\n| first | The mill |", "first", SESSION),
    "tables.topics_or_readings": (
        "| Date | Topic | Points |\n| first | The mill | 5 |",
        "first",
        SESSION,
    ),
    "tables.readings": (
        "| Reading | Objective |\n| Lund, What the Harbour Keeps | Compare two floods |",
        "Lund",
        READING,
    ),
    "tables.outcomes": ("| Skills | Here |\n| Listening | often |", "Listening", OBJECTIVE),
    "tables.behaviours": (
        "| Competency evidence | Behaviors |\n| Walk | Listens |",
        "Walk",
        OBJECTIVE,
    ),
    "tables.measures": ("| Outcomes | Measures |\n| Listens | The walk |", "Listens", OBJECTIVE),
    "tables.points": ("| Task | Points |\n| Memo | 5 |", "Memo", ASSIGNMENT),
    "tables.work": ("| Task | Points |\n| Walk | 5 |", "Walk", ASSIGNMENT),
    "tables.criteria": ("| Criterion | Points |\n| Clear | 5 |", "Clear", ASSIGNMENT),
    "tables.levels": ("| | Excellent | Poor |\n| Clear | yes | no |", "Clear", ASSIGNMENT),
    "tables.details": (
        "| Date | Details | Due |\n|---|---|---|\n| May 4 | A letter home | by noon |",
        "May 4",
        ASSIGNMENT,
    ),
    "tables.events": (
        "| Date | Details | Due |\n|---|---|---|\n| May 4 | Calendar Event A walk | 9am |",
        "May 4",
        SESSION,
    ),
    "tables.letter_grades": ("| Letter | Points | Work |\n| A | 90 | good |", "A |", OTHER),
    # Graded work
    "graded_work.names": ("The memo and essay make 20%.", "The memo", ASSIGNMENT),
    "graded_work.worth": ("The essay makes 20%.", "The essay", ASSIGNMENT),
    "graded_work.judged": ("The essay is due on May 3.", "The essay", ASSIGNMENT),
    "graded_work.ordered": ("Submit your essay to me.", "Submit", ASSIGNMENT),
    "graded_work.instructions": (
        "To understand a town, hand in what you saw.",
        "To understand",
        ASSIGNMENT,
    ),
    "graded_work.begins_with_work": (
        "## Week 3\nReaction paper: what did you see?",
        "Reaction",
        ASSIGNMENT,
    ),
    "graded_work.assignment_names": (
        "## Objectives\n- Listens well (assessed by: interview)",
        "Listens",
        OBJECTIVE,
    ),
    # Outcomes
    "outcomes.stated": ("Students will be able to hear a town.", "Students", OBJECTIVE),
    "outcomes.learned": ("Students will learn to hear a town.", "Students", OBJECTIVE),
    "outcomes.lead_in": ("Students will learn:\n- a town's songs", "a town", OBJECTIVE),
    "outcomes.verbs": ("To understand a town.", "To understand", OBJECTIVE),
    "outcomes.infinitive": ("To understand a town.", "To understand", OBJECTIVE),
    "outcomes.tied_to_work": (
        "## Objectives\n- Listens well (assessed by: interview)",
        "Listens",
        OBJECTIVE,
    ),
    "outcomes.by_number": (
        "## Objectives\n- Hears a town\n\n## Assignments\n- Walk (objective 1), 20 points",
        "Hears",
        OBJECTIVE,
    ),
    "outcomes.accreditors": ("## Objectives\nThe CSWE asks for:\n- Human rights", "Human", OTHER),
    "outcomes.programme": (
        "## Objectives\n" + "The programme and all of its courses look at towns. " * 5 + "CSWE.",
        "The programme",
        DESCRIPTION,
    ),
    "outcomes.programme_heading": (
        "## Program Mission\nTo prepare people for towns.",
        "To prepare",
        DESCRIPTION,
    ),
    # Other passages
    "outcomes.acts": (
        "## Objectives\n- Upon completion of this course, with its four visits to mills along the "
        "river and its long evenings in the archive of the town hall, where letters of three "
        "families lie in boxes that nobody has opened for years, the mill and its people "
        "are known in the way that our program goals and the accreditation ask for.",
        "Upon",
        OBJECTIVE,
    ),
    "passages.begins_with_reading": (
        "## Course Schedule\n### Week 1: Mills\n- Reread the two letters in the packet",
        "Reread",
        READING,
    ),
    "passages.optional_reading": (
        "Week 1: Mills\nSuggested: the blue book on mills\nWeek 2: Towns",
        "Suggested",
        RESOURCE,
    ),
    "passages.chapters": (
        "## Course Schedule\n### Week 1: Mills\n- Ortiz, ch. 4",
        "Ortiz",
        READING,
    ),
    "passages.publishers": ("Okafor, The town. Routledge.", "Okafor", READING),
    "passages.cited": ("Okafor, The town, pp. 3-9", "Okafor", READING),
    "passages.activities": ("A role play on rents.", "A role", ACTIVITY),
    "passages.descriptions": ("We will explore the mill.", "We will", DESCRIPTION),
    "passages.the_course": (
        "## Schedule\nThe course is on mills. " + "It asks who owns a town and its rivers. " * 5,
        "The course",
        DESCRIPTION,
    ),
    "passages.contacts": (
        "Instructor: R. Vale, in the old library, where the stairs are steep and long. " * 4,
        "Instructor",
        OTHER,
    ),
    "passages.title_lines": ("A Syllabus for walkers", "A Syll", TITLE),
    # Policy
    "policy.common": (
        "On a holy day students of the university miss the classroom and notify you.",
        "On a holy",
        POLICY,
    ),
    "policy.graded_matter": (
        "The essay makes 20%; late work is penalized and lowered unless illness is documented: email me.",
        "The essay",
        ASSIGNMENT,
    ),
    "policy.addressed": (
        "An exam worth 20 points: if you need accommodation for a disability, contact the office.",
        "An exam",
        POLICY,
    ),
    "policy.matters": (
        "Plagiarism and cheating are violations of the honesty policy of the university.",
        "Plagiarism",
        POLICY,
    ),
    "policy.statements": (
        "The college does not discriminate on the basis of age.",
        "The college",
        POLICY,
    ),
}
# Titles: lines, and the title that only this entry gives.
TITLES: dict[str, tuple[tuple[str, ...], str]] = {
    "administration": (("Course Overview", "Grief and Loss"), "Grief and Loss"),
    "not_codes": (("Hearing Towns", "of us", "FALL 2027"), "Hearing Towns"),
    "label": (("Hearing and Seeing", "Course title: Grief and Loss"), "Grief and Loss"),
    "person": (("Dr Vale", "Grief and Loss"), "Grief and Loss"),
    "place": (("Office: LIS 334", "Grief and Loss"), "Grief and Loss"),
    "institution": (("Harlow Ridge College", "Grief and Loss"), "Grief and Loss"),
    "other_courses": (("Prerequisite: SOWK 110", "Grief and Loss"), "Grief and Loss"),
    "tail": (("SOWK 210: Grief and Loss, Credits: 4",), "SOWK 210: Grief and Loss"),
    "breaks_off": (("HOUSING AND HEALTH IN", "RIVER TOWNS"), "HOUSING AND HEALTH IN RIVER TOWNS"),
    "goes_on": (("HOUSING AND HEALTH", "IN RIVER TOWNS"), "HOUSING AND HEALTH IN RIVER TOWNS"),
}
# A title behind the course's code, and what is left of it by this entry.
COURSE_TITLES = {
    "section_number": ("SOWK 210 Section 01: Grief", "Grief"),
    "credits": ("SOWK 210: Grief (3 credits)", "Grief"),
}
# Documents that name a standard, and the codes and ties that only this entry gives.
CSWE = "The EPAS of the CSWE.\n\n"
HEADS = "(Assignment)\n\n(CSWE Competency)\n\n"
STANDARDS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "item_heads": (f"{HEADS}Memo\n\n{ITEM}", [("5", "Memo")]),
    "behaviour_heads": (f"(Behaviors)\n\n(CSWE Competency)\n\nMemo\n\n{ITEM}", [("5", "Memo")]),
    "work_heads": (f"{HEADS}Memo\n\n{ITEM}", [("5", "Memo")]),
    "numbered_goals": (
        f"{CSWE}| | | |\n|---|---|---|\n| Goal 2 | Memo | Competency 5 |",
        [("5", "Memo")],
    ),
    "appendix": (
        f"{CSWE}Appendix B: Agency paper\n\nIt meets Competency 3.",
        [("3", "Appendix B: Agency paper")],
    ),
    "listed": (f"{CSWE}It meets Competencies 3 and 5.", [("3", ""), ("5", "")]),
    "ranged": (f"{CSWE}It meets Competencies 3 to 5.", [("3", ""), ("4", ""), ("5", "")]),
    "amounts": (f"{CSWE}It meets Competencies 3, 7 points each.", [("3", "")]),
    "around_codes": (
        "| Work | CSWE Competency |\n|---|---|\n| Memo | Items 3 and 5 |",
        [("3", "Memo"), ("5", "Memo")],
    ),
}
# What readers ask of lines: a question, a line, and the answer that only this entry gives.
LINES: dict[str, tuple[str, Any, Any]] = {
    "session_start": ("opens_session", "Module IV", True),
    "small_words": ("title_like", "Care of the Mind in a Hostile City", True),
    "column_names": ("is_column_name", "Readings", True),
    "heading_labels": ("may_be_heading", "Week 3: Stigma", True),
    "heading_label_ends": ("may_be_heading", "Attendance policy: what counts", True),
    "fact_labels": ("may_be_heading", "Course number: 300", False),
}


def entries_of(group: str) -> set[str]:
    return {f"{group}.{name}" for name in type(getattr(ENGLISH, group)).__annotations__}


def nothing(entry: Any) -> Any:
    """An entry of the same kind that matches nothing."""
    return Wording("(?!)") if isinstance(entry, Wording) else type(entry)()


def without(path: str) -> Lexicon:
    """English without one entry."""
    group, _, name = path.partition(".")
    words = copy(getattr(ENGLISH, group))
    for cached in vars(words).keys() - type(words).__annotations__.keys():
        delattr(words, cached)
    setattr(words, name, nothing(getattr(words, name)))
    return replace(ENGLISH, **{group: words})


@pytest.fixture
def lexicon_of_sections(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    yield lambda lexicon: monkeypatch.setattr(document_walk, "load_lexicon", lambda _: lexicon)


def judged(text: str, start: str) -> tuple[Section, tuple[str, ...], str] | None:
    first = text.partition("\n")[0]
    title = first[2:] if first.startswith("# ") else ""
    found: list[Passage] = [p for p in _assign(text, title) if p.text.startswith(start)]
    return (found[0].section, found[0].headings, found[0].tie) if found else None


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_needs_the_entry(path: str, lexicon_of_sections: Any) -> None:
    text, start, section = DOCUMENTS[path]
    with_entry = judged(text, start)
    assert with_entry and with_entry[0] is section
    lexicon_of_sections(without(path))
    assert judged(text, start) != with_entry


@pytest.mark.parametrize("name", TITLES)
def test_a_title_needs_the_entry(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines, title = TITLES[name]
    shape = Shape.HEADING if lines[0].isupper() else Shape.PARAGRAPH
    blocks = [Block(line, shape, depth=1) for line in lines]
    assert titles.choose_title(blocks, "") == title
    monkeypatch.setattr(titles, "_title_words", lambda: without(f"titles.{name}").titles)
    assert titles.choose_title(blocks, "") != title


@pytest.mark.parametrize("name", COURSE_TITLES)
def test_the_title_of_a_course_needs_the_entry(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    printed, title = COURSE_TITLES[name]
    assert course_labels.course_title(printed, "SOWK 210") == title
    monkeypatch.setattr(course_labels, "reader_lexicon", lambda: without(f"titles.{name}"))
    assert course_labels.course_title(printed, "SOWK 210") != title


def test_a_winter_semester_needs_its_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    term = course_labels.term_in_text("Winter Semester 2026")
    assert term and term.name == "winter semester 2026"
    monkeypatch.setattr(course_labels, "reader_lexicon", lambda: without("terms.semester"))
    assert course_labels.term_in_text("Winter Semester 2026") != term


def test_an_elective_is_known_by_its_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    known = CourseCoverage(Course("SOWK 210", "Play therapy (elective)", ()), ())
    assert "    need: elective\n" in draft._course_lines(known, "", {})
    monkeypatch.setattr(draft, "reader_lexicon", lambda: without("titles.elective"))
    assert "    need: elective\n" not in draft._course_lines(known, "", {})


@pytest.mark.parametrize("name", STANDARDS)
def test_a_declaration_needs_the_entry(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, expected = STANDARDS[name]
    assert [(one.code, one.tie) for one in declared(text)] == expected
    for module in (codes, reading):
        monkeypatch.setattr(module, "reader_lexicon", lambda: without(f"standards.{name}"))
    assert [(one.code, one.tie) for one in declared(text)] != expected


@pytest.mark.parametrize("name", ["before_code", "no_mark"])
def test_a_map_of_a_programme_needs_the_entry(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["", "TOAD 501", "TOAD 502"], ["1", "x", "no"], ["Std. 3", "", "I"]]
    marks = {("TOAD 501", "1"): "x", ("TOAD 502", "3"): "I"}
    assert matched(rows).marks == marks
    monkeypatch.setattr(declared_map, "reader_lexicon", lambda: without(f"standards.{name}"))
    assert matched(rows).marks != marks


@pytest.mark.parametrize("name", LINES)
def test_a_line_needs_the_entry(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    question, line, answer = LINES[name]
    ask = getattr(heading_rules, question)
    more = (False,) if question == "title_like" else ()
    assert ask(line, *more) is answer
    monkeypatch.setattr(heading_rules, "_line_words", lambda: without(f"lines.{name}").lines)
    assert ask(line, *more) is not answer


# Entry that the reader of one format asks → text that it knows, and one that it does not.
FILES = {
    "page_number": ("page 3 of 12", "rural health care"),
    "page_link": ("skip to content", "course content"),
    "names_no_course": ("course syllabus", "rural health care"),
    "asked_by_template": ("[insert description]", "[week 3: rural care]"),
    "fact": ("office: room 304", "nurs 304 rural health care"),
    "file_name": ("syllabus_2024.docx", "nurs 304 rural health care"),
    "unnamed_section": ("default section", "rural health care"),
    "syllabus_name": ("course outline", "rural health care"),
    "points_elsewhere": ("the course plan is here", "rural health care"),
    "sends_syllabus": ("attached is the syllabus", "rural health care"),
    "stands_elsewhere": ("the outline will be posted soon", "rural health care"),
    "sign_in_page": ("sign in to continue", "signs of illness"),
    "error_page": ("404 not found", "rural health care"),
    "consent_page": ("we value your privacy", "privacy in health care"),
    "script_page": ("please enable javascript", "a script for role play"),
}


SEARCHED = {"fact", "file_name", "points_elsewhere", "sends_syllabus", "stands_elsewhere"}
AT_THE_START = {"sign_in_page", "error_page", "consent_page", "script_page"}


@pytest.mark.parametrize("name", FILES)
def test_readers_know_what_an_entry_names(name: str) -> None:
    known, unknown = FILES[name]
    expression = getattr(ENGLISH.files, name).expression
    ask = expression.fullmatch
    if name in SEARCHED:
        ask = expression.search
    elif name in AT_THE_START:
        ask = expression.match
    assert ask(known)
    assert not ask(unknown)


def test_a_page_needs_its_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    page = b"<title>Rural Care</title><a href='#m'>Skip to content</a><h1>Syllabus</h1><p>Care."
    document = read_document(page, "a.html", Limits())
    texts = [block.text for block in document.blocks]
    assert (document.title, texts) == ("Rural Care", ["Syllabus", "Care."])
    for module, name in ((page_chrome, "page_link"), (html_page, "names_no_course")):
        lexicon = without(f"files.{name}")
        monkeypatch.setattr(module, "reader_lexicon", lambda lexicon=lexicon: lexicon)
        read = read_document(page, "a.html", Limits())
        assert (read.title, read.blocks) != (document.title, document.blocks)


def test_a_pdf_title_needs_its_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    office = [Block("Office: ROOM 304", page=1), Block("NURS 304 Rural Care", page=1)]
    assert from_pdf._title(office, "") == "NURS 304 Rural Care"
    assert from_pdf._title([], "syllabus_2024.docx") == ""
    monkeypatch.setattr(from_pdf, "reader_lexicon", lambda: without("files.fact"))
    assert from_pdf._title(office, "") == "Office: ROOM 304"
    monkeypatch.setattr(from_pdf, "reader_lexicon", lambda: without("files.file_name"))
    assert from_pdf._title([], "syllabus_2024.docx") == "syllabus_2024.docx"


def test_no_place_is_proposed_where_graded_work_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    rubric = parse_rubric(RUBRIC.encode(), "food.yaml")
    work = "## Appendix A: Assignments\n\n**Paper 1 (20 %).** Write on nutrition and poverty."
    assert found(covered(rubric, work)) == []
    monkeypatch.setattr(hosts, "load_lexicon", lambda _: without("graded_work.scoring"))
    assert found(covered(rubric, work)) != []


def test_every_entry_has_its_document() -> None:
    groups = ["headings", "schedule", "tables", "graded_work", "outcomes", "passages", "policy"]
    entries = {path for group in groups for path in entries_of(group)}
    assert entries == {*DOCUMENTS, "graded_work.scoring"}
    titles_of_courses = {*COURSE_TITLES, "elective"}
    assert entries_of("titles") == {f"titles.{name}" for name in {*TITLES, *titles_of_courses}}
    of_maps = {"before_code", "no_mark"}
    assert entries_of("standards") == {f"standards.{name}" for name in {*STANDARDS, *of_maps}}
    assert entries_of("files") == {f"files.{name}" for name in FILES}
    assert entries_of("lines") == {f"lines.{name}" for name in LINES}
