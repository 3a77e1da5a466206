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
    for template in templates[:_MOST_ROOTS]:
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

    own = [child for child in host if child is not template]
    text = host.text or ""
    host.text = None
    if template.tail:
        text += template.tail
        template.tail = None
    for child in own:
        host.remove(child)
    for slot in list(template.iter("slot")):
        name = slot.get("name") or ""
        given = [child for child in own if (child.get("slot") or "") == name]
        own_text = text if not name else ""
        if not given and not own_text.strip():
            continue  # it shows what stands in it
        for child in list(slot):
            slot.remove(child)
        slot.text = own_text or None
        for child in given:
            slot.append(child)
        own = [child for child in own if child not in given]
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
