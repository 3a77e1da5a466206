"""Plain text: paragraphs by blank lines, headings by look.

Takes the bytes of a file; gives a `Document` with line numbers.
"""

from __future__ import annotations

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Included, Limits, Status
from curriculum_gap.readers.elsewhere import check_page, check_text_parts
from curriculum_gap.readers.encoding import decode_within
from curriculum_gap.readers.plain.blocks import plain_blocks
from curriculum_gap.readers.splicing import splice
from curriculum_gap.readers.text_cleanup import count_words

__all__ = ["read"]


def read(content: bytes, source: str, limits: Limits, included: Included | None = None) -> Document:
    """The document in a plain text file, with line numbers; ``included`` files stand in their
    places.

    Raises ReadError: too-large beyond ``limits.text_bytes``, undecodable, elsewhere, empty.
    """
    text, warnings = decode_within(content, limits)
    spliced = splice(text, source, included, limits, {"text": _part, "markdown": _part})
    text, warnings = spliced.text, warnings + spliced.warnings
    blocks = spliced.placed(plain_blocks(text))
    warnings += check_text_parts(text, blocks, limits.min_words)
    check_page("", blocks)
    if not blocks:
        raise ReadError(Status.EMPTY, "holds no text")
    # No line of plain text is a title by its form: `titles` chooses one by wording.
    return Document(source, "text", "", None, count_words(blocks), blocks, warnings)


def _part(text: str) -> tuple[str, int]:
    """A file that another one includes: all of it."""
    return text, 1
