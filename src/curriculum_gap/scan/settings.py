"""How a scan runs, in one frozen value."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import NamedTuple

from curriculum_gap.nouns import Limits

__all__ = ["STANDARD_INPUT", "Progress", "ScanSettings", "processors"]

#: The path that stands for standard input.
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """What a scan may be told.

    ``jobs`` is the number of worker processes (0: one per processor), ``recycle`` the number of
    documents after which each is replaced; ``limits`` hold for each document. ``include`` and
    ``exclude`` are gitignore patterns for files met in folders. ``cache_bytes`` bounds the cache
    on disk. ``engine`` is ``local`` or ``dask://HOST:PORT``. Without ``evidence`` a coverage holds
    levels only (no evidence, scores 0.0): all that a summary needs, at a fraction of the cost.
    ``standard_input_name`` is the file name of standard input: its suffix is a hint to the reader.
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
    standard_input_name: str = STANDARD_INPUT

    def name_of(self, source: str) -> str:
        """The file name by which a reader knows ``source``, as text that can be encoded."""
        name = self.standard_input_name if source == STANDARD_INPUT else source
        return name.encode("utf-8", "replace").decode()


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
