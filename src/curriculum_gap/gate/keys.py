"""Plain values of a configuration → typed ones; every complaint says where and what would work."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, NoReturn

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.settings import Bar, Folder, Programme, Requirement, WaiverRule
from curriculum_gap.gate.tree import Tree
from curriculum_gap.nouns import Level

__all__ = [
    "KEYS",
    "as_date",
    "as_level",
    "as_per_cent",
    "as_requirement",
    "as_switch",
    "read_bar",
    "read_folders",
    "read_programmes",
    "read_requirements",
    "read_text",
    "read_texts",
    "read_waivers",
    "refuse_unknown",
]

KEYS = (
    "rubric", "paths", "include", "exclude", "expect", "fail-under", "require", "program",
    "programs", "baseline", "waivers", "folders", "format", "exit-zero",
)  # fmt: skip
"""The keys of a configuration file, in the order of the documentation."""
BAR_KEYS = ("fail-under", "require")
PROGRAMME_KEYS = ("title", "courses", *BAR_KEYS)
WAIVER_KEYS = ("documents", "topics", "reason", "until")
FOLDER_KEYS = ("rubric", "expect", *BAR_KEYS, "exclude")

_LEVELS = {str(level): level for level in Level}
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,6})?")
_SWITCH = {"true": True, "yes": True, "on": True, "1": True,
           "false": False, "no": False, "off": False, "0": False, "": False}  # fmt: skip


def refuse_unknown(tree: Tree, keys: Iterable[str], path: str, known: tuple[str, ...]) -> None:
    """Raises UsageError for a key that is none, with the nearest known name."""
    for key in keys:
        if key not in known:
            near = get_close_matches(str(key)[:80], known, 1, 0.5)
            hint = f"did you mean '{near[0]}'?" if near else "known keys: " + ", ".join(known)
            at = f"{path}.{key}" if path else str(key)
            raise UsageError(tree.where(at), f"unknown key '{str(key)[:80]}'", hint)


def read_text(tree: Tree, value: Any, path: str) -> str:
    """One line of text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        _refuse(tree, path, "a text is expected here", "write it in quotes")
    return " ".join(value.split())


def read_texts(tree: Tree, value: Any, path: str) -> tuple[str, ...]:
    """A list of texts; one text stands for a list of one."""
    if isinstance(value, str):
        return (read_text(tree, value, path),)
    if not isinstance(value, list):
        _refuse(tree, path, "a list is expected here", "start each entry with '- '")
    return tuple(read_text(tree, entry, f"{path}[{n}]") for n, entry in enumerate(value))


def read_requirements(tree: Tree, value: Any, path: str) -> tuple[Requirement, ...]:
    """``{topic: level}``, or a list of ``topic`` and ``topic=level``."""
    if isinstance(value, Mapping):
        return tuple(
            Requirement(topic, as_level(level, tree.where(at)), tree.where(at))
            for topic, level in value.items()
            for at in (f"{path}.{topic}",)
        )
    if not isinstance(value, list):
        _refuse(
            tree, path, "topics with their levels are expected here", "write 'topic-id: taught'"
        )
    return tuple(
        as_requirement(read_text(tree, entry, f"{path}[{n}]"), tree.where(f"{path}[{n}]"))
        for n, entry in enumerate(value)
    )


def read_bar(tree: Tree, table: Mapping[str, Any], path: str = "") -> Bar:
    """``fail-under`` and ``require`` of a table."""
    step = f"{path}." if path else ""
    fail_under, require = table.get("fail-under"), table.get("require")
    return Bar(
        None
        if fail_under is None
        else as_per_cent(fail_under, tree.where(step + "fail-under")),
        () if require is None else read_requirements(tree, require, step + "require"),
    )  # fmt: skip


def read_table(
    tree: Tree, value: Any, path: str, known: tuple[str, ...], needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A mapping with known keys, the needed ones among them."""
    if not isinstance(value, dict):
        _refuse(tree, path, "keys are expected here", "keys: " + ", ".join(known))
    refuse_unknown(tree, value, path, known)
    for key in needed:
        if key not in value:
            _refuse(tree, path, f"the key '{key}' is missing", f"add '{key}: …'")
    return value


def read_programmes(tree: Tree, value: Any) -> tuple[Programme, ...]:
    """``programs``: id → title, courses in order, bar."""
    if not isinstance(value, dict):
        _refuse(tree, "programs", "names of programmes are expected here", "write 'name:' below it")
    programmes = []
    for name, entry in value.items():
        path = f"programs.{name}"
        table = read_table(tree, entry, path, PROGRAMME_KEYS, ("courses",))
        courses = read_texts(tree, table["courses"], f"{path}.courses")
        title = read_text(tree, table["title"], f"{path}.title") if "title" in table else name
        if not courses:
            _refuse(tree, f"{path}.courses", "no course is named", "list files or patterns")
        bar = read_bar(tree, table, path)
        programmes.append(Programme(name, title, courses, bar, tree.where(path)))
    return tuple(programmes)


def read_waivers(tree: Tree, value: Any) -> tuple[WaiverRule, ...]:
    """``waivers``: a list of documents × topics with a reason."""
    if not isinstance(value, list):
        _refuse(tree, "waivers", "a list is expected here", "start each waiver with '- '")
    waivers = []
    for n, entry in enumerate(value):
        path = f"waivers[{n}]"
        table = read_table(tree, entry, path, WAIVER_KEYS, ("documents", "topics", "reason"))
        until = table.get("until")
        waivers.append(
            WaiverRule(
                read_texts(tree, table["documents"], f"{path}.documents"),
                read_texts(tree, table["topics"], f"{path}.topics"),
                read_text(tree, table["reason"], f"{path}.reason"),
                "" if until is None else as_date(until, tree.where(f"{path}.until")),
                tree.where(path),
            )
        )
    return tuple(waivers)


def read_folders(tree: Tree, value: Any) -> tuple[Folder, ...]:
    """``folders``: path → what holds below it."""
    if not isinstance(value, dict):
        _refuse(tree, "folders", "names of folders are expected here", "write 'courses/:' below it")
    folders = []
    for name, entry in value.items():
        path = f"folders.{name}"
        table = read_table(tree, entry, path, FOLDER_KEYS)
        expect = table.get("expect")
        folders.append(
            Folder(
                str(name).replace("\\", "/").removeprefix("./").strip("/"),
                read_text(tree, table["rubric"], f"{path}.rubric") if "rubric" in table else None,
                () if expect is None else read_requirements(tree, expect, f"{path}.expect"),
                read_bar(tree, table, path),
                read_texts(tree, table.get("exclude", []), f"{path}.exclude"),
            )
        )
    # The deepest folder goes last: what it says holds over those around it.
    return tuple(sorted(folders, key=lambda folder: folder.path.count("/")))


def as_requirement(text: str, where: str) -> Requirement:
    """``topic`` or ``topic=level``."""
    topic, equals, level = text.partition("=")
    topic = topic.strip()
    if not topic:
        raise UsageError(where, "no topic is named", "write TOPIC or TOPIC=LEVEL")
    return Requirement(topic, as_level(level.strip(), where) if equals else None, where)


def as_level(value: Any, where: str) -> Level:
    """A level by its name."""
    name = str(value).strip().lower()
    if name not in _LEVELS:
        near = get_close_matches(name[:40], _LEVELS, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else "levels: " + " < ".join(_LEVELS)
        raise UsageError(where, f"'{str(value)[:40]}' is no level", hint)
    return _LEVELS[name]


def as_per_cent(value: Any, where: str) -> float:
    """A number from 0 to 100; a per cent sign may follow."""
    text = str(value).strip().removesuffix("%").strip()
    if isinstance(value, bool) or not _NUMBER.fullmatch(text) or float(text) > 100:
        raise UsageError(where, f"'{str(value)[:40]}' is no share", "write per cent, from 0 to 100")
    return float(text)


def as_date(value: Any, where: str) -> str:
    """A day as ``2027-06-30``."""
    text = value.isoformat() if isinstance(value, datetime.date) else str(value).strip()
    try:
        return datetime.date.fromisoformat(text[:40]).isoformat()
    except ValueError:
        hint = "write year-month-day, as in 2027-06-30"
        raise UsageError(where, f"'{text[:40]}' is no date", hint) from None


def as_switch(value: Any, where: str) -> bool:
    """``true`` or ``false``, in the ways people write them."""
    if isinstance(value, bool):
        return value
    known = _SWITCH.get(str(value).strip().lower())
    if known is None:
        raise UsageError(where, f"'{str(value)[:40]}' is neither yes nor no", "write true or false")
    return known


def _refuse(tree: Tree, path: str, what: str, hint: str) -> NoReturn:
    raise UsageError(tree.where(path), what, hint)
