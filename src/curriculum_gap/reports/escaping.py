"""Text that others wrote, made safe to show. Takes any text, gives text that cannot act.

Documents, file names and rubrics may hold terminal control sequences, characters that reverse the
reading order, lone surrogates and commands of build servers. Everything that a report shows passes
through here first. Nothing is lost: what cannot be shown as it is becomes an escape.
"""

from __future__ import annotations

import html
import re

__all__ = [
    "escape_html",
    "escape_json",
    "escape_line",
    "escape_log_commands",
    "escape_markdown",
    "escape_surrogates",
    "surrogate_growth",
]

# The last two code points of each of the 17 planes are no characters.
_NONCHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
# Bidirectional marks and controls, interlinear anchors, noncharacters, tags.
_INVISIBLE = (
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufdd0-\ufdef"
    f"\U000e0000-\U000e007f{_NONCHARACTERS}"
)
_SURROGATES = "\ud800-\udfff"
_SURROGATE = re.compile(f"[{_SURROGATES}]")
_TERMINAL = re.compile(f"[\x00-\x1f\x7f-\x9f{_INVISIBLE}{_SURROGATES}]")
# The encoder has escaped U+0000 to U+001F already.
_JSON = re.compile(f"[\x7f-\x9f{_INVISIBLE}\u2028\u2029{_SURROGATES}]")
_LINE_BREAK = re.compile("\\s+|[\x85\u2028\u2029]+")
_ZERO_WIDTH = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width space, joiners
_JSON_COMMAND = re.compile(r"#(?=#\[|#vso\[)")
# At the start of a line, after colours and blanks: "::"; anywhere: "##[" and "##vso[".
_LOG_COMMAND = re.compile(r"^((?:\x1b\[[0-9;]*m|\s)*):(?=:)|##(?=\[|vso\[)", re.MULTILINE)
# Characters of markup anywhere, and those that begin a list, a heading or a number.
_MARKDOWN = re.compile(r"[\\`*_\[\](){}<>&|~!$\"']|^[-+=.\d]")
# What GitHub turns into a link or a mention by itself.
_MARKDOWN_LINK = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(?=:)|(www)(?=\.)|(gh)(?=-\d)|@|(?<!&)#")
_ZERO_WIDTH_SPACE = "&#8203;"


def _backslash_escape(match: re.Match[str]) -> str:
    """The escape of one character, as Python writes it: ``\\x1b``, ``\\u202e``, ``\\U000e0041``."""
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was no text, kept by surrogateescape
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def escape_line(text: str) -> str:
    """``text`` as one line for a terminal, always encodable as UTF-8.

    White space is folded, invisible joiners are dropped, and every character that could act is
    shown as an escape (``\\x1b``, ``\\u202e``).
    """
    if text.isprintable():  # holds nothing to escape or to drop, and no white space but blanks
        return " ".join(text.split()) if "  " in text else text.strip()
    one_line = _LINE_BREAK.sub(" ", text)
    visible = _ZERO_WIDTH.sub("", one_line)
    return _TERMINAL.sub(_backslash_escape, visible).strip()


def escape_surrogates(text: str) -> str:
    """``text``, encodable as UTF-8: a stray byte becomes ``\\xNN``, another lone surrogate
    ``\\ud8NN``. Everything else stays."""
    # Surrogates are neither ASCII nor printable, and both are quick to ask.
    if text.isascii() or text.isprintable():
        return text
    return _SURROGATE.sub(_backslash_escape, text)


def surrogate_growth(text: str, end: int) -> int:
    """How many characters :func:`escape_surrogates` adds before offset ``end`` of ``text``."""
    if text.isprintable():
        return 0
    surrogates = _SURROGATE.finditer(text, 0, end)
    return sum(len(_backslash_escape(match)) - 1 for match in surrogates)


def escape_json(serialised: str) -> str:
    """Serialised JSON in which nothing can act on a screen or in a build log.

    Active characters become ``\\uNNNN``, so that it parses to the same value. Lone surrogates,
    which UTF-8 cannot hold, become visible escapes as in :func:`escape_surrogates`.
    """

    def escape(match: re.Match[str]) -> str:
        if _SURROGATE.match(match[0]):
            return "\\" + _backslash_escape(match)
        units = match[0].encode("utf-16-be")
        return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))

    if not serialised.isprintable():  # each of the characters looked for is unprintable
        serialised = _JSON.sub(escape, serialised)
    return _JSON_COMMAND.sub(escape, serialised)


def escape_log_commands(page: str) -> str:
    """A rendered page in which no line is a command to a build server (``::error::``, ``##[…]``,
    ``##vso[…]``). Build servers obey them wherever standard output goes to their log."""
    return _LOG_COMMAND.sub(
        lambda match: "\\x23#" if match[1] is None else f"{match[1]}\\x3a", page
    )


def escape_html(text: str) -> str:
    """``text`` in one line, as text of an HTML page: no tag, no entity, no end of an attribute."""
    return html.escape(escape_line(text), quote=True)


def escape_markdown(text: str) -> str:
    """``text`` in one line, as text of Markdown: no markup, no HTML, no link, nobody mentioned."""
    escaped = _MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", escape_line(text))
    return _MARKDOWN_LINK.sub(lambda match: match[0] + _ZERO_WIDTH_SPACE, escaped)
