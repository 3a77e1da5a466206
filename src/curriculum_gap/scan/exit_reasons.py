"""What the end of a process says about the document that it was reading.

Takes an exit code, the memory that the process held and what it wrote last; gives the answer for
the document: a timeout, too little memory, or a crash.
"""

from __future__ import annotations

import os
import signal
import sys

from curriculum_gap.nouns import Limits, Status
from curriculum_gap.scan.pipe_protocol import Answer, unread_answer

__all__ = ["answer_for_exit", "bytes_held_by_child", "max_resident"]

#: Bytes by which a child may seem to exceed its parent: each processor counts for itself.
_COUNTING_ERROR = 16_000_000
#: A process that held this share of its limit and was killed by a signal had asked for the rest.
_NEAR_LIMIT = 0.6
#: What libraries of C, C++ and Rust write when an allocation fails, in lower case.
_OUT_OF_MEMORY = (
    "bad_alloc",
    "out of memory",
    "cannot allocate",
    "memoryerror",
    "oom",
    "memory allocation of",
)


def max_resident() -> int:
    """The most memory this process has held, in the unit of ``ru_maxrss``; 0 on Windows."""
    if os.name == "nt":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def bytes_held_by_child(child: int, parent: int) -> int:
    """Bytes that a child is known to have held; 0 where nothing is known.

    ``child`` and ``parent`` are ``ru_maxrss`` of both. Linux counts a child from what its parent
    held when it started the child, so a figure near the parent's says nothing.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    if (child - parent) * unit <= _COUNTING_ERROR:
        return 0
    return child * unit


def answer_for_exit(
    code: int, resident: int, overdue: bool, limits: Limits, noise: str = ""
) -> Answer:
    """The answer for the document whose process ended.

    ``code`` is the exit code (negative: the number of a signal), ``resident`` the bytes that the
    process held (0: unknown), ``overdue`` whether we ended it, ``noise`` what it wrote.
    """
    if overdue or code == -getattr(signal, "SIGALRM", 0):
        reason = f"took more than {limits.all_wall_seconds:g} s"
        return unread_answer(Status.TIMEOUT, reason, "raise the limit on wall time", noise)
    if code == -getattr(signal, "SIGXCPU", 0):
        reason = f"took more than {limits.all_cpu_seconds:g} s of processor time"
        return unread_answer(Status.TIMEOUT, reason, "raise the limit on processor time", noise)
    if code < 0 and _ran_out_of_memory(resident, limits, noise):
        reason = "needs more memory than allowed to read"
        return unread_answer(Status.MEMORY, reason, "raise the memory limit", noise)
    reason = "ended the process that read it"
    if code < 0:
        reason += f" ({_signal_name(-code)})"
    return unread_answer(Status.CRASHED, reason, "open it and save or export it again", noise)


def _ran_out_of_memory(resident: int, limits: Limits, noise: str) -> bool:
    if resident > limits.memory_bytes * _NEAR_LIMIT:
        return True
    lowered = noise.lower()
    return any(words in lowered for words in _OUT_OF_MEMORY)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return f"signal {number}"
