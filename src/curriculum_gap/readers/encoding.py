"""Bytes to text: byte order marks, UTF-8, UTF-16/32 without a mark, then old code pages.

Takes the bytes of a text file; gives its text, and warnings where it had to guess.
charset-normalizer tells old code pages apart; it is imported only for text that needs it.
"""

from __future__ import annotations

import codecs

from curriculum_gap.errors import ReadError, over_limit
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.text_cleanup import clean_text

__all__ = ["decode", "decode_head", "decode_within", "unicode_form"]

_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
# Where Western text has zero bytes (0) in units of four bytes, and where others (x).
_WIDE_SHAPES = {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}
_SAMPLE = 64_000  # bytes that the guess looks at
_BAD_SHARE = 0.05  # of characters that are U+FFFD, private use or control: no longer text
_BAD = lazy_pattern("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_WESTERN_SHARE = 0.12  # of bytes that are no ASCII; more is another script or EBCDIC
_UTF8_SEQUENCE = lazy_pattern(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# An accented letter of Western text, not one of the pairs of East Asian text.
_LONE_HIGH_BYTE = lazy_pattern(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
# Curly quotes and dashes as Mac Roman and Windows-1252 write them.
_MAC_QUOTES = lazy_pattern(rb"[A-Za-z ,.][\xd2\xd3\xd5\xd0\xd1][A-Za-z ,.]")
_WINDOWS_QUOTES = lazy_pattern(rb"[\x91-\x97]")


def decode_within(content: bytes, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """As :func:`decode`, for a file that is all text; too-large beyond ``limits.text_bytes``."""
    if len(content) > limits.text_bytes:
        raise ReadError(
            Status.TOO_LARGE,
            f"has {over_limit(len(content), limits.text_bytes, ' of text')}",
            "raise the limit on text size, or split the file",
        )
    return decode(content)


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and the warnings its encoding calls for.

    Line ends come back as ``\\n``, unprintable characters are gone (see `text_cleanup.clean_text`).
    Raises ReadError (undecodable) where no encoding gives readable text.
    """
    name, mark = unicode_form(content)
    if name:
        return _wide(content[mark:], name)
    try:
        # Surrogates written as UTF-8 (a fault of some exporters) pass; `clean_text` drops them.
        return clean_text(content.decode("utf-8", "surrogatepass")), ()
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(content):
        text = content.decode("utf-8", "replace")
        count = text.count("\ufffd")
        return _readable(text, (f"{count} bytes are not valid UTF-8 and were skipped",))
    name = _guess(content)
    text = content.decode(name, "replace")
    return _readable(text, (f"not UTF-8; read as {name}, which is a guess",))


def decode_head(content: bytes, size: int = 16_000) -> str:
    """The first ``size`` bytes as text, never failing: good enough to see what a file is."""
    head = content[:size]
    name, mark = unicode_form(head)
    return head[mark:].decode(name or "utf-8", "replace")


def unicode_form(content: bytes) -> tuple[str, int]:
    """The Unicode encoding that a byte order mark or zero bytes give away, ``""`` where neither
    does; and the length of the mark in bytes."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name, len(mark)
    return _wide_encoding(content), 0


def _wide_encoding(content: bytes) -> str:
    """The name of the UTF-16 or UTF-32 form whose zero bytes stand in ``content``, or ``""``.

    Only the first 4 KB count; at least two thirds of the units must carry the zeros that Western
    text has in that form.
    """
    units = min(len(content), 4096) // 4
    if units < 2 or b"\0" not in content[:4096]:
        return ""
    # For each place in a unit of four bytes, the share of units that have a zero there.
    end = units * 4
    zeros = [content[place:end:4].count(0) / units for place in range(4)]
    shape = "".join(map(_zero_mark, zeros))
    return _WIDE_SHAPES.get(shape, "")


def _zero_mark(share: float) -> str:
    """``0`` where two thirds of the bytes are zero, ``x`` where a third is, ``?`` between."""
    if share > 0.66:
        return "0"
    return "x" if share < 0.34 else "?"


def _wide(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of UTF-16 or UTF-32 without its mark; damaged characters are dropped with a
    warning."""
    try:
        return clean_text(content.decode(name)), ()
    except UnicodeDecodeError:
        shown = name.removesuffix("-le").removesuffix("-be").upper()
        warning = f"some of its {shown} text is damaged and was skipped"
        return _readable(content.decode(name, "replace"), (warning,))


def _readable(text: str, warnings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """``text`` without its damaged characters. Raises ReadError (undecodable) where they are
    many."""
    if len(_BAD.findall(text)) > _BAD_SHARE * len(text):
        raise ReadError(
            Status.UNDECODABLE,
            "its text is in no encoding that can be recognised",
            "save it as UTF-8 text",
        )
    return clean_text(text).replace("\ufffd", ""), warnings


def _mostly_utf8(content: bytes) -> bool:
    """Whether this is UTF-8 with a few bad bytes: whole sequences outnumber the stray ones."""
    sample = content[:_SAMPLE]
    bad = sample.decode("utf-8", "replace").count("\ufffd")
    return bad == 0 or len(_UTF8_SEQUENCE.findall(sample)) > bad


def _guess(content: bytes) -> str:
    """The most likely old encoding. Western text has few accents, each between plain letters; it is
    Windows-1252 or Mac Roman by its quotation marks: statistics on a handful of bytes name
    neighbours instead. For all other text charset-normalizer decides."""
    sample = content[:_SAMPLE]
    high = len(sample.translate(None, bytes(range(128))))
    single = len(_LONE_HIGH_BYTE.findall(sample))
    if high < _WESTERN_SHARE * len(sample) and single > 0.7 * high:
        mac = len(_MAC_QUOTES.findall(sample))
        return "mac_roman" if mac > len(_WINDOWS_QUOTES.findall(sample)) else "cp1252"

    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"
