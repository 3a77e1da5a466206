"""Many files: what is known of them, workers for the rest, verdicts in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Coverage, Limits, Rubric, Status, Unread
from curriculum_gap.readers import load
from curriculum_gap.scan.codec import decode_coverage, decode_summary, decode_unread
from curriculum_gap.scan.contents import Knowledge, content_name, place_of
from curriculum_gap.scan.discovery import STANDARD_INPUT, Found
from curriculum_gap.scan.dispatch import Dispatch
from curriculum_gap.scan.remote import fetch, is_remote
from curriculum_gap.scan.requests import Answer, Request, unread_answer
from curriculum_gap.scan.settings import Progress, ScanSettings
from curriculum_gap.scan.twins import Twins

__all__ = ["scan_many"]

_AHEAD = 2_000
"""Verdicts that may wait for an earlier file; a hung file delays no other until then."""
_AHEAD_BYTES = 60_000_000


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
    copy: bool = False
    fresh: bool = False  # its answer has just been found, not kept


class _Scan:
    """The state of one scan: slots in order, each filled when its answer comes in."""

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
        self._dispatch: Dispatch[_Slot] = Dispatch(rubric, settings)
        self._twins = Twins()
        self._waiting_bytes = 0
        self._kept = 0
        self._ship = False
        # Copies are files of the same size: only one of unknown size can be a copy of any other.
        self._digest = settings.use_cache or any(
            found.size < 0 or is_remote(found.source) for found in files
        )

    def verdicts(
        self, on_progress: Callable[[Progress], None] | None
    ) -> Iterator[Coverage | Unread]:
        """One for each file, in order."""
        coming = iter(enumerate(self._files))
        total, done = len(self._files), 0
        with self._dispatch:
            more = True
            while more or self._slots:
                while more and self._has_room():
                    entry = next(coming, None)
                    more = entry is not None
                    if entry is not None:
                        self._take(_Slot(*entry))
                if not (more and self._has_room()):
                    self._dispatch.send()
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
                    for come in self._dispatch.answers(self._knowledge.settle):
                        self._came(*come)
                    if on_progress is not None:
                        on_progress(Progress(done, total, self._kept, head.found.source))

    def _has_room(self) -> bool:
        if len(self._slots) >= _AHEAD or self._waiting_bytes > _AHEAD_BYTES:
            return False
        return self._dispatch.has_room

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
        elif slot.content is not None and self._twins.is_on_its_way(slot.content):
            slot.copy = True
            self._kept += 1
        else:
            if slot.content is not None:
                self._twins.expect(slot.content)
            self._submit(slot)

    def _submit(self, slot: _Slot) -> None:
        request = self._request(slot)
        if isinstance(request, Answer):
            self._set(slot, request)
        else:
            self._dispatch.ask(slot, request)

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
        far = self._dispatch.engine.far
        if far and content is None and document is None and found.size >= 0:
            expect = (found.size, found.changed)
        path = os.path.abspath(found.source)  # noqa: PTH100
        name = found.source
        if name == STANDARD_INPUT:
            name = self._settings.standard_input_name
        request = Request(path, name, content, document, expect, keep, whole, self._digest)
        return _with_content(request, limits) if self._ship and expect else request

    def _came(self, slot: _Slot, request: Request, answer: Answer) -> None:
        if answer.noise:
            self._warn(f"noise: {slot.found.source}: {answer.noise}")
        if answer.kind == "absent":
            self._ship = True
            shipped = _with_content(request, self._settings.limits)
            if isinstance(shipped, Answer):
                self._set(slot, shipped)
            else:
                self._dispatch.ask(slot, shipped, at_once=True)
        else:
            slot.fresh = True
            self._knowledge.learn(slot.number, slot.found, answer)
            self._set(slot, answer._replace(document=b""))

    def _set(self, slot: _Slot, answer: Answer) -> None:
        if not self._settings.evidence:
            answer = answer._replace(coverage=b"")
        slot.answer = answer
        self._waiting_bytes += len(answer.coverage)
        if slot.content is None and answer.sha256:
            slot.content = content_name(bytes.fromhex(answer.sha256), slot.found.source)

    def _copy(self, slot: _Slot) -> None:
        """The verdict on the same bytes, which stand earlier in the order."""
        assert slot.content is not None
        answer = self._knowledge.verdict(slot.content) or self._twins.answer(slot.content)
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
        return verdict if slot.content is None else self._twins.shown(verdict, slot.content, answer)


def _with_content(request: Request, limits: Limits) -> Request | Answer:
    """The file travels along with the request, for workers that do not see it."""
    try:
        content = load(request.path, limits)
    except ReadError as error:
        return unread_answer(error.status, error.what, error.hint)
    return request._replace(content=content, expect=None)
