"""What makes a release: the notes of a tag, and the workflow."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository_files import ROOT

import curriculum_gap

WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"
CHANGELOG = """\
# Changelog

## [Unreleased]

- Later.

## [1.2.0] - 2026-12-01

### Added

- Something new.

## [1.1.0] - 2026-11-01

## [1.0.0] - 2026-10-01

- The first.
"""


def notes(
    folder: Path, tag: str, version: str, changelog: str = CHANGELOG
) -> subprocess.CompletedProcess[str]:
    """The script on a repository with that version and changelog."""
    package = folder / "src" / "curriculum_gap"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f'__version__ = "{version}"\n', "utf-8")
    (folder / "CHANGELOG.md").write_text(changelog, "utf-8")
    (folder / ".ci").mkdir()
    script = shutil.copy(ROOT / ".ci" / "release_notes.py", folder / ".ci")
    command = [sys.executable, script, *tag.split()]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("tag", "version", "said"),
    [
        ("v1.2.0", "1.2.0", "### Added\n\n- Something new.\n"),
        ("v1.0.0", "1.0.0", "- The first.\n"),
        ("", "1.2.0", "### Added\n\n- Something new.\n"),
    ],
)
def test_a_release_says_its_section(tmp_path: Path, tag: str, version: str, said: str) -> None:
    done = notes(tmp_path, tag, version)
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")


@pytest.mark.parametrize(
    ("tag", "version", "said"),
    [
        ("v1.3.0", "1.2.0", "v1.3.0: the package says 1.2.0; tag v1.2.0"),
        ("1.2.0", "1.2.0", "1.2.0: the package says 1.2.0; tag v1.2.0"),
        ("v1.1.0", "1.1.0", "CHANGELOG.md: says nothing under '## [1.1.0] - DATE'"),
        ("v1.3.0", "1.3.0", "CHANGELOG.md: says nothing under '## [1.3.0] - DATE'"),
    ],
)
def test_what_does_not_agree_is_no_release(
    tmp_path: Path, tag: str, version: str, said: str
) -> None:
    done = notes(tmp_path, tag, version)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith(said) and len(done.stderr.splitlines()) == 1


def test_the_notes_read_the_version_of_this_package(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "release_notes.py", "v0.0.0"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert f"the package says {curriculum_gap.__version__};" in done.stderr


def jobs() -> dict[str, Any]:
    return yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]  # type: ignore[no-any-return]


def test_the_workflow_follows_its_schema() -> None:
    for schema in ("vendor.github-workflows", "custom.github-workflows-require-timeout"):
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
        done = subprocess.run([*command, WORKFLOW], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout


def test_only_a_tag_releases_and_only_after_all_tests() -> None:
    every = jobs()
    assert set(every) == {"build", "install", "release", "publish"}
    for name, needs in (("install", "build"), ("release", "install"), ("publish", "release")):
        assert every[name]["needs"] == needs
    for name in ("release", "publish"):
        assert every[name]["if"] == "github.event_name == 'push' && github.ref_type == 'tag'"
    rights = {name: job.get("permissions") for name, job in every.items()}
    assert rights["release"] == {"contents": "write"}
    assert rights["publish"] == {"id-token": "write"}, "trusted publishing, no secret"
    assert rights["build"] is rights["install"] is None
    assert "secrets." not in WORKFLOW.read_text("utf-8")


def test_scripts_and_actions_of_the_workflow() -> None:
    text = WORKFLOW.read_text("utf-8")
    for script in re.findall(r"\.ci/[\w.]+", text):
        assert (ROOT / script).is_file()
    for job in jobs().values():
        for step in job["steps"]:
            # What comes from outside arrives as a variable, never as text of a script.
            assert "${{" not in step.get("run", "")
            assert re.fullmatch(r"[\w-]+/[\w-]+@(v\d+|release/v\d+)", step.get("uses", "a/a@v1"))


def test_the_pythons_are_those_of_the_classifiers() -> None:
    named = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert named == jobs()["install"]["strategy"]["matrix"]["python"]
