"""Words of a PDF that are drawn in pieces, or with what is none of their letters in or beside them:
footnote marks, letter spacing, drop capitals, signs for spaces, line numbers, drawing order."""

from __future__ import annotations

from typing import Any

import pytest
from test_from_pdf import LOREM, document, lines

SIZE = 11


def shown(*pages: Any) -> str:
    return "\n".join(block.text for block in document(*pages).blocks if not block.hidden)


def marked(before: str, mark: str, after: str = "", rise: float = 4, size: float = 7) -> str:
    """What is read of a line with a mark in it."""

    def page(pdf: Any) -> None:
        text = pdf.beginText(72, 700)
        for part, part_size, part_rise in ((before, SIZE, 0), (mark, size, rise), (after, SIZE, 0)):
            text.setFont("Helvetica", part_size)
            text.setRise(part_rise)
            text.textOut(part)
        pdf.drawText(text)

    return shown(page)


@pytest.mark.parametrize("mark", ["1", "12", "1,2", "3–5"])
def test_footnote_marks_are_cut_from_their_word(mark: str) -> None:
    read = marked("We study racism", mark, ", in practice and in supervision.")
    assert read == "We study racism, in practice and in supervision."


def test_footnote_marks_after_a_stop_before_a_note_and_on_the_line() -> None:
    assert marked("We study racism.", "1", " And more.") == "We study racism. And more."
    assert marked("", "1", "Racism as defined in class.") == "Racism as defined in class."
    assert marked("We study racism", "2", " now.", rise=0) == "We study racism now."
    assert marked("We study racism", "2", " now.", size=SIZE) == "We study racism now."
    assert marked("We study racism", "\xb9", " now.", rise=0, size=SIZE) == "We study racism now."


@pytest.mark.parametrize(
    ("rise", "size", "is_mark"),
    [(1.2, SIZE, False), (2.2, SIZE, True), (0, 8, True), (0, 9, False)],
)
def test_a_mark_is_raised_or_smaller(rise: float, size: float, is_mark: bool) -> None:
    read = marked("We study racism", "2", " now.", rise=rise, size=size)
    assert read == ("We study racism now." if is_mark else "We study racism2 now.")


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        ("The log", "2", " of it"),  # lowered
        ("Water is H", "2", "O for all"),
        ("About 10", "2", " of them"),
        ("Take COUN", "505", " first"),
        ("Area", "1", " of four"),
    ],
)
def test_digits_that_are_no_marks_stay(before: str, mark: str, after: str) -> None:
    lowered = mark == "2"
    read = marked(before, mark, after, rise=-3 if lowered else 0, size=7 if lowered else SIZE)
    assert read == f"{before}{mark}{after}"


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("L E A R N I N G   O B J E C T I V E S", "LEARNING OBJECTIVES"),
        ("r a c i s m   a n d   i t s   e n d", "racism and its end"),
        ("W E E K   1 :   R A C I S M   in class", "WEEK 1: RACISM in class"),
        ("A B C D F", "A B C D F"),
        ("M T W R F", "M T W R F"),
        ("3 4 5 6 7 8", "3 4 5 6 7 8"),
    ],
)
def test_letter_spaced_words_are_joined(drawn: str, read: str) -> None:
    assert shown(lambda pdf: lines(pdf, 72, 700, drawn)) == read


@pytest.mark.parametrize("spacing", [3, 6, 10])
def test_letters_that_the_file_sets_apart_are_words(spacing: float) -> None:
    def page(pdf: Any) -> None:
        text = pdf.beginText(72, 700)
        text.setFont("Helvetica-Bold", 13)
        text.setCharSpace(spacing)
        text.textOut("RACISM AND TRAUMA")
        pdf.drawText(text)

    assert shown(page) == "RACISM AND TRAUMA"


def test_columns_of_single_letters_stay_apart() -> None:
    def page(pdf: Any) -> None:
        for column, letter in enumerate("XOXPXQ"):
            lines(pdf, 72 + 40 * column, 700, letter)

    assert "XO" not in shown(page)


def test_drop_capitals_belong_to_their_word() -> None:
    def page(pdf: Any) -> None:
        lines(pdf, 72, 680, "R", size=36)
        lines(pdf, 99, 700, "acism is a system that is taught in this course and in", size=SIZE)
        lines(pdf, 99, 687, "all the others of the programme.", size=SIZE)

    assert shown(page) == (
        "Racism is a system that is taught in this course and in all the others of the programme."
    )


@pytest.mark.parametrize("sign", ["%", "#", "_", "'", "\xb7"])
def test_sign_in_place_of_spaces(sign: str) -> None:
    text = LOREM.replace(" ", sign)
    pieces = [text[start : start + 80] for start in range(0, len(text), 80)]
    read = shown(lambda pdf: lines(pdf, 72, 700, *pieces))
    assert sign not in read
    assert read.startswith(" ".join(LOREM.split()[:8]))


def test_words_with_a_hyphen_and_a_space_within_are_made_whole() -> None:
    broken = "Stu- dents ana- lyse rac- ism and cul- tural hu- mility in sup- ervision."

    def page(pdf: Any) -> None:
        lines(pdf, 72, 700, *[broken] * 4)

    assert shown(page).count("Students analyse racism and cultural humility in supervision.") == 4
    assert "pre- and post-test" in shown(
        lambda pdf: lines(pdf, 72, 700, "Take a pre- and post-test")
    )


def numbered(
    first: int, x: float, size: float, step: int = 1, count: int = 10, head: str = ""
) -> str:
    """What is read of lines with numbers in the margin."""

    def page(pdf: Any) -> None:
        lines(pdf, x, 720, head)
        for index in range(count):
            if (first + index) % step == 0:
                lines(pdf, x, 700 - 14 * index, str(first + index), size=size)
            lines(
                pdf,
                100,
                700 - 14 * index,
                f"Sentence of racism and white {'abcdefghijklmnop'[index]}",
            )

    return shown(page)


def test_line_numbers_in_the_margin_are_no_text() -> None:
    assert not any(map(str.isdigit, numbered(5, 50, 7, count=6)))
    assert not any(map(str.isdigit, numbered(18, 50, 11)))
    assert not any(map(str.isdigit, numbered(1, 50, 7, step=5, count=16)))


def test_numbers_of_a_column_stay() -> None:
    assert "5" in numbered(1, 72, 11, count=6)
    assert "9" in numbered(1, 72, 11, head="Week")


FORM = (
    ("Course description", "Skills for work with clients."),
    ("Learning objectives", "Describe basic listening skills."),
    ("Assignments and grading", "Paper on racism and white privilege."),
    ("Non-discrimination policy", "Nobody is turned away."),
)
FORM_TEXT = "\n".join(text for pair in FORM for text in pair)


@pytest.mark.parametrize("places", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_what_is_drawn_later_stands_at_its_place(places: tuple[int, ...]) -> None:
    def page(pdf: Any) -> None:
        for place in range(4):
            lines(pdf, 72, 700 - 60 * place, FORM[place][0], font="Helvetica-Bold", size=13)
        for place in places:
            lines(pdf, 76, 680 - 60 * place, FORM[place][1])

    assert shown(page) == FORM_TEXT


def test_values_right_of_their_labels() -> None:
    def page(pdf: Any) -> None:
        for column, x in enumerate((72, 260)):
            for place in range(4):
                lines(pdf, x, 700 - 40 * place, FORM[place][column])

    assert shown(page).split() == FORM_TEXT.split()


def test_fields_that_pdfium_joins_to_one_line() -> None:
    def page(pdf: Any) -> None:
        for place in range(4):
            lines(pdf, 72, 700 - 60 * place, FORM[place][0], font="Helvetica-Bold", size=13)
        for place in range(4):
            pdf.acroForm.textfield(
                value=FORM[place][1], x=72, y=675 - 60 * place, width=470, height=18, fontSize=9
            )

    assert shown(page) == FORM_TEXT


def test_columns_stay_as_they_are_drawn() -> None:
    def page(pdf: Any) -> None:
        lines(pdf, 72, 740, "A title across both of the columns of this page")
        for x, name in ((72, "left"), (320, "right")):
            lines(pdf, x, 700, *[f"Sentence {word} of the {name} column." for word in "abcdef"])

    read = shown(page)
    assert read.index("Sentence f of the left") < read.index("Sentence a of the right")


def blocks_at_their_places(pdf: Any, *order: int) -> None:
    """Four blocks of a heading and two lines below each other, drawn in some order."""
    for place in order:
        lines(pdf, 72, 700 - 60 * place, FORM[place][0], font="Helvetica-Bold", size=13)
        lines(pdf, 72, 684 - 60 * place, FORM[place][1], f"More of part {place}.")


BLOCKS = "\n".join(f"{head}\n{text} More of part {n}." for n, (head, text) in enumerate(FORM))


@pytest.mark.parametrize(
    "order", [(0, 2, 3, 1), (1, 2, 3, 0), (3, 0, 1, 2), (0, 2, 1, 3), (3, 2, 1, 0)]
)
def test_a_block_that_is_drawn_out_of_turn_stands_at_its_place(order: tuple[int, ...]) -> None:
    read = shown(lambda pdf: blocks_at_their_places(pdf, *order))
    assert read.split() == BLOCKS.split()


def test_footer_and_title_drawn_first_and_last_leave_columns_in_order() -> None:
    def page(pdf: Any) -> None:
        lines(pdf, 72, 100, "Write to the office with any question about what stands on this page.")
        for x, name in ((72, "left"), (320, "right")):
            lines(pdf, x, 700, *[f"Sentence {word} of the {name} column." for word in "abcdef"])
        lines(pdf, 72, 740, "A title across both of the columns of this page")

    read = shown(page)
    places = [
        "A title",
        "a of the left",
        "f of the left",
        "a of the right",
        "f of the right",
        "Write",
    ]
    assert sorted(places, key=read.index) == places


def test_label_drawn_last_does_not_part_the_rows_of_a_list() -> None:
    def page(pdf: Any) -> None:
        for week in range(5):
            if week != 2:
                lines(pdf, 72, 700 - 30 * week, f"Week number {week}")
            lines(pdf, 200, 700 - 30 * week, f"Topic of {week}")
        lines(pdf, 72, 640, "Week number 2")

    read = shown(page)
    places = ["number 1", "of 1", "number 2", "number 3", "of 3", "number 4", "of 4"]
    assert sorted(places, key=read.index) == places


def test_pages_of_thousands_of_scattered_lines_cost_little() -> None:
    def page(pdf: Any) -> None:
        for index in range(3_000):
            lines(pdf, 72 + index % 7 * 70, 780 - index * 37 % 760, f"{index} word", size=4)

    assert "2999 word" in shown(page)
