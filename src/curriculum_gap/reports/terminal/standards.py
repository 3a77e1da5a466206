"""The standards that gapcheck knows, as a page: id, edition and status, source, items."""

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
_CODE = 9  # columns of an item's code


def standards_as_table(
    standards: Sequence[Standard], options: ReportOptions, items: bool = False
) -> str:
    """One paragraph for each standard, with ``items`` all of its items too."""
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
        if items:
            _put_items(page, standard)
    page.blank()
    name = standards[0].id if items and standards else "ID"
    page.command("", f"gapcheck crosswalk --standard {name} COURSES")
    return page.text()


def _put_items(page: Page, standard: Standard) -> None:
    """A line for each item; why it is never scored, where that is so."""
    page.blank()
    for item in standard.items:
        text = Text(escape_line(item.title))
        if item.apart:
            text.append(f"{' ' if item.title else ''}({item.apart})", style="dim")
        page.put(row((_CODE, None), [Text(escape_line(item.code)), text]), 3)
