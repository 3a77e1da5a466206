"""What a PDF holds beside the text of its pages: scans with a line of text, attached files, XFA forms,
layers that are off, notes and form values."""

from __future__ import annotations

import time
import zlib
from typing import Any

import pytest
from test_from_pdf import LOREM, draw, wrapped
from test_hostile_pdf import FONT, LONG, TEXT, page, pdf, read, stream

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Status

IMAGE = stream(b"\x80", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")  # fmt: skip
PROSE = b"BT /F 12 Tf 60 650 Td " + b"(Students practise in pairs and talk about what they heard) Tj 0 -16 Td " * 30 + b"ET\n"  # fmt: skip
SECRET = b"BT /F 12 Tf 60 600 Td (Racism in supervision) Tj ET "
OFF = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[7 0 R]/D<<%b>>>>>>"


def drawn(width: int, height: int, x: int = 0, y: int = 0) -> bytes:
    return b"q %d 0 0 %d %d %d cm /X Do Q " % (width, height, x, y)


def at_top(text: str) -> bytes:
    return b"BT /F 9 Tf 60 770 Td (%b) Tj ET " % text.encode()


def pages(*contents: bytes) -> bytes:
    """A PDF of pages that draw these, with an image for ``/X``."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 5: FONT, 6: IMAGE}
    kids = range(10, 10 + 2 * len(contents), 2)
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[2] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (listed, len(contents))
    for kid, content in zip(kids, contents, strict=True):
        objects[kid] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 5 0 R>>"
            b"/XObject<</X 6 0 R>>>>/Contents %d 0 R>>" % (kid + 1)
        )
        objects[kid + 1] = stream(content)
    return pdf(objects)


def fault(content: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(content)
    return caught.value


def shown(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if not block.hidden)


FULL = drawn(612, 792)
STRIPS = b"".join(drawn(612, 99, y=99 * number) for number in range(8))


@pytest.mark.parametrize(
    "contents",
    [
        [FULL + at_top(f"Counseling 611, Fall 2025, Dr. Smith, page {n} of 6") for n in range(6)],
        [FULL + at_top("Downloaded from the library of the state university by user 77")] * 4,
        [STRIPS + at_top(f"Counseling 611 Syllabus of the department p {n}") for n in range(4)],
        [drawn(450, 480, 80, 160) + at_top(f"Counseling, page {n}") for n in range(3)],
        [TEXT, *[FULL] * 4],
        [TEXT + PROSE, *[FULL + at_top(f"Counseling for all of us, page {n}") for n in range(4)]],
        [FULL + at_top("Counseling 611, Fall 2025, Dr. Smith, State University")],
        [FULL + at_top(f"Week of {n}: families, their histories and their rules") for n in "abc"],
    ],
    ids=["header", "watermark", "strips", "half", "cover", "first page", "one page", "edge"],
)
def test_pages_of_images_with_a_line_of_text_are_a_scan(contents: list[bytes]) -> None:
    error = fault(pages(*contents))
    assert error.status is Status.SCANNED
    assert "images" in error.what


def test_some_pages_of_images_are_named() -> None:
    header = [at_top(f"Counseling for all of us, page {n}") for n in range(5)]
    text = TEXT + PROSE
    scans = (FULL + header[1], FULL + header[3])
    document = read(pages(text + header[0], scans[0], text + header[2], scans[1], text + header[4]))
    assert document.unread_pages == (2, 4)
    assert document.warnings == ("pages 2, 4 are images without text; try --ocr to read them",)


def test_contents_pages_with_dot_leaders_are_read() -> None:
    entries = b"".join(
        b"BT /F 11 Tf 60 %d Td (Chapter %d %b %d) Tj ET " % (700 - 16 * n, n, b"." * 90, n * 7)
        for n in range(20)
    )
    document = read(pages(entries, TEXT + PROSE))
    assert document.warnings == ()
    assert document.unread_pages == ()


def attached(*names: str, text: bytes = TEXT) -> bytes:
    tree = b"".join(b"(%b)<</Type/Filespec/F(%b)/EF<</F 8 0 R>>>>" % ((name.encode(),) * 2) for name in names)  # fmt: skip
    objects = page(text, o8=b"<</Type/EmbeddedFile/Length 5>>stream\nhello\nendstream")
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%b]>>>>>>" % tree
    return pdf(objects)


def test_cover_of_attached_files_is_elsewhere() -> None:
    error = fault(attached("one.pdf", "two.docx", "three.docx"))
    assert error.status is Status.ELSEWHERE
    assert "3 attached files: one.pdf, two.docx and 1 more" in error.what
    said = b"BT /F 12 Tf 60 660 Td (The syllabus is in the attachment) Tj ET "
    assert fault(attached("one.pdf", text=TEXT + LONG + LONG + said)).status is Status.ELSEWHERE
    assert fault(attached("one.pdf", text=b" ")).status is Status.ELSEWHERE


@pytest.mark.parametrize("holder", [b"1", b"3"])  # the document, its page
def test_files_that_are_attached_by_association_are_counted(holder: bytes) -> None:
    objects = page(
        TEXT,
        o7=b"<</Type/Filespec/F(two.docx)/EF<</F 8 0 R>>>>",
        o8=stream(b"PK", b"/Type /EmbeddedFile/Params<</Size 2>>"),
        o9=stream(b"<math/>", b"/Type/EmbeddedFile/Subtype/application#2Fmathml+xml"),
    )
    objects[int(holder)] = objects[int(holder)][:-2] + b"/AF[7 0 R 9 0 R]>>"
    assert "1 attached file" in fault(pdf(objects)).what
    objects[4] = stream(TEXT + PROSE)
    assert read(pdf(objects)).warnings == ("carries 1 attached file, not read",)


def test_files_attached_to_a_text_are_counted() -> None:
    document = read(attached("one.pdf", text=TEXT + PROSE))
    assert document.warnings == ("carries 1 attached file: one.pdf, not read",)
    note = (
        b"<</Type/Annot/Subtype/FileAttachment/Rect[9 9 20 20]"
        b"/FS<</Type/Filespec/F(two.docx)/EF<</F 8 0 R>>>>>>"
    )
    pinned = page(TEXT + PROSE, o7=note, o8=b"<</Length 2>>stream\nhi\nendstream")
    pinned[3] = pinned[3][:-2] + b"/Annots[7 0 R]>>"
    assert read(pdf(pinned)).warnings == ("carries 1 attached file: two.docx, not read",)


def test_placeholder_of_an_xfa_form_is_elsewhere() -> None:
    form = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA 8 0 R/Fields[]>>>>"
    xfa = b"<</Length 9>>stream\n<xdp:xdp>\nendstream"
    wait = b"BT /F 12 Tf 60 700 Td (Please wait...) Tj ET"
    error = fault(pdf(page(wait, o1=form, o8=xfa)))
    assert error.status is Status.ELSEWHERE
    assert "XFA" in error.what
    (warning,) = read(pdf(page(TEXT + PROSE, o1=form, o8=xfa))).warnings
    assert "XFA" in warning


LAYER = b"<</Type/OCG/Name(Notes)>>"
GROUP = b"<</Type/OCMD/OCGs[7 0 R]/P/AllOn>>"


@pytest.mark.parametrize("member", [b"7", b"8"], ids=["group", "membership"])
@pytest.mark.parametrize(
    "state", [b"/OFF[7 0 R]", b"/BaseState/OFF", b"/OFF[]"], ids=["off", "base", "on"]
)
@pytest.mark.parametrize("way", ["marked", "form", "packed"])
def test_text_on_a_layer_that_is_off_is_hidden(member: bytes, state: bytes, way: str) -> None:
    catalog = OFF % state
    objects = page(b"", o7=LAYER, o8=GROUP)
    objects[3] = objects[3].replace(b"/XObject", b"/Properties<</L %b 0 R>>/XObject" % member)
    if way == "form":
        objects[4] = stream(TEXT + PROSE + b"/X Do")
        resources = b"/Subtype/Form/BBox[0 0 612 792]/OC %b 0 R/Resources<</Font<</F 5 0 R>>>>"
        objects[6] = stream(SECRET.replace(b"600", b"20"), resources % member)
    else:
        secret = SECRET.replace(b"600", b"20")
        objects[4] = stream(TEXT + PROSE + b"/OC /L BDC " + secret + b"EMC")
    objects[1] = catalog
    document = read(pdf(objects) if way != "packed" else packed(objects))
    is_off = state != b"/OFF[]"
    assert ("Racism" in shown(document)) is not is_off
    assert any("hidden text" in warning for warning in document.warnings) is is_off


def packed(objects: dict[int, bytes]) -> bytes:
    """The same with its catalog in an object stream, as most programs write it."""
    out, places = b"%PDF-1.7\n", {}
    head = b"1 0 "
    inner = zlib.compress(head + objects[1])
    first = b"<</Type/ObjStm/N 1/First %d/Length %d/Filter/FlateDecode>>stream\n%b\nendstream"
    whole = {number: body for number, body in objects.items() if number != 1}
    whole[20] = first % (len(head), len(inner), inner)
    for number, body in whole.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    places[21] = start
    rows = b""
    for number in range(22):
        if number == 1:
            rows += b"\x02" + (20).to_bytes(4) + b"\0"
        elif number in places:
            rows += b"\x01" + places[number].to_bytes(4) + b"\0"
        else:
            rows += bytes(6)
    table = b"<</Type/XRef/Size 22/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%b\nendstream"
    out += b"21 0 obj\n" + table % (len(rows), rows) + b"\nendobj\n"
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def annotated(note: bytes, catalog: bytes = b"", other: bytes = b"") -> Document:
    drawing = b"/Type/XObject/Subtype/Form/BBox[0 0 330 20]/Resources<</Font<</F 5 0 R>>>>"
    objects = page(TEXT + LONG, o7=note, o8=stream(b"BT /F 11 Tf 2 6 Td (Racial trauma) Tj ET", drawing))  # fmt: skip
    objects[8] = other or objects[8]
    objects[3] = objects[3][:-2] + b"/Annots[7 0 R]>>"
    objects[1] = b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog
    return read(pdf(objects))


def test_note_that_is_typed_on_a_page_is_text() -> None:
    note = b"<</Type/Annot/Subtype/FreeText/Rect[60 610 400 630]/Contents(Racial trauma)%b>>"
    assert "Racial trauma" in shown(annotated(note % b"/F 4/AP<</N 8 0 R>>"))
    assert annotated(note % b"/F 4/AP<</N 8 0 R>>").warnings == ()
    assert "Racial trauma\n" not in shown(annotated(note % b"/F 2/AP<</N 8 0 R>>"))[35:]
    (warning,) = annotated(note % b"/F 4").warnings
    assert "1 form field or note" in warning


def test_values_of_form_fields_are_text_or_told() -> None:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(o)/V(Heal old wounds)/Rect[60 610 400 630]/F 4/DA(/H 11 Tf 0 g)%b>>"  # fmt: skip
    form = b"/AcroForm<</Fields[7 0 R]/DA(/H 11 Tf 0 g)/DR<</Font<</H 5 0 R>>>>%b>>"
    assert "Racial trauma" in shown(annotated(field % b"/AP<</N 8 0 R>>", form % b""))
    drawn_here = annotated(field % b"", form % b"/NeedAppearances true")
    assert "Heal old wounds" in shown(drawn_here)
    (warning,) = drawn_here.warnings
    assert "1 form field" in warning
    parent = b"<</FT/Tx/T(o)/V(Heal old wounds)/DA(/H 11 Tf 0 g)/Kids[7 0 R]>>"
    kid = b"<</Type/Annot/Subtype/Widget/Parent 8 0 R/Rect[60 610 400 630]/F 4>>"
    asked = form.replace(b"7 0 R", b"8 0 R") % b"/NeedAppearances true"
    shared = annotated(kid, asked, parent)
    assert "Heal old wounds" in shown(shared)
    assert shared.warnings == drawn_here.warnings
    left = annotated(field % b"", form % b"")
    assert "Heal old wounds" not in shown(left)
    assert "not read" in left.warnings[0]


def test_letters_that_pdfium_drops_are_told_by_the_second_reader() -> None:
    """PDFium keeps one of many equal lines in a Chinese font that is not in the file."""
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    fonts = pytest.importorskip("reportlab.pdfbase.cidfonts")
    metrics.registerFont(fonts.UnicodeCIDFont("STSong-Light"))

    def chinese(canvas: Any) -> None:
        canvas.setFont("STSong-Light", 12)
        for line in range(30):
            canvas.drawString(72, 720 - 18 * line, "学生分析临床实践中的种族主义 和督导")

    def prose(canvas: Any) -> None:
        wrapped(canvas, 72, 700, LOREM)

    mixed = read(draw(prose, chinese, prose))
    assert mixed.unread_pages == (2,)
    assert any(warning.startswith("page 2: fonts") for warning in mixed.warnings)
    whole = read(draw(chinese))
    assert shown(whole).count("种族主义") == 30
    assert any("read by pdfminer" in warning for warning in whole.warnings)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Please see the attached syllabus", "only where the syllabus is"),
        ("The syllabus is here: www.example.edu/d/1x", "link"),
        ("404 Not Found", "error page"),
    ],
)
def test_pages_that_only_point_elsewhere(said: str, word: str) -> None:
    error = fault(pages(at_top(said)))
    assert error.status is Status.ELSEWHERE
    assert word in error.what


def test_prose_that_is_repeated_on_pictures_is_read() -> None:
    """Two pages of one text, recognized under a scan, have no running header."""
    recognized = b"BT 3 Tr 0 0 Td ET " + TEXT + PROSE
    assert read(pages(FULL + recognized, FULL + recognized)).unread_pages == ()


SHAPES = b"".join(b"%d 500 3 6 re f " % (60 + 2 * number) for number in range(240))


def test_pages_of_drawn_letters_are_scanned() -> None:
    header = at_top("Counseling 611 Syllabus of the department")
    assert fault(pages(*[SHAPES + header] * 3)).status is Status.SCANNED
    assert fault(pages(TEXT + PROSE, *[SHAPES + header] * 3)).status is Status.SCANNED
    assert read(pages(TEXT + PROSE, TEXT + PROSE, SHAPES)).unread_pages == (3,)
    assert read(pages(TEXT + PROSE + SHAPES)).unread_pages == ()


@pytest.mark.parametrize(
    "said",
    [
        ["The syllabus is here: https://example.org/coun611/syllabus.pdf"],
        ["The syllabus for this course is attached. See attachment."],
        ["https://example.org/syllabus"],
        ["Sign in to your account", "User name", "Password"],
        ["Please wait... If this message is not eventually", "replaced by the contents of the"],
    ],
)
def test_page_that_only_says_where_the_text_is(said: list[str]) -> None:
    rows = b" 0 -16 Td ".join(b"(%b) Tj" % text.encode() for text in said)
    assert fault(pages(b"BT /F 12 Tf 60 700 Td " + rows + b" ET")).status is Status.ELSEWHERE


def test_link_under_the_word_here_is_elsewhere() -> None:
    objects = page(b"BT /F 12 Tf 60 700 Td (The syllabus is available here) Tj ET")
    target = b"/A<</S/URI/URI(https://example.org/syllabus)>>"
    objects[7] = b"<</Type/Annot/Subtype/Link/Rect[60 690 300 712]%b>>" % target
    objects[3] = objects[3][:-2] + b"/Annots[7 0 R]>>"
    assert fault(pdf(objects)).status is Status.ELSEWHERE


def test_pages_of_an_xfa_placeholder_are_elsewhere() -> None:
    form = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA 8 0 R/Fields[]>>>>"
    objects = page(
        b"BT /F 12 Tf 60 700 Td (Please wait...) Tj ET", o1=form, o8=stream(b"<xdp:xdp>")
    )
    objects[2] = b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>"
    objects[9] = objects[3]
    assert fault(pdf(objects)).status is Status.ELSEWHERE


def struck(*rules: bytes, note: bytes = b"") -> Document:
    rows = b"BT /F 12 Tf 60 600 Td (Racism in supervision) Tj 0 -40 Td (We listen first) Tj ET "
    objects = page(TEXT + LONG + rows + b"".join(rules), o7=note or b"<<>>")
    objects[3] = objects[3][:-2] + (b"/Annots[7 0 R]>>" if note else b">>")
    return read(pdf(objects))


STROKE = b"60 603.5 m 181 603.5 l S "


@pytest.mark.parametrize(
    "rules",
    [[STROKE], [b"60 603 121 0.8 re f "], [b"60 603.5 m 96 603.5 l 98 603.5 m 181 603.5 l S "]],
    ids=["line", "thin area", "word by word"],
)
def test_text_that_a_line_strikes_through_is_hidden(rules: list[bytes]) -> None:
    document = struck(*rules)
    assert "Racism" not in shown(document)
    assert "We listen first" in shown(document)
    assert document.warnings == ("3 words of hidden text on page 1 left out",)


def test_struck_word_leaves_the_rest_of_its_line() -> None:
    document = struck(b"60 603.5 m 98 603.5 l S ")
    assert "Racism" not in shown(document)
    assert "in supervision" in shown(document)


def test_note_that_strikes_text_out_hides_it() -> None:
    note = b"<</Type/Annot/Subtype/StrikeOut/Rect[60 597 181 611]/C[1 0 0]/F 4"
    note += b"/QuadPoints[60 611 181 611 60 597 181 597]>>"
    assert "Racism" not in shown(struck(note=note))


@pytest.mark.parametrize(
    "rules",
    [b"60 598 m 181 598 l S ", b"58 596 125 16 re S ", b"20 603.5 m 580 603.5 l S "],
    ids=["underlined", "framed", "rule of the page"],
)
def test_text_with_other_lines_is_shown(rules: bytes) -> None:
    assert "Racism in supervision" in shown(struck(rules))


def test_notes_that_are_stamped_are_text_and_those_not_viewed_are_none() -> None:
    note = b"<</Type/Annot/Subtype/%b/Rect[60 610 400 630]/F %d/AP<</N 8 0 R>>>>"
    assert shown(annotated(note % (b"Stamp", 4))).count("Racial trauma") == 2
    assert shown(annotated(note % (b"FreeText", 36))).count("Racial trauma") == 1


def test_letters_of_a_point_and_clear_ones_are_hidden() -> None:
    tiny = b"BT /F 1 Tf 60 600 Td (Racism in supervision) Tj ET "
    assert "Racism" not in shown(read(pages(TEXT + LONG + tiny)))


AREA = b"%b 50 590 400 30 re f "


@pytest.mark.parametrize("colour", [b"1 g", b"0 g", b"0.2 0.2 0.6 rg"])
def test_text_under_an_area_that_is_drawn_over_it_is_hidden(colour: bytes) -> None:
    document = read(pages(TEXT + LONG + SECRET + AREA % colour))
    assert "Racism" not in shown(document)
    assert document.warnings == ("3 words of hidden text on page 1 left out",)


def test_text_on_an_area_or_beside_it_is_shown() -> None:
    assert "Racism" in shown(read(pages(AREA % b"1 0.9 0.5 rg" + b"0 g " + TEXT + SECRET + LONG)))
    below = b"1 g 50 300 400 30 re f "
    assert "Racism" in shown(read(pages(TEXT + SECRET + LONG + below)))


def test_text_under_a_transparent_area_is_shown() -> None:
    objects = page(TEXT + LONG + SECRET + b"/G gs " + AREA % b"1 1 0 rg")
    state = b"/ExtGState<</G<</BM/Multiply>>>>/XObject"
    objects[3] = objects[3].replace(b"/XObject", state)
    assert "Racism" in shown(read(pdf(objects)))


def test_thousands_of_words_and_areas_cost_little() -> None:
    piece = b"BT /F 9 Tf %d %d Td (Students listen) Tj ET %d %d 30 30 re B "
    places = [(n * 37 % 500, n * 91 % 780) for n in range(4_000)]
    started = time.process_time()
    read(pages(TEXT + b"".join(piece % (x, y, y % 500, x) for x, y in places)))
    assert time.process_time() - started < 8
