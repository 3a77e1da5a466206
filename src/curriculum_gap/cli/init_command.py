"""``gapcheck init``: configuration, workflow and hook for a course folder, after a look at it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.screen import complain, say, write_file
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import BASELINE, beginnings, hook, inside, look_at
from curriculum_gap.reports import as_line
from curriculum_gap.scan import discover

__all__ = ["init"]


def init(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="The course folder.", show_default="here")
    ] = ".",
    rubric: Annotated[
        str, typer.Option("--rubric", metavar="NAME|FILE", help="The rubric to begin with.")
    ] = "equity-mental-health",
    force: Annotated[bool, typer.Option("--force", help="Write over files that exist.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Write .gapcheck.yml, a workflow and a pre-commit hook that fit the folder.

    Asks before it writes on a terminal, never elsewhere; files that exist stay without --force.
    """
    from curriculum_gap.compiled import load_rubric

    top = Path(folder)
    if not top.is_dir():
        raise UsageError(folder, "is no folder", "name the folder that holds the courses")
    topics = [topic.id for topic in load_rubric(_from_here(rubric, top)).assessable]
    documents = [inside(file.source, folder) for file in discover([folder]).files]
    look = look_at(top, documents)
    count = "1 document" if look.documents == 1 else f"{look.documents} documents"
    say(f"{count} in {', '.join(as_line(name) for name in look.folders)}\n")
    if not documents:
        complain(f"{folder}: no file here that gapcheck reads; 'paths' will hold the whole folder")
    planned = [
        (begun, (top / begun.path).exists())
        for begun in beginnings(look, rubric, __version__, BASELINE, topics or ["topic"])
    ]
    wanted = [begun for begun, there in planned if force or not there]
    for begun, there in planned:
        state = "write" if begun in wanted and not there else "over" if begun in wanted else "keep"
        say(f"  {state:<6} {begun.path:<34} {begun.purpose}\n")
    if look.has_hooks:
        say(f"  add to .pre-commit-config.yaml yourself:\n{hook(__version__)}")
    if not wanted:
        complain("nothing to write; --force writes over what is there")
        return
    asks = not yes and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if asks and not typer.confirm("Write these files?", default=True):
        raise typer.Exit(0)
    for begun in wanted:
        target = top / begun.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or "cannot be made"
            raise UsageError(str(target.parent), reason, "make it yourself") from None
        write_file(str(target), begun.text)
    here = "" if folder == "." else f"cd {as_line(folder)}, then "
    say(f"Next: {here}gapcheck baseline write, then commit. See 'gapcheck config'.\n")


def _from_here(rubric: str, top: Path) -> str:
    """A rubric's path is relative to the folder, as it will be in the configuration."""
    if "/" in rubric or rubric.lower().endswith((".yaml", ".yml")):
        path = str(top / rubric)
        return path if "/" in path else f"./{path}"
    return rubric
