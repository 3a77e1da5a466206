"""Marks → a PDF with highlights and notes, as an addition to the file: no byte of it changes.

PDFium says where the characters stand (``pages``), pypdf makes the annotations, ``increment`` puts
them behind the file. Same input, same bytes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

from curriculum_gap.annotate.alignment import align
from curriculum_gap.annotate.increment import addition
from curriculum_gap.annotate.marks import AUTHOR, Mark, Marks, Unanchored
from curriculum_gap.annotate.pages import LineBox, PageText, opened_pages
from curriculum_gap.errors import ReadError, UsageError
from curriculum_gap.nouns import Level, Status

__all__ = ["is_marked", "write"]

_TINTS = {
    Level.ABSENT: (0.90, 0.90, 0.90),
    Level.MENTIONED: (0.80, 0.90, 1.00),
    Level.TAUGHT: (1.00, 0.92, 0.60),
    Level.ASSESSED: (0.72, 0.93, 0.72),
}
"""Red, green and blue of a highlight. Black on each has a contrast above 14 : 1."""
_DATE = "D:20000101000000Z"
"""The date of every note: today's would make other bytes each day."""
_PRINTED = 4  # the flag of an annotation that is printed
_LEGEND = "Tints: green assessed, yellow taught, blue mentioned. Each note says the level in words."
_ICON, _MARGIN = 20.0, 8.0  # points: the side of the note's icon, and its distance from the edge
_ICON_FLAGS = 4 | 8 | 16  # printed, not zoomed, not turned
_NAME = re.compile(rb"/NM \(" + AUTHOR.encode() + rb"\d+\)")  # of an annotation of ours


class _Placed(NamedTuple):
    """A mark with the boxes of its lines on one page, counted from 1."""

    mark: Mark
    page: int
    boxes: list[LineBox]


def is_marked(content: bytes) -> bool:
    """Whether a PDF has marks of ours."""
    return _NAME.search(content) is not None


def write(content: bytes, source: str, marks: Marks) -> tuple[bytes, list[Unanchored]]:
    """The PDF ``content`` with ``marks`` behind it, and the marks that found no place.

    Raises UsageError where pypdf is missing or cannot add to this file, ReadError where the file is
    encrypted.
    """
    try:
        import pypdf
    except ImportError:
        hint = "pip install 'gapcheck[annotate]'"
        raise UsageError(source, "marking a PDF needs pypdf", hint) from None
    placed, unanchored = _place(content, marks.passages)
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)  # it tells of faults that are the original's, a line for each
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted:  # what is added would have to be encrypted too
            raise ReadError(Status.ENCRYPTED, "is encrypted", "save a copy without protection")
        writer = pypdf.PdfWriter(BytesIO(content), incremental=True)
        note = _note(reader.pages[0], marks.document_note(unanchored, _LEGEND))
        writer.add_annotation(0, note)
        for number, one in enumerate(placed, 1):
            writer.add_annotation(one.page - 1, _highlight(one, number))
        objects = {entry.idnum: entry.get_object() for entry in writer.list_objects_in_increment()}
        marked = content + addition(content, objects, reader.trailer)
    except ReadError:
        raise
    except Exception as error:  # of a file of strangers, pypdf raises whatever its parser meets
        raise _not_possible(source, type(error).__name__) from error
    finally:
        log.setLevel(level)
    if not _is_whole(marked, len(placed) + 1):
        raise _not_possible(source, "it is damaged")
    return marked, unanchored


def _not_possible(source: str, why: str) -> UsageError:
    what = f"no marks can be added to it ({why})"
    return UsageError(source, what, "print it to a new PDF and mark that")


def _is_whole(marked: bytes, number: int) -> bool:
    """Whether PDFium finds at least this number of annotations in a marked file."""
    import pypdfium2

    raw = pypdfium2.raw
    count = 0
    try:
        with pypdfium2.PdfDocument(marked) as pdf:
            for index in range(len(pdf)):
                page = pdf[index]
                count += max(0, raw.FPDFPage_GetAnnotCount(page))
                page.close()
    except pypdfium2.PdfiumError:
        return False
    return count >= number


# Places


def _place(content: bytes, marks: Sequence[Mark]) -> tuple[list[_Placed], list[Unanchored]]:
    """The marks with their boxes. A passage may go on on the page after its own."""
    placed: list[_Placed] = []
    unanchored: list[Unanchored] = []
    numbers = {mark.passage.page for mark in marks if mark.passage.page is not None}
    taken: dict[int, bytearray] = {}
    with opened_pages(content, numbers | {number + 1 for number in numbers}) as pages:
        for mark in marks:
            found = _place_one(mark, pages, taken)
            placed += found
            if not found:
                unanchored.append(Unanchored(mark))
    return placed, unanchored


def _place_one(
    mark: Mark, pages: dict[int, PageText], taken: dict[int, bytearray]
) -> list[_Placed]:
    """One mark on its page, and on the next one where it goes on there."""
    number = mark.passage.page
    if number is None or number not in pages:
        return []
    first, after = pages[number], pages.get(number + 1)
    length = len(first.letters.text)
    around = first.letters.text + (after.letters.text if after else "")
    taken_here = taken.setdefault(number, bytearray(len(around)))
    spans = align(mark.passage.text, mark.terms, around, taken_here)
    here = [box for span in spans for box in first.boxes(span.found, min(span.found_end, length))]
    placed = [_Placed(mark, number, here)] if here else []
    if after:
        there = [
            box
            for span in spans
            if span.found_end > length
            for box in after.boxes(max(0, span.found - length), span.found_end - length)
        ]
        placed += [_Placed(mark, number + 1, there)] if there else []
    return placed


# Annotations


def _highlight(placed: _Placed, number: int) -> Any:
    """The highlight of one mark on one page."""
    from pypdf.generic import NameObject, NumberObject

    quads = [value for box in placed.boxes for value in box.corners()]
    around = (
        min(box.left for box in placed.boxes),
        min(box.bottom for box in placed.boxes),
        max(box.right for box in placed.boxes),
        max(box.top for box in placed.boxes),
    )
    annotation = _annotation("/Highlight", f"{AUTHOR}{number}", placed.mark.note, around)
    annotation[NameObject("/QuadPoints")] = _numbers(quads)
    annotation[NameObject("/F")] = NumberObject(_PRINTED)
    annotation[NameObject("/C")] = _numbers(_TINTS[placed.mark.level])
    return annotation


def _note(page: Any, text: str) -> Any:
    """The note of the whole document, in the corner where the page as it is shown begins."""
    from pypdf.generic import NameObject, NumberObject

    box = page.cropbox
    left, right = float(box.left) + _MARGIN, float(box.right) - _MARGIN - _ICON
    bottom, top = float(box.bottom) + _MARGIN, float(box.top) - _MARGIN - _ICON
    corners = {0: (left, top), 90: (left, bottom), 180: (right, bottom), 270: (right, top)}
    x, y = corners.get(int(page.rotation or 0) % 360, (left, top))
    annotation = _annotation("/Text", f"{AUTHOR}0", text, (x, y, x + _ICON, y + _ICON))
    annotation[NameObject("/F")] = NumberObject(_ICON_FLAGS)
    annotation[NameObject("/Name")] = NameObject("/Note")
    annotation[NameObject("/C")] = _numbers((1.0, 0.92, 0.60))
    return annotation


def _annotation(kind: str, name: str, text: str, box: tuple[float, float, float, float]) -> Any:
    """What highlights and notes have in common, as pypdf's dictionary."""
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/NM"): TextStringObject(name),
            NameObject("/T"): TextStringObject(AUTHOR),
            NameObject("/M"): TextStringObject(_DATE),
            NameObject("/CreationDate"): TextStringObject(_DATE),
            NameObject("/Contents"): TextStringObject(text),
            NameObject("/Rect"): _numbers(box),
        }
    )


def _numbers(values: Sequence[float]) -> Any:
    from pypdf.generic import ArrayObject, FloatObject

    return ArrayObject([FloatObject(round(value, 3)) for value in values])
