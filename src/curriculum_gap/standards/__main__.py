"""Checks and compiles the standards: ``python -m curriculum_gap.standards`` writes
``standards.json`` from ``data/*.yaml``. Loading YAML takes 30 ms, loading the JSON about one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.validation import Faults, FileKind, ValuePath, load_schema, read_yaml, validate

__all__ = ["compile_standards", "main"]

_FOLDER = Path(__file__).parent
_KIND = FileKind("standard", "'name: …' and 'items: …'", "docs/standards.md", UsageError)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_PLACEHOLDERS = {"{number}": "10|[1-9]|" + "|".join(_NUMBERS), "{ordinal}": "|".join(_ORDINALS)}
"""What patterns write for numbers in words; only whole names in braces are replaced."""
_APART = {"no": "its text could not be seen", "code-only": "only its code may be named"}


def compile_standards(folder: Path) -> str:
    """The text of ``standards.json`` for the YAML files in ``folder``. Raises UsageError for a
    file that does not keep to ``docs/schema/standard-1.json``."""
    entries = {path.stem: _checked(path) for path in sorted(folder.glob("*.yaml"))}
    bodies: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries.values():
        bodies.setdefault(entry["body"], []).append(entry)
    compiled = {
        "standards": [_standard(name, entry) for name, entry in entries.items()],
        "bodies": [_body(name, bodies[name]) for name in sorted(bodies)],
        "words": {
            word: str(index)
            for words in (_NUMBERS, _ORDINALS)
            for index, word in enumerate(words, 1)
        },
    }
    return json.dumps(compiled, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _checked(path: Path) -> Mapping[str, Any]:
    source = read_yaml(path.read_bytes(), path.name, _KIND)
    faults = Faults(source)
    validate(source, load_schema("standard-1.json"), faults)
    faults.raise_if_any()
    value: Mapping[str, Any] = source.value
    for index, item in enumerate(value["items"]):
        place: ValuePath = ("items", index)
        apart = _apart(item, value)
        if apart and item.get("title"):
            what = f"an item that is never scored ({apart}) carries no sentence"
            faults.add((*place, "title"), what, 'write title: "", or say that its text was seen')
        if not apart and not item.get("title"):
            faults.add(place, "an item that is scored has no title", "add one of your own words")
    faults.raise_if_any()
    return value


def _standard(name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """A standard as ``load_standard`` reads it."""
    codes = {item["code"] for item in entry["items"]}
    fields = ("name", "title", "body", "edition", "status", "as_of", "source", "rubric_key")
    return {
        "id": name,
        **{field: entry[field] for field in fields},
        "note": entry.get("note", ""),
        "items": [
            {
                "code": item["code"],
                "title": item.get("title", ""),
                "apart": _apart(item, entry),
                "seen": item.get("seen", "yes"),
                "part_of": _part_of(item["code"], codes),
                "was": sorted(item.get("was", {}).items()),
            }
            for item in entry["items"]
        ],
    }


def _apart(item: Mapping[str, Any], standard: Mapping[str, Any]) -> str:
    """Why an item is listed and never scored, "" where it is scored. What is said of the whole
    standard holds for an item that does not say otherwise."""
    if item.get("status", standard["status"]) == "suspended":
        return "it is suspended"
    return _APART.get(item.get("use", ""), _APART.get(item.get("seen", "yes"), ""))


def _part_of(code: str, codes: set[str]) -> str:
    """The longest other code that ``code`` begins with: ``3`` for ``3a``."""
    rests = {whole: code.removeprefix(whole) for whole in codes if code.startswith(whole)}
    wholes = [whole for whole, rest in rests.items() if rest[:1] == "." or rest.islower()]
    return max(wholes, key=len, default="")


def _body(name: str, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the files of one body say of how it is cited."""
    names = list(dict.fromkeys(one for entry in entries for one in entry["named"]))
    forms = [_form(form, entry) for entry in entries for form in entry.get("codes", ())]
    editions = {entry["edition"] for entry in entries} | {form["edition"] for form in forms}
    return {
        "id": name,
        "names": sorted(names, key=len, reverse=True),
        "beside": list(dict.fromkeys(one for entry in entries for one in entry.get("beside", ()))),
        "editions": sorted(editions - {""}),
        "forms": forms,
        "openers": [opener for entry in entries for opener in entry.get("openers", ())],
        "titles": [
            {
                "edition": entry["edition"],
                "code": item["code"],
                "words": sorted(set(re.findall("[a-z]+", item["known_by"]))),
            }
            for entry in entries
            for item in entry["items"]
            if "known_by" in item
        ],
    }


def _form(form: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """A form of codes. Raises re.error for a pattern that is none."""
    pattern = form["pattern"]
    for placeholder, words in _PLACEHOLDERS.items():
        pattern = pattern.replace(placeholder, words)
    re.compile(pattern)
    return {
        "pattern": pattern,
        "code": form["code"],
        "edition": form.get("edition", entry["edition"]),
        "home": entry["edition"],
        "where": form.get("where", "anywhere"),
        "columns": form.get("columns", []),
        "holds": [word.lower() for word in form.get("holds", [])],
        "more": form.get("more", ""),
        "or_code": form.get("or_code", ""),
    }


def main() -> None:
    """Compile all standards of the package."""
    (_FOLDER / "standards.json").write_text(compile_standards(_FOLDER / "data"), "utf-8")


if __name__ == "__main__":
    main()
