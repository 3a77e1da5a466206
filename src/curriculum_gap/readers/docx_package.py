"""A Word file as a package: vetted here, opened by python-docx.

A low leaf of the Word reader; owner of python-docx.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.readers.archive import inflate

__all__ = ["SAVE_AGAIN", "open_main_part", "part_root", "related", "related_of_kind"]

SAVE_AGAIN = "open it in Word or LibreOffice and save it again as .docx"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MAIN_TYPES = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.(?:document|template)"
    r"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml",
    re.IGNORECASE,
)
_KEPT_RELATIONS = frozenset(
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


def open_main_part(content: bytes, limits: Limits) -> Any:
    """The main part of a Word document or template, as python-docx opens it.

    Raises ReadError: as `archive.inflate`; unsupported for another kind of file; damaged where the
    package or its XML is broken; too-large where the XML goes beyond the parser's own limits;
    refused where a part declares a document type or entities.
    """
    from docx.opc.package import OpcPackage
    from lxml.etree import LxmlError

    parts = inflate(content, limits, lambda name: name.endswith((".xml", ".rels")))
    try:
        return OpcPackage.open(io.BytesIO(_vetted(parts))).main_document_part
    except LxmlError as error:
        raise _xml_fault(error) from error
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError) as error:
        what = "its parts do not make a Word document"
        raise ReadError(Status.DAMAGED, what, SAVE_AGAIN) from error


def part_root(part: Any) -> Any:
    """The root element of a part. Raises ReadError as `open_main_part`."""
    from lxml.etree import LxmlError

    element = getattr(part, "element", None)
    if element is not None:
        return element
    try:
        return _parse(part.blob)
    except LxmlError as error:
        raise _xml_fault(error) from error


def related(part: Any, identity: str | None) -> Any:
    """The root element of the part behind a relationship id, or None."""
    relation = part.rels.get(identity)
    return None if relation is None else part_root(relation.target_part)


def related_of_kind(part: Any, kind: str) -> Any:
    """The root element of the first related part of a kind (``styles``), or None."""
    for relation in part.rels.values():
        if relation.reltype == _RELATION + kind:
            return part_root(relation.target_part)
    return None


def _xml_fault(error: Exception) -> ReadError:
    message = " ".join(str(error).split())
    if "unknown error" in message or "out of memory" in message.lower():
        # libxml2 under a memory cap reports nothing better.
        return ReadError(Status.MEMORY, "needs more memory than allowed", "raise the memory limit")
    if re.search(r"depth|huge|too long|limit", message, re.IGNORECASE):
        return ReadError(Status.TOO_LARGE, "is nested too deeply or has endless lines", SAVE_AGAIN)
    return ReadError(Status.DAMAGED, f"its XML is broken ({message:.120})", SAVE_AGAIN)


def _vetted(parts: dict[str, bytes]) -> bytes:
    """A new package of the main part and the text parts that it names.

    python-docx loads whatever the relationships reach, pictures too, and gives up where one leads
    nowhere; here it meets neither.
    """
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
    kinds = _content_types(types, main)
    folder, name = posixpath.split(main)
    relations = posixpath.join(folder, "_rels", name + ".rels")
    kept = {main: _relation("rId0", "officeDocument", main)}
    for kind, identity, target in _relations(parts, relations, folder):
        if kind in _KEPT_RELATIONS and target in parts and target not in kept:
            kept[target] = _relation(identity, kind, target)
    vetted = io.BytesIO()
    with zipfile.ZipFile(vetted, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", _types_xml(kept, kinds))
        archive.writestr("_rels/.rels", _relations_xml([kept[main]]))
        archive.writestr(relations, _relations_xml([kept[part] for part in kept if part != main]))
        for part in kept:
            archive.writestr(part, _safe(parts[part]))
    return vetted.getvalue()


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


def _content_types(types: bytes, main: str) -> dict[str, str]:
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
        what = f"is an Office file of another kind ({found:.100})"
        raise ReadError(Status.UNSUPPORTED, what, "save its text as .docx or PDF")
    return by_name | {main: _MAIN_TYPE}


def _relation(identity: str, kind: str, target: str) -> str:
    return (
        f"<Relationship Id={quoteattr(identity)} Type={quoteattr(_RELATION + kind)}"
        f" Target={quoteattr('/' + target)}/>"
    )


def _relations_xml(relations: Iterable[str]) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(relations)
        + "</Relationships>"
    )


def _types_xml(names: Iterable[str], kinds: dict[str, str]) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f"<Override PartName={quoteattr('/' + name)}"
            f" ContentType={quoteattr(kinds.get(name, 'application/xml'))}/>"
            for name in names
        )
        + "</Types>"
    )


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
    from docx.oxml import parse_xml

    return parse_xml(_safe(xml))
