"""The title of a PDF: the line of its first page that names the course, or what comes nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.pdf.sheet import Line, Sheet
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["TITLE_LENGTH", "find_title", "named_title"]

TITLE_LENGTH = 200  # characters

_COURSE = re.compile(
    r"\b(?!(?:fall|spring|summer|winter|autumn|january|may|june|july|august|room|page|suite|box|fl|tel"
    r"|phone|hall|building|week|section|version)\b)(?-i:[A-Z]{2,8}|[A-Z][a-z]{2,12})[ -]?(?!19\d\d|20[0-4]\d)"
    r"\d{2,4}[A-Z]{0,2}\b(?!/)",
    re.I,
)
_NO_TITLE = re.compile(r"\d:\d\d|@|^(?:office|room|location|phone|total|instructor|prof)", re.I)
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|tex|rtf|odt|pages|html?|qxd|indd)\b|^(?:untitled|microsoft word|slide 1)|[\\/_]",
    re.I,
)


def named_title(raw: Any, document: Any) -> str:
    """The title in the file's metadata, "" where it is none that a person gave."""
    import ctypes

    length = raw.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < length < 2_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetMetaText(document, b"Title", buffer, length)
    title = normalize_space(buffer.raw[: length - 2].decode("utf-16-le", "replace"))
    if _FILE_NAME.search(title) or len(title.split()) < 2 or len(title) > TITLE_LENGTH:
        return ""
    return title


def find_title(sheets: Sequence[Sheet], blocks: Sequence[Block], named: str) -> str:
    """A line of the first page that names the course, else its largest line, else its first;
    ``named``, the title in the metadata, where no line but that does, or none is large."""
    return _chosen(sheets, blocks, named)[:TITLE_LENGTH]


def _chosen(sheets: Sequence[Sheet], blocks: Sequence[Block], named: str) -> str:
    first = sheets[0].number if sheets else 1
    top = [
        part
        for sheet in sheets[:1]
        for part in sheet.parts
        if isinstance(part, Line) and not part.hidden and part.top < 0.6 * sheet.height
    ]
    front = [
        block
        for block in blocks[:25]
        if block.page == first and not block.hidden and len(block.text) <= 150
    ]
    headings = [block for block in front if block.shape is Shape.HEADING]
    coded = (
        block
        for block in (*headings, *front)
        if block.shape is not Shape.ROW
        and _COURSE.search(block.text)
        and not _NO_TITLE.search(block.text)
    )
    highest = min((block.depth for block in headings), default=0)
    largest = [block for block in headings if block.depth == highest]
    block = next(coded, None)
    if block:
        text = block.text
        if len(text.split()) <= 3 and largest and largest[0] is not block:
            return f"{text}: {largest[0].text}"
        return text
    if _COURSE.search(named) or (named and not largest):
        return named
    if largest:
        return largest[0].text
    return normalize_space(top[0].text) if top else front[0].text if front else ""
