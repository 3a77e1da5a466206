"""Where documents are checked: anything of the shape of ``concurrent.futures.Executor``.

The work is a plain function (:func:`check_batch`) that starts its own worker processes wherever it
runs, so an engine only carries requests there and answers back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.scan.isolation import close_workers, isolate
from curriculum_gap.scan.requests import Answer, Request, Task
from curriculum_gap.scan.settings import ScanSettings, processors

__all__ = ["Engine", "check_batch", "open_engine"]


@dataclass(frozen=True, slots=True)
class Engine:
    """``executor`` runs tasks, ``slots`` at a time; a task is worth its overhead from ``batch``
    documents on. ``task`` is what to pass for the scan's task (a cluster holds it already).
    ``far`` workers may not see the files of this machine."""

    executor: Executor
    slots: int
    batch: int
    task: Any
    far: bool


def check_batch(requests: Sequence[Request], task: Task) -> list[Answer]:
    """An answer for each request, in order. Runs wherever an engine runs it."""
    return [isolate(request, task) for request in requests]


@contextmanager
def open_engine(task: Task, settings: ScanSettings) -> Iterator[Engine]:
    """The engine that ``settings`` name, closed at the end (without waiting for work that nobody
    waits for). Raises UsageError for one that is unknown, not installed or not reachable."""
    scheme = settings.engine.partition("://")[0]
    if scheme not in ENGINES:
        known = ", ".join(ENGINES)
        raise UsageError("--engine", f"no engine '{settings.engine}'", f"engines: {known}")
    with ENGINES[scheme](task, settings) as engine:
        yield engine


@contextmanager
def _local(task: Task, settings: ScanSettings) -> Iterator[Engine]:
    """Threads that each keep a worker process; the threads only wait."""
    jobs = settings.jobs or processors()
    executor = ThreadPoolExecutor(jobs, thread_name_prefix="gapcheck")
    try:
        yield Engine(executor, jobs, 1, task, far=False)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        close_workers()
        executor.shutdown(wait=True)


@contextmanager
def _dask(task: Task, settings: ScanSettings) -> Iterator[Engine]:
    """A running Dask cluster at ``dask://HOST:PORT``."""
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "--engine", "Dask is not installed", "pip install 'gapcheck[dask]'"
        ) from None
    address = "tcp://" + settings.engine.partition("://")[2]
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        reason = str(error) or type(error).__name__
        raise UsageError(
            "--engine", f"no Dask scheduler at {address} ({reason})", "start 'dask scheduler'"
        ) from None
    with client:
        slots = sum(client.nthreads().values())
        if not slots:
            raise UsageError("--engine", "the cluster has no workers", "start 'dask worker'")
        # Not scattered: data that all its holders take with them when they are lost is gone, while
        # the value of a task is worked out again.
        shared = client.submit(_as_it_is, task, key=f"gapcheck-{task.key}", pure=False, retries=3)
        client.replicate(shared)  # work goes where its task is
        # pure=False: Dask would take two files with equal requests for one task. A worker that is
        # lost takes its batch with it, which then runs elsewhere.
        executor = client.get_executor(pure=False, retries=3)
        try:
            yield Engine(executor, slots, 8, shared, far=True)
        finally:
            executor.shutdown(wait=False)


def _as_it_is(task: Task) -> Task:
    return task


ENGINES: dict[str, Callable[[Task, ScanSettings], Any]] = {"local": _local, "dask": _dask}
"""Name (what stands before ``://``) → what opens it. A new engine is one line here."""
