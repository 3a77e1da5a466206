"""``gapcheck config``: what is in force, and where each value was set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import typer

from curriculum_gap.cli.inputs import settings_in_force
from curriculum_gap.cli.options import Config, Isolated
from curriculum_gap.cli.terminal import print_output
from curriculum_gap.gate import Requirement, Settings, Thresholds

__all__ = ["config"]


def config(context: typer.Context, config: Config = None, isolated: Isolated = False) -> None:
    """Show the settings in force in this folder and where each was set, as YAML."""
    settings = settings_in_force(context.params)
    lines = [f"# configuration file: {settings.file or 'none'}"]
    for key, value in _values(settings).items():
        origin = settings.origins.get(key)
        if origin is not None or value not in (None, False, [], {}):
            lines += _lines(key, value, origin or "default")
        elif not key.startswith("program."):
            lines.append(f"# {key}: not set")
    print_output("\n".join(lines) + "\n", "utf-8")


def _values(settings: Settings) -> dict[str, Any]:
    """Every key of the configuration with its value, in the order of the documentation."""
    return {
        "rubric": settings.rubric or "equity-mental-health",
        "paths": list(settings.paths),
        "include": list(settings.include),
        "exclude": list(settings.exclude),
        "expect": _levels(settings.expect),
        **_thresholds(settings.document),
        **{f"program.{key}": value for key, value in _thresholds(settings.together).items()},
        "programs": {
            programme.id: {
                "title": programme.title,
                "courses": list(programme.courses),
                **_thresholds(programme.thresholds),
            }
            for programme in settings.programmes
        },
        "baseline": settings.baseline,
        "waivers": [
            {
                "documents": list(waiver.documents),
                "topics": list(waiver.topics),
                "reason": waiver.reason,
                "until": waiver.until or None,
            }
            for waiver in settings.waivers
        ],
        "folders": {
            folder.path: {
                "rubric": folder.rubric,
                "expect": _levels(folder.expect),
                **_thresholds(folder.thresholds),
                "exclude": list(folder.exclude),
            }
            for folder in settings.folders
        },
        "format": settings.format or "table",
        "exit-zero": settings.exit_zero,
    }


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
        entries = [f"  {_text(name)}: {_text(entry)}" for name, entry in value.items()]
        return [f"{key}:{note}", *entries]
    if isinstance(value, list) and value:
        return [f"{key}:{note}", *(f"  - {_text(entry)}" for entry in value)]
    return [f"{key}: {_text(value)}{note}"]


def _text(value: Any) -> str:
    """A value on one line: plain words as they are, all else as JSON, which YAML reads. What a
    mapping does not set is left out."""
    if isinstance(value, dict):
        value = {name: entry for name, entry in value.items() if entry not in (None, [], {})}
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    is_word = isinstance(value, str) and value.replace("-", "").replace("_", "").isalnum()
    return value if is_word else json.dumps(value, ensure_ascii=True)
