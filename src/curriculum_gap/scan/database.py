"""The file that holds the cache: where it is, its tables, its size, and its end."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from curriculum_gap.compiled import cache_folder
from curriculum_gap.errors import UsageError

__all__ = [
    "Contents",
    "cache_file",
    "clear_cache",
    "connect",
    "describe_cache",
    "make_room",
    "move_aside",
]

_LAYOUT = 2
_WAIT = 10.0  # seconds for another run to finish its write
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
  path BLOB PRIMARY KEY, size INTEGER, changed INTEGER, content BLOB, used INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_size ON files (size);
CREATE TABLE IF NOT EXISTS documents (
  content BLOB, reader TEXT, body BLOB, used INTEGER, PRIMARY KEY (content, reader)
);
CREATE TABLE IF NOT EXISTS verdicts (
  content BLOB, checker TEXT, kind TEXT, summary TEXT, used INTEGER, body BLOB,
  PRIMARY KEY (content, checker)
);
CREATE TABLE IF NOT EXISTS journal (
  run TEXT, path BLOB, size INTEGER, changed INTEGER, kind TEXT, summary TEXT, at INTEGER,
  PRIMARY KEY (run, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (run TEXT PRIMARY KEY, at INTEGER, process INTEGER) WITHOUT ROWID;
"""


def cache_file() -> Path:
    """Where the cache is, or would be."""
    return cache_folder() / f"scan-{_LAYOUT}.sqlite3"


@dataclass(frozen=True, slots=True)
class Contents:
    """What the cache holds; ``size`` in bytes on disk."""

    path: Path
    size: int
    files: int
    documents: int
    verdicts: int


def move_aside(path: Path) -> Path:
    """A damaged database out of the way, under the name returned."""
    aside = path.with_suffix(".damaged")
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.replace(aside)
    return aside


def connect(path: Path) -> sqlite3.Connection:
    """Open the database, made and private where it does not exist. Raises sqlite3.Error."""
    mask = os.umask(0o077)
    try:
        connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.executescript(_SCHEMA)
            connection.execute("SELECT count(*) FROM runs").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection
    finally:
        os.umask(mask)


def make_room(connection: sqlite3.Connection, most_bytes: int) -> None:
    """Where the cache is larger than allowed, forget what was used longest ago."""

    def pragma(name: str) -> int:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

    if (pragma("page_count") - pragma("freelist_count")) * pragma("page_size") <= most_bytes:
        return
    connection.execute("BEGIN IMMEDIATE")
    for table in ("documents", "verdicts"):
        connection.execute(
            f"""DELETE FROM {table} WHERE rowid IN (
                  SELECT rowid FROM (
                    SELECT rowid, sum(length(body)) OVER (ORDER BY used DESC, rowid DESC) AS kept
                    FROM {table}
                  ) WHERE kept > ?)""",
            (most_bytes * 3 // 8,),
        )
    connection.execute(
        """DELETE FROM files WHERE content NOT IN (SELECT content FROM verdicts)
           AND content NOT IN (SELECT content FROM documents)"""
    )
    connection.execute("COMMIT")


def describe_cache() -> Contents | None:
    """What the cache holds; None where there is none. Raises UsageError for a damaged one."""
    path = cache_file()
    if not path.is_file():
        return None
    try:
        return _describe(path)
    except sqlite3.Error as error:
        raise UsageError(
            str(path), f"cannot be read ({error})", "'gapcheck cache clear' deletes it"
        ) from None


def _describe(path: Path) -> Contents:
    size = sum(part.stat().st_size for part in path.parent.glob(path.name + "*"))
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        counts = [
            int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("files", "documents", "verdicts")
        ]
    return Contents(path, size, *counts)


def clear_cache() -> int:
    """Delete all that scans have kept; returns how many bytes that were."""
    freed = 0
    for part in cache_folder().glob("scan-*"):
        with contextlib.suppress(OSError):
            freed += part.stat().st_size
            part.unlink()
    return freed
