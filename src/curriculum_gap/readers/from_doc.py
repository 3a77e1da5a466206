"""Word 97–2003 files (`.doc`): their text by kreuzberg, read as plain text.

kreuzberg gives no styles: headings are told by their words and place, and a warning says so. It
sees neither passwords nor older versions of the format, which are looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, zip_longest
from struct import unpack_from

from curriculum_gap.errors import ReadError, message_of
from curriculum_gap.heading_rules import title_like
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.compound_file import root_stream
from curriculum_gap.readers.elsewhere import check_page, check_text_parts
from curriculum_gap.readers.plain.blocks import plain_blocks
from curriculum_gap.readers.table_grid import Cell, row_blocks
from curriculum_gap.readers.text_cleanup import clean_text, count_words, normalize_space
from curriculum_gap.readers.word97.drawn_tables import TableRows, split_tables

__all__ = ["read"]

_SAVE_AGAIN = "open it in Word or LibreOffice and save it as .docx"
_WORD_97 = b"\xec\xa5"
_PICTURES = 0x08  # in the byte of flags at 10
_ENCRYPTED = 0x01  # in the byte of flags at 11
_TABLE_1 = 0x02  # in the same byte: which stream has the table of pieces
# Where in the stream the place of that table stands: in files, and as kreuzberg 4.10 looks for it.
_PIECES_AT = (0x1A2, 0x2AA)
_PIECES = b"\x02"  # what begins the table
_SETTINGS = b"\x01"  # what begins what may stand above it
_GUESSED = (
    "of this old format only the text is read:"
    " its headings are guessed, deleted and hidden text counts"
)
_HEADING_BY_PLACE = 3  # its rank, as among those of plain text
_ARGUMENT = r"(?:\\(?:[*@#][ \t]?\w+|[a-z])|\"[^\"\n]{0,2000}\"|_\w+|https?:\S+|\w+\.\w+\.\d+)"
# What a field of Word says to the program; its result follows: HYPERLINK "address" text.
_FIELD = lazy_pattern(
    r"[ \t]?\b(?:FORM(?:TEXT|CHECKBOX|DROPDOWN)\b"
    r"|(?:HYPERLINK|INCLUDEPICTURE|PAGEREF|NOTEREF|REF|TOC|SEQ|EMBED|MERGEFIELD|SYMBOL|DATE)\b"
    rf"(?:[ \t]+{_ARGUMENT})+)[ \t]?"
)


def read(content: bytes, source: str, limits: Limits) -> Document:
    """The document in a Word 97–2003 file; blocks have neither page nor line.

    Raises ReadError: unsupported for Word 6 and 95 and where kreuzberg is not installed, encrypted,
    damaged, too-large beyond ``limits.text_bytes``, elsewhere, scanned, empty.
    """
    head = root_stream(content, "worddocument")
    _check_version(head, content)
    text = clean_text(_text(content))
    if len(text) > limits.text_bytes:
        what = f"has {len(text):,} characters, over the limit of {limits.text_bytes:,}"
        raise ReadError(Status.TOO_LARGE, what, "raise the limit on text size, or split the file")
    blocks = tuple(_blocks(_FIELD.sub(_gap, text)))
    warnings = check_text_parts(text, blocks, limits.min_words)
    check_page("", blocks)
    if not blocks and head[10:11] and head[10] & _PICTURES:
        hint = "run text recognition (OCR) on it first, or ask for the original"
        raise ReadError(Status.SCANNED, "holds pictures and no text", hint)
    if not blocks:
        raise ReadError(Status.EMPTY, "holds no text", _SAVE_AGAIN)
    # No line is a title by its form: `titles` chooses one by wording.
    return Document(source, "doc", "", None, count_words(blocks), blocks, (*warnings, _GUESSED))


def _check_version(head: bytes, content: bytes) -> None:
    """Raises ReadError for files with a password and for those of Word 6 and 95; ``head`` is the
    stream of the text."""
    if len(head) < max(_PIECES_AT) + 8:
        return  # kreuzberg says what is wrong
    if head[11] & _ENCRYPTED:
        hint = "open it in Word and save a copy without a password"
        raise ReadError(Status.ENCRYPTED, "is protected by a password", hint)
    if not head.startswith(_WORD_97):
        what = "is a Word file from before 1997, which is not read"
        raise ReadError(Status.UNSUPPORTED, what, _SAVE_AGAIN)
    _check_pieces(head, root_stream(content, "1table" if head[11] & _TABLE_1 else "0table"))


def _check_pieces(head: bytes, table: bytes) -> None:
    """Raises ReadError (damaged) where pieces of the text overlap or are longer than the file:
    kreuzberg would write the same text out over and over."""
    for place in _PIECES_AT:
        (start,) = unpack_from("<I", head, place)
        while table[start : start + 1] == _SETTINGS:
            start += 3 + int.from_bytes(table[start + 1 : start + 3], "little")
        size = int.from_bytes(table[start + 1 : start + 5], "little")
        pieces = table[start + 5 : start + 5 + size]
        if table[start : start + 1] != _PIECES or len(pieces) < size:
            continue
        ends = unpack_from(f"<{max(0, (size - 4) // 12) + 1}I", pieces.ljust(4, b"\0"))
        if any(later < end for end, later in pairwise(ends)) or ends[-1] > len(head):
            what = "is damaged (the pieces of its text do not fit together)"
            raise ReadError(Status.DAMAGED, what, _SAVE_AGAIN)


def _text(content: bytes) -> str:
    """The text by kreuzberg: paragraphs end with a line, cells with a tab."""
    try:
        import kreuzberg
    except ImportError:
        what = "needs kreuzberg, which is not installed"
        hint = "pip install 'gapcheck[doc]', or save it as .docx"
        raise ReadError(Status.UNSUPPORTED, what, hint) from None
    settings = kreuzberg.ExtractionConfig(use_cache=False)
    try:
        result = kreuzberg.extract_bytes_sync(content, "application/msword", config=settings)
        return str(result.content)
    except Exception as error:  # of several kinds
        what = f"is damaged ({message_of(error)})"
        raise ReadError(Status.DAMAGED, what, _SAVE_AGAIN) from None


def _gap(field: re.Match[str]) -> str:
    """What stays of a field: the space before it."""
    return " " if field[0][0].isspace() else ""


def _blocks(text: str) -> Iterator[Block]:
    """The blocks of the text and of the tables in it; tables are counted over both."""
    tables = 0
    pieces = list(split_tables(text))
    for piece, below in zip_longest(pieces, pieces[1:]):
        if isinstance(piece, TableRows):
            tables += 1
            yield from _rows(piece, tables)
            continue
        blocks = list(plain_blocks(piece, is_wrapped=False))
        if isinstance(below, TableRows):
            _head_table(blocks)
        above = tables
        for block in blocks:
            number = None if block.table is None else above + block.table
            tables = max(tables, number or 0)
            yield replace(block, line=None, table=number)


def _head_table(blocks: list[Block]) -> None:
    """Makes the last paragraph a heading where it may be that of a table below it."""
    last = blocks[-1] if blocks else None
    if last and last.shape is Shape.PARAGRAPH and title_like(last.text, leads=False):
        blocks[-1] = replace(last, shape=Shape.HEADING, depth=_HEADING_BY_PLACE)


def _rows(table: TableRows, number: int) -> Iterator[Block]:
    """The rows of a table that hold text."""
    rows = [
        [Cell(column, normalize_space(cell)) for column, cell in enumerate(row)]
        for row in table.rows
    ]
    yield from (block for block in row_blocks(rows, number) if block is not None)
