"""Every topic of the shipped rubrics finds the passages that it covers, and not those it ignores.

A false match found in the wild becomes an ``ignores`` passage first; watch it fail, then mend.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from curriculum_gap.authoring import LEAST_SCORE
from curriculum_gap.calibration import load_calibration
from curriculum_gap.compiled import load_rubric, model_of
from curriculum_gap.keywords import Model, PassageMatches, match_passages, score_candidate
from curriculum_gap.nouns import Passage, Rubric, Section
from curriculum_gap.rubric import shipped


@cache
def rubric_of(name: str) -> Rubric:
    return load_rubric(name)


def model(name: str) -> Model:
    return model_of(rubric_of(name))


def matched_in(name: str, index: int, text: str) -> tuple[float, PassageMatches]:
    passage = Passage(text, Section.SESSION)
    [(_, matches)] = match_passages([passage], "", model(name))
    evidence = score_candidate(passage, matches, index, model(name), load_calibration())
    return (evidence.score if evidence else 0.0), matches


CASES = [
    pytest.param(name, index, id=f"{name}-{topic.id}")
    for name in shipped()
    for index, topic in enumerate(rubric_of(name).topics)
]


@pytest.mark.parametrize(("name", "index"), CASES)
def test_covers_are_found(name: str, index: int) -> None:
    missed = [
        text
        for text in rubric_of(name).topics[index].covers
        if matched_in(name, index, text)[0] < LEAST_SCORE
    ]
    assert not missed


@pytest.mark.parametrize(("name", "index"), CASES)
def test_ignores_are_not(name: str, index: int) -> None:
    fired = {
        text: value
        for text in rubric_of(name).topics[index].ignores
        if (value := matched_in(name, index, text)[0]) >= LEAST_SCORE
    }
    assert not fired


@pytest.mark.parametrize(("name", "index"), CASES)
def test_passages_prove_something(name: str, index: int) -> None:
    topic = rubric_of(name).topics[index]
    assert len(topic.covers) >= 4, "a shipped topic needs four passages in 'covers'"
    assert len(topic.ignores) >= 4, "a shipped topic needs four passages in 'ignores'"
    without_strong = [
        text
        for text in topic.covers
        if all(
            candidate.strength != "strong"
            for candidate in matched_in(name, index, text)[1].by_topic.get(index, ())
        )
    ]
    assert 2 * len(without_strong) >= len(topic.covers), "half hold no strong term"
    tempting = [
        text
        for text in topic.ignores
        for matches in [matched_in(name, index, text)[1]]
        if index in matches.by_topic or any(veto.span.topic == index for veto in matches.vetoes)
    ]
    assert 2 * len(tempting) >= len(topic.ignores), "half use the topic's own false friends"


@pytest.mark.parametrize("name", shipped())
def test_each_false_friend_vetoes_a_term_in_its_own_phrase(name: str) -> None:
    """One that holds no term of its topic does nothing; each is its own small text."""
    idle = []
    for topic in rubric_of(name).topics:
        for friend in topic.false_friends:
            texts = [f"{friend.phrase} {word}" for word in friend.near or ("",)]
            passages = [Passage(text, Section.SESSION) for text in texts]
            found = match_passages(passages, "", model(name))
            vetoes = {veto.why for _, matches in found for veto in matches.vetoes}
            if f"false friend: {friend.phrase}" not in vetoes:
                idle.append(f"{topic.id}: {friend.phrase}")
        written = Counter((friend.phrase, friend.near) for friend in topic.false_friends)
        idle += [f"{topic.id}: {phrase}" for (phrase, _), number in written.items() if number > 1]
    assert idle == []


def test_every_line_of_the_essay_that_names_a_concept_has_a_topic() -> None:
    traced = {line for topic in rubric_of("equity-mental-health").topics for line in topic.essay}
    assert {6, 7, 9, 13, 14, 15, 18, 19, 20, 26, 27, 28, 30, 33, 36, 37, 39, 42, 43, 44} <= traced


def test_default_rubric_has_thirty_topics_in_seven_domains() -> None:
    rubric = rubric_of("equity-mental-health")
    assert len(rubric.topics) == 30
    assert len(rubric.domains) == 7
    assert [domain.id for domain in rubric.domains] == list(
        dict.fromkeys(topic.domain for topic in rubric.topics)
    )
    for topic in rubric.topics:
        assert topic.definition
        assert len(topic.suggestions) >= 2
        assert topic.standards or topic.readings
