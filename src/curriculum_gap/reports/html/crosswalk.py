"""A standard held against a programme as one HTML page: ``templates/crosswalk.html``."""

from __future__ import annotations

from pathlib import Path

from curriculum_gap.curriculum_map import Crosswalk
from curriculum_gap.reports.escaping import escape_html, escape_log_commands
from curriculum_gap.reports.html import rubric_language
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.templates import template_environment

__all__ = ["render"]


def render(crosswalk: Crosswalk, options: ReportOptions) -> str:
    """The crosswalk as one page: states, all items by course, then each item with the places and
    words that it stands on."""
    environment = template_environment(Path(__file__).parent / "templates", escape_html)
    page = environment.get_template("crosswalk.html").render(
        crosswalk=crosswalk,
        version=crosswalk.version,
        rubric=crosswalk.rubric,
        rubric_language=rubric_language(crosswalk.rubric),
        quotations=options.quotations_per_topic,
    )
    return escape_log_commands(page)
