"""How far a topic is from each level: the chance of it, and what would give the next one.

Takes what the verdict on a topic was made from, gives chances (0–1) and passages that would help.
The same fitted model is asked as for the verdict, once for what stands in the document and once for
each kind of passage that might be added.
"""

from __future__ import annotations

from curriculum_gap.explain.passages import TopicInput
from curriculum_gap.explanation import TIED_OBJECTIVE, LevelChance, NextStep
from curriculum_gap.measure import RatedEvidence, level_features, level_if_plain, level_probability
from curriculum_gap.nouns import Evidence, Level, Match, Passage, Section, Strength

__all__ = ["level_chances", "next_steps"]

_LEVELS = (Level.MENTIONED, Level.TAUGHT, Level.ASSESSED)
_LEAST_WEIGHT = 0.05  # log-odds; less does not show in the one decimal that is printed
_PLAIN_CHANCE = 0.9  # chance of a passage that is plainly about a topic
_MAX_PASSAGES = 3  # more passages than these are no small step
_KINDS = (
    Section.OBJECTIVE,
    TIED_OBJECTIVE,
    Section.SESSION,
    Section.READING,
    Section.ACTIVITY,
    Section.ASSIGNMENT,
)
"""Kinds of passage that may be added."""


def level_chances(source: TopicInput) -> tuple[LevelChance, ...]:
    """From the lowest level up; none where no evidence stands outside policy text."""
    if not source.rated:
        return ()
    values = level_features(source.rated, source.other_topics, source.topic.kind)
    chances = []
    for level in _LEVELS:
        step = source.calibration.levels[str(level)]
        parts = [("this topic, on labelled syllabi", step.topic.get(source.topic.id, 0.0))]
        for name, weight in step.weights.items():
            parts.append((_feature_text(name), weight * values.get(name, 0.0)))
        weighed = [part for part in parts if abs(part[1]) >= _LEAST_WEIGHT]
        weighed.append(("where every topic starts", step.intercept))
        weighed.sort(key=lambda part: (-abs(part[1]), part[0]))
        chance = level_probability(step, source.topic.id, values)
        chances.append(LevelChance(level, chance, step.threshold, tuple(weighed)))
    return tuple(chances)


def _feature_text(name: str) -> str:
    """A feature of the model of levels (``sum session``, ``best tie``) for a person to read."""
    known = {
        "best tie": TIED_OBJECTIVE,
        "best heading": "best heading",
        "best all": "best passage",
        "sum all": "all passages together",
    }
    if name in known:
        return known[name]
    how, _, section = name.partition(" ")
    if name.startswith("other topics"):
        return "other topics in this document"
    return f"best {section} passage" if how == "best" else f"{section} passages together"


def next_steps(source: TopicInput) -> tuple[NextStep, ...]:
    """For each kind of passage, how many plain ones more would give the next level; fewest first.

    One passage more would also speak for those that are there, which is left out.
    """
    if source.verdict.level is Level.ASSESSED:
        return ()
    steps = {}
    for kind in _KINDS:
        step = _step_with(source, kind)
        if step is not None:
            steps[step.kind] = step
    plain, tied = steps.get(str(Section.OBJECTIVE)), steps.get(TIED_OBJECTIVE)
    if plain and tied and plain.number <= tied.number:
        del steps[TIED_OBJECTIVE]  # an objective that need not be tied says enough
    return tuple(sorted(steps.values(), key=lambda step: (step.number, -step.chance, step.kind)))


def _step_with(source: TopicInput, kind: str) -> NextStep | None:
    """How many passages of this kind give the next level; None where a few do not.

    A passage that is plainly on the topic may give the level by itself, whatever the fitted chance:
    its own is the chance then.
    """
    topic, wanted = source.topic, Level(source.verdict.level + 1)
    step = source.calibration.levels[str(wanted)]
    added: list[RatedEvidence] = []
    for number in range(1, _MAX_PASSAGES + 1):
        words = "x" * number  # no two are the same thing
        if kind == TIED_OBJECTIVE:
            passage = Passage(words, Section.OBJECTIVE, tie="an assignment")
        else:
            passage = Passage(words, Section(kind))
        named = (Match(words, Strength.STRONG, _PLAIN_CHANCE, "text"),)
        added.append((Evidence(topic.id, passage, _PLAIN_CHANCE, named), _PLAIN_CHANCE))
        gives_level_alone = level_if_plain(passage, topic.kind) >= wanted
        values = level_features([*source.rated, *added], source.other_topics, topic.kind)
        chance = level_probability(step, topic.id, values)
        if gives_level_alone:
            chance = max(chance, _PLAIN_CHANCE)
        if chance >= step.threshold:
            return NextStep(str(kind), number, chance)
    return None
