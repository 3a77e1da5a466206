"""One page for a browser, for reading, sending and printing: nothing in it runs or is fetched.

Takes a report, gives HTML. What is counted and worded comes from modules that all formats share;
the markup is in ``templates``:

- ``page.html``: the page from top to bottom, for one document, many, or a comparison;
- ``document.html``: the topics of one document with their evidence;
- ``overview.html``: topics down and documents across;
- ``crosswalk.html``: a standard held against a programme;
- ``map.html``: the map of a programme;
- ``outcomes.html``: gates, changes since an earlier state, unread files;
- ``pieces.html``: levels, bars, quotations, tables and lists that the others share;
- ``style.css``: how it looks on paper and on screens of any width, light or dark. Every text stands
  out from its ground by 4.5 : 1 or more (WCAG 2.2, AA).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from curriculum_gap.curriculum_map import CurriculumMap
from curriculum_gap.nouns import Report, Rubric
from curriculum_gap.reports.escaping import escape_html, escape_log_commands
from curriculum_gap.reports.findings import column_groups
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.templates import template_environment

__all__ = ["map_as_html", "render", "rubric_language"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MOST_COLUMNS = 30
"""Documents or courses side by side in one table; more stand in further tables below it."""


def rubric_language(rubric: Rubric) -> str:
    """The language of a rubric's words where it is not that of the page, else ""."""
    language = rubric.language
    return language if language != "en" and _LANGUAGE.fullmatch(language) else ""


def render(report: Report, options: ReportOptions) -> str:
    """The report as one HTML page: levels by domain, or topics by document where there are many.

    ``options.quotations`` stand beside a topic. All evidence is in the page, folded.
    """
    return _page(
        "page.html",
        report.rubric,
        report=report,
        version=report.version,
        quotations=options.quotations_per_topic,
        groups=column_groups(report.covered, _MOST_COLUMNS),
        typed_rubric=options.rubric,
    )


def map_as_html(curriculum_map: CurriculumMap, options: ReportOptions) -> str:
    """The map of a programme as one HTML page; the best passages are in it, folded by course."""
    del options
    return _page(
        "map.html",
        curriculum_map.rubric,
        map=curriculum_map,
        version=curriculum_map.version,
        groups=column_groups(curriculum_map.courses, _MOST_COLUMNS),
    )


def _page(template: str, rubric: Rubric, **values: Any) -> str:
    """A page in the language of its rubric, in which nothing acts on a build server."""
    environment = template_environment(Path(__file__).parent / "templates", escape_html)
    made = environment.get_template(template)
    language = rubric_language(rubric)
    return escape_log_commands(made.render(rubric=rubric, rubric_language=language, **values))
