"""Thresholds, expectations and waivers on reports made by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handmade import RUBRIC, SCAN, coverage, evidence, found, report

from curriculum_gap.errors import UsageError
from curriculum_gap.gate import apply_expected_levels, check_settings, judge, load_settings
from curriculum_gap.nouns import Coverage, GateOutcome, Level, Section, Unread

HUNGRY = coverage("courses/nutr210.md")  # hunger assessed, deserts taught, pantries policy only
GARDEN = coverage(
    "courses/hort100.md",
    title="HORT 100",
    topics=(
        found("hunger", Level.ABSENT),
        found("deserts", Level.ABSENT),
        found("pantries", Level.ABSENT),
        found("seeds", Level.ASSESSED, evidence("seeds", "Week 2: Seeds", "Seeds", line=9)),
        found("wages", Level.MENTIONED, evidence("wages", "Who picks the fruit", line=20)),
        found("staff", Level.ABSENT),
    ),
)


def outcome(
    folder: Path,
    text: str,
    *documents: Coverage | Unread,
    suffixes: tuple[str, ...] = (".md",),
    **options: Any,
) -> GateOutcome:
    (folder / ".gapcheck.yml").write_text(text, "utf-8")
    placed = [replace(entry, source=str(folder / entry.source)) for entry in documents]
    settings = load_settings(options, {}, folder)
    shown = report(*(placed or [replace(HUNGRY, source=str(folder / HUNGRY.source))]))
    judged = judge(apply_expected_levels(shown, settings), settings, suffixes)
    assert judged.gate is not None
    return judged.gate


def test_each_document_must_reach_its_share(tmp_path: Path) -> None:
    assert not outcome(tmp_path, "fail-under: 20").failures
    (failure,) = outcome(tmp_path, "fail-under: 20.1").failures
    assert failure.message == "1 of 5 (20 %) of the expected topics, 20.1 % are required"
    assert failure.gate == "fail-under" and failure.topic == ""


def test_a_mean_hides_no_document(tmp_path: Path) -> None:
    failures = outcome(tmp_path, "require: [hunger]", HUNGRY, GARDEN).failures
    assert [Path(failure.source).name for failure in failures] == ["hort100.md"]


def test_a_failure_names_levels_and_the_nearest_evidence(tmp_path: Path) -> None:
    (failure,) = outcome(tmp_path, "require: {wages: taught}", GARDEN).failures
    assert failure.message == "wages is required at taught and stands at mentioned"
    assert (failure.found, failure.expected) == (Level.MENTIONED, Level.TAUGHT)
    assert failure.nearest is not None and failure.nearest.passage.line == 20
    (policy,) = outcome(tmp_path, "require: [pantries]", HUNGRY).failures
    assert policy.nearest is not None and policy.nearest.passage.section is Section.POLICY


def test_without_a_level_the_rubrics_counts(tmp_path: Path) -> None:
    (failure,) = outcome(tmp_path, "require: [deserts]", HUNGRY).failures
    assert failure.expected is Level.ASSESSED


def test_all_documents_together(tmp_path: Path) -> None:
    text = "program: {require: [seeds, hunger, wages], fail-under: 41}"
    failures = outcome(tmp_path, text, HUNGRY, GARDEN).failures
    assert [failure.message for failure in failures] == [
        "wages is required at taught and stands in no document above mentioned",
        "2 of 5 (40 %) of the expected topics are reached in some document, 41 % are required",
    ]
    assert failures[0].nearest_source.endswith("hort100.md")
    assert {failure.program for failure in failures} == {"all documents"}


def test_programmes_are_judged_whole_or_not_at_all(tmp_path: Path) -> None:
    courses = tmp_path / "courses"
    courses.mkdir()
    for name in ("nutr210.md", "hort100.md"):
        (courses / name).write_text("# x\n", "utf-8")
    text = """\
programs:
  both: {title: Both, courses: [nutr*.md, hort*.md], require: [seeds, wages]}
  one: {courses: [nutr*.md], require: [hunger]}
"""
    both = outcome(tmp_path, text, HUNGRY, GARDEN)
    assert [(f.program, f.topic) for f in both.failures] == [("Both", "wages")]
    part = outcome(tmp_path, text, HUNGRY)
    assert not part.failures and "Both was not judged: courses/hort100.md" in part.notes[0]
    unread = replace(SCAN, source="courses/hort100.md")
    assert "Both was not judged" in outcome(tmp_path, text, HUNGRY, unread).notes[0]
    with pytest.raises(UsageError, match="no file matches the course 'phys"):
        outcome(tmp_path, "programs: {x: {courses: [phys*.md], require: [seeds]}}", HUNGRY)


def test_folders_say_over_what_holds_everywhere(tmp_path: Path) -> None:
    text = """\
fail-under: 90
require: [hunger]
folders:
  courses: {fail-under: 20, require: {seeds: mentioned}}
"""
    failures = outcome(tmp_path, text, HUNGRY, GARDEN).failures
    assert [(Path(f.source).name, f.topic) for f in failures] == [
        ("nutr210.md", "seeds"),
        ("hort100.md", "hunger"),
    ]
    elsewhere = replace(HUNGRY, source="other/nutr210.md")
    assert [f.gate for f in outcome(tmp_path, text, elsewhere).failures] == ["fail-under"]


def test_other_levels_can_be_expected(tmp_path: Path) -> None:
    text = "expect: {deserts: taught, wages: absent, seeds: absent}\nfail-under: 66"
    assert not outcome(tmp_path, text, HUNGRY).failures  # hunger and deserts of three
    (tmp_path / ".gapcheck.yml").write_text(text, "utf-8")
    settings = load_settings({}, {}, tmp_path)
    (document,) = apply_expected_levels(report(HUNGRY), settings).covered
    assert document.share == pytest.approx(2 / 3)
    assert [t.expected for t in document.topics if t.topic == "wages"] == [Level.ABSENT]


WAIVER = """\
require: [seeds, wages]
waivers:
  - documents: courses/nutr*.md
    topics: [seeds]
    reason: Taught in the garden
    until: 2026-12-31
  - documents: hort100.md
    topics: ["*"]
    reason: A course in the open air
"""


def test_waivers_excuse_with_their_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_TODAY", "2026-12-31")
    gate = outcome(tmp_path, WAIVER, HUNGRY, GARDEN)
    assert [(Path(f.source).name, f.topic) for f in gate.failures] == [("nutr210.md", "wages")]
    excused = {(Path(f.source).name, f.topic): f for f in gate.excused}
    assert excused["nutr210.md", "seeds"].reason == "Taught in the garden"
    assert excused["nutr210.md", "seeds"].until == "2026-12-31"
    assert excused["hort100.md", "hunger"].excuse == "waiver"  # no gate asks, still accepted
    assert gate.notes == ()


def test_expired_and_unused_waivers_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAPCHECK_TODAY", "2027-01-01")
    gate = outcome(tmp_path, WAIVER, HUNGRY)
    assert {f.topic for f in gate.failures} == {"seeds", "wages"}
    assert "has expired (2026-12-31): Taught in the garden" in gate.notes[0]
    assert len(gate.notes) == 1  # no document of the run matches the other
    met = replace(GARDEN, topics=tuple(replace(t, level=Level.ASSESSED) for t in GARDEN.topics))
    notes = outcome(tmp_path, WAIVER, met).notes
    assert "waiver for * in hort100.md is not needed any more" in notes[1]


def test_waived_topics_do_not_count_in_a_share(tmp_path: Path) -> None:
    text = """\
fail-under: 50
waivers:
  - {documents: "*.md", topics: [pantries, seeds, wages], reason: elsewhere}
"""
    assert not outcome(tmp_path, text, HUNGRY).failures


def test_unknown_topics_are_refused_before_reading(tmp_path: Path) -> None:
    for text in (
        "require: [hungre]",
        "expect: {hungre: taught}",
        "program: {require: [hungre]}",
        "folders: {a: {require: [hungre]}}",
        "waivers: [{documents: a, topics: hungre, reason: b}]",
    ):
        (tmp_path / ".gapcheck.yml").write_text(text, "utf-8")
        with pytest.raises(UsageError, match=r"gapcheck.yml:\d.*no topic 'hungre'.*'hunger'"):
            check_settings(load_settings({}, {}, tmp_path), RUBRIC)


def test_nothing_to_judge_is_a_fault_and_no_gate_is_none(tmp_path: Path) -> None:
    (tmp_path / ".gapcheck.yml").write_text("fail-under: 1", "utf-8")
    settings = load_settings({}, {}, tmp_path)
    with pytest.raises(UsageError, match="at least one file"):
        judge(replace(report(), documents=()), settings)
    assert judge(report(), load_settings({"isolated": True}, {}, tmp_path)).gate is None


# Pages that were not read

PICTURES = replace(HUNGRY, source="handbook.pdf", unread_pages=(3, 7, 8))


def test_pages_that_were_not_read_fail_every_gate(tmp_path: Path) -> None:
    (failure,) = outcome(tmp_path, "fail-under: 0", PICTURES, GARDEN).failures
    assert (failure.gate, Path(failure.source).name) == ("unread-pages", "handbook.pdf")
    rest = "not read: what stands there is not part of the verdict"
    assert failure.message == f"pages 3, 7, 8 were {rest}"
    one = replace(PICTURES, unread_pages=(5,))
    (failure,) = outcome(tmp_path, "fail-under: 0", one).failures
    assert failure.message == f"page 5 was {rest}"


def test_a_waiver_accepts_pages_for_a_reason(tmp_path: Path) -> None:
    waiver = "\n- {documents: handbook.pdf, pages: [%s], reason: Photographs, until: 2999-01-01}\n"
    gate = "fail-under: 0\nwaivers:"
    judged = outcome(tmp_path, gate + waiver % "3, 7-8", PICTURES)
    (accepted,) = judged.excused
    assert (judged.failures, accepted.excuse, accepted.reason) == ((), "waiver", "Photographs")
    (failure,) = outcome(tmp_path, gate + waiver % "'3'", PICTURES).failures
    assert failure.message.startswith("pages 7, 8 were not read")
    expired = (gate + waiver % "3, 7-8").replace("2999", "2001")
    assert outcome(tmp_path, expired, PICTURES).failures
    other = outcome(tmp_path, gate + waiver % "3, 7-8" + waiver % "20", PICTURES)
    unneeded = "waiver for page 20 in handbook.pdf is not needed any more"
    assert any(unneeded in note for note in other.notes)


@pytest.mark.parametrize(
    ("waiver", "fault"),
    [
        ("{documents: a.pdf, reason: x}", "accepts nothing; add 'topics: …' or 'pages: …'"),
        ("{documents: a.pdf, pages: [third], reason: x}", "'third' is no page; write a page or"),
    ],
)
def test_a_waiver_that_accepts_nothing_is_refused(tmp_path: Path, waiver: str, fault: str) -> None:
    with pytest.raises(UsageError, match=r"\.gapcheck\.yml:3") as caught:
        outcome(tmp_path, f"fail-under: 0\nwaivers:\n- {waiver}\n", HUNGRY)
    assert fault in str(caught.value)
