"""The map of a programme as a :class:`View`."""

from __future__ import annotations

from curriculum_gap.curriculum_map import CourseCoverage, CurriculumMap, TopicRow
from curriculum_gap.nouns import Level, Topic
from curriculum_gap.reports.findings import (
    alone_text,
    count_reached_rows,
    course_kinds,
    evidence_of_course,
    file_lists,
    findings_of,
    first_taught,
    gap_text,
    handbook_heading,
    handbook_rows,
    level_count,
    lists_of_map,
    programme_standing,
    programme_title,
    scope_topics,
    shares_of_rows,
    topic_rows,
)
from curriculum_gap.reports.fitting_places import NO_OBVIOUS_PLACE, places_of_gaps, where_it_fits
from curriculum_gap.reports.office.view import (
    NOT_KNOWN,
    Column,
    Findings,
    Gap,
    Piece,
    Row,
    View,
    about_lines,
    known_of_standards,
    level_mark,
    list_titles,
    rubric_doubts,
    unread_rows,
)
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.quotations import place_of
from curriculum_gap.reports.topics import FOUND_LEVELS
from curriculum_gap.reports.wording import (
    PATH_SEPARATOR,
    display_path,
    percent,
    replaced_names,
    share_text,
)

__all__ = ["view_of_map"]

_FACTS = ("assessed", "taught", "mentioned", "absent", "not read")
_FACT_HEADS = ("assessed", "taught", "mentioned", "not found", "not known")


def view_of_map(curriculum_map: CurriculumMap, options: ReportOptions) -> View:
    """All that the map says, in the order of the programme and of the rubric."""
    rubric = curriculum_map.rubric
    reached, expected = count_reached_rows(curriculum_map)
    shares = shares_of_rows(curriculum_map)
    return View(
        title=programme_title(curriculum_map),
        subject="Which course teaches which topic, and what is missing",
        noun="topic",
        columns_noun="course",
        lines=(
            course_kinds(curriculum_map),
            programme_standing(curriculum_map)
            + ("" if rubric.parts else f" ({percent(reached, expected)})"),
            *(share_text(share) for share in shares if rubric.parts),
            *known_of_standards(rubric),
        ),
        legend="A assessed; T taught; M mentioned; – not found; ? not known, no file was read",
        count_heads=_FACT_HEADS,
        columns=tuple(_column(known, curriculum_map) for known in curriculum_map.courses),
        rows=tuple(_row(topic, row, curriculum_map) for topic, row in topic_rows(curriculum_map)),
        pieces=tuple(_pieces(curriculum_map)),
        gaps=tuple(_gaps(curriculum_map)),
        findings=tuple(_findings(curriculum_map)),
        standards=(),
        unread=unread_rows(curriculum_map.unread),
        files=tuple(
            Findings(heading, tuple((entry, "") for entry in entries))
            for heading, entries in file_lists(curriculum_map)
        ),
        warnings=(*rubric_doubts(rubric), *curriculum_map.warnings),
        names=replaced_names(options.replaced),
        about=about_lines(curriculum_map.version, rubric),
    )


def _column(known: CourseCoverage, curriculum_map: CurriculumMap) -> Column:
    course = known.course
    standing = "not known: no file of it was read"
    if known.levels is not None:
        levels = [*known.levels.values()]
        standing = " · ".join(f"{levels.count(level)} {level}" for level in FOUND_LEVELS)
        alone = alone_text(known, curriculum_map)
        standing += f" · carries alone: {alone}" if alone else ""
    note = ", ".join(part for part in (str(course.need), course.stage) if part)
    title = course.title if course.title != course.code else ""
    return Column(course.code, title, note, tuple(map(display_path, known.documents)), standing)


def _row(topic: Topic, row: TopicRow, curriculum_map: CurriculumMap) -> Row:
    domains = {domain.id: domain.title for domain in curriculum_map.rubric.domains}
    return Row(
        id=topic.id,
        title=topic.title,
        group=domains.get(topic.domain, topic.domain),
        expected=str(row.expected) if row.expected else "–",
        best=level_mark(row.reached) if row.known else NOT_KNOWN,
        is_gap=row.is_gap,
        counts=tuple(level_count(row, fact) for fact in _FACTS),
        first=first_taught(row, curriculum_map),
        detail=topic.definition,
        marks=tuple(level_mark(level) for level in row.levels),
        topic_list=list_titles(curriculum_map.rubric).get(topic.id, ""),
    )


def _pieces(curriculum_map: CurriculumMap) -> list[Piece]:
    """The best passage of each course for each topic, by course."""
    pieces = []
    for index, known in enumerate(curriculum_map.courses):
        for topic, level, located in evidence_of_course(known, curriculum_map):
            passage = located.evidence.passage
            pieces.append(
                Piece(
                    row=topic.id,
                    column=index,
                    mark=level_mark(level),
                    section=str(passage.section),
                    place=place_of(passage),
                    headings=PATH_SEPARATOR.join(passage.headings),
                    source=display_path(located.source),
                    text=passage.text,
                    terms=", ".join(dict.fromkeys(one.term for one in located.evidence.matches)),
                    evidence=located.evidence,
                )
            )
    return pieces


def _gaps(curriculum_map: CurriculumMap) -> list[Gap]:
    """The gaps with their places; without hosts in the rubric, with its first suggestion."""
    places = {topic.id: found for topic, found in places_of_gaps(curriculum_map)}
    gaps = []
    for topic, row in topic_rows(curriculum_map):
        if not row.is_gap:
            continue
        detail = gap_text(row, curriculum_map)
        for place in places.get(topic.id, ()):
            where = where_it_fits(place)
            gaps.append(Gap(topic.id, detail, place.course, where, place.text, place.suggestion))
        if not places.get(topic.id):
            suggestion = "" if topic.hosts else next(iter(topic.suggestions), "")
            nowhere = NO_OBVIOUS_PLACE if topic.hosts else ""
            gaps.append(Gap(topic.id, detail, "", nowhere, "", suggestion))
    return gaps


def _findings(curriculum_map: CurriculumMap) -> list[Findings]:
    """What there is to say of topics, each topic list by itself, gaps left out."""
    found = []
    for one in lists_of_map(curriculum_map):
        whose = f" · {one.rubric.title}" if curriculum_map.rubric.parts else ""
        of_list = [
            Findings(each.heading, tuple((topic.title, detail) for topic, detail in each.topics))
            for each in findings_of(one)
            if not each.heading.startswith("Gaps:")
        ]
        found += [each._replace(heading=each.heading + whose) for each in of_list + _handbooks(one)]
    return found


def _handbooks(curriculum_map: CurriculumMap) -> list[Findings]:
    """What the handbooks show, or the topics that were not judged."""
    if not scope_topics(curriculum_map):
        return []
    if curriculum_map.not_judged:
        lines = tuple((topic.title, "not judged") for topic in scope_topics(curriculum_map))
        return [Findings(handbook_heading(curriculum_map), lines)]
    judged = []
    for topic, row in handbook_rows(curriculum_map):
        detail = str(row.level) if row.level > Level.ABSENT else "not found"
        judged.append(
            (topic.title, detail + (f" (gap: {row.expected} expected)" if row.is_gap else ""))
        )
    return [Findings(handbook_heading(curriculum_map), tuple(judged))]
