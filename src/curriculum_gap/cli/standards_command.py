"""``gapcheck standards``: the published standards that a crosswalk can be held against."""

from __future__ import annotations

from curriculum_gap.cli.terminal import print_output, terminal_options
from curriculum_gap.reports import render_standards
from curriculum_gap.standards import all_standards

__all__ = ["standards"]


def standards() -> None:
    """List the published standards by their ids: edition, status, how many of their items can be
    scored, and where that was seen."""
    print_output(render_standards(all_standards(), terminal_options()))
