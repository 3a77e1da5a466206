"""The standards that gapcheck knows, as a page: id, edition and status, source, items."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from curriculum_gap.curriculum_map import Standard
from curriculum_gap.reports.crosswalk_lines import standard_facts
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.terminal.page import Page, row
from curriculum_gap.reports.wording import count_noun

__all__ = ["standards_as_table"]

_ID = 15  # columns of an id
_CODE = 9  # columns of an item's code


def standards_as_table(
    standards: Sequence[Standard], options: ReportOptions, items: bool = False
) -> str:
    """One paragraph for each standard, with ``items`` all of its items too."""
    page = Page(options)
    for standard in standards:
        lines = Text(escape_line(standard.name), style="bold")
        lines.append(f"\n{escape_line(standard.title)}\n", style="not bold")
        lines.append(f"{_counts(standard)}\n", style="not bold")
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


def _counts(standard: Standard) -> str:
    """How many items there are, how many of them were seen, and how many are never scored."""
    items = standard.items
    whole, part = (sum(item.seen == seen for item in items) for seen in ("yes", "partly"))
    counts = [f"{whole} seen"] if whole else []
    counts += [f"{part} seen in part"] if part else []
    counts += [f"{len(items) - whole - part} not seen"] if len(items) > whole + part else []
    apart = sum(bool(item.apart) for item in items)
    counts += [f"{apart} never scored"] if apart else []
    return f"{count_noun(len(items), 'item')}: {', '.join(counts)}"


def _put_items(page: Page, standard: Standard) -> None:
    """A line for each item; why it is never scored, where that is so, and what was seen of it."""
    page.blank()
    for item in standard.items:
        text = Text(escape_line(item.title))
        known = item.apart or ("seen in part" if item.seen == "partly" else "")
        if known:
            text.append(f"{' ' if item.title else ''}({known})", style="dim")
        page.put(row((_CODE, None), [Text(escape_line(item.code)), text]), 3)
