"""Options of ``gapcheck check`` that no other command has."""

from __future__ import annotations

from typing import Annotated

import typer

from curriculum_gap.cli.targets import NAMES

__all__ = [
    "Domains",
    "EngineName",
    "Everything",
    "Exclude",
    "FailUnder",
    "Files",
    "FilesFrom",
    "FollowLinks",
    "Format",
    "Include",
    "LimitsAsked",
    "Output",
    "ProgramFailUnder",
    "ProgramRequire",
    "Quiet",
    "Quotations",
    "Require",
    "StdinFilename",
    "Topics",
    "Verbose",
]

# Which files

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
        help="Syllabi, folders of them, or - for standard input.",
        show_default=False,
    ),
]
FilesFrom = Annotated[
    str | None,
    typer.Option(
        "--files-from",
        metavar="FILE",
        help="Check the files listed in FILE too, one a line; - for standard input.",
        show_default=False,
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="GLOB",
        help="In folders, only files that match (as in .gitignore). Repeatable.",
        show_default=False,
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="GLOB",
        help="In folders, no files or folders that match. Repeatable; lasting: .gapcheckignore.",
        show_default=False,
    ),
]
FollowLinks = Annotated[
    bool, typer.Option("--follow-links", help="Follow symbolic links met in folders.")
]
StdinFilename = Annotated[
    str | None,
    typer.Option(
        "--stdin-filename",
        metavar="NAME",
        help="The name that - has in reports and for the configuration.",
        show_default=False,
    ),
]

# What to look for, and what counts as enough

Domains = Annotated[
    list[str] | None,
    typer.Option(
        "--domain", metavar="ID", help="Only this domain. Repeatable.", show_default=False
    ),
]
Topics = Annotated[
    list[str] | None,
    typer.Option("--topic", metavar="ID", help="Only this topic. Repeatable.", show_default=False),
]
FailUnder = Annotated[
    str | None,
    typer.Option(
        "--fail-under",
        metavar="PERCENT",
        help="Exit with 1 where a document reaches less of the expected topics.",
        show_default=False,
    ),
]
Require = Annotated[
    list[str] | None,
    typer.Option(
        "--require",
        metavar="TOPIC[=LEVEL]",
        help="Exit with 1 where a document does not show this topic at this level (without one: "
        "the level expected). Repeatable.",
        show_default=False,
    ),
]
ProgramFailUnder = Annotated[
    str | None,
    typer.Option(
        "--program-fail-under",
        metavar="PERCENT",
        help="As --fail-under, for all documents together: some document reaches the topic.",
        show_default=False,
    ),
]
ProgramRequire = Annotated[
    list[str] | None,
    typer.Option(
        "--program-require",
        metavar="TOPIC[=LEVEL]",
        help="As --require, for all documents together. Repeatable.",
        show_default=False,
    ),
]

# What to show, and where

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help=f"Format on standard output: {NAMES}; auto is github in GitHub Actions, else table.",
        show_default="table",
    ),
]
Output = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Also write a report to FILE, in the format of its suffix. Repeatable.",
        show_default=False,
    ),
]
Quotations = Annotated[
    int | None,
    typer.Option(
        "--evidence",
        metavar="N",
        min=0,
        help="Quotations per topic in the table.",
        show_default="1",
    ),
]
Everything = Annotated[bool, typer.Option("--all", help="List topics that were not found, too.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No table; exit code, files and errors only.")
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose", "-v", help="Say why each level was given, and what libraries complain of."
    ),
]

# How to read

LimitsAsked = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=VALUE",
        help="What one file may cost: cpu=20s, wall=60s, memory=1GB, size=50MB, pages=2000 … "
        "Repeatable.",
        show_default=False,
    ),
]
EngineName = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="Where files are checked: local, or dask://HOST:PORT.",
        show_default="local",
    ),
]
