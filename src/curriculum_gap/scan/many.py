"""Many files: what is known of them, workers for the rest, verdicts in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from queue import Empty, SimpleQueue

from curriculum_gap.errors import GapcheckError
from curriculum_gap.nouns import Coverage, Rubric, Status, Unread
from curriculum_gap.scan.codec import decode_coverage, decode_summary, decode_unread
from curriculum_gap.scan.contents import Knowledge, content_name, place_of
from curriculum_gap.scan.discovery import STANDARD_INPUT, Found
from curriculum_gap.scan.engines import Engine, check_batch, open_engine
from curriculum_gap.scan.isolation import StartError
from curriculum_gap.scan.remote import fetch, is_remote
from curriculum_gap.scan.requests import Answer, Request, Task, unread_answer
from curriculum_gap.scan.settings import Progress, ScanSettings

__all__ = ["scan_many"]

_AHEAD = 2_000
"""Verdicts that may wait for an earlier file; a hung file delays no other until then."""
_AHEAD_BYTES = 60_000_000
_COPIES_BYTES = 60_000_000
_LOOK = 0.25  # seconds between reports of progress while waiting


def scan_many(
    files: Sequence[Found],
    rubric: Rubric,
    settings: ScanSettings,
    on_progress: Callable[[Progress], None] | None,
    warn: Callable[[str], None],
    standard_input: Callable[[int], bytes] | None,
) -> Iterator[Coverage | Unread]:
    """As :func:`curriculum_gap.scan.run.scan`, through an engine's workers, cache and journal."""
    cache = None
    if settings.use_cache:
        from curriculum_gap.scan.cache import open_cache

        cache = open_cache(settings.cache_bytes, warn)
    run = _run_name(files, rubric, settings) if cache else ""
    knowledge = Knowledge(cache, files, rubric, settings, run)
    complete = False
    try:
        if knowledge.interrupted:
            warn("an earlier run of this was interrupted; going on where it was")
        work = _Scan(files, rubric, settings, knowledge, warn, standard_input)
        yield from work.verdicts(on_progress)
        complete = True
    finally:
        knowledge.close(complete)


def _run_name(files: Sequence[Found], rubric: Rubric, settings: ScanSettings) -> str:
    """Same files, same question, same name: an interrupted run is known again by it."""
    name = sha256(f"{rubric.sha256} {settings.limits}".encode())
    for found in files:
        name.update(place_of(found) + b"\0")
    return name.hexdigest()[:32]


@dataclass(slots=True)
class _Slot:
    """One file on its way: ``answer`` once it is there; ``content`` names its bytes, if known."""

    number: int
    found: Found
    content: bytes | None = None
    answer: Answer | None = None
    request: Request | None = None
    copy: bool = False
    fresh: bool = False  # its answer has just been found, not kept


class _Scan:
    """The state of one scan: slots in order, requests not yet sent, answers come in."""

    def __init__(
        self,
        files: Sequence[Found],
        rubric: Rubric,
        settings: ScanSettings,
        knowledge: Knowledge,
        warn: Callable[[str], None],
        standard_input: Callable[[int], bytes] | None,
    ) -> None:
        self._files = files
        self._rubric = rubric
        self._settings = settings
        self._knowledge = knowledge
        self._warn = warn
        self._standard_input = standard_input
        self._slots: deque[_Slot] = deque()
        self._unsent: list[_Slot] = []
        self._running: dict[Future[list[Answer]], list[_Slot]] = {}
        self._finished: SimpleQueue[Future[list[Answer]]] = SimpleQueue()
        self._first: dict[bytes, str] = {}  # content → the first file in order that holds it
        self._on_its_way: set[bytes] = set()
        self._copies: dict[bytes, Answer] = {}
        self._copies_bytes = 0
        self._waiting_bytes = 0
        self._kept = 0
        self._ship = False
        # Copies are files of the same size: only one of unknown size can be a copy of any other.
        self._digest = settings.use_cache or any(
            found.size < 0 or is_remote(found.source) for found in files
        )
        self._engine: Engine | None = None
        self._engines = ExitStack()

    def verdicts(
        self, on_progress: Callable[[Progress], None] | None
    ) -> Iterator[Coverage | Unread]:
        """One for each file, in order."""
        coming = iter(enumerate(self._files))
        total, done = len(self._files), 0
        with self._engines:
            more = True
            while more or self._slots:
                while more and self._room():
                    entry = next(coming, None)
                    more = entry is not None
                    if entry is not None:
                        self._take(_Slot(*entry))
                if self._unsent and not (more and self._room()):
                    self._send()
                head = self._slots[0] if self._slots else None
                if head is not None and head.answer is None and head.copy:
                    self._copy(head)
                if head is not None and head.answer is not None:
                    self._waiting_bytes -= len(head.answer.coverage)
                    verdict = self._verdict(head)
                    if verdict is None:  # what was kept is damaged
                        head.answer, head.copy = None, False
                        self._submit(head)
                        continue
                    self._slots.popleft()
                    done += 1
                    if on_progress is not None:
                        on_progress(Progress(done, total, self._kept))
                    yield verdict
                elif head is not None:
                    self._wait()
                    if on_progress is not None:
                        on_progress(Progress(done, total, self._kept, head.found.source))

    def _room(self) -> bool:
        if len(self._slots) >= _AHEAD or self._waiting_bytes > _AHEAD_BYTES:
            return False
        engine = self._engine
        if engine is None:
            return True
        return len(self._running) < 3 * engine.slots

    def _take(self, slot: _Slot) -> None:
        """Find out what is known about the next file; what is not goes to a worker."""
        self._slots.append(slot)
        number, found = slot.number, slot.found
        slot.content = self._knowledge.content(number, found)
        answer = self._knowledge.journalled(number, found)
        if answer is None and slot.content is not None:
            answer = self._knowledge.verdict(slot.content)
            if answer is not None:
                self._knowledge.same(number, found, slot.content)
        if answer is not None:
            self._kept += 1
            self._set(slot, answer)
        elif slot.content is not None and slot.content in self._on_its_way:
            slot.copy = True
            self._kept += 1
        else:
            if slot.content is not None:
                self._on_its_way.add(slot.content)
            self._submit(slot)

    def _submit(self, slot: _Slot) -> None:
        request = self._request(slot)
        if isinstance(request, Answer):
            self._set(slot, request)
            return
        slot.request = request
        self._unsent.append(slot)
        if len(self._unsent) >= self._open().batch:
            self._send()

    def _request(self, slot: _Slot) -> Request | Answer:
        found, limits = slot.found, self._settings.limits
        keep = self._settings.use_cache
        whole = keep or self._settings.evidence
        document = self._knowledge.extraction(slot.content) if slot.content else None
        content: bytes | Answer | None = None
        if document is None and found.source == STANDARD_INPUT and self._standard_input:
            content = self._standard_input(limits.input_bytes + 1)
        elif document is None and is_remote(found.source):
            content = fetch(found.source, limits)
        if isinstance(content, Answer):
            return content
        expect = None
        if self._open().far and content is None and document is None and found.size >= 0:
            expect = (found.size, found.changed)
        path = os.path.abspath(found.source)  # noqa: PTH100
        name = found.source
        if name == STANDARD_INPUT:
            name = self._settings.standard_input_name
        request = Request(path, name, content, document, expect, keep, whole, self._digest)
        return self._with_content(request) if self._ship and expect else request

    def _with_content(self, request: Request) -> Request | Answer:
        """The file travels along with the request, for workers that do not see it."""
        from curriculum_gap.errors import ReadError
        from curriculum_gap.readers import load

        try:
            content = load(request.path, self._settings.limits)
        except ReadError as error:
            return unread_answer(error.status, error.what, error.hint)
        return request._replace(content=content, expect=None)

    def _open(self) -> Engine:
        """The engine, started when the first file really has to be read."""
        if self._engine is None:
            task = Task.of(self._rubric, self._settings.limits, self._settings.recycle)
            self._engine = self._engines.enter_context(open_engine(task, self._settings))
        return self._engine

    def _send(self) -> None:
        engine = self._open()
        slots, self._unsent = self._unsent, []
        requests = [slot.request for slot in slots if slot.request is not None]
        future = engine.executor.submit(check_batch, requests, engine.task)
        self._running[future] = slots
        future.add_done_callback(self._finished.put)

    def _wait(self) -> None:
        """Take in what has come, or wait a moment for something to come."""
        try:
            future = self._finished.get_nowait()
        except Empty:
            self._knowledge.settle()
            try:
                future = self._finished.get(timeout=_LOOK)
            except Empty:
                return
        slots = self._running.pop(future)
        try:
            answers = future.result()
        except CancelledError:
            raise GapcheckError(
                self._settings.engine, "the engine gave up the work", "run it again to go on"
            ) from None
        except Exception as error:
            answers = self._lost(slots, error)
        for slot, answer in zip(slots, answers, strict=True):
            self._came(slot, answer)

    def _lost(self, slots: Sequence[_Slot], error: Exception) -> list[Answer]:
        """A batch whose workers died again and again: one by one, then it is the document."""
        where = self._settings.engine
        if isinstance(error, StartError):
            what = f"no process that reads files can be started ({error})"
            raise GapcheckError(where, what, "mend that, or install gapcheck anew") from None
        if type(error).__name__ != "KilledWorker":
            what = f"the engine failed ({type(error).__name__}: {error})"
            raise GapcheckError(where, what, "run it again to go on") from error
        if len(slots) == 1:
            what = "ended the machine's worker that read it"
            return [unread_answer(Status.CRASHED, what, "open it and save or export it again")]
        return [Answer("again") for _ in slots]

    def _came(self, slot: _Slot, answer: Answer) -> None:
        if answer.noise:
            self._warn(f"noise: {slot.found.source}: {answer.noise}")
        if answer.kind == "again":
            self._unsent.append(slot)
            self._send()
        elif answer.kind == "absent":
            self._ship = True
            shipped = self._with_content(slot.request) if slot.request else answer
            if isinstance(shipped, Answer):
                self._set(slot, shipped)
            else:
                slot.request = shipped
                self._unsent.append(slot)
                self._send()
        else:
            slot.fresh = True
            self._knowledge.learn(slot.number, slot.found, answer)
            self._set(slot, answer._replace(document=b""))

    def _set(self, slot: _Slot, answer: Answer) -> None:
        if not self._settings.evidence:
            answer = answer._replace(coverage=b"")
        slot.answer, slot.request = answer, None
        self._waiting_bytes += len(answer.coverage)
        if slot.content is None and answer.sha256:
            slot.content = content_name(bytes.fromhex(answer.sha256), slot.found.source)

    def _copy(self, slot: _Slot) -> None:
        """The verdict on the same bytes, which stand earlier in the order."""
        assert slot.content is not None
        answer = self._knowledge.verdict(slot.content) or self._copies.get(slot.content)
        if answer is None:
            slot.copy = False
            self._submit(slot)
        else:
            self._knowledge.same(slot.number, slot.found, slot.content)
            self._set(slot, answer)

    def _decoded(self, answer: Answer, source: str) -> Coverage | Unread:
        if answer.kind == "unread":
            return decode_unread(answer.summary, source)
        if self._settings.evidence:
            return decode_coverage(answer.coverage, source, self._rubric)
        return decode_summary(answer.summary, source, self._rubric)

    def _verdict(self, slot: _Slot) -> Coverage | Unread | None:
        """The answer as a value; None where it was kept and is no longer whole."""
        answer, source = slot.answer, slot.found.source
        assert answer is not None
        try:
            verdict = self._decoded(answer, source)
        except ValueError:
            if not slot.fresh:
                return None
            what = "made the process that read it answer nonsense"
            hint = "open it and save or export it again"
            verdict = Unread(source, Status.CRASHED, what, hint)
        if slot.content is None:
            return verdict
        first = self._first.setdefault(slot.content, source)
        if first != source and isinstance(verdict, Coverage):
            return replace(verdict, warnings=(*verdict.warnings, f"same content as {first}"))
        if slot.content in self._on_its_way and self._copies_bytes < _COPIES_BYTES:
            self._copies_bytes += len(answer.coverage) + len(answer.summary)
            self._copies[slot.content] = answer
        return verdict
