"""Items of published standards: what a rubric says of them, and which of them nobody scores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from curriculum_gap import check
from curriculum_gap.errors import RubricError
from curriculum_gap.nouns import Provenance
from curriculum_gap.rubric import parse_rubric, read_rubric, shipped
from curriculum_gap.standards import all_standards, load_standard

Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

STANDARD = """\
format: 1
id: gardening-2020
version: "1"
title: Gardening standards
edition: "2020"
status: in-force
status_as_of: 2026-11-29
source: gardeners.example, seen 2026-11-29
seen: yes
licence: paraphrase-ok
domains:
  - {id: soil, title: Soil}
topics:
  - id: 1a
    domain: soil
    title: "1a: compost"
    definition: Making and using compost.
    strong: [compost]
    standards: [Gardening 2020 1a]
  - id: 1b
    domain: soil
    title: "1b: worms"
    definition: What worms do for soil.
    strong: [earthworm]
    seen: partly
    status: change-proposed
unscored:
  - {code: 2a, seen: no}
  - {code: 2b, status: suspended, status_as_of: 2026-05-01}
  - {code: 2c, licence: code-only}
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(RubricError) as caught:
        parse_rubric(text.encode(), "g.yaml")
    return [str(error) for error in (caught.value, *caught.value.others)]


def test_a_topic_has_the_provenance_of_its_file_and_its_own_goes_before() -> None:
    rubric = parse_rubric(STANDARD.encode(), "g.yaml")
    default = Provenance(
        "2020", "in-force", "2026-11-29", "gardeners.example, seen 2026-11-29", "yes",
        "paraphrase-ok",
    )  # fmt: skip
    assert rubric.source == default
    assert rubric.topics[0].provenance == default
    own = rubric.topics[1].provenance
    assert own is not None
    assert (own.seen, own.status, own.edition) == ("partly", "change-proposed", "2020")
    why = {item.code: item.why for item in rubric.unscored}
    assert why == {"2a": "text not seen", "2b": "suspended", "2c": "only the code may be named"}
    assert rubric.unscored[0].provenance.edition == "2020"


def test_a_rubric_of_ones_own_says_nothing_of_provenance() -> None:
    rubric = parse_rubric(*read_rubric("equity-mental-health"))
    assert rubric.source is None
    assert rubric.unscored == ()
    assert {topic.provenance for topic in rubric.topics} == {None}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("seen: no", "an item that was not seen is never scored"),
        ("status: suspended", "an item that is suspended is never scored"),
        ("licence: code-only", "an item that may be named by its code only is never scored"),
    ],
)
def test_an_item_that_cannot_be_judged_is_no_topic(written: str, message: str) -> None:
    key = written.partition(":")[0]
    own = STANDARD.replace("    seen: partly\n    status: change-proposed\n", f"    {written}\n")
    assert faults_of(own) == [
        f"g.yaml:25:{len(key) + 7}: topics[1].{key}: {message}; "
        "move its code into 'unscored' and delete the topic"
    ]
    lines = STANDARD.splitlines(keepends=True)
    for_all = "".join(f"{written}\n" if line.startswith(f"{key}:") else line for line in lines)
    assert f"(the file's '{written}' holds for all topics)" in faults_of(for_all)[0]


@pytest.mark.parametrize("key", ["title", "definition"])
def test_an_item_that_is_not_scored_carries_no_sentence(key: str) -> None:
    text = STANDARD.replace("{code: 2a,", f"{{code: 2a, {key}: Something that nobody saw,")
    assert faults_of(text) == [
        f"g.yaml:28:{17 + len(key) + 1}: unscored[0].{key}: an item that is not scored carries no "
        f"sentence, only its code; remove '{key}', or make the item a topic if its text was seen"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("code: 2a, seen: no", "code: 2a", "unscored[0]: does not say why it is not scored"),
        ("code: 2a, seen", "seen", "unscored[0]: the key 'code' is missing"),
        ("code: 2a, seen", "code: 2a, sean", "unknown key 'sean'; did you mean 'seen'?"),
        ("code: 2b", "code: 2A", "unscored[1].code: '2A' is already unscored[0]"),
        ("code: 2b", "code: 1a", "unscored[1].code: '1a' is scored by topics[0]"),
        ("status: in-force", "status: in-forse", "did you mean 'in-force'?"),
        ("status_as_of: 2026-11-29", "status_as_of: last year", "'last year' is no date"),
        ("seen: yes\n", "seen: perhaps\n", "'perhaps' is neither yes, partly nor no"),
        ("seen: yes\n", "", "topics[0]: 'edition' without 'seen'"),
        (
            "source: gardeners.example, seen 2026-11-29\n",
            "",
            "topics[0]: 'edition' without 'source'",
        ),
        ("status_as_of: 2026-11-29\n", "", "topics[0]: 'status' without 'status_as_of'"),
    ],
)
def test_what_is_said_of_an_item_is_said_in_full(old: str, new: str, message: str) -> None:
    assert old in STANDARD
    assert any(message in fault for fault in faults_of(STANDARD.replace(old, new, 1)))


def test_all_of_it_is_said_at_once() -> None:
    text = STANDARD.replace("seen: partly", "seen: no").replace("seen: no}", "title: Worms}")
    assert len(faults_of(text)) == 3


# Of gapcheck's own rubrics


NEVER = (("seen", "no"), ("status", "suspended"), ("licence", "code-only"))
SAID = {"code", "edition", "status", "status_as_of", "source", "seen", "licence"}
OF_A_STANDARD = ("cswe-2022", "cacrep-2024", "clas-2013", "nasw-2015", "tacct-revised")
KNOWN = {
    f"{standard.rubric_key} {item.code}": (standard, item)
    for standard in all_standards()
    for item in standard.items
}


def scored_in_spite(top: Mapping[str, Any]) -> list[str]:
    """What a rubric scores that was not seen, is suspended or has only a code, and sentences about
    such items. It reads the file by itself, without the reader that refuses them."""
    found = []
    for topic in top.get("topics", ()):
        said = {key: topic.get(key, top.get(key)) for key, _ in NEVER}
        found += [f"{topic['id']}: {key}: {value}" for key, value in NEVER if said[key] == value]
        items = [KNOWN[name] for name in topic.get("standards", ()) if name in KNOWN]
        if "edition" in top:
            found += [f"{topic['id']}: {item.code} is apart" for _, item in items if item.apart]
            found += [] if said["seen"] else [f"{topic['id']}: does not say whether it was seen"]
    for entry in top.get("unscored", ()):
        found += [f"{entry['code']}: {key} of an item apart" for key in entry.keys() - SAID]
        found += (
            [f"{entry['code']}: no code"] if not re.fullmatch("[\\w.]{1,8}", entry["code"]) else []
        )
    return found


@pytest.mark.parametrize("name", shipped())
def test_no_shipped_rubric_scores_what_was_not_seen(name: str) -> None:
    content, where = read_rubric(name)
    assert scored_in_spite(yaml.load(content, Loader)) == []
    rubric = parse_rubric(content, where)
    scored = {topic.id for topic in rubric.topics}
    assert not scored & {item.code.lower().replace(".", "-") for item in rubric.unscored}


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize(("key", "value"), NEVER)
def test_the_test_above_finds_such_an_item_in_every_shipped_rubric(
    name: str, key: str, value: str
) -> None:
    content, where = read_rubric(name)
    top = yaml.load(content, Loader)
    topic = top["topics"][len(top["topics"]) // 2]
    topic[key] = value
    assert scored_in_spite(top)[0] == f"{topic['id']}: {key}: {value}"
    topic |= {"source": "none", "seen": topic.get("seen", "yes")} | {key: value}
    topic |= {"status": "in-force", "status_as_of": "2026-11-29"} | {key: value}
    with pytest.raises(RubricError, match="is never scored"):
        parse_rubric(yaml.safe_dump(top, allow_unicode=True).encode(), where)


@pytest.mark.parametrize("key", ["title", "definition"])
def test_the_test_above_finds_a_sentence_about_an_unscored_item(key: str) -> None:
    content, where = read_rubric("cacrep-2024")
    top = yaml.load(content, Loader)
    top["unscored"][0][key] = "what nobody saw"
    assert scored_in_spite(top) == [f"3.B.11: {key} of an item apart"]
    with pytest.raises(RubricError, match="carries no sentence, only its code"):
        parse_rubric(yaml.safe_dump(top, allow_unicode=True).encode(), where)


def test_a_code_is_no_sentence() -> None:
    content, where = read_rubric("cacrep-2024")
    top = yaml.load(content, Loader)
    top["unscored"][0]["code"] = "3.B.11 faith in what people do"
    assert scored_in_spite(top)
    with pytest.raises(RubricError, match="is no code"):
        parse_rubric(yaml.safe_dump(top, allow_unicode=True).encode(), where)


@pytest.mark.parametrize("name", OF_A_STANDARD)
def test_a_rubric_and_its_standard_say_the_same_of_every_item(name: str) -> None:
    rubric = parse_rubric(*read_rubric(name))
    standard = load_standard(name)
    scored: dict[str, str] = {}
    for topic in rubric.topics:
        known = topic.provenance
        assert known is not None
        assert (known.edition, known.status) == (standard.edition, standard.status)
        assert (known.status_as_of, known.licence) == (standard.as_of, "paraphrase-ok")
        own = [item.removeprefix(standard.rubric_key).strip() for item in topic.standards]
        assert own and all(f"{standard.rubric_key} {code}" in KNOWN for code in own), topic.id
        assert not scored.keys() & set(own), f"{topic.id}: two topics for one item"
        scored |= dict.fromkeys(own, known.seen)
    items = {item.code: item for item in standard.items}
    assert scored == {code: items[code].seen for code in scored}
    apart = {item.code for item in rubric.unscored}
    assert all(any(code.split(".")[0] == part or code == part for part in apart)
               for code in items.keys() - scored.keys())  # fmt: skip
    assert {code for code, item in items.items() if item.apart} <= apart


def test_a_list_of_the_nine_titles_shows_none_of_them(tmp_path: Path) -> None:
    """Syllabi of social work print the titles of all competencies; that is no teaching of them."""
    everyone = "Individuals, Families, Groups, Organizations, and Communities"
    titles = [
        "Demonstrate Ethical and Professional Behavior",
        "Advance Human Rights and Social, Racial, Economic, and Environmental Justice",
        "Engage Anti-Racism, Diversity, Equity, and Inclusion (ADEI) in Practice",
        "Engage in Practice-Informed Research and Research-Informed Practice",
        "Engage in Policy Practice",
        f"Engage with {everyone}",
        f"Assess {everyone}",
        f"Intervene with {everyone}",
        f"Evaluate Practice with {everyone}",
    ]
    lines = "".join(f"{index}. {title}\n" for index, title in enumerate(titles, 1))
    week = "Week 2: Self-determination of clients, and a plan that both agree on\n"
    path = tmp_path / "a.md"
    path.write_text(f"# SOWK 500 Practice\n\n## Competencies\n\n{lines}\n## Schedule\n\n{week}")
    [course] = check(path, rubric="cswe-2022").covered
    assert {topic.topic for topic in course.topics if topic.evidence} == {"7b"}
