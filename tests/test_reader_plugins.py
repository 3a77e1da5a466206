"""Readers that other installed distributions offer, through the real command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READER = """
from curriculum_gap.nouns import Block, Document, Shape

def read(content, source, limits):
    titles = [line[8:] for line in content.decode().splitlines() if line.startswith("SUMMARY:")]
    blocks = tuple(Block(title, Shape.ENTRY, depth=1) for title in titles)
    return Document(source, "ics", "Calendar", None, 0, blocks)
"""
CALENDAR = "BEGIN:VCALENDAR\nSUMMARY:Week 1: Racism and anti-racism in counselling\nEND:VCALENDAR\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with one installed distribution, as a package installer leaves it."""
    folder = tmp_path / "site"
    told = folder / "toy_ics-1.2.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: toy-ics\nVersion: 1.2\n")
    (told / "entry_points.txt").write_text("[gapcheck.readers]\nics = toy_ics:read\n")
    (folder / "toy_ics.py").write_text(READER)
    return folder


def checked(site: Path, folder: Path, *options: str) -> tuple[int, dict[str, dict[str, object]]]:
    """Exit code, and the documents of the JSON report by name."""
    run = subprocess.run(
        [sys.executable, "-m", "curriculum_gap", str(folder), "-f", "json", *options],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{ROOT / 'src'}"},
    )
    assert "Traceback" not in run.stderr
    report = json.loads(run.stdout)
    entries = [*report["documents"], *report["unread"]]  # the latter with reason and hint
    return run.returncode, {Path(each["source"]).name: each for each in entries}


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    folder = tmp_path / "courses"
    folder.mkdir()
    (folder / "plan.ics").write_text(CALENDAR)
    (folder / "page.ics").write_text("<!DOCTYPE html><title>No calendar</title><p>A page of words")
    (folder / "other.xyz").write_text("of no known kind")
    return folder


@pytest.mark.parametrize("options", [("--no-cache",), ("--no-cache", "-j", "2")])
def test_a_toy_reader_is_asked_for_its_suffix(
    site: Path, courses: Path, options: tuple[str, ...]
) -> None:
    code, documents = checked(site, courses, *options)
    assert code == 0
    assert set(documents) == {"plan.ics", "page.ics"}
    assert documents["plan.ics"]["status"] == "ok"
    assert documents["plan.ics"]["words"] == 7
    assert documents["page.ics"]["title"] == "A page of words"  # read as the page that it is


@pytest.mark.parametrize(
    ("reader", "status", "what"),
    [
        ("raise SystemError('no luck')", "unsupported", "toy-ics 1.2 cannot be loaded"),
        ("def read(content, source, limits): return 1 / 0", "damaged", "toy-ics 1.2 fails on it"),
        ("def read(content, source, limits): return []", "unsupported", "no Document"),
        (
            "from curriculum_gap.errors import ReadError\n"
            "from curriculum_gap.nouns import Status\n"
            "def read(content, source, limits): raise ReadError(Status.EMPTY, 'no events')",
            "empty",
            "no events",
        ),
    ],
)
def test_what_goes_wrong_in_a_reader_names_it(
    site: Path, courses: Path, reader: str, status: str, what: str
) -> None:
    (site / "toy_ics.py").write_text(reader)
    code, documents = checked(site, courses / "plan.ics", "--no-cache")
    assert code == 3
    assert documents["plan.ics"]["status"] == status
    assert what in str(documents["plan.ics"]["reason"])


def test_its_version_is_part_of_what_a_kept_result_depends_on(site: Path) -> None:
    def version() -> str:
        code = (
            "from curriculum_gap.nouns import Limits\n"
            "from curriculum_gap.scan import reader_version\n"
            "print(reader_version(Limits()))"
        )
        env = {**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{ROOT / 'src'}"}
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
        ).stdout

    before = version()
    metadata = site / "toy_ics-1.2.dist-info" / "METADATA"
    metadata.write_text("Metadata-Version: 2.1\nName: toy-ics\nVersion: 1.3\n")
    assert version() != before
