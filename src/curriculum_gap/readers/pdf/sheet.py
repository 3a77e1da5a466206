"""The words the PDF reader's parts pass between them: printed lines, drawn tables, sheets.

All places are points from the top left of the page as shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["HYPHEN", "Box", "Line", "Sheet", "Table", "overlap"]

# A hyphen at a line end, until it is known whether it belongs to the word.
HYPHEN = "\x02"

Box = tuple[float, float, float, float]  # x0, top, x1, bottom


@dataclass(slots=True)
class Line:
    """One printed line, or the part of it that stands in one column."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    margin: float = 0.0  # right edge of the column the line stands in


@dataclass(slots=True)
class Table:
    """One ruled table on one page; ``rows`` hold a text for every column, merged cells once."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...]  # left edges of the columns
    rows: list[list[str]]
    strong: list[bool]  # row for row: is every filled cell bold
    hidden: bool = False


@dataclass(slots=True)
class Sheet:
    """One page: its lines and tables in reading order."""

    number: int
    width: float
    height: float
    parts: list[Line | Table] = field(default_factory=list)
    images: float = 0.0  # share of the page that images cover, 0–1
    shapes: int = 0  # drawn paths
    texts: int = 0  # pieces of text, whether or not they show letters


def overlap(line: Line, box: Box) -> bool:
    """Whether a line stands in a box, or in a part of it."""
    return line.x0 < box[2] and line.x1 > box[0] and line.top < box[3] and line.bottom > box[1]
