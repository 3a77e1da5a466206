"""How a scan runs, in one frozen value."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import NamedTuple

from curriculum_gap.nouns import Limits

__all__ = ["Progress", "ScanSettings", "processors"]


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """``jobs`` worker processes (0: one per processor); ``limits`` hold for each document.

    ``include`` and ``exclude`` are gitignore patterns for files met in folders. ``cache_bytes``
    bounds the cache on disk. ``recycle`` is after how many documents a worker is replaced.
    ``engine`` is ``local`` or ``dask://HOST:PORT``. With ``evidence`` false a coverage holds levels
    only (no evidence, scores 0.0): all that a summary needs, at a fraction of the cost. ``standard_input_name`` is the file name that
    standard input would have: its suffix is a hint.
    """

    jobs: int = 0
    limits: Limits = field(default_factory=Limits)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    follow_links: bool = False
    use_cache: bool = True
    cache_bytes: int = 2_000_000_000
    engine: str = "local"
    evidence: bool = True
    recycle: int = 500
    standard_input_name: str = "-"


class Progress(NamedTuple):
    """How far a scan is: ``done`` of ``total`` files have their verdict, ``kept`` of them without
    being read (cache, copies); ``waiting_for`` is the file that the next verdict waits for."""

    done: int
    total: int
    kept: int
    waiting_for: str | None = None


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
