"""What is in force: every setting of a run in one frozen value, and where each came from.

The functions at the end turn texts of the command line, the environment and baselines into levels,
shares, days and switches. Each takes the text and the place that it came from, and raises
UsageError with what would work. (Configuration files are held against their schema before.)
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import LEVELS, Level

__all__ = [
    "Bar",
    "Folder",
    "Programme",
    "Requirement",
    "Settings",
    "WaiverRule",
    "as_date",
    "as_level",
    "as_per_cent",
    "as_requirement",
    "as_switch",
]

_PER_CENT = re.compile(r"\d{1,3}(?:\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Requirement:
    """``topic`` must stand at ``level``; None is the level that the rubric expects. ``where`` is
    the place of the demand, for complaints about it."""

    topic: str
    level: Level | None
    where: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A gate: at least ``fail_under`` per cent (0–100) of the expected topics, and each of
    ``require``. With neither it asks nothing, and is false."""

    fail_under: float | None = None
    require: tuple[Requirement, ...] = ()

    def __bool__(self) -> bool:
        return self.fail_under is not None or bool(self.require)


@dataclass(frozen=True, slots=True)
class Folder:
    """What holds below a folder of the configuration's, over what holds everywhere."""

    path: str
    rubric: str | None = None
    expect: tuple[Requirement, ...] = ()
    bar: Bar = field(default_factory=Bar)
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """Courses that together make a programme: patterns in gitignore syntax, in teaching order."""

    id: str
    title: str
    courses: tuple[str, ...]
    bar: Bar
    where: str


@dataclass(frozen=True, slots=True)
class WaiverRule:
    """A gap that is accepted: documents (patterns) × topics (ids or ``*``), why, and until when
    (ISO date, that day included; empty for no end)."""

    documents: tuple[str, ...]
    topics: tuple[str, ...]
    reason: str
    until: str
    where: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run. Paths in ``paths``, ``rubric`` and ``baseline`` work from the current
    folder; patterns and ``folders`` are relative to ``root``, the configuration's folder.

    ``document`` is the bar for each document, ``together`` the one for all documents of the run
    taken together. ``origins`` says of each key that is not at its default where it was set, in the
    form ``.gapcheck.yml:3:1``, ``GAPCHECK_RUBRIC`` or ``--rubric``; ``file`` is the configuration
    file, empty without one.
    """

    root: str = "."
    file: str = ""
    rubric: str | None = None
    paths: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    expect: tuple[Requirement, ...] = ()
    document: Bar = field(default_factory=Bar)
    together: Bar = field(default_factory=Bar)
    programmes: tuple[Programme, ...] = ()
    baseline: str | None = None
    waivers: tuple[WaiverRule, ...] = ()
    folders: tuple[Folder, ...] = ()
    format: str | None = None
    exit_zero: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def gated(self) -> bool:
        """Whether anything can fail."""
        bars = (self.document, self.together, *(folder.bar for folder in self.folders))
        return bool(self.baseline or self.programmes or any(bars))

    @property
    def expects(self) -> bool:
        """Whether other levels than the rubric's are expected anywhere."""
        return bool(self.expect) or any(folder.expect for folder in self.folders)


def as_requirement(text: str, where: str) -> Requirement:
    """``topic`` or ``topic=level``."""
    topic, equals, level = text.partition("=")
    topic = topic.strip()
    if not topic:
        raise UsageError(where, "no topic is named", "write TOPIC or TOPIC=LEVEL")
    return Requirement(topic, as_level(level.strip(), where) if equals else None, where)


def as_level(value: Any, where: str) -> Level:
    """A level by its name; case does not matter."""
    name = str(value).strip().lower()
    if name in LEVELS:
        return LEVELS[name]
    near = get_close_matches(name[:40], LEVELS, 1, 0.5)
    hint = f"did you mean '{near[0]}'?" if near else "levels: " + " < ".join(LEVELS)
    raise UsageError(where, f"'{str(value)[:40]}' is no level", hint)


def as_per_cent(value: Any, where: str) -> float:
    """A number from 0 to 100; a per cent sign may follow."""
    text = str(value).strip().removesuffix("%").strip()
    if isinstance(value, bool) or not _PER_CENT.fullmatch(text) or float(text) > 100:
        raise UsageError(where, f"'{str(value)[:40]}' is no share", "write per cent, from 0 to 100")
    return float(text)


def as_date(value: Any, where: str) -> str:
    """A day as ``2027-06-30``."""
    text = str(value).strip()
    try:
        return datetime.date.fromisoformat(text[:40]).isoformat()
    except ValueError:
        hint = "write year-month-day, as in 2027-06-30"
        raise UsageError(where, f"'{text[:40]}' is no date", hint) from None


def as_switch(value: Any, where: str) -> bool:
    """True or false, in the ways people write them: in files, and as 1, 0 or nothing in environment
    variables."""
    if isinstance(value, bool):
        return value
    from curriculum_gap.validation import SWITCHES

    switches = {**SWITCHES, "1": True, "0": False, "": False}
    switch = switches.get(str(value).strip().lower())
    if switch is None:
        raise UsageError(where, f"'{str(value)[:40]}' is neither yes nor no", "write true or false")
    return switch
