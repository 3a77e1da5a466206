"""The gate: configuration, thresholds, waivers, baseline, comparison of two states.

``in_force`` says which settings hold, ``judge`` judges a report by them, ``compare`` gives the
difference between two states of a set of documents. Modules are imported when a name of theirs is
used: most runs have no gate and no revisions, and importing all would take a tenth of their CPU.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curriculum_gap.gate.baseline import (
        BASELINE,
        Baseline,
        as_lines,
        baseline_of,
        read_baseline,
    )
    from curriculum_gap.gate.comparison import (
        SavedReport,
        compare,
        is_saved,
        read_saved,
        with_losses,
    )
    from curriculum_gap.gate.configuration import (
        ENVIRONMENT,
        find_configuration,
        in_force,
        stray_variables,
    )
    from curriculum_gap.gate.gates import check_settings, judge, today_is
    from curriculum_gap.gate.git_revisions import (
        Revisions,
        export,
        is_range,
        open_revisions,
        renames_between,
    )
    from curriculum_gap.gate.init_templates import init_files, look_at, pre_commit_hook
    from curriculum_gap.gate.path_patterns import inside, is_below, matches
    from curriculum_gap.gate.settings import Bar, Requirement, Settings, as_date
    from curriculum_gap.gate.thresholds import expecting

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
    "baseline_of",
    "check_settings",
    "compare",
    "expecting",
    "export",
    "find_configuration",
    "in_force",
    "init_files",
    "inside",
    "is_below",
    "is_range",
    "is_saved",
    "judge",
    "look_at",
    "matches",
    "open_revisions",
    "pre_commit_hook",
    "read_baseline",
    "read_saved",
    "renames_between",
    "stray_variables",
    "today_is",
    "with_losses",
]

_NAMES = {
    "baseline": ["BASELINE", "Baseline", "as_lines", "baseline_of", "read_baseline"],
    "comparison": ["SavedReport", "compare", "is_saved", "read_saved", "with_losses"],
    "configuration": ["ENVIRONMENT", "find_configuration", "in_force", "stray_variables"],
    "gates": ["check_settings", "judge", "today_is"],
    "git_revisions": ["Revisions", "export", "is_range", "open_revisions", "renames_between"],
    "init_templates": ["init_files", "look_at", "pre_commit_hook"],
    "path_patterns": ["inside", "is_below", "matches"],
    "settings": ["Bar", "Requirement", "Settings", "as_date"],
    "thresholds": ["expecting"],
}
"""Module → what it has for other packages."""


def __getattr__(name: str) -> Any:
    """The public name, imported now."""
    for module, names in _NAMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
