"""Page chrome: what stands on a web page around its content. Navigation, banners, buttons, forms.

`is_page_chrome` is asked for every element of a page, from the top down.
"""

from __future__ import annotations

import re
from typing import Any

from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.readers.html.context import HEADINGS, Page
from curriculum_gap.readers.html.platforms import NO_PLATFORM, Platform, names_of
from curriculum_gap.readers.text_cleanup import normalize_space, word_set

__all__ = ["count_words_of", "is_page_chrome"]

# Elements that are controls, or stand for pictures and sound.
_CONTROLS = word_set("""
    nav button select option optgroup datalist textarea label dialog canvas audio video map
    progress meter rt rp
""")
_CHROME_ROLES = word_set("""
    navigation search menu tablist menubar toolbar dialog alertdialog doc-toc doc-backlink
    tooltip contentinfo doc-pagelist
""")
# Classes and ids that content management systems give to chrome.
_CHROME_NAMES = re.compile(
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
# An element with more than this share of the page's words is the page itself, whatever its name.
_LARGEST_SHARE = 0.4


def count_words_of(element: Any) -> int:
    """How many words an element holds."""
    return sum(len(text.split()) for text in element.itertext())


def is_page_chrome(element: Any, page: Page, in_content: bool) -> bool:
    """Whether an element is no part of what the page says.

    ``in_content`` is true within ``main`` and ``article``, where headers and asides belong to the
    text. What the platform of the page calls chrome always goes, as controls and roles of
    navigation do; elements in the margin, or with a name that content management systems give to
    chrome, go where they hold little of the page (`_is_minor`).
    """
    tag = element.tag
    if tag == "head":
        return True
    if not page.has_chrome:
        return False
    if page.platform is not NO_PLATFORM and _is_chrome_of(page.platform, element):
        return True
    role = element.get("role")
    parent = element.getparent()
    if tag == "button" and parent is not None and parent.tag in HEADINGS:
        return False  # the words of the heading, which opens what is below it
    if tag in _CONTROLS or role in _CHROME_ROLES:
        return True
    if tag == "a" and (element.get("href") or "").startswith("#"):
        text = normalize_space("".join(element.itertext()))
        page_link = reader_lexicon().files.page_link.expression
        if page_link.fullmatch(text.lower()):
            return True
    names = (element.get("class") or "").split()
    if _is_page_margin(tag, role) and not in_content:
        is_note = (role or "").startswith("doc-") or "footnotes" in names
        return not is_note and _is_minor(element, page.words)
    if tag in ("html", "body", "main", "article") or tag in HEADINGS:
        return False
    names += (element.get("id") or "").split()
    named = any(_CHROME_NAMES.fullmatch(name) for name in names)
    return named and _is_minor(element, page.words)


def _is_chrome_of(platform: Platform, element: Any) -> bool:
    """Whether an element has a name that a platform gives to chrome."""
    if platform.chrome.isdisjoint(names_of(element)):
        return False
    if element.tag in HEADINGS and platform.spoken_headings:
        return False
    parent = element.getparent()
    return parent is None or platform.icons.isdisjoint(names_of(parent))


def _is_page_margin(tag: str, role: str | None) -> bool:
    return tag in ("header", "footer", "aside") or role in ("banner", "complementary")


def _is_minor(element: Any, words_of_page: int) -> bool:
    """Whether an element holds neither the page's title or content nor much of its text."""
    if next(element.iter("h1", "main", "article"), None) is not None:
        return False
    return count_words_of(element) <= _LARGEST_SHARE * words_of_page
