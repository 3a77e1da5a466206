"""The gate: configuration, thresholds, waivers, baseline, comparison of two states.

``load_settings`` says which settings hold, ``judge`` judges a report by them, ``compare`` gives the
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
        format_baseline,
        make_baseline,
        read_baseline,
    )
    from curriculum_gap.gate.comparison import (
        SavedReport,
        add_loss_gate,
        compare,
        is_saved_report,
        read_saved_report,
    )
    from curriculum_gap.gate.configuration import (
        ENVIRONMENT,
        find_configuration,
        load_settings,
        unknown_variables,
    )
    from curriculum_gap.gate.gates import check_settings, judge
    from curriculum_gap.gate.git_revisions import (
        Revisions,
        export_documents,
        is_range,
        open_revisions,
        renames_between,
    )
    from curriculum_gap.gate.init_templates import (
        InitFile,
        init_files,
        inspect_folder,
        pre_commit_hook,
        yaml_text,
    )
    from curriculum_gap.gate.settings import Requirement, Settings, Thresholds, as_date
    from curriculum_gap.gate.thresholds import apply_expected_levels
    from curriculum_gap.gate.topic_names import with_full_names

__all__ = [
    "BASELINE",
    "ENVIRONMENT",
    "Baseline",
    "InitFile",
    "Requirement",
    "Revisions",
    "SavedReport",
    "Settings",
    "Thresholds",
    "add_loss_gate",
    "apply_expected_levels",
    "as_date",
    "check_settings",
    "compare",
    "export_documents",
    "find_configuration",
    "format_baseline",
    "init_files",
    "inspect_folder",
    "is_range",
    "is_saved_report",
    "judge",
    "load_settings",
    "make_baseline",
    "open_revisions",
    "pre_commit_hook",
    "read_baseline",
    "read_saved_report",
    "renames_between",
    "unknown_variables",
    "with_full_names",
    "yaml_text",
]

_MODULES = (
    "settings",
    "configuration",
    "thresholds",
    "topic_names",
    "baseline",
    "gates",
    "init_templates",
    "comparison",
    "git_revisions",
)
"""Modules in the order in which they are asked for a name: what most runs need, then by cost."""


def __getattr__(name: str) -> Any:
    """The public name, from the first module that offers it; imports what comes before it."""
    if name in __all__:
        for module_name in _MODULES:
            module = import_module(f"{__name__}.{module_name}")
            if name in module.__all__:
                value = getattr(module, name)
                globals()[name] = value
                return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
