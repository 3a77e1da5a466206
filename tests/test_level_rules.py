"""The level of one passage by itself: each number and rule of it, with a passage that needs it.

A passage is written with its terms between ‹ and ›. Its score and the probability that it is about
the topic are given here, so that fitted numbers change nothing.
"""

from __future__ import annotations

import re

import pytest

from curriculum_gap.measure import level_by_itself, level_features, rate_evidence
from curriculum_gap.nouns import Evidence, Kind, Level, Match, Passage, Section, Strength

SESSION, READING, OBJECTIVE = Section.SESSION, Section.READING, Section.OBJECTIVE
ASSIGNMENT, DESCRIPTION = Section.ASSIGNMENT, Section.DESCRIPTION
_TERM = re.compile("‹(.+?)›")


def evidence(written: str, section: Section, score: float = 0.9, position: int = 0) -> Evidence:
    """A candidate whose terms, all strong, are those between ‹ and ›."""
    matches = []
    for number, found in enumerate(_TERM.finditer(written)):
        start, term = found.start() - 2 * number, found[1]
        end = start + len(term)
        matches.append(Match(term.lower(), Strength.STRONG, score, "text", start, end))
    text = _TERM.sub(r"\1", written)
    return Evidence("topic", Passage(text, section), score, tuple(matches), position)


@pytest.mark.parametrize(
    ("section", "written", "probability", "level"),
    [
        # A session: the topic stands at the head of its title, or the passage is likelier.
        (SESSION, "Week 2: ‹Stigma› of illness", 0.45, Level.TAUGHT),
        (SESSION, "3 | Illness, work and ‹stigma› | Chapters 3, 4, 5", 0.75, Level.TAUGHT),
        (SESSION, "Week 2: A talk on ‹stigma›", 0.45, Level.TAUGHT),
        (SESSION, "Charts, beds, keys | A talk in the ward on ‹stigma›", 0.75, Level.TAUGHT),
        (SESSION, "Week 2: How to read the charts of a ward and ‹stigma›", 0.6, Level.MENTIONED),
        (SESSION, "Week 2: How to read the charts of a ward and ‹stigma›", 0.75, Level.TAUGHT),
        (SESSION, "Week 2: ‹Stigma› of illness", 0.3, Level.MENTIONED),
        (SESSION, "Week 2: ‹Stigma›, sampling, charts", 0.75, Level.MENTIONED),
        # An objective: likely enough, and not one of many subjects.
        (OBJECTIVE, "Explain how ‹stigma› forms", 0.45, Level.TAUGHT),
        (OBJECTIVE, "Explain how ‹stigma› forms", 0.35, Level.MENTIONED),
        (OBJECTIVE, "Know beds, charts, keys, rotas, ‹stigma›, forms", 0.75, Level.TAUGHT),
        (
            OBJECTIVE,
            "Know beds, charts, keys, rotas, ‹stigma›, forms, lifts",
            0.75,
            Level.MENTIONED,
        ),
        # A reading: two terms, or one in more than a short title.
        (READING, "Lund, ‹Stigma› and ‹help-seeking›", 0.45, Level.TAUGHT),
        (READING, "Lund, ‹Stigma› at the harbour", 0.75, Level.MENTIONED),
        (
            READING,
            "Lund, What families of a small harbour town say about ‹stigma› when guests have left",
            0.75,
            Level.TAUGHT,
        ),
        (
            READING,
            "Lund, What families of a small harbour town say about ‹stigma› when guests have left",
            0.6,
            Level.MENTIONED,
        ),
        # Graded work: it is named as such, and likelier than not on the topic.
        (ASSIGNMENT, "Paper on ‹stigma›", 0.55, Level.ASSESSED),
        (ASSIGNMENT, "Paper on ‹stigma›", 0.45, Level.MENTIONED),
        (ASSIGNMENT, "About ‹stigma›", 0.55, Level.MENTIONED),
        # A passage of few words mentions what it names.
        (DESCRIPTION, "Charts, beds and ‹stigma›", 0.1, Level.MENTIONED),
        (DESCRIPTION, "Charts, beds, ‹stigma›" + ", and one more bed" * 5, 0.1, Level.ABSENT),
    ],
)
def test_a_passage_by_itself(
    section: Section, written: str, probability: float, level: Level
) -> None:
    assert level_by_itself(evidence(written, section), probability, Kind.CONTENT, "en") is level


def test_a_means_asks_for_company_unless_it_is_graded() -> None:
    journal = evidence("Entries of a ‹reflective journal›", SESSION)
    assert level_by_itself(journal, 0.9, Kind.MEANS, "en") is Level.ABSENT
    graded = evidence("Paper drawn from your ‹reflective journal›, 10%", ASSIGNMENT)
    assert level_by_itself(graded, 0.9, Kind.MEANS, "en") is Level.ASSESSED


def test_graded_work_that_touches_on_a_means_at_length_does_not_assess_it() -> None:
    written = "A report of one page on what you learned on the courts and what was hard for you"
    at_length = evidence(f"{written} with some ‹self-reflection› at its end", ASSIGNMENT)
    assert level_by_itself(at_length, 0.9, Kind.MEANS, "en") is Level.ABSENT


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("‹Stigma›: what keeps people from asking", Level.MENTIONED),
        ("Much increased ‹stigma›: what keeps people from asking", Level.MENTIONED),
        ("On the ways of ‹stigma›: what keeps people from asking", Level.ABSENT),
        ("‹Stigma› and what keeps people from asking", Level.ABSENT),
    ],
)
def test_an_entry_mentions_what_its_label_names(written: str, level: Level) -> None:
    labelled = evidence(written, Section.OTHER)
    assert level_by_itself(labelled, 0.1, Kind.MEANS, "en") is level


def test_rows_that_differ_in_numbers_alone_count_once() -> None:
    rows = [(evidence(f"{row} | ‹Supervision› log", SESSION, position=row), 0.6) for row in (1, 2)]
    assert level_features(rows, 0.0, Kind.MEANS) == level_features(rows[:1], 0.0, Kind.MEANS)


def test_graded_work_found_by_the_same_terms_counts_once() -> None:
    paper = (evidence("Paper on ‹stigma›, 40%", ASSIGNMENT), 0.6)
    again = (evidence("Due in week nine: the ‹stigma› paper", ASSIGNMENT, position=9), 0.6)
    once = level_features([paper], 0.0, Kind.CONTENT)
    assert level_features([paper, again], 0.0, Kind.CONTENT) == once
    other = (evidence("Essay on ‹self-stigma›", ASSIGNMENT, position=9), 0.6)
    assert level_features([paper, other], 0.0, Kind.CONTENT) != once


def test_a_lone_word_says_more_where_a_course_is_about_other_topics() -> None:
    match = Match("discussion", Strength.CONTEXTUAL, 0.2, "text", 0, 10)
    alone = Evidence("topic", Passage("Discussion", SESSION), 0.2, (match,))
    weights = {"intercept": -1.0, "weak other topics means": 0.5}
    [(_, in_algebra)] = rate_evidence([alone], 0.0, Kind.MEANS, weights)
    [(_, on_difference)] = rate_evidence([alone], 3.0, Kind.MEANS, weights)
    assert in_algebra < 0.3 < 0.6 < on_difference
