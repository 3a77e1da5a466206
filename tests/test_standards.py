"""The standards: compiled in step with their files, checked by their schema, known by id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import curriculum_gap.standards
from curriculum_gap.errors import UsageError
from curriculum_gap.standards import all_standards, load_bodies, load_standard
from curriculum_gap.standards.__main__ import compile_standards
from curriculum_gap.validation import load_schema

FOLDER = Path(curriculum_gap.standards.__file__).parent
FILES = sorted((FOLDER / "data").glob("*.yaml"))


def test_the_compiled_standards_are_in_step() -> None:
    compiled = (FOLDER / "standards.json").read_text("utf-8")
    assert compiled == compile_standards(FOLDER / "data"), "run python -m curriculum_gap.standards"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_validator_of_others_accepts_every_standard(path: Path) -> None:
    value = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    Draft202012Validator(load_schema("standard-1.json")).validate(value)


def sentences_of(standard: Mapping[str, Any]) -> list[str]:
    """Items of a standard's file that nobody may score and that have a sentence nevertheless, and
    scored ones without a title. It reads the file by itself."""
    found = []
    for item in standard["items"]:
        suspended = "suspended" in (item.get("status"), standard["status"])
        apart = suspended or item.get("seen") == "no" or item.get("use") == "code-only"
        found += [item["code"]] if apart == bool(item.get("title")) else []
        found += [item["code"]] if apart and "known_by" in item else []
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_was_not_seen_is_not_scored_and_has_no_sentence(path: Path) -> None:
    value = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    assert sentences_of(value) == []
    for item in load_standard(path.stem).items:
        assert bool(item.apart) != bool(item.title), f"{path.stem} {item.code}"
        assert item.apart or item.seen != "no"


def test_of_aacn_codes_alone_are_named() -> None:
    items = load_standard("aacn-2021").items
    assert {(item.apart, item.title) for item in items} == {("only its code may be named", "")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("said", [{"seen": "no"}, {"use": "code-only"}, {"status": "suspended"}])
def test_the_test_above_finds_a_sentence_in_every_file(
    path: Path, said: dict[str, str], tmp_path: Path
) -> None:
    value = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    item = value["items"][-1]
    item |= said | {"title": "what nobody may say"}
    assert item["code"] in sentences_of(value)
    (tmp_path / path.name).write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8")
    with pytest.raises(UsageError, match="carries no sentence"):
        compile_standards(tmp_path)
    del item["title"]
    (tmp_path / path.name).write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8")
    assert json.loads(compile_standards(tmp_path))["standards"][0]["items"][-1]["apart"]


def test_nothing_of_a_suspended_standard_is_scored(tmp_path: Path) -> None:
    value = yaml.load((FOLDER / "data/nasw-2015.yaml").read_text("utf-8"), yaml.BaseLoader)
    value["status"] = "suspended"
    path = tmp_path / "nasw-2015.yaml"
    path.write_text(yaml.safe_dump(value), "utf-8")
    with pytest.raises(UsageError, match=r"it is suspended.* carries no sentence"):
        compile_standards(tmp_path)
    for item in value["items"]:
        item["title"] = ""
    path.write_text(yaml.safe_dump(value), "utf-8")
    [standard] = json.loads(compile_standards(tmp_path))["standards"]
    assert {item["apart"] for item in standard["items"]} == {"it is suspended"}


def test_an_item_that_is_scored_has_a_title(tmp_path: Path) -> None:
    content = (FOLDER / "data/hcpc-2023.yaml").read_text("utf-8")
    path = tmp_path / "hcpc-2023.yaml"
    path.write_text(content.replace("title: challenge barriers", 'title: ""'), "utf-8")
    with pytest.raises(UsageError, match=r"items\[6\]: an item that is scored has no title"):
        compile_standards(tmp_path)


def test_codes_are_unique_and_parts_have_their_whole() -> None:
    for standard in all_standards():
        codes = [item.code for item in standard.items]
        assert len(codes) == len(set(codes))
        assert {item.part_of for item in standard.items} <= {"", *codes}
    parts = {item.code: item.part_of for item in load_standard("cswe-2022").items}
    assert (parts["3a"], parts["3"]) == ("3", "")
    parts = {item.code: item.part_of for item in load_standard("tacct-revised").items}
    assert (parts["VI"], parts["IV.K1"]) == ("", "")


def test_numbers_two_and_three_changed_places_in_2022() -> None:
    items = {item.code: item for item in load_standard("cswe-2022").items}
    assert items["3"].was == (("2015", "2"),)
    assert items["2"].was == (("2015", "3"),)


def test_an_unknown_standard_names_those_that_exist() -> None:
    with pytest.raises(UsageError) as caught:
        load_standard("cswe-2023")
    assert "did you mean 'cswe-20" in str(caught.value)
    assert "cacrep-2024, clas-2013" in str(caught.value)


def test_every_edition_with_a_year_is_known_to_its_body() -> None:
    editions = {body.id: body.editions for body in load_bodies()}
    assert editions["cswe"] == ("2008", "2015", "2022")
    assert editions["cacrep"] == ("2001", "2009", "2016", "2024")


def test_the_page_names_every_standard_and_its_example_compiles(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "standards.md").read_text("utf-8")
    assert not [path.stem for path in FILES if f"`{path.stem}`" not in page]
    example = page.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "abc-2030.yaml").write_text(example, "utf-8")
    assert '"ABC 2030"' in compile_standards(tmp_path)
