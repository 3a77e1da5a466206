"""What can be typed after a command: its arguments and options, each declared once.

An option is a type for a parameter of a command's function, with what typer needs to know about it.
``show_default`` says what happens without the option where that is more than its default value. An
option that only one command has, other than ``check``, is declared in that command's module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from curriculum_gap.errors import UsageError, did_you_mean
from curriculum_gap.nouns import Limits
from curriculum_gap.reports import FORMATS

__all__ = [
    "LIMIT_NAMES",
    "BaselineFile",
    "Config",
    "Courses",
    "DocumentsFolder",
    "Domains",
    "EngineName",
    "Everything",
    "Exclude",
    "ExitZero",
    "FailUnder",
    "Files",
    "FilesFrom",
    "FollowLinks",
    "Format",
    "Include",
    "Isolated",
    "Jobs",
    "LimitWords",
    "NoCache",
    "OcrLanguage",
    "Output",
    "PageFormat",
    "PageOutput",
    "ProgramFailUnder",
    "ProgramRequire",
    "Quiet",
    "Quotations",
    "RecognizePages",
    "RedactNames",
    "Require",
    "RubricName",
    "RubricNames",
    "StdinFilename",
    "Topics",
    "Verbose",
    "format_option",
    "read_limits",
]

# Options of several commands


def format_option(formats: Iterable[str]) -> Any:
    """The option ``--format`` of a command that writes these formats, a table by default."""
    return typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help=f"Format on standard output: {', '.join(formats)}.",
        show_default="table",
    )


Courses = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE", help="Syllabi or folders.", show_default="'paths' of the configuration"
    ),
]
"""Files and folders as typed; None takes those of the configuration."""
Config = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Configuration file.",
        show_default="the nearest .gapcheck.yml, .gapcheck.yaml or pyproject.toml upwards",
    ),
]
"""Path of the configuration file; None looks for one in this folder and those above it."""
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration file.")]
"""True reads no file: the environment and the command line alone decide."""
RubricName = Annotated[
    list[str] | None,
    typer.Option(
        "--rubric",
        "-r",
        metavar="NAME|FILE",
        help="Topic list (rubric): a name or a YAML file.",
        show_default="equity-mental-health",
    ),
]
"""Names of shipped or installed rubrics, or paths of YAML files; None takes those of the
configuration, and without any the default. Commands that work with one refuse several."""
RubricNames = Annotated[
    list[str] | None,
    typer.Option(
        "--rubric",
        "-r",
        metavar="NAME|FILE",
        help="Topic list (rubric): a name or a YAML file. Repeatable: one report by several.",
        show_default="equity-mental-health",
    ),
]
"""The same for commands that can judge by several rubrics in one run."""
BaselineFile = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="The file of gaps that were there before: only what is worse fails.",
    ),
]
"""Path of the baseline, as :mod:`curriculum_gap.gate` reads and writes it."""
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="Exit with 0 where a gate fails (not for 2 and 3).")
]
"""True reports failures of gates without failing the run, for a first look in CI."""
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        help="Worker processes.",
        show_default="one per processor",
    ),
]
"""Number of worker processes; None is one for each processor that may be used."""
NoCache = Annotated[bool, typer.Option("--no-cache", help="Read every file anew and keep nothing.")]
"""True neither reads nor writes what is kept of files between runs."""
RecognizePages = Annotated[
    bool,
    typer.Option(
        "--ocr",
        help="Recognise the text of scanned pages in PDFs, with the Tesseract of this machine.",
    ),
]
"""True reads pictures of pages; their evidence says how sure the recognition was."""
OcrLanguage = Annotated[
    str | None,
    typer.Option(
        "--ocr-language",
        metavar="NAME",
        help="Language of scanned pages, as Tesseract names it: eng, or several, eng+fra.",
        show_default="eng",
    ),
]
"""Names of Tesseract's language data, joined by ``+``."""

DocumentsFolder = Annotated[
    str | None,
    typer.Option(
        "--documents",
        metavar="DIR",
        help="Folder that the labelled files' paths start from.",
        show_default="LABELS, the folder above it, or corpus there",
    ),
]
"""Where labelled or marked documents are; None looks where they mostly are."""
PageFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="NAME", help="table or json.", show_default="table"),
]
"""Format of a page that is for people or for programs; None asks the suffix of the file."""
PageOutput = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to FILE instead (.json or .txt)."),
]
"""Path of the file that gets the page in place of standard output."""

# Options of ``check``: which files

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE", help="Syllabi, folders of them, or - for standard input."),
]
"""Files and folders as typed; ``-`` is standard input."""
FilesFrom = Annotated[
    str | None,
    typer.Option(
        "--files-from",
        metavar="FILE",
        help="Check the files listed in FILE too, one a line; - for standard input.",
    ),
]
"""Path of a list of files, one a line or separated by NUL bytes."""
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="GLOB",
        help="In folders, only files that match (as in .gitignore). Repeatable.",
    ),
]
"""Patterns in gitignore syntax, relative to the folder that was named."""
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="GLOB",
        help="In folders, no files or folders that match. Repeatable; lasting: .gapcheckignore.",
    ),
]
"""Patterns in gitignore syntax; a folder that matches is not entered."""
FollowLinks = Annotated[
    bool, typer.Option("--follow-links", help="Follow symbolic links met in folders.")
]
"""True enters folders behind symbolic links; without it such links are passed over."""
StdinFilename = Annotated[
    str | None,
    typer.Option(
        "--stdin-filename",
        metavar="NAME",
        help="The name that - has in reports and for the configuration.",
    ),
]
"""Path that standard input would have in the project, so that rules for folders apply to it
and its suffix tells its format."""

# Options of ``check``: what to look for, and what counts as enough

Domains = Annotated[
    list[str] | None, typer.Option("--domain", metavar="ID", help="Only this domain. Repeatable.")
]
"""Ids of domains of the rubric; together with ``--topic`` they add up."""
Topics = Annotated[
    list[str] | None, typer.Option("--topic", metavar="ID", help="Only this topic. Repeatable.")
]
"""Ids of topics of the rubric."""
FailUnder = Annotated[
    str | None,
    typer.Option(
        "--fail-under",
        metavar="PERCENT",
        help="Exit with 1 where a document reaches less of the expected topics.",
    ),
]
"""Share in per cent (0–100), as text: the gate reads it, and says what is wrong with it."""
Require = Annotated[
    list[str] | None,
    typer.Option(
        "--require",
        metavar="TOPIC[=LEVEL]",
        help="Exit with 1 where a document does not show this topic at this level (without one: "
        "the level expected). Repeatable.",
    ),
]
"""Topics with their levels, as text, for each document."""
ProgramFailUnder = Annotated[
    str | None,
    typer.Option(
        "--program-fail-under",
        "--programme-fail-under",
        metavar="PERCENT",
        help="As --fail-under, for all documents together: some document reaches the topic.",
    ),
]
"""Share in per cent (0–100), as text, for all documents of the run together."""
ProgramRequire = Annotated[
    list[str] | None,
    typer.Option(
        "--program-require",
        "--programme-require",
        metavar="TOPIC[=LEVEL]",
        help="As --require, for all documents together. Repeatable.",
    ),
]
"""Topics with their levels, as text, for all documents of the run together."""

# Options of ``check``: what to show, and where

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help=f"Format on standard output: {', '.join(FORMATS)}; "
        "auto is github in GitHub Actions, else table.",
        show_default="table",
    ),
]
"""Name of a format; None is the configuration's, and without one a table."""
Output = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Also write a report to FILE, in the format of its suffix. Repeatable.",
    ),
]
"""Paths of reports. One run writes any number of them."""
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
"""Number of quotations; None is one, and lets a long list of files be summed up."""
RedactNames = Annotated[
    bool | None,
    typer.Option(
        "--redact-names/--no-redact-names",
        help="Replace names of people, e-mail, phone, room and office hours.",
        show_default="yes in HTML, Markdown, Word and Excel, no in others",
    ),
]
"""True replaces them in every format, False in none; None in those that are made to be posted."""
Everything = Annotated[bool, typer.Option("--all", help="List topics that were not found, too.")]
"""True lists absent topics too, and gives each file its page."""
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No table; exit code, files and errors only.")
]
"""True keeps the table from standard output, for hooks: silent where all is well."""
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose", "-v", help="Say why each level was given, and what libraries complain of."
    ),
]
"""True shows reasons for levels, warnings of libraries and tracebacks of our own faults."""

# Options of ``check``: how to read

LimitWords = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=VALUE",
        help="What one file may cost: cpu=20s, wall=60s, memory=1GB, size=50MB, pages=2000 … "
        "Repeatable.",
    ),
]
"""Words such as ``cpu=20s``, which :func:`read_limits` reads."""
MinWords = Annotated[
    str | None,
    typer.Option(
        "--min-words",
        metavar="N",
        help="Documents with fewer words get no verdict (0: none is too short).",
        show_default="50",
    ),
]
"""The fewest words of a course document, as text."""
EngineName = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="Where files are checked: local, or dask://HOST:PORT.",
        show_default="local",
    ),
]
"""Name of the engine that runs workers, with its address."""

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)", re.IGNORECASE)
"""A number and the unit behind it, as in ``1.5 GB``."""

_BYTES = {"": 1.0, "b": 1.0, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9}
_SECONDS = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_COUNT = {"": 1.0}

LIMIT_NAMES: dict[str, tuple[str, dict[str, float]]] = {
    "cpu": ("cpu_seconds", _SECONDS),
    "wall": ("wall_seconds", _SECONDS),
    "ocr": ("ocr_seconds", _SECONDS),
    "memory": ("memory_bytes", _BYTES),
    "size": ("input_bytes", _BYTES),
    "pages": ("pages", _COUNT),
    "text": ("text_bytes", _BYTES),
    "html": ("html_bytes", _BYTES),
    "members": ("archive_members", _COUNT),
    "inflated": ("inflated_bytes", _BYTES),
    "part": ("part_bytes", _BYTES),
    "ratio": ("archive_ratio", _COUNT),
    "depth": ("depth", _COUNT),
}
"""Name for ``--limit`` → the field of ``Limits``, and how much each unit is of the field's own."""


def read_limits(words: Sequence[str]) -> Limits:
    """The limits with those that ``words`` such as ``cpu=60`` and ``memory=2GB`` set.

    Raises UsageError for an unknown name, for an amount that is none, and for nothing at all.
    """
    changed: dict[str, Any] = {}
    for word in words:
        name, _, amount = (part.strip() for part in word.partition("="))
        if name not in LIMIT_NAMES:
            hint = did_you_mean(name, LIMIT_NAMES, "limits: " + ", ".join(LIMIT_NAMES))
            raise UsageError("--limit", f"no limit '{name}'", hint)
        field, units = LIMIT_NAMES[name]
        match = _AMOUNT.fullmatch(amount)
        if match is None or match[2].lower() not in units:
            hint = "write it as in cpu=60s, memory=2GB or pages=5000"
            raise UsageError("--limit", f"'{word}' is not a limit", hint)
        value = float(match[1]) * units[match[2].lower()]
        if value <= 0:
            raise UsageError("--limit", f"'{word}' allows nothing", "give more than 0")
        changed[field] = value if units is _SECONDS else int(value)
    return replace(Limits(), **changed)
