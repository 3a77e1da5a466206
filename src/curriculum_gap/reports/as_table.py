"""The page that a person reads in a terminal: the answer first, then every level with its place
and the syllabus's own words, then what is missing, then the next step."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from curriculum_gap.nouns import Coverage, Level, Report, Scope, Topic, TopicCoverage, Unread
from curriculum_gap.reports.inert import as_line, as_log
from curriculum_gap.reports.quotation import place, quotation, where
from curriculum_gap.reports.view import (
    View,
    by_topic,
    content,
    is_expected,
    only_policy,
    percent,
    reached,
)

__all__ = ["render"]

WIDE = 118
"""From this width on, a topic takes one line instead of three."""
PAGES_SHOWN = 5
"""More documents than these are summed up instead of shown one by one."""
MISSING_SHOWN = 4

_STYLE = {
    Level.ABSENT: "dim",
    Level.MENTIONED: "yellow",
    Level.TAUGHT: "green",
    Level.ASSESSED: "bold green",
}
_ASCII = str.maketrans(
    {
        "●": "*", "○": ".", "█": "#", "░": ".", "‹": "<", "›": ">", "·": "-", "“": '"', "”": '"',
        "…": "...", "×": "x", "—": "-", "–": "-", "’": "'", "‘": "'",
    }
)  # fmt: skip


def render(report: Report, view: View) -> str:
    """The report for people, in lines of at most ``view.width`` columns, words longer than that
    broken; colours only where ``view.colour``."""
    page = Page(report, view)
    covered = report.covered
    if len(covered) <= PAGES_SHOWN or view.evidence is not None or view.everything:
        for coverage in covered:
            page.document(coverage)
    if len(covered) > PAGES_SHOWN:
        page.summary(covered)
    if report.unread:
        page.unread(report.unread)
    return as_log(page.text())


class Page:
    """One console of fixed width that is written from top to bottom."""

    def __init__(self, report: Report, view: View) -> None:
        self.report = report
        self.view = view
        self.width = max(view.width, 40)
        self.topics = {topic.id: topic for topic in report.rubric.topics}
        self.lines = io.StringIO()
        self.console = Console(
            file=self.lines,
            width=self.width,
            force_terminal=view.colour,
            no_color=not view.colour,
            color_system="standard" if view.colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )
        self.filled = False

    def text(self) -> str:
        lines = (line.rstrip() for line in self.lines.getvalue().split("\n"))
        text = "\n".join(lines).rstrip("\n") + "\n"
        return text if self.view.unicode else text.translate(_ASCII)

    def put(self, renderable: RenderableType, indent: int = 1) -> None:
        self.console.print(Padding(renderable, (0, 0, 0, indent)))

    def gap(self) -> None:
        if self.filled:
            self.console.print()
        self.filled = True

    # One document

    def document(self, coverage: Coverage) -> None:
        self.gap()
        pairs = by_topic(coverage, self.report.rubric.topics)
        self._head(coverage, pairs)
        self._levels(pairs)
        missing = [
            (topic, found)
            for topic, found in pairs
            if is_expected(topic) and found.level is Level.ABSENT and not found.policy
        ]
        if missing:
            self._missing(missing, coverage)
        self._remarks(coverage, pairs)

    def _head(self, coverage: Coverage, pairs: list[tuple[Topic, TopicCoverage]]) -> None:
        title = Text(as_line(coverage.title) or as_line(coverage.source), style="bold")
        facts = [as_line(coverage.source)]
        if coverage.pages is not None:
            facts.append(_count(coverage.pages, "page"))
        facts.append(_count(coverage.words, "word"))
        self._ends(title, Text(" · ".join(facts), style="dim"))

        met, expected = _met(pairs)
        parts = [f"{met} of {_count(expected, 'topic')} at the expected level"]
        for level in (Level.ASSESSED, Level.TAUGHT, Level.MENTIONED):
            count = sum(found.level is level for found in coverage.topics)
            if count:
                parts.append(f"{count} {level}")
        policy = sum(only_policy(found) for found in coverage.topics)
        if policy:
            parts.append(f"{policy} only as policy text")
        self.put(Text(" · ".join(parts)))
        rubric = f"rubric {as_line(self.report.rubric.id)} {as_line(self.report.rubric.version)}"
        bar = self._bar(met, expected, 28)
        self._ends(bar.append(f"  {percent(met, expected)}"), Text(rubric, style="dim"))

    def _levels(self, pairs: list[tuple[Topic, TopicCoverage]]) -> None:
        if self.width >= WIDE:
            self.console.print()
            head = Text(style="dim")
            self.put(self._row(head + Text("level"), head + Text("topic"), head + Text("where"),
                               head + Text("in the syllabus's own words")), 3)  # fmt: skip
        for domain in self.report.rubric.domains:
            mine = [pair for pair in pairs if pair[0].domain == domain.id]
            shown = [
                (topic, found)
                for topic, found in mine
                if found.level > Level.ABSENT or self.view.everything
            ]
            if not mine:
                continue
            self.console.print() if shown else None
            title = Text(as_line(domain.title), style="bold")
            if not shown:
                title = Text(as_line(domain.title)).append("  nothing found here", style="dim")
            self.put(title)
            for topic, found in shown:
                self._topic(topic, found)

    def _topic(self, topic: Topic, found: TopicCoverage) -> None:
        level = Text(f"{_glyph(found.level)} {found.level}", style=_STYLE[found.level])
        title = Text(as_line(topic.title), style="bold" if found.level > Level.ABSENT else "dim")
        pieces = content(found)
        spots = Text(where(pieces))
        if found.level is Level.ABSENT:
            level = Text("···", style="dim")
            spots = Text(self._absent(topic, found), style="dim")
        elif is_expected(topic) and not reached(topic, found):
            spots.append(" · " if spots else "").append(f"{found.expected} is expected", "dim")
        shown = pieces[: 1 if self.view.evidence is None else self.view.evidence]
        if self.width >= WIDE:
            rest = self.width - 3 - sum(self._columns()) - 6
            self.put(self._row(level, title, spots, self._quotes(shown, rest)), 3)
        else:
            self.put(_grid((14, None), [level, title]), 3)
            body = Text("\n").join(
                [part for part in (spots, self._quotes(shown, self.width - 18)) if part]
            )
            if body:
                self.put(body, 18)
        if self.view.verbose and found.rule:
            self.put(Text(f"because {as_line(found.rule)}", style="dim"), 18)

    def _absent(self, topic: Topic, found: TopicCoverage) -> str:
        if found.policy:
            return "only as policy text"
        return (
            "not assessable from one syllabus" if topic.scope is Scope.PROGRAM else "not found here"
        )

    def _quotes(self, pieces: Iterable[Any], width: int) -> Text:
        quotes = []
        for piece in pieces:
            spot = place(piece.passage)
            room = width - 2 - (len(spot) + 1 if spot else 0)
            quote = Text("“", overflow="ellipsis")
            for words, marked in quotation(piece, room):
                quote.append(f"‹{words}›" if marked else words, style="bold" if marked else "")
            quotes.append(quote.append("”").append(f" {spot}" if spot else "", style="dim"))
        return Text("\n").join(quotes)

    def _missing(self, missing: list[tuple[Topic, TopicCoverage]], coverage: Coverage) -> None:
        self.console.print()
        self.put(Text(f"Not found here, though this rubric expects {_it(missing)}", style="bold"))
        shown = missing if self.view.everything else missing[:MISSING_SHOWN]
        for topic, _ in shown:
            title = Text(as_line(topic.title))
            advice = Text(as_line(topic.suggestions[0]) if topic.suggestions else "", style="dim")
            if self.width >= WIDE:
                self.put(_grid((46, None), [title, advice]), 3)
            else:
                self.put(title, 3)
                if advice:
                    self.put(advice, 5)
        if len(shown) < len(missing):
            rest = f"… {len(missing) - len(shown)} more (gapcheck {_typed(coverage.source)} --all)"
            self.put(Text(rest, style="dim"), 3)

    def _remarks(self, coverage: Coverage, pairs: list[tuple[Topic, TopicCoverage]]) -> None:
        remarks = []
        policy = [
            as_line(topic.title) + _pages(found) for topic, found in pairs if only_policy(found)
        ]
        if policy:
            remarks.append(Text("Only as policy text: ").append("; ".join(policy)))
        program = [
            as_line(topic.title)
            for topic, found in pairs
            if topic.scope is Scope.PROGRAM and found.level is Level.ABSENT
        ]
        if program and not self.view.everything:
            names = "; ".join(program)
            remarks.append(Text(f"Not assessable from one syllabus: {names}", style="dim"))
        for warning in coverage.warnings:
            remarks.append(
                Text("Warning: ", style="bold yellow").append(as_line(warning), style="")
            )
        if remarks:
            self.console.print()
            for remark in remarks:
                self.put(remark)
        best = max(coverage.topics, key=lambda found: (found.level, found.score), default=None)
        if best is not None and best.level > Level.ABSENT and self.view.evidence is None:
            self.console.print()
            step = f"gapcheck {_typed(coverage.source)} --topic {best.topic} --evidence 9 --verbose"
            self.put(Text("Why a level?  ", style="dim").append(step))

    # Many documents

    def summary(self, covered: tuple[Coverage, ...]) -> None:
        self.gap()
        rubric = f"rubric {as_line(self.report.rubric.id)} {as_line(self.report.rubric.version)}"
        count = f"{_count(len(covered), 'document')} read"
        if self.report.unread:
            count += f", {len(self.report.unread)} not read"
        self._ends(Text(count, style="bold"), Text(rubric, style="dim"))
        self.console.print()
        self._documents(covered)
        self.console.print()
        self._reach(covered)

    def _documents(self, covered: tuple[Coverage, ...]) -> None:
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        table.add_column("share")
        for level in (Level.ASSESSED, Level.TAUGHT, Level.MENTIONED):
            table.add_column(str(level), justify="right")
        table.add_column("document", overflow="fold")
        for coverage in covered:
            met, expected = _met(by_topic(coverage, self.report.rubric.topics))
            share = self._bar(met, expected, 10).append(f" {percent(met, expected):>5}")
            counts = [
                str(sum(found.level is level for found in coverage.topics) or "")
                for level in (Level.ASSESSED, Level.TAUGHT, Level.MENTIONED)
            ]
            name = Text(as_line(coverage.source))
            if coverage.warnings:
                name.append(f"  {_count(len(coverage.warnings), 'warning')}", style="yellow")
            table.add_row(share, *counts, name)
        self.put(table)

    def _reach(self, covered: tuple[Coverage, ...]) -> None:
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        table.add_column("topics by reach", overflow="fold")
        table.add_column("documents")
        table.add_column("best level")
        rows = []
        for topic in self.report.rubric.topics:
            levels = [f.level for c in covered for f in c.topics if f.topic == topic.id]
            if levels:
                rows.append((topic, sum(level > Level.ABSENT for level in levels), max(levels)))
        for topic, count, best in sorted(rows, key=lambda row: -row[1]):
            if not count:
                continue
            bar = self._bar(count, len(covered), 12).append(f" {count:>3}/{len(covered)}")
            level = Text(f"{_glyph(best)} {best}", style=_STYLE[best])
            table.add_row(Text(as_line(topic.title)), bar, level)
        self.put(table)
        nowhere = [topic for topic, count, _ in rows if not count]
        for scope, text in (
            (Scope.COURSE, "Found in no document"),
            (Scope.PROGRAM, "Not assessable from syllabi"),
        ):
            titles = [as_line(topic.title) for topic in nowhere if topic.scope is scope]
            if titles:
                self.console.print()
                self.put(Text(f"{text}: ", style="bold").append("; ".join(titles), style=""))
        self.console.print()
        self.put(
            Text("One document:  ", style="dim").append(f"gapcheck {_typed(covered[0].source)}")
        )

    def unread(self, unread: tuple[Unread, ...]) -> None:
        self.gap()
        self.put(Text(f"Not read ({len(unread)}): no verdict about topics", style="bold"))
        for entry in unread:
            reason = as_line(entry.reason) + (f"; {as_line(entry.hint)}" if entry.hint else "")
            line = Text(f"{entry.status:<12}", style="bold red")
            line.append(as_line(entry.source), style="bold").append(f"  {reason}", style="")
            line.append(
                "".join(f" ({as_line(warning)})" for warning in entry.warnings), style="dim"
            )
            self.put(line, 3)

    # Pieces

    def _bar(self, part: int, whole: int, width: int) -> Text:
        filled = round(width * part / whole) if whole else 0
        return Text("█" * filled, style="green").append("░" * (width - filled), style="dim")

    def _ends(self, left: Text, right: Text) -> None:
        """Two texts at the two ends of a line, or under each other where they do not fit."""
        blank = self.width - 2 - cell_len(left.plain) - cell_len(right.plain)
        if blank >= 2:
            self.put(left + Text(" " * blank) + right)
        else:
            self.put(left)
            self.put(right)

    def _columns(self) -> tuple[int, int, int]:
        return 13, 34 if self.width < 140 else 44, 24 if self.width < 140 else 32

    def _row(self, *cells: Text) -> Table:
        return _grid((*self._columns(), None), list(cells))


def _grid(widths: Iterable[int | None], cells: list[Text]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_row(*cells)
    return grid


def _glyph(level: Level) -> str:
    return "●" * level + "○" * (3 - level)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _it(several: list[Any]) -> str:
    return "it" if len(several) == 1 else "them"


def _met(pairs: list[tuple[Topic, TopicCoverage]]) -> tuple[int, int]:
    """How many expected topics stand at their expected level, and how many are expected."""
    met = sum(reached(topic, found) for topic, found in pairs)
    return met, sum(is_expected(topic) for topic, _ in pairs)


def _pages(found: TopicCoverage) -> str:
    spots = list(dict.fromkeys(place(piece.passage) for piece in found.evidence))
    shown = ", ".join(spot for spot in spots[:3] if spot)
    return f" ({shown})" if shown else ""


def _typed(source: str) -> str:
    """The file as one would type it, or ``FILE`` where its name cannot be typed."""
    return shlex.quote(source) if source and as_line(source) == source else "FILE"
