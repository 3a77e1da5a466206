"""File → Document. The content of a file decides its reader; its suffix is only a hint.

A format is one module ``from_<format>.py`` with ``read(content, source, limits) -> Document`` and
one line in `READERS`.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from curriculum_gap.errors import GapcheckError, ReadError
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers.sniff import MARKDOWN_SUFFIXES, sniff
from curriculum_gap.readers.titles import choose_title

__all__ = ["READERS", "SUFFIXES", "load", "read_document"]

# Format name → leaf module and function; imported when the first such file is read.
READERS: dict[str, tuple[str, str]] = {
    "pdf": ("curriculum_gap.readers.from_pdf", "read"),
    "docx": ("curriculum_gap.readers.from_docx", "read"),
    "html": ("curriculum_gap.readers.from_html", "read"),
    "markdown": ("curriculum_gap.readers.from_markdown", "read"),
    "latex": ("curriculum_gap.readers.from_latex", "read"),
    "text": ("curriculum_gap.readers.from_text", "read"),
}

# Suffixes (lower case) worth opening while walking a folder.
SUFFIXES: frozenset[str] = frozenset(
    {".pdf", ".docx", ".docm", ".html", ".htm", ".xhtml", ".tex", ".latex", ".txt", ".text"}
    | set(MARKDOWN_SUFFIXES)
)


def load(path: str, limits: Limits) -> bytes:
    """The bytes of a regular file, never more than ``limits.input_bytes``.

    Raises ReadError: unreadable for a missing file, a folder, a pipe, a device, a link that leads
    nowhere or a file without permission (nothing is opened that could block), too-large where the
    size goes beyond the budget.
    """
    try:
        if not stat.S_ISREG(mode := Path(path).stat().st_mode):
            if stat.S_ISDIR(mode) and not os.access(path, os.R_OK | os.X_OK):
                what = "no permission to open the folder"
                raise ReadError(Status.UNREADABLE, what, "change its permissions")
            raise _not_a_file(mode)
        # O_NONBLOCK: had the file been swapped for a pipe since, open() would wait for ever.
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as handle:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise _not_a_file(state.st_mode)
            if state.st_size > limits.input_bytes:
                raise _too_large(state.st_size, limits)
            content = handle.read(limits.input_bytes + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(error, path) from None
    if len(content) > limits.input_bytes:
        raise _too_large(len(content), limits)
    return content


def read_document(content: bytes, source: str, limits: Limits) -> Document:
    """Reads a file's bytes; ``source`` is its path as typed.

    Raises ReadError with the status that is true of the file: nothing that a parser raises gets
    out under another name.
    """
    try:
        if len(content) > limits.input_bytes:
            raise _too_large(len(content), limits)
        module, function = READERS[sniff(content, source)]
        document = getattr(import_module(module), function)(content, source, limits)
        assert isinstance(document, Document)
        if not any(block.text for block in document.blocks):
            raise ReadError(Status.EMPTY, "holds no text")
        if not document.words:
            visible = any(block.text and not block.hidden for block in document.blocks)
            what = (
                "holds signs, but no words" if visible else "holds no text that a reader would see"
            )
            raise ReadError(Status.EMPTY, what)
        return replace(document, title=choose_title(document.blocks, document.title))
    except GapcheckError:
        raise
    except MemoryError:
        raise ReadError(
            Status.MEMORY, "needs more memory than allowed to read", "raise the memory limit"
        ) from None
    except RecursionError:
        raise ReadError(
            Status.TOO_LARGE, "is nested too deeply to read", "save it again in a simpler form"
        ) from None
    except Exception as error:
        # The one place that catches everything: parsers raise far more than their own errors.
        reason = " ".join(str(error).split())[:120]
        shown = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
        raise ReadError(
            Status.DAMAGED, f"cannot be read ({shown})", "open it and save or export it again"
        ) from error


def _too_large(size: int, limits: Limits) -> ReadError:
    return ReadError(
        Status.TOO_LARGE,
        f"has {size / 1e6:,.1f} MB, over the limit of {limits.input_bytes / 1e6:,.1f} MB",
        "raise the limit on input size, or split the file",
    )


def _not_a_file(mode: int) -> ReadError:
    kinds = (
        (stat.S_ISDIR, "is a folder"),
        (stat.S_ISFIFO, "is a named pipe"),
        (stat.S_ISSOCK, "is a socket"),
        (stat.S_ISCHR, "is a device"),
        (stat.S_ISBLK, "is a device"),
    )
    what = next((what for test, what in kinds if test(mode)), "is no regular file")
    return ReadError(Status.UNREADABLE, what, "give a regular file")


def _unreadable(error: OSError | ValueError, path: str) -> ReadError:
    if isinstance(error, ValueError):  # a zero byte in the path
        return ReadError(Status.UNREADABLE, "is no possible path", "check the spelling")
    number = error.errno
    if number in (errno.ENOENT, errno.ENOTDIR):
        if Path(path).is_symlink():
            return ReadError(Status.UNREADABLE, "is a link that leads nowhere", "mend the link")
        return ReadError(Status.UNREADABLE, "no such file", "check the spelling and the folder")
    if number in (errno.EACCES, errno.EPERM):
        return ReadError(Status.UNREADABLE, "no permission to read it", "change its permissions")
    if number == errno.ELOOP:
        return ReadError(Status.UNREADABLE, "is a link that leads to itself", "mend the link")
    if number == errno.ENAMETOOLONG:
        return ReadError(Status.UNREADABLE, "its path is too long", "move it to a shorter path")
    reason = error.strerror or type(error).__name__
    return ReadError(Status.UNREADABLE, f"cannot be opened ({reason})", "copy it to a local folder")
