"""``gapcheck rubric suggest`` on a made-up folder of labels, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curriculum_gap import load_rubric
from curriculum_gap.authoring import DEMOTE, Proposal, with_proposals
from curriculum_gap.cli import main
from curriculum_gap.nouns import Strength

RUBRIC = """\
# Our list. Keep this comment.
id: food-justice
version: "1"
title: Food justice
domains:
  - {id: access, title: Access to food}
topics:
  - id: food-insecurity
    domain: access
    title: Food insecurity
    definition: Not having reliable access to enough food.
    strong:
      - food insecurity  # the plain one
      - {term: hunger, weight: 1.5}
    contextual:
      - meals
  - id: seeds
    domain: access
    title: Seeds
    definition: Who owns seeds.
    strong: [seed sovereignty]
"""
ABOUT = [
    "Week {n}: Visit a food pantry with {who} and write about food insecurity",
    "Week {n}: Interview {who} about the food pantry in your street",
    "Week {n}: Map every food pantry and bus line for {who}",
]
OTHER = [
    "Week {n}: The Hunger Games as a novel of war, read by {who}",
    "Week {n}: Energy balance and the enzymes of {who}",
    "Week {n}: Vitamins that dissolve in fat, a laboratory report for {who}",
]
PEOPLE = ["families", "neighbours", "students", "volunteers"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rubric, four short courses and their labels."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rubric.yaml").write_text(RUBRIC, "utf-8")
    documents, passages = [], []
    for number, who in enumerate([*PEOPLE, "figures"]):
        name = f"course{number}.md"
        lines = [text.format(n=at, who=who) for at, text in enumerate([*ABOUT, *OTHER], 1)]
        body = "# NUTR 210: Community Nutrition\n\n## Schedule\n\n"
        (tmp_path / name).write_text(body + "\n".join(f"- {line}" for line in lines), "utf-8")
        use = "report" if who == "figures" else "read"
        level = {"food-insecurity": "taught"}
        documents.append({"file": name, "use": use, "topics": level})
        for at, line in enumerate(lines):
            topics = ["food-insecurity"] if at < len(ABOUT) else []
            passages.append({"doc": name, "block": at, "text": line, "topics": topics})
    for file, entries in (("documents.jsonl", documents), ("passages.jsonl", passages)):
        (tmp_path / file).write_text("".join(json.dumps(one) + "\n" for one in entries), "utf-8")
    return tmp_path


def proposals(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, list[Any]]:
    assert main(["rubric", "suggest", "rubric.yaml", ".", "-f", "json", *words]) == 0
    values = json.loads(capsys.readouterr().out)
    return {topic["id"]: topic["proposals"] for topic in values["topics"]}


def test_terms_demotions_and_false_friends_are_proposed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = proposals(capsys)
    by_text = {one["text"]: one for one in found["food-insecurity"]}
    pantry = by_text["food pantry"]
    assert (pantry["kind"], pantry["about"], pantry["other"]) == ("strong", 12, 0)
    assert pantry["documents"] == len(PEOPLE), "documents kept for figures are left out"
    assert pantry["effect"]["right"] == 8, "two of three passages a course held no term"
    assert pantry["effect"]["is_gain"]
    assert by_text["hunger"]["kind"] == "demote"
    friends = [one["text"] for one in found["food-insecurity"] if one["kind"] == "false-friend"]
    assert any("Hunger Games" in text for text in friends)
    assert found["seeds"] == []


def test_what_is_a_gain_is_written_and_comments_stay(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rubric", "suggest", "rubric.yaml", ".", "--apply"]) == 0
    assert "food pantry" in capsys.readouterr().out
    text = (folder / "rubric.yaml").read_text("utf-8")
    assert "# Keep this comment." not in text.replace("# Our list. Keep this comment.", "")
    assert "# Our list. Keep this comment." in text
    assert "      - food insecurity  # the plain one\n" in text
    topic = load_rubric(folder / "rubric.yaml").topics[0]
    strong = [term.text for term in topic.terms if term.strength is Strength.STRONG]
    assert "food pantry" in strong
    # Asked again, it has nothing of it to say.
    again = proposals(capsys, "--topic", "food-insecurity")["food-insecurity"]
    assert "food pantry" not in [one["text"] for one in again]


def test_a_term_is_moved_as_it_is_written() -> None:
    one = Proposal("food-insecurity", DEMOTE, "hunger", 0, 4, 4)
    changed, left = with_proposals(RUBRIC.encode(), "rubric.yaml", [one])
    assert not left
    expected = RUBRIC.replace("      - {term: hunger, weight: 1.5}\n", "").replace(
        "      - meals\n", "      - meals\n      - {term: hunger, weight: 1.5}\n"
    )
    assert changed.decode() == expected


def test_lists_are_made_where_there_is_none_and_lists_in_brackets_are_left() -> None:
    friend = Proposal("seeds", "false-friend", "seed: money", 0, 4, 4)
    term = Proposal("seeds", "strong", "seed bank", 4, 0, 2)
    changed, left = with_proposals(RUBRIC.encode(), "rubric.yaml", [friend, term])
    assert left == (term,)
    assert '    false_friends:\n      - "seed: money"\n' in changed.decode()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["rubric.yaml", ".", "--topic", "fod"], "'fod' is no topic of food-justice"),
        (["equity-mental-health", ".", "--apply"], "is a rubric of gapcheck; copy it"),
        (["rubric.yaml", "nothing"], "no documents.jsonl"),
    ],
)
def test_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], what: str
) -> None:
    assert main(["rubric", "suggest", *words]) == 2
    assert what in capsys.readouterr().err
