"""Jupyter notebooks (formats 2 to 4): their Markdown cells, headings and raw text.

Code and what it printed are left out. Each block says in which cell it stands (``cell 4``), counted
from 1 over all cells, those of code too, and on which line of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from curriculum_gap.errors import ReadError, message_of, over_limit
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers.elsewhere import check_page, check_text_parts
from curriculum_gap.readers.encoding import decode
from curriculum_gap.readers.front_matter import split_front_matter
from curriculum_gap.readers.markdown.bodies import heading_title, markdown_blocks
from curriculum_gap.readers.text_cleanup import (
    clean_text,
    count_words,
    hidden_text_warnings,
    normalize_space,
)

__all__ = ["read"]

_SAVE_AGAIN = "open it in Jupyter and save it again"
_MOST_CELLS = 10_000  # parsing takes some 0.3 ms for each, however short
# Raw cells of other kinds (LaTeX, code of a publishing program) are no text to read.
_TEXT_KINDS = frozenset(
    ("", "text/plain", "text/markdown", "text/html", "text/restructuredtext", "text/x-rst")
)
_DEEPEST_HEADING = 6
_LONGEST_NUMBER = 1_000  # digits


class _Cell(NamedTuple):
    """A cell of text as Markdown, and its number among all cells."""

    number: int
    text: str


def read(content: bytes, source: str, limits: Limits) -> Document:
    """The document in a notebook; blocks say their cell and the line in it.

    Raises ReadError: too-large beyond ``limits.text_bytes`` or 10,000 cells, damaged where it is no
    whole JSON or no notebook, undecodable, elsewhere, scanned, empty.
    """
    if len(content) > limits.text_bytes:
        what = f"has {over_limit(len(content), limits.text_bytes)} for text"
        hint = "clear its outputs and save it again, or raise the limit on text size"
        raise ReadError(Status.TOO_LARGE, what, hint)
    text, warnings = decode(content)
    notebook = _parsed(text)
    found = _cells_of(notebook)
    if len(found) > _MOST_CELLS:
        what = f"has {len(found):,} cells, over the limit of {_MOST_CELLS:,}"
        raise ReadError(Status.TOO_LARGE, what, "split the notebook")
    cells = list(_texts(found))
    front = split_front_matter(cells[0].text if cells else "")
    if front.lines:
        # Quarto's notebooks begin with a cell of it.
        below = cells[0].text.split("\n", front.lines)[front.lines :]
        cells[0] = cells[0]._replace(text="".join(below))
    bodies, problems = markdown_blocks([cell.text for cell in cells])
    blocks = [replace(block, inside=_place(cells[0])) for block in front.blocks]
    for cell, body in zip(cells, bodies, strict=True):
        blocks += [replace(block, inside=_place(cell)) for block in body]
    warnings += problems + hidden_text_warnings(blocks)
    # Pictures in attachments stand in the notebook itself, and are no links out of it.
    shown = "\n".join(cell.text for cell in cells).replace("](attachment:", "](#attachment:")
    warnings += check_text_parts(shown, blocks, limits.min_words)
    title = _title(notebook) or front.title
    check_page(title, blocks)
    if not blocks:
        raise ReadError(Status.EMPTY, "holds no text outside of code" if found else "has no cells")
    title = title or heading_title(blocks)
    return Document(source, "ipynb", title, None, count_words(blocks), tuple(blocks), warnings)


def _parsed(text: str) -> Mapping[str, object]:
    """The notebook's JSON."""
    try:
        notebook = json.loads(text, parse_int=_integer)
    except ValueError as error:
        what = f"is no whole notebook ({message_of(error)})"
        raise ReadError(Status.DAMAGED, what, _SAVE_AGAIN) from None
    if not isinstance(notebook, dict):
        raise ReadError(Status.DAMAGED, "is JSON, but no notebook", _SAVE_AGAIN)
    return notebook


def _integer(digits: str) -> int:
    """A whole number. Python's own message on long ones is advice to programmers."""
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(digits):,} digits")
    return int(digits)


def _cells_of(notebook: Mapping[str, object]) -> list[object]:
    """All cells: format 4 lists them, formats 2 and 3 do so in worksheets."""
    sheets = notebook.get("worksheets")
    holders = [notebook, *(sheets if isinstance(sheets, list) else [])]
    lists = [holder.get("cells") for holder in holders if isinstance(holder, dict)]
    found = [cells for cells in lists if isinstance(cells, list)]
    if not found:
        raise ReadError(Status.DAMAGED, "is JSON without the cells of a notebook", _SAVE_AGAIN)
    return [cell for cells in found for cell in cells]


def _texts(cells: Sequence[object]) -> Iterator[_Cell]:
    """The cells of text, as Markdown."""
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict):
            continue
        text = _source(cell)
        match cell.get("cell_type"):
            case "markdown":
                pass
            case "heading":  # of format 3
                level = cell.get("level")
                level = level if isinstance(level, int) else 1
                marks = "#" * min(max(level, 1), _DEEPEST_HEADING)
                text = f"{marks} {normalize_space(text)}"
            case "raw" if _kind(cell) in _TEXT_KINDS:
                pass
            case _:
                continue
        yield _Cell(number, text)


def _source(cell: Mapping[str, object]) -> str:
    """What a cell holds: a text, or a list of lines with their ends."""
    source = cell.get("source")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return clean_text(source) if isinstance(source, str) else ""


def _kind(cell: Mapping[str, object]) -> str:
    """The MIME type that a raw cell declares, "" where it declares none."""
    metadata = cell.get("metadata")
    if not isinstance(metadata, dict):
        return ""
    kind = metadata.get("raw_mimetype") or metadata.get("format") or ""
    return kind.lower() if isinstance(kind, str) else ""


def _title(notebook: Mapping[str, object]) -> str:
    """The title in the notebook's metadata, "" without one."""
    metadata = notebook.get("metadata")
    title = metadata.get("title") if isinstance(metadata, dict) else None
    return normalize_space(title) if isinstance(title, str) else ""


def _place(cell: _Cell) -> str:
    return f"cell {cell.number}"
