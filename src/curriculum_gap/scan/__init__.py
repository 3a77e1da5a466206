"""Many documents: which files paths stand for, and each of them through the pipeline, isolated.

``discover`` finds the files, ``scan`` checks them. Everything else serves these two.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curriculum_gap.scan.cache import cache_file, clear_cache, describe_cache, reader_version
    from curriculum_gap.scan.discovery import (
        STANDARD_INPUT,
        Discovery,
        Found,
        discover,
        read_file_list,
    )
    from curriculum_gap.scan.run import scan
    from curriculum_gap.scan.settings import Progress, ScanSettings, processors
    from curriculum_gap.scan.worker import unlimited_here

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

# Name → module, imported when used: a worker needs no cache, ``gapcheck cache`` no worker.
_MODULES = {
    "STANDARD_INPUT": "settings",
    "Discovery": "discovery",
    "Found": "discovery",
    "Progress": "settings",
    "ScanSettings": "settings",
    "cache_file": "cache",
    "clear_cache": "cache",
    "describe_cache": "cache",
    "discover": "discovery",
    "processors": "settings",
    "read_file_list": "discovery",
    "reader_version": "cache",
    "scan": "run",
    "unlimited_here": "worker",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
