"""Published standards: what is known of their items, and the forms of their codes.

``data/`` holds one YAML file a standard, written for people; `python -m curriculum_gap.standards`
checks all of them and compiles them to ``standards.json``, which loads in about a millisecond.
tests/test_standards.py holds the two in step. docs/standards.md explains the keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from curriculum_gap.curriculum_map import Standard, StandardItem
from curriculum_gap.errors import UsageError, did_you_mean

__all__ = [
    "Body",
    "CodeForm",
    "KnownTitle",
    "Opener",
    "all_standards",
    "load_bodies",
    "load_standard",
    "numbers_of_words",
]

_COMPILED = Path(__file__).parent / "standards.json"


@dataclass(frozen=True)
class CodeForm:
    """One form in which syllabi print codes of a body.

    ``pattern`` finds a code (and, with ``more``, the first of several); ``code`` makes the item's
    number of its groups. ``where`` is ``anywhere``, ``column`` (also in lists below a heading that
    names the body) or ``cell`` (a cell or a parenthesis that holds nothing but codes). ``columns``
    are further names of columns in a table that has one of the body. ``edition`` is what the form
    tells, ``""`` for nothing; the code is ``or_code`` where it turns out to be of another edition
    than ``home``, that of the standard's file. Every match holds one of the lower-case literals
    ``holds``, if there are some: texts without them are not searched. ``more`` is ``letter`` or
    ``number`` where the last group may be a list or a range.
    """

    pattern: str
    code: str
    edition: str
    home: str
    where: str = "anywhere"
    columns: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    more: str = ""
    or_code: str = ""

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)

    def may_head(self, column: str) -> bool:
        """Whether a column of this name holds the form beside a column of the body."""
        return any(re.search(rf"\b{re.escape(name)}\b", column) for name in self.columns)

    def __hash__(self) -> int:
        return hash(self.pattern)


@dataclass(frozen=True)
class Opener:
    """A line that says the first part of codes whose last part opens the entries below."""

    pattern: str
    code: str
    item: str
    edition: str

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The line."""
        return re.compile(self.pattern)

    @cached_property
    def entry(self) -> re.Pattern[str]:
        """The beginning of an entry below it."""
        return re.compile(self.item)


@dataclass(frozen=True, slots=True)
class KnownTitle:
    """The words by which the printed title of an item is known."""

    edition: str
    code: str
    words: frozenset[str]


@dataclass(frozen=True)
class Body:
    """How syllabi cite one publisher of standards: its names, the years of its editions, the forms
    of its codes and the titles of its items. ``beside`` are words of which one stands beside a
    name where its standards are meant, and not the body alone."""

    id: str
    names: tuple[str, ...]
    beside: tuple[str, ...]
    editions: tuple[str, ...]
    forms: tuple[CodeForm, ...]
    openers: tuple[Opener, ...]
    titles: tuple[KnownTitle, ...]

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def name(self) -> re.Pattern[str]:
        """Its names as whole words."""
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, self.names)) + r")(?!\w)")

    @cached_property
    def dated(self) -> re.Pattern[str]:
        """A name with the year of an edition behind or in front of it."""
        names = "|".join(map(re.escape, self.names))
        years = "|".join(edition for edition in self.editions if edition.isdigit())
        return re.compile(
            rf"(?:{names})(?: Standards?)?[\s,.]{{0,2}}\(?({years})(?!\d)"
            rf"|(?<!\d)({years})\)?[\s.,]{{0,2}}(?:{names})"
        )


@lru_cache
def _compiled() -> Mapping[str, Any]:
    compiled: Mapping[str, Any] = json.loads(_COMPILED.read_text("utf-8"))
    return compiled


def all_standards() -> tuple[Standard, ...]:
    """Every standard, in the order of their ids."""
    return tuple(_standard(entry) for entry in _compiled()["standards"])


def load_standard(name: str) -> Standard:
    """The standard with this id. Raises UsageError, which names those that exist."""
    known = {entry["id"]: entry for entry in _compiled()["standards"]}
    name = name.lower()
    if name not in known:
        hint = did_you_mean(name, known, "")
        ids = f"standards: {', '.join(known)}"
        raise UsageError("--standard", f"no standard '{name}'", f"{hint} {ids}".strip())
    return _standard(known[name])


def _standard(entry: Mapping[str, Any]) -> Standard:
    items = tuple(
        StandardItem(
            item["code"],
            item["title"],
            item["apart"],
            item["part_of"],
            tuple((edition, code) for edition, code in item["was"]),
            item["seen"],
        )
        for item in entry["items"]
    )
    fields = ("id", "body", "edition", "title", "status", "as_of", "source")
    known = {name: entry[name] for name in fields}
    return Standard(
        **known, items=items, name=entry["name"], note=entry["note"], rubric_key=entry["rubric_key"]
    )


@lru_cache
def load_bodies() -> tuple[Body, ...]:
    """How syllabi cite each body, in the order of their ids."""
    return tuple(
        Body(
            id=entry["id"],
            names=tuple(entry["names"]),
            beside=tuple(entry["beside"]),
            editions=tuple(entry["editions"]),
            forms=tuple(
                CodeForm(
                    **{**form, "columns": tuple(form["columns"]), "holds": tuple(form["holds"])}
                )
                for form in entry["forms"]
            ),
            openers=tuple(Opener(**opener) for opener in entry["openers"]),
            titles=tuple(
                KnownTitle(title["edition"], title["code"], frozenset(title["words"]))
                for title in entry["titles"]
            ),
        )
        for entry in _compiled()["bodies"]
    )


def numbers_of_words() -> Mapping[str, str]:
    """Number words and ordinals → digits: ``seven`` and ``seventh`` are ``7``."""
    words: Mapping[str, str] = _compiled()["words"]
    return words
