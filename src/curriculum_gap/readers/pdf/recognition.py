"""Scanned pages, recognised: their pictures become pages with lines and tables like all others.

Takes the numbers of pages without text; gives those that were recognised, and why the others were
not. Drawing them is `page_picture`'s part, the program's answer `tesseract`'s.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Ocr, Status
from curriculum_gap.readers.pdf.bindings import PdfFile
from curriculum_gap.readers.pdf.layout import set_column_ends
from curriculum_gap.readers.pdf.page_objects import RuledLine
from curriculum_gap.readers.pdf.page_picture import PagePicture, draw_page
from curriculum_gap.readers.pdf.pages import Page
from curriculum_gap.readers.pdf.recognized_text import (
    PrintedLine,
    RecognizedText,
    mean_confidence,
    printed_lines,
    with_common_sizes,
)
from curriculum_gap.readers.pdf.tables import find_tables
from curriculum_gap.readers.pdf.text_lines import PageText
from curriculum_gap.readers.pdf.text_quality import page_ranges
from curriculum_gap.readers.tesseract import RecognitionError, check_program, recognize

__all__ = ["Recognition", "recognize_pages"]

# For one page of wall time, on a machine that is busy: text takes two to four seconds of processor
# time, noise ten times as much.
_PAGE_SECONDS = 180.0
_WALL = 3.0  # times the processor time
# Of a page. Of a page of an example, drawn with ever more noise and blur, 76 per cent of the words
# read were right at 71 per cent sure, and 38 per cent at 46: the bound lies between.
_LEAST_CONFIDENCE = 0.6
_HINT = "scan it again, or ask for the original"


@dataclass(frozen=True, slots=True)
class Recognition:
    """The pages that were recognised, how sure that was (0–1 each), and why others were not, by
    their numbers; ``program`` says what was used. ``passing`` are the
    pages that another run may recognise: time ran out, or the program failed."""

    program: str
    pages: dict[int, Page] = field(default_factory=dict)
    confidence: dict[int, float] = field(default_factory=dict)
    failures: dict[int, str] = field(default_factory=dict)
    passing: dict[int, Status] = field(default_factory=dict)

    @property
    def cut_short(self) -> bool:
        """Whether another run may recognise more."""
        return bool(self.passing)

    def warnings(self) -> list[str]:
        """How many pages were recognised, how sure that was, and which were not."""
        told = []
        if self.pages:
            sure = 100 * fmean(self.confidence.values())
            what = f"{page_ranges([*self.pages])} recognised by {self.program}"
            told.append(f"{what}, {sure:.0f} % sure: compare what matters with the document")
        if self.failures:
            told.append(f"not recognised: {self.reasons()}")
        return told

    def reasons(self) -> str:
        """Why pages were not recognised: ``page 3 (ended with code 1)``."""
        pages: dict[str, list[int]] = defaultdict(list)
        for number, reason in self.failures.items():
            pages[reason].append(number)
        return ", ".join(f"{page_ranges(pages[reason])} ({reason})" for reason in pages)

    def explained(self, error: ReadError) -> ReadError:
        """An error with the reasons why pages were not recognised, in place of a hint to do so.
        Where another run may recognise them, the status is why this one did not."""
        if error.status is not Status.SCANNED or not self.failures:
            return error
        what = f"{error.what}; not recognised: {self.reasons()}"
        if Status.TIMEOUT in self.passing.values():
            return ReadError(Status.TIMEOUT, what, "allow more with --limit ocr=600s")
        if self.passing:
            return ReadError(Status.CRASHED, what, "see whether Tesseract reads other pages")
        return ReadError(error.status, what, _HINT)


def recognize_pages(
    pdf: PdfFile, pages: Sequence[Page], numbers: Sequence[int], ocr: Ocr, seconds: float
) -> Recognition:
    """Recognises the pages with these numbers from 1, in so many ``seconds`` of processor time at
    most. Raises InstallationError."""
    check_program(ocr)
    until, spent = time.monotonic() + _WALL * seconds, _processor_time() + seconds
    found = Recognition(ocr.program)
    lines: dict[int, list[PrintedLine]] = {}
    ruled: dict[int, list[RuledLine]] = {}
    by_number = {page.number: page for page in pages}
    for number in numbers:
        left = until - time.monotonic()
        try:
            if left <= 0 or _processor_time() > spent:
                raise RecognitionError(f"no time left of {seconds:.0f} s", Status.TIMEOUT)
            picture, printed = _recognized(pdf, by_number[number], ocr, min(_PAGE_SECONDS, left))
        except RecognitionError as error:
            found.failures[number] = str(error)
            if error.passing:
                found.passing[number] = error.passing
            continue
        lines[number], ruled[number] = printed, picture.rules
        found.confidence[number] = mean_confidence(printed)
    for number, styled in zip(lines, with_common_sizes([*lines.values()]), strict=True):
        found.pages[number] = _as_page(by_number[number], styled, ruled[number])
    return found


def _processor_time() -> float:
    """Seconds of this process and of those that it has started and that have ended."""
    return sum(os.times()[:4])


def _recognized(
    pdf: PdfFile, page: Page, ocr: Ocr, seconds: float
) -> tuple[PagePicture, list[PrintedLine]]:
    """The picture of a page and its printed lines. Raises RecognitionError."""
    picture = draw_page(pdf, page.number, page.width, page.height)
    if picture is None:
        raise RecognitionError("cannot be drawn")
    words = recognize(picture.for_recognition(), ocr.language, seconds)
    lines = printed_lines(words, picture)
    if not lines:
        raise RecognitionError("shows no words")
    sure = mean_confidence(lines)
    if sure < _LEAST_CONFIDENCE:
        raise RecognitionError(f"too unclear, {100 * sure:.0f} % sure")
    return picture, lines


def _as_page(page: Page, lines: Sequence[PrintedLine], ruled: list[RuledLine]) -> Page:
    """A page with what was recognised in its picture in place of the picture."""
    text = PageText(RecognizedText(lines), page.number)
    # A ruled line that was taken out strikes nothing through: it would have struck the word out.
    printed = text.lines(set(), (), page.width, page.height)
    parts = find_tables(text, printed, ruled)
    set_column_ends(parts)
    return replace(
        page,
        parts=tuple(parts),
        image_share=0.0,
        recognized=True,
        paths=0,
        text_objects=0,
        characters=len(text.string),
        unmapped=0,
    )
