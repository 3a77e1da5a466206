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
from typing import TYPE_CHECKING, Any, NamedTuple

from curriculum_gap.errors import UsageError, did_you_mean
from curriculum_gap.nouns import LEVELS, Level

if TYPE_CHECKING:  # most runs have no programme
    from curriculum_gap.programme import Programme

__all__ = [
    "NO_THRESHOLDS",
    "Folder",
    "ProgrammeGate",
    "Requirement",
    "Settings",
    "Thresholds",
    "WaiverRule",
    "as_count",
    "as_date",
    "as_level",
    "as_pages",
    "as_per_cent",
    "as_requirement",
    "as_switch",
]

_PAGES = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")
_PER_CENT = re.compile(r"\d{1,3}(?:\.\d{1,6})?")


class Requirement(NamedTuple):
    """``topic`` must stand at ``level``; None is the level that the rubric expects. ``where`` is
    the place of the demand, for complaints about it."""

    topic: str
    level: Level | None
    where: str


class Thresholds(NamedTuple):
    """A gate: at least ``fail_under`` per cent (0–100) of the expected topics, and each of
    ``require``. With neither it asks nothing, and is false."""

    fail_under: float | None = None
    require: tuple[Requirement, ...] = ()

    def __bool__(self) -> bool:
        return self.fail_under is not None or bool(self.require)

    def replaced_by(self, other: Thresholds) -> Thresholds:
        """What holds where ``other`` is laid over these: its share, if it has one, and its
        requirements in place of those on the same topics."""
        share = self.fail_under if other.fail_under is None else other.fail_under
        topics = {requirement.topic for requirement in other.require}
        kept = [requirement for requirement in self.require if requirement.topic not in topics]
        return Thresholds(share, (*kept, *other.require))


NO_THRESHOLDS = Thresholds()


class Folder(NamedTuple):
    """What holds below a folder of the configuration's, over what holds everywhere."""

    path: str
    rubrics: tuple[str, ...] = ()
    expect: tuple[Requirement, ...] = ()
    thresholds: Thresholds = NO_THRESHOLDS
    exclude: tuple[str, ...] = ()


class ProgrammeGate(NamedTuple):
    """A programme, and what its required courses must show together."""

    definition: Programme
    thresholds: Thresholds


class WaiverRule(NamedTuple):
    """What is accepted of documents (patterns): gaps in topics (ids or ``*``), and pages that
    cannot be read (first and last of each range, from 1). Why, and until when (ISO date, that day
    included; empty for no end)."""

    documents: tuple[str, ...]
    topics: tuple[str, ...]
    pages: tuple[tuple[int, int], ...]
    reason: str
    until: str
    where: str

    @property
    def accepts(self) -> list[str]:
        """The topics and pages that it accepts, by name."""
        pages = [
            f"page {first}" if first == last else f"pages {first}–{last}"
            for first, last in self.pages
        ]
        return [*self.topics, *pages]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run. Paths in ``paths``, ``rubrics`` and ``baseline`` work from the current
    folder; without ``rubrics`` the shipped default is used. Patterns and ``folders`` are relative
    to ``root``, the configuration's folder; ``course_folders`` are those that are one course each.

    ``redact_names`` says whether reports replace names of people, None: those made to be posted.
    ``document`` holds the thresholds for each document, ``together`` those for all documents of the
    run taken together. ``origins`` says of each key that is not at its default where it was set, in
    the form ``.gapcheck.yml:3:1``, ``GAPCHECK_RUBRIC`` or ``--rubric``; ``file`` is the
    configuration file, empty without one.
    """

    root: str = "."
    file: str = ""
    rubrics: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    course_folders: tuple[str, ...] = ()
    expect: tuple[Requirement, ...] = ()
    document: Thresholds = NO_THRESHOLDS
    together: Thresholds = NO_THRESHOLDS
    programmes: tuple[ProgrammeGate, ...] = ()
    baseline: str | None = None
    waivers: tuple[WaiverRule, ...] = ()
    folders: tuple[Folder, ...] = ()
    format: str | None = None
    min_words: int | None = None
    ocr: bool = False
    ocr_language: str | None = None
    exit_zero: bool = False
    redact_names: bool | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_thresholds(self) -> list[Thresholds]:
        """Those of documents, of all together, of folders and of programmes."""
        thresholds = [self.document, self.together]
        thresholds += [folder.thresholds for folder in self.folders]
        thresholds += [programme.thresholds for programme in self.programmes]
        return thresholds

    @property
    def excludes(self) -> list[tuple[str, tuple[str, ...]]]:
        """Folders with the patterns of what is left out below them; ``.`` is ``root`` itself."""
        excludes = [(".", self.exclude)]
        excludes += [(folder.path, folder.exclude) for folder in self.folders]
        return [(path, patterns) for path, patterns in excludes if patterns]

    @property
    def gated(self) -> bool:
        """Whether anything can fail."""
        return bool(self.baseline or self.programmes or any(self.all_thresholds))

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
    if name not in LEVELS:
        hint = did_you_mean(name[:40], LEVELS, "levels: " + " < ".join(LEVELS))
        raise UsageError(where, f"'{str(value)[:40]}' is no level", hint)
    return LEVELS[name]


def as_per_cent(value: Any, where: str) -> float:
    """A number from 0 to 100; a per cent sign may follow."""
    text = str(value).strip().removesuffix("%").strip()
    if isinstance(value, bool) or not _PER_CENT.fullmatch(text) or float(text) > 100:
        raise UsageError(where, f"'{str(value)[:40]}' is no share", "write per cent, from 0 to 100")
    return float(text)


def as_count(value: Any, where: str) -> int:
    """A whole number of at least 0."""
    text = str(value).strip()
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError(where, f"'{text[:40]}' is no number of words", "write 0 or more")
    return int(text)


def as_pages(value: Any, where: str) -> tuple[int, int]:
    """A page, as ``3``, or a range of pages, as ``3-5``: its first and last page."""
    match = _PAGES.fullmatch(str(value).strip())
    if match is None:
        what = f"'{str(value)[:40]}' is no page"
        raise UsageError(where, what, "write a page or a range, as in 3 or 3-5")
    return int(match[1]), int(match[2] or match[1])


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
