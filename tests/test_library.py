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
from curriculum_gap.compiled import write_shipped

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
    (tmp_path / "courses/a.md").write_text("# COUN 1\n\n" + "Week 1: Racism in counseling\n\n" * 12)
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    assert re.match(r"courses[/\\]a\.md \d+%", run.stdout)


def terms_found(rubric: nouns.Rubric, topics: set[str]) -> set[tuple[str, int, str]]:
    """Topic, passage and term of everything that is shown for these topics in an example."""
    [course] = check(EXAMPLES / "coun614-multicultural-counseling.pdf", rubric=rubric).covered
    return {
        (topic.topic, entry.position, match.term)
        for topic in course.topics
        if topic.topic in topics
        for entry in topic.evidence
        for match in entry.matches
        if match.place == "text" and match.strength is nouns.Strength.STRONG
    }


def test_part_of_a_shipped_rubric_finds_what_the_whole_of_it_finds() -> None:
    """What is stored compiled are the phrases of all topics; a part has others. Levels may differ:
    what a course says about other topics makes weak passages likelier."""
    whole = load_rubric()
    example = EXAMPLES / "coun614-multicultural-counseling.pdf"
    [full] = check(example, rubric=whole).covered
    part = dataclasses.replace(whole, topics=whole.topics[5:8])
    topics = {topic.id for topic in part.topics}
    found = terms_found(part, topics)
    assert found and found <= terms_found(whole, topics)
    unnamed = dataclasses.replace(whole, sha256="")
    assert check(example, rubric=unnamed).covered == (full,)


def test_the_shipped_rubrics_are_compiled_as_this_code_compiles_them(tmp_path: Path) -> None:
    folder = Path(curriculum_gap.__file__).parent / "data" / "compiled"
    write_shipped(tmp_path)
    told = "python -m curriculum_gap.compiled writes it again"
    shipped, compiled = ({path.name for path in each.iterdir()} for each in (folder, tmp_path))
    assert shipped == compiled, told
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), told
