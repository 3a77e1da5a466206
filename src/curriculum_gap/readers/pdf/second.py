"""A second reader for PDFs that PDFium cannot open or sees no text in; owner of pdfminer's layout.

Slower and plainer: paragraphs, without tables or headings. Imported when it is needed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits, Status
from curriculum_gap.readers.pdf.faults import too_many_pages, undecodable
from curriculum_gap.readers.pdf.legible import count_kinds, is_undecodable
from curriculum_gap.readers.text_cleanup import count_words, normalize_space

__all__ = ["read_again"]

_ENOUGH_WORDS = 20  # fewer are no text worth a second opinion


def read_again(content: bytes, limits: Limits, fault: ReadError) -> tuple[list[Block], int]:
    """The blocks and the number of pages that pdfminer finds, where it finds text.

    Raises ReadError: too-large (more pages, or a deeper tree of them, than is read), empty (a PDF
    of no pages), and ``fault``, what PDFium has to say, wherever pdfminer knows no better.
    """
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1

    if not _is_whole(content):
        raise fault
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        declared = resolve1(resolve1(document.catalog.get("Pages")).get("Count"))
        pages = list(islice(PDFPage.create_pages(document), limits.pages + 1))
        if len(pages) > limits.pages or (isinstance(declared, int) and declared > limits.pages):
            count = max(len(pages), declared if isinstance(declared, int) else 0)
            raise too_many_pages(count, limits)
        if not pages and declared == 0:
            raise ReadError(Status.EMPTY, "has no pages")
        blocks = list(_blocks(pages))
    except RecursionError:
        what = "its pages are nested too deeply"
        raise ReadError(Status.TOO_LARGE, what, "print it to a new PDF") from None
    except (ReadError, MemoryError):
        raise
    except Exception:  # pdfminer raises whatever its input makes it stumble over
        raise fault from None
    if is_undecodable(count_kinds("\n".join(block.text for block in blocks))):
        raise undecodable()
    if count_words(blocks) < _ENOUGH_WORDS:
        raise fault
    return blocks, len(pages)


def _is_whole(content: bytes) -> bool:
    """Whether the file ends as a PDF does: of one that is cut short, a part is no reading."""
    return b"%%EOF" in content.rstrip(b"\0 \r\n")[-1024:]


def _blocks(pages: Iterable[Any]) -> Iterator[Block]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams, LTTextBox
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams())
    interpreter = PDFPageInterpreter(resources, device)
    for number, page in enumerate(pages, 1):
        interpreter.process_page(page)
        for box in device.get_result():
            if isinstance(box, LTTextBox):
                text = normalize_space(box.get_text())
                if text:
                    yield Block(text, page=number, hidden=_is_hidden(box, page.mediabox))


def _is_hidden(box: Any, sheet: tuple[float, float, float, float]) -> bool:
    """Whether nobody sees a block: off the page, tiny, or white."""
    from pdfminer.layout import LTChar

    if box.x1 < sheet[0] or box.x0 > sheet[2] or box.y1 < sheet[1] or box.y0 > sheet[3]:
        return True
    letters = [letter for line in box for letter in line if isinstance(letter, LTChar)]
    return all(letter.size < 1 or _is_white(letter.graphicstate.ncolor) for letter in letters)


def _is_white(colour: Any) -> bool:
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if len(parts) == 4:  # cyan, magenta, yellow, black
        return all(part == 0 for part in parts)
    return bool(parts) and all(isinstance(part, int | float) and part >= 0.98 for part in parts)
