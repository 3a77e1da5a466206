"""One document at a time in a process of its own making: limits hold, and a parser that hangs,
crashes or fills its memory costs only its document.

:func:`isolate` is a plain function that any executor may run in any thread: each thread keeps one
worker process. Workers are subprocesses and not multiprocessing children, because a daemonic
process (which a Dask worker is) may not start these. Measured against pebble's process pool on
mixed documents: the same processor time, results sooner, and no pipe that several workers share
and that a dying one could leave half written.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import IO

from curriculum_gap.nouns import Status
from curriculum_gap.scan.exit_reasons import answer_for_exit, bytes_held_by_child, max_resident
from curriculum_gap.scan.pipe_protocol import Answer, PipeError, Request, Task, receive, send

__all__ = ["ScanStoppedError", "StartError", "close_workers", "isolate"]

_TRIES = 2
_MAX_RESIDENT = 300_000_000  # bytes: a worker that has grown beyond is replaced
_START_SECONDS = 10  # more for the first document: a busy machine starts a worker slowly
_EXIT_SECONDS = 1  # that a worker has to end by itself before it is killed
_EXIT_POLL = 0.002  # seconds between looks at a worker that ends
_MAX_NOISE = 65_536  # bytes that a pipe holds on Linux
#: Verdicts after which a worker is not used again.
_FATAL = (Status.TIMEOUT, Status.MEMORY, Status.CRASHED)

_of_thread = threading.local()  # its ``worker``
_workers: set[_Worker] = set()  # all of this process
_lock = threading.Lock()  # guards the set and the state of each worker


class StartError(Exception):
    """No worker can be started; says why. No document is to blame."""


class ScanStoppedError(Exception):
    """The workers were closed while this document was waited for."""


def isolate(request: Request, task: Task) -> Answer:
    """The answer about one file, whatever the file does to its process.

    A document whose process died is tried once more in a fresh one, and so is one that ran out of
    memory in a process that had read others before: the verdict is about the document alone.
    Raises StartError where no process comes so far that it could read, ScanStoppedError where the
    workers were closed.
    """
    attempt = 1
    while True:
        try:
            worker = _worker_of_thread(task)
            answer = worker.ask(request)
        except StartError:
            if attempt == _TRIES:
                raise
            attempt += 1
            continue
        status = answer.unread.status if answer.unread is not None else Status.OK
        first = worker.asked == 1
        if status in _FATAL or worker.asked >= task.recycle or answer.resident > _MAX_RESIDENT:
            worker.close()
        retry = status is Status.CRASHED or (status is Status.MEMORY and not first)
        if not retry or attempt == _TRIES:
            return answer
        attempt += 1


def close_workers() -> None:
    """End all workers of this process; whoever waits for one gets ScanStoppedError.

    A process that ends without this leaves no worker behind: idle ones see their pipe close, busy
    ones have an alarm.
    """
    with _lock:
        workers = list(_workers)
    for worker in workers:
        worker.stop()


def _worker_of_thread(task: Task) -> _Worker:
    """This thread's worker, started if there is none for ``task``. Raises StartError."""
    worker: _Worker | None = getattr(_of_thread, "worker", None)
    if worker is not None and not worker.closed and worker.task == task:
        return worker
    if worker is not None:
        worker.close()
    worker = _of_thread.worker = _Worker(task)
    return worker


class _Worker:
    """A process that runs :mod:`curriculum_gap.scan.worker`, and the pipes to it.

    ``asked`` counts its documents. The state below the pipes is shared between the thread that
    asks, the timer that ends a document, and whoever stops the scan.
    """

    def __init__(self, task: Task) -> None:
        self.task = task
        self.asked = 0
        self._noise, noise_in = _noise_pipe()
        try:
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if noise_in is None else noise_in,
                start_new_session=True,  # Ctrl-C is for the parent, which ends its workers
            )
        except OSError as error:
            _close_descriptor(self._noise)
            raise StartError(error.strerror or str(error)) from None
        finally:
            _close_descriptor(noise_in)
        # Measured afterwards: other threads may have made this process grow until then.
        self._parent_resident = max_resident()
        self.closed = False
        self._ready = False
        self._busy = False
        self._overdue = False
        self._stopped = False
        with _lock:
            _workers.add(self)
        with contextlib.suppress(PipeError):  # noticed when it is asked
            send(self._requests, task)

    @property
    def _requests(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _answers(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def ask(self, request: Request) -> Answer:
        """The worker's answer, or what its end says about the document.

        A timer ends the process when the document takes longer than its limit on wall time; the
        read from its pipe then fails. Raises StartError and ScanStoppedError.
        """
        with _lock:
            self._busy = True
        self.asked += 1
        seconds = self.task.limits.all_wall_seconds + (0 if self._ready else _START_SECONDS)
        timer = threading.Timer(seconds, self._end_overdue)
        timer.daemon = True
        timer.start()
        try:
            if not self._ready:
                started = receive(self._answers, Answer)
                if started.fault:
                    return started
                self._ready = True
            send(self._requests, request)
            answer = receive(self._answers, Answer)
            if answer.is_empty and request.document is None:
                raise PipeError  # it talks nonsense
            return replace(answer, noise=answer.noise + self._take_noise())
        except PipeError:
            return self._answer_for_end()
        finally:
            timer.cancel()
            with _lock:
                self._busy = False

    def _answer_for_end(self) -> Answer:
        """The process has ended, or is about to: what that says about the document."""
        noise = self._take_noise()
        code, resident = self._end()
        if self._stopped:
            raise ScanStoppedError
        if not self._ready:
            raise StartError(_start_failure(code, self._overdue, noise))
        return answer_for_exit(code, resident, self._overdue, self.task.limits, noise)

    def _end_overdue(self) -> None:
        self._overdue = True
        self._kill()

    def _kill(self) -> None:
        """End the process and whatever it started."""
        with contextlib.suppress(OSError):
            if os.name == "nt":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the worker from any thread, in the middle of whatever it does."""
        with _lock:
            self._stopped = True
            busy = self._busy
        if busy:
            self._kill()  # the thread that waits for it clears up
        else:
            self.close()

    def close(self) -> None:
        """End the worker, in its own thread; harmless when it has ended."""
        if not self.closed:
            self._end()

    def _end(self) -> tuple[int, int]:
        """The exit code, and the most bytes that the process held (0: unknown)."""
        with _lock:
            closed_before, self.closed = self.closed, True
            _workers.discard(self)
        if closed_before:
            return self._process.returncode or 0, 0
        with contextlib.suppress(OSError, ValueError):
            self._requests.close()  # an idle worker leaves when told so
        code, resident = self._wait()
        self._answers.close()
        _close_descriptor(self._noise)
        self._noise = None
        return code, resident

    def _wait(self) -> tuple[int, int]:
        if os.name == "nt":
            self._process.kill()
            return self._process.wait(), 0
        # One that died by itself is given time to: its own signal matters, not ours.
        deadline = time.monotonic() + _EXIT_SECONDS
        pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
        while not pid:
            if time.monotonic() > deadline:
                self._kill()
                pid, status, used = os.wait4(self._process.pid, 0)
            else:
                time.sleep(_EXIT_POLL)
                pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        resident = bytes_held_by_child(used.ru_maxrss, self._parent_resident)
        return self._process.returncode, resident

    def _take_noise(self) -> str:
        """What libraries wrote to the standard error since the last call."""
        if self._noise is None:
            return ""
        try:
            return os.read(self._noise, _MAX_NOISE).decode("utf-8", "backslashreplace")
        except OSError:  # nothing there
            return ""


def _start_failure(code: int, overdue: bool, noise: str) -> str:
    """Why a process ended before it could read anything."""
    if overdue:
        return "it took too long"
    lines = noise.strip().splitlines()
    return lines[-1][:300] if lines else f"it ended with code {code}"


def _command() -> list[str]:
    """What starts a worker. -P: it imports nothing from the current folder, which may hold
    strangers' files. While it loads there is no garbage to look for."""
    package = str(Path(__file__).resolve().parents[2])
    start = (
        f"import gc, sys; gc.disable(); sys.path.insert(0, {package!r}); "
        "from curriculum_gap.scan.worker import main; main()"
    )
    return [sys.executable, "-P", "-c", start]


def _noise_pipe() -> tuple[int | None, int | None]:
    """A pipe that drops what does not fit into it: nobody waits for a chatty library. None on
    Windows, whose pipes block."""
    if os.name == "nt":
        return None, None
    out, into = os.pipe()
    os.set_blocking(out, False)
    os.set_blocking(into, False)
    return out, into


def _close_descriptor(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
