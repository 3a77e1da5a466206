"""The ladder of levels, step by step: how far each was, and what spoke for and against it."""

from __future__ import annotations

from curriculum_gap.explain.workings import Workings
from curriculum_gap.explanation import TIED_OBJECTIVE, LevelChance
from curriculum_gap.measure import features, probability
from curriculum_gap.nouns import Level

__all__ = ["steps_of"]

_LEVELS = (Level.MENTIONED, Level.TAUGHT, Level.ASSESSED)
_LEAST_WEIGHED = 0.05


def steps_of(one: Workings) -> tuple[LevelChance, ...]:
    """From the lowest up; none where nothing outside policy text was seen."""
    if not one.weighed:
        return ()
    found = features(one.weighed, one.setting, one.topic.kind)
    steps = []
    for level in _LEVELS:
        rung = one.calibration.ladder[str(level)]
        parts = [
            (_in_words(name), weight * found[name])
            for name, weight in rung.weights.items()
            if weight * found.get(name, 0.0) >= _LEAST_WEIGHED
        ]
        own = rung.topic.get(one.topic.id, 0.0)
        if abs(own) >= _LEAST_WEIGHED:
            parts.append(("this topic, on labelled syllabi", own))
        parts.append(("where every topic starts", rung.intercept))
        parts.sort(key=lambda part: (-abs(part[1]), part[0]))
        chance = probability(rung, one.topic.id, found)
        steps.append(LevelChance(level, chance, rung.threshold, tuple(parts)))
    return tuple(steps)


def _in_words(name: str) -> str:
    """A feature of the ladder (``sum session``, ``best tie``) for a person to read."""
    how, _, where = name.partition(" ")
    if how == "setting":
        return "other topics in this document"
    if name == "best tie":
        return TIED_OBJECTIVE
    if name == "best heading":
        return "best heading"
    if where == "all":
        return "best passage" if how == "best" else "all passages together"
    return f"best {where} passage" if how == "best" else f"{where} passages together"
