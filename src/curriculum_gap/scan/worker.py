"""The worker: a process that is told one file at a time, and has no other way out than its pipe."""

from __future__ import annotations

import contextlib
import gc
import os

from curriculum_gap.compiled import model_of, shipped_rubric
from curriculum_gap.scan.confined import answer, confine, give_time, hush
from curriculum_gap.scan.requests import Answer, Request, Task
from curriculum_gap.scan.wire import PipeError, receive_value, send_answer

__all__ = ["main"]


def main() -> None:
    """Answer requests from standard input until it closes."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    os.dup2(2, 1)  # what a library prints goes where its complaints go
    kept = hush()
    with contextlib.suppress(PipeError, KeyboardInterrupt):
        rubric, limits = receive_value(requests)
        task = Task(shipped_rubric(rubric) if isinstance(rubric, str) else rubric, limits)
        _warm_up(task)
        send_answer(answers, Answer("ready"))
        confine(task.limits)
        while True:
            request = receive_value(requests)
            assert isinstance(request, Request)
            give_time(task.limits)
            reply = answer(request, task)
            _no_alarm()
            noise = kept.getvalue()
            kept.seek(0)
            kept.truncate()
            send_answer(answers, reply._replace(noise=noise, resident=_resident()))


def _warm_up(task: Task) -> None:
    from curriculum_gap.calibration import load_calibration

    model_of(task.rubric)
    load_calibration()
    gc.freeze()
    # Values are frozen and never refer back: there is little garbage for the collector to find.
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def _no_alarm() -> None:
    if os.name != "nt":
        import signal

        signal.setitimer(signal.ITIMER_REAL, 0)


def _resident() -> int:
    """Bytes of memory in use now, 0 where the platform does not say."""
    try:
        with open("/proc/self/statm", "rb") as handle:  # noqa: PTH123
            return int(handle.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


if __name__ == "__main__":
    main()
