"""Reports that a person reads point to ``docs/responsible-use.md``, and what it says is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from curriculum_gap.compiled import load_rubric
from curriculum_gap.nouns import Coverage
from curriculum_gap.pipeline import check_bytes

ROOT = Path(__file__).parents[1]
NAME = "docs/responsible-use.md"
PAGE = (ROOT / NAME).read_text(encoding="utf-8")
HOMONYMS = ("home equity", "trans fat", "statistical bias")
COURSE = """# STAT 210: A Course for Second-Year Students

## Schedule

- Week 1: Introduction to the course and its textbook
- Week 2: {}
- Week 3: Review of the chapters and questions before the midterm
- Week 4: Midterm examination in the usual room
"""


def said(*words: str) -> str:
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "curriculum_gap", *words, "--no-cache"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=120
    ).stdout.decode("utf-8")


@pytest.mark.parametrize("format_name", ["table", "markdown", "html"])
@pytest.mark.parametrize("files", [1, 3])
def test_reports_for_people_point_there(format_name: str, files: int) -> None:
    names = ["phys112-electricity-and-waves.txt", "psyc231-research-methods.md",
             "finc345-corporate-finance.html"][:files]  # fmt: skip
    page = said(*(f"examples/{name}" for name in names), "-f", format_name)
    assert page.count(NAME) == 1
    assert re.search(f"what this may be used for: +{NAME}", page, re.IGNORECASE)


@pytest.mark.parametrize("page", ["README.md", "docs/validity.md"])
def test_pages_point_there(page: str) -> None:
    assert "responsible-use.md)" in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("words", HOMONYMS)
def test_words_with_another_meaning_are_quiet(words: str) -> None:
    assert f"*{words}*" in PAGE
    verdict = check_bytes(COURSE.format(words.capitalize()).encode(), "a.md", load_rubric())
    assert isinstance(verdict, Coverage), verdict
    assert not [found.topic for found in verdict.topics if found.level]
