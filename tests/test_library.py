"""``from curriculum_gap import check, load_rubric``, as the README and the docstrings show it."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest

import curriculum_gap
from curriculum_gap import Coverage, Level, RubricError, Status, check, load_rubric, nouns

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


def test_every_public_name_is_there() -> None:
    assert [name for name in curriculum_gap.__all__ if not hasattr(curriculum_gap, name)] == []
    assert curriculum_gap.__all__ == sorted(curriculum_gap.__all__)


def test_what_a_report_holds_is_public() -> None:
    seen: set[str] = set()
    waiting = ["Report"]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        assert name in curriculum_gap.__all__, f"{name} is part of a report"
        value = getattr(nouns, name)
        hints = value.__annotations__.values() if dataclasses.is_dataclass(value) else ()
        waiting += [word for hint in hints for word in re.findall(r"\w+", str(hint))
                    if word in nouns.__all__]  # fmt: skip


def test_files_folders_and_rubrics(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    rubric = load_rubric()
    report = check(EXAMPLES / "psyc231-research-methods.md", tmp_path, rubric=rubric)
    assert report.rubric is rubric
    [psyc] = report.covered
    assert isinstance(psyc, Coverage)
    assert psyc.share == 0
    assert [found.topic for found in psyc.topics] == [topic.id for topic in rubric.topics]
    [unread] = report.unread
    assert (unread.status, unread.source) == (Status.EMPTY, str(tmp_path / "empty.md"))
    again = check(EXAMPLES / "coun614-multicultural-counseling.pdf").covered[0]
    level = {found.topic: found.level for found in again.topics}
    assert level["systemic-oppression"] is Level.ASSESSED
    with pytest.raises(RubricError, match="no rubric of this name"):
        check(EXAMPLES, rubric="no-such-rubric")


def test_the_readmes_example_runs(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses/a.md").write_text("# COUN 1\n\nWeek 1: Racism in counseling\n")
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    assert re.match(r"courses[/\\]a\.md \d+%", run.stdout)
