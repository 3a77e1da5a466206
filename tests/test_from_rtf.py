"""RTF files: each construct that hides text from careless readers, and each way to fail."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from curriculum_gap.cli import main
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Shape, Status
from curriculum_gap.readers import read_document
from curriculum_gap.readers.from_rtf import read

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fcharset204 Times CYR;}{\f2\fcharset2 Symbol;}"
    r"{\f3\fcharset128 MS Mincho;}{\f4\fcharset0\cpg437 Terminal;}}"
)
COLOURS = r"{\colortbl;\red255\green255\blue255;\red0\green0\blue128;\red0\green0\blue0;}"
STYLES = (
    r"{\stylesheet{\ql Normal;}{\s1\outlinelevel0\b heading 1,Chapter;}{\s2 heading 2;}"
    r"{\s3 Title;}{\s4 toc 1;}{\s5\outlinelevel2 Own style;}{\*\cs10 \additive Default;}}"
)
SENTENCE = "Students learn to listen and to ask, and to write about what they heard in class. "


def file(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> bytes:
    return (r"{\rtf1" + head + FONTS + COLOURS + STYLES + body + "}").encode("latin-1")


def rtf(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> Document:
    return read(file(body, head), "course.rtf", Limits())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def shown(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not block.hidden]


def headings(document: Document) -> list[tuple[str, int]]:
    return [(block.text, block.depth) for block in document.blocks if block.shape is Shape.HEADING]


def refusal(content: bytes, limits: Limits | None = None) -> ReadError:
    with pytest.raises(ReadError) as raised:
        read(content, "course.rtf", limits or Limits())
    assert raised.value.what
    return raised.value


def row(*cells: str, form: str = "") -> str:
    """A row of cells that are 2,000 twips wide, or as ``form`` says."""
    edges = form or "".join(rf"\cellx{2000 * place}" for place in range(1, len(cells) + 1))
    inside = "".join(rf"\pard\intbl {cell}\cell" for cell in cells)
    return rf"\trowd {edges}{inside}\row"


# ---- paragraphs and words


def test_paragraphs_breaks_tabs_and_lines_of_the_file() -> None:
    document = rtf("We\n greet\r\n\\tab each other.\\line Then we part.\\par\\pard Next\\\nLast")
    assert texts(document) == ["We greet each other.", "Then we part.", "Next", "Last"]


def test_signs_that_stand_for_text() -> None:
    document = rtf(r"\{a\} b\\c d\~e f\_g h\-i \ldblquote j\rdblquote\rquote s \emdash  k\par")
    assert texts(document) == ["{a} b\\c d e f-g hi “j”’s — k"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"\'93Pr\'fcfung\'94", "“Prüfung”"),
        ("Pr\xfcfung", "Prüfung"),
        (r"\f1\'ca\'f3\'f0\'f1", "Курс"),
        (r"{\f1\'ca\'f3\'f0\'f1} caf\'e9", "Курс café"),
        (r"\f3\'8a\'77\'8f\'4b", "学習"),
        (r"\f3\'83\\", "ソ"),
        (r"\f4 \'81", "ü"),
        (r"\u8220?a\u8221?", "“a”"),
        (r"\uc2\u1050\'ca\'ca\u1091xy.", "Ку."),
        (r"\uc0\u1050 \u-10179 \u-8704 b", "К😀b"),
        (r"{\uc0\u1050}\u1091?", "Ку"),
        (r"\upr{Kurs}{\*\ud\uc0 \u1050 urs}", "Кurs"),
    ],
)
def test_letters_of_every_encoding(written: str, text: str) -> None:
    assert texts(rtf(written + r"\par")) == [text]


@pytest.mark.parametrize(
    ("head", "byte", "letter"),
    [(r"\ansi\ansicpg1250", "e8", "č"), (r"\mac", "8e", "é"), (r"\pc", "82", "é"),
     (r"\pca", "82", "é"), (r"\ansi\ansicpg99999", "e9", "é")],
)  # fmt: skip
def test_the_code_page_of_the_document(head: str, byte: str, letter: str) -> None:
    content = rf"{{\rtf1{head} caf\'{byte}\par}}".encode()
    assert texts(read(content, "a.rtf", Limits())) == ["caf" + letter]


def test_utf8_and_files_without_any_table() -> None:
    assert texts(read("{\\rtf1\\ansicpg65001 Café}".encode(), "a.rtf", Limits())) == ["Café"]
    assert texts(read(rb"{\rtf1 Week 1}", "a.rtf", Limits())) == ["Week 1"]


def test_comments_bookmarks_pictures_and_properties_are_left_out() -> None:
    document = rtf(
        r"{\info{\author A}{\title Stated title}{\*\company B}}{\*\generator Word;}"
        r"We read fifteen words of a text that has a picture beside it, and in it some"
        r"{\*\bkmkstart x}{\*\annotation Is this right?}{\*\unknown{\b not shown}} pages"
        r"{\pict\pngblip 89504e47}{\*\shppict{\pict 8950}}{\nonshppict{\pict 89}}."
        r"{\xe{\v index}}\par"
    )
    assert texts(document)[0].endswith("and in it some pages.")
    assert document.title == "Stated title"


def test_data_of_a_given_length_are_passed_over_and_a_wrong_length_is_not_believed() -> None:
    data = (
        b"{\\rtf1 Before {\\*\\x\\bin6 }}}{{{} and\\bin3 }{} after\\par\\bin999999999 The end\\par}"
    )
    assert texts(read(data, "a.rtf", Limits())) == ["Before and after", "The end"]


def test_fields_show_their_result_and_links_are_no_headings() -> None:
    link = (
        r"{\field{\*\fldinst{HYPERLINK "
        r'"https://example.org"}}{\fldrslt{\ul Course page}}}'
    )
    document = rtf(
        rf"{SENTENCE * 3}\par {link}\par Page {{\field{{\*\fldinst PAGE}}{{\fldrslt 7}}}} of it\par"
    )
    assert texts(document)[1:] == ["Course page", "Page 7 of it"]
    assert headings(document) == []


def test_tracked_deletions_are_left_out_and_insertions_kept() -> None:
    document = rtf(
        r"We {\deleted always }{\revised now }read{\deleted\par} together.\par Then.\par"
    )
    assert texts(document) == ["We now read together.", "Then."]


def test_notes_stand_behind_their_paragraph_and_their_marks_nowhere() -> None:
    note = r"{\super 1}{\footnote\pard\plain {\super\chftn} In the library.\par}"
    starred = note.replace(r"{\footnote", r"{\*\footnote")
    for written in (note, starred):
        document = rtf(rf"Read the report{written} before class.\par Bring notes.\par")
        assert [(block.text, block.shape) for block in document.blocks] == [
            ("Read the report before class.", Shape.PARAGRAPH),
            ("In the library.", Shape.NOTE),
            ("Bring notes.", Shape.PARAGRAPH),
        ]


def test_text_boxes_stand_behind_their_paragraph_and_once() -> None:
    box = (
        r"{\shp{\*\shpinst\shpleft1{\sp{\sn name}{\sv value}}{\shptxt\pard In a box\par}}"
        r"{\shprslt{\*\do\dptxbx{\dptxbxtext\pard In a box\par}}}}"
    )
    old = r"{\*\do\dptxbx{\dptxbxtext\pard In an old box\par}}"
    document = rtf(rf"Around {box}{old}it.\par After.\par")
    assert texts(document) == ["Around it.", "In a box", "In an old box", "After."]


def test_formulas_are_read_without_their_properties() -> None:
    formula = r"{\mmath{\*\moMath{\mf{\mfPr{\mtype bar}}{\mnum{\mr x}}{\mden{\mr y}}}}}"
    assert texts(rtf(rf"We solve {formula} in class.\par")) == ["We solve xy in class."]


def test_plain_text_of_mail_that_was_html_is_read() -> None:
    document = rtf(
        r"\fromhtml1 {\*\htmltag19 <html><p>}\htmlrtf {\htmlrtf0 Week 1: we read.\htmlrtf\par}"
        r"\htmlrtf0 {\*\htmltag72 </p>}"
    )
    assert texts(document) == ["Week 1: we read."]


# ---- headings, lists, titles


def test_headings_come_from_styles_and_outline_levels() -> None:
    document = rtf(
        r"\pard\s1 Aims\par\pard\s2 Reading\par\pard\s5 Own\par\pard\outlinelevel3 Stated\par"
        r"\pard\s1\outlinelevel9 Not one\par\pard\s4\b Aims 1\par\pard\plain We read.\par"
    )
    assert headings(document) == [("Aims", 1), ("Reading", 2), ("Own", 3), ("Stated", 4)]


def test_bold_paragraphs_are_headings_where_most_text_is_not_bold() -> None:
    document = rtf(rf"{{\b Learning outcomes}}\par {SENTENCE * 3}\par {{\fs32 Schedule}}\par")
    assert [text for text, _ in headings(document)] == ["Learning outcomes", "Schedule"]


def test_groups_keep_their_look_to_themselves_and_plain_ends_it() -> None:
    document = rtf(rf"{{\b Aims\par}}{SENTENCE * 3}\par\b Week one\plain \par {SENTENCE}\par")
    assert [text for text, _ in headings(document)] == ["Aims", "Week one"]


def test_the_title_is_the_paragraph_in_the_title_style() -> None:
    document = rtf(r"{\info{\title Draft}}\pard\s1 Aims\par\pard\s3 Grief in families\par")
    assert document.title == "Grief in families"
    named_by_a_program = rtf(r"{\info{\title syllabus_v2.doc}}A plain line of text.\par")
    assert named_by_a_program.title == ""


def test_entries_of_lists_have_their_depth_and_no_bullet() -> None:
    document = rtf(
        r"\pard{\listtext\f2\'b7\tab}\ls1 outside\par\pard{\listtext o\tab}\ilvl1\ls1 inside\par"
        r"{\pntext\f2\'b7\tab}\pard{\*\pn\pnlvlblt{\pntxtb\'b7}}old\par\pard\ls0 text\par"
    )
    assert [(block.text, block.shape, block.depth) for block in document.blocks] == [
        ("outside", Shape.ENTRY, 1),
        ("inside", Shape.ENTRY, 2),
        ("old", Shape.ENTRY, 1),
        ("text", Shape.PARAGRAPH, 0),
    ]


def test_words_of_a_numbering_are_printed_and_numbers_alone_are_not() -> None:
    labels = ("Week 3:", "3.", "(iii)", "viii.")
    body = "".join(rf"\pard{{\listtext {label}\tab}}\ls1 Grief\par" for label in labels)
    assert texts(rtf(body)) == ["Week 3: Grief", "Grief", "Grief", "Grief"]


def test_an_entry_with_an_outline_level_is_an_entry_and_a_numbered_heading_a_heading() -> None:
    document = rtf(r"\pard\ls1\outlinelevel2 Pasted\par\pard{\listtext 1.\tab}\ls1\s1 Aims\par")
    assert [block.shape for block in document.blocks] == [Shape.ENTRY, Shape.HEADING]


# ---- tables


def test_rows_have_cells_and_a_header() -> None:
    body = row("Week", "Topic", "Reading") + row("1", "Grief", "") + row("2", r"Loss\par more", "x")
    rows = rtf(body + r"\pard After.\par").blocks
    assert [block.cells for block in rows[:3]] == [
        ("Week", "Topic", "Reading"), ("1", "Grief", ""), ("2", "Loss more", "x"),
    ]  # fmt: skip
    assert {block.header for block in rows[:3]} == {("Week", "Topic", "Reading")}
    assert (rows[3].text, rows[3].shape) == ("After.", Shape.PARAGRAPH)


def test_a_row_that_the_file_calls_a_header_and_shaded_cells() -> None:
    marked = row("First thing", "Second thing", form=r"\trhdr\cellx2000\cellx4000")
    shaded = row("First thing", "Second thing", form=r"\clcbpat2\cellx2000\clcbpat2\cellx4000")
    for head in (marked, shaded):
        assert rtf(head + row("one", "two")).blocks[1].header == ("First thing", "Second thing")


def test_cells_that_are_merged_count_once() -> None:
    wide = r"\cellx2000\clmgf\cellx4000\clmrg\cellx6000"
    first = r"\clvmgf\cellx2000\cellx4000\cellx6000"
    below = r"\clvmrg\cellx2000\cellx4000\cellx6000"
    document = rtf(
        row("Week", "Topic", "Reading")
        + row("1", "Grief", "Chapter 1", form=first)
        + row("not shown", "Loss", "Chapter 2", form=below)
        + row("3", "No class", "", form=wide)
        + row("4", "Fewer cells, wider", form=r"\cellx2000\cellx6000")
        + row("Last", form=r"\trleft4010\cellx6000")
    )
    assert [block.cells for block in document.blocks][1:] == [
        ("1", "Grief", "Chapter 1"),
        ("", "Loss", "Chapter 2"),
        ("3", "No class", ""),
        ("4", "Fewer cells, wider", ""),
        ("", "", "Last"),
    ]


def test_nested_tables_stand_beside_their_row() -> None:
    inner = (
        r"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx900\cellx1800\nestrow}"
        r"{\nonesttables\par}\pard\intbl\itap2 c\nestcell d\nestcell"
        r"{\*\nesttableprops\trowd\cellx900\cellx1800\nestrow}"
    )
    document = rtf(
        row("Week", "Topic")
        + rf"\trowd\cellx2000\cellx4000\pard\intbl 1\cell Grief\par {inner}\pard\intbl\itap1\cell\row"
        + row("2", "Loss")
    )
    assert texts(document) == ["Week | Topic", "1 | Grief", "a | b", "c | d", "2 | Loss"]
    assert [block.table for block in document.blocks] == [1, 1, 2, 2, 1]


def test_cells_that_end_once_more_behind_a_table_in_their_row_are_none() -> None:
    # LibreOffice 7 writes them so.
    inner = (
        r"\pard\intbl\itap2 a\nestcell b\nestcell"
        r"{\*\nesttableprops\trowd\cellx900\cellx1800\nestrow}{\nonesttables\par}"
    )
    form = r"\trowd\cellx2000\cellx4000\cellx6000"
    document = rtf(
        rf"{form}\pard\intbl 1\cell Grief\cell {inner}\pard\intbl\cell"
        + rf"{form}\pard\intbl\cell\cell\row{form}\pard\intbl 2\cell Loss\cell\cell\row"
    )
    assert document.blocks[0].cells == ("1", "Grief", "")


def test_a_row_in_a_group_and_one_that_never_ends() -> None:
    grouped = r"{\trowd\cellx2000\cellx4000\pard\intbl Week\cell Topic\cell\row}"
    document = rtf(grouped + r"{\trowd\cellx2000\cellx4000\intbl 1\cell Grief\cell}")
    assert texts(document) == ["Week | Topic", "1 | Grief"]


def test_two_tables_with_a_paragraph_between_and_a_table_of_one_column() -> None:
    body = row("Week", "Topic") + row("1", "Grief")
    document = rtf(body + r"\pard Between\par" + body + r"\pard\par" + row("A frame"))
    assert [block.table for block in document.blocks] == [1, 1, None, 2, 2, None]
    assert document.blocks[-1].shape is Shape.PARAGRAPH


# ---- hidden text


@pytest.mark.parametrize("look", [r"\v", r"\cf1", r"\fs2", r"\strike", r"\striked1"])
def test_hidden_words_are_marked(look: str) -> None:
    document = rtf(rf"We read. {{{look} Not shown.}}\par")
    assert shown(document) == ["We read."]
    assert texts(document) == ["We read.", "Not shown."]
    assert document.warnings == ("2 words of hidden text left out",)


def test_white_words_on_colour_are_shown() -> None:
    assert shown(rtf(r"{\cf1\highlight2 On blue}\par\pard\cbpat2{\cf1 On blue too}\par")) == [
        "On blue", "On blue too",
    ]  # fmt: skip
    assert shown(rtf(row(r"{\cf1 Week}", "Topic") + row("1", "a")))[0] == "Week | Topic"


# ---- page headers and footers


def test_what_a_page_header_says_of_the_course_is_read_and_page_numbers_are_not() -> None:
    document = rtf(
        r"{\header\pard SOWK 320 Grief in families\par We read.\par}{\headerl Left\par}"
        r"{\headerf First page only\par}{\footerr\pard 1\par Department of Care\par}"
        r"We read.\par\sect\sectd{\header Another section\par}We write.\par"
    )
    assert shown(document) == [
        "SOWK 320 Grief in families", "We read.", "We write.", "Department of Care",
    ]  # fmt: skip


def test_the_header_of_a_first_page() -> None:
    document = rtf(r"\titlepg{\headerf Spring term\par}{\header Later\par}We read.\par")
    assert shown(document) == ["Spring term", "Later", "We read."]


# ---- other files, and files that are broken


def test_embedded_documents_are_counted_and_formulas_and_drawings_are_not() -> None:
    object_of = r"{{\object\objemb{{\*\objclass {0}}}{{\*\objdata 0102}}{{\result{{\pict 89}}}}}}"
    objects = object_of.format("Excel.Sheet.12") + object_of.format("Equation.3")
    document = rtf(SENTENCE * 6 + objects + r"\par")
    assert document.warnings == ("embeds 1 document that was not read",)
    assert refusal(file(objects)).status is Status.ELSEWHERE


def test_pictures_and_little_text_are_a_scan() -> None:
    assert refusal(file(r"Page one{\pict\pngblip 89504e47}\par")).status is Status.SCANNED


def test_nothing_and_hidden_text_alone_are_empty() -> None:
    for content in (b"", file(""), file(r"{\v Secret}\par"), rb"{\rtf1}"):
        with pytest.raises(ReadError) as raised:
            read_document(content or b" ", "course.rtf", Limits())
        assert raised.value.status is Status.EMPTY


def test_a_file_that_is_cut_short_is_read_and_says_so() -> None:
    document = read(file(r"We read.\par{\b We wri")[:-1], "course.rtf", Limits())
    assert texts(document) == ["We read.", "We wri"]
    assert document.warnings == ("is cut short: its last words may be missing",)
    inside_a_picture = read(file(SENTENCE + r"\par{\pict 8950")[:-1], "a.rtf", Limits())
    assert len(inside_a_picture.warnings) == 1


def test_a_file_that_is_cut_short_in_its_header_is_damaged_not_empty() -> None:
    whole = file(SENTENCE + r"\par")
    for content in (rb"{\rtf1", whole[: whole.index(b"Times CYR")], whole[: whole.index(b"toc")]):
        error = refusal(content)
        assert error.status is Status.DAMAGED and error.what == "is cut short before its text"


def test_what_follows_the_end_is_no_part_of_it() -> None:
    assert texts(read(file(r"We read.\par") + b"\0\0 mail footer", "a.rtf", Limits())) == [
        "We read."
    ]


def test_braces_that_do_not_match_lose_no_text_before_them() -> None:
    assert texts(rtf(r"We read.\par } and more")) == ["We read."]


@pytest.mark.parametrize(
    "content",
    [
        rb"{\rtf1 " + b"{" * 20_000_000,
        rb"{\rtf1 " + b"{}" * 10_000_000,
        rb"{\rtf1{\*\x " + b"{}" * 10_000_000,
        rb"{\rtf1 " + rb"\b" * 10_000_000,
        rb"{\rtf1 " + rb"\'41" * 5_000_000,
        rb"{\rtf1\intbl\itap1000000 a\par}",
        rb"{\rtf1\trowd " + rb"\intbl\cell" * 2_000 + rb"\row}",
        rb"{\rtf1 " + rb"{\footnote a" * 300,
    ],
    ids=["open", "groups", "skipped", "words", "bytes", "tables", "cells", "notes"],
)
def test_hostile_files_end_soon_with_a_status(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A tenth of the real bound: these take about three seconds with that, and the test as long.
    monkeypatch.setattr("curriculum_gap.readers.rtf.interpreter._MOST_MARKS", 200_000)
    assert refusal(content).status is Status.TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        rb"{\rtf1\u99999999999 a\fs" + b"9" * 100_000 + rb" b\cellx9999999999\bin-5 c\par}",
        rb"{\rtf1\uc999999999\u65?a\par b}",
        rb"{\rtf1{\fonttbl\f-1\fcharset999\cpg-3;}{\colortbl\red-5;;;}{\stylesheet\s-9 x;}\f-1 b}",
        rb"{\rtf1\row\nestrow\cell\nestcell b\row\sect\sectd}",
        rb"{\rtf1\trowd\cellx100\cellx50\cellx-100\intbl a\cell b\cell c\cell\row}",
        rb"{\rtf1\ls-1\ilvl-5\s-2\outlinelevel-9 b\par\\",
        b"{\\rtf1 b\\",
        rb"{\rtf1{\field{\*\fldinst{\field{\*\fldinst a}{\fldrslt c}}}{\fldrslt b}}}",
        rb"{\rtf1{\footnote{\footnote{\header a}b}c}d}",
    ],
)
def test_odd_files_are_read_as_far_as_they_go(content: bytes) -> None:
    assert "b" in "".join(texts(read(content, "odd.rtf", Limits())))


def test_long_texts_and_deep_groups_are_bounded() -> None:
    small = replace(Limits(), text_bytes=1_000, depth=20)
    assert refusal(file("We read. " * 200), small).status is Status.TOO_LARGE
    assert refusal(file("{" * 30 + "deep" + "}" * 30), small).status is Status.TOO_LARGE
    table = r"\pard\intbl\itap21 deep\nestcell"
    assert refusal(file(table), small).status is Status.TOO_LARGE


def test_the_command_reads_a_file_of_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = r"\pard\s1 Learning outcomes\par\pard\plain " + SENTENCE * 10 + r"\par"
    (tmp_path / "grief.rtf").write_bytes(file(body))
    (tmp_path / "named.doc.rtf").write_bytes(b"\xef\xbb\xbf\n" + file(body))
    assert main(["check", str(tmp_path), "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [document["words"] for document in report["documents"]] == [162, 162]
