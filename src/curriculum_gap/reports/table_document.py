"""What the table shows of one document."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    Level,
    Rubric,
    Scope,
    Topic,
    TopicCoverage,
)
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.page import (
    LEVEL_STYLE,
    WIDE,
    Page,
    bar,
    grid,
    heads,
    quoted,
    rubric_name,
)
from curriculum_gap.reports.quotation import place, where
from curriculum_gap.reports.view import (
    Pairs,
    by_topic,
    content,
    only_policy,
    percent,
    reached,
    reached_of_expected,
)
from curriculum_gap.reports.wording import (
    as_typed,
    facts,
    glyph,
    missing,
    next_step,
    not_assessable,
    policy_spots,
    standing,
)

__all__ = ["put_document"]

_COLUMNS = (13, 40, 30, None)
"""Level, topic, where, words."""
_MISSING_SHOWN = 4
_BAR = 28


def put_document(page: Page, coverage: Coverage, rubric: Rubric) -> None:
    """The answer in three lines, levels by domain, what is missing, remarks, the next step."""
    pairs = by_topic(coverage, rubric.topics)
    page.gap()
    _head(page, coverage, rubric, pairs)
    _levels(page, rubric, pairs)
    _missing(page, coverage, pairs)
    _remarks(page, coverage, pairs)
    _next_step(page, coverage)


def _head(page: Page, coverage: Coverage, rubric: Rubric, pairs: Pairs) -> None:
    title = Text(as_line(coverage.title) or as_line(coverage.source), style="bold")
    page.ends(title, Text(facts(coverage), style="dim"))
    page.put(Text(standing(pairs)))
    met, expected = reached_of_expected(pairs)
    share = bar(met, expected, _BAR).append(f"  {percent(met, expected)}", style="bold")
    page.ends(share, rubric_name(rubric))


def _levels(page: Page, rubric: Rubric, pairs: Pairs) -> None:
    if page.width >= WIDE and _shown(page, pairs):
        page.blank()
        page.put(heads(_COLUMNS, ("level", "topic", "where", "in the syllabus's own words")), 3)
    bare = []
    for domain in rubric.domains:
        mine = [pair for pair in pairs if pair[0].domain == domain.id]
        shown = _shown(page, mine)
        if shown:
            page.blank()
            page.put(Text(as_line(domain.title), style="bold"))
            for topic, found in shown:
                _topic(page, topic, found)
        elif mine:
            bare.append(as_line(domain.title))
    if bare:
        page.blank()
        page.put(Text("Nothing found here on: ").append("; ".join(bare)))


def _shown(page: Page, pairs: Pairs) -> Pairs:
    if page.view.everything:
        return pairs
    return [(topic, found) for topic, found in pairs if found.level > Level.ABSENT]


def _topic(page: Page, topic: Topic, found: TopicCoverage) -> None:
    level = Text(glyph(found.level), style=LEVEL_STYLE[found.level])
    if found.level is Level.ABSENT:
        title = Text(as_line(topic.title), style="dim")
        spots = Text(_absent(topic, found), style="dim")
        pieces: tuple[Evidence, ...] = ()
    else:
        level.append(f" {found.level}")
        title = Text(as_line(topic.title), style="bold")
        if topic.expected is Level.ASSESSED and not reached(topic, found):
            title.append(f" ({topic.expected} is expected)", style="not bold")
        pieces = content(found)
        spots = Text(where(pieces))
        if found.policy:
            spots.append(" · " if spots else "").append(
                f"also in policy text{policy_spots(found)}", "dim"
            )
    pieces = pieces[: 1 if page.view.evidence is None else page.view.evidence]
    under = _COLUMNS[0] + 5
    if page.width >= WIDE:
        room = page.width - 3 - sum(width + 2 for width in _COLUMNS if width)
        page.put(grid(_COLUMNS, [level, title, spots, _quotes(pieces, room)]), 3)
    else:
        page.put(grid((*_COLUMNS[:1], None), [level, title]), 3)
        for text in (spots, _quotes(pieces, page.width - under)):
            if text:
                page.put(text, under)
    if page.view.verbose and found.rule:
        page.put(Text(f"why {as_line(found.rule)}", style="dim"), under)


def _absent(topic: Topic, found: TopicCoverage) -> str:
    if found.policy:
        return "only as policy text"
    if topic.scope is Scope.PROGRAM:
        return "not assessable from one syllabus"
    return "not found here"


def _quotes(pieces: Iterable[Evidence], width: int) -> Text:
    lines = []
    for piece in pieces:
        spot = place(piece.passage)
        words = quoted(piece, width - 2 - (len(spot) + 1 if spot else 0))
        lines.append(words.append(f" {spot}" if spot else "", style="dim"))
    return Text("\n").join(lines)


def _missing(page: Page, coverage: Coverage, pairs: Pairs) -> None:
    topics = missing(pairs)
    if not topics:
        return
    page.blank()
    these = "it" if len(topics) == 1 else "them"
    page.put(Text(f"Not found here, though this rubric expects {these}", style="bold"))
    shown = topics if page.view.everything else topics[:_MISSING_SHOWN]
    for topic in shown:
        title = Text(as_line(topic.title))
        advice = Text(as_line(topic.suggestions[0]) if topic.suggestions else "", style="dim")
        if page.width >= WIDE:
            page.put(grid((sum(_COLUMNS[:2]) + 2, None), [title, advice]), 3)
        else:
            page.put(title, 3)
            if advice:
                page.put(advice, 5)
    if len(shown) < len(topics):
        step = f"gapcheck {as_typed(coverage.source)} --all"
        more = Text(f"  … {len(topics) - len(shown)} more: ", style="dim").append(step, style="")
        page.command(more)


def _remarks(page: Page, coverage: Coverage, pairs: Pairs) -> None:
    remarks = []
    policy = [
        as_line(topic.title) + policy_spots(found) for topic, found in pairs if only_policy(found)
    ]
    if policy:
        remarks.append(Text("Only as policy text: ", style="bold").append("; ".join(policy), ""))
    program = [as_line(topic.title) for topic in not_assessable(pairs)]
    if program and not page.view.everything:
        names = "; ".join(program)
        remarks.append(Text(f"Not assessable from one syllabus: {names}", style="dim"))
    for warning in coverage.warnings:
        remarks.append(Text("Warning: ", style="bold yellow").append(as_line(warning), style=""))
    if remarks:
        page.blank()
    for remark in remarks:
        page.put(remark)


def _next_step(page: Page, coverage: Coverage) -> None:
    step = next_step(coverage)
    if step and page.view.evidence is None:
        page.blank()
        page.command(Text("Why a level?  ", style="dim").append(step, style=""))
