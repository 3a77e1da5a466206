"""One document at a time in a process of its own making: limits hold, and a parser that hangs,
crashes or fills its memory costs only its document.

:func:`isolate` is a plain function that any executor may run in any thread: each thread keeps one
worker process, a subprocess (not a multiprocessing child: these may not be started from daemonic
processes, which the workers of a cluster are). Measured against pebble's process pool on
mixed documents: the same CPU, results sooner; and a worker that dies cannot leave a pipe that all
share locked or half written, for there is none.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

from curriculum_gap.compiled import shipped_digest
from curriculum_gap.nouns import Status
from curriculum_gap.scan.endings import end_of, most_held, own_share
from curriculum_gap.scan.requests import Answer, Request, Task
from curriculum_gap.scan.watchdog import Watchdog
from curriculum_gap.scan.wire import PipeError, receive_answer, send_value

__all__ = ["StartError", "close_workers", "isolate"]

_TRIES = 2
_RECYCLE_RESIDENT = 300_000_000  # bytes: a worker that has grown beyond is replaced

_threads = threading.local()
_workers: set[_Worker] = set()
_lock = threading.Lock()
_watchdog = Watchdog()


class StartError(Exception):
    """No worker can be started; says why."""


def isolate(request: Request, task: Task) -> Answer:
    """The answer about one file, whatever it does to its process.

    A document whose process died is tried once more in a fresh one, and so is one that ran out of
    memory in a process that had read others before: the verdict is about the document alone. Raises
    StartError where no process comes so far that it could read.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            worker = _worker_of(task)
            fresh = worker.done == 0
            answer = worker.ask(request)
        except StartError:
            if attempt < _TRIES:
                continue
            raise
        spent = worker.done >= task.recycle or answer.resident > _RECYCLE_RESIDENT
        status = _status(answer)
        if answer.kind == "stopped":
            return answer
        if spent or status in _FATAL:
            worker.close()
        if attempt < _TRIES and (
            status is Status.CRASHED or (status is Status.MEMORY and not fresh)
        ):
            continue
        return answer
    raise AssertionError("a document has at least one try")


_FATAL = (Status.TIMEOUT, Status.MEMORY, Status.CRASHED)


def _status(answer: Answer) -> Status | None:
    if answer.kind != "unread":
        return None
    return next((s for s in _FATAL if answer.summary.startswith(f'["{s}"')), None)


def close_workers() -> None:
    """End all workers of this process; requests they were busy with come back as ``stopped``."""
    with _lock:
        workers = list(_workers)
    for worker in workers:
        worker.stop()


def _worker_of(task: Task) -> _Worker:
    worker: _Worker | None = getattr(_threads, "worker", None)
    if worker is None or worker.closed or worker.key != task.key:
        if worker is not None:
            worker.close()
        worker = _threads.worker = _Worker(task)
    return worker


class _Worker:
    """A process of :mod:`curriculum_gap.scan.worker` and the pipes to it."""

    def __init__(self, task: Task) -> None:
        self.key = task.key
        self.done = 0
        self.closed = False
        self.overdue = False
        self._up = False
        self._busy = False
        self._stopped = False
        self._limits = task.limits
        self._noise, noise = _noise_pipe()
        try:
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if noise is None else noise,
                start_new_session=True,  # Ctrl-C is for the parent, which ends its workers
            )
        except OSError as error:
            if self._noise is not None:
                os.close(self._noise)
            raise StartError(error.strerror or str(error)) from None
        finally:
            if noise is not None:
                os.close(noise)
        self._inherited = most_held()  # afterwards: other threads may have made this process grow
        with _lock:
            if not _workers:
                atexit.register(close_workers)
            _workers.add(self)
        with contextlib.suppress(PipeError):
            # Thousands of terms take longer to send than to load.
            digest = shipped_digest(task.rubric)
            send_value(self._requests, (digest or task.rubric, task.limits))

    @property
    def _requests(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _answers(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def ask(self, request: Request) -> Answer:
        """The worker's answer, or what its end says about the document."""
        with _lock:
            self._busy = True
        self.done += 1
        # A new worker needs its time to start, on a busy machine more than one would think.
        _watchdog.expect(self, self._limits.wall_seconds + (10 if self.done == 1 else 0))
        try:
            if not self._up:
                receive_answer(self._answers)  # it has loaded what it reads with
                self._up = True
            send_value(self._requests, request)
            answer = receive_answer(self._answers)
            heard = self._heard()
            return answer._replace(noise=answer.noise + heard) if heard else answer
        except PipeError:
            noise = self._heard()
            code, resident = self._end()
            if self._stopped:
                return Answer("stopped")
            if not self._up:
                raise StartError(_last_words(code, self.overdue, noise)) from None
            return end_of(code, resident, self.overdue, self._limits, noise)
        finally:
            _watchdog.forget(self)
            with _lock:
                self._busy = False

    def kill(self) -> None:
        """End the process and whatever it started."""
        with contextlib.suppress(OSError, ProcessLookupError):
            if os.name == "nt":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the worker from any thread, in the middle of whatever it does."""
        with _lock:
            self._stopped, busy = True, self._busy
        if busy:
            self.kill()  # the thread that waits for it clears up
        else:
            self.close()

    def close(self) -> None:
        """End the worker, in its own thread; harmless when it has ended."""
        if not self.closed:
            self._end()

    def _end(self) -> tuple[int, int]:
        """The exit code and the most bytes that were resident."""
        with _lock:
            already, self.closed = self.closed, True
            _workers.discard(self)
        if already:
            return self._process.returncode or 0, 0
        code, resident = self._reap()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                assert stream is not None
                stream.close()
        if self._noise is not None:
            os.close(self._noise)
            self._noise = None
        return code, resident

    def _reap(self) -> tuple[int, int]:
        if os.name == "nt":
            self._process.kill()
            return self._process.wait(), 0
        # One that died by itself is about to be reaped: its own signal matters, not ours.
        deadline = time.monotonic() + 1
        while True:
            pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
            if pid:
                break
            if self._process.stdin is not None and not self._process.stdin.closed:
                with contextlib.suppress(OSError, ValueError):
                    self._process.stdin.close()  # an idle worker leaves when told so
            if time.monotonic() > deadline:
                self.kill()
                deadline = float("inf")
            time.sleep(0.002)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return self._process.returncode, own_share(used.ru_maxrss, self._inherited)

    def _heard(self) -> str:
        if self._noise is None:
            return ""
        try:
            return os.read(self._noise, 65_536).decode("utf-8", "backslashreplace")
        except OSError:  # nothing there
            return ""


def _last_words(code: int, overdue: bool, noise: str) -> str:
    """Why a process ended before it could read anything."""
    if overdue:
        return "it took too long"
    return (noise.strip().splitlines() or [f"it ended with code {code}"])[-1][:300]


def _command() -> list[str]:
    """-P: a worker imports nothing from the current folder, which may hold strangers' files. While
    it loads there is no garbage to look for."""
    package = str(Path(__file__).resolve().parents[2])
    start = (
        f"import gc, sys; gc.disable(); sys.path.insert(0, {package!r}); "
        "from curriculum_gap.scan.worker import main; main()"
    )
    return [sys.executable, "-P", "-c", start]


def _noise_pipe() -> tuple[int | None, int | None]:
    """A pipe that drops what does not fit into it: nobody waits for a chatty library."""
    if os.name == "nt":
        return None, None
    out, into = os.pipe()
    os.set_blocking(out, False)
    os.set_blocking(into, False)
    return out, into
