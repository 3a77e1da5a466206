"""Word documents (.docx, .docm, .dotx, .dotm): everything that a reader of the document sees.

python-docx opens the package, from a copy that holds only vetted parts; one walk over the body
keeps the order of paragraphs, tables, text boxes and notes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.archive import inflate
from curriculum_gap.readers.folding import count_words, fold
from curriculum_gap.readers.grid import Cell, row_blocks
from curriculum_gap.readers.looks import Look, document_title, promote
from curriculum_gap.readers.softlines import entry_text, line_groups

__all__ = ["read"]

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KEPT_RELATIONS = frozenset(
    {"styles", "numbering", "footnotes", "endnotes", "header", "footer", "diagramData"}
)
_MAIN_TYPES = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.(?:document|template)"
    r"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml",
    re.IGNORECASE,
)
# Word's "Strict Open XML" differs from the usual files in the names of its namespaces.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_SAVE_AGAIN = "open it in Word or LibreOffice and save it again as .docx"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

_VAL = _W + "val"
_T, _P, _TBL, _SDT = _W + "t", _W + "p", _W + "tbl", _W + "sdt"
_TXBX = _W + "txbxContent"
_ALTERNATE = _MC + "AlternateContent"
# Wrappers that hold more of what their parent holds, wherever they stand.
_THROUGH = frozenset(
    _W + name
    for name in (
        *("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdtContent"),
        *("fldSimple", "dir", "bdo", "rubyBase", "ruby"),
    )
)
_SPACE = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
    _W + "sym": " ",
}
_DRAWN = frozenset((_W + "drawing", _W + "pict", _W + "object"))
_PAGE_NUMBER = re.compile(r"(?:page|p\.?)?\s*\W*\d*\W*\s*(?:(?:of|/)\s*\d*)?\W*", re.IGNORECASE)
_HEADING_WORDS = 30  # a longer paragraph in a heading style is a paragraph
_TINY = 2.0  # points; not meant to be read


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says about its text; None where it says nothing. ``level`` is 0 for styles that
    are no headings, ``entry`` the depth of a list entry or 0 for none."""

    level: int | None = None
    entry: int | None = None
    bold: bool | None = None
    capitals: bool | None = None
    underlined: bool | None = None
    hidden: bool | None = None
    white: bool | None = None
    shaded: bool | None = None
    size: float | None = None
    contents: bool | None = None
    strong_header: bool | None = None

    def over(self, below: _Style) -> _Style:
        """This style where it speaks, else the one ``below``."""
        return _Style(
            *(
                getattr(below, name) if (own := getattr(self, name)) is None else own
                for name in _Style.__slots__
            )
        )


@dataclass(slots=True)
class _Run:
    """Text of one look within a paragraph."""

    text: str
    style: _Style


@dataclass(slots=True)
class _Found:
    """Blocks in order with how they look; the walk's product."""

    blocks: list[Block] = field(default_factory=list)
    looks: list[Look | None] = field(default_factory=list)

    def add(self, block: Block, look: Look | None = None) -> None:
        self.blocks.append(block)
        self.looks.append(look)

    def extend(self, more: _Found) -> None:
        self.blocks += more.blocks
        self.looks += more.looks


def read(content: bytes, source: str, limits: Limits) -> Document:
    """A Word document from its bytes.

    Headings come from styles and outline levels, then from looks; list entries from numbering, then
    from typed bullets. Deleted text is left out, inserted text kept, moved text kept where it
    stands now. Hidden text (``w:vanish``, white on white, tiny) is marked. ``pages`` is None.
    Raises ReadError: empty, scanned (pictures only), encrypted, damaged, unsupported (another
    Office file), too-large, refused (document type declarations in its XML).
    """
    if not content:
        raise ReadError(Status.EMPTY, "the file is empty")
    package = _open(content, limits)
    walk = _Walk(package, limits)
    body = package.element.find(_W + "body")
    found = _Found()
    if body is not None:
        found = walk.container(body)
    blocks = promote(found.blocks, found.looks)
    blocks = _with_margins(walk, body, blocks)
    words = count_words(blocks)
    if not words:
        raise _textless(package.element)
    return Document(
        source=source,
        format="docx",
        title=walk.title or document_title(blocks),
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=tuple(walk.warnings(blocks)),
    )


def _textless(element: Any) -> ReadError:
    pictures = next(element.iter(_A + "blip", _V + "imagedata"), None) is not None
    if pictures:
        return ReadError(
            Status.SCANNED,
            "it holds only pictures, no text",
            "run text recognition (OCR) on it first, or ask for the original",
        )
    return ReadError(Status.EMPTY, "it holds no text")


# ---- the package


def _open(content: bytes, limits: Limits) -> Any:
    """The main part of the package as python-docx opens it, from vetted parts only."""
    from docx.opc.package import OpcPackage
    from lxml.etree import LxmlError

    parts = inflate(content, limits, lambda name: name.endswith((".xml", ".rels")))
    try:
        return OpcPackage.open(io.BytesIO(_vetted(parts))).main_document_part
    except ReadError:
        raise
    except LxmlError as error:
        raise _xml_fault(error) from error
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError) as error:
        raise ReadError(
            Status.DAMAGED, "its parts do not make a Word document", _SAVE_AGAIN
        ) from error


def _xml_fault(error: Exception) -> ReadError:
    message = str(error)
    if "unknown error" in message or "out of memory" in message.lower():
        # libxml2 under a memory cap reports nothing better.
        return ReadError(Status.MEMORY, "it needs more memory than there is")
    if re.search(r"depth|huge|too long|limit", message, re.IGNORECASE):
        return ReadError(
            Status.TOO_LARGE, "its text is nested too deeply or is too long", _SAVE_AGAIN
        )
    return ReadError(Status.DAMAGED, f"its XML is broken ({message:.120})", _SAVE_AGAIN)


def _vetted(parts: dict[str, bytes]) -> bytes:
    """A new package of the main part and the text parts that it names.

    python-docx loads whatever the relationships reach, pictures too, and gives up where one leads
    nowhere; here it meets neither.
    """
    types = parts.get("[Content_Types].xml")
    if types is None or "_rels/.rels" not in parts:
        raise ReadError(
            Status.UNSUPPORTED if types is None else Status.DAMAGED,
            "it is a zip archive, but no Word document" if types is None else "its parts are lost",
            _SAVE_AGAIN,
        )
    main = next(
        (
            target
            for kind, _, target in _relations(parts, "_rels/.rels", "")
            if kind == "officeDocument"
        ),
        None,
    )
    if main is None or main not in parts:
        raise ReadError(Status.DAMAGED, "its main part is missing", _SAVE_AGAIN)
    overrides = _overrides(types, main)
    folder, name = posixpath.split(main)
    kept = {main: ("rId0", "officeDocument")}
    lines = []
    for kind, identity, target in _relations(parts, f"{folder}/_rels/{name}.rels", folder):
        if kind in _KEPT_RELATIONS and target in parts and target not in kept:
            kept[target] = (identity, kind)
            lines.append(_relation(identity, kind, target))
    vetted = io.BytesIO()
    with zipfile.ZipFile(vetted, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(kept, overrides))
        archive.writestr("_rels/.rels", _relationships([_relation("rId0", "officeDocument", main)]))
        archive.writestr(f"{folder}/_rels/{name}.rels".lstrip("/"), _relationships(lines))
        for target in kept:
            archive.writestr(target, _safe(parts[target]))
    return vetted.getvalue()


def _relation(identity: str, kind: str, target: str) -> str:
    from xml.sax.saxutils import quoteattr

    return (
        f"<Relationship Id={quoteattr(identity)} Type={quoteattr(_RELATION + kind)}"
        f" Target={quoteattr('/' + target)}/>"
    )


def _relationships(lines: Iterable[str]) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(lines)
        + "</Relationships>"
    )


def _content_types(kept: dict[str, tuple[str, str]], overrides: dict[str, str]) -> str:
    from xml.sax.saxutils import quoteattr

    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f"<Override PartName={quoteattr('/' + name)}"
            f" ContentType={quoteattr(overrides.get(name, 'application/xml'))}/>"
            for name in kept
        )
        + "</Types>"
    )


def _safe(xml: bytes) -> bytes:
    """``xml`` without document type declarations, in the usual namespaces."""
    plain = xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ReadError(
            Status.REFUSED,
            "its XML declares entities, which no Word document does",
            "ask for the original, or save it again from Word",
        )
    if b"http://purl.oclc.org/ooxml/" in xml:
        for strict, usual in _STRICT:
            xml = xml.replace(strict, usual)
    return xml


def _parse(xml: bytes) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(_safe(xml))


def _relations(parts: dict[str, bytes], name: str, folder: str) -> Iterator[tuple[str, str, str]]:
    """(kind, id, member name of the target) for each internal relationship of a part."""
    xml = parts.get(name.lstrip("/"))
    if xml is None:
        return
    for relation in _parse(xml):
        kind, target = relation.get("Type"), relation.get("Target")
        if not kind or not target or relation.get("TargetMode") == "External":
            continue
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield kind.rpartition("/")[2], relation.get("Id", ""), path


def _overrides(types: bytes, main: str) -> dict[str, str]:
    """Content types by member name; the main part must be a Word document or template."""
    by_name: dict[str, str] = {}
    by_suffix: dict[str, str] = {}
    for entry in _parse(types):
        content_type = entry.get("ContentType", "")
        if part := entry.get("PartName"):
            by_name[part.lstrip("/")] = content_type
        elif suffix := entry.get("Extension"):
            by_suffix[suffix.lower()] = content_type
    found = by_name.get(main) or by_suffix.get(main.rpartition(".")[2].lower(), "")
    if not _MAIN_TYPES.fullmatch(found):
        raise ReadError(
            Status.UNSUPPORTED,
            f"it is an Office file of another kind ({found:.100})",
            "save the text as .docx or PDF",
        )
    return by_name | {main: _MAIN_TYPE}


# ---- styles and numbering


def _on(element: Any) -> bool:
    return element.get(_VAL) not in ("0", "false", "off", "none")


def _number(element: Any, otherwise: int = 0) -> int:
    try:
        return int(element.get(_VAL, ""))
    except ValueError:
        return otherwise


def _run_style(properties: Any) -> _Style:
    """What a ``w:rPr`` says."""
    said: dict[str, Any] = {}
    for element in properties:
        tag = element.tag
        if tag == _W + "b":
            said["bold"] = _on(element)
        elif tag == _W + "caps" or tag == _W + "smallCaps":
            said["capitals"] = _on(element) or said.get("capitals", False)
        elif tag == _W + "u":
            said["underlined"] = _on(element)
        elif tag == _W + "vanish":
            said["hidden"] = _on(element)
        elif tag == _W + "color":
            said["white"] = element.get(_VAL, "").upper() == "FFFFFF"
        elif tag == _W + "sz":
            said["size"] = _number(element) / 2 or None
        elif (tag == _W + "shd" and _shade(element)) or tag == _W + "highlight":
            said["shaded"] = True
    return _Style(**said)


def _shade(element: Any) -> bool:
    fill = (element.get(_W + "fill") or "auto").upper()
    if fill not in ("AUTO", "FFFFFF") or element.get(_W + "themeFill"):
        return True
    return element.get(_VAL, "clear") not in ("clear", "nil", "none")


class _Styles:
    """styles.xml and numbering.xml read once into maps."""

    def __init__(self, styles: Any, numbering: Any) -> None:
        self._own: dict[str, tuple[_Style, str | None]] = {}
        self._resolved: dict[str, _Style] = {}
        self._linked = _linked_lists(numbering) if numbering is not None else {}
        self.titles: set[str] = set()
        self.default = _Style(0, 0, False, False, False, False, False, False, 0.0, False, False)
        self._default_paragraph: str | None = None
        if styles is None:
            return
        defaults = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        if defaults is not None:
            self.default = _run_style(defaults).over(self.default)
        for style in styles.iterchildren(_W + "style"):
            self._learn(style)

    def _learn(self, style: Any) -> None:
        identity = style.get(_W + "styleId", "")
        name, based, said = "", None, _Style()
        for element in style:
            tag = element.tag
            if tag == _W + "name":
                name = element.get(_VAL, "").lower()
            elif tag == _W + "basedOn":
                based = element.get(_VAL)
            elif tag == _W + "rPr":
                said = _run_style(element).over(said)
            elif tag == _W + "pPr":
                said = self._paragraph_style(identity, element).over(said)
            elif tag == _W + "tblStylePr" and element.get(_W + "type") == "firstRow":
                marks = element.find(f".//{_W}shd"), element.find(f".//{_W}b")
                strong = any(mark is not None for mark in marks)
                said = _Style(strong_header=strong).over(said)
        if heading := re.fullmatch(r"heading ([1-9])", name):
            said = _Style(level=int(heading[1])).over(said)
        elif name == "title":
            self.titles.add(identity)
            said = _Style(level=1).over(said)
        elif re.match(r"toc (?:\d|heading)|table of (?:figures|authorities)", name):
            said = _Style(level=0, contents=True).over(said)
        if style.get(_W + "type") == "paragraph" and style.get(_W + "default") in ("1", "true"):
            self._default_paragraph = identity
        self._own[identity] = said, based

    def _paragraph_style(self, identity: str, properties: Any) -> _Style:
        said: dict[str, Any] = {}
        for element in properties:
            tag = element.tag
            if tag == _W + "outlineLvl":
                said["level"] = _outline(element)
            elif tag == _W + "numPr":
                said["entry"] = self.entry_depth(element, identity)
            elif tag == _W + "shd" and _shade(element):
                said["shaded"] = True
        return _Style(**said)

    def entry_depth(self, numbering: Any, style: str = "") -> int | None:
        """The depth that a ``w:numPr`` gives, 0 where it takes the numbering away."""
        number, level = numbering.find(_W + "numId"), numbering.find(_W + "ilvl")
        if number is not None and _number(number) == 0:
            return 0
        if number is None and level is None:
            return None
        if level is None:
            return self._linked.get(style, 0) + 1
        return max(_number(level), 0) + 1

    def of(self, identity: str | None) -> _Style:
        """The style of a paragraph, run or table with everything that it is based on; the default
        paragraph style for None."""
        if identity is None:
            identity = self._default_paragraph or ""
        if identity in self._resolved:
            return self._resolved[identity]
        chain: list[_Style] = []
        seen: set[str] = set()
        follow: str | None = identity
        while follow is not None and follow in self._own and follow not in seen:
            seen.add(follow)
            said, based = self._own[follow]
            chain.append(said)
            if follow in self.titles:
                self.titles.add(identity)
            follow = based
        style = _Style()
        for said in reversed(chain):
            style = said.over(style)
        self._resolved[identity] = style
        return style


def _outline(element: Any) -> int:
    level = _number(element, 9)
    return level + 1 if 0 <= level < 9 else 0


def _linked_lists(numbering: Any) -> dict[str, int]:
    """Style → list level, where numbering.xml ties a level to a paragraph style."""
    return {
        linked.get(_VAL, ""): int(level.get(_W + "ilvl", "0"))
        for level in numbering.iter(_W + "lvl")
        if (linked := level.find(_W + "pStyle")) is not None
        and level.get(_W + "ilvl", "0").isdigit()
    }


# ---- the walk


class _Walk:
    """One pass over the body. Holds what is true across paragraphs: open fields, the count of
    tables, the first title."""

    def __init__(self, package: Any, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self.styles = _Styles(self._part("styles"), self._part("numbering"))
        self._notes = {kind: self._note_texts(kind) for kind in ("footnote", "endnote")}
        self._fields: list[bool] = []  # for each open field, whether its result has begun
        self._muted = 0  # open fields whose result has not begun
        self._tables = 0
        self._cells = 0  # tables around the current paragraph
        self._depth = 0
        self._carried: list[_Run] = []
        self.title = ""
        self.foreign = 0  # embedded documents that were not read

    # parts

    def _part(self, kind: str) -> Any:
        for relation in self._package.rels.values():
            if relation.reltype == _RELATION + kind:
                return self._root(relation.target_part)
        return None

    def _root(self, part: Any) -> Any:
        element = getattr(part, "element", None)
        return _parse_part(part.blob) if element is None else element

    def related(self, identity: str | None) -> Any:
        """The root element of the part behind a relationship id, or None."""
        relation = self._package.rels.get(identity)
        return None if relation is None else self._root(relation.target_part)

    def _note_texts(self, kind: str) -> dict[str, Any]:
        root = self._part(kind + "s")
        if root is None:
            return {}
        return {
            note.get(_W + "id", ""): note
            for note in root.iterchildren(_W + kind)
            if note.get(_W + "type", "normal") == "normal"
        }

    # block level

    def container(self, parent: Any) -> _Found:
        """The blocks below a body, cell, text box or note, in order."""
        found = _Found()
        self._depth += 1
        if self._depth > self._limits.depth:
            raise ReadError(
                Status.TOO_LARGE,
                f"its tables or text boxes are nested more than {self._limits.depth} deep",
                _SAVE_AGAIN,
            )
        self._blocks(parent, found)
        if self._carried:
            runs, self._carried = self._carried, []
            self._emit(runs, self.styles.of(None).over(self.styles.default), found)
        self._depth -= 1
        return found

    def _blocks(self, parent: Any, found: _Found) -> None:
        for child in parent:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, found)
            elif tag == _TBL:
                self._table(child, found)
            elif tag == _SDT:
                for content in child.iterchildren(_W + "sdtContent"):
                    self._blocks(content, found)
            elif tag == _ALTERNATE:
                before = len(found.blocks)
                for branch in _branches(child):
                    self._blocks(branch, found)
                    if len(found.blocks) > before:
                        break
            elif tag in _THROUGH:
                self._blocks(child, found)
            elif tag == _W + "altChunk":
                self.foreign += 1
            elif tag == _M + "oMathPara":
                text = fold("".join(child.itertext(_M + "t")))
                if text:
                    found.add(Block(text))

    def _paragraph(self, paragraph: Any, found: _Found) -> None:
        properties = paragraph.find(_W + "pPr")
        identity: str | None = None
        direct = _Style()
        joined = False
        if properties is not None:
            for element in properties:
                tag = element.tag
                if tag == _W + "pStyle":
                    identity = element.get(_VAL)
                elif tag == _W + "numPr":
                    direct = _Style(entry=self.styles.entry_depth(element)).over(direct)
                elif tag == _W + "outlineLvl":
                    direct = _Style(level=_outline(element)).over(direct)
                elif tag == _W + "shd" and _shade(element):
                    direct = _Style(shaded=True).over(direct)
                elif tag == _W + "rPr":
                    joined = element.find(_W + "del") is not None
        style = direct.over(self.styles.of(identity)).over(self.styles.default)
        runs, self._carried = self._carried, []
        line = _Line(self, style, runs)
        line.read(paragraph)
        self._end_instructions()
        if joined:  # its end was deleted: it goes on in the next paragraph
            self._carried = runs
        else:
            first = len(found.blocks)
            self._emit(runs, style, found)
            if identity in self.styles.titles and not self.title:
                self.title = " ".join(
                    block.text for block in found.blocks[first:] if not block.hidden
                )
        for box in line.boxes:
            if isinstance(box, str):
                if text := fold(box):
                    found.add(Block(text))
            else:
                found.extend(self._apart(box))
        for kind, identity_of_note in line.notes:
            self._note(kind, identity_of_note, found)

    def _apart(self, parent: Any) -> _Found:
        """The blocks of something that stands outside the run of the text around it."""
        fields, muted, carried = self._fields, self._muted, self._carried
        self._fields, self._muted, self._carried = [], 0, []
        found = self.container(parent)
        self._fields, self._muted, self._carried = fields, muted, carried
        return found

    def _note(self, kind: str, identity: str, found: _Found) -> None:
        note = self._notes[kind].pop(identity, None)  # popped: a note is printed once
        if note is None:
            return
        inside = self._apart(note)
        text = " ".join(block.text for block in inside.blocks if not block.hidden)
        if text:
            found.add(Block(text, Shape.NOTE))

    def _emit(self, runs: list[_Run], style: _Style, found: _Found) -> None:
        lines = _lines(runs)
        groups = list(line_groups([(fold(_visible(line)), _all_bold(line)) for line in lines]))
        for start, stop in groups:
            group = [run for line in lines[start:stop] for run in (*line, _Run(" ", style))]
            self._block(group, style, found, len(groups) > 1)
        if hidden := fold(" ".join(run.text for run in runs if run.style.hidden)):
            found.add(Block(hidden, hidden=True))

    def _block(self, runs: list[_Run], style: _Style, found: _Found, split: bool) -> None:
        text = fold(_visible(runs))
        bare, bullet = entry_text(text)
        if not bare:
            return
        if style.level and not split and len(text.split()) <= _HEADING_WORDS:
            found.add(Block(text, Shape.HEADING, depth=style.level))
            return
        look = None if style.contents else _look(runs, text)
        if style.entry:
            found.add(Block(bare, Shape.ENTRY, depth=style.entry), look)
        elif bullet:
            found.add(Block(bare, Shape.ENTRY, depth=1), look)
        else:
            found.add(Block(bare), look)

    # tables

    def _table(self, table: Any, found: _Found) -> None:
        self._tables += 1
        number = self._tables
        self._cells += 1
        rows: list[tuple[list[Cell], _Found, bool]] = []
        merged: set[int] = set()
        inside = _Found()
        for row in _members(table, _W + "tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells, apart, all_of_it = self._row(row, merged)
            inside.extend(all_of_it)
            marked = row.find(f"{_W}trPr/{_W}tblHeader")
            rows.append((cells, apart, marked is not None and _on(marked)))
        self._cells -= 1
        if max((len(cells) for cells, _, _ in rows), default=0) <= 1:
            self._tables -= 1 if number == self._tables else 0
            found.extend(inside)
            return
        marked_rows = [
            index
            for index, (cells, _, is_header) in enumerate(rows)
            if is_header and len(cells) > 1
        ]
        marked = marked_rows[0] if marked_rows else None
        if marked is None and self._styled_header(table) and len(rows) > 1 and len(rows[0][0]) > 1:
            marked = 0 if all(len(cell.text.split()) <= 8 for cell in rows[0][0]) else None
        blocks = row_blocks([cells for cells, _, _ in rows], number, marked)
        for block, (_, apart, _) in zip(blocks, rows, strict=True):
            if block is not None:
                found.add(block)
            found.extend(apart)

    def _styled_header(self, table: Any) -> bool:
        properties = table.find(_W + "tblPr")
        if properties is None:
            return False
        style, look = properties.find(_W + "tblStyle"), properties.find(_W + "tblLook")
        if style is None or look is None or not self.styles.of(style.get(_VAL)).strong_header:
            return False
        if (first := look.get(_W + "firstRow")) is not None:
            return first in ("1", "true", "on")
        try:
            return bool(int(look.get(_VAL, "0"), 16) & 0x20)
        except ValueError:
            return False

    def _row(self, row: Any, merged: set[int]) -> tuple[list[Cell], _Found, _Found]:
        """The cells of a row, what stands apart from them (notes, nested tables, hidden text), and
        all of it as ordinary blocks. ``merged`` holds the columns with an open vertical merge."""
        cells: list[Cell] = []
        apart, everything = _Found(), _Found()
        before = row.find(f"{_W}trPr/{_W}gridBefore")
        column = max(_number(before), 0) if before is not None else 0
        for cell in _members(row, _W + "tc"):
            span, continued, shaded, deleted = 1, False, False, False
            properties = cell.find(_W + "tcPr")
            if properties is not None:
                for element in properties:
                    tag = element.tag
                    if tag == _W + "gridSpan":
                        span = max(_number(element, 1), 1)
                    elif tag == _W + "vMerge":
                        restart = element.get(_VAL) == "restart"
                        continued = not restart and column in merged
                        merged.add(column)
                    elif tag == _W + "shd":
                        shaded = _shade(element)
                    elif tag == _W + "cellDel":
                        deleted = True
                if properties.find(_W + "vMerge") is None:
                    merged.discard(column)
            else:
                merged.discard(column)
            if not deleted:
                inside = _Found() if continued else self._apart(cell)
                everything.extend(inside)
                cells.append(_cell(column, inside, shaded, apart))
            column += span
        return cells, apart, everything

    # fields

    def field_mark(self, kind: str | None) -> None:
        """A complex field begins, turns from instruction to result, or ends."""
        if kind == "begin":
            self._fields.append(False)
            self._muted += 1
        elif kind == "separate" and self._fields and not self._fields[-1]:
            self._fields[-1] = True
            self._muted -= 1
        elif kind == "end" and self._fields and not self._fields.pop():
            self._muted -= 1

    def _end_instructions(self) -> None:
        # An instruction that runs past its paragraph is a broken field; do not let it eat the rest.
        if self._muted:
            self._fields = [True] * len(self._fields)
            self._muted = 0

    @property
    def muted(self) -> bool:
        """Whether the text at hand is a field's instruction."""
        return self._muted > 0

    @property
    def in_table(self) -> bool:
        """Whether white text may stand on a cell's colour."""
        return self._cells > 0

    def warnings(self, blocks: Iterable[Block]) -> Iterator[str]:
        """What a person should know about the reading."""
        hidden = sum(len(block.text.split()) for block in blocks if block.hidden)
        if hidden:
            yield f"{hidden} words are hidden in the document and count as no evidence"
        if self.foreign:
            yield f"{self.foreign} embedded documents were not read"


class _Line:
    """The text of one paragraph, with the text boxes and notes that hang on it."""

    def __init__(self, walk: _Walk, style: _Style, runs: list[_Run]) -> None:
        self._walk = walk
        self._style = style
        self._runs = runs
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []

    def read(self, parent: Any) -> None:
        """Collect everything below a paragraph, or below a wrapper within it."""
        for child in parent:
            tag = child.tag
            if tag == _W + "r":
                self._run(child)
            elif tag in _THROUGH:
                self.read(child)
            elif tag == _SDT:
                for content in child.iterchildren(_W + "sdtContent"):
                    self.read(content)
            elif tag == _ALTERNATE:
                self._alternate(child, self.read)
            elif tag == _M + "oMath" or tag == _M + "oMathPara":
                self._put("".join(child.itertext(_M + "t")), self._style)

    def _run(self, run: Any) -> None:
        style = self._style
        for child in run:
            tag = child.tag
            if tag == _T:
                text = child.text if not len(child) else "".join(child.itertext())
                self._put(text or "", style)
            elif tag == _W + "rPr":
                style = self._run_look(child)
            elif tag in _SPACE:
                self._put(_SPACE[tag], style)
            elif tag == _W + "fldChar":
                self._walk.field_mark(child.get(_W + "fldCharType"))
            elif tag in _DRAWN:
                self._drawn(child)
            elif tag == _ALTERNATE:
                self._alternate(child, self._run)
            elif tag == _W + "footnoteReference":
                self.notes.append(("footnote", child.get(_W + "id", "")))
            elif tag == _W + "endnoteReference":
                self.notes.append(("endnote", child.get(_W + "id", "")))
            elif tag == _W + "ruby":
                self.read(child)

    def _run_look(self, properties: Any) -> _Style:
        style = _run_style(properties)
        named = properties.find(_W + "rStyle")
        if named is not None:
            style = style.over(self._walk.styles.of(named.get(_VAL)))
        style = style.over(self._style)
        unseen = bool(style.white and not style.shaded and not self._walk.in_table) or (
            0 < (style.size or 0) <= _TINY
        )
        return _Style(hidden=True).over(style) if unseen else style

    def _put(self, text: str, style: _Style) -> None:
        if text and not self._walk.muted:
            if self._runs and self._runs[-1].style is style:
                self._runs[-1].text += text
            else:
                self._runs.append(_Run(text, style))

    def _alternate(self, element: Any, take: Any) -> None:
        before = len(self._runs), len(self.boxes)
        for branch in _branches(element):
            take(branch)
            if (len(self._runs), len(self.boxes)) != before:
                return

    def _drawn(self, parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag == _TXBX:
                if not self._walk.muted:
                    self.boxes.append(child)
            elif tag == _ALTERNATE:
                self._alternate(child, self._drawn)
            elif tag == _V + "textpath":
                self.boxes.append(child.get("string") or "")
            elif tag == _DGM + "relIds":
                diagram = self._walk.related(child.get(_R + "dm"))
                if diagram is not None:
                    for point in diagram.iter(_A + "p"):
                        self.boxes.append("".join(point.itertext(_A + "t")))
            elif len(child):
                self._drawn(child)


def _parse_part(xml: bytes) -> Any:
    from lxml.etree import LxmlError

    try:
        return _parse(xml)
    except LxmlError as error:
        raise _xml_fault(error) from error


def _branches(alternate: Any) -> Iterator[Any]:
    """The branches of an mc:AlternateContent, best first; take the first that holds text."""
    yield from alternate.iterchildren(_MC + "Choice")
    yield from alternate.iterchildren(_MC + "Fallback")


def _members(parent: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, through content controls and other wrappers."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == _SDT or tag in _THROUGH:
            yield from _members(child, wanted)
        elif tag == _ALTERNATE:
            for branch in _branches(child):
                inside = list(_members(branch, wanted))
                yield from inside
                if inside:
                    break


def _cell(column: int, inside: _Found, shaded: bool, apart: _Found) -> Cell:
    """One cell; what is no running text of it goes to ``apart``."""
    texts: list[str] = []
    bold = True
    for block, look in zip(inside.blocks, inside.looks, strict=True):
        if block.hidden or block.shape in (Shape.ROW, Shape.NOTE):
            apart.add(block)
            continue
        texts.append(block.text)
        bold = bold and (block.shape is Shape.HEADING or (look is not None and look.bold))
    return Cell(column, " ".join(texts), shaded or (bold and bool(texts)))


def _lines(runs: list[_Run]) -> list[list[_Run]]:
    lines: list[list[_Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split("\n")
        lines[-1].append(_Run(first, run.style))
        lines.extend([_Run(text, run.style)] for text in rest)
    return lines


def _visible(runs: Iterable[_Run]) -> str:
    return "".join(run.text for run in runs if not run.style.hidden)


def _all_bold(runs: Iterable[_Run]) -> bool:
    bold = [run.style.bold for run in runs if run.text.strip()]
    return bool(bold) and all(bold)


def _look(runs: Iterable[_Run], text: str) -> Look:
    seen = [run for run in runs if not run.style.hidden and run.text.strip()]
    return Look(
        bold=all(run.style.bold for run in seen),
        capitals=all(run.style.capitals for run in seen) or text.isupper(),
        underlined=all(run.style.underlined for run in seen),
        size=min((run.style.size or 0.0 for run in seen), default=0.0),
    )


# ---- headers and footers


def _with_margins(walk: _Walk, body: Any, blocks: list[Block]) -> list[Block]:
    """``blocks`` between the texts of the first section's headers and footers that the body does
    not repeat (a course title), page numbers left out."""
    section = next(body.iter(_W + "sectPr"), None) if body is not None else None
    if section is None:
        return blocks
    seen = " ".join(block.text for block in blocks).casefold()
    margins: dict[str, list[Block]] = {"headerReference": [], "footerReference": []}
    first_page = section.find(_W + "titlePg")
    for name, kept in margins.items():
        for reference in section.iterchildren(_W + name):
            kind = reference.get(_W + "type", "default")
            if kind == "even" or (kind == "first" and (first_page is None or not _on(first_page))):
                continue
            part = walk.related(reference.get(_R + "id"))
            for block in walk.container(part).blocks if part is not None else ():
                if block.text.casefold() in seen or _PAGE_NUMBER.fullmatch(block.text):
                    continue
                seen += " " + block.text.casefold()
                kept.append(block)
    return [*margins["headerReference"], *blocks, *margins["footerReference"]]
