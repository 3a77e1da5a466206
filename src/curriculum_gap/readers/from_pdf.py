"""PDF → Document: PDFium reads, `pdf.layout` makes blocks of what it saw."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers.pdf.faults import (
    not_opened,
    pages_at_fault,
    refuse_stamp,
    too_many_pages,
    warnings,
    wordless,
)
from curriculum_gap.readers.pdf.layout import to_blocks
from curriculum_gap.readers.pdf.page import read_sheet
from curriculum_gap.readers.pdf.pen import Pen
from curriculum_gap.readers.pdf.sheet import Sheet
from curriculum_gap.readers.pdf.title import TITLE_LENGTH, find_title, named_title
from curriculum_gap.readers.text_cleanup import count_words

__all__ = ["read"]

_FLATTENED = 1  # FPDFPage_Flatten changed the page


def read(content: bytes, source: str, limits: Limits) -> Document:
    """Reads a PDF. An empty password is tried on encrypted files.

    Raises ReadError: encrypted, damaged, too-large (more pages than ``limits.pages``), scanned
    (images without text), empty, undecodable (fonts that do not say what they show).
    """
    # The raw bindings alone: their helpers take as long again to import.
    raw: Any = import_module("pypdfium2_raw")
    # Does nothing when PDFium runs already; the process's end cleans up.
    raw.FPDF_InitLibrary()
    document, content = _open(raw, content)
    if not document:
        fault = not_opened(raw.FPDF_GetLastError())
        if fault.status is not Status.DAMAGED:
            raise fault
        return _read_again(content, source, limits, fault)
    try:
        pages = raw.FPDF_GetPageCount(document)
        if pages > limits.pages:
            raise too_many_pages(pages, limits)
        sheets, unread = _sheets(raw, document, pages)
        if pages < 1 or len(unread) * 2 >= pages:
            which = f"{len(unread)} of {pages} pages cannot" if sheets else "no page can"
            fault = ReadError(Status.DAMAGED, f"is damaged: {which} be read", "export it again")
            return _read_again(content, source, limits, fault)
        named = named_title(raw, document)
        try:
            scans, garbled = pages_at_fault(sheets)
            blocks = to_blocks(sheets)
            words = count_words(blocks)
            if not words:
                raise wordless(raw, document, pages)
        except ReadError as fault:
            if fault.status is Status.EMPTY and any(sheet.texts for sheet in sheets):
                return _read_again(content, source, limits, fault)
            raise
    finally:
        raw.FPDF_CloseDocument(document)
    refuse_stamp(blocks, words)
    return Document(
        source=source,
        format="pdf",
        title=find_title(sheets, blocks, named),
        pages=pages,
        words=words,
        blocks=tuple(blocks),
        warnings=tuple(warnings(blocks, scans, unread, garbled)),
    )


def _open(raw: Any, content: bytes) -> tuple[Any, bytes]:
    """The document, false where PDFium opens none, and its bytes, which have to outlive it."""
    document = raw.FPDF_LoadMemDocument64(content, len(content), None)
    start = content.find(b"%PDF-")
    if not document and start > 0:  # PDFium looks for it in the first kilobyte only
        content = content[start:]
        document = raw.FPDF_LoadMemDocument64(content, len(content), None)
    return document, content


def _read_again(content: bytes, source: str, limits: Limits, fault: ReadError) -> Document:
    """What a second reader makes of it. Raises ``fault`` where that is nothing."""
    # Here, since few files need it.
    from curriculum_gap.readers.pdf.second import read_again

    blocks, pages = read_again(content, limits, fault)
    return Document(
        source=source,
        format="pdf",
        title=next((block.text for block in blocks if not block.hidden), "")[:TITLE_LENGTH],
        pages=pages,
        words=count_words(blocks),
        blocks=tuple(blocks),
        warnings=(
            f"PDFium finds that it {fault.what}; read by pdfminer, without tables and headings",
        ),
    )


def _sheets(raw: Any, document: Any, pages: int) -> tuple[list[Sheet], list[int]]:
    """All pages, and the numbers of those that PDFium cannot load."""
    pen = Pen(raw)
    form = raw.FPDF_GetFormType(document) > 0
    sheets: list[Sheet] = []
    unread: list[int] = []
    for at in range(pages):
        page = raw.FPDF_LoadPage(document, at)
        if page and form and raw.FPDFPage_Flatten(page, 0) == _FLATTENED:
            # What was filled in is now part of the page, once that is loaded anew.
            raw.FPDF_ClosePage(page)
            page = raw.FPDF_LoadPage(document, at)
        if not page:
            unread.append(at + 1)
            continue
        try:
            sheets.append(read_sheet(pen, page, at + 1))
        finally:
            raw.FPDF_ClosePage(page)
    return sheets, unread
