"""One page for a browser, for reading, sending and printing: nothing in it runs or is fetched."""

from __future__ import annotations

from collections.abc import Iterable

from curriculum_gap.nouns import Level, Report, Rubric, Scope, Topic, TopicCoverage
from curriculum_gap.reports.gaps import reached_of_all
from curriculum_gap.reports.html_document import body_of, head_of, name_of, standing_of
from curriculum_gap.reports.html_outcomes import comparison_of, gate_of, unread_of, verdict_of
from curriculum_gap.reports.html_pieces import bar, level_chip, shown, title_of
from curriculum_gap.reports.html_style import STYLE
from curriculum_gap.reports.inert import as_log
from curriculum_gap.reports.view import View, by_topic, is_expected, percent, reached_of_expected
from curriculum_gap.reports.wording import FOUND_LEVELS, count, glyph

__all__ = ["MARK", "render"]

MARK = "<!doctype html>\n<!-- gapcheck report -->"
"""How every page begins, so that one is known from somebody's syllabus."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_COURSES_ACROSS = 60
"""More documents than these get no column each: the page lists topics by reach."""


def render(report: Report, view: View) -> str:
    """The report as one HTML page; ``view.evidence`` is the number of quotations that stand beside
    a topic. All evidence is in the page, folded, whatever the view."""
    quotations = 1 if view.evidence is None else view.evidence
    comparison = report.comparison
    gate = gate_of(report, report.gate) if report.gate is not None else ""
    unread = comparison.unread if comparison is not None else report.unread
    missed = unread_of(unread) if unread else ""
    if comparison is not None:
        heading, head = verdict_of(comparison), ""
        body = comparison_of(comparison, report.rubric) + gate + missed
    elif len(report.covered) == 1:
        [coverage] = report.covered
        heading = name_of(coverage)
        head = head_of(coverage, report.rubric) + standing_of(coverage, report.rubric)
        body = gate + missed + body_of(coverage, report.rubric, 2, quotations)
    else:
        heading, head = _how_many(report), _reached(report)
        body = gate + missed
        if report.covered:
            body += _grid(report) + _lists(report) + _documents(report, quotations)
    rubric = f"{shown(report.rubric.id)} {shown(report.rubric.version)}"
    page = (
        f'{MARK}\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>gapcheck: {heading}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1><bdi>{heading}</bdi></h1>\n{head}"
        f'<p class="soft small">Held against: {title_of(report.rubric.title, report.rubric)} '
        f"(rubric {rubric})</p>\n</header>\n<main>\n{body}</main>\n"
        f'<footer class="soft small">\n{_legend()}'
        f"<p>gapcheck {shown(report.version)} · rubric {rubric}</p>\n</footer>\n</body>\n</html>\n"
    )
    return as_log(page)


def _legend() -> str:
    chips = " ".join(level_chip(level) for level in (*FOUND_LEVELS, Level.ABSENT))
    return (
        f"<p>{chips}</p>\n<p>“Not found here” is not “not taught”: it is about the words of the "
        "document and nothing else. Policy text gives no level.</p>\n"
    )


def _how_many(report: Report) -> str:
    if not report.covered:
        return "No document was read"
    read = f"{count(len(report.covered), 'document')} read"
    return read + (f", {len(report.unread)} not read" if report.unread else "")


def _reached(report: Report) -> str:
    if not report.covered:
        return ""
    met, expected = reached_of_all(report)
    said = f"{met} of {count(expected, 'topic')} at the expected level in at least one document"
    return f"<p>{said}</p>\n<p>{bar(met, expected)}</p>\n"


def _grid(report: Report) -> str:
    """Topics down, documents across; then how many show a topic, and the best level."""
    rubric = report.rubric
    across = report.covered if len(report.covered) <= _COURSES_ACROSS else ()
    by_document = [{found.topic: found for found in coverage.topics} for coverage in report.covered]
    heads = ["topic", "expected", "documents", "best level"]
    heads += [
        f'<a href="#d{number}"><bdi>{name_of(coverage)}</bdi></a>'
        for number, coverage in enumerate(across, 1)
    ]
    groups = []
    for domain in rubric.domains:
        rows = ""
        for topic in (topic for topic in rubric.topics if topic.domain == domain.id):
            everywhere = [levels.get(topic.id) for levels in by_document]
            here = everywhere if across else []
            rows += _row(topic, rubric, everywhere) + "".join(_cell(topic, f) for f in here)
            rows += "</tr>\n"
        if rows:
            groups.append(
                f'<tbody>\n<tr><th scope="rowgroup" colspan="{len(heads)}"><span>'
                f"{title_of(domain.title, rubric)}</span></th></tr>\n{rows}</tbody>\n"
            )
    shares = ""
    if across:
        cells = "".join(
            f"<td>{percent(*reached_of_expected(by_topic(coverage, rubric.topics)))}</td>"
            for coverage in across
        )
        met = percent(*reached_of_all(report))
        shares = (
            '<tfoot>\n<tr><th scope="row">at the expected level</th><td></td><td></td>'
            f"<td>{met}</td>{cells}</tr>\n</tfoot>\n"
        )
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        '<section class="across">\n<h2 id="grid">Topics and documents</h2>\n'
        '<div class="wide" role="region" aria-labelledby="grid" tabindex="0">\n'
        '<table class="grid"><caption>The level of each topic in each document</caption>\n'
        f"<thead><tr>{columns}</tr></thead>\n{''.join(groups)}{shares}</table>\n</div>\n</section>\n"
    )


def _row(topic: Topic, rubric: Rubric, everywhere: list[TopicCoverage | None]) -> str:
    levels = [found.level for found in everywhere if found is not None]
    best, reach = max(levels, default=Level.ABSENT), sum(map(bool, levels))
    if best:
        found = _level(best, str(best))
    else:
        found = _level(best, "not assessable" if topic.scope is Scope.PROGRAM else "not found here")
    expected = str(topic.expected) if is_expected(topic) else "–"
    return (
        f'<tr><th scope="row">{title_of(topic.title, rubric)}</th><td>{expected}</td>'
        f"<td>{reach} of {len(everywhere)}</td>{found}"
    )


def _cell(topic: Topic, found: TopicCoverage | None) -> str:
    if found is None:
        return "<td>–</td>"
    if found.level:
        return _level(found.level, str(found.level))
    if found.policy:
        return _level(found.level, "only as policy text")
    return _level(
        found.level, "not assessable" if topic.scope is Scope.PROGRAM else "not found here"
    )


def _level(level: Level, word: str) -> str:
    return (
        f'<td class="level {level}"><span class="glyph" aria-hidden="true">{glyph(level)}</span>'
        f" {word}</td>"
    )


def _lists(report: Report) -> str:
    """Topics that no document shows, and topics that none shows at their level."""
    best: dict[str, Level] = {}
    for found in (found for coverage in report.covered for found in coverage.topics):
        best[found.topic] = max(found.level, best.get(found.topic, Level.ABSENT))
    topics = [(topic, best[topic.id]) for topic in report.rubric.topics if topic.id in best]
    course = [(topic, level) for topic, level in topics if topic.scope is Scope.COURSE]
    return (
        _named("In no document", (topic for topic, level in course if not level), report.rubric)
        + _named(
            "Found, but in no document at the expected level",
            (topic for topic, level in course if level and level < topic.expected),
            report.rubric,
        )
        + _named(
            "Not assessable from syllabi",
            (topic for topic, level in topics if topic.scope is Scope.PROGRAM and not level),
            report.rubric,
        )
    )


def _named(head: str, topics: Iterable[Topic], rubric: Rubric) -> str:
    names = "; ".join(title_of(topic.title, rubric) for topic in topics)
    return f"<p><strong>{head}:</strong> {names}</p>\n" if names else ""


def _documents(report: Report, quotations: int) -> str:
    sections = []  # one suggestion each: they are the same in every document
    for number, coverage in enumerate(report.covered, 1):
        sections.append(
            f'<details class="document"><summary><h3><bdi>{name_of(coverage)}</bdi></h3>\n'
            f'{head_of(coverage, report.rubric)}</summary>\n<div id="d{number}">\n'
            f"{standing_of(coverage, report.rubric)}"
            f"{body_of(coverage, report.rubric, 4, quotations, 1)}</div></details>\n"
        )
    return f"<h2>Documents</h2>\n{''.join(sections)}"
