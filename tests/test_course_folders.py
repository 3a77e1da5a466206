"""Folders that the configuration declares one course."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from course_exports import canvas_export, canvas_members, packed
from test_course_export_reader import COURSE

from curriculum_gap.cli import main

SYLLABUS = """# COUN 505: Helping skills

This course introduces students to helping skills with clients of many cultures, in schools,
hospitals and agencies, and to their own part in what happens there.

## Learning outcomes

- Recognize microaggressions in session and repair the ruptures that follow.
"""
FILES = {
    "z-syllabus.md": SYLLABUS,
    "week2.md": "# Week 2: Racial trauma\n\nRacial trauma, and how to ask about it at intake.\n",
    "week10/notes.txt": "Week 10: Stigma\n\nStigma and help-seeking in families.\n",
    "assignments.md": "# Assignments\n\nA case report of ten pages on one session (50 points).\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two courses, of which one is a folder of files; the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gapcheck.yml").write_text("course-folders: [courses/coun505/]\n")
    for name, text in FILES.items():
        path = tmp_path / "courses" / "coun505" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "courses" / "coun614.md").write_text(SYLLABUS.replace("505", "614"))
    return tmp_path


def report(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert main(["check", *arguments, "--format", "json"]) == code
    return json.loads(capsys.readouterr().out)


def test_its_files_are_one_document_in_the_place_of_the_first(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = report(capsys, "courses")["documents"]
    assert [document["source"] for document in documents] == [
        "courses/coun614.md",
        "courses/coun505",
    ]
    course = documents[1]
    assert course["title"] == "COUN 505: Helping skills"
    places = {
        topic["id"]: [(e["section"], e["inside"], e["line"]) for e in topic["evidence"]]
        for topic in course["topics"]
    }
    assert ("session", "week2.md", 3) in places["trauma-and-racial-trauma"]
    assert ("objective", "z-syllabus.md", 8) in places["bias-and-microaggressions"]
    assert places["stigma-and-help-seeking"][0][1] == "week10/notes.txt"


def test_a_file_of_it_that_is_named_stays_by_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = report(capsys, "courses/coun505/z-syllabus.md", "courses/coun505")["documents"]
    assert [document["source"] for document in documents] == [
        "courses/coun505/z-syllabus.md",
        "courses/coun505",
    ]


def test_the_working_folder_may_be_the_course(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    course = folder / "courses" / "coun505"
    (course / ".gapcheck.yml").write_text('course-folders: ["."]\n')
    monkeypatch.chdir(course)
    (document,) = report(capsys, ".")["documents"]
    assert (document["source"], document["title"]) == (".", "COUN 505: Helping skills")


def test_what_the_walk_passes_over_is_no_part_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = folder / "courses" / "coun505"
    outside = folder / "outside.md"
    outside.write_text("# Week 3\n\nIntersectionality and social identity.\n")
    (course / "link.md").symlink_to(outside)
    (course / "weeks").symlink_to(folder, target_is_directory=True)
    (course / "old").mkdir()
    (course / "old" / "week1.md").write_text("Intersectionality and social identity.\n")
    (course / ".gapcheckignore").write_text("old/\n")
    whole = report(capsys, "courses")
    (topic,) = [
        topic
        for topic in whole["documents"][1]["topics"]
        if topic["id"] == "intersectionality-and-social-identity-development"
        or "intersectional" in topic["id"]
    ]
    assert topic["level"] == "absent"
    passed = {entry["source"]: entry["reason"] for entry in whole["passed_over"]}
    assert passed["courses/coun505/link.md"] == "a link"
    assert passed["courses/coun505/old"] == "ignored by .gapcheckignore"


def test_a_file_that_cannot_be_read_is_named_and_the_rest_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = folder / "courses" / "coun505"
    (course / "slides.ppt").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (course / "torn.pdf").write_bytes(b"%PDF-1.4 torn")
    document = report(capsys, "courses")["documents"][1]
    shown = " ".join(document["warnings"])
    assert "torn.pdf was not read (damaged)" in shown
    assert "slides.ppt was not read (unsupported)" in shown


def test_a_course_of_which_nothing_can_be_read_has_a_status(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = folder / "courses" / "coun505"
    for name in FILES:
        (course / name).unlink()
    (course / "torn.pdf").write_bytes(b"%PDF-1.4 torn")
    entries = report(capsys, "courses", code=3)
    (unread,) = entries["unread"]
    assert (unread["source"], unread["status"]) == ("courses/coun505", "empty")
    assert "torn.pdf was not read (damaged)" in unread["reason"]
    (course / "torn.pdf").unlink()
    entries = report(capsys, "courses/coun505", code=3)
    assert entries["unread"][0]["status"] == "empty"


def test_an_unpacked_export_is_read_by_its_manifest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = folder / "courses" / "coun505"
    for name in FILES:
        (course / name).unlink()
    for name, content in canvas_members(COURSE).items():
        path = course / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    document = report(capsys, "courses/coun505")["documents"][0]
    assert document["title"] == "COUN 614: Counseling across cultures"
    places = {e["inside"] for topic in document["topics"] for e in topic["evidence"]}
    assert "module Week 3: Racial trauma / Notes" in places
    assert "assignment Case report" in places


def test_a_second_run_takes_it_from_the_cache_until_a_file_changes(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(folder / "cache"))
    first = report(capsys, "courses")
    assert report(capsys, "courses") == first
    notes = folder / "courses" / "coun505" / "week10" / "notes.txt"
    notes.write_text("Nothing of this kind any more.\n")
    os.utime(notes, (1, 1))
    changed = report(capsys, "courses")["documents"][1]
    assert changed["words"] != first["documents"][1]["words"]


def test_explain_takes_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["explain", "courses/coun505", "--topic", "trauma-and-racial-trauma"]
    assert main(arguments) == 0
    assert "week2.md" in capsys.readouterr().out


def test_a_programme_knows_the_files_of_such_a_course(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".gapcheck.yml").write_text(
        "course-folders: [courses/coun505/]\n"
        "programs:\n  counselling:\n    fail-under: 1\n    courses:\n"
        "      - {code: COUN 505, files: [courses/coun505]}\n"
        "      - {code: COUN 614, files: [courses/coun614.md]}\n"
    )
    assert main(["check", "courses", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["gate"]["failures"] == []


def test_a_zip_in_a_folder_is_read_where_its_directory_names_a_manifest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    courses = folder / "courses"
    (courses / "export.zip").write_bytes(canvas_export(COURSE))
    (courses / "other.zip").write_bytes(packed({"syllabus.md": SYLLABUS}))
    (courses / "torn.zip").write_bytes(b"PK\x05\x06")
    (courses / "liar.zip").write_bytes(b"imsmanifest.xml PK\x05\x06" + b"\xff" * 18)
    whole = report(capsys, "courses")
    assert [document["source"] for document in whole["documents"]] == [
        "courses/coun614.md",
        "courses/export.zip",
        "courses/coun505",
    ]
    passed = {entry["source"] for entry in whole["passed_over"]}
    assert {"courses/other.zip", "courses/torn.zip", "courses/liar.zip"} <= passed
