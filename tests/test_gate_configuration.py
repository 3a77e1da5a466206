"""Configuration: where it is found, what it may say, and what goes first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from curriculum_gap.cli import main
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import find_configuration, load_settings, unknown_variables
from curriculum_gap.nouns import Level

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs/schema/config-1.json").read_text("utf-8"))
VALID = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

WHOLE = """\
rubric: rubrics/ours.yaml
paths: [courses]
include: ["*.md"]
exclude: [drafts/]
expect: {hunger: assessed, seeds: absent}
fail-under: 30
require: [hunger, deserts=mentioned]
program:
  fail-under: 60 %
  require: {wages: taught}
programs:
  nutrition:
    title: Nutrition BSc
    courses: [nutr1*.md, nutr2*.md]
    fail-under: 70.5
baseline: gaps.jsonl
waivers:
  - documents: stats*.md
    topics: ["*"]
    reason: "Statistics: no duty"
    until: "2027-06-30"
folders:
  courses/methods/:
    fail-under: 0
    expect: {hunger: mentioned}
  courses:
    exclude: [old/]
format: auto
exit-zero: no
"""


def written(folder: Path, text: str, name: str = ".gapcheck.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def settings(folder: Path, text: str, **options: Any) -> Any:
    written(folder, text)
    return load_settings(options, {}, folder)


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    found = settings(tmp_path, WHOLE)
    assert found.rubrics == ("rubrics/ours.yaml",) and found.paths == ("courses",)
    assert found.document.fail_under == 30
    assert [(r.topic, r.level) for r in found.document.require] == [
        ("hunger", None),
        ("deserts", Level.MENTIONED),
    ]
    assert found.together.fail_under == 60
    (programme,) = found.programmes
    assert programme.definition.title == "Nutrition BSc"
    patterns = [course.files for course in programme.definition.courses]
    assert patterns == [("nutr1*.md",), ("nutr2*.md",)]
    (waiver,) = found.waivers
    assert (waiver.documents, waiver.topics, waiver.until) == (
        ("stats*.md",), ("*",), "2027-06-30",
    )  # fmt: skip
    # The deeper folder comes last: it goes first.
    assert [folder.path for folder in found.folders] == ["courses", "courses/methods"]
    assert found.exit_zero is False and found.format == "auto"


def test_the_guide_names_every_key() -> None:
    guide = (ROOT / "docs/configuration.md").read_text("utf-8")
    for key in SCHEMA["properties"]:
        assert f"`{key}" in guide or f"{key}:" in guide, key


def test_an_editor_that_knows_the_schema_takes_the_same_files(tmp_path: Path) -> None:
    assert [fault.message for fault in VALID.iter_errors(yaml.safe_load(WHOLE))] == []
    assert [f.message for f in VALID.iter_errors({"fial-under": 3})]
    settings(tmp_path, WHOLE)


def test_nothing_is_no_fault(tmp_path: Path) -> None:
    for text in ("", "# nothing yet\n", "\n\n"):
        assert not settings(tmp_path, text).gated


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rubric: []", "rubric: the list is empty"),
        ("fial-under: 30", ".gapcheck.yml:1:1: unknown key 'fial-under'; did you mean "
                           "'fail-under'?"),
        ("program:\n  requires: [a]", "did you mean 'require'?"),
        ("waivers:\n- documents: a\n  topics: b", "waivers[0]: the key 'reason' is missing"),
        ("waivers:\n- {documents: a, topics: b, reason: c, untill: d}", "did you mean 'until'?"),
        ("waivers:\n- {documents: a, topics: b, reason: c, until: 30.6.27}", "is no date"),
        ("waivers:\n- {documents: a, topics: b, reason: ''}", "waivers[0].reason: the text is empty"),
        ("fail-under: 130", "'130' is no share; write per cent, from 0 to 100"),
        ("fail-under: -3", "is no share"),
        ("fail-under: 1e1", "is no share"),
        ("require: {a: tought}", "'tought' is no level; did you mean 'taught'?"),
        ("require: a", "keys are expected here; write 'topic-id: taught'"),
        ("exit-zero: perhaps", "neither yes nor no"),
        ("programs: {x: {title: y}}", "the key 'courses' is missing"),
        ("folders: [a]", "keys are expected here; write 'courses/:' below it"),
        ("- a", "a configuration starts with keys such as 'rubric: …' and 'fail-under: …', not with a"),
        ("rubric: &a b", "anchors (&name) and aliases (*name) are not used in configurations"),
        ("rubric: a\nrubric: b", "stands here twice"),
        ("rubric: !!python/object/apply:os.system [ls]", "tags (!name) are not used"),
    ],
)  # fmt: skip
def test_a_fault_says_where_and_what_would_work(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        settings(tmp_path, text)
    assert said in str(caught.value) and ".gapcheck.yml" in str(caught.value)
    assert "rubrics.md" not in str(caught.value)


def test_the_nearest_file_upwards_holds(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    outer = written(tmp_path, "fail-under: 10")
    assert find_configuration(inner) == outer
    assert load_settings({}, {}, inner).file.replace("\\", "/") == "../../.gapcheck.yml"
    nearer = written(tmp_path / "a", "[tool.gapcheck]\nfail-under = 20\n", "pyproject.toml")
    assert find_configuration(inner) == nearer
    assert load_settings({}, {}, inner).document.fail_under == 20
    written(tmp_path / "a", "[tool.other]\n", "pyproject.toml")
    assert find_configuration(inner) == outer
    (tmp_path / "a" / ".git").mkdir()  # another repository's house is not ours
    assert find_configuration(inner) is None
    written(tmp_path, "", ".gapcheck.yaml")
    with pytest.raises(UsageError, match="keep one"):
        find_configuration(tmp_path)


def test_toml_says_the_same(tmp_path: Path) -> None:
    text = """\
[tool.gapcheck]
rubric = "ours.yaml"
fail-under = 12.5
exit-zero = true
require = ["hunger=taught"]
[tool.gapcheck.program.require]
wages = "taught"
[[tool.gapcheck.waivers]]
documents = ["a.md"]
topics = ["hunger"]
reason = "so"
until = 2027-06-30
"""
    written(tmp_path, text, "pyproject.toml")
    found = load_settings({}, {}, tmp_path)
    assert found.rubrics == ("./ours.yaml",) and found.exit_zero
    assert (found.document.fail_under, found.waivers[0].until) == (12.5, "2027-06-30")
    assert found.origins["rubric"] == "pyproject.toml"
    written(tmp_path, "[tool.gapcheck]\nrubrik = 1\n", "pyproject.toml")
    with pytest.raises(UsageError, match=r"pyproject.toml: tool.gapcheck: .*'rubrik'.*'rubric'"):
        load_settings({}, {}, tmp_path)
    written(tmp_path, "[tool.gapcheck\n", "pyproject.toml")
    with pytest.raises(UsageError, match="not valid TOML"):
        load_settings({"config": "pyproject.toml"}, {}, tmp_path)


def test_command_line_before_environment_before_file(tmp_path: Path) -> None:
    written(tmp_path, "fail-under: 10\nrequire: [hunger=taught, seeds]\nrubric: one\n")
    environment = {
        "GAPCHECK_FAIL_UNDER": "20",
        "GAPCHECK_REQUIRE": "hunger=assessed, wages",
        "GAPCHECK_RUBRIC": "two",
    }
    found = load_settings({"rubric": "three"}, environment, tmp_path)
    assert (found.document.fail_under, found.rubrics) == (20, ("three",))
    assert [(r.topic, r.level) for r in found.document.require] == [
        ("seeds", None),
        ("hunger", Level.ASSESSED),
        ("wages", None),
    ]
    assert found.origins == {
        "rubric": "--rubric",
        "fail-under": "GAPCHECK_FAIL_UNDER",
        "require": ".gapcheck.yml:2:1, GAPCHECK_REQUIRE",
    }
    alone = load_settings({"isolated": True}, {}, tmp_path)
    assert alone.file == "" and alone.document.fail_under is None
    assert load_settings({}, {"GAPCHECK_ISOLATED": "1"}, tmp_path).file == ""
    other = written(tmp_path, "fail-under: 77", "other.yml")
    assert load_settings({"config": str(other)}, {}, tmp_path).document.fail_under == 77
    with pytest.raises(UsageError, match="GAPCHECK_FAIL_UNDER: 'x' is no share"):
        load_settings({}, {"GAPCHECK_FAIL_UNDER": "x"}, tmp_path)


def test_a_mistyped_variable_is_told() -> None:
    assert unknown_variables(
        {"GAPCHECK_FAIL_UDNER": "3", "GAPCHECK_CACHE_DIR": "x", "HOME": "y"}
    ) == [
        "the environment variable GAPCHECK_FAIL_UDNER sets nothing; did you mean "
        "GAPCHECK_FAIL_UNDER?"
    ]


def test_paths_work_from_where_one_stands(tmp_path: Path) -> None:
    written(tmp_path, "rubric: r.yaml\npaths: [courses]\nbaseline: gaps.jsonl\n")
    (tmp_path / "courses").mkdir()
    found = load_settings({}, {}, tmp_path / "courses")
    shown = [entry.replace("\\", "/") for entry in (*found.rubrics, *found.paths, found.baseline)]
    assert shown == ["../r.yaml", ".", "../gaps.jsonl"]


def test_hostile_files_are_refused_in_time(tmp_path: Path) -> None:
    bombs = {
        "deep": "[" * 100_000,
        "wide": "a: [" + "1," * 200_000 + "]",
        "large": "a: " + "x" * 2_000_000,
        "latin": "rubric: caf\xe9".encode("latin-1"),
        "control": "rubric: a\x07b",
    }
    for name, bomb in bombs.items():
        path = tmp_path / f"{name}.yml"
        path.write_bytes(bomb if isinstance(bomb, bytes) else bomb.encode())
        with pytest.raises(UsageError, match=name):
            load_settings({"config": str(path)}, {}, tmp_path)
    with pytest.raises(UsageError, match="not a regular file"):
        load_settings({"config": str(tmp_path)}, {}, tmp_path)


def test_all_faults_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "fial-under: 3\nrequire: {a: tought}\nfolders:\n  x: {expect: 3}\nexit-zero: perhaps\n"
    with pytest.raises(UsageError) as caught:
        settings(tmp_path, text)
    faults = [str(fault) for fault in (caught.value, *caught.value.others)]
    assert [fault.split(": ")[0].split(":")[1] for fault in faults] == ["1", "2", "4", "5"]
    monkeypatch.chdir(tmp_path)
    assert main(["none.md"]) == 2
    assert capsys.readouterr().err.splitlines() == [f"gapcheck: {fault}" for fault in faults]
