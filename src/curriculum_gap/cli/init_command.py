"""``gapcheck init``: configuration, workflow and hook for a course folder, after a look at it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.inputs import load_named_rubric, print_warning
from curriculum_gap.cli.outputs import print_unread, write_file
from curriculum_gap.cli.terminal import print_message, print_output
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import BASELINE, InitFile, init_files, inspect_folder, pre_commit_hook
from curriculum_gap.nouns import Unread
from curriculum_gap.path_patterns import relative_name, rubric_from
from curriculum_gap.reports import escape_line, shell_word
from curriculum_gap.scan import discover

__all__ = ["init"]

_SOURCE = re.compile(
    r"gapcheck(==[\w.+!-]+)?|(gapcheck @ )?(git\+)?(https|ssh)://[\w.@:/~+#=&?%-]+"
)
"""What pip can install, without letters that act in a shell or in YAML."""


def init(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="The course folder.", show_default="here")
    ] = ".",
    rubric: Annotated[
        str, typer.Option("--rubric", metavar="NAME|FILE", help="Topic list to begin with.")
    ] = "equity-mental-health",
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="TEXT",
            help="What builds install: gapcheck==VERSION or git+https://…",
            show_default="what this gapcheck was installed from",
        ),
    ] = None,
    programme: Annotated[
        bool,
        typer.Option(
            "--programme",
            "--program",
            help="Draft programme.yml instead, from the codes and titles of the syllabi in FOLDER.",
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over files that exist.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Write .gapcheck.yml, a workflow and a pre-commit hook that fit the folder.

    Asks before it writes on a terminal, never elsewhere; files that exist stay without --force, and
    a programme.yml stays in any case.
    """
    if programme:
        _draft_programme(folder, rubric, yes)
        return
    source = source or _installed_from()
    if not _SOURCE.fullmatch(source):
        raise UsageError(
            "--source", "is nothing that pip installs", "as gapcheck==1.0, git+https://…"
        )
    wanted = _plan(folder, rubric, source, force)
    if not wanted:
        print_message("nothing to write; --force writes over what is there")
        return
    if not yes and _is_terminal() and not typer.confirm("Write these files?", default=True):
        raise typer.Exit
    for file in wanted:
        _write(Path(folder, file.path), file.text)
    before = "" if folder == "." else f"cd {shell_word(folder)}, then "
    print_output(f"Next: {before}gapcheck baseline write, then commit. See 'gapcheck config'.\n")


def _draft_programme(folder: str, rubric: str, yes: bool) -> None:
    """Draft a programme from the syllabi in ``folder``; a programme that is there stays."""
    from curriculum_gap.programme import PROGRAMME_FILE_NAME, draft_text, sort_documents
    from curriculum_gap.scan import NOT_READ, discover, scan

    top = Path(folder)
    if not top.is_dir():
        raise UsageError(folder, "is not a folder", "name the folder that holds the courses")
    path = top / PROGRAMME_FILE_NAME
    if path.exists():
        hint = "rename it to have another one drafted"
        raise UsageError(str(path), "is there and is never written over", hint)
    loaded = load_named_rubric(rubric_from(rubric, top, Path.cwd()))
    documents = list(scan([folder], loaded, warn=print_warning))
    files = sort_documents(None, documents)
    names = {entry.source: relative_name(entry.source, folder) for entry in documents}
    text, courses = draft_text(files, top.resolve().name, names)
    if not courses:
        what = "no course was found here: no file has a code or looks like a syllabus"
        raise UsageError(folder, what, "write programme.yml by hand; see docs/programme.md")
    count = "1 document" if len(documents) == 1 else f"{len(documents)} documents"
    print_output(f"{count}, {courses} course{'' if courses == 1 else 's'}\n")
    for line in files.warnings:
        print_message(line)
    print_unread([entry for entry in documents if isinstance(entry, Unread)])
    for source, reason in discover([folder]).passed:
        if reason == NOT_READ:
            print_message(f"{source}: {reason}; save it as .docx or PDF")
    if not yes and _is_terminal() and not typer.confirm(f"Write {path}?", default=True):
        raise typer.Exit
    _write(path, text)
    shown, named = escape_line(str(path)), shell_word(str(path))
    print_output(f"  write  {shown}\nNext: correct it, then gapcheck map --programme {named}\n")


def _installed_from() -> str:
    """What pip installed this gapcheck from: the version of an index, or an address (which pip
    notes, PEP 610). Prints a message where builds cannot reach that."""
    version = f"gapcheck=={__version__}"
    try:
        noted = metadata.distribution("gapcheck").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        noted = None
    origin = json.loads(noted or "{}")
    address, revision = origin.get("url", ""), origin.get("vcs_info", {})
    if revision:
        address = f"{revision.get('vcs')}+{address}@{revision.get('commit_id')}"
    if _SOURCE.fullmatch(f"gapcheck @ {address}"):
        return f"gapcheck @ {address}"
    if origin:
        what = f"is installed from a folder of this computer, so the workflow installs {version}"
        print_message(f"this gapcheck {what}; name another place with --source")
    return version


def _plan(folder: str, rubric: str, source: str, force: bool) -> Sequence[InitFile]:
    """The files to write, after a look at the folder; prints what was found and what is planned.

    ``rubric`` is a name, or a path relative to the folder; ``source`` is what pip installs;
    ``force`` plans to write over files that exist. Raises UsageError where there is no such folder,
    RubricError for a rubric that cannot be used.
    """
    top = Path(folder)
    if not top.is_dir():
        raise UsageError(folder, "is not a folder", "name the folder that holds the courses")
    named = rubric_from(rubric, top, Path.cwd())
    topics = [topic.id for topic in load_named_rubric(named).assessable]
    documents = [relative_name(file.source, folder) for file in discover([folder]).files]
    look = inspect_folder(top, documents)
    count = "1 document" if look.documents == 1 else f"{look.documents} documents"
    print_output(f"{count} in {', '.join(escape_line(name) for name in look.folders)}\n")
    if not documents:
        what = "no file here that gapcheck reads; 'paths' will hold the whole folder"
        print_message(f"{folder}: {what}")
    wanted = []
    for file in init_files(look, rubric, source, BASELINE, topics or ["topic"]):
        state = "write"
        if (top / file.path).exists():
            state = "over" if force else "keep"
        if state != "keep":
            wanted.append(file)
        print_output(f"  {state:<6} {file.path:<34} {file.purpose}\n")
    if look.has_hooks:
        print_output(f"  add to .pre-commit-config.yaml yourself:\n{pre_commit_hook(source)}")
    return wanted


def _is_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _write(path: Path, text: str) -> None:
    """Write a file, with the folders that it needs. Raises UsageError where that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "cannot be made"
        raise UsageError(str(path.parent), reason, "make it yourself") from None
    write_file(str(path), text)
