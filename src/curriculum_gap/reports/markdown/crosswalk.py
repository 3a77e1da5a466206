"""A standard held against a programme as Markdown: ``templates/crosswalk.md``."""

from __future__ import annotations

from pathlib import Path

from curriculum_gap.curriculum_map import Crosswalk
from curriculum_gap.reports.escaping import escape_log_commands, escape_markdown
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.templates import template_environment

__all__ = ["render"]


def render(crosswalk: Crosswalk, options: ReportOptions) -> str:
    """States, then a table of courses for each item."""
    environment = template_environment(Path(__file__).parent / "templates", escape_markdown)
    text = environment.get_template("crosswalk.md").render(
        crosswalk=crosswalk, quotations=options.quotations_per_topic
    )
    return escape_log_commands(text)
