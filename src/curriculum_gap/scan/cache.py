"""What was read before: one SQLite file in the user's cache folder, safe for several runs at once.

Three tables. ``files``: path, size and time of change → content. ``documents``: content → what the
reader made of it. ``verdicts``: content and rubric → coverage, with its summary beside it. So an
unchanged file costs one row, and another rubric needs no file at all. A fourth, ``journal``, keeps
for an interrupted scan the verdicts that say nothing lasting about a content (a timeout).

The cache may be deleted at any time. Whatever goes wrong with it costs time, never a verdict: a
file that is no database is moved aside, a full disk ends the keeping, not the scan.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from curriculum_gap.scan.database import cache_file, connect, make_room, move_aside

__all__ = ["Cache", "open_cache"]

_BATCH_SECONDS = 0.3
_JOURNAL_DAYS = 14


def open_cache(most_bytes: int, warn: Callable[[str], None]) -> Cache | None:
    """The cache, made where it does not exist; None (and a warning) where none can be had."""
    path = cache_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds text of syllabi
        return Cache(connect(path), most_bytes, warn)
    except sqlite3.OperationalError as error:  # locked, read-only, disk full
        warn(f"{path}: the cache cannot be used ({error}); going on without it")
        return None
    except sqlite3.DatabaseError:
        return _renewed(path, most_bytes, warn)
    except (OSError, RuntimeError) as error:
        warn(f"{path}: the cache cannot be used ({error}); going on without it")
        return None


def _renewed(path: Path, most_bytes: int, warn: Callable[[str], None]) -> Cache | None:
    try:
        aside = move_aside(path)
        warn(f"{path}: the cache was damaged; it is now {aside.name}, and a new one begins")
        return Cache(connect(path), most_bytes, warn)
    except (OSError, sqlite3.Error) as error:
        warn(f"{path}: the cache is damaged and cannot be renewed ({error}); going on without it")
        return None


class Cache:
    """An open cache; for one thread. Every method is harmless once the cache has failed."""

    def __init__(
        self, connection: sqlite3.Connection, most_bytes: int, warn: Callable[[str], None]
    ) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._most = most_bytes
        self._warn = warn
        self._since: float | None = None
        self._now = int(time.time())
        self._used: list[tuple[str, tuple[Any, ...]]] = []

    # Reading

    def known_files(self, paths: list[bytes]) -> dict[bytes, tuple[int, int, bytes]]:
        """Path → size, time of change, content, of those files that are known."""
        found: dict[bytes, tuple[int, int, bytes]] = {}
        for start in range(0, len(paths), 500):
            some = paths[start : start + 500]
            marks = ",".join("?" * len(some))
            for path, size, changed, content in self._rows(
                f"SELECT path, size, changed, content FROM files WHERE path IN ({marks})", *some
            ):
                found[path] = (size, changed, content)
        return found

    def has_size(self, size: int) -> bool:
        """Whether any file of this size is known: only then can its content be."""
        return bool(list(self._rows("SELECT 1 FROM files WHERE size = ? LIMIT 1", size)))

    def verdict(
        self, content: bytes, checker: str, body: bool
    ) -> tuple[str, str, bytes | None] | None:
        """Kind, summary and (where asked for) coverage of a content, if kept."""
        columns = "kind, summary, body" if body else "kind, summary, NULL"
        for row in self._rows(
            f"SELECT {columns}, used FROM verdicts WHERE content = ? AND checker = ?",
            content,
            checker,
        ):
            self._touch("verdicts", row[3], content, checker)
            return row[0], row[1], row[2]
        return None

    def document(self, content: bytes, reader: str) -> bytes | None:
        """The extraction of a content, if kept."""
        for row in self._rows(
            "SELECT body, used FROM documents WHERE content = ? AND reader = ?", content, reader
        ):
            self._touch("documents", row[1], content, reader)
            return bytes(row[0])
        return None

    # Writing

    def keep_file(self, path: bytes, size: int, changed: int, content: bytes) -> None:
        """A file's content is known by its path, size and time of change from now on.

        One changed within the last two seconds is not: it could change again unnoticed.
        """
        if time.time_ns() - changed > 2_000_000_000:
            self._write(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                path,
                size,
                changed,
                content,
                self._now,
            )

    def keep_document(self, content: bytes, reader: str, body: bytes) -> None:
        """The extraction of a content."""
        self._write(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", content, reader, body, self._now
        )

    def keep_verdict(
        self, content: bytes, checker: str, kind: str, summary: str, body: bytes
    ) -> None:
        """The verdict on a content."""
        self._write(
            "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?)",
            content,
            checker,
            kind,
            summary,
            self._now,
            body,
        )

    # An interrupted scan

    def begin(self, run: str) -> dict[bytes, tuple[int, int, str, str]] | None:
        """Start or go on with ``run``: what its journal holds (path → size, time of change, kind,
        summary) if it was interrupted, else None."""
        old = self._now - _JOURNAL_DAYS * 86_400
        self._write("DELETE FROM journal WHERE at < ?", old)
        self._write("DELETE FROM runs WHERE at < ?", old)
        started_by = [row[0] for row in self._rows("SELECT process FROM runs WHERE run = ?", run)]
        interrupted = bool(started_by) and not _is_alive(started_by[0])
        rows = self._rows(
            "SELECT path, size, changed, kind, summary FROM journal WHERE run = ?", run
        )
        journal = {
            path: (size, changed, kind, summary) for path, size, changed, kind, summary in rows
        }
        self._write("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", run, self._now, os.getpid())
        self.commit()
        return journal if interrupted else None

    def note(self, run: str, path: bytes, size: int, changed: int, kind: str, summary: str) -> None:
        """Into the journal of ``run``."""
        self._write(
            "INSERT OR REPLACE INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)",
            run,
            path,
            size,
            changed,
            kind,
            summary,
            self._now,
        )

    def finish(self, run: str) -> None:
        """``run`` is through: nothing to go on with."""
        self._write("DELETE FROM journal WHERE run = ?", run)
        self._write("DELETE FROM runs WHERE run = ?", run)

    # Transactions and room

    def settle(self) -> None:
        """Make everything so far last, unless that was done a moment ago."""
        if self._since is not None and time.monotonic() - self._since > _BATCH_SECONDS:
            self.commit()

    def commit(self) -> None:
        """Make everything so far last."""
        if self._connection is None:
            return
        used, self._used = self._used, []
        for statement, values in used:
            self._write(statement, *values)
        if self._since is not None:
            self._since = None
            with self._failing():
                self._connection.execute("COMMIT")

    def close(self) -> None:
        """Commit, make room where the cache has grown beyond its bound, and close."""
        self.commit()
        if self._connection is not None:
            with self._failing():
                make_room(self._connection, self._most)
        self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _touch(self, table: str, used: int, content: bytes, version: str) -> None:
        if self._now - used > 86_400:  # once a day is enough to tell old from new
            column = "checker" if table == "verdicts" else "reader"
            self._used.append(
                (
                    f"UPDATE {table} SET used = ? WHERE content = ? AND {column} = ?",
                    (self._now, content, version),
                )
            )

    def _rows(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        if self._connection is not None:
            with self._failing():
                yield from self._connection.execute(statement, values).fetchall()

    def _write(self, statement: str, *values: object) -> None:
        if self._connection is None:
            return
        with self._failing():
            if self._since is None:
                self._connection.execute("BEGIN IMMEDIATE")
                self._since = time.monotonic()
            self._connection.execute(statement, values)
        self.settle()

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        """A cache that fails is not used again in this run."""
        try:
            yield
        except sqlite3.Error as error:
            self._warn(f"{cache_file()}: the cache failed ({error}); going on without it")
            self._since = None
            self._drop()
            if not isinstance(error, sqlite3.OperationalError):  # damaged: the next run starts anew
                with contextlib.suppress(OSError):
                    move_aside(cache_file())


def _is_alive(process: int) -> bool:
    """Whether a run that has begun is still going on, beside this one."""
    if os.name == "nt" or process == os.getpid():  # Windows: signal 0 would interrupt it
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
