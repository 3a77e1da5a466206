"""The text of one Word paragraph: its runs, and the blocks that they become.

Takes the children of a ``w:p``; gives runs of one style each, the text boxes and notes that hang on
them, and from the runs `Content`: blocks, and beside them how they look. python-docx's paragraphs
leave out content controls, tracked insertions, fields, text boxes and notes, so the elements are
walked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.nouns import Block, Shape
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
from curriculum_gap.readers.line_breaks import group_lines, split_bullet
from curriculum_gap.readers.text_cleanup import is_note_mark, normalize_space
from curriculum_gap.readers.visual_headings import TextStyle

__all__ = ["Content", "Fields", "Run", "RunReader", "add_paragraph"]

_HEADING_WORDS = 30  # a longer paragraph in a heading style is a paragraph
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


@dataclass(slots=True)
class Content:
    """Blocks in order, and beside each its visual style (None where that says nothing)."""

    blocks: list[Block] = field(default_factory=list)
    text_styles: list[TextStyle | None] = field(default_factory=list)

    def add(self, block: Block, text_style: TextStyle | None = None) -> None:
        """One more block."""
        self.blocks.append(block)
        self.text_styles.append(text_style)

    def extend(self, more: Content) -> None:
        """All blocks of ``more``."""
        self.blocks += more.blocks
        self.text_styles += more.text_styles

    def visible_text(self) -> str:
        """The text of all blocks that are not hidden, on one line."""
        return " ".join(block.text for block in self.blocks if not block.hidden)


@dataclass(slots=True)
class Run:
    """Text of one style within a paragraph; ``\\n`` stands for a soft break."""

    text: str
    style: Style


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
        self.runs: list[Run] = []
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
        """Adds text, to the last run where its style is the same. A raised mark of a note behind a
        word is left out: it would make another word of it."""
        if not text or self._fields.in_instruction:
            return
        if style.raised and self.runs and is_note_mark(self.runs[-1].text, text):
            return
        if self.runs and self.runs[-1].style == style:
            self.runs[-1].text += text
        else:
            self.runs.append(Run(text, style))

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


def add_paragraph(runs: list[Run], style: Style, content: Content) -> None:
    """Adds a paragraph of ``style`` to ``content``: a block, or several where its author broke it
    into lines that do not belong together; then one with all of it that is hidden."""
    # `group_lines` says which lines belong together, from their texts and whether they are bold.
    lines = _lines(runs)
    marked = [(normalize_space(_visible(line)), _all_bold(line)) for line in lines]
    groups = list(group_lines(marked))
    for start, stop in groups:
        group = [run for line in lines[start:stop] for run in line]
        text = " ".join(text for text, _ in marked[start:stop])
        _add_block(group, text, style, content, part=len(groups) > 1)
    hidden = normalize_space(" ".join(run.text for run in runs if run.style.hidden))
    if hidden:
        content.add(Block(hidden, hidden=True))


def _add_block(runs: list[Run], text: str, style: Style, content: Content, *, part: bool) -> None:
    """One block of visible ``text``; ``part`` says that its paragraph holds more."""
    bare, has_bullet = split_bullet(text)
    if not bare:
        return
    if style.level and not part and len(text.split()) <= _HEADING_WORDS:
        content.add(Block(text, Shape.HEADING, depth=style.level))
        return
    text_style = None if style.contents else _text_style(runs, text)
    depth = style.entry or int(has_bullet)
    shape = Shape.ENTRY if depth else Shape.PARAGRAPH
    content.add(Block(bare, shape, depth=depth), text_style)


def _text_below(element: Any) -> str:
    """All text below ``element``, comments left out."""
    return "".join(element.itertext("*"))


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs cut at their soft breaks: one list of runs for each line of the paragraph, each run
    with its style."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        head, *rest = run.text.split("\n")
        lines[-1].append(Run(head, run.style))
        for text in rest:
            lines.append([Run(text, run.style)])
    return lines


def _visible(runs: Iterable[Run]) -> str:
    """The text of the runs that are not hidden."""
    return "".join(run.text for run in runs if not run.style.hidden)


def _styles_of_words(runs: Iterable[Run]) -> list[Style]:
    """The styles of the visible runs that hold a letter or digit."""
    return [
        run.style
        for run in runs
        if not run.style.hidden and any(character.isalnum() for character in run.text)
    ]


def _all_bold(runs: Iterable[Run]) -> bool:
    """Whether every word is bold, and there is one."""
    styles = _styles_of_words(runs)
    return bool(styles) and all(style.bold for style in styles)


def _text_style(runs: Iterable[Run], text: str) -> TextStyle:
    """How the visible words of a paragraph are set, where they are all set alike."""
    styles = _styles_of_words(runs)
    return TextStyle(
        bold=all(style.bold for style in styles),
        capitals=text.isupper() or all(style.capitals for style in styles),
        underlined=all(style.underlined for style in styles),
        italic=all(style.italic for style in styles),
        size=min((style.size or 0.0 for style in styles), default=0.0),
    )
