"""``gapcheck standards``: the published standards that a crosswalk can be held against."""

from __future__ import annotations

from typing import Annotated

import typer

from curriculum_gap.cli.terminal import print_output, terminal_options
from curriculum_gap.reports import render_standards
from curriculum_gap.standards import all_standards, load_standard

__all__ = ["standards"]


def standards(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="List the items of this one.")
    ] = None,
) -> None:
    """List the published standards by their ids: edition, status, how many of their items were
    seen, and where; or the items of one."""
    shown = all_standards() if name is None else (load_standard(name),)
    print_output(render_standards(shown, terminal_options(), items=name is not None))
