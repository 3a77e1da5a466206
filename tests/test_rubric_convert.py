"""``gapcheck rubric convert``: a committee's table becomes a rubric, through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from curriculum_gap import load_rubric
from curriculum_gap.cli import main
from curriculum_gap.nouns import Strength, Topic

TABLE = """\
Our committee's list,,,,
Example from a syllabus,Key words,Definition,Topic area,Owner
Week 4: Why some neighbourhoods have no grocer,"food insecurity; food desert; hunger; access*",\
Not having reliable access to food,Food insecurity,AB
,"energy poverty, heating, social work",,Energy poverty,
"Map the homes without heating: a survey","fuel poverty, ""cold homes"", energy poverty",,,
,families who cannot pay for heating and who for that reason go without hot meals,,Cold & damp,
,,What people eat,Diet,
"""


def convert(folder: Path, table: str = TABLE, *words: str) -> Path:
    (folder / "list.csv").write_text(table, "utf-8")
    rubric = folder / "rubric.yaml"
    assert main(["rubric", "convert", str(folder / "list.csv"), "-o", str(rubric), *words]) == 0
    return rubric


def terms(topic: Topic, strength: Strength) -> list[str]:
    return [term.text for term in topic.terms if term.strength is strength]


def test_a_table_becomes_a_valid_rubric(tmp_path: Path) -> None:
    rubric = load_rubric(convert(tmp_path, TABLE, "--title", "Food & heat: ours"))
    assert (rubric.id, rubric.title) == ("rubric", "Food & heat: ours")
    food, energy, cold, diet = rubric.topics
    assert food.id == "food-insecurity"
    assert food.definition == "Not having reliable access to food"
    assert food.covers == ("Week 4: Why some neighbourhoods have no grocer",)
    assert terms(food, Strength.STRONG) == ["food insecurity", "food desert"]
    assert terms(food, Strength.CONTEXTUAL) == ["hunger", "access"]
    # The third row names no topic and goes on with the second; a keyword stands once.
    assert terms(energy, Strength.STRONG) == ["energy poverty", "fuel poverty", "cold homes"]
    assert terms(energy, Strength.CONTEXTUAL) == ["heating", "social work"]
    assert energy.covers == ("Map the homes without heating: a survey",)
    assert cold.id == "cold-damp"
    assert terms(diet, Strength.CONTEXTUAL) == ["Diet"]


def test_what_was_decided_is_said_and_stands_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = convert(tmp_path).read_text("utf-8")
    said = capsys.readouterr().err
    for line in (
        "'hunger' is contextual: one word",
        "'access' is contextual: one word; 159 of 667 syllabi of any field hold it",
        "'social work' is contextual: 17 of 667 syllabi of any field hold it",
        "'access*' is written as 'access': terms are literal, and plurals match by themselves",
        "has more than 8 words: split into 'families who cannot pay for heating', "
        "'who for that reason go without hot meals'",
        "no keywords: its title is the only term; write some",
        "'Diet' is the only term and contextual, so nothing counts yet",
    ):
        assert line in said
        assert line in text
    assert "columns that are not used: Owner" in said
    assert "# Next:" in text


def test_a_table_with_groups_and_lists_in_cells(tmp_path: Path) -> None:
    table = 'Domain,Topic,Keywords\nHome,Heat,"- cold homes\n- fuel poverty"\n,Food,food desert\n'
    rubric = load_rubric(convert(tmp_path, table + "Work,Pay,living wage\n"))
    assert [(topic.domain, topic.id) for topic in rubric.topics] == [
        ("home", "heat"),
        ("home", "food"),
        ("work", "pay"),
    ]
    assert terms(rubric.topics[0], Strength.STRONG) == ["cold homes", "fuel poverty"]


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["see the next sheet"])
    sheet = book.create_sheet("Topics")
    sheet.append(["Theme", "Search terms"])
    sheet.append(["Energy poverty", "energy poverty\nfuel poverty"])
    book.save(tmp_path / "list.xlsx")
    rubric = tmp_path / "heat.yaml"
    assert main(["rubric", "convert", str(tmp_path / "list.xlsx"), "-o", str(rubric)]) == 0
    (topic,) = load_rubric(rubric).topics
    assert terms(topic, Strength.STRONG) == ["energy poverty", "fuel poverty"]


def test_without_an_output_the_rubric_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text(TABLE, "utf-8")
    assert main(["rubric", "convert", str(tmp_path / "list.csv")]) == 0
    printed = capsys.readouterr().out
    (tmp_path / "again.yaml").write_text(printed, "utf-8")
    assert load_rubric(tmp_path / "again.yaml").id == "list"


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("a,b\nc,d\n", "has no row of heads that names topics and keywords"),
        ("Topic,Keywords\n", "has no topic below its heads"),
        ("", "has no row of heads that names topics and keywords"),
    ],
)
def test_what_is_no_table_of_topics_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, what: str
) -> None:
    (tmp_path / "list.csv").write_text(table, "utf-8")
    assert main(["rubric", "convert", str(tmp_path / "list.csv")]) == 2
    assert f"list.csv: {what}" in capsys.readouterr().err


def test_a_file_that_exists_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubric = convert(tmp_path)
    rubric.write_text("mine", "utf-8")
    words = ["rubric", "convert", str(tmp_path / "list.csv"), "-o", str(rubric)]
    assert main(words) == 2
    assert "exists already; choose another --output, or add --force" in capsys.readouterr().err
    assert rubric.read_text("utf-8") == "mine"
    assert main([*words, "--force"]) == 0


@pytest.mark.parametrize(
    "title", ["yes", "a: b #c", '"quoted"', "- dash", "ünï — ß", "1.0", "x" * 300, "@at", "null"]
)
def test_any_title_and_keyword_gives_a_rubric(tmp_path: Path, title: str) -> None:
    quoted = title.replace('"', '""')
    table = f'Topic,Keywords,Example\n"{quoted}","{quoted}; two words","{quoted}"\n'
    (topic,) = load_rubric(convert(tmp_path, table)).topics
    assert topic.title == " ".join(title.split())[:200]
