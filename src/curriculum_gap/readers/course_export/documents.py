"""Files in a course, read by the readers of their formats, and what is to be said of them.

A file that cannot be read never ends the reading of the course: it is named with its status.
"""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from curriculum_gap.errors import ReadError
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Document, Included, Limits, Status
from curriculum_gap.readers.archive import BudgetError
from curriculum_gap.readers.course_export.contents import Contents
from curriculum_gap.readers.course_export.course_text import shortened
from curriculum_gap.readers.course_export.layout import FILES_FOLDER
from curriculum_gap.readers.course_export.long_readings import (
    OPENING_WORDS,
    is_long_reading,
    opening_of,
)
from curriculum_gap.readers.formats import CONVERT, FORMATS, suffixes_of
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = [
    "Documents",
    "ReadMember",
    "is_document",
    "is_syllabus",
    "name_in_words",
    "named",
    "shown_path",
]

ReadMember = Callable[[bytes, str, Limits, Included | None], Document]
"""Reads the bytes of a file by its name, whatever its format, with the files that it includes.
Raises ReadError."""

_READABLE = frozenset(suffixes_of(*FORMATS))
# Formats of documents that are tried, so that their status is said; others are only counted.
_TRIED = frozenset({
    ".doc", ".dot", ".epub", ".ipynb", ".odp", ".odt", ".pages", ".ppt", ".pptx", ".pps", ".ppsx",
    ".rtf", ".wpd", ".xls", ".xlsx", ".zip",
})  # fmt: skip
# Of the pages that one document may have. A page of PDF took 18 ms in 60 real syllabi: so many are
# read in about half of the time that a file may take.
_SHARE_OF_PAGES = 0.3
# What a file without a suffix is, where it turns out to be no document.
_NO_DOCUMENT = (Status.UNSUPPORTED, Status.UNDECODABLE, Status.EMPTY)
_PASSING = (Status.TIMEOUT, Status.CRASHED)  # in which load may have a part
_MOST_SAID = 20  # warnings on single files
_MOST_NAMED = 3


class Documents:
    """Reads the files of one course; ``unread`` keeps those that could not be, with the reason,
    ``notes`` what their readers say of the others, ``others`` the paths of files of other kinds,
    ``readings`` those of long texts that students read. ``cut_short`` says that another run may
    read more of them."""

    def __init__(self, contents: Contents, limits: Limits, read_member: ReadMember | None) -> None:
        self._contents = contents
        self._limits = limits
        self._read_member = read_member
        self._pages = 0
        self._begun = _processor_time()
        self.cut_short = False
        self.unread: list[tuple[str, ReadError]] = []
        self.notes: list[str] = []
        self.others: list[str] = []
        self.readings: list[str] = []

    def read(self, path: str) -> Document | None:
        """The document in a file, the opening of a long reading, None for a file that could not be
        read. Raises ReadError where the budget of the whole export is used up."""
        left = max(int(self._limits.pages * _SHARE_OF_PAGES) - self._pages, 0)
        spent = _processor_time() - self._begun
        seconds = max(self._limits.ocr_seconds - spent, 0.0)
        limits = replace(self._limits, pages=left, min_words=0, ocr_seconds=seconds)
        name = posixpath.basename(path)
        try:
            content = self._contents.read(path)
            if self._read_member is None:
                raise ReadError(Status.UNSUPPORTED, "is not opened here", CONVERT)
            included = self._contents.included_in(path)
            document = self._read_member(content, name, limits, included)
        except ReadError as error:
            if isinstance(error, BudgetError):
                raise
            if not posixpath.splitext(path)[1] and error.status in _NO_DOCUMENT:
                self.others.append(path)
            else:
                self.unread.append((path, error))
            self.cut_short |= error.status in _PASSING
            return None
        self._pages += document.pages or 0
        self.cut_short |= document.cut_short
        shown = shown_path(path)
        self.notes += [f"{shown}: {warning}" for warning in document.warnings]
        if document.unread_pages:
            pages = ", ".join(map(str, document.unread_pages[:10]))
            self.notes.append(f"{shown}: pages without a text that can be read: {pages}")
        if is_long_reading(document) and not is_syllabus(path):
            self.readings.append(path)
            return opening_of(document)
        return document

    def warnings(self) -> tuple[str, ...]:
        """A line on each file that could not be read, and on files of other kinds together."""
        lines = [
            f"{shown_path(path)} was not read ({error.status}): {error.what}"
            for path, error in self.unread[:_MOST_SAID]
        ]
        rest = [shown_path(path) for path, _ in self.unread[_MOST_SAID:]]
        if rest:
            lines.append(f"{len(rest)} more files were not read: {named(rest)}")
        if self.others:
            kinds = Counter(
                posixpath.splitext(path)[1].lower() or "no suffix" for path in self.others
            )
            shown = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(_MOST_NAMED))
            more = ", …" if len(kinds) > _MOST_NAMED else ""
            plural = "s" if len(self.others) > 1 else ""
            lines.append(f"holds {len(self.others)} file{plural} of other kinds ({shown}{more})")
        if self.readings:
            paths = [shown_path(path) for path in self.readings]
            count = f"{len(paths)} long texts" if len(paths) > 1 else "a long text"
            lines.append(
                f"{count} that students read: only about the first {OPENING_WORDS} words counted,"
                f" as a reading: {named(paths)}"
            )
        lines += self.notes[:_MOST_SAID]
        if len(self.notes) > _MOST_SAID:
            lines.append(f"{len(self.notes) - _MOST_SAID} more remarks on its files")
        return tuple(lines)


def _processor_time() -> float:
    """Seconds of this process and of those that it has started and that have ended."""
    return sum(os.times()[:4])


def shown_path(path: str) -> str:
    """The path of a file as warnings show it."""
    return shortened(path.removeprefix(FILES_FOLDER))


def is_document(path: str) -> bool:
    """Whether a file is worth opening, by its suffix; one without any may be a document."""
    suffix = posixpath.splitext(path)[1].lower()
    if not suffix:
        return not posixpath.basename(path).startswith(".")
    return suffix in _READABLE | _TRIED


def name_in_words(path: str) -> str:
    """The name of a file without suffix and hyphens: "week-3_notes.md" is "week 3 notes"."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return normalize_space(stem.replace("_", " ").replace("-", " "))


def is_syllabus(path: str) -> bool:
    """Whether a file or page is called the syllabus of its course."""
    return reader_lexicon().files.syllabus_name.stands_in(name_in_words(path).lower())


def named(names: Sequence[str]) -> str:
    """The first few names, and how many there are beside them."""
    shown = ", ".join(map(shortened, names[:_MOST_NAMED]))
    more = len(names) - _MOST_NAMED
    return shown + (f" and {more} more" if more > 0 else "")
