"""Options that several commands have, each declared once."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = [
    "Baseline",
    "Config",
    "ExitZero",
    "Isolated",
    "Jobs",
    "NoCache",
    "PageFormat",
    "PageOutput",
    "RubricName",
]

Config = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Configuration file.",
        show_default="the nearest .gapcheck.yml, .gapcheck.yaml or pyproject.toml upwards",
    ),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration file.")]
RubricName = Annotated[
    str | None,
    typer.Option(
        "--rubric",
        metavar="NAME|FILE",
        help="A shipped rubric or a YAML file.",
        show_default="equity-mental-health",
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="The file of gaps that were there before: only what is worse fails.",
        show_default=False,
    ),
]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="Exit with 0 where a gate fails (not for 2 and 3).")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="N", min=1, help="Worker processes.", show_default="processors"
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Read every file anew and keep nothing.")]
PageFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="NAME", help="table or json.", show_default="table"),
]
PageOutput = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to FILE instead (.json or .txt).",
        show_default=False,
    ),
]
