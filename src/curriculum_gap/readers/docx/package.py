"""A Word file as a package: its main part, and the parts beside it that hold text or its looks.

A low leaf of the Word reader; owner of the XML parser. Parts are inflated under a budget and parsed
when asked for. python-docx would load whatever the relationships reach, pictures too, and give up
where one leads nowhere.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.readers.archive import inflate

__all__ = ["SAVE_AGAIN", "Package", "open_package"]

SAVE_AGAIN = "open it in Word or LibreOffice and save it again as .docx"
_MAIN_TYPES = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.(?:document|template)"
    r"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml",
    re.IGNORECASE,
)
# What office programs add and nobody here reads: looks of the program, not of the text.
_UNREAD = (
    *("docProps/", "customXml/", "word/theme/", "word/glossary/", "word/settings.xml"),
    *("word/webSettings.xml", "word/fontTable.xml", "word/stylesWithEffects.xml"),
)
_KINDS = frozenset(
    {"styles", "numbering", "footnotes", "endnotes", "header", "footer", "diagramData"}
)
# Word's "Strict Open XML" differs from the usual files in the names of its namespaces.
_STRICT = tuple(
    (b"http://purl.oclc.org/ooxml/" + strict, b"http://schemas.openxmlformats.org/" + usual)
    for strict, usual in (
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"drawingml/", b"drawingml/2006/"),
    )
)


@dataclass(frozen=True, slots=True)
class Package:
    """A vetted Word file: the root of its main part, and what that part is related to."""

    main: Any
    _parts: dict[str, bytes]
    _relations: dict[str, tuple[str, str]]  # id → kind, name of the part
    _roots: dict[str, Any] = field(default_factory=dict)

    def related(self, identity: str | None) -> Any:
        """The root element of the part behind a relationship id, or None. Raises ReadError as
        `open_package`."""
        if identity not in self._relations:
            return None
        name = self._relations[identity][1]
        if name not in self._roots:
            self._roots[name] = _parse(self._parts[name])
        return self._roots[name]

    def related_of_kind(self, wanted: str) -> Any:
        """The root element of the first related part of a kind (``styles``), or None."""
        for identity, (kind, _) in self._relations.items():
            if kind == wanted:
                return self.related(identity)
        return None


def open_package(content: bytes, limits: Limits) -> Package:
    """A Word document or template.

    Raises ReadError: as `archive.inflate`; unsupported for another kind of file; damaged where the
    package or its XML is broken; too-large where the XML goes beyond the parser's own limits;
    refused where a part declares a document type or entities.
    """
    parts = inflate(content, limits, _could_matter)
    types = parts.get("[Content_Types].xml")
    if types is None:
        if any(name.startswith("word/") for name in parts):
            what = "the list of its parts is missing"
            raise ReadError(Status.DAMAGED, what, SAVE_AGAIN)
        what = "is a ZIP archive, but no Word document"
        raise ReadError(Status.UNSUPPORTED, what, SAVE_AGAIN)
    roots = {kind: target for kind, _, target in _relations(parts, "_rels/.rels", "")}
    main = roots.get("officeDocument")
    if main is None or main not in parts:
        raise ReadError(Status.DAMAGED, "its main part is missing", SAVE_AGAIN)
    _check_type(types, main)
    folder, name = posixpath.split(main)
    related: dict[str, tuple[str, str]] = {}
    named = {main}
    for kind, identity, target in _relations(
        parts, posixpath.join(folder, "_rels", name + ".rels"), folder
    ):
        if kind in _KINDS and target in parts and target not in named:
            named.add(target)
            related[identity] = kind, target
    return Package(_parse(parts.pop(main)), parts, related)


def _could_matter(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD)


def _xml_fault(error: Exception) -> ReadError:
    message = " ".join(str(error).split())
    if "unknown error" in message or "out of memory" in message.lower():
        # libxml2 under a memory cap reports nothing better.
        return ReadError(Status.MEMORY, "needs more memory than allowed", "raise the memory limit")
    if re.search(r"depth|huge|too long|limit", message, re.IGNORECASE):
        return ReadError(Status.TOO_LARGE, "is nested too deeply or has endless lines", SAVE_AGAIN)
    return ReadError(Status.DAMAGED, f"its XML is broken ({message:.120})", SAVE_AGAIN)


def _relations(parts: dict[str, bytes], name: str, folder: str) -> Iterator[tuple[str, str, str]]:
    """(kind, id, member name of the target) for each internal relationship of a part."""
    if name not in parts:
        return
    for relation in _parse(parts[name]):
        kind, target = relation.get("Type"), relation.get("Target")
        if not kind or not target or relation.get("TargetMode") == "External":
            continue
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield kind.rpartition("/")[2], relation.get("Id", ""), path


def _check_type(types: bytes, main: str) -> None:
    """Raises ReadError where the main part is no Word document or template."""
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
        what = f"is an Office file of another kind ({found:.100})"
        raise ReadError(Status.UNSUPPORTED, what, "save its text as .docx or PDF")


def _safe(xml: bytes) -> bytes:
    """``xml`` in the usual namespaces. Raises ReadError (refused) for a document type."""
    plain = xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml  # UTF-16
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        what = "declares entities in its XML, which no Word document does"
        raise ReadError(Status.REFUSED, what, "ask for the original, or save it again from Word")
    if b"http://purl.oclc.org/ooxml/" in xml:
        for strict, usual in _STRICT:
            xml = xml.replace(strict, usual)
    return xml


def _parse(xml: bytes) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(_safe(xml), _parser())
    except etree.LxmlError as error:
        raise _xml_fault(error) from error


@cache
def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(remove_blank_text=True, resolve_entities=False)
