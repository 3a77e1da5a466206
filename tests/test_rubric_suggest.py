"""``gapcheck rubric suggest`` on a made-up folder of labels, through the command line."""

from __future__ import annotations

import json
from hashlib import sha256
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


def test_the_page_fits_80_columns_and_says_what_is_empty(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rubric", "suggest", "rubric.yaml", "."]) == 0
    page = capsys.readouterr().out
    assert max(map(len, page.splitlines())) <= 80
    assert "food-insecurity: 12 labelled passages are about it" in page
    assert "  + food pantry                         12      0      4     +8    +0\n" in page
    assert "    Visit a food pantry" in page, "a strong term with more words finds nothing further"
    assert "seeds: nothing to propose; 0 labelled passages are about it" in page


def test_unread_documents_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "course0.md").unlink()
    assert main(["rubric", "suggest", "rubric.yaml", "."]) == 3
    captured = capsys.readouterr()
    assert "food pantry" in captured.out
    assert "course0.md" in captured.err


def evaluated(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, int]]:
    """What evaluate says of the first topic."""
    words = ["evaluate", ".", "--rubric", "rubric.yaml", "--use", "read", "-f", "json"]
    assert main([*words, "--no-cache"]) == 0
    topics = json.loads(capsys.readouterr().out)["topics"]
    return next(one for one in topics if one["id"] == "food-insecurity")


def test_what_is_written_is_what_evaluate_finds(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = evaluated(capsys)
    found = proposals(capsys, "--topic", "food-insecurity")["food-insecurity"]
    (pantry,) = (one for one in found if one["text"] == "food pantry")
    content, left = with_proposals(
        RUBRIC.encode(),
        "rubric.yaml",
        [Proposal("food-insecurity", "strong", "food pantry", 1, 0, 2)],
    )
    assert not left
    (folder / "rubric.yaml").write_bytes(content)
    after = evaluated(capsys)
    effect = pantry["effect"]
    for measure, right, wrong in (
        ("passages", "right", "wrong"),
        ("taught", "taught_right", "taught_wrong"),
    ):
        assert after[measure]["both"] - before[measure]["both"] == effect[right]
        assert after[measure]["only_said"] - before[measure]["only_said"] == effect[wrong]
    assert effect["right"] == 8


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


def test_lists_are_made_where_there_is_none_and_go_on_in_brackets() -> None:
    friend = Proposal("seeds", "false-friend", "seed: money", 0, 4, 4)
    term = Proposal("seeds", "strong", "seeds, kept", 4, 0, 2)
    changed, left = with_proposals(RUBRIC.encode(), "rubric.yaml", [friend, term])
    assert not left
    assert '    false_friends:\n      - "seed: money"\n' in changed.decode()
    assert '    strong: [seed sovereignty, "seeds, kept"]\n' in changed.decode()


FOLDED = """\
    strong: [
      seed sovereignty,  # the main one, [see] the codebook
      {term: seed law, weight: 1.5},  # of 2019
    ]  # end
"""


def test_a_list_in_brackets_over_several_lines_keeps_its_comments() -> None:
    content = RUBRIC.replace("    strong: [seed sovereignty]\n", FOLDED)
    term = Proposal("seeds", "strong", "seed bank", 4, 0, 2)
    demotion = Proposal("seeds", DEMOTE, "seed law", 0, 4, 2)
    changed, left = with_proposals(content.encode(), "rubric.yaml", [term, demotion])
    assert left == (demotion,), "a term leaves a list in brackets by hand"
    assert changed.decode() == content.replace("    ]  # end", "     seed bank]  # end")


EXTENDING = """\
id: ours
version: "1"
title: Ours
extends: base.yaml  # the faculty's
lists:
  stores: [co-op, corner shop]
topics:
  - id: shops
    domain: access
    title: Shops
    definition: Where food is sold.
    strong:
      # sorted by frequency
      - {list: stores}
      - food desert  # the plain one

      # last comment of the topic
"""


def test_topics_of_a_base_are_left_and_term_lists_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(RUBRIC, "utf-8")
    of_base = Proposal("food-insecurity", "strong", "food pantry", 4, 0, 2)
    term = Proposal("shops", "strong", "grocer", 4, 0, 2)
    from_list = Proposal("shops", DEMOTE, "corner shop", 0, 4, 2)
    plain = Proposal("shops", DEMOTE, "food desert", 0, 4, 2)
    changed, left = with_proposals(EXTENDING.encode(), "ours.yaml", [of_base, term, from_list])
    assert left == (of_base, from_list)
    added = "      - food desert  # the plain one\n      - grocer\n"
    expected = EXTENDING.replace("      - food desert  # the plain one\n", added)
    assert changed.decode() == expected
    changed, left = with_proposals(EXTENDING.encode(), "ours.yaml", [plain])
    assert not left
    assert "food desert  # the plain one" in changed.decode().partition("contextual:")[2]
    assert "# last comment of the topic" in changed.decode()


def marks_of(page: str, files: list[Path]) -> str:
    """Marks on each passage of a page, as its button saves them: *wrong* where it speaks of games."""
    from lxml import html

    lines = []
    for entry in html.document_fromstring(page).xpath("//li[@data-f][@data-t]"):
        file = files[int(entry.get("data-f"))]
        start, end = map(int, entry.get("data-o").split())
        value = {
            "mark": "wrong" if "Games" in entry.text_content() else "right",
            "file": file.name,
            "sha256": sha256(file.read_bytes()).hexdigest(),
            "topic": "food-insecurity",
            "position": int(entry.get("data-e")),
        }
        lines.append(json.dumps(value | {"start": start, "end": end}) + "\n")
    return "".join(lines)


def test_marks_of_a_page_do_as_well_as_labels(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sorted(folder.glob("course*.md"))
    check = ["check", *(file.name for file in files), "--rubric", "rubric.yaml", "--no-cache"]
    assert main([*check, "-f", "html"]) == 0
    marks = marks_of(capsys.readouterr().out, files)
    assert marks.count('"wrong"') == marks.count('"right"') == len(files)
    (folder / "marks.jsonl").write_text(marks, "utf-8")
    command = ["rubric", "suggest", "rubric.yaml", "marks.jsonl", "--apply"]
    assert main(command) == 0
    captured = capsys.readouterr()
    assert "  + hunger" in captured.out
    assert "  + Hunger Games" in captured.out
    assert "2 proposals written" in captured.err
    topic = load_rubric(folder / "rubric.yaml").topics[0]
    assert [one.phrase for one in topic.false_friends] == ["Hunger Games"]
    (hunger,) = (term for term in topic.terms if term.text == "hunger")
    assert (hunger.strength, hunger.weight) == (Strength.CONTEXTUAL, 1.5)
    assert main([*check, "-f", "html"]) == 0
    assert "Games" not in capsys.readouterr().out, "what was marked wrong is no evidence any more"


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
