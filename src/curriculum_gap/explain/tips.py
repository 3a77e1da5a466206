"""What would tip the next step of the ladder: so many plain passages more, of one kind or another."""

from __future__ import annotations

import math

from curriculum_gap.explain.workings import Workings
from curriculum_gap.explanation import TIED_OBJECTIVE, NextStep
from curriculum_gap.measure import Weighed, features, plain_level, probability
from curriculum_gap.nouns import Evidence, Level, Match, Passage, Section, Strength

__all__ = ["tips_of"]

_PLAIN = 0.9  # the chance that a passage plainly about a topic has
_MOST_MORE = 3  # more passages than this are no small step
_KINDS = (
    (Section.OBJECTIVE, False),
    (Section.OBJECTIVE, True),
    (Section.SESSION, False),
    (Section.READING, False),
    (Section.ACTIVITY, False),
    (Section.ASSIGNMENT, False),
)
"""Kinds of passage that may be added: a section, and whether it is tied to an assignment."""


def tips_of(one: Workings) -> tuple[NextStep, ...]:
    """For each kind of passage, how many plain ones more would reach the next step; the fewest
    first. A passage more also speaks for those that are there, which is left out."""
    if one.verdict.level is Level.ASSESSED:
        return ()
    tried = (_tip(one, section, tied) for section, tied in _KINDS)
    tips = [tip for tip in tried if tip is not None]
    # Where an untied objective is enough, a tied one need not be said.
    enough = {tip.kind: tip.number for tip in tips}
    if enough.get(str(Section.OBJECTIVE), math.inf) <= enough.get(TIED_OBJECTIVE, math.inf):
        tips = [tip for tip in tips if tip.kind != TIED_OBJECTIVE]
    return tuple(sorted(tips, key=lambda tip: (tip.number, -tip.chance, tip.kind)))


def _tip(one: Workings, section: Section, tied: bool) -> NextStep | None:
    topic, wanted = one.topic, Level(one.verdict.level + 1)
    rung = one.calibration.ladder[str(wanted)]
    passage = Passage("", section, tie="an assignment" if tied else "")
    named = (Match("", Strength.STRONG, _PLAIN, "text"),)
    piece = Evidence(topic.id, passage, _PLAIN, named)
    for number in range(1, _MOST_MORE + 1):
        more: list[Weighed] = [(piece, _PLAIN)] * number
        found = features([*one.weighed, *more], one.setting, topic.kind)
        chance = probability(rung, topic.id, found)
        if plain_level(piece, _PLAIN, topic.kind) >= wanted:
            chance = max(chance, _PLAIN)
        if chance >= rung.threshold:
            return NextStep(TIED_OBJECTIVE if tied else str(section), number, chance)
    return None
