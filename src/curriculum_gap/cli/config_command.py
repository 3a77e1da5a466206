"""``gapcheck config``: what is in force, and where each value was set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import typer

from curriculum_gap.cli.inputs import settings_in_force
from curriculum_gap.cli.options import Config, Isolated
from curriculum_gap.cli.terminal import print_output
from curriculum_gap.curriculum_map import Course
from curriculum_gap.gate import Requirement, Settings, Thresholds, yaml_text
from curriculum_gap.nouns import Limits

__all__ = ["config"]

_UNSET: tuple[Any, ...] = (None, "", (), [], {})
"""Values of keys that say nothing."""


def config(context: typer.Context, config: Config = None, isolated: Isolated = False) -> None:
    """Show the settings in force in this folder and where each was set, as YAML."""
    settings = settings_in_force(context.params)
    lines = [f"# configuration file: {settings.file or 'none'}"]
    for key, value in _values(settings).items():
        origin = settings.origins.get(key)
        if origin is not None or (value is not False and value not in _UNSET):
            lines += _lines(key, value, origin or "default")
        elif not key.startswith("program."):
            lines.append(f"# {key}: not set")
    print_output("\n".join(lines) + "\n", "utf-8")


def _values(settings: Settings) -> dict[str, Any]:
    """Every key of the configuration with its value, in the order of the documentation."""
    min_words = settings.min_words
    programmes = {}
    for programme in settings.programmes:
        definition = programme.definition
        programmes[definition.id] = {
            "title": definition.title,
            "courses": [_course(course) for course in definition.courses],
            "documents": definition.documents,
            **_thresholds(programme.thresholds),
        }
    folders = {}
    for folder in settings.folders:
        folders[folder.path] = {
            "rubric": _rubrics(folder.rubrics),
            "expect": _levels(folder.expect),
            **_thresholds(folder.thresholds),
            "exclude": folder.exclude,
        }
    together = _thresholds(settings.together)
    return {
        "rubric": _rubrics(settings.rubrics) or "equity-mental-health",
        "paths": settings.paths,
        "include": settings.include,
        "exclude": settings.exclude,
        "course-folders": settings.course_folders,
        "expect": _levels(settings.expect),
        **_thresholds(settings.document),
        **{f"program.{key}": value for key, value in together.items()},
        "programs": programmes,
        "baseline": settings.baseline,
        "waivers": [waiver._asdict() | {"where": None} for waiver in settings.waivers],
        "folders": folders,
        "format": settings.format or "table",
        "min-words": Limits().min_words if min_words is None else min_words,
        "ocr": settings.ocr,
        "ocr-language": settings.ocr_language or "eng",
        "exit-zero": settings.exit_zero,
        "redact-names": settings.redact_names,
    }


def _rubrics(names: Sequence[str]) -> str | Sequence[str] | None:
    """Rubrics as the configuration writes them: one as a text, several as a list."""
    return names[0] if len(names) == 1 else names or None


def _course(course: Course) -> Any:
    """A course as the configuration writes it: its pattern, or its keys."""
    if not course.code:
        return course.files[0]
    return {name: value for name, value in course._asdict().items() if value not in _UNSET}


def _thresholds(thresholds: Thresholds) -> dict[str, Any]:
    """The two keys of thresholds."""
    return {"fail-under": thresholds.fail_under, "require": _levels(thresholds.require)}


def _levels(demands: Sequence[Requirement]) -> dict[str, str]:
    """Topic → level, or the word ``expected`` where the rubric's level counts."""
    return {demand.topic: str(demand.level or "expected") for demand in demands}


def _lines(key: str, value: Any, origin: str) -> list[str]:
    """One key in YAML, with its origin as a comment: a line for each entry of a list or mapping."""
    note = f"  # {origin}"
    if isinstance(value, dict) and value:
        entries = [f"  {yaml_text(name)}: {_text(entry)}" for name, entry in value.items()]
        return [f"{key}:{note}", *entries]
    if isinstance(value, list | tuple) and value:
        return [f"{key}:{note}", *(f"  - {_text(entry)}" for entry in value)]
    return [f"{key}: {_text(value)}{note}"]


def _text(value: Any) -> str:
    """A value on one line. What a mapping does not set is left out."""
    if isinstance(value, dict):
        value = {name: entry for name, entry in value.items() if entry not in _UNSET}
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return yaml_text(value) if isinstance(value, str) else json.dumps(value)
