"""The text of one slide, or of one page of notes, as a person sees it.

Takes a part of a `Package`; gives `SlideText`: blocks with the title first, and how many pictures
and embedded documents stand on the slide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from curriculum_gap.errors import ReadError
from curriculum_gap.heading_rules import heading_meaning, may_be_heading
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Limits, Shape, Status
from curriculum_gap.readers.elsewhere import PICTURE_PROGRAMS
from curriculum_gap.readers.line_breaks import group_lines, split_bullet
from curriculum_gap.readers.pptx.package import (
    CHART,
    COMPATIBILITY,
    DIAGRAM,
    DRAWING,
    MATH,
    RELATIONSHIP,
    P,
    Package,
    integer,
    is_on,
)
from curriculum_gap.readers.pptx.placeholders import (
    TITLES,
    UNSHOWN,
    Bullets,
    Layouts,
    Placeholder,
    bullet_of,
    placeholder_of,
)
from curriculum_gap.readers.table_grid import Cell, row_blocks
from curriculum_gap.readers.text_budget import TextBudget
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["SlideReader", "SlideText"]

_HEADING_WORDS = 30  # a longer title is a paragraph
_USUAL_SIZE = 1800  # of text that names none, in hundredths of a point
# Times the size of all other text, that of a title in a text box: text boxes hold the titles of
# decks that Google Slides, LibreOffice and programs write from templates without placeholders.
_LARGER = 1.08
_BELOW_TITLE = 3  # the rank of a bold line that names a part of a course
_TITLE_LAYOUTS = ("title", "secHead")  # of the whole presentation, and of a part of it
_DEEPEST_ENTRY = 9
_MOST_DIAGRAM_POINTS = 10_000
_SHOWS_TEXT = (f"{DRAWING}t", f"{MATH}t", f"{DIAGRAM}relIds", f"{CHART}chart")
_COUNTED_FIELDS = ("slidenum", "datetime")  # how the types of fields begin that repeat


class _Run(NamedTuple):
    """Text within a paragraph; ``\\n`` stands for a soft break."""

    text: str
    bold: bool = False
    struck: bool = False
    size: int = 0  # in hundredths of a point, 0 where it states none


class _Look(NamedTuple):
    """How a block is set: whether all of it is bold, its size, and where its shape begins."""

    bold: bool = False
    size: int = 0
    top: int = 0


@dataclass(slots=True)
class SlideText:
    """Blocks in order, with how each looks beside it, and what the slide holds beside text."""

    blocks: list[Block] = field(default_factory=list)
    looks: list[_Look] = field(default_factory=list)
    pictures: int = 0
    embedded: int = 0

    def add(self, block: Block, look: _Look | None = None) -> None:
        """One more block."""
        self.blocks.append(block)
        self.looks.append(look or _Look())

    def extend(self, more: SlideText, *, hidden: bool = False) -> None:
        """All that ``more`` holds; ``hidden`` hides its text."""
        self.blocks += [replace(block, hidden=hidden or block.hidden) for block in more.blocks]
        self.looks += more.looks
        self.pictures += more.pictures
        self.embedded += more.embedded

    @property
    def has_words(self) -> bool:
        """Whether any text is seen."""
        return any(block.text and not block.hidden for block in self.blocks)


class SlideReader:
    """Reads slides and notes; holds the number of tables so far and the text that is left of the
    budget."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._layouts = Layouts(package)
        self._limits = limits
        self._budget = TextBudget(limits)
        self._tables = 0
        self._depth = 0
        self._size = package.size()
        self._part = ""
        self._depth_of_title = 2
        self._top = 0  # of the shape that is read

    def slide(self, name: str, root: Any) -> SlideText:
        """The text of a slide, given the name and the root element of its part."""
        self._part = name
        self._depth_of_title = 1 if self._layouts.type_of(name) in _TITLE_LAYOUTS else 2
        title, rest = SlideText(), SlideText()
        for tree in root.iterfind(f"{P}cSld/{P}spTree"):
            self._shapes(tree, title, rest)
        if not title.has_words:
            _promote_title(rest, self._depth_of_title)
        title.extend(rest)
        backgrounds = root.iterfind(f"{P}cSld/{P}bg//{DRAWING}blip")
        title.pictures += sum(1 for _ in backgrounds)
        return title

    def notes(self, name: str, root: Any) -> SlideText:
        """The text that the speaker wrote on a page of notes."""
        self._part = name
        text = SlideText()
        for shape in root.iterfind(f"{P}cSld/{P}spTree/{P}sp"):
            placeholder = placeholder_of(shape)
            if placeholder is not None and placeholder.type == "body":
                self._paragraphs(shape.find(f"{P}txBody"), None, text)
        return text

    def _shapes(self, parent: Iterable[Any], title: SlideText, rest: SlideText) -> None:
        """Adds the text of shapes; that of title placeholders to ``title``.

        Raises ReadError (too-large) where groups nest deeper than ``limits.depth``.
        """
        self._depth += 1
        if self._depth > self._limits.depth:
            what = f"nests groups of shapes more than {self._limits.depth} deep"
            raise ReadError(Status.TOO_LARGE, what, "ungroup them, or export it as PDF")
        for shape in parent:
            if shape.tag == f"{COMPATIBILITY}AlternateContent":
                self._shapes(_shown_branch(shape), title, rest)
                continue
            hidden = self._is_switched_off(shape)
            if self._depth == 1:  # shapes of a group have coordinates of their own
                hidden = self._is_beside_slide(shape) or hidden
            own_title, own_rest = SlideText(), SlideText()
            if shape.tag == f"{P}grpSp":
                self._shapes(shape, own_title, own_rest)
            elif shape.tag == f"{P}sp":
                self._shape(shape, own_title, own_rest)
            elif shape.tag == f"{P}graphicFrame":
                self._frame(shape, own_rest)
            elif shape.tag == f"{P}pic":
                own_rest.pictures += 1
            title.extend(own_title, hidden=hidden)
            rest.extend(own_rest, hidden=hidden)
        self._depth -= 1

    def _is_switched_off(self, shape: Any) -> bool:
        """Whether a shape is not shown."""
        properties = next(shape.iterfind(f"*/{P}cNvPr"), None)
        return properties is not None and is_on(properties.get("hidden"))

    def _is_beside_slide(self, shape: Any) -> bool:
        """Whether a shape stands outside of the slide; keeps where it begins."""
        self._top = 0
        place = next(shape.iterfind(f"*/{DRAWING}xfrm"), shape.find(f"{P}xfrm"))
        corner = None if place is None else place.find(f"{DRAWING}off")
        extent = None if place is None else place.find(f"{DRAWING}ext")
        if corner is None or extent is None:
            return False
        left, top = integer(corner, "x"), integer(corner, "y")
        self._top = top
        right, bottom = left + integer(extent, "cx"), top + integer(extent, "cy")
        width, height = self._size
        return left >= width or top >= height or right < 0 or bottom < 0

    def _shape(self, shape: Any, title: SlideText, rest: SlideText) -> None:
        """Adds the text of one shape."""
        if shape.find(f"{P}spPr/{DRAWING}blipFill") is not None:
            rest.pictures += 1
        body = shape.find(f"{P}txBody")
        placeholder = placeholder_of(shape)
        if body is None or (placeholder is not None and placeholder.type in UNSHOWN):
            return
        if placeholder is not None and placeholder.type in TITLES:
            self._title(body, title)
        else:
            self._paragraphs(body, placeholder, rest)

    def _title(self, body: Any, content: SlideText) -> None:
        """Adds the title of a slide as a heading, whatever lines it is broken into."""
        runs = [run for paragraph in body.iterfind(f"{DRAWING}p") for run in
                [*self._runs(paragraph), _Run("\n")]]  # fmt: skip
        text = normalize_space("".join(run.text for run in runs if not run.struck))
        if not text:
            return
        is_heading = len(text.split()) <= _HEADING_WORDS
        depth = self._depth_of_title if is_heading else 0
        content.add(Block(text, Shape.HEADING if is_heading else Shape.PARAGRAPH, depth=depth))

    def _paragraphs(self, body: Any, placeholder: Placeholder | None, content: SlideText) -> None:
        """Adds the paragraphs of a text; those with bullets are entries of a list."""
        bullets: Bullets = ()
        if body is not None and placeholder is not None:
            own = body.find(f"{DRAWING}lstStyle")
            bullets = self._layouts.bullets(self._part, placeholder, own)
        for paragraph in () if body is None else body.iterfind(f"{DRAWING}p"):
            properties = paragraph.find(f"{DRAWING}pPr")
            level = 0 if properties is None else integer(properties, "lvl")
            level = min(max(level, 0), _DEEPEST_ENTRY - 1)
            bullet = bullet_of(properties)
            if bullet is None and bullets:
                bullet = bullets[level]
            runs = list(self._runs(paragraph))
            size = _size_of_level(body, level)
            self._add_paragraph(runs, level + 1 if bullet else 0, content, size)

    def _add_paragraph(
        self, runs: list[_Run], depth: int, content: SlideText, size: int = _USUAL_SIZE
    ) -> None:
        """Adds a paragraph, or several where its author broke it into lines that do not belong
        together. ``depth`` is that of a list entry, 0 for others, ``size`` that of text that states
        none."""
        lines = _lines(runs)
        marked = [(normalize_space(_visible(line)), _is_bold(line)) for line in lines]
        for start, stop in group_lines(marked):
            bare, has_bullet = split_bullet(" ".join(text for text, _ in marked[start:stop]))
            if not bare:
                continue
            nesting = depth or int(has_bullet)
            bold = all(is_bold for _, is_bold in marked[start:stop])
            sizes = (run.size for line in lines[start:stop] for run in line if run.text.strip())
            look = _Look(bold, max(sizes, default=0) or size, self._top)
            if not nesting and bold and heading_meaning(bare, reader_lexicon()) is not None:
                content.add(Block(bare, Shape.HEADING, depth=_BELOW_TITLE), look)
                continue
            shape = Shape.ENTRY if nesting else Shape.PARAGRAPH
            content.add(Block(bare, shape, depth=nesting), look)
        struck = normalize_space(" ".join(run.text for run in runs if run.struck))
        if struck:
            content.add(Block(struck, hidden=True))

    def _runs(self, paragraph: Iterable[Any]) -> Iterator[_Run]:
        """The text of a paragraph. Raises ReadError (too-large) beyond the budget of all text."""
        for child in paragraph:
            if child.tag == f"{DRAWING}br":
                yield _Run("\n")
            elif child.tag == f"{COMPATIBILITY}AlternateContent":
                yield from self._runs(_shown_branch(child))
            elif child.tag in (f"{DRAWING}r", f"{DRAWING}fld"):
                if not (child.get("type") or "").startswith(_COUNTED_FIELDS):
                    yield self._run(child)
            elif next(child.iter(f"{MATH}t"), None) is not None:
                yield _Run(self._counted("".join(child.itertext(f"{MATH}t"))))

    def _run(self, run: Any) -> _Run:
        """One piece of text with its look."""
        properties = run.find(f"{DRAWING}rPr")
        text = self._counted("".join(run.itertext(f"{DRAWING}t"))).replace("\v", "\n")
        if properties is None:
            return _Run(text)
        struck = properties.get("strike", "noStrike") != "noStrike"
        return _Run(text, is_on(properties.get("b")), struck, integer(properties, "sz"))

    def _counted(self, text: str) -> str:
        """``text``, taken from the budget."""
        self._budget.take(text)
        return text

    # ---- tables, diagrams, charts and embedded objects

    def _frame(self, frame: Any, content: SlideText) -> None:
        """Adds what a frame shows."""
        for data in frame.iterfind(f"{DRAWING}graphic/{DRAWING}graphicData"):
            for child in data:
                if child.tag == f"{COMPATIBILITY}AlternateContent":
                    child = next(iter(_shown_branch(child)), child)
                if child.tag == f"{DRAWING}tbl":
                    self._table(child, content)
                elif child.tag == f"{DIAGRAM}relIds":
                    self._diagram(child.get(f"{RELATIONSHIP}dm"), content)
                elif child.tag == f"{CHART}chart":
                    self._chart(child.get(f"{RELATIONSHIP}id"), content)
                elif child.tag == f"{P}oleObj":
                    program = child.get("progId") or ""
                    content.embedded += not PICTURE_PROGRAMS.match(program)

    def _table(self, table: Any, content: SlideText) -> None:
        """Adds the rows of a table; one of a single column is a frame around ordinary text."""
        rows: list[list[Cell]] = []
        everything = SlideText()
        for row in table.iterfind(f"{DRAWING}tr"):
            cells: list[Cell] = []
            for column, cell in enumerate(row.iterfind(f"{DRAWING}tc")):
                inside = SlideText()
                # Of merged cells the first holds the text.
                if not (is_on(cell.get("hMerge")) or is_on(cell.get("vMerge"))):
                    self._paragraphs(cell.find(f"{DRAWING}txBody"), None, inside)
                elif is_on(cell.get("hMerge")):
                    continue
                everything.extend(inside)
                cells.append(_cell(column, inside))
            rows.append(cells)
        if max(map(len, rows), default=0) <= 1:
            content.extend(everything)
            return
        self._tables += 1
        properties = table.find(f"{DRAWING}tblPr")
        styled = properties is not None and is_on(properties.get("firstRow"))
        for block in row_blocks(rows, self._tables, styled=styled):
            if block is not None:
                content.add(block)

    def _chart(self, identity: str | None, content: SlideText) -> None:
        """Adds the titles of a chart and its axes."""
        part = self._package.related(self._part, identity)
        for title in self._package.root(part).iter(f"{CHART}title") if part else ():
            for paragraph in title.iter(f"{DRAWING}p"):
                self._add_paragraph(list(self._runs(paragraph)), 0, content)

    def _diagram(self, identity: str | None, content: SlideText) -> None:
        """Adds the text of a diagram (SmartArt), a list whose entries are nested as its points."""
        part = self._package.related(self._part, identity)
        if not part:
            return
        root = self._package.root(part)
        points = {point.get("modelId", ""): point for point in root.iter(f"{DIAGRAM}pt")}
        if len(points) > _MOST_DIAGRAM_POINTS:
            what = f"has a diagram of {len(points):,} points"
            raise ReadError(Status.TOO_LARGE, what, "export it as PDF")
        for identity, depth in _points_in_order(root, points):
            for paragraph in points[identity].iterfind(f"{DIAGRAM}t/{DRAWING}p"):
                self._add_paragraph(list(self._runs(paragraph)), depth, content)


def _promote_title(content: SlideText, depth: int) -> None:
    """Makes the first line of the topmost shape the title of a slide that has none, where it is
    set larger than all other text or nothing else is there."""
    shown = [index for index, block in enumerate(content.blocks) if not block.hidden]
    texts = [index for index in shown if content.blocks[index].shape is not Shape.ROW]
    if not texts:
        return
    looks = content.looks
    first = min(texts, key=lambda index: looks[index].top)
    others = [looks[index].size for index in texts if index != first]
    block = content.blocks[first]
    is_plain = block.shape in (Shape.PARAGRAPH, Shape.HEADING)
    if not is_plain or not may_be_heading(block.text.replace(":", "")):
        return
    if looks[first].size >= _LARGER * max(others, default=0):
        content.blocks.insert(0, replace(block, shape=Shape.HEADING, depth=depth))
        content.looks.insert(0, looks[first])
        del content.blocks[first + 1], content.looks[first + 1]


def _size_of_level(body: Any, level: int) -> int:
    """The size that the list style of a text gives to its level, in hundredths of a point."""
    style = body.find(f"{DRAWING}lstStyle/{DRAWING}lvl{level + 1}pPr/{DRAWING}defRPr")
    return _USUAL_SIZE if style is None else integer(style, "sz") or _USUAL_SIZE


def _points_in_order(root: Any, points: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The points of a diagram from the outermost inwards, with their depth as entries of a list;
    each once, whatever circles its connections make."""
    below: dict[str, list[tuple[int, str]]] = {}
    for connection in root.iter(f"{DIAGRAM}cxn"):
        if connection.get("type", "parOf") == "parOf":
            ends = (integer(connection, "srcOrd"), connection.get("destId", ""))
            below.setdefault(connection.get("srcId", ""), []).append(ends)
    tops = [name for name, point in points.items() if point.get("type") == "doc"]
    # A stack of our own: points may nest deeper than Python calls itself.
    waiting = [(name, 0) for name in [*reversed(points), *reversed(tops)]]
    seen: set[str] = set()
    while waiting:
        name, depth = waiting.pop()
        if name in seen or name not in points:
            continue
        seen.add(name)
        yield name, min(max(depth, 1), _DEEPEST_ENTRY)
        children = sorted(below.get(name, ()), reverse=True)
        waiting += [(child, depth + 1) for _, child in children]


def _shown_branch(alternate: Any) -> Any:
    """The children of that branch of an ``mc:AlternateContent`` which is to be read: the branches
    show the same in several ways, the best first. It is the first that holds text, else the first.
    """
    branches = [
        *alternate.iterchildren(f"{COMPATIBILITY}Choice"),
        *alternate.iterchildren(f"{COMPATIBILITY}Fallback"),
    ]
    for branch in branches:
        if next(branch.iter(*_SHOWS_TEXT), None) is not None:
            return branch
    return branches[0] if branches else ()


def _lines(runs: Iterable[_Run]) -> list[list[_Run]]:
    """Runs cut at their soft breaks: one list of runs for each line of the paragraph."""
    lines: list[list[_Run]] = [[]]
    for run in runs:
        head, *rest = run.text.split("\n")
        lines[-1].append(run._replace(text=head))
        lines += [[run._replace(text=text)] for text in rest]
    return lines


def _visible(runs: Iterable[_Run]) -> str:
    """The text of the runs that are not struck through."""
    return "".join(run.text for run in runs if not run.struck)


def _is_bold(runs: Iterable[_Run]) -> bool:
    """Whether every word is bold, and there is one."""
    words = [run for run in runs if not run.struck and any(map(str.isalnum, run.text))]
    return bool(words) and all(run.bold for run in words)


def _cell(column: int, inside: SlideText) -> Cell:
    """A cell of a table from what was read in it."""
    pairs = zip(inside.blocks, inside.looks, strict=True)
    shown = [(block.text, look.bold) for block, look in pairs if not block.hidden]
    bold = bool(shown) and all(is_bold for _, is_bold in shown)
    return Cell(column, " ".join(text for text, _ in shown), bold)
