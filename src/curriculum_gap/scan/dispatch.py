"""Requests on their way to an engine's workers, in batches, and answers on their way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack
from queue import Empty, SimpleQueue
from typing import Any, Generic, Self, TypeVar

from curriculum_gap.errors import GapcheckError
from curriculum_gap.nouns import Rubric, Status
from curriculum_gap.scan.engines import Engine, check_batch, open_engine
from curriculum_gap.scan.isolation import StartError
from curriculum_gap.scan.requests import Answer, Request, Task, unread_answer
from curriculum_gap.scan.settings import ScanSettings

__all__ = ["Dispatch"]

_LOOK = 0.25  # seconds between reports of progress while waiting

Asker = TypeVar("Asker")


class Dispatch(Generic[Asker]):
    """The engine of one scan, started when the first file really has to be read, and what it is
    busy with. An asker is what stands behind a request and gets its answer."""

    def __init__(self, rubric: Rubric, settings: ScanSettings) -> None:
        self._rubric = rubric
        self._settings = settings
        self._unsent: list[tuple[Asker, Request]] = []
        self._running: dict[Future[list[Answer]], list[tuple[Asker, Request]]] = {}
        self._finished: SimpleQueue[Future[list[Answer]]] = SimpleQueue()
        self._engine: Engine | None = None
        self._engines = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: Any) -> None:
        self._engines.__exit__(*raised)

    @property
    def engine(self) -> Engine:
        """The engine, started if it was not yet."""
        if self._engine is None:
            task = Task.of(self._rubric, self._settings.limits, self._settings.recycle)
            self._engine = self._engines.enter_context(open_engine(task, self._settings))
        return self._engine

    @property
    def has_room(self) -> bool:
        """Whether more would not only lie in a queue."""
        return self._engine is None or len(self._running) < 3 * self._engine.slots

    def ask(self, asker: Asker, request: Request, at_once: bool = False) -> None:
        """Send a request, as soon as a batch is full or ``at_once``."""
        self._unsent.append((asker, request))
        if at_once or len(self._unsent) >= self.engine.batch:
            self.send()

    def send(self) -> None:
        """Send what waits for its batch to fill."""
        if not self._unsent:
            return
        asked, self._unsent = self._unsent, []
        requests = [request for _, request in asked]
        future = self.engine.executor.submit(check_batch, requests, self.engine.task)
        self._running[future] = asked
        future.add_done_callback(self._finished.put)

    def answers(self, idle: Callable[[], None]) -> list[tuple[Asker, Request, Answer]]:
        """What has come; where nothing has, ``idle`` is called and a moment waited. Raises
        GapcheckError where the engine can do no work."""
        try:
            future = self._finished.get_nowait()
        except Empty:
            idle()
            try:
                future = self._finished.get(timeout=_LOOK)
            except Empty:
                return []
        asked = self._running.pop(future)
        try:
            answers = future.result()
        except CancelledError:
            raise GapcheckError(
                self._settings.engine, "the engine gave up the work", "run it again to go on"
            ) from None
        except Exception as error:
            return self._lost(asked, error)
        return [(*pair, answer) for pair, answer in zip(asked, answers, strict=True)]

    def _lost(
        self, asked: Sequence[tuple[Asker, Request]], error: Exception
    ) -> list[tuple[Asker, Request, Answer]]:
        """A batch whose workers died again and again: one by one, then it is the document."""
        where = self._settings.engine
        if isinstance(error, StartError):
            what = f"no process that reads files can be started ({error})"
            raise GapcheckError(where, what, "mend that, or install gapcheck anew") from None
        if type(error).__name__ != "KilledWorker":
            what = f"the engine failed ({type(error).__name__}: {error})"
            raise GapcheckError(where, what, "run it again to go on") from error
        if len(asked) == 1:
            what = "ended the machine's worker that read it"
            hint = "open it and save or export it again"
            return [(*asked[0], unread_answer(Status.CRASHED, what, hint))]
        for asker, request in asked:
            self.ask(asker, request, at_once=True)
        return []
