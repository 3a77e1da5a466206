"""Plain text: paragraphs by blank lines, headings by look.

Takes the bytes of a file; gives a `Document` with line numbers.
"""

from __future__ import annotations

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Shape, Status
from curriculum_gap.readers.encoding import decode_within
from curriculum_gap.readers.plain.blocks import plain_blocks
from curriculum_gap.readers.text_cleanup import count_words

__all__ = ["read"]

_LONGEST_TITLE = 150  # characters of a first line that may be the title


def read(content: bytes, source: str, limits: Limits) -> Document:
    """The document in a plain text file, with line numbers.

    Raises ReadError: too-large beyond ``limits.text_bytes``, undecodable, empty.
    """
    text, warnings = decode_within(content, limits)
    blocks = plain_blocks(text)
    if not blocks:
        raise ReadError(Status.EMPTY, "holds no text")
    title = blocks[0].text
    if len(title) > _LONGEST_TITLE:
        headings = (block.text for block in blocks if block.shape is Shape.HEADING)
        title = next(headings, "")
    return Document(
        source,
        "text",
        title,
        None,
        count_words(blocks),
        blocks,
        warnings,
    )
