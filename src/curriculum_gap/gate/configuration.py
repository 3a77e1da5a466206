"""Settings found, read and laid over each other: command line > environment > file > default."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from curriculum_gap.errors import UsageError, nearest
from curriculum_gap.gate.settings import (
    Settings,
    Thresholds,
    as_count,
    as_per_cent,
    as_requirement,
    as_switch,
)

__all__ = ["ENVIRONMENT", "FILE_NAMES", "find_configuration", "load_settings", "unknown_variables"]

FILE_NAMES = (".gapcheck.yml", ".gapcheck.yaml")
ENVIRONMENT: dict[str, str] = {
    "GAPCHECK_CONFIG": "config",
    "GAPCHECK_ISOLATED": "isolated",
    "GAPCHECK_RUBRIC": "rubric",
    "GAPCHECK_FAIL_UNDER": "fail-under",
    "GAPCHECK_REQUIRE": "require",
    "GAPCHECK_PROGRAM_FAIL_UNDER": "program.fail-under",
    "GAPCHECK_PROGRAM_REQUIRE": "program.require",
    "GAPCHECK_BASELINE": "baseline",
    "GAPCHECK_FORMAT": "format",
    "GAPCHECK_MIN_WORDS": "min-words",
    "GAPCHECK_OCR": "ocr",
    "GAPCHECK_OCR_LANGUAGE": "ocr-language",
    "GAPCHECK_EXIT_ZERO": "exit-zero",
    "GAPCHECK_REDACT_NAMES": "redact-names",
}
"""Variable → the key that it sets."""
_NEARLY, _WRITTEN_AS = 0.8, (".yml", ".yaml", ".toml")
"""How like the name of a configuration one is that is meant so, and what it holds then."""
_NOT_GIVEN: tuple[Any, ...] = (None, False, (), [])
_ELSEWHERE = ("GAPCHECK_CACHE_DIR", "GAPCHECK_TODAY", "GAPCHECK_VERSION", "GAPCHECK_SOURCE")


def find_configuration(start: Path) -> Path | None:
    """The nearest configuration file from ``start`` upwards, None where there is none.

    In each folder ``.gapcheck.yml`` goes before a table in ``pyproject.toml``; the search ends with
    the folder that holds ``.git``, so that a file outside of the project has no say. What has the
    name of a configuration is one, even a link that leads nowhere: whoever reads it says so. Raises
    UsageError where one folder has two files, and for a ``pyproject.toml`` that names gapcheck and
    cannot be read.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        here = [folder / name for name in FILE_NAMES if os.path.lexists(folder / name)]
        if len(here) > 1:
            raise UsageError(str(folder), f"has {here[0].name} and {here[1].name}", "keep one")
        project = folder / "pyproject.toml"
        if here:
            return here[0]
        if os.path.lexists(project):
            from curriculum_gap.gate.configuration_file import has_table

            if has_table(project, start):
                return project
        _check_file_names(folder)
        if os.path.exists(folder / ".git"):  # noqa: PTH110 (pathlib raises without permission)
            break
    return None


def _check_file_names(folder: Path) -> None:
    """Raises UsageError where the name of a file here was meant for a configuration."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208
            written = name.lower()
            if not name.startswith(".gap") or not any(end in written for end in _WRITTEN_AS):
                continue
            if nearest(written, FILE_NAMES, _NEARLY):
                what = "is not read: this is no name of a configuration"
                raise UsageError(str(folder / name), what, f"call it {FILE_NAMES[0]}")


def load_settings(
    options: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    start: Path | None = None,
) -> Settings:
    """The settings that hold in the folder ``start`` (default: the current one).

    The command line goes before the environment, that before the configuration file. Requirements
    of all three add up, and replace each other by topic; everything else is replaced as a whole.

    ``options`` are command-line values by key (``config``, ``isolated``, ``rubric``,
    ``fail-under``, ``require``, ``program.fail-under``, ``program.require``, ``baseline``,
    ``exit-zero``, ``format``, ``min-words``, ``ocr``, ``ocr-language``); None, False and empty ones
    were not given.
    ``environment`` stands in for that of the process. Raises UsageError for whatever cannot be
    used.
    """
    given = {key: value for key, value in (options or {}).items() if value not in _NOT_GIVEN}
    variables = os.environ if environment is None else environment
    start = start or Path.cwd()
    settings = Settings()
    file = _file_of(given, variables, start)
    if file is not None:
        # Readers of files are imported where there is one to read.
        from curriculum_gap.gate.configuration_file import read_settings

        settings = read_settings(file, start)
    for name, key in ENVIRONMENT.items():
        text = variables.get(name, "").strip()
        if text and key not in ("config", "isolated"):
            value = text.replace(",", " ").split() if key.endswith("require") else text
            settings = _laid_over(settings, key, value, name)
    for key, value in given.items():
        if key not in ("config", "isolated"):
            settings = _laid_over(settings, key, value, f"--{key.replace('.', '-')}")
    return settings


def unknown_variables(environment: Mapping[str, str] | None = None) -> list[str]:
    """A line about each ``GAPCHECK_…`` variable that sets nothing: a mistyped gate must not pass
    unnoticed."""
    variables = os.environ if environment is None else environment
    known = [*ENVIRONMENT, *_ELSEWHERE]
    lines = []
    for name in sorted(variables):
        if name.startswith("GAPCHECK_") and name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near}?" if near else ""
            lines.append(f"the environment variable {name} sets nothing{hint}")
    return lines


def _file_of(given: Mapping[str, Any], variables: Mapping[str, str], start: Path) -> Path | None:
    """The configuration file of the run: the one named by option or variable, else the nearest one;
    None where there is none or none is to be read. Raises UsageError."""
    named = given.get("config")
    if given.get("isolated"):
        if named:
            raise UsageError("--isolated", "excludes --config", "use one of the two")
        return None
    if not named:
        if as_switch(variables.get("GAPCHECK_ISOLATED", False), "GAPCHECK_ISOLATED"):
            return None
        named = variables.get("GAPCHECK_CONFIG", "").strip()
    return Path(start, named) if named else find_configuration(start)


def _laid_over(settings: Settings, key: str, value: Any, origin: str) -> Settings:
    """``settings`` with one value from the environment or the command line.

    ``origin`` is the name of the variable or option: it is told in complaints about the value, and
    kept for ``gapcheck config``. Raises UsageError for a value that cannot be read.
    """
    prefix, _, name = key.rpartition(".")
    field = "together" if prefix == "program" else "document"
    thresholds: Thresholds = getattr(settings, field)
    changed: dict[str, Any] = {key: value}
    if name == "fail-under":
        more = Thresholds(fail_under=as_per_cent(value, origin))
        changed = {field: thresholds.replaced_by(more)}
    elif name == "rubric":
        changed = {"rubrics": (value,) if isinstance(value, str) else tuple(value)}
    elif name == "require":
        requirements = [as_requirement(text, origin) for text in value]
        more = Thresholds(require=tuple(requirements))
        changed = {field: thresholds.replaced_by(more)}
    elif name == "min-words":
        changed = {"min_words": as_count(value, origin)}
    elif name in ("exit-zero", "ocr"):
        changed = {name.replace("-", "_"): as_switch(value, origin)}
    elif name == "ocr-language":
        changed = {"ocr_language": value}
    elif name == "redact-names":
        changed = {"redact_names": as_switch(value, origin)}
    origins = dict(settings.origins)
    adds = name == "require" and key in origins
    origins[key] = f"{origins[key]}, {origin}" if adds else origin
    return replace(settings, **changed, origins=origins)
