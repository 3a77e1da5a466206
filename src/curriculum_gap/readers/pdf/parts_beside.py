"""What a PDF holds beside its pages: attached files, an XFA form, values and notes that no page
shows.

Where its pages hold little else it is the cover of them and has no text of its own
(`Status.ELSEWHERE`); otherwise a warning counts what was not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Status
from curriculum_gap.readers.pdf.pages import Page
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["FileContents", "check_elsewhere"]

_COVER_WORDS = 50  # fewer, beside attached files, are their cover
_MOST_COVER_WORDS = 150  # the same where they speak of attached files, or of a form
_ATTACHED = re.compile(r"\battach|\bportfolio|\bembedded|\benclosed|\bpaper ?clip", re.I)
_PLACEHOLDER = re.compile(r"if this message is not eventually\s+replaced", re.I)
_SHOWN_NAMES = 2
_NAME_LENGTH = 60  # characters


@dataclass(frozen=True, slots=True)
class FileContents:
    """What a file holds beside its pages. ``xfa`` says that it has a form in XFA whose fields stand
    on no page; ``undrawn`` counts fields and notes whose text the file does not draw, and
    ``drawn_here`` those that PDFium has drawn instead."""

    attachments: Sequence[str]
    xfa: bool
    undrawn: int
    drawn_here: int

    def warnings(self) -> list[str]:
        """What of it was not read."""
        found: list[str] = []
        if self.attachments:
            found.append(f"carries {_named(self.attachments)}, not read")
        if self.xfa:
            found.append("holds an XFA form that was not read; print it to a new PDF to read it")
        if self.undrawn:
            found.append(f"{_fields(self.undrawn)}: not read; print the file to a new PDF")
        if self.drawn_here:
            found.append(f"{_fields(self.drawn_here)}: read as PDFium draws it")
        return found


def _fields(count: int) -> str:
    noun = "form field or note has" if count == 1 else "form fields or notes have"
    return f"{count} {noun} text that the file does not draw"


def check_elsewhere(pages: Sequence[Page], contents: FileContents) -> None:
    """Raises ReadError where the pages only stand for what the file holds beside them."""
    text = "\n".join([page.text() for page in pages])
    words = len(text.split())
    if words < _MOST_COVER_WORDS and (contents.xfa or _PLACEHOLDER.search(text)):
        what = "is an XFA form: its page holds a placeholder, not the text of the form"
        hint = "open it in a program that shows it and print it to a new PDF"
        raise ReadError(Status.ELSEWHERE, what, hint)
    most = _MOST_COVER_WORDS if _ATTACHED.search(text) else _COVER_WORDS
    if contents.attachments and words < most:
        what = f"is only the cover of {_named(contents.attachments)}"
        raise ReadError(Status.ELSEWHERE, what, "save the attached files and check them")


def _named(files: Sequence[str]) -> str:
    """``3 attached files: a.pdf, b.docx and 1 more``."""
    count = f"{len(files)} attached {'file' if len(files) == 1 else 'files'}"
    names = [normalize_space(name)[:_NAME_LENGTH] for name in files if name]
    shown = ", ".join(names[:_SHOWN_NAMES])
    more = len(files) - len(names[:_SHOWN_NAMES])
    if not shown:
        return count
    return f"{count}: {shown} and {more} more" if more else f"{count}: {shown}"
