"""What the page in a browser shows of one document: the facts of the table in a terminal, with all
evidence folded below the best."""

from __future__ import annotations

from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    Level,
    Rubric,
    Section,
    Topic,
    TopicCoverage,
)
from curriculum_gap.reports.html_pieces import (
    bar,
    folded,
    level_chip,
    listed,
    quoted,
    shown,
    table_of,
    title_of,
    warned,
)
from curriculum_gap.reports.quotation import place, where
from curriculum_gap.reports.view import (
    PATH_SEPARATOR,
    Pairs,
    by_topic,
    content,
    only_policy,
    reached,
    reached_of_expected,
)
from curriculum_gap.reports.wording import (
    count,
    facts,
    missing,
    next_step,
    not_assessable,
    policy_spots,
    standing,
)

__all__ = ["body_of", "head_of", "name_of", "standing_of"]

_BEST = 220
_WHOLE = 700
"""Characters of the quotation beside a topic, and of those folded below it."""


def name_of(coverage: Coverage) -> str:
    return shown(coverage.title) or shown(coverage.source)


def head_of(coverage: Coverage, rubric: Rubric) -> str:
    """File, pages, words and the share."""
    share = bar(*reached_of_expected(by_topic(coverage, rubric.topics)))
    return f'<p class="soft"><bdi>{shown(facts(coverage))}</bdi></p>\n<p>{share}</p>\n'


def standing_of(coverage: Coverage, rubric: Rubric) -> str:
    """Counts by level, then warnings."""
    counts = shown(standing(by_topic(coverage, rubric.topics)))
    return f"<p>{counts}</p>\n{warned(coverage.warnings)}"


def body_of(
    coverage: Coverage, rubric: Rubric, rank: int, quotations: int, suggestions: int | None = None
) -> str:
    """Levels by domain, what is missing, remarks, the next step; headings of ``rank``,
    ``quotations`` beside each topic found, ``suggestions`` below each that is missing (None: all)."""
    pairs = by_topic(coverage, rubric.topics)
    return (
        _levels(pairs, rubric, rank, quotations)
        + _missing(pairs, rubric, rank, suggestions)
        + _policy(pairs, rubric, rank)
        + _remarks(pairs, rubric)
        + _next_step(coverage)
    )


def _levels(pairs: Pairs, rubric: Rubric, rank: int, quotations: int) -> str:
    heads = ("level", "topic", "where", "in the syllabus’s own words")
    groups, bare = [], []
    for domain in rubric.domains:
        mine = [pair for pair in pairs if pair[0].domain == domain.id]
        rows = "".join(
            _topic(topic, found, rubric, quotations) for topic, found in mine if found.level
        )
        if rows:
            groups.append(
                '<tbody role="rowgroup">\n<tr role="row"><th scope="rowgroup" role="rowheader" '
                f'colspan="{len(heads)}">{title_of(domain.title, rubric)}</th></tr>\n'
                f"{rows}</tbody>\n"
            )
        elif mine:
            bare.append(title_of(domain.title, rubric))
    table = table_of("topics", "Levels by domain", heads, "".join(groups))
    nothing = f"<p>Nothing found here on: {'; '.join(bare)}</p>\n" if bare else ""
    return f"<h{rank}>Topics</h{rank}>\n" + (table if groups else "") + nothing


def _topic(topic: Topic, found: TopicCoverage, rubric: Rubric, quotations: int) -> str:
    pieces = content(found)
    spots = shown(where(pieces))
    if found.policy:
        also = f"also in policy text{_spots(found)}"
        spots += (" · " if spots else "") + f'<span class="soft">{also}</span>'
    title = title_of(topic.title, rubric)
    if topic.expected is Level.ASSESSED and not reached(topic, found):
        title += f' <span class="soft">({topic.expected} is expected)</span>'
    best = "".join(f"<p>{quoted(piece, _BEST)} {_place(piece)}</p>\n"
                   for piece in pieces[:quotations])  # fmt: skip
    return (
        f'<tr role="row"><td role="cell">{level_chip(found.level)}</td>'
        f'<th scope="row" role="rowheader">{title}</th>'
        f'<td role="cell" class="where">{spots}</td>'
        f'<td role="cell">{best}{_evidence(found)}</td></tr>\n'
    )


def _place(piece: Evidence) -> str:
    spot = shown(place(piece.passage))
    return f'<span class="soft small">{spot}</span>' if spot else ""


def _evidence(found: TopicCoverage) -> str:
    """Every passage in reading order, with its place and heading path; policy text says so."""
    if not found.evidence:
        return ""
    why = f'<p class="soft small">Why: {shown(found.rule)}</p>\n' if found.rule else ""
    entries = []
    for piece in found.evidence:
        passage = piece.passage
        section = "policy text" if passage.section is Section.POLICY else str(passage.section)
        spot = " ".join(filter(None, (section, place(passage))))
        path = PATH_SEPARATOR.join(filter(None, map(shown, passage.headings)))
        path = f" · <bdi>{path}</bdi>" if path else ""
        score = f"score {piece.score:.2f}"
        entries.append(
            f'<span class="soft small"><strong>{shown(spot)}</strong>{path} · {score}</span><br>\n'
            f"{quoted(piece, _WHOLE)}"
        )
    summary = f"All evidence: {count(len(found.evidence), 'passage')}"
    return folded("evidence", summary, why + listed(entries))


def _missing(pairs: Pairs, rubric: Rubric, rank: int, suggestions: int | None) -> str:
    topics = missing(pairs)
    if not topics:
        return ""
    these = "it" if len(topics) == 1 else "them"
    entries = []
    for topic in topics:
        advice = "".join(
            f'<br>\n<span class="soft">{title_of(suggestion, rubric)}</span>'
            for suggestion in topic.suggestions[:suggestions]
        )
        entries.append(f"{title_of(topic.title, rubric)}{advice}")
    head = f"Not found here, though this rubric expects {these} ({len(topics)})"
    return f"<h{rank}>{head}</h{rank}>\n" + listed(entries)


def _policy(pairs: Pairs, rubric: Rubric, rank: int) -> str:
    entries = [
        f"{title_of(topic.title, rubric)}{_spots(found)}\n{_evidence(found)}"
        for topic, found in pairs
        if only_policy(found)
    ]
    return f"<h{rank}>Only as policy text</h{rank}>\n{listed(entries)}" if entries else ""


def _spots(found: TopicCoverage) -> str:
    spots = shown(policy_spots(found))
    return f" {spots}" if spots else ""


def _remarks(pairs: Pairs, rubric: Rubric) -> str:
    topics = not_assessable(pairs)
    if not topics:
        return ""
    names = "; ".join(title_of(topic.title, rubric) for topic in topics)
    return f'<p class="soft">Not assessable from one syllabus: {names}</p>\n'


def _next_step(coverage: Coverage) -> str:
    step = next_step(coverage)
    return f'<p class="soft">Why a level? <code>{shown(step)}</code></p>\n' if step else ""
