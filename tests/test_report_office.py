"""The workbook and the appendix, read back as Excel's and Word's own libraries see them."""

from __future__ import annotations

import io
import re
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handmade import RUBRIC, coverage, evidence, found

from curriculum_gap.cli import main
from curriculum_gap.nouns import Declaration, Level, Report, Section, Status, Unread
from curriculum_gap.reports import render_report
from curriculum_gap.reports.office import workbook as workbook_module
from curriculum_gap.reports.office.word_document import TINTS
from curriculum_gap.reports.office.workbook import STYLES

SMALL = Path(__file__).parent / "documents" / "programme"
ALL_SHEETS = [
    "Summary",
    "Map",
    "Topics",
    "Evidence",
    "Crosswalk",
    "Gaps and places",
    "Unread",
    "About",
]

pytest.importorskip("xlsxwriter")
openpyxl = pytest.importorskip("openpyxl")
docx = pytest.importorskip("docx")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small programme, as the current folder."""
    shutil.copytree(SMALL, tmp_path / "p")
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"


def food_report(number: int = 1) -> Report:
    text = "In week 3 we visit food deserts in the county"
    policy = evidence("pantries", "The pantry is open", "pantry", section=Section.POLICY)
    declared = Declaration("cswe", "2022", "3", "=Competency 3", "alignment table", "Case paper", 2)
    one = coverage(
        "food101.pdf",
        title="FOOD 101 Food and justice",
        topics=(
            found("hunger", Level.ABSENT),
            found("deserts", Level.TAUGHT, evidence("deserts", text, "food deserts", page=2)),
            found("pantries", Level.ABSENT, policy, policy=True),
            found("seeds", Level.ABSENT),
            found("wages", Level.MENTIONED, evidence("wages", "=Wages of pickers", "Wages")),
            found("staff", Level.ABSENT),
        ),
    )
    one = replace(one, declarations=(declared,))
    many = tuple(
        replace(one, source=f"c{index}.pdf", title=f"FOOD {100 + index}") for index in range(number)
    )
    unread = Unread("lost.pdf", Status.SCANNED, "its 3 pages are images", "run OCR first")
    return Report("0.1.0", RUBRIC, (*many, unread))


def workbook(content: bytes | str) -> Any:
    assert isinstance(content, bytes)
    return openpyxl.load_workbook(io.BytesIO(content))


def appendix(content: bytes | str) -> Any:
    assert isinstance(content, bytes)
    return docx.Document(io.BytesIO(content))


def lines_of(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def assert_links_resolve(book: Any) -> int:
    """Every link leads to a cell with a text on a sheet of this book; gives their number."""
    number = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if cell.hyperlink is not None:
                    assert not cell.hyperlink.target
                    name, _, place = cell.hyperlink.location.rpartition("!")
                    assert book[name.strip("'")][place].value is not None, cell.hyperlink.location
                    number += 1
    return number


def test_a_check_fills_every_sheet_and_its_links_resolve() -> None:
    book = workbook(render_report("xlsx", food_report()))
    assert book.sheetnames == ALL_SHEETS
    assert assert_links_resolve(book) > 15
    heads = [cell.value for cell in book["Map"][5]]
    assert heads == ["topic", "group", "expected", "as a whole", "FOOD 100"]
    assert [cell.value for cell in book["Map"][7]] == [
        "Food deserts", "Access to food", "assessed", "taught", "taught",
    ]  # fmt: skip
    assert rows_of(book["Map"])[7][4] == "policy only"
    words = [row[5] for row in rows_of(book["Evidence"])[5:]]
    assert "In week 3 we visit food deserts in the county" in words and "=Wages of pickers" in words
    assert rows_of(book["Evidence"])[6][2] == "policy, not counted"
    assert rows_of(book["Unread"])[5] == [
        "lost.pdf",
        "scanned",
        "its 3 pages are images; run OCR first",
    ]
    assert rows_of(book["Crosswalk"])[5][:3] == ["CSWE 2022", "3", "FOOD 100"]
    about = [str(row[1]) for row in rows_of(book["About"])]
    assert any(line.startswith("Ranking courses") for line in about)
    assert any("food-justice 2.0" in line for line in about)


def test_sheets_can_be_filtered_stay_in_sight_and_repeat_their_heads_on_paper() -> None:
    book = workbook(render_report("xlsx", food_report(3)))
    for name in ALL_SHEETS[1:]:
        sheet = book[name]
        assert sheet.auto_filter.ref and sheet.freeze_panes
        assert sheet.print_title_rows == "$5:$5"
        assert sheet.page_setup.orientation == "landscape"
    assert book["Map"].freeze_panes == "B6"


def test_texts_that_look_like_formulas_stay_texts_when_they_are_edited() -> None:
    book = workbook(render_report("xlsx", food_report()))
    cells = [cell for row in book["Evidence"].iter_rows() for cell in row]
    active = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert active and all(cell.quotePrefix and cell.data_type == "s" for cell in active)


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_the_same_report_gives_the_same_bytes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_report(name, food_report(2))
    import time

    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100_000)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(now + 100_000))
    assert render_report(name, food_report(2)) == first
    assert isinstance(first, bytes)
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_very_long_and_hostile_texts_fit(name: str) -> None:
    report = food_report()
    long = coverage(
        "x\x07\udce9" * 50 + ".pdf",
        title="\x00=1+1 " + "A" * 100_000,
        topics=(
            found(
                "deserts",
                Level.TAUGHT,
                evidence("deserts", "food deserts\x0b" + "B" * 50_000, "food deserts"),
            ),
        ),
    )
    content = render_report(name, replace(report, documents=(long, *report.documents)))
    assert isinstance(content, bytes)
    if name == "docx":
        assert max(map(len, lines_of(appendix(content)))) < 5_000
        return
    for sheet in workbook(content):
        for value in (value for row in rows_of(sheet) for value in row):
            assert not isinstance(value, str) or len(value) <= 32_767


def room_for(monkeypatch: pytest.MonkeyPatch, **numbers: int) -> None:
    monkeypatch.setattr(workbook_module, "_ROOM", workbook_module._ROOM._replace(**numbers))


def test_what_excel_cannot_hold_is_said_on_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    report = food_report(9)
    room_for(monkeypatch, columns=10)
    book = workbook(render_report("xlsx", report))
    assert book["Map"]["A2"].value.endswith("The first 10 of 13 columns: Excel holds no more.")
    assert [cell.value for cell in book["Map"][5]][-1] == "FOOD 105"
    assert book["Map"].max_column == 10
    assert book["Map"]["A2"].font.color.rgb == "FF8A1C1C"
    assert assert_links_resolve(book) > 15
    room_for(monkeypatch, rows=12)
    book = workbook(render_report("xlsx", report))
    assert book["Evidence"]["A2"].value.endswith("The first 7 of 27 rows: Excel holds no more.")
    assert book["Evidence"].max_row == 12
    room_for(monkeypatch, rows=1_000, columns=1_000, links=5)
    book = workbook(render_report("xlsx", report))
    assert book["Map"]["A2"].value.endswith("The first 5 of 34 links: Excel holds no more.")
    linked = [cell for row in book["Map"].iter_rows() for cell in row if cell.hyperlink]
    assert len(linked) == 5
    room_for(monkeypatch, characters=44)
    book = workbook(render_report("xlsx", report))
    assert "texts cut: Excel holds 44 characters in a cell." in book["Evidence"]["A2"].value
    words = [row[5] for row in rows_of(book["Evidence"])[5:]]
    assert "In week 3 we visit food deserts in the coun…" in words


def test_sheets_have_names_that_excel_holds() -> None:
    for name in workbook(render_report("xlsx", food_report())).sheetnames:
        assert len(name) <= 31 and not set(name) & set("[]:*?/\\")


def test_200_courses_have_a_column_each() -> None:
    report = food_report(200)
    book = workbook(render_report("xlsx", report))
    assert [cell.value for cell in book["Map"][5]][4:] == [f"FOOD {100 + n}" for n in range(200)]
    assert assert_links_resolve(book) > 1_000
    document = appendix(render_report("docx", report))
    heads = [cell.text for table in document.tables[1:] for cell in table.rows[0].cells]
    assert {f"FOOD {100 + n}" for n in range(200)} <= set(heads)


def luminance(colour: str) -> float:
    parts = [int(colour.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: str, ground: str) -> float:
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_fills_are_light_enough_for_their_texts() -> None:
    pairs = [
        (style.get("font_color", "#1F2328"), style.get("bg_color", "#FFFFFF"))
        for style in STYLES.values()
    ]
    pairs += [("#1F2328", fill) for fill in TINTS if fill]
    for text, ground in pairs:
        assert contrast(text, ground) >= 4.5, (text, ground)


def test_every_cell_stands_out_from_its_fill() -> None:
    for sheet in workbook(render_report("xlsx", food_report(3))):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            ground = cell.fill.fgColor.rgb if cell.fill.fill_type else "FFFFFFFF"
            assert contrast(cell.font.color.rgb[2:], ground[2:]) >= 4.5, cell.coordinate


def test_an_appendix_has_real_headings_repeated_heads_and_alternative_texts() -> None:
    document = appendix(render_report("docx", food_report(3)))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Quotation"} <= styles
    assert document.core_properties.language == "en-US"
    assert 'w:lang w:val="en-US"' in document.styles.element.xml
    # Word repairs a file whose elements stand in another order.
    order = ["tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblCaption", "tblDescription"]
    for table in document.tables:
        kinds = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
        assert kinds == sorted(kinds, key=order.index)
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert re.search(r'w:tblDescription w:val="[^"]+"', table._tbl.xml)
    assert any(
        "food deserts" in line and line.startswith("FOOD 100") for line in lines_of(document)
    )
    bold = [
        run.text
        for p in document.paragraphs
        if p.style.name == "Quotation"
        for run in p.runs
        if run.bold
    ]
    assert "food deserts" in bold


def test_an_appendix_quotes_three_passages_of_a_topic_at_most_and_no_policy_text() -> None:
    document = appendix(render_report("docx", food_report(9)))
    quoted = [p.text for p in document.paragraphs if p.style.name == "Quotation"]
    assert len([line for line in quoted if "food deserts" in line]) == 3
    assert not [line for line in quoted if "pantry" in line]


def test_a_map_and_a_crosswalk_are_written_in_both(folder: Path) -> None:
    out = ["-o", "../a.xlsx", "-o", "../a.docx"]
    assert main(["map", "--programme", "programme.yml", "-q", *out]) in (0, 3)
    book = workbook((folder / "../a.xlsx").read_bytes())
    assert book.sheetnames == [name for name in ALL_SHEETS if name != "Crosswalk"]
    assert assert_links_resolve(book) > 10
    assert [cell.value for cell in book["Map"][5]][4:] == [
        "COUN 501",
        "COUN 620",
        "COUN 655",
        "COUN 690",
    ]
    assert {row[7] for row in rows_of(book["Map"])[5:]} == {"not known"}
    heads = [
        p.text
        for p in appendix((folder / "../a.docx").read_bytes()).paragraphs
        if p.style.name == "Heading 1"
    ]
    assert heads[:2] == ["Summary", "Map"] and heads[2].startswith("Gaps and places")
    out = ["-o", "../b.xlsx", "-o", "../b.docx"]
    assert main(
        ["crosswalk", "--standard", "cacrep-2024", "--programme", "programme.yml", "-q", *out]
    ) in (0, 3)
    book = workbook((folder / "../b.xlsx").read_bytes())
    assert book.sheetnames == [
        "Summary",
        "Crosswalk",
        "Items",
        "Evidence",
        "Gaps and places",
        "Unread",
        "About",
    ]
    assert_links_resolve(book)
    lines = lines_of(appendix((folder / "../b.docx").read_bytes()))
    assert any("no proof of compliance" in line for line in lines)


@pytest.mark.parametrize(
    "words",
    [["check", "."], ["map", "--programme", "programme.yml"],
     ["crosswalk", "--standard", "cacrep-2024", "--programme", "programme.yml"]],
    ids=["check", "map", "crosswalk"],
)  # fmt: skip
def test_the_same_files_give_the_same_bytes(folder: Path, words: list[str]) -> None:
    written = []
    for number in range(2):
        outputs = [Path(f"../{number}.xlsx"), Path(f"../{number}.docx")]
        assert main([*words, "-q", "-o", str(outputs[0]), "-o", str(outputs[1])]) in (0, 3)
        written.append([output.read_bytes() for output in outputs])
    assert written[0] == written[1]


def test_a_syllabus_is_not_replaced_and_a_report_is_not_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = docx.Document()
    mine.add_paragraph("My own syllabus")
    mine.save("mine.docx")
    assert main(["check", "coun655-trauma.md", "-q", "-o", "mine.docx"]) == 2
    assert "is a file that gapcheck did not write" in capsys.readouterr().err
    assert lines_of(docx.Document("mine.docx")) == ["My own syllabus"]
    for _ in range(2):
        assert main(["check", "coun655-trauma.md", "-q", "-o", "report.docx"]) == 0
    edited = docx.Document("report.docx")
    edited.add_paragraph("A remark")
    edited.save("report.docx")
    Path("mine.docx").unlink()
    capsys.readouterr()
    assert main(["check", ".", "-f", "csv"]) == 0
    assert "report.docx" not in capsys.readouterr().out


def test_without_xlsxwriter_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["check", "coun655-trauma.md", "-q", "-o", "a.xlsx"]) == 2
    assert "pip install 'gapcheck[office]'" in capsys.readouterr().err
    assert not Path("a.xlsx").exists()
