"""Places for gaps: hosts found in documents, and proposed over the courses of a programme."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curriculum_gap import load_rubric
from curriculum_gap.advice import suiting_suggestion
from curriculum_gap.curriculum_map import Course, CourseCoverage, Place
from curriculum_gap.nouns import Coverage, HostWord, Level, Rubric, Section
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
