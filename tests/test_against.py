"""``gapcheck crosswalk --against``: a programme's own map, held against what its courses show."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from test_trend import write

from curriculum_gap.cli import main
from curriculum_gap.curriculum_map import Course
from curriculum_gap.errors import ReadError, UsageError
from curriculum_gap.nouns import Limits
from curriculum_gap.programme import match_map, topics_as_standard
from curriculum_gap.readers import Sheet, read_spreadsheet
from curriculum_gap.standards import load_standard

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs" / "schema" / "crosswalk-1.json").read_text("utf-8"))
TRAUMA = "Trauma-informed care, racial and historical trauma"
BIAS = "Bias, stereotyping, discrimination and microaggressions"
MIGRATION = "Immigration, acculturation and language access"
# 501 teaches trauma and bias, 502 migration, 503 bias. Planted: 503 claims trauma and its text is
# silent; the bias of 501 is unclaimed; 540 has no syllabus.
ROWS = [
    ["Toad MA: where we teach what", "", "", "", "", ""],
    ["", "", "First year", "", "Second year", ""],
    ["", "", "TOAD 501", "TOAD 502", "TOAD-503", "Toad 540 Ethics"],
    [TRAUMA, "", "I", "", "R", "M"],
    [BIAS, "", "-", "", "x", ""],
    [MIGRATION, "", "", "✓", "", "0"],
]
CLAIMS = {
    ("TOAD 501", "trauma-and-racial-trauma"): "I",
    ("TOAD 503", "trauma-and-racial-trauma"): "R",
    ("TOAD 503", "bias-and-microaggressions"): "x",
    ("TOAD 502", "immigration-and-language-access"): "✓",
}


@pytest.fixture
def programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "courses"
    write(folder, "toad501.md", "TOAD 501 Helping", ["trauma", "bias"])
    write(folder, "toad502.md", "TOAD 502 Moving", ["migration", "statistics"])
    write(folder, "toad503.md", "TOAD 503 Couples", ["bias", "statistics"])
    return tmp_path


def as_csv(rows: list[list[str]], separator: str = ",") -> str:
    import csv

    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def as_xlsx(path: Path, rows: list[list[str]], merged: str = "") -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    for area in merged.split():
        book.active.merge_cells(area)
    book.create_sheet("Notes").append(["TOAD 501", "see the dean"])
    book.save(path)


def turned(rows: list[list[str]]) -> list[list[str]]:
    return [list(column) for column in zip(*rows, strict=True)]


def crosswalk(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["crosswalk", "courses", *words, "-f", "json"]) == 0
    values: dict[str, Any] = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(values)
    return values


def differences(values: dict[str, Any]) -> set[tuple[str, str, str]]:
    """What the map and the texts do not agree on."""
    return {
        (one["course"], item["code"], one["state"])
        for item in values["items"]
        for one in item["courses"]
        if one["state"] in ("declared", "shown") and one["counts"]
    }


@pytest.mark.parametrize("kind", ["csv", "semicolons", "utf-16", "turned", "xlsx", "xlsx turned"])
def test_three_planted_errors_are_exactly_what_is_told(
    programme: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    rows = turned(ROWS) if "turned" in kind else ROWS
    path = programme / ("map.xlsx" if "xlsx" in kind else "map.csv")
    if kind.startswith("xlsx"):
        as_xlsx(path, rows, "" if "turned" in kind else "A1:F1 C2:D2 E2:F2")
    elif kind == "utf-16":
        path.write_text(as_csv(rows, "\t"), "utf-16")
    else:
        path.write_text(as_csv(rows, ";" if kind == "semicolons" else ","), "utf-8")
    values = crosswalk(capsys, "--against", path.name)
    assert differences(values) == {
        ("TOAD 503", "trauma-and-racial-trauma", "declared"),
        ("TOAD 501", "bias-and-microaggressions", "shown"),
    }
    about_map = [line for line in values["warnings"] if line.startswith(path.name)]
    if "xlsx" in kind:
        assert about_map.pop() == "map.xlsx: only the sheet 'Sheet' was used, not Notes"
    (missing,) = about_map
    assert "no course here is called 'Toad 540 Ethics'" in missing
    assert len(values["items"]) == 3


def test_marks_are_shown_as_they_are(programme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (programme / "map.csv").write_text(as_csv(ROWS), "utf-8")
    values = crosswalk(capsys, "--against", "map.csv")
    marks = {
        (one["course"], item["code"]): one["mark"]
        for item in values["items"]
        for one in item["courses"]
        if one["mark"]
    }
    assert marks == CLAIMS
    assert values["differences"].startswith("Claimed in the map")
    assert "Claimed" not in values["standard"]["note"]
    assert main(["crosswalk", "courses", "--against", "map.csv"]) == 0
    out = capsys.readouterr().out
    assert "declared “R” in the map" in out and "declared, text silent (1)" in out
    assert "Toad 540 Ethics" in out
    said = " ".join(out.split())
    assert "not found in the text (1): trauma-and-racial-trauma in TOAD 503 (R)." in said
    assert "Shown and not claimed (1): bias-and-microaggressions in TOAD 501." in said


def test_a_map_of_a_published_standard(programme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ["", "TOAD 501", "TOAD 503", "TOAD 900"],
        ["Competency 3: engage anti-racism", "P", "", "D"],
        ["EPAS 2022 Competency 2", "", "I", ""],
        ["Our own goal", "I", "", ""],
    ]
    (programme / "map.csv").write_text(as_csv(rows), "utf-8")
    values = crosswalk(capsys, "--against", "map.csv", "--standard", "cswe-2022")
    assert {item["code"] for item in values["items"]} <= {"2", "3"}
    about = " ".join(values["warnings"])
    assert "'TOAD 900' (column D)" in about and "'Our own goal' (row 4)" in about
    assert "courses that the map does not name are not counted: TOAD 502" in about
    assert "items that the map does not name are not counted: 1, " in about
    not_named = [o for i in values["items"] for o in i["courses"] if o["course"] == "TOAD 502"]
    assert all(one["apart"] == "not named in the map" and not one["counts"] for one in not_named)


COURSES = [Course("TOAD 501", "Helping", ()), Course("TOAD 502", "Moving", ())]


def matched(rows: list[list[str]], standard: str = "cswe-2022") -> Any:
    sheet = Sheet("", tuple(tuple(row) for row in rows))
    return match_map("m.csv", [sheet], COURSES, load_standard(standard))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3", "3"), ("3.", "3"), ("C 3", ""), ("Competency 3", "3"), ("3a", "3a"), ("3a: use", "3a"),
        ("EPAS 2022 3", "3"), ("Std. 3 Equity", "3"), ("Goal 3", ""), ("12", ""), ("33", ""),
    ],
)  # fmt: skip
def test_items_are_known_by_their_codes(text: str, code: str) -> None:
    rows = [["", "TOAD 501", "TOAD 502"], ["1", "x", ""], [text, "", "I"]]
    marks = matched(rows).marks
    assert marks.get(("TOAD 502", code)) == ("I" if code else None)


def test_courses_are_known_by_titles_and_may_stand_twice() -> None:
    rows = [["", "Helping", "moving ", "TOAD 501-02"], ["3", "I", "", "R"], ["1", "", "2", "I"]]
    assert matched(rows).marks == {
        ("TOAD 501", "3"): "I, R", ("TOAD 501", "1"): "I", ("TOAD 502", "1"): "2",
    }  # fmt: skip


@pytest.mark.parametrize(
    "rows", [[], [[]], [["a", "b"]], [["", "TOAD 501"], ["Goal", "x"]], [["", "X 1"], ["3", "x"]]]
)
def test_what_is_no_map_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(UsageError, match=r"m\.csv: does not name courses"):
        matched(rows)


def test_topics_are_items_by_title_or_id() -> None:
    from handmade import RUBRIC

    standard = topics_as_standard(RUBRIC, "m.csv")
    topic = RUBRIC.assessable[0]
    for name in (topic.id, topic.title.upper()):
        sheet = Sheet("", (("", "TOAD 501"), (name, "x")))
        found = match_map("m.csv", [sheet], COURSES, standard)
        assert found.marks == {("TOAD 501", topic.id): "x"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        (b"\xd0\xcf\x11\xe0old", "is an old Excel file"),
        (b"PK\x03\x04broken", "its zip archive is damaged"),
        (b"\x00\x01\x02\x03" * 100, ""),
        (b"", "does not name courses"),
    ],
)
def test_files_that_are_no_map_are_told(
    programme: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    if content is not None:
        (programme / "map.xlsx").write_bytes(content)
    assert main(["crosswalk", "courses", "--against", "map.xlsx"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("gapcheck: map.xlsx: ") and said in error and "Traceback" not in error


def test_neither_standard_nor_map_is_wrong_usage(
    programme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crosswalk", "courses"]) == 2
    assert "no --standard is named" in capsys.readouterr().err


def hostile(**parts: bytes) -> bytes:
    """A workbook in which some parts are replaced."""
    openpyxl = pytest.importorskip("openpyxl")
    plain, changed = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].removesuffix(".xml")
            new.writestr(name, parts.get(key, old.read(name)))
    return changed.getvalue()


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s'
    b"</sheetData>%s</worksheet>"
)


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (
            SHEET % (b"", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
            "merged cells",
        ),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + SHEET % (b"", b""), "definitions of entities"),
        (
            f'<!DOCTYPE x [<!ENTITY a "b">]>{(SHEET % (b"", b"")).decode()}'.encode("utf-16"),
            "definitions of entities",
        ),
        (SHEET % (b" " * 20_000_000, b""), "over"),
        (b"<worksheet", "is damaged"),
    ],
    ids=["merged", "entities", "entities in UTF-16", "bomb", "cut"],
)
def test_a_hostile_workbook_is_bounded(sheet: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read_spreadsheet(hostile(sheet1=sheet), Limits())


def test_a_cell_far_away_costs_nothing() -> None:
    row = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    (sheet,), _ = read_spreadsheet(hostile(sheet1=SHEET % (row, b"")), Limits())
    assert sheet.is_cut and len(sheet.rows) <= 2_000


def test_without_openpyxl_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    content = hostile()
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(ReadError, match="needs openpyxl") as caught:
        read_spreadsheet(content, Limits())
    assert "pip install 'gapcheck[xlsx]'" in caught.value.hint
