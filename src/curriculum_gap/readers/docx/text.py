"""The text of one Word paragraph: its runs, and what hangs on them.

A low leaf of the Word reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from curriculum_gap.readers.docx.markup import (
    ALTERNATE,
    DGM,
    SDT,
    SDT_CONTENT,
    THROUGH,
    A,
    M,
    R,
    V,
    W,
    branches,
)
from curriculum_gap.readers.docx.styles import Style, Styles
from curriculum_gap.readers.visual_headings import TextStyle

__all__ = ["Fields", "Run", "RunReader", "all_bold", "broken_lines", "look_of", "visible"]

_T, _RUN, _RUN_PROPERTIES = W + "t", W + "r", W + "rPr"
_FIELD, _RUBY, _BOX = W + "fldChar", W + "ruby", W + "txbxContent"
_WORD_ART, _DIAGRAM = V + "textpath", DGM + "relIds"
_FORMULAS = frozenset((M + "oMath", M + "oMathPara"))
_SPACES = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "sym": " ",
}
_DRAWN = frozenset((W + "drawing", W + "pict", W + "object"))
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}


@dataclass(slots=True)
class Run:
    """Text of one style within a paragraph; ``\\n`` stands for a soft break."""

    text: str
    style: Style


class Fields:
    """The complex fields that are open; an instruction is no text, its result is."""

    def __init__(self) -> None:
        self._results: list[bool] = []  # for each open field, whether its result has begun
        self.muted = 0  # open fields whose result has not begun

    def mark(self, kind: str | None) -> None:
        """A field begins, turns from instruction to result (``separate``), or ends."""
        if kind == "begin":
            self._results.append(False)
            self.muted += 1
        elif kind == "separate" and self._results and not self._results[-1]:
            self._results[-1] = True
            self.muted -= 1
        elif kind == "end" and self._results and not self._results.pop():
            self.muted -= 1

    def end_paragraph(self) -> None:
        """An instruction that runs past its paragraph is a broken field: do not let it eat the
        rest of the document."""
        if self.muted:
            self._results = [True] * len(self._results)
            self.muted = 0


class RunReader:
    """Collects one paragraph into ``runs``, ``boxes`` (text boxes as elements, drawn words as
    strings) and ``notes`` (kind, id)."""

    def __init__(
        self,
        styles: Styles,
        fields: Fields,
        style: Style,
        on_colour: bool,
        diagram: Callable[[str | None], Any],
    ) -> None:
        self._styles = styles
        self._fields = fields
        self._style = style
        self._on_colour = on_colour
        self._diagram = diagram
        self.runs: list[Run] = []
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []

    def read(self, parent: Iterable[Any]) -> None:
        """Everything below a paragraph, or below a wrapper within it."""
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            elif tag in THROUGH:
                self.read(child)
            elif tag == SDT:
                for content in child.iterchildren(SDT_CONTENT):
                    self.read(content)
            elif tag == ALTERNATE:
                self._alternate(child, self.read)
            elif tag in _FORMULAS:
                self._put("".join(text.text or "" for text in child.iter(M + "t")), self._style)

    def _run(self, run: Any) -> None:
        style = self._style
        for child in run[:]:  # a list: an iterator costs more than these few
            tag = child.tag
            if tag == _T:
                # A comment within the text would cut child.text short.
                self._put((child.text or "") if not len(child) else _whole(child), style)
            elif tag == _RUN_PROPERTIES:
                style = self._styles.run(child, self._style, self._on_colour)
            elif tag in _SPACES:
                self._put(_SPACES[tag], style)
            elif tag == _FIELD:
                self._fields.mark(child.get(W + "fldCharType"))
            elif tag in _DRAWN:
                self._drawn(child)
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(W + "id", "")))
            elif tag == ALTERNATE:
                self._alternate(child, self._run)
            elif tag == _RUBY:
                self.read(child)

    def _put(self, text: str, style: Style) -> None:
        if text and not self._fields.muted:
            if self.runs and self.runs[-1].style is style:
                self.runs[-1].text += text
            else:
                self.runs.append(Run(text, style))

    def _alternate(self, element: Any, take: Callable[[Any], None]) -> None:
        before = len(self.runs), len(self.boxes), self.runs[-1].text if self.runs else ""
        for branch in branches(element):
            take(branch)
            if (len(self.runs), len(self.boxes), self.runs[-1].text if self.runs else "") != before:
                return

    def _drawn(self, parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag == _BOX:
                self.boxes.append(child)
            elif tag == ALTERNATE:
                self._alternate(child, self._drawn)
            elif tag == _WORD_ART:  # WordArt
                self.boxes.append(child.get("string") or "")
            elif tag == _DIAGRAM:
                diagram = self._diagram(child.get(R + "dm"))
                if diagram is not None:
                    self.boxes += [_whole(paragraph) for paragraph in diagram.iter(A + "p")]
            elif len(child):
                self._drawn(child)


def _whole(element: Any) -> str:
    """All text below ``element``, comments left out."""
    return "".join(element.itertext("*"))


def broken_lines(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs cut at their soft breaks."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split("\n")
        lines[-1].append(Run(first, run.style))
        lines.extend([Run(text, run.style)] for text in rest)
    return lines


def visible(runs: Iterable[Run]) -> str:
    """The text of the runs that are not hidden."""
    return "".join([run.text for run in runs if not run.style.hidden])


def all_bold(runs: Iterable[Run]) -> bool:
    """Whether every word is bold, and there is one."""
    bold = [run.style.bold for run in runs if any(map(str.isalnum, run.text))]
    return bool(bold) and all(bold)


def look_of(runs: Iterable[Run], text: str) -> TextStyle:
    """How the visible words of a paragraph are set, where they are all set alike."""
    bold = capitals = underlined = italic = True
    sizes = []
    for run in runs:
        style = run.style
        if not style.hidden and any(map(str.isalnum, run.text)):
            bold = bold and bool(style.bold)
            capitals = capitals and bool(style.capitals)
            underlined = underlined and bool(style.underlined)
            italic = italic and bool(style.italic)
            sizes.append(style.size or 0.0)
    return _look(bold, capitals or text.isupper(), underlined, italic, min(sizes, default=0.0))


_look = lru_cache(1024)(TextStyle)  # a document has few
