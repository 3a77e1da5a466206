"""Why a level, for a person to read: an overview, topics in full, or passages asked for."""

from __future__ import annotations

from rich.text import Text

from curriculum_gap.explanation import Explanation, TopicExplanation
from curriculum_gap.nouns import Section
from curriculum_gap.reports.explanation_sighting import (
    PASSAGE_SHOWN,
    figures_of,
    head_of,
    put_terms,
    put_why,
)
from curriculum_gap.reports.explanation_topic import put_topic
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.page import LEVEL_STYLE, Page, grid
from curriculum_gap.reports.quotation import beginning, where
from curriculum_gap.reports.view import View, content
from curriculum_gap.reports.wording import as_typed, count, glyph

__all__ = ["explanation_as_table"]

_ID = 34


def explanation_as_table(explanation: Explanation, view: View, in_full: bool) -> str:
    """A page about the topics or passages asked for; an overview where ``in_full`` is false."""
    page = Page(view)
    if explanation.quoted:
        _passages(page, explanation)
    elif in_full:
        for topic in explanation.topics:
            page.gap()
            put_topic(page, topic, explanation)
    else:
        _overview(page, explanation)
    return page.text()


# Overview


def _overview(page: Page, explanation: Explanation) -> None:
    coverage = explanation.coverage
    title = Text(as_line(coverage.title), style="bold")
    page.ends(title, Text(as_line(coverage.source), style="dim"))
    page.put(
        Text(f"{count(coverage.words, 'word')} in {count(explanation.passage_count, 'passage')}")
    )
    page.blank()
    shown = [topic for topic in explanation.topics if topic.verdict.level or topic.verdict.policy]
    for topic in shown:
        _line(page, topic)
    if not shown:
        page.put(Text("No topic of the rubric was found here."))
    page.blank()
    best = max(shown, key=lambda topic: topic.verdict.level, default=None)
    asked = best or next(iter(explanation.topics), None)
    if asked is not None:
        step = f"gapcheck explain {as_typed(coverage.source)} --topic {as_line(asked.topic.id)}"
        page.command(Text("One topic in full:  ", style="dim").append(step, style=""))


def _line(page: Page, topic: TopicExplanation) -> None:
    verdict = topic.verdict
    level = Text(glyph(verdict.level), style=LEVEL_STYLE[verdict.level])
    level.append(f" {verdict.level}" if verdict.level else " policy")
    spots = where(content(verdict)) if verdict.level else "only in policy text"
    cells = [level, Text(as_line(topic.topic.id), style="bold"), Text(spots, style="dim")]
    page.put(grid((13, _ID, None), cells))


# Passages


def _passages(page: Page, explanation: Explanation) -> None:
    for position, passage in explanation.quoted_in:
        page.gap()
        page.put(head_of(passage))
        put_why(page, passage)
        page.put(Text(f"“{beginning(passage.text, PASSAGE_SHOWN)}”"), 5)
        seen = [
            (topic, sighting)
            for topic in explanation.topics
            for sighting in topic.candidates
            if sighting.evidence.position == position
        ]
        if not seen:
            page.put(Text("No term of any topic was seen in it."), 5)
        for topic, sighting in sorted(seen, key=lambda pair: -pair[1].chance):
            page.blank()
            verdict = "counts" if sighting.counts else "does not count"
            if passage.section is Section.POLICY:
                least = explanation.policy_from
                sets = sighting.evidence.score >= least
                verdict = "policy text: sets the flag" if sets else "policy text: too faint a flag"
            name = Text(as_line(topic.topic.id), style="bold").append(f"  {verdict}", "not bold")
            page.ends(name, figures_of(sighting))
            put_terms(page, sighting.terms)
