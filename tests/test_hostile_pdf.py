"""PDFs that are broken on purpose: every one gets the status that is true of it."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers import read_document

DOCUMENTS = Path(__file__).parent / "documents"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F 12 Tf 60 700 Td (Week 3 Racial trauma and healing) Tj ET\n"
LONG = b"BT /F 12 Tf 60 500 Td " + b"(Students listen to each other in small groups and write) Tj 0 -16 Td " * 4 + b"ET\n"  # fmt: skip


def pdf(objects: dict[int, bytes], ending: bytes = b"%%EOF\n") -> bytes:
    """A PDF of these objects, 1 the catalogue."""
    out, places = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    size = max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size))
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n" % (size, len(out))
    return out + head + table + tail + ending


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(packed), more, packed)


def page(content: bytes, font: bytes = FONT, **more: bytes) -> dict[int, bytes]:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>/Contents 4 0 R>>",
        4: stream(content),
        5: font,
        6: b"<<>>",
    }
    return objects | {int(name[1:]): body for name, body in more.items()}


def read(content: bytes, name: str = "a.pdf", **limits: int) -> Document:
    return read_document(content, name, Limits(**limits))


def status(content: bytes, **limits: int) -> Status:
    with pytest.raises(ReadError) as caught:
        read(content, **limits)
    return caught.value.status


def test_the_frame_is_sound() -> None:
    assert read(pdf(page(TEXT))).blocks[0].text == "Week 3 Racial trauma and healing"


def test_header_far_down_in_the_file_is_found() -> None:
    content = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3000 + pdf(page(TEXT))
    assert "Racial trauma" in read(content).blocks[0].text


def test_file_that_is_cut_short_is_damaged_whatever_can_be_saved() -> None:
    whole = pdf(page(TEXT + LONG))
    for share in (0.2, 0.5, 0.8):
        assert status(whole[: int(len(whole) * share)]) is Status.DAMAGED


def test_page_tree_that_claims_too_many_pages_is_too_large() -> None:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for number in range(2, 42):
        count = min(2 ** (42 - number), 2**31 - 1)
        kids = b"%d 0 R %d 0 R" % (number + 1, number + 1)
        objects[number] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids)
    objects[42] = b"<</Type/Page/MediaBox[0 0 612 792]/Parent 41 0 R>>"
    assert status(pdf(objects)) is Status.TOO_LARGE


def test_page_tree_of_5000_levels_is_too_large() -> None:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for number in range(2, 5002):
        objects[number] = b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (number + 1, number - 1)  # fmt: skip
    objects[5002] = b"<</Type/Page/MediaBox[0 0 612 792]/Parent 5001 0 R>>"
    assert status(pdf(objects)) is Status.TOO_LARGE


def test_page_trees_in_circles_are_damaged() -> None:
    loop = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>",
        3: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>",
    }
    assert status(pdf(loop)) is Status.DAMAGED
    half = page(TEXT) | {2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"}
    assert status(pdf(half)) is Status.DAMAGED


def test_no_pages_is_empty() -> None:
    none = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}
    assert status(pdf(none)) is Status.EMPTY


def test_letters_without_a_map_to_characters_are_undecodable() -> None:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[7 0 R]>>"
    more = {
        "o7": b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/FontDescriptor 9 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        "o9": b"<</Type/FontDescriptor/FontName/X/Flags 4>>",
    }
    drawn = b"BT /F 12 Tf 60 700 Td <0024002500260027> Tj ET\n" * 50
    assert status(pdf(page(drawn, font, **more))) is Status.UNDECODABLE


def test_codes_of_tex_fonts_without_a_map_become_letters() -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/CMR10>>"
    drawn = b"BT /F 12 Tf 60 700 Td (The \\014nal o\\016ce hour) Tj ET"
    assert read(pdf(page(drawn, font))).blocks[0].text == "The final office hour"


def test_page_of_100000_lines_is_read_without_its_drawing() -> None:
    """More ruled lines than any table has do not go to pdfplumber, few or many of them crossing."""
    plot = b"".join(
        b"%d 0 m %d 700 l S\n0 %d m 600 %d l S\n" % (at % 600, at % 600, at % 700, at % 700)
        for at in range(50_000)
    )
    comb = b"".join(b"%d 0 m %d 700 l S\n" % (at, at) for at in range(0, 600, 4))
    rungs = b"".join(b"0 %d m 600 %d l S\n" % (at, at) for at in range(0, 700, 4))
    for drawing in (plot, comb + rungs):
        document = read(pdf(page(TEXT + drawing)))
        assert document.blocks[0].text == "Week 3 Racial trauma and healing"


def test_lines_at_no_place_are_left_out() -> None:
    far = b"1e39 0 m 1e39 700 l S 0 -1e39 m 600 -1e39 l S 0 0 m 1e39 1e39 l S\n" * 4
    near = b"50 690 m 400 690 l S 50 720 m 400 720 l S 50 690 m 50 720 l S 90 690 m 90 720 l S\n"
    document = read(pdf(page(TEXT + far + near)))
    assert document.words == 6


def test_stamp_of_a_scanner_is_no_text() -> None:
    stamp = b"BT /F 8 Tf 20 20 Td (Scanned with CamScanner) Tj ET"
    assert status(pdf(page(stamp))) is Status.SCANNED


def test_pages_that_say_almost_the_same_keep_their_text() -> None:
    """Each page holds one line, at one height: that is the text, no running head."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 5: FONT}
    kids = range(10, 22, 2)
    objects[2] = b"<</Type/Pages/Kids[%b]/Count 6>>" % b" ".join(b"%d 0 R" % kid for kid in kids)
    for week, kid in enumerate(kids, 1):
        objects[kid] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 5 0 R>>>>"
            b"/Contents %d 0 R>>" % (kid + 1)
        )
        objects[kid + 1] = stream(b"BT /F 12 Tf 60 740 Td (Potato number %d) Tj ET" % week)
    assert read(pdf(objects)).words == 18


def test_text_that_no_one_sees_is_marked_and_counted() -> None:
    hidden = (
        b"BT 3 Tr /F 12 Tf 60 600 Td (never seen) Tj ET "
        b"BT 0 Tr 1 g /F 12 Tf 60 580 Td (white words) Tj ET "
        b"BT 0 g /F 12 Tf 9000 9000 Td (off page) Tj ET "
        b"BT /F 0.01 Tf 60 560 Td (tiny letters) Tj ET"
    )
    document = read(pdf(page(TEXT + hidden)))
    assert document.words == 6
    shown = " ".join(block.text for block in document.blocks if not block.hidden)
    assert not [word for word in ("never", "white", "off", "tiny") if word in shown]
    assert any("hidden text" in warning for warning in document.warnings)


def test_actions_and_attachments_do_nothing() -> None:
    objects = page(TEXT)
    objects[1] = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
        b"/AA<</WC<</S/Launch/F(/bin/sh)>>>>>>"
    )
    assert read(pdf(objects)).words == 6


def test_second_reader_reads_what_the_first_does_not_open() -> None:
    hidden = b"BT 1 g /F 12 Tf 60 300 Td (racial trauma in white letters) Tj ET\n"
    content = pdf(page(TEXT + LONG + hidden)).removeprefix(b"%PDF-1.7\n")
    document = read(content)
    assert document.blocks[0].text == "Week 3 Racial trauma and healing"
    assert any("read by pdfminer" in warning for warning in document.warnings)
    assert [block.hidden for block in document.blocks if "white" in block.text] == [True]
    assert document.pages == 1


def test_second_reader_is_not_believed_about_a_few_words() -> None:
    assert status(pdf(page(TEXT)).removeprefix(b"%PDF-1.7\n")) is Status.DAMAGED
