"""Text that others wrote, made safe to show.

Documents, file names and rubrics may hold terminal control sequences, text that reverses reading
order, half characters and commands of build servers. Everything that a report shows passes through
here first; nothing is lost: what cannot be shown as it is, is shown as an escape.
"""

from __future__ import annotations

import re

from curriculum_gap.patterns import late

__all__ = ["as_json_escapes", "as_line", "as_log", "as_text", "width_of_surrogate"]

# C0 and C1 controls, bidirectional controls and marks, interlinear anchors, tags, noncharacters.
_ACTIVE = (
    "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufdd0-\ufdef"
    "\U000e0000-\U000e007f"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
)
_SURROGATE = late("[\ud800-\udfff]")
_BREAK = late("\\s+|[\x85\u2028\u2029]+")
_NOTHING_TO_SEE = late("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width space, joiner
_TERMINAL = late(f"[{_ACTIVE}\ud800-\udfff]")
_JSON = late(f"[{_ACTIVE.replace(chr(0) + '-' + chr(0x1F), '')}\u2028\u2029]")
_JSON_COMMAND = late(r"#(?=#\[|#vso\[)")
_LOG_COMMAND = late(r"^((?:\x1b\[[0-9;]*m|\s)*):(?=:)|##(?=\[|vso\[)", re.MULTILINE)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was no text, kept by surrogateescape
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def as_line(text: str) -> str:
    """One line for a terminal: white space folded, invisible joins dropped, everything that could
    act shown as an escape (``\\x1b``, ``\\u202e``). Always encodable as UTF-8."""
    return _TERMINAL.sub(_escape, _NOTHING_TO_SEE.sub("", _BREAK.sub(" ", text))).strip()


def as_text(text: str) -> str:
    """The same text, encodable as UTF-8: lone surrogates become ``\\xNN`` (a stray byte) or
    ``\\ud8NN``; everything else stays."""
    # Half characters are unprintable, and that is quick to know; none is ASCII, and quicker still.
    return text if text.isascii() or text.isprintable() else _SURROGATE.sub(_escape, text)


def width_of_surrogate(text: str, end: int) -> int:
    """How many characters ``as_text`` adds before offset ``end`` of ``text``."""
    if text.isprintable():
        return 0
    return sum(len(_escape(match)) - 1 for match in _SURROGATE.finditer(text, 0, end))


def as_json_escapes(json: str) -> str:
    """Serialised JSON with every character that could act on a screen written as ``\\uNNNN``;
    parses to the same value."""

    def escape(match: re.Match[str]) -> str:
        units = match[0].encode("utf-16-be", "surrogatepass")
        return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))

    if not json.isprintable():  # as each of the characters looked for makes it
        json = _JSON.sub(escape, json)
    return _JSON_COMMAND.sub(escape, json) if "##" in json else json


def as_log(rendered: str) -> str:
    """A rendered page in which no line is a command to a build server (``::error::``, ``##[…]``,
    ``##vso[…]``); these are obeyed wherever standard output goes to its log."""
    return _LOG_COMMAND.sub(
        lambda match: f"{match[1]}\\x3a" if match[1] is not None else "\\x23#", rendered
    )
