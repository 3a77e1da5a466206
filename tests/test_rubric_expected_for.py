"""Levels that a rubric expects of some courses or of one programme."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curriculum_gap.cli import main
from curriculum_gap.errors import RubricError
from curriculum_gap.nouns import ExpectedFor, Level
from curriculum_gap.rubric import parse_rubric

RUBRIC = """\
id: gardens
version: "1"
title: Gardens
domains: [{id: soil, title: Soil}]
topics:
  - id: compost
    domain: soil
    title: Compost
    definition: Making compost.
    expected: mentioned
    expected_for:
      - {course: "gard 7*", level: assessed}
      - {programme: msg, level: taught}
    strong: [compost]
"""
SYLLABUS = """\
# {code}: Soil

## Course description

This course asks how gardens grow and what the people who keep them can learn from each other over
one year. Meetings are held in the garden, and in the library when it rains.

## Schedule

- Week 1: Introduction and a walk
- Week 2: Compost, how to make it and what it needs
- Week 3: Water
- Week 4: Review and harvest
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "gardens.yaml").write_text(RUBRIC, "utf-8")
    for code in ("GARD 501", "GARD 701"):
        name = f"{code.lower().replace(' ', '')}.md"
        (tmp_path / name).write_text(SYLLABUS.format(code=code), "utf-8")
    return tmp_path


def run(*arguments: str) -> Any:
    output = Path("out.json")
    options = ["--rubric", "gardens.yaml", "-q", "-o", str(output), "--min-words", "20"]
    assert main([*arguments, *options]) == 0
    return json.loads(output.read_text("utf-8"))


def test_the_level_of_a_course_goes_before_that_of_all(folder: Path) -> None:
    documents = run("check", "gard501.md", "gard701.md")["documents"]
    assert [document["topics"][0]["expected"] for document in documents] == [
        "mentioned", "assessed",
    ]  # fmt: skip
    assert len({document["topics"][0]["level"] for document in documents}) == 1
    assert run("check", "gard701.md")["documents"][0]["topics"][0]["expected"] == "assessed"


def test_a_configuration_goes_before_the_rubric(folder: Path) -> None:
    (folder / ".gapcheck.yml").write_text("expect: {compost: taught}\n", "utf-8")
    documents = run("check", "gard501.md", "gard701.md")["documents"]
    assert {document["topics"][0]["expected"] for document in documents} == {"taught"}


def test_a_map_asks_for_the_level_of_its_programme(folder: Path) -> None:
    assert run("map", "gard501.md", "gard701.md")["topics"][0]["expected"] == "mentioned"
    (folder / "programme.yml").write_text("title: MSG\ncourses: ['*.md']\n", "utf-8")
    made = run("map", ".", "--programme", "programme.yml")
    assert made["topics"][0]["expected"] == "taught"


WORMS = """\
  - id: worms
    domain: soil
    title: Worms
    definition: Worms in compost.
    expected: mentioned
    expected_for: [{course: "gard 7*", level: absent}]
    strong: [earthworm]
"""


def test_a_topic_that_a_course_need_not_have_is_not_missing_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mentioned = RUBRIC.replace("level: assessed", "level: mentioned")
    (folder / "gardens.yaml").write_text(mentioned + WORMS, "utf-8")
    files = ("gard501.md", "gard701.md")
    for options in ([], ["--topic", "worms", "--topic", "compost"]):
        found = {one["source"]: one["share"] for one in run("check", *files, *options)["documents"]}
        assert found == {"gard501.md": 0.5, "gard701.md": 1.0}
    # A narrowed run counts what is expected, too: nothing, here.
    assert run("check", "gard701.md", "--topic", "worms")["documents"][0]["share"] == 0
    capsys.readouterr()
    for course, counts, is_missing in (("501", "1 of 2", True), ("701", "1 of 1", False)):
        assert main(["check", f"gard{course}.md", "-r", "gardens.yaml"]) == 0
        printed = capsys.readouterr().out
        assert f"{counts} topic" in printed
        assert ("Not found here" in printed) == is_missing


def test_entries_are_read_and_checked() -> None:
    topic = parse_rubric(RUBRIC.encode(), "g.yaml").topics[0]
    assert topic.expected_for == (
        ExpectedFor(Level.ASSESSED, course="gard 7*"),
        ExpectedFor(Level.TAUGHT, programme="msg"),
    )
    for old, new, message in (
        ("level: taught", "level: tought", "did you mean 'taught'?"),
        ("{programme", "{program", "unknown key 'program'"),
        (", level: assessed", "", "the key 'level' is missing"),
    ):
        with pytest.raises(RubricError) as caught:
            parse_rubric(RUBRIC.replace(old, new).encode(), "g.yaml")
        said = [str(error) for error in (caught.value, *caught.value.others)]
        assert any(message in fault for fault in said), said
