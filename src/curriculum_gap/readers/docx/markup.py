"""The names of WordprocessingML, and how to read its small idioms.

A low leaf of the Word reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

__all__ = [
    "DGM",
    "MC",
    "A",
    "M",
    "R",
    "V",
    "W",
    "branches",
    "first",
    "is_on",
    "is_shaded",
    "members",
    "number",
]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

VAL = W + "val"
ALTERNATE = MC + "AlternateContent"
SDT = W + "sdt"
SDT_CONTENT = W + "sdtContent"
# Wrappers that hold more of what their parent holds, wherever they stand. Deleted text (w:del) and
# the place that moved text has left (w:moveFrom) are none of them.
THROUGH = frozenset(
    W + name
    for name in (
        *("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdtContent"),
        *("fldSimple", "dir", "bdo", "ruby", "rubyBase"),
    )
)


def first(parent: Iterable[Any], wanted: str) -> Any:
    """The first child of a name, or None: lxml's own ``find`` reads its argument as a path, at a
    cost that shows where every paragraph is asked."""
    for child in parent:
        if child.tag == wanted:
            return child
    return None


def is_on(element: Any) -> bool:
    """Whether a toggle such as ``<w:b/>`` switches its property on."""
    return element.get(VAL) not in ("0", "false", "off", "none")


def number(element: Any, otherwise: int = 0) -> int:
    """The integer that an element's ``w:val`` holds."""
    try:
        return int(element.get(VAL, ""))
    except ValueError:
        return otherwise


def is_shaded(element: Any) -> bool:
    """Whether a ``w:shd`` puts colour behind the text."""
    fill = (element.get(W + "fill") or "auto").upper()
    if fill not in ("AUTO", "FFFFFF") or element.get(W + "themeFill"):
        return True
    return element.get(VAL, "clear") not in ("clear", "nil", "none")


def branches(alternate: Any) -> Iterator[Any]:
    """The branches of an ``mc:AlternateContent``, best first; take the first that holds text."""
    yield from alternate.iterchildren(MC + "Choice")
    yield from alternate.iterchildren(MC + "Fallback")


def members(parent: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, through content controls and other wrappers."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == SDT or tag in THROUGH:
            yield from members(child, wanted)
        elif tag == ALTERNATE:
            for branch in branches(child):
                inside = list(members(branch, wanted))
                yield from inside
                if inside:
                    break
