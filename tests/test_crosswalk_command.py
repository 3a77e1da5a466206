"""``gapcheck crosswalk`` and ``gapcheck standards`` on a small made-up programme, in every format."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handmade import RUBRIC, coverage, evidence, found
from jsonschema import Draft202012Validator
from test_escaping import LOOKS, PAYLOADS

from curriculum_gap.cli import main
from curriculum_gap.curriculum_map import Course, CourseCoverage, Standard, StandardItem, State
from curriculum_gap.nouns import Coverage, Declaration, Level, Rubric, Unread
from curriculum_gap.pipeline import check_bytes
from curriculum_gap.programme import (
    NOT_SEEN,
    CourseFiles,
    evidence_for_crosswalk,
    make_crosswalk,
    sort_documents,
    topics_for_items,
)
from curriculum_gap.reports import CROSSWALK_FORMATS, ReportOptions, render_crosswalk
from curriculum_gap.standards import load_standard

ROOT = Path(__file__).parents[1]
SMALL = Path(__file__).parent / "documents" / "social-work"
SCHEMA = json.loads((ROOT / "docs" / "schema" / "crosswalk-1.json").read_text("utf-8"))
WORDS = ["--standard", "cswe-2022", "--programme", "programme.yml"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small programme, as the current folder."""
    shutil.copytree(SMALL, tmp_path / "p")
    monkeypatch.chdir(tmp_path / "p")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "p"


def printed(capsys: pytest.CaptureFixture[str], *words: str, code: int = 3) -> str:
    assert main(["crosswalk", *words]) == code
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *words: str, code: int = 3) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(printed(capsys, *words, "-f", "json", code=code))
    Draft202012Validator(SCHEMA).validate(values)
    return values


def item(values: dict[str, Any], code: str) -> dict[str, Any]:
    known: dict[str, Any] = next(entry for entry in values["items"] if entry["code"] == code)
    return known


def states(entry: dict[str, Any]) -> dict[str, str | None]:
    return {one["course"][-3:]: one["state"] for one in entry["courses"]}


def test_the_schema_is_sound() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("width", ["80", "160"])
def test_the_table(
    folder: Path,
    width: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    golden: Callable[[str, str], None],
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    page = printed(capsys, *WORDS)
    assert max(map(len, page.splitlines())) <= int(width)
    golden(f"crosswalk-{width}.out", page)


def test_markdown(
    folder: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    golden("crosswalk.md", printed(capsys, *WORDS, "-f", "markdown"))


def test_the_four_states(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = as_json(capsys, *WORDS)
    three = item(values, "3")
    assert states(three) == {
        "701": "declared-and-shown", "702": "declared", "703": "shown", "704": "neither",
        "705": "neither", "706": None,
    }  # fmt: skip
    assert three["state"] == "declared-and-shown"
    assert three["counts"] == {"declared-and-shown": 1, "declared": 1, "shown": 1, "neither": 1}
    assert three["courses"][0]["declared"][0]["tie"] == "Group plan"
    assert three["courses"][0]["how"] == ["session", "assignment"]
    assert three["courses"][2]["shown"][0]["topic"] == "racism-and-anti-racism"


def test_a_letter_counts_for_its_number_and_never_the_other_way_round(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = as_json(capsys, *WORDS)
    assert states(item(values, "3"))["702"] == "declared"  # it declares 3a
    whole = item(values, "3a")["courses"][0]
    assert (whole["counts"], whole["apart"]) == (False, "declares 3 as a whole")


def test_printed_titles_and_declaring_rows_show_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list of titles of SOWK 701 names human rights, its row equity and inclusion."""
    values = as_json(capsys, *WORDS)
    assert states(item(values, "2"))["701"] == "neither"
    assert states(item(values, "2b"))["701"] == "neither"


def test_printed_titles_that_a_reader_joins_show_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = Path("sowk701.md").read_text("utf-8").splitlines()[6:15]
    titles = "".join(f"Competency {line[0]}: {line[3:]}\n" for line in lines)
    weeks = "".join(f"- Week {week}: Statistics, means and tables of counts\n" for week in range(9))
    text = f"# SOWK 709: Numbers\n\n## Competencies (CSWE 2022)\n\n{titles}\n## Schedule\n\n{weeks}"
    Path("sowk709.md").write_text(text, "utf-8")
    values = as_json(capsys, "--standard", "cswe-2022", "sowk709.md", code=0)
    assert {row["state"] for row in values["items"] if row["state"]} == {"neither"}


def test_another_edition_is_apart_and_its_codes_are_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = as_json(capsys, *WORDS)
    assert values["courses"][4]["other_editions"] == ["2015"]
    assert item(values, "3")["courses"][4]["apart"] == "on the edition of 2015"
    assert [(one["code"], one["edition"]) for one in values["other_codes"]] == [
        ("4", "2015"), ("2", "2015"),
    ]  # fmt: skip
    old = as_json(capsys, "--standard", "cswe-2015", *WORDS[2:])
    assert [one["code"] for one in item(old, "4")["courses"][4]["declared"]] == ["4"]


def test_what_is_not_scored_has_no_state(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = as_json(capsys, *WORDS)
    eight = item(values, "8")
    assert eight["apart"] == "no topic of the list stands for it" and eight["state"] is None
    assert eight["courses"][0]["declared"] and eight["courses"][0]["state"] is None
    values = as_json(capsys, "--standard", "cacrep-2024", "--isolated", "sowk701.md", code=0)
    assert item(values, "3.C")["apart"] == "its text could not be seen"
    assert item(values, "3.B.5")["apart"] is None


def test_an_unread_course_is_in_no_state(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = as_json(capsys, *WORDS)
    assert values["courses"][5]["read"] is False
    assert [entry["source"] for entry in values["unread"]] == ["./sowk706.md"]
    assert all(one["courses"][5]["state"] is None for one in values["items"])


def test_csv_has_a_row_for_each_item_and_course(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = printed(capsys, *WORDS, "-f", "csv").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 29 * 6
    row = next(row for row in rows if row["item"] == "3" and row["course"] == "SOWK 701")
    assert row["state"] == "declared and shown" and row["stage"] == "Year 1"
    assert row["declared"] == "line 21 alignment table, with Group plan"
    assert row["place"] == "session line 27"
    row = next(row for row in rows if row["item"] == "3" and row["course"] == "SOWK 706")
    assert (row["state"], row["not_counted"]) == ("", "not read")


def test_html_stands_by_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["crosswalk", *WORDS, "-o", "crosswalk.html"]) == 3
    page = Path("crosswalk.html").read_text("utf-8")
    assert "default-src 'none'" in page and "<script" not in page and "http:" not in page
    assert "declared, text silent" in page and "no proof of compliance" in page
    assert main(["crosswalk", *WORDS, "-o", "crosswalk.html", "-f", "json"]) == 3  # ours: replaced


def test_a_map_shows_the_same_crosswalk_in_a_part_of_its_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from lxml import html

    assert main(["crosswalk", *WORDS, "-q", "-o", "crosswalk.html"]) == 3
    assert main(["map", *WORDS, "-q", "-o", "map.html"]) == 3
    alone, beside = (html.parse(name).getroot() for name in ("crosswalk.html", "map.html"))
    [part] = beside.xpath("//section[@data-tab='Crosswalk']")
    tables = "./table[@class='list'] | .//div[@class='across']//table"
    shown = [" ".join(table.text_content().split()) for table in part.xpath(tables)]
    expected = alone.xpath("//main")[0].xpath(tables)
    assert shown and shown == [" ".join(table.text_content().split()) for table in expected]
    plain = main(["map", *WORDS[2:], "-f", "json"]), capsys.readouterr().out
    assert plain == (main(["map", *WORDS, "-f", "json", "-o", "map.html"]), capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-f", "json"], "shows it in HTML pages alone; add --output FILE.html"),
        (["-f", "html", "--topic", "stigma-and-help-seeking"], "leave out --domain and --topic"),
        (["-f", "html", "--standard", "cswe-2202"], "did you mean 'cswe-2022'?"),
    ],
)
def test_a_map_refuses_a_standard_that_it_cannot_show(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert main(["map", *WORDS, *words]) == 2
    assert message in capsys.readouterr().err


def test_no_course_of_many_is_left_out_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from lxml import html

    monkeypatch.chdir(tmp_path)
    text = next(SMALL.glob("*701*")).read_bytes()
    for number in range(70):
        Path(f"sowk{100 + number}.md").write_bytes(text.replace(b"701", str(100 + number).encode()))
    page = printed(capsys, ".", *WORDS[:2], "--isolated", "-f", "html", code=0)
    root = html.document_fromstring(page)
    heads = root.xpath("//table[contains(@class, 'grid')]//thead//bdi/text()")
    assert heads == [f"SOWK {100 + number}" for number in range(70)]
    captions = [
        one.text_content() for one in root.xpath("//table[contains(@class, 'grid')]/caption")
    ]
    assert captions[0].endswith("1 to 24 of 70") and captions[-1].endswith("49 to 70 of 70")


def test_all_formats_say_edition_status_date_and_source(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    for name in CROSSWALK_FORMATS:
        if name in ("xlsx", "docx"):
            continue  # bytes, read back in test_report_office.py
        page = printed(capsys, *WORDS, "-f", name)
        assert "2022" in page and "2026-11-29" in page, name
        assert name == "csv" or "public field tools" in page, name


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--standard", "cswe-2202"], "no standard 'cswe-2202'; did you mean 'cswe-2022'?"),
        (["--standard", "cswe-2022", "-f", "sarif"], "no format 'sarif'"),
        (["--standard", "cswe-2022", "-o", "x.sarif"], "this command writes no sarif"),
        (["--standard", "cswe-2022", "--programme", "none.yml"], "none.yml"),
        ([], "--standard"),
    ],
)
def test_wrong_words(
    folder: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crosswalk", *words, "sowk701.md"]) == 2
    assert message in capsys.readouterr().err


def test_quiet_prints_no_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [word.replace("cswe", "CSWE") for word in WORDS]  # ids are read in capitals, too
    assert main(["crosswalk", *words, "-q", "-o", "x.csv"]) == 3
    said = capsys.readouterr()
    assert said.out == "" and "gapcheck: " in said.err
    assert Path("x.csv").read_text("utf-8-sig").startswith("standard,")


def test_the_standards_are_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["standards"]) == 0
    page = capsys.readouterr().out
    assert "cswe-2022" in page and "29 items: 23 seen, 6 seen in part" in page
    assert (
        "cacrep-2024" in page and "23 items: 14 seen, 2 seen in part, 7 not seen, 7 never" in page
    )


def test_the_items_of_one_standard_are_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["standards", "cacrep-2024"]) == 0
    page = capsys.readouterr().out
    assert "3.B.7      unequal effects of poverty" in page
    assert "3.C        (its text could not be seen)" in page
    assert main(["standards", "cacrep"]) == 2
    assert "no standard 'cacrep'" in capsys.readouterr().err


# Pure functions

STANDARD = Standard(
    "abc-1", "abc", "1", "ABC", "in-force", "2029-01-01", "a source",
    (StandardItem("1", "one"), StandardItem("1a", "part", part_of="1"), StandardItem("2", "two")),
    name="ABC 1", rubric_key="ABC 1",
)  # fmt: skip


def rubric_with(*standards: str) -> Rubric:
    first, *others = RUBRIC.topics
    return replace(RUBRIC, topics=(replace(first, standards=standards), *others))


def crosswalk_of(*documents: Coverage | Unread, standards: tuple[str, ...] = ("ABC 1 1",)) -> Any:
    courses = tuple(
        CourseCoverage(
            Course(f"C{number}", "", ()),
            documents=(document.source,) if isinstance(document, Coverage) else (),
            levels={} if isinstance(document, Coverage) else None,
        )
        for number, document in enumerate(documents, 1)
    )
    by_course = tuple(
        (document,) if isinstance(document, Coverage) else () for document in documents
    )
    files = CourseFiles(courses, by_course)
    return make_crosswalk(files, STANDARD, rubric_with(*standards), "", "1")


def document(level: Level, *declared: Declaration) -> Coverage:
    piece = evidence(RUBRIC.topics[0].id, "On this topic.")
    verdict = found(RUBRIC.topics[0].id, level, piece)
    return replace(coverage(), topics=(verdict,), declarations=declared)


def code(code: str, edition: str = "1", body: str = "abc") -> Declaration:
    return Declaration(body, edition, code, f"row of {code}", "column")


@pytest.mark.parametrize(
    ("level", "declared", "state"),
    [
        (Level.ASSESSED, (code("1"),), State.BOTH),
        (Level.TAUGHT, (code("1", ""),), State.BOTH),
        (Level.MENTIONED, (code("1"),), State.DECLARED),
        (Level.ABSENT, (code("1a"),), State.DECLARED),
        (Level.TAUGHT, (), State.SHOWN),
        (Level.TAUGHT, (code("1", body="other"),), State.SHOWN),
        (Level.TAUGHT, (code("2"),), State.SHOWN),
        (Level.MENTIONED, (), State.NEITHER),
    ],
)
def test_states(level: Level, declared: tuple[Declaration, ...], state: State) -> None:
    (row,) = crosswalk_of(document(level, *declared)).rows
    assert row.courses[0].state is state
    assert row.state is state


def test_a_course_on_another_edition_has_a_state_that_does_not_count() -> None:
    (row,) = crosswalk_of(document(Level.TAUGHT, code("1", "0"))).rows
    assert row.courses[0].state is State.SHOWN
    assert row.state is None and row.in_state(State.SHOWN) == ()


def test_codes_that_the_file_lacks_are_listed_and_never_scored() -> None:
    made = crosswalk_of(document(Level.TAUGHT, code("9")))
    (row,) = [row for row in made.apart if row.item.code == "9"]
    assert row.apart == NOT_SEEN and row.state is None
    assert [one.code for _, one in row.courses[0].declared] == ["9"]


def test_topics_stand_for_items_by_the_key_standards_alone() -> None:
    keys = ("ABC 1 1a", "ABC 1 7", "ABC 12 2", "ABC 1")
    topic = RUBRIC.topics[0].id
    assert topics_for_items(STANDARD, rubric_with(*keys)) == {
        "1": (topic,), "1a": (topic,), "2": (),
    }  # fmt: skip
    named = replace(rubric_with(), id="abc-1", title="ABC 1")
    assert not any(topics_for_items(STANDARD, named).values())


def test_every_item_of_the_shipped_rubric_s_keys_is_known() -> None:
    from curriculum_gap import load_rubric

    keys = {key for topic in load_rubric().topics for key in topic.standards}
    for name in ("cswe-2022", "cacrep-2024", "hcpc-2023", "nasw-2015", "clas-2013"):
        standard = load_standard(name)
        codes = {item.code for item in standard.items}
        for key in keys:
            rest = key.removeprefix(f"{standard.rubric_key} ")
            if rest != key and not rest.startswith("Section"):  # a whole section is no item
                assert rest in codes, key


def test_a_scan_keeps_little_evidence_and_the_same_states() -> None:
    from curriculum_gap import load_rubric

    rubric, standard = load_rubric(), load_standard("cswe-2022")
    whole = [
        check_bytes(path.read_bytes(), path.name, rubric) for path in sorted(SMALL.glob("*.md"))
    ]
    little = [
        evidence_for_crosswalk(one, standard) if isinstance(one, Coverage) else one for one in whole
    ]
    made = [
        make_crosswalk(sort_documents(None, documents), standard, rubric, "", "").rows
        for documents in (whole, little)
    ]
    for one, other in zip(*made, strict=True):
        assert [course.state for course in one.courses] == [
            course.state for course in other.courses
        ]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("name", CROSSWALK_FORMATS)
def test_no_text_of_others_acts(name: str, payload: str) -> None:
    if name == "xlsx":
        pytest.importorskip("xlsxwriter")
    text = f"x {payload} y"
    made = Declaration("abc", "1", "1", text, "column", text)
    piece = evidence(RUBRIC.topics[0].id, text)
    verdict = found(RUBRIC.topics[0].id, Level.TAUGHT, piece)
    hostile = replace(
        coverage(f"{text}.md"),
        topics=(verdict,),
        declarations=(made, made._replace(edition="0", code=text)),
    )
    crosswalk = replace(crosswalk_of(hostile), title=text, warnings=(text,), unassigned=(text,))
    page = render_crosswalk(name, crosswalk, ReportOptions(width=100))
    if isinstance(page, str):
        page.encode("utf-8")
    LOOKS[name](page)
