"""Inside the process that parses: limits first, then one document at a time."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
from hashlib import sha256

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Coverage, Document, Limits, Status, Unread
from curriculum_gap.scan.codec import (
    decode_document,
    encode_coverage,
    encode_document,
    encode_summary,
    encode_unread,
)
from curriculum_gap.scan.requests import Answer, Request, Task

__all__ = ["answer", "confine", "give_time", "hush", "unlimited_here"]

_MOST_DOCUMENT = 8_000_000  # bytes of an extraction worth keeping


def unlimited_here() -> tuple[str, ...]:
    """Limits that this platform cannot hold (the wall clock always holds)."""
    if os.name == "nt":
        return ("CPU time", "memory")
    return () if sys.platform.startswith("linux") else ("memory",)


def confine(limits: Limits) -> None:
    """For good: no core dumps, no file written, address space bounded by what the process has now
    and ``limits.memory_bytes``."""
    if os.name == "nt":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.dont_write_bytecode = True
    most = (_address_space("VmSize") or 300_000_000) + limits.memory_bytes
    with contextlib.suppress(ValueError, OSError):  # macOS knows the call and not the limit
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def give_time(limits: Limits) -> None:
    """The budget of the next document: its CPU time from now on, and an alarm that ends a process
    whose parent is gone."""
    if os.name == "nt":
        return
    import math
    import resource
    import signal

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime + limits.cpu_seconds)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + 5)


def _address_space(which: str) -> int:
    """``VmSize`` or ``VmPeak`` in bytes, 0 where the platform does not say."""
    try:
        with open("/proc/self/status", "rb") as handle:  # noqa: PTH123
            for line in handle:
                if line.startswith(which.encode()):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return 0


class _Bounded(io.StringIO):
    """Standard output of a library: kept up to a bound, never an error."""

    def write(self, text: str) -> int:
        return super().write(text) if self.tell() < 10_000 else len(text)


def hush() -> io.StringIO:
    """Python's output streams lead to the buffer returned; nothing a library prints gets out."""
    kept = _Bounded()
    sys.stdout = sys.stderr = kept
    return kept


def answer(request: Request, task: Task) -> Answer:
    """One file through the pipeline. What a file is at fault for never raises."""
    started = time.perf_counter()
    digest = ""
    document: Document | None = None
    try:
        if request.expect is not None and not _is_here(request):
            return Answer("absent")
        kept = b""
        if request.document is not None:
            with contextlib.suppress(ValueError):
                document = decode_document(request.document, request.name)
        if document is None:
            from curriculum_gap.readers import load, read_document

            content = request.content
            if content is None:
                content = load(request.path, task.limits)
            digest = sha256(content).hexdigest() if request.digest else ""
            document = read_document(content, request.name, task.limits)
            del content
            kept = encode_document(document) if request.keep else b""
        verdict = _check(document, task)
    except ReadError as error:
        status, what, hint = error.status, error.what, error.hint
        if status is Status.DAMAGED and _near_the_cap(task.limits):
            # A parser written in C calls it damage when it gets no more memory.
            status, what, hint = Status.MEMORY, _MEMORY, _MORE_MEMORY
        verdict = Unread("", status, what, hint)
    except MemoryError:
        document = None
        verdict = Unread("", Status.MEMORY, _MEMORY, _MORE_MEMORY)
    seconds = time.perf_counter() - started
    if isinstance(verdict, Unread):
        return Answer("unread", encode_unread(verdict), sha256=digest, seconds=seconds)
    return Answer(
        "covered",
        encode_summary(verdict),
        encode_coverage(verdict, small=request.keep) if request.whole else b"",
        kept if len(kept) <= _MOST_DOCUMENT else b"",
        digest,
        seconds=seconds,
    )


_MEMORY = "needs more memory than allowed to read"
_MORE_MEMORY = "raise the memory limit"


def _check(document: Document, task: Task) -> Coverage | Unread:
    from curriculum_gap.pipeline import check_document

    try:
        return check_document(document, task.rubric)
    except (MemoryError, ReadError):
        raise
    except RecursionError:
        return Unread("", Status.TOO_LARGE, "is nested too deeply to check", "simplify the file")
    except Exception as error:
        # A fault of ours, in one document of ten thousand: named, and the others go on.
        reason = " ".join(str(error).split())[:120]
        return Unread(
            "",
            Status.CRASHED,
            f"cannot be checked ({type(error).__name__}: {reason})",
            "this is a fault of gapcheck: please report it",
        )


def _near_the_cap(limits: Limits) -> bool:
    """Whether this process has ever come near to its bound of memory."""
    if os.name == "nt":
        return False
    import resource

    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    if most == resource.RLIM_INFINITY:
        return False
    return _address_space("VmPeak") > most - limits.memory_bytes // 5


def _is_here(request: Request) -> bool:
    try:
        state = os.stat(request.path)  # noqa: PTH116
    except (OSError, ValueError):
        return False
    return (state.st_size, state.st_mtime_ns) == request.expect
