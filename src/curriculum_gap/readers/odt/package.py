"""Opens an OpenDocument text: a ZIP package, or one flat XML file.

Takes the bytes of a file and the limits; gives a `Package`: the root elements of the text, of its
styles and of what the file says about itself, and which objects are embedded.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.archive import inflate
from curriculum_gap.readers.odt.names import attribute, qualified
from curriculum_gap.readers.office_xml import parse_part

__all__ = ["SAVE_AGAIN", "Package", "open_package"]

SAVE_AGAIN = "open it in LibreOffice and save it again"

_CONTENT, _STYLES, _META = "content.xml", "styles.xml", "meta.xml"
_MANIFEST = "META-INF/manifest.xml"
_KIND = "application/vnd.oasis.opendocument."
_NAMED_TYPE = lazy_pattern(rb"<!DOCTYPE\s[^\[<>]{0,500}>")
_OBJECT = re.compile(r"Obj(?:ect )?\d{1,6}")  # how members are called that hold one
# Streams of Word, Excel, PowerPoint and of later versions of these.
_STREAMS = tuple(
    name.encode("utf-16-le")
    for name in ("WordDocument", "Workbook", "PowerPoint Document", "Package")
)
_DOCUMENTS = ("text", "spreadsheet", "presentation")  # that may be embedded, by kind


@dataclass(frozen=True, slots=True)
class Package:
    """An open OpenDocument text.

    ``content``, ``styles`` and ``meta`` are root elements (None without the part; all the same in a
    flat file). ``body`` is the element that holds the text. ``_kinds`` are the kinds of the objects
    inside by path ("Object 1": "formula"), ``_parts`` the content of these.
    """

    content: Any
    styles: Any
    meta: Any
    body: Any
    _kinds: dict[str, str] = field(default_factory=dict)
    _parts: dict[str, bytes] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title that the file states about itself, or ``""``."""
        title = None if self.meta is None else next(self.meta.iter(qualified("dc:title")), None)
        return "" if title is None else title.text or ""

    def kind(self, address: str) -> str:
        """The kind of an embedded object, ``""`` where it is not in the package."""
        return self._kinds.get(posixpath.normpath(address), "")

    def is_document(self, address: str) -> bool:
        """Whether an embedded object is a document, sheet or presentation: of OpenDocument, or of
        another program by the names of its streams, which formulas and drawings do not have."""
        stored = self._parts.get(posixpath.normpath(address), b"")
        return self.kind(address) in _DOCUMENTS or any(name in stored for name in _STREAMS)

    def formula(self, address: str) -> str:
        """The signs of an embedded formula, ``""`` for other objects."""
        xml = self._parts.get(posixpath.join(posixpath.normpath(address), _CONTENT))
        if xml is None or self.kind(address) != "formula":
            return ""
        names = [qualified(f"math:{name}") for name in ("mi", "mn", "mo", "mtext")]
        return "".join(sign.text or "" for sign in _parse(xml).iter(*names))


def open_package(content: bytes, limits: Limits) -> Package:
    """Opens an OpenDocument text or template.

    Raises ReadError: as `archive.inflate` and `parse_part`; encrypted; damaged without its text;
    unsupported for another kind of document.
    """
    if not content.startswith(b"PK"):
        root = _parse(content)
        return Package(root, root, root, _body(root))
    parts = inflate(content, limits, _is_wanted)
    kinds = _kinds_of_members(parts)
    if _CONTENT not in parts:
        raise ReadError(Status.DAMAGED, "its main part is missing", SAVE_AGAIN)
    root = _parse(parts[_CONTENT])
    styles = _parse(parts[_STYLES]) if _STYLES in parts else None
    meta = _parse(parts[_META]) if _META in parts else None
    parts.update(_objects(content, limits))
    return Package(root, styles, meta, _body(root), kinds, parts)


def _parse(xml: bytes) -> Any:
    """The root element of a part. OpenOffice wrote the name of a document type into some parts,
    which says nothing; one that declares entities is refused (`parse_part`)."""
    return parse_part(_NAMED_TYPE.sub(b"", xml, count=1), "OpenDocument text", SAVE_AGAIN)


def _is_wanted(name: str) -> bool:
    """Whether a member of the archive is opened: no pictures, macros or settings."""
    return name in (_STYLES, _META, _MANIFEST) or posixpath.basename(name) == _CONTENT


def _objects(content: bytes, limits: Limits) -> dict[str, bytes]:
    """The objects of other programs in the package. Where one of them is damaged or too large,
    none: the text is whole without them."""
    try:
        return inflate(content, limits, lambda name: _OBJECT.fullmatch(name) is not None)
    except ReadError:
        return {}


def _kinds_of_members(parts: dict[str, bytes]) -> dict[str, str]:
    """The kinds of the documents in the package by path, without the main one.

    Raises ReadError (encrypted) where the list of members says that any is encrypted.
    """
    if _MANIFEST not in parts:
        return {}
    manifest = _parse(parts[_MANIFEST])
    if next(manifest.iter(qualified("manifest:encryption-data")), None) is not None:
        hint = "open it in LibreOffice and save a copy without a password"
        raise ReadError(Status.ENCRYPTED, "is protected by a password", hint)
    kinds: dict[str, str] = {}
    for entry in manifest.iter(qualified("manifest:file-entry")):
        path = attribute(entry, "manifest:full-path").strip("/")
        kind = attribute(entry, "manifest:media-type")
        if path and kind.startswith(_KIND):
            kinds[posixpath.normpath(path)] = kind.removeprefix(_KIND).partition("-")[0]
    return kinds


def _body(root: Any) -> Any:
    """The element that holds the text. Raises ReadError: unsupported for a sheet or presentation,
    damaged without any."""
    body = root.find(qualified("office:body"))
    text = None if body is None else body.find(qualified("office:text"))
    if text is not None:
        return text
    if body is not None and len(body):
        what = "is an OpenDocument file of another kind, not a text"
        raise ReadError(Status.UNSUPPORTED, what, "export it as PDF")
    raise ReadError(Status.DAMAGED, "holds no body of a text", SAVE_AGAIN)
