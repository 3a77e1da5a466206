"""The validator of rubrics, configurations and labels: what jsonschema says, in plain sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from curriculum_gap.errors import RubricError, UsageError
from curriculum_gap.validation import (
    KEYWORDS,
    MAX_FAULTS,
    Faults,
    FileKind,
    Source,
    load_schema,
    read_yaml,
    validate,
)

ROOT = Path(__file__).parents[1]
SCHEMAS = ("rubric-1.json", "examples-1.json", "config-1.json", "labels-1.json")
ANNOTATIONS = {"$schema", "title", "description", "default", "fault", "hint"}
KIND = FileKind("test file", "'a: …'", "docs", UsageError)

RUBRIC: dict[str, Any] = {
    "format": 1, "id": "food", "version": "1.0", "title": "Food", "language": "en-GB",
    "domains": [{"id": "a", "title": "A"}],
    "topics": [{
        "id": "t", "domain": "a", "title": "T", "definition": "D", "kind": "means",
        "scope": "program", "expected": "assessed", "essay": [1, 12], "names": ["Raj Patel"],
        "strong": ["hunger", {"term": "vital sign", "weight": 1.5}],
        "contextual": ["x", {"term": "access", "partners": ["food"]}],
        "false_friends": ["y", {"phrase": "hunger", "near": ["games"], "policy": True}],
        "covers": ["Week 4"],
    }],
}  # fmt: skip
CONFIGURATION: dict[str, Any] = {
    "rubric": "r.yaml", "paths": ["a"], "include": "*.md", "expect": {"t": "absent"},
    "fail-under": 30, "require": ["t", "t=mentioned"], "exit-zero": False, "format": "json",
    "program": {"fail-under": "60 %", "require": {"t": "taught"}},
    "programs": {"n": {"title": "N", "courses": ["a.md"], "fail-under": 70.5}},
    "waivers": [{"documents": "a", "topics": ["*"], "reason": "so", "until": "2027-06-30"}],
    "folders": {"x/y/": {"fail-under": 0, "expect": {"t": "taught"}, "exclude": ["old/"]}},
}  # fmt: skip
LABELS: dict[str, Any] = {
    "doc": "d", "file": "d.md", "group": "negative", "use": "read", "disputed": ["t"],
    "topics": {"t": {"level": "taught", "policy": False}, "u": "absent"}, "other": 3,
}  # fmt: skip
EXAMPLES: dict[str, Any] = {
    "topic": "t", "covers": {"session": ["Week 4"], "objective": ["x"]}, "ignores": ["a", "b"],
}  # fmt: skip
SOUND = {
    "rubric-1.json": RUBRIC,
    "examples-1.json": EXAMPLES,
    "config-1.json": CONFIGURATION,
    "labels-1.json": LABELS,
}
ODD = [None, True, 0, -1, 3.5, 101, 1e9, "", "x", "taught", "2027-06-31", "a*", "Ü b", "t=deep",
       [], ["x"], [1], {}, {"x": 1}, {"term": "x"}, "one two three four five six seven eight nine",
       "y" * 250, "60%", "en", "A B"]  # fmt: skip


def ours(value: Any, name: str) -> list[str]:
    faults = Faults(Source("f", KIND, value))
    validate(faults.source, load_schema(name), faults)
    return [str(fault) for fault in faults.in_order()]


def theirs(value: Any, name: str) -> list[str]:
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(load_schema(name), format_checker=checker)
    return [fault.message for fault in validator.iter_errors(value)]


def keywords_in(schema: Any) -> Iterator[str]:
    """Keywords of a schema; names of properties and definitions are none."""
    if isinstance(schema, list):
        for part in schema:
            yield from keywords_in(part)
    if isinstance(schema, dict):
        for key, value in schema.items():
            yield key
            if key in ("properties", "$defs"):
                yield from keywords_in(list(value.values()))
            elif key not in ("enum", "default"):
                yield from keywords_in(value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_sound_and_use_what_we_understand(name: str) -> None:
    Draft202012Validator.check_schema(load_schema(name))
    assert set(keywords_in(load_schema(name))) <= KEYWORDS | ANNOTATIONS
    assert load_schema(name) == json.loads((ROOT / "docs" / "schema" / name).read_bytes())


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_sound_file_has_no_faults(name: str) -> None:
    assert ours(SOUND[name], name) == []
    assert theirs(SOUND[name], name) == []


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from places(entry, (*path, index))


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_we_and_jsonschema_find_faults_in_the_same_files(data: st.DataObject) -> None:
    """One or two values anywhere in a sound file become something odd, or a key is misspelt."""
    name = data.draw(st.sampled_from(SCHEMAS))
    value = json.loads(json.dumps(SOUND[name]))
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from([path for path in places(value) if path]))
        holder = value
        for step in path[:-1]:
            holder = holder[step]
        if isinstance(holder, dict) and data.draw(st.booleans()):
            holder[path[-1] + data.draw(st.sampled_from(["", "x"]))] = holder.pop(path[-1])
        else:
            holder[path[-1]] = json.loads(json.dumps(data.draw(st.sampled_from(ODD))))
    assert bool(ours(value, name)) is bool(theirs(value, name)), (value, theirs(value, name))


def test_every_fault_says_what_would_work() -> None:
    broken = {"rubric": 3, "fial-under": 1, "waivers": [{"documents": "a"}], "exit-zero": "perhaps"}
    assert ours(broken, "config-1.json") == [
        "f: rubric: a text is expected here; write it in quotes",
        "f: unknown key 'fial-under'; did you mean 'fail-under'?",
        "f: waivers[0]: the key 'reason' is missing; add 'reason: …'",
        "f: exit-zero: 'perhaps' is neither yes nor no; write true or false",
    ]


def test_faults_have_an_end() -> None:
    assert len(ours({f"key{number}": 1 for number in range(500)}, "config-1.json")) == MAX_FAULTS


def test_a_text_in_yaml_is_read_as_what_the_schema_asks_for() -> None:
    text = b"fail-under: 30\nexit-zero: Off\nrequire: {t: taught}\n"
    source = read_yaml(text, "c.yml", KIND)
    assert source.value == {"fail-under": "30", "exit-zero": "Off", "require": {"t": "taught"}}
    faults = Faults(source)
    validate(source, load_schema("config-1.json"), faults)
    assert faults.in_order() == ()
    assert source.where(("require", "t")) == "c.yml:3:14: require.t"
    assert source.where(("require", "t"), of_key=True) == "c.yml:3:11: require.t"
    assert source.origin(("exit-zero",)) == "c.yml:2:1"


def test_yaml_values_are_those_of_the_base_loader() -> None:
    for path in sorted((ROOT / "rubrics").glob("*.yaml")):
        content = path.read_bytes()
        kind = FileKind("rubric", "", "", RubricError)
        assert read_yaml(content, path.name, kind).value == yaml.load(content, yaml.BaseLoader)
