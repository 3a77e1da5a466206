"""XML of course exports, by the local names of its elements: each version of Common Cartridge has
namespaces of its own.

Nothing outside of a member is ever fetched, and no entity is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Status
from curriculum_gap.readers import office_xml
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["attribute", "child", "children", "descendants", "parse_xml", "text_at"]

_EXPORT_AGAIN = "export the course again"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOGUE = 4_096  # bytes in which a document type is declared


def parse_xml(content: bytes) -> Any:
    """The root element. Raises ReadError: refused where a document type or entities are declared,
    damaged where it is no XML, too-large where it is nested too deeply."""
    wide = content[:_PROLOGUE].replace(b"\0", b"")  # UTF-16 has zero bytes between letters
    if _DECLARATION.search(wide) or b"<!ENTITY" in content:
        what = "declares a document type or entities in its XML"
        raise ReadError(Status.REFUSED, what, _EXPORT_AGAIN)
    return office_xml.parse_xml(content, _EXPORT_AGAIN)


def children(element: Any, name: str) -> Iterator[Any]:
    """The children of that name; none of None."""
    return iter(()) if element is None else element.iterchildren("{*}" + name)


def child(element: Any, *names: str) -> Any:
    """What lies at a path of names, by the first child of each; None where there is none."""
    for name in names:
        element = next(children(element, name), None)
    return element


def descendants(element: Any, name: str) -> Iterator[Any]:
    """All elements of that name below, in the order of the file; none of None."""
    return iter(()) if element is None else element.iter("{*}" + name)


def text_at(element: Any, *names: str) -> str:
    """The text at a path of names on one line, ``""`` where there is none."""
    found = child(element, *names)
    return normalize_space("".join(found.itertext())) if found is not None else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name, ``""`` where there is none."""
    if element is None:
        return ""
    value = element.get(name)
    if value is None:
        found = (other for key, other in element.items() if key.endswith("}" + name))
        value = next(found, "")
    return str(value).strip()
