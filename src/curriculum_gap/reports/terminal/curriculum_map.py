"""What the terminal shows of a programme: its topics, its courses, and what there is to say of
them.

Takes a map, gives text::

     topics                       ●●●  ●●○  ●○○  required  first taught  build-up
     Stigma and help-seeking        2    4    3  ●●●       SOWK 322      ●○○ ●●○ ●●●

     levels by course             SOWK  SOWK  SOWK
                                   322   430  459 (e)
     Stigma and help-seeking      ●●○   ●●●   ···

Where the courses do not fit beside each other they stand in several tables, and where these would
be too many, as a list of courses below each topic.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from curriculum_gap.curriculum_map import CourseCoverage, CurriculumMap, Need, TopicRow
from curriculum_gap.nouns import Level
from curriculum_gap.reports.column_groups import column_groups
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.findings import (
    NEED_MARKS,
    alone_text,
    codes_text,
    course_kinds,
    file_lists,
    findings_of,
    first_taught,
    handbook_heading,
    handbook_rows,
    level_of_stage,
    lists_of_map,
    programme_standing,
    programme_title,
    scope_topics,
    shares_of_rows,
    stage_names,
    topic_rows,
)
from curriculum_gap.reports.fitting_places import NO_OBVIOUS_PLACE, places_of_gaps, where_it_fits
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.quotations import place_of
from curriculum_gap.reports.terminal.course_tables import (
    HEAD_WIDTH,
    NAME_WIDTH,
    column_heads,
    head_lines,
    put_course_tables,
)
from curriculum_gap.reports.terminal.outcomes import put_unread
from curriculum_gap.reports.terminal.page import (
    LEVEL_STYLE,
    Page,
    add_level_columns,
    level_text,
    open_table,
    put_list_heading,
    put_rubric_facts,
    quotation,
    rubric_name,
    share_bar,
)
from curriculum_gap.reports.topics import FOUND_LEVELS
from curriculum_gap.reports.wording import (
    USE_PAGE,
    USE_PAGE_LEAD,
    count_noun,
    display_path,
    level_glyph,
    percent,
)

__all__ = ["map_as_table"]

_OTHER_COLUMNS = 40  # columns of a topic's counts, required level and first place
_BAR = 28
_QUOTED = 70  # characters of a handbook's passage
_CODES_SHOWN = 24  # of a list of courses by topic


def map_as_table(curriculum_map: CurriculumMap, options: ReportOptions) -> str:
    """The answer first, then topics, levels by course, findings, courses, and what was not read."""
    page = Page(options)
    _put_head(page, curriculum_map)
    for one in lists_of_map(curriculum_map):
        if curriculum_map.rubric.parts:
            put_list_heading(page, one.rubric)
        _put_topics(page, one)
        _put_levels(page, one)
        _put_findings(page, one)
        _put_places(page, one)
        _put_handbooks(page, one)
    if curriculum_map.rubric.parts:
        page.blank()
        page.put(Text("─" * (page.width - 2), style="dim"))
    _put_courses(page, curriculum_map)
    _put_files(page, curriculum_map)
    page.blank()
    page.line(f"{USE_PAGE_LEAD}:  {USE_PAGE}", "dim")
    if curriculum_map.unread:
        put_unread(page, curriculum_map.unread)
    return page.text()


def _put_findings(page: Page, curriculum_map: CurriculumMap) -> None:
    """What there is to say of topics, each with its detail."""
    for finding in findings_of(curriculum_map):
        page.heading(f"{finding.heading} ({len(finding.topics)})")
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        for topic, detail in finding.topics:
            table.add_row(Text(escape_line(topic.title)), Text(escape_line(detail)))
        page.put(table, 3)


def _put_head(page: Page, curriculum_map: CurriculumMap) -> None:
    """Title, courses by kind, and how many topics are where they should be."""
    title = Text(escape_line(programme_title(curriculum_map)), style="bold")
    page.ends(title, rubric_name(curriculum_map.rubric))
    page.line(course_kinds(curriculum_map))
    page.line(programme_standing(curriculum_map))
    several = bool(curriculum_map.rubric.parts)
    for part, reached, expected in shares_of_rows(curriculum_map):
        bar = Text(f"{reached} of {count_noun(expected, 'topic')}  " if several else "")
        bar.append_text(share_bar(reached, expected, _BAR))
        bar.append(f"  {percent(reached, expected)}", style="not dim")
        if several:
            bar.append(f"  {escape_line(part.title)}", style="not dim")
        page.put(bar)
    put_rubric_facts(page, curriculum_map.rubric)


def _put_topics(page: Page, curriculum_map: CurriculumMap) -> None:
    """One line for each topic: courses at each level, required level, first place, build-up."""
    page.blank()
    table = open_table()
    table.add_column("topics", overflow="fold")
    add_level_columns(table)
    table.add_column("required")
    table.add_column("first taught", overflow="fold")
    stages = stage_names(curriculum_map)
    beside = _OTHER_COLUMNS + NAME_WIDTH + 4 * len(stages) < page.width
    if stages and beside:
        table.add_column("build-up", no_wrap=True)
    for topic, row in topic_rows(curriculum_map):
        counts = [str(row.counts[level] or "") for level in FOUND_LEVELS]
        required = _level_cell(row.reached if row.known else None)
        if row.is_gap:
            required.append(" gap", style="bold red")
        title = Text(escape_line(topic.title))
        first = Text(escape_line(first_taught(row, curriculum_map, short=True)))
        cells: list[str | Text] = [title, *counts, required, first]
        if stages and beside:
            cells.append(_build_up(row, stages))
        table.add_row(*cells)
    page.put(table)
    note = "●●● ●●○ ●○○: courses that assess, teach, mention it, each counted once"
    if stages and beside:
        note += f"; build-up: {', '.join(escape_line(stage) for stage in stages)}"
    page.line(note, "dim")
    if stages and not beside:
        _put_build_up(page, curriculum_map, stages)


def _put_build_up(page: Page, curriculum_map: CurriculumMap, stages: Sequence[str]) -> None:
    """The level of each stage in tables of its own: more stages than fit beside the topics."""
    most = max(1, (page.width - NAME_WIDTH - 3) // (HEAD_WIDTH + 1))
    for group in column_groups(stages, most):
        page.blank()
        table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
        heads = column_heads([head_lines(escape_line(stage)) for _, stage in group])
        room = page.width - 3 - len(group) * (HEAD_WIDTH + 1)
        table.add_column("\n" * heads[0].count("\n") + "build-up", max_width=room)
        for head in heads:
            table.add_column(head, width=HEAD_WIDTH, justify="center", no_wrap=True)
        for topic, row in topic_rows(curriculum_map):
            levels = [_level_cell(level_of_stage(row, stage)) for _, stage in group]
            table.add_row(Text(escape_line(topic.title)), *levels)
        page.put(table)


def _build_up(row: TopicRow, stages: Sequence[str]) -> Text:
    """The level of each stage, side by side."""
    levels = [level_of_stage(row, stage) for stage in stages]
    return Text(" ").join(Text(" ? ") if level is None else _level_cell(level) for level in levels)


# Levels by course


def _put_levels(page: Page, curriculum_map: CurriculumMap) -> None:
    """Topics down and courses across, in as many tables as the page needs; a list of courses by
    topic where these would be too many."""
    rows = [
        (Text(escape_line(topic.title)), [_level_cell(level) for level in row.levels])
        for topic, row in topic_rows(curriculum_map)
    ]
    if put_course_tables(page, "levels by course", curriculum_map.courses, rows):
        _put_legend(page, curriculum_map.courses)
    else:
        _put_list(page, curriculum_map)


def _level_cell(level: Level | None) -> Text:
    return Text("?") if level is None else Text(level_glyph(level), style=LEVEL_STYLE[level])


def _put_legend(page: Page, courses: Sequence[CourseCoverage]) -> None:
    """What the glyphs and marks mean."""
    parts = [level_text(level) for level in (*FOUND_LEVELS, Level.ABSENT)]
    if any(known.levels is None for known in courses):
        parts.append(Text("? not known"))
    needs = {known.course.need for known in courses} - {Need.REQUIRED}
    parts += [Text(f"{NEED_MARKS[need]} {need}") for need in Need if need in needs]
    page.put(Text("   ").join(parts))


def _put_list(page: Page, curriculum_map: CurriculumMap) -> None:
    """The courses at each level below each topic."""
    courses = curriculum_map.courses
    page.heading("Courses by topic")
    page.line(
        f"{len(courses)} courses do not fit in columns here: -o map.csv and -o map.html have one "
        "for each.",
        "dim",
    )
    for topic, row in topic_rows(curriculum_map):
        page.line(escape_line(topic.title), "bold", 3)
        for level in FOUND_LEVELS:
            codes = [
                f"{known.course.code} {NEED_MARKS[known.course.need]}".rstrip()
                for known, found in zip(courses, row.levels, strict=True)
                if found is level
            ]
            if codes:
                shown = codes if page.options.everything else codes[:_CODES_SHOWN]
                more = len(codes) - len(shown)
                text = escape_line(codes_text(shown))
                text += f" and {more} more (--all)" if more else ""
                page.put(level_text(level).append(f"  {len(codes)}: {text}", style="default"), 5)
        if not any(row.counts[level] for level in FOUND_LEVELS):
            page.line("found in no course", "dim", 5)
    _put_legend(page, courses)


# Courses and files


def _put_places(page: Page, curriculum_map: CurriculumMap) -> None:
    """Where each gap would fit: course, section and page, the reason, and a suggestion; then the
    gaps without a place."""
    gaps = places_of_gaps(curriculum_map)
    if gaps:
        page.heading(f"Places for gaps, in required courses ({len(gaps)})")
    for topic, places in gaps:
        if places:
            page.put(Text(escape_line(topic.title)), 3)
        for place in places:
            where = escape_line(f"{place.course}: {where_it_fits(place)}")
            advice = f"; {escape_line(place.suggestion)}" if place.suggestion else ""
            page.put(Text(where).append(advice, style="dim"), 5)
    without = [escape_line(topic.title) for topic, places in gaps if not places]
    if without:
        page.put(Text(f"{NO_OBVIOUS_PLACE} for: {'; '.join(without)}", style="dim"), 3)


def _put_courses(page: Page, curriculum_map: CurriculumMap) -> None:
    """One line for each course: how many topics stand at each level, what it alone carries."""
    page.blank()
    table = open_table()
    table.add_column("courses", overflow="fold")
    add_level_columns(table)
    table.add_column("", overflow="fold")
    table.add_column("carries alone", overflow="fold")
    for known in curriculum_map.courses:
        course = known.course
        name = Text(escape_line(course.code), style="bold")
        if course.title and course.title != course.code:
            name.append(f" {escape_line(course.title)}", style="not bold")
        levels = list(known.levels.values()) if known.levels is not None else []
        counts = [str(levels.count(level) or "") for level in FOUND_LEVELS]
        kind = course.need if not course.stage else f"{course.need}, {escape_line(course.stage)}"
        alone = escape_line(alone_text(known, curriculum_map))
        if known.levels is None:
            alone = "not known: no file of it was read"
        table.add_row(name, *counts, Text(str(kind), style="dim"), Text(alone))
    page.put(table)


def _put_handbooks(page: Page, curriculum_map: CurriculumMap) -> None:
    """Topics that no course is held to: their level in the handbooks with the place, or that they
    were not judged."""
    topics = scope_topics(curriculum_map)
    if not topics:
        return
    page.heading(handbook_heading(curriculum_map))
    if curriculum_map.not_judged:
        page.line("; ".join(escape_line(topic.title) for topic in topics), indent=3)
        return
    for topic, row in handbook_rows(curriculum_map):
        line = Text(f"{escape_line(topic.title)}  ").append_text(level_text(row.level))
        if row.is_gap:
            line.append(f"  gap: expected {row.expected}", style="bold red")
        page.put(line, 3)
        if row.evidence is not None:
            piece = row.evidence.evidence
            place = f"{display_path(row.evidence.source)} {place_of(piece.passage)} ".lstrip()
            page.put(quotation(piece, _QUOTED, place, "dim"), 5)


def _put_files(page: Page, curriculum_map: CurriculumMap) -> None:
    """Doubts, courses without files, files of earlier terms and of no course."""
    if curriculum_map.warnings:
        page.heading(f"Warnings ({len(curriculum_map.warnings)})")
        for warning in curriculum_map.warnings:
            page.line(escape_line(warning), "yellow", 3)
    for heading, entries in file_lists(curriculum_map):
        page.blank()
        text = Text(f"{heading} ({len(entries)}): ", style="bold")
        page.put(text.append("; ".join(map(escape_line, entries)), style="not bold"))
