"""``gapcheck rubric convert``: a committee's table becomes a rubric, through the command line."""

from __future__ import annotations

import json
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
        "'social work' is contextual: 17 of 667 syllabi of any field hold it",
        "'access*' is written as 'access': terms are literal, and plurals match by themselves",
        "has more than 8 words: split into 'families who cannot pay for heating', "
        "'who for that reason go without hot meals'",
        "no keywords: its title is the only term; write some",
        "'Diet' is the only term and contextual, so nothing counts yet",
    ):
        assert line in said
        assert line in " ".join(text.replace("  #   ", "").split())
    for line in (
        "columns that are not used: Owner",
        "contextual, each counts only beside another keyword of its topic: 4 keywords of one word "
        "(hunger, access, heating, Diet)",
        "no definition: energy-poverty, cold-damp; the title stands as one",
        "no example: cold-damp, diet; write passages of syllabi into 'covers'",
    ):
        assert line in said
    comment = (
        "contextual, since it is one word: hunger, access (in 159 of 667 syllabi of any field)"
    )
    assert f"  # {comment}\n" in text
    assert "# Next:" in text


UNTIDY = """\
Curriculum committee - equity topics (DRAFT 3);;;;;;
please comment by Friday!!;;;;;;
;;;;;;
AREA;Item;TOPIC;What we mean;Key words / search terms;e.g. from a syllabus;Who is responsible
Determinants;1;SDOH;Conditions in which people live;"determinants of health (SDOH), housing; cold homes
living wage, and education";Week 3: windshield survey;A. B.
;2;Food Insecurity;;"food desert; WIC/SNAP";;
;;;;;;
RACISM & BIAS;3;Structural Racism;;redlining, • institutional racism (e.g., in hospitals);;?
;4;LGBTQ+ Health;;"LGBTQ+, mental/behavioral health; ""care, affirming"" ";;
;5.;5. Stigma;;stigma of illness: seeking help;;
"""


def test_an_untidy_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Titles above the heads, heads in other words, a column of numbers, groups once each, a blank
    row, and keywords with every kind of separator and with explanations."""
    rubric = load_rubric(convert(tmp_path, UNTIDY))
    said = capsys.readouterr().err
    assert [domain.title for domain in rubric.domains] == ["Determinants", "RACISM & BIAS"]
    sdoh, food, racism, lgbtq, stigma = rubric.topics
    assert sdoh.definition == "Conditions in which people live"
    assert sdoh.covers == ("Week 3: windshield survey",)
    phrases = ["determinants of health", "cold homes", "SDOH", "living wage"]
    assert terms(sdoh, Strength.STRONG) == phrases
    assert terms(sdoh, Strength.CONTEXTUAL) == ["housing", "education"]
    assert terms(food, Strength.CONTEXTUAL) == ["SNAP"]
    # The words that the default rubric counts alone are strong; what explains a word is left out.
    assert terms(food, Strength.STRONG) == ["food desert", "WIC"]
    assert terms(racism, Strength.STRONG) == ["redlining", "institutional racism"]
    assert terms(racism, Strength.CONTEXTUAL) == []
    health = ["mental/behavioral health", "care, affirming"]
    assert terms(lgbtq, Strength.STRONG) == ["LGBTQ", *health]
    # A title of one word is a term, a longer one is none.
    assert terms(stigma, Strength.STRONG) == ["stigma of illness", "seeking help", "Stigma"]
    assert "columns that are not used: Item, Who is responsible" in said
    assert "structural-racism: '(e.g., in hospitals)' is left out" in said
    assert "WIC, redlining, LGBTQ" in said


def test_twenty_rows_become_a_first_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A committee's table as people write them: what it gives is used on syllabi at once."""
    here = Path(__file__).parent
    table = (here / "rubrics/nursing-topics.csv").read_text("cp1252")
    rubric = str(convert(tmp_path, table))
    files = ("nurs418-mental-health-nursing.qmd", "finc345-corporate-finance.html")
    named = [str(here.parent / "examples" / name) for name in files]
    capsys.readouterr()
    assert main([*named, "-r", rubric, "-f", "json", "--no-cache"]) == 0
    nursing, finance = json.loads(capsys.readouterr().out)["documents"]
    assert len(nursing["topics"]) == 20
    found = [
        {topic["id"]: topic["level"] for topic in document["topics"] if topic["level"] != "absent"}
        for document in (nursing, finance)
    ]
    # "in hospitals", which explains a keyword in parentheses, is none of structural racism.
    assert found == [{"trauma-informed-care": "assessed", "mental-health-stigma": "assessed"}, {}]
    assert main(["rubric", "check", rubric]) == 1
    assert "It can be used as it is" in capsys.readouterr().out
    assert main(["rubric", "test", rubric]) == 1
    assert "6 of 8 passages as written, 2 wrong" in capsys.readouterr().out


def test_heads_of_groups_between_the_rows(tmp_path: Path) -> None:
    table = "Topic,Keywords\nHOME,\n1. Heat,cold homes\nDiet,\nWORK,\nPay,living wage\nRest,\n"
    rubric = load_rubric(convert(tmp_path, table))
    assert [domain.title for domain in rubric.domains] == ["HOME", "WORK"]
    assert [topic.title for topic in rubric.topics] == ["Heat", "Diet", "Pay", "Rest"]


def test_heads_of_groups_in_merged_cells(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    rows = [["Topic", "Keywords", "Notes"], ["HOME"], ["Heat", "Heat"], ["Diet"], ["WORK"]]
    for row in [*rows, ["Pay", "wage"]]:
        book.active.append(row)
    for number in (2, 5):
        book.active.merge_cells(start_row=number, end_row=number, start_column=1, end_column=3)
    book.save(tmp_path / "list.xlsx")
    rubric = tmp_path / "heat.yaml"
    assert main(["rubric", "convert", str(tmp_path / "list.xlsx"), "-o", str(rubric)]) == 0
    topics = [(topic.domain, topic.id) for topic in load_rubric(rubric).topics]
    assert topics == [("home", "heat"), ("home", "diet"), ("work", "pay")]


def test_heads_that_are_missing_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    convert(tmp_path, "Topic area,Topic,Search for,Notes\nHome,Heat,cold homes,x\n")
    said = capsys.readouterr().err
    assert "columns that are not used: Notes\n" in said
    assert "no head says Definition or Description: each title stands as its definition" in said
    assert "no head says Example: write passages of syllabi into each topic's 'covers'" in said
    assert "no definition:" not in said


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
        ('Topic,Keywords\n"Food,food bank\nWater,x y\n', "has a quotation mark that is not closed"),
        ("Topic,Keywords\n---,...\n", "makes no rubric: no terms"),
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
    assert "exists already; name another file, or add --force" in capsys.readouterr().err
    assert rubric.read_text("utf-8") == "mine"
    assert main([*words, "--force"]) == 0


def test_separators_in_cells_do_not_hide_that_of_the_columns(tmp_path: Path) -> None:
    table = "Topic,Keywords\nFood,food bank; food desert; hot meals\nWater,well water; tap water\n"
    food, water = load_rubric(convert(tmp_path, table)).topics
    assert terms(food, Strength.STRONG) == ["food bank", "food desert", "hot meals"]
    assert terms(water, Strength.STRONG) == ["well water", "tap water"]


def test_the_table_itself_is_never_replaced(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(TABLE, "utf-8")
    assert main(["rubric", "convert", str(table), "-o", str(table), "--force"]) == 2
    assert table.read_text("utf-8") == TABLE


@pytest.mark.parametrize(
    "rows",
    ["".join(f"Topic {n},word {n} a\n" for n in range(2100)), f"Food,{'food bank/' * 600}\n"],
)
def test_a_table_that_is_not_read_to_its_end_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str
) -> None:
    (tmp_path / "list.csv").write_text(f"Topic,Keywords\n{rows}", "utf-8")
    assert main(["rubric", "convert", str(tmp_path / "list.csv")]) == 3
    assert "was not read; split the table" in capsys.readouterr().err


@pytest.mark.parametrize(
    "title", ["yes", "a: b #c", '"quoted"', "- dash", "ünï — ß", "1.0", "x" * 300, "@at", "null"]
)
def test_any_title_and_keyword_gives_a_rubric(tmp_path: Path, title: str) -> None:
    quoted = title.replace('"', '""')
    table = f'Topic,Keywords,Example\n"{quoted}","{quoted}; two words","{quoted}"\n'
    (topic,) = load_rubric(convert(tmp_path, table)).topics
    assert topic.title == " ".join(title.split())[:200]
