"""Why a topic got its level: the values that ``explain`` makes and ``reports`` shows.

Values only, frozen, as in :mod:`curriculum_gap.nouns`. The words follow a term on its way: a
*match* is a term found in a passage, a *candidate* is a passage with matches of a topic, and
*evidence* is what counts towards the level.
"""

from __future__ import annotations

from dataclasses import dataclass

from curriculum_gap.nouns import Coverage, Evidence, Level, Passage, Rubric, Topic, TopicCoverage

__all__ = [
    "TIED_OBJECTIVE",
    "Candidate",
    "Explanation",
    "LevelChance",
    "MatchedTerm",
    "NextStep",
    "ScatteredTerm",
    "TopicExplanation",
]

TIED_OBJECTIVE = "objective tied to an assignment"
"""A kind of passage that is no section of its own, and weighs more than a plain objective."""


@dataclass(frozen=True, slots=True)
class MatchedTerm:
    """A term found in a passage, whether it counts or not.

    ``share`` is its part of the passage's score: the shares of a passage add up to the score.
    ``place`` is ``text``, ``heading``, ``table`` or ``title``; ``start`` and ``end`` are character
    offsets into the passage's text (0, 0 outside of it). ``partner`` is the word that lets a
    contextual term count; ``without_partner`` marks a contextual term that has none. ``veto`` says
    why the term does not count (``false friend: …``, ``out of scope``), else ``""``.
    """

    term: str
    strength: str
    share: float
    place: str
    start: int = 0
    end: int = 0
    partner: str = ""
    without_partner: bool = False
    veto: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage in which terms of a topic were found.

    ``chance`` (0–1) is how likely the passage is about the topic, given the rest of the document;
    ``counts`` tells whether that is enough. ``own_level`` is the level that the passage gives by
    itself, because it is plainly on the topic or names it in few words, and ``own_reason`` says so
    in the words of the verdict. Policy text has no chance (0.0): from a score of
    ``Explanation.policy_from`` on it sets the policy flag, and it never counts. ``learned`` are
    learned words in it with what each adds to the log-odds of the chance, heaviest first.
    """

    evidence: Evidence
    chance: float
    counts: bool
    terms: tuple[MatchedTerm, ...]
    own_level: Level = Level.ABSENT
    own_reason: str = ""
    learned: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class LevelChance:
    """How likely a topic has reached ``level``: ``chance`` (0–1) must be at least ``needs``.

    ``weighed`` holds what spoke for and against it (log-odds), heaviest first, in plain words.
    """

    level: Level
    chance: float
    needs: float
    weighed: tuple[tuple[str, float], ...]

    @property
    def reached(self) -> bool:
        """Whether the chance is enough."""
        return self.chance >= self.needs


@dataclass(frozen=True, slots=True)
class NextStep:
    """What would give the next level: ``number`` more plain passages of one ``kind``.

    ``kind`` is a section or ``TIED_OBJECTIVE``. With them the chance would be ``chance``. It may be
    less than the level needs, where one such passage is enough by itself.
    """

    kind: str
    number: int
    chance: float


@dataclass(frozen=True, slots=True)
class ScatteredTerm:
    """A term whose words all stand in the passage at ``position``, but not as the term."""

    term: str
    position: int


@dataclass(frozen=True, slots=True)
class TopicExplanation:
    """One topic in one document.

    ``candidates`` stand in reading order. ``level_chances`` go from the lowest level up; there are
    none where no candidate stands outside policy text. ``setting`` is what the document's other
    topics say for this one. ``scattered`` and ``rare_words`` (word, number of passages) are near
    misses of an absent topic.
    """

    topic: Topic
    verdict: TopicCoverage
    candidates: tuple[Candidate, ...]
    level_chances: tuple[LevelChance, ...]
    next_steps: tuple[NextStep, ...]
    setting: float
    scattered: tuple[ScatteredTerm, ...]
    rare_words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a document got its levels.

    ``passage_count`` counts all passages. ``counts_from`` is the chance from which a candidate
    counts, ``policy_from`` the score from which policy text sets the flag. ``quoted`` is a text
    that was asked for (else ``""``): then ``quoted_in`` are the passages that hold it, with their
    positions, and ``topics`` those with candidates in these passages, showing no others.
    """

    coverage: Coverage
    rubric: Rubric
    passage_count: int
    counts_from: float
    policy_from: float
    topics: tuple[TopicExplanation, ...]
    quoted: str = ""
    quoted_in: tuple[tuple[int, Passage], ...] = ()
