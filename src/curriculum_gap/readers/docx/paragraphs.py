"""The text of one Word paragraph: its runs, and what hangs on them.

Takes the children of a ``w:p``; gives runs of one style each, text boxes and notes. python-docx's
paragraphs leave out content controls, tracked insertions, fields, text boxes and notes, so the
elements are walked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from curriculum_gap.readers.docx.styles import (
    DRAWING,
    MATH,
    RELATIONSHIP,
    THROUGH,
    Style,
    Styles,
    W,
    name_of,
    text_branch,
)
from curriculum_gap.readers.paragraph_blocks import Run, add_run

__all__ = ["Fields", "RunReader"]

# Elements that hold formulas, and drawings in which text may stand.
_FORMULAS = ("m:oMath", "m:oMathPara")
_DRAWN = ("w:drawing", "w:pict", "w:object")
# Elements of a run that stand for a character.
_SPACES = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "w:sym": " ",
}
# Elements that refer to a note, by the kind of note.
_NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}


class Fields:
    """The complex fields that are open. The instruction of a field is no text, its result is."""

    def __init__(self) -> None:
        self._in_result: list[bool] = []  # for each open field, outermost first

    @property
    def in_instruction(self) -> bool:
        """Whether what is read now belongs to an instruction."""
        return False in self._in_result

    def mark(self, kind: str | None) -> None:
        """A field begins, turns from instruction to result (``separate``), or ends."""
        if kind == "begin":
            self._in_result.append(False)
        elif kind == "separate" and self._in_result:
            self._in_result[-1] = True
        elif kind == "end" and self._in_result:
            self._in_result.pop()

    def end_paragraph(self) -> None:
        """An instruction that runs past its paragraph is a broken field: it must not swallow the
        rest of the document."""
        self._in_result = [True] * len(self._in_result)


class RunReader:
    """Collects one paragraph into ``runs``, ``boxes`` (text boxes as elements, drawn words as
    strings) and ``notes`` (kind, id).

    ``style`` is that of the paragraph, ``on_colour`` true where it stands in a table, whose shading
    is not known here; ``related`` gives the root element of a related part by id.
    """

    def __init__(
        self,
        styles: Styles,
        fields: Fields,
        style: Style,
        on_colour: bool,
        related: Callable[[str | None], Any],
    ) -> None:
        self._styles = styles
        self._fields = fields
        self._style = style
        self._plain = styles.run((), style, on_colour)  # of runs that state nothing
        self._on_colour = on_colour
        self._related = related
        self.runs: list[Run[Style]] = []
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []

    def read(self, parent: Iterable[Any]) -> None:
        """Reads everything below a paragraph, or below a wrapper within it."""
        for child in parent:
            name = name_of(child)
            if name == "w:r":
                self._run(child)
            elif name in THROUGH:
                self.read(child)
            elif name == "mc:AlternateContent":
                self.read(text_branch(child))
            elif name in _FORMULAS:
                self._add("".join(child.itertext(MATH + "t")), self._style)

    def _run(self, run: Any) -> None:
        """Reads a ``w:r``, whose properties come before its text."""
        style = self._plain
        for child in run:
            name = name_of(child)
            if name == "w:t":
                self._add(_text_below(child), style)
            elif name == "w:rPr":
                style = self._styles.run(child, self._style, self._on_colour)
            elif name in _SPACES:
                self._add(_SPACES[name], style)
            elif name == "w:fldChar":
                self._fields.mark(child.get(W + "fldCharType"))
            elif name in _DRAWN:
                self._drawn(child)
            elif name in _NOTES:
                self.notes.append((_NOTES[name], child.get(W + "id", "")))
            elif name == "mc:AlternateContent":
                self._run(text_branch(child))
            elif name == "w:ruby":
                self.read(child)

    def _add(self, text: str, style: Style) -> None:
        """Adds text, unless it belongs to the instruction of a field."""
        if text and not self._fields.in_instruction:
            add_run(self.runs, text, style)

    def _drawn(self, parent: Any) -> None:
        """Collects text boxes, WordArt and diagrams below a drawing.

        Text boxes hold paragraphs of their own and are read as such; WordArt keeps its words in an
        attribute, a diagram in a related part of the package.
        """
        for child in parent:
            name = name_of(child)
            if child.get("hidden") in ("1", "true"):
                return  # the properties of a drawing that is not shown
            if name == "w:txbxContent":
                self.boxes.append(child)
            elif name == "mc:AlternateContent":
                self._drawn(text_branch(child))
            elif name == "v:textpath":  # WordArt
                self.boxes.append(child.get("string") or "")
            elif name == "dgm:relIds":
                diagram = self._related(child.get(RELATIONSHIP + "dm"))
                if diagram is not None:
                    for paragraph in diagram.iter(DRAWING + "p"):
                        self.boxes.append(_text_below(paragraph))
            else:
                self._drawn(child)


def _text_below(element: Any) -> str:
    """All text below ``element``, comments left out."""
    return "".join(element.itertext("*"))
