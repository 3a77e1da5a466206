"""Several runs as Markdown: ``templates/trend.md``."""

from __future__ import annotations

from pathlib import Path

from curriculum_gap.curriculum_map import Trend
from curriculum_gap.reports.escaping import escape_log_commands, escape_markdown
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.templates import template_environment

__all__ = ["render"]


def render(trend: Trend, options: ReportOptions) -> str:
    """The trend in Markdown; ``options`` change nothing."""
    del options
    environment = template_environment(Path(__file__).parent / "templates", escape_markdown)
    return escape_log_commands(environment.get_template("trend.md").render(trend=trend))
