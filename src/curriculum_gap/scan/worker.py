"""Inside the process that parses: limits first, then one document at a time.

:func:`answer` takes a request and gives an answer, whatever the file does short of ending the
process. :func:`main` is the worker's loop; the forked child of a single file calls the same
functions.
"""

from __future__ import annotations

import contextlib
import gc
import io
import math
import os
import sys
from dataclasses import replace

from curriculum_gap.errors import InstallationError, ReadError, installation_fault, named_message
from curriculum_gap.nouns import Coverage, Document, Limits, Status, Unread
from curriculum_gap.scan.pipe_protocol import (
    Answer,
    PipeError,
    Request,
    Task,
    decode_document,
    encode_coverage,
    encode_document,
    fault_answer,
    receive,
    send,
    summarize,
    unread_answer,
)

__all__ = ["answer", "capture_output", "limit_process", "main", "start_budget", "unlimited_here"]

_MAX_DOCUMENT = 8_000_000  # bytes of an extraction worth keeping
_MAX_OUTPUT = 10_000  # characters kept of what libraries print while they read one file
_ALARM_DELAY = 5  # seconds after the wall limit, when the parent should have acted
_UNKNOWN_SIZE = 300_000_000  # bytes of address space assumed where the platform does not say
_OUT_OF_MEMORY = ("needs more memory than allowed to read", "raise the memory limit")


def unlimited_here() -> tuple[str, ...]:
    """Limits that this platform cannot hold (the wall clock always holds)."""
    if os.name == "nt":
        return ("CPU time", "memory")
    return () if sys.platform.startswith("linux") else ("memory",)


def limit_process(limits: Limits) -> None:
    """Bound this process for good: no core dump, no file written, and ``limits.memory_bytes`` of
    address space beyond what it has now."""
    if os.name == "nt":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.dont_write_bytecode = True
    most = (_address_space("VmSize") or _UNKNOWN_SIZE) + limits.memory_bytes
    with contextlib.suppress(ValueError, OSError):  # macOS knows the call and not the limit
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def start_budget(limits: Limits) -> None:
    """Give the next document its processor time from now on, and set an alarm that ends the
    process if its parent is gone."""
    if os.name == "nt":
        return
    import resource
    import signal

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime + limits.all_cpu_seconds)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
    signal.setitimer(signal.ITIMER_REAL, limits.all_wall_seconds + _ALARM_DELAY)


def _stop_alarm() -> None:
    if os.name != "nt":
        import signal

        signal.setitimer(signal.ITIMER_REAL, 0)


def _address_space(field: str) -> int:
    """``VmSize`` or ``VmPeak`` of this process in bytes, 0 where the platform does not say."""
    try:
        with open("/proc/self/status", "rb") as handle:  # noqa: PTH123
            for line in handle:
                if line.startswith(field.encode()):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return 0


def _resident() -> int:
    """Bytes of memory in use now, 0 where the platform does not say."""
    try:
        with open("/proc/self/statm", "rb") as handle:  # noqa: PTH123
            return int(handle.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


class _BoundedOutput(io.StringIO):
    """What libraries print: kept up to a bound, never an error."""

    def write(self, text: str) -> int:
        return super().write(text) if self.tell() < _MAX_OUTPUT else len(text)

    def take(self) -> str:
        """What was written since the last call, as text that can be encoded."""
        written = self.getvalue().encode("utf-8", "backslashreplace").decode()
        self.seek(0)
        self.truncate()
        return written


def capture_output() -> _BoundedOutput:
    """Lead Python's output streams to the buffer returned."""
    output = _BoundedOutput()
    sys.stdout = sys.stderr = output
    return output


def answer(request: Request, task: Task) -> Answer:
    """One file through the pipeline. What a file is at fault for never raises."""
    try:
        if request.document is None:
            document = _read(request, task)
        else:
            document = decode_document(request.document, request.name)
    except ReadError as error:
        return _unread_answer(error, task.limits)
    except InstallationError as error:
        return _fault_answer(error, task.limits)
    except ValueError:
        return Answer()  # the stored extraction is damaged
    except MemoryError:
        return unread_answer(Status.MEMORY, *_OUT_OF_MEMORY)
    return _check(document, request, task)


def _read(request: Request, task: Task) -> Document:
    from curriculum_gap.readers import read_document

    return read_document(request.content or b"", request.name, task.limits, request.included)


def _unread_answer(error: ReadError, limits: Limits) -> Answer:
    if error.status is Status.DAMAGED and _near_memory_limit(limits):
        # A parser written in C calls it damage when it gets no more memory.
        return unread_answer(Status.MEMORY, *_OUT_OF_MEMORY)
    return unread_answer(error.status, error.what, error.hint)


def _fault_answer(fault: InstallationError, limits: Limits) -> Answer:
    if _near_memory_limit(limits):  # where a library could not be loaded for that
        return unread_answer(Status.MEMORY, *_OUT_OF_MEMORY)
    return fault_answer(fault)


def _near_memory_limit(limits: Limits) -> bool:
    """Whether this process has ever come within a fifth of its limit of memory."""
    if os.name == "nt":
        return False
    import resource

    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    if most == resource.RLIM_INFINITY:
        return False
    return _address_space("VmPeak") > most - limits.memory_bytes // 5


def _check(document: Document, request: Request, task: Task) -> Answer:
    from curriculum_gap.pipeline import check_document

    try:
        verdict = check_document(document, task.rubric, task.limits)
        if isinstance(verdict, Unread):
            unread = unread_answer(verdict.status, verdict.reason, verdict.hint)
            return replace(unread, cut_short=document.cut_short)
        return _covered_answer(verdict, document, request, task)
    except MemoryError:
        return unread_answer(Status.MEMORY, *_OUT_OF_MEMORY)
    except RecursionError:
        what = "is nested too deeply to check"
        return unread_answer(Status.TOO_LARGE, what, "simplify the file")
    except Exception as error:
        fault = installation_fault(error)
        if fault is not None:
            return _fault_answer(fault, task.limits)
        # A fault of ours, in one document of ten thousand: named, and the others go on.
        return unread_answer(
            Status.CRASHED,
            f"cannot be checked ({named_message(error)})",
            "this is a fault of gapcheck: please report it",
        )


def _covered_answer(coverage: Coverage, document: Document, request: Request, task: Task) -> Answer:
    """The summary always; coverage and extraction where the task asks for them."""
    stored = b""
    if task.for_cache and request.document is None:
        stored = encode_document(document)
    if len(stored) > _MAX_DOCUMENT:
        stored = b""
    encoded = b""
    if task.for_cache or task.evidence:
        encoded = encode_coverage(coverage, compress=task.for_cache)
    return Answer(
        summary=summarize(coverage), coverage=encoded, document=stored, cut_short=document.cut_short
    )


def main() -> None:
    """Answer requests from standard input until it closes.

    The pipes move to descriptors that no library knows, so that what it prints cannot get between
    the frames. The limits hold from the first document on: loading the model is no document's cost.
    """
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)  # what a library prints goes where its complaints go
    output = capture_output()
    with contextlib.suppress(PipeError, KeyboardInterrupt):
        task = receive(requests, Task, sys.maxsize)
        send(answers, _load_model(task))
        limit_process(task.limits)
        while True:
            request = receive(requests, Request, sys.maxsize)
            start_budget(task.limits)
            reply = answer(request, task)
            _stop_alarm()
            send(answers, replace(reply, noise=output.take(), resident=_resident()))


def _load_model(task: Task) -> Answer:
    """An empty answer when the worker is ready, or what is wrong with its installation."""
    try:
        from curriculum_gap.calibration import load_calibration
        from curriculum_gap.compiled import model_of

        for rubric in task.rubric.parts or (task.rubric,):
            model_of(rubric)
        load_calibration()
    except Exception as error:
        fault = installation_fault(error)
        if fault is None:
            raise
        return fault_answer(fault)
    gc.freeze()
    # Values are frozen and never refer back: there is little garbage for the collector to find.
    gc.set_threshold(20_000, 20, 20)
    gc.enable()
    return Answer()


if __name__ == "__main__":
    main()
