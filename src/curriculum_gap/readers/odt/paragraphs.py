"""The text of one OpenDocument paragraph: its runs, and what hangs on them.

Takes a ``text:p`` or ``text:h``; gives runs of one style each, text boxes and notes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from curriculum_gap.readers.odt.names import attribute, name_of
from curriculum_gap.readers.odt.styles import Style, Styles
from curriculum_gap.readers.paragraph_blocks import Run, add_run
from curriculum_gap.readers.text_cleanup import word_set

__all__ = ["ParagraphReader", "drawn_boxes"]

# What stands among text and is none: comments, forms, marks of changes, how pages are numbered.
_NOT_TEXT = word_set("""
    office:annotation office:annotation-end office:forms office:event-listeners
    text:note-citation text:ruby-text text:script text:tracked-changes text:change text:change-start
    text:change-end text:soft-page-break text:page-sequence text:sequence-decls text:variable-decls
    text:user-field-decls text:dde-connection-decls text:alphabetical-index-auto-mark-file
""")
_SPACES = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
# Shapes in which text may stand; groups and links of them hold more.
_SHAPES = word_set("""
    draw:text-box draw:rect draw:ellipse draw:circle draw:line draw:polygon draw:polyline draw:path
    draw:regular-polygon draw:custom-shape draw:connector draw:caption draw:measure
""")
_GROUPS = word_set("draw:frame draw:a draw:g")
_PARAGRAPHS = ("text:p", "text:h", "text:list", "table:table")


class ParagraphReader:
    """Collects one paragraph into ``runs``, ``boxes`` (elements that hold paragraphs) and ``notes``
    (the bodies of foot- and endnotes).

    ``on_colour`` is true where it stands in a table or box, whose shading is not known here;
    ``formula`` gives the signs of an embedded formula by its address.
    """

    def __init__(self, styles: Styles, on_colour: bool, formula: Callable[[str], str]) -> None:
        self._styles = styles
        self._on_colour = on_colour
        self._formula = formula
        self.runs: list[Run[Style]] = []
        self.boxes: list[Any] = []
        self.notes: list[Any] = []
        self.hidden = False  # a field says that the whole paragraph is

    def read(self, parent: Any, style: Style) -> None:
        """Reads everything below an element whose text has a style."""
        self._add(parent.text, style)
        for child in parent:
            self._child(child, name_of(child), style)
            self._add(child.tail, style)

    def _child(self, child: Any, name: str, style: Style) -> None:
        """Reads one element within text."""
        if name == "text:span":
            name = attribute(child, "text:style-name")
            self.read(child, self._styles.text(style, name, self._on_colour))
        elif name in _SPACES:
            add_run(self.runs, _SPACES[name], style)
        elif name in _NOT_TEXT:
            pass
        elif name == "text:note":
            self.notes += [part for part in child if name_of(part) == "text:note-body"]
        elif name == "text:placeholder" or (
            attribute(child, "loext:showing-place-holder") == "true"
        ):
            self.read(child, style._replace(hidden=True))
        elif name in ("text:hidden-paragraph", "text:hidden-text"):
            is_hidden = attribute(child, "text:is-hidden") == "true"
            self.hidden = self.hidden or (is_hidden and name == "text:hidden-paragraph")
            self.read(child, style._replace(hidden=style.hidden or is_hidden))
        elif name in _GROUPS or name in _SHAPES:
            self._drawn(child, style)
        elif name.startswith(("text:", "loext:")):
            self.read(child, style)  # links, fields, marks

    def _drawn(self, element: Any, style: Style) -> None:
        """Keeps the boxes of a drawing; a formula is text at its place."""
        boxes, formulas = drawn_boxes(element)
        self.boxes += boxes
        for address in formulas:
            self._add(self._formula(address), style)

    def _add(self, text: str | None, style: Style) -> None:
        """Adds text of the file, in which line ends are spaces."""
        if text:
            add_run(self.runs, text.replace("\n", " "), style)


def drawn_boxes(element: Any) -> tuple[list[Any], list[str]]:
    """The elements below a drawing that hold paragraphs, and the addresses of objects in it."""
    name = name_of(element)
    if name in _SHAPES:
        holds_text = any(name_of(child) in _PARAGRAPHS for child in element)
        return ([element], []) if holds_text else ([], [])
    if name == "draw:object":
        return [], [attribute(element, "xlink:href")]
    boxes: list[Any] = []
    addresses: list[str] = []
    for child in element if name in _GROUPS else ():
        found, objects = drawn_boxes(child)
        boxes += found
        addresses += objects
    return boxes, addresses
