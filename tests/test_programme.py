"""Programmes: how they are written, which files belong to a course, what the map says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from handmade import RUBRIC, SCAN, coverage, evidence, found

from curriculum_gap.curriculum_map import CurriculumMap, Need, TopicRow
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import judge, load_settings
from curriculum_gap.nouns import Coverage, Level, Report, Section, Unread
from curriculum_gap.programme import (
    Programme,
    bounded_evidence,
    make_map,
    read_programme,
    sort_documents,
)
from curriculum_gap.validation import load_schema

ROOT = Path(__file__).parents[1]
TOPICS = [topic.id for topic in RUBRIC.topics]


def course(source: str, title: str = "", term: str = "", **levels: Level) -> Coverage:
    """A document with these levels; assessed topics stand in graded work, others in a session."""
    topics = []
    for topic in TOPICS:
        level = levels.get(topic, Level.ABSENT)
        section = Section.ASSIGNMENT if level is Level.ASSESSED else Section.SESSION
        pieces = [evidence(topic, f"{topic} in {source}", topic, section=section)] if level else []
        topics.append(found(topic, level, *pieces))
    return coverage(source, title=title, term=term, topics=tuple(topics), warnings=())


def programme(folder: Path, text: str) -> Programme:
    (folder / "programme.yml").write_text(text, "utf-8")
    return read_programme(folder / "programme.yml", folder)


def row(of: CurriculumMap, topic: str) -> TopicRow:
    return next(row for row in of.rows if row.topic == topic)


DIET = course("nutr210-food.pdf", "NUTR 210: Food", hunger=Level.TAUGHT, wages=Level.MENTIONED)
FARM = course("hort300.pdf", "HORT 300 Farms", hunger=Level.ASSESSED, seeds=Level.ASSESSED)
MARKET = course("econ410.pdf", "ECON 410", wages=Level.TAUGHT)


# The definition


def test_a_programme_in_a_file_of_its_own(tmp_path: Path) -> None:
    read = programme(
        tmp_path,
        """\
title: Nutrition BSc
courses:
  - code: NUTR 210
    title: Food and society
    stage: Year 1
    files: nutr210*
  - {code: ECON 410, need: elective, stage: Year 2}
  - courses/hort*.md
documents: [handbook*.pdf]
""",
    )
    assert read.title == "Nutrition BSc" and read.root == str(tmp_path)
    first, second, third = read.courses
    assert (first.code, first.files, first.need) == ("NUTR 210", ("nutr210*",), Need.REQUIRED)
    assert (second.need, second.stage, second.files) == (Need.ELECTIVE, "Year 2", ())
    assert (third.code, third.files) == ("", ("courses/hort*.md",))
    assert read.documents == ("handbook*.pdf",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: x", "the key 'courses' is missing"),
        ("courses: []", "the list is empty"),
        ("courses: [{title: x}]", "the key 'code' is missing"),
        ("courses: [{code: A 101, need: optional}]", "is no need of a course"),
        ("courses: [{code: A 101}, {code: a-101}]", "the course 'a-101' stands here twice"),
        ("courses: [{code: A 101, file: x}]", "unknown key 'file'; did you mean 'files'?"),
    ],
)
def test_faults_name_their_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as fault:
        programme(tmp_path, text)
    assert said in str(fault.value) and "programme.yml" in str(fault.value)


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="init --programme"):
        read_programme(tmp_path / "none.yml", tmp_path)


@pytest.mark.parametrize("key", ["programs", "programmes"])
def test_both_spellings_and_a_file_of_its_own(tmp_path: Path, key: str) -> None:
    programme(tmp_path, "title: Nutrition\ncourses: [{code: NUTR 210}]")
    text = f"{key}:\n  main: {{file: programme.yml, require: {{hunger: taught}}}}\n"
    (tmp_path / ".gapcheck.yml").write_text(text, "utf-8")
    (read,) = load_settings({}, {}, tmp_path).programmes
    assert (read.definition.id, read.definition.title) == ("main", "Nutrition")
    assert read.definition.courses[0].code == "NUTR 210"
    assert read.thresholds.require[0].topic == "hunger"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("programs: {a: {courses: x}}\nprogrammes: {b: {courses: y}}", "keep one of the two"),
        ("program: {fail-under: 1}\nprogramme: {fail-under: 2}", "keep one of the two"),
        ("programs: {a: {title: x}}", "the key 'courses' is missing"),
        ("programs: {a: {file: p.yml, courses: x}}", "leave one of them out"),
        ("programs: {a: {file: p.yml}}", "p.yml"),
    ],
)
def test_faults_of_programmes_in_a_configuration(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / ".gapcheck.yml").write_text(text, "utf-8")
    with pytest.raises(UsageError) as fault:
        load_settings({}, {}, tmp_path)
    assert said in str(fault.value)


def test_one_definition_of_a_course_in_both_schemas() -> None:
    config, own = load_schema("config-1.json"), load_schema("programme-1.json")
    for name, definition in own["$defs"].items():
        assert config["$defs"][name] == definition
    inside = config["$defs"]["programme"]["properties"]
    for key, schema in own["properties"].items():
        assert json.dumps(inside[key]) == json.dumps(schema)


# Files and courses


def test_without_a_programme_every_code_is_a_course() -> None:
    notes = course("reading-notes.md", "Reading notes")
    files = sort_documents(None, [notes, MARKET, FARM, DIET])
    assert [known.course.code for known in files.courses] == [
        "NUTR 210", "HORT 300", "ECON 410", "reading-notes",
    ]  # fmt: skip
    assert files.courses[0].course.title == "Food" and not files.unassigned


def test_without_a_programme_a_handbook_is_no_course() -> None:
    handbook = course("p/msc-handbook [2026].pdf", "Handbook of the programme")
    with_code = course("p/nutr310-manual.pdf", "NUTR 310 Lab manual")
    files = sort_documents(None, [handbook, with_code, replace(DIET, source="p/nutr210.pdf")])
    assert [known.course.code for known in files.courses] == ["NUTR 210", "NUTR 310"]
    assert [entry.source for entry in files.handbooks] == [handbook.source]


def test_a_file_belongs_to_the_course_that_names_it(tmp_path: Path) -> None:
    text = "courses: ['*.pdf', {code: X 100, files: hort*}, {code: ECON 410, need: track}]"
    read = programme(tmp_path, text)
    placed = [replace(entry, source=str(tmp_path / entry.source)) for entry in (DIET, FARM, MARKET)]
    files = sort_documents(read, [*placed, replace(SCAN, source=str(tmp_path / "notes.md"))])
    assert [(known.course.code, len(known.documents)) for known in files.courses] == [
        ("NUTR 210", 1), ("X 100", 1), ("ECON 410", 1),
    ]  # fmt: skip
    assert [Path(source).name for source in files.unassigned] == ["notes.md"]
    assert len(files.unread) == 1


def test_a_code_in_several_patterns_is_one_course(tmp_path: Path) -> None:
    old = course(str(tmp_path / "2024/nutr210.pdf"), "NUTR 210", wages=Level.TAUGHT)
    new = course(str(tmp_path / "2026/nutr210.pdf"), "NUTR 210", hunger=Level.TAUGHT)
    read = programme(tmp_path, "courses: ['2024/', '2026/', {code: HORT 300, files: [none]}]")
    files = sort_documents(
        read, [old, new, replace(FARM, source=str(tmp_path / "2026/hort300.pdf"))]
    )
    assert [(known.course.code, len(known.documents)) for known in files.courses] == [
        ("NUTR 210", 1), ("hort300", 1), ("HORT 300", 0),
    ]  # fmt: skip
    assert files.courses[0].older == (old.source,)


def test_a_course_without_files_and_a_handbook(tmp_path: Path) -> None:
    read = programme(tmp_path, "courses: [{code: ART 100}]\ndocuments: ['*.pdf']")
    files = sort_documents(read, [replace(DIET, source=str(tmp_path / "nutr210.pdf"))])
    assert files.courses[0].levels is None and not files.unassigned
    assert [Path(entry.source).name for entry in files.handbooks] == ["nutr210.pdf"]


def test_files_of_one_term_are_read_together_and_the_latest_term_counts() -> None:
    old = course("2024/nutr210.pdf", "NUTR 210", wages=Level.ASSESSED)
    one = course("2026/nutr210-01.pdf", "NUTR 210", hunger=Level.TAUGHT)
    two = course("2026/nutr210-02.pdf", "NUTR 210", seeds=Level.MENTIONED)
    files = sort_documents(None, [old, one, two])
    (known,) = files.courses
    assert known.older == ("2024/nutr210.pdf",) and len(known.documents) == 2
    assert known.levels is not None and known.levels["wages"] is Level.ABSENT
    assert (known.levels["hunger"], known.levels["seeds"]) == (Level.TAUGHT, Level.MENTIONED)
    assert not files.warnings


def test_where_the_order_is_not_sure_both_count_and_it_is_said() -> None:
    dated = course("nutr210-2026.pdf", "NUTR 210", hunger=Level.TAUGHT)
    undated = course("nutr210.pdf", "NUTR 210", wages=Level.TAUGHT)
    files = sort_documents(None, [dated, undated])
    assert len(files.courses[0].documents) == 2 and not files.courses[0].older
    assert files.warnings == (
        "NUTR 210: which file is the latest is not sure, so all count: "
        "nutr210-2026.pdf (2026), nutr210.pdf (no term)",
    )
    # The first lines of the document say it.
    files = sort_documents(None, [dated, replace(undated, term="fall 2025")])
    assert files.courses[0].older == ("nutr210.pdf",) and not files.warnings


def test_an_older_term_does_not_stand_in_for_a_latest_that_was_not_read() -> None:
    old = course("nutr210-2024.pdf", "NUTR 210", hunger=Level.TAUGHT)
    files = sort_documents(None, [old, replace(SCAN, source="nutr210-2026.pdf")])
    (known,) = files.courses
    assert known.levels is None and known.older == ("nutr210-2024.pdf",)
    assert [entry.source for entry in known.unread] == ["nutr210-2026.pdf"]


# The map

THREE = """\
title: Nutrition
courses:
  - {code: NUTR 210, stage: Year 1}
  - {code: HORT 300, stage: Year 2}
  - {code: ECON 410, stage: Year 2, need: NEED}
"""


def mapped(read: Programme | None, documents: Sequence[Coverage | Unread]) -> CurriculumMap:
    """The map of these documents."""
    return make_map(sort_documents(read, documents), RUBRIC, "", "")


def three(folder: Path, need: str) -> CurriculumMap:
    read = programme(folder, THREE.replace("NEED", need))
    return mapped(read, [DIET, FARM, MARKET])


def test_required_courses_decide(tmp_path: Path) -> None:
    wages = row(three(tmp_path, "elective"), "wages")
    assert wages.is_gap and wages.electives_only and wages.reached is Level.MENTIONED
    assert wages.only_course == wages.first == "ECON 410"
    assert row(three(tmp_path, "track"), "wages").electives_only
    wages = row(three(tmp_path, "required"), "wages")
    assert not wages.is_gap and not wages.electives_only and wages.reached is Level.TAUGHT


def test_what_a_row_says(tmp_path: Path) -> None:
    made = three(tmp_path, "elective")
    hunger = row(made, "hunger")
    assert hunger.levels == (Level.TAUGHT, Level.ASSESSED, Level.ABSENT)
    assert hunger.counts == {
        Level.ABSENT: 1, Level.MENTIONED: 0, Level.TAUGHT: 1, Level.ASSESSED: 1,
    }  # fmt: skip
    assert hunger.build_up == (("Year 1", Level.TAUGHT), ("Year 2", Level.ASSESSED))
    assert (hunger.first, hunger.only_course) == ("NUTR 210", "")
    assert hunger.without_objective and not hunger.never_assessed
    wages = row(made, "wages")
    assert wages.counts[Level.MENTIONED] == 1 and wages.counts[Level.ASSESSED] == 0
    seeds = row(made, "seeds")
    assert seeds.only_course == "HORT 300"
    assert [known.alone for known in made.courses] == [(), ("seeds",), ("wages",)]
    assert row(three(tmp_path, "required"), "wages").never_assessed


def test_an_objective_of_a_required_course_is_enough(tmp_path: Path) -> None:
    objective = evidence("hunger", "Explain hunger", "hunger", section=Section.OBJECTIVE)
    topics = tuple(
        replace(topic, evidence=(objective,)) if topic.topic == "hunger" else topic
        for topic in DIET.topics
    )
    read = programme(tmp_path, THREE.replace("NEED", "elective"))
    made = mapped(read, [replace(DIET, topics=topics), FARM, MARKET])
    assert not row(made, "hunger").without_objective


def test_what_was_not_read_is_neither_taught_nor_missing(tmp_path: Path) -> None:
    read = programme(tmp_path, THREE.replace("NEED", "elective"))
    made = mapped(read, [DIET, replace(SCAN, source="hort300.pdf")])
    hunger = row(made, "hunger")
    assert hunger.levels == (Level.TAUGHT, None, None)
    assert sum(hunger.counts.values()) == 1
    assert [entry.source for entry in made.unread] == ["hort300.pdf"]


def test_bounded_evidence_makes_the_same_map() -> None:
    documents = [coverage("nutr210.pdf", title="NUTR 210"), FARM]
    whole = mapped(None, documents)
    small = mapped(None, [bounded_evidence(entry) for entry in documents])
    assert whole.rows == small.rows and whole.courses == small.courses


# Gates go by the same map


def judged(folder: Path, text: str, *documents: Coverage | Unread) -> list[str]:
    """What the gates of this configuration say of the documents, which lie on the disk."""
    for entry in documents:
        (folder / entry.source).write_text("x", "utf-8")
    (folder / ".gapcheck.yml").write_text(text, "utf-8")
    placed = [replace(entry, source=str(folder / entry.source)) for entry in documents]
    settings = load_settings({}, {}, folder)
    gate = judge(Report("0", RUBRIC, tuple(placed)), settings, (".pdf",)).gate
    assert gate is not None
    return [*(failure.message for failure in gate.failures), *gate.notes]


@pytest.mark.parametrize("key", ["programs", "programmes"])
def test_an_elective_alone_passes_no_gate(tmp_path: Path, key: str) -> None:
    text = f"""\
{key}:
  nutrition:
    require: {{wages: taught}}
    courses: [{{code: NUTR 210}}, {{code: HORT 300}}, {{code: ECON 410, need: NEED}}]
"""
    said = judged(tmp_path, text.replace("NEED", "elective"), DIET, FARM, MARKET)
    assert said == [
        "wages is required at taught and stands in no required course above mentioned; "
        "electives, tracks and earlier terms do not count"
    ]
    assert judged(tmp_path, text.replace("NEED", "required"), DIET, FARM, MARKET) == []


@pytest.mark.parametrize("key", ["program", "programme"])
def test_all_documents_together_leave_electives_out(tmp_path: Path, key: str) -> None:
    text = f"{key}: {{require: {{wages: taught}}}}\n"
    assert judged(tmp_path, text, DIET, FARM, MARKET) == []
    text += "programs: {n: {courses: ['*.pdf', {code: ECON 410, need: elective}]}}"
    (said,) = judged(tmp_path, text, DIET, FARM, MARKET)
    assert "electives, tracks and earlier terms do not count" in said


def test_a_gate_judges_the_whole_programme(tmp_path: Path) -> None:
    text = "programs: {n: {title: Diet, courses: [{code: NUTR 210}, {code: ART 100}]}}"
    with pytest.raises(UsageError, match="no file matches the course 'ART 100'"):
        judged(tmp_path, text, DIET)
    other = tmp_path / "other"
    other.mkdir()
    (other / "art100.pdf").write_text("x", "utf-8")
    (said,) = judged(other, text, DIET)
    assert said == "Diet was not judged: art100.pdf unread or not among these files"
