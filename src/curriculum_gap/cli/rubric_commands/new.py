"""``gapcheck rubric new FILE``: a first file with a comment at every key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curriculum_gap.cli.outputs import write_file
from curriculum_gap.cli.rubric_commands.rubric_files import Force, refuse_existing
from curriculum_gap.cli.terminal import print_output
from curriculum_gap.errors import UsageError
from curriculum_gap.reports import escape_line, shell_word

__all__ = ["new"]


def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to write, FILE.yaml.")],
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="What reports call the rubric.")
    ] = None,
    force: Force = False,
) -> None:
    """Write a first topic list (rubric): one topic that works, and what each key is for.

    Its id is the file's name. What says REPLACE is for you to write.
    """
    from curriculum_gap.authoring import identifier_of, skeleton

    path = Path(file)
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(
            file, "is no name of a rubric's file", f"name it {path.stem or 'our-list'}.yaml"
        )
    refuse_existing(file, force)
    id = identifier_of(path.stem, "our-list")
    write_file(file, skeleton(id, " ".join((title or "").split())), "choose another folder")
    shown, named = escape_line(file), shell_word(file)
    print_output(f"  write  {shown}\nNext: write your topics, then gapcheck rubric check {named}\n")
