"""XML parts of packages: vetted, parsed, and the relationships between those of Office files.

Takes the bytes of parts; gives root elements of lxml. No part may declare a document type, nothing
outside of the package is ever opened, and libxml2's limits on depth and length hold.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from curriculum_gap.errors import ReadError, message_of
from curriculum_gap.nouns import Status

__all__ = [
    "Relation",
    "declares_entities",
    "parse_part",
    "parse_xml",
    "part_name",
    "relations_of",
    "vetted",
    "xml_fault",
]

# "Strict Open XML", a choice when saving, has other names for the same namespaces.
_STRICT = {
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/presentationml/main": (
        b"http://schemas.openxmlformats.org/presentationml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/": (
        b"http://schemas.openxmlformats.org/drawingml/2006/"
    ),
}

_NO_FILE = re.compile(r" \(<string>, line \d+\)\Z")  # libxml2 names a file that is none


class Relation(NamedTuple):
    """What a part refers to: the kind of relationship (``slide``), and the name of the part."""

    kind: str
    target: str


def declares_entities(xml: bytes) -> bool:
    """Whether XML holds a document type or entities, in UTF-16 too."""
    plain = xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def vetted(xml: bytes, kind: str) -> bytes:
    """``xml`` in the usual namespaces. Raises ReadError (refused) for a document type: entities
    can expand without bound or name files, and no file of that ``kind`` has them."""
    if declares_entities(xml):
        what = f"declares entities in its XML, which no {kind} does"
        raise ReadError(Status.REFUSED, what, "ask for the original, or save it again")
    if b"http://purl.oclc.org/ooxml/" in xml:
        for strict, usual in _STRICT.items():
            xml = xml.replace(strict, usual)
    return xml


def xml_fault(error: Exception, hint: str) -> ReadError:
    """The status for XML that libxml2 refuses, by its message."""
    message = _NO_FILE.sub("", message_of(error))
    if "unknown error" in message or "out of memory" in message.lower():
        # libxml2 under a memory limit reports nothing better.
        return ReadError(Status.MEMORY, "needs more memory than allowed", "raise the memory limit")
    if re.search(r"depth|huge|too long|limit", message, re.IGNORECASE):
        return ReadError(Status.TOO_LARGE, "is nested too deeply or has endless lines", hint)
    return ReadError(Status.DAMAGED, f"its XML is broken ({message})", hint)


def parse_part(xml: bytes, kind: str, hint: str) -> Any:
    """The root element of ``xml``, a part of a file of that ``kind``. Raises ReadError: refused as
    `vetted`, damaged, too-large."""
    return parse_xml(vetted(xml, kind), hint)


def parse_xml(xml: bytes, hint: str) -> Any:
    """The root element of ``xml``, in which no entity is expanded and nothing outside is opened.
    Raises ReadError: damaged, too-large."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.LxmlError, ValueError) as error:
        raise xml_fault(error, hint) from error


def part_name(name: str) -> str:
    """The name of a part in one spelling: parts are named as addresses, whatever their case."""
    return unquote(name).replace("\\", "/").lower()


def relations_of(
    name: str, parts: Mapping[str, bytes], kind: str, hint: str
) -> dict[str, Relation]:
    """The relationships of the part ``name`` (``""`` for the package) by their ids, without those
    that lead out of the package or to a part that is missing. Keys of ``parts`` are as `part_name`
    gives them."""
    folder, base = posixpath.split(name)
    xml = parts.get(posixpath.join(folder, "_rels", f"{base}.rels"))
    found: dict[str, Relation] = {}
    for relation in () if xml is None else parse_part(xml, kind, hint):
        target = posixpath.join("/", folder, part_name(relation.get("Target") or ""))
        path = posixpath.normpath(target).lstrip("/")
        if relation.get("TargetMode") != "External" and path in parts:
            type_of = (relation.get("Type") or "").rpartition("/")[2]
            found[relation.get("Id") or ""] = Relation(type_of, path)
    return found
