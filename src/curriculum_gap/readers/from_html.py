"""Web pages (HTML, XHTML): the content of the page, not the chrome around it."""

from __future__ import annotations

from curriculum_gap.nouns import Document, Limits
from curriculum_gap.readers.html.page import check_page_size, read_page
from curriculum_gap.readers.html.parsing import decode_page

__all__ = ["read"]


def read(content: bytes, source: str, limits: Limits) -> Document:
    """A web page from its bytes.

    Navigation, chrome, scripts, form controls and cookie banners are left out; text that the page
    hides is marked hidden. ``line`` is the line of the source, ``pages`` None. Raises ReadError:
    empty, elsewhere, scanned, undecodable, too-large (over ``html_bytes``, nested deeper than the
    parser goes, too many attributes).
    """
    check_page_size(len(content), limits)
    text, warnings = decode_page(content)
    return read_page(text, source, limits, warnings)
