"""``gapcheck map`` on files, in every format."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import html

from curriculum_gap.cli import main

ROOT = Path(__file__).parents[1]
SMALL = Path(__file__).parent / "documents" / "programme"
SCHEMA = json.loads((ROOT / "docs" / "schema" / "map-1.json").read_text("utf-8"))
TOPICS = ["racism-and-anti-racism", "stigma-and-help-seeking", "trauma-and-racial-trauma"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small programme, as the current folder."""
    shutil.copytree(SMALL, tmp_path / "p")
    monkeypatch.chdir(tmp_path / "p")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "p"


def mapped(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["map", *words]) == code
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(mapped(capsys, *words, "-f", "json"))
    Draft202012Validator(SCHEMA).validate(values)
    return values


def topic(values: dict[str, Any], id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(entry for entry in values["topics"] if entry["id"] == id)
    return found


def test_the_schema_is_sound() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_map_of_a_programme(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = as_json(capsys, "--programme", "programme.yml")
    codes = [course["code"] for course in values["courses"]]
    assert codes == ["COUN 501", "COUN 620", "COUN 655", "COUN 690"]
    assert values["courses"][0]["older"] == ["./coun501-foundations-2025-fall.md"]
    assert len(values["courses"][1]["documents"]) == 2
    assert values["courses"][3]["levels"] is None
    assert values["unassigned"] == ["./notes.md"]
    assert len(values["warnings"]) == 1 and "COUN 620" in values["warnings"][0]
    trauma = topic(values, "trauma-and-racial-trauma")
    assert trauma["gap"] and trauma["electives_only"] and trauma["first"] == "COUN 655"
    assert trauma["required"] == "absent" and trauma["courses_at"]["assessed"] == 1
    stigma = topic(values, "stigma-and-help-seeking")
    # The essay of the year before is not asked for any more.
    assert stigma["required"] == "taught" and stigma["never_assessed"]
    assert stigma["build_up"][0] == {"stage": "Year 1", "level": "taught"}
    assert stigma["courses"][0]["evidence"]["source"] == "./coun501-foundations-2026-fall.md"
    assert stigma["courses"][3] == {"code": "COUN 690", "level": None, "evidence": None}


def test_marking_an_elective_required_closes_its_gap(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path("programme.yml").read_text("utf-8").replace("need: elective", "need: required")
    Path("programme.yml").write_text(text, "utf-8")
    values = as_json(capsys, "--program", "programme.yml")
    assert not topic(values, "trauma-and-racial-trauma")["gap"]


def test_the_gate_says_what_the_map_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("coun690.md").write_text(Path("coun655-trauma.md").read_text("utf-8"), "utf-8")
    Path("programme.yml").write_text(
        Path("programme.yml").read_text("utf-8").replace("COUN 690,", "COUN 690, need: track,")
    )
    text = "programmes: {main: {file: programme.yml, require: [trauma-and-racial-trauma]}}\n"
    Path(".gapcheck.yml").write_text(text, "utf-8")
    assert topic(as_json(capsys), "trauma-and-racial-trauma")["gap"]
    assert main(["check", ".", "-q"]) == 1
    assert "electives, tracks and earlier terms do not count" in capsys.readouterr().err
    wanted = ["--programme-require", "trauma-and-racial-trauma"]
    Path(".gapcheck.yml").write_text(text.replace(", require: [trauma-and-racial-trauma]", ""))
    assert main(["check", ".", "-q", *wanted]) == 1
    assert main(["check", ".", "-q", *wanted, "--isolated"]) == 0


def test_without_a_programme_every_code_is_a_course(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = as_json(capsys, ".")
    codes = [course["code"] for course in values["courses"]]
    assert codes == ["COUN 501", "COUN 620", "COUN 655", "notes"] and values["title"] == ""


def test_the_matrix_for_spreadsheets(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = mapped(capsys, "--programme", "programme.yml", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    row = next(row for row in rows if row["topic"] == "trauma-and-racial-trauma")
    assert (row["COUN 501"], row["COUN 655"], row["COUN 690"]) == ("absent", "assessed", "not read")
    assert (row["gap"], row["electives only"], row["courses not read"]) == ("true", "true", "1")
    assert len(rows) == len(as_json(capsys, "--programme", "programme.yml")["topics"]) + 1
    assert (rows[-1]["topic"], rows[-1]["required"]) == ("faculty-diversity", "not judged")


@pytest.mark.parametrize("width", [80, 160])
def test_the_table_fits_the_page(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = mapped(capsys, "--programme", "programme.yml")
    assert max(map(len, text.split("\n"))) <= width
    for words in (
        "4 courses: 3 required, 1 elective; 1 not known",
        "topics at the expected level in the 2 of 3 required courses that were read",
        "found in no course that was read",
        "In electives or tracks only (2)",
        "Courses without a file (1): COUN 690",
        "Files in no course (1): notes.md",
        "? not known",
    ):
        assert " ".join(words.split()) in " ".join(text.split())


@pytest.mark.parametrize(("courses", "tables"), [(3, 1), (13, 2), (28, 4), (200, 0)])
def test_courses_beside_each_other_in_tables_or_in_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    courses: int, tables: int,
) -> None:  # fmt: skip
    text = (SMALL / "coun655-trauma.md").read_text("utf-8")
    for number in range(courses):
        code = f"COUN {301 + number}"
        name = tmp_path / f"coun{301 + number}.md"
        name.write_text(text.replace("COUN 655", code), "utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    topics = [word for id in TOPICS for word in ("--topic", id)]
    shown = mapped(capsys, str(tmp_path), *topics)
    assert shown.count("levels by course") == tables
    assert max(map(len, shown.split("\n"))) <= 80
    if tables > 1:
        assert f"of {courses}" in shown
    if not tables:
        assert "200 courses do not fit in columns here" in shown and "176 more (--all)" in shown
        whole = mapped(capsys, str(tmp_path), *topics, "--all")
        assert "more (--all)" not in whole and whole.count("500") > shown.count("500")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--programme", "none.yml"], "none.yml: there is no such file"),
        (["--programme", "main"], "no programme 'main'"),
        (["-f", "sarif"], "no format 'sarif'"),
        (["-o", "map.sarif"], "this command writes no sarif"),
        ([".", "--programme", "elsewhere.yml"], "none of these files belongs to its courses"),
    ],
)
def test_what_cannot_be_used_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    Path("elsewhere.yml").write_text("courses: [{code: ART 100}]", "utf-8")
    assert main(["map", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_programme_is_named_by_its_folder_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_file = mapped(capsys, "--programme", "programme.yml")
    assert mapped(capsys, "--programme", ".") == by_file
    assert main(["map", "."]) == 0
    assert "programme.yml: is not used; add --programme programme.yml" in capsys.readouterr().err
    assert main(["map"]) == 2
    assert "no file was named; name a folder of syllabi, or a programme" in capsys.readouterr().err


def test_a_folder_without_syllabi_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    assert main(["map", str(tmp_path)]) == 2
    assert f"{tmp_path}: no file here that gapcheck reads" in capsys.readouterr().err


def test_a_suffix_of_no_format_writes_no_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["map", ".", "-o", "map.pptx"]) == 2
    assert "map.pptx: its suffix names no format" in capsys.readouterr().err
    assert not Path("map.pptx").exists()
    assert main(["map", ".", "-q", "-f", "csv", "-o", "map.data"]) == 0
    assert Path("map.data").read_text("utf-8").count(",") > 10


@pytest.mark.parametrize("command", [["check"], ["map"], ["crosswalk", "--standard", "cswe-2022"]])
@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_no_bytes_go_to_a_terminal(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    name: str,
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main([*command, ".", "-f", name]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"--format: a terminal cannot show {name}; add '-o FILE' instead" in captured.err


def test_quiet_prints_no_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("coun655-scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    words = ["--programme", "programme.yml"]
    assert main(["map", *words, "-q", "-o", "map.csv"]) == 3
    said = capsys.readouterr()
    assert said.out == "" and "coun655-scan.pdf: " in said.err
    assert Path("map.csv").read_text("utf-8-sig").startswith("topic,")
    # A table lists what was not read, other formats leave it to standard error.
    assert main(["map", *words]) == 3
    assert capsys.readouterr().err == ""
    assert main(["map", *words, "-f", "csv", "-q"]) == 3
    said = capsys.readouterr()
    assert "topic," in said.out and "coun655-scan.pdf: " in said.err


def test_one_of_several_programmes_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(".gapcheck.yml").write_text("programs: {a: {courses: '*.md'}, b: {courses: 'coun6*'}}")
    assert main(["map"]) == 2
    assert "choose one with --programme NAME" in capsys.readouterr().err
    assert len(as_json(capsys, "--programme", "b")["courses"]) == 2


def test_a_file_that_was_not_read_is_neither_taught_nor_missing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("coun690-2026.pdf").write_bytes(b"%PDF-1.4 broken")
    text = mapped(capsys, "--programme", "programme.yml", code=3)
    assert "Not read (1)" in text and "coun690-2026.pdf" in text


# People's formats


def test_markdown_says_findings_first_and_folds_the_rest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = mapped(capsys, "--programme", "programme.yml", "-f", "markdown")
    assert text.startswith("<!-- gapcheck report -->")
    assert "- Trauma-informed care, racial and historical trauma: expected taught; only in" in text
    heads = next(line for line in text.split("\n") if line.startswith("| topic | COUN 501 |"))
    assert heads == "| topic | COUN 501 | COUN 620 | COUN 655 (elective) | COUN 690 |"
    assert "**Courses without a file** (1): COUN 690" in text
    for block in text.split("\n\n"):  # every row of a table has as many cells
        rows = [line.count("|") for line in block.split("\n") if line.startswith("|")]
        assert len(set(rows)) <= 1


def test_the_page_has_every_course_and_its_passages(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = html.fromstring(mapped(capsys, "--programme", "programme.yml", "-f", "html"))
    topics, grid = root.xpath("//table[contains(@class, 'grid')]")
    assert [head.text_content() for head in grid.xpath("./thead//a")] == [
        "COUN 501", "COUN 620", "COUN 655 elective", "COUN 690",
    ]  # fmt: skip
    for link in grid.xpath("./thead//a/@href"):
        assert root.xpath(f"//*[@id='{link[1:]}']")
    row = next(
        row for row in topics.xpath(".//tr") if row[0].text_content().startswith("Trauma-informed")
    )
    assert "gap" in row[2].text_content() and row[-1].text_content().endswith("not found")
    assert root.xpath("//details[@class='document']//mark")
    for words in ("not known: no file of it was read", "Earlier term, does not count"):
        assert words in root.text_content()


def test_two_hundred_courses_keep_their_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (SMALL / "coun655-trauma.md").read_text("utf-8")
    for number in range(200):
        (tmp_path / f"coun{301 + number}.md").write_text(text, "utf-8")
    words = [str(tmp_path), "--topic", "trauma-and-racial-trauma"]
    root = html.fromstring(mapped(capsys, *words, "-f", "html"))
    captions = [
        found.text_content() for found in root.xpath("//table[contains(@class, 'grid')]/caption")
    ]
    assert captions[1].endswith("1 to 14 of 200") and captions[-1].endswith("to 200 of 200")
    assert len(root.xpath("//table[contains(@class, 'grid')]/thead//a")) == 200
    table = list(csv.reader(io.StringIO(mapped(capsys, *words, "-f", "csv"))))
    assert [head for head in table[0] if head.startswith("COUN")] == [
        f"COUN {301 + number}" for number in range(200)
    ]
    text = mapped(capsys, *words, "-f", "markdown")
    assert all(f" COUN {301 + number} |" in text for number in range(200))


@pytest.mark.parametrize("name", ["table", "markdown", "html", "csv", "json"])
def test_what_others_wrote_does_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    bad = "<script>alert(1)</script> ::error:: | `x` =1+1"
    definition = {"title": bad, "courses": [{"code": bad, "title": bad, "stage": bad,
                  "files": ["coun501*"]}, {"code": "=cmd|x"}]}  # fmt: skip
    Path("bad.yml").write_text(json.dumps(definition), "utf-8")
    shutil.copy("notes.md", "no\x1b[31mtes\u202e.md")
    text = mapped(capsys, "--programme", "bad.yml", "-f", name)
    assert "\x1b" not in text and "\u202e" not in text
    if name in ("html", "markdown"):
        assert text.count("<script") == (1 if name == "html" else 0)
    if name == "csv":
        assert ",=cmd" not in text and '"=cmd' not in text
    assert not any(line.lstrip().startswith("::error") for line in text.split("\n"))


def test_reports_go_to_files_beside_the_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--programme", "programme.yml", "-o", "map.html", "-o", "map.csv", "-o", "map.json"]
    assert "In one course only" in mapped(capsys, *words)
    assert "<!doctype html>" in Path("map.html").read_text("utf-8")
    assert json.loads(Path("map.json").read_text("utf-8"))["format"] == 1
    again = mapped(capsys, *words)  # the page is no file in no course now
    assert "map.html" not in again


def test_where_no_required_course_was_read_there_is_no_gap(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("coun690.pdf").write_bytes(b"%PDF-1.4 broken")
    Path("p.yml").write_text("courses: [{code: COUN 690}, {code: COUN 655, need: elective}]")
    assert main(["map", "--programme", "p.yml", "-f", "json"]) == 3
    values = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(values)
    assert not any(entry["gap"] for entry in values["topics"])
    assert {entry["required"] for entry in values["topics"]} == {None}
    for name in ("table", "markdown", "html"):
        text = mapped(capsys, "--programme", "p.yml", "-f", name, code=3)
        assert "nothing is known of what they show" in " ".join(text.split())
        assert "Gaps: " not in text


def test_a_stage_of_which_no_course_was_read_is_not_known(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("coun690.pdf").write_bytes(b"%PDF-1.4 broken")
    courses = [{"code": code, "stage": code[-3]} for code in ("COUN 501", "COUN 620", "COUN 690")]
    courses[2]["stage"] = "last"
    Path("p.yml").write_text(json.dumps({"courses": courses}), "utf-8")
    assert main(["map", "--programme", "p.yml", "-f", "json"]) == 3
    values = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(values)
    stigma = topic(values, "stigma-and-help-seeking")
    assert [stage["stage"] for stage in stigma["build_up"]] == ["5", "6", "last"]
    assert stigma["build_up"][2]["level"] is None
    assert " ? " in mapped(capsys, "--programme", "p.yml", code=3)
    assert "last: not known" in mapped(capsys, "--programme", "p.yml", "-f", "csv", code=3)
    for name in ("markdown", "html"):
        assert "not known" in mapped(capsys, "--programme", "p.yml", "-f", name, code=3)


def test_more_stages_than_fit_have_a_table_of_their_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    courses = [{"code": f"C {n}01", "stage": f"Year {n} of nine"} for n in range(1, 10)]
    courses[0]["files"] = "coun501*"
    courses[8]["files"] = "coun620*"
    Path("nine.yml").write_text(json.dumps({"courses": courses}), "utf-8")
    text = mapped(capsys, "--programme", "nine.yml")
    assert max(map(len, text.split("\n"))) <= 80 and text.count("build-up") == 2
    assert all(f" {n} " in text for n in range(1, 10))


@pytest.mark.parametrize("content", [b"\x00\x01\x02\xff" * 500, b""])
def test_a_course_that_was_not_read_ends_every_command_with_3(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    """Files that lie in a folder and are no documents are passed over; not those of a course."""
    Path("coun690.md").write_bytes(content)
    for kind in ("csv", "json", "markdown", "html"):
        assert main(["map", "--programme", "programme.yml", "-f", kind]) == 3
        assert "coun690.md" in capsys.readouterr().err
    crosswalk = ["crosswalk", "--standard", "cswe-2022", "--programme", "programme.yml"]
    assert main([*crosswalk, "-f", "csv"]) == 3
    assert "coun690.md" in capsys.readouterr().err
    demand = "programmes: {main: {file: programme.yml, require: [trauma-and-racial-trauma]}}\n"
    Path(".gapcheck.yml").write_text(demand, "utf-8")
    assert main(["check", ".", "-q"]) == 3


def test_a_course_that_was_read_in_part_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("coun501-foundations-2026-fall-2.pdf").write_bytes(b"%PDF-1.4 no more")
    text = " ".join(mapped(capsys, "--programme", "programme.yml", code=3).split())
    assert "in the 2 of 3 required courses that were read" in text
    assert "COUN 501: coun501-foundations-2026-fall-2.pdf could not be read; what it may" in text
    Path("programme.yml").write_text("courses: [{code: COUN 501}]", "utf-8")
    text = " ".join(mapped(capsys, "--programme", "programme.yml", code=3).split())
    assert "in required courses, as far as they were read" in text


def test_a_file_of_two_courses_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("programme.yml").write_text(
        "courses: [{code: A 1, files: ['*.md']}, {code: B 2, files: [coun655*]}]", "utf-8"
    )
    values = as_json(capsys, "--programme", "programme.yml")
    said = "coun655-trauma.md is among the files of A 1 and B 2; it counts for A 1 alone"
    assert said in values["warnings"]
    assert values["courses"][1]["levels"] is None
