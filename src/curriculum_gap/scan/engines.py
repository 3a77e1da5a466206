"""Where documents are checked, and the requests on their way there and back.

An engine is anything of the shape of ``concurrent.futures.Executor``. The work is a plain function
(:func:`check_batch`) that starts its own worker processes wherever it runs, so an engine only
carries requests there and answers back: threads of this process, or a Dask cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Any, Generic, Self, TypeVar

from curriculum_gap.errors import GapcheckError, UsageError
from curriculum_gap.nouns import Status
from curriculum_gap.scan.isolation import ScanStoppedError, StartError, close_workers, isolate
from curriculum_gap.scan.pipe_protocol import Answer, Request, Task, unread_answer
from curriculum_gap.scan.settings import ScanSettings, processors

__all__ = ["Dispatch", "check_batch"]

_WAIT = 0.25  # seconds between reports of progress while nothing comes
_QUEUED_PER_SLOT = 3  # batches in flight for each that can run: enough that no slot waits
_DASK_BATCH = 8  # documents that make a task worth the way to a cluster
_DASK_TRIES = 3  # other workers that get a batch whose worker was lost


@dataclass(frozen=True, slots=True)
class _Engine:
    """``executor`` runs ``slots`` batches at a time, each of ``batch`` documents. ``task`` is what
    to pass for the scan's task (a cluster holds it already)."""

    executor: Executor
    slots: int
    batch: int
    task: Any


def check_batch(requests: Sequence[Request], task: Task) -> list[Answer]:
    """An answer for each request, in order. Runs wherever an engine runs it."""
    return [isolate(request, task) for request in requests]


@contextmanager
def _open_local(task: Task, settings: ScanSettings) -> Iterator[_Engine]:
    """Threads that each keep a worker process; the threads only wait.

    At the end queued work is dropped first, then the workers end, which frees the threads that
    wait for them.
    """
    jobs = settings.jobs or processors()
    executor = ThreadPoolExecutor(jobs, thread_name_prefix="gapcheck")
    try:
        yield _Engine(executor, jobs, 1, task)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        close_workers()
        executor.shutdown(wait=True)


@contextmanager
def _open_dask(task: Task, settings: ScanSettings) -> Iterator[_Engine]:
    """A running Dask cluster at ``dask://HOST:PORT``. Raises UsageError where there is none."""
    try:
        from distributed import Client
    except ImportError:
        hint = "pip install 'gapcheck[dask]'"
        raise UsageError("--engine", "Dask is not installed", hint) from None
    address = "tcp://" + settings.engine.partition("://")[2]
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        what = f"no Dask scheduler at {address} ({str(error) or type(error).__name__})"
        raise UsageError("--engine", what, "start 'dask scheduler'") from None
    with client:
        slots = sum(client.nthreads().values())
        if not slots:
            raise UsageError("--engine", "the cluster has no workers", "start 'dask worker'")
        # Not scattered: data that all its holders take with them when they are lost is gone, while
        # the result of a task is worked out again. pure=False: Dask would take two equal requests
        # for one task.
        shared = client.submit(_unchanged, task, pure=False, retries=_DASK_TRIES)
        client.replicate(shared)  # work goes where its task is
        executor = client.get_executor(pure=False, retries=_DASK_TRIES)
        try:
            yield _Engine(executor, slots, _DASK_BATCH, shared)
        finally:
            executor.shutdown(wait=False)


def _unchanged(task: Task) -> Task:
    """Run on the cluster, so that the result (the rubric and limits, some 500 KB) stays there."""
    return task


# Name (what stands before ``://``) → what opens it. A new engine is one line here.
_ENGINES: dict[str, Callable[[Task, ScanSettings], Any]] = {
    "local": _open_local,
    "dask": _open_dask,
}

Sender = TypeVar("Sender")


class Dispatch(Generic[Sender]):
    """The engine of one scan and what it is busy with.

    The engine is started when the first file really has to be read; :meth:`ask` raises UsageError
    for one that is unknown, not installed or not reachable. A sender is what stands behind a
    request and gets its answer.
    """

    def __init__(self, task: Task, settings: ScanSettings, warn: Callable[[str], None]) -> None:
        self._task = task
        self._warn = warn
        self._start_failures = 0  # with one worker
        self._settings = settings
        self._unsent: list[tuple[Sender, Request]] = []
        self._running: dict[Future[list[Answer]], list[tuple[Sender, Request]]] = {}
        self._finished: SimpleQueue[Future[list[Answer]]] = SimpleQueue()
        self._opened: _Engine | None = None
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: Any) -> None:
        self._exits.__exit__(*raised)

    @property
    def has_room(self) -> bool:
        """Whether more would not only lie in a queue."""
        if self._opened is None:
            return True
        return len(self._running) < _QUEUED_PER_SLOT * self._opened.slots

    def ask(self, sender: Sender, request: Request) -> None:
        """Send a request as soon as its batch is full."""
        self._unsent.append((sender, request))
        if len(self._unsent) >= self._engine().batch:
            self.send()

    def send(self) -> None:
        """Send what waits for its batch to fill."""
        if self._unsent:
            batch, self._unsent = self._unsent, []
            self._submit(batch)

    def answers(self) -> list[tuple[Sender, Request, Answer]]:
        """What has come; empty after a moment in which nothing came. Raises GapcheckError where
        the engine can do no work."""
        try:
            future = self._finished.get(timeout=_WAIT)
        except Empty:
            return []
        batch = self._running.pop(future)
        try:
            answers = future.result()
        except Exception as error:
            return self._lost(batch, error)
        for answer in answers:
            answer.raise_fault()
        return [(*sent, answer) for sent, answer in zip(batch, answers, strict=True)]

    def _engine(self) -> _Engine:
        if self._opened is None:
            name = self._settings.engine
            scheme = name.partition("://")[0]
            if scheme not in _ENGINES:
                known = ", ".join(_ENGINES)
                raise UsageError("--engine", f"no engine '{name}'", f"engines: {known}")
            opening = _ENGINES[scheme](self._task, self._settings)
            self._opened = self._exits.enter_context(opening)
        return self._opened

    def _submit(self, batch: list[tuple[Sender, Request]]) -> None:
        engine = self._engine()
        requests = [request for _, request in batch]
        future = engine.executor.submit(check_batch, requests, engine.task)
        self._running[future] = batch
        future.add_done_callback(self._finished.put)

    def _has_fewer_workers(self) -> bool:
        """Whether starting workers is worth another try, with half as many: a machine that is
        short of memory kills them while they start. One worker alone gets a second try."""
        engine = self._engine()
        jobs = max(1, engine.slots // 2)
        if self._settings.engine != "local" or self._start_failures:
            return False
        self._start_failures = int(engine.slots == 1)
        self._warn(f"a process that reads files ended while it started; going on with {jobs}")
        self._settings = replace(self._settings, jobs=jobs)
        return True

    def _restart(self, batch: list[tuple[Sender, Request]]) -> None:
        """Open the engine anew, and give it this batch and all that were on their way."""
        batches = [batch, *self._running.values()]
        self._exits.close()
        self._running, self._finished, self._opened = {}, SimpleQueue(), None
        for waiting in batches:
            self._submit(waiting)

    def _lost(
        self, batch: list[tuple[Sender, Request]], error: Exception
    ) -> list[tuple[Sender, Request, Answer]]:
        """What to make of a batch without answers. One whose Dask workers died again and again is
        sent document by document; then it is the document's doing."""
        where = self._settings.engine
        if isinstance(error, (CancelledError, ScanStoppedError)):
            raise GapcheckError(where, "the engine gave up the work", "run it again to go on")
        if isinstance(error, StartError) and self._has_fewer_workers():
            self._restart(batch)
            return []
        if isinstance(error, StartError):
            what = f"no process that reads files can be started ({error})"
            raise GapcheckError(where, what, "mend that, or install gapcheck anew")
        if type(error).__name__ != "KilledWorker":
            what = f"the engine failed ({type(error).__name__}: {error})"
            raise GapcheckError(where, what, "run it again to go on") from error
        if len(batch) == 1:
            what = "ended the machine's worker that read it"
            answer = unread_answer(Status.CRASHED, what, "open it and save or export it again")
            return [(*batch[0], answer)]
        for sent in batch:
            self._submit([sent])
        return []
