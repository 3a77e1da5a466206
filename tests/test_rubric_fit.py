"""``gapcheck rubric fit``: words learned from a rubric's own examples, through the command line."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import curriculum_gap
from curriculum_gap import load_rubric
from curriculum_gap.cli import main
from curriculum_gap.keywords import MOST_WORDS
from curriculum_gap.rubric import read_examples
from curriculum_gap.rubric_fit import LEAST_COVERS

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from fitting.examples import load_examples  # noqa: E402

COVERS = [
    "Week 4: Why some neighbourhoods have no grocer, and what families do about hunger",
    "Map the grocers and corner shops of one neighbourhood",
    "Explain why neighbourhoods without a grocer go hungry",
    "Interview a family that used the food pantry last month",
    "Paper: the pantry on campus and the students who need it",
    "Families that skip meals at the end of the month, after Moyo 2019",
    "Compare the price of groceries in two neighbourhoods",
    "Visit a pantry and talk with volunteers about who comes (Moyo 2019)",
    "Hunger among children whose families lost work",
    "Read Moyo (2019) on school meals and families without money for groceries",
    "Describe how neighbourhoods lost their last grocer",
]
IGNORES = [
    "Students experiencing food insecurity may contact the campus pantry.",
    "Hunger for knowledge drives good research",
    "The Hunger Games as a novel of war",
]
COURSE = """\
# NUTR 210: Community Nutrition

## Objectives

- Discuss food insecurity and the grocer who left
- Discuss food insecurity and the laboratory report
- Name the vitamins that dissolve in fat

## Schedule

- Week 1: The pantry, the grocer and the families of the neighbourhood
- Week 2: Energy balance
"""
RUBRIC: dict[str, Any] = {
    "format": 1,
    "id": "food-justice",
    "version": "1",
    "title": "Food justice",
    "domains": [{"id": "access", "title": "Access"}],
    "topics": [
        {
            "id": "food-insecurity",
            "domain": "access",
            "title": "Food insecurity",
            "definition": "Not having reliable access to enough food.",
            "strong": ["food insecurity", "food desert"],
            "contextual": ["hunger"],
            "covers": COVERS,
            "ignores": IGNORES,
        },
        {
            "id": "seeds",
            "domain": "access",
            "title": "Seeds",
            "definition": "Who owns seed.",
            "strong": ["seed sovereignty"],
        },
    ],
}
LEARNED = Path("food.learned.json")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    Path("course.md").write_text(COURSE, "utf-8")
    write_rubric()


def write_rubric(path: str = "food.yaml", **changes: Any) -> None:
    """The rubric with changes in its first topic."""
    first, *others = RUBRIC["topics"]
    topic = {key: value for key, value in (first | changes).items() if value is not None}
    Path(path).write_text(yaml.safe_dump(RUBRIC | {"topics": [topic, *others]}), "utf-8")


def run(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    heard = capfd.readouterr()
    return code, heard.out, heard.err


def fit(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    return run(capfd, "rubric", "fit", "food.yaml", *words)


def fitted(capfd: pytest.CaptureFixture[str]) -> dict[str, float]:
    """The words of the first topic, freshly fitted."""
    code, out, err = fit(capfd, "-f", "json")
    assert code == 0, err
    words: dict[str, float] = json.loads(out)["topics"][0]["words"]
    return words


def chances(capfd: pytest.CaptureFixture[str]) -> dict[str, tuple[float, dict[str, float]]]:
    """Each passage looked at for the first topic: its chance, and learned words with their share."""
    words = (
        "explain",
        "course.md",
        "--rubric",
        "food.yaml",
        "--topic",
        "food-insecurity",
        "-f",
        "json",
    )
    code, out, err = run(capfd, *words)
    assert code == 0, err
    [topic] = json.loads(out)["topics"]
    found = {}
    for entry in topic["passages"]:
        shares = {pair["word"]: pair["log_odds"] for pair in entry["learned"]}
        found[entry["text"]] = (entry["chance"], shares)
    return found


def test_the_words_are_written_beside_the_rubric_and_listed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code, out, err = fit(capfd)
    assert code == 0 and "food.learned.json: written" in err
    assert "food-insecurity: 11 covers, 3 ignores: " in out and "grocer +" in out
    assert f"seeds: 0 covers, 0 ignores: too few, {LEAST_COVERS} covers are needed" in out
    stored = json.loads(LEARNED.read_text("utf-8"))
    assert stored["rubric"] == "food-justice" and set(stored["words"]) == {"food-insecurity"}
    assert list(stored["words"]["food-insecurity"]) == sorted(stored["words"]["food-insecurity"])


def test_the_same_examples_give_the_same_bytes_and_are_fitted_once(
    capfd: pytest.CaptureFixture[str],
) -> None:
    fit(capfd)
    first, written = LEARNED.read_bytes(), LEARNED.stat().st_mtime_ns
    code, out, err = fit(capfd)
    assert code == 0 and "up to date" in err and "grocer +" in out
    assert LEARNED.stat().st_mtime_ns == written
    LEARNED.unlink()
    fit(capfd)
    assert LEARNED.read_bytes() == first


def test_json_has_every_topic_with_its_words(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = fit(capfd, "-f", "json")
    values = json.loads(out)
    assert code == 0 and values["state"] == "written" and values["file"] == "food.learned.json"
    first, second = values["topics"]
    assert (first["covers"], first["ignores"], first["fitted"]) == (11, 3, True)
    assert (second["fitted"], second["words"]) == (False, {})
    weights = [abs(weight) for weight in first["words"].values()]
    assert weights == sorted(weights, reverse=True) and 0 < len(weights) <= MOST_WORDS


def test_words_stand_in_three_examples_and_are_no_names_or_numbers(
    capfd: pytest.CaptureFixture[str],
) -> None:
    words = fitted(capfd)
    assert {"grocer", "pantry"} <= words.keys()
    assert not {"moyo", "2019", "interview"} & words.keys()


def test_learned_words_rank_passages_and_explain_shows_their_share(
    capfd: pytest.CaptureFixture[str],
) -> None:
    before = chances(capfd)
    fit(capfd)
    after = chances(capfd)
    one = "Discuss food insecurity and the grocer who left"
    other = "Discuss food insecurity and the laboratory report"
    assert before[one] == (pytest.approx(before[other][0], abs=0.02), {})
    assert after[one][0] > after[other][0] + 0.03 and after[one][0] > before[one][0]
    assert after[one][1]["grocer"] > 0
    words = ("explain", "course.md", "--rubric", "food.yaml", "--topic", "food-insecurity", "--all")
    code, out, _ = run(capfd, *words)
    assert code == 0 and "learned words (log-odds of the chance): " in out and "grocer +" in out


def test_words_alone_are_no_evidence(capfd: pytest.CaptureFixture[str]) -> None:
    fit(capfd)
    assert "Week 1: The pantry, the grocer and the families of the neighbourhood" not in chances(
        capfd
    )


def verdict(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    code, out, err = run(capfd, "course.md", "--rubric", "food.yaml", "-f", "json", *words)
    assert code == 0
    return out, err


def test_a_verdict_kept_from_before_the_fit_is_not_used(capfd: pytest.CaptureFixture[str]) -> None:
    before, _ = verdict(capfd)
    fit(capfd)
    after, _ = verdict(capfd)
    assert (after, after) == (verdict(capfd)[0], verdict(capfd, "--no-cache")[0])
    assert before != after
    digests = [json.loads(page)["rubric"]["sha256"] for page in (before, after)]
    assert digests[0] == load_rubric("./food.yaml").sha256 != digests[1]


def test_other_examples_make_a_fit_out_of_date(capfd: pytest.CaptureFixture[str]) -> None:
    fit(capfd)
    write_rubric(covers=[*COVERS, "The price of bread"])
    out, err = verdict(capfd)
    told = "food.learned.json: out of date and not used, since the examples have changed; "
    assert err.count(told) == 1 and "'gapcheck rubric fit food.yaml'" in err
    with pytest.warns(UserWarning, match="out of date"):
        assert load_rubric("./food.yaml").learned == {}
    LEARNED.unlink()
    assert verdict(capfd) == (out, "")
    fit(capfd)
    assert "written" not in fit(capfd)[2] and verdict(capfd)[1] == ""


def test_other_words_of_the_rubric_do_not(capfd: pytest.CaptureFixture[str]) -> None:
    fit(capfd)
    write_rubric(title="Hunger", strong=["food insecurity"])
    assert verdict(capfd)[1] == "" and "up to date" in fit(capfd)[2]


def test_examples_lie_in_a_folder_too(capfd: pytest.CaptureFixture[str]) -> None:
    inside = fitted(capfd)
    LEARNED.unlink()
    write_rubric(covers=None, ignores=None)
    file = Path("examples", "food-justice", "food-insecurity.yaml")
    file.parent.mkdir(parents=True)
    by_section = {"session": COVERS[:1], "objective": COVERS[1:]}
    content = {"topic": "food-insecurity", "covers": by_section, "ignores": IGNORES}
    file.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    assert fitted(capfd) == inside
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert "up to date" in fit(capfd)[2]
    file.write_text(file.read_text("utf-8") + "- Bread, again\n", "utf-8")
    assert "out of date" in verdict(capfd)[1]


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("food-insecurity", "cover: [a]", "food-insecurity.yaml:1:1: unknown key 'cover'; did you"),
        ("food-insecurity", "covers: {week: [a]}", "covers: unknown key 'week'; known keys: objec"),
        ("food-insecurity", "topic: seeds", "topic: is not the topic that the file is named after"),
        ("food-insecurity", "covers: [", "food-insecurity.yaml:2:1: not valid YAML"),
        ("food-insecurity", "- a", "starts with keys such as 'covers: …', not with a list"),
        ("seeds.yml", "covers: [a]", "belongs to no topic of the rubric; name it seeds.yaml"),
        ("food-insecurty", "covers: [a]", "belongs to no topic of the rubric; did you mean 'food-"),
    ],
)
def test_a_fault_in_a_file_of_examples_says_where_and_what_would_work(
    capfd: pytest.CaptureFixture[str], name: str, text: str, hint: str
) -> None:
    folder = Path("examples", "food-justice")
    folder.mkdir(parents=True)
    (folder / name).with_suffix(Path(name).suffix or ".yaml").write_text(text + "\n", "utf-8")
    code, out, err = fit(capfd)
    assert (code, out) == (2, "") and hint in err and not LEARNED.exists()


def test_too_few_examples_are_told_and_nothing_is_written(
    capfd: pytest.CaptureFixture[str],
) -> None:
    write_rubric(covers=COVERS[:9])
    code, out, err = fit(capfd)
    assert (code, out) == (2, "") and not LEARNED.exists()
    assert "food.yaml: no topic has 10 passages in 'covers'; write some there, or in " in err
    assert str(Path("examples", "food-justice", "food-insecurity.yaml")) in err


def test_a_passage_in_covers_and_ignores_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    write_rubric(ignores=[*IGNORES, COVERS[0]])
    code, _, err = fit(capfd)
    assert code == 2 and not LEARNED.exists()
    assert f"food-insecurity: '{COVERS[0]:.60}' stands in 'covers' and in 'ignores'" in err


def test_what_is_no_file_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    file = Path("examples", "food-justice", "seeds.yaml")
    file.parent.parent.mkdir()
    file.parent.write_text("", "utf-8")
    code, _, err = fit(capfd)
    assert code == 2 and "food-justice: is no folder; make it one" in err
    file.parent.unlink()
    file.parent.mkdir()
    file.mkdir()
    code, _, err = fit(capfd)
    assert code == 2 and "seeds.yaml: not a regular file; give a YAML file" in err
    file.rmdir()
    LEARNED.mkdir()
    code, _, err = fit(capfd)
    assert code == 2 and "food.learned.json: not a regular file; mend it" in err


def test_struck_words_are_left_out_now_and_later(capfd: pytest.CaptureFixture[str]) -> None:
    fit(capfd)
    stored = json.loads(LEARNED.read_text("utf-8"))
    LEARNED.write_text(json.dumps(stored | {"struck": ["grocer"]}), "utf-8")
    assert "grocer" not in fit(capfd)[1] and "up to date" in fit(capfd)[2]
    assert "grocer" not in chances(capfd)["Discuss food insecurity and the grocer who left"][1]
    write_rubric(covers=[*COVERS, "The price of bread"])
    assert "grocer" not in fitted(capfd)
    assert json.loads(LEARNED.read_text("utf-8"))["struck"] == ["grocer"]


@pytest.mark.parametrize(
    "content",
    ["", "<<<<<<< HEAD\n", "{}", '{"format": 2, "rubric": "", "examples": "", "struck": [], "words": {}}',
     '{"format": 1, "rubric": "", "examples": "", "struck": [], "words": {"a": {"b": 1e9}}}'],
)  # fmt: skip
def test_a_file_that_holds_no_learned_words_is_told(
    capfd: pytest.CaptureFixture[str], content: str
) -> None:
    LEARNED.write_text(content, "utf-8")
    for words in (("rubric", "fit", "food.yaml"), ("course.md", "--rubric", "food.yaml")):
        code, _, err = run(capfd, *words)
        assert code == 2 and err.startswith("gapcheck: food.learned.json: ")
        assert err.endswith(
            "; mend it, or delete it and run 'gapcheck rubric fit food.yaml' again\n"
        )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"rubric": "seeds\x1b[1m"}, "it is of the rubric 'seeds\\x1b[1m'"),
        ({"words": {"nowhere": {"grocer": 4.0}}}, "the rubric has no topic 'nowhere'"),
    ],
)
def test_words_of_another_rubric_or_topic_are_not_used(
    capfd: pytest.CaptureFixture[str], changes: dict[str, Any], why: str
) -> None:
    fit(capfd)
    fitted_bytes = LEARNED.read_bytes()
    LEARNED.write_text(json.dumps(json.loads(fitted_bytes) | changes), "utf-8")
    code, _, err = run(capfd, "course.md", "--rubric", "food.yaml")
    again = "run 'gapcheck rubric fit food.yaml' again"
    expected = f"gapcheck: food.learned.json: out of date and not used, since {why}; {again}\n"
    assert (code, err) == (0, expected)
    fit(capfd)
    assert LEARNED.read_bytes() == fitted_bytes


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("target", ["gone.json", "food.learned.json"])
def test_a_link_to_nothing_is_told(capfd: pytest.CaptureFixture[str], target: str) -> None:
    LEARNED.symlink_to(target)
    for words in (("rubric", "fit", "food.yaml"), ("course.md", "--rubric", "food.yaml")):
        code, _, err = run(capfd, *words)
        assert code == 2 and err.startswith("gapcheck: food.learned.json: ")
        assert "this is a fault of gapcheck" not in err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ((str(ROOT / "rubrics/equity-mental-health.yaml"),), "whose words are learned already"),
        (
            ("equity-mental-health",),
            "whose words are learned already; copy it, and give the path of the copy",
        ),
        (("gone.yaml",), "gone.yaml: there is no such file"),
        (("course.md",), "course.md:"),
        (("food.yaml", "-f", "html"), "--format: no format 'html'; formats: table, json"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage_is_told(
    capfd: pytest.CaptureFixture[str], words: tuple[str, ...], hint: str
) -> None:
    code, _, err = run(capfd, "rubric", "fit", *words)
    assert code == 2 and hint in err and "Traceback" not in err


def test_a_folder_that_cannot_be_written_is_told(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("curriculum_gap.cli.outputs.replaced_file", refuse)
    code, _, err = fit(capfd)
    assert code == 2 and "food.learned.json: cannot be written (Permission denied); make its" in err


def test_neutral_passages_are_many_and_no_examples() -> None:
    path = Path(curriculum_gap.__file__).parent / "data" / "neutral_passages.yaml"
    by_section = yaml.safe_load(path.read_text("utf-8"))
    texts = [text for passages in by_section.values() for text in passages]
    assert len(texts) == len(set(texts)) >= 300 and all(len(own) > 9 for own in by_section.values())
    assert not set(texts) & {example.text for example in load_examples("equity-mental-health")}


def test_a_shipped_rubric_is_read_as_the_fitting_tool_reads_it() -> None:
    rubric = load_rubric()
    found = {
        tuple(entry)
        for entry in read_examples(rubric, ROOT / "rubrics" / "equity-mental-health.yaml")
    }
    kept = {(entry.topic, entry.text, entry.about) for entry in load_examples(rubric.id)}
    own = {(topic.id, text, True) for topic in rubric.topics for text in topic.covers}
    own |= {(topic.id, text, False) for topic in rubric.topics for text in topic.ignores}
    assert found == kept | own
