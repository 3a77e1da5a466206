"""What the terminal shows of several runs: topics in all courses together, then course by course.

Takes a trend, gives text::

     3 levels lost, 1 gained                                        2024 → 2025 → 2026

     Best level in the 11 courses that were read in every run   2024  2025  2026
     lost    Racial trauma                                      ●●●   ●●○   ●○○

     COUN 527  Group counseling                                 2024  2025  2026
     lost    Racial trauma                                      ●●●   –     ●○○
             was: week 5 in 2024, coun527.pdf
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from curriculum_gap.curriculum_map import CourseTrend, Direction, LevelTrend, Trend
from curriculum_gap.nouns import Level
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.quotations import places_of
from curriculum_gap.reports.terminal.outcomes import put_unread
from curriculum_gap.reports.terminal.page import (
    LEVEL_STYLE,
    Page,
    head_row,
    level_text,
    put_rubric_facts,
    put_warnings,
    row,
)
from curriculum_gap.reports.terminal.page import rubric_name as rubric_text
from curriculum_gap.reports.topics import FOUND_LEVELS, topic_titles
from curriculum_gap.reports.trends import (
    changed_courses,
    run_names,
    sorted_trends,
    standings_line,
    trend_heading,
    trend_scope,
    unchanged_courses,
    unknown_courses,
)
from curriculum_gap.reports.wording import (
    USE_PAGE,
    USE_PAGE_LEAD,
    count_noun,
    display_path,
    level_glyph,
)

__all__ = ["trend_as_table"]

_STYLES = {Direction.LOST: "red", Direction.GAINED: "green", Direction.VARIED: "yellow"}
_SIGN = 6  # columns of the word for a direction
_TOPIC = 44  # columns of a topic's name, at most
_LEAST_TOPIC = 16
_CELL = 3  # columns of a level
_LONGEST_HEAD = 9
"""Columns of a run's name above its levels; longer ones get numbers."""
_WARNINGS_SHOWN = 10


def trend_as_table(trend: Trend, options: ReportOptions) -> str:
    """The trend in lines of at most ``options.width`` columns."""
    page = Page(options)
    table = _Table(page, trend)
    lost = any(
        topic.direction is Direction.LOST for course in trend.courses for topic in course.changed
    )
    heading = Text(trend_heading(trend), style="bold red" if lost else "bold")
    page.ends(heading, rubric_text(trend.rubric))
    table.put_legend()
    put_rubric_facts(page, trend.rubric)
    page.blank()
    table.put(trend_scope(trend), trend.whole)
    for course in changed_courses(trend):
        page.blank()
        table.put_course(course)
    _put_unknown(page, trend, table.titles)
    page.blank()
    page.line(f"{count_noun(unchanged_courses(trend), 'course')} unchanged", "dim")
    page.put(
        Text("   ").join([level_text(level) for level in FOUND_LEVELS] + [Text("– not known")])
    )
    put_warnings(page, trend.warnings[:_WARNINGS_SHOWN])
    more = len(trend.warnings) - _WARNINGS_SHOWN
    if more > 0:
        page.line(f"… {more} more warnings; '-f json' lists all.", "dim")
    page.blank()
    page.line(f"{USE_PAGE_LEAD}:  {USE_PAGE}", "dim")
    if trend.unread:
        put_unread(page, trend.unread_files)
    return page.text()


class _Table:
    """Rows of topics with a level for each run, all of the same widths."""

    def __init__(self, page: Page, trend: Trend) -> None:
        self.page = page
        self.titles = {key: escape_line(value) for key, value in topic_titles(trend.rubric).items()}
        self.runs = run_names(trend)
        fits = max(map(len, self.runs)) <= _LONGEST_HEAD
        self.heads = self.runs if fits else [str(n) for n in range(1, len(self.runs) + 1)]
        cells = [max(_CELL, len(head)) for head in self.heads]
        # Each column is followed by two blanks; one stands at the left.
        rest = page.width - 1 - _SIGN - 2 - sum(cells) - 2 * len(cells) - 2
        topic = max(_LEAST_TOPIC, min(_TOPIC, rest))
        place = rest - topic - 2
        self.has_places = page.is_wide and place >= 20
        self.widths: list[int | None] = [_SIGN, topic, *cells]
        if self.has_places:
            self.widths.append(None)

    def put_legend(self) -> None:
        """The runs in order; by number where their names are too long for heads."""
        if self.heads == self.runs:
            self.page.line(" → ".join(self.runs), "dim")
            return
        for head, name in zip(self.heads, self.runs, strict=True):
            self.page.line(f"{head}  {name}", "dim")

    def put(self, heading: str, topics: Sequence[LevelTrend]) -> None:
        """A heading, then a row for each topic whose level changed; without topics the heading
        alone."""
        self.page.line(heading, "bold")
        in_order = sorted_trends(topics)
        if not in_order:
            if topics:
                self.page.line("no level changed", "dim")
            return
        self.page.put(head_row(self.widths, ["", "", *self.heads, *[""] * self.has_places]))
        for topic in in_order:
            self._put_topic(topic)

    def put_course(self, course: CourseTrend) -> None:
        """A course with the topics whose level changed."""
        self.put(_course_name(course), course.topics)

    def _put_topic(self, topic: LevelTrend) -> None:
        """A topic's levels, and where its best evidence stood."""
        sign = Text(str(topic.direction), style=_STYLES[topic.direction])
        cells = [_level_cell(level) for level in topic.levels]
        place = self._place(topic)
        texts = [sign, Text(self.titles[topic.topic]), *cells]
        if self.has_places:
            texts.append(Text(place, style="dim"))
        self.page.put(row(self.widths, texts))
        if place and not self.has_places:
            self.page.line(place, "dim", 1 + _SIGN + 2)

    def _place(self, topic: LevelTrend) -> str:
        """``was: week 5 p3, coun527.pdf (2024)``; nothing without evidence."""
        if topic.evidence is None:
            return ""
        known = [level for level in topic.levels if level is not None]
        at = max(i for i, level in enumerate(topic.levels) if level == max(known))
        places = escape_line(places_of([topic.evidence.evidence]))
        lead = "was: " if topic.direction is not Direction.GAINED else ""
        return f"{lead}{places} in {display_path(topic.evidence.source)} ({self.heads[at]})"


def _course_name(course: CourseTrend) -> str:
    """``COUN 527  Group counseling``, escaped."""
    return escape_line(f"{course.code}  {course.title}" if course.title else course.code)


def _level_cell(level: Level | None) -> Text:
    """A level as glyphs, ``–`` where nothing is known."""
    if level is None:
        return Text("–", style="dim")
    return Text(level_glyph(level), style=LEVEL_STYLE[level])


def _put_unknown(page: Page, trend: Trend, titles: dict[str, str]) -> None:
    """Courses of which nothing is known at some run, with the topics that they alone teach."""
    unknown = unknown_courses(trend)
    if not unknown:
        return
    page.heading(f"Not known in every run ({len(unknown)}): neither gained nor lost there")
    runs = run_names(trend)
    for course in unknown:
        page.put(
            Text(_course_name(course)).append(f"  {standings_line(course, runs)}", style="yellow"),
            3,
        )
        if course.alone:
            topics = "; ".join(titles[topic] for topic in course.alone)
            page.line(f"no other course teaches there: {topics}", "dim", 5)
