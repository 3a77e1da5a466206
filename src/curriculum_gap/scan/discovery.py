"""Which files paths stand for: those named, and the readable ones below folders."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curriculum_gap.errors import UsageError
from curriculum_gap.readers import is_readable
from curriculum_gap.scan.ignoring import (
    FOLDERS_PASSED,
    Ignoring,
    is_housekeeping,
    patterns_of,
    read_ignore_file,
)
from curriculum_gap.scan.remote import find
from curriculum_gap.scan.settings import ScanSettings

__all__ = ["STANDARD_INPUT", "Discovery", "Found", "discover", "read_file_list"]

STANDARD_INPUT = "-"

_RECALL = 0x0040_0000 | 0x0004_0000 | 0x1000  # Windows: recall on data access, on open, offline
_DATALESS = 0x4000_0000  # macOS: SF_DATALESS
_REPORTS = (".md", ".markdown", ".html", ".htm")
_REPORT_MARK = b"<!-- gapcheck report"  # among the first bytes of every report of ours in these
_LOCK = "~$"  # of a word processor; the others begin with a dot


@dataclass(frozen=True, slots=True)
class Found:
    """A file to check: ``source`` is its path as typed (below a folder: the folder as typed and
    what follows). ``size`` in bytes and ``changed`` in nanoseconds are -1 where unknown; ``walked``
    tells files met in a folder from files that were named."""

    source: str
    size: int = -1
    changed: int = -1
    walked: bool = False


@dataclass(slots=True)
class Discovery:
    """What paths stand for. ``left_out`` counts files of other kinds by suffix; ``passed`` holds
    files and folders that were passed over, with the reason."""

    files: list[Found] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    passed: list[tuple[str, str]] = field(default_factory=list)


def discover(paths: Iterable[str], settings: ScanSettings | None = None) -> Discovery:
    """Files as typed, and the files below each folder in a stable order, each path once.

    A path that does not exist stays in the list: whoever reads it says so. Raises UsageError for a
    pattern that is none.
    """
    settings = settings or ScanSettings()
    walk = _Walk(settings)
    known: set[str] = set()
    for path in paths:
        found: Iterable[Found]
        if "://" in path:
            found = (Found(*entry) for entry in find(path, settings, walk.wanted))
        elif path != STANDARD_INPUT and os.path.isdir(path):  # noqa: PTH112 (keeps it as typed)
            found = walk.below(path)
        else:
            found = [_named(path)]
        for entry in found:
            if entry.source not in known:
                known.add(entry.source)
                walk.discovery.files.append(entry)
    return walk.discovery


def read_file_list(path: str, standard_input: bytes | None = None) -> list[str]:
    """The paths in a file, one a line (or ended by zero bytes where it holds any).

    ``standard_input`` is the content when ``path`` is ``-``. Raises UsageError when it cannot be
    read.
    """
    try:
        content = Path(path).read_bytes() if standard_input is None else standard_input
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise UsageError(path, reason, "name a file with one path a line") from None
    parts = content.split(b"\0") if b"\0" in content else content.splitlines()
    return [os.fsdecode(part) for part in parts if part.strip()]


def _named(path: str) -> Found:
    try:
        state = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return Found(path)
    if not stat.S_ISREG(state.st_mode):
        return Found(path)
    return Found(path, state.st_size, state.st_mtime_ns)


class _Walk:
    """One walk over folders: the patterns that hold and what was found so far."""

    def __init__(self, settings: ScanSettings) -> None:
        self.discovery = Discovery()
        self._follow = settings.follow_links
        self._include = patterns_of(settings.include, "--include")
        self._exclude = patterns_of(settings.exclude, "--exclude")

    def below(self, top: str) -> Iterator[Found]:
        """The wanted files below ``top``: files of a folder first, then its folders, by name."""
        above, ignoring = _ignore_files_above(top)
        seen = {_identity(os.stat(top))}  # noqa: PTH116
        yield from self._folder(top, (), above, ignoring, seen)

    def _folder(
        self,
        folder: str,
        parts: tuple[str, ...],
        above: tuple[str, ...],
        ignoring: Ignoring,
        seen: set[tuple[int, int]],
    ) -> Iterator[Found]:
        # A stack of its own: folders may lie deeper than Python calls itself.
        stack = [(folder, parts, ignoring)]
        while stack:
            folder, parts, ignoring = stack.pop()
            try:
                with os.scandir(folder) as entries:
                    rows = sorted(entries, key=lambda entry: entry.name)
            except OSError:
                # What lies in it is not known: it must not look as if everything had been read.
                yield Found(folder, walked=True)
                continue
            deep = len(above) + len(parts)
            ignoring = ignoring.below(deep, read_ignore_file(folder))
            folders = []
            for entry in rows:
                inside = (*parts, entry.name)
                if entry.name.startswith(".") or entry.name in FOLDERS_PASSED:
                    continue
                kind = self._kind(entry, seen)
                if kind is None:
                    continue
                if kind == "folder":
                    if not self._ignored(above, inside, ignoring, folder=True):
                        folders.append((entry.path, inside, ignoring))
                elif not self._ignored(above, inside, ignoring) and self.wanted(inside):
                    found = self._file(entry)
                    if found is not None:
                        yield found
            stack.extend(reversed(folders))

    def _kind(self, entry: os.DirEntry[str], seen: set[tuple[int, int]]) -> str | None:
        try:
            if entry.is_symlink() and not self._follow:
                if entry.is_dir() or is_readable(entry.name):
                    self.discovery.passed.append((entry.path, "a link"))
                return None
            if not entry.is_dir():
                if entry.name.startswith(_LOCK):
                    self.discovery.passed.append((entry.path, "a lock file"))
                    return None
                return "file"
            identity = _identity(os.stat(entry.path)) if self._follow else (0, 0)  # noqa: PTH116
        except OSError:  # a link that leads to itself
            self.discovery.passed.append((entry.path, "a link that leads nowhere"))
            return None
        if self._follow:
            if identity in seen:
                self.discovery.passed.append((entry.path, "a link to a folder already walked"))
                return None
            seen.add(identity)
        return "folder"

    def _ignored(
        self,
        above: tuple[str, ...],
        inside: tuple[str, ...],
        ignoring: Ignoring,
        folder: bool = False,
    ) -> bool:
        path = "/".join(inside) + ("/" if folder else "")
        if self._exclude is not None and self._exclude.match_file(path):
            return True
        return ignoring.ignores((*above, *inside), folder)

    def wanted(self, inside: tuple[str, ...]) -> bool:
        """Whether a file with these path parts below the folder named is one to open: ``include``
        alone decides where given, otherwise what gapcheck reads."""
        name = inside[-1]
        if self._include is not None:
            return self._include.match_file("/".join(inside))
        if is_housekeeping(name):
            return False
        if not is_readable(name):
            self.discovery.left_out[os.path.splitext(name)[1].lower()] += 1  # noqa: PTH122
            return False
        return True

    def _file(self, entry: os.DirEntry[str]) -> Found | None:
        try:
            state = entry.stat()
        except OSError:
            return Found(entry.path, walked=True)
        if _is_placeholder(state):
            self.discovery.passed.append((entry.path, "only in the cloud: download it first"))
            return None
        if not stat.S_ISREG(state.st_mode):  # a pipe: the reader says so without opening it
            return Found(entry.path, walked=True)
        if _is_report(entry.path):
            self.discovery.passed.append((entry.path, "a report of gapcheck"))
            return None
        return Found(entry.path, state.st_size, state.st_mtime_ns, walked=True)


def _is_report(path: str) -> bool:
    """Whether we wrote this file: it quotes syllabi and is none."""
    if not path.lower().endswith(_REPORTS):
        return False
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return _REPORT_MARK in file.read(60)
    except OSError:
        return False


def _identity(state: os.stat_result) -> tuple[int, int]:
    return state.st_dev, state.st_ino


def _is_placeholder(state: os.stat_result) -> bool:
    return bool(
        getattr(state, "st_file_attributes", 0) & _RECALL
        or getattr(state, "st_flags", 0) & _DATALESS
    )


def _ignore_files_above(top: str) -> tuple[tuple[str, ...], Ignoring]:
    """The folders from the current one down to ``top``, and the ignore files in them."""
    ignoring = Ignoring()
    here, there = Path.cwd(), Path(top).resolve()
    if not there.is_relative_to(here):
        return (), ignoring
    parts = there.relative_to(here).parts
    folder = here
    for depth, part in enumerate(parts):
        ignoring = ignoring.below(depth, read_ignore_file(str(folder)))
        folder /= part
    return parts, ignoring
