"""Many documents: which files paths stand for, and each of them through the pipeline, isolated.

``discover`` finds the files, ``scan`` checks them. Everything else serves these two.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curriculum_gap.scan.confined import unlimited_here
    from curriculum_gap.scan.database import cache_file, clear_cache, describe_cache
    from curriculum_gap.scan.discovery import (
        STANDARD_INPUT,
        Discovery,
        Found,
        discover,
        read_file_list,
    )
    from curriculum_gap.scan.run import scan
    from curriculum_gap.scan.settings import Progress, ScanSettings, processors
    from curriculum_gap.scan.versions import reader_version

__all__ = [
    "STANDARD_INPUT",
    "Discovery",
    "Found",
    "Progress",
    "ScanSettings",
    "cache_file",
    "clear_cache",
    "describe_cache",
    "discover",
    "processors",
    "read_file_list",
    "reader_version",
    "scan",
    "unlimited_here",
]

# Imported when used: a worker needs no cache, ``gapcheck cache`` no worker.
_HOMES = {
    "STANDARD_INPUT": "discovery",
    "Discovery": "discovery",
    "Found": "discovery",
    "Progress": "settings",
    "ScanSettings": "settings",
    "cache_file": "database",
    "clear_cache": "database",
    "describe_cache": "database",
    "discover": "discovery",
    "processors": "settings",
    "read_file_list": "discovery",
    "reader_version": "versions",
    "scan": "run",
    "unlimited_here": "confined",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
