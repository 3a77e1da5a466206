"""Word documents (.docx, .docm, .dotx, .dotm): everything that a reader of the page sees.

Takes the bytes of a file; gives a `Document`. python-docx opens the package; one walk over its
elements keeps the order of paragraphs, tables, text boxes and notes.
"""

from __future__ import annotations

from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.docx.body import BodyReader
from curriculum_gap.readers.docx.package import Package, open_package
from curriculum_gap.readers.docx.paragraphs import Content
from curriculum_gap.readers.docx.styles import DRAWING, RELATIONSHIP, VML, W, first, is_on
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings
from curriculum_gap.readers.visual_headings import promote_headings

__all__ = ["read"]

_TITLE_BLOCKS = 12  # a first heading further down is no title


def read(content: bytes, source: str, limits: Limits) -> Document:
    """A Word document from its bytes.

    Headings come from styles and outline levels, then from looks; list entries from numbering, then
    from typed bullets. Deleted text is left out, inserted text kept, moved text kept where it
    stands now. Hidden text (``w:vanish``, white on white, tiny) is marked. ``pages`` is None.
    Raises ReadError: empty, scanned (pictures only), encrypted, damaged, unsupported (another
    Office file), too-large, refused (document type declarations in its XML).
    """
    if not content:
        raise ReadError(Status.EMPTY, "holds nothing")
    package = open_package(content, limits)
    reader = BodyReader(package, limits)
    body = first(package.main, "w:body")
    main = Content() if body is None else reader.read(body)
    blocks = promote_headings(main.blocks, main.text_styles)
    if body is not None:
        blocks = _with_margins(reader, package, body, blocks)
    words = count_words(blocks)
    if not words:
        raise _without_text(package.main)
    return Document(
        source=source,
        format="docx",
        title=reader.title or _first_heading(blocks),
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=_warnings(reader, blocks),
    )


def _first_heading(blocks: list[Block]) -> str:
    """The text of a heading near the beginning, or ``""``."""
    for block in blocks[:_TITLE_BLOCKS]:
        if block.shape is Shape.HEADING:
            return block.text
    return ""


def _without_text(element: Any) -> ReadError:
    """The error for a document without a word: scanned where it holds pictures."""
    if next(element.iter(DRAWING + "blip", VML + "imagedata"), None) is None:
        return ReadError(Status.EMPTY, "holds no text")
    return ReadError(
        Status.SCANNED,
        "holds only pictures, no text",
        "run text recognition (OCR) on it first, or ask for the original",
    )


def _warnings(reader: BodyReader, blocks: list[Block]) -> tuple[str, ...]:
    """What a person should know about the reading: hidden text and embedded documents."""
    warnings = hidden_text_warnings(blocks)
    if reader.embedded:
        warnings += (f"documents embedded in it were not read: {reader.embedded}",)
    return warnings


def _with_margins(
    reader: BodyReader, package: Package, body: Any, blocks: list[Block]
) -> list[Block]:
    """``blocks`` between the headers and footers of the first section, as far as these say what
    the body does not (a course title, but no page number). Later sections mostly repeat them."""
    section = first(body, "w:sectPr") if reader.section is None else reader.section
    if section is None:
        return blocks
    known = " ".join(block.text for block in blocks).casefold()
    page_number = reader_lexicon().files.page_number.expression
    first_page = first(section, "w:titlePg")
    unused = {"even"}
    if first_page is None or not is_on(first_page):
        unused.add("first")
    margins: dict[str, list[Block]] = {"headerReference": [], "footerReference": []}
    for name, kept in margins.items():
        for reference in section.iterchildren(W + name):
            if reference.get(W + "type", "default") in unused:
                continue
            part = package.related(reference.get(RELATIONSHIP + "id"))
            margin = Content() if part is None else reader.read(part)
            for block in margin.blocks:
                text = block.text.casefold()
                if text not in known and not page_number.fullmatch(text):
                    known += " " + text
                    kept.append(block)
    return [*margins["headerReference"], *blocks, *margins["footerReference"]]
