"""What reports say of their topic lists: accuracy, and what is known of published standards."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from curriculum_gap import Provenance, UnscoredItem, load_rubric
from curriculum_gap.cli import main
from curriculum_gap.joined_rubric import join_rubrics
from curriculum_gap.reports.rubric_facts import (
    accuracy_line,
    code_ranges,
    short_standard_lines,
    standard_lines,
)
from curriculum_gap.rubric import shipped

ROOT = Path(__file__).parents[1]
SYLLABUS = str(ROOT / "examples" / "coun614-multicultural-counseling.pdf")
DOUBT = "ccuracy not measured"
PROGRAMME = str(ROOT / "tests" / "documents" / "programme")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "120")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 0
    return capsys.readouterr().out


def test_the_default_alone_was_measured() -> None:
    assert [name for name in shipped() if not accuracy_line(load_rubric(name))] == [
        "equity-mental-health"
    ]


def test_a_rubric_that_extends_the_measured_one_was_not(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("id: ours\nversion: '1'\ntitle: Ours\nextends: equity-mental-health\n", "utf-8")
    assert DOUBT in accuracy_line(load_rubric(file))
    file.write_text(file.read_text("utf-8") + "measured: figures.md\n", "utf-8")
    assert accuracy_line(load_rubric(file)) == ""


def test_of_several_lists_those_are_named_that_were_not_measured() -> None:
    lists = [load_rubric(name) for name in ("equity-mental-health", "clas-2013", "nasw-2015")]
    line = accuracy_line(join_rubrics(lists))
    assert line.startswith("Accuracy not measured for clas-2013 and nasw-2015;")
    assert "gapcheck evaluate, docs/validity.md" in line


@pytest.mark.parametrize("name", ["table", "markdown", "html", "json", "sarif", "junit", "github"])
@pytest.mark.parametrize("rubric", ["equity-mental-health", "clas-2013"])
def test_each_format_says_once_that_accuracy_was_not_measured(
    name: str, rubric: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "check", SYLLABUS, "-r", rubric, "-f", name)
    if name == "json":
        measured = json.loads(text)["rubric"]["measured"]
        assert measured == ("docs/validity.md" if rubric != "clas-2013" else None)
        return
    times = text.count(f"{DOUBT} for this topic list") + text.count(f'value="a{DOUBT}"')
    assert times == (rubric == "clas-2013")


@pytest.mark.parametrize("name", ["table", "markdown", "html"])
def test_many_documents_and_maps_say_it_once(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(map(str, Path(PROGRAMME).glob("*.md")))
    for words in (["check", *files[:2]], ["check", *files], ["map", "--programme", PROGRAMME]):
        text = said(capsys, *words, "-r", "clas-2013", "-f", name)
        assert text.count(DOUBT) == 1
        text = " ".join(text.split()).replace("&#40;", "(").replace("&#41;", ")")
        assert text.count("3 items of the standard are not scored: 10–12 (text not seen)") == 1


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_office_files_say_it(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"report.{suffix}"
    said(capsys, "check", SYLLABUS, "-r", "clas-2013", "-q", "-o", str(target))
    with zipfile.ZipFile(target) as parts:
        text = "".join(
            parts.read(part).decode() for part in parts.namelist() if part.endswith(".xml")
        )
    assert text.count(f"{DOUBT} for this topic list") == 1
    assert "10–12 (text not seen)" in text and "edition 2013, in force as of" in text


def test_json_knows_the_whole_of_a_standard(capsys: pytest.CaptureFixture[str]) -> None:
    lists = ("-r", "equity-mental-health", "-r", "clas-2013")
    value = json.loads(said(capsys, "check", SYLLABUS, *lists, "-f", "json"))
    [standard] = value["standards"]
    assert (standard["rubric"], standard["edition"]) == ("clas-2013", "2013")
    assert {one["code"]: one["why"] for one in standard["unscored"]} == dict.fromkeys(
        ("10", "11", "12"), "text not seen"
    )
    assert {one["topic"] for one in standard["items"] if one["seen"] == "partly"} == {"13", "14"}
    lines = said(capsys, "check", SYLLABUS, *lists, "-f", "jsonl").splitlines()
    assert "standards" not in json.loads(lines[0])


def test_a_status_that_leaves_doubt_is_said() -> None:
    rubric = load_rubric("clas-2013")
    known = rubric.source or Provenance()
    doubtful = replace(known, status="change-proposed", status_as_of="2026-11-01")
    changed = replace(rubric, topics=(replace(rubric.topics[0], provenance=doubtful),
                                      *rubric.topics[1:]))  # fmt: skip
    [line] = short_standard_lines(changed)
    assert "in force as of" in line and "a change is proposed as of 2026-11-01: 1;" in line
    whole = replace(rubric, source=doubtful)
    assert "edition 2013, a change is proposed as of 2026-11-01" in short_standard_lines(whole)[0]
    unverified = replace(known, status="unverified")
    assert "status not verified" in short_standard_lines(replace(rubric, source=unverified))[0]
    suspended = UnscoredItem("16", replace(known, status="suspended"))
    more = replace(rubric, unscored=(*rubric.unscored, suspended))
    assert dict(standard_lines(more))["Not scored"] == "10–12 (text not seen); 16 (suspended)"


def test_a_part_of_a_standard_says_how_many_topics_it_is() -> None:
    rubric = load_rubric("clas-2013")
    own = replace(rubric.topics[0], provenance=None)
    mixed = replace(rubric, topics=(own, *rubric.topics[1:]), source=None)
    assert short_standard_lines(mixed)[0].startswith(
        "Standard: edition 2013, in force as of 2026-11-29, 11 of 12 topics; "
    )


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (["3.B.11", "3.C", "3.D", "3.E"], "3.B.11, 3.C–3.E"),
        (["10", "11", "12"], "10–12"),
        (["9", "10"], "9, 10"),
        (["IV", "V", "VI"], "IV, V, VI"),
        (["3a", "3b", "3c", "4a"], "3a–3c, 4a"),
        ([], ""),
    ],
)
def test_codes_that_follow_each_other_are_a_range(codes: list[str], text: str) -> None:
    assert code_ranges(codes) == text


def test_lists_of_missing_topics_are_of_one_topic_list_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A topic of one list stands below its title, and none of the other does."""
    lists = ("-r", "clas-2013", "-r", "nasw-2015")
    titles = ("National CLAS Standards 2013", "NASW cultural competence standards 2015")
    for words in (["check", SYLLABUS], ["map", "--programme", PROGRAMME]):
        for name in ("table", "markdown"):
            text = said(capsys, *words, *lists, "-f", name)
            last = max(text.rfind(f"{mark}{titles[1]}") for mark in (" ", "**", "#### "))
            first = text.rfind(titles[0], 0, last)
            clas, nasw = text[first:last], text[last:]
            assert "competent interpreters" in clas and "competent interpreters" not in nasw
            assert "a diverse workforce" in nasw and "a diverse workforce" not in clas
