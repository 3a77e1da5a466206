"""The bytes of a web page → its text → the tree of its elements, by lxml.

lxml stays since it is fast, keeps the line of every element and has limits of its own; what it
gives up in silence is made an error here.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Status
from curriculum_gap.readers.encoding import decode, unicode_form
from curriculum_gap.readers.text_cleanup import clean_text

__all__ = ["decode_page", "page_body", "parse_page", "strip_never_shown"]

_MOST_ATTRIBUTES = 10_000  # in one tag; libxml2 takes quadratic time over them
# Elements that a browser shows no text of.
_NEVER_SHOWN = ["script", "style", "template", "noscript", "svg", "iframe", "object"]
# Browsers show what stands below these ends, libxml2 drops it: pages are often glued together.
_PAGE_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_BODY_START = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)")
# What web pages mean by these labels.
_LABELS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}


def decode_page(content: bytes, label: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of a page and warnings: valid UTF-8 is UTF-8, else it is what ``label`` says, which
    came with the page, else what the page declares, else a guess. Raises ReadError (undecodable)
    where no encoding gives text."""
    known, _ = unicode_form(content)
    declared = _encoding(label) or _declared(content[:4096])
    if known or declared is None:
        return decode(content)
    escaped = declared.startswith(("iso2022", "hz")) and (b"\x1b" in content or b"~{" in content)
    if not escaped:
        try:
            return clean_text(content.decode("utf-8")), ()
        except UnicodeDecodeError:
            pass
    if declared == "utf-8":
        return decode(content)
    text = content.decode(declared, "replace")
    if text.count("\ufffd") > len(text) / 100:
        return decode(content)
    return clean_text(text).replace("\ufffd", ""), ()


def _declared(head: bytes) -> str | None:
    """Python's name for the encoding that the page names itself, if it is one."""
    declaration = _META_CHARSET.search(head) or _XML_CHARSET.search(head)
    return None if declaration is None else _encoding(declaration[1].decode("ascii", "replace"))


def _encoding(label: str) -> str | None:
    """Python's name for an encoding that is named by ``label``, if it is one."""
    try:
        name = codecs.lookup(label).name
        b"".decode(name)  # refuses codecs such as base64
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return "utf-8"  # the declaration itself was readable, so it is none of those
    return _LABELS.get(name, name)


def parse_page(text: str) -> Any:
    """The root element of a page's tree; None for a page without elements. Raises ReadError:
    too-large where it nests deeper than the parser goes or a tag has
    too many attributes, memory where libxml2 gets none."""
    from lxml import etree

    _bound_attributes(text)
    text = _PAGE_ENDS.sub(lambda end: "\n" * end[0].count("\n"), text)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "ignore"), parser)
    except etree.LxmlError as error:
        if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
            raise ReadError(
                Status.MEMORY, "needs more memory than allowed", "raise the memory limit"
            ) from error
        root = None
    # The parser stops at its own limits and keeps quiet about the text that it gave up.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError(
            Status.TOO_LARGE,
            "nests its elements too deeply",
            "open it in a browser and print it to PDF",
        )
    return root


def page_body(text: str) -> tuple[str, int]:
    """What the body of a page holds, for a page that another one includes, and the number of its
    first line; all of ``text`` where it is only a piece of a page."""
    line = 1
    if start := _BODY_START.search(text):
        line += text.count("\n", 0, start.end())
        text = text[start.end() :]
    if end := _PAGE_ENDS.search(text):
        text = text[: end.start()]
    return text, line


def strip_never_shown(root: Any) -> None:
    """Takes what a browser shows no text of out of the tree."""
    from lxml import etree

    etree.strip_elements(root, *_NEVER_SHOWN, with_tail=False)


def _bound_attributes(text: str) -> None:
    """Raises ReadError (too-large) where a tag has more attributes than libxml2 reads in time."""
    for chunk in text.split(">"):
        if len(chunk) > 2 * _MOST_ATTRIBUTES:
            tag = re.search(r"<[a-zA-Z]", chunk)
            if tag and len(chunk[tag.start() :].split()) > _MOST_ATTRIBUTES:
                raise ReadError(
                    Status.TOO_LARGE,
                    f"has a tag of more than {_MOST_ATTRIBUTES:,} attributes",
                    "open it in a browser and print it to PDF",
                )
