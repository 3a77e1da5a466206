"""Objects behind the end of a PDF: an incremental update (PDF 32000-1, 7.5.6).

pypdf's own writes a cross-reference stream after a table too, leaves the stream out of itself,
of which qpdf warns, and drops the title and author of the file. So objects are pypdf's, and the
lines around them are written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from itertools import groupby
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Status

__all__ = ["addition"]

_START = re.compile(rb"startxref\s+(\d+)")
_STREAM = re.compile(rb"\s*\d+\s+\d+\s+obj\b")
_TABLE = re.compile(rb"\s*xref\b")
_TAIL = 2_048  # bytes at the end of a file in which its newest cross-reference is named
_KEPT = ("/Root", "/Info", "/ID")


def addition(content: bytes, objects: Mapping[int, Any], trailer: Any) -> bytes:
    """What stands behind ``content`` so that ``objects``, pypdf's by their numbers, go before those
    in it. ``trailer`` is that of the file. Raises ReadError (damaged) where its end names no
    cross-reference: viewers that repair such a file find no way through the addition."""
    starts = _START.findall(content[-_TAIL:])
    previous = int(starts[-1]) if starts else len(content)
    has_table = _TABLE.match(content, previous) is not None
    if not has_table and not _STREAM.match(content, previous):
        raise ReadError(Status.DAMAGED, "its cross-reference is damaged", "print it to a new PDF")
    out = BytesIO()
    if not content.endswith(b"\n"):
        out.write(b"\n")
    offsets: dict[int, int] = {}
    for number, value in sorted(objects.items()):
        offsets[number] = len(content) + out.tell()
        out.write(f"{number} 0 obj\n".encode())
        value.write_to_stream(out)
        out.write(b"\nendobj\n")
    size = max(int(trailer["/Size"]), max(objects) + 1)
    place = len(content) + out.tell()
    if has_table:
        _write_table(out, offsets, size, previous, trailer)
    else:
        _write_stream(out, offsets | {size: place}, size, previous, trailer)
    out.write(f"startxref\n{place}\n%%EOF\n".encode())
    return out.getvalue()


def _trailer(size: int, previous: int, trailer: Any) -> Any:
    """The entries of a trailer: those of the file that it must repeat, and where to go on."""
    from pypdf.generic import DictionaryObject, NameObject, NumberObject

    made = DictionaryObject(
        {NameObject(key): trailer.raw_get(key) for key in _KEPT if key in trailer}
    )
    made[NameObject("/Size")] = NumberObject(size)
    made[NameObject("/Prev")] = NumberObject(previous)
    return made


def _write_table(
    out: BytesIO, offsets: Mapping[int, int], size: int, previous: int, trailer: Any
) -> None:
    """A cross-reference table and the trailer."""
    out.write(b"xref\n")
    for first, count in _runs(offsets):
        out.write(f"{first} {count}\n".encode())
        for number in range(first, first + count):
            out.write(f"{offsets[number]:010d} 00000 n \n".encode())
    out.write(b"trailer\n")
    _trailer(size, previous, trailer).write_to_stream(out)
    out.write(b"\n")


def _write_stream(
    out: BytesIO, offsets: Mapping[int, int], number: int, previous: int, trailer: Any
) -> None:
    """A cross-reference stream, the object ``number``, which is one of ``offsets``."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, NumberObject

    stream = DecodedStreamObject()
    stream.update(_trailer(number + 1, previous, trailer))
    stream[NameObject("/Type")] = NameObject("/XRef")
    stream[NameObject("/W")] = ArrayObject([NumberObject(width) for width in (1, 4, 2)])
    stream[NameObject("/Index")] = ArrayObject(
        [NumberObject(one) for run in _runs(offsets) for one in run]
    )
    rows = (b"\1" + offset.to_bytes(4, "big") + b"\0\0" for _, offset in sorted(offsets.items()))
    stream.set_data(b"".join(rows))
    out.write(f"{number} 0 obj\n".encode())
    stream.write_to_stream(out)
    out.write(b"\nendobj\n")


def _runs(offsets: Mapping[int, int]) -> list[tuple[int, int]]:
    """First number and length of each run of numbers without a gap."""
    numbered = enumerate(sorted(offsets))
    runs = (list(run) for _, run in groupby(numbered, lambda entry: entry[1] - entry[0]))
    return [(run[0][1], len(run)) for run in runs]
