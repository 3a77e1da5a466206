"""What the table shows of many documents, and of files that were not read."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from curriculum_gap.nouns import Coverage, Level, Report, Scope, Topic, Unread
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.page import LEVEL_STYLE, Page, bar, rubric_name
from curriculum_gap.reports.view import by_topic, percent, reached_of_expected
from curriculum_gap.reports.wording import FOUND_LEVELS, as_typed, count, glyph

__all__ = ["ROWS_SHOWN", "put_summary", "put_unread"]

ROWS_SHOWN = 50
"""More documents than these stand in the table only with the lowest shares."""


def put_summary(page: Page, report: Report) -> None:
    """One line per document, topics by reach, topics found in none."""
    page.gap()
    read = f"{count(len(report.covered), 'document')} read"
    if report.unread:
        read += f", {len(report.unread)} not read"
    page.ends(Text(read, style="bold"), rubric_name(report.rubric))
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
    of_topic: dict[str, list[Level]] = {topic.id: [] for topic in report.rubric.topics}
    for coverage in report.covered:
        for found in coverage.topics:
            if found.topic in of_topic:
                of_topic[found.topic].append(found.level)
    rows = []
    for topic in report.rubric.topics:
        levels = of_topic[topic.id]
        rows.append((topic, sum(map(bool, levels)), max(levels, default=Level.ABSENT)))

    width = 8 if page.width < 100 else 12
    table = _table()
    table.add_column("topics by reach", overflow="fold")
    table.add_column("documents")
    table.add_column("best level")
    for topic, reach, best in sorted(rows, key=lambda row: -row[1]):
        if reach:
            share = bar(reach, whole, width).append(f" {f'{reach}/{whole}':>5}", style="not dim")
            level = Text(f"{glyph(best)} {best}", style=LEVEL_STYLE[best])
            table.add_row(Text(as_line(topic.title)), share, level)
    page.put(table if table.row_count else Text("No topic of this rubric was found."))

    course = [row for row in rows if row[0].scope is Scope.COURSE]
    _list(page, "In no document", (topic for topic, reach, _ in course if not reach))
    _list(
        page,
        "Found, but in no document at the expected level",
        (topic for topic, reach, best in course if reach and best < topic.expected),
    )
    _list(
        page,
        "Not assessable from syllabi",
        (topic for topic, reach, _ in rows if topic.scope is Scope.PROGRAM and not reach),
    )


def _list(page: Page, head: str, topics: Iterable[Topic]) -> None:
    titles = "; ".join(as_line(topic.title) for topic in topics)
    if titles:
        page.blank()
        page.put(Text(f"{head}: ", style="bold").append(titles, style="not bold"))


def _table() -> Table:
    return Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")


def put_unread(page: Page, unread: tuple[Unread, ...]) -> None:
    """One line each: status, file, reason and what would work."""
    page.gap()
    page.put(Text(f"Not read ({len(unread)}): no verdict about topics", style="bold"))
    for entry in unread:
        line = Text(f"{entry.status:<12}", style="bold red")
        line.append(as_line(entry.source), style="bold not red").append(
            f"  {as_line(entry.reason)}" + (f"; {as_line(entry.hint)}" if entry.hint else ""),
            style="not bold",
        )
        for warning in entry.warnings:
            line.append(f" ({as_line(warning)})", style="not bold")
        page.put(line, 3)
