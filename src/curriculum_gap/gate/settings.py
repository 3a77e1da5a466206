"""What is in force: every setting of a run in one frozen value, and where each came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from curriculum_gap.nouns import Level

__all__ = ["Bar", "Folder", "Programme", "Requirement", "Settings", "WaiverRule"]


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
    ``require``. With neither it asks nothing."""

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
        bars = (self.document, self.together, *(f.bar for f in self.folders))
        return bool(self.baseline or self.programmes or any(bars))

    @property
    def expects(self) -> bool:
        """Whether other levels than the rubric's are expected anywhere."""
        return bool(self.expect) or any(folder.expect for folder in self.folders)
