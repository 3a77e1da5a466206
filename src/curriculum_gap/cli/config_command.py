"""``gapcheck config``: what is in force, and where each value was set."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from curriculum_gap.cli.inputs import settings_in_force
from curriculum_gap.cli.options import Config, Isolated
from curriculum_gap.cli.terminal import print_output
from curriculum_gap.gate import Requirement, Settings

__all__ = ["config"]


def config(config_file: Config = None, isolated: Isolated = False) -> None:
    """Show the settings in force in this folder and where each was set, as YAML."""
    settings = settings_in_force({"config": config_file, "isolated": isolated})
    lines = [f"# configuration file: {settings.file or 'none'}"]
    for key, value in _values(settings):
        origin = settings.origins.get(key)
        if origin is None and not key.startswith("program.") and value in (None, False, [], {}):
            lines.append(f"# {key}: not set")
        elif origin is not None or value not in (None, [], {}):
            lines += _block(key, value, origin or "default")
    print_output("\n".join(lines) + "\n", "utf-8")


def _values(settings: Settings) -> Iterator[tuple[str, Any]]:
    yield "rubric", settings.rubric or "equity-mental-health"
    yield "paths", list(settings.paths)
    yield "include", list(settings.include)
    yield "exclude", list(settings.exclude)
    yield "expect", _levels(settings.expect)
    yield "fail-under", settings.document.fail_under
    yield "require", _levels(settings.document.require)
    yield "program.fail-under", settings.together.fail_under
    yield "program.require", _levels(settings.together.require)
    yield (
        "programs",
        {
            programme.id: {
                "title": programme.title,
                "courses": list(programme.courses),
                "fail-under": programme.bar.fail_under,
                "require": _levels(programme.bar.require),
            }
            for programme in settings.programmes
        },
    )
    yield "baseline", settings.baseline
    yield (
        "waivers",
        [
            {
                "documents": list(waiver.documents),
                "topics": list(waiver.topics),
                "reason": waiver.reason,
                "until": waiver.until or None,
            }
            for waiver in settings.waivers
        ],
    )
    yield (
        "folders",
        {
            folder.path: {
                "rubric": folder.rubric,
                "expect": _levels(folder.expect),
                "fail-under": folder.bar.fail_under,
                "require": _levels(folder.bar.require),
                "exclude": list(folder.exclude),
            }
            for folder in settings.folders
        },
    )
    yield "format", settings.format or "table"
    yield "exit-zero", settings.exit_zero


def _levels(demands: Sequence[Requirement]) -> dict[str, str]:
    return {demand.topic: str(demand.level or "expected") for demand in demands}


def _block(key: str, value: Any, origin: str) -> list[str]:
    """One key in YAML: JSON for its entries, which YAML reads."""
    note = f"  # {origin}"
    if isinstance(value, dict) and value:
        return [
            f"{key}:{note}",
            *(f"  {_text(name)}: {_text(entry)}" for name, entry in value.items()),
        ]
    if isinstance(value, list) and value:
        return [f"{key}:{note}", *(f"  - {_text(entry)}" for entry in value)]
    return [f"{key}: {_text(value)}{note}"]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = {name: entry for name, entry in value.items() if entry not in (None, [], {})}
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = isinstance(value, str) and value.replace("-", "").replace("_", "").isalnum()
    return value if plain else json.dumps(value, ensure_ascii=True)
