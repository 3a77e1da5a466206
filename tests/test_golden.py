"""What a person sees of each example, kept as it was when somebody last read it line by line.

A change of a rubric, of sections or of levels shows here as a difference to be judged:
``pytest tests/test_golden.py --update-golden`` keeps it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SUFFIXES = {".docx", ".html", ".md", ".pdf", ".qmd", ".tex", ".txt"}
NAMES = sorted(
    path.name
    for path in (ROOT / "examples").iterdir()
    if path.suffix in SUFFIXES and path.name != "README.md"
)

Golden = Callable[[str, str], None]


def said(*words: str) -> str:
    """What ``gapcheck`` prints in a window of 80 columns without colour."""
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "curriculum_gap", *words, "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=120)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode("utf-8").replace("\r\n", "\n")


def test_there_are_examples() -> None:
    assert len(NAMES) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_page_and_levels(name: str, golden: Golden, tmp_path: Path) -> None:
    """One run writes both, so that the levels are those of the page."""
    report = tmp_path / "report.json"
    page = said(f"examples/{name}", "-o", str(report), "-f", "table")
    golden(f"{name}.out", page)
    [document] = json.loads(report.read_text("utf-8"))["documents"]
    levels = {
        topic["id"]: topic["level"] + (" + policy" if topic["policy"] else "")
        for topic in document["topics"]
        if topic["level"] != "absent" or topic["policy"]
    }
    summary = {"title": document["title"], "warnings": document["warnings"], "levels": levels}
    golden(f"{name}.json", json.dumps(summary, indent=2, ensure_ascii=False) + "\n")


def test_summary(golden: Golden) -> None:
    golden("examples.out", said("examples"))


def test_map(golden: Golden) -> None:
    golden("map.out", said("map", "--programme", "tests/documents/programme/programme.yml"))
