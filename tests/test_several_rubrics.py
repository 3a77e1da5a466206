"""Several rubrics in one run: verdicts apart, one report."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from curriculum_gap import Coverage, check, load_rubric
from curriculum_gap.cli import main
from curriculum_gap.joined_rubric import join_rubrics

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
DEFAULT = "equity-mental-health"
SKILLS = str(Path(__file__).parent / "rubrics" / "practice-skills.yaml")
BOTH = ("-r", DEFAULT, "-r", SKILLS)
SYLLABUS = str(EXAMPLES / "coun614-multicultural-counseling.pdf")
FILES = [str(path) for path in sorted(EXAMPLES.glob("*.*")) if path.suffix not in (".py", ".yaml")]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main([*words]) == code
    return capsys.readouterr().out


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 2
    return capsys.readouterr().err


def as_json(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(run(capsys, *words, "-f", "json", code=code))
    return values


def test_the_verdicts_of_each_rubric_are_those_of_a_run_with_it_alone() -> None:
    """Levels, scores, evidence, rules and places, in every example, are equal to the last digit."""
    parts = [load_rubric(DEFAULT), load_rubric(SKILLS)]
    joined = join_rubrics(parts)
    together = check(*FILES, rubric=joined).documents
    assert sum(isinstance(entry, Coverage) for entry in together) >= 8
    for part in parts:
        for alone, both in zip(check(*FILES, rubric=part).documents, together, strict=True):
            if not isinstance(alone, Coverage):
                assert both == alone
                continue
            assert isinstance(both, Coverage)
            verdicts = [entry for entry in both.topics if entry.topic.startswith(part.prefix)]
            assert [_without_prefix(entry, part.prefix) for entry in verdicts] == [*alone.topics]
            places = [host for host in both.hosts if host.topic.startswith(part.prefix)]
            names = [host.topic.removeprefix(part.prefix) for host in places]
            assert names == [host.topic for host in alone.hosts]
            same = replace(both, topics=alone.topics, share=alone.share, hosts=alone.hosts)
            assert same == alone


def _without_prefix(verdict: Any, prefix: str) -> Any:
    evidence = tuple(
        replace(piece, topic=piece.topic.removeprefix(prefix)) for piece in verdict.evidence
    )
    return replace(verdict, topic=verdict.topic.removeprefix(prefix), evidence=evidence)


def test_the_same_with_and_without_the_cache(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("check", *FILES, *BOTH, "--jobs", "1")
    first = run(capsys, *words, "-f", "json")
    assert run(capsys, *words, "-f", "json") == first
    assert run(capsys, *words, "-f", "json", "--no-cache") == first
    alone = as_json(capsys, "check", *FILES, "-r", SKILLS)
    assert len(alone["documents"][0]["topics"]) == 4


# Reports


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((ROOT / "docs" / "schema" / name).read_text("utf-8")))


def test_json_names_each_rubric_and_its_share(capsys: pytest.CaptureFixture[str]) -> None:
    values = as_json(capsys, "check", SYLLABUS, *BOTH)
    schema("report-1.json").validate(values)
    assert values["rubric"]["id"] == f"{DEFAULT}+practice-skills"
    assert [(part["id"], part["version"]) for part in values["rubrics"]] == [
        (DEFAULT, "1.0"),
        ("practice-skills", "2.0"),
    ]
    document = values["documents"][0]
    alone = [as_json(capsys, "check", SYLLABUS, "-r", name) for name in (DEFAULT, SKILLS)]
    shares = [entry["documents"][0]["share"] for entry in alone]
    assert [share["share"] for share in document["shares"]] == shares
    assert [part["sha256"] for part in values["rubrics"]] == [
        entry["rubric"]["sha256"] for entry in alone
    ]
    topics = [entry["documents"][0]["topics"] for entry in alone]
    names = [f"{DEFAULT}:{topic['id']}" for topic in topics[0]]
    names += [f"practice-skills:{topic['id']}" for topic in topics[1]]
    assert [topic["id"] for topic in document["topics"]] == names
    for topic, single in zip(document["topics"], topics[0] + topics[1], strict=True):
        assert topic | {"id": "", "domain": ""} == single | {"id": "", "domain": ""}


def test_a_single_rubric_adds_no_key(capsys: pytest.CaptureFixture[str]) -> None:
    values = as_json(capsys, "check", SYLLABUS)
    assert "rubrics" not in values and "shares" not in values["documents"][0]


def test_the_page_of_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    page = run(capsys, "check", SYLLABUS, *BOTH)
    whole, equity, skills = page.split(" ──")[0], *page.split("──\n")[1:3]
    assert "topic list equity-mental-health 1.0" in whole
    assert "of 4 topics " in whole and "topic list practice-skills 2.0" in whole
    assert "Equity in mental-health training" in equity and "Helping skills" not in equity
    assert "Practice skills" in skills and "\n Helping skills\n" in skills


@pytest.mark.parametrize("name", ["table", "markdown", "html", "csv", "github", "junit", "sarif"])
def test_every_format_of_many_documents_shows_both(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = run(capsys, "check", *FILES[:6], *BOTH, "-f", name)
    assert "practice-skills" in text and "equity-mental-health" in text
    if name in ("table", "markdown", "html"):
        assert "Practice skills" in text and "Equity in mental-health training" in text


def test_rows_name_their_own_rubric(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(capsys, "check", SYLLABUS, *BOTH, "-f", "csv"))))
    alone = list(
        csv.DictReader(io.StringIO(run(capsys, "check", SYLLABUS, "-r", SKILLS, "-f", "csv")))
    )
    own = [row for row in rows if row["rubric"] == "practice-skills"]
    changed = [row | {"topic": "", "domain": ""} for row in alone]
    assert [row | {"topic": "", "domain": ""} for row in own] == changed
    assert {row["rubric"] for row in rows} == {DEFAULT, "practice-skills"}


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "jsonl", "xml"])
def test_files_of_every_kind_are_written(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"report.{suffix}"
    run(capsys, "check", *FILES[:2], *BOTH, "-q", "-o", str(target))
    assert target.stat().st_size > 1000


# Names of topics


def test_topics_are_named_with_or_without_their_rubric(capsys: pytest.CaptureFixture[str]) -> None:
    def ids(*words: str) -> list[str]:
        values = as_json(capsys, "check", SYLLABUS, *words)
        return [topic["id"] for topic in values["documents"][0]["topics"]]

    assert ids(*BOTH, "--topic", "interviewing") == ["practice-skills:interviewing"]
    full = "practice-skills:racism-and-anti-racism"
    assert ids(*BOTH, "--topic", full) == [full]
    research = ["practice-skills:statistics", "practice-skills:research-ethics"]
    assert ids(*BOTH, "--domain", "research") == research
    assert ids("-r", SKILLS, "--topic", "practice-skills:statistics") == ["statistics"]


def test_a_name_of_two_topics_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(capsys, "check", SYLLABUS, *BOTH, "--topic", "racism-and-anti-racism")
    assert "2 rubrics have 'racism-and-anti-racism'" in said
    assert f"write {DEFAULT}:racism-and-anti-racism or practice-skills:racism" in said
    said = complaint(capsys, "check", SYLLABUS, *BOTH, "--require", "racism-and-anti-racism")
    assert "2 rubrics have a topic 'racism-and-anti-racism'" in said


def test_gates_count_each_rubric_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("check", SYLLABUS, *BOTH, "--require", "practice-skills:statistics=taught")
    values = as_json(capsys, *words, "--fail-under", "60", code=1)
    schema("report-1.json").validate(values)
    messages = [failure["message"] for failure in values["gate"]["failures"]]
    assert "practice-skills:statistics is required at taught and stands at absent" in messages
    of_shares = [message for message in messages if "expected topics of" in message]
    assert any(
        "expected topics of practice-skills, 60 % are required" in text for text in of_shares
    )


def test_the_configuration_names_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(SKILLS, tmp_path / "skills.yaml")
    shutil.copy(SYLLABUS, tmp_path / "course.pdf")
    monkeypatch.chdir(tmp_path)
    Path(".gapcheck.yml").write_text(
        "rubric: [equity-mental-health, skills.yaml]\n"
        "paths: [course.pdf]\n"
        "expect:\n"
        "  interviewing: assessed\n"
        "  practice-skills:racism-and-anti-racism: absent\n",
        "utf-8",
    )
    values = as_json(capsys, "check")
    expected = {topic["id"]: topic["expected"] for topic in values["documents"][0]["topics"]}
    assert expected["practice-skills:interviewing"] == "assessed"
    assert expected["practice-skills:racism-and-anti-racism"] == "absent"
    assert expected[f"{DEFAULT}:racism-and-anti-racism"] != "absent"
    assert "- equity-mental-health" in run(capsys, "config")
    run(capsys, "baseline", "write")
    run(capsys, "baseline", "check")


# Other commands


def test_a_map_by_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    programme = str(Path(__file__).parent / "documents" / "programme")
    words = ("map", "--programme", programme, *BOTH)
    values = as_json(capsys, *words)
    schema("map-1.json").validate(values)
    alone = as_json(capsys, "map", "--programme", programme, "-r", SKILLS)
    own = [topic for topic in values["topics"] if topic["id"].startswith("practice-skills:")]
    for topic, single in zip(own, alone["topics"], strict=True):
        assert topic | {"id": "", "domain": ""} == single | {"id": "", "domain": ""}
    assert [share["rubric"] for share in values["shares"]] == [DEFAULT, "practice-skills"]
    for name in ("table", "markdown", "html"):
        assert "Practice skills" in run(capsys, *words, "-f", name)
    for suffix in ("docx", "xlsx"):
        run(capsys, *words, "-q", "-o", str(tmp_path / f"map.{suffix}"))


def test_a_comparison_by_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = as_json(capsys, "diff", FILES[0], SYLLABUS, *BOTH)
    schema("diff-1.json").validate(values)
    changed = {change["id"] for change in values["comparison"]["documents"][0]["topics"]}
    assert any(name.startswith("practice-skills:") for name in changed)
    saved = [str(tmp_path / name) for name in ("a.json", "b.json")]
    for path in saved:
        run(capsys, "check", SYLLABUS, *BOTH, "-q", "-o", path)
    run(capsys, "diff", *saved, *BOTH)
    said = complaint(capsys, "diff", *saved)
    assert f"compare with --rubric {DEFAULT} --rubric practice-skills" in said


def test_an_explanation_by_several(capsys: pytest.CaptureFixture[str]) -> None:
    name = "racism-and-anti-racism"
    both = as_json(capsys, "explain", SYLLABUS, *BOTH, "--topic", f"practice-skills:{name}")
    alone = as_json(capsys, "explain", SYLLABUS, "-r", SKILLS, "--topic", name)
    assert both["topics"][0] | {"id": name} == alone["topics"][0]
    assert both["topics"][0]["id"] == f"practice-skills:{name}"
    assert "practice-skills:interviewing" in run(capsys, "explain", SYLLABUS, *BOTH)


@pytest.mark.parametrize("command", ["annotate", "badge", "crosswalk", "evaluate", "trend"])
def test_other_commands_refuse_several(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {
        "annotate": [SYLLABUS, "-o", str(tmp_path / "marked.pdf")],
        "badge": [SYLLABUS],
        "crosswalk": [SYLLABUS, "--standard", "cswe-2022"],
        "evaluate": [str(tmp_path)],
        "trend": [str(EXAMPLES), str(EXAMPLES)],
    }[command]
    said = complaint(capsys, command, *more, *BOTH)
    assert f"'gapcheck {command}' works with one rubric, 2 are named" in said


def test_rubrics_that_do_not_go_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = complaint(capsys, "check", SYLLABUS, "-r", SKILLS, "-r", SKILLS)
    assert "two rubrics have the id 'practice-skills'" in said


def test_a_list_in_python() -> None:
    report = check(SYLLABUS, rubric=[DEFAULT, Path(SKILLS)])
    assert [part.id for part in report.rubric.parts] == [DEFAULT, "practice-skills"]
    assert len(report.covered[0].topics) == 34


def test_a_report_never_replaces_a_rubric(tmp_path: Path) -> None:
    rubric = tmp_path / "ours.yaml"
    rubric.write_text("id: ours\n", "utf-8")
    course = tmp_path / "course.md"
    course.write_text("# Course\n", "utf-8")
    words = ["check", str(course), "-f", "json", "-o", str(rubric)]
    assert main(words) == 2
    assert rubric.read_text("utf-8") == "id: ours\n"
