"""What was read before: one SQLite file in the user's cache folder, safe for several runs at once.

``files`` says which content a path holds (by size, times and inode), ``documents`` what a reader
made of a content, ``verdicts`` what came of a content held against a rubric. So an unchanged file
costs one row, and another rubric needs no file at all. ``journal`` keeps for an interrupted scan
the verdicts that say nothing lasting about a content (a timeout); ``runs`` says which scans are
not through.

The cache may be deleted at any time. Whatever goes wrong with it costs time, never a verdict: a
file that is no database is moved aside, a full disk ends the keeping, not the scan.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from curriculum_gap.compiled import cache_folder, rubric_digest
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Limits, Rubric
from curriculum_gap.readers import reader_libraries
from curriculum_gap.scan.pipe_protocol import Answer

__all__ = [
    "Cache",
    "CacheContents",
    "KnownFile",
    "cache_file",
    "checker_version",
    "clear_cache",
    "describe_cache",
    "open_cache",
    "reader_version",
]

_LAYOUT = 5  # raise when a table changes, or what a row of it says
_LOCK_SECONDS = 30.0  # to wait for another run to finish its write, its making of room at worst
_LOCK_POLL = 0.02  # seconds between tries where SQLite itself does not wait
_PATHS_PER_QUERY = 500  # SQLite takes 999 values in its oldest builds
_SETTLED_NANOSECONDS = 2_000_000_000
_DAY = 86_400  # seconds; often enough to tell old entries from new
_JOURNAL_DAYS = 14
_KEPT_OF_FULL = 3 / 8  # of the bound, for texts and for verdicts each, when room is made
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
  path BLOB PRIMARY KEY, size INTEGER, changed INTEGER, touched INTEGER, inode INTEGER,
  content BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
  content BLOB, version TEXT, body BLOB, used INTEGER, PRIMARY KEY (content, version)
);
CREATE TABLE IF NOT EXISTS verdicts (
  content BLOB, version TEXT, answer BLOB, used INTEGER, body BLOB,
  PRIMARY KEY (content, version)
);
CREATE TABLE IF NOT EXISTS journal (
  run TEXT, content BLOB, answer BLOB, written INTEGER, PRIMARY KEY (run, content)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
  run TEXT PRIMARY KEY, started INTEGER, process INTEGER
) WITHOUT ROWID;
"""


class KnownFile(NamedTuple):
    """What a path held when it was read: size in bytes, both times of change in nanoseconds and
    the inode (see ``Found``), and the digest and suffix that name its content."""

    size: int
    changed: int
    touched: int
    inode: int
    content: bytes


@dataclass(frozen=True, slots=True)
class CacheContents:
    """What the cache holds; ``size`` in bytes on disk."""

    path: Path
    size: int
    files: int
    documents: int
    verdicts: int


def cache_file() -> Path:
    """Where the cache is, or would be."""
    return cache_folder() / f"scan-{_LAYOUT}.sqlite3"


def describe_cache() -> CacheContents | None:
    """What the cache holds; None where there is none. Raises UsageError for a damaged one."""
    path = cache_file()
    if not path.is_file():
        return None
    size = sum(part.stat().st_size for part in path.parent.glob(path.name + "*"))
    try:
        address = f"{path.as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            files = _count(connection, "files")
            documents = _count(connection, "documents")
            verdicts = _count(connection, "verdicts")
    except sqlite3.Error as error:
        hint = "'gapcheck cache clear' deletes it"
        raise UsageError(str(path), f"cannot be read ({error})", hint) from None
    return CacheContents(path, size, files, documents, verdicts)


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def clear_cache() -> int:
    """Delete all that scans have kept; returns how many bytes that were."""
    freed = 0
    for part in cache_folder().glob("scan-*"):
        with contextlib.suppress(OSError):
            freed += part.stat().st_size
            part.unlink()
    return freed


def open_cache(max_bytes: int, warn: Callable[[str], None]) -> Cache:
    """The cache, made where it does not exist; after a warning, one that keeps nothing where none
    can be had. ``max_bytes`` bounds it when it is closed."""
    path = cache_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds text of syllabi
        return Cache(_connect(path), max_bytes, warn)
    except (sqlite3.OperationalError, OSError, RuntimeError) as error:
        # Locked, read-only, disk full; RuntimeError: the user has no home folder.
        warn(f"{path}: the cache cannot be used ({error}); going on without it")
    except sqlite3.DatabaseError:
        try:
            aside = _move_aside(path)
            warn(f"{path}: the cache was damaged; it is now {aside.name}, and a new one begins")
            return Cache(_connect(path), max_bytes, warn)
        except (OSError, sqlite3.Error) as error:
            what = f"the cache is damaged and cannot be renewed ({error})"
            warn(f"{path}: {what}; going on without it")
    return Cache(None, max_bytes, warn)


def _connect(path: Path) -> sqlite3.Connection:
    """Open the database, made and private where it does not exist. Raises sqlite3.Error."""
    mask = os.umask(0o077)
    try:
        connection = sqlite3.connect(path, timeout=_LOCK_SECONDS, isolation_level=None)
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection
    finally:
        os.umask(mask)


def _prepare(connection: sqlite3.Connection) -> None:
    """Tables and settings of the database. Raises sqlite3.Error.

    SQLite does not wait for a lock where runs that begin or end at the same moment turn its
    write-ahead log on and off: it is asked again.
    """
    deadline = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            # Every statement is a transaction of its own: with a write-ahead log that costs some
            # 30 microseconds, and a run that is killed has kept all it had read.
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.executescript(_SCHEMA)
            connection.execute("SELECT count(*) FROM runs").fetchone()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(_LOCK_POLL)


def _move_aside(path: Path) -> Path:
    """A damaged database out of the way, under the name returned."""
    aside = path.with_suffix(".damaged")
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.replace(aside)
    return aside


class Cache:
    """An open cache; for one thread.

    Without a connection, because none could be had or because it has failed, it knows and keeps
    nothing.
    """

    def __init__(
        self, connection: sqlite3.Connection | None, max_bytes: int, warn: Callable[[str], None]
    ) -> None:
        self._connection = connection
        self._max_bytes = max_bytes
        self._warn = warn
        self._now = int(time.time())

    # What is known

    def known_files(self, paths: Sequence[bytes]) -> dict[bytes, KnownFile]:
        """What is known of those ``paths`` that were read before."""
        known = {}
        for start in range(0, len(paths), _PATHS_PER_QUERY):
            some = paths[start : start + _PATHS_PER_QUERY]
            marks = ",".join("?" * len(some))
            rows = self._execute(
                f"SELECT path, size, changed, touched, inode, content FROM files"
                f" WHERE path IN ({marks})",
                *some,
            )
            for path, *state in rows:
                known[path] = KnownFile(*state)
        return known

    def verdict(self, content: bytes, version: str, evidence: bool) -> Answer | None:
        """The answer about a content, with its coverage where ``evidence`` is asked for; None
        where it is not kept, or damaged."""
        body = "CAST(body AS BLOB)" if evidence else "NULL"
        rows = self._execute(
            f"SELECT answer, used, {body} FROM verdicts WHERE content = ? AND version = ?",
            content,
            version,
        )
        for stored, used, coverage in rows:
            self._note_use("verdicts", content, version, used)
            with contextlib.suppress(msgspec.MsgspecError):
                answer = msgspec.json.decode(stored, type=Answer)
                return replace(answer, coverage=coverage) if coverage else answer
        return None

    def document(self, content: bytes, version: str) -> bytes | None:
        """The extraction of a content, if kept."""
        rows = self._execute(
            "SELECT CAST(body AS BLOB), used FROM documents WHERE content = ? AND version = ?",
            content,
            version,
        )
        for body, used in rows:
            self._note_use("documents", content, version, used)
            return body if isinstance(body, bytes) else None
        return None

    # What is kept

    def keep_file(self, path: bytes, file: KnownFile) -> None:
        """A path's content is known by the state of its file from now on.

        Not that of a file changed within the last two seconds: it could change again unnoticed. A
        time in the future differs from that of any change to come.
        """
        changed = file.changed if file.touched < 0 else file.touched
        if abs(time.time_ns() - changed) > _SETTLED_NANOSECONDS:
            self._execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", path, *file)

    def keep_document(self, content: bytes, version: str, body: bytes) -> None:
        """The extraction of a content."""
        self._execute(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)",
            content,
            version,
            body,
            self._now,
        )

    def keep_verdict(self, content: bytes, version: str, answer: Answer) -> None:
        """The answer about a content."""
        self._execute(
            "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?)",
            content,
            version,
            _stored_answer(answer),
            self._now,
            answer.coverage,
        )

    # Scans that were interrupted

    def begin(self, run: str) -> dict[bytes, Answer] | None:
        """Start or go on with ``run``. What its journal holds (content → answer) if an earlier
        process began it and did not finish, else None."""
        oldest = self._now - _JOURNAL_DAYS * _DAY
        self._execute("DELETE FROM journal WHERE written < ?", oldest)
        self._execute("DELETE FROM runs WHERE started < ?", oldest)
        begun = self._execute("SELECT process FROM runs WHERE run = ?", run)
        rows = self._execute("SELECT content, answer FROM journal WHERE run = ?", run)
        self._execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", run, self._now, os.getpid())
        if not begun or _is_alive(begun[0][0]):
            return None
        journal = {}
        for content, stored in rows:
            with contextlib.suppress(msgspec.MsgspecError):
                journal[content] = msgspec.json.decode(stored, type=Answer)
        return journal

    def write_journal(self, run: str, content: bytes, answer: Answer) -> None:
        """Keep an answer for ``run`` alone."""
        self._execute(
            "INSERT OR REPLACE INTO journal VALUES (?, ?, ?, ?)",
            run,
            content,
            _stored_answer(answer),
            self._now,
        )

    def finish(self, run: str) -> None:
        """``run`` is through: nothing to go on with."""
        self._execute("DELETE FROM journal WHERE run = ?", run)
        self._execute("DELETE FROM runs WHERE run = ?", run)

    def close(self) -> None:
        """Make room where the cache has grown beyond its bound, and close."""
        if self._size() > self._max_bytes:
            self._make_room()
        self._disconnect()

    def _size(self) -> int:
        """Bytes in use in the database."""
        figures = [
            rows[0][0]
            for name in ("page_count", "freelist_count", "page_size")
            if (rows := self._execute(f"PRAGMA {name}"))
        ]
        if len(figures) < 3:
            return 0
        pages, free, page_size = figures
        return int((pages - free) * page_size)

    def _make_room(self) -> None:
        """Forget what was used longest ago."""
        self._execute("BEGIN IMMEDIATE")
        for table in ("documents", "verdicts"):
            self._execute(
                f"""DELETE FROM {table} WHERE rowid IN (
                      SELECT rowid FROM (
                        SELECT rowid, sum(length(body)) OVER newest_first AS kept FROM {table}
                        WINDOW newest_first AS (ORDER BY used DESC, rowid DESC)
                      ) WHERE kept > ?)""",
                int(self._max_bytes * _KEPT_OF_FULL),
            )
        self._execute(
            """DELETE FROM files WHERE content NOT IN (SELECT content FROM verdicts)
               AND content NOT IN (SELECT content FROM documents)"""
        )
        self._execute("COMMIT")

    def _note_use(self, table: str, content: bytes, version: str, used: int) -> None:
        """Once a day, that a row was ``used``: room is made at the cost of others."""
        if self._now - used > _DAY:
            self._execute(
                f"UPDATE {table} SET used = ? WHERE content = ? AND version = ?",
                self._now,
                content,
                version,
            )

    def _execute(self, statement: str, *values: object) -> list[Any]:
        """The rows of a statement; none, after a warning, once the cache has failed."""
        if self._connection is None:
            return []
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            self._warn(f"{cache_file()}: the cache failed ({error}); going on without it")
            self._disconnect()
            if not isinstance(error, sqlite3.OperationalError):  # damaged: the next run starts anew
                with contextlib.suppress(OSError):
                    _move_aside(cache_file())
            return []

    def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _stored_answer(answer: Answer) -> bytes:
    """An answer without the bytes that stand in columns of their own."""
    return msgspec.json.encode(Answer(answer.unread, answer.summary))


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


# What a kept result depends on beside the file

#: Whose versions change a verdict, beside the readers' libraries.
_CHECKER_LIBRARIES = ("pycld2",)
_PACKAGE = Path(__file__).resolve().parents[1]
#: What shows or judges results and has no part in them; tests/test_house.py holds that nothing
#: which makes a verdict stands here.
_NO_PART_IN_RESULTS = frozenset(
    {"annotate", "authoring", "cli", "evaluate", "explain", "gate", "programme", "reports"}
)
# How long a file may take changes whether it is read, not what is read.
_COSTS = frozenset({"cpu_seconds", "wall_seconds", "memory_bytes"})


def reader_version(limits: Limits) -> str:
    """Changes with gapcheck's code, the readers' libraries, and the limits on what is read."""
    budgets = {name: value for name, value in asdict(limits).items() if name not in _COSTS}
    return _short_digest(_code_digest(), _versions(reader_libraries()), repr(budgets))


def checker_version(limits: Limits, rubric: Rubric) -> str:
    """Changes with :func:`reader_version`, the library that names languages, and the rubric."""
    libraries = _versions(_CHECKER_LIBRARIES)
    return _short_digest(reader_version(limits), libraries, rubric_digest(rubric))


def _short_digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


@cache
def _code_digest() -> str:
    """A digest of the package's files: a release or an edit changes it, nobody has to remember."""
    digest = sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        place = path.relative_to(_PACKAGE)
        if place.parts[0] in _NO_PART_IN_RESULTS or path.suffix not in (".py", ".json", ".yaml"):
            continue
        digest.update(place.as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _versions(libraries: tuple[str, ...]) -> str:
    """Each distribution with its version, without one where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    versions = []
    for name in libraries:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            versions.append(name)
    return " ".join(versions)
