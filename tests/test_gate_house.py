"""The files that bring gapcheck into other houses: action, templates, hooks, what init writes."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from curriculum_gap.cli import all_commands, main
from curriculum_gap.gate import (
    check_settings,
    init_files,
    inspect_folder,
    load_settings,
    pre_commit_hook,
)

ROOT = Path(__file__).parents[1]
SYLLABUS = "# FOOD 1\n\n## Schedule\n\n- Week 1: Food insecurity\n- Week 2: Food deserts\n"
RUBRIC = """\
id: food
version: "1"
title: Food
domains: [{id: a, title: A}]
topics:
  - {id: hunger, domain: a, title: Hunger, definition: Hunger., strong: [food insecurity]}
  - {id: seeds, domain: a, title: Seeds, definition: Seeds., strong: [seed sovereignty]}
"""


def faults(schema: str, path: Path) -> str:
    """What a validator with the published schemas says, nothing if all is well."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_page_of_options_is_complete() -> None:
    text = (ROOT / "docs" / "options.md").read_text("utf-8")
    page = runpy.run_path(str(ROOT / "docs" / "options_page.py"))["page"]
    assert text == page(), "python docs/options_page.py > docs/options.md"
    for name, command in all_commands().items():
        assert f"## gapcheck {name}\n" in text
        for option in command.params:
            for word in (*option.opts, *option.secondary_opts):
                assert f"`{word}`" in text or option.name == "help" or not word.startswith("-")
        assert all(option.help for option in command.params if option.param_type_name == "option")


def test_action_and_template_follow_their_schemas() -> None:
    assert faults("vendor.github-actions", ROOT / "action.yml") == ""
    assert faults("vendor.gitlab-ci", ROOT / "templates" / "gapcheck.gitlab-ci.yml") == ""


@pytest.mark.parametrize("on_gitlab", [False, True])
def test_what_init_writes_follows_the_schemas(tmp_path: Path, on_gitlab: bool) -> None:
    if on_gitlab:
        (tmp_path / ".gitlab-ci.yml").touch()
    look = inspect_folder(tmp_path, ["b ourses/a.md", "1st/b.md"])
    begun = init_files(look, "our's.yaml", "gapcheck==1.2.3", "b.jsonl", ["hunger", "seeds"])
    files = {entry.path: entry.text for entry in begun}
    for name, text in files.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    configuration = yaml.safe_load(files[".gapcheck.yml"])
    assert configuration == {"rubric": "our's.yaml", "paths": ["1st", "b ourses"],
                             "baseline": "b.jsonl"}  # fmt: skip
    if on_gitlab:
        assert faults("vendor.gitlab-ci", tmp_path / ".gitlab/gapcheck.yml") == ""
    else:
        assert faults("vendor.github-workflows", tmp_path / ".github/workflows/gapcheck.yml") == ""
    (entry,) = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"]
    assert entry["hooks"][0]["additional_dependencies"] == ["gapcheck==1.2.3"]
    assert yaml.safe_load("repos:\n" + pre_commit_hook("1")) is not None


def test_examples_of_the_documentation_are_taken(tmp_path: Path) -> None:
    from curriculum_gap.compiled import load_rubric

    blocks = [
        block
        for name in ("configuration.md", "ci.md")
        for block in re.findall(
            r"```yaml\n(.*?)```", (ROOT / "docs" / name).read_text("utf-8"), re.S
        )
        if re.match(r"(#.*\n)?(rubric|program):", block)
    ]
    assert len(blocks) == 3
    for block in blocks:
        (tmp_path / ".gapcheck.yml").write_text(block, "utf-8")
        settings = load_settings({"baseline": ""}, {}, tmp_path)
        check_settings(replace(settings, baseline=None), load_rubric())


def test_hooks_call_commands_that_exist() -> None:
    names = list(all_commands())
    for entry in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        words = entry["entry"].split()
        assert words[0] == "gapcheck"
        assert words[1] in names or " ".join(words[1:3]) in names
        assert entry["pass_filenames"] is False and entry["language"] == "python"


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "courses of ours"
    folder.mkdir()
    (folder / "food1.md").write_text(SYLLABUS, "utf-8")
    (tmp_path / "food.yaml").write_text(RUBRIC, "utf-8")
    return tmp_path


def step(name: str) -> dict[str, Any]:
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    return next(step for step in steps if step.get("id") == name)


def run_step(name: str, folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """A step of the action in ``bash`` as GitHub calls it, with these variables."""
    environment = dict.fromkeys(step(name)["env"], "") | inputs
    return run_script(step(name)["run"], folder, environment)


def run_script(
    script: str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """A script of a build in ``bash``, with the command ``gapcheck`` and these variables."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    program = programs / "gapcheck"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m curriculum_gap "$@"\n', "utf-8")
    program.chmod(0o755)
    environment |= {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "GAPCHECK_CACHE_DIR": str(folder / "cache"),
        "GAPCHECK_MIN_WORDS": "0",  # fragments
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=environment, timeout=120
    )


needs_bash = pytest.mark.skipif(
    shutil.which("bash") is None or os.name == "nt", reason="needs bash"
)


@needs_bash
def test_the_step_that_checks(course_folder: Path) -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    done = run_step(
        "check", course_folder,
        INPUT_PATHS="courses of ours\n", INPUT_RUBRIC="food.yaml",
        INPUT_REQUIRE="hunger=mentioned\nseeds\n", INPUT_REPORTS=inputs["reports"]["default"],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::error file=courses of ours/food1.md,line=5,title=Gate failed")
    assert (course_folder / "output").read_text("utf-8") == "exit-code=1\n"
    assert "**1 requirement is not met.**" in (course_folder / "summary").read_text("utf-8")
    for report in ("gapcheck.html", "gapcheck.json", "gapcheck.sarif"):
        assert (course_folder / report).is_file()
    assert run_step("verdict", course_folder, CHECKED="1", COMPARED="").returncode == 1
    assert run_step("verdict", course_folder, CHECKED="0", COMPARED="0").returncode == 0
    assert run_step("verdict", course_folder, CHECKED="", COMPARED="").returncode == 2


@needs_bash
def test_nothing_in_an_input_is_run(course_folder: Path) -> None:
    trap = '"; touch ran; $(touch ran) `touch ran`'
    for name in step("check")["env"]:
        if name.startswith("INPUT_"):
            run_step("check", course_folder, **{name: trap})
    assert not (course_folder / "ran").exists()
    runs = [str(entry.get("run", "")) for entry in
            yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]]  # fmt: skip
    assert not any("${{" in text for text in runs)


@pytest.fixture
def loss(course_folder: Path) -> str:
    """The commit before the one that takes a topic out of a course."""
    if shutil.which("git") is None:
        pytest.skip("needs git")

    def git(*words: str) -> str:
        settings = ["-c", "user.name=C", "-c", "user.email=c@example.invalid",
                    "-c", "commit.gpgsign=false"]  # fmt: skip
        done = subprocess.run(["git", *settings, *words], cwd=course_folder, capture_output=True,
                              check=True, text=True, timeout=60)  # fmt: skip
        return done.stdout.strip()

    (course_folder / ".gapcheck.yml").write_text("rubric: ./food.yaml\npaths: [.]\n", "utf-8")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    base = git("rev-parse", "HEAD")
    syllabus = course_folder / "courses of ours" / "food1.md"
    syllabus.write_text(SYLLABUS.replace("Food insecurity", "Welcome"), "utf-8")
    git("commit", "-q", "-a", "-m", "two")
    return base


@needs_bash
def test_the_step_that_compares(course_folder: Path, loss: str) -> None:
    done = run_step("compare", course_folder, BASE=loss, INPUT_RUBRIC="food.yaml",
                    INPUT_FAIL_ON_LOSS="true")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (course_folder / "output").read_text("utf-8") == "exit-code=1\n"
    assert "1 topic lost" in (course_folder / "summary").read_text("utf-8")


@needs_bash
@pytest.mark.parametrize("written", ["template", "init"])
def test_the_job_of_gitlab_fails_on_a_level_lost(
    course_folder: Path, loss: str, written: str
) -> None:
    job = ROOT / "templates/gapcheck.gitlab-ci.yml"
    if written == "init":
        (course_folder / ".gitlab-ci.yml").touch()
        assert main(["init", str(course_folder), "--yes"]) == 0
        job = course_folder / ".gitlab/gapcheck.yml"
    (script,) = yaml.safe_load(job.read_text("utf-8"))["gapcheck"]["script"]
    done = run_script(script, course_folder, {"CI_MERGE_REQUEST_DIFF_BASE_SHA": loss})
    assert done.returncode == 1, done.stderr
    assert "1 topic lost" in (course_folder / "gapcheck-changes.md").read_text("utf-8")
    assert (course_folder / "gapcheck.html").is_file()
    assert run_script(script, course_folder, {}).returncode == 0


@needs_bash
def test_no_pip_of_a_pull_request_runs(course_folder: Path) -> None:
    (course_folder / "pip.py").write_text("open('ran', 'w')\n", "utf-8")
    programs = course_folder / "bin"
    programs.mkdir()
    python = programs / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$1" "$2" "$3" --version\n', "utf-8")
    python.chmod(0o755)
    assert run_step("install", course_folder, GITHUB_ACTION_PATH="x").returncode == 0
    assert not (course_folder / "ran").exists()
    template = (ROOT / "templates/gapcheck.gitlab-ci.yml").read_text("utf-8")
    assert "python -m pip" not in template and "python -I -m pip" in template
    assert "cache" not in template  # one below the checkout could come with the merge request


@needs_bash
def test_only_what_this_run_wrote_is_published(course_folder: Path) -> None:
    for name in ("gapcheck.md", "gapcheck.html", "gapcheck-changes.md"):
        (course_folder / name).write_text("planted", "utf-8")
    reports = "gapcheck.md\ngapcheck.html\n"
    run_step("check", course_folder, INPUT_PATHS="courses of ours", INPUT_RUBRIC="none.yaml",
             INPUT_REPORTS=reports)  # fmt: skip
    assert not list(course_folder.glob("gapcheck*.*"))
    assert not (course_folder / "summary").exists()


@pytest.mark.parametrize("on_gitlab", [False, True])
def test_init_writes_the_source_that_is_named(tmp_path: Path, on_gitlab: bool) -> None:
    if on_gitlab:
        (tmp_path / ".gitlab-ci.yml").write_text("", "utf-8")
    source = "git+https://example.invalid/gapcheck@v1"
    assert main(["init", str(tmp_path), "--yes", "--source", source]) == 0
    job = ".gitlab/gapcheck.yml" if on_gitlab else ".github/workflows/gapcheck.yml"
    text = (tmp_path / job).read_text("utf-8")
    assert f'python -I -m pip install "{source}"' in text
    assert source in (tmp_path / ".pre-commit-config.yaml").read_text("utf-8")
    assert "diff --fail-on-loss" in text
    for bad in ("gapcheck; rm -rf .", '"$(id)"', "--index-url=x", "numpy"):
        assert main(["init", str(tmp_path), "--yes", "--force", "--source", bad]) == 2
