"""Parts of the site's reference that are made from the code when the site is built (``conf.py``).

A page names a part in a comment, ``<!-- made from the code: NAME -->``; each function takes the way
from that page to the folder ``docs`` (``""``, ``"../"``) and gives Markdown.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from enum import EnumType
from pathlib import Path
from typing import Any

import curriculum_gap
from curriculum_gap import Level, Section, Status, nouns
from curriculum_gap.reports import (
    CHECK_FORMATS,
    CROSSWALK_FORMATS,
    FORMATS,
    MAP_FORMATS,
    TREND_FORMATS,
)
from curriculum_gap.rubric_review import CODES

SCHEMAS = Path(__file__).parent / "schema"
_HEAD = ("key", "needed", "value", "meaning")
_DEPTH = 4  # how deep a table goes into values within values


def formats(_: str) -> str:
    """Every report format: suffixes, and the commands that write it."""
    rows = [
        (
            f"`{name}`",
            ", ".join(f"`{suffix}`" for suffix in known.suffixes),
            *(
                "yes" if name in some else ""
                for some in (MAP_FORMATS, CROSSWALK_FORMATS, TREND_FORMATS, CHECK_FORMATS)
            ),
        )
        for name, known in FORMATS.items()
    ]
    commands = ("`map`", "`crosswalk`", "`trend`", "`rubric check`")
    return _table(("format", "suffixes of `-o FILE`", *commands), rows)


def lint_codes(_: str) -> str:
    """Every code of ``gapcheck rubric check``."""
    rows = [
        (f"`{code}`", f"`{known.name}`", str(known.severity), known.meaning)
        for code, known in CODES.items()
    ]
    return _table(("code", "name", "", "what it finds"), rows)


def statuses(_: str) -> str:
    """Every status of a file."""
    return "\n".join(f"- `{status}`" for status in Status)


def levels(_: str) -> str:
    """The levels, lowest first."""
    return _table(
        ("rank (`level_rank`)", "level"), [(str(int(level)), f"`{level}`") for level in Level]
    )


def sections(_: str) -> str:
    """The parts that a passage can play."""
    return "\n".join(f"- `{section}`" for section in Section)


def schemas(up: str) -> str:
    """Every JSON Schema: what it describes, and its topmost keys."""
    parts = []
    for path in sorted(SCHEMAS.glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        parts.append(f"## {path.name}\n\n{schema['title']}. {_cell(schema['description'])}\n")
        parts.append(f"[Download {path.name}]({up}schema/{path.name})\n")
        if "properties" in schema:
            parts.append(_table(_HEAD, _keys(schema, schema, depth=1)) + "\n")
        else:  # a file of lines: each kind of line is a definition of its own
            for name, line in schema["$defs"].items():
                if rows := list(_keys(line, schema, depth=1)):
                    parts += [f"A line that is a {name}:\n", _table(_HEAD, rows) + "\n"]
    return "\n".join(parts)


def rubric_fields(_: str) -> str:
    """Every key of a rubric's file, from the schema by which it is checked."""
    schema = json.loads((SCHEMAS / "rubric-1.json").read_text(encoding="utf-8"))
    defined = schema["$defs"]
    parts = ["## The file\n", _table(_HEAD, _keys(schema, schema, depth=1)), ""]
    for title, values in (
        ("A topic", defined["topic"]),
        ("A domain", schema["properties"]["domains"]["items"]),
        ("An unscored item", defined["unscored"]),
    ):
        parts += [f"## {title}\n", _table(_HEAD, _keys(values, schema, depth=_DEPTH)), ""]
    lists = [
        key for key, value in defined["change"]["properties"].items() if _has_add(value, schema)
    ]
    rest = [key for key in defined["change"]["properties"] if key not in lists]
    parts += ["## A change of a topic\n", "Keys below the topic's id in `change`.\n"]
    parts += [
        "- " + ", ".join(f"`{key}`" for key in rest) + ": what is written replaces the base's"
    ]
    parts += [
        "- " + ", ".join(f"`{key}`" for key in lists) + ": the same, or `{add: […], remove: […]}`"
    ]
    return "\n".join([*parts, ""])


def example_fields(_: str) -> str:
    """Every key of a file of examples."""
    schema = json.loads((SCHEMAS / "examples-1.json").read_text(encoding="utf-8"))
    return _table(_HEAD, _keys(schema, schema, depth=2))


def python(_: str) -> str:
    """What is public in Python, by kind, with the docstrings of the code."""
    public = [name for name in curriculum_gap.__all__ if name != "__version__"]
    objects = {name: getattr(curriculum_gap, name) for name in public}
    errors = [name for name, it in objects.items() if _is_error(it)]
    enums = [name for name, it in objects.items() if isinstance(it, EnumType)]
    functions = [name for name, it in objects.items() if inspect.isfunction(it)]
    values = [name for name in public if name not in {*errors, *enums, *functions}]
    parts = ["## Functions\n", _autodoc("autofunction", "curriculum_gap", functions)]
    parts += ["## Values\n", _autodoc("autoclass", "curriculum_gap.nouns", values, ":members:")]
    parts += ["## Names of things\n"]
    parts += [_autodoc("autoclass", "curriculum_gap.nouns", enums, ":members:", ":undoc-members:")]
    further = [name for name in nouns.__all__ if name not in public]
    behind = [name for name in further if isinstance(getattr(nouns, name), type)]
    parts += ["## Errors\n", _autodoc("autoexception", "curriculum_gap.errors", errors)]
    parts += ["## Values within these\n"]
    parts += [_autodoc("autoclass", "curriculum_gap.nouns", behind, ":members:", ":undoc-members:")]
    return "\n".join(parts)


PARTS: Mapping[str, Callable[[str], str]] = {
    "example-fields": example_fields,
    "formats": formats,
    "lint-codes": lint_codes,
    "levels": levels,
    "python": python,
    "rubric-fields": rubric_fields,
    "schemas": schemas,
    "sections": sections,
    "statuses": statuses,
}


def _is_error(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Exception)


def _autodoc(directive: str, module: str, names: Iterable[str], *options: str) -> str:
    lines = ["```{eval-rst}"]
    for name in names:
        lines += [f".. {directive}:: {module}.{name}", *(f"   {option}" for option in options), ""]
    return "\n".join([*lines, "```", ""])


def _keys(
    values: Mapping[str, Any], root: Any, depth: int, path: str = ""
) -> Iterable[tuple[str, ...]]:
    """The rows of an object's keys; those of objects within it follow, as ``outer.inner``. What may
    have several forms (``{term: …}``, ``{list: …}``) has the keys of all, each once."""
    forms = [_resolved(values, root), *(_resolved(one, root) for one in values.get("anyOf", ()))]
    forms = [form for form in forms if "properties" in form]
    keys = dict.fromkeys(key for form in forms for key in form["properties"])
    for key in keys:
        value = next(form["properties"][key] for form in forms if key in form["properties"])
        found = _resolved(value, root)
        if "not" in found:  # a key that is refused, with a reason of its own
            continue
        needed = all(key in form.get("required", ()) for form in forms)
        meaning = value.get("description") or found.get("description", "")
        name = f"{path}{key}"
        yield (f"`{name}`", "yes" if needed else "", _kind(found, root), _cell(meaning))
        if depth > 1:
            inner = _resolved(found.get("items", found), root)
            yield from _keys(inner, root, depth - 1, f"{name}.")


def _has_add(value: Any, root: Any) -> bool:
    """Whether ``{add, remove}`` may stand for the list."""
    forms = [_resolved(one, root) for one in _resolved(value, root).get("anyOf", ())]
    return any("add" in form.get("properties", {}) for form in forms)


def _resolved(value: Any, root: Any) -> dict[str, Any]:
    while isinstance(value, dict) and "$ref" in value and value["$ref"].startswith("#/$defs/"):
        value = root["$defs"][value["$ref"].removeprefix("#/$defs/")]
    return value if isinstance(value, dict) else {}


def _kind(value: Mapping[str, Any], root: Any) -> str:
    """What a value may be, in words."""
    if "properties" in value:
        return "keys"
    if "enum" in value:
        return ", ".join(dict.fromkeys(f"`{one}`" for one in value["enum"] if one is not None))
    if "const" in value:
        return f"`{value['const']}`"
    if "anyOf" in value or "oneOf" in value:
        choices = value.get("anyOf") or value["oneOf"]
        return " or ".join(dict.fromkeys(_kind(_resolved(one, root), root) for one in choices))
    if value.get("type") == "array":
        return f"list of {_kind(_resolved(value.get('items', {}), root), root)}"
    names = {"string": "text", "object": "keys", "boolean": "yes or no", "null": "nothing"}
    several = value.get("type", "text")
    several = [several] if isinstance(several, str) else several
    if "string" in several and not {*several} - {"string", "number", "boolean"}:
        return "text"  # YAML's numbers and yes or no are taken as they are written
    return " or ".join(names.get(one, one) for one in several)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("$defs", "`$defs`")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
