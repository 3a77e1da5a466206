"""A committee's story through the real commands: init, gate, baseline, improvement, regression."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import curriculum_gap
from curriculum_gap.cli import main

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "docs" / "schema"
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

RUBRIC = """\
id: counselling
version: "1.0"
title: Counselling
domains:
  - {id: care, title: Care}
topics:
  - id: racial-trauma
    domain: care
    title: Racial trauma
    definition: Harm that racism does to people and peoples.
    strong: [racial trauma, historical trauma, race-based traumatic stress]
    suggestions: [Give racial trauma a session of its own]
  - id: interpreters
    domain: care
    title: Work with interpreters
    definition: Counselling across languages.
    strong: [work with interpreters, working with interpreters, interpreter-mediated session]
    suggestions: [Practise one interpreter-mediated session]
  - id: self-care
    domain: care
    title: Self-care
    definition: How counsellors stay well.
    strong: [counsellor self-care, compassion fatigue, vicarious trauma]
"""
TRAUMA = """\
# COUN 545: Trauma and Crisis

## Learning objectives

- Explain how racial trauma and historical trauma shape what clients bring
- Recognise compassion fatigue and plan counsellor self-care

## Schedule

- Week 1: What trauma is
- Week 2: Racial trauma and race-based traumatic stress
- Week 3: Historical trauma across generations
- Week 4: Compassion fatigue, vicarious trauma and counsellor self-care

## Assignments

- Paper (50 %): racial trauma and historical trauma in one community
- Plan (50 %): counsellor self-care and vicarious trauma
"""
WITHOUT_TRAUMA = """\
# COUN 545: Trauma and Crisis

## Learning objectives

- Explain how stress shapes what clients bring
- Recognise compassion fatigue and plan counsellor self-care

## Schedule

- Week 1: What trauma is
- Week 2: The body under stress
- Week 3: Crisis and safety planning
- Week 4: Compassion fatigue, vicarious trauma and counsellor self-care

## Assignments

- Paper (50 %): a crisis plan for one setting
- Plan (50 %): counsellor self-care and vicarious trauma
"""
SKILLS = """\
# COUN 505: Helping Skills

## Learning objectives

- Listen, reflect and summarise

## Schedule

- Week 1: Listening
- Week 2: Questions and silence

## Assignments

- Recording (100 %): one session with a partner
"""
SKILLS_BETTER = SKILLS.replace(
    "- Week 2: Questions and silence",
    "- Week 2: Questions and silence\n- Week 3: Working with interpreters\n"
    "- Week 4: An interpreter-mediated session",
).replace("- Listen,", "- Work with interpreters in an interpreter-mediated session\n- Listen,")


class Run:
    """What one run of the command line did."""

    def __init__(self, code: int, out: bytes, err: str) -> None:
        self.code, self.out, self.err = code, out.decode("utf-8"), err


@pytest.fixture
def gapcheck(capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    def run(*argv: str) -> Run:
        code = main(argv)
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Run(code, out, err.decode("utf-8"))

    return run


def git(*words: str) -> str:
    settings = ["-c", "user.name=Committee", "-c", "user.email=c@example.invalid",
                "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]  # fmt: skip
    done = subprocess.run(["git", *settings, *words], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def commit(message: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A curriculum repository with one commit, and the working folder in it."""
    for variable in [name for name in os.environ if name.startswith(("GAPCHECK_", "GIT_"))]:
        monkeypatch.delenv(variable)
    for variable in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("GAPCHECK_MIN_WORDS", "0")
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    top = tmp_path / "curriculum"
    (top / "courses").mkdir(parents=True)
    monkeypatch.chdir(top)
    git("init", "-q")
    (top / "rubric.yaml").write_text(RUBRIC, "utf-8")
    (top / "courses" / "coun545.md").write_text(TRAUMA, "utf-8")
    (top / "courses" / "coun505.md").write_text(SKILLS, "utf-8")
    commit("Two courses")
    yield top


@pytest.fixture
def begun(repository: Path, gapcheck: Any) -> Path:
    """The same after init and with a baseline."""
    assert gapcheck("init", "--rubric", "./rubric.yaml").code == 0
    assert gapcheck("baseline", "write").code == 0
    commit("gapcheck")
    return repository


def improve(top: Path) -> None:
    (top / "courses" / "coun505.md").write_text(SKILLS_BETTER, "utf-8")
    commit("Interpreters")


def regress(top: Path) -> None:
    (top / "courses" / "coun545.md").write_text(WITHOUT_TRAUMA, "utf-8")
    commit("Make room for crisis planning")


def test_init_looks_at_the_folder_and_asks_nothing(repository: Path, gapcheck: Any) -> None:
    run = gapcheck("init", "--rubric", "./rubric.yaml")
    assert run.code == 0 and "2 documents in courses" in run.out
    assert "- courses" in (repository / ".gapcheck.yml").read_text("utf-8")
    assert (repository / ".github/workflows/gapcheck.yml").is_file()
    assert (repository / ".pre-commit-config.yaml").is_file()
    shown = gapcheck("config")
    assert 'rubric: "./rubric.yaml"  # .gapcheck.yml:2:1' in shown.out

    (repository / ".gapcheck.yml").write_text("rubric: mine\n", "utf-8")
    again = gapcheck("init", "--rubric", "./rubric.yaml")
    assert again.code == 0 and "nothing to write" in again.err
    assert (repository / ".gapcheck.yml").read_text("utf-8") == "rubric: mine\n"
    assert gapcheck("init", "--rubric", "./rubric.yaml", "--force").code == 0
    assert "paths" in (repository / ".gapcheck.yml").read_text("utf-8")


def test_a_missing_baseline_is_a_fault(repository: Path, gapcheck: Any) -> None:
    gapcheck("init", "--rubric", "./rubric.yaml")
    for words in (("check",), ("baseline", "check")):
        run = gapcheck(*words)
        assert run.code == 2 and "there is no such baseline" in run.err
        assert "gapcheck baseline write" in run.err


def test_the_baseline_is_sorted_and_holds_no_line_numbers(begun: Path) -> None:
    lines = (begun / ".gapcheck-baseline.jsonl").read_text("utf-8").splitlines()
    head, *rows = map(json.loads, lines)
    made = head.pop("made")
    assert head == {"format": 1, "baseline": "gapcheck", "rubric": "counselling 1.0"}
    assert made.startswith(f"gapcheck {curriculum_gap.__version__}, rubric text ")
    assert rows == [
        {"document": "*", "topic": "interpreters", "level": "absent"},
        {"document": "courses/coun505.md", "topic": "interpreters", "level": "absent"},
        {"document": "courses/coun505.md", "topic": "racial-trauma", "level": "absent"},
        {"document": "courses/coun505.md", "topic": "self-care", "level": "absent"},
        {"document": "courses/coun545.md", "topic": "interpreters", "level": "absent"},
    ]


def test_what_was_there_before_passes(begun: Path, gapcheck: Any) -> None:
    run = gapcheck("check")
    assert run.code == 0
    assert "Gate passed  nothing worse than .gapcheck-baseline.jsonl" in run.out
    assert gapcheck("baseline", "check").code == 0


def test_an_improvement_offers_tightening(begun: Path, gapcheck: Any) -> None:
    improve(begun)
    run = gapcheck("baseline", "check")
    assert run.code == 0
    words = " ".join(run.out.split())
    assert "2 gaps are closed or smaller" in words and "gapcheck baseline tighten" in words
    before = (begun / ".gapcheck-baseline.jsonl").read_text("utf-8").splitlines()
    assert gapcheck("baseline", "tighten").code == 0
    after = (begun / ".gapcheck-baseline.jsonl").read_text("utf-8").splitlines()
    assert set(after) < set(before) and len(before) - len(after) == 2
    assert "closed" not in gapcheck("baseline", "check").out


def test_a_regression_fails_for_the_right_topic_and_place(begun: Path, gapcheck: Any) -> None:
    improve(begun)
    assert gapcheck("baseline", "tighten").code == 0
    commit("Tighter")
    regress(begun)
    run = gapcheck("check", "-f", "github")
    assert run.code == 1
    errors = [line for line in run.out.splitlines() if line.startswith("::error ")]
    mine = next(line for line in errors if "file=courses/coun545.md" in line)
    assert "line=10," in mine  # where the schedule begins: there it belongs
    assert "title=Gate failed%3A Racial trauma" in mine
    assert "racial-trauma is expected at taught and stands at absent; this gap is new" in mine
    assert "all documents" in run.out  # no other course teaches it
    assert all("Racial trauma" in line for line in errors)
    assert gapcheck("check", "--exit-zero").code == 0


def test_dropping_the_only_course_fails_too(begun: Path, gapcheck: Any) -> None:
    (begun / "courses" / "coun545.md").unlink()
    run = gapcheck("check", "-q")
    assert run.code == 1
    assert "all documents: racial-trauma" in run.err and "all documents: self-care" in run.err
    assert "courses/coun505.md: " not in run.err


def test_revisions_are_compared_without_touching_the_work_tree(begun: Path, gapcheck: Any) -> None:
    improve(begun)
    regress(begun)
    (begun / "courses" / "coun505.md").write_text("# scribbles\n", "utf-8")  # not committed
    before = git("status", "--porcelain")
    run = gapcheck("diff", "HEAD~2..HEAD", "-f", "json")
    assert run.code == 0 and git("status", "--porcelain") == before
    report = json.loads(run.out)
    schema = json.loads((SCHEMAS / "diff-1.json").read_text("utf-8"))
    assert [fault.message for fault in Draft202012Validator(schema).iter_errors(report)] == []
    levels = {
        (document["new"], topic["id"]): (topic["before"], topic["after"])
        for document in report["comparison"]["documents"]
        for topic in document["topics"]
    }
    before_it, after_it = levels.pop(("courses/coun545.md", "racial-trauma"))
    assert before_it in ("taught", "assessed") and after_it == "absent"
    assert levels == {("courses/coun505.md", "interpreters"): ("absent", "taught")}
    assert report["comparison"]["together"] == [
        {"id": "racial-trauma", "before": before_it, "after": "absent"},
        {"id": "interpreters", "before": "absent", "after": "taught"},
    ]
    lost = report["comparison"]["documents"][1]["topics"][0]["lost"]
    assert any(piece["text"].startswith("Week 2: Racial trauma") for piece in lost)

    failed = gapcheck("diff", "HEAD~2..HEAD", "--fail-on-loss", "-f", "markdown")
    assert failed.code == 1
    assert "### gapcheck: 1 topic lost, 1 gained" in failed.out
    assert "| 🔻 lost | COUN 545" in failed.out and "**1 level was lost.**" in failed.out
    assert gapcheck("diff", "HEAD~2", "HEAD~1", "--fail-on-loss").code == 0
    table = gapcheck("diff", "HEAD~1...HEAD")
    assert "lost   Racial trauma" in table.out and "→ ··· not found" in table.out


def test_renamed_files_are_followed(begun: Path, gapcheck: Any) -> None:
    (begun / "courses" / "crisis").mkdir()
    git("mv", "courses/coun545.md", "courses/crisis/coun645.md")
    commit("A new number")
    run = gapcheck("diff", "HEAD~1..HEAD", "--fail-on-loss", "-f", "json")
    assert run.code == 0
    (moved,) = json.loads(run.out)["comparison"]["documents"]
    assert (moved["old"], moved["new"]) == ("courses/coun545.md", "courses/crisis/coun645.md")
    assert moved["topics"] == []


def test_the_work_tree_is_a_side_too(begun: Path, gapcheck: Any) -> None:
    (begun / "courses" / "coun545.md").write_text(WITHOUT_TRAUMA, "utf-8")
    run = gapcheck("diff", "HEAD", "--fail-on-loss")
    assert run.code == 1 and "the work tree" in run.out
    assert gapcheck("diff", "HEAD", "courses/coun505.md", "--fail-on-loss").code == 0


def test_files_folders_and_saved_reports(repository: Path, gapcheck: Any, tmp_path: Path) -> None:
    rubric = ("--rubric", "./rubric.yaml")
    new = tmp_path / "new"
    shutil.copytree(repository / "courses", new)
    (new / "coun545.md").write_text(WITHOUT_TRAUMA, "utf-8")
    folders = gapcheck("diff", "courses", str(new), *rubric, "--fail-on-loss", "-f", "json")
    assert folders.code == 1
    assert json.loads(folders.out)["gate"]["failures"][0]["topic"] == "racial-trauma"
    files = gapcheck("diff", "courses/coun545.md", str(new / "coun545.md"), *rubric)
    assert files.code == 0 and "1 level lost" in files.out
    for folder, name in (("courses", "a.json"), (str(new), "b.json")):
        assert gapcheck(folder, *rubric, "-q", "-o", str(tmp_path / name)).code == 0
    saved = gapcheck("diff", str(tmp_path / "a.json"), str(tmp_path / "b.json"), *rubric,
                     "--fail-on-loss", "-f", "json")  # fmt: skip
    assert saved.code == 1
    mine, theirs = (json.loads(run.out)["comparison"] for run in (folders, saved))
    assert mine["documents"] == theirs["documents"] and mine["together"] == theirs["together"]


def test_a_shallow_clone_is_told_how_to_fetch(
    begun: Path, gapcheck: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    improve(begun)
    clone = tmp_path / "clone"
    git("clone", "-q", "--depth", "1", begun.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    run = gapcheck("diff", "HEAD~1..HEAD")
    assert run.code == 2 and "shallow" in run.err and "fetch-depth: 0" in run.err
    monkeypatch.chdir(begun)
    run = gapcheck("diff", "nowhere..HEAD")
    assert run.code == 2 and "there is no such revision here" in run.err


def test_every_format_of_a_gate_in_one_run(begun: Path, gapcheck: Any, tmp_path: Path) -> None:
    regress(begun)
    names = ["r.json", "r.jsonl", "r.csv", "r.md", "r.txt", "r.sarif", "r.xml", "r.gitlab.json"]
    outputs = [word for name in names for word in ("-o", str(tmp_path / name))]
    run = gapcheck("check", "-f", "github", *outputs)
    assert run.code == 1
    for name in names:
        text = (tmp_path / name).read_text("utf-8")
        assert "racial-trauma" in text or "Racial trauma" in text, name
    schema = json.loads((SCHEMAS / "report-1.json").read_text("utf-8"))
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert [fault.message for fault in Draft202012Validator(schema).iter_errors(report)] == []
    assert report["gate"]["passed"] is False
    assert {entry["by"] for entry in report["gate"]["accepted"]} == {"baseline"}


def test_requirements_and_shares(repository: Path, gapcheck: Any) -> None:
    rubric = ("--rubric", "rubric.yaml")
    one = ("courses/coun545.md", *rubric)
    assert gapcheck(*one, "--require", "racial-trauma=taught").code == 0
    assert gapcheck(*one, "--fail-under", "66").code == 0
    assert gapcheck(*one, "--fail-under", "67").code == 1
    run = gapcheck(*one, "--require", "interpreters", "-q")
    assert run.code == 1 and "interpreters is required at taught and stands at absent" in run.err
    both = ("courses", *rubric)
    assert gapcheck(*both, "--require", "racial-trauma", "-q").code == 1
    assert gapcheck(*both, "--program-require", "racial-trauma", "-q").code == 0
    assert gapcheck(*both, "--program-require", "interpreters", "-q").code == 1
    assert gapcheck(*both, "--program-fail-under", "66", "-q").code == 0
    assert gapcheck(*both, "--program-fail-under", "67", "-q").code == 1


def test_wrong_before_unread_before_failed(repository: Path, gapcheck: Any) -> None:
    one = ("courses/coun545.md", "--rubric", "rubric.yaml")
    assert gapcheck(*one, "missing.pdf", "--require", "interpreters").code == 3
    assert gapcheck(*one, "missing.pdf", "--exit-zero", "--require", "interpreters").code == 3
    for words, said in (
        (("--require", "interpeters"), "did you mean 'interpreters'?"),
        (("--require", "interpreters=tought"), "did you mean 'taught'?"),
        (("--fail-under", "101"), "from 0 to 100"),
        (("--fail-under", "half"), "per cent"),
        (("--isolated", "--config", "x.yml"), "use one of the two"),
        (("--config", "x.yml"), "there is no such file"),
        (("--baseline", "nowhere.jsonl"), "there is no such baseline"),
    ):
        run = gapcheck(*one, "missing.pdf", *words)
        assert run.code == 2 and said in run.err, words
    (repository / "empty").mkdir()
    run = gapcheck("empty", "--rubric", "rubric.yaml", "--fail-under", "1")
    assert run.code == 2 and "at least one file" in run.err


def test_unread_never_passes(begun: Path, gapcheck: Any) -> None:
    (begun / "courses" / "coun600.docx").write_bytes(b"PK\x03\x04 broken")
    run = gapcheck("check")
    assert run.code == 3 and "Gate not passed" in run.out and "Gate passed" not in run.out


def test_standard_input_can_have_a_name(repository: Path) -> None:
    command = [sys.executable, "-m", "curriculum_gap", "-", "--stdin-filename", "courses/new.md",
               "--rubric", "rubric.yaml", "-f", "json"]  # fmt: skip
    run = subprocess.run(command, input=TRAUMA.encode(), capture_output=True, timeout=60)
    (document,) = json.loads(run.stdout)["documents"]
    assert run.returncode == 0 and document["source"] == "courses/new.md"
    assert document["title"] == "COUN 545: Trauma and Crisis"


def test_auto_is_github_in_its_actions(
    repository: Path, gapcheck: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = ("courses/coun505.md", "--rubric", "rubric.yaml", "-f", "auto")
    assert "::notice" not in gapcheck(*one).out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    assert gapcheck(*one, "-o", str(tmp_path / "summary")).out.startswith("::notice file=courses/")
    assert (tmp_path / "summary").read_text("utf-8").startswith("<!-- gapcheck report -->")


def test_a_report_does_not_replace_a_syllabus(repository: Path, gapcheck: Any) -> None:
    run = gapcheck("courses/coun505.md", "--rubric", "rubric.yaml", "-o", "courses/coun545.md")
    assert run.code == 2 and "gapcheck did not write" in run.err
    assert (repository / "courses" / "coun545.md").read_text("utf-8") == TRAUMA
    for _ in range(2):  # its own report, it may
        assert gapcheck("courses/coun505.md", "--rubric", "rubric.yaml", "-o", "r.md").code == 0


def test_the_badge_is_rewritten_only_when_it_says_something_else(
    begun: Path, gapcheck: Any
) -> None:
    assert gapcheck("badge", "-o", "badge.svg").code == 0
    badge = begun / "badge.svg"
    assert "<title>topics found: 67 %</title>" in badge.read_text("utf-8")
    badge.write_text(badge.read_text("utf-8").replace("#444", "#123"), "utf-8")
    gapcheck("badge", "-o", "badge.svg")
    assert "#123" in badge.read_text("utf-8")
    improve(begun)
    gapcheck("badge", "-o", "badge.svg")
    assert "100 %" in badge.read_text("utf-8") and "#123" not in badge.read_text("utf-8")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_each_shell(shell: str) -> None:
    environment = os.environ | {"_GAPCHECK_COMPLETE": f"source_{shell}"}
    command = [
        sys.executable,
        "-c",
        "from curriculum_gap.cli import main; raise SystemExit(main())",
    ]
    run = subprocess.run(command, capture_output=True, env=environment, timeout=60)
    assert b"gapcheck" in run.stdout and b"_GAPCHECK_COMPLETE" in run.stdout
