"""A standard held against a programme, for a screen of 80 columns or more: the states of the
programme, then each item with its courses, then what is listed apart.

Takes a crosswalk, gives a page. An item looks like this::

     3b cultural humility
        stood for by: Cultural humility; Self-reflection
        declared and shown (1)
          SOWK 587    declared p3 alignment table, with School plan
                      ●●● assessed in objective, session, assignment
                      Self-reflection +1: objective p3
                      “Reflect on your own ‹bias› …”
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from curriculum_gap.curriculum_map import CourseState, Crosswalk, CrosswalkRow, State
from curriculum_gap.nouns import Level
from curriculum_gap.reports.crosswalk_lines import (
    NO_PROOF,
    apart_groups,
    best_shown,
    courses_counted,
    declared_in,
    declared_places,
    heading_of_crosswalk,
    how_text,
    item_name,
    marked_rows,
    marks_legend,
    not_read_courses,
    other_codes,
    overview,
    shown_place,
    standard_facts,
    state_lines,
    state_mark,
    topics_of_row,
    topics_shown,
    unlisted_groups,
)
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.findings import codes_text
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.terminal.course_tables import put_course_tables
from curriculum_gap.reports.terminal.outcomes import put_unread
from curriculum_gap.reports.terminal.page import (
    Page,
    level_text,
    put_accuracy,
    put_warnings,
    quotation,
    row,
)
from curriculum_gap.reports.wording import USE_PAGE, USE_PAGE_LEAD, count_noun, display_path

__all__ = ["crosswalk_as_table"]

_STATE_STYLE: dict[State | None, str] = {
    State.BOTH: "green",
    State.DECLARED: "yellow",
    State.SHOWN: "cyan",
    State.NEITHER: "dim",
}
_NO_STATE = "no course counts"
_STATE_COLUMN = 23
_CODE_COLUMN = 12  # columns of a course's code
_INDENT = 6  # columns of the lines of a course
_MOST_COURSES = 20  # in one state of an item, with their places


def crosswalk_as_table(crosswalk: Crosswalk, options: ReportOptions) -> str:
    """The crosswalk as a page; ``options.quotations`` quotations stand below a course that shows
    an item."""
    page = Page(options)
    _put_head(page, crosswalk)
    _put_marks(page, crosswalk)
    for item in crosswalk.rows:
        _put_item(page, crosswalk, item)
    _put_apart(page, crosswalk)
    _put_rest(page, crosswalk)
    page.blank()
    page.line(f"{NO_PROOF}.", "dim")
    page.line(f"{USE_PAGE_LEAD}: {USE_PAGE}", "dim")
    return page.text()


def _put_head(page: Page, crosswalk: Crosswalk) -> None:
    """What was held against what, and the items by the state of the programme."""
    standard = crosswalk.standard
    heading = Text(escape_line(heading_of_crosswalk(crosswalk)), style="bold")
    page.ends(heading, Text(courses_counted(crosswalk), style="dim"))
    page.line(escape_line(standard_facts(standard)), "dim")
    if standard.note:
        page.line(escape_line(standard.note), "dim")
    if crosswalk.differences:
        page.line(escape_line(crosswalk.differences))
    put_accuracy(page, crosswalk.rubric)
    put_warnings(page, crosswalk.warnings)
    page.blank()
    page.line("Items, in the programme as a whole", "dim")
    for state, items in overview(crosswalk):
        style = _STATE_STYLE.get(state, "dim")
        cells = [
            Text(str(state or _NO_STATE), style=style),
            Text(str(len(items))),
            Text(escape_line(", ".join(items))),
        ]
        page.put(row((_STATE_COLUMN, 3, None), cells))
    if not crosswalk.rows:
        page.line("No item is scored: no topic of this list stands for one.")


def _put_marks(page: Page, crosswalk: Crosswalk) -> None:
    """Items down and courses across, in as many tables as the page needs; nothing where these would
    be too many."""
    items, courses = marked_rows(crosswalk), crosswalk.courses
    if not items or not courses:
        return
    rows = [
        (Text(escape_line(item_name(one))), [_mark(one, course) for course in one.courses])
        for one in items
    ]
    if put_course_tables(page, "items by course", courses, rows):
        page.line(marks_legend(crosswalk), "dim")


def _mark(item: CrosswalkRow, course: CourseState) -> Text:
    return Text(
        state_mark(item, course), style=_STATE_STYLE[course.state] if course.counts else "dim"
    )


def _put_item(page: Page, crosswalk: Crosswalk, item: CrosswalkRow) -> None:
    """One item: its topics, its courses by state, and those that do not count."""
    page.heading(escape_line(item_name(item)))
    page.line(f"stood for by: {escape_line(topics_of_row(crosswalk, item))}", "dim", 4)
    for state, courses in state_lines(item):
        page.line(f"{state} ({len(courses)})", _STATE_STYLE[state], 4)
        if state is State.NEITHER:
            page.line(_codes(courses), "", 6)
            continue
        for course in courses[:_MOST_COURSES]:
            _put_course(page, crosswalk, course)
        if len(courses) > _MOST_COURSES:
            page.line(f"and {_codes(courses[_MOST_COURSES:])}", "", _INDENT)
    for reason, courses in apart_groups(item):
        page.line(f"not counted, {escape_line(reason)}: {_codes(courses)}", "dim", 4)


def _put_course(page: Page, crosswalk: Crosswalk, course: CourseState) -> None:
    """Where one course declares an item, and where and through which topics it shows it."""
    lines = Text()
    if course.declared or course.mark:
        lines.append(f"declared {escape_line(declared_places(course))}\n")
    if course.shown and course.level is not None:
        how = how_text(course)
        lines.append_text(level_text(course.level))
        lines.append(f" in {how}\n" if how else "\n")
        first, *others = topics_shown(crosswalk, course)
        more = f" +{len(others)}" if others else ""
        best = best_shown(course, max(1, page.options.quotations_per_topic))
        lines.append(f"{escape_line(first)}{more}: {shown_place(best[0])}\n")
        for located in best[: page.options.quotations_per_topic]:
            width = page.width - _CODE_COLUMN - _INDENT - 8
            lines.append_text(quotation(located.evidence, width, style="dim"))
            lines.append("\n")
    elif course.level is Level.MENTIONED:
        lines.append_text(level_text(course.level))
        lines.append(" only\n")
    lines.rstrip()
    code = Text(escape_line(course.course))
    page.put(row((_CODE_COLUMN, None), [code, lines]), _INDENT)


def _put_apart(page: Page, crosswalk: Crosswalk) -> None:
    """Items that are listed and never scored, with the courses that declare them."""
    groups = unlisted_groups(crosswalk)
    if groups:
        page.heading("Listed, never scored")
    for reason, rows in groups:
        codes = ", ".join(one.item.code for one in rows)
        page.line(f"{escape_line(reason)} ({len(rows)}): {escape_line(codes)}", "", 4)
        for one in rows:
            declared = declared_in(one)
            if declared:
                text = f"{one.item.code} declared in {declared}"
                page.line(escape_line(text), "dim", 6)


def _put_rest(page: Page, crosswalk: Crosswalk) -> None:
    """Codes of other editions, courses that were not read, files that were not used."""
    others = other_codes(crosswalk)
    if others:
        page.heading("Codes of another edition, or of none that is known")
        for where, codes in others:
            page.line(f"{escape_line(where)}: {escape_line(codes)}", "", 4)
    unread = not_read_courses(crosswalk)
    if unread:
        page.heading(f"Courses without a document that was read ({len(unread)})")
        page.line(escape_line(", ".join(unread)), "", 4)
    if crosswalk.unassigned:
        page.heading(f"In no course ({count_noun(len(crosswalk.unassigned), 'file')})")
        for source in crosswalk.unassigned:
            page.line(display_path(source), "", 4)
    if crosswalk.unread:
        put_unread(page, crosswalk.unread)


def _codes(courses: Iterable[CourseState]) -> str:
    """The codes of courses."""
    return escape_line(codes_text(course.course for course in courses))
