"""Settings found, read and laid over each other: command line > environment > file > default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.settings import Bar, Requirement, Settings

__all__ = ["ENVIRONMENT", "FILE_NAMES", "find_configuration", "in_force", "stray_variables"]

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
    "GAPCHECK_EXIT_ZERO": "exit-zero",
}
"""Variable → the key that it sets."""
_ELSEWHERE = ("GAPCHECK_CACHE_DIR", "GAPCHECK_TODAY", "GAPCHECK_VERSION")


def find_configuration(start: Path) -> Path | None:
    """The nearest configuration file from ``start`` upwards; the search ends with the folder that
    holds ``.git``. Raises UsageError where one folder has two."""
    start = start.resolve()
    for folder in (start, *start.parents):
        here = [folder / name for name in FILE_NAMES if (folder / name).is_file()]
        if len(here) > 1:
            raise UsageError(str(folder), f"has {here[0].name} and {here[1].name}", "keep one")
        project = folder / "pyproject.toml"
        if here:
            return here[0]
        if project.is_file():
            from curriculum_gap.gate.configuration_file import has_table

            if has_table(project):
                return project
        if (folder / ".git").exists():
            break
    return None


def in_force(
    options: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    start: Path | None = None,
) -> Settings:
    """The settings that hold in the folder ``start`` (default: the current one).

    ``options`` are command-line values by key (``config``, ``isolated``, ``rubric``,
    ``fail-under``, ``require``, ``program.fail-under``, ``program.require``, ``baseline``,
    ``exit-zero``); None and empty ones were not given. Requirements add up, everything else is
    replaced by what goes first. Raises UsageError for whatever cannot be used.
    """
    given = {key: value for key, value in (options or {}).items() if value not in (None, (), [])}
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


def stray_variables(environment: Mapping[str, str] | None = None) -> list[str]:
    """A line about each ``GAPCHECK_…`` variable that sets nothing: a mistyped gate must not pass
    unnoticed."""
    variables = os.environ if environment is None else environment
    known = [*ENVIRONMENT, *_ELSEWHERE]
    lines = []
    for name in sorted(variables):
        if name.startswith("GAPCHECK_") and name not in known:
            near = get_close_matches(name[:80], known, 1, 0.6)
            hint = f"; did you mean {near[0]}?" if near else ""
            lines.append(f"the environment variable {name} sets nothing{hint}")
    return lines


def _file_of(given: Mapping[str, Any], variables: Mapping[str, str], start: Path) -> Path | None:
    named = given.get("config")
    isolated = bool(given.get("isolated"))
    if named and isolated:
        raise UsageError("--isolated", "excludes --config", "use one of the two")
    if not named and not isolated and "GAPCHECK_ISOLATED" in variables:
        from curriculum_gap.gate.option_values import as_switch

        isolated = as_switch(variables.get("GAPCHECK_ISOLATED", ""), "GAPCHECK_ISOLATED")
    if not named and not isolated:
        named = variables.get("GAPCHECK_CONFIG", "").strip()
    if isolated:
        return None
    return Path(start, named) if named else find_configuration(start)


def _laid_over(settings: Settings, key: str, value: Any, origin: str) -> Settings:
    """``settings`` with one value from the environment or the command line."""
    from curriculum_gap.gate.option_values import as_per_cent, as_switch

    changed: dict[str, Any]
    if key in ("fail-under", "program.fail-under"):
        share = as_per_cent(value, origin)
        name = "together" if key.startswith("program") else "document"
        changed = {name: replace(getattr(settings, name), fail_under=share)}
    elif key in ("require", "program.require"):
        name = "together" if key.startswith("program") else "document"
        changed = {name: _with(getattr(settings, name), value, origin)}
    elif key == "exit-zero":
        changed = {"exit_zero": as_switch(value, origin)}
    else:
        changed = {key: value}
    origins = dict(settings.origins)
    adds = key.endswith("require") and key in origins
    origins[key] = f"{origins[key]}, {origin}" if adds else origin
    return replace(settings, **changed, origins=origins)


def _with(bar: Bar, texts: Any, origin: str) -> Bar:
    from curriculum_gap.gate.option_values import as_requirement

    more = [as_requirement(text, origin) for text in texts]
    named = {requirement.topic for requirement in more}
    kept: list[Requirement] = [entry for entry in bar.require if entry.topic not in named]
    return replace(bar, require=(*kept, *more))
