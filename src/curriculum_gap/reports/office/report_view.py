"""What ``gapcheck check`` found as a :class:`View`: documents are the columns."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from curriculum_gap.course_labels import course_code, course_code_in_name
from curriculum_gap.nouns import Coverage, Level, Report, Scope, Topic
from curriculum_gap.reports.fitting_places import (
    fitting_place,
    has_place,
    is_outside_field,
    places_in_field,
)
from curriculum_gap.reports.office.view import (
    Column,
    Findings,
    Gap,
    Mark,
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
from curriculum_gap.reports.topics import (
    FOUND_LEVELS,
    TopicSpread,
    absent_topics,
    count_reached_anywhere,
    counted_evidence,
    is_expected,
    lists_of,
    lists_of_document,
    low_topics,
    pair_topics,
    shares_anywhere,
    spread_of_topics,
    spreads_of,
    unreached_topics,
    verdict_on,
)
from curriculum_gap.reports.wording import (
    PATH_SEPARATOR,
    count_noun,
    display_path,
    document_warnings,
    documents_read,
    percent,
    replaced_names,
    share_text,
    standing,
)

__all__ = ["view_of_report"]

_LONGEST_CODE = 16  # characters of a file's name that heads a column
_POLICY = Mark("policy only", "p")
_NOT_JUDGED = Mark("not judged", "–")


def view_of_report(report: Report, options: ReportOptions) -> View:
    """All that the report says, documents in the order in which they were given."""
    rubric = report.rubric
    one = len(report.covered) == 1
    codes = _codes(report)
    where = "in this document" if one else "in some document"
    return View(
        title=_title(report.covered[0]) if one else "Topics in syllabi",
        subject="Which topics the documents show, and where",
        noun="topic",
        columns_noun="document",
        lines=(documents_read(report), *_shares(report, where), *known_of_standards(rubric)),
        legend="A assessed; T taught; M mentioned; – not found here; p only as policy text",
        count_heads=tuple(map(str, FOUND_LEVELS)),
        columns=tuple(
            _column(code, coverage, report)
            for code, coverage in zip(codes, report.covered, strict=True)
        ),
        rows=tuple(_row(spread, codes, report) for spread in spread_of_topics(report)),
        pieces=tuple(_pieces(report)),
        gaps=tuple(_gaps(codes, report)),
        findings=(*_gates(report), *_unreached(report)),
        standards=tuple(_standards(codes, report)),
        unread=unread_rows(report.unread),
        files=(),
        warnings=(
            *rubric_doubts(rubric),
            *(f"{path}: {warning}" for path, warning in document_warnings(report)),
        ),
        names=replaced_names(options.replaced),
        about=about_lines(report.version, rubric),
    )


def _shares(report: Report, where: str) -> list[str]:
    """How many topics are reached, of each topic list."""
    if report.rubric.parts:
        return [f"{share_text(share)} {where}" for share in shares_anywhere(report)]
    reached, expected = count_reached_anywhere(report)
    counts = f"{reached} of {count_noun(expected, 'topic')} at the expected level {where}"
    return [f"{counts} ({percent(reached, expected)})"]


def _title(coverage: Coverage) -> str:
    return coverage.title or display_path(coverage.source)


def _codes(report: Report) -> list[str]:
    """What each document's column is called: the course's code, else the file's name; a number
    follows where several have the same."""
    names = [
        course_code(coverage.title)
        or course_code_in_name(coverage.source)
        or PurePath(coverage.source).name[:_LONGEST_CODE]
        for coverage in report.covered
    ]
    total, seen = Counter(names), Counter[str]()
    codes = []
    for name in names:
        seen[name] += 1
        codes.append(name if total[name] == 1 else f"{name} ({seen[name]})")
    return codes


def _column(code: str, coverage: Coverage, report: Report) -> Column:
    standings = [
        (f"{one.id}: " if report.rubric.parts else "") + standing(pair_topics(shown, one.topics))
        for one, shown in lists_of_document(coverage, report.rubric)
    ]
    facts = [] if coverage.pages is None else [count_noun(coverage.pages, "page")]
    facts.append(count_noun(coverage.words, "word"))
    files = (display_path(coverage.source),)
    return Column(code, coverage.title, ", ".join(facts), files, " · ".join(standings))


def _row(spread: TopicSpread, codes: list[str], report: Report) -> Row:
    topic = spread.topic
    domains = {domain.id: domain.title for domain in report.rubric.domains}
    pairs = [verdict_on(coverage, topic) for coverage in report.covered]
    marks = tuple(
        _NOT_JUDGED
        if verdict is None or (topic.scope is Scope.PROGRAM and not verdict.level)
        else _POLICY
        if verdict.policy and not verdict.level
        else level_mark(verdict.level)
        for verdict in pairs
    )
    first = (
        code
        for code, verdict in zip(codes, pairs, strict=True)
        if verdict is not None and verdict.level >= Level.TAUGHT
    )
    return Row(
        id=topic.id,
        title=topic.title,
        group=domains.get(topic.domain, topic.domain),
        expected=str(topic.expected) if is_expected(topic) else "–",
        best=level_mark(spread.best) if topic.scope is Scope.COURSE else _NOT_JUDGED,
        is_gap=is_expected(topic) and spread.best < topic.expected,
        counts=tuple(spread.counts[level] for level in FOUND_LEVELS),
        first=next(first, ""),
        detail=topic.definition,
        marks=marks,
        topic_list=list_titles(report.rubric).get(topic.id, ""),
    )


def _pieces(report: Report) -> list[Piece]:
    """All evidence by document, the best for each topic first, policy text last."""
    pieces = []
    for index, coverage in enumerate(report.covered):
        for _, verdict in pair_topics(coverage, report.rubric.topics):
            policy = [entry for entry in verdict.evidence if entry.is_policy]
            for entry in (*counted_evidence(verdict), *policy):
                passage = entry.passage
                pieces.append(
                    Piece(
                        row=verdict.topic,
                        column=index,
                        mark=_POLICY._replace(word="policy, not counted")
                        if entry.is_policy
                        else level_mark(verdict.level),
                        section=str(passage.section),
                        place=place_of(passage),
                        headings=PATH_SEPARATOR.join(passage.headings),
                        source=display_path(coverage.source),
                        text=passage.text,
                        terms=", ".join(dict.fromkeys(match.term for match in entry.matches)),
                        evidence=entry,
                    )
                )
    return pieces


def _gaps(codes: list[str], report: Report) -> list[Gap]:
    """Topics below their expected level, by topic and document, with the place where each would
    fit; documents outside of the rubric's field are left out."""
    below: dict[str, list[Gap]] = {topic.id: [] for topic in report.rubric.topics}
    best = {spread.topic.id: spread.best for spread in spread_of_topics(report)}
    for code, coverage in zip(codes, report.covered, strict=True):
        if is_outside_field(coverage, report.rubric):
            continue
        placed = places_in_field(coverage, report.rubric)
        pairs = pair_topics(coverage, report.rubric.topics)
        for topic, verdict in (*absent_topics(pairs), *low_topics(pairs)):
            nowhere = best[topic.id] < topic.expected
            below[topic.id].append(_gap(code, placed, topic, verdict.level, nowhere))
    return [gap for gaps in below.values() for gap in gaps]


def _gap(code: str, coverage: Coverage, topic: Topic, level: Level, nowhere: bool) -> Gap:
    place = fitting_place(coverage, topic)
    detail = f"expected {topic.expected}; {level if level else 'not found here'}"
    fits = not topic.hosts or has_place(coverage, topic)
    suggestion = place.suggestion if fits else ""
    return Gap(topic.id, detail, code, place.where, place.text, suggestion, nowhere)


def _gates(report: Report) -> list[Findings]:
    """What failed, and what is to be tidied up."""
    if report.gate is None:
        return []
    failed = tuple(
        (failure.program or display_path(failure.source), failure.message)
        for failure in report.gate.failures
    )
    notes = tuple((note, "") for note in report.gate.notes)
    found = [Findings("Gates that were not passed", failed), Findings("Notes on gates", notes)]
    return [one for one in found if one.lines]


def _unreached(report: Report) -> list[Findings]:
    """Topics that no document reaches, each topic list by itself."""
    spreads = spread_of_topics(report)
    return [
        Findings(
            f"{heading} · {one.title}" if report.rubric.parts else heading,
            tuple((topic.title, "") for topic in topics),
        )
        for one in lists_of(report.rubric)
        for heading, topics in unreached_topics(spreads_of(spreads, one))
    ]


def _standards(
    codes: list[str], report: Report
) -> list[tuple[str, tuple[tuple[str, str, str, str], ...]]]:
    """The codes that documents declare, by body and edition: code, document, place, words."""
    tables: dict[str, list[tuple[str, str, str, str]]] = {}
    for column, coverage in zip(codes, report.covered, strict=True):
        for made in coverage.declarations:
            name = f"{made.body.upper()} {made.edition or '(edition not named)'}"
            tie = f", with {made.tie}" if made.tie else ""
            where = f"{place_of(made)} {made.place}".strip() + tie
            tables.setdefault(name, []).append((made.code, column, where, made.text))
    return [(name, tuple(rows)) for name, rows in tables.items()]
