"""JSON of ``gapcheck rubric list | show | check | test``, held against its schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from curriculum_gap.cli import main
from curriculum_gap.rubric import shipped

ROOT = Path(__file__).parents[1]
SCHEMAS = ("list", "show", "check", "test")
OWN = str(ROOT / "tests" / "rubrics" / "practice-skills.yaml")


def schema(name: str) -> dict[str, Any]:
    path = ROOT / "docs" / "schema" / f"rubric-{name}-1.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))


def said(capsys: pytest.CaptureFixture[str], *words: str, codes: tuple[int, ...] = (0,)) -> Any:
    """The value that a command prints, found valid by its schema."""
    assert main(["rubric", *words, "--format", "json"]) in codes
    value = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema(words[0])).validate(value)
    return value


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_one_and_closed(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))

    def objects(node: Any) -> list[dict[str, Any]]:
        if isinstance(node, list):
            return [one for entry in node for one in objects(entry)]
        below = [one for entry in node.values() for one in objects(entry)] if isinstance(
            node, dict) else []  # fmt: skip
        return below + ([node] if isinstance(node, dict) and "properties" in node else [])

    for node in objects(schema(name)):
        assert node["additionalProperties"] is False
        assert set(node["required"]) == set(node["properties"])


def test_every_rubric_that_is_listed_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    listed = {one["name"]: one for one in said(capsys, "list")["rubrics"]}
    assert set(listed) == set(shipped())
    for name, known in listed.items():
        value = said(capsys, "show", name)
        assert (value["rubric"]["id"], len(value["topics"])) == (known["id"], known["topics"])
        assert value["rubric"]["measured"] == known["measured"]
    assert [name for name, one in listed.items() if one["measured"]] == ["equity-mental-health"]


def test_one_topic_with_what_is_known_of_its_item(capsys: pytest.CaptureFixture[str]) -> None:
    value = said(capsys, "show", "nasw-2015:4")
    [topic] = value["topics"]
    assert topic["id"] == "4" and topic["strong"] and topic["covers"]
    assert topic["provenance"]["seen"] == "partly"
    assert topic["provenance"]["status_as_of"] == value["standard"]["status_as_of"]
    own = said(capsys, "show", f"{OWN}:interviewing")
    assert own["standard"] is None and own["topics"][0]["provenance"] is None


def test_items_that_are_never_scored(capsys: pytest.CaptureFixture[str]) -> None:
    unscored = said(capsys, "show", "clas-2013")["standard"]["unscored"]
    assert {one["code"]: one["why"] for one in unscored} == dict.fromkeys(
        ("10", "11", "12"), "text not seen"
    )


def test_a_file_in_place_of_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "shown.json"
    assert main(["rubric", "show", "clas-2013", "-o", str(target)]) == 0
    assert capsys.readouterr().out == ""
    Draft202012Validator(schema("show")).validate(json.loads(target.read_text("utf-8")))


def test_findings_and_runs(capsys: pytest.CaptureFixture[str]) -> None:
    [checked] = said(capsys, "check", OWN, codes=(0, 1))["rubrics"]
    assert checked["findings"], "a file without a finding would show nothing of its values"
    [tested] = said(capsys, "test", "clas-2013", "--examples")["rubrics"]
    assert tested["passages"] == len(tested["runs"]) > 0
