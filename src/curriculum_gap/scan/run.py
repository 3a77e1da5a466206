"""The scan: files in, verdicts out, in order.

:func:`scan` decides how: one file alone is read in a forked child, which spares the start of a
worker (about 100 ms); everything else goes through :mod:`curriculum_gap.scan.batch`.
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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from curriculum_gap.errors import ReadError
from curriculum_gap.expected_levels import expected_in_course
from curriculum_gap.nouns import Coverage, Rubric, Status, Unread
from curriculum_gap.scan.discovery import Discovery, Found, discover, included_by, read_found
from curriculum_gap.scan.exit_reasons import answer_for_exit, bytes_held_by_child, max_resident
from curriculum_gap.scan.pipe_protocol import (
    Answer,
    PipeError,
    Request,
    Task,
    decode_coverage,
    receive,
    send,
)
from curriculum_gap.scan.settings import Progress, ScanSettings
from curriculum_gap.scan.worker import answer, capture_output, limit_process, start_budget

__all__ = ["scan"]

_EXIT_CODE_OF_FAILURE = 70  # of a child that could not send its answer; not a signal


def scan(
    paths: Iterable[str] | Discovery,
    rubric: Rubric,
    settings: ScanSettings | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    warn: Callable[[str], None] | None = None,
    standard_input: Callable[[int], bytes] | None = None,
) -> Iterator[Coverage | Unread]:
    """A verdict for every file that ``paths`` stand for, in that order, each as soon as it and
    those before it are there.

    No file is parsed in this process. ``on_progress`` is called after every verdict and while one
    is waited for. ``warn`` gets a line about anything that went wrong beside the files (the cache,
    say) and the noise of libraries, which begins with ``noise:``. The path ``-`` stands for what
    ``standard_input`` returns when it is asked for at most so many bytes.

    Raises UsageError for an unknown engine, one that cannot be reached, or a wrong pattern, and
    InstallationError where a library that reads files is at fault.
    """
    settings = settings or ScanSettings()
    warn = warn or (lambda _: None)
    files = (paths if isinstance(paths, Discovery) else discover(paths, settings)).files
    if not files:
        return
    if len(files) == 1 and settings.engine == "local" and _may_fork():
        verdict = _scan_one(files[0], rubric, settings, warn, standard_input)
        yield _as_expected(verdict, rubric)
        return
    # SQLite, executors and the rest cost more to import than one file to check.
    from curriculum_gap.scan.batch import scan_many

    for verdict in scan_many(files, rubric, settings, on_progress, warn, standard_input):
        yield _as_expected(verdict, rubric)


def _as_expected(verdict: Coverage | Unread, rubric: Rubric) -> Coverage | Unread:
    """A verdict beside the levels that the rubric expects of its course. A kept verdict does not
    know the name of its file, so this comes last."""
    if isinstance(verdict, Unread):
        return verdict
    return expected_in_course(verdict, rubric)


def _scan_one(
    found: Found,
    rubric: Rubric,
    settings: ScanSettings,
    warn: Callable[[str], None],
    standard_input: Callable[[int], bytes] | None,
) -> Coverage | Unread:
    """One file alone, read in a child that is forked for it; the cache is left alone."""
    source = found.source
    try:
        content = read_found(found, settings, standard_input)
    except ReadError as error:
        return Unread(source, error.status, error.what, error.hint)
    included = included_by(found, content, settings)
    request = Request(settings.name_of(source), content, included=included)
    task = Task(rubric, settings.limits)
    reply = _ask_child(request, task)
    if reply.unread is not None and reply.unread.status is Status.CRASHED:
        reply = _ask_child(request, task)  # a second crash is the document's doing
    reply.raise_fault()
    if reply.noise:
        warn(f"noise: {source}: {reply.noise}")
    if reply.unread is not None:
        return replace(reply.unread, source=source)
    return decode_coverage(reply.coverage, source, rubric)


def _may_fork() -> bool:
    """Whether a forked child can be trusted to run: on Linux, where no second thread holds a lock
    that the child would wait for."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _ask_child(request: Request, task: Task) -> Answer:
    """The answer of a forked child, or what its end says about the document."""
    answer_out, answer_in = os.pipe()
    noise_out, noise_in = os.pipe()
    os.set_blocking(noise_in, False)  # what does not fit is dropped
    parent_resident = max_resident()
    child = os.fork()
    if child == 0:
        _answer_and_exit(answer_in, noise_in, request, task)
    with contextlib.suppress(OSError):  # done there too: whoever comes first
        os.setpgid(child, child)
    os.close(answer_in)
    os.close(noise_in)
    overdue = True
    try:
        content = _read_all(answer_out, task.limits.all_wall_seconds)
        overdue = content is None
    finally:
        if overdue:  # or interrupted: it ends with whatever it has started
            with contextlib.suppress(OSError):
                os.killpg(child, signal.SIGKILL)
        _, status, used = os.wait4(child, 0)
        os.close(answer_out)
    with os.fdopen(noise_out, "rb") as stream:
        noise = stream.read().decode("utf-8", "backslashreplace")
    with contextlib.suppress(PipeError):
        reply = receive(io.BytesIO(content or b""), Answer)
        return replace(reply, noise=reply.noise + noise)
    code = os.waitstatus_to_exitcode(status)
    resident = bytes_held_by_child(used.ru_maxrss, parent_resident)
    return answer_for_exit(code, resident, overdue, task.limits, noise)


def _read_all(descriptor: int, seconds: float) -> bytes | None:
    """All that comes until the child closes its end; None when it takes longer than ``seconds``."""
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    while True:
        remaining = max(0.0, until - time.monotonic())
        ready, _, _ = select.select([descriptor], [], [], remaining)
        if not ready:
            return None
        part = os.read(descriptor, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _answer_and_exit(answer_in: int, noise_in: int, request: Request, task: Task) -> None:
    """In the child, which never returns."""
    code = _EXIT_CODE_OF_FAILURE
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(noise_in, 1)
        os.dup2(noise_in, 2)
        output = capture_output()
        gc.disable()  # one document, then the end
        limit_process(task.limits)
        start_budget(task.limits)
        reply = answer(request, task)
        with os.fdopen(answer_in, "wb") as stream:
            send(stream, replace(reply, noise=output.take()))
        code = 0
    finally:
        os._exit(code)
