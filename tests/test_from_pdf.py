"""The PDF reader, on small files drawn here."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.from_pdf import read

canvas = pytest.importorskip("reportlab.pdfgen.canvas")

LIMITS = Limits()
LOREM = (
    "Students practise listening to accounts of distress and discuss with each other how a"
    " counsellor may answer them without haste, and what the answer owes to time and place."
)


def draw(*pages: Callable[[Any], None], **options: Any) -> bytes:
    """A PDF of letter pages, each drawn by a function that gets the canvas."""
    buffer = io.BytesIO()
    pdf = canvas.Canvas(buffer, pagesize=(612, 792), **options)
    for page in pages:
        pdf.setFont("Helvetica", 11)
        page(pdf)
        pdf.showPage()
    pdf.save()
    return buffer.getvalue()


def lines(
    pdf: Any, x: float, y: float, *texts: str, font: str = "Helvetica", size: int = 11
) -> None:
    """Texts below each other, the first one at ``y`` from the bottom."""
    pdf.setFont(font, size)
    for text in texts:
        pdf.drawString(x, y, text)
        y -= size * 1.25
    pdf.setFont("Helvetica", 11)


def wrapped(pdf: Any, x: float, y: float, text: str, width: float = 468) -> float:
    """``text`` in lines of ``width`` points; gives the height of the line after."""
    row: list[str] = []
    for word in [*text.split(), ""]:
        if not word or pdf.stringWidth(" ".join([*row, word]), "Helvetica", 11) > width:
            pdf.drawString(x, y, " ".join(row))
            y -= 13.5
            row = []
        row.append(word)
    return y


def document(*pages: Callable[[Any], None], **options: Any) -> Document:
    return read(draw(*pages, **options), "course.pdf", LIMITS)


def texts(found: Document, shape: Shape) -> list[str]:
    return [block.text for block in found.blocks if block.shape is shape and not block.hidden]


def failed(content: bytes, limits: Limits = LIMITS) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(content, "course.pdf", limits)
    return caught.value


# -- headings, paragraphs, lists ------------------------------------------------------------------


def test_headings_by_size_weight_and_capitals() -> None:
    def page(pdf: Any) -> None:
        lines(pdf, 72, 720, "HLTH 210: Listening Well", font="Helvetica-Bold", size=18)
        lines(pdf, 72, 680, "Course Description", font="Helvetica-Bold", size=13)
        y = wrapped(pdf, 72, 660, LOREM)
        lines(pdf, 72, y - 14, "Ground rules", font="Helvetica-Bold")
        y = wrapped(pdf, 72, y - 28, LOREM)
        lines(pdf, 72, y - 14, "REQUIRED READING")
        wrapped(pdf, 72, y - 30, LOREM)

    found = document(page)
    headings = [block for block in found.blocks if block.shape is Shape.HEADING]
    assert [block.text for block in headings] == [
        "HLTH 210: Listening Well",
        "Course Description",
        "Ground rules",
        "REQUIRED READING",
    ]
    assert [block.depth for block in headings] == [1, 2, 3, 3]
    assert texts(found, Shape.PARAGRAPH) == [LOREM] * 3
    assert found.title == "HLTH 210: Listening Well"
    assert (found.pages, found.format, found.source) == (1, "pdf", "course.pdf")
    assert {block.page for block in found.blocks} == {1}


def test_run_in_heading_stays_in_its_paragraph() -> None:
    def page(pdf: Any) -> None:
        wrapped(pdf, 72, 700, LOREM)
        pdf.setFont("Helvetica-Bold", 11)
        pdf.drawString(72, 640, "Description:")
        pdf.setFont("Helvetica", 11)
        pdf.drawString(145, 640, "This course listens.")

    assert texts(document(page), Shape.PARAGRAPH) == [LOREM, "Description: This course listens."]


def test_contact_lines_in_bold_are_no_headings() -> None:
    def page(pdf: Any) -> None:
        wrapped(pdf, 72, 700, LOREM)
        lines(pdf, 72, 620, "Office Hours: Monday at noon", font="Helvetica-Bold")

    assert texts(document(page), Shape.HEADING) == []


def test_list_entries_with_wrapped_lines_and_depth() -> None:
    def page(pdf: Any) -> None:
        lines(pdf, 72, 720, "After this course you can")
        lines(pdf, 90, 700, "• describe what a caring community owes to people in distress and")
        lines(pdf, 102, 686, "what it cannot give them")
        lines(pdf, 108, 672, "o by name, and with its limits")
        lines(pdf, 90, 658, "• lead a conversation")
        lines(pdf, 90, 638, "1. read a case")
        lines(pdf, 90, 624, "2. write a case")

    found = document(page)
    entries = [block for block in found.blocks if block.shape is Shape.ENTRY]
    assert [block.depth for block in entries] == [1, 2, 1, 1, 1]
    assert entries[0].text == (
        "describe what a caring community owes to people in distress and what it cannot give them"
    )
    assert [block.text for block in entries][1:] == [
        "by name, and with its limits",
        "lead a conversation",
        "1. read a case",
        "2. write a case",
    ]


def test_paragraph_goes_on_over_the_page_end() -> None:
    half = LOREM.split(" may ")

    def first(pdf: Any) -> None:
        wrapped(pdf, 72, 120, "A short paragraph stands first.")
        wrapped(pdf, 72, 90, half[0])

    def second(pdf: Any) -> None:
        wrapped(pdf, 72, 720, "may " + half[1])

    found = document(first, second)
    assert texts(found, Shape.PARAGRAPH)[-1] == LOREM
    assert found.blocks[-1].page == 1


def test_line_end_hyphens() -> None:
    def page(pdf: Any) -> None:
        lines(
            pdf,
            72,
            720,
            "We speak of self-care and of education in every single session, and educa-",
        )
        lines(
            pdf, 72, 706.25, "tion comes before treatment in what this course asks, as does self-"
        )
        lines(pdf, 72, 692.5, "care, with evidence for each reading, based on cases: an evidence-")
        lines(pdf, 72, 678.75, "based reading.")

    (text,) = texts(document(page), Shape.PARAGRAPH)
    assert "and education comes" in text
    assert "does self-care, with" in text
    assert text.endswith("an evidence-based reading.")


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def page(number: int) -> Callable[[Any], None]:
        def drawn(pdf: Any) -> None:
            lines(pdf, 72, 760, "Listening Well, autumn")
            wrapped(pdf, 72, 700, f"Part {'abcd'[number]}. {LOREM}")
            lines(pdf, 280, 30, f"Page {number + 1} of 4")

        return drawn

    found = document(*(page(number) for number in range(4)))
    everything = " ".join(block.text for block in found.blocks)
    assert "Page" not in everything
    assert everything.count("Listening Well, autumn") == 1  # it may be the title
    assert everything.count("Part") == 4


def test_headings_that_count_on_top_of_pages_stay() -> None:
    def page(number: int) -> Callable[[Any], None]:
        def drawn(pdf: Any) -> None:
            lines(pdf, 72, 720, f"Session {number * 2 + 1}", font="Helvetica-Bold", size=14)
            wrapped(pdf, 72, 700, f"Part {'abcd'[number]}. {LOREM}")

        return drawn

    found = document(*(page(number) for number in range(4)))
    assert texts(found, Shape.HEADING) == [f"Session {number}" for number in (1, 3, 5, 7)]


# -- columns --------------------------------------------------------------------------------------


def two_columns(pdf: Any) -> None:
    left = [f"left {word} words stand in this half of it" for word in WORDS]
    right = [f"right {word} words stand in that half of it" for word in WORDS]
    places = [(72, 700 - 14 * index, text) for index, text in enumerate(left)]
    places += [(330, 700 - 14 * index, text) for index, text in enumerate(right)]
    for x, y, text in places:
        pdf.drawString(x, y, text)


WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def test_columns_are_read_one_after_the_other() -> None:
    found = document(two_columns)
    words = " ".join(block.text for block in found.blocks).split()
    assert words.index("right") > max(at for at, word in enumerate(words) if word == "left")
    numbers = [word for word in words if word in WORDS]
    assert numbers == WORDS * 2


# -- tables ---------------------------------------------------------------------------------------

SCHEDULE = [
    ("Week", "Topic", "Reading"),
    ("1", "Listening", "Chapter one"),
    ("2", "Grief and\nloss", "Chapter two"),
    ("3", "Stigma", ""),
]


def table(pdf: Any, rows: list[tuple[str, ...]], top: float = 700) -> None:
    edges = [72, 130, 330, 500]
    y = top
    bold = rows[0] == SCHEDULE[0]
    for at, row in enumerate(rows):
        pdf.line(edges[0], y, edges[-1], y)
        height = 16 * max(cell.count("\n") + 1 for cell in row)
        for x, cell in zip(edges, row, strict=False):
            for step, part in enumerate(cell.split("\n")):
                pdf.setFont("Helvetica-Bold" if bold and at == 0 else "Helvetica", 11)
                pdf.drawString(x + 4, y - 12 - 14 * step, part)
        y -= height
    pdf.line(edges[0], y, edges[-1], y)
    for x in edges:
        pdf.line(x, top, x, y)


def rows_of(found: Document) -> list[Block]:
    return [block for block in found.blocks if block.shape is Shape.ROW]


def test_table_rows_with_header() -> None:
    def page(pdf: Any) -> None:
        wrapped(pdf, 72, 740, "This is the plan of the course.")
        table(pdf, SCHEDULE)
        wrapped(pdf, 72, 560, LOREM)

    found = document(page)
    rows = rows_of(found)
    assert [row.cells for row in rows] == [
        ("Week", "Topic", "Reading"),
        ("1", "Listening", "Chapter one"),
        ("2", "Grief and loss", "Chapter two"),
        ("3", "Stigma", ""),
    ]
    assert {row.header for row in rows} == {("Week", "Topic", "Reading")}
    assert {row.table for row in rows} == {1}
    assert rows[-1].text == "3 | Stigma"
    assert texts(found, Shape.PARAGRAPH) == ["This is the plan of the course.", LOREM]
    shapes = [block.shape for block in found.blocks]
    assert shapes == [Shape.PARAGRAPH, *[Shape.ROW] * 4, Shape.PARAGRAPH]


def test_table_goes_on_over_the_page_end() -> None:
    found = document(
        lambda pdf: table(pdf, SCHEDULE, top=130),
        lambda pdf: table(pdf, [SCHEDULE[0], ("4", "Care", "Chapter three")], top=740),
        lambda pdf: table(pdf, [("5", "Repair", "Chapter four"), ("6", "End", "")], top=740),
    )
    rows = rows_of(found)
    assert [row.cells[0] for row in rows] == ["Week", "1", "2", "3", "4", "5", "6"]
    assert {row.table for row in rows} == {1}
    assert {row.header for row in rows} == {("Week", "Topic", "Reading")}
    assert [row.page for row in rows] == [1, 1, 1, 1, 2, 3, 3]


def test_words_that_pdfium_takes_into_a_line_go_to_their_own_place() -> None:
    def page(pdf: Any) -> None:
        for x in (200, 350, 500):
            pdf.line(x, 700, x, 600)
        for y in (700, 650, 600):
            pdf.line(200, y, 500, y)
        lines(pdf, 204, 688, "Department", size=8)
        lines(pdf, 60, 664, "Plan", size=39)  # left of the table, over both lines of the cell
        lines(pdf, 204, 680, "of  Silence", size=8)
        lines(pdf, 354, 688, "Being heard", size=8)
        lines(pdf, 204, 630, "Form", size=8)
        lines(pdf, 354, 630, "At  last", size=8)

    found = document(page)
    assert [row.cells for row in rows_of(found)] == [
        ("Department of Silence", "Being heard"),
        ("Form", "At last"),
    ]
    assert [block.text for block in found.blocks if block.shape is not Shape.ROW] == ["Plan"]


def test_shaded_headings_are_no_table() -> None:
    def page(pdf: Any) -> None:
        def shaded(y: float, heading: str) -> None:
            pdf.setFillGray(0.8)
            pdf.rect(72, y - 5, 468, 20, stroke=0, fill=1)
            pdf.setFillGray(0)
            pdf.setFont("Helvetica-Bold", 13)
            pdf.drawCentredString(306, y, heading)
            pdf.setFont("Helvetica", 11)

        shaded(740, "COUN 101: Listening")
        facts = (("Office: Room 4", "Email: by form"), ("Hours: Monday", "Class: online"))
        for at, (left, right) in enumerate(facts):
            pdf.drawString(72, 690 - 14 * at, left)
            pdf.drawString(352, 690 - 14 * at, right)
        shaded(620, "Course Description")
        wrapped(pdf, 72, 600, LOREM)

    found = document(page)
    assert not rows_of(found)
    assert texts(found, Shape.HEADING) == ["COUN 101: Listening", "Course Description"]


def test_frame_around_text_is_no_table() -> None:
    def page(pdf: Any) -> None:
        pdf.rect(60, 640, 500, 90)
        wrapped(pdf, 72, 710, LOREM)

    found = document(page)
    assert rows_of(found) == []
    assert texts(found, Shape.PARAGRAPH) == [LOREM]


# -- hidden text ----------------------------------------------------------------------------------


def test_hidden_text_is_marked_and_counted() -> None:
    def page(pdf: Any) -> None:
        wrapped(pdf, 72, 740, LOREM)
        pdf.setFillColorRGB(1, 1, 1)
        lines(pdf, 72, 640, "white secret words")
        pdf.setFillColorRGB(0, 0, 0)
        lines(pdf, -400, 620, "left of page")
        lines(pdf, 72, 600, "tiny", font="Helvetica", size=0.5)
        ghost = pdf.beginText(72, 580)
        ghost.setTextRenderMode(3)
        ghost.textLine("an unseen line")
        ghost.setTextRenderMode(0)
        pdf.drawText(ghost)
        pdf.rect(60, 520, 300, 30, fill=1)
        pdf.setFillColorRGB(1, 1, 1)
        lines(pdf, 72, 530, "white on black is seen.")

    found = document(page)
    hidden = " ".join(block.text for block in found.blocks if block.hidden)
    for word in ("secret", "left", "tiny", "unseen"):
        assert word in hidden
    assert "white on black is seen." in texts(found, Shape.PARAGRAPH)
    assert found.words == len(LOREM.split()) + 5
    assert found.warnings == ("10 words of hidden text on page 1 left out",)


def test_text_under_a_scan_is_read() -> None:
    image = pytest.importorskip("PIL.Image")
    utils = pytest.importorskip("reportlab.lib.utils")

    def page(pdf: Any) -> None:
        pdf.drawImage(utils.ImageReader(image.new("RGB", (60, 80), "gray")), 0, 0, 612, 792)
        layer = pdf.beginText(72, 700)
        layer.setTextRenderMode(3)
        layer.textLine("What recognition found on the page.")
        pdf.drawText(layer)

    assert texts(document(page), Shape.PARAGRAPH) == ["What recognition found on the page."]


# -- text itself ----------------------------------------------------------------------------------


def test_no_controls_ligatures_or_private_glyphs() -> None:
    def page(pdf: Any) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        pdf.setFont("Vera", 11)
        pdf.drawString(72, 700, "The \ufb01nal \ufb02ow of a\u00adn hour, caf\u00e9 and na\u00efve")

    (block,) = document(page).blocks
    assert block.text == "The final flow of a-n hour, café and naïve"


def test_leaders_of_a_table_of_contents_go() -> None:
    found = document(lambda pdf: lines(pdf, 72, 700, "Office hours . . . . . . . . . . . . . 2"))
    assert found.blocks[0].text == "Office hours 2"


# -- what cannot be read --------------------------------------------------------------------------


def test_empty_password_is_no_hindrance() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = StandardEncryption("", ownerPassword="owner", canPrint=0)
    found = document(lambda pdf: wrapped(pdf, 72, 700, LOREM), encrypt=lock)
    assert texts(found, Shape.PARAGRAPH) == [LOREM]
    assert found.warnings == ()


def test_password() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    content = draw(lambda pdf: wrapped(pdf, 72, 700, LOREM), encrypt=StandardEncryption("secret"))
    error = failed(content)
    assert error.status is Status.ENCRYPTED
    assert "password" in str(error)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"%PDF-1.4 garbage" * 40, b"\x00\xff" * 500]
)
def test_damaged(content: bytes) -> None:
    assert failed(content).status is Status.DAMAGED


def test_cut_off_file_is_read_or_damaged() -> None:
    content = draw(lambda pdf: wrapped(pdf, 72, 700, LOREM))
    for share in range(1, 20):
        try:
            found = read(content[: len(content) * share // 20], "cut.pdf", LIMITS)
        except ReadError as error:
            assert error.status in (Status.DAMAGED, Status.EMPTY)
        else:
            assert found.words


def test_scanned_empty_and_mixed() -> None:
    image = pytest.importorskip("PIL.Image")
    utils = pytest.importorskip("reportlab.lib.utils")

    def scan(pdf: Any) -> None:
        pdf.drawImage(utils.ImageReader(image.new("RGB", (60, 80), "gray")), 0, 0, 612, 792)

    def prose(pdf: Any) -> None:
        wrapped(pdf, 72, 700, LOREM)

    error = failed(draw(scan, scan))
    assert error.status is Status.SCANNED
    assert "OCR" in error.hint
    assert failed(draw(lambda pdf: None)).status is Status.EMPTY
    found = document(prose, scan, prose, scan)
    assert found.warnings == ("pages 2, 4 are images without text; try --ocr to read them",)
    assert document(prose, scan).warnings == (
        "page 2 is an image without text; try --ocr to read it",
    )


def test_undecodable() -> None:
    shifted = "".join(chr(ord(letter) - 29) if letter.isalpha() else letter for letter in LOREM * 5)
    assert failed(draw(lambda pdf: wrapped(pdf, 72, 700, shifted))).status is Status.UNDECODABLE
    glyphs = " ".join(f"(cid:{number})" for number in range(90))
    assert failed(draw(lambda pdf: wrapped(pdf, 72, 700, glyphs))).status is Status.UNDECODABLE


def test_page_limit_is_checked_first() -> None:
    content = draw(*[lambda pdf: wrapped(pdf, 72, 700, LOREM)] * 4)
    assert failed(content, Limits(pages=3)).status is Status.TOO_LARGE
    assert read(content, "course.pdf", Limits(pages=4)).pages == 4


def test_turned_page_is_read_in_order() -> None:
    def page(pdf: Any) -> None:
        pdf.setPageRotation(90)
        pdf.rotate(90)
        wrapped(pdf, 60, -100, LOREM)
        wrapped(pdf, 60, -300, "The end.")

    assert texts(document(page), Shape.PARAGRAPH) == [LOREM, "The end."]


def every_kind(pdf: Any) -> None:
    """A heading, columns, a table, white letters on a dark ground, and what nobody sees."""
    lines(pdf, 72, 750, "Course Description", font="Helvetica-Bold", size=14)
    wrapped(pdf, 72, 725, LOREM)
    table(pdf, SCHEDULE, 680)
    for x, word in ((72, "left"), (330, "right")):
        lines(pdf, x, 560, *(f"{word} {number} words stand in this half" for number in WORDS))
    pdf.rect(60, 320, 300, 30, fill=1)
    pdf.setFillColorRGB(1, 1, 1)
    lines(pdf, 72, 330, "white on black is seen.")
    lines(pdf, 72, 290, "white secret words")
    pdf.setFillColorRGB(0, 0, 0)
    lines(pdf, -400, 270, "left of page")
    lines(pdf, 72, 250, "an answer that is taken back")
    pdf.line(70, 254, 212, 254)


@pytest.mark.parametrize("rotation", [90, 180, 270])
@pytest.mark.parametrize("letters", ["upright as shown", "turned by /Rotate", "turned by hand"])
def test_turned_page_is_read_as_its_upright_twin(letters: str, rotation: int) -> None:
    """Without looking at the way of the letters, pages that are shown on their side or upside down
    are read in another order, and lose words."""

    def page(pdf: Any) -> None:
        if letters != "turned by hand":
            pdf.setPageRotation(rotation)  # reportlab exchanges the sides of the paper with it
        if rotation != 180 and letters != "upright as shown":
            pdf.setPageSize((792, 612))
        if letters != "turned by /Rotate":
            turn = {90: (0, 1, -1, 0, 792, 0), 180: (-1, 0, 0, -1, 612, 792)}
            pdf.transform(*turn.get(rotation, (0, -1, 1, 0, 0, 612)))
        every_kind(pdf)

    assert document(page) == document(every_kind)


def test_letters_on_their_side_beside_upright_ones_turn_no_page() -> None:
    def page(pdf: Any) -> None:
        every_kind(pdf)
        pdf.rotate(90)
        lines(pdf, 100, -580, "words along the edge of the page")

    assert document(page).blocks[:9] == document(every_kind).blocks[:9]


def test_same_bytes_same_document() -> None:
    content = draw(lambda pdf: table(pdf, SCHEDULE))
    assert read(content, "a.pdf", LIMITS) == read(content, "a.pdf", LIMITS)


@pytest.mark.parametrize("ruled", [False, True])
def test_only_ruled_tables_import_pdfplumber(ruled: bool) -> None:
    program = (
        "import sys; from curriculum_gap.readers.from_pdf import read;"
        "from curriculum_gap.nouns import Limits;"
        "assert 'pypdfium2_raw' not in sys.modules;"
        "read(sys.stdin.buffer.read(), 'x.pdf', Limits());"
        "names = ('numpy', 'PIL', 'pdfplumber');"
        "print([name for name in names if name in sys.modules])"
    )
    content = draw(lambda pdf: table(pdf, SCHEDULE) if ruled else wrapped(pdf, 72, 700, LOREM))
    run = subprocess.run(
        [sys.executable, "-c", program], input=content, capture_output=True, check=True
    )
    assert run.stdout.decode().strip() == ("['pdfplumber']" if ruled else "[]")


def test_lines_of_thousands_of_digits_cost_nothing() -> None:
    def page(number: int) -> Callable[[Any], None]:
        def draw(pdf: Any) -> None:
            lines(pdf, 72, 760, f"{number}" + "9" * 5000, size=1)
            wrapped(pdf, 72, 700, LOREM)

        return draw

    found = document(*(page(number) for number in range(4)))
    assert found.pages == 4
