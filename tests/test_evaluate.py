"""``gapcheck evaluate``: counts done by hand, labels that cannot be understood, the same figures
from outside."""

from __future__ import annotations

import hashlib
import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from curriculum_gap.cli import main
from curriculum_gap.compiled import load_rubric
from curriculum_gap.errors import UsageError
from curriculum_gap.evaluate import BlockOverlap, LabelledBlock, evaluate, load_labels
from curriculum_gap.evaluate.measures import (
    EXACT,
    F1,
    KAPPA,
    MEAN_F1,
    PRECISION,
    RECALL,
    WITHIN_ONE,
    Measure,
    counts_at,
    estimate,
)
from curriculum_gap.nouns import Level
from curriculum_gap.scan import ScanSettings

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "quality" / "labels"
SHARED = ROOT.parent / "shared"

RUBRIC = """\
id: food-justice
version: "1.0"
title: Food justice
domains:
  - {id: access, title: Access to food}
topics:
  - id: food-insecurity
    domain: access
    title: Food insecurity
    definition: Not having reliable access to enough food.
    strong: [food insecurity, food desert]
    suggestions: [Map the food sources of one neighbourhood]
  - id: farm-labour
    domain: access
    title: Farm labour
    definition: Who works the land and how they are paid.
    strong: [farm workers, migrant labour]
    suggestions: [Read one contract of a seasonal worker]
"""
TEACHES = """\
# NUTR 210: Food and Society

## Learning objectives

- Explain how food insecurity comes about in one county

## Schedule

- Week 1: Introduction
- Week 2: Food insecurity and food deserts
- Week 3: Review

## Policies

Late work is not accepted.
"""
QUIET = "# PHYS 1: Waves\n\n## Schedule\n\n- Week 1: Strings\n- Week 2: Pipes\n"


@pytest.fixture
def labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three documents, one of them missing, labelled for a rubric of two topics."""
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "labels"
    folder.mkdir()
    (tmp_path / "rubric.yaml").write_text(RUBRIC, "utf-8")
    (folder / "teaches.md").write_text(TEACHES, "utf-8")
    (folder / "quiet.md").write_text(QUIET, "utf-8")
    write(
        folder / "documents.jsonl",
        {"doc": "teaches", "file": "teaches.md", "group": "target", "use": "read",
         "topics": {"food-insecurity": {"level": "taught"}, "farm-labour": {"level": "mentioned"}}},
        {"doc": "quiet", "file": "quiet.md", "group": "negative", "use": "report", "topics": {}},
        {"doc": "gone", "file": "gone.md", "group": "target", "use": "read",
         "topics": {"food-insecurity": "assessed"}, "disputed": ["farm-labour"]},
    )  # fmt: skip
    write(
        folder / "passages.jsonl",
        {"doc": "teaches", "block": 0, "text": "NUTR 210: Food and Society", "topics": []},
        {"doc": "teaches", "block": 1, "topics": ["food-insecurity"],
         "text": "Explain how food insecurity comes about in one county"},
        {"doc": "teaches", "block": 2, "topics": {"food-insecurity": "session"},
         "text": "- Week 2: Food insecurity and food deserts"},
        {"doc": "teaches", "block": 3, "topics": ["farm-labour"], "text": "- Week 1: Introduction"},
        {"doc": "gone", "block": 0, "topics": ["food-insecurity"], "text": "An essay on hunger"},
    )  # fmt: skip
    return folder


def write(path: Path, *entries: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")


def run(labels: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    rubric = str(labels.parent / "rubric.yaml")
    code = main(["evaluate", str(labels), "--rubric", rubric, "-f", "json", *options])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


def test_measures_are_those_of_the_counts(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, err = run(labels, capsys=capsys)
    assert code == 3, "a document was not read"
    assert "gone.md: unreadable: no such file" in err
    assert said["documents"] == 3
    assert said["disputed"] == 1
    assert [entry["status"] for entry in said["unread"]] == ["unreadable"]
    whole = said["levels"]["all"]
    assert whole["pairs"] == 5
    # food insecurity: taught, found as such; missed in the file that is gone.
    assert whole["counts"]["taught"] == {"both": 1, "only_said": 0, "only_labelled": 1}
    assert whole["counts"]["mentioned"] == {"both": 1, "only_said": 0, "only_labelled": 2}
    assert whole["f1"]["taught"]["value"] == pytest.approx(2 / 3, abs=1e-6)
    # levels apart: 2-2, 1-0, 0-0, 0-0, 3-0
    assert whole["exact"]["value"] == pytest.approx(3 / 5)
    assert whole["within_one"]["value"] == pytest.approx(4 / 5)
    passages = said["passages"]
    assert [passages[key] for key in ("both", "only_said", "only_labelled")] == [2, 0, 2]
    assert said["false_alarms"]["documents"] == 1
    assert said["false_alarms"]["taught_per_document"]["value"] == 0
    topic = {entry["id"]: entry for entry in said["topics"]}["food-insecurity"]
    assert topic["taught"]["support"] == 2
    assert topic["taught"]["recall"] == 0.5
    assert topic["passages"]["support"] == 3


def test_json_follows_its_schema(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "agreement-1.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for options in ((), ("--errors",), ("--use", "report")):
        _, said, _ = run(labels, *options, capsys=capsys)
        Draft202012Validator(schema).validate(said)


def test_details_count_siblings_and_reasons(
    labels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The passage of week 2 counts for food insecurity; of the blocks it is labelled with its
    readers' part or, when they change their minds, with the other topic."""
    _, said, _ = run(labels, capsys=capsys)
    details = said["details"]
    assert (details["wrong_passages"], details["siblings"]) == (0, [])
    parts = {(entry["section"], entry["role"]): entry["passages"] for entry in details["parts"]}
    assert parts == {("objective", "about it"): 1, ("session", "session"): 1,
                     ("missed", "about it"): 2}  # fmt: skip

    passages = labels / "passages.jsonl"
    changed = passages.read_text("utf-8").replace(
        '{"food-insecurity": "session"}', '{"farm-labour": "session"}'
    )
    passages.write_text(changed, "utf-8")
    _, said, _ = run(labels, capsys=capsys)
    details = said["details"]
    assert (details["wrong_passages"], details["wrong_passages_of_other_topics"]) == (1, 1)
    assert details["siblings"] == [
        {"said": "food-insecurity", "labelled": "farm-labour", "passages": 1}
    ]
    assert {"section": "session", "role": "not about it", "passages": 1} in details["parts"]
    assert {"section": "missed", "role": "session", "passages": 1} in details["parts"]

    rubric = str(labels.parent / "rubric.yaml")
    main(["evaluate", str(labels), "--rubric", rubric, "--details"])
    page = capsys.readouterr().out
    assert "1 of 1 passage wrongly said to be about a topic" in page
    assert re.search(r"food-insecurity +farm-labour 1", page)
    assert re.search(r"missed +about it 2 · session 1", page)
    assert max(map(len, page.splitlines())) <= 80


def test_passages_that_readers_differ_on_are_no_error(
    labels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    passages = labels / "passages.jsonl"
    disputed = passages.read_text("utf-8").replace(
        '{"food-insecurity": "session"}', '[], "disputed": ["food-insecurity"]'
    )
    passages.write_text(disputed, "utf-8")
    _, said, _ = run(labels, capsys=capsys)
    assert said["details"]["wrong_passages"] == 0
    assert [entry["section"] for entry in said["details"]["parts"]] == ["missed", "objective"]


def test_scores_stand_against_labels(capsys: pytest.CaptureFixture[str]) -> None:
    """On the labelled documents of our own: every topic of each document that is not disputed has
    its score in one bin, and higher scores are labelled more often."""
    main(["evaluate", str(OWN), "--documents", str(ROOT), "-f", "json", "--no-cache"])
    said = json.loads(capsys.readouterr().out)
    topics, passages = (said["details"]["scores"][name] for name in ("topics", "passages"))
    assert sum(entry["number"] for entry in topics["bins"]) == said["levels"]["all"]["pairs"]
    assert topics["bins"][0]["labelled"] < 0.1 < 0.9 < topics["bins"][-1]["labelled"]
    assert 0 < topics["brier"] < passages["brier"] < 0.3
    for entry in [*topics["bins"], *passages["bins"]]:
        assert entry["above"] <= entry["mean_score"] <= entry["to"]
    counted = sum(
        entry["passages"] for entry in said["details"]["parts"] if entry["section"] != "missed"
    )
    assert sum(entry["number"] for entry in passages["bins"]) == counted


def test_use_and_document_choose(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(labels, "--use", "report", capsys=capsys)
    assert (code, said["documents"]) == (0, 1)
    code, said, _ = run(labels, "--document", "teaches", capsys=capsys)
    assert (code, said["documents"]) == (0, 1)
    code, said, err = run(labels, "--use", "exam", capsys=capsys)
    assert code == 2 and "uses there: read, report" in err
    code, said, err = run(labels, "--document", "nobody", capsys=capsys)
    assert code == 2 and "'nobody'" in err


def test_errors_show_what_was_missed(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said, _ = run(labels, "--errors", "--document", "teaches", capsys=capsys)
    assert [(slip["topic"], slip["missed"], slip["block"]) for slip in said["errors"]] == [
        ("farm-labour", True, 3)
    ]
    assert said["errors"][0]["matched"] == []


def test_errors_of_documents_kept_for_figures_need_their_name(
    labels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (labels / "documents.jsonl").read_text("utf-8").replace('"read"', '"report"')
    (labels / "documents.jsonl").write_text(lines, "utf-8")
    _, said, _ = run(labels, "--errors", capsys=capsys)
    assert said["errors"] == []
    assert said["errors_withheld"] == 3
    _, said, _ = run(labels, "--errors", "--document", "teaches", capsys=capsys)
    assert said["errors"] and said["errors_withheld"] == 0
    main(["evaluate", str(labels), "--rubric", str(labels.parent / "rubric.yaml"), "--errors"])
    assert "for figures only" in " ".join(capsys.readouterr().out.split())


def test_documents_are_found_below_the_folder_named(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "corpus"
    elsewhere.mkdir()
    for name in ("teaches.md", "quiet.md"):
        (labels / name).rename(elsewhere / name)
    _, said, _ = run(labels, capsys=capsys)  # corpus beside the labels
    assert len(said["unread"]) == 1
    elsewhere.rename(tmp_path / "files")
    code, _, err = run(labels, capsys=capsys)
    assert code == 2 and "--documents" in err
    _, said, _ = run(labels, "--documents", str(tmp_path / "files"), capsys=capsys)
    assert len(said["unread"]) == 1


def test_a_page_for_people(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["evaluate", str(labels), "--rubric", str(labels.parent / "rubric.yaml")])
    page = capsys.readouterr().out
    assert "3 labelled documents" in page
    assert "counted as nothing found" in page
    assert "food-insecurity" in page and "farm-labour" in page
    assert max(map(len, page.splitlines())) <= 80


def test_output_goes_to_a_file(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "agreement.json"
    rubric = str(tmp_path / "rubric.yaml")
    main(["evaluate", str(labels), "--rubric", rubric, "-o", str(target)])
    assert json.loads(target.read_text("utf-8"))["documents"] == 3
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "documents.jsonl:2: not JSON"),
        ("[]", "documents.jsonl:2: keys are expected here; keys: doc, file"),
        ('{"doc": "x"}', "documents.jsonl:2: the key 'file' is missing"),
        (
            '{"doc": "x", "file": "x.md", "topics": {"t": "deep"}}',
            "documents.jsonl:2: topics.t: 'deep' is no level; levels: absent",
        ),
        (
            '{"doc": "x", "file": "x.md", "topics": ["t"]}',
            "topics: keys are expected here; write {",
        ),
        (
            '{"doc": "x", "file": "x.md", "disputed": "t"}',
            "disputed: a list is expected here; write [",
        ),
        ('{"doc": "teaches", "file": "x.md"}', "'teaches' is labelled twice"),
    ],
)
def test_labels_that_cannot_be_understood(labels: Path, line: str, said: str) -> None:
    path = labels / "documents.jsonl"
    first = path.read_text("utf-8").splitlines()[0]
    path.write_text(f"{first}\n{line}\n", "utf-8")
    with pytest.raises(UsageError, match=re.escape(said)):
        load_labels(labels)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (b"\xff\xfe\x00", "marks.jsonl:2: is no text in UTF-8; save the file as UTF-8"),
        (b'{"mark": ' * 100_000, "marks.jsonl:2: is nested too deeply; one JSON object a line"),
        (b'{"mark": "rig', "marks.jsonl:2: not JSON"),
    ],
)
def test_marks_edited_by_hand(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], second: bytes, said: str
) -> None:
    words = ["--rubric", str(tmp_path / "rubric.yaml"), "--documents", str(labels.parent)]
    marks = tmp_path / "marks.jsonl"
    marks.write_bytes(b"\xef\xbb\xbf" + _mark(labels) + second)
    assert main(["evaluate", str(marks), *words]) == 2
    assert said in capsys.readouterr().err
    marks.write_bytes(b"\xef\xbb\xbf" + _mark(labels, topic="of-no-rubric"))
    assert main(["evaluate", str(marks), *words]) == 0
    assert "of-no-rubric" in capsys.readouterr().out


def _mark(labels: Path, topic: str = "t") -> bytes:
    """A line that marks a passage of the first labelled document."""
    first = json.loads((labels / "documents.jsonl").read_text("utf-8").splitlines()[0])
    path = next(labels.parent.rglob(Path(first["file"]).name))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    mark = {"mark": "right", "file": path.name, "sha256": digest, "topic": topic}
    return json.dumps(mark | {"position": 1, "start": 0, "end": 4}).encode() + b"\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"doc": "teaches", "topics": []}', "passages.jsonl:1: the key 'text' is missing"),
        (
            '{"doc": "teaches", "text": "x", "block": "two"}',
            "block: 'two' is no number of a block; count blocks from 0",
        ),
        (
            '{"doc": "teaches", "text": "x", "topics": "t"}',
            "topics: a list is expected here; write [",
        ),
    ],
)
def test_passages_that_cannot_be_understood(labels: Path, line: str, said: str) -> None:
    (labels / "passages.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(UsageError, match=re.escape(said)):
        load_labels(labels)


def test_a_folder_without_labels(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"documents\.jsonl"):
        load_labels(tmp_path)


# Measures, by hand


def cells(*pairs: tuple[Level, Level]) -> Any:
    """Labelled × verdict levels, as one document's counts."""
    counts = np.zeros((1, 4, 4), dtype=np.int64)
    for label, verdict in pairs:
        counts[0, label, verdict] += 1
    return counts


def test_kappa_of_a_table_done_by_hand() -> None:
    # Two levels, 20 agree on absent, 15 on assessed, 5 and 10 apart: unweighted kappa 0.4.
    none, most = Level.ABSENT, Level.ASSESSED
    pairs = [(none, none)] * 20 + [(none, most)] * 5 + [(most, none)] * 10 + [(most, most)] * 15
    table = cells(*pairs)
    assert estimate(table, KAPPA).value == pytest.approx(0.4)
    assert estimate(table, EXACT).value == pytest.approx(0.7)
    assert estimate(table, WITHIN_ONE).value == pytest.approx(0.7)
    counts = counts_at(table, Level.TAUGHT)
    assert counts.tolist() == [[15, 5, 10]]
    assert estimate(counts, PRECISION).value == pytest.approx(0.75)
    assert estimate(counts, RECALL).value == pytest.approx(0.6)
    assert estimate(counts, F1).value == pytest.approx(2 * 15 / 45)


def test_kappa_weighs_by_the_square_of_the_distance() -> None:
    near = cells((Level.TAUGHT, Level.ASSESSED), (Level.ABSENT, Level.ABSENT))
    far = cells((Level.ABSENT, Level.ASSESSED), (Level.TAUGHT, Level.TAUGHT))
    assert estimate(near, KAPPA).value > estimate(far, KAPPA).value
    assert math.isnan(estimate(cells(*[(Level.ABSENT, Level.ABSENT)] * 3), KAPPA).value)


@pytest.mark.parametrize("measure", [PRECISION, RECALL, F1, KAPPA, EXACT])
def test_nothing_to_measure_is_no_figure(measure: Measure) -> None:
    shape = (4, 4, 4) if measure in (KAPPA, EXACT) else (4, 3)
    nothing = estimate(np.zeros(shape, dtype=np.int64), measure)
    assert math.isnan(nothing.value) and math.isnan(nothing.low)


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=16, max_size=16))
def test_what_is_written_out_for_intervals_equals_scikit_learn(numbers: list[int]) -> None:
    levels = np.array(numbers).reshape(4, 4)
    counts = counts_at(levels, Level.TAUGHT)
    for measure, of in ((KAPPA, levels), (PRECISION, counts), (RECALL, counts), (F1, counts)):
        [ours] = measure.of_draws(of[None])
        assert ours == pytest.approx(measure.value(of), abs=1e-12, nan_ok=True)


def test_a_mean_leaves_out_topics_without_a_figure() -> None:
    counts = np.array([[[1, 0, 0], [0, 0, 0], [0, 1, 1]]])
    assert estimate(counts, MEAN_F1).value == pytest.approx(0.5)


def test_intervals_hold_the_value_and_are_always_the_same() -> None:
    rows = np.array([(n % 3, n % 2, 1) for n in range(40)])
    figure = estimate(rows, PRECISION)
    assert figure.low < figure.value < figure.high
    assert figure == estimate(rows, PRECISION)
    alike = estimate(np.array([(1, 0, 1)] * 9), PRECISION)
    assert (alike.low, alike.value, alike.high) == (1.0, 1.0, 1.0)


def test_passages_cover_blocks_by_the_words_they_share() -> None:
    blocks = [LabelledBlock(0, "Week 2: Power and privilege in schools", frozenset()),
              LabelledBlock(1, "Read Mullaly chapter three for this week", frozenset()),
              LabelledBlock(2, "Week", frozenset())]  # fmt: skip
    overlap = BlockOverlap(blocks)
    assert overlap.blocks("Power and privilege in schools, week 2") == (0,)
    whole = "Week 2: Power and privilege in schools. Read Mullaly chapter three for this week."
    assert overlap.blocks(whole) == (0, 1)
    assert overlap.blocks("privilege") == ()


# From outside


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared labels here")
def test_figures_are_those_of_the_tool_that_scores_from_outside(tmp_path: Path) -> None:
    """On eight of the labelled documents; ``benchmarks/accuracy.py`` measures all of them."""
    folder = tmp_path / "labels"
    folder.mkdir()
    lines = (SHARED / "labels" / "documents.jsonl").read_text("utf-8").splitlines()
    chosen = [line for line in lines if not json.loads(line)["file"].endswith(".pdf")][:8]
    ids = {json.loads(line)["doc"] for line in chosen}
    (folder / "documents.jsonl").write_text("\n".join(chosen) + "\n", "utf-8")
    passages = (SHARED / "labels" / "passages.jsonl").read_text("utf-8").splitlines()
    kept = [line for line in passages if json.loads(line)["doc"] in ids]
    (folder / "passages.jsonl").write_text("\n".join(kept) + "\n", "utf-8")
    outside = subprocess.run(
        [sys.executable, SHARED / "tools" / "score.py", folder, SHARED / "corpus",
         "--gapcheck", f"{sys.executable} -m curriculum_gap"],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    theirs = dict(pair.split("=") for pair in outside.stdout.splitlines()[-1].split())
    settings = ScanSettings(jobs=2, use_cache=False)
    ours = evaluate(str(folder), load_rubric(), str(SHARED / "corpus"), settings=settings)
    whole = ours.levels["all"]
    assert f"{whole.kappa.value:.3f}" == theirs["qwk"]
    assert f"{whole.f1[Level.TAUGHT].value:.3f}" == theirs["f1_taught"]
    assert ours.passages is not None
    assert f"{ours.passages.f1.value:.3f}" == theirs["f1_passage"]
    alarms = (
        ours.false_alarms.per_document.value if ours.false_alarms.chosen.startswith("group") else 0
    )
    assert f"{alarms:.2f}" == theirs["false_alarms"]
