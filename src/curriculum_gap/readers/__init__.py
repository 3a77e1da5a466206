"""File → Document. The content of a file decides its reader; its suffix is only a hint.

`formats.FORMATS` names the readers: each is a module ``from_<format>.py`` with ``read(content,
source, limits) -> Document``. Other distributions may offer more (`plugins`).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any

from curriculum_gap.errors import GapcheckError, ReadError, installation_fault, named_message
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers.formats import FORMATS, UNSUPPORTED, Unsupported, suffixes_of
from curriculum_gap.readers.sniff import RULES, sniff
from curriculum_gap.readers.spreadsheets import Sheet, read_spreadsheet
from curriculum_gap.readers.text_cleanup import count_words
from curriculum_gap.readers.titles import choose_title

__all__ = [
    "FORMATS",
    "RULES",
    "SUFFIXES",
    "UNSUPPORTED",
    "Sheet",
    "Unsupported",
    "is_readable",
    "load",
    "read_document",
    "read_spreadsheet",
    "readable_suffixes",
    "reader_libraries",
    "sniff",
    "turn_pdf_page_upright",
]

_LONGEST_PLACEHOLDER = 300  # characters

SUFFIXES = frozenset(suffixes_of(*FORMATS))
"""Suffixes (lower case) of the formats that gapcheck itself reads."""

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


def readable_suffixes() -> frozenset[str]:
    """`SUFFIXES` and those that installed distributions can read. Slower: it looks at all that is
    installed."""
    from curriculum_gap.readers.plugins import plugin_suffixes

    return SUFFIXES | plugin_suffixes()


def is_readable(name: str) -> bool:
    """Whether a file of that name is worth opening while walking a folder."""
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122, called for every file of a folder
    return suffix in SUFFIXES or (suffix != "" and suffix in readable_suffixes())


def reader_libraries() -> tuple[str, ...]:
    """The distributions whose version may change what is read, those of plugins last."""
    from curriculum_gap.readers.plugins import plugin_distributions

    names = [name for known in FORMATS.values() for name in known.libraries]
    return tuple(dict.fromkeys([*names, *plugin_distributions()]))


def turn_pdf_page_upright(raw: Any, page: Any, text: Any) -> bool:
    """Turns a page of a PDF as its reader does, given the raw bindings of pypdfium2 and their page
    and text; see ``turn_upright`` of ``pdf/bindings.py``. Gives whether the text is to be loaded
    anew."""
    from curriculum_gap.readers.pdf.bindings import turn_upright

    return turn_upright(raw, page, text)


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
            _check_size(state.st_size, limits)
            content = handle.read(limits.input_bytes + 1)
    except ValueError:
        what = "is no possible path"  # it holds a zero byte
        raise ReadError(Status.UNREADABLE, what, "check the spelling") from None
    except OSError as error:
        raise _open_fault(error, path) from None
    _check_size(len(content), limits)
    return content


def _leads_through_link(path: str) -> bool:
    """Whether any part of a path is a link."""
    return any(part.is_symlink() for part in (Path(path), *Path(path).parents))


def read_document(content: bytes, source: str, limits: Limits) -> Document:
    """Reads a file's bytes; ``source`` is its path as typed.

    Raises ReadError with the status that is true of the file: nothing that a parser raises gets
    out under another name; InstallationError where a library is at fault.
    """
    with _one_status():
        _check_size(len(content), limits)
        document = _without_placeholders(_read(content, source, limits))
        _check_words(document)
        title = choose_title(document.blocks, document.title)
        return replace(document, title=title, sha256=sha256(content).hexdigest())


def _read_member(content: bytes, name: str, limits: Limits) -> Document:
    """A document that another file holds, as `read_document`; what holds documents itself is not
    opened there."""
    with _one_status():
        _check_size(len(content), limits)
        return _read(content, name, limits, inside=True)


@contextmanager
def _one_status() -> Iterator[None]:
    """Raises what a parser raises as ReadError or InstallationError."""
    try:
        yield
    except GapcheckError:
        raise
    except MemoryError:
        what = "needs more memory than allowed to read"
        raise ReadError(Status.MEMORY, what, "raise the memory limit") from None
    except RecursionError:
        what = "is nested too deeply to read"
        raise ReadError(Status.TOO_LARGE, what, "save it again in a simpler form") from None
    except Exception as error:
        if isinstance(error, (ImportError, OSError)) and "map segment" in str(error):
            # The system's loader found no memory for a library: that is no fault of the file.
            what = "needs more memory than allowed to read"
            raise ReadError(Status.MEMORY, what, "raise the memory limit") from None
        fault = installation_fault(error)
        if fault is not None:
            raise fault from error
        # The one place that catches everything: parsers raise far more than their own errors.
        what = f"cannot be read ({named_message(error)})"
        raise ReadError(Status.DAMAGED, what, "open it and save or export it again") from error


def _read(content: bytes, source: str, limits: Limits, inside: bool = False) -> Document:
    """The document, by the reader that the content asks for, or by a plugin for its suffix;
    ``inside`` another file."""
    suffix = PurePath(source.replace("\\", "/")).suffix.lower()
    if suffix and suffix not in SUFFIXES and suffix in readable_suffixes():
        from curriculum_gap.readers.plugins import read_with_plugin

        try:
            name = sniff(content, source)
        except ReadError as error:
            if error.status is not Status.UNSUPPORTED:
                raise
            name = "text"
        if name in ("text", "markdown"):  # the content says no more than that it is text
            return read_with_plugin(content, source, limits, suffix)
    else:
        name = sniff(content, source)
    known = FORMATS[name]
    read = import_module(known.module).read
    if not known.holds_documents:
        document = read(content, source, limits)
    elif inside:
        what = f"is a {known.title.partition(' (')[0]} inside of another one, which is not opened"
        raise ReadError(Status.UNSUPPORTED, what, "give it by itself")
    else:
        document = read(content, source, limits, _read_member)
    assert isinstance(document, Document)
    return document


def _without_placeholders(document: Document) -> Document:
    """The document with what an unfilled template asks for ("[Insert description]") hidden."""
    asked = reader_lexicon().files.asked_by_template.expression.fullmatch
    blocks = [
        replace(block, hidden=True)
        if not block.hidden and asked(block.text[:_LONGEST_PLACEHOLDER].lower())
        else block
        for block in document.blocks
    ]
    found = sum(block.hidden for block in blocks) - sum(block.hidden for block in document.blocks)
    if not found:
        return document
    warning = f"holds {found} placeholder{'s' if found > 1 else ''} of a template, not filled in"
    return replace(
        document,
        blocks=tuple(blocks),
        words=count_words(blocks),
        warnings=(*document.warnings, warning),
    )


def _check_words(document: Document) -> None:
    """Raises ReadError (empty) for a document without a word that a person would see."""
    if document.words:
        return
    texts = [block for block in document.blocks if block.text]
    what = "holds no text"
    if texts:
        what = "holds no text that a person would see"
    if any(not block.hidden for block in texts):
        what = "holds signs, but no words"
    raise ReadError(Status.EMPTY, what)


def _check_size(size: int, limits: Limits) -> None:
    """Raises ReadError (too-large) for more bytes than the limits allow."""
    if size > limits.input_bytes:
        megabytes, limit = size / 1e6, limits.input_bytes / 1e6
        what = f"has {megabytes:,.1f} MB, over the limit of {limit:,.1f} MB"
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
