"""``gapcheck rubric list | show | check | test | new`` on rubrics of made-up topics."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from curriculum_gap.authoring import LEAST_SCORE, skeleton
from curriculum_gap.cli import main
from curriculum_gap.rubric import shipped
from curriculum_gap.rubric_review import CODES

TOPIC: dict[str, Any] = {
    "id": "food-insecurity",
    "domain": "access",
    "title": "Food insecurity",
    "definition": "Not having reliable access to enough food.",
    "strong": ["food insecurity", "food desert"],
    "contextual": ["hunger", {"term": "access", "partners": ["food", "groceries"]}],
    "false_friends": ["hunger for knowledge", {"phrase": "hunger", "near": ["games", "novel"]}],
    "covers": ["Week 4: food deserts and why they are there"],
    "ignores": ["Hunger for knowledge drives good research"],
}
SEEDS: dict[str, Any] = {
    "id": "seeds",
    "domain": "access",
    "title": "Seeds",
    "definition": "Who owns seed.",
    "strong": ["seed sovereignty"],
    "false_friends": ["seed sovereignty index"],
    "covers": ["A debate about seed sovereignty"],
    "ignores": ["The seed sovereignty index of a bank"],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def gapcheck(capfd: pytest.CaptureFixture[str]) -> Any:
    def run(*argv: str) -> tuple[int, str, str]:
        code = main(["rubric", *argv])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def write(*topics: dict[str, Any], name: str = "food.yaml") -> str:
    value = {
        "format": 1,
        "id": "food",
        "version": "1",
        "title": "Food justice",
        "domains": [{"id": "access", "title": "Access to food"}],
        "topics": list(topics),
    }
    Path(name).write_text(yaml.safe_dump(value, sort_keys=False), "utf-8")
    return name


def findings(gapcheck: Any, *topics: dict[str, Any]) -> list[dict[str, Any]]:
    _, out, _ = gapcheck("check", write(*topics), "-f", "json")
    found: list[dict[str, Any]] = json.loads(out)["rubrics"][0]["findings"]
    return found


def test_a_sound_rubric_has_no_warning(gapcheck: Any) -> None:
    code, out, err = gapcheck("check", write(TOPIC, SEEDS))
    assert (code, err) == (0, "")
    assert "food: 2 topics, 0 warnings" in out


# What each code finds: keys of the topic that are changed, and the entry that is told.
FOUND = [
    ("RUB001", {"strong": ["food desert", "food deserts"]}, "topics[0].strong[1]"),
    ("RUB001", {"contextual": ["hunger", "food deserts"]}, "topics[0].contextual[1]"),
    ("RUB001", {"partners": ["pantry", "pantries"]}, "topics[0].partners[1]"),
    ("RUB002", {"strong": ["food desert", "urban food desert"]}, "topics[0].strong[1]"),
    ("RUB003", {"strong": ["food desert", "seed sovereignty"]}, "topics[1].strong[0]"),
    ("RUB004", {"strong": ["communtiy of cooks", "food desert"]}, "topics[0].strong[0]"),
    ("RUB005", {"strong": ["food desert", "class"]}, "topics[0].strong[1]"),
    ("RUB006", {"strong": ["food desert", "privilege"]}, "topics[0].strong[1]"),
    ("RUB007", {"names": ["Ida B. Moyo", "C++ Moyo"]}, "topics[0].names[1]"),
    ("RUB007", {"strong": ["food desert", "#foodjustice"]}, "topics[0].strong[1]"),
    ("RUB008", {"false_friends": None}, "topics[0]"),
    ("RUB009", {"covers": None}, "topics[0]"),
    ("RUB009", {"ignores": None}, "topics[0]"),
    ("RUB010", {"hosts": ["urban food desert"]}, "topics[0].hosts[0]"),
    ("RUB010", {"hosts": ["food deserts"]}, "topics[0].hosts[0]"),
    ("RUB011", {"hosts": ["class"]}, "topics[0].hosts[0]"),
    ("RUB012", {"false_friends": ["hunger for more", "a thirst"]}, "topics[0].false_friends[1]"),
    ("RUB013", {"title": "REPLACE by a title"}, "topics[0].title"),
]


@pytest.mark.parametrize(("code", "change", "path"), FOUND)
def test_each_code_finds_its_entry(
    gapcheck: Any, code: str, change: dict[str, Any], path: str
) -> None:
    topic = {key: value for key, value in (TOPIC | change).items() if value is not None}
    plain = [one for one in findings(gapcheck, TOPIC, SEEDS) if one["code"] == code]
    found = [one for one in findings(gapcheck, topic, SEEDS) if one["code"] == code]
    new = [one for one in found if one["what"] not in [old["what"] for old in plain]]
    assert [one["path"] for one in new] == [path]
    assert new[0]["line"] and new[0]["fix"]


def test_every_code_is_tried() -> None:
    assert {code for code, *_ in FOUND} == set(CODES)


def test_a_misspelt_word_has_its_neighbour(gapcheck: Any) -> None:
    topic = TOPIC | {"strong": ["communtiy of cooks"]}
    [found] = [one for one in findings(gapcheck, topic) if "communtiy" in one["what"]]
    assert found["fix"] == "see that it is written as syllabi do; 'community' is near"


def test_warnings_fail_and_notes_do_not(gapcheck: Any) -> None:
    swallowed = write(TOPIC | {"strong": ["food desert", "urban food desert"]})
    code, out, _ = gapcheck("check", swallowed)
    assert code == 0 and "Notes do not count; -v shows them." in out
    code, out, _ = gapcheck("check", swallowed, "-v")
    assert "'urban food desert' holds the strong term 'food desert'" in " ".join(out.split())
    doubled = write(TOPIC | {"strong": ["food desert", "food deserts"]})
    code, out, _ = gapcheck("check", doubled)
    assert code == 1
    assert out.startswith(
        " food.yaml:15:5: topics[0].strong[1]\n"
        "   RUB001 duplicate: 'food deserts' is the same as 'food desert' to gapcheck\n"
        "   → remove one of the two\n"
    )
    for ignored in ("RUB001", "duplicate"):
        assert gapcheck("check", doubled, "--ignore", ignored)[0] == 0
    code, _, err = gapcheck("check", doubled, "--ignore", "RUB01")
    assert code == 2 and "did you mean 'RUB01" in err


def test_what_holds_for_many_topics_is_said_once(gapcheck: Any) -> None:
    bare = {key: TOPIC[key] for key in ("domain", "title", "definition", "strong")}
    code, out, _ = gapcheck(
        "check", write(*(deepcopy(bare) | {"id": f"topic-{n}"} for n in range(4)))
    )
    assert code == 1
    assert out.count("RUB009 no-examples: the topic has no 'covers'") == 1
    assert "food.yaml: 4 times" in out
    assert re.search(r"in topic-0 \(\d+\), topic-1 \(\d+\),\s+topic-2", out)
    assert "food: 4 topics, 8 warnings" in out
    assert out.endswith("It can be used as it is: warnings say where it could mislead.\n")


def test_faults_of_all_files_are_told(gapcheck: Any) -> None:
    one = write(TOPIC | {"wieght": "2"}, name="one.yaml")
    other = write(TOPIC | {"domain": "acces"}, name="other.yaml")
    code, out, err = gapcheck("check", one, other, write(TOPIC))
    assert (code, out) == (2, "")
    assert "one.yaml:" in err and "other.yaml:" in err and "did you mean" in err


def test_findings_for_github_and_code_scanning(gapcheck: Any) -> None:
    doubled = write(TOPIC | {"strong": ["food desert", "food deserts"]})
    code, out, _ = gapcheck("check", doubled, "-f", "github", "-o", "found.sarif")
    assert code == 1
    assert out.splitlines() == [
        "::warning file=food.yaml,line=15,title=RUB001 duplicate::"
        "'food deserts' is the same as 'food desert' to gapcheck; remove one of the two",
        out.splitlines()[-1],
    ]
    [run] = json.loads(Path("found.sarif").read_text("utf-8"))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(CODES)
    [result] = [one for one in run["results"] if one["level"] == "warning"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "food.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 15, "startColumn": 5},
    }


def test_a_passage_about_something_else_fails(gapcheck: Any) -> None:
    file = write(TOPIC | {"covers": [*TOPIC["covers"], "Knitting for beginners"]})
    code, out, err = gapcheck("test", file)
    assert (code, err) == (1, "")
    assert "“Knitting for beginners”" in out
    assert (
        "wrong  not found: no term of the topic stands in it (0.00)\n"
        "     → add a phrase of it to 'strong', or two of its words to 'contextual'\n"
    ) in out
    assert out.endswith("food: 2 of 3 passages as written, 1 wrong\n")


def test_what_matched_and_why(gapcheck: Any) -> None:
    covers = ["Hunger where nobody has groceries", "Access to groceries", "Access to food desert"]
    ignores = ["A visit to a food desert", "Access to a desk", "The Hunger Games"]
    file = write(TOPIC | {"covers": covers, "ignores": ignores})
    code, out, _ = gapcheck("test", file, "-f", "json")
    runs = json.loads(out)["rubrics"][0]["runs"]
    assert code == 1
    assert [run["passed"] for run in runs] == [False, True, True, False, True, True]
    assert runs[0]["why"] == "its ambiguous words have no partner in reach"
    assert runs[0]["fix"].startswith("add a word beside it to 'contextual' or 'partners'")
    assert runs[1]["fix"] == ""
    assert runs[3]["fix"].startswith("write these words into 'false_friends'")
    assert runs[1]["matches"][0]["partner"] == "grocery"
    assert runs[3]["matches"][0] | {"weight": 0} == {
        "term": "food desert", "strength": "strong", "weight": 0, "partner": "",
    }  # fmt: skip
    assert runs[3]["score"] >= LEAST_SCORE
    assert runs[5]["vetoes"] == [{"term": "hunger", "why": "false friend: hunger"}]
    code, out, _ = gapcheck("test", file, "-v")
    assert "hunger: does not count, false friend: hunger" in out


def test_a_passage_on_the_topic_may_be_too_little_for_a_level(gapcheck: Any) -> None:
    covers = ["Week 3: Access to groceries in towns", "Week 4: Food deserts"]
    file = write(TOPIC | {"covers": covers})
    code, out, _ = gapcheck("test", file)
    assert code == 0
    assert "1 of 2 covers give a level where nothing else in a course is on the topic" in out
    code, out, _ = gapcheck("test", file, "-v")
    assert "no level, were it alone in a course" in out
    assert "taught, were it alone in a course" in out
    code, out, _ = gapcheck("test", file, "-f", "json")
    runs = json.loads(out)["rubrics"][0]["runs"]
    assert [run["alone"] for run in runs[:2]] == ["absent", "taught"]


def test_examples_beside_the_rubric_are_counted_and_never_fail(gapcheck: Any) -> None:
    file = write(TOPIC)
    Path("examples/food").mkdir(parents=True)
    examples = {"topic": "food-insecurity", "covers": ["A grocer", "Food deserts"]}
    Path("examples/food/food-insecurity.yaml").write_text(yaml.safe_dump(examples), "utf-8")
    code, out, _ = gapcheck("test", file, "--examples")
    assert code == 0
    assert "1 of 2 covers found by terms alone" in " ".join(out.split())


def test_the_skeleton_works_once_it_is_replaced(gapcheck: Any) -> None:
    assert gapcheck("new", "Our List.yaml")[0] == 0
    text = Path("Our List.yaml").read_text("utf-8")
    assert text == skeleton("our-list")
    assert gapcheck("test", "Our List.yaml")[0] == 0
    code, out, _ = gapcheck("check", "Our List.yaml")
    assert code == 1 and out.count("RUB013 unreplaced") == text.count("REPLACE by")
    Path("ours.yaml").write_text(text.replace("REPLACE by ", ""), "utf-8")
    assert gapcheck("check", "ours.yaml")[0] == 0
    assert gapcheck("test", "ours.yaml")[0] == 0


def test_no_rubric_is_written_over(gapcheck: Any) -> None:
    file = write(TOPIC)
    code, _, err = gapcheck("new", file)
    assert code == 2 and "exists already" in err
    assert gapcheck("new", file, "--force", "--title", 'A "list"')[0] == 0
    assert 'A "list"' in gapcheck("show", file)[1]
    assert gapcheck("new", "list.txt")[0] == 2


def test_the_list_names_what_rubric_takes(gapcheck: Any) -> None:
    code, out, _ = gapcheck("list", "-f", "json")
    assert code == 0
    assert [one["name"] for one in json.loads(out)["rubrics"]] == list(shipped())
    assert "30 topics in 7 groups" in gapcheck("list")[1]


@pytest.mark.parametrize("columns", ["80", "160"])
def test_pages_fit_the_screen(gapcheck: Any, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for name in ("equity-mental-health", "equity-mental-health:reflective-journaling"):
        code, out, _ = gapcheck("show", name)
        assert code == 0
        assert max(map(len, out.splitlines())) <= int(columns)


def test_a_topic_is_shown_with_all_that_it_holds(gapcheck: Any) -> None:
    file = write(TOPIC, SEEDS)
    code, out, _ = gapcheck("show", f"{file}:food-insecurity")
    assert code == 0
    for text in ("Food insecurity", "Not having reliable access", "food desert",
                 "access (beside food, groceries)", "hunger (near games, novel)",
                 "Passages that must be found (1)"):  # fmt: skip
        assert text in out
    code, _, err = gapcheck("show", f"{file}:seed")
    assert code == 2 and "did you mean 'seeds'?" in err
    assert gapcheck("show", f"{file}:")[0] == 2
