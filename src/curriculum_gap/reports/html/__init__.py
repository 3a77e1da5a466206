"""One page for a browser, for reading, sending and printing: nothing is fetched, and one script of
ours runs in pages that hold evidence.

Takes a report, gives HTML. What is counted and worded comes from modules that all formats share;
the markup is in ``templates``:

- ``page.html``: the page from top to bottom, for one document, many, or a comparison;
- ``document.html``: the topics of one document with their evidence;
- ``overview.html``: topics down and documents across;
- ``crosswalk.html``: a standard held against a programme, ``crosswalk_part.html`` what it says;
- ``map.html``: the map of a programme;
- ``trend.html``: several runs;
- ``layout.html``: what every page has;
- ``outcomes.html``: gates, changes since an earlier state, unread files;
- ``pieces.html``: levels, bars, quotations, tables and lists that the others share;
- ``controls.html``: what the script needs in the page;
- ``script.js``: filters, tabs, evidence of a cell, marks; without it the page says the same. Its
  hash stands in the page's policy, so that a browser runs this script and no other;
- ``style.css``: how it looks on paper and on screens of any width, light or dark. Every text stands
  out from its ground by 4.5 : 1 or more (WCAG 2.2, AA).
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from curriculum_gap.curriculum_map import Crosswalk, CurriculumMap, Trend
from curriculum_gap.nouns import Report, Rubric
from curriculum_gap.reports.column_groups import column_groups
from curriculum_gap.reports.escaping import escape_html, escape_log_commands
from curriculum_gap.reports.findings import files_with_evidence
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.templates import template_environment

__all__ = ["crosswalk_as_html", "map_as_html", "render", "trend_as_html"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TEMPLATES = Path(__file__).parent / "templates"
_MOST_COLUMNS = 14
"""Documents or courses side by side in one table: what a landscape page (A4, Letter) prints without
breaking a word. More stand in further tables below it."""
_MOST_MARKS = 30
"""Courses side by side where a cell holds one sign, on the same page."""


def render(report: Report, options: ReportOptions) -> str:
    """The report as one HTML page: levels by domain, or topics by document where there are many.

    ``options.quotations`` stand beside a topic. All evidence is in the page, folded.
    """
    return _page(
        "page.html",
        report.rubric,
        report.version,
        report=report,
        quotations=options.quotations_per_topic,
        groups=column_groups(report.covered, _MOST_COLUMNS),
        typed_rubrics=options.rubrics,
        replaced=options.replaced,
        files=[(coverage.source, coverage.sha256) for coverage in report.covered],
        script=_script() if report.covered and not report.comparison else "",
    )


def map_as_html(curriculum_map: CurriculumMap, options: ReportOptions) -> str:
    """The map of a programme as one HTML page; the best passages are in it, folded by course."""
    return _page(
        "map.html",
        curriculum_map.rubric,
        curriculum_map.version,
        map=curriculum_map,
        groups=column_groups(curriculum_map.courses, _MOST_COLUMNS),
        replaced=options.replaced,
        crosswalk_groups=column_groups(curriculum_map.courses, _MOST_MARKS),
        quotations=options.quotations_per_topic,
        files=files_with_evidence(curriculum_map),
        script=_script(),
    )


def crosswalk_as_html(crosswalk: Crosswalk, options: ReportOptions) -> str:
    """A standard held against a programme as one HTML page: states, all items by course, then each
    item with the places and words that it stands on."""
    return _page(
        "crosswalk.html",
        crosswalk.rubric,
        crosswalk.version,
        crosswalk=crosswalk,
        groups=column_groups(crosswalk.courses, _MOST_MARKS),
        quotations=options.quotations_per_topic,
        replaced=options.replaced,
    )


def trend_as_html(trend: Trend, options: ReportOptions) -> str:
    """Several runs as one HTML page; of ``options`` it takes what was replaced."""
    return _page("trend.html", trend.rubric, trend.version, trend=trend, replaced=options.replaced)


def _page(template: str, rubric: Rubric, version: str, script: str = "", **values: Any) -> str:
    """A page from one of the templates, in which nothing acts on a build server and no other script
    than ``script`` runs. Words of the rubric are marked where their language is not that of the
    page."""
    from markupsafe import Markup

    environment = template_environment(_TEMPLATES, escape_html)
    is_foreign = rubric.language != "en" and _LANGUAGE.fullmatch(rubric.language)
    page = environment.get_template(template).render(
        rubric=rubric,
        rubric_language=rubric.language if is_foreign else "",
        version=version,
        script=Markup(script),
        script_hash=f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}",
        **values,
    )
    return escape_log_commands(page)


@cache
def _script() -> str:
    return (_TEMPLATES / "script.js").read_text("utf-8")
