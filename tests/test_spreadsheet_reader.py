"""Spreadsheets: schedules and syllabi in cells are read, data and gradebooks never are."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from test_section_rules import without

from curriculum_gap.cli import main
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers import read_document
from curriculum_gap.readers.spreadsheet import course_sheets
from curriculum_gap.scan import discover

Rows = Sequence[Sequence[Any]]
SESSIONS: Rows = [
    ["Week", "Topic", "Reading", "Due"],
    [1, "Introduction: what loss is", "Chapter 1", None],
    [2, "Racism and racial trauma in groups", "Menakem, ch. 2", "Paper 1"],
    [3, "Attachment and bonds", "Bowlby", None],
]
SCHEDULE: Rows = [
    ["SOWK 410: Grief and Loss"],
    ["Spring 2027, taught by Sam Poe and guests"],
    [],
    *SESSIONS,
    [],
    ["Spring break"],
    [],
    [4, "Children who grieve", "Worden, ch. 4", "Presentation"],
]


def as_csv(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def workbook(**sheets: Rows) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xlsx(**sheets: Rows) -> bytes:
    return saved(workbook(**sheets))


def read(content: bytes, name: str = "a.csv") -> Document:
    return read_document(content, name, Limits())


def refusal(content: bytes, name: str = "a.csv", limits: Limits | None = None) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_document(content, name, limits or Limits())
    return caught.value


def shown(document: Document) -> list[tuple[str, str, str]]:
    return [(block.inside, block.shape.value, block.text) for block in document.blocks]


def rows_of(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.shape is Shape.ROW]


# ---- schedules


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("comma.csv", as_csv(SCHEDULE)),
        ("semicolon.csv", as_csv(SCHEDULE, ";", "utf-8-sig")),
        ("tab.tsv", as_csv(SCHEDULE, "\t", "utf-16")),
        ("workbook.xlsx", as_xlsx(Sheet1=SCHEDULE)),
        ("no-suffix", as_xlsx(Sheet1=SCHEDULE)),
    ],
)
def test_a_schedule_is_a_table_with_its_title_above(name: str, content: bytes) -> None:
    document = read(content, name)
    assert (document.format, document.title) == ("spreadsheet", "SOWK 410: Grief and Loss")
    assert document.warnings == ()
    assert shown(document) == [
        ("row 1", "heading", "SOWK 410: Grief and Loss"),
        ("row 2", "paragraph", "Spring 2027, taught by Sam Poe and guests"),
        ("row 4", "row", "Week | Topic | Reading | Due"),
        ("row 5", "row", "1 | Introduction: what loss is | Chapter 1"),
        ("row 6", "row", "2 | Racism and racial trauma in groups | Menakem, ch. 2 | Paper 1"),
        ("row 7", "row", "3 | Attachment and bonds | Bowlby"),
        ("row 9", "row", "Spring break"),
        ("row 11", "row", "4 | Children who grieve | Worden, ch. 4 | Presentation"),
    ]
    assert {row.header for row in rows_of(document)} == {("Week", "Topic", "Reading", "Due")}
    assert rows_of(document)[1].cells == ("1", "Introduction: what loss is", "Chapter 1", "")


def test_rows_that_begin_sessions_need_no_header() -> None:
    document = read(as_csv([[f"Week {n}", topic] for n, topic in enumerate("abc", 1)]))
    assert [row.header for row in rows_of(document)] == [(), (), ()]


@pytest.mark.parametrize("look", ["bold", "colour", "none"])
def test_a_row_that_is_set_off_names_columns_that_nobody_knows(look: str) -> None:
    book = workbook(Plan=[*SESSIONS, [], ["How we judge"], ["Area", "Complete"], ["Case", "All"]])
    for cell in book["Plan"][7]:
        if look == "bold":
            cell.font = Font(bold=True)
        elif look == "colour":
            cell.fill = PatternFill("solid", start_color="FFDDEEFF")
    last = rows_of(read(saved(book), "a.xlsx"))[-1]
    assert last.header[:2] == (("Week", "Topic") if look == "none" else ("Area", "Complete"))


def test_a_second_table_below_a_heading_has_its_own_header() -> None:
    rows = [*SESSIONS, [], ["Grading"], ["Assignment", "Points"], ["Paper", 40], ["Talk", 60]]
    document = read(as_csv(rows))
    assert [row.table for row in rows_of(document)] == [1, 1, 1, 1, 2, 2, 2]
    assert rows_of(document)[-1].header == ("Assignment", "Points")
    assert ("row 6", "heading", "Grading") in shown(document)


def test_values_are_as_a_person_sees_them() -> None:
    book = workbook(Plan=[
        ["Date", "Topic", "Weight", "Pages"],
        [date(2027, 1, 12), "Loss", 0.3, 12.0],
        [datetime(2027, 1, 19, 9, 30), "Grief in families", 0.125, 0.1 + 0.2],
        [time(14, 5), "Bonds", None, True],
    ])  # fmt: skip
    for cell in book["Plan"]["C"]:
        cell.number_format = "0.0%"
    texts = [row.cells for row in rows_of(read(saved(book), "a.xlsx"))]
    assert texts[1:] == [
        ("Jan 12, 2027", "Loss", "30%", "12"),
        ("Jan 19, 2027 09:30", "Grief in families", "12.5%", "0.3"),
        ("14:05", "Bonds", "", "TRUE"),
    ]


def test_merged_cells_hold_their_text_once() -> None:
    book = workbook(Plan=SCHEDULE)
    book["Plan"].merge_cells("A1:D1")
    book["Plan"].merge_cells("A9:D9")
    assert shown(read(saved(book), "a.xlsx")) == shown(read(as_csv(SCHEDULE)))


# ---- text in cells


PROSE: Rows = [
    ["SOWK 410: Grief and Loss"],
    ["Course description"],
    ["The course covers grief and loss, with cases from clinics, schools and prisons."],
    ["Learning objectives"],
    ["1. Explain what racial trauma is and how it shows in groups."],
    ["• Plan a first meeting with a family."],
    ["Assignments"],
    ["A paper on a loss in a family (40 %)"],
]


def test_one_column_of_text_is_a_syllabus() -> None:
    blocks = read(as_csv(PROSE)).blocks
    assert [(block.shape.value, block.depth) for block in blocks] == [
        ("heading", 2), ("heading", 3), ("paragraph", 0), ("heading", 3), ("entry", 1), ("entry", 1),
        ("heading", 3), ("paragraph", 0),
    ]  # fmt: skip
    assert blocks[5].text == "Plan a first meeting with a family."


def test_labels_with_text_beside_them_are_headings() -> None:
    rows = [
        ["Course", "SOWK 410: Grief and Loss"],
        ["Office:", "Room 12"],
        ["Course description", "The course covers grief and loss, with cases from clinics."],
        ["Learning objectives", "1. Explain what racial trauma is.\n2. Plan a first meeting."],
    ]
    assert shown(read(as_csv(rows))) == [
        ("row 1", "paragraph", "Course: SOWK 410: Grief and Loss"),
        ("row 2", "paragraph", "Office: Room 12"),
        ("row 3", "heading", "Course description"),
        ("row 3", "paragraph", "The course covers grief and loss, with cases from clinics."),
        ("row 4", "heading", "Learning objectives"),
        ("row 4", "entry", "1. Explain what racial trauma is."),
        ("row 4", "entry", "2. Plan a first meeting."),
    ]


# ---- several sheets


def test_sheets_of_a_course_are_read_and_others_named() -> None:
    content = as_xlsx(
        Schedule=SESSIONS,
        Grading=[["Assignment", "Points"], ["Paper", 40]],
        Roster=[["First name", "Email"], ["Ann", "ann@example.org"]],
        Budget=[["Account", "2026"], ["Rooms", 12]],
    )
    document = read(content, "a.xlsx")
    assert ("sheet Schedule", "heading", "Schedule") in shown(document)
    assert ("sheet Grading, row 2", "row", "Paper | 40") in shown(document)
    assert not any("Ann" in block.text for block in document.blocks)
    assert document.warnings == (
        "sheet Roster lists persons and was left out",
        "sheet Budget holds no schedule or text of a course and was left out",
    )


def test_what_is_hidden_is_left_out_and_said() -> None:
    book = workbook(Plan=SCHEDULE, Old=SESSIONS)
    book["Old"].sheet_state = "hidden"
    book["Plan"].row_dimensions[6].hidden = True
    book["Plan"].column_dimensions["D"].hidden = True
    document = read(saved(book), "a.xlsx")
    text = " ".join(block.text for block in document.blocks)
    assert "Racism" not in text and "Presentation" not in text
    assert document.warnings == (
        "sheet Old is hidden and left out",
        "2 rows or columns of sheet Plan are hidden and left out",
    )


# ---- what is no course


OTHERS: dict[str, Rows] = {
    "gradebook": [
        ["Student", "ID", "SIS Login ID", "Section", "Week 1 Quiz (12)", "Paper 1 (13)"],
        ["A, B", 1, "ab", 1, 9, 8], ["C, D", 2, "cd", 1, 7, 8],
    ],
    "sign-up": [["Week", "Topic", "Student name"], [1, "Grief and loss", "A. B."], [2, "Bonds of love", "C. D."]],
    "data": [["date", "country", "cases"], ["2020-01-01", "X", 1], ["2020-01-02", "Y", 2]],
    "work log": [["date", "topic", "hours"], *([f"2020-01-{n}", ("calls", "long mail")[n % 2], 2] for n in range(10, 20))],
    "classes of a model": [["class", "content"], ["ham", "Hello there"], ["spam", "win money"], ["ham", "see you"], ["spam", "free offer"], ["ham", "ok good"]],
    "map": [["Learning outcome", "SOWK 501", "SOWK 502"], ["1 Ethics in practice", "I", "R"], ["2 Diversity", "", "I"]],
    "modules of a programme": [["Module", "Title", "Topics"], ["SOWK 501", "Human behaviour", "Life course"], ["SOWK 502", "Policy of today", "Food and rent"]],
    "topics": [["Topic", "Keywords"], ["Food", "food pantry; hunger"], ["Housing", "eviction; rent"]],
    "numbers": [[1, 2, 3], [4, 5, 6]],
    "thousands of weeks": [["Week", "Topic"], *([n, f"Deaths from cause {n}"] for n in range(900))],
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_other_spreadsheets_are_never_courses(name: str) -> None:
    for content, file in ((as_csv(OTHERS[name]), "a.csv"), (as_xlsx(Data=OTHERS[name]), "a.xlsx")):
        error = refusal(content, file)
        assert error.status is Status.UNSUPPORTED
        assert "schedule or text of a course" in error.what
        assert error.hint


# Entry of the lexicon → a sheet that is taken for something else without it.
ENTRIES: dict[str, Rows] = {
    "meetings": [["Week", "Content"], [1, "Grief in families"], [2, "Bonds of love"]],
    "counted_by": [["Date", "Topic"], ["May 3", "Grief in families"], ["May 10", "Bonds of love"]],
    "taught": [["Date", "Reading"], ["May 3", "Bowlby, ch. 1"], ["May 10", "Worden, ch. 2"]],
    "done": [["Week", "Activity"], [1, "Role play in pairs"], [2, "Visit of a clinic"]],
    "persons": OTHERS["sign-up"],
}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_sheet_needs_the_entry(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_read() -> bool:
        try:
            read(as_csv(ENTRIES[name]))
        except ReadError:
            return False
        return True

    before = is_read()
    assert before is (name != "persons")
    monkeypatch.setattr(course_sheets, "reader_lexicon", lambda: without(f"spreadsheets.{name}"))
    assert is_read() is not before


def test_a_spreadsheet_without_text_is_empty() -> None:
    assert refusal(as_csv([["", ""], ["", " "]])).status is Status.EMPTY
    assert refusal(as_xlsx(A=[], B=[[None]]), "a.xlsx").status is Status.EMPTY


@pytest.mark.parametrize("command", ["check", "map", "crosswalk"])
def test_tables_of_our_own_are_passed_over(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "course.md").write_text("# SOWK 410: Grief\n\nWeek 1: Racial trauma in groups\n")
    more = ["--standard", "cswe-2022"] if command == "crosswalk" else []
    for suffix in ("csv", "xlsx"):
        assert main([command, "course.md", *more, "-o", f"schedule.{suffix}"]) == 0
    capsys.readouterr()
    found = discover(["."])
    assert [Path(file.source).name for file in found.files] == ["course.md"]
    assert {reason for _, reason in found.passed} == {"a report of gapcheck"}
    for suffix in ("csv", "xlsx"):
        content = (tmp_path / f"schedule.{suffix}").read_bytes()
        assert "schedule or text of a course" in refusal(content, f"schedule.{suffix}").what


def test_a_schedule_of_somebody_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "course.md").write_text("# SOWK 410: Grief\n\nWeek 1: Racial trauma in groups\n")
    (tmp_path / "schedule.csv").write_bytes(as_csv(SCHEDULE))
    assert main(["check", "course.md", "-o", "schedule.csv"]) == 2
    assert "is a file that gapcheck did not write" in capsys.readouterr().err
    assert (tmp_path / "schedule.csv").read_bytes() == as_csv(SCHEDULE)


# ---- ways to fail


def test_a_workbook_needs_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    error = refusal(as_xlsx(A=SCHEDULE), "a.xlsx")
    assert error.status is Status.UNSUPPORTED
    assert "gapcheck[xlsx]" in error.hint
    assert read(as_csv(SCHEDULE)).words


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one part replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, part if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMES = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FAULTS = {
    "torn": (as_xlsx(A=SCHEDULE)[:-200], Status.DAMAGED),
    "sheet that is no XML": (with_part(as_xlsx(A=SCHEDULE), SHEET, b"<worksheet"), Status.DAMAGED),
    "entities": (
        with_part(as_xlsx(A=SCHEDULE), SHEET, b'<!DOCTYPE x [<!ENTITY e "ha">]><worksheet/>'),
        Status.DAMAGED,
    ),
    "dense part": (with_part(as_xlsx(A=SCHEDULE), "xl/more.xml", bytes(9_000_000)), Status.TOO_LARGE),
    "merged without end": (
        with_part(as_xlsx(A=SCHEDULE), SHEET, b"<worksheet " + NAMES + b'><sheetData/><mergeCells>'
                  b'<mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'),
        Status.TOO_LARGE,
    ),
    "quoted cell without end to speak of": (
        as_csv([*SCHEDULE, ["5", "Topic " * 30_000]]), Status.TOO_LARGE,
    ),
    "quotation without end": (as_csv(SCHEDULE) + b'5,"Topic', Status.DAMAGED),
    "old workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"),
        Status.UNSUPPORTED,
    ),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        Status.ENCRYPTED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_statuses(fault: str) -> None:
    content, status = FAULTS[fault]
    assert refusal(content, "a.csv" if fault.startswith("quot") else "a.xlsx").status is status


def test_sheets_without_end_are_cut_and_said() -> None:
    far = as_xlsx(Plan=[*SESSIONS, *([] for _ in range(10))])
    book = openpyxl.load_workbook(io.BytesIO(far))
    book["Plan"].cell(1_048_576, 16_384, "far away")
    document = read(saved(book), "a.xlsx")
    assert document.warnings == (
        "rows, columns or ends of long cells of sheet Plan beyond the limits were not read",
    )
    assert len(rows_of(document)) == 4
    long = [*PROSE, *([f"Line {n} of the notes"] for n in range(3_000))]
    document = read(as_csv(long))
    assert len(document.blocks) == 2_000
    assert document.warnings == (
        "rows, columns or ends of long cells beyond the limits were not read",
    )


def test_the_command_line_reads_a_schedule(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "Schedule.csv").write_bytes(as_csv(SCHEDULE))
    (tmp_path / "course" / "grades.csv").write_bytes(as_csv(OTHERS["gradebook"]))
    command = [sys.executable, "-m", "curriculum_gap", "check", "course", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    (document,) = report["documents"]
    topic = next(topic for topic in document["topics"] if topic["id"] == "racism-and-anti-racism")
    assert topic["level"] == "taught"
    evidence = topic["evidence"][0]
    assert (evidence["inside"], evidence["section"]) == ("row 6", "session")
    assert "grades.csv" in done.stderr
    named = subprocess.run(
        [*command[:4], "course/grades.csv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "is a spreadsheet that lists persons" in named.stdout


def test_names_of_columns_are_no_title() -> None:
    rows = "Week,Topic,Reading\n1,Grief in families,Roe 2019\n2,Loss in schools,Doe 2020\n"
    content = (rows + "3,Rituals,Doe 2021\n4,Endings,Doe 2022\n").encode()
    assert read(content, "sowk 410 grief and loss.csv").title == ("sowk 410 grief and loss")
    assert read(content, "schedule.csv").title == ""
