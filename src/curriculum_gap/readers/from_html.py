"""Web pages (HTML, XHTML): the content of the page, not the furniture around it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.encoding import decode, wide_encoding
from curriculum_gap.readers.folding import clean, count_words, fold
from curriculum_gap.readers.grid import Cell, row_blocks
from curriculum_gap.readers.looks import Look, promote
from curriculum_gap.readers.softlines import entry_text, line_groups

__all__ = ["read"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_BLOCKS = _LISTS | frozenset(
    (
        *_HEADINGS,
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("header", "hgroup", "hr", "html", "legend", "li", "main", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    )
)
# Never text of the page, whatever they hold.
_UNSEEN = ("script", "style", "template", "noscript", "svg", "head", "iframe", "object", "embed")
_FURNITURE = frozenset(
    (
        *("nav", "button", "select", "option", "optgroup", "datalist", "textarea", "label"),
        *("dialog", "canvas", "audio", "video", "map", "progress", "meter", "rt", "rp"),
    )
)
_FURNITURE_ROLES = frozenset(
    (
        *(
            "navigation",
            "search",
            "menu",
            "tablist",
            "menubar",
            "toolbar",
            "dialog",
            "alertdialog",
            "doc-toc",
        ),
        *("doc-backlink", "tooltip", "contentinfo", "doc-pagelist"),
    )
)
_FURNITURE_NAMES = re.compile(
    r"(?:(?:site|page|main|top|side|global|local|primary|secondary|mobile|footer|header)[-_]?)?"
    r"(?:nav|navbar|navigation|menu|breadcrumbs?|footer|masthead|sidebar|side-bar)"
    r"|nav[-_](?:menu|bar|links?|list|wrapper|container|footer|page|previous|next)"
    r"|dropdown-menu|site-header|top-?bar|skip-?(?:links?|nav|to-content|to-main)"
    r"|(?:.*[-_])?cookies?(?:[-_].*)?|cookie(?:bar|banner|consent|notice)|onetrust.*|gdpr.*"
    r"|consent[-_].*|toc|table-of-contents|toc[-_](?:actions?|title)|social(?:[-_].*)?"
    r"|share(?:[-_].*)?|sharing|pagination|pager|search(?:[-_]?(?:form|box|bar|results))?"
    r"|related-posts|comments|comment-form|widget-area|advert.*|newsletter.*|popup|modal"
    r"|headerlink|anchorjs-link|header-anchor|footnote-back|sr-only|visually-hidden"
    r"|screen-reader-text|usa-banner|back-to-top|noprint|no-print",
    re.IGNORECASE,
)
_HIDDEN_NAMES = frozenset(("d-none", "hidden", "is-hidden"))
_HIDING = re.compile(r"display:none|visibility:(?:hidden|collapse)")
_SKIP_LINK = re.compile(
    r"(?:skip|jump) (?:to|over|past)\b.*|(?:back|return) to (?:the )?top(?: of (?:the )?page)?|top"
    r"|print this page|edit this page|[¶#§↩⤴↑]\W*",
    re.IGNORECASE,
)
_FURNITURE_SHARE = 0.4  # of all words; what holds more is the page itself, whatever its name
_NO_NAME = re.compile(
    r"(?:course |class )?(?:syllabus|schedule|home|welcome|overview)?", re.IGNORECASE
)
_MAIN_SHARE = 0.5  # of all words; a <main> with less was not meant as one
_BOLD = frozenset(("b", "strong", "th", "dt", "summary", "legend"))
_APART = frozenset(("span", "a", "time", "small", "b", "strong"))
_FONT_SIZES = {"1": 8.0, "2": 10.0, "3": 12.0, "4": 14.0, "5": 18.0, "6": 24.0, "7": 36.0}
_PLAIN_SIZE = 12.0
_HEADING_WORDS = 30
_LAYOUT_WORDS = 300  # in one cell of a table of few rows: a page laid out with a table
_MOST_ATTRIBUTES = 10_000  # in one tag; libxml2 takes quadratic time over them
_MOST_COLUMNS = 1_000  # what HTML allows a cell to span
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)")
# What web pages mean by these labels.
_LABELS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}


@dataclass(frozen=True, slots=True)
class _State:
    """What the elements around some text make of it."""

    heading: int = 0
    lists: int = 0
    entry: bool = False
    pre: bool = False
    hidden: bool = False
    bold: bool = False
    underlined: bool = False
    italic: bool = False
    size: float = _PLAIN_SIZE
    note: bool = False
    main: bool = False
    content: bool = False  # inside main or article
    term: bool = False
    panel: str = ""  # the tab that shows the panel around the text


@dataclass(slots=True)
class _Piece:
    text: str
    state: _State
    line: int | None


def read(content: bytes, source: str, limits: Limits) -> Document:
    """A web page from its bytes.

    Navigation, chrome, scripts, form controls and cookie banners are left out; text that the page
    hides is marked hidden. ``line`` is the line of the source, ``pages`` None. Raises ReadError:
    empty, undecodable, too-large (over ``html_bytes``, nested deeper than the parser goes, too many
    attributes).
    """
    if len(content) > limits.html_bytes:
        raise ReadError(
            Status.TOO_LARGE,
            f"has {len(content):,} bytes, over the limit of {limits.html_bytes:,} for a page",
            "save only the part with the syllabus, or print it to PDF",
        )
    text, warnings = _decode(content)
    root = _parse(text)
    title = fold(root.findtext(".//title") or "") if root is not None else ""
    scripts = "<script" in text.lower()
    if root is None or not (blocks := _blocks(root)) or not (words := count_words(blocks)):
        hint = "it may build its text with scripts; open it in a browser and print it to PDF"
        raise ReadError(Status.EMPTY, "holds no text", hint if scripts else "")
    if hidden := sum(len(block.text.split()) for block in blocks if block.hidden):
        warnings = (*warnings, f"hidden text: {hidden} words do not count as evidence")
    shown = next(
        (b.text for b in blocks if b.shape is Shape.HEADING and b.depth == 1 and not b.hidden), ""
    )
    return Document(
        source=source,
        format="html",
        title=title if title and _NO_NAME.fullmatch(shown) else shown or title,
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=warnings,
    )


# ---- bytes to tree


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The page's text: valid UTF-8 is UTF-8, else what the page declares, else a guess."""
    marked = content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    declared = _declared(content[:4096])
    if marked or declared is None or wide_encoding(content):
        return decode(content)
    escaped = declared.startswith(("iso2022", "hz")) and (b"\x1b" in content or b"~{" in content)
    if not escaped:
        try:
            return clean(content.decode("utf-8")), ()
        except UnicodeDecodeError:
            pass
    if declared == "utf-8":
        return decode(content)
    text = content.decode(declared, "replace")
    if text.count("\ufffd") > len(text) / 100:
        return decode(content)
    return clean(text).replace("\ufffd", ""), ()


def _declared(head: bytes) -> str | None:
    """Python's name for the encoding that the page names itself, if it is one."""
    found = _META_CHARSET.search(head) or _XML_CHARSET.search(head)
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii", "replace")).name
        b"".decode(name)  # refuses codecs such as base64
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return "utf-8"  # the declaration itself was readable, so it is none of those
    return _LABELS.get(name, name)


def _parse(text: str) -> Any:
    """The root element, or None for a page without elements."""
    from lxml import etree

    _bound_attributes(text)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "ignore"), parser)
    except etree.LxmlError as error:
        if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
            raise ReadError(
                Status.MEMORY, "needs more memory than allowed", "raise the memory limit"
            ) from error
        root = None
    # The parser stops at its own limits and keeps quiet about the text that it gave up.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError(
            Status.TOO_LARGE,
            "nests its elements too deeply",
            "open it in a browser and print it to PDF",
        )
    if root is not None:
        etree.strip_elements(root, *_UNSEEN[:5], with_tail=False)
    return root


def _bound_attributes(text: str) -> None:
    for chunk in text.split(">"):
        if len(chunk) > 2 * _MOST_ATTRIBUTES:
            tag = re.search(r"<[a-zA-Z]", chunk)
            if tag and len(chunk[tag.start() :].split()) > _MOST_ATTRIBUTES:
                raise ReadError(
                    Status.TOO_LARGE,
                    f"has a tag of more than {_MOST_ATTRIBUTES:,} attributes",
                    "open it in a browser and print it to PDF",
                )


# ---- tree to blocks


def _blocks(root: Any) -> list[Block]:
    body = root if root.find("body") is None else root.find("body")
    tabs = {
        tab.get("id", ""): fold("".join(tab.itertext()))
        for tab in body.iter()
        if tab.get("role") == "tab"
    }
    mains = list(body.iter("main"))
    walk = _Walk(_words(body), tabs)
    walk.headed_apart = bool(mains) and all(main.find(".//h1") is None for main in mains)
    walk.through(body, _State())
    blocks, looks, main = walk.blocks, walk.looks, walk.in_main
    inside = [block for block, in_main in zip(blocks, main, strict=True) if in_main]
    if inside and count_words(inside) >= _MAIN_SHARE * count_words(blocks):
        titled = any(block.shape is Shape.HEADING and block.depth == 1 for block in inside)
        kept = [
            in_main or (not titled and block.shape is Shape.HEADING and block.depth == 1)
            for block, in_main in zip(blocks, main, strict=True)
        ]
        blocks = [block for block, keep in zip(blocks, kept, strict=True) if keep]
        looks = [look for look, keep in zip(looks, kept, strict=True) if keep]
    return promote(blocks, looks)


def _words(element: Any) -> int:
    return sum(len(text.split()) for text in element.itertext())


class _Walk:
    """One pass over the tree; holds the text since the last block boundary. Not recursive: pages
    nest deeper than Python does."""

    def __init__(self, total: int, tabs: dict[str, str], cell: bool = False) -> None:
        self._total = total
        self._tabs = tabs  # id → label
        self._level = 0  # of the last heading
        self._cell = cell
        self._pieces: list[_Piece] = []
        self._tables = 0
        self._term = ""  # a <dt> that waits for its <dd>
        self._term_line: int | None = None
        self.headed_apart = False  # the title of the page stands above <main>, in a <header>
        self.blocks: list[Block] = []
        self.looks: list[Look | None] = []
        self.in_main: list[bool] = []

    def through(self, top: Any, state: _State) -> None:
        """Read ``top`` and everything below it."""
        from lxml import etree

        states = [state]
        walker = etree.iterwalk(top, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            block = tag in _BLOCKS
            if event == "start":
                if block:
                    self._flush()
                if element is not top and self._furniture(element, tag, states[-1]):
                    states.append(states[-1])
                    walker.skip_subtree()
                    continue
                state = self._enter(element, tag, states[-1])
                states.append(state)
                if tag == "br":
                    self._pieces.append(_Piece("\n", state, element.sourceline))
                elif tag == "table" and not self._cell and _holds_data(element):
                    self._table(element, state)
                    walker.skip_subtree()
                    continue
                if not block and _set_apart(element):
                    self._pieces.append(_Piece(" ", state, None))
                if state.panel and element.get("role") == "tabpanel":
                    self._head_panel(state, element.sourceline)
                self._put(element.text, state, element.sourceline)
            else:
                left = states.pop()
                if block:
                    self._flush()
                    if tag == "dl" or (tag == "dt" and left.hidden):
                        self._end_term(left)
                if element is not top:
                    self._put(element.tail, states[-1], element.sourceline)
        self._flush()

    def _furniture(self, element: Any, tag: str, state: _State) -> bool:
        if tag in _FURNITURE or tag in _UNSEEN:
            return True
        role = element.get("role")
        if role in _FURNITURE_ROLES:
            return True
        within = tag == "a" and (element.get("href") or "").startswith("#")
        if within and _SKIP_LINK.fullmatch(fold("".join(element.itertext()))):
            return True
        if not state.content and (
            tag in ("header", "footer", "aside") or role in ("banner", "complementary")
        ):
            notes = (role or "").startswith("doc-") or "footnotes" in (element.get("class") or "")
            return not notes and self._dispensable(element)
        names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
        return (
            tag not in ("html", "body", "main", "article", *_HEADINGS)
            and any(_FURNITURE_NAMES.fullmatch(name) for name in names)
            and self._dispensable(element)
        )

    def _dispensable(self, element: Any) -> bool:
        if next(element.iter("h1", "main", "article"), None) is not None:
            return False
        return _words(element) <= max(_FURNITURE_SHARE * self._total, 0)

    def _enter(self, element: Any, tag: str, state: _State) -> _State:
        """The state inside an element."""
        changes: dict[str, Any] = {}
        if tag in _HEADINGS:
            changes["heading"] = _HEADINGS[tag]
        elif tag in _LISTS:
            changes.update(lists=state.lists + 1, entry=False)
        elif tag == "li":
            changes.update(entry=True, lists=max(state.lists, 1))
        elif tag == "pre":
            changes["pre"] = True
        elif tag == "main":
            changes.update(main=True, content=True)
        elif tag == "article":
            changes["content"] = True
        elif tag == "header" and self.headed_apart and element.find(".//h1") is not None:
            changes["main"] = True
        elif tag == "dt":
            changes.update(term=True, bold=True)
        elif tag == "dd":
            changes["term"] = False
        elif tag in ("u", "ins"):
            changes["underlined"] = True
        elif tag in ("i", "em"):
            changes["italic"] = True
        elif tag == "font" or tag == "big":
            changes["size"] = _font_size(element.get("size") or "+1")
        if tag in _BOLD:
            changes["bold"] = True
        if element.attrib:
            self._attributes(element, changes)
        return replace(state, **changes) if changes else state

    def _attributes(self, element: Any, changes: dict[str, Any]) -> None:
        role = element.get("role")
        if role == "main":
            changes.update(main=True, content=True)
        elif role == "heading":
            level = element.get("aria-level") or "2"
            changes["heading"] = min(max(int(level), 1), 6) if level.isdecimal() else 2
        elif role == "tabpanel":
            changes["panel"] = self._tabs.get(element.get("aria-labelledby") or "", "")
        elif role in ("doc-footnote", "doc-endnotes", "doc-endnote", "doc-footnotes"):
            changes["note"] = True
        names = (element.get("class") or "").split()
        if "footnotes" in names:
            changes["note"] = True
        style = re.sub(r"\s", "", element.get("style") or "").lower()
        if (
            element.get("hidden") not in (None, "until-found")
            or element.get("aria-hidden") == "true"
            or (style and _HIDING.search(style))
            or _HIDDEN_NAMES.intersection(names)
        ):
            changes["hidden"] = True
        if style:
            if re.search(r"font-weight:(?:bold|[6-9]00)", style):
                changes["bold"] = True
            elif "font-weight:normal" in style:
                changes["bold"] = False
            if size := re.search(r"font-size:(\d{1,3}(?:\.\d+)?)(pt|px)", style):
                changes["size"] = float(size[1]) * (1 if size[2] == "pt" else 0.75)

    def _put(self, text: str | None, state: _State, line: int | None) -> None:
        if text:
            if not state.pre:
                text = text.replace("\n", " ")
            self._pieces.append(_Piece(text, state, line))

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if not any(piece.text.strip() for piece in pieces):
            return
        shown = [piece for piece in pieces if not piece.state.hidden]
        lines = _lines(shown)
        texts = [(fold("".join(p.text for p in line)), _all_bold(line)) for line in lines]
        for start, stop in line_groups(texts):
            self._emit([piece for line in lines[start:stop] for piece in (*line, _gap(line))])
        if hidden := fold("".join(piece.text for piece in pieces if piece.state.hidden)):
            first = next(piece for piece in pieces if piece.state.hidden)
            self._add(Block(hidden, line=first.line, hidden=True), None, first.state)

    def _emit(self, pieces: list[_Piece]) -> None:
        text = fold("".join(piece.text for piece in pieces))
        seen = [piece for piece in pieces if piece.text.strip()]
        if not seen:
            return
        state, line = seen[0].state, seen[0].line
        if state.term:
            self._term = f"{self._term}, {text}" if self._term else text
            self._term_line = line
            return
        if self._term:
            term, self._term = self._term, ""
            text = term + ("" if term.endswith((":", ".", "?", "–", "-")) else ":") + " " + text
            self._add(Block(text, Shape.ENTRY, line=self._term_line, depth=1), None, state)
        elif state.note:
            self._add(Block(text, Shape.NOTE, line=line), None, state)
        elif state.heading and len(text.split()) <= _HEADING_WORDS:
            self._level = state.heading
            self._add(Block(text, Shape.HEADING, line=line, depth=state.heading), None, state)
        elif state.entry:
            bare, _ = entry_text(text)
            self._add(Block(bare, Shape.ENTRY, line=line, depth=state.lists), None, state)
        else:
            bare, entry = entry_text(text)
            worded = [piece for piece in seen if _has_words(piece.text)]
            look = Look(
                bold=_all_bold(seen),
                capitals=text.isupper(),
                underlined=all(piece.state.underlined for piece in worded),
                italic=all(piece.state.italic for piece in worded),
                size=min(piece.state.size for piece in seen),
            )
            shape = Shape.ENTRY if entry else Shape.PARAGRAPH
            self._add(Block(bare, shape, line=line, depth=int(entry)), look, state)

    def _head_panel(self, state: _State, line: int | None) -> None:
        depth = min(self._level + 1, 6)
        self._add(Block(state.panel, Shape.HEADING, line=line, depth=depth), None, state)

    def _end_term(self, state: _State) -> None:
        if self._term:
            term, self._term = self._term, ""
            self._add(Block(term, Shape.ENTRY, line=self._term_line, depth=1), None, state)

    def _add(self, block: Block, look: Look | None, state: _State) -> None:
        if block.text:
            self.blocks.append(block)
            self.looks.append(look)
            self.in_main.append(state.main)

    # tables

    def _table(self, table: Any, state: _State) -> None:
        self._tables += 1
        rows: list[list[Cell]] = []
        lines: list[int | None] = []
        marked: list[int] = []
        below: dict[int, tuple[int, int]] = {}  # column → (width, rows it still covers)
        for caption in table.iterchildren("caption"):
            inside = self._inside(caption, state)
            for block in inside.blocks:
                self._add(replace(block, shape=Shape.PARAGRAPH, depth=0), None, state)
        apart: list[list[Block]] = []
        for row in _rows(table):
            cells, hidden = self._row(row, state, below)
            filled = sum(bool(cell.text) for cell in cells)
            heads = sum(cell.tag == "th" for cell in row.iterchildren("th", "td"))
            all_heads = filled > 1 and heads == sum(1 for _ in row.iterchildren("th", "td"))
            if (row.getparent().tag == "thead" and filled > 1) or (all_heads and not marked):
                marked.append(len(rows))
            rows.append(cells)
            lines.append(row.sourceline)
            apart.append(hidden)
        head = max(marked, key=lambda index: (_filled(rows[index]), index)) if marked else None
        blocks = row_blocks(rows, self._tables, head, lines)
        for found, hidden in zip(blocks, apart, strict=True):
            if found is not None:
                self._add(replace(found, hidden=True) if state.hidden else found, None, state)
            for unseen in hidden:
                self._add(unseen, None, state)

    def _row(
        self, row: Any, state: _State, below: dict[int, tuple[int, int]]
    ) -> tuple[list[Cell], list[Block]]:
        state = self._enter(row, "tr", state)
        cells: list[Cell] = []
        hidden: list[Block] = []
        column = 0
        covered: dict[int, tuple[int, int]] = {}

        def pass_covered() -> None:
            nonlocal column
            while column in below:
                width, rows = below[column]
                cells.append(Cell(column, ""))
                if rows > 1:
                    covered[column] = (width, rows - 1)
                column += width

        for cell in row.iterchildren("td", "th"):
            pass_covered()
            inside = self._inside(cell, state)
            texts = [block.text for block in inside.blocks if not block.hidden]
            hidden += [block for block in inside.blocks if block.hidden]
            strong = cell.tag == "th" or inside.bold
            cells.append(Cell(column, " ".join(texts), strong and bool(texts)))
            width = min(_span(cell, "colspan"), _MOST_COLUMNS)
            if (height := _span(cell, "rowspan")) > 1:
                covered[column] = (width, height - 1)
            column += width
        pass_covered()
        below.clear()
        below.update(covered)
        return cells, hidden

    def _inside(self, element: Any, state: _State) -> _Walk:
        walk = _Walk(self._total, self._tabs, cell=True)
        walk.through(element, replace(state, entry=False, lists=0))
        walk._end_term(state)
        return walk

    @property
    def bold(self) -> bool:
        """Whether all text that was read is bold."""
        looks = [look for block, look in zip(self.blocks, self.looks, strict=True) if block.text]
        return bool(looks) and all(look is not None and look.bold for look in looks)


def _lines(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    lines: list[list[_Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        lines[-1].append(_Piece(first, piece.state, piece.line))
        line = piece.line
        for text in rest:
            if piece.state.pre and line is not None:
                line += 1
            lines.append([_Piece(text, piece.state, line)])
    return lines


def _gap(line: list[_Piece]) -> _Piece:
    return _Piece(" ", line[-1].state if line else _State(), None)


def _all_bold(pieces: Iterable[_Piece]) -> bool:
    bold = [piece.state.bold for piece in pieces if _has_words(piece.text)]
    return bool(bold) and all(bold)


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _set_apart(element: Any) -> bool:
    """Whether an inline element follows another one without a space that only the page's styles
    put between them: ``<span class="label">Term</span><span>Fall</span>``."""
    before = element.getprevious()
    if before is None or before.tail or before.tag not in _APART or element.tag not in _APART:
        return False
    if not (before.get("class") or element.get("class")):
        return False
    left, right = "".join(before.itertext())[-1:], "".join(element.itertext())[:1]
    return left.isalnum() and not left.isupper() and (right.isupper() or right.isdigit())


def _font_size(size: str) -> float:
    size = size.strip()
    try:
        step = 3 + int(size) if size[:1] in ("+", "-") else int(size)
    except ValueError:
        return _PLAIN_SIZE
    return _FONT_SIZES[str(min(max(step, 1), 7))]


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    if not value.isdecimal() or len(value) > 9:
        return _MOST_COLUMNS if value.isdecimal() else 1
    return max(int(value), 1)


def _filled(cells: Iterable[Cell]) -> int:
    return sum(bool(cell.text) for cell in cells)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _holds_data(table: Any) -> bool:
    """Whether a table tabulates something, rather than laying out the page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants("table", *_HEADINGS), None) is not None:
        return False
    rows = list(_rows(table))
    widths = [sum(1 for _ in row.iterchildren("td", "th")) for row in rows]
    if max(widths, default=0) < 2:
        return False
    if next(table.iterdescendants("th", "caption", "thead"), None) is not None:
        return True
    if len(rows) < 2:
        return False
    return len(rows) > 3 or all(
        _words(cell) <= _LAYOUT_WORDS for row in rows for cell in row.iterchildren("td")
    )
