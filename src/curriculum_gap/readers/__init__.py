"""File → Document. The content of a file decides its reader; its suffix is only a hint.

`formats.FORMATS` names the readers: each is a module ``from_<format>.py`` with ``read(content,
source, limits) -> Document``. Other distributions may offer more (`plugins`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import PurePath
from typing import Any

from curriculum_gap.errors import GapcheckError, ReadError, installation_fault, named_message
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Document, Included, Limits, Ocr, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.course_export.layout import FOLDER_MARK as COURSE_FOLDER_MARK
from curriculum_gap.readers.formats import FORMATS, UNSUPPORTED, Unsupported, suffixes_of
from curriculum_gap.readers.included_files import gather, included_paths
from curriculum_gap.readers.includes import INCLUDABLE, has_mark
from curriculum_gap.readers.opening import check_size, is_only_in_cloud, load
from curriculum_gap.readers.sniff import RULES, sniff
from curriculum_gap.readers.spreadsheets import Sheet, read_spreadsheet
from curriculum_gap.readers.text_cleanup import count_words
from curriculum_gap.readers.titles import choose_title

__all__ = [
    "COURSE_FOLDER_MARK",
    "FORMATS",
    "INCLUDABLE",
    "RULES",
    "SUFFIXES",
    "UNSUPPORTED",
    "Sheet",
    "Unsupported",
    "find_ocr",
    "gather",
    "has_mark",
    "included_paths",
    "is_only_in_cloud",
    "is_readable",
    "is_spreadsheet",
    "load",
    "read_document",
    "read_file",
    "read_spreadsheet",
    "readable_suffixes",
    "reader_libraries",
    "sniff",
    "turn_pdf_page_upright",
]

_LONGEST_PLACEHOLDER = 300  # characters
# What stands between the words of a file's name: signs, figures, a capital ("CoursePlan").
_NOT_A_WORD = lazy_pattern(r"[\W\d_]+")
_CAPITAL_INSIDE = lazy_pattern(r"(?<=[a-z])(?=[A-Z])")

SUFFIXES = frozenset(suffixes_of(*FORMATS))
"""Suffixes (lower case) of the formats that gapcheck itself reads."""

_BY_NAME = frozenset(suffixes_of(*(name for name, known in FORMATS.items() if known.by_name)))
"""Those of formats in which most files are no documents."""


def readable_suffixes() -> frozenset[str]:
    """The suffixes for which every file is worth opening: `SUFFIXES` without those of spreadsheets,
    and those that installed distributions can read. Slower: it looks at all that is installed."""
    from curriculum_gap.readers.plugins import plugin_suffixes

    return (SUFFIXES - _BY_NAME) | plugin_suffixes()


def is_readable(name: str) -> bool:
    """Whether a file of that name is worth opening while walking a folder. A spreadsheet is where
    its name has a word of a course: "Schedule 2027.xlsx"."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122, called for every file of a folder
    suffix = suffix.lower()
    if suffix in _BY_NAME:
        words = _NOT_A_WORD.sub(" ", _CAPITAL_INSIDE.sub(" ", stem)).lower()
        return reader_lexicon().spreadsheets.file_name.stands_in(words)
    return suffix in SUFFIXES or (suffix != "" and suffix in readable_suffixes())


def is_spreadsheet(name: str) -> bool:
    """Whether the name of a file ends as those of spreadsheets do."""
    return os.path.splitext(name)[1].lower() in _BY_NAME  # noqa: PTH122


def reader_libraries() -> tuple[str, ...]:
    """The distributions whose version may change what is read, those of plugins last."""
    from curriculum_gap.readers.plugins import plugin_distributions

    names = [name for known in FORMATS.values() for name in known.libraries]
    return tuple(dict.fromkeys([*names, *plugin_distributions()]))


def find_ocr(language: str) -> Ocr:
    """The program of this machine that recognises text in pictures of pages, for the limits of a
    run; see ``find_ocr`` of ``tesseract.py``. Raises UsageError."""
    from curriculum_gap.readers.tesseract import find_ocr

    return find_ocr(language)


def turn_pdf_page_upright(raw: Any, page: Any, text: Any) -> bool:
    """Turns a page of a PDF as its reader does, given the raw bindings of pypdfium2 and their page
    and text; see ``turn_upright`` of ``pdf/bindings.py``. Gives whether the text is to be loaded
    anew."""
    from curriculum_gap.readers.pdf.bindings import turn_upright

    return turn_upright(raw, page, text)


def read_document(
    content: bytes, source: str, limits: Limits, included: Included | None = None
) -> Document:
    """Reads a file's bytes; ``source`` is its path as typed, ``included`` the files that it
    includes (see `gather`). Without these, a warning names what is not read.

    Raises ReadError with the status that is true of the file: nothing that a parser raises gets
    out under another name; InstallationError where a library is at fault.
    """
    with _one_status():
        check_size(len(content), limits)
        document = _without_placeholders(_read(content, source, limits, included=included))
        _check_words(document)
        title = choose_title(document.blocks, document.title)
        return replace(document, title=title, sha256=sha256(content).hexdigest())


def _read_member(
    content: bytes, name: str, limits: Limits, included: Included | None = None
) -> Document:
    """A document that another file holds, as `read_document`; what holds documents itself is not
    opened there."""
    with _one_status():
        check_size(len(content), limits)
        return _read(content, name, limits, inside=True, included=included)


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


def read_file(source: str, limits: Limits) -> Document:
    """Reads the file at a path, with the files of its folder that it includes. Raises ReadError."""
    content = load(source, limits)
    return read_document(content, source, limits, gather(content, source, "", limits))


def _read(
    content: bytes,
    source: str,
    limits: Limits,
    inside: bool = False,
    included: Included | None = None,
) -> Document:
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
    if known.includes and included is not None:
        document = read(content, source, limits, included)
    elif not known.holds_documents:
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
