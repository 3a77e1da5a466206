"""One file alone: a forked child reads it under the same limits, without the price of a worker.

Only where forking is safe: on Linux, in a process that has no second thread.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import select
import signal
import sys
import time
from pathlib import Path

from curriculum_gap.nouns import Status
from curriculum_gap.scan.confined import answer, confine, give_time, hush
from curriculum_gap.scan.endings import end_of, most_held, own_share
from curriculum_gap.scan.requests import Answer, Request, Task
from curriculum_gap.scan.wire import PipeError, receive_answer, send_answer

__all__ = ["ask_child", "may_fork"]


def may_fork() -> bool:
    """Whether a forked child can be trusted to run: no thread holds a lock that it would need."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def ask_child(request: Request, task: Task) -> Answer:
    """As :func:`curriculum_gap.scan.isolation.isolate`, by a child of its own."""
    reply = _ask(request, task)
    if reply.kind == "unread" and reply.summary.startswith(f'["{Status.CRASHED}"'):
        reply = _ask(request, task)
    return reply


def _ask(request: Request, task: Task) -> Answer:
    out, into = os.pipe()
    noise_out, noise_into = os.pipe()
    os.set_blocking(noise_into, False)
    inherited = most_held()
    child = os.fork()
    if child == 0:
        _read_and_leave(into, noise_into, request, task)
    os.close(into)
    os.close(noise_into)
    overdue = False
    try:
        content = _receive(out, task.limits.wall_seconds)
        overdue = content is None
    finally:
        if overdue or sys.exc_info()[0] is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        _, status, used = os.wait4(child, 0)
        os.close(out)
    with os.fdopen(noise_out, "rb") as stream:
        noise = stream.read().decode("utf-8", "backslashreplace")
    with contextlib.suppress(PipeError):
        reply = receive_answer(io.BytesIO(content or b""))
        return reply._replace(noise=reply.noise + noise)
    code = os.waitstatus_to_exitcode(status)
    return end_of(code, own_share(used.ru_maxrss, inherited), overdue, task.limits, noise)


def _receive(descriptor: int, seconds: float) -> bytes | None:
    """All that comes until the child closes its end; None when it takes too long."""
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return None
        part = os.read(descriptor, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _read_and_leave(into: int, noise: int, request: Request, task: Task) -> None:
    """In the child, which never returns."""
    code = 70
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDONLY)
        for stream, place in ((nowhere, 0), (noise, 1), (noise, 2)):
            os.dup2(stream, place)
        kept = hush()
        gc.disable()  # one document, then the end
        confine(task.limits)
        give_time(task.limits)
        reply = answer(request, task)
        with os.fdopen(into, "wb") as pipe:
            send_answer(pipe, reply._replace(noise=kept.getvalue()))
        code = 0
    finally:
        os._exit(code)
