"""One page for a browser, for reading, sending and printing: nothing in it runs or is fetched."""

from __future__ import annotations

from curriculum_gap.nouns import Level, Report
from curriculum_gap.reports.html_document import body_of, head_of, name_of, standing_of
from curriculum_gap.reports.html_outcomes import comparison_of, gate_of, unread_of
from curriculum_gap.reports.html_pieces import level_chip, shown, title_of
from curriculum_gap.reports.html_style import STYLE
from curriculum_gap.reports.html_summary import reached_of, summary_of
from curriculum_gap.reports.inert import as_log
from curriculum_gap.reports.outcome_wording import lost_and_gained, said_of_levels
from curriculum_gap.reports.view import View
from curriculum_gap.reports.wording import FOUND_LEVELS, documents_read

__all__ = ["MARK", "render"]

MARK = "<!doctype html>\n<!-- gapcheck report -->"
"""How every page begins, so that one is known from somebody's syllabus."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Report, view: View) -> str:
    """The report as one HTML page; ``view.evidence`` is the number of quotations that stand beside
    a topic. All evidence is in the page, folded, whatever the view."""
    quotations = 1 if view.evidence is None else view.evidence
    comparison = report.comparison
    gate = gate_of(report, report.gate) if report.gate is not None else ""
    unread = comparison.unread if comparison is not None else report.unread
    missed = unread_of(unread) if unread else ""
    if comparison is not None:
        heading, head = said_of_levels(*lost_and_gained(comparison)), ""
        body = comparison_of(comparison, report.rubric) + gate + missed
    elif len(report.covered) == 1:
        [coverage] = report.covered
        heading = name_of(coverage)
        head = head_of(coverage, report.rubric) + standing_of(coverage, report.rubric)
        body = gate + missed + body_of(coverage, report.rubric, 2, quotations)
    else:
        heading = documents_read(report) if report.covered else "No document was read"
        head = reached_of(report)
        body = gate + missed + summary_of(report, quotations)
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
