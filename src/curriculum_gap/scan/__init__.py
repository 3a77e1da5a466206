"""Many documents: which files paths stand for, and each of them through the pipeline, isolated.

``discover`` finds the files, ``scan`` checks them. Everything else serves these two.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from curriculum_gap.scan.course_folders import group_courses
from curriculum_gap.scan.discovery import (
    NOT_READ,
    OTHER_KIND,
    PART_OF,
    Discovery,
    Found,
    discover,
    included_by,
    is_own_report,
    read_file_list,
    read_found,
)
from curriculum_gap.scan.run import scan
from curriculum_gap.scan.settings import Progress, ScanSettings
from curriculum_gap.scan.worker import unlimited_here

if TYPE_CHECKING:
    from curriculum_gap.scan.cache import cache_file, clear_cache, describe_cache, reader_version

__all__ = [
    "NOT_READ",
    "OTHER_KIND",
    "PART_OF",
    "Discovery",
    "Found",
    "Progress",
    "ScanSettings",
    "cache_file",
    "clear_cache",
    "describe_cache",
    "discover",
    "group_courses",
    "included_by",
    "is_own_report",
    "read_file_list",
    "read_found",
    "reader_version",
    "scan",
    "unlimited_here",
]


def __getattr__(name: str) -> Any:
    """What the cache offers, imported when it is used: one file alone needs no SQLite."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.cache"), name)
