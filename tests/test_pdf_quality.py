"""When a PDF is scanned, garbled or a cover, and in which order its lines are read. Each number has
pages that come out otherwise where it is half of what it is, or twice; they are made by hand, as the
reader finds them in a file."""

from __future__ import annotations

from typing import Any

import pytest

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Status
from curriculum_gap.readers.pdf.bindings import Box
from curriculum_gap.readers.pdf.pages import Line, Page
from curriculum_gap.readers.pdf.parts_beside import FileContents, check_elsewhere
from curriculum_gap.readers.pdf.reading_order import in_reading_order
from curriculum_gap.readers.pdf.text_quality import (
    check_text,
    check_words,
    count_characters,
    decoding_fault,
    has_few_letters,
)

WORDS = "Students practise listening to accounts of distress and discuss how to answer them. " * 6


def page(*texts: str, number: int = 1, top: float = 300.0, **more: Any) -> Page:
    """A letter page whose lines stand below ``top``."""
    made = []
    for row, text in enumerate(texts):
        box = Box(72, top + 14 * row, 540, top + 14 * row + 11)
        made.append(Line(text, number, box, (0, len(text)), 11.0))
    return Page(number, 612, 792, tuple(made), **more)


@pytest.mark.parametrize(
    ("beside", "scanned"),
    [
        (page("Figure 3 below", image_share=0.3), False),
        (page("Figure 3 below", image_share=0.5), True),
        (page(image_share=0.03), False),
        (page(image_share=0.08), True),
        (page("a plot of it", paths=150), False),
        (page("a plot of it", paths=250), True),
        (
            page("Harbour Library, for members of the university only", top=30, image_share=0.9),
            True,
        ),
        (
            page("Harbour Library, for members of the university only", top=60, image_share=0.9),
            False,
        ),
    ],
)
def test_a_page_is_scanned_for_its_pictures(beside: Page, scanned: bool) -> None:
    quality = check_text([page(WORDS, number=2), page(WORDS, number=3), beside])
    assert quality.scanned == ((1,) if scanned else ())


@pytest.mark.parametrize(("words", "scanned"), [(45, (1, 2)), (90, ())])
def test_a_notice_on_every_scanned_page_is_no_text(words: int, scanned: tuple[int, ...]) -> None:
    notice = " ".join(["copy"] * words)
    scans = [page(notice, number=number, image_share=0.9) for number in (1, 2)]
    assert check_text([*scans, page(WORDS, number=3), page(WORDS, number=4)]).scanned == scanned


@pytest.mark.parametrize(("paths", "status"), [(40, Status.EMPTY), (80, Status.SCANNED)])
def test_letters_that_are_drawn_are_no_text(paths: int, status: Status) -> None:
    with pytest.raises(ReadError) as raised:
        check_text([page(paths=paths)])
    assert raised.value.status is status


@pytest.mark.parametrize(("pieces", "few"), [(7, False), (12, True)])
def test_pieces_of_text_without_letters_are_few_letters(pieces: int, few: bool) -> None:
    assert has_few_letters(page("3", text_objects=pieces)) is few


@pytest.mark.parametrize(
    ("text", "share", "scanned"),
    [
        ("Scanned with a copier of the Harbour Library today", 0.0, True),
        ("Scanned with a copier of the Harbour Library today for those who asked us", 0.0, False),
        ("How to listen " * 6, 0.9, True),
        ("How to listen " * 10, 0.9, False),
    ],
)
def test_few_words_on_a_picture_are_its_stamp(text: str, share: float, scanned: bool) -> None:
    pages, blocks = [page(text, image_share=share)], [Block(text, page=1)]
    if scanned:
        with pytest.raises(ReadError) as raised:
            check_words(pages, blocks, len(text.split()))
        assert raised.value.status is Status.SCANNED
    else:
        check_words(pages, blocks, len(text.split()))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\ue010" * 30, ""),
        ("\ue010" * 60, "private glyphs"),
        ("#$%&!" * 30, ""),
        ("#$%&!" * 50, "punctuation and digits"),
        ("bcdfg" * 50, ""),
        ("bcdfg" * 80, "other letters"),
    ],
)
def test_enough_characters_tell_that_a_font_shows_others(text: str, fault: str) -> None:
    assert decoding_fault(count_characters(text)) == fault


@pytest.mark.parametrize(
    ("text", "cover"),
    [
        ("word " * 40, True),
        ("word " * 70, False),
        ("See the attached file. " + "word " * 100, True),
        ("See the attached file. " + "word " * 200, False),
    ],
)
def test_few_words_beside_attached_files_are_their_cover(text: str, cover: bool) -> None:
    contents = FileContents(("syllabus.pdf",), xfa=False, undrawn=0, drawn_here=0)
    if cover:
        with pytest.raises(ReadError) as raised:
            check_elsewhere([page(text)], contents)
        assert raised.value.status is Status.ELSEWHERE
    else:
        check_elsewhere([page(text)], contents)


def test_a_long_name_of_an_attached_file_is_cut() -> None:
    (warning,) = FileContents(("w" * 130,), xfa=False, undrawn=0, drawn_here=0).warnings()
    assert f": {'w' * 60}, not read" in warning


# Reading order: lines as (text, left, right, top), in the order in which they are drawn.
Drawn = list[tuple[str, float, float, float]]


def read_in_order(drawn: Drawn) -> str:
    lines = [
        Line(text, 1, Box(left, top, right, top + 10), (0, len(text)), 10.0)
        for text, left, right, top in drawn
    ]
    return " ".join(line.text for line in in_reading_order(lines))


def form(values: int, step: float) -> Drawn:
    """Four labels below each other, then some values beside the first of them."""
    labels = [(f"label{row}", 72.0, 140.0, 100 + step * row) for row in range(4)]
    return labels + [(f"value{row}", 200.0, 260.0, 100 + step * row) for row in range(values)]


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        (form(2, 20), "label0 label1 label2 label3 value0 value1"),
        (form(3, 20), "label0 value0 label1 value1 label2 value2 label3"),
        (form(3, 12), "label0 label1 label2 label3 value0 value1 value2"),
        ([("first", 72, 172, 106), ("raised", 72, 172, 100)], "first raised"),
        ([("lower", 72, 172, 112), ("upper", 72, 172, 100)], "upper lower"),
        ([("left", 72, 172, 112), ("right", 157, 257, 100)], "left right"),
        ([("lower", 72, 172, 112), ("upper", 142, 242, 100)], "upper lower"),
    ],
)
def test_lines_are_read_by_where_they_stand(drawn: Drawn, read: str) -> None:
    assert read_in_order(drawn) == read
