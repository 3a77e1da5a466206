"""What the terminal shows of many documents.

Takes a report, writes to a page one line for each document, then topics with the number of
documents at each level::

     at expected level      ●●●  ●●○  ●○○  document
     16 of 28 ███░░░  57 %    3    9    4  courses/coun527.pdf

     topics                       ●●●  ●●○  ●○○  best level
     Stigma and help-seeking        2    4    6  ●●● assessed
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from curriculum_gap.nouns import Coverage, Report, Rubric
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.terminal.page import (
    Page,
    add_level_columns,
    level_text,
    open_table,
    put_list_heading,
    put_rubric_facts,
    rubric_name,
    share_bar,
)
from curriculum_gap.reports.topics import (
    FOUND_LEVELS,
    TopicSpread,
    shares_anywhere,
    shares_of_document,
    spread_of_topics,
    unreached_topics,
)
from curriculum_gap.reports.wording import (
    count_noun,
    document_warnings,
    documents_read,
    percent,
    share_text,
    typed_command,
)

__all__ = ["put_summary"]

_ROWS_SHOWN = 50
"""More documents than these stand in the table only with the lowest shares."""
_WARNINGS_SHOWN = 10
_BAR = 6


def put_summary(page: Page, report: Report) -> None:
    """One line per document, doubts, topics by spread, topics found in none."""
    page.rule()
    page.ends(Text(documents_read(report), style="bold"), rubric_name(report.rubric))
    if report.rubric.parts:
        for share in shares_anywhere(report):
            page.line(f"{escape_line(share_text(share))} in some document")
    put_rubric_facts(page, report.rubric)
    page.blank()
    page.put(_documents_table(report))
    more = len(report.covered) - _ROWS_SHOWN
    if more > 0:
        documents = count_noun(more, "document")
        page.line(f"{documents} more with a higher share; '-o report.csv' lists all.", "dim")
    page.put(Text("   ").join([level_text(level) for level in FOUND_LEVELS]))
    _put_warnings(page, report)
    if not report.rubric.parts:
        page.blank()
    _put_spread(page, report)
    page.blank()
    richest = max(report.covered, key=lambda coverage: coverage.share)
    page.command("One document:  ", typed_command(richest.source, "", page.options.rubrics))


def _put_warnings(page: Page, report: Report) -> None:
    """The first doubts about verdicts, each with its document."""
    warnings = document_warnings(report)
    if not warnings:
        return
    page.heading(f"Warnings ({len(warnings)})")
    for source, warning in warnings[:_WARNINGS_SHOWN]:
        page.line(f"{source}: {escape_line(warning)}", "yellow", 3)
    more = len(warnings) - _WARNINGS_SHOWN
    if more > 0:
        page.line(f"… {more} more; '-o report.csv' lists all.", "dim", 3)


def _documents_table(report: Report) -> Table:
    """Share, topics at each level, and name of each document."""
    table = open_table()
    for part, _ in report.rubric.by_part:
        table.add_column(_share_head(part, report), overflow="fold")
    add_level_columns(table)
    table.add_column("document", overflow="fold")
    shown = report.covered
    if len(shown) > _ROWS_SHOWN:  # sorting is stable: equals stay in the order they were given
        shown = tuple(sorted(shown, key=lambda coverage: coverage.share)[:_ROWS_SHOWN])
    for coverage in shown:
        shares = []
        for _, reached, expected in shares_of_document(coverage, report.rubric):
            counts = Text(f"{reached:>2} of {expected} ")
            if report.rubric.parts:
                shares.append(counts.append_text(share_bar(reached, expected, _BAR)))
                continue
            counts.append_text(share_bar(reached, expected, _BAR))
            shares.append(counts.append(f" {percent(reached, expected):>5}", style="not dim"))
        levels = [verdict.level for verdict in coverage.topics]
        at_levels = [str(levels.count(level) or "") for level in FOUND_LEVELS]
        table.add_row(*shares, *at_levels, _document_name(coverage))
    return table


def _share_head(part: Rubric, report: Report) -> str:
    return escape_line(part.id) if report.rubric.parts else "at expected level"


def _document_name(coverage: Coverage) -> Text:
    """The file, and how many warnings it has."""
    name = Text(escape_line(coverage.source))
    if coverage.warnings:
        name.append(f"  {count_noun(len(coverage.warnings), 'warning')}", style="yellow")
    return name


def _put_spread(page: Page, report: Report) -> None:
    """Topics with the number of documents at each level, most documents first; then what none of
    these shows. Several rubrics have a table each."""
    spread_of = {spread.topic.id: spread for spread in spread_of_topics(report)}
    for part, topics in report.rubric.by_part:
        if report.rubric.parts:
            put_list_heading(page, part)
        spreads = [spread_of[topic.id] for topic in topics]
        page.put(_spread_table(spreads))
        page.line("●●● ●●○ ●○○: documents that assess, teach, mention it, each counted once", "dim")
        for heading, unreached in unreached_topics(spreads):
            page.blank()
            titles = "; ".join(escape_line(topic.title) for topic in unreached)
            page.put(Text(f"{heading}: ", style="bold").append(titles, style="not bold"))


def _spread_table(spreads: Sequence[TopicSpread]) -> Table | Text:
    """The topics that were found, or that none was."""
    table = open_table()
    table.add_column("topics", overflow="fold")
    add_level_columns(table)
    table.add_column("best level")
    for spread in sorted(spreads, key=lambda spread: -spread.documents):
        if spread.documents:
            counts = [str(spread.counts[level] or "") for level in FOUND_LEVELS]
            title = Text(escape_line(spread.topic.title))
            table.add_row(title, *counts, level_text(spread.best))
    return table if table.row_count else Text("No topic of this list was found.")
