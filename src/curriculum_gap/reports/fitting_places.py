"""Where topics that are missing would fit in one document, in words that reports share.

Takes a coverage and a topic, gives plain text; every format escapes what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from curriculum_gap.advice import is_outside_field, place_for, places_in_field, suiting_suggestion
from curriculum_gap.curriculum_map import CurriculumMap, Place
from curriculum_gap.nouns import Coverage, HostWord, Section, Topic
from curriculum_gap.reports.findings import topic_rows
from curriculum_gap.reports.quotations import place_of, shorten

__all__ = [
    "NO_OBVIOUS_PLACE",
    "OUTSIDE_FIELD",
    "FittingPlace",
    "fitting_place",
    "has_place",
    "is_outside_field",
    "places_first",
    "places_in_field",
    "places_of_gaps",
    "where_it_fits",
]

_SHORT = 40  # characters of a passage that stands for its place
NO_OBVIOUS_PLACE = "no obvious place"
OUTSIDE_FIELD = (
    "Outside the field of this topic list: hardly anything here lives near its topics, so no places"
    " are proposed"
)


class FittingPlace(NamedTuple):
    """Where a topic would fit and what the rubric suggests; ``text`` is the passage there. Each may
    be ""."""

    where: str
    text: str
    suggestion: str


def fitting_place(coverage: Coverage, topic: Topic) -> FittingPlace:
    """The best place for ``topic``. Without hosts in the rubric, its first suggestion alone;
    without a host in the document, that there is no obvious place."""
    if not topic.hosts:
        return FittingPlace("", "", next(iter(topic.suggestions), ""))
    place = place_for(coverage, topic)
    if place is None:
        return FittingPlace(NO_OBVIOUS_PLACE, "", "")
    return FittingPlace(where_it_fits(place), place.text, suiting_suggestion(topic, place))


def where_it_fits(place: HostWord | Place) -> str:
    """``session p11, beside “DSM-5-TR”``; where no page or line is known, a session's own words or
    the heading above name the spot: ``session “Week 4: Diagnosis”, beside …``."""
    spot = place_of(place)
    is_session = place.section is Section.SESSION
    heading = place.heading if isinstance(place, HostWord) else ""
    name = place.text if is_session or not heading else heading
    spot = spot or f"“{shorten(name, _SHORT)}”"
    return f"{place.section} {spot}, beside “{place.word}”"


def places_of_gaps(curriculum_map: CurriculumMap) -> list[tuple[Topic, list[Place]]]:
    """The topics that a programme lacks, each with the places where it would fit: none where there
    is no obvious one. Topics for which the rubric names no host are left out."""
    places: dict[str, list[Place]] = {}
    for place in curriculum_map.places:
        places.setdefault(place.topic, []).append(place)
    return [
        (topic, places.get(topic.id, []))
        for topic, row in topic_rows(curriculum_map)
        if row.is_gap and topic.hosts
    ]


def has_place(coverage: Coverage, topic: Topic) -> bool:
    """Whether there is a place for ``topic`` in the document."""
    return place_for(coverage, topic) is not None


def places_first(coverage: Coverage, topics: Iterable[Topic]) -> list[Topic]:
    """The topics that have a place in the document, then the others, each in their order."""
    return sorted(topics, key=lambda topic: not has_place(coverage, topic))
