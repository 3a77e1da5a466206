"""The lexicon: compiled in step with its YAML, its notation as written at the head of the file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import curriculum_gap.lexicon
from curriculum_gap.errors import UsageError
from curriculum_gap.lexicon import load_lexicon
from curriculum_gap.lexicon.__main__ import compile_lexicon
from curriculum_gap.lexicon.notation import NotationError, compile_phrases

FOLDER = Path(curriculum_gap.lexicon.__file__).parent
PIECES = {"month": ["jan", "feb[ruary]"], "loop": ["x"]}


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_compiled_lexicon_is_in_step(source: Path) -> None:
    compiled = source.with_suffix(".json").read_text("utf-8")
    assert compiled == compile_lexicon(source), "run python -m curriculum_gap.lexicon"


@pytest.mark.parametrize(
    ("phrase", "yes", "no"),
    [
        ("paper[s]", ["a paper", "papers due"], ["newspapers", "paperback"]),
        ("disabilit*", ["a disability", "disabilities"], ["ability"]),
        ("this (course|class)", ["in this class"], ["this classic", "that course"]),
        ("due <10>friday", ["due next friday", "due friday"], ["due soon. friday", "due in the week of friday"]),
        ("{month} 3", ["on feb 3", "february 3", "jan 3"], ["mar 3", "february 30"]),
        ("[very |so ]old", ["very old", "old"], ["cold"]),
        ("u.s.", ["the u.s. law"], ["uxsx"]),
    ],
)  # fmt: skip
def test_phrases(phrase: str, yes: list[str], no: list[str]) -> None:
    entry = compile_phrases([phrase], PIECES)
    anchors = entry["anchors"]
    for text in yes:
        assert re.search(entry["pattern"], text), text
        assert not anchors or any(anchor in text for anchor in anchors), text
    assert not [text for text in no if re.search(entry["pattern"], text)]


def test_an_empty_list_finds_nothing() -> None:
    for phrases in ([], ["{none} 3"]):
        entry = compile_phrases(phrases, {"none": []})
        assert not re.search(str(entry["pattern"]), "any text 3")


def _entries(value: Any) -> Any:
    """The names of entries in a compiled lexicon, group by group."""
    if isinstance(value, dict) and not {"pattern", "anchors"} <= set(value):
        return {name: _entries(entry) for name, entry in value.items() if name != "alone"}
    return "entry"


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_language_has_all_entries(source: Path) -> None:
    english = json.loads((FOLDER / "en.json").read_text("utf-8"))
    known = json.loads(source.read_text("utf-8"))
    assert _entries(known) == _entries(english), "give it every entry of en.yaml, if need be empty"
    assert known["language"] == source.stem


def test_every_entry_is_asked_for() -> None:
    package = FOLDER.parent
    code = "".join(path.read_text("utf-8") for path in sorted(package.rglob("*.py")))
    groups = json.loads((FOLDER / "en.json").read_text("utf-8"))
    names = {name for group in _entries(groups).values() if group != "entry" for name in group}
    assert [name for name in sorted(names) if not re.search(rf"\.{name}\b", code)] == []


@pytest.mark.parametrize("phrase", ["paper[s", "this (course", "due < 3", "{moon}", "{month"])
def test_a_broken_phrase_is_named(phrase: str) -> None:
    with pytest.raises(NotationError, match=re.escape(phrase[:5])):
        compile_phrases([phrase], PIECES)


def test_a_language_without_a_lexicon() -> None:
    assert load_lexicon("en-GB") is load_lexicon("en-GB")
    assert load_lexicon("EN").language == "en"
    with pytest.raises(UsageError, match=r"no lexicon for 'xx'.*known: .*\ben\b"):
        load_lexicon("xx")
