"""Names of OpenDocument's XML, with the prefixes that all programs write."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

__all__ = ["attribute", "count_of", "name_of", "qualified"]

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = {
    "office": _OASIS + "office:1.0",
    "text": _OASIS + "text:1.0",
    "table": _OASIS + "table:1.0",
    "draw": _OASIS + "drawing:1.0",
    "style": _OASIS + "style:1.0",
    "meta": _OASIS + "meta:1.0",
    "manifest": _OASIS + "manifest:1.0",
    "fo": _OASIS + "xsl-fo-compatible:1.0",
    "svg": _OASIS + "svg-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "dc": "http://purl.org/dc/elements/1.1/",
    "math": "http://www.w3.org/1998/Math/MathML",
}
_PREFIXES = {namespace: prefix for prefix, namespace in _NAMESPACES.items()}


@lru_cache(4096)
def qualified(name: str) -> str:
    """A name with its prefix (``text:p``) in lxml's form (``{namespace}p``)."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


@lru_cache(4096)  # hot path: every element is asked, a document has few names
def _prefixed(tag: str) -> str:
    namespace, _, local = tag.removeprefix("{").partition("}")
    return f"{_PREFIXES.get(namespace, '')}:{local}"


def name_of(element: Any) -> str:
    """The name of an element with its usual prefix; ``""`` for what is no element."""
    return _prefixed(element.tag) if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:
    """An attribute by its name with prefix (``text:style-name``)."""
    value = element.get(qualified(name))
    return default if value is None else value


def count_of(element: Any, name: str, most: int, default: int = 1) -> int:
    """A number that an attribute gives, between 0 and ``most``; ``default`` where it gives none."""
    text = attribute(element, name)
    if not text.isdecimal():
        return default
    return min(int(text), most) if len(text) < 10 else most
