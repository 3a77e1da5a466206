"""A page of fixed width that is written from top to bottom, with its small pieces.

Takes texts and tables of rich, gives lines of text. Text of others must be escaped before; rich
measures what wide characters take and wraps lines, and would obey neither markup nor emoji codes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from curriculum_gap.nouns import Evidence, Level, Rubric
from curriculum_gap.reports.escaping import escape_line, escape_log_commands
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.quotations import quote
from curriculum_gap.reports.rubric_facts import accuracy_line, list_name, short_standard_lines
from curriculum_gap.reports.topics import FOUND_LEVELS
from curriculum_gap.reports.wording import level_glyph

__all__ = [
    "LEVEL_STYLE",
    "Page",
    "add_level_columns",
    "head_row",
    "level_text",
    "open_table",
    "put_accuracy",
    "put_list_heading",
    "put_rubric_facts",
    "put_warnings",
    "quotation",
    "row",
    "rubric_name",
    "share_bar",
]

LEVEL_STYLE = {
    Level.ABSENT: "dim",
    Level.MENTIONED: "yellow",
    Level.TAUGHT: "green",
    Level.ASSESSED: "bold green",
}
_WIDE = 140  # columns from which a topic takes one line instead of three
_MIN_WIDTH = 40  # columns; a narrower page could not hold a table
# For screens whose encoding has none of these.
_ASCII = str.maketrans(
    {
        "●": "*", "○": ".", "█": "#", "░": ".", "─": "-", "‹": "<", "›": ">", "·": "-",
        "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "×": "x", "–": "-", "—": "-", "→": ">",
    }
)  # fmt: skip


class Page:
    """Collects lines of at most ``options.width`` columns; nothing in them is markup."""

    def __init__(self, options: ReportOptions) -> None:
        """An empty page; rich is told all it would otherwise guess from the environment."""
        self.options = options
        self.width = max(options.width, _MIN_WIDTH)
        self.is_wide = self.width >= _WIDE
        self._lines = io.StringIO()
        self._console = Console(
            file=self._lines,
            width=self.width,
            force_terminal=options.colour,
            no_color=not options.colour,
            color_system="standard" if options.colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )

    def put(self, renderable: RenderableType, indent: int = 1) -> None:
        """A text or table, wrapped within the page, ``indent`` columns from the left."""
        self._console.print(Padding(renderable, (0, 0, 0, indent)))

    def line(self, text: str, style: str = "", indent: int = 1) -> None:
        """A text in one style, wrapped within the page."""
        self.put(Text(text, style=style), indent)

    def heading(self, text: str) -> None:
        """A heading below a blank line."""
        self.blank()
        self.line(text, "bold")

    def command(self, lead: str, command: str) -> None:
        """A command behind some words: never broken, it may be copied."""
        line = Text(" ").append(lead + command, style="dim")
        self._console.print(line, soft_wrap=True)

    def blank(self) -> None:
        """An empty line."""
        self._console.print()

    def rule(self) -> None:
        """What stands between two parts of a page; nothing before the first."""
        if self._lines.getvalue():
            self.blank()
            self._console.print(Text("─" * self.width, style="dim"))
            self.blank()

    def ends(self, left: Text, right: Text) -> None:
        """Two texts at the two ends of a line, or under each other where they do not fit."""
        room = self.width - 2 - cell_len(left.plain) - cell_len(right.plain)
        if room >= 2:
            self.put(Text.assemble(left, " " * room, right))
        else:
            self.put(left)
            self.put(right)

    def text(self) -> str:
        """All lines, without blanks at their ends."""
        lines = [line.rstrip() for line in self._lines.getvalue().split("\n")]
        text = escape_log_commands("\n".join(lines).rstrip("\n") + "\n")
        return text if self.options.unicode else text.translate(_ASCII)


def row(widths: Iterable[int | None], cells: Iterable[Text]) -> Table:
    """One row of columns of these widths; None takes what is left."""
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for width in widths:
        table.add_column(width=width, overflow="fold")
    table.add_row(*cells)
    return table


def head_row(widths: Iterable[int | None], heads: Iterable[str]) -> Table:
    """What stands above such rows."""
    return row(widths, [Text(head, style="dim") for head in heads])


def open_table() -> Table:
    """A table without borders, whose columns take what they need."""
    return Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")


def add_level_columns(table: Table) -> None:
    """A column for each of :data:`FOUND_LEVELS`, for how much stands at it."""
    for level in FOUND_LEVELS:
        table.add_column(level_glyph(level), justify="right", header_style=LEVEL_STYLE[level])


def share_bar(part: int, whole: int, width: int) -> Text:
    """A share as a bar: something is never empty, less than everything never full."""
    filled = round(width * part / whole) if whole else 0
    least = 1 if part else 0
    most = width if part == whole else width - 1
    filled = min(max(filled, least), most)
    return Text("█" * filled, style="green").append("░" * (width - filled), style="dim")


def level_text(level: Level, absent: str = "not found") -> Text:
    """A level as glyph and word, in its tone."""
    return Text(f"{level_glyph(level)} {level or absent}", style=LEVEL_STYLE[level])


def quotation(evidence: Evidence, width: int, lead: str = "", style: str = "") -> Text:
    """The syllabus's own words behind ``lead``, at most ``width`` characters of them, the matching
    ones marked."""
    line = Text(f"{lead}“", style=style)
    for text, matched in quote(evidence, width):
        if matched:
            line.append(f"‹{text}›", style="not dim bold")
        else:
            line.append(text, style=style)
    return line.append("”", style=style)


def rubric_name(rubric: Rubric) -> Text:
    """``topic list equity-mental-health 1.0``."""
    return Text(escape_line(list_name(rubric)), style="dim")


def put_list_heading(page: Page, rubric: Rubric) -> None:
    """What stands above one of several topic lists."""
    page.blank()
    page.put(Text("─" * (page.width - 2), style="dim"))
    page.ends(Text(escape_line(rubric.title), style="bold"), rubric_name(rubric))


def put_accuracy(page: Page, rubric: Rubric) -> None:
    """That the accuracy was not measured; nothing where it was."""
    doubt = accuracy_line(rubric)
    if doubt:
        page.line(f"{escape_line(doubt)}.", "yellow")


def put_rubric_facts(page: Page, rubric: Rubric) -> None:
    """That the accuracy was not measured, and what is known of published standards."""
    put_accuracy(page, rubric)
    for line in short_standard_lines(rubric):
        page.line(f"{escape_line(line)}.")


def put_warnings(page: Page, warnings: Iterable[str]) -> None:
    """A line for each doubt about what the page says."""
    for warning in warnings:
        page.line(f"Warning: {escape_line(warning)}", "bold yellow")
