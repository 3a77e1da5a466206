"""Places for gaps: hosts found in documents, and proposed over the courses of a programme."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from handmade import text_of

from curriculum_gap import load_rubric
from curriculum_gap.advice import is_outside_field, suiting_suggestion
from curriculum_gap.curriculum_map import Course, CourseCoverage, Place
from curriculum_gap.keywords import compile_model, find_hosts
from curriculum_gap.nouns import Coverage, HostWord, Kind, Level, Passage, Report, Rubric, Section
from curriculum_gap.pipeline import check_bytes
from curriculum_gap.programme import MOST_OF_A_COURSE, MOST_PLACES, places_for
from curriculum_gap.rubric import parse_rubric

RUBRIC = """\
id: food-justice
version: "1"
title: Food justice
domains: [{id: food, title: Food}]
topics:
  - id: hunger
    domain: food
    title: Hunger
    definition: Not having enough food.
    strong: [food insecurity, food desert]
    suggestions:
      - Map the grocers of one neighbourhood
      - Add a session on school lunches
      - Assign a budget for a family of four
    hosts: [nutrition, child development, case management, seminar, poverty]
  - id: wages
    domain: food
    title: Wages of farm workers
    definition: What those earn who grow food.
    strong: [farm workers, minimum wage]
    hosts: [labor law]
  - id: kitchens
    domain: food
    title: Kitchens
    definition: Cooking for many.
    expected: mentioned
    strong: [soup kitchen]
    hosts: [volunteering]
"""
FILLER = (
    "This course is about how people live in cities and what they need from each other there.\n"
)


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return parse_rubric(RUBRIC.encode(), "food.yaml")


def covered(rubric: Rubric, *lines: str, source: str = "course.md") -> Coverage:
    text = "\n\n".join(["# Course 101", "## Course description", FILLER * 4, *lines])
    coverage = check_bytes(text.encode(), source, rubric)
    assert isinstance(coverage, Coverage)
    return coverage


def found(coverage: Coverage, topic: str = "hunger") -> list[tuple[str, Section]]:
    return [(host.word, host.section) for host in coverage.hosts if host.topic == topic]


SCHEDULE = "## Course schedule"


PARTS = {
    Section.OBJECTIVE: "## Learning objectives\n\n- Explain child development to parents",
    Section.READING: "## Required readings\n\n- Miller, A. (2019). *Child development.* Sage Press.",
    Section.ASSIGNMENT: "## Assignments\n\n**Paper 1 (20 %).** Write a paper on child development.",
    Section.SESSION: f"{SCHEDULE}\n\n- Week 1: Hello\n- Week 2: Child development\n- Week 3: End",
}


@pytest.mark.parametrize("number", range(1, len(PARTS) + 1))
def test_sessions_go_before_assignments_readings_and_objectives(
    rubric: Rubric, number: int
) -> None:
    coverage = covered(rubric, *list(PARTS.values())[:number])
    assert found(coverage) == [("child development", list(PARTS)[number - 1])]
    place = coverage.hosts[0]
    assert "hild development" in place.text
    assert place.line is not None


def test_plurals_and_spellings_are_one_word(rubric: Rubric) -> None:
    coverage = covered(
        rubric, f"{SCHEDULE}\n\n- Week 1: Hello\n- Week 2: Labour laws\n- Week 3: End"
    )
    assert found(coverage, "wages") == [("labor law", Section.SESSION)]


@pytest.mark.parametrize(
    "lines",
    [
        "## Attendance policy\n\nCase management is by the registrar; nutrition is no excuse.",
        "## Campus resources\n\nThe clinic offers nutrition and case management to students.",
        "## Appendix A: Assignments\n\n**Paper 1 (20 %).** Write on nutrition and case management.",
        "## Assignments\n\n| Criteria | Excellent | Fair | Points |\n| --- | --- | --- | --- |\n"
        "| Knowledge | Knows all of nutrition | Knows some case management | 10 |",
    ],
    ids=["policy", "resources", "appendix", "scores"],
)
def test_some_parts_have_no_room(rubric: Rubric, lines: str) -> None:
    """Each fails without the rule that it names."""
    assert found(covered(rubric, lines)) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Nutrition | Chapter 2", ["nutrition"]),  # one word of a level is no table of scores
        ("Nutrition | Not covered", []),  # what it does not teach
    ],
)
def test_rows_of_a_schedule_have_room(rubric: Rubric, row: str, expected: list[str]) -> None:
    table = f"| Week | Topic | Advanced reading |\n| --- | --- | --- |\n| 1 | {row} |"
    assert [word for word, _ in found(covered(rubric, f"{SCHEDULE}\n\n{table}"))] == expected


def test_no_obvious_place_below_the_floor(rubric: Rubric) -> None:
    """*Seminar* stands in every fifth syllabus, *poverty* in every 17th: no reason alone, and one
    in a session."""
    seminar = covered(rubric, f"{SCHEDULE}\n\n- Week 1: Hello\n- Week 2: Seminar\n- Week 3: Review")
    assert found(seminar) == []
    poverty = covered(rubric, f"{SCHEDULE}\n\n- Week 1: Hello\n- Week 2: Poverty\n- Week 3: Review")
    assert found(poverty) == [("poverty", Section.SESSION)]
    named = covered(rubric, "## Learning objectives\n\n- Explain poverty to parents")
    assert found(named) == []


def test_only_topics_that_are_not_taught_have_places(rubric: Rubric) -> None:
    lines = f"{SCHEDULE}\n\n- Week 1: Hello\n- Week 2: Nutrition, food insecurity\n- Week 3: Volunteering"
    coverage = covered(rubric, lines)
    assert found(coverage, "hunger") == []
    assert found(coverage, "kitchens") == [("volunteering", Section.SESSION)]


def test_a_topic_has_three_places_at_most_each_of_another_host_and_passage(rubric: Rubric) -> None:
    weeks = ["Nutrition", "Nutrition again", "Child development, nutrition", "Case management"]
    lines = [f"- Week {number}: {title}" for number, title in enumerate([*weeks, "Poverty"], 1)]
    coverage = covered(rubric, "\n".join([SCHEDULE, "", *lines]))
    hosts = [host for host in coverage.hosts if host.topic == "hunger"]
    assert len(hosts) == 3
    assert len({host.word for host in hosts}) == len({host.text for host in hosts}) == 3


def test_of_equal_places_the_one_that_holds_more_goes_first(rubric: Rubric) -> None:
    weeks = "- Week 1: Hello\n- Week 2: HOST\n- Week 3: HOST and OTHER\n- Week 4: End"
    for host, other in (("Nutrition", "poverty"), ("Child development", "poverty")):
        text = weeks.replace("HOST", host).replace("OTHER", other)
        first = covered(rubric, f"{SCHEDULE}\n\n{text}").hosts[0]
        assert (first.word, first.text) == (host.lower(), f"Week 3: {host} and {other}")


def test_hostile_text_has_no_end_of_passages(rubric: Rubric) -> None:
    model = compile_model(rubric)
    texts = ["Nutrition"] * 19_999 + ["Poverty", "Child development"]
    places = find_hosts((Passage(text, Section.SESSION) for text in texts), model, {"hunger"})
    assert {place.word for place in places} == {"nutrition", "poverty"}


def test_a_long_passage_is_cut_around_its_host(rubric: Rubric) -> None:
    long = "Week 2: " + "We talk about many things that people do in town, " * 8
    text = f"{SCHEDULE}\n\n- Week 1: Hello\n- {long} and nutrition, and more of it.\n- Week 3: End"
    [host] = covered(rubric, text).hosts
    assert "nutrition" in host.text
    assert len(host.text) <= 200


def place(word: str = "nutrition", section: Section = Section.SESSION, text: str = "") -> HostWord:
    return HostWord("hunger", word, section, 1.0, text)


def test_the_suggestion_that_suits_a_place(rubric: Rubric) -> None:
    topic = rubric.topics[0]
    assert suiting_suggestion(topic, place()) == "Add a session on school lunches"
    assert suiting_suggestion(topic, place(section=Section.ASSIGNMENT)).startswith(
        "Assign a budget"
    )
    grocers = place(section=Section.READING, text="A neighbourhood and its grocers")
    assert suiting_suggestion(topic, grocers).startswith("Map the grocers")
    assert suiting_suggestion(topic, place(section=Section.OBJECTIVE)).startswith("Map the grocers")
    assert suiting_suggestion(rubric.topics[1], place()) == ""


@pytest.mark.parametrize(
    ("suggestions", "text", "suiting"),
    [
        (["Add a session", "Teach nutrition"], "", 1),  # the host before the section
        (["Map the grocers", "Add a session"], "Grocers", 1),  # the section before the passage
        (["Map grocers of the town", "Add a session"], "Grocers of our town", 0),  # two words
        (["Map grocers, farms of town", "Teach nutrition"], "Grocers, farms, town", 0),
    ],
)
def test_what_a_shared_word_counts(
    rubric: Rubric, suggestions: list[str], text: str, suiting: int
) -> None:
    topic = replace(rubric.topics[0], suggestions=tuple(suggestions))
    assert suiting_suggestion(topic, place(text=text)) == suggestions[suiting]


# A programme


def programme(rubric: Rubric, **weeks: str) -> tuple[list[CourseCoverage], dict[str, Coverage]]:
    """One course for each name, with these lines of its schedule, in this order."""
    documents = {}
    courses = []
    for code, lines in weeks.items():
        source = f"{code}.md"
        text = "\n".join(f"- Week {n}: {line}" for n, line in enumerate(lines.split("; "), 1))
        documents[source] = covered(rubric, f"{SCHEDULE}\n\n{text}", source=source)
        levels = {verdict.topic: verdict.level for verdict in documents[source].topics}
        courses.append(CourseCoverage(Course(code, "", (source,)), (source,), levels=levels))
    return courses, documents


def proposed(rubric: Rubric, **weeks: str) -> tuple[Place, ...]:
    courses, documents = programme(rubric, **weeks)
    return places_for(rubric.topics[0], courses, documents, rubric)


def test_courses_that_speak_of_more_go_first_and_ties_keep_their_order(rubric: Rubric) -> None:
    two = "Hello; Nutrition; Child development"
    places = proposed(rubric, A="Hello; Poverty; End", B=two, C=two, D="Hello; Art; Music")
    assert [place.course for place in places] == ["B", "C", "A"]
    assert places[0].suggestion == "Add a session on school lunches"
    assert (places[0].source, places[0].section) == ("B.md", Section.SESSION)


def test_a_course_that_mentions_the_topic_or_carries_more_goes_first(rubric: Rubric) -> None:
    same = "Hello; Nutrition; End"
    carries = proposed(rubric, A=same, B="Hello; Nutrition; Farm workers and the minimum wage")
    assert [place.course for place in carries] == ["B", "A"]
    courses, documents = programme(rubric, A=same, B=same)
    mentioned = {**(courses[1].levels or {}), "hunger": Level.MENTIONED}
    courses[1] = replace(courses[1], levels=mentioned)
    places = places_for(rubric.topics[0], courses, documents, rubric)
    assert [place.course for place in places][:2] == ["B", "A"]


def test_a_course_that_teaches_the_topic_or_was_not_read_is_no_place(rubric: Rubric) -> None:
    courses, documents = programme(
        rubric, A="Hello; Nutrition, food insecurity; End", B="Hello; Nutrition; End"
    )
    courses.append(CourseCoverage(Course("C", "", ("c.md",))))
    places = places_for(rubric.topics[0], courses, documents, rubric)
    assert [place.course for place in places] == ["B"]


def test_at_most_two_places_in_a_course_and_three_in_all(rubric: Rubric) -> None:
    many = "Nutrition; Child development; Case management; Poverty"
    alone = proposed(rubric, A=many)
    assert len(alone) == MOST_OF_A_COURSE
    two = proposed(rubric, A=many, B=many)
    assert len(two) == MOST_PLACES
    assert [place.course for place in two] == ["A", "B", "A"]


def test_no_obvious_place(rubric: Rubric) -> None:
    assert proposed(rubric, A="Hello; Art; Music", B="Hello; Seminar; End") == ()


def test_the_shipped_rubric_has_hosts_for_every_topic_of_a_course() -> None:
    for topic in load_rubric().assessable:
        assert len(topic.hosts) >= 10, topic.id


# One document


PHYSICS = """\
# PHYS 101: Mechanics

## Course description

Forces, energy and momentum, with problems from daily life and a laboratory session every week.

## Course schedule

- Week 1: Vectors and units
- Week 2: Newton's laws and friction
- Week 3: Energy, work and power
- Week 4: Momentum and collisions

## Grading

Two midterm exams count 25 % each, the final exam 30 %, laboratory reports 20 %.
"""
COUNSELLING = """\
# COUN 520: Diagnosis

## Course description

How counsellors arrive at a diagnosis, what it is good for, and how to write it down for others.

## Course schedule

- Week 1: Introductions
- Week 2: The DSM-5-TR and the mental status exam
- Week 3: Grief, bereavement and depression
- Week 4: Treatment planning and referral

## Assignments

**Case formulation (40 %).** Write a case formulation of six pages from the intake that you were given.
"""


def shipped(text: str, source: str = "course.md") -> Coverage:
    coverage = check_bytes(text.encode(), source, load_rubric())
    assert isinstance(coverage, Coverage)
    return coverage


def test_a_document_outside_of_the_field_gets_no_place_and_no_suggestion() -> None:
    """And one of the field that teaches none of the topics yet does get them."""
    physics, counselling = shipped(PHYSICS), shipped(COUNSELLING)
    assert is_outside_field(physics, load_rubric())
    assert not is_outside_field(counselling, load_rubric())
    assert max(verdict.level for verdict in counselling.topics) < Level.TAUGHT
    report = Report("0.1.0", load_rubric(), (physics, counselling))
    documents = json.loads(text_of("json", report))["documents"]
    assert [document["outside_field"] for document in documents] == [True, False]
    assert not any(topic["place"] for topic in documents[0]["topics"])
    places = {topic["id"]: topic["place"] for topic in documents[1]["topics"]}
    assert places["stigma-and-help-seeking"]["word"] in ("DSM-5-TR", "referral", "depression")
    assert places["faculty-diversity"] is None


GROUP_COUNSELLING = """\
# COUN 571: Group Counseling

## Course schedule

- Week 1: Group counseling and its stages
- Week 2: Group counseling with children in school
- Week 3: The working stage of group counseling, and its theories of counseling
- Week 4: Ending a group
"""


def test_a_short_list_of_topics_needs_fewer_hosts_for_its_field() -> None:
    """Sixteen topics of CACREP have fewer hosts than the thirty of the default."""
    cacrep = load_rubric("cacrep-2024")
    group, physics = (
        check_bytes(text.encode(), "course.md", cacrep) for text in (GROUP_COUNSELLING, PHYSICS)
    )
    assert isinstance(group, Coverage) and isinstance(physics, Coverage)
    assert len({host.word for host in group.hosts}) == 2
    assert not is_outside_field(group, cacrep) and is_outside_field(physics, cacrep)


@pytest.mark.parametrize("format_name", ["table", "html", "markdown"])
def test_pages_say_where_a_topic_would_fit_or_that_the_course_is_outside(format_name: str) -> None:
    first = load_rubric().topics[0].suggestions[0][:40]
    outside = text_of(format_name, Report("0.1.0", load_rubric(), (shipped(PHYSICS),)))
    assert "Outside the field of this topic list" in outside
    assert first not in outside
    inside = text_of(format_name, Report("0.1.0", load_rubric(), (shipped(COUNSELLING),)))
    assert "Outside the field" not in inside
    assert "DSM" in inside
    assert "line 10" in inside
    assert "lived-experience co-taught session" in inside.replace("\n     ", " ")


@pytest.mark.parametrize("format_name", ["github", "gitlab", "sarif", "junit"])
def test_gaps_point_to_the_place(format_name: str) -> None:
    inside = text_of(format_name, Report("0.1.0", load_rubric(), (shipped(COUNSELLING),)))
    assert "would fit: session line 10" in inside
    outside = text_of(format_name, Report("0.1.0", load_rubric(), (shipped(PHYSICS),)))
    assert "would fit" not in outside
    assert "lived-experience" not in outside or format_name == "sarif"  # help of the rule


def test_a_topic_that_is_mentioned_has_a_place_too(rubric: Rubric) -> None:
    weeks = "- Week 1: Nutrition\n- Week 2: Child development\n- Week 3: Case management"
    coverage = covered(rubric, f"{SCHEDULE}\n\n{weeks}", source="a.md")
    low = replace(coverage.topics[0], level=Level.MENTIONED)
    report = Report("0.1.0", rubric, (replace(coverage, topics=(low, *coverage.topics[1:])),))
    shown = text_of("table", report)
    assert "Found below the expected level; where each could be taken up" in shown
    assert "session line" in shown
    assert "Add a session on school lunches" in shown


def test_a_rubric_without_hosts_shows_its_first_suggestion(rubric: Rubric) -> None:
    bare = replace(rubric, topics=tuple(replace(topic, hosts=()) for topic in rubric.topics))
    coverage = replace(covered(rubric, "## Grading\n\nOne exam counts 100 %."), hosts=())
    assert not is_outside_field(coverage, bare)
    shown = text_of("table", Report("0.1.0", bare, (coverage,)))
    assert "Map the grocers of one neighbourhood" in shown
    assert "would fit" not in shown
    with_hosts = text_of("table", Report("0.1.0", rubric, (coverage,)))
    assert "Outside the field" in with_hosts


def test_a_rubric_of_means_alone_is_in_the_field_of_every_course(rubric: Rubric) -> None:
    means = tuple(replace(topic, kind=Kind.MEANS) for topic in rubric.topics)
    coverage = replace(covered(rubric, "## Grading\n\nOne exam counts 100 %."), hosts=())
    assert is_outside_field(coverage, rubric)
    assert not is_outside_field(coverage, replace(rubric, topics=means))
