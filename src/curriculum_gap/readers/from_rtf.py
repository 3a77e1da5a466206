"""RTF files (.rtf): everything that a reader of the page sees.

Takes the bytes of a file; gives a `Document`. The format is read here: libraries for it give text
without headings, lists, cells of tables and what is hidden.
"""

from __future__ import annotations

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers.elsewhere import (
    DOCUMENTS,
    PICTURE_PROGRAMS,
    check_link,
    check_page,
    check_parts,
    check_pictures,
)
from curriculum_gap.readers.page_margins import between_margins
from curriculum_gap.readers.paragraph_blocks import first_heading, stated_title
from curriculum_gap.readers.rtf.flow import SAVE_AGAIN
from curriculum_gap.readers.rtf.interpreter import interpret
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings
from curriculum_gap.readers.visual_headings import promote_headings

__all__ = ["read"]

_CUT_SHORT = "is cut short: its last words may be missing"


def read(content: bytes, source: str, limits: Limits) -> Document:
    """An RTF file from its bytes.

    Headings come from outline levels and styles, then from looks; list entries from lists, then
    from typed bullets. Deleted text and comments are left out, inserted text is kept. Hidden text
    (``\\v``, white on white, struck through, tiny) is marked. ``pages`` is None. Raises ReadError:
    empty, scanned (pictures only), elsewhere, too-large,
    damaged (cut short before its text).
    """
    if not content:
        raise ReadError(Status.EMPTY, "holds nothing")
    reading = interpret(content, limits)
    blocks = promote_headings(reading.body.blocks, reading.body.text_styles)
    first = ("f", "") if reading.has_first_page else ("",)
    headers, footers = (
        [reading.margins[name + page] for page in first if name + page in reading.margins]
        for name in ("header", "footer")
    )
    blocks = between_margins(blocks, headers, footers)
    words = count_words(blocks)
    embedded = ["" for name in reading.objects if not PICTURE_PROGRAMS.match(name)]
    warnings = check_parts(DOCUMENTS, embedded, words, limits.min_words)
    check_link(reading.has_link, blocks, words, limits.min_words)
    check_pictures(reading.pictures, words)
    check_page("", blocks)
    if reading.open_groups:
        if not words:
            raise ReadError(Status.DAMAGED, "is cut short before its text", SAVE_AGAIN)
        warnings += (_CUT_SHORT,)
    return Document(
        source=source,
        format="rtf",
        title=reading.styled_title or first_heading(blocks) or stated_title(reading.stated_title),
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=warnings + hidden_text_warnings(blocks),
    )
