"""Word documents (.docx, .docm, .dotx, .dotm): everything that a reader of the document sees.

One walk over the body keeps the order of paragraphs, tables, text boxes and notes.
"""

from __future__ import annotations

import re
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.docx.blocks import Found
from curriculum_gap.readers.docx.markup import A, R, V, W, is_on
from curriculum_gap.readers.docx.package import Package, open_package
from curriculum_gap.readers.docx.walk import Walk
from curriculum_gap.readers.text_cleanup import count_words
from curriculum_gap.readers.visual_headings import promote_headings

__all__ = ["read"]

_PAGE_NUMBER = re.compile(r"(?:page|p\.?)?\s*\W*\d*\W*\s*(?:(?:of|/)\s*\d*)?\W*", re.IGNORECASE)


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
    walk = Walk(package, limits)
    body = package.main.find(W + "body")
    found = Found() if body is None else walk.read(body)
    blocks = promote_headings(found.blocks, found.looks)
    if body is not None:
        blocks = _with_margins(walk, package, body, blocks)
    words = count_words(blocks)
    if not words:
        raise _textless(package.main)
    return Document(
        source=source,
        format="docx",
        title=walk.title or _first_heading(blocks),
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=_warnings(walk, blocks),
    )


def _first_heading(blocks: list[Block]) -> str:
    return next((block.text for block in blocks[:12] if block.shape is Shape.HEADING), "")


def _textless(element: Any) -> ReadError:
    if next(element.iter(A + "blip", V + "imagedata"), None) is None:
        return ReadError(Status.EMPTY, "holds no text")
    return ReadError(
        Status.SCANNED,
        "holds only pictures, no text",
        "run text recognition (OCR) on it first, or ask for the original",
    )


def _warnings(walk: Walk, blocks: list[Block]) -> tuple[str, ...]:
    warnings = []
    if hidden := sum(len(block.text.split()) for block in blocks if block.hidden):
        warnings.append(f"hidden text: {hidden} words do not count as evidence")
    if walk.embedded:
        warnings.append(f"documents embedded in it were not read: {walk.embedded}")
    return tuple(warnings)


def _with_margins(walk: Walk, package: Package, body: Any, blocks: list[Block]) -> list[Block]:
    """``blocks`` between the texts of the first section's headers and footers that the body does
    not repeat (a course title), page numbers left out."""
    section = body.find(W + "sectPr") if walk.section is None else walk.section
    if section is None:
        return blocks
    seen = " ".join([block.text for block in blocks]).casefold()
    first_page = section.find(W + "titlePg")
    skipped = {"even"} if first_page is not None and is_on(first_page) else {"even", "first"}
    margins: dict[str, list[Block]] = {"headerReference": [], "footerReference": []}
    for name, kept in margins.items():
        for reference in section.iterchildren(W + name):
            if reference.get(W + "type", "default") in skipped:
                continue
            part = package.related(reference.get(R + "id"))
            for block in walk.read(part).blocks if part is not None else ():
                text = block.text.casefold()
                if text not in seen and not _PAGE_NUMBER.fullmatch(block.text):
                    seen += " " + text
                    kept.append(block)
    return [*margins["headerReference"], *blocks, *margins["footerReference"]]
