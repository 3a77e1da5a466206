"""The topic list of another field in ``examples/sustainability``, and its report on a syllabus."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curriculum_gap.cli import main

ROOT = Path(__file__).parent.parent
RUBRIC = "examples/sustainability/sustainable-engineering.yaml"
SYLLABUS = "examples/sustainability/cive318-structures-and-materials.md"


@pytest.fixture
def gapcheck(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """The command line in the repository's folder: words → (exit code, standard output)."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*words: str) -> tuple[int, str]:
        code = main(list(words))
        return code, capsys.readouterr().out

    return run


def test_it_passes_its_own_tests(gapcheck: Any) -> None:
    code, out = gapcheck("rubric", "check", RUBRIC, "-f", "json")
    assert (code, json.loads(out)["rubrics"][0]["warnings"]) == (0, 0)
    code, out = gapcheck("rubric", "test", RUBRIC, "-f", "json")
    assert code == 0
    [test] = json.loads(out)["rubrics"]
    assert test["passages"] >= 80 and test["untested"] == []


def test_report_on_its_syllabus(gapcheck: Any, golden: Callable[[str, str], None]) -> None:
    code, out = gapcheck(SYLLABUS, "--rubric", RUBRIC, "--all", "--no-cache")
    assert code == 0
    golden("cive318-structures-and-materials.md.out", out)


def test_its_false_friends_stand_in_the_syllabus_and_in_the_other_examples(gapcheck: Any) -> None:
    code, out = gapcheck("explain", SYLLABUS, "-r", RUBRIC, "--topic", "climate-adaptation")
    assert code == 0 and "false friend: modulus of" in out
    code, out = gapcheck("examples", "-r", RUBRIC, "-f", "json", "--no-cache")
    documents = json.loads(out)["documents"]
    assert len(documents) >= 9
    found = {
        (document["source"], topic["id"])
        for document in documents
        for topic in document["topics"]
        if topic["level"] != "absent"
    }
    assert (code, found) == (0, set())
