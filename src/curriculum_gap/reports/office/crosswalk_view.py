"""A standard held against a programme as a :class:`View`: its items are the rows."""

from __future__ import annotations

from collections.abc import Iterator

from curriculum_gap.curriculum_map import CourseState, Crosswalk, CrosswalkRow, State
from curriculum_gap.reports.crosswalk_lines import (
    NO_PROOF,
    best_shown,
    courses_counted,
    declared_in,
    declared_place,
    declaring,
    heading_of_crosswalk,
    how_text,
    item_name,
    marked_rows,
    marks_legend,
    other_codes,
    overview,
    standard_facts,
    state_mark,
    topics_of_row,
    unlisted_groups,
)
from curriculum_gap.reports.findings import codes_text
from curriculum_gap.reports.office.view import (
    NOT_KNOWN,
    Column,
    Findings,
    Gap,
    Mark,
    Piece,
    Row,
    View,
    about_lines,
    rubric_doubts,
    unread_rows,
)
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.quotations import place_of
from curriculum_gap.reports.wording import PATH_SEPARATOR, display_path, replaced_names

__all__ = ["view_of_crosswalk"]

_TINTS = {State.BOTH: 3, State.SHOWN: 2, State.DECLARED: 1, State.NEITHER: 0}


def view_of_crosswalk(crosswalk: Crosswalk, options: ReportOptions) -> View:
    """All that the crosswalk says, courses in the order of the programme."""
    rubric = crosswalk.rubric
    return View(
        title=heading_of_crosswalk(crosswalk),
        subject="Where the courses declare each item, and where their texts show it",
        noun="item",
        columns_noun="course",
        lines=tuple(filter(None, _lines(crosswalk))),
        legend=marks_legend(crosswalk),
        count_heads=tuple(map(str, State)),
        columns=tuple(
            Column(
                known.course.code,
                known.course.title if known.course.title != known.course.code else "",
                ", ".join(filter(None, (str(known.course.need), known.course.stage))),
                tuple(map(display_path, known.documents)),
                _standing(index, crosswalk),
            )
            for index, known in enumerate(crosswalk.courses)
        ),
        rows=tuple(_row(row, crosswalk) for row in marked_rows(crosswalk)),
        pieces=tuple(_pieces(crosswalk)),
        gaps=tuple(_gaps(crosswalk)),
        findings=tuple(_findings(crosswalk)),
        standards=(),
        unread=unread_rows(crosswalk.unread),
        files=tuple(
            Findings("Files in no course", tuple((display_path(one), "") for one in files))
            for files in (crosswalk.unassigned,)
            if files
        ),
        warnings=(*rubric_doubts(rubric), *crosswalk.warnings),
        names=replaced_names(options.replaced),
        about=about_lines(crosswalk.version, rubric),
    )


def _lines(crosswalk: Crosswalk) -> Iterator[str]:
    """What stands below the title; some of it may be empty."""
    yield courses_counted(crosswalk)
    yield standard_facts(crosswalk.standard)
    yield crosswalk.standard.note
    yield f"{NO_PROOF}."
    for one in overview(crosswalk):
        if one.items:
            yield f"{len(one.items)} {one.state or 'no course counts'}: {', '.join(one.items)}"


def _standing(index: int, crosswalk: Crosswalk) -> str:
    """How many of the items that are scored the course of this index has in each state."""
    if crosswalk.courses[index].levels is None:
        return "not known: no file of it was read"
    states = [row.courses[index].state for row in crosswalk.rows]
    return " · ".join(f"{states.count(state)} {state}" for state in State if state in states)


def _row(row: CrosswalkRow, crosswalk: Crosswalk) -> Row:
    state = row.state
    best = Mark("not scored", "") if row.apart else NOT_KNOWN
    if not row.apart and state is not None:
        best = Mark(str(state), "", _TINTS[state])
    return Row(
        id=row.item.code,
        title=item_name(row),
        group="Listed, never scored" if row.apart else "Items that are scored",
        expected="–",
        best=best,
        is_gap=not row.apart and state in (State.DECLARED, State.NEITHER),
        counts=tuple(len(row.in_state(one)) for one in State),
        first=codes_text(one.course for one in declaring(row)),
        detail=row.apart or topics_of_row(crosswalk, row),
        marks=tuple(_mark(row, course) for course in row.courses),
    )


def _mark(row: CrosswalkRow, course: CourseState) -> Mark:
    letter = state_mark(row, course)
    if row.apart:
        return Mark("declared, not scored" if letter else "", letter)
    if course.state is None:
        return NOT_KNOWN
    word = str(course.state) if course.counts else f"({course.state})"
    return Mark(word, letter, _TINTS[course.state] if course.counts else 0)


def _pieces(crosswalk: Crosswalk) -> list[Piece]:
    """Where items are declared and shown, by item and course."""
    pieces = []
    for row in marked_rows(crosswalk):
        for index, course in enumerate(row.courses):
            mark = _mark(row, course)
            for source, made in course.declared:
                pieces.append(
                    Piece(
                        row=row.item.code,
                        column=index,
                        mark=mark,
                        section="declared",
                        place=declared_place(made),
                        headings="",
                        source=display_path(source),
                        text=made.text,
                        terms=made.code,
                    )
                )
            for located in best_shown(course, len(course.shown)):
                evidence = located.evidence
                pieces.append(
                    Piece(
                        row=row.item.code,
                        column=index,
                        mark=mark,
                        section=f"shown: {evidence.passage.section}",
                        place=place_of(evidence.passage),
                        headings=PATH_SEPARATOR.join(evidence.passage.headings),
                        source=display_path(located.source),
                        text=evidence.passage.text,
                        terms=", ".join(dict.fromkeys(match.term for match in evidence.matches)),
                        evidence=evidence,
                    )
                )
    return pieces


def _gaps(crosswalk: Crosswalk) -> list[Gap]:
    """Items that courses declare and whose texts are silent, and items that no course declares or
    shows."""
    gaps = []
    for row in crosswalk.rows:
        silent = row.in_state(State.DECLARED)
        for course in silent:
            where = " · ".join(dict.fromkeys(declared_place(made) for _, made in course.declared))
            where = where or (f"“{course.mark}” in the map" if course.mark else "")
            text = course.declared[0][1].text if course.declared else ""
            gaps.append(Gap(row.item.code, str(State.DECLARED), course.course, where, text, "",
                            row.state is State.DECLARED))  # fmt: skip
        if row.state is State.NEITHER:
            gaps.append(Gap(row.item.code, str(State.NEITHER), "", "in no course", "", ""))
    return gaps


def _findings(crosswalk: Crosswalk) -> list[Findings]:
    how = []
    for row in crosswalk.rows:
        texts = [f"{one.course} ({how_text(one)})" for one in row.courses if one.counts and one.how]
        if texts:
            how.append((item_name(row), "; ".join(texts)))
    apart = [
        (", ".join(row.item.code for row in rows), reason)
        for reason, rows in unlisted_groups(crosswalk)
    ]
    declared = [
        (item_name(row), f"declared in {declared_in(row)}")
        for row in crosswalk.apart
        if declaring(row)
    ]
    found = [
        Findings("In which parts of the courses items are shown", tuple(how)),
        Findings("Listed, never scored", (*apart, *declared)),
        Findings(
            "Codes of another edition, or of none that is known", tuple(other_codes(crosswalk))
        ),
    ]
    return [one for one in found if one.lines]
