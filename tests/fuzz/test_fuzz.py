"""Inputs that nobody wrote, thrown at every reader, at the rubric parser and at the command line.

Each has a budget of time: ``FUZZ_SECONDS=600 pytest tests/fuzz -k pdf`` looks longer. What is found
becomes a small file in ``tests/documents`` or a test beside the reader.
"""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from strategies import DOCUMENTS, LINES, RUBRICS
from targets import read_any, read_rubric

from curriculum_gap.cli import main

SECONDS = float(os.environ.get("FUZZ_SECONDS", "1.5"))
ROUND = 20  # examples; between rounds the clock is looked at


def throw(target: Callable[[Any], None], inputs: st.SearchStrategy[Any]) -> None:
    """Rounds of inputs, the same ones first in every run, until the time is over."""

    @settings(
        max_examples=ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(inputs)
    def attempt(value: Any) -> None:
        target(value)

    until, number = time.monotonic() + SECONDS, 0
    while not number or time.monotonic() < until:
        seed(number)(attempt)()
        number += 1


@pytest.mark.parametrize("reader", DOCUMENTS)
def test_any_file_has_a_sound_document_or_a_true_status(reader: str) -> None:
    suffix, files = DOCUMENTS[reader]
    throw(lambda content: read_any(content, f"any{suffix}"), files)


def test_any_rubric_is_read_or_refused_with_its_place() -> None:
    throw(read_rubric, RUBRICS)


def test_any_command_line_ends_with_one_of_our_exit_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "course.md").write_text("# Course\n\nWeek 3: racial trauma and healing\n")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))

    def run(words: list[str]) -> None:
        out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"# Course\n\ntext\n")))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words)
        err.seek(0)
        said = err.read()
        assert code in (0, 1, 2, 3), (words, code, said)
        assert "Traceback" not in said and "fault of gapcheck" not in said, (words, said)

    throw(run, LINES)
