"""PDF → Document: PDFium reads, the layout rules of `pdf_layout` make blocks of what it saw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.folding import count_words, fold
from curriculum_gap.readers.pdf_layout import to_blocks
from curriculum_gap.readers.pdf_page import read_sheet
from curriculum_gap.readers.pdf_pen import Pen
from curriculum_gap.readers.pdf_sheet import Line, Sheet, Table
from curriculum_gap.readers.pdf_text import Kinds, count_kinds, is_undecodable

__all__ = ["read"]

_OCR = "run OCR (for example ocrmypdf) and check the result"
_PASSWORD, _SECURITY = 4, 5  # FPDF_GetLastError
_FLATTENED = 1  # FPDFPage_Flatten changed the page
_FEW_WORDS = 5  # a page of fewer words under an image is a scan with a stamp
_STAMP_WORDS = 12
_STAMP = re.compile(r"\bscanned (?:with|by|using|from|on)\b|\b\w*scanner\b|\bcamscan", re.I)

_COURSE = re.compile(
    r"\b(?!(?:fall|spring|summer|winter|autumn|january|may|june|july|august|room|page|suite|box|fl|tel"
    r"|phone|hall|building|week|section|version)\b)(?-i:[A-Z]{2,8}|[A-Z][a-z]{2,12})[ -]?(?!19\d\d|20[0-4]\d)"
    r"\d{2,4}[A-Z]{0,2}\b(?!/)",
    re.I,
)
_NO_TITLE = re.compile(r"\d:\d\d|@|^(?:office|room|location|phone|total|instructor|prof)", re.I)
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|tex|rtf|odt|pages|html?|qxd|indd)\b|^(?:untitled|microsoft word|slide 1)|[\\/_]",
    re.I,
)
_TITLE_LENGTH = 200


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
        fault = _not_opened(raw.FPDF_GetLastError())
        if fault.status is not Status.DAMAGED:
            raise fault
        return _read_again(content, source, limits, fault)
    try:
        pages = raw.FPDF_GetPageCount(document)
        if pages > limits.pages:
            raise ReadError(
                Status.TOO_LARGE,
                f"has {pages:,} pages, more than {limits.pages:,}",
                "split it, or raise the limit",
            )
        sheets, unread = _sheets(raw, document, pages)
        if pages < 1 or len(unread) * 2 >= pages:
            which = f"{len(unread)} of {pages} pages cannot" if sheets else "no page can"
            fault = ReadError(Status.DAMAGED, f"is damaged: {which} be read", "export it again")
            return _read_again(content, source, limits, fault)
        named = _named_title(raw, document)
        try:
            scans, garbled = _judge(sheets)
            blocks = to_blocks(sheets)
            words = count_words(blocks)
            if not words:
                raise _wordless(raw, document, pages)
        except ReadError as fault:
            if fault.status is Status.EMPTY and any(sheet.texts for sheet in sheets):
                return _read_again(content, source, limits, fault)
            raise
    finally:
        raw.FPDF_CloseDocument(document)
    if words < _STAMP_WORDS and _STAMP.search(" ".join(block.text for block in blocks)):
        raise ReadError(Status.SCANNED, "holds the stamp of a scanner, no other text", _OCR)
    return Document(
        source=source,
        format="pdf",
        title=_title(sheets, blocks, named),
        pages=pages,
        words=words,
        blocks=tuple(blocks),
        warnings=tuple(_warnings(blocks, scans, unread, garbled)),
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
    from curriculum_gap.readers.pdf_second import read_again

    blocks, pages = read_again(content, limits, fault)
    return Document(
        source=source,
        format="pdf",
        title=next((block.text for block in blocks if not block.hidden), "")[:_TITLE_LENGTH],
        pages=pages,
        words=count_words(blocks),
        blocks=tuple(blocks),
        warnings=(
            f"PDFium finds that it {fault.what}; read by pdfminer, without tables and headings",
        ),
    )


def _wordless(raw: Any, document: Any, pages: int) -> ReadError:
    """Why there is no word in a document that has letters."""
    letters = unmapped = 0
    for at in range(pages):
        page = raw.FPDF_LoadPage(document, at)
        text = raw.FPDFText_LoadPage(page) if page else None
        if text:
            count = raw.FPDFText_CountChars(text)
            letters += count
            unmapped += sum(raw.FPDFText_HasUnicodeMapError(text, n) == 1 for n in range(count))
            raw.FPDFText_ClosePage(text)
        if page:
            raw.FPDF_ClosePage(page)
    if unmapped * 2 > letters:
        return ReadError(
            Status.UNDECODABLE,
            "its fonts do not say which letters they show",
            "export it again from the original, or run OCR",
        )
    return ReadError(Status.EMPTY, "holds no text that a reader of it would see")


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


def _not_opened(code: int) -> ReadError:
    if code == _PASSWORD:
        return ReadError(
            Status.ENCRYPTED, "is protected by a password", "save a copy without password"
        )
    if code == _SECURITY:
        return ReadError(
            Status.ENCRYPTED,
            "is protected in a way that PDFium does not know",
            "print it to a new PDF",
        )
    return ReadError(Status.DAMAGED, "is damaged or no PDF", "export it again")


def _judge(sheets: Sequence[Sheet]) -> tuple[list[int], list[int]]:
    """The numbers of pages that are images without text, and of those whose letters make no sense.
    Raises ReadError when no page has text, or when the text as a whole is not what readers see."""
    texts = {sheet.number: _text(sheet) for sheet in sheets}
    scans = [
        sheet.number
        for sheet in sheets
        if (sheet.images >= 0.05 and not texts[sheet.number].strip())
        or (sheet.images >= 0.5 and len(texts[sheet.number].split()) < _FEW_WORDS)
    ]
    counts = {
        number: count_kinds(text)
        for number, text in texts.items()
        if number not in scans and text.strip()
    }
    if not counts:
        if scans:
            raise ReadError(Status.SCANNED, "holds images of pages, no text", _OCR)
        if sum(sheet.shapes for sheet in sheets) > 50:
            raise ReadError(Status.SCANNED, "holds letters drawn as shapes, no text", _OCR)
        raise ReadError(Status.EMPTY, "holds no text")
    why = is_undecodable(Kinds(*map(sum, zip(*counts.values(), strict=True))))
    if why:
        raise ReadError(
            Status.UNDECODABLE,
            f"its fonts do not say which letters they show ({why} in their place)",
            "export it again from the original, or run OCR",
        )
    return scans, [number for number, count in counts.items() if is_undecodable(count)]


def _text(sheet: Sheet) -> str:
    texts: list[str] = []
    for part in sheet.parts:
        if isinstance(part, Table):
            texts += (cell for row in part.rows for cell in row)
        elif not part.hidden:
            texts.append(part.text)
    return "\n".join(texts)


def _warnings(
    blocks: Sequence[Block], scans: Sequence[int], unread: Sequence[int], garbled: Sequence[int]
) -> list[str]:
    warnings = []
    if scans:
        one = len(scans) == 1
        warnings.append(
            f"page{'' if one else 's'} {_ranges(scans)} {'is an image' if one else 'are images'} "
            f"without text; run OCR to read {'it' if one else 'them'}"
        )
    if unread:
        warnings.append(f"page{'s' * (len(unread) > 1)} {_ranges(unread)} could not be read")
    if garbled:
        warnings.append(
            f"page{'s' * (len(garbled) > 1)} {_ranges(garbled)}: fonts do not say which letters "
            "they show; run OCR to read them"
        )
    hidden = sum(len(block.text.split()) for block in blocks if block.hidden)
    if hidden:
        pages = sorted({block.page for block in blocks if block.hidden and block.page})
        warnings.append(
            f"{hidden} word{'s' * (hidden > 1)} of hidden text on page{'s' * (len(pages) > 1)} "
            f"{_ranges(pages)} left out"
        )
    return warnings


def _ranges(numbers: Sequence[int]) -> str:
    """``1–3, 7`` for 1, 2, 3, 7."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in spans)


def _named_title(raw: Any, document: Any) -> str:
    """The title in the file's metadata, "" where it is none that a person gave."""
    import ctypes

    length = raw.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < length < 2_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetMetaText(document, b"Title", buffer, length)
    title = fold(buffer.raw[: length - 2].decode("utf-16-le", "replace"))
    if _FILE_NAME.search(title) or len(title.split()) < 2 or len(title) > _TITLE_LENGTH:
        return ""
    return title


def _title(sheets: Sequence[Sheet], blocks: Sequence[Block], named: str) -> str:
    """The line of the first page that names the course, else its largest line, else metadata."""
    first = sheets[0].number if sheets else 1
    top = [
        part
        for sheet in sheets[:1]
        for part in sheet.parts
        if isinstance(part, Line) and not part.hidden and part.top < 0.6 * sheet.height
    ]
    front = [
        block
        for block in blocks[:25]
        if block.page == first and not block.hidden and len(block.text) <= 150
    ]
    coded = [
        block
        for block in front
        if _COURSE.search(block.text)
        and block.shape is not Shape.ROW
        and not _NO_TITLE.search(block.text)
    ]
    headings = [block for block in front if block.shape is Shape.HEADING]
    highest = min((block.depth for block in headings), default=0)
    largest = [block for block in headings if block.depth == highest]
    for block in (*(b for b in coded if b.shape is Shape.HEADING), *coded[:1]):
        text = block.text
        if len(text.split()) <= 3 and largest and largest[0] is not block:
            return f"{text}: {largest[0].text}"[:_TITLE_LENGTH]
        return text[:_TITLE_LENGTH]
    if _COURSE.search(named) or (named and not largest):
        return named
    if largest:
        return largest[0].text[:_TITLE_LENGTH]
    return fold(top[0].text)[:_TITLE_LENGTH] if top else front[0].text if front else ""
