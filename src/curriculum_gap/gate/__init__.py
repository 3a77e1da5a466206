"""The gate: configuration, thresholds, waivers, baseline, comparison of two states.

``in_force`` says what holds, ``judge`` holds a report against it, ``compare`` one state of a set of
documents against another.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curriculum_gap.gate.badge import badge_of, figure_in
    from curriculum_gap.gate.baseline import DEFAULT as BASELINE
    from curriculum_gap.gate.baseline import Baseline, as_lines, read_baseline
    from curriculum_gap.gate.beginning import beginnings, hook, look_at
    from curriculum_gap.gate.configuration import (
        ENVIRONMENT,
        find_configuration,
        in_force,
        stray_variables,
    )
    from curriculum_gap.gate.diff import compare, with_losses
    from curriculum_gap.gate.judging import check_settings, judge, today_is
    from curriculum_gap.gate.option_values import as_date
    from curriculum_gap.gate.places import inside, is_below, matches
    from curriculum_gap.gate.ratchet import baseline_of
    from curriculum_gap.gate.revisions import (
        Revisions,
        export,
        is_range,
        open_revisions,
        renames_between,
    )
    from curriculum_gap.gate.saved import SavedReport, is_saved, read_saved
    from curriculum_gap.gate.settings import Bar, Requirement, Settings
    from curriculum_gap.gate.thresholds import expecting

_HOMES = {
    "BASELINE": "baseline",
    "ENVIRONMENT": "configuration",
    "Bar": "settings",
    "Baseline": "baseline",
    "Requirement": "settings",
    "Revisions": "revisions",
    "SavedReport": "saved",
    "Settings": "settings",
    "as_date": "option_values",
    "as_lines": "baseline",
    "badge_of": "badge",
    "baseline_of": "ratchet",
    "beginnings": "beginning",
    "check_settings": "judging",
    "compare": "diff",
    "expecting": "thresholds",
    "export": "revisions",
    "figure_in": "badge",
    "find_configuration": "configuration",
    "hook": "beginning",
    "in_force": "configuration",
    "inside": "places",
    "is_below": "places",
    "is_range": "revisions",
    "is_saved": "saved",
    "judge": "judging",
    "look_at": "beginning",
    "matches": "places",
    "open_revisions": "revisions",
    "read_baseline": "baseline",
    "read_saved": "saved",
    "renames_between": "revisions",
    "stray_variables": "configuration",
    "today_is": "judging",
    "with_losses": "diff",
}

__all__ = [
    "BASELINE",
    "ENVIRONMENT",
    "Bar",
    "Baseline",
    "Requirement",
    "Revisions",
    "SavedReport",
    "Settings",
    "as_date",
    "as_lines",
    "badge_of",
    "baseline_of",
    "beginnings",
    "check_settings",
    "compare",
    "expecting",
    "export",
    "figure_in",
    "find_configuration",
    "hook",
    "in_force",
    "inside",
    "is_below",
    "is_range",
    "is_saved",
    "judge",
    "look_at",
    "matches",
    "open_revisions",
    "read_baseline",
    "read_saved",
    "renames_between",
    "stray_variables",
    "today_is",
    "with_losses",
]


def __getattr__(name: str) -> Any:
    # Imported when used: most runs have no gate and no revisions.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    original = "DEFAULT" if name == "BASELINE" else name
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), original)
    globals()[name] = value
    return value
