"""What of a web page is not what it says: navigation, banners, controls, buttons."""

from __future__ import annotations

import re
from typing import Any

from curriculum_gap.readers.html.state import HEADINGS
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["count_words_of", "is_furniture"]

# Never text of the page, whatever they hold.
_UNSEEN = ("script", "style", "template", "noscript", "svg", "head", "iframe", "object", "embed")
_FURNITURE = frozenset(
    (
        *("nav", "button", "select", "option", "optgroup", "datalist", "textarea", "label"),
        *("dialog", "canvas", "audio", "video", "map", "progress", "meter", "rt", "rp"),
    )
)
_FURNITURE_ROLES = frozenset(
    (
        *(
            "navigation",
            "search",
            "menu",
            "tablist",
            "menubar",
            "toolbar",
            "dialog",
            "alertdialog",
            "doc-toc",
        ),
        *("doc-backlink", "tooltip", "contentinfo", "doc-pagelist"),
    )
)
_FURNITURE_NAMES = re.compile(
    r"(?:(?:site|page|main|top|side|global|local|primary|secondary|mobile|footer|header)[-_]?)?"
    r"(?:nav|navbar|navigation|menu|breadcrumbs?|footer|masthead|sidebar|side-bar)"
    r"|nav[-_](?:menu|bar|links?|list|wrapper|container|footer|page|previous|next)"
    r"|dropdown-menu|site-header|top-?bar|skip-?(?:links?|nav|to-content|to-main)"
    r"|(?:.*[-_])?cookies?(?:[-_].*)?|cookie(?:bar|banner|consent|notice)|onetrust.*|gdpr.*"
    r"|consent[-_].*|toc|table-of-contents|toc[-_](?:actions?|title)|social(?:[-_].*)?"
    r"|share(?:[-_].*)?|sharing|pagination|pager|search(?:[-_]?(?:form|box|bar|results))?"
    r"|related-posts|comments|comment-form|widget-area|advert.*|newsletter.*|popup|modal"
    r"|headerlink|anchorjs-link|header-anchor|footnote-back|sr-only|visually-hidden"
    r"|screen-reader-text|usa-banner|back-to-top|noprint|no-print",
    re.IGNORECASE,
)
_SKIP_LINK = re.compile(
    r"(?:skip|jump) (?:to|over|past)\b.*|(?:back|return) to (?:the )?top(?: of (?:the )?page)?|top"
    r"|print this page|edit this page|[¶#§↩⤴↑]\W*",
    re.IGNORECASE,
)
_FURNITURE_SHARE = 0.4  # of all words; what holds more is the page itself, whatever its name


def count_words_of(element: Any) -> int:
    """How many words an element holds."""
    return sum(len(text.split()) for text in element.itertext())


def is_furniture(element: Any, tag: str, content: bool, total: int) -> bool:
    """Whether an element is no part of what a page says. ``content`` is true inside of main and
    article; ``total`` is the number of words on the page."""
    if tag in _FURNITURE or tag in _UNSEEN:
        return True
    role = element.get("role")
    if role in _FURNITURE_ROLES:
        return True
    within = tag == "a" and (element.get("href") or "").startswith("#")
    if within and _SKIP_LINK.fullmatch(normalize_space("".join(element.itertext()))):
        return True
    if not content and (
        tag in ("header", "footer", "aside") or role in ("banner", "complementary")
    ):
        notes = (role or "").startswith("doc-") or "footnotes" in (element.get("class") or "")
        return not notes and _dispensable(element, total)
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return (
        tag not in ("html", "body", "main", "article", *HEADINGS)
        and any(_FURNITURE_NAMES.fullmatch(name) for name in names)
        and _dispensable(element, total)
    )


def _dispensable(element: Any, total: int) -> bool:
    if next(element.iter("h1", "main", "article"), None) is not None:
        return False
    return count_words_of(element) <= max(_FURNITURE_SHARE * total, 0)
