"""What the terminal shows of one document.

Takes a coverage, writes it to a page; at less than 140 columns it looks like this::

     NUTR 210 · Food and Society                       nutr210.pdf · 9 pages · 3,120 words
     1 of 5 topics at the expected level · 1 assessed · 1 taught
     ██████░░░░░░░░░░░░░░░░░░░░░░  20 %                        topic list food-justice 2.0

     Access to food
       ●●● assessed   Hunger and its causes
                      objective p2 · week 3 · assignment p6
                      “Paper 2 (30 %): ‹map hunger› in the county where you live” p6
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from curriculum_gap.advice import is_outside_field
from curriculum_gap.nouns import Coverage, Evidence, Rubric, Scope, Topic, TopicCoverage
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.fitting_places import (
    OUTSIDE_FIELD,
    fitting_place,
    has_place,
    places_first,
)
from curriculum_gap.reports.quotations import place_of, places_of
from curriculum_gap.reports.terminal.page import (
    LEVEL_STYLE,
    Page,
    head_row,
    put_list_heading,
    put_rubric_facts,
    put_warnings,
    quotation,
    row,
    rubric_name,
    share_bar,
)
from curriculum_gap.reports.topics import (
    TopicPairs,
    bare_domains,
    counted_evidence,
    found_pairs,
    is_below_assessed,
    lists_of_document,
    low_topics,
    missing_topics,
    only_in_policy,
    pair_topics,
    pairs_by_domain,
    program_topics,
    shares_of_document,
)
from curriculum_gap.reports.wording import (
    count_noun,
    document_facts,
    explain_best_topic,
    level_glyph,
    ocr_option,
    percent,
    policy_places,
    standing,
    typed_command,
)

__all__ = ["put_document"]

_LEVEL, _TOPIC, _PLACES = 13, 40, 30
"""Columns of a level, a topic and its places; the words take what is left of a wide page."""
_WIDTHS = (_LEVEL, _TOPIC, _PLACES, None)
_GUTTER = 2  # columns between two of these
_INDENT = 3
_MISSING_SHOWN = 4
_BAR, _SHORT_BAR = 28, 14


def put_document(page: Page, coverage: Coverage, rubric: Rubric, with_facts: bool = True) -> None:
    """The answer in three lines, then for each topic list of the run levels by domain, what is
    missing and remarks, then the next step. ``with_facts``: what is to be known of the topic lists
    is not said elsewhere on the page."""
    page.rule()
    title = Text(escape_line(coverage.title) or escape_line(coverage.source), style="bold")
    page.ends(title, Text(document_facts(coverage), style="dim"))
    if not rubric.parts:
        page.line(standing(pair_topics(coverage, rubric.topics)))
    _put_shares(page, coverage, rubric)
    if with_facts:
        put_rubric_facts(page, rubric)
    put_warnings(page, coverage.warnings)
    for one, shown in lists_of_document(coverage, rubric):
        pairs = pair_topics(shown, one.topics)
        if rubric.parts:
            put_list_heading(page, one)
            page.line(standing(pairs))
        _put_list(page, shown, one, pairs)
    command = explain_best_topic(coverage, page.options.rubrics)
    if command and page.options.quotations is None:
        page.blank()
        page.command("Why a level?  ", command)


def _put_shares(page: Page, coverage: Coverage, rubric: Rubric) -> None:
    """A bar for each topic list of the run; where they are several, counts stand before it."""
    shares = shares_of_document(coverage, rubric)
    counts = [f"{one.reached} of {count_noun(one.expected, 'topic')}" for one in shares]
    width = max(map(len, counts), default=0)
    for (part, reached, expected), count in zip(shares, counts, strict=True):
        share = Text(f"{count:<{width}}  " if rubric.parts else "")
        share.append_text(share_bar(reached, expected, _SHORT_BAR if rubric.parts else _BAR))
        share.append(f"  {percent(reached, expected)}", style="bold")
        page.ends(share, rubric_name(part))


def _put_list(page: Page, coverage: Coverage, rubric: Rubric, pairs: TopicPairs) -> None:
    """What a document shows of one topic list."""
    _put_levels(page, rubric, pairs)
    if is_outside_field(coverage, rubric):
        page.blank()
        page.line(f"{OUTSIDE_FIELD}.")
    else:
        _put_missing(page, coverage, missing_topics(pairs))
        _put_low(page, coverage, low_topics(pairs))
    _put_remarks(page, coverage, pairs)


# Levels


def _put_levels(page: Page, rubric: Rubric, pairs: TopicPairs) -> None:
    """The topics found under their domains, or all topics; then the domains without one."""
    shown = pairs if page.options.everything else found_pairs(pairs)
    if page.is_wide and shown:
        page.blank()
        heads = ("level", "topic", "where", "in the syllabus's own words")
        page.put(head_row(_WIDTHS, heads), _INDENT)
    for domain, group in pairs_by_domain(shown, rubric):
        page.heading(escape_line(domain.title))
        for topic, verdict in group:
            _put_topic(page, topic, verdict)
    if not page.options.everything:
        bare = [escape_line(domain.title) for domain in bare_domains(pairs, rubric)]
        if bare:
            page.blank()
            page.line(f"Nothing found here on: {'; '.join(bare)}")


def _put_topic(page: Page, topic: Topic, verdict: TopicCoverage) -> None:
    """In one line on a wide page, else in up to three."""
    evidence: tuple[Evidence, ...] = ()
    level = Text(level_glyph(verdict.level), style=LEVEL_STYLE[verdict.level])
    if verdict.level:
        evidence = counted_evidence(verdict)
        level.append(f" {verdict.level}")
        title = Text(escape_line(topic.title), style="bold")
        if is_below_assessed(topic, verdict):
            title.append(f" ({topic.expected} is expected)", style="not bold")
        places = _places(evidence, verdict)
    else:
        title = Text(escape_line(topic.title), style="dim")
        places = Text(_why_absent(topic, verdict), style="dim")
    shown = evidence[: page.options.quotations_per_topic]
    below_level = _INDENT + _LEVEL + _GUTTER
    if page.is_wide:
        room = page.width - _INDENT - sum(width + _GUTTER for width in _WIDTHS if width)
        cells = [level, title, places, _quotations(shown, room)]
        page.put(row(_WIDTHS, cells), _INDENT)
    else:
        page.put(row((_LEVEL, None), [level, title]), _INDENT)
        for text in (places, _quotations(shown, page.width - below_level)):
            if text:
                page.put(text, below_level)
    if page.options.verbose and verdict.rule:
        page.line(f"why {escape_line(verdict.rule)}", "dim", below_level)


def _places(evidence: Sequence[Evidence], verdict: TopicCoverage) -> Text:
    """Where the evidence stands, then where policy text holds the topic too."""
    places = Text(places_of(evidence))
    if verdict.policy:
        places.append(" · " if places else "")
        places.append(f"also in policy text{policy_places(verdict)}", style="dim")
    return places


def _why_absent(topic: Topic, verdict: TopicCoverage) -> str:
    """What an absent topic has instead of places. Never that it is not taught."""
    if verdict.policy:
        return "only as policy text"
    if topic.scope is Scope.PROGRAM:
        return "not assessable from one syllabus"
    return "not found here"


def _quotations(evidence: Sequence[Evidence], width: int) -> Text:
    """Each in a line of its own, with its place."""
    lines = []
    for entry in evidence:
        place = place_of(entry.passage)
        suffix = f" {place}" if place else ""
        words = quotation(entry, width - 2 - len(suffix))
        lines.append(words.append(suffix, style="dim"))
    return Text("\n").join(lines)


# What is missing, and remarks


def _put_missing(page: Page, coverage: Coverage, topics: list[Topic]) -> None:
    """The first expected topics that show up nowhere, each with the place where it would fit and a
    suggestion; those with a place go first."""
    if not topics:
        return
    what = "it" if len(topics) == 1 else "them"
    places = "; where each would fit" if any(has_place(coverage, topic) for topic in topics) else ""
    page.heading(f"Not found here, though this topic list expects {what}{places}")
    in_order = topics if page.options.everything else places_first(coverage, topics)
    shown = in_order if page.options.everything else in_order[:_MISSING_SHOWN]
    for topic in shown:
        _put_advice(page, coverage, topic, escape_line(topic.title))
    _put_more(page, coverage, len(topics) - len(shown))


def _put_low(page: Page, coverage: Coverage, pairs: TopicPairs) -> None:
    """The topics that were found below their expected level and have a place to go on."""
    placed = [(topic, verdict) for topic, verdict in pairs if has_place(coverage, topic)]
    if not placed:
        return
    page.heading("Found below the expected level; where each could be taken up")
    shown = placed if page.options.everything else placed[:_MISSING_SHOWN]
    for topic, verdict in shown:
        title = f"{escape_line(topic.title)} ({verdict.level}, {verdict.expected} is expected)"
        _put_advice(page, coverage, topic, title)
    _put_more(page, coverage, len(placed) - len(shown))


def _put_advice(page: Page, coverage: Coverage, topic: Topic, title: str) -> None:
    """A topic, the place where it would fit, and a suggestion."""
    fit = fitting_place(coverage, topic)
    lines = [escape_line(line) for line in (fit.where, fit.suggestion) if line]
    if page.is_wide:
        advice = Text("\n".join(lines), style="dim")
        page.put(row((_LEVEL + _GUTTER + _TOPIC, None), [Text(title), advice]), _INDENT)
        return
    page.put(Text(title), _INDENT)
    for line in lines:
        page.put(Text(line, style="dim"), _INDENT + _GUTTER)


def _put_more(page: Page, coverage: Coverage, number: int) -> None:
    """How many topics are not shown, and the command that shows them."""
    if number:
        command = typed_command(
            coverage.source, f"--all {ocr_option(coverage)}".rstrip(), page.options.rubrics
        )
        page.command(f"  … {number} more: ", command)


def _put_remarks(page: Page, coverage: Coverage, pairs: TopicPairs) -> None:
    """Topics only in policy text, topics that one syllabus cannot show."""
    remarks = []
    in_policy = [
        escape_line(topic.title) + policy_places(verdict)
        for topic, verdict in pairs
        if only_in_policy(verdict)
    ]
    if in_policy:
        remarks.append(Text(f"Only as policy text: {'; '.join(in_policy)}", style="bold"))
    program = [escape_line(topic.title) for topic in program_topics(pairs)]
    if program and not page.options.everything:
        names = "; ".join(program)
        remarks.append(Text(f"Not assessable from one syllabus: {names}", style="dim"))
    if remarks:
        page.blank()
    for remark in remarks:
        page.put(remark)
