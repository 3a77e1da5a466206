"""Messages name what exists, and carry what the person typed: through the real command line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest
from scan_helpers import RUBRIC, SYLLABUS

import curriculum_gap
from curriculum_gap import check
from curriculum_gap.cli import all_commands, main

PACKAGE = Path(curriculum_gap.__file__).parent


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    Path("a course.md").write_text(SYLLABUS, "utf-8")
    Path("my rubric.yaml").write_bytes(RUBRIC)


def told(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code of a command line, and all that it wrote."""
    code = main(words)
    heard = capfd.readouterr()
    return code, heard.out + heard.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("chek", "a course.md"), "chek: no such command or file; did you mean 'check'?"),
        (
            ("publish", "it"),
            "publish: no such command or file; 'gapcheck --help' lists the commands",
        ),
        (("explain",), "('gapcheck explain --help' shows what there is)"),
        (("diff", "--nope"), "('gapcheck diff --help' shows what there is)"),
        (("baseline", "write", "--nope"), "('gapcheck baseline write --help' shows what there is)"),
        (("a course.md", "--nope"), "('gapcheck check --help' shows what there is)"),
        (("explain", "a course.md", "-o", "e.html"), "e.html: this command writes no html"),
        (("explain", "a course.md", "-o", "e.pptx"), "e.pptx: its suffix names no format"),
        (("evaluate", "labels", "-o", "e.pptx"), "e.pptx: its suffix names no format"),
    ],
)
def test_wrong_usage_names_what_would_work(
    capfd: pytest.CaptureFixture[str], words: tuple[str, ...], hint: str
) -> None:
    code, text = told(capfd, *words)
    assert code == 2 and hint in text
    assert not Path("e.html").exists()


def test_a_file_without_suffix_is_read_and_a_missing_file_is_unread(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("syllabus").write_text(SYLLABUS, "utf-8")
    assert told(capfd, "syllabus")[0] == 0
    assert told(capfd, "gone.md")[0] == 3


def test_commands_of_a_report_carry_the_rubric(capfd: pytest.CaptureFixture[str]) -> None:
    words = ("a course.md", "--rubric", "my rubric.yaml")
    for more in ((), ("-f", "html")):
        code, text = told(capfd, *words, *more)
        command = "explain 'a course.md' --topic food-insecurity --rubric 'my rubric.yaml'"
        assert code == 0 and command in text.replace("&#x27;", "'").replace(
            "\n                ", " "
        )
    code, text = told(capfd, "a course.md")
    assert "--rubric" not in text


def test_messages_name_only_commands_that_exist() -> None:
    known = {name.split()[0] for name in all_commands()} | {"FILE"}
    for path in PACKAGE.rglob("*.py"):
        for command in re.findall(r"'gapcheck ([^' ]+)", path.read_text("utf-8")):
            assert command in known or command.startswith(("{", "-", "[")), f"{path}: {command}"


def test_a_required_topic_that_is_not_there_is_told_with_those_that_are(
    capfd: pytest.CaptureFixture[str],
) -> None:
    words = ("a course.md", "--rubric", "my rubric.yaml", "--require", "xyz=taught")
    code, text = told(capfd, *words)
    assert code == 2 and "topics of the rubric: food-insecurity, farm-labour" in text


def test_a_baseline_with_two_first_lines_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert told(capfd, "baseline", "write", "a course.md", "--rubric", "my rubric.yaml")[0] == 0
    path = Path(".gapcheck-baseline.jsonl")
    path.write_bytes(path.read_bytes() * 2)
    words = ("a course.md", "--rubric", "my rubric.yaml", "--baseline", str(path))
    code, text = told(capfd, *words)
    assert code == 2 and "is the first line of a second baseline" in text


@pytest.mark.skipif(os.name == "nt", reason="a folder in use is not deleted there")
def test_a_deleted_working_folder_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    code, text = told(capfd, "config")
    assert code == 2 and "the current folder: cannot be used" in text and "fault" not in text


def test_a_zipapp_is_told(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    (app / "__main__.py").write_text("from curriculum_gap.cli import run\nrun()\n", "utf-8")
    shutil.copytree(PACKAGE, app / "curriculum_gap")
    zipapp.create_archive(app, tmp_path / "gc.pyz")
    command = [sys.executable, str(tmp_path / "gc.pyz"), "a course.md"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 2 and "runs inside of an archive" in ended.stderr


def test_a_printed_report_is_a_summary() -> None:
    report = check(*["a course.md"] * 2, "gone.md")
    text = str(report)
    assert len(text) < 300 and "a course.md" in text and "1 without a verdict" in text
