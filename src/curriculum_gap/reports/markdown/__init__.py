"""Markdown for comments on pull requests and job summaries: what failed first, details folded.

Takes a report, gives Markdown as GitHub and GitLab read it. The markup is in
``templates``: ``report.md`` is the report from top to bottom, ``parts.md`` has what it is made of;
``map.md`` is the map of a programme.

The first line is a comment by which a later run finds the comment it wrote, to bring it up to date,
and by which the command line knows that it may write over the file.
"""

from __future__ import annotations

from pathlib import Path

from curriculum_gap.curriculum_map import CurriculumMap
from curriculum_gap.nouns import Report
from curriculum_gap.reports.escaping import escape_log_commands, escape_markdown
from curriculum_gap.reports.findings import column_groups
from curriculum_gap.reports.options import MAX_FULL_DOCUMENTS, ReportOptions
from curriculum_gap.reports.templates import template_environment

__all__ = ["map_as_markdown", "render"]

_MOST_COLUMNS = 15
"""Courses side by side in one table; more stand in further tables below it."""


def render(report: Report, options: ReportOptions) -> str:
    """Comparison or coverage, gates, then unread files.

    ``options.quotations`` is the number of quotations per topic; ``options.everything`` lists
    absent topics among those found, too.
    """
    environment = template_environment(Path(__file__).parent / "templates", escape_markdown)
    text = environment.get_template("report.md").render(
        report=report,
        quotations=options.quotations_per_topic,
        everything=options.everything,
        max_documents=MAX_FULL_DOCUMENTS,
    )
    return escape_log_commands(text)


def map_as_markdown(curriculum_map: CurriculumMap, options: ReportOptions) -> str:
    """The map of a programme: gaps and other findings, then topics and courses, folded."""
    del options
    environment = template_environment(Path(__file__).parent / "templates", escape_markdown)
    text = environment.get_template("map.md").render(
        map=curriculum_map, groups=column_groups(curriculum_map.courses, _MOST_COLUMNS)
    )
    return escape_log_commands(text)
