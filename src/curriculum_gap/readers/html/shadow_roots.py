"""What custom elements show: shadow roots that were saved with the page, and the page's own HTML in
elements whose scripts would show it.

Browsers write a shadow root as a ``template`` below its element (MHTML, and pages that declare
it). Its elements are shown in the place of the element's own ones, which stand where it has a
``slot`` for them.
"""

from __future__ import annotations

from copy import copy
from typing import Any

__all__ = ["show_shadow_roots"]

_MODES = ("shadowrootmode", "shadowmode")  # of the standard, and of MHTML
_MOST_ROOTS = 10_000
# Elements that show the HTML in a template below them, or in their attribute ``html``: those of
# Brightspace for text that a teacher wrote.
_SHOW_TEMPLATE = ("d2l-html-block", "d2l-html-block-rendered")


def show_shadow_roots(root: Any) -> None:
    """Puts what is shown of shadow roots and templates into the tree below ``root``."""
    templates = [
        template for template in root.iter("template") if any(template.get(mode) for mode in _MODES)
    ]
    for template in reversed(templates[:_MOST_ROOTS]):  # inner ones first
        host = template.getparent()
        if host is not None:
            _fill_slots(host, template)
    for host in list(root.iter(*_SHOW_TEMPLATE)):
        for template in host.findall("template"):
            template.tag = "div"
        if not len(host) and host.get("html"):
            _add_html(host, host.get("html"))


def _fill_slots(host: Any, template: Any) -> None:
    """Replaces the children of ``host`` by those of its shadow root, ``template``."""
    from lxml import etree

    given: dict[str, list[Any]] = {}
    for child in list(host):
        if child is not template:
            host.remove(child)
            given.setdefault(child.get("slot") or "", []).append(child)
    text = f"{host.text or ''}{template.tail or ''}"
    host.text = template.tail = None
    for slot in list(template.iter("slot")):
        name = slot.get("name") or ""
        slot.tag = "span"  # filled: no outer shadow root has this slot
        children = given.pop(name, [])
        own_text = "" if name else text
        if not children and not own_text.strip():
            continue  # it shows what stands in it
        for child in list(slot):
            slot.remove(child)
        slot.text = own_text or None
        slot.extend(children)
        text = text if name else ""
    etree.strip_elements(template, "style", with_tail=False)
    template.tag = "div"


def _add_html(host: Any, html: str) -> None:
    """Adds the elements of ``html`` below ``host``."""
    from curriculum_gap.readers.html.parsing import parse_page

    root = parse_page(html)
    if root is not None:
        for child in list(root):
            host.append(copy(child))
