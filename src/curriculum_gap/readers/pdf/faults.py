"""What keeps a PDF from being read, and what of it stays unread, as its owner is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits, Status
from curriculum_gap.readers.pdf.legible import Kinds, count_kinds, is_undecodable
from curriculum_gap.readers.pdf.sheet import Sheet, Table

__all__ = [
    "not_opened",
    "pages_at_fault",
    "refuse_stamp",
    "too_many_pages",
    "undecodable",
    "warnings",
    "wordless",
]

_OCR = "run OCR (for example ocrmypdf) and check the result"
_PASSWORD, _SECURITY = 4, 5  # FPDF_GetLastError
_FEW_WORDS = 5  # a page of fewer words under an image is a scan with a stamp
_STAMP_WORDS = 12
_STAMP = re.compile(r"\bscanned (?:with|by|using|from|on)\b|\b\w*scanner\b|\bcamscan", re.I)


def not_opened(code: int) -> ReadError:
    """What PDFium's error ``code`` says of a file that it does not open."""
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


def too_many_pages(pages: int, limits: Limits) -> ReadError:
    """``pages`` are more than the limits allow."""
    return ReadError(
        Status.TOO_LARGE,
        f"has {pages:,} pages, more than {limits.pages:,}",
        "split it, or raise the limit",
    )


def undecodable(why: str = "") -> ReadError:
    """The text is not what readers see; ``why`` says what stands in place of letters."""
    instead = f" ({why} in their place)" if why else ""
    return ReadError(
        Status.UNDECODABLE,
        f"its fonts do not say which letters they show{instead}",
        "export it again from the original, or run OCR",
    )


def wordless(raw: Any, document: Any, pages: int) -> ReadError:
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
        return undecodable()
    return ReadError(Status.EMPTY, "holds no text that a reader of it would see")


def pages_at_fault(sheets: Sequence[Sheet]) -> tuple[list[int], list[int]]:
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
        raise undecodable(why)
    return scans, [number for number, count in counts.items() if is_undecodable(count)]


def _text(sheet: Sheet) -> str:
    texts: list[str] = []
    for part in sheet.parts:
        if isinstance(part, Table):
            texts += (cell for row in part.rows for cell in row)
        elif not part.hidden:
            texts.append(part.text)
    return "\n".join(texts)


def refuse_stamp(blocks: Sequence[Block], words: int) -> None:
    """Raises ReadError where all ``words`` of a document are the stamp of a scanner."""
    if words < _STAMP_WORDS and _STAMP.search(" ".join(block.text for block in blocks)):
        raise ReadError(Status.SCANNED, "holds the stamp of a scanner, no other text", _OCR)


def warnings(
    blocks: Sequence[Block], scans: Sequence[int], unread: Sequence[int], garbled: Sequence[int]
) -> list[str]:
    """What of a document stays unread: the pages of these numbers, and blocks that none sees."""
    told = []
    if scans:
        one = len(scans) == 1
        told.append(
            f"{_pages(scans)} {'is an image' if one else 'are images'} "
            f"without text; run OCR to read {'it' if one else 'them'}"
        )
    if unread:
        told.append(f"{_pages(unread)} could not be read")
    if garbled:
        told.append(
            f"{_pages(garbled)}: fonts do not say which letters they show; run OCR to read them"
        )
    hidden = sum(len(block.text.split()) for block in blocks if block.hidden)
    if hidden:
        pages = sorted({block.page for block in blocks if block.hidden and block.page})
        told.append(f"{hidden} word{'s' * (hidden > 1)} of hidden text on {_pages(pages)} left out")
    return told


def _pages(numbers: Sequence[int]) -> str:
    """``pages 1–3, 7`` for 1, 2, 3, 7."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    ranges = [f"{first}" if first == last else f"{first}–{last}" for first, last in spans]
    return f"page{'s' * (len(numbers) > 1)} {', '.join(ranges)}"
