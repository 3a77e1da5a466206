"""A second reader, for PDFs that PDFium cannot open or sees no text in: pdfminer.

Takes the bytes of a PDF; gives paragraphs without tables or headings. It comes with pdfplumber, is
forty times slower than PDFium, and imported only when it is needed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from curriculum_gap.errors import ReadError, installation_fault
from curriculum_gap.nouns import Block, Limits, Status
from curriculum_gap.readers.pdf.text_quality import (
    count_characters,
    decoding_fault,
    too_many_pages,
    undecodable,
)
from curriculum_gap.readers.text_cleanup import count_words, normalize_space

__all__ = ["count_letters", "read_with_pdfminer"]

_LEAST_WORDS = 20  # fewer are no text worth a second opinion
_END_BYTES = 1024  # where the end mark of a whole file stands
_WHITE = 0.98  # of 1, each colour of the letters
_LEAST_SIZE = 1.0  # points: nobody reads smaller letters


def read_with_pdfminer(
    content: bytes, limits: Limits, failure: ReadError
) -> tuple[list[Block], int]:
    """The blocks and the number of pages that pdfminer finds.

    Raises ReadError: too-large (more pages, or a deeper tree of them, than is read), empty (no
    pages), undecodable, and ``failure``, what PDFium says of the file, where pdfminer knows no
    better.
    """
    if not _is_whole(content):
        raise failure
    try:
        blocks, pages = _read_pages(content, limits)
    except RecursionError:
        what = "its pages are nested too deeply"
        raise ReadError(Status.TOO_LARGE, what, "print it to a new PDF") from None
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # pdfminer raises whatever its input makes it stumble over
        raise installation_fault(error) or failure from None
    text = "\n".join([block.text for block in blocks])
    if decoding_fault(count_characters(text)):
        raise undecodable()
    if count_words(blocks) < _LEAST_WORDS:
        raise failure
    return blocks, pages


def count_letters(content: bytes, numbers: Sequence[int]) -> dict[int, int]:
    """How many letters and digits pdfminer finds on each of some pages, by its number from 1. Pages
    that it stumbles over are left out."""
    from pdfminer.high_level import extract_pages

    found: dict[int, int] = {}
    try:
        laid_out = extract_pages(io.BytesIO(content), page_numbers=[n - 1 for n in numbers])
        for number, page in zip(numbers, laid_out, strict=False):
            text = " ".join([block.text for block in _page_blocks(page, number)])
            found[number] = sum(map(str.isalnum, text)) if "(cid:" not in text else 0
    except MemoryError:
        raise
    except Exception:  # pdfminer raises whatever its input makes it stumble over
        return found
    return found


def _is_whole(content: bytes) -> bool:
    """Whether the file ends as a PDF does: a part of one that is cut short is no reading."""
    return b"%%EOF" in content.rstrip(b"\0 \r\n")[-_END_BYTES:]


def _read_pages(content: bytes, limits: Limits) -> tuple[list[Block], int]:
    """The blocks of all pages, and how many pages there are. Raises whatever pdfminer does."""
    from pdfminer.high_level import extract_pages

    declared = _declared_pages(content)
    if declared > limits.pages:
        raise too_many_pages(declared, limits)
    blocks: list[Block] = []
    pages = 0
    # One page more than allowed, to know that there are more.
    laid_out = extract_pages(io.BytesIO(content), maxpages=limits.pages + 1)
    for page in laid_out:
        pages += 1
        if pages > limits.pages:
            raise too_many_pages(pages, limits)
        blocks += _page_blocks(page, pages)
    if not pages and declared == 0:
        raise ReadError(Status.EMPTY, "has no pages")
    return blocks, pages


def _declared_pages(content: bytes) -> int:
    """How many pages the root of the page tree declares, -1 where it says nothing.

    It is asked first, since a small file may declare a tree of millions of pages.
    """
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1

    document = PDFDocument(PDFParser(io.BytesIO(content)))
    root = resolve1(document.catalog.get("Pages"))
    count = resolve1(root.get("Count"))
    return count if isinstance(count, int) else -1


def _page_blocks(page: Any, number: int) -> Iterator[Block]:
    """The paragraphs of a page that pdfminer has laid out."""
    from pdfminer.layout import LTTextBox

    for box in page:
        if isinstance(box, LTTextBox):
            text = normalize_space(box.get_text())
            if text:
                yield Block(text, page=number, hidden=_is_hidden(box, page))


def _is_hidden(box: Any, page: Any) -> bool:
    """Whether nobody sees a paragraph: it lies off the page, or its letters are tiny or white."""
    from pdfminer.layout import LTChar

    beside = box.x1 < page.x0 or box.x0 > page.x1
    if beside or box.y1 < page.y0 or box.y0 > page.y1:
        return True
    letters = [letter for line in box for letter in line if isinstance(letter, LTChar)]
    return all(
        letter.size < _LEAST_SIZE or _is_white(letter.graphicstate.ncolor) for letter in letters
    )


def _is_white(colour: Any) -> bool:
    """Whether a colour of one (grey), three (RGB) or four (CMYK) parts is white."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if len(parts) == 4:
        return all(part == 0 for part in parts)
    numbers = [part for part in parts if isinstance(part, int | float)]
    return 0 < len(numbers) == len(parts) and min(numbers) >= _WHITE
