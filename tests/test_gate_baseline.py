"""The baseline file and the ratchet."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from handmade import RUBRIC, SCAN, coverage, found, report

from curriculum_gap.errors import UsageError
from curriculum_gap.gate import format_baseline, judge, load_settings, make_baseline, read_baseline
from curriculum_gap.nouns import Coverage, GateOutcome, Level, Report, Unread


def course(folder: Path, name: str, **levels: Level) -> Coverage:
    (folder / name).touch()
    topics = tuple(found(t.id, levels.get(t.id, Level.ASSESSED)) for t in RUBRIC.topics)
    return coverage(str(folder / name), topics=topics)


def write(folder: Path, shown: Report, **options: object) -> str:
    path = str(folder / "gaps.jsonl")
    old = read_baseline(path) if Path(path).exists() else None
    Path(path).write_text(format_baseline(make_baseline(shown, path, old, **options)), "utf-8")  # type: ignore[arg-type]
    return path


def against(folder: Path, *documents: Coverage | Unread) -> GateOutcome:
    settings = load_settings({"isolated": True, "baseline": str(folder / "gaps.jsonl")}, {}, folder)
    judged = judge(report(*documents), settings)
    assert judged.gate is not None
    return judged.gate


def rows(path: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()[1:]]


def test_one_line_for_each_gap_sorted(tmp_path: Path) -> None:
    documents = (
        course(tmp_path, "b.md", wages=Level.ABSENT, deserts=Level.TAUGHT, staff=Level.ABSENT),
        course(tmp_path, "a.md"),
    )
    path = write(tmp_path, report(*documents))
    assert rows(path) == [
        {"document": "a.md", "missing": "nothing"},
        {"document": "b.md", "topic": "deserts", "level": "taught"},
        {"document": "b.md", "topic": "wages", "level": "absent"},
    ]
    before = Path(path).read_bytes()
    write(tmp_path, report(*reversed(documents)))
    assert Path(path).read_bytes() == before


def test_only_what_is_worse_fails(tmp_path: Path) -> None:
    write(tmp_path, report(course(tmp_path, "a.md", wages=Level.MENTIONED, seeds=Level.ABSENT),
                           course(tmp_path, "b.md")))  # fmt: skip
    same = course(tmp_path, "b.md")
    worse = course(tmp_path, "a.md", wages=Level.ABSENT, seeds=Level.ABSENT, hunger=Level.MENTIONED)
    gate = against(tmp_path, worse, same)
    assert [failure.message for failure in gate.failures] == [
        "hunger is expected at taught and stands at mentioned; this gap is new",
        "wages fell from mentioned to absent; taught is expected",
    ]
    assert [failure.topic for failure in gate.excused] == ["seeds"]
    # A level that fell and is still enough is no gap.
    enough = course(
        tmp_path, "a.md", wages=Level.MENTIONED, seeds=Level.ABSENT, hunger=Level.TAUGHT
    )
    assert not against(tmp_path, enough, same).failures


def test_a_document_without_gaps_is_known(tmp_path: Path) -> None:
    write(tmp_path, report(course(tmp_path, "a.md")))
    (failure, together) = against(tmp_path, course(tmp_path, "a.md", seeds=Level.ABSENT)).failures
    assert failure.topic == "seeds" and together.program == "all documents"


def test_what_got_better_is_offered_and_tightened(tmp_path: Path) -> None:
    path = write(tmp_path, report(course(tmp_path, "a.md", wages=Level.ABSENT, seeds=Level.ABSENT)))
    better = course(tmp_path, "a.md", wages=Level.MENTIONED)
    gate = against(tmp_path, better)
    assert not gate.failures
    (note,) = gate.notes
    assert "a.md: wages rose to mentioned" in note and "baseline tighten" in note
    write(tmp_path, report(better), only_better=True)
    assert {(row["document"], row["topic"]): row["level"] for row in rows(path)} == {
        ("*", "wages"): "mentioned",
        ("a.md", "wages"): "mentioned",
    }
    fallen = course(tmp_path, "a.md", wages=Level.ABSENT, hunger=Level.ABSENT)
    write(tmp_path, report(fallen), only_better=True)  # neither lowers nor adds
    assert {row["level"] for row in rows(path)} == {"mentioned"}
    assert not [row for row in rows(path) if row["topic"] == "hunger"]


def test_a_new_document_is_no_regression_and_a_lost_one_may_be(tmp_path: Path) -> None:
    write(tmp_path, report(course(tmp_path, "a.md", seeds=Level.ABSENT), course(tmp_path, "b.md")))
    documents = [course(tmp_path, "a.md", seeds=Level.ABSENT), course(tmp_path, "b.md")]
    gate = against(tmp_path, *documents, course(tmp_path, "new.md", hunger=Level.ABSENT))
    assert not gate.failures and "not in" in gate.notes[0] and "new.md" in gate.notes[0]
    (tmp_path / "b.md").unlink()
    gate = against(tmp_path, documents[0])
    assert [(f.program, f.topic) for f in gate.failures] == [("all documents", "seeds")]
    assert "but gone: b.md" in gate.notes[-1]


def test_part_of_the_documents_says_nothing_about_all(tmp_path: Path) -> None:
    first = course(tmp_path, "a.md", seeds=Level.ABSENT)
    second = course(tmp_path, "b.md")
    path = write(tmp_path, report(first, second))
    gate = against(tmp_path, first)
    assert not gate.failures and not gate.notes
    assert not against(tmp_path, first, replace(SCAN, source=str(tmp_path / "b.md"))).failures
    before = rows(path)
    write(tmp_path, report(first))
    assert rows(path) == before


def test_reasons_and_dates_stay_and_dates_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = course(tmp_path, "a.md", seeds=Level.ABSENT)
    path = write(tmp_path, report(document), reason="New teacher in spring", until="2027-03-01")
    write(tmp_path, report(course(tmp_path, "a.md", seeds=Level.MENTIONED, wages=Level.ABSENT)))
    kept = {row["topic"]: row for row in rows(path) if row["document"] == "a.md"}
    assert kept["seeds"] == {"document": "a.md", "topic": "seeds", "level": "mentioned",
                             "reason": "New teacher in spring", "until": "2027-03-01"}  # fmt: skip
    assert "reason" not in kept["wages"]
    now = course(tmp_path, "a.md", seeds=Level.MENTIONED, wages=Level.ABSENT)
    monkeypatch.setenv("GAPCHECK_TODAY", "2027-03-01")
    assert not against(tmp_path, now).failures
    monkeypatch.setenv("GAPCHECK_TODAY", "2027-03-02")
    messages = [failure.message for failure in against(tmp_path, now).failures]
    assert "its place in the baseline ended on 2027-03-01" in messages[0]


def test_what_is_on_file_excuses_what_is_required(tmp_path: Path) -> None:
    document = course(tmp_path, "a.md", seeds=Level.ABSENT)
    path = write(tmp_path, report(document))
    settings = load_settings(
        {"isolated": True, "baseline": path, "require": ["seeds", "hunger"]}, {}, tmp_path
    )
    gate = judge(report(document), settings).gate
    assert gate is not None and not gate.failures
    assert {(f.gate, f.topic, f.excuse) for f in gate.excused if f.source} == {
        ("require", "seeds", "baseline")
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a baseline"),
        ("[]\n", "not a JSON object"),
        ('{"format": 1}\n', "is not a baseline"),
        ('{"format": 9, "baseline": "gapcheck", "rubric": "food-justice 2.0"}\n', "has format 9"),
        ("HEAD\n<<<<<<< ours\n", ":2: an unresolved merge conflict"),
        ("HEAD\n{]\n", ":2: not valid JSON"),
        ('HEAD\n{"document": "a"}\n', ":2: the key 'topic' is missing"),
        ('HEAD\n{"document": "a", "topic": "b", "level": "tought"}\n', "did you mean 'taught'?"),
        ('HEAD\n{"document": "a", "topic": "b", "level": "absent", "note": 1}\n', "unknown key"),
        ('HEAD\n{"document": "a", "topic": "b", "level": "absent", "until": "x"}\n', "no date"),
    ],
)
def test_a_damaged_baseline_is_a_fault(tmp_path: Path, text: str, said: str) -> None:
    head = '{"format": 1, "baseline": "gapcheck", "rubric": "food-justice 2.0"}'
    path = tmp_path / "gaps.jsonl"
    path.write_text(text.replace("HEAD", head), "utf-8")
    with pytest.raises(UsageError) as caught:
        read_baseline(str(path))
    assert said in str(caught.value) and "gaps.jsonl" in str(caught.value)


def test_the_baseline_of_another_rubric_is_refused(tmp_path: Path) -> None:
    document = course(tmp_path, "a.md")
    write(tmp_path, report(document, rubric=replace(RUBRIC, id="other")))
    with pytest.raises(UsageError, match=r"was written with the rubric other 2\.0"):
        against(tmp_path, document)
    write_again = report(document, rubric=replace(RUBRIC, version="1.9"))
    write(tmp_path, write_again)
    assert "food-justice 1.9" in against(tmp_path, document).notes[0]


def test_another_text_of_the_rubric_is_told(tmp_path: Path) -> None:
    document = course(tmp_path, "a.md", seeds=Level.ABSENT)
    write(tmp_path, report(document, rubric=replace(RUBRIC, sha256="1" * 64)))
    gate = against(tmp_path, document)
    assert not gate.failures
    assert "rubric text 111111111111" in gate.notes[0] and "rubric text 000000" in gate.notes[0]
