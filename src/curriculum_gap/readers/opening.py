"""The bytes of one file: nothing is opened that is no regular file, and no more is read than the
limits allow."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from curriculum_gap.errors import ReadError, over_limit
from curriculum_gap.nouns import Limits, Status

__all__ = ["check_size", "is_only_in_cloud", "load"]

_FILE_KINDS = {
    stat.S_IFDIR: "is a folder",
    stat.S_IFIFO: "is a named pipe",
    stat.S_IFSOCK: "is a socket",
    stat.S_IFCHR: "is a device",
    stat.S_IFBLK: "is a device",
}
_OPEN_FAULTS = {
    errno.ENOENT: ("no such file", "check the spelling and the folder"),
    errno.ENOTDIR: ("no such file", "check the spelling and the folder"),
    errno.EACCES: ("no permission to read it", "change its permissions"),
    errno.EPERM: ("no permission to read it", "change its permissions"),
    errno.ELOOP: ("is a link that leads to itself", "correct the link"),
    errno.ENAMETOOLONG: ("its path is too long", "move it to a shorter path"),
}
# Files that are only in the cloud; opening one would download it.
_WINDOWS_RECALL = 0x0040_0000 | 0x0004_0000 | 0x1000  # recall on data access, on open, offline
_MACOS_DATALESS = 0x4000_0000  # SF_DATALESS


def load(path: str, limits: Limits, inode: int = -1) -> bytes:
    """The bytes of a regular file, never more than ``limits.input_bytes``. ``inode`` is the file's
    number where it was met in a folder without following links (-1 else): where it is another one
    by now, no link may lead to it.

    Raises ReadError: unreadable for a missing file, a folder, a pipe, a device, a link that leads
    nowhere or a file without permission (nothing is opened that could block), too-large where the
    size goes beyond the budget.
    """
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode) and not os.access(path, os.R_OK | os.X_OK):
            what = "no permission to open the folder"
            raise ReadError(Status.UNREADABLE, what, "change its permissions")
        _check_regular(mode)
        # O_NONBLOCK: had the file been swapped for a pipe since, open() would wait for ever.
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as handle:
            state = os.fstat(descriptor)
            _check_regular(state.st_mode)
            if inode >= 0 and state.st_ino != inode and _leads_through_link(path):
                what = "a link took its place since its folder was listed"
                raise ReadError(Status.UNREADABLE, what, "check the folder, and run it again")
            check_size(state.st_size, limits)
            content = handle.read(limits.input_bytes + 1)
    except ValueError:
        what = "is no possible path"  # it holds a zero byte
        raise ReadError(Status.UNREADABLE, what, "check the spelling") from None
    except OSError as error:
        raise _open_fault(error, path) from None
    check_size(len(content), limits)
    return content


def is_only_in_cloud(state: os.stat_result) -> bool:
    """Whether opening the file of this state would download it."""
    attributes = getattr(state, "st_file_attributes", 0)
    flags = getattr(state, "st_flags", 0)
    return bool(attributes & _WINDOWS_RECALL or flags & _MACOS_DATALESS)


def _leads_through_link(path: str) -> bool:
    """Whether any part of a path is a link."""
    return any(part.is_symlink() for part in (Path(path), *Path(path).parents))


def check_size(size: int, limits: Limits) -> None:
    """Raises ReadError (too-large) for more bytes than the limits allow."""
    if size > limits.input_bytes:
        what = f"has {over_limit(size, limits.input_bytes)}"
        hint = "raise the limit on input size, or split the file"
        raise ReadError(Status.TOO_LARGE, what, hint)


def _check_regular(mode: int) -> None:
    """Raises ReadError (unreadable) where a mode (``st_mode``) is that of no regular file."""
    if not stat.S_ISREG(mode):
        what = _FILE_KINDS.get(stat.S_IFMT(mode), "is no regular file")
        raise ReadError(Status.UNREADABLE, what, "give a regular file")


def _open_fault(error: OSError, path: str) -> ReadError:
    """The error for a file that the system does not open."""
    number = error.errno or 0
    if number in (errno.ENOENT, errno.ENOTDIR) and Path(path).is_symlink():
        return ReadError(Status.UNREADABLE, "is a link that leads nowhere", "correct the link")
    if number in _OPEN_FAULTS:
        return ReadError(Status.UNREADABLE, *_OPEN_FAULTS[number])
    reason = error.strerror or type(error).__name__
    return ReadError(Status.UNREADABLE, f"cannot be opened ({reason})", "copy it to a local folder")
