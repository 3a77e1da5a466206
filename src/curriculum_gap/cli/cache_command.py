"""``gapcheck cache``: what is kept of files that were read, and how to be rid of it."""

from __future__ import annotations

from curriculum_gap.cli.terminal import print_output
from curriculum_gap.errors import said_bytes

__all__ = ["clear", "info"]


def info() -> None:
    """Show where the cache is and what it holds."""
    from curriculum_gap.scan import cache_file, describe_cache

    contents = describe_cache()
    if contents is None:
        print_output(f"no cache yet; it would be {cache_file()}\n")
        return
    print_output(
        f"cache     {contents.path}\n"
        f"size      {said_bytes(contents.size)}\n"
        f"files     {contents.files:,} known by path, size and time of change\n"
        f"texts     {contents.documents:,} extracted\n"
        f"verdicts  {contents.verdicts:,}\n"
        "It holds text of the files and is private to you; 'gapcheck cache clear' deletes it.\n"
    )


def clear() -> None:
    """Delete everything that was kept."""
    from curriculum_gap.scan import clear_cache

    print_output(f"{said_bytes(clear_cache())} freed\n")
