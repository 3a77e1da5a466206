"""Opens a Word file with python-docx, under budgets that hold before the library sees a byte.

Takes the bytes of a file and the limits; gives a `Package`: the root element of the document and
of the parts beside it that hold text, styles or numbering. python-docx reads whatever the
relationships reach, inflates members of any size and raises where one relationship leads nowhere.
So it gets a copy of the package that holds only the parts read here, vetted and within budget.
"""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.readers.archive import inflate
from curriculum_gap.readers.docx.styles import W, first, is_on
from curriculum_gap.readers.office_xml import vetted, xml_fault

__all__ = ["SAVE_AGAIN", "Package", "open_package"]

SAVE_AGAIN = "open it in Word or LibreOffice and save it again as .docx"

_TYPES = "[Content_Types].xml"
_ROOT_RELATIONS = "_rels/.rels"
_PLACEHOLDER = W + "showingPlcHdr"
_NO_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)
# The parts that are read, by the last word of the type of the relationship that leads to them.
_KINDS = frozenset(
    {"styles", "numbering", "footnotes", "endnotes", "header", "footer", "diagramData"}
)
# python-docx opens only this kind of main part; templates and files with macros have the same XML.
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SAME_XML = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template"
    rb"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Package:
    """An open Word file. ``main`` is the root element of the document."""

    main: Any
    _part: Any  # python-docx's DocumentPart

    def related(self, identity: str | None) -> Any:
        """The root element of the part behind a relationship id, or None.

        Raises ReadError (damaged, too-large) where its XML cannot be parsed.
        """
        part = self._part.related_parts.get(identity)
        return None if part is None else _root_of(part)

    def related_of_kind(self, kind: str) -> Any:
        """The root element of the first related part of a kind (``styles``), or None."""
        for relation in self._part.rels.values():
            if relation.reltype.endswith("/" + kind):
                return _root_of(relation.target_part)
        return None


def open_package(content: bytes, limits: Limits) -> Package:
    """Opens a Word document or template.

    Raises ReadError: as `archive.inflate`; unsupported for another kind of file; damaged where the
    package or its XML is broken; too-large where the XML goes beyond the parser's own limits;
    refused where a part declares a document type or entities.
    """
    import docx
    from lxml import etree

    parts = inflate(content, limits, _is_xml)
    if _TYPES not in parts:
        if any(name.startswith("word/") for name in parts):
            raise ReadError(Status.DAMAGED, "the list of its parts is missing", SAVE_AGAIN)
        what = "is a ZIP archive, but no Word document"
        raise ReadError(Status.UNSUPPORTED, what, SAVE_AGAIN)
    try:
        part = docx.Document(io.BytesIO(_copy(parts))).part
    except etree.LxmlError as error:
        raise xml_fault(error, SAVE_AGAIN) from error
    except ValueError as error:
        what = "is an Office file of another kind, not a Word document"
        raise ReadError(Status.UNSUPPORTED, what, "save its text as .docx or PDF") from error
    except (KeyError, AttributeError, TypeError) as error:
        # A part without a content type, a root element of another name …
        what = "its package is incomplete or mislabelled"
        raise ReadError(Status.DAMAGED, what, SAVE_AGAIN) from error
    return Package(_without_placeholders(part.element), part)


def _is_xml(name: str) -> bool:
    """Whether a member of the archive may hold text; properties of the file do not."""
    return name.endswith((".xml", ".rels")) and not name.startswith(("docProps/", "customXml/"))


def _copy(parts: dict[str, bytes]) -> bytes:
    """A ZIP package with the main part and the related parts of `_KINDS`, vetted, and with the
    relationships between them alone.

    Raises ReadError (damaged) without a main part, and as `_vetted`.
    """
    import zipfile

    relations, targets = _kept_relations(parts, _ROOT_RELATIONS, {"officeDocument"})
    if not targets:
        raise ReadError(Status.DAMAGED, "its main part is missing", SAVE_AGAIN)
    main = targets[0]
    folder, name = posixpath.split(main)
    main_relations = posixpath.join(folder, "_rels", name + ".rels")
    copied = {
        _TYPES: _SAME_XML.sub(_WORD, _vetted(parts[_TYPES])),
        _ROOT_RELATIONS: relations,
        main: _vetted(parts[main]),
    }
    relations, targets = _kept_relations(parts, main_relations, _KINDS, folder)
    copied[main_relations] = relations
    for target in targets:
        if target not in copied:
            copied[target] = _vetted(parts[target])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, xml in copied.items():
            archive.writestr(name, xml)
    return packed.getvalue()


def _kept_relations(
    parts: dict[str, bytes], name: str, kinds: frozenset[str] | set[str], folder: str = ""
) -> tuple[bytes, list[str]]:
    """The relationships file ``name`` without those that lead out of the file, to a missing part
    or to a part of another kind; and the names of the parts that the others lead to."""
    from lxml import etree

    targets: list[str] = []
    root = _parse(parts.get(name, _NO_RELATIONS))
    for relation in list(root):
        kind = (relation.get("Type") or "").rpartition("/")[2]
        target = relation.get("Target") or ""
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        external = relation.get("TargetMode") == "External"
        if external or kind not in kinds or path not in parts or not relation.get("Id"):
            root.remove(relation)
        else:
            targets.append(path)
    return etree.tostring(root), targets


def _vetted(xml: bytes) -> bytes:
    """``xml`` in the usual namespaces. Raises ReadError (refused) for a document type."""
    return vetted(xml, "Word document")


def _root_of(part: Any) -> Any:
    """The root element of a part that python-docx has parsed (styles, headers) or only kept as
    bytes (notes, diagrams)."""
    element = getattr(part, "element", None)
    return _without_placeholders(_parse(part.blob) if element is None else element)


def _without_placeholders(root: Any) -> Any:
    """``root``, in which the runs of content controls that nobody filled in are hidden: they show
    what the template asks for."""
    for mark in list(root.iter(_PLACEHOLDER)):
        control = mark.getparent()
        control = None if control is None else control.getparent()
        if control is None or not is_on(mark):
            continue
        for run in control.iter(W + "r"):
            properties = first(run, "w:rPr")
            if properties is None:
                properties = run.makeelement(W + "rPr")
                run.insert(0, properties)
            properties.append(run.makeelement(W + "vanish"))
        for inner in list(control.iter(_PLACEHOLDER)):
            inner.getparent().remove(inner)  # so that no run is visited twice
    return root


def _parse(xml: bytes) -> Any:
    """The root element of ``xml``, by python-docx's own parser: it resolves no entities, and keeps
    libxml2's limits on depth (256 levels) and on the length of texts."""
    from docx.oxml import parse_xml
    from lxml import etree

    try:
        return parse_xml(_vetted(xml))
    except etree.LxmlError as error:
        raise xml_fault(error, SAVE_AGAIN) from error
