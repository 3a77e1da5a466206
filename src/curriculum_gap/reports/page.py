"""A page of fixed width that is written from top to bottom."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from curriculum_gap.nouns import Evidence, Level, Rubric
from curriculum_gap.reports.inert import as_line, as_log
from curriculum_gap.reports.quotation import quotation
from curriculum_gap.reports.view import View

__all__ = ["LEVEL_STYLE", "WIDE", "Page", "bar", "grid", "heads", "quoted", "rubric_name"]

LEVEL_STYLE = {
    Level.ABSENT: "dim",
    Level.MENTIONED: "yellow",
    Level.TAUGHT: "green",
    Level.ASSESSED: "bold green",
}
WIDE = 140
"""From this width on, a topic takes one line instead of three."""
_ASCII = str.maketrans(
    {
        "●": "*", "○": ".", "█": "#", "░": ".", "─": "-", "‹": "<", "›": ">", "·": "-",
        "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "×": "x", "–": "-", "—": "-", "→": ">",
    }
)  # fmt: skip


class Page:
    """Collects lines of at most ``view.width`` columns; nothing in them is markup."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.width = max(view.width, 40)
        self._lines = io.StringIO()
        self._console = Console(
            file=self._lines,
            width=self.width,
            force_terminal=view.colour,
            no_color=not view.colour,
            color_system="standard" if view.colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )

    def put(self, renderable: RenderableType, indent: int = 1) -> None:
        """A text or table, wrapped within the page."""
        self._console.print(Padding(renderable, (0, 0, 0, indent)))

    def command(self, line: Text) -> None:
        """A line that holds a command: never broken, it may be copied."""
        self._console.print(Text(" ") + line, soft_wrap=True)

    def blank(self) -> None:
        self._console.print()

    def gap(self) -> None:
        """What stands between two parts of a page; nothing before the first."""
        if self._lines.getvalue():
            self.blank()
            self._console.print(Text("─" * self.width, style="dim"))
            self.blank()

    def ends(self, left: Text, right: Text) -> None:
        """Two texts at the two ends of a line, or under each other where they do not fit."""
        room = self.width - 2 - cell_len(left.plain) - cell_len(right.plain)
        if room >= 2:
            self.put(Text().append_text(left).append(" " * room).append_text(right))
        else:
            self.put(left)
            self.put(right)

    def text(self) -> str:
        """All lines, without blanks at their ends."""
        lines = (line.rstrip() for line in self._lines.getvalue().split("\n"))
        text = as_log("\n".join(lines).rstrip("\n") + "\n")
        return text if self.view.unicode else text.translate(_ASCII)


def grid(widths: Iterable[int | None], cells: Iterable[Text]) -> Table:
    """One row of columns of these widths; None takes what is left."""
    row = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for width in widths:
        row.add_column(width=width, overflow="fold")
    row.add_row(*cells)
    return row


def heads(widths: Iterable[int | None], words: Iterable[str]) -> Table:
    """What stands above such rows."""
    return grid(widths, (Text(word, style="dim") for word in words))


def bar(part: int, whole: int, width: int) -> Text:
    """A share as a bar: something is never empty, less than everything never full."""
    filled = round(width * part / whole) if whole else 0
    filled = min(max(filled, 1 if part else 0), width if part == whole else width - 1)
    return Text("█" * filled, style="green").append("░" * (width - filled), style="dim")


def quoted(piece: Evidence, width: int) -> Text:
    """The syllabus's own words, at most ``width`` characters, the matching ones marked."""
    line = Text("“")
    for words, marked in quotation(piece, width):
        line.append(f"‹{words}›" if marked else words, style="bold" if marked else "")
    return line.append("”")


def rubric_name(rubric: Rubric) -> Text:
    return Text(f"rubric {as_line(rubric.id)} {as_line(rubric.version)}", style="dim")
