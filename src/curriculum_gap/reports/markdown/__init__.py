"""Markdown for comments on pull requests and job summaries: what failed first, details folded.

Takes a report, gives Markdown as GitHub and GitLab read it. The markup is in
``templates``: ``report.md`` is the report from top to bottom, ``parts.md`` has what it is made of;
``map.md`` is the map of a programme, ``crosswalk.md`` a standard held against it, ``trend.md``
several runs.

The first line is a comment by which a later run finds the comment it wrote, to bring it up to date,
and by which the command line knows that it may write over the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from curriculum_gap.curriculum_map import Crosswalk, CurriculumMap, Trend
from curriculum_gap.nouns import Report
from curriculum_gap.reports.column_groups import column_groups
from curriculum_gap.reports.escaping import escape_log_commands, escape_markdown
from curriculum_gap.reports.options import MAX_FULL_DOCUMENTS, ReportOptions
from curriculum_gap.reports.templates import template_environment

__all__ = ["crosswalk_as_markdown", "map_as_markdown", "render", "trend_as_markdown"]

_MOST_COLUMNS = 15
"""Courses side by side in one table; more stand in further tables below it."""


def render(report: Report, options: ReportOptions) -> str:
    """Comparison or coverage, gates, then unread files.

    ``options.quotations`` is the number of quotations per topic; ``options.everything`` lists
    absent topics among those found, too.
    """
    return _text(
        "report.md",
        report=report,
        quotations=options.quotations_per_topic,
        everything=options.everything,
        max_documents=MAX_FULL_DOCUMENTS,
        replaced=options.replaced,
    )


def map_as_markdown(curriculum_map: CurriculumMap, options: ReportOptions) -> str:
    """The map of a programme: gaps and other findings, then topics and courses, folded."""
    groups = column_groups(curriculum_map.courses, _MOST_COLUMNS)
    return _text("map.md", map=curriculum_map, groups=groups, replaced=options.replaced)


def crosswalk_as_markdown(crosswalk: Crosswalk, options: ReportOptions) -> str:
    """A standard held against a programme: states, then a table of courses for each item."""
    return _text(
        "crosswalk.md",
        crosswalk=crosswalk,
        quotations=options.quotations_per_topic,
        replaced=options.replaced,
    )


def trend_as_markdown(trend: Trend, options: ReportOptions) -> str:
    """What was gained and lost over several runs; of ``options`` it takes what was replaced."""
    return _text("trend.md", trend=trend, replaced=options.replaced)


def _text(template: str, **values: Any) -> str:
    """Markdown from one of the templates, in which nothing acts on a build server."""
    environment = template_environment(Path(__file__).parent / "templates", escape_markdown)
    return escape_log_commands(environment.get_template(template).render(**values))
