"""``gapcheck cache``: what is kept of files that were read, and how to be rid of it."""

from __future__ import annotations

import typer

from curriculum_gap.cli.parsing import Command
from curriculum_gap.cli.screen import say

__all__ = ["app"]

app = typer.Typer(
    help="Show or clear what is kept of files that were read.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(cls=Command)
def info() -> None:
    """Show where the cache is and what it holds."""
    from curriculum_gap.scan import cache_file, describe_cache

    contents = describe_cache()
    if contents is None:
        say(f"no cache yet; it would be {cache_file()}\n")
        return
    say(
        f"cache     {contents.path}\n"
        f"size      {contents.size / 1e6:,.1f} MB\n"
        f"files     {contents.files:,} known by path, size and time of change\n"
        f"texts     {contents.documents:,} extracted\n"
        f"verdicts  {contents.verdicts:,}\n"
        "It holds text of the files and is private to you; 'gapcheck cache clear' deletes it.\n"
    )


@app.command(cls=Command)
def clear() -> None:
    """Delete everything that was kept."""
    from curriculum_gap.scan import clear_cache

    say(f"{clear_cache() / 1e6:,.1f} MB freed\n")
