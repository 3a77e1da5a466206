"""Each rule of the PDF reader that came from looking at documents, with a small document that needs
it: read right with the rule, and wrong with the rule switched off."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from test_from_pdf import LOREM, SCHEDULE, document, lines, rows_of, table, texts, wrapped

from curriculum_gap.nouns import Document, Shape

PDF = "curriculum_gap.readers.pdf"
NEVER = re.compile(r"(?!)")
Draw = Callable[[Any], None]


@dataclass(frozen=True)
class Rule:
    """``off`` is what stands in its place (a dotted name below the reader's package, and a value)
    when the rule is switched off; ``right`` says whether the document drawn by ``pages`` was read
    as a person reads it."""

    name: str
    off: tuple[str, object]
    pages: tuple[Draw, ...]
    right: Callable[[Document], bool]


def shown(found: Document) -> str:
    return "\n".join(block.text for block in found.blocks if not block.hidden)


def paragraphs(found: Document) -> list[str]:
    return texts(found, Shape.PARAGRAPH)


def with_header(number: int) -> Draw:
    def page(pdf: Any) -> None:
        lines(pdf, 72, 760, "Listening Well, autumn")
        wrapped(pdf, 72, 700, f"Part {'abcd'[number]}. {LOREM}")
        lines(pdf, 280, 30, f"Page {number + 1} of 4")

    return page


def with_session(number: int) -> Draw:
    def page(pdf: Any) -> None:
        lines(pdf, 72, 720, f"Session {number * 2 + 1}", font="Helvetica-Bold", size=14)
        wrapped(pdf, 72, 700, f"Part {'abcd'[number]}. {LOREM}")

    return page


def with_one_line(number: int) -> Draw:
    return lambda pdf: lines(pdf, 72, 740, f"Potato number {number + 1}")


def double_spaced(pdf: Any) -> None:
    words = LOREM.split()
    for index in range(0, len(words), 10):
        pdf.drawString(72, 700 - 24 * index / 10, " ".join(words[index : index + 10]))


def broken_words(pdf: Any) -> None:
    lines(pdf, 72, 720, "We speak of self-care and of education in every session, and educa-")
    lines(pdf, 72, 706, "tion comes before treatment in what this course asks, as does self-")
    lines(pdf, 72, 692, "care.")


def two_short_lines(pdf: Any) -> None:
    wrapped(pdf, 72, 740, LOREM)
    lines(pdf, 72, 640, "Bring a notebook", "Bring a pencil")


FULL = "Students practise listening to accounts of distress and discuss each of them with care at"


def indented_paragraphs(pdf: Any) -> None:
    lines(pdf, 72, 700, FULL, FULL)
    pdf.drawString(90, 700 - 27.5, "A second paragraph begins with an indent and goes on.")


def over_the_page_end(pdf: Any) -> None:
    lines(pdf, 72, 90, FULL, FULL)


def after_the_page_end(pdf: Any) -> None:
    lines(pdf, 72, 720, "Northfield clinic, where others have gone before them.")


def hidden_words(pdf: Any) -> None:
    wrapped(pdf, 72, 740, LOREM)
    pdf.setFillColorRGB(1, 1, 1)
    lines(pdf, 72, 640, "white secret words")


def tiny_words(pdf: Any) -> None:
    wrapped(pdf, 72, 740, LOREM)
    lines(pdf, 72, 600, "tiny secret words", font="Helvetica", size=0.5)


def words_off_the_page(pdf: Any) -> None:
    wrapped(pdf, 72, 740, LOREM)
    lines(pdf, -400, 620, "words left of the page")


def dot_leaders(pdf: Any) -> None:
    lines(pdf, 72, 700, "Office hours . . . . . . . . . . . . . 2")


def soft_hyphen(pdf: Any) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    pdf.setFont("Vera", 11)
    pdf.drawString(72, 700, "The last part of a\u00adn hour")


def frame_and_line(pdf: Any) -> None:
    pdf.rect(60, 80, 500, 680)
    pdf.line(80, 80, 80, 760)
    pdf.line(60, 100, 560, 100)
    pdf.drawString(64, 700, "i")
    y = 740.0
    for _ in range(18):
        y = wrapped(pdf, 84, y, LOREM, width=460)


def no_space_between_cells(pdf: Any) -> None:
    pdf.setFont("Helvetica", 11)
    for y, left, right in ((700, "Week", "Topic"), (680, "Three", "Stigma")):
        pdf.drawRightString(200, y, left)
        pdf.drawString(200, y, right)
    for x in (120, 200, 300):
        pdf.line(x, 714, x, 674)
    for y in (714, 694, 674):
        pdf.line(120, y, 300, y)


def long_table(pdf: Any) -> None:
    table(pdf, SCHEDULE, top=130)


def rest_of_the_table(pdf: Any) -> None:
    table(pdf, [SCHEDULE[0], ("4", "Care", "Chapter three")], top=740)


def filled_form(pdf: Any) -> None:
    wrapped(pdf, 72, 740, LOREM)
    pdf.acroForm.textfield(value="Trauma and care", x=72, y=600, width=300, height=20)


def lines_drawn_twice(pdf: Any) -> None:
    """Each side of a cell is a line of its own, a little off its neighbour's."""
    for column, texts_below in enumerate((("Week", "Three"), ("Topic", "Stigma"))):
        for row, text in enumerate(texts_below):
            x, y = 72 + 150.8 * column, 700 - 30.8 * row
            pdf.rect(x, y, 150, 30)
            pdf.drawString(x + 4, y + 10, text)


RULES = [
    Rule(
        "what was filled into a form is text",
        ("bindings._FLATTENED", -1),
        (filled_form,),
        lambda found: "Trauma and care" in shown(found),
    ),
    Rule(
        "the sides of neighbouring cells are one line",
        ("tables._SNAP", 0.0),
        (lines_drawn_twice,),
        lambda found: (
            [row.cells for row in rows_of(found)] == [("Week", "Topic"), ("Three", "Stigma")]
        ),
    ),
    Rule(
        "running headers and page numbers are no text",
        (
            "layout.without_running_headers",
            lambda pages: [part for page in pages for part in page.parts],
        ),
        tuple(with_header(number) for number in range(4)),
        lambda found: "Page" not in shown(found) and shown(found).count("autumn") == 1,
    ),
    Rule(
        "a running header on the first page may be the title",
        ("pages._WORD", NEVER),
        tuple(with_header(number) for number in range(4)),
        lambda found: shown(found).count("Listening Well, autumn") == 1,
    ),
    Rule(
        "headings that count are no running headers",
        ("pages._counts_with_pages", lambda lines: True),
        tuple(with_session(number) for number in range(4)),
        lambda found: len(texts(found, Shape.HEADING)) == 4,
    ),
    Rule(
        "lines that make up most of a document are its text",
        ("pages._length", lambda parts: 1),
        tuple(with_one_line(number) for number in range(6)),
        lambda found: found.words == 18,
    ),
    Rule(
        "the step from line to line is the document's own",
        ("layout._usual_step", lambda parts: 1.2),
        (double_spaced,),
        lambda found: paragraphs(found) == [LOREM],
    ),
    Rule(
        "a broken word is written as elsewhere in the document",
        ("dehyphenate._keeps_hyphen", lambda left, right, words: False),
        (broken_words,),
        lambda found: "does self-care." in shown(found) and "education comes" in shown(found),
    ),
    Rule(
        "a line that ends early ends its paragraph",
        ("layout._is_full", lambda before, after: True),
        (two_short_lines,),
        lambda found: paragraphs(found)[1:] == ["Bring a notebook", "Bring a pencil"],
    ),
    Rule(
        "an indented line begins a paragraph",
        ("layout._keeps_indent", lambda *arguments: True),
        (indented_paragraphs,),
        lambda found: len(paragraphs(found)) == 2,
    ),
    Rule(
        "a paragraph goes on over the page end",
        ("layout._is_full", lambda before, after: False),
        (over_the_page_end, after_the_page_end),
        lambda found: len(paragraphs(found)) == 1,
    ),
    Rule(
        "white text on paper is hidden",
        ("page_objects._WHITE", 256),
        (hidden_words,),
        lambda found: "secret" not in shown(found),
    ),
    Rule(
        "tiny text is hidden",
        ("text_lines._LEAST_SIZE", 0.0),
        (tiny_words,),
        lambda found: "secret" not in shown(found),
    ),
    Rule(
        "text off the page is hidden",
        ("text_lines._is_unseen", lambda line, page: False),
        (words_off_the_page,),
        lambda found: "left of the page" not in shown(found),
    ),
    Rule(
        "dot leaders are no text",
        ("dehyphenate._DOT_LEADERS", NEVER),
        (dot_leaders,),
        lambda found: shown(found) == "Office hours 2",
    ),
    Rule(
        "codes of fonts become characters",
        ("text_lines._CODED", NEVER),
        (soft_hyphen,),
        lambda found: shown(found) == "The last part of a-n hour",
    ),
    Rule(
        "a frame around a page of text is no table",
        ("tables._MAX_CELL", 10**9),
        (frame_and_line,),
        lambda found: not rows_of(found),
    ),
    Rule(
        "a word over two cells is parted",
        ("tables._Grid._by_character", lambda self, text, start, end: [(start, end, None)]),
        (no_space_between_cells,),
        lambda found: (
            [row.cells for row in rows_of(found)] == [("Week", "Topic"), ("Three", "Stigma")]
        ),
    ),
    Rule(
        "a table goes on over the page end, its header once",
        ("layout.continues_table", lambda before, after: False),
        (long_table, rest_of_the_table),
        lambda found: [row.cells[0] for row in rows_of(found)] == ["Week", "1", "2", "3", "4"],
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_has_a_document_that_needs_it(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rule.right(document(*rule.pages)), shown(document(*rule.pages))
    name, value = rule.off
    monkeypatch.setattr(f"{PDF}.{name}", value)
    assert not rule.right(document(*rule.pages)), "the document is read right without the rule"
