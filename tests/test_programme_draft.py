"""``gapcheck init --programme``: a programme file drafted from codes and titles."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from curriculum_gap.cli import main
from curriculum_gap.course_labels import is_programme_document
from curriculum_gap.programme import read_programme

SMALL = Path(__file__).parent / "documents" / "programme"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The syllabi of the small programme, without a programme file."""
    shutil.copytree(SMALL, tmp_path / "p", ignore=shutil.ignore_patterns("*.yml"))
    return tmp_path / "p"


def test_a_proposed_command_can_be_copied_and_unread_documents_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder.rename(folder.parent / "our courses")
    (folder / "old syllabus.wpd").write_bytes(b"x")
    assert main(["init", "--programme", str(folder), "-y"]) == 0
    said = capsys.readouterr()
    assert f"gapcheck map --programme '{folder / 'programme.yml'}'\n" in said.out
    assert (
        "old syllabus.wpd: in a document format that is not read; save it as .docx or PDF"
        in said.err
    )


def test_a_draft_holds_codes_titles_and_stages(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--programme", str(folder)]) == 0
    said = capsys.readouterr()
    assert "6 documents, 3 courses" in said.out and "gapcheck map --programme" in said.out
    text = (folder / "programme.yml").read_text("utf-8")
    drafted = read_programme(folder / "programme.yml", folder)
    assert [(c.code, c.title, c.stage, c.files) for c in drafted.courses] == [
        ("COUN 501", "Foundations of Helping", "500 level", ()),
        ("COUN 620", "Practicum", "600 level", ()),
        ("COUN 655", "Trauma", "600 level", ()),
    ]
    assert "# earlier terms: coun501-foundations-2025-fall.md" in text
    assert "\n# Not drafted: no code was found" in text and text.endswith('#   - "/notes.md"\n')
    assert main(["map", "--programme", str(folder / "programme.yml")]) == 0
    assert "3 courses: 3 required" in capsys.readouterr().out


def test_a_draft_never_writes_over_a_programme(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "programme.yml").write_text("courses: [mine]", "utf-8")
    assert main(["init", "--program", str(folder), "--force", "-y"]) == 2
    assert "is never written over" in capsys.readouterr().err
    assert (folder / "programme.yml").read_text("utf-8") == "courses: [mine]"


def test_files_without_a_code_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (SMALL / "coun655-trauma.md").read_text("utf-8").replace("COUN 655: ", "")
    (tmp_path / "work with [old] wounds.md").write_text(text, "utf-8")
    (tmp_path / "handbook-2026.md").write_text(text, "utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    assert main(["init", "--programme", str(tmp_path)]) == 0
    assert "scan.pdf" in capsys.readouterr().err
    drafted = read_programme(tmp_path / "programme.yml", tmp_path)
    (course,) = drafted.courses
    assert drafted.documents == ("/handbook-2026.md",)
    assert (course.code, course.title) == ("work with [old] wounds", "Trauma")
    assert main(["map", "--programme", str(tmp_path / "programme.yml"), str(tmp_path)]) == 3
    shown = " ".join(capsys.readouterr().out.split())
    assert "1 course: 1 required" in shown and "Files in no course (1)" in shown


@pytest.mark.parametrize(
    ("make", "said"), [("nowhere", "is not a folder"), ("empty", "no course was found here")]
)
def test_what_cannot_be_drafted_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make: str, said: str
) -> None:
    if make == "empty":
        (tmp_path / make).mkdir()
    assert main(["init", "--programme", str(tmp_path / make)]) == 2
    assert said in capsys.readouterr().err


def test_documents_of_the_programme_are_told_by_name() -> None:
    assert is_programme_document("msc-handbook.pdf", "")
    assert is_programme_document("a.pdf", "Programme specification 2026")
    assert not is_programme_document("coun501.pdf", "Hand skills in practice")


def test_a_title_says_section_and_elective(tmp_path: Path) -> None:
    text = (SMALL / "coun655-trauma.md").read_text("utf-8")
    _, line, rest = text.partition("\n")
    course, other = tmp_path / "coun655-01 fall 2026.md", tmp_path / "# old [wounds].md"
    course.write_text("# COUN 655 Section 01: Trauma (elective)" + line + rest, "utf-8")
    other.write_text("# Old wounds" + line + rest, "utf-8")
    assert main(["init", "--programme", str(tmp_path)]) == 0
    drafted = read_programme(tmp_path / "programme.yml", tmp_path)
    assert {(course.code, course.title, course.need.value) for course in drafted.courses} == {
        ("COUN 655", "Trauma", "elective"),
        ("# old [wounds]", "Old wounds", "required"),
    }
    assert main(["map", "--programme", str(tmp_path)]) == 0  # its pattern finds the other file
