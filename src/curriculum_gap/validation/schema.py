"""JSON schema × values → faults in plain sentences.

The files in ``docs/schema/`` are the only definition of rubrics, configurations and labels: editors
complete and check a file by them, and so does gapcheck. We walk the schema ourselves because
importing jsonschema takes about as long as checking a small syllabus, and because its errors speak
of JSON to people who write YAML; a test holds both to the same answers.

Beside the keywords of JSON Schema listed in :data:`KEYWORDS`, any schema may hold ``fault`` (what
is said of a wrong value, after the value) and ``hint`` (what would work); validators pass over
both.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from curriculum_gap.errors import nearest
from curriculum_gap.validation.source import Faults, Source, ValuePath, shown

__all__ = ["KEYWORDS", "SWITCHES", "folded", "load_schema", "one_line", "schema_keys", "validate"]

Schema = Mapping[str, Any]

KEYWORDS = frozenset(
    [
        "type",
        "enum",
        "pattern",
        "format",
        "minLength",
        "maxLength",
        "minimum",
        "exclusiveMinimum",
        "maximum",
        "minItems",
        "items",
        "properties",
        "required",
        "additionalProperties",
        "allOf",
        "anyOf",
        "not",
        "$ref",
        "$defs",
    ]
)
"""What this validator understands; a test holds the schemas to it."""
SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
"""Ways to write yes and no in YAML."""

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_HYPHENS = re.compile(r"[-\u00ad\u2010-\u2015\u2212]+")
_QUOTES = str.maketrans("‘’‛“”„", "'''\"\"\"")
# What is said where a value has the wrong type, and what would work.
_EXPECTED = {
    "object": ("keys are expected here", ""),
    "array": ("a list is expected here", "start each entry on its own line with '- '"),
    "string": (
        "a text is expected here",
        "put quotes around a text that holds ': ' or starts with '[' or '{'",
    ),
    "number": ("a number is expected here", "write it in digits"),
    "integer": ("a whole number is expected here", "write it in digits"),
    "boolean": ("this is neither yes nor no", "write true or false"),
}


@cache
def load_schema(name: str) -> Schema:
    """The schema of this file name, from the installed package or from a checkout's docs."""
    package = Path(__file__).resolve().parents[1]
    folder = package / "schema"
    if not folder.is_dir():
        folder = package.parents[1] / "docs" / "schema"
    schema: Schema = json.loads((folder / name).read_bytes())
    return schema


def schema_keys(name: str) -> tuple[str, ...]:
    """The keys at the top of a file of this schema, in the order of the documentation."""
    return tuple(load_schema(name)["properties"])


def validate(source: Source, schema: Schema, faults: Faults) -> None:
    """Add everything in ``source`` that ``schema`` does not allow to ``faults``."""
    _Validator(schema.get("$defs", {}), source.text_only, faults).check(source.value, schema, ())


@dataclass(frozen=True, slots=True)
class _Validator:
    """One walk over a file; ``definitions`` are what ``$ref`` names."""

    definitions: Mapping[str, Schema]
    text_only: bool
    faults: Faults

    def check(self, value: Any, schema: Schema, path: ValuePath) -> None:
        """Hold ``value`` against ``schema``, and what is inside of it."""
        if self.faults.full:
            return
        while "$ref" in schema:
            schema = self.definitions[schema["$ref"].rpartition("/")[2]]
        if "not" in schema:  # always "not": {}, for a key that only stands elsewhere
            self.faults.add(path, schema["fault"], schema["hint"])
            return
        if not self.has_type(value, schema):
            self.wrong_type(value, schema, path)
            return
        if isinstance(value, dict):
            self.check_mapping(value, schema, path)
        elif isinstance(value, list):
            self.check_list(value, schema, path)
        elif not self.check_scalar(value, schema, path):
            return
        for part in schema.get("allOf", ()):
            self.check(value, part, path)
        if "anyOf" in schema:
            self.check_alternatives(value, schema, path)

    def has_type(self, value: Any, schema: Schema) -> bool:
        """Whether the value has (one of) the schema's types, if it names any."""
        if "enum" in schema and isinstance(value, dict | list):
            return False
        names = schema.get("type", [])
        names = [names] if isinstance(names, str) else names
        return not names or any(_is(value, name, self.text_only) for name in names)

    def wrong_type(self, value: Any, schema: Schema, path: ValuePath) -> None:
        """Say what is expected instead."""
        if "fault" in schema and not isinstance(value, dict | list):
            self.add(value, schema, path)
            return
        names = schema.get("type", "string")
        what, hint = _EXPECTED[names if isinstance(names, str) else names[0]]
        if "properties" in schema:
            hint = "keys: " + ", ".join(schema["properties"])
        self.faults.add(path, what, schema.get("hint", hint))

    def check_alternatives(self, value: Any, schema: Schema, path: ValuePath) -> None:
        """One alternative must hold. Where none does, the one of the value's type says why not,
        or of several such ones that which knows most of its keys."""
        attempts = []
        for part in schema["anyOf"]:
            attempt = Faults(self.faults.source)
            _Validator(self.definitions, self.text_only, attempt).check(value, part, path)
            if not attempt.in_order():
                return
            attempts.append((part, attempt))
        if "fault" in schema:
            self.add(value, schema, path)
            return
        meant, most = attempts[0][0], -1
        for part, _ in attempts:
            while "$ref" in part:
                part = self.definitions[part["$ref"].rpartition("/")[2]]
            keys = value if isinstance(value, dict) else ()
            shared = len(part.get("properties", {}).keys() & keys)
            if self.has_type(value, part) and shared > most:
                meant, most = part, shared
        self.check(value, meant, path)

    def check_mapping(self, value: dict[str, Any], schema: Schema, path: ValuePath) -> None:
        """Known keys with sound values, and none missing."""
        known: Mapping[str, Schema] = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        meant = set()  # known keys that a misspelt one stands for
        for key, entry in value.items():
            if key in known:
                self.check(entry, known[key], (*path, key))
            elif isinstance(others, dict):
                self.check(entry, others, (*path, key))
            elif others is False and not self.faults.full:
                near = nearest(str(key), known)
                meant.add(near)
                hint = f"did you mean {shown(near)}?" if near else "known keys: " + ", ".join(known)
                self.faults.add(path, f"unknown key {shown(str(key))}", hint, key=key)
        for key in schema.get("required", ()):
            # An alternative that only asks for keys does not know which others there may be.
            is_misspelt = not known and nearest(key, map(str, value), 0.8)
            if key not in value and key not in meant and not is_misspelt:
                self.faults.add(path, f"the key '{key}' is missing", f"add '{key}: …'")

    def check_list(self, value: list[Any], schema: Schema, path: ValuePath) -> None:
        """Enough entries, each sound."""
        if len(value) < schema.get("minItems", 0):
            self.faults.add(path, "the list is empty", "add an entry or leave the key out")
        if "items" in schema:
            for index, entry in enumerate(value):
                self.check(entry, schema["items"], (*path, index))

    def check_scalar(self, value: Any, schema: Schema, path: ValuePath) -> bool:
        """Hold a text or number against the keywords for it; one fault is enough."""
        if isinstance(value, str):
            text = one_line(value)
            if not text and schema.get("minLength"):
                hint = "write something or leave the key out"
                self.faults.add(path, "the text is empty", hint)
                return False
            longest = schema.get("maxLength")
            if longest and len(text) > longest:
                what = f"longer than {longest:,} characters"
                self.faults.add(path, what, schema.get("hint", "shorten it"))
                return False
            value = text
        if not _fits(value, schema, self.text_only):
            self.add(value, schema, path)
            return False
        return True

    def add(self, value: Any, schema: Schema, path: ValuePath) -> None:
        """Say of a value that it is not what the schema allows."""
        choices = [str(choice) for choice in schema.get("enum", ())]
        fault = schema.get("fault", "is not known here")
        if isinstance(value, dict | list):
            self.faults.add(path, fault, schema.get("hint", ""))
            return
        text = str(value)
        near = nearest(text, choices)
        if near:
            hint = f"did you mean {shown(near)}?"
        elif choices and "hint" not in schema:
            hint = "write " + " or ".join(choices)
        elif schema.get("format") == "identifier":
            plain = re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")
            hint = f"write {shown(plain or 'my-topic')}"
        else:
            hint = schema.get("hint", "")
        self.faults.add(path, f"{shown(text)} {fault}", hint)


def _is(value: Any, name: str, text_only: bool) -> bool:
    """Whether a value has the JSON type ``name``; in YAML a text may be written as a number."""
    if text_only and isinstance(value, str):
        if name == "number":
            return _NUMBER.fullmatch(value.strip()) is not None
        if name == "integer":
            return _INTEGER.fullmatch(value.strip()) is not None
        if name == "boolean":
            return value.strip().lower() in SWITCHES
    if isinstance(value, bool):
        return name == "boolean"
    types = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    return isinstance(value, (int, float) if name == "number" else types.get(name, bool))


def _fits(value: Any, schema: Schema, text_only: bool) -> bool:
    """Whether a scalar of the right type has a value that the schema allows."""
    is_switch = isinstance(value, bool)
    choices = schema.get("enum")
    if choices is not None:
        written = [str(choice) if text_only else choice for choice in choices]
        # In Python True equals 1, in JSON it does not.
        same_type = [choice for choice in written if isinstance(choice, bool) == is_switch]
        if value not in same_type:
            return False
    if isinstance(value, str):
        pattern = schema.get("pattern")
        if pattern is not None and not re.search(pattern, value):
            return False
        if schema.get("format") == "date" and not _is_date(value):
            return False
    numeric = schema.get("type") in ("number", "integer")
    if is_switch or not (numeric or isinstance(value, int | float)):
        return True
    number = float(value)
    above = schema.get("exclusiveMinimum")
    if above is not None and number <= above:
        return False
    return bool(schema.get("minimum", number) <= number <= schema.get("maximum", number))


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def one_line(text: str) -> str:
    """``text`` with all white space folded to single spaces."""
    return " ".join(text.split())


def folded(text: str) -> str:
    """``text`` without what never tells terms apart: case, accents, hyphens, kinds of quotes."""
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return one_line(_HYPHENS.sub(" ", plain))
