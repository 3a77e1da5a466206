"""The standards that gapcheck knows, as a page: id, edition and status, items, source."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from curriculum_gap.curriculum_map import Standard
from curriculum_gap.reports.crosswalk_lines import standard_facts
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.terminal.page import Page, row

__all__ = ["standards_as_table"]

_ID = 15  # columns of an id


def standards_as_table(standards: Sequence[Standard], options: ReportOptions) -> str:
    """One paragraph for each standard."""
    page = Page(options)
    for standard in standards:
        known = sum(not item.apart for item in standard.items)
        lines = Text(escape_line(standard.name), style="bold")
        lines.append(f"\n{escape_line(standard.title)}\n", style="not bold")
        lines.append(f"{len(standard.items)} items, {known} of them seen\n", style="not bold")
        lines.append(escape_line(standard_facts(standard)), style="not bold dim")
        if standard.note:
            lines.append(f"\n{escape_line(standard.note)}", style="not bold dim")
        page.put(row((_ID, None), [Text(standard.id), lines]))
    page.blank()
    page.line("gapcheck crosswalk --standard ID COURSES", "dim")
    return page.text()
