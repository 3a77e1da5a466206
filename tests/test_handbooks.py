"""Topics of the whole programme are judged in its handbooks, and are no course's duty."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from curriculum_gap.cli import main

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "tests" / "handbooks"
COURSE = """# TOAD 501 Helping

## Schedule

Week 1: Microaggressions in session, and how to repair ruptures
Week 2: Reading a table of results

## Assignments

Quiz on the readings (20 %)

## About

Meetings begin at nine in the room beside the library. Bring the text of the week and a page of
notes. Recordings are kept until the end of the term. Speak with the instructor in the office hours.
"""
SHOWS = {
    "recruiting.md": "mentioned",
    "composition.html": "mentioned",
    "hiring.md": "mentioned",
    "mentoring.txt": "mentioned",
    "selfstudy.md": "mentioned",
    "supervisors.md": "mentioned",
    "table.md": "mentioned",
    "workload.md": "mentioned",
    "panel.md": "mentioned",
    # What the law asks of every employer says nothing about who teaches here.
    "policy.md": "absent",
    "commitment.md": "absent",
    "about.html": "absent",
    "neutral.md": "absent",
}


@pytest.fixture
def programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "toad501.md").write_text(COURSE, "utf-8")
    return tmp_path


def define(folder: Path, *documents: str) -> None:
    lines = ["title: Toad MA", "courses: [{code: TOAD 501}]"]
    if documents:
        lines.append(f"documents: [{', '.join(documents)}]")
    (folder / "programme.yml").write_text("\n".join(lines), "utf-8")


def handbooks(capsys: pytest.CaptureFixture[str]) -> dict:
    main(["map", "--programme", "programme.yml", "-f", "json"])
    return json.loads(capsys.readouterr().out)["handbooks"]


@pytest.mark.parametrize("name", [*SHOWS, "programme-handbook.pdf"])
def test_what_a_handbook_shows_of_who_teaches(
    programme: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = ROOT / "examples" if name.endswith(".pdf") else TEXTS
    shutil.copy(folder / name, programme)
    define(programme, name)
    found = handbooks(capsys)
    (topic,) = found["topics"]
    assert (topic["id"], topic["expected"]) == ("faculty-diversity", "mentioned")
    assert topic["level"] == SHOWS.get(name, "mentioned")
    assert topic["gap"] is (topic["level"] == "absent")
    assert (topic["evidence"] is not None) is (topic["level"] != "absent")
    assert found["not_judged"] is None


def test_every_text_is_tried() -> None:
    assert {path.name for path in TEXTS.iterdir()} == set(SHOWS)


def test_without_a_handbook_nothing_is_judged_and_nothing_is_a_gap(
    programme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    define(programme)
    found = handbooks(capsys)
    assert found["topics"] == [] and "no handbook is named" in found["not_judged"]
    define(programme, "handbook.pdf")
    assert handbooks(capsys)["not_judged"] == "no handbook is among these files"
    (programme / "handbook.pdf").write_bytes(b"%PDF-1.4 nothing")
    found = handbooks(capsys)
    assert found["topics"] == [] and "handbook.pdf was not read" in found["not_judged"]
    main(["map", "--programme", "programme.yml"])
    out = " ".join(capsys.readouterr().out.split())
    assert "The programme as a whole was not judged: its handbook" in out
    assert "Faculty and staff diversity" in out


def test_what_a_course_says_of_it_is_not_counted(
    programme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = COURSE.replace("Reading a table of results", "Faculty of color and cultural taxation")
    (programme / "toad501.md").write_text(text, "utf-8")
    shutil.copy(TEXTS / "policy.md", programme)
    define(programme, "policy.md")
    (topic,) = handbooks(capsys)["topics"]
    assert topic["level"] == "absent"


def configure(folder: Path, documents: str) -> None:
    (folder / ".gapcheck.yml").write_text(
        f"programs:\n  toad:\n    title: Toad MA\n    courses: [{{code: TOAD 501}}]\n{documents}"
        "    require: {faculty-diversity: mentioned}\nrequire: {bias-and-microaggressions: taught}\n",
        "utf-8",
    )


@pytest.mark.parametrize(
    ("name", "code"), [("recruiting.md", 0), ("policy.md", 1), ("commitment.md", 1)]
)
def test_a_gate_goes_by_the_handbook(
    programme: Path, capsys: pytest.CaptureFixture[str], name: str, code: int
) -> None:
    shutil.copy(TEXTS / name, programme)
    configure(programme, f"    documents: [{name}]\n")
    # The handbook is no course: what each document must show is not asked of it.
    assert main(["check", "."]) == code
    out = capsys.readouterr().out
    assert (
        "faculty-diversity is required at mentioned and was found in no handbook" in out
    ) is bool(code)
    assert "bias-and-microaggressions is required" not in out


def test_a_gate_that_no_handbook_can_meet_is_a_fault(
    programme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for documents in ("", "    documents: [none-such.pdf]\n"):
        configure(programme, documents)
        assert main(["check", "."]) == 2
        err = capsys.readouterr().err
        assert "faculty-diversity is required and is judged in handbooks, and there is none" in err


def test_a_gate_without_the_handbook_in_its_run_says_that_it_did_not_judge(
    programme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    courses = [path.name for path in programme.glob("*.md")]
    shutil.copy(TEXTS / "recruiting.md", programme)
    configure(programme, "    documents: [recruiting.md]\n")
    assert main(["check", *courses]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "faculty-diversity was not judged: no handbook is among these files" in out
