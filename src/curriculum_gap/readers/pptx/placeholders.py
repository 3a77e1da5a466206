"""Which paragraphs of a slide have bullets: what a placeholder inherits from layout and master.

A paragraph of a slide rarely says that it is an entry of a list: the master gives its text bullets,
a layout may take them away, and a shape or the paragraph itself may say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from curriculum_gap.readers.pptx.package import DRAWING, P, Package
from curriculum_gap.readers.text_cleanup import word_set

__all__ = ["TITLES", "UNSHOWN", "Bullets", "Layouts", "Placeholder", "bullet_of", "placeholder_of"]

TITLES = word_set("title ctrTitle")
"""Types of placeholders that hold the title of a slide."""
UNSHOWN = word_set("dt ftr sldNum hdr sldImg")
"""Types whose text repeats on every slide: date, footer, number."""

_LEVELS = 9
_BULLET = frozenset(f"{DRAWING}{name}" for name in ("buChar", "buAutoNum", "buBlip"))
_NO_BULLET = f"{DRAWING}buNone"

Bullets = tuple[bool | None, ...]
"""For each level of a text, outermost first, whether it has bullets; None where nothing says so."""
_UNSAID: Bullets = (None,) * _LEVELS


class Placeholder(NamedTuple):
    """The place of a layout that a shape fills: its type, and its number there."""

    type: str
    number: str


class _Layout(NamedTuple):
    """A layout or master: bullets of its placeholders by number and by type, those that its
    styles give to text of a body, and its own type (``secHead`` for the title of a section)."""

    by_number: dict[str, Bullets]
    by_type: dict[str, Bullets]
    body: Bullets
    type: str = ""


_NO_LAYOUT = _Layout({}, {}, _UNSAID)


def placeholder_of(shape: Any) -> Placeholder | None:
    """The placeholder that a shape fills, None where it is a shape of its own."""
    found = next(shape.iterfind(f"*/{P}nvPr/{P}ph"), None)
    if found is None:
        return None
    return Placeholder(found.get("type") or "obj", found.get("idx") or "0")


def bullet_of(properties: Any) -> bool | None:
    """Whether the properties of a paragraph or level give it a bullet; None: they do not say."""
    for child in () if properties is None else properties:
        if child.tag in _BULLET:
            return True
        if child.tag == _NO_BULLET:
            return False
    return None


class Layouts:
    """The layouts of one presentation with their masters, each looked at once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[str, _Layout] = {"": _NO_LAYOUT}

    def type_of(self, slide: str) -> str:
        """The type of the layout of a slide (the name of its part)."""
        return self._of(slide, "slideLayout")[1].type

    def bullets(self, slide: str, placeholder: Placeholder, own: Any) -> Bullets:
        """The bullets of a placeholder on a slide; ``own`` is the list style of the shape."""
        name, layout = self._of(slide, "slideLayout")
        _, master = self._of(name, "slideMaster") if name else ("", _NO_LAYOUT)
        kind = "title" if placeholder.type in TITLES else placeholder.type
        general = kind if kind == "title" else "body"
        said = [
            _levels(own),
            layout.by_number.get(placeholder.number) or layout.by_type.get(kind, _UNSAID),
            master.by_type.get(kind) or master.by_type.get(general, _UNSAID),
            _UNSAID if kind == "title" else master.body,
        ]
        return tuple(_first_said(level) for level in zip(*said, strict=True))

    def _of(self, name: str, kind: str) -> tuple[str, _Layout]:
        """The layout of a slide or the master of a layout, with the name of its part."""
        part = self._package.related_of_kind(name, kind)
        if part not in self._known:
            self._known[part] = _read_layout(self._package.root(part))
        return part, self._known[part]


def _read_layout(root: Any) -> _Layout:
    """What a layout or master says about its placeholders."""
    by_number: dict[str, Bullets] = {}
    by_type: dict[str, Bullets] = {}
    for shape in root.iter(f"{P}sp"):
        placeholder = placeholder_of(shape)
        if placeholder is not None:
            bullets = _levels(shape.find(f"{P}txBody/{DRAWING}lstStyle"))
            by_number.setdefault(placeholder.number, bullets)
            kind = "title" if placeholder.type in TITLES else placeholder.type
            by_type.setdefault(kind, bullets)
    body = _levels(root.find(f"{P}txStyles/{P}bodyStyle"))
    return _Layout(by_number, by_type, body, root.get("type") or "")


def _levels(style: Any) -> Bullets:
    """What a list style says about the bullets of its levels."""
    if style is None:
        return _UNSAID
    levels = (style.find(f"{DRAWING}lvl{level}pPr") for level in range(1, _LEVELS + 1))
    return tuple(map(bullet_of, levels))


def _first_said(values: Iterable[bool | None]) -> bool | None:
    return next((value for value in values if value is not None), None)
