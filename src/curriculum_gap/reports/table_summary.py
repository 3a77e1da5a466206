"""What the table shows of many documents."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from curriculum_gap.nouns import Coverage, Report
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.page import LEVEL_STYLE, Page, bar, rubric_name
from curriculum_gap.reports.reach import reach_of, unreached
from curriculum_gap.reports.view import by_topic, percent, reached_of_expected
from curriculum_gap.reports.wording import FOUND_LEVELS, as_typed, count, documents_read, glyph

__all__ = ["ROWS_SHOWN", "put_summary"]

ROWS_SHOWN = 50
"""More documents than these stand in the table only with the lowest shares."""


def put_summary(page: Page, report: Report) -> None:
    """One line per document, topics by reach, topics found in none."""
    page.gap()
    page.ends(Text(documents_read(report), style="bold"), rubric_name(report.rubric))
    page.blank()
    page.put(_documents(report))
    more = len(report.covered) - ROWS_SHOWN
    if more > 0:
        text = f"{count(more, 'document')} more with a higher share; '-o report.csv' lists all."
        page.put(Text(text, style="dim"))
    legend = (Text(f"{glyph(level)} {level}", style=LEVEL_STYLE[level]) for level in FOUND_LEVELS)
    page.put(Text("   ").join(legend))
    page.blank()
    _reach(page, report)
    page.blank()
    richest = max(report.covered, key=lambda coverage: coverage.share)
    step = f"gapcheck {as_typed(richest.source)}"
    page.command(Text("One document:  ", style="dim").append(step, style=""))


def _documents(report: Report) -> Table:
    table = _table()
    table.add_column("share")
    for level in FOUND_LEVELS:
        table.add_column(glyph(level), justify="right", header_style=LEVEL_STYLE[level])
    table.add_column("document", overflow="fold")
    shown = report.covered
    if len(shown) > ROWS_SHOWN:  # sorting is stable: equals stay in the order they were given
        shown = tuple(sorted(shown, key=lambda coverage: coverage.share)[:ROWS_SHOWN])
    for coverage in shown:
        met, expected = reached_of_expected(by_topic(coverage, report.rubric.topics))
        share = bar(met, expected, 10).append(f" {percent(met, expected):>5}", style="not dim")
        levels = [found.level for found in coverage.topics]
        counts = [str(levels.count(level) or "") for level in FOUND_LEVELS]
        table.add_row(share, *counts, _name(coverage))
    return table


def _name(coverage: Coverage) -> Text:
    name = Text(as_line(coverage.source))
    if coverage.warnings:
        name.append(f"  {count(len(coverage.warnings), 'warning')}", style="yellow")
    return name


def _reach(page: Page, report: Report) -> None:
    whole = len(report.covered)
    reaches = reach_of(report)
    width = 8 if page.width < 100 else 12
    table = _table()
    table.add_column("topics by reach", overflow="fold")
    table.add_column("documents")
    table.add_column("best level")
    for topic, documents, best in sorted(reaches, key=lambda reach: -reach.documents):
        if documents:
            share = bar(documents, whole, width)
            share.append(f" {f'{documents}/{whole}':>5}", style="not dim")
            level = Text(f"{glyph(best)} {best}", style=LEVEL_STYLE[best])
            table.add_row(Text(as_line(topic.title)), share, level)
    page.put(table if table.row_count else Text("No topic of this rubric was found."))
    for head, topics in unreached(reaches):
        if topics:
            page.blank()
            titles = "; ".join(as_line(topic.title) for topic in topics)
            page.put(Text(f"{head}: ", style="bold").append(titles, style="not bold"))


def _table() -> Table:
    return Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
