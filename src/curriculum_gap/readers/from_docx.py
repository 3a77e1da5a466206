"""Word documents (.docx, .docm, .dotx, .dotm): everything that a reader of the page sees.

Takes the bytes of a file; gives a `Document`. python-docx opens the package; one walk over its
elements keeps the order of paragraphs, tables, text boxes and notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Status
from curriculum_gap.readers.docx.body import BodyReader
from curriculum_gap.readers.docx.package import Package, open_package
from curriculum_gap.readers.docx.styles import (
    CHART,
    DRAWING,
    OFFICE,
    RELATIONSHIP,
    VML,
    W,
    first,
    is_on,
)
from curriculum_gap.readers.elsewhere import (
    DOCUMENTS,
    PICTURE_PROGRAMS,
    check_link,
    check_page,
    check_parts,
    check_pictures,
)
from curriculum_gap.readers.page_margins import between_margins
from curriculum_gap.readers.paragraph_blocks import Content, first_heading
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings
from curriculum_gap.readers.visual_headings import promote_headings

__all__ = ["read"]

_FEW_WORDS = 6  # "Error! Not a valid filename."


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
    embedded = [""] * _count_embedded(package.main)
    warnings = check_parts(DOCUMENTS, embedded, words, limits.min_words)
    links = next(package.main.iter(W + "hyperlink"), None) is not None
    check_link(links, blocks, words, limits.min_words)
    pictures = package.main.iter(DRAWING + "blip", VML + "imagedata", CHART + "chart")
    check_pictures(len(list(pictures)), words)
    check_page("", blocks)
    if not words:
        raise ReadError(Status.EMPTY, "holds no text")
    return Document(
        source=source,
        format="docx",
        title=reader.title or first_heading(blocks),
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=warnings + hidden_text_warnings(blocks),
    )


def _count_embedded(body: Any) -> int:
    """How many other documents, sheets and presentations the body embeds, links or consists of."""
    objects = body.iter(OFFICE + "OLEObject", W + "objectEmbed")
    programs = [element.get("ProgID") or element.get(W + "progId") or "" for element in objects]
    others = len(list(body.iter(W + "altChunk", W + "subDoc")))
    fields = body.iter(W + "instrText", W + "fldSimple")
    others += sum(map(_is_empty_include, fields))
    return others + sum(not PICTURE_PROGRAMS.match(program) for program in programs)


def _is_empty_include(field: Any) -> bool:
    """Whether a field puts in another document, of which Word has kept no text here."""
    instruction = field.text or field.get(W + "instr") or ""
    if not instruction.strip().startswith("INCLUDETEXT"):
        return False
    paragraph = next(field.iterancestors(W + "p"), field)
    marks = [mark.get(W + "fldCharType") for mark in paragraph.iter(W + "fldChar")]
    is_open = "begin" in marks and "end" not in marks
    return not is_open and len("".join(paragraph.itertext(W + "t")).split()) < _FEW_WORDS


def _with_margins(
    reader: BodyReader, package: Package, body: Any, blocks: list[Block]
) -> list[Block]:
    """``blocks`` between the headers and footers of the first section, as far as these say what
    the body does not (a course title, but no page number). Later sections mostly repeat them."""
    section = first(body, "w:sectPr") if reader.section is None else reader.section
    if section is None:
        return blocks
    first_page = first(section, "w:titlePg")
    unused = {"even"}
    if first_page is None or not is_on(first_page):
        unused.add("first")

    def margins(name: str) -> Iterator[Content]:
        for reference in section.iterchildren(W + name):
            part = package.related(reference.get(RELATIONSHIP + "id"))
            if part is not None and reference.get(W + "type", "default") not in unused:
                yield reader.read(part)

    return between_margins(blocks, margins("headerReference"), margins("footerReference"))
