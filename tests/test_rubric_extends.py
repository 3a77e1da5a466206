"""Rubrics that extend another one, and term lists that topics share."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from curriculum_gap.compiled import load_rubric
from curriculum_gap.errors import RubricError
from curriculum_gap.nouns import FalseFriend, Level, Rubric, Strength, Term
from curriculum_gap.rubric import parse_rubric, read_rubric, source_digest

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "docs/schema/rubric-1.json").read_text("utf-8"))

BASE = """\
id: base
version: "1"
title: Base
seen: partly
source: our notes
domains:
  - {id: food, title: Food}
  - {id: water, title: Water}
lists:
  shops: [corner shop, grocer]
topics:
  - id: hunger
    domain: food
    title: Hunger
    definition: Not having enough food.
    strong: [food insecurity, food desert]
    contextual: [{term: access, partners: [{list: shops}]}]
    false_friends: [{phrase: access, near: [card]}]
    covers: [Who has no grocer]
  - id: wells
    domain: water
    title: Wells
    definition: Water from below.
    strong: [well water]
unscored:
  - {code: "9", seen: no}
"""
OURS = """\
id: ours
version: "1"
title: Ours
extends: base.yaml
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.yaml"
    path.write_text(BASE, "utf-8")
    return path


def ours(base: Path, more: str = "") -> Rubric:
    return parse_rubric((OURS + more).encode(), str(base.with_name("ours.yaml")))


def faults_of(base: Path, more: str) -> list[str]:
    with pytest.raises(RubricError) as caught:
        ours(base, more)
    return [
        str(error).replace(f"{base.parent}/", "") for error in (caught.value, *caught.value.others)
    ]


def test_a_shared_list_stands_for_its_terms(base: Path) -> None:
    text = BASE.replace("[food insecurity, food desert]", "[{list: shops, weight: 2}, food desert]")
    text = text.replace("near: [card]", "near: [{list: shops}]")
    topic = parse_rubric(text.encode(), str(base)).topics[0]
    assert topic.terms[:3] == (
        Term("corner shop", Strength.STRONG, 2.0),
        Term("grocer", Strength.STRONG, 2.0),
        Term("food desert", Strength.STRONG),
    )
    assert topic.terms[3].partners == ("corner shop", "grocer")
    assert topic.false_friends == (FalseFriend("access", ("corner shop", "grocer")),)


def test_faults_of_lists_name_the_line_that_uses_them(base: Path) -> None:
    more = "topics:\n" + BASE[BASE.index("  - id: wells") : BASE.index("unscored")].replace(
        "[well water]", "[{list: shopps}, {list: shops}, Grocer]"
    ).replace("id: wells", "id: own")
    assert faults_of(base, more) == [
        "ours.yaml:10:21: topics[0].strong[0].list: there is no term list 'shopps'; "
        "did you mean 'shops'?",
        "ours.yaml:10:45: topics[0].strong[2]: 'Grocer' is the same as strong[1] (list shops) "
        "(case, hyphens and accents aside); remove one of the two",
    ]


def test_without_changes_it_has_the_topics_of_its_base(base: Path) -> None:
    rubric, original = ours(base), parse_rubric(BASE.encode(), str(base))
    assert rubric.topics == original.topics
    assert (rubric.id, rubric.domains, rubric.unscored) == (
        "ours", original.domains, original.unscored,
    )  # fmt: skip
    assert rubric.source is None, "what the base says of its topics stays with them"
    provenance = rubric.topics[0].provenance
    assert provenance is not None
    assert provenance.seen == "partly"


def test_topics_are_taken_dropped_and_added(base: Path) -> None:
    assert [topic.id for topic in ours(base, "take: [wells]\n").topics] == ["wells"]
    dropped = ours(base, "drop: [wells]\n")
    assert [topic.id for topic in dropped.topics] == ["hunger"]
    assert [domain.id for domain in dropped.domains] == ["food"]
    own = BASE[BASE.index("  - id: wells") : BASE.index("unscored")].replace("wells", "springs")
    added = ours(base, "domains:\n  - {id: water, title: Our water}\ntopics:\n" + own)
    assert [topic.id for topic in added.topics] == ["hunger", "wells", "springs"]
    assert [domain.title for domain in added.domains] == ["Food", "Our water"]


def test_topics_are_changed(base: Path) -> None:
    change = """\
lists: {soups: [soup kitchen]}
change:
  hunger:
    title: Going hungry
    expected: assessed
    strong: {add: [{list: soups}, {list: shops}], remove: [Food-Desert]}
    contextual: [larder]
    covers: {remove: [Who has no grocer]}
"""
    topic = ours(base, change).topics[0]
    assert (topic.title, topic.expected, topic.covers) == ("Going hungry", Level.ASSESSED, ())
    words = {strength: [term.text for term in topic.terms if term.strength is strength]
             for strength in Strength}  # fmt: skip
    assert words[Strength.STRONG] == ["food insecurity", "soup kitchen", "corner shop", "grocer"]
    assert words[Strength.CONTEXTUAL] == ["larder"]
    assert topic.definition == "Not having enough food."


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("take: [wels]\n", "5:8: take[0]: the base has no topic 'wels'; did you mean 'wells'?"),
        ("drop: [x]\n", "5:8: drop[0]: the base has no topic 'x'; its topics: hunger, wells"),
        ("take: [wells]\nchange:\n  hunger: {title: X}\n", "the topic 'hunger' is not taken"),
        (
            "change:\n  hungr: {title: X}\n",
            "6:10: change.hungr: the base has no topic 'hungr'; did",
        ),
        ("change:\n  wells: {titel: X}\n", "unknown key 'titel'; did you mean 'title'?"),
        ("change:\n  wells: {domain: watr}\n", "change.wells.domain: unknown domain 'watr'"),
        (
            "change:\n  wells: {strong: {remove: [wel water]}}\n",
            "6:29: change.wells.strong.remove[0]: 'wel water' is not in this list of the base; "
            "did you mean 'well water'?",
        ),
        (
            "change:\n  wells: {strong: {add: [Well-Water]}}\n",
            "change.wells.strong.add[0]: 'Well-Water' is the same as strong[0] of the base",
        ),
        ("change:\n  wells: {strong: {remove: [well water]}}\n", "no terms are left"),
        ("change:\n  wells: {strong: {}}\n", "neither 'add' nor 'remove'"),
        ("change:\n  wells: {seen: no}\n", "an item that was not seen is never scored"),
        ("drop: [wells, hunger]\n", "4:10: extends: no topic of the base is left"),
    ],
)
def test_what_cannot_be_changed_is_said_with_its_place(base: Path, more: str, fault: str) -> None:
    found = faults_of(base, more)
    assert len(found) == 1
    assert found[0].startswith("ours.yaml:")
    assert fault in found[0]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("take: [wells]\nchange: {wells: {domain: heat}}\n", "unknown domain 'heat'"),
        ("domains: [{id: [heat], title: Heat}]\n", "domains[0].id: a text is expected"),
        ("change: {wells: {domain: {a: b}}}\n", "change.wells.domain: a text is expected"),
        ("unscored: [{code: [a], seen: no}]\n", "unscored[0].code: a text is expected"),
    ],
)
def test_ids_and_domains_of_another_kind_are_faults(base: Path, more: str, fault: str) -> None:
    with pytest.raises(RubricError) as caught:
        ours(base, more)
    assert fault in "\n".join(map(str, (caught.value, *caught.value.others)))


def test_a_topic_of_the_base_is_not_written_twice(base: Path) -> None:
    own = BASE[BASE.index("  - id: wells") : BASE.index("unscored")]
    [fault] = faults_of(base, "topics:\n" + own)
    assert fault == (
        "ours.yaml:6:9: topics[0].id: the base has a topic 'wells' already; "
        "write 'change: {wells: …}', or give yours another id"
    )


def test_a_base_that_cannot_be_used_is_said_beside_the_files_own_faults(base: Path) -> None:
    base.write_text(BASE.replace("well water", "well*"), "utf-8")
    found = faults_of(base, "langauge: en\n")
    assert "extends: the rubric that it extends cannot be used: base.yaml:24:14:" in found[0]
    assert "unknown key 'langauge'; did you mean 'language'?" in found[1]
    base.unlink()
    assert "there is no such file" in faults_of(base, "")[0]
    base.write_text(OURS.replace("base.yaml", "ours.yaml"), "utf-8")
    base.with_name("ours.yaml").write_text(OURS, "utf-8")
    assert "extend each other in a circle" in faults_of(base, "")[0]


def test_changes_need_a_base() -> None:
    with pytest.raises(RubricError, match="says what becomes of the topics of another rubric"):
        parse_rubric((BASE + "drop: [wells]\n").encode(), "r.yaml")


def test_the_digest_follows_the_base(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stored rubric may not outlive a change of the file that it extends."""
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(base.parent / "cache"))
    path = base.with_name("ours.yaml")
    path.write_text(OURS, "utf-8")
    first = load_rubric(path)
    assert load_rubric(path) == first
    assert first.sha256 == source_digest(*read_rubric(path))
    base.write_text(BASE.replace("well water", "spring water"), "utf-8")
    second = load_rubric(path)
    assert second.sha256 != first.sha256
    assert second.topics[1].terms[0].text == "spring water"


def test_an_editor_knows_these_keys(base: Path) -> None:
    change = "change: {wells: {strong: {add: [{list: shops}]}, title: X}}\ntake: [wells]\n"
    for text in (BASE, OURS + change):
        jsonschema.validate(yaml.load(text, yaml.BaseLoader), SCHEMA)
    for broken in ("change: {wells: {strong: {ad: [x]}}}\n", "take: wells\n", "lists: [a]\n"):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(yaml.load(OURS + broken, yaml.BaseLoader), SCHEMA)
