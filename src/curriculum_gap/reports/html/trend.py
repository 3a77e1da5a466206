"""Several runs as one HTML page: ``templates/trend.html`` on the layout of all pages."""

from __future__ import annotations

from pathlib import Path

from curriculum_gap.curriculum_map import Trend
from curriculum_gap.reports.escaping import escape_html, escape_log_commands
from curriculum_gap.reports.html import rubric_language
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.templates import template_environment

__all__ = ["render"]


def render(trend: Trend, options: ReportOptions) -> str:
    """The trend as one page; ``options`` change nothing."""
    del options
    environment = template_environment(Path(__file__).parent / "templates", escape_html)
    page = environment.get_template("trend.html").render(
        trend=trend,
        version=trend.version,
        rubric=trend.rubric,
        rubric_language=rubric_language(trend.rubric),
    )
    return escape_log_commands(page)
