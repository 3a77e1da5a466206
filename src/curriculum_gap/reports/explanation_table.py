"""Why a level, for a person to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text

from curriculum_gap.nouns import Level, Match, Passage, Section, Strength, TopicCoverage
from curriculum_gap.proof import (
    TIED_OBJECTIVE,
    Explanation,
    SeenTerm,
    Sighting,
    Step,
    TopicExplanation,
)
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.page import LEVEL_STYLE, Page, grid
from curriculum_gap.reports.quotation import place, quotation, where
from curriculum_gap.reports.view import PATH_SEPARATOR, View, content
from curriculum_gap.reports.wording import as_typed, count, glyph

__all__ = ["explanation_as_table"]

_QUOTED = 320  # characters of a passage
_TERMS_SHOWN = 6
_REFUSED_SHOWN = 8
_POLICY_SHOWN = 4
_PARTS_SHOWN = 4
_TIPS_SHOWN = 3
_ID = 34

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


def explanation_as_table(explanation: Explanation, view: View, in_full: bool) -> str:
    """A page about the topics or passages asked for; an overview where ``in_full`` is false."""
    page = Page(view)
    if explanation.about:
        _passages(page, explanation)
    elif in_full:
        for topic in explanation.topics:
            page.gap()
            _topic(page, topic, explanation)
    else:
        _overview(page, explanation)
    return page.text()


# Overview


def _overview(page: Page, explanation: Explanation) -> None:
    coverage = explanation.coverage
    title = Text(as_line(coverage.title), style="bold")
    page.ends(title, Text(as_line(coverage.source), style="dim"))
    page.put(Text(f"{count(coverage.words, 'word')} in {count(explanation.passages, 'passage')}"))
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


def _rule(verdict: TopicCoverage) -> str:
    return as_line(verdict.rule.removeprefix(f"{verdict.level}: "))


# One topic


def _topic(page: Page, topic: TopicExplanation, explanation: Explanation) -> None:
    verdict = topic.verdict
    said = "not found here" if verdict.level is Level.ABSENT else str(verdict.level)
    head = Text(f"{as_line(topic.topic.title)}: {said}", style="bold")
    page.ends(head, Text(as_line(explanation.coverage.source), style="dim"))
    page.blank()
    page.put(Text(_verdict(topic)))
    short = _short(topic)
    if short:
        page.put(Text(short))
    counted = [s for s in topic.sightings if s.counts]
    policy = [s for s in topic.sightings if s.evidence.passage.section is Section.POLICY]
    refused = [s for s in topic.sightings if not s.counts and s not in policy]
    for sighting in counted:
        page.blank()
        _sighting(page, sighting)
    _others(page, "Looked at and not counted", refused, _REFUSED_SHOWN, explanation)
    head_of_policy = "In policy text, which sets a flag and never a level"
    _others(page, head_of_policy, policy, _POLICY_SHOWN, explanation)
    _near(page, topic)
    if topic.steps:
        _ladder(page, topic)


def _verdict(topic: TopicExplanation) -> str:
    verdict = topic.verdict
    if verdict.level is Level.ABSENT:
        if not topic.sightings:
            return "No passage holds a term of this topic."
        seen = count(sum(any(not t.veto for t in s.terms) for s in topic.sightings), "passage")
        flag = " It shows up in policy text, which never raises a level." if verdict.policy else ""
        return f"Not found here: {_rule(verdict)} ({seen} with a term of it).{flag}"
    flag = " It also shows up in policy text, which adds nothing." if verdict.policy else ""
    return f"The level is {verdict.level}: {_rule(verdict)}.{flag}"


def _next(topic: TopicExplanation) -> Step | None:
    wanted = Level(topic.verdict.level + 1)
    return next((step for step in topic.steps if step.level is wanted), None)


def _short(topic: TopicExplanation) -> str:
    """Which step is short, by how much, and what would be enough."""
    if topic.verdict.level is Level.ASSESSED:
        return ""
    step = _next(topic)
    wanted = Level(topic.verdict.level + 1)
    words = [
        f"{tip.number} {_MORE[tip.kind][1]}" if tip.number > 1 else _MORE[tip.kind][0]
        for tip in topic.tips[:_TIPS_SHOWN]
    ]
    at = f" needs a chance of {step.needs:.2f} and stands at {step.chance:.2f}" if step else ""
    if not words:
        return f"The next step, {wanted},{at}." if at else ""
    enough = " or ".join(words)
    more = "more would do" if topic.sightings else "would do"
    lead = f"The next step, {wanted},{at}; " if at else f"For {wanted}, "
    return f"{lead}{enough} {more}."


def _head_of(sighting: Sighting) -> Text:
    passage = sighting.evidence.passage
    path = as_line(PATH_SEPARATOR.join(passage.headings))
    spot = place(passage)
    return (
        Text(f"{spot}  " if spot else "")
        .append(str(passage.section), "bold")
        .append(f"  {path}" if path else "")
    )


def _figures(sighting: Sighting) -> Text:
    figures = f"score {sighting.evidence.score:.2f}"
    if sighting.chance:
        figures += f" → {sighting.chance:.2f}"
    return Text(figures, style="dim")


def _sighting(page: Page, sighting: Sighting) -> None:
    page.ends(_head_of(sighting), _figures(sighting))
    passage = sighting.evidence.passage
    if passage.why:
        page.put(Text(f"{passage.section} because of {as_line(passage.why)}", style="dim"), 5)
    if passage.tie:
        page.put(Text(f"tied to {as_line(passage.tie)}", style="dim"), 5)
    if sighting.alone:
        plain = f"names the topic in few words: by itself enough for {sighting.alone}"
        page.put(Text(plain, style="dim"), 5)
    _quote(page, sighting)
    _terms(page, sighting.terms)


def _quote(page: Page, sighting: Sighting) -> None:
    line = Text("“")
    # Hits that do not count are marked too: the word is what the reader looks for.
    matches = tuple(
        Match(term.term, Strength(term.strength), term.share, term.place, term.start, term.end)
        for term in sighting.terms
    )
    for words, marked in quotation(replace(sighting.evidence, matches=matches), _QUOTED):
        line.append(f"‹{words}›" if marked else words, style="bold" if marked else "")
    page.put(line.append("”"), 5)


def _terms(page: Page, terms: Sequence[SeenTerm]) -> None:
    shown = terms[:_TERMS_SHOWN]
    width = min(max((len(as_line(term.term)) for term in shown), default=0), 36)
    for term in shown:
        cells = [
            Text(as_line(term.term)),
            Text(term.strength),
            Text("–" if term.veto else f"{term.share:.2f}"),
            Text(_about_term(term), style="dim"),
        ]
        page.put(grid((max(width, 8), 10, 4, None), cells), 7)
    if len(terms) > len(shown):
        page.put(Text(f"… {len(terms) - len(shown)} more", style="dim"), 7)


def _about_term(term: SeenTerm) -> str:
    if term.veto:
        return f"does not count: {as_line(term.veto)}"
    places = {"text": "", "heading": "in the heading above", "table": "in the table's header",
              "title": "in the document's title"}  # fmt: skip
    said = [places.get(term.place, term.place)]
    if term.partner:
        said.append(f"partner: {as_line(term.partner)}")
    if term.lone:
        said.append("contextual without a partner")
    return "; ".join(part for part in said if part)


def _others(
    page: Page,
    head: str,
    sightings: Sequence[Sighting],
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
        page.ends(_head_of(sighting), _figures(sighting))
        _quote(page, sighting)
        _terms(page, sighting.terms)
    if len(shown) < len(sightings):
        more = f"… {len(sightings) - len(shown)} more, fainter: --all shows them"
        page.put(Text(more, style="dim"))


def _vetoed(sighting: Sighting) -> list[SeenTerm]:
    return [term for term in sighting.terms if term.veto]


def _near(page: Page, topic: TopicExplanation) -> None:
    if topic.verdict.level is not Level.ABSENT or not (topic.apart or topic.words):
        return
    page.blank()
    page.put(Text("Near misses", style="bold"))
    apart = dict.fromkeys(as_line(found.term) for found in topic.apart)
    if apart:
        page.put(Text("All words of a term in one passage, but apart: " + "; ".join(apart)), 5)
    if topic.words:
        words = ", ".join(f"{as_line(word)} ({number})" for word, number in topic.words)
        page.put(Text(f"Single words of its terms, with the number of passages: {words}"), 5)


def _ladder(page: Page, topic: TopicExplanation) -> None:
    page.blank()
    page.put(Text("How the level came about", style="bold"))
    below = False
    for step in topic.steps:
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


# Passages


def _passages(page: Page, explanation: Explanation) -> None:
    for position, passage in explanation.found:
        page.gap()
        spot = place(passage)
        head = Text(f"{spot}  " if spot else "").append(str(passage.section), "bold")
        path = as_line(PATH_SEPARATOR.join(passage.headings))
        page.put(head.append(f"  {path}" if path else "", style="not bold"))
        if passage.why:
            page.put(Text(f"{passage.section} because of {as_line(passage.why)}", style="dim"), 5)
        page.put(Text(f"“{_cut(passage)}”"), 5)
        seen = [
            (topic, sighting)
            for topic in explanation.topics
            for sighting in topic.sightings
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
            page.ends(name, _figures(sighting))
            _terms(page, sighting.terms)


def _cut(passage: Passage) -> str:
    text = as_line(passage.text)
    return text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + "…"
