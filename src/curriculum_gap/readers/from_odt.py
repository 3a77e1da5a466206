"""OpenDocument texts (.odt, .ott, .fodt): everything that a reader of the page sees.

Takes the bytes of a file; gives a `Document`. One walk over its XML keeps the order of paragraphs,
tables, text boxes and notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Status
from curriculum_gap.readers.elsewhere import (
    DOCUMENTS,
    check_link,
    check_page,
    check_parts,
    check_pictures,
)
from curriculum_gap.readers.odt.body import BodyReader
from curriculum_gap.readers.odt.names import attribute, qualified
from curriculum_gap.readers.odt.package import Package, open_package
from curriculum_gap.readers.page_margins import between_margins
from curriculum_gap.readers.paragraph_blocks import Content, first_heading, stated_title
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings
from curriculum_gap.readers.visual_headings import promote_headings

__all__ = ["read"]

_STANDARD_PAGE = "Standard"
# The header and footer of a first page stand beside those of later ones; left pages repeat both.
_HEADERS = ("style:header", "style:header-first")
_FOOTERS = ("style:footer", "style:footer-first")


def read(content: bytes, source: str, limits: Limits) -> Document:
    """An OpenDocument text from its bytes.

    Headings come from outline levels and styles, then from looks; list entries from lists, then
    from typed bullets. Deleted text and comments are left out, inserted text is kept. Hidden text
    (hidden sections, paragraphs and words, white on white, tiny) is marked. ``pages`` is None.
    Raises ReadError: empty, scanned (pictures only), elsewhere, encrypted, damaged, unsupported
    (another OpenDocument file), too-large, refused (entities in its XML).
    """
    if not content:
        raise ReadError(Status.EMPTY, "holds nothing")
    package = open_package(content, limits)
    reader = BodyReader(package, limits)
    main = reader.read(package.body)
    blocks = promote_headings(main.blocks, main.text_styles)
    blocks = _with_margins(reader, package, blocks)
    words = count_words(blocks)
    warnings = check_parts(DOCUMENTS, _embedded(package), words, limits.min_words)
    links = next(package.body.iter(qualified("text:a")), None) is not None
    check_link(links, blocks, words, limits.min_words)
    check_pictures(_count_pictures(package.body), words)
    check_page("", blocks)
    return Document(
        source=source,
        format="odt",
        title=reader.title or first_heading(blocks) or stated_title(package.title),
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=warnings + hidden_text_warnings(blocks),
    )


def _embedded(package: Package) -> list[str]:
    """The names of documents that the text embeds or links, ``""`` for those without one."""
    names: list[str] = []
    for element in package.body.iter(qualified("draw:object"), qualified("draw:object-ole")):
        if package.is_document(attribute(element, "xlink:href")):
            names.append("")
    for source in package.body.iter(qualified("text:section-source")):
        section = source.getparent()
        has_text = any("".join(part.itertext()).strip() for part in section)
        if not has_text:  # a section of a master document keeps none of its text
            names.append(attribute(source, "xlink:href"))
    return names


def _count_pictures(body: Any) -> int:
    """How many pictures the text shows, without those that stand for an object."""
    count = 0
    for picture in body.iter(qualified("draw:image")):
        frame = picture.getparent()
        count += frame is None or frame.find(qualified("draw:object")) is None
    return count


def _with_margins(reader: BodyReader, package: Package, blocks: list[Block]) -> list[Block]:
    """``blocks`` between the headers and footers of the first page, as far as these say what the
    body does not. Later page styles mostly repeat them."""
    page = _page_style(package, reader.page or _STANDARD_PAGE)

    def margins(names: tuple[str, ...]) -> Iterator[Content]:
        for name in names:
            margin = None if page is None else page.find(qualified(name))
            if margin is not None and attribute(margin, "style:display") != "false":
                yield reader.read_margin(margin)

    return between_margins(blocks, margins(_HEADERS), margins(_FOOTERS))


def _page_style(package: Package, name: str) -> Any:
    """The page style of a name, else the first one; None without any."""
    if package.styles is None:
        return None
    pages = list(package.styles.iter(qualified("style:master-page")))
    named = [page for page in pages if attribute(page, "style:name") == name]
    return next(iter(named or pages), None)
