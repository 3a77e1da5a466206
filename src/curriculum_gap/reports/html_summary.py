"""What the page in a browser shows of many documents: topics down, documents across; what none of
them shows; then each document, folded."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.nouns import Level, Report, Rubric, Scope, Topic, TopicCoverage
from curriculum_gap.reports.html_document import body_of, head_of, name_of, standing_of
from curriculum_gap.reports.html_pieces import NOT_FOUND, bar, level_and_word, title_of
from curriculum_gap.reports.reach import Reach, reach_of, reached_of_all, unreached
from curriculum_gap.reports.view import by_topic, is_expected, percent, reached_of_expected
from curriculum_gap.reports.wording import count

__all__ = ["reached_of", "summary_of"]

_COURSES_ACROSS = 60
"""More documents than these get no column each: the page lists topics by reach."""


def reached_of(report: Report) -> str:
    """The share of expected topics that some document shows at their level."""
    if not report.covered:
        return ""
    met, expected = reached_of_all(report)
    said = f"{met} of {count(expected, 'topic')} at the expected level in at least one document"
    return f"<p>{said}</p>\n<p>{bar(met, expected)}</p>\n"


def summary_of(report: Report, quotations: int) -> str:
    """Grid, lists and documents; nothing where no document was read. ``quotations`` stand beside
    each topic that a document shows."""
    if not report.covered:
        return ""
    reaches = reach_of(report)
    lists = "".join(_named(head, topics, report.rubric) for head, topics in unreached(reaches))
    return _grid(report, reaches) + lists + _documents(report, quotations)


def _grid(report: Report, reaches: Sequence[Reach]) -> str:
    """Topics down, documents across; then how many show a topic, and the best level."""
    rubric = report.rubric
    across = report.covered if len(report.covered) <= _COURSES_ACROSS else ()
    by_document = [{found.topic: found for found in coverage.topics} for coverage in across]
    heads = ["topic", "expected", "documents", "best level"]
    heads += [
        f'<a href="#d{number}"><bdi>{name_of(coverage)}</bdi></a>'
        for number, coverage in enumerate(across, 1)
    ]
    groups = []
    for domain in rubric.domains:
        rows = ""
        for reach in (reach for reach in reaches if reach.topic.domain == domain.id):
            topic = reach.topic
            cells = (_cell(topic, levels.get(topic.id)) for levels in by_document)
            row = _row(reach, rubric, len(report.covered))
            rows += f"<tr>{row}{''.join(cells)}</tr>\n"
        if rows:
            groups.append(
                f'<tbody>\n<tr><th scope="rowgroup" colspan="{len(heads)}"><span>'
                f"{title_of(domain.title, rubric)}</span></th></tr>\n{rows}</tbody>\n"
            )
    shares = _shares(report) if across else ""
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        '<section class="across">\n<h2 id="grid">Topics and documents</h2>\n'
        '<div class="wide" role="region" aria-labelledby="grid" tabindex="0">\n'
        '<table class="grid"><caption>The level of each topic in each document</caption>\n'
        f"<thead><tr>{columns}</tr></thead>\n{''.join(groups)}{shares}</table>\n</div>\n</section>\n"
    )


def _shares(report: Report) -> str:
    topics = report.rubric.topics
    each = (reached_of_expected(by_topic(coverage, topics)) for coverage in report.covered)
    cells = "".join(f"<td>{percent(*share)}</td>" for share in (reached_of_all(report), *each))
    return (
        '<tfoot>\n<tr><th scope="row">at the expected level</th><td></td><td></td>'
        f"{cells}</tr>\n</tfoot>\n"
    )


def _row(reach: Reach, rubric: Rubric, documents: int) -> str:
    topic = reach.topic
    expected = str(topic.expected) if is_expected(topic) else "–"
    return (
        f'<th scope="row">{title_of(topic.title, rubric)}</th><td>{expected}</td>'
        f"<td>{reach.documents} of {documents}</td>{_level(reach.best, _absent(topic))}"
    )


def _cell(topic: Topic, found: TopicCoverage | None) -> str:
    if found is None:
        return "<td>–</td>"
    return _level(found.level, "only as policy text" if found.policy else _absent(topic))


def _absent(topic: Topic) -> str:
    return "not assessable" if topic.scope is Scope.PROGRAM else NOT_FOUND


def _level(level: Level, absent: str) -> str:
    return f'<td class="level {level}">{level_and_word(level, absent)}</td>'


def _named(head: str, topics: Sequence[Topic], rubric: Rubric) -> str:
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
