"""Many documents: which files paths stand for, and each of them through the pipeline, isolated.

``discover`` finds the files, ``scan`` checks them. Everything else serves these two.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from curriculum_gap.check import check_bytes, check_file
from curriculum_gap.nouns import Coverage, Limits, Rubric, Unread
from curriculum_gap.readers import SUFFIXES

if TYPE_CHECKING:
    from curriculum_gap.scan.cache import clear_cache, describe_cache
    from curriculum_gap.scan.confined import unlimited_here
    from curriculum_gap.scan.discovery import (
        STANDARD_INPUT,
        Discovery,
        Found,
        discover,
        read_file_list,
    )
    from curriculum_gap.scan.run import scan
    from curriculum_gap.scan.settings import Progress, ScanSettings, processors

__all__ = [
    "STANDARD_INPUT",
    "Discovery",
    "Found",
    "Progress",
    "ScanSettings",
    "clear_cache",
    "describe_cache",
    "discover",
    "processors",
    "read_file_list",
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
    "clear_cache": "cache",
    "describe_cache": "cache",
    "discover": "discovery",
    "processors": "settings",
    "read_file_list": "discovery",
    "scan": "run",
    "unlimited_here": "confined",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


@dataclass(frozen=True, slots=True)
class OldFound:
    """The files that paths stand for, in order, each once.

    ``walked`` holds those that were met in a folder; ``left_out`` counts files there that no reader
    takes.
    """

    files: tuple[str, ...]
    walked: frozenset[str]
    left_out: int


def find_files(paths: Iterable[str]) -> OldFound:
    """Files as typed, and every readable file below each folder in a stable order.

    Hidden files, lock files of word processors and links to folders are passed over. A path that
    does not exist stays in the list: whoever reads it says so.
    """
    files: dict[str, None] = {}
    walked: set[str] = set()
    left_out = 0
    for path in paths:
        if path == "-" or not os.path.isdir(path):  # noqa: PTH112 (keeps it as typed)
            files[path] = None
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.startswith((".", "~$")):
                    continue
                if os.path.splitext(name)[1].lower() not in SUFFIXES:  # noqa: PTH122
                    left_out += 1
                    continue
                inside = os.path.join(folder, name)  # noqa: PTH118
                if inside not in files:
                    walked.add(inside)
                files[inside] = None
    return OldFound(tuple(files), frozenset(walked), left_out)


def check_files(
    files: Iterable[str],
    rubric: Rubric,
    limits: Limits | None = None,
    standard_input: Callable[[int], bytes] | None = None,
) -> tuple[Coverage | Unread, ...]:
    """A verdict for every file, in order. ``-`` is what ``standard_input`` returns when asked for
    at most so many bytes."""
    limits = limits or Limits()
    verdicts: list[Coverage | Unread] = []
    for file in files:
        if file == "-" and standard_input is not None:
            content = standard_input(limits.input_bytes + 1)
            verdicts.append(check_bytes(content, file, rubric, limits))
        else:
            verdicts.append(check_file(file, rubric, limits))
    return tuple(verdicts)
