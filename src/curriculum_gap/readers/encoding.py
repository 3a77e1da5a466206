"""Bytes to text: byte order marks, UTF-8, UTF-16/32 without a mark, then old code pages.

Owner of charset-normalizer, which is imported only for text that is not UTF-8.
"""

from __future__ import annotations

import codecs
import re

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.patterns import late
from curriculum_gap.readers.text_cleanup import clean_text

__all__ = ["decode", "decode_head", "decode_within", "wide_encoding"]

_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_SAMPLE = 64_000  # bytes that the guess looks at
_BAD_SHARE = 0.05  # of characters that are U+FFFD, private use or control: no longer text
_BAD = late("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_WESTERN = late(r"cp125\d|cp437|cp85\d|cp1140|latin|iso8859|mac|hp_roman|ascii|tis|cp77", re.I)
_LONE_HIGH_BYTE = late(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_MAC_QUOTES = late(rb"[A-Za-z ,.][\xd2\xd3\xd5\xd0\xd1][A-Za-z ,.]")
_WINDOWS_QUOTES = late(rb"[\x91-\x97]")


def decode_within(content: bytes, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """As :func:`decode`, for a file that is all text; too-large beyond ``limits.text_bytes``."""
    if len(content) > limits.text_bytes:
        raise ReadError(
            Status.TOO_LARGE,
            f"has {len(content) / 1e6:,.1f} MB of text, over the limit of "
            f"{limits.text_bytes / 1e6:,.1f} MB",
            "raise the limit on text size, or split the file",
        )
    return decode(content)


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and the warnings its encoding calls for.

    Line ends come back as ``\\n``, unprintable characters are gone (see `text_cleanup.clean_text`). Raises
    ReadError (undecodable) where no encoding gives readable text.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _wide(content[len(mark) :], name)
    if wide := wide_encoding(content):
        return _wide(content, wide)
    try:
        # Surrogates written as UTF-8 (a fault of some exporters) pass here; `clean_text` drops them.
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
    for mark, name in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(name, "ignore")
    if wide := wide_encoding(head):
        return head.decode(wide, "ignore")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4:  # only the cut hurt
            return head[: error.start].decode("utf-8")
        return head.decode("latin-1")


def wide_encoding(content: bytes) -> str | None:
    """The name of the UTF-16 or UTF-32 form whose zero bytes stand in ``content``, or None.

    Only the first 4 KB count; at least two thirds of the units must carry the zeros that Western
    text has in that form.
    """
    head = content[:4096]
    head = head[: len(head) // 4 * 4]
    if len(head) < 8 or b"\0" not in head:
        return None
    zeros = [head[place::4].count(0) / (len(head) // 4) for place in range(4)]
    most, few = 0.66, 0.34
    if zeros[0] < few and min(zeros[1:]) > most:
        return "utf-32-le"
    if zeros[3] < few and min(zeros[:3]) > most:
        return "utf-32-be"
    if max(zeros[0], zeros[2]) < few and min(zeros[1], zeros[3]) > most:
        return "utf-16-le"
    if max(zeros[1], zeros[3]) < few and min(zeros[0], zeros[2]) > most:
        return "utf-16-be"
    return None


def _wide(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return clean_text(content.decode(name)), ()
    except UnicodeDecodeError:
        shown = name.removesuffix("-le").removesuffix("-be").upper()
        warning = f"some of its {shown} text is damaged and was skipped"
        return _readable(content.decode(name, "replace"), (warning,))


def _readable(text: str, warnings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if len(_BAD.findall(text)) > _BAD_SHARE * len(text):
        raise ReadError(
            Status.UNDECODABLE,
            "its text is in no encoding that can be recognised",
            "save it as UTF-8 text",
        )
    return clean_text(text).replace("\ufffd", ""), warnings


def _mostly_utf8(content: bytes) -> bool:
    """True for UTF-8 with a few bad bytes: the stray ones are outnumbered by whole sequences."""
    sample = content[:_SAMPLE]
    bad = sample.decode("utf-8", "replace").count("\ufffd")
    if bad == 0:
        return True
    wide = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", sample))
    return wide > bad


def _guess(content: bytes) -> str:
    """The most likely old encoding. Western text with few accents goes to Windows-1252 or Mac
    Roman by its quotation marks: statistics on a handful of bytes name neighbours instead."""
    from charset_normalizer import from_bytes

    sample = content[:_SAMPLE]
    high = len(sample.translate(None, bytes(range(128))))
    best = from_bytes(sample).best()
    name = best.encoding if best else "cp1252"
    alone = len(_LONE_HIGH_BYTE.findall(sample)) > 0.7 * high  # not the pairs of East Asian text
    if high < 0.12 * len(sample) and (best is None or alone or _WESTERN.match(name)):
        mac = len(_MAC_QUOTES.findall(sample)) > len(_WINDOWS_QUOTES.findall(sample))
        return "mac_roman" if mac else "cp1252"
    return name
