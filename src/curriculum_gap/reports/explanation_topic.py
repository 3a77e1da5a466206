"""One topic explained in full to a person: the verdict, the passages, near misses, the ladder."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from curriculum_gap.explanation import (
    TIED_OBJECTIVE,
    Candidate,
    Explanation,
    MatchedTerm,
    TopicExplanation,
)
from curriculum_gap.nouns import Level, Section, TopicCoverage
from curriculum_gap.reports.explanation_sighting import put_sighting
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.page import Page, grid
from curriculum_gap.reports.wording import count

__all__ = ["put_topic"]

_REFUSED_SHOWN = 8
_POLICY_SHOWN = 4
_PARTS_SHOWN = 4
_TIPS_SHOWN = 3

_MORE = {
    "objective": ("an objective that names it", "objectives that name it"),
    "session": ("a session on it", "sessions on it"),
    "reading": ("a reading about it", "readings about it"),
    "activity": ("a regular activity on it", "regular activities on it"),
    "assignment": ("graded work on it", "pieces of graded work on it"),
    TIED_OBJECTIVE: (
        "an objective about it that names its assignment",
        "objectives about it that name their assignments",
    ),
}


def put_topic(page: Page, topic: TopicExplanation, explanation: Explanation) -> None:
    """The verdict and what it is short of, then every passage with what counted, then the ladder."""
    verdict = topic.verdict
    said = "not found here" if verdict.level is Level.ABSENT else str(verdict.level)
    head = Text(f"{as_line(topic.topic.title)}: {said}", style="bold")
    page.ends(head, Text(as_line(explanation.coverage.source), style="dim"))
    page.blank()
    page.put(Text(_verdict(topic)))
    short = _short(topic)
    if short:
        page.put(Text(short))
    counted = [s for s in topic.candidates if s.counts]
    policy = [s for s in topic.candidates if s.evidence.passage.section is Section.POLICY]
    refused = [s for s in topic.candidates if not s.counts and s not in policy]
    for sighting in counted:
        page.blank()
        put_sighting(page, sighting, in_full=True)
    _others(page, "Looked at and not counted", refused, _REFUSED_SHOWN, explanation)
    head_of_policy = "In policy text, which sets a flag and never a level"
    _others(page, head_of_policy, policy, _POLICY_SHOWN, explanation)
    _near(page, topic)
    if topic.level_chances:
        _ladder(page, topic)


def _verdict(topic: TopicExplanation) -> str:
    verdict = topic.verdict
    if verdict.level is Level.ABSENT:
        if not topic.candidates:
            return "No passage holds a term of this topic."
        seen = count(sum(any(not t.veto for t in s.terms) for s in topic.candidates), "passage")
        flag = " It shows up in policy text, which never raises a level." if verdict.policy else ""
        return f"Not found here: {_rule(verdict)} ({seen} with a term of it).{flag}"
    flag = " It also shows up in policy text, which adds nothing." if verdict.policy else ""
    return f"The level is {verdict.level}: {_rule(verdict)}.{flag}"


def _rule(verdict: TopicCoverage) -> str:
    return as_line(verdict.rule.removeprefix(f"{verdict.level}: "))


def _short(topic: TopicExplanation) -> str:
    """Which step is short, by how much, and what would be enough."""
    if topic.verdict.level is Level.ASSESSED:
        return ""
    wanted = Level(topic.verdict.level + 1)
    step = next((step for step in topic.level_chances if step.level is wanted), None)
    words = [
        f"{tip.number} {_MORE[tip.kind][1]}" if tip.number > 1 else _MORE[tip.kind][0]
        for tip in topic.next_steps[:_TIPS_SHOWN]
    ]
    at = f" needs a chance of {step.needs:.2f} and stands at {step.chance:.2f}" if step else ""
    if not words:
        return f"The next step, {wanted},{at}." if at else ""
    enough = " or ".join(words)
    more = "more would do" if topic.candidates else "would do"
    lead = f"The next step, {wanted},{at}; " if at else f"For {wanted}, "
    return f"{lead}{enough} {more}."


def _others(
    page: Page,
    head: str,
    sightings: Sequence[Candidate],
    most: int,
    explanation: Explanation,
) -> None:
    if not sightings:
        return
    page.blank()
    page.put(Text(head, style="bold"))
    if any(s.chance for s in sightings):
        page.put(Text(f"A passage counts from {explanation.counts_from:.2f} on.", style="dim"))
    best = sorted(sightings, key=lambda s: (-bool(_vetoed(s)), -s.chance, -s.evidence.score))
    shown = best if page.view.everything else best[:most]
    for sighting in sorted(shown, key=lambda s: s.evidence.position):
        put_sighting(page, sighting)
    if len(shown) < len(sightings):
        more = f"… {len(sightings) - len(shown)} more, fainter: --all shows them"
        page.put(Text(more, style="dim"))


def _vetoed(sighting: Candidate) -> list[MatchedTerm]:
    return [term for term in sighting.terms if term.veto]


def _near(page: Page, topic: TopicExplanation) -> None:
    if topic.verdict.level is not Level.ABSENT or not (topic.scattered or topic.rare_words):
        return
    page.blank()
    page.put(Text("Near misses", style="bold"))
    apart = dict.fromkeys(as_line(found.term) for found in topic.scattered)
    if apart:
        page.put(Text("All words of a term in one passage, but apart: " + "; ".join(apart)), 5)
    if topic.rare_words:
        words = ", ".join(f"{as_line(word)} ({number})" for word, number in topic.rare_words)
        page.put(Text(f"Single words of its terms, with the number of passages: {words}"), 5)


def _ladder(page: Page, topic: TopicExplanation) -> None:
    page.blank()
    page.put(Text("How the level came about", style="bold"))
    below = False
    for step in topic.level_chances:
        reached = step.reached and not below
        below = below or not step.reached
        outcome = "reached" if reached else "not reached"
        if not reached and step.level <= topic.verdict.level:
            outcome = "given by a passage that names it in few words"
        cells = [
            Text(str(step.level)),
            Text(f"needs {step.needs:.2f}"),
            Text(f"stands at {step.chance:.2f}"),
            Text(outcome, style="green" if reached else "dim"),
        ]
        page.put(grid((10, 11, 15, None), cells), 5)
        parts = [f"{name} {_signed(value)}" for name, value in step.weighed[:_PARTS_SHOWN]]
        page.put(Text("; ".join(parts), style="dim"), 7)
    page.put(
        Text(
            "Numbers behind the steps are log-odds fitted on labelled syllabi; they add up.",
            style="dim",
        ),
        5,
    )


def _signed(value: float) -> str:
    return f"+{value:.1f}" if value >= 0 else f"−{-value:.1f}"
