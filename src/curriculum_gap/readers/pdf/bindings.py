"""PDFium, called through the raw bindings of pypdfium2.

Takes the bytes of a PDF; gives pages, drawn objects and characters, with their boxes in points from
the top left of the page as shown. It is the only module that knows ctypes.

All calls are the plain, typed ones of ``pypdfium2_raw``: a ctypes number or structure is passed
where PDFium writes one. pypdfium2's own classes are not used: they need twice the time to import
(0.10 against 0.05 s, of a run of 0.2 s).
"""

from __future__ import annotations

import ctypes
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

__all__ = [
    "PAPER",
    "Box",
    "Characters",
    "FontStyle",
    "PdfFile",
    "TextPage",
    "Transform",
    "address",
    "turn_upright",
]


class Box(NamedTuple):
    """A rectangle, in points from the top left of the page as shown."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Points from the left to the right edge."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points from the upper to the lower edge."""
        return self.bottom - self.top

    def centre(self) -> tuple[float, float]:
        """The point in the middle."""
        x = (self.x0 + self.x1) / 2
        y = (self.top + self.bottom) / 2
        return x, y

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it. The right and the lower edge belong to the next box, so that
        a point lies in one of two that touch."""
        return self.x0 <= x < self.x1 and self.top <= y < self.bottom

    def overlaps(self, other: Box) -> bool:
        """Whether the two have a part in common."""
        beside = self.x0 >= other.x1 or self.x1 <= other.x0
        above_or_below = self.top >= other.bottom or self.bottom <= other.top
        return not beside and not above_or_below


_FLATTENED = 1  # FPDFPage_Flatten: the page was changed
_FONT_NAME_BYTES = 128  # longer names are cut off
_FORCE_BOLD, _ITALIC = 1 << 18, 1 << 6  # flags of a font descriptor (PDF 32000-1, table 123)
# Names of fonts that are bold or italic, TeX's (cmbx, cmti, …) among them: they set no flags.
_BOLD_NAME = re.compile(
    r"bold|black|heavy|demi|(?:^|\+)(?:cmbx|cmb1|sfbx|ecbx)|-medi\b|-bd\b", re.I
)
_ITALIC_NAME = re.compile(r"italic|obliq|(?:^|\+)(?:cmti|cmsl|sfti|ecti)|-(?:bold)?it\b", re.I)
_METADATA_BYTES = 2_000  # a longer title in the metadata is none
# A file inside of the document. Formulas, sounds and films are part of its pages; LaTeX attaches
# formulas and style sheets to what it tags.
_EMBEDDED = re.compile(
    rb"<<(?![^>]{0,300}(?:mathml|x-tex|html|css|/audio|/image|/video))[^<>]{0,200}/Type\s?/EmbeddedFile\b"
)
_LINK, _FREE_TEXT, _STRUCK, _STAMP, _ATTACHED, _WIDGET = 2, 3, 12, 13, 17, 20  # FPDF_ANNOT_…
_DRAWN = (_FREE_TEXT, _STRUCK, _STAMP, _WIDGET)
_DRAW_ANNOTATIONS = 1  # FPDF_ANNOT of FPDF_RenderPageBitmap
_TEXT_FIELDS = (4, 5, 6)  # FPDF_FORMFIELD_…: lists and lines
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5  # flags of an annotation (PDF 32000-1, table 165)
_MAX_ANNOTATIONS = 2_000  # of a page
_MAX_FILES = 100  # attached ones whose names are told
_CHARACTERS_ASKED = 60  # of a page, for the way that its letters stand
_QUARTER = math.pi / 2
_LAYER_MARK = "OC\0".encode("utf-16-le")
PAPER = b"\xbf\x3f\x7f\xff"
"""The four bytes of a pixel that nothing is drawn on: blue, green and red of a colour that no text
has, and an unused one."""


@dataclass(frozen=True, slots=True)
class Transform:
    """An affine map from PDF space (y upwards) to points from the top left of the page as shown.

    ``x' = a·x + c·y + e`` and ``y' = b·x + d·y + f``, the order of numbers of a PDF matrix. Pages
    map their own space (they may be turned and may not begin at 0, 0), forms draw in one of theirs.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The smallest upright box around a mapped rectangle, given by its edges in PDF space."""
        if self.a > 0 > self.d and not self.b and not self.c:
            # Pages that are not turned, which most are: half the time.
            return Box(
                self.a * left + self.e,
                self.d * top + self.f,
                self.a * right + self.e,
                self.d * bottom + self.f,
            )
        half_width = abs(right - left) / 2
        half_height = abs(top - bottom) / 2
        centre_x = (left + right) / 2
        centre_y = (bottom + top) / 2
        x, y = self.point(centre_x, centre_y)
        # How far the turned rectangle reaches from its centre.
        reach_x = abs(self.a) * half_width + abs(self.c) * half_height
        reach_y = abs(self.b) * half_width + abs(self.d) * half_height
        return Box(x - reach_x, y - reach_y, x + reach_x, y + reach_y)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A mapped point."""
        return (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)

    def after(self, first: Transform) -> Transform:
        """The map that applies ``first`` (a form's matrix) and then this one."""
        e, f = self.point(first.e, first.f)
        return Transform(
            a=self.a * first.a + self.c * first.b,
            b=self.b * first.a + self.d * first.b,
            c=self.a * first.c + self.c * first.d,
            d=self.b * first.c + self.d * first.d,
            e=e,
            f=f,
        )


@dataclass(frozen=True, slots=True)
class FontStyle:
    """Whether a font is bold, and whether it is italic."""

    bold: bool
    italic: bool


class Characters(Protocol):
    """The characters of a page by index, whoever knows them: a `TextPage` of PDFium's does, and
    what was recognised in a picture of the page."""

    def string(self) -> str: ...

    def box(self, index: int) -> Box: ...

    def centre(self, index: int) -> tuple[float, float]: ...

    def baseline(self, index: int) -> float: ...

    def style(self, index: int) -> FontStyle: ...

    def size(self, index: int) -> float: ...

    def owner(self, index: int) -> int: ...

    def confidence(self, start: int, end: int) -> float | None: ...


class PdfFile:
    """A PDF that PDFium has opened, or tried to: then ``error`` is PDFium's code (1–6), else 0.

    Close it after use. Handles of pages and objects are PDFium's pointers, typed ``Any``.
    """

    def __init__(self, content: bytes) -> None:
        import pypdfium2_raw

        self.raw: Any = pypdfium2_raw
        # Does nothing when PDFium runs already; the end of the process cleans up.
        self.raw.FPDF_InitLibrary()
        self._content = content  # PDFium reads from it as long as the document is open
        self._document = self._load()
        self.error = 0 if self._document else self.raw.FPDF_GetLastError()
        self._floats = [ctypes.c_float() for _ in range(4)]
        self.colour = [ctypes.c_uint() for _ in range(4)]
        self._matrix = self.raw.FS_MATRIX()
        self._form = self._open_form()
        self.fields = 0  # of forms, on the pages that were loaded
        self.links = 0  # on them
        self.undrawn = 0  # fields and notes there whose text the file does not draw
        self.drawn_here = 0  # those that PDFium has drawn, as the form asks viewers to
        self.attached: list[str] = []  # names of the files pinned to them

    def _load(self) -> Any:
        document = self.raw.FPDF_LoadMemDocument64(self._content, len(self._content), None)
        start = self._content.find(b"%PDF-")
        if not document and start > 0:  # PDFium looks for it in the first kilobyte only
            self._content = self._content[start:]
            document = self.raw.FPDF_LoadMemDocument64(self._content, len(self._content), None)
        return document

    def _open_form(self) -> Any:
        """A handle to ask for the values of the document's form, None without one. Nothing that the
        form would run is run."""
        if not self._document or self.raw.FPDF_GetFormType(self._document) <= 0:
            return None
        self._form_info = self.raw.FPDF_FORMFILLINFO(version=2)  # PDFium reads it until the end
        return self.raw.FPDFDOC_InitFormFillEnvironment(self._document, self._form_info)

    def close(self) -> None:
        """Frees what PDFium holds of the document."""
        if self._form:
            self.raw.FPDFDOC_ExitFormFillEnvironment(self._form)
            self._form = None
        if self._document:
            self.raw.FPDF_CloseDocument(self._document)
            self._document = None

    def page_count(self) -> int:
        """How many pages the document declares."""
        count: int = self.raw.FPDF_GetPageCount(self._document)
        return count

    def pages(self) -> Iterator[Any]:
        """The handle of each page in turn, None where PDFium cannot load it. A handle is valid
        until the next one is asked for."""
        for index in range(self.page_count()):
            page = self._load_page(index)
            if not page:
                yield None
                continue
            try:
                yield page
            finally:
                self.raw.FPDF_ClosePage(page)

    def _load_page(self, index: int) -> Any:
        """The handle of a page, with what was filled into its form and typed on top of it: a PDF
        keeps both beside the page, where no text is looked for."""
        raw = self.raw
        page = raw.FPDF_LoadPage(self._document, index)
        if not page or raw.FPDFPage_GetAnnotCount(page) <= 0:
            return page
        has_text, undrawn = self._note_annotations(page)
        if has_text:
            # Makes drawings of strokes, and of values of fields where the form asks viewers to.
            self.picture(page, 1, 1, _DRAW_ANNOTATIONS)
            left = sum(map(self._is_undrawn, undrawn))
            self.undrawn += left
            self.drawn_here += len(undrawn) - left
            for annotation in undrawn:
                raw.FPDFPage_CloseAnnot(annotation)
        if has_text and raw.FPDFPage_Flatten(page, 0) == _FLATTENED:
            # They are part of the page once that is loaded anew.
            raw.FPDF_ClosePage(page)
            page = raw.FPDF_LoadPage(self._document, index)
        return page

    def _note_annotations(self, page: Any) -> tuple[bool, list[Any]]:
        """Counts the fields, links and attached files of a page. Gives whether any of its
        annotations is made of text or strikes it out, and those whose text is drawn nowhere, to be
        closed after use."""
        raw = self.raw
        has_text = False
        undrawn: list[Any] = []
        for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
            annotation = raw.FPDFPage_GetAnnot(page, index)
            if not annotation:
                continue
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            flags = raw.FPDFAnnot_GetFlags(annotation)
            if flags & _NO_VIEW:  # drawn when a page is flattened, hidden ones are not
                raw.FPDFAnnot_SetFlags(annotation, flags | _HIDDEN)
            if kind in _DRAWN:
                has_text = True
                self.fields += kind == _WIDGET
                if self._is_undrawn(annotation):
                    undrawn.append(annotation)
                    continue
            elif kind == _LINK:
                self.links += 1
            elif kind == _ATTACHED:
                self.attached.append(self._file_name(raw.FPDFAnnot_GetFileAttachment(annotation)))
            raw.FPDFPage_CloseAnnot(annotation)
        return has_text, undrawn

    def _is_undrawn(self, annotation: Any) -> bool:
        """Whether a field or note has a text and no drawing of it."""
        raw = self.raw
        if raw.FPDFAnnot_HasKey(annotation, b"AP"):
            return False
        if raw.FPDFAnnot_GetFlags(annotation) & (_HIDDEN | _NO_VIEW):
            return False
        length: int = 0
        if raw.FPDFAnnot_GetSubtype(annotation) == _FREE_TEXT:
            length = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
        elif raw.FPDFAnnot_GetFormFieldType(self._form, annotation) in _TEXT_FIELDS:
            length = raw.FPDFAnnot_GetFormFieldValue(self._form, annotation, None, 0)
        return length > 2  # two bytes are the end mark alone

    def has_xfa_form(self) -> bool:
        """Whether it holds a form in XFA, which PDFium does not draw."""
        return bool(self.raw.FPDF_GetFormType(self._document) > 1)

    def attachments(self) -> list[str]:
        """The names of the first 100 files that are attached to the document, and of those that are
        attached to the pages that were loaded; "" for files without a name.

        PDFium knows no files that are attached in other ways (PDF 2.0, 14.13): where it knows none,
        they are counted by how they begin."""
        raw = self.raw
        count = min(raw.FPDFDoc_GetAttachmentCount(self._document), _MAX_FILES)
        files = [raw.FPDFDoc_GetAttachment(self._document, index) for index in range(count)]
        known = [*map(self._file_name, files), *self.attached]
        return known or [""] * min(len(_EMBEDDED.findall(self._content)), _MAX_FILES)

    def _file_name(self, attached: Any) -> str:
        if not attached:
            return ""
        return _utf16(lambda out, size: self.raw.FPDFAttachment_GetName(attached, out, size))

    def metadata_title(self) -> str:
        """The title in the file's metadata as it stands there, "" without one."""
        document = self._document
        return _utf16(lambda out, size: self.raw.FPDF_GetMetaText(document, b"Title", out, size))

    def is_in_layer(self, drawn: Any) -> bool:
        """Whether a drawn object is marked as part of a layer, which may be switched off."""
        raw = self.raw
        name = (ctypes.c_ushort * 3)()
        size = ctypes.c_ulong()
        for index in range(raw.FPDFPageObj_CountMarks(drawn)):
            mark = raw.FPDFPageObj_GetMark(drawn, index)
            # A name that is longer than the buffer is not written.
            raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size)
            if size.value == ctypes.sizeof(name) and bytes(name) == _LAYER_MARK:
                return True
        return False

    def set_active(self, drawn: Any, active: bool) -> None:
        """Whether a drawn object takes part in `picture`."""
        self.raw.FPDFPageObj_SetIsActive(drawn, active)

    def picture(self, page: Any, width: int, height: int, flags: int = 0) -> bytes:
        """The page as drawn on a paper of one odd colour, ``width`` by ``height`` pixels of four
        bytes, row by row."""
        raw = self.raw
        content = PAPER * (width * height)
        buffer = ctypes.create_string_buffer(content, len(content))
        stride = width * len(PAPER)
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, buffer, stride)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        raw.FPDFBitmap_Destroy(bitmap)
        return buffer.raw

    def grey_picture(
        self, index: int, width: int, height: int, scale: float, turn: float
    ) -> bytes | None:
        """The page at an index with its notes as a person sees it on white paper, turned clockwise
        about its middle by so many radians: ``width`` by ``height`` dots of a byte each, row by
        row, ``scale`` dots a point. None where PDFium cannot load it."""
        raw = self.raw
        page = raw.FPDF_LoadPage(self._document, index)
        if not page:
            return None
        across, down = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        cosine, sine = scale * math.cos(turn), scale * math.sin(turn)
        matrix = raw.FS_MATRIX(
            cosine,
            sine,
            -sine,
            cosine,
            (width - cosine * across + sine * down) / 2,
            (height - sine * across - cosine * down) / 2,
        )
        buffer = ctypes.create_string_buffer(b"\xff" * (width * height), width * height)
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, buffer, width)
        clip = raw.FS_RECTF(0, 0, width, height)
        flags = _DRAW_ANNOTATIONS | raw.FPDF_GRAYSCALE
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, flags)
        raw.FPDFBitmap_Destroy(bitmap)
        raw.FPDF_ClosePage(page)
        return buffer.raw

    def page_transform(self, page: Any) -> tuple[Transform, float, float]:
        """The map from a page's own space to the page as shown, and its width and height in points.

        A page may be shown turned by quarters, clockwise; then width and height change places.
        """
        rect = self.raw.FS_RECTF(0, 792, 612, 0)  # US letter, where a page does not say
        self.raw.FPDF_GetPageBoundingBox(page, rect)
        left, bottom = rect.left, rect.bottom
        right, top = rect.right, rect.top
        width = right - left
        height = top - bottom
        quarter_turns = self.raw.FPDFPage_GetRotation(page)
        if quarter_turns == 1:
            return Transform(0, 1, 1, 0, -bottom, -left), height, width
        if quarter_turns == 2:
            return Transform(-1, 0, 0, 1, right, -bottom), width, height
        if quarter_turns == 3:
            return Transform(0, -1, -1, 0, top, right), height, width
        return Transform(1, 0, 0, -1, -left, top), width, height

    def object_box(self, drawn: Any, transform: Transform) -> Box:
        """The place of a drawn object, an empty box where PDFium does not know it.

        ``transform`` is the page's, or within a form the form's.
        """
        left, bottom, right, top = self._floats
        if not self.raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            return Box(0.0, 0.0, 0.0, 0.0)
        return transform.box(left.value, bottom.value, right.value, top.value)

    def object_transform(self, drawn: Any) -> Transform:
        """The matrix of a drawn object, which maps its space to that of the page or form."""
        matrix = self._matrix
        self.raw.FPDFPageObj_GetMatrix(drawn, matrix)
        return Transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    def fill_colour(self, drawn: Any) -> tuple[int, int, int, int]:
        """Red, green, blue and opacity (0 is clear) of a drawn object, 0–255 each."""
        red, green, blue, alpha = self.colour
        self.raw.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha)
        return red.value, green.value, blue.value, alpha.value

    def path_mode(self, path: Any) -> tuple[bool, bool]:
        """Whether a path is filled, and whether its outline is drawn."""
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        self.raw.FPDFPath_GetDrawMode(path, filled, stroked)
        return bool(filled.value), bool(stroked.value)

    def path_points(self, path: Any, count: int) -> Iterator[tuple[int, float, float, bool]]:
        """The first ``count`` segments of a path.

        Each is its kind (``FPDF_SEGMENT_…``), its end point in the path's own space, and whether it
        closes its figure.
        """
        x = ctypes.c_float()
        y = ctypes.c_float()
        for index in range(count):
            segment = self.raw.FPDFPath_GetPathSegment(path, index)
            self.raw.FPDFPathSegment_GetPoint(segment, x, y)
            closes = bool(self.raw.FPDFPathSegment_GetClose(segment))
            kind = self.raw.FPDFPathSegment_GetType(segment)
            yield kind, x.value, y.value, closes


def _utf16(ask: Callable[[Any, int], int]) -> str:
    """A string that PDFium writes into a buffer of some bytes, and whose length it gives."""
    length = ask(None, 0)
    if not 2 < length < _METADATA_BYTES:  # two bytes are the end mark alone
        return ""
    buffer = (ctypes.c_ushort * length)()
    ask(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


def address(handle: Any) -> int:
    """A number that tells one drawn object from all others while its page is loaded.

    PDFium gives a new handle for each question, so that handles themselves cannot be compared.
    """
    return ctypes.addressof(handle.contents)


def _character(code: int) -> str:
    """The character of a code point, the replacement character for what is none."""
    return chr(code) if 0 <= code <= sys.maxunicode else "\ufffd"


@lru_cache(maxsize=1_000)  # a document has tens of fonts and asks for each on every line
def _font_style(name: bytes, flags: int) -> FontStyle:
    """The style of a font, by its name in the file and the flags of its descriptor."""
    text = name.decode("utf-8", "replace")
    return FontStyle(
        bold=bool(_BOLD_NAME.search(text) or flags & _FORCE_BOLD),
        italic=bool(_ITALIC_NAME.search(text) or flags & _ITALIC),
    )


def turn_upright(raw: Any, page: Any, text: Any) -> bool:
    """Turns a page whose letters are turned as it is shown, until they stand upright, as a person
    would: its text, loaded anew, is in reading order. Gives whether it was turned."""
    turns = _upright_turns(raw, text)
    if turns is None or turns == raw.FPDFPage_GetRotation(page):
        return False
    raw.FPDFPage_SetRotation(page, turns)
    return True


def _upright_turns(raw: Any, text: Any) -> int | None:
    """By how many quarters, clockwise, a page is to be shown so that most of its letters stand
    upright; None where there is no such way, or no letter."""
    string = _string(raw, text)
    places = range(0, len(string), max(1, len(string) // _CHARACTERS_ASKED))
    # PDFium gives angles clockwise, in radians, in the page's own space; -1 for none.
    angles = [raw.FPDFText_GetCharAngle(text, at) for at in places if string[at].isalnum()]
    quarters = Counter(round(angle / _QUARTER) % 4 for angle in angles if angle >= 0)
    quarter, count = max(quarters.items(), key=itemgetter(1), default=(0, 0))
    return -quarter % 4 if 2 * count > len(angles) else None


def _string(raw: Any, text: Any) -> str:
    """PDFium's text as a string of one character for each index."""
    count = raw.FPDFText_CountChars(text) if text else 0
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(text, 0, count, buffer)
    string = bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
    if len(string) == count and "\0" not in string:
        return string
    # Characters without text or beyond the first 65,536: GetText's indexes differ.
    get_code = raw.FPDFText_GetUnicode
    return "".join(_character(get_code(text, index)) for index in range(count))


class TextPage:
    """The characters of one page, by index. Close it after use.

    This is the hot path of the reader: a few calls for each printed line and two for each word of
    a table. Buffers are made once for a page and the styles of fonts are remembered, which saves a
    tenth of the time to read a PDF.
    """

    def __init__(self, pdf: PdfFile, page: Any) -> None:
        self._raw = pdf.raw
        self._text = self._raw.FPDFText_LoadPage(page)
        if turn_upright(pdf.raw, page, self._text):
            self.close()
            self._text = self._raw.FPDFText_LoadPage(page)
        self.transform, self.width, self.height = pdf.page_transform(page)
        self._rect = self._raw.FS_RECTF()
        self._matrix = self._raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
        self._flags = ctypes.c_int()

    def close(self) -> None:
        """Frees what PDFium holds of the page's text."""
        if self._text:
            self._raw.FPDFText_ClosePage(self._text)
            self._text = None

    def string(self) -> str:
        """The text of the page, one character for each index.

        Printed lines end with CR LF. A hyphen at a line end is U+FFFE or U+0002.
        """
        return _string(self._raw, self._text)

    def unmapped(self, count: int) -> int:
        """How many of the first ``count`` characters have a font that maps them to no Unicode.

        A call for each character: it is asked for pages without a word only.
        """
        failed = self._raw.FPDFText_HasUnicodeMapError
        return sum(failed(self._text, index) == 1 for index in range(count))

    def box(self, index: int) -> Box:
        """The place of a character on the page as shown, measured from its top left corner.

        It is as wide as the way to the next character and as high as the font ("loose" in PDFium's
        words), so that a comma and a capital of one line have one height.
        """
        rect = self._rect
        self._raw.FPDFText_GetLooseCharBox(self._text, index, rect)
        return self.transform.box(rect.left, rect.bottom, rect.right, rect.top)

    def centre(self, index: int) -> tuple[float, float]:
        """The point in the middle of a character's `box`."""
        rect = self._rect
        self._raw.FPDFText_GetLooseCharBox(self._text, index, rect)
        x = (rect.left + rect.right) / 2
        y = (rect.bottom + rect.top) / 2
        return self.transform.point(x, y)

    def baseline(self, index: int) -> float:
        """The height of the line that a character stands on, from the top of the page as shown."""
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        return self.transform.point(x.value, y.value)[1]

    def style(self, index: int) -> FontStyle:
        """Whether a character is bold, and whether it is italic."""
        self._raw.FPDFText_GetFontInfo(self._text, index, self._name, _FONT_NAME_BYTES, self._flags)
        return _font_style(self._name.value, self._flags.value)

    def size(self, index: int) -> float:
        """The size of a character in points, as shown: that of its font, times what its matrix
        makes of a unit upwards."""
        size: float = self._raw.FPDFText_GetFontSize(self._text, index)
        matrix = self._matrix
        if self._raw.FPDFText_GetMatrix(self._text, index, matrix):
            size *= (matrix.c**2 + matrix.d**2) ** 0.5
        return size

    def owner(self, index: int) -> int:
        """The `address` of the text object that draws a character, 0 without one."""
        drawn = self._raw.FPDFText_GetTextObject(self._text, index)
        return address(drawn) if drawn else 0

    def confidence(self, start: int, end: int) -> None:
        """Nothing was recognised: it is the text of the file."""
