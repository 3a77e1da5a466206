"""One page for a browser, for reading, sending and printing: nothing in it runs or is fetched.

Takes a report, gives HTML. What is counted and worded comes from modules that all formats share;
the markup is in ``templates``:

- ``page.html``: the page from top to bottom, for one document, many, or a comparison;
- ``document.html``: the topics of one document with their evidence;
- ``overview.html``: topics down and documents across;
- ``crosswalk.html``: a standard held against a programme;
- ``outcomes.html``: gates, changes since an earlier state, unread files;
- ``pieces.html``: levels, bars, quotations, tables and lists that the others share;
- ``style.css``: how it looks on paper and on screens of any width, light or dark. Every text stands
  out from its ground by 4.5 : 1 or more (WCAG 2.2, AA).
"""

from __future__ import annotations

import re
from pathlib import Path

from curriculum_gap.nouns import Report, Rubric
from curriculum_gap.reports.escaping import escape_html, escape_log_commands
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.templates import template_environment

__all__ = ["render", "rubric_language"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MOST_COLUMNS = 60
"""More documents than these get no column each: the page lists topics by spread."""


def rubric_language(rubric: Rubric) -> str:
    """The language of a rubric's words where it is not that of the page, else ""."""
    language = rubric.language
    return language if language != "en" and _LANGUAGE.fullmatch(language) else ""


def render(report: Report, options: ReportOptions) -> str:
    """The report as one HTML page: levels by domain, or topics by document where there are many.

    ``options.quotations`` stand beside a topic. All evidence is in the page, folded.
    """
    environment = template_environment(Path(__file__).parent / "templates", escape_html)
    columns = report.covered if len(report.covered) <= _MOST_COLUMNS else ()
    page = environment.get_template("page.html").render(
        report=report,
        version=report.version,
        rubric=report.rubric,
        rubric_language=rubric_language(report.rubric),
        quotations=options.quotations_per_topic,
        columns=columns,
        typed_rubric=options.rubric,
    )
    return escape_log_commands(page)
