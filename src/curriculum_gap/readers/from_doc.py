"""Word 97–2003 files (`.doc`): their text by kreuzberg, read as plain text.

kreuzberg gives no styles: headings are told by their words and place, and a warning says so. It
sees neither passwords nor older versions of the format, which are looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from curriculum_gap.errors import ReadError, message_of
from curriculum_gap.heading_rules import title_like
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.compound_file import root_streams
from curriculum_gap.readers.elsewhere import check_page, check_text_parts
from curriculum_gap.readers.plain.blocks import plain_blocks
from curriculum_gap.readers.table_grid import Cell, row_blocks
from curriculum_gap.readers.text_cleanup import clean_text, count_words, normalize_space
from curriculum_gap.readers.word97.drawn_tables import TableRows, split_tables

__all__ = ["read"]

_SAVE_AGAIN = "open it in Word or LibreOffice and save it as .docx"
_WORD_97 = b"\xec\xa5"
_ENCRYPTED = 0x01  # in the byte of flags at 11
_GUESSED = "its headings are guessed: of this old format only the text is read"
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
    damaged, too-large beyond ``limits.text_bytes``, elsewhere, empty.
    """
    _check_version(content)
    text = clean_text(_text(content))
    if len(text) > limits.text_bytes:
        what = f"has {len(text):,} characters, over the limit of {limits.text_bytes:,}"
        raise ReadError(Status.TOO_LARGE, what, "raise the limit on text size, or split the file")
    blocks = tuple(_blocks(_FIELD.sub(_gap, text)))
    warnings = check_text_parts(text, blocks, limits.min_words)
    check_page("", blocks)
    if not blocks:
        raise ReadError(Status.EMPTY, "holds no text", _SAVE_AGAIN)
    # No line is a title by its form: `titles` chooses one by wording.
    return Document(source, "doc", "", None, count_words(blocks), blocks, (*warnings, _GUESSED))


def _check_version(content: bytes) -> None:
    """Raises ReadError for files with a password and for those of Word 6 and 95."""
    head = (root_streams(content) or {}).get("worddocument", b"")
    if len(head) < 32:
        return  # kreuzberg says what is wrong
    if head[11] & _ENCRYPTED:
        hint = "open it in Word and save a copy without a password"
        raise ReadError(Status.ENCRYPTED, "is protected by a password", hint)
    if not head.startswith(_WORD_97):
        what = "is a Word file from before 1997, which is not read"
        raise ReadError(Status.UNSUPPORTED, what, _SAVE_AGAIN)


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
