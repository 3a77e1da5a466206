"""What reports for people say of a crosswalk: counts, places and sentences.

Takes a :class:`Crosswalk`, gives plain text and groups; every format escapes and lays out what it
shows. A crosswalk says where words stand: nothing here ranks courses.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from curriculum_gap.curriculum_map import (
    CourseState,
    Crosswalk,
    CrosswalkRow,
    LocatedEvidence,
    Standard,
    State,
)
from curriculum_gap.nouns import Declaration
from curriculum_gap.reports.quotations import place_of, section_place
from curriculum_gap.reports.rubric_facts import STATUS_WORDS
from curriculum_gap.reports.topics import topic_titles
from curriculum_gap.reports.wording import count_noun

__all__ = [
    "NO_PROOF",
    "Overview",
    "apart_groups",
    "best_shown",
    "courses_counted",
    "declared_in",
    "declared_place",
    "declared_places",
    "declaring",
    "heading_of_crosswalk",
    "how_text",
    "item_name",
    "marked_rows",
    "marks_legend",
    "not_read_courses",
    "other_codes",
    "overview",
    "shown_place",
    "standard_facts",
    "state_lines",
    "state_mark",
    "topics_of_row",
    "topics_shown",
    "unlisted_groups",
]

NO_PROOF = (
    "It shows where words stand, as found by rules; it is no proof of compliance, and what was not "
    "found may still be taught"
)
"""What every crosswalk says of itself."""
STATE_MARKS = ((State.BOTH, "●"), (State.DECLARED, "D"), (State.SHOWN, "S"), (State.NEITHER, "·"))
"""States and what stands for them in a table of items by courses."""
DECLARED_MARK = "d"
"""What stands for an item that a course declares and that is not scored."""
_PLACES_SHOWN = 4


class Overview(NamedTuple):
    """Items in one state of the programme. ``state`` is None where no course counts."""

    state: State | None
    items: tuple[str, ...]


def heading_of_crosswalk(crosswalk: Crosswalk) -> str:
    """``Social work MSW: CSWE 2022 EPAS``."""
    name = crosswalk.standard.name or crosswalk.standard.title
    return f"{crosswalk.title}: {name}" if crosswalk.title else name


def standard_facts(standard: Standard) -> str:
    """Edition, status, its date and the source, in one line."""
    status = STATUS_WORDS.get(standard.status, standard.status)
    parts = [
        f"edition {standard.edition}" if standard.edition else "",
        f"{status} as of {standard.as_of}" if standard.as_of else status,
        f"source: {standard.source}" if standard.source else "",
    ]
    return " · ".join(part for part in parts if part)


def courses_counted(crosswalk: Crosswalk) -> str:
    """How many courses there are, and how many could be held against the standard."""
    read = [course for course in crosswalk.courses if course.levels is not None]
    other = {code for code, _ in crosswalk.other_editions}
    counted = [course for course in read if course.course.code not in other]
    text = count_noun(len(crosswalk.courses), "course")
    if len(counted) < len(crosswalk.courses):
        text += f", {len(counted)} counted"
    if other:
        text += f", {len(other)} on another edition"
    unread = len(crosswalk.courses) - len(read)
    return text + (f", {unread} not read" if unread else "")


def not_read_courses(crosswalk: Crosswalk) -> list[str]:
    """Codes of courses of which no document was read."""
    return [course.course.code for course in crosswalk.courses if course.levels is None]


def overview(crosswalk: Crosswalk) -> list[Overview]:
    """The scored items by the state of the programme; states without items too."""
    states: list[State | None] = [*State]
    if any(row.state is None for row in crosswalk.rows):
        states.append(None)
    return [
        Overview(state, tuple(row.item.code for row in crosswalk.rows if row.state is state))
        for state in states
    ]


def item_name(row: CrosswalkRow) -> str:
    """Code and title: ``3 anti-racism …``."""
    return f"{row.item.code} {row.item.title}".strip()


def topics_of_row(crosswalk: Crosswalk, row: CrosswalkRow) -> str:
    """The titles of the topics that stand for an item."""
    titles = topic_titles(crosswalk.rubric)
    return "; ".join(titles.get(topic, topic) for topic in row.topics)


def state_lines(row: CrosswalkRow) -> list[tuple[State, tuple[CourseState, ...]]]:
    """The states that courses have, best first, with these courses."""
    return [(state, row.in_state(state)) for state in State if row.in_state(state)]


def state_mark(row: CrosswalkRow, course: CourseState) -> str:
    """The state of a course as one character, in brackets where it does not count; of an item that
    is not scored, whether the course declares it."""
    if row.apart:
        return DECLARED_MARK if course.declared or course.mark else ""
    if course.state is None:
        return "?"
    mark = dict(STATE_MARKS)[course.state]
    return mark if course.counts else f"({mark})"


def marks_legend(crosswalk: Crosswalk) -> str:
    """What the marks mean."""
    parts = [f"{mark} {state}" for state, mark in STATE_MARKS]
    parts += [f"{DECLARED_MARK} declared, not scored", "( ) not counted"]
    if not_read_courses(crosswalk):
        parts.append("? not read")
    return "; ".join(parts)


def declaring(row: CrosswalkRow) -> list[CourseState]:
    """The courses that declare an item."""
    return [course for course in row.courses if course.declared or course.mark]


def apart_groups(row: CrosswalkRow) -> list[tuple[str, tuple[CourseState, ...]]]:
    """Why courses are not counted for an item, and which, in the order of the courses."""
    groups: dict[str, list[CourseState]] = {}
    for course in row.courses:
        if course.apart:
            groups.setdefault(course.apart, []).append(course)
    return [(reason, tuple(courses)) for reason, courses in groups.items()]


def declared_place(declaration: Declaration) -> str:
    """``p3 alignment table, with Case paper``."""
    parts = [place_of(declaration), declaration.place]
    text = " ".join(part for part in parts if part)
    return f"{text}, with {declaration.tie}" if declaration.tie else text


def declared_places(course: CourseState) -> str:
    """Where a course declares an item: the first places, or the letter of the programme's map."""
    places = list(dict.fromkeys(declared_place(made) for _, made in course.declared))
    shown = places[:_PLACES_SHOWN]
    if len(places) > len(shown):
        shown.append(f"+{len(places) - len(shown)} more")
    if course.mark:
        shown.insert(0, f"“{course.mark}” in the map")
    if any(not made.edition for _, made in course.declared):
        shown.append("edition not named")
    return " · ".join(shown)


def declared_in(row: CrosswalkRow) -> str:
    """The courses that declare an item, with the pages: ``SOWK 587 p3, p21; SOWK 595 p3``."""
    texts = []
    for course in declaring(row):
        pages = dict.fromkeys(place_of(made) for _, made in course.declared)
        places = ", ".join(page for page in pages if page)
        marked = f"“{course.mark}”" if course.mark else ""
        texts.append(" ".join(part for part in (course.course, places, marked) if part))
    return "; ".join(texts)


def shown_place(located: LocatedEvidence) -> str:
    """``objective p3``."""
    return section_place(located.evidence.passage)


def best_shown(course: CourseState, number: int) -> list[LocatedEvidence]:
    """The pieces that show an item best: those in sections that say how it is covered go first."""
    return sorted(
        course.shown,
        key=lambda one: (one.evidence.passage.section not in course.how, -one.evidence.score),
    )[:number]


def topics_shown(crosswalk: Crosswalk, course: CourseState) -> list[str]:
    """The titles of the topics through which a course shows an item, the best first."""
    titles = topic_titles(crosswalk.rubric)
    pieces = best_shown(course, len(course.shown))
    return [titles.get(one.evidence.topic, one.evidence.topic) for one in pieces]


def how_text(course: CourseState) -> str:
    """In what manner an item is covered: ``objective, session, assignment``."""
    return ", ".join(str(section) for section in course.how)


def marked_rows(crosswalk: Crosswalk) -> list[CrosswalkRow]:
    """The items of a table of items by courses: those that are scored, and those that a course
    declares."""
    return [*crosswalk.rows, *(row for row in crosswalk.apart if declaring(row))]


def unlisted_groups(crosswalk: Crosswalk) -> list[tuple[str, list[CrosswalkRow]]]:
    """The items that are listed and never scored, by the reason."""
    groups: dict[str, list[CrosswalkRow]] = {}
    for row in crosswalk.apart:
        groups.setdefault(row.apart, []).append(row)
    return list(groups.items())


def other_codes(crosswalk: Crosswalk) -> list[tuple[str, str]]:
    """Codes of another edition, or of none that is known: what they are, and in which courses."""
    courses = {
        source: course.course.code for course in crosswalk.courses for source in course.documents
    }
    found: dict[tuple[str, str], dict[str, None]] = {}
    for source, made in crosswalk.unknown:
        where = courses.get(source, source)
        edition = f"edition {made.edition}" if made.edition else "edition not known"
        found.setdefault((where, edition), {})[made.code] = None
    return [
        (where, f"{', '.join(_in_order(codes))} ({edition})")
        for (where, edition), codes in found.items()
    ]


def _in_order(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=lambda code: (len(code.split(".")[0]), code))
