"""``gapcheck trend``: several runs over the courses of a made-up programme."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from test_escaping import PAYLOADS, coverage_of, rubric_of

from curriculum_gap.cli import main
from curriculum_gap.curriculum_map import (
    CourseTrend,
    Direction,
    LevelTrend,
    LocatedEvidence,
    Standing,
    Trend,
)
from curriculum_gap.nouns import Level, Status, Unread
from curriculum_gap.reports import TREND_FORMATS, ReportOptions, render_trend

SCHEMAS = Path(__file__).parents[1] / "docs" / "schema"
SESSIONS = {
    "trauma": "Racial trauma and its treatment in counseling",
    "bias": "Microaggressions in session, and how to repair ruptures",
    "migration": "Counseling with refugees and immigrants after displacement",
    "statistics": "Reading a table of results",
}
GRADED = "Paper on racial trauma in the counseling room (30 %)"


def write(folder: Path, name: str, title: str, sessions: list[str], graded: str = "") -> None:
    folder.mkdir(exist_ok=True)
    weeks = "\n".join(
        f"Week {number}: {SESSIONS[session]}" for number, session in enumerate(sessions, 1)
    )
    filling = (
        "Meetings begin at nine in the room beside the library. Bring the text of the week and a "
        "page of notes. Recordings are kept until the end of the term and are then deleted. Speak "
        "with the instructor in the office hours where anything about the plan of work is unclear. "
    ) * 2
    text = f"# {title}\n\n## Schedule\n\n{weeks}\n\n## Assignments\n\n{graded}\nQuiz on the readings (20 %)\n\n## About\n\n{filling}\n"
    (folder / name).write_text(text, "utf-8")


@pytest.fixture
def years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three years. TOAD 501 loses its graded paper, then its session; TOAD 502 is unreadable in
    2025, TOAD 503 begins in 2025, TOAD 504 stays as it is and changes its file's name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    y24, y25, y26 = tmp_path / "2024", tmp_path / "2025", tmp_path / "2026"
    write(y24, "toad501.md", "TOAD 501 Helping", ["trauma", "bias"], GRADED)
    write(y25, "toad501.md", "TOAD 501 Helping", ["trauma", "bias"])
    write(y26, "toad501.md", "TOAD 501 Helping", ["bias"])
    write(y24, "toad502.md", "TOAD 502 Moving", ["migration"])
    (y25 / "toad502.pdf").write_bytes(b"%PDF-1.4 nothing")
    write(y26, "toad502.md", "TOAD 502 Moving", ["migration"])
    write(y25, "toad503.md", "TOAD 503 Couples", ["bias"])
    write(y26, "toad503.md", "TOAD 503 Couples", ["bias", "trauma"])
    write(y24, "toad504-fall-2024.md", "TOAD 504 Numbers", ["statistics", "bias"])
    write(y25, "TOAD_504.md", "TOAD 504 Numbers", ["statistics", "bias"])
    y26.joinpath("numbers").mkdir()
    write(y26, "numbers/toad-504.md", "TOAD 504 Numbers", ["statistics", "bias"])
    return tmp_path


def run_json(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    code = main(["trend", *words, "-f", "json"])
    out = capsys.readouterr().out
    values = json.loads(out)
    jsonschema.validate(values, json.loads((SCHEMAS / "trend-1.json").read_text("utf-8")))
    values["code"] = code
    return values


def changes(topics: list[dict]) -> dict[str, tuple[str, list[str | None]]]:
    return {t["id"]: (t["change"], t["levels"]) for t in topics if t["change"] != "same"}


def test_what_was_gained_and_lost_over_three_years(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run_json(capsys, "2024", "2025", "2026")
    courses = {course["code"]: course for course in found["courses"]}
    assert list(courses) == ["TOAD 501", "TOAD 502", "TOAD 504", "TOAD 503"]
    trauma = "trauma-and-racial-trauma"
    assert changes(courses["TOAD 501"]["topics"])[trauma] == (
        "lost", ["assessed", "taught", "absent"],
    )  # fmt: skip
    assert changes(courses["TOAD 504"]["topics"]) == {}
    # The new course is nothing gained where it was not there, what it gained since counts.
    assert changes(courses["TOAD 503"]["topics"])[trauma] == ("gained", [None, "absent", "taught"])
    assert all(levels[0] is None for _, levels in changes(courses["TOAD 503"]["topics"]).values())
    # All courses together are those that were read in every run: 501 and 504.
    assert found["whole"]["compared"] == 2
    assert changes(found["whole"]["topics"])[trauma] == ("lost", ["assessed", "taught", "absent"])


def test_what_is_unread_or_not_there_is_neither_gained_nor_lost(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run_json(capsys, "2024", "2025", "2026")
    moving = next(course for course in found["courses"] if course["code"] == "TOAD 502")
    assert [run["standing"] for run in moving["runs"]] == ["read", "not read", "read"]
    assert changes(moving["topics"]) == {}
    assert moving["alone"] == ["immigration-and-language-access"]
    assert [(entry["run"], entry["source"]) for entry in found["unread"]] == [
        ("2025", "toad502.pdf")
    ]
    assert found["code"] == 3  # a file that was not read is said by the exit code, too


def test_saved_reports_give_what_the_folders_give(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "2024", "-q", "-o", "a.json"]) == 0
    assert main(["check", "2026", "-q", "-o", "b.jsonl"]) == 0
    folders = run_json(capsys, "2024", "2026")
    saved = run_json(capsys, "a.json", "b.jsonl")
    for one, other in zip(folders["courses"], saved["courses"], strict=True):
        assert changes(one["topics"]) == changes(other["topics"])
        assert one["code"] == other["code"]
    assert folders["code"] == saved["code"] == 0


def test_the_table_says_it_all(years: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for columns in ("80", "160"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("COLUMNS", columns)
            main(["trend", "2024", "2025", "2026"])
        out = capsys.readouterr().out
        assert max(map(len, out.splitlines())) <= int(columns)
        assert "Best level in the 2 courses that were read in every run" in out
        lost = next(
            line for line in out.splitlines() if line.startswith(" lost") and "rauma" in line
        )
        assert lost.split()[-3:] == ["●●●", "●●○", "···"] or columns == "160"
        assert "TOAD 502" in out and "not read in 2025" in out
        assert "not there in 2024" in out
        assert "1 course unchanged" in out
        assert "2025: toad502.pdf" in out


def test_every_format_is_written_in_one_run(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ["t.html", "t.md", "t.csv", "t.json", "t.txt"]
    words = [word for file in files for word in ("-o", file)]
    assert main(["trend", "2024", "2026", *words]) == 0
    assert (years / "t.html").read_text("utf-8").startswith("<!doctype html>")
    assert (years / "t.md").read_text("utf-8").startswith("<!-- gapcheck report -->")
    rows = list(csv.DictReader(io.StringIO((years / "t.csv").read_text("utf-8-sig"))))
    assert {row["run"] for row in rows} == {"2024", "2026"}
    lost = [
        r for r in rows if r["course"] == "TOAD 501" and r["topic"] == "trauma-and-racial-trauma"
    ]
    assert [(row["level"], row["change"]) for row in lost] == [
        ("assessed", "lost"),
        ("absent", "lost"),
    ]
    # A second run may write over its own reports and over nothing else.
    assert main(["trend", "2024", "2026", "-o", "t.html"]) == 0
    assert main(["trend", "2024", "2026", "-o", "2024/toad501.md"]) == 2


def test_a_run_may_be_the_current_folder(years: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trend", "2024", "."]) == 3
    assert " 2024 → .\n" in capsys.readouterr().out
    (years / "2026").rename(years / "2026.v2")
    assert main(["trend", "2024", "2026.v2"]) == 0
    assert " 2024 → 2026.v2\n" in capsys.readouterr().out


def test_quiet_prints_no_table(years: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trend", "2024", "2025", "-q", "-o", "t.csv"]) == 3
    said = capsys.readouterr()
    assert said.out == "" and "2025: toad502.pdf: " in said.err
    assert main(["trend", "2024", "2025"]) == 3  # the table lists it
    assert capsys.readouterr().err == ""


def test_saved_runs_hold_codes_of_standards(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for year in ("2024", "2026"):
        path = years / year / "toad501.md"
        path.write_text(path.read_text("utf-8") + "\n## CSWE Competency 3\n\nTalk.\n", "utf-8")
        main(["check", year, "-q", "-o", f"{year}.json", "-o", f"{year}.jsonl"])
    assert json.loads(Path("2024.json").read_text("utf-8"))["documents"][0]["declarations"]
    capsys.readouterr()
    by_folder = run_json(capsys, "2024", "2026")["courses"]
    for suffix in (".json", ".jsonl"):
        assert run_json(capsys, "2024" + suffix, "2026" + suffix)["courses"] == by_folder
    assert main(["diff", "2024.json", "2026.json"]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2024"], "one run shows no trend"),
        (["2024", "2099"], "2099: is neither a folder nor a saved report"),
        (["2024", "2024/toad501.md"], "is neither a folder nor a saved report"),
        (["2024", "empty"], "empty: holds no document"),
        (["2024", "2026", "-f", "sarif"], "no format 'sarif'; formats: table, csv"),
        (["2024", "broken.json"], "broken.json: not valid JSON"),
    ],
)
def test_wrong_runs_are_told(
    years: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    (years / "empty").mkdir()
    (years / "broken.json").write_text("{", "utf-8")
    assert main(["trend", *words]) == 2
    assert said in capsys.readouterr().err


def test_runs_of_another_rubric_are_refused_and_of_another_version_told(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "2024", "-q", "-o", "a.json"]) == 0
    saved = json.loads((years / "a.json").read_text("utf-8"))
    other = saved | {"rubric": saved["rubric"] | {"id": "soil"}}
    (years / "other.json").write_text(json.dumps(other), "utf-8")
    assert main(["trend", "other.json", "2026"]) == 2
    assert "was checked by the rubric soil" in capsys.readouterr().err
    older = saved | {"rubric": saved["rubric"] | {"version": "0.9", "sha256": "0" * 64},
                     "gapcheck": {"version": "0.0.9"}}  # fmt: skip
    (years / "older.json").write_text(json.dumps(older), "utf-8")
    found = run_json(capsys, "older.json", "2026")
    assert "two versions of the rubric (0.9, " in found["warnings"][0]
    assert "reports of gapcheck 0.0.9 and " in found["warnings"][1]


def test_a_topic_that_a_run_did_not_judge_is_not_lost(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "2024", "-q", "-o", "a.json"]) == 0
    saved = json.loads((years / "a.json").read_text("utf-8"))
    for document in saved["documents"]:
        document["topics"] = [t for t in document["topics"] if "trauma" not in t["id"]]
    (years / "a.json").write_text(json.dumps(saved), "utf-8")
    found = run_json(capsys, "2024", "a.json")
    first = next(course for course in found["courses"] if course["code"] == "TOAD 501")
    levels = {topic["id"]: topic["levels"] for topic in first["topics"]}
    assert levels["trauma-and-racial-trauma"] == ["assessed", None]


def test_a_level_that_comes_back_is_neither_gained_nor_lost() -> None:
    def went(*levels: Level | None) -> Direction:
        return LevelTrend("t", levels).direction

    assert went(Level.TAUGHT, Level.ABSENT, Level.TAUGHT) is Direction.VARIED
    assert went(Level.TAUGHT, None, Level.TAUGHT) is Direction.SAME
    assert went(None, Level.TAUGHT, Level.ASSESSED) is Direction.GAINED
    assert went(Level.TAUGHT, Level.ABSENT, None) is Direction.LOST
    assert went(None, None) is Direction.SAME


def trend_with(payload: str) -> Trend:
    coverage = coverage_of(payload)
    piece = LocatedEvidence(coverage.source, coverage.topics[1].evidence[0])
    topics = (LevelTrend("deserts", (Level.ABSENT, Level.TAUGHT), piece),)
    known = CourseTrend(payload, payload, (Standing.READ,) * 2, ((payload,),) * 2, topics)
    gone = CourseTrend(payload, payload, (Standing.READ, Standing.MISSING), ((payload,), ()), topics,
                       ("deserts",))  # fmt: skip
    unread = ((payload, Unread(payload or "x", Status.DAMAGED, payload, payload)),)
    runs = (payload, f"{payload} 2")
    return Trend("1", rubric_of(payload), runs, (known, gone), topics, unread, (payload,))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_nothing_of_others_acts_in_a_trend(payload: str) -> None:
    trend = trend_with(payload)
    for options in (ReportOptions(), ReportOptions(width=160, colour=False, unicode=False)):
        for name in TREND_FORMATS:
            text = render_trend(name, trend, options)
            text.encode()
            assert not [
                c for c in text if (ord(c) < 32 and c not in "\r\n") or c in "\x7f\x9b\u202e\u2028"
            ]
            assert not [
                line for line in text.splitlines() if line.lstrip().startswith(("::", "##["))
            ]
    html = render_trend("html", trend, ReportOptions())
    assert "<script" not in html and "<img" not in html and "<svg" not in html
    markdown = render_trend("markdown", trend, ReportOptions())
    assert "<script" not in markdown and "](" not in markdown and "@everyone" not in markdown
    for row in csv.reader(io.StringIO(render_trend("csv", trend, ReportOptions()))):
        assert not [cell for cell in row if cell.lstrip("\ufeff")[:1] in tuple("=+-@") and cell]
