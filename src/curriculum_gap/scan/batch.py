"""Many files: what is known of them, workers for the rest, verdicts in order.

Each file goes through these steps, and stops at the first that has its answer: the cache knows its
path and state; its bytes are read and their digest is known; an earlier file of
this scan holds the same bytes; a worker reads it. Answers come in any order and are given out in
the order of the files.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Coverage, Included, Rubric, Status, Unread
from curriculum_gap.scan.cache import Cache, KnownFile, checker_version, open_cache, reader_version
from curriculum_gap.scan.discovery import STANDARD_INPUT, Found, included_by, is_remote, read_found
from curriculum_gap.scan.engines import Dispatch
from curriculum_gap.scan.pipe_protocol import (
    Answer,
    Request,
    Task,
    decode_coverage,
    decode_summary,
    unread_answer,
)
from curriculum_gap.scan.settings import Progress, ScanSettings

__all__ = ["scan_many"]

_MAX_AHEAD = 2_000  # verdicts that may wait for an earlier file, so that a slow one delays no other
_MAX_BYTES = 60_000_000  # of files on their way and of answers that wait
_MAX_REMEMBERED_BYTES = 60_000_000  # of answers kept for copies, where the cache has none


def scan_many(
    files: Sequence[Found],
    rubric: Rubric,
    settings: ScanSettings,
    on_progress: Callable[[Progress], None] | None,
    warn: Callable[[str], None],
    standard_input: Callable[[int], bytes] | None,
) -> Iterator[Coverage | Unread]:
    """As :func:`curriculum_gap.scan.run.scan`, through an engine's workers and the cache."""
    no_cache = Cache(None, 0, warn)
    cache = open_cache(settings.cache_bytes, warn) if settings.use_cache else no_cache
    known = _Results(cache, files, rubric, settings)
    complete = False
    try:
        if known.interrupted:
            warn("an earlier run of this was interrupted; going on where it was")
        batch = _Batch(files, rubric, settings, known, warn, standard_input)
        yield from batch.verdicts(on_progress)
        complete = True
    finally:
        known.close(complete)


def _path_key(found: Found) -> bytes:
    """A file's absolute path (or URL), as bytes: names of files need not be text."""
    if is_remote(found.source) or found.source == STANDARD_INPUT:
        return found.source.encode("utf-8", "surrogateescape")
    return os.fsencode(os.path.abspath(found.source))  # noqa: PTH100 (a link stays a link)


def _known_file(found: Found, key: bytes) -> KnownFile:
    return KnownFile(found.size, found.changed, found.touched, found.inode, key)


def _content_key(content: bytes, name: str, included: Included | None) -> bytes:
    """What a verdict depends on: the bytes of a file and of those that it includes, and the suffix
    that hints at its reader."""
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122
    digest = sha256(content)
    if included is not None:
        digest.update(included.digest)
    return digest.digest() + suffix.encode()


class _Results:
    """Results of earlier scans and of this one, by the key of a content.

    Without a cache it still remembers this scan's answers, for files that are copies of others.
    """

    def __init__(
        self, cache: Cache, files: Sequence[Found], rubric: Rubric, settings: ScanSettings
    ) -> None:
        self._cache = cache
        self._evidence = settings.evidence
        self._reader = self._checker = self._run = ""
        self._files: dict[bytes, KnownFile] = {}
        self._journal: dict[bytes, Answer] = {}
        self._remembered: dict[bytes, Answer] = {}
        self._remembered_bytes = 0
        self.interrupted = False
        if settings.use_cache:
            paths = [_path_key(found) for found in files]
            self._reader = reader_version(settings.limits)
            self._checker = checker_version(settings.limits, rubric)
            self._run = _run_name(paths, rubric, settings)
            self._files = cache.known_files(paths)
            journal = cache.begin(self._run)
            self.interrupted = journal is not None
            self._journal = journal or {}

    def content_of(self, found: Found) -> bytes | None:
        """The key of a file's content, without reading it; None where it is not known."""
        if found.size < 0 or found.changed < 0 or not self._files:
            return None
        known = self._files.get(_path_key(found))
        return known.content if known and known == _known_file(found, known.content) else None

    def keep_content(self, found: Found, key: bytes) -> None:
        """A file was read and holds this content."""
        if found.size >= 0 and found.changed >= 0:
            self._cache.keep_file(_path_key(found), _known_file(found, key))

    def answer(self, key: bytes) -> Answer | None:
        """What came of a content before."""
        answer = self._journal.get(key) or self._remembered.get(key)
        return answer or self._cache.verdict(key, self._checker, self._evidence)

    def document(self, key: bytes) -> bytes | None:
        """What a reader made of a content before."""
        return self._cache.document(key, self._reader)

    def keep_answer(self, key: bytes, answer: Answer) -> None:
        """A worker has answered."""
        if answer.unread is not None and answer.unread.status is Status.CRASHED:
            pass  # what ended the run may have ended its worker too: it is tried again
        elif answer.cut_short:
            pass  # part of it was read: it is tried again
        elif not answer.lasting:
            self._cache.write_journal(self._run, key, answer)
        else:
            if answer.document:
                self._cache.keep_document(key, self._reader, answer.document)
            self._cache.keep_verdict(key, self._checker, answer)
        in_cache = self._checker and answer.lasting
        if not in_cache and self._remembered_bytes < _MAX_REMEMBERED_BYTES:
            remembered = replace(answer, document=b"", noise="")
            self._remembered[key] = remembered
            self._remembered_bytes += len(remembered.coverage)

    def close(self, complete: bool) -> None:
        """The scan is over; ``complete`` says whether it is through."""
        if complete:
            self._cache.finish(self._run)
        self._cache.close()


def _run_name(paths: Sequence[bytes], rubric: Rubric, settings: ScanSettings) -> str:
    """Same files, same question, same name: an interrupted run is known again by it."""
    name = sha256(f"{rubric.digest} {settings.limits}".encode())
    for path in paths:
        name.update(path + b"\0")
    return name.hexdigest()[:32]


@dataclass(slots=True)
class _Slot:
    """One file on its way.

    ``key`` names its content once that is known, ``answer`` is there at the end; ``is_copy`` says
    that an earlier slot has the same content, ``fresh`` that a worker has answered in this scan.
    """

    found: Found
    key: bytes = b""
    answer: Answer | None = None
    is_copy: bool = False
    fresh: bool = False


class _Batch:
    """The state of one scan: slots in the order of the files, each filled when its answer comes.

    Memory is bounded in three ways: by the number of slots, by the bytes of files on their way and
    of answers that wait, and by the engine, which takes no more than it will soon work on.
    """

    def __init__(
        self,
        files: Sequence[Found],
        rubric: Rubric,
        settings: ScanSettings,
        results: _Results,
        warn: Callable[[str], None],
        standard_input: Callable[[int], bytes] | None,
    ) -> None:
        self._files = files
        self._rubric = rubric
        self._settings = settings
        self._results = results
        self._warn = warn
        self._standard_input = standard_input
        task = Task(
            rubric, settings.limits, settings.recycle, settings.use_cache, settings.evidence
        )
        self._dispatch: Dispatch[_Slot] = Dispatch(task, settings, warn)
        self._slots: deque[_Slot] = deque()
        self._sent: set[bytes] = set()  # contents that a worker has, or had
        self._first_source: dict[bytes, str] = {}  # content → the first file that holds it
        self._bytes = 0
        self._kept = 0

    def verdicts(
        self, on_progress: Callable[[Progress], None] | None
    ) -> Iterator[Coverage | Unread]:
        """One for each file, in order.

        Each turn of the loop takes what files there is room for, then either gives out the verdict
        of the first slot or waits a moment for answers; ``on_progress`` hears of both.
        """
        coming = iter(self._files)
        total, done = len(self._files), 0
        with self._dispatch:
            while True:
                self._fill(coming)
                if not self._slots:
                    return
                first = self._slots[0]
                if first.answer is None and first.is_copy:
                    self._answer_copy(first)
                verdict = self._verdict(first)
                if verdict is not None:
                    self._slots.popleft()
                    done += 1
                else:
                    self._receive()
                if on_progress is not None:
                    waiting_for = first.found.source if verdict is None else None
                    on_progress(Progress(done, total, self._kept, waiting_for))
                if verdict is not None:
                    yield verdict

    def _fill(self, coming: Iterator[Found]) -> None:
        """Take files as long as there is room for their answers."""
        while (
            len(self._slots) < _MAX_AHEAD
            and self._bytes < _MAX_BYTES
            and self._dispatch.has_room
            and (found := next(coming, None)) is not None
        ):
            self._take(found)

    def _take(self, found: Found) -> None:
        """Find out what is known about the next file; what is not goes to a worker.

        A copy of a file that a worker has takes that file's answer when its own turn comes: the
        other stands before it, so that its answer is there by then.
        """
        slot = _Slot(found)
        self._slots.append(slot)
        slot.key = self._results.content_of(found) or b""
        read = None
        if not slot.key:
            read = self._read(slot)
            if read is None:
                return
        if slot.key in self._sent:
            slot.is_copy = True
            self._kept += 1
            return
        answer = self._results.answer(slot.key)
        if answer is not None:
            self._kept += 1
            self._set(slot, answer)
        else:
            self._send(slot, read)

    def _read(self, slot: _Slot) -> Request | None:
        """The bytes of a file and of those that it includes, whose key they give; None, and an
        answer, where it cannot be read."""
        found, settings = slot.found, self._settings
        try:
            content = read_found(found, settings, self._standard_input)
        except ReadError as error:
            slot.fresh = True
            self._set(slot, unread_answer(error.status, error.what, error.hint))
            return None
        name = settings.name_of(found.source)
        included = included_by(found, content, settings)
        slot.key = _content_key(content, name, included)
        if included is None:  # else the state of this file alone says too little
            self._results.keep_content(found, slot.key)
        return Request(name, content, included=included)

    def _send(self, slot: _Slot, read: Request | None, use_document: bool = True) -> None:
        """Ask a worker, who gets the extraction that is known or else the bytes of the file."""
        document = self._results.document(slot.key) if use_document and slot.key else None
        if document is not None:
            name = self._settings.name_of(slot.found.source)
            request: Request | None = Request(name, document=document)
        else:
            request = read or self._read(slot)
        if request is None:
            return
        self._sent.add(slot.key)
        self._bytes += request.size
        self._dispatch.ask(slot, request)

    def _receive(self) -> None:
        """Wait a moment for answers."""
        self._dispatch.send()
        for slot, request, answer in self._dispatch.answers():
            self._bytes -= request.size
            if answer.noise:
                self._warn(f"noise: {slot.found.source}: {answer.noise}")
            if answer.is_empty:
                self._send(slot, None, use_document=False)
                continue
            slot.fresh = True
            self._results.keep_answer(slot.key, answer)
            coverage = answer.coverage if self._settings.evidence else b""
            self._set(slot, replace(answer, coverage=coverage, document=b""))

    def _answer_copy(self, slot: _Slot) -> None:
        """The answer about the same bytes, which stand earlier in the order."""
        answer = self._results.answer(slot.key)
        if answer is None:
            slot.is_copy = False
            self._send(slot, None)
        else:
            self._set(slot, answer)

    def _set(self, slot: _Slot, answer: Answer) -> None:
        slot.answer = answer
        self._bytes += len(answer.coverage)

    def _verdict(self, slot: _Slot) -> Coverage | Unread | None:
        """A slot's answer as a value; None where it is not there yet. A kept answer that is
        damaged is no answer: a worker is asked again."""
        if slot.answer is None:
            return None
        source = slot.found.source
        self._bytes -= len(slot.answer.coverage)
        try:
            verdict = self._decoded(slot.answer, source)
        except ValueError:
            if not slot.fresh:
                slot.answer, slot.is_copy = None, False
                self._send(slot, None)
                return None
            what = "made the process that read it answer nonsense"
            hint = "open it and save or export it again"
            return Unread(source, Status.CRASHED, what, hint)
        if isinstance(verdict, Coverage) and slot.key:
            first = self._first_source.setdefault(slot.key, source)
            if first != source:
                warnings = (*verdict.warnings, f"same content as {first}")
                return replace(verdict, warnings=warnings)
        return verdict

    def _decoded(self, answer: Answer, source: str) -> Coverage | Unread:
        """Raises ValueError for an answer that is damaged or about another rubric."""
        if answer.unread is not None:
            return replace(answer.unread, source=source)
        if self._settings.evidence:
            return decode_coverage(answer.coverage, source, self._rubric)
        if answer.summary is None:
            raise ValueError("neither a summary nor a reason")
        return decode_summary(answer.summary, source, self._rubric)
