"""Reports that stream: the same as whole ones, tidy, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from scan_helpers import RUBRIC, small_rubric, syllabi

from curriculum_gap.cli import main
from curriculum_gap.nouns import Report, Status, Unread
from curriculum_gap.pipeline import check_bytes
from curriculum_gap.reports import FORMATS, can_stream, render_report, stream_report

TEXT = """\
# =cmd|'/C calc'!A0

## Learning objectives

- Explain how food insecurity and food deserts come about

## @SUM(1+1)*food insecurity

- +food insecurity in the county
"""


@pytest.fixture
def report() -> Report:
    rubric = small_rubric()
    return Report(
        "0.0",
        rubric,
        (
            check_bytes(TEXT.encode(), "-evil.md", rubric),
            Unread("\tgone.pdf", Status.DAMAGED, "cannot be read", "save it again", ("a", "b")),
            check_bytes(b"Nothing.\n", "plain\udce9.md", rubric),
        ),
    )


@pytest.mark.parametrize("name", [name for name in FORMATS if can_stream(name)])
def test_document_by_document_gives_the_bytes_of_the_whole(name: str, report: Report) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    whole = render_report(name, report)
    out = io.BytesIO()
    with stream_report(name, Report("0.0", report.rubric), out) as put:
        for entry in report.documents:
            put(entry)
    assert out.getvalue() == (whole.encode() if isinstance(whole, str) else whole)


def test_lines_of_json_stand_alone(report: Report) -> None:
    lines = [json.loads(line) for line in str(render_report("jsonl", report)).splitlines()]
    whole = json.loads(str(render_report("json", report)))
    for line, document in zip(lines, whole["documents"], strict=True):
        assert {key: line[key] for key in document} == document
        assert line["rubric"] == whole["rubric"] and line["format"] == whole["format"]
    assert (lines[1]["reason"], lines[1]["hint"]) == ("cannot be read", "save it again")


def cells(report: Report) -> list[dict[str, str]]:
    text = render_report("csv", report)
    assert isinstance(text, str) and text.startswith("\ufeffsource,status,")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_row_for_each_document_and_topic(report: Report) -> None:
    rows = cells(report)
    assert [(row["source"], row["topic"]) for row in rows] == [
        ("'-evil.md", "food-insecurity"),
        ("'-evil.md", "farm-labour"),
        ("gone.pdf", ""),
        ("plain\\xe9.md", "food-insecurity"),
        ("plain\\xe9.md", "farm-labour"),
    ]
    first, second, unread = rows[0], rows[1], rows[2]
    assert first["level"] != "absent" and first["level_rank"] in "123"
    assert first["section"] and first["quotation"] and "food" in first["terms"]
    assert int(first["passages"]) >= 2 and 0 < float(first["score"]) <= 1
    assert (second["level"], second["reached"], second["quotation"]) == ("absent", "false", "")
    assert unread["status"] == "damaged" and unread["reason"] == "cannot be read; save it again"
    assert unread["warnings"] == "a; b" and unread["level"] == ""
    assert {row["rubric_sha256"] for row in rows} == {report.rubric.sha256}


def test_no_cell_is_a_formula_or_too_long(report: Report) -> None:
    rows = cells(report)
    values = [value for row in rows for value in row.values()]
    assert not [value for value in values if value.startswith(tuple("=+-@\t\r＝＋－＠"))]
    assert any(value.startswith("'=cmd") for value in values)
    long = Unread("long.md", Status.DAMAGED, "word " * 20_000)
    rows = cells(Report("0.0", report.rubric, (long,)))
    assert max(len(value) for row in rows for value in row.values()) <= 32_001
    assert rows[0]["reason"].endswith("…")


@pytest.mark.parametrize("separator", [";", "\t", "|", ":", " ", ","])
def test_no_cell_is_a_formula_with_another_separator(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], separator: str
) -> None:
    texts = ["racism;=1+1", "racism\t=1+1", "racism|@SUM(1)", "racism: =1+1", "a =cmd|' /C calc'!A0",
             "racism; +1+1", 'racism";"=1+1"', "racism, =1+1", "=1+1 racism"]  # fmt: skip
    lines = [f"- Week {number}: {text}" for number, text in enumerate(texts, 1)]
    document = tmp_path / "a;=1+1.md"
    document.write_text("# =SUM(1);=SUM(2)\n\n## Schedule\n\n" + "\n".join(lines), "utf-8")
    assert main(["check", str(document), "-f", "csv"]) == 0
    text = capfd.readouterr().out.removeprefix("\ufeff")
    assert "=SUM(2)" in text and "=1+1" in text
    found = [
        cell
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for cell in row
    ]
    assert not [
        cell
        for cell in found
        if cell.strip(" \"'").startswith("=") and not cell.lstrip(' "').startswith("'")
    ]


def test_columns_for_analysts(report: Report, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    content = render_report("parquet", report)
    assert isinstance(content, bytes)
    (tmp_path / "r.parquet").write_bytes(content)
    rows = pq.read_table(tmp_path / "r.parquet").to_pylist()
    assert [row["topic"] for row in rows][:3] == ["food-insecurity", "farm-labour", None]
    assert rows[0]["title"] == "=cmd|'/C calc'!A0" and rows[2]["level"] is None
    assert rows[1]["reached"] is False and isinstance(rows[0]["score"], float)


def test_a_missing_library_is_named(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Exception, match=r"needs pyarrow.*pip install 'gapcheck\[parquet\]'"):
        render_report("parquet", report)


def test_every_format_of_one_run_tells_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rubric.yaml").write_bytes(RUBRIC)
    paths = syllabi(tmp_path / "files", 7)
    outputs = [f"-oout.{name}" for name in ("json", "jsonl", "csv", "parquet", "txt")]
    code = main(["files", "missing.pdf", "--rubric", "rubric.yaml", *outputs])
    out, err = capfdbinary.readouterr()
    assert code == 3 and b"7 documents read, 1 not read" in out and b"Traceback" not in err
    whole = json.loads((tmp_path / "out.json").read_bytes())
    levels = [
        (document["source"], topic["id"], topic["level"])
        for document in whole["documents"]
        for topic in document["topics"]
    ]
    assert len(levels) == 14 and len(whole["unread"]) == 1
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for found in (table, rows):
        assert [(r["source"], r["topic"], r["level"]) for r in found if r["topic"]] == levels
        assert len({r["reader_version"] for r in found}) == 1 and found[0]["reader_version"]
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 8
    assert "7 documents read" in (tmp_path / "out.txt").read_text("utf-8")
    assert len(paths) == 7 and not list(tmp_path.glob(".gapcheck-*"))
