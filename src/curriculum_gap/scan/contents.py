"""What is known about files before they are read: their content's name, their verdict, if any."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits, Rubric, Status
from curriculum_gap.readers import load
from curriculum_gap.scan.discovery import STANDARD_INPUT, Found
from curriculum_gap.scan.remote import is_remote
from curriculum_gap.scan.requests import Answer
from curriculum_gap.scan.settings import ScanSettings

if TYPE_CHECKING:
    from curriculum_gap.scan.cache import Cache

__all__ = ["Knowledge", "content_name", "place_of"]


def content_name(digest: bytes, source: str) -> bytes:
    """What a verdict hangs on: the bytes of a file, and the suffix that hints at its reader."""
    return digest + os.path.splitext(source)[1].lower().encode("utf-8", "surrogateescape")  # noqa: PTH122


def place_of(found: Found) -> bytes:
    """A file's absolute path (or URL), as bytes."""
    if is_remote(found.source) or found.source == STANDARD_INPUT:
        return found.source.encode("utf-8", "surrogateescape")
    return os.fsencode(os.path.abspath(found.source))  # noqa: PTH100 (a link stays a link)


class Knowledge:
    """The cache, asked about the files of one scan; every answer is None without a cache."""

    def __init__(
        self,
        cache: Cache | None,
        files: Sequence[Found],
        rubric: Rubric,
        settings: ScanSettings,
        run: str,
    ) -> None:
        self._cache = cache
        self._limits = settings.limits
        self._body = settings.evidence
        self._run = run
        self._sizes = Counter(found.size for found in files)
        self._places = [place_of(found) for found in files] if cache else []
        self._known: dict[bytes, tuple[int, int, bytes]] = {}
        self._journal: dict[bytes, tuple[int, int, str, str]] = {}
        self.interrupted = False
        if cache is not None:
            from curriculum_gap.scan.versions import checker_version, reader_version

            self._reader = reader_version(settings.limits)
            self._checker = checker_version(settings.limits, rubric)
            self._known = cache.known_files(self._places)
            journal = cache.begin(run)
            self.interrupted = journal is not None
            self._journal = journal or {}

    def content(self, number: int, found: Found) -> bytes | None:
        """The name of a file's content without reading it, or by reading it where another file of
        the same size could hold the same; None where that is not known yet."""
        if found.size < 0:
            return None
        known = self._known.get(self._places[number]) if self._cache else None
        if known is not None and found.changed >= 0 and known[:2] == (found.size, found.changed):
            return known[2]
        if is_remote(found.source) or found.size > self._limits.input_bytes:
            return None
        if self._sizes[found.size] > 1 or (self._cache and self._cache.has_size(found.size)):
            return _name_by_reading(found, self._limits)
        return None

    def verdict(self, content: bytes) -> Answer | None:
        """What was found about this content before."""
        row = self._cache.verdict(content, self._checker, self._body) if self._cache else None
        if row is None:
            return None
        kind, summary, body = row
        return Answer(kind, summary, body or b"", sha256=content[:32].hex())

    def journalled(self, number: int, found: Found) -> Answer | None:
        """What the interrupted run before this one found about a file, lasting or not."""
        entry = self._journal.get(self._places[number]) if self._journal else None
        if entry is None or found.size < 0 or entry[:2] != (found.size, found.changed):
            return None
        return Answer(entry[2], entry[3])

    def extraction(self, content: bytes) -> bytes | None:
        """What a reader made of this content before."""
        return self._cache.document(content, self._reader) if self._cache else None

    def learn(self, number: int, found: Found, answer: Answer) -> None:
        """Keep what has just been found."""
        if self._cache is None:
            return
        if not answer.lasting:
            if found.size >= 0 and not answer.summary.startswith(f'["{Status.UNREADABLE}"'):
                self._cache.note(
                    self._run,
                    self._places[number],
                    found.size,
                    found.changed,
                    answer.kind,
                    answer.summary,
                )
            return
        if not answer.sha256:
            return
        content = content_name(bytes.fromhex(answer.sha256), found.source)
        if found.changed >= 0:
            self._cache.keep_file(self._places[number], found.size, found.changed, content)
        if answer.document:
            self._cache.keep_document(content, self._reader, answer.document)
        self._cache.keep_verdict(
            content, self._checker, answer.kind, answer.summary, answer.coverage
        )

    def same(self, number: int, found: Found, content: bytes) -> None:
        """Remember that a file was found to hold a content that is known."""
        if self._cache is not None and found.changed >= 0:
            known = self._known.get(self._places[number])
            if known != (found.size, found.changed, content):
                self._cache.keep_file(self._places[number], found.size, found.changed, content)

    def settle(self) -> None:
        """Nothing to do for a moment: let what was kept so far last."""
        if self._cache is not None:
            self._cache.settle()

    def close(self, complete: bool) -> None:
        """The scan is over."""
        if self._cache is not None:
            if complete:
                self._cache.finish(self._run)
            self._cache.close()


def _name_by_reading(found: Found, limits: Limits) -> bytes | None:
    try:
        return content_name(sha256(load(found.source, limits)).digest(), found.source)
    except ReadError:  # its worker will say why
        return None
