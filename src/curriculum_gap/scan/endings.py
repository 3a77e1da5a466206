"""What the end of a process says about the document that it read."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from curriculum_gap.nouns import Limits, Status
from curriculum_gap.scan.requests import Answer, unread_answer

__all__ = ["end_of", "most_held", "own_share"]


_ROUGHLY = 16_000_000  # bytes


def most_held() -> int:
    """The most memory this process has held, in the unit of ``ru_maxrss``; 0 where unknown."""
    if os.name == "nt":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def own_share(held: int, inherited: int) -> int:
    """Bytes a child is known to have held, from its ``ru_maxrss``: the system counts from what the
    parent held when it started the child, so that no more than this says nothing (0). It counts
    roughly, each processor for itself: a little more says nothing either."""
    unit = 1 if sys.platform == "darwin" else 1024
    return held * unit if (held - inherited) * unit > _ROUGHLY else 0


def end_of(code: int, resident: int, overdue: bool, limits: Limits, noise: str) -> Answer:
    """What the end of a process says about its document: ``code`` is the exit code (a signal's
    number, negative), ``resident`` the most bytes it held, ``overdue`` whether we ended it."""
    if overdue or code == -getattr(signal, "SIGALRM", 0):
        return unread_answer(
            Status.TIMEOUT,
            f"took more than {limits.wall_seconds:g} s",
            "raise the limit on wall time",
            noise,
        )
    if code == -getattr(signal, "SIGXCPU", 0):
        return unread_answer(
            Status.TIMEOUT,
            f"took more than {limits.cpu_seconds:g} s of processor time",
            "raise the limit on processor time",
            noise,
        )
    starved = any(sign in noise.lower() for sign in _STARVED)
    if code < 0 and (starved or resident > limits.memory_bytes * 0.6):
        return unread_answer(
            Status.MEMORY,
            "needs more memory than allowed to read",
            "raise the memory limit",
            noise,
        )
    if code < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-code).name
            return unread_answer(
                Status.CRASHED,
                f"ended the process that read it ({name})",
                "open it and save or export it again",
                noise,
            )
    return unread_answer(
        Status.CRASHED,
        "ended the process that read it",
        "open it and save or export it again",
        noise,
    )


_STARVED = ("bad_alloc", "out of memory", "cannot allocate", "memoryerror", "oom")
