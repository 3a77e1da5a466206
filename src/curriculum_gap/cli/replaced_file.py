"""A file that is written whole or not at all, whatever ends the process that writes it.

What is being written has no name where the system knows such files (Linux: ``O_TMPFILE``), so it
is gone with its process. Elsewhere it is a file named ``.gapcheck-`` and 16 digits beside the
target; the next run that writes there deletes those whose process is gone. A `private_folder` for
texts of one run is cleaned up in the same way.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["private_folder", "replaced_file"]

_TEMPORARY = re.compile(r"\.gapcheck-[0-9a-f]{16}")
_PROCESS_FILES = "/proc/self/fd"  # by which Linux gives an unnamed file a name


@contextmanager
def replaced_file(target: Path) -> Iterator[IO[bytes]]:
    """A file to write to, which takes the place of ``target`` at the end of the block, and keeps
    its mode. An error in the block leaves ``target`` alone. Raises OSError."""
    _delete_left_over(target.parent)
    temporary = target.parent / _temporary_name()
    descriptor = _open_unnamed(target.parent)
    named = descriptor is None
    try:
        with temporary.open("xb") if descriptor is None else os.fdopen(descriptor, "wb") as file:
            _lock(file.fileno())
            yield file
            file.flush()
            if target.exists() and os.name != "nt":
                os.fchmod(file.fileno(), target.stat().st_mode & 0o777)
            if not named:
                _give_name(file.fileno(), temporary)
            if os.name != "nt":
                temporary.replace(target)  # under its lock: nobody takes it for left over
        if os.name == "nt":  # where only a closed file can be renamed
            temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder for this process alone, in that for temporary files. It is deleted at the end of the
    block, or by the next run that asks for one where this process is killed. Raises OSError."""
    parent = Path(tempfile.gettempdir())
    _delete_left_over(parent)
    folder = Path(tempfile.mkdtemp(prefix="gapcheck-"))  # a name that nobody cleans up
    lock = None if os.name == "nt" else os.open(folder, os.O_RDONLY)
    try:
        if lock is not None:
            _lock(lock)
        folder = folder.rename(parent / _temporary_name())
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _temporary_name() -> str:
    return f".gapcheck-{os.urandom(8).hex()}"


def _open_unnamed(folder: Path) -> int | None:
    """A descriptor of a new file without a name, None where the system has none."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not os.path.isdir(_PROCESS_FILES):  # noqa: PTH112
        return None
    try:
        return os.open(folder, flag | os.O_WRONLY, 0o666)
    except OSError:  # no such files on this file system, or none at all: opening by name tells
        return None


def _give_name(descriptor: int, path: Path) -> None:
    """Link an unnamed file to ``path``."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # With a descriptor of a folder Python calls linkat, which follows the link in /proc.
        source = f"{_PROCESS_FILES}/{descriptor}"
        os.link(source, path.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _lock(descriptor: int) -> bool:
    """Whether this process holds the lock of an open file now. It ends with the process."""
    try:
        import fcntl
    except ImportError:  # Windows, where an open file cannot be deleted anyway
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _delete_left_over(folder: Path) -> None:
    """Delete temporary files and folders in ``folder`` whose process is gone."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name):
                with contextlib.suppress(OSError):
                    _delete_unlocked(entry)


def _delete_unlocked(entry: os.DirEntry[str]) -> None:
    """Delete a temporary file or folder that no process holds; links stay. Raises OSError."""
    is_folder = entry.is_dir(follow_symlinks=False)
    if not (is_folder or entry.is_file(follow_symlinks=False)):
        return
    descriptor = os.open(entry.path, os.O_RDONLY)  # Windows opens no folder
    try:
        if not _lock(descriptor):
            return
        if is_folder:
            shutil.rmtree(entry.path)
        else:
            Path(entry.path).unlink()
    finally:
        os.close(descriptor)
