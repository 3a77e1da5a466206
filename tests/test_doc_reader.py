"""Word 97–2003 files: their text by kreuzberg, with headings and tables by guess, and what is not
read of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from curriculum_gap.cli import main
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers import from_doc, read_document, sniff
from curriculum_gap.readers.compound_file import root_stream, root_streams
from curriculum_gap.readers.word97.drawn_tables import TableRows, split_tables

COURSE = Path(__file__).parent / "every_format" / "course.doc"
CONTENT = COURSE.read_bytes()
FIB = CONTENT.index(b"\xec\xa5")  # where the stream WordDocument begins
WORD_DOCUMENT = "WordDocument".encode("utf-16-le")
GUESSED = (
    "of this old format only the text is read:"
    " its headings are guessed, deleted and hidden text counts"
)


def read(content: bytes, **limits: int) -> Document:
    return read_document(content, "a.doc", Limits(**limits))


def refusal(content: bytes, **limits: int) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(content, **limits)
    assert not caught.value.what.startswith("cannot be read (")
    return caught.value


def parse(text: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The shapes and texts of what kreuzberg would give as this text."""
    monkeypatch.setattr(from_doc, "_text", lambda content: text)
    return [(block.shape.value, block.text) for block in read(CONTENT).blocks]


def patched(place: int, new: bytes) -> bytes:
    return CONTENT[: FIB + place] + new + CONTENT[FIB + place + len(new) :]


def test_the_streams_at_the_root_say_what_a_file_is() -> None:
    streams = root_streams(CONTENT)
    assert streams is not None and "worddocument" in streams and "1table" in streams
    assert root_stream(CONTENT, "worddocument").startswith(b"\xec\xa5")
    assert root_stream(CONTENT, "none") == b""
    assert sniff(CONTENT, "course.md") == "doc"
    renamed = CONTENT.replace(
        "WordDocument".encode("utf-16-le"), "Workbook\0\0\0\0".encode("utf-16-le")
    )
    assert refusal(renamed).what == "is an Excel 97–2003 workbook, which is not read"


def test_what_kreuzberg_reads_and_the_warning() -> None:
    pytest.importorskip("kreuzberg")
    document = read(CONTENT)
    assert document.format == "doc" and document.warnings == (GUESSED,)
    assert document.title == "COUN 531: Counseling Across Cultures"
    assert {block.table for block in document.blocks} == {None, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("content", "status", "what"),
    [
        (patched(11, b"\x13"), Status.ENCRYPTED, "password"),
        (patched(0, b"\xdc\xa5"), Status.UNSUPPORTED, "before 1997"),
        (CONTENT[:2000], Status.DAMAGED, "is damaged"),
        (CONTENT[:8] + bytes(600) + WORD_DOCUMENT, Status.DAMAGED, "damaged"),
        (patched(0x1A2, b"\xff\xff\xff\x7f"), Status.DAMAGED, "is damaged"),
    ],
)
def test_what_is_not_read_says_why(content: bytes, status: Status, what: str) -> None:
    if status is Status.DAMAGED:
        pytest.importorskip("kreuzberg")
    error = refusal(content)
    assert error.status is status and what in error.what


@pytest.mark.parametrize("end", [2**31 - 1, 50_000])
def test_pieces_of_text_that_would_be_written_out_again_are_refused(end: int) -> None:
    table = root_stream(CONTENT, "1table")
    start = int.from_bytes(CONTENT[FIB + 0x1A2 : FIB + 0x1A6], "little")
    pieces = table[start:][:17]  # its kind and size, where the first piece begins and where it ends
    assert pieces[0] == 2 and CONTENT.count(pieces) == 1
    longer = pieces[:9] + end.to_bytes(4, "little") + pieces[13:]
    error = refusal(CONTENT.replace(pieces, longer))
    assert error.status is Status.DAMAGED and "do not fit together" in error.what


def test_pictures_without_text_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_doc, "_text", lambda content: " ")
    assert refusal(CONTENT).status is Status.EMPTY
    assert refusal(patched(10, bytes([CONTENT[FIB + 10] | 8]))).status is Status.SCANNED


def test_a_text_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_doc, "_text", lambda content: "word " * 400)
    assert refusal(CONTENT, text_bytes=1_000).status is Status.TOO_LARGE


def test_without_kreuzberg_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kreuzberg", None)
    error = refusal(CONTENT)
    assert error.status is Status.UNSUPPORTED
    assert error.what == "needs kreuzberg, which is not installed"
    assert error.hint == "pip install 'gapcheck[doc]', or save it as .docx"


def test_a_worker_reads_it_within_its_limits(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("kreuzberg")
    assert (
        main([str(COURSE), str(COURSE), "--isolated", "--no-cache", "-j", "1", "-f", "json"]) == 0
    )
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert document["words"] == 945


def test_rows_of_tables_are_told_by_their_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "The plan of the term is below.\nPlan of the Term\n"
        "Week\tTopic\tReading\t\t1\tListening\tChapter 1\t\tBreak\t\t2\tConsent\t\t\t"
        "What follows the table stands on its last line.\n"
        "Grades\nEssay\t40%\t\tExam\t60%\t\tThe end of the syllabus is reached here."
    )
    assert parse(text, monkeypatch) == [
        ("paragraph", "The plan of the term is below."),
        ("heading", "Plan of the Term"),
        ("row", "Week | Topic | Reading"),
        ("row", "1 | Listening | Chapter 1"),
        ("row", "Break"),
        ("row", "2 | Consent"),
        ("paragraph", "What follows the table stands on its last line."),
        ("heading", "Grades"),
        ("row", "Essay | 40%"),
        ("row", "Exam | 60%"),
        ("paragraph", "The end of the syllabus is reached here."),
    ]


def test_lines_with_tabs_are_no_rows_of_one_table() -> None:
    lines = "Room:\t12\t\tPhone\t34\nHours:\tMonday\t\tMail:\tus\nFees:\tnone\t\tBooks:\ttwo"
    assert not [piece for piece in split_tables(lines) if isinstance(piece, TableRows)]


def test_each_line_is_a_paragraph_however_long(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "Describe how a first session with a client can begin and end",
        "Explain what a plan of treatment has to name and who reads it",
        "Compare what three authors say about silence in a first hour",
    ]
    assert parse("\n".join(lines), monkeypatch) == [("paragraph", line) for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Write to  HYPERLINK "mailto:a@b.example" the office today', "Write to the office today"),
        (
            'See HYPERLINK "https://a.example" \\o "tip"our page on handing in your papers',
            "See our page on handing in your papers",
        ),
        (
            'A list TOC \\o "1-3" \\h \\z \\u of the parts of the course',
            "A list of the parts of the course",
        ),
        ("Name: FORMTEXT here", "Name: here"),
        (
            "The DATE of the exam and the PAGE of the book",
            "The DATE of the exam and the PAGE of the book",
        ),
    ],
)
def test_fields_leave_their_results(
    text: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = "\nThe rest of the page says in some twenty words more who teaches here, in which room, and what the weeks of the term are about."
    assert parse(text + more, monkeypatch)[0][1] == expected
