"""PDF → Document: PDFium reads, ruled tables are found by pdfplumber, lines become blocks.

The way of a page: its drawn objects and characters (`page_objects`, `text_lines`) make printed
lines and tables (`tables`), those of all pages make blocks (`layout`). pdfminer is asked where
PDFium reads nothing (`fallback_reader`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from curriculum_gap.errors import ReadError
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.elsewhere import check_link, check_page
from curriculum_gap.readers.pdf.bindings import PdfFile, TextPage
from curriculum_gap.readers.pdf.layers import covered_text, has_layers, text_on_hidden_layers
from curriculum_gap.readers.pdf.layout import set_column_ends, to_blocks
from curriculum_gap.readers.pdf.page_objects import find_objects
from curriculum_gap.readers.pdf.pages import Page
from curriculum_gap.readers.pdf.parts_beside import FileContents, check_elsewhere
from curriculum_gap.readers.pdf.tables import find_tables
from curriculum_gap.readers.pdf.text_lines import PageText
from curriculum_gap.readers.pdf.text_quality import (
    PdfiumError,
    TextQuality,
    check_text,
    check_words,
    has_few_letters,
    not_opened,
    too_many_pages,
    unread_pages,
    warnings,
)
from curriculum_gap.readers.text_cleanup import count_words, normalize_space

if TYPE_CHECKING:  # a run without scanned pages does not wait for it
    from curriculum_gap.readers.pdf.recognition import Recognition

__all__ = ["read"]

_TOP_BLOCKS = 25  # of a document, where its title stands
_TITLE_LENGTH = 150  # characters
_MOST_ASKED = 20  # pages that pdfminer is asked about: it is slow
_FEW_LETTERS = 40  # on a page: fewer are not missed
_SCAN_IMAGES = 0.4  # share of a page: text under a scan is what OCR found
_COURSE_CODE = re.compile(r"\b(?:[A-Z]{2,8}|[A-Z][a-z]{3,12})[ -]?\d{3}[A-Z]{0,2}\b")


def read(content: bytes, source: str, limits: Limits) -> Document:
    """Reads a PDF. An empty password is tried on encrypted files.

    Raises ReadError: encrypted, damaged, too-large (more pages than ``limits.pages``), elsewhere
    (the placeholder of an XFA form, the cover of attached files, a page that points elsewhere),
    scanned (images without text), empty, undecodable (fonts that do not say what they show).
    """
    pdf = PdfFile(content)
    try:
        return _read_with_pdfium(pdf, content, source, limits)
    except PdfiumError as failure:
        return _read_with_pdfminer(content, source, limits, failure)
    finally:
        pdf.close()


def _read_with_pdfium(pdf: PdfFile, content: bytes, source: str, limits: Limits) -> Document:
    """What PDFium sees of a file.

    Raises PdfiumError where that is nothing, so that another reader may be asked, and ReadError
    with the status of the file where no other reader would know better.
    """
    if pdf.error:
        raise not_opened(pdf.error)
    count = pdf.page_count()
    if count > limits.pages:
        raise too_many_pages(count, limits)
    layered = has_layers(content)
    pages: list[Page] = []
    unread: list[int] = []
    for number, handle in enumerate(pdf.pages(), 1):
        if handle is None:
            unread.append(number)
        else:
            pages.append(_read_page(pdf, handle, number, layered))
    if len(unread) * 2 >= count:
        which = f"{len(unread)} of {count} pages cannot" if pages else "no page can"
        raise PdfiumError(Status.DAMAGED, f"is damaged: {which} be read", "export it again")
    contents = FileContents(
        attachments=pdf.attachments(),
        xfa=pdf.has_xfa_form() and not pdf.fields,
        undrawn=pdf.undrawn,
        drawn_here=pdf.drawn_here,
    )
    check_elsewhere(pages, contents)
    lost = _lost_letters(content, pages)
    recognition = _recognized(pdf, pages, lost, limits)
    if recognition is not None:
        pages = [recognition.pages.get(page.number, page) for page in pages]
        lost = [number for number in lost if number not in recognition.pages]
    try:
        quality = check_text(pages, lost)
        blocks = to_blocks(pages)
        words = count_words(blocks)
        check_words(pages, blocks, words)
    except ReadError as error:
        raise error if recognition is None else recognition.explained(error) from None
    title = _title(blocks, pdf.metadata_title())
    check_link(pdf.links > 0, blocks, words, limits.min_words)
    check_page(title, blocks)
    return Document(
        source=source,
        format="pdf",
        title=title,
        pages=count,
        words=words,
        blocks=tuple(blocks),
        warnings=(*_warnings(quality, unread, blocks, recognition), *contents.warnings()),
        unread_pages=quality.unread_pages(unread),
        cut_short=recognition is not None and recognition.cut_short,
    )


def _read_page(pdf: PdfFile, handle: Any, number: int, layered: bool) -> Page:
    """One page that PDFium has loaded, by its ``handle``; ``number`` counts from 1. Text of a file
    that is ``layered`` may be on a layer that is switched off.

    Its words stand where a person sees them: those in ruled cells in tables, all others in lines,
    and those that nobody sees in lines marked as hidden.
    """
    characters = TextPage(pdf, handle)
    try:
        transform, width, height = characters.transform, characters.width, characters.height
        objects = find_objects(pdf, handle, transform)
        text = PageText(characters, number)
        hidden = objects.hidden_text()
        if layered:
            hidden |= text_on_hidden_layers(pdf, handle, transform, (width, height))
        if objects.covers and objects.image_share(width, height) < _SCAN_IMAGES:
            hidden |= covered_text(pdf, handle, transform, objects.covers, (width, height))
        lines = text.lines(hidden, objects.lines, width, height)
        parts = find_tables(text, lines, objects.lines)
        set_column_ends(parts)
        length = len(text.string)
        has_word = any(map(str.isalnum, text.string))
        unmapped = 0 if has_word else characters.unmapped(length)
    finally:
        characters.close()
    return Page(
        number=number,
        width=width,
        height=height,
        parts=tuple(parts),
        image_share=objects.image_share(width, height),
        recognized=bool(objects.invisible_text),
        paths=objects.paths,
        text_objects=objects.text_objects,
        characters=length,
        unmapped=unmapped,
    )


def _recognized(
    pdf: PdfFile, pages: Sequence[Page], lost: Sequence[int], limits: Limits
) -> Recognition | None:
    """The pages without text, or with letters that nobody can decode, recognised by their look;
    None where the limits do not ask for that or no page is such."""
    if limits.ocr is None:
        return None
    numbers = unread_pages(pages, lost)
    if not numbers:
        return None
    # Imported here: it takes numpy.
    from curriculum_gap.readers.pdf.recognition import recognize_pages

    return recognize_pages(pdf, pages, numbers, limits.ocr, limits.ocr_seconds)


def _warnings(
    quality: TextQuality,
    unread: Sequence[int],
    blocks: Sequence[Block],
    recognition: Recognition | None,
) -> list[str]:
    """What stays unread of a document, and what was recognised."""
    if recognition is None:
        return warnings(quality, unread, blocks)
    told = warnings(quality, unread, blocks, recognition.failures.keys())
    return [*recognition.warnings(), *told]


def _lost_letters(content: bytes, pages: Sequence[Page]) -> list[int]:
    """The pages on which pdfminer finds more than twice the letters that PDFium does, of the first
    20 that draw more text than PDFium has letters for."""
    few = [page for page in pages if has_few_letters(page)][:_MOST_ASKED]
    if not few:
        return []
    from curriculum_gap.readers.pdf.fallback_reader import count_letters

    letters = count_letters(content, [page.number for page in few])
    return [
        page.number
        for page in few
        if letters.get(page.number, 0) > 2 * sum(map(str.isalnum, page.text())) + _FEW_LETTERS
    ]


def _title(blocks: Sequence[Block], metadata: str) -> str:
    """What the title may be: ``titles`` chooses between this and other lines, for all formats.

    It is a line at the top of the first page that has a course's code, else the highest heading
    there, else the title in the metadata, which is often that of the template.
    """
    shown = [block for block in blocks[:_TOP_BLOCKS] if _may_hold_title(block)]
    headings = [block for block in shown if block.shape is Shape.HEADING]
    known = reader_lexicon().files
    for block in [*headings, *shown]:
        if not _COURSE_CODE.search(block.text):
            continue
        if not known.fact.stands_in(block.text.lower()):
            return block.text
    if headings:
        return min(headings, key=lambda heading: heading.depth).text
    title = normalize_space(metadata)
    if len(title) > _TITLE_LENGTH or known.file_name.stands_in(title.lower()):
        return ""
    return title


def _may_hold_title(block: Block) -> bool:
    """Whether a block is a short line of the first page."""
    if block.hidden or block.cells or block.page != 1:
        return False
    return len(block.text) <= _TITLE_LENGTH


def _read_with_pdfminer(
    content: bytes, source: str, limits: Limits, failure: ReadError
) -> Document:
    """What pdfminer makes of a file. Raises ``failure`` where that is nothing."""
    # Imported here: it takes a tenth of a second, and few files need it.
    from curriculum_gap.readers.pdf.fallback_reader import read_with_pdfminer

    blocks, pages = read_with_pdfminer(content, limits, failure)
    warning = f"PDFium finds that it {failure.what}; read by pdfminer, without tables and headings"
    return Document(
        source=source,
        format="pdf",
        title="",
        pages=pages,
        words=count_words(blocks),
        blocks=tuple(blocks),
        warnings=(warning,),
    )
