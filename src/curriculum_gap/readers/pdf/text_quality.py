"""Whether the text of a PDF is what its readers see, and what of it stays unread.

Takes `Page`s and blocks; raises `ReadError` with the status that is true of the whole file, and
gives the warnings about the rest: scanned pages, fonts that do not say which letters they show,
hidden text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits, Status
from curriculum_gap.readers.pdf.pages import LINE_END_HYPHEN, Line, Page
from curriculum_gap.readers.text_cleanup import number_ranges

__all__ = [
    "PdfiumError",
    "TextQuality",
    "check_text",
    "check_words",
    "count_characters",
    "decoding_fault",
    "has_few_letters",
    "not_opened",
    "page_ranges",
    "too_many_pages",
    "undecodable",
    "unread_pages",
    "warnings",
]

_OCR = "try --ocr, or run OCR (for example ocrmypdf) and check the result"
_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_… of FPDF_GetLastError
_GLYPH_NUMBER = re.compile(r"\(cid:\d+\)")  # what some writers put for a letter they do not know
_LEADERS = re.compile(r"(?:[.·…_-]\s?){4,}")  # dots from an entry of a contents page to its number
_DIGITS = re.compile(r"\d+")
_VOWELS = frozenset("aeiouyAEIOUY")

# Shares and lengths, chosen between 96 real syllabi and files broken on purpose.
_SCAN_IMAGES = 0.4  # share of a page: it is a scan if it has fewer words than `_SCAN_WORDS`
_ANY_IMAGES = 0.05  # the same for a page without any word
_SCAN_WORDS = 5  # repeated lines not counted
_EDGE = 0.07  # share of a page's height, for headers and stamps on a scan
_FEW_OBJECTS = 10  # pieces of text on a page: fewer may be a page number and spaces
_DRAWN_PAGE = 200  # paths on a page: text that is drawn, or a picture that is
_LONGEST_NOTICE = 60  # words that are repeated on scanned pages
_FEW_WORDS = 25  # of a document whose pages are images: a header, a watermark
_DRAWN_LETTERS = 50  # paths in a document without text: its letters are drawn
_STAMP_WORDS = 12  # a document of fewer, with a scanner's stamp, is a scan
_STAMP = re.compile(r"\bscanned (?:with|by|using|from|on)\b|\b\w*scanner\b|\bcamscan", re.I)
_LEAST_TEXT = 40  # visible characters: fewer say nothing about a font
_MUCH_TEXT = 200  # enough to judge by the share of letters
_LATIN_TEXT = 300  # enough to judge by the share of vowels (0.35–0.45 in European languages)


class PdfiumError(ReadError):
    """PDFium reads nothing of a file; another reader may."""


def not_opened(code: int) -> ReadError:
    """What PDFium's error ``code`` says of a file that it does not open."""
    if code == _PASSWORD:
        what = "is protected by a password"
        return ReadError(Status.ENCRYPTED, what, "save a copy without password")
    if code == _SECURITY:
        what = "is protected in a way that PDFium does not know"
        return ReadError(Status.ENCRYPTED, what, "print it to a new PDF")
    return PdfiumError(Status.DAMAGED, "is damaged or no PDF", "export it again")


def too_many_pages(pages: int, limits: Limits) -> ReadError:
    """``pages`` are more than the limits allow."""
    what = f"has {pages:,} pages, more than {limits.pages:,}"
    return ReadError(Status.TOO_LARGE, what, "split it, or raise the limit")


def undecodable(fault: str = "") -> ReadError:
    """The text is not what readers see; ``fault`` says what stands in place of letters."""
    instead = f" ({fault} in their place)" if fault else ""
    what = f"its fonts do not say which letters they show{instead}"
    return ReadError(Status.UNDECODABLE, what, "export it again from the original, or try --ocr")


@dataclass(frozen=True, slots=True)
class TextQuality:
    """Numbers of the pages that are images without text, and of those whose letters make no
    sense."""

    scanned: tuple[int, ...]
    garbled: tuple[int, ...]

    def unread_pages(self, not_loaded: Sequence[int]) -> tuple[int, ...]:
        """All pages whose text is not known, those among them that PDFium cannot load."""
        return tuple(sorted({*self.scanned, *self.garbled, *not_loaded}))


def has_few_letters(page: Page) -> bool:
    """Whether a page draws more pieces of text than its letters account for."""
    letters = sum(map(str.isalnum, page.text()))
    return page.text_objects >= _FEW_OBJECTS and letters < min(_MUCH_TEXT, 2 * page.text_objects)


def unread_pages(pages: Sequence[Page], lost: Collection[int]) -> list[int]:
    """The numbers of the pages that hold no text, or none that can be what readers see, and that a
    program may recognise by their look. On the pages ``lost``, PDFium misses letters."""
    repeated = _repeated_lines(pages)
    found: list[int] = []
    for page in pages:
        is_drawn = page.image_share >= _ANY_IMAGES or page.paths > _DRAWN_LETTERS
        is_blank = not any(map(str.isalnum, page.text()))
        garbled = page.number in lost or decoding_fault(count_characters(page.text()))
        if garbled or _is_scan(page, repeated) or (is_blank and is_drawn):
            found.append(page.number)
    return found


def check_text(pages: Sequence[Page], lost: Collection[int] = ()) -> TextQuality:
    """Which pages have no text, or none that can be what readers see. Both count among the pages of
    a document that is read, with a warning. On the pages ``lost``, PDFium misses letters.

    Raises ReadError: scanned where most pages are images, empty where no page has text, undecodable
    where the text as a whole makes no sense.
    """
    repeated = _repeated_lines(pages)
    scanned: list[int] = []
    garbled: list[int] = []
    total: Counter[str] = Counter()
    for page in pages:
        text = page.text()
        if _is_scan(page, repeated):
            scanned.append(page.number)
            continue
        characters = count_characters(text)
        total.update(characters)
        if page.number in lost or decoding_fault(characters):
            garbled.append(page.number)
    if len(lost) * 2 > len(pages):
        what = f"has fonts whose letters PDFium does not know on {len(lost)} of {len(pages)} pages"
        raise PdfiumError(Status.UNDECODABLE, what, _OCR)
    if not total:
        raise _no_text(pages, bool(scanned))
    if len(scanned) * 2 > len(pages):
        raise _mostly_scanned(len(scanned), len(pages))
    fault = decoding_fault(total)
    if fault:
        raise undecodable(fault)
    return TextQuality(tuple(scanned), tuple(garbled))


def _repeated_lines(pages: Sequence[Page]) -> set[str]:
    """The lines that stand on a quarter of the pages with images, and on two of them at least: a
    running header or a library's watermark is no text of a scanned page."""
    with_images = [page for page in pages if _has_picture(page) and _is_notice(page)]
    counts: Counter[str] = Counter()
    for page in with_images:
        counts.update({_normal(part) for part in page.parts if isinstance(part, Line)})
    least = max(2, len(with_images) / 4)
    return {text for text, count in counts.items() if count >= least}


def _has_picture(page: Page) -> bool:
    return page.image_share >= _ANY_IMAGES or page.paths >= _DRAWN_PAGE


def _is_notice(page: Page) -> bool:
    """Whether the text of a page is as short as a running header or the notice of a library."""
    return len(page.text().split()) < _LONGEST_NOTICE


def _normal(line: Line) -> str:
    """The text of a line with ``#`` for each number: "page 3" and "page 4" are one."""
    return _DIGITS.sub("#", line.text.casefold())


def _is_scan(page: Page, repeated: set[str]) -> bool:
    """Whether a page shows nothing but an image or shapes, beside lines that are ``repeated`` and
    those at the edges of a page that the image covers."""
    if not _has_picture(page):
        return False
    is_large = page.image_share >= _SCAN_IMAGES or page.paths >= _DRAWN_PAGE
    edge = _EDGE * page.height if is_large else 0.0
    words = 0
    for part in page.parts:
        if not isinstance(part, Line):
            return False
        at_edge = part.box.bottom < edge or part.box.top > page.height - edge
        if not part.hidden and not at_edge and _normal(part) not in repeated:
            words += len(part.text.split())
    return words < (_SCAN_WORDS if is_large else 1)


def _mostly_scanned(scanned: int, pages: int) -> ReadError:
    what = f"holds images without text on {scanned} of {pages} pages"
    return ReadError(Status.SCANNED, what, _OCR)


def _no_text(pages: Sequence[Page], has_scans: bool) -> ReadError:
    """Why no page has text."""
    if has_scans:
        return ReadError(Status.SCANNED, "holds images of pages, no text", _OCR)
    if sum(page.paths for page in pages) > _DRAWN_LETTERS:
        return ReadError(Status.SCANNED, "holds letters drawn as shapes, no text", _OCR)
    what = "holds no text"
    if any(page.text_objects for page in pages):
        return PdfiumError(Status.EMPTY, what)
    return ReadError(Status.EMPTY, what)


def check_words(pages: Sequence[Page], blocks: Sequence[Block], words: int) -> None:
    """Raises ReadError where ``blocks``, which hold so many ``words``, say nothing: no word, or
    only the stamp of a scanner ("Scanned with …").

    The error is a `PdfiumError` where another reader may find more.
    """
    if not words:
        # Letters that no font maps to characters make no words. Most are such: it is the fonts.
        unmapped = sum(page.unmapped for page in pages)
        if unmapped * 2 > sum(page.characters for page in pages):
            raise undecodable()
        raise PdfiumError(Status.EMPTY, "holds no text that a reader of it would see")
    if words < _STAMP_WORDS:
        text = " ".join(block.text for block in blocks)
        if _STAMP.search(text):
            what = "holds the stamp of a scanner, no other text"
            raise ReadError(Status.SCANNED, what, _OCR)
    images = sum(page.image_share >= _SCAN_IMAGES and not page.recognized for page in pages)
    if words < _FEW_WORDS and images * 2 >= len(pages):
        raise _mostly_scanned(images, len(pages))


def count_characters(text: str) -> Counter[str]:
    """How often each visible character stands in ``text``; a glyph number is one NUL, and dot
    leaders are none."""
    if "(cid:" in text:
        text = _GLYPH_NUMBER.sub("\0", text)
    counts = Counter(_LEADERS.sub("", text))
    for character in [*counts]:
        if character.isspace() or character == LINE_END_HYPHEN:
            del counts[character]
    return counts


def decoding_fault(counts: Counter[str]) -> str:
    """Why characters cannot be what readers of the page see, "" if they can.

    Fonts without a map to Unicode give glyph numbers, private codes, replacement characters, or
    letters shifted to others (no vowels, digits inside of words). The bounds leave room for tables
    of figures, code and formulas: of 96 real syllabi none is called undecodable.
    """
    total = counts.total()
    if total < _LEAST_TEXT:
        return ""
    lost = counts["\0"] + counts["\ufffd"]
    if lost > 0.05 * total:
        return "characters that cannot be decoded"
    if _count(counts, _is_private) > 0.2 * total:
        return "private glyphs"
    if _count(counts, _is_control) > 0.2 * total:
        return "control codes"
    if total < _MUCH_TEXT:
        return ""
    letters = _count(counts, str.isalpha)
    digits = _count(counts, str.isdigit)
    if letters < 0.25 * total and digits < 0.5 * total:
        return "punctuation and digits"
    latin = _count(counts, _is_latin)
    vowels = _count(counts, _VOWELS.__contains__)
    if latin > _LATIN_TEXT and latin > 0.9 * letters and vowels < 0.22 * latin:
        return "other letters"
    return ""


def _count(counts: Counter[str], is_counted: Callable[[str], bool]) -> int:
    """How many characters there are of a kind."""
    return sum(counts[character] for character in filter(is_counted, counts))


def _is_private(character: str) -> bool:
    """Whether a character means something in one font only (Unicode's private use area)."""
    return "\ue000" <= character <= "\uf8ff"


def _is_control(character: str) -> bool:
    return character < " "


def _is_latin(character: str) -> bool:
    """Whether a character is one of the 52 letters whose vowels are known."""
    return character.isascii() and character.isalpha()


def warnings(
    quality: TextQuality, unread: Sequence[int], blocks: Sequence[Block], told: Collection[int] = ()
) -> list[str]:
    """What of a document stays unread: scanned and garbled pages but those that were ``told`` of,
    the pages ``unread`` that PDFium cannot load, and blocks that nobody sees."""
    found: list[str] = []
    scanned = [number for number in quality.scanned if number not in told]
    garbled = [number for number in quality.garbled if number not in told]
    if len(scanned) == 1:
        found.append(f"{page_ranges(scanned)} is an image without text; try --ocr to read it")
    elif scanned:
        found.append(f"{page_ranges(scanned)} are images without text; try --ocr to read them")
    if unread:
        found.append(f"{page_ranges(unread)} could not be read")
    if garbled:
        them = "it" if len(garbled) == 1 else "them"
        what = "fonts do not say which letters they show"
        found.append(f"{page_ranges(garbled)}: {what}; try --ocr to read {them}")
    hidden = [block for block in blocks if block.hidden]
    words = sum(len(block.text.split()) for block in hidden)
    if words:
        numbers = sorted({block.page for block in hidden if block.page})
        noun = "word" if words == 1 else "words"
        found.append(f"{words} {noun} of hidden text on {page_ranges(numbers)} left out")
    return found


def page_ranges(numbers: Sequence[int]) -> str:
    """``pages 1–3, 7`` for 1, 2, 3, 7."""
    return f"{'pages' if len(numbers) > 1 else 'page'} {number_ranges(numbers)}"
