"""``gapcheck diff``: which levels and which evidence came and went between two states.

A state is a file, a folder, a saved JSON report, a Git revision or the work tree. ``_open_states``
finds out which two are named and gives the verdicts on each.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.inputs import load_rubrics, settings_in_force
from curriculum_gap.cli.options import (
    Config,
    ExitZero,
    Isolated,
    Jobs,
    NoCache,
    OcrLanguage,
    RecognizePages,
    RedactNames,
    RubricNames,
    format_option,
)
from curriculum_gap.cli.outputs import (
    OutputFile,
    check_outputs,
    output_files,
    print_unread,
    write_report,
)
from curriculum_gap.cli.posting import Posting
from curriculum_gap.cli.replaced_file import private_folder
from curriculum_gap.cli.states import (
    Reading,
    State,
    holds_many,
    open_state,
    path_exists,
    rubric_warnings,
    with_names,
)
from curriculum_gap.cli.terminal import exit_code, terminal_options
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import (
    add_loss_gate,
    compare,
    export_documents,
    is_range,
    open_revisions,
    renames_between,
)
from curriculum_gap.nouns import Coverage, Limits, Report
from curriculum_gap.path_patterns import relative_name

__all__ = ["diff"]

_FORMATS = ("table", "markdown", "html", "json", "github")
"""Formats that can show a comparison."""
_FORMATS_HINT = f"formats of a comparison: {', '.join(_FORMATS)}"

States = Annotated[
    list[str],
    typer.Argument(
        metavar="OLD [NEW] [PATH]…",
        help="Two files, two folders, two saved JSON reports, or Git revisions: A..B, A...B, "
        "A B, or A alone for A and the work tree; then paths to look at.",
    ),
]
ComparisonFormat = Annotated[str | None, format_option(_FORMATS)]
ComparisonOutput = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Also write the comparison to FILE, in the format of its suffix. Repeatable.",
    ),
]


def diff(
    context: typer.Context,
    states: States,
    fail_on_loss: Annotated[
        bool, typer.Option("--fail-on-loss", help="Exit with 1 where a level was lost.")
    ] = False,
    report_format: ComparisonFormat = None,
    output: ComparisonOutput = None,
    rubric: RubricNames = None,
    config: Config = None,
    isolated: Isolated = False,
    exit_zero: ExitZero = False,
    ocr: RecognizePages = False,
    ocr_language: OcrLanguage = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    redact_names: RedactNames = None,
) -> None:
    """Show levels and evidence gained and lost between two states of syllabi.

    Git revisions are read from Git's object store; the work tree is not touched.
    """
    outputs = output_files(output or (), report_format)
    outputs.append(OutputFile(report_format or "table"))
    for target in outputs:
        if target.format not in _FORMATS:
            what = f"no format '{target.format}' here"
            raise UsageError(target.path or "--format", what, _FORMATS_HINT)
    check_outputs(outputs, states)
    settings = settings_in_force(context.params)
    reading = Reading(settings, load_rubrics(settings.rubrics), jobs, no_cache)
    opened = _open_states(states, reading)
    report = add_loss_gate(_compare(opened, reading), fail_on_loss)
    documents = (*opened.old.documents.values(), *opened.new.documents.values())
    posting = Posting(settings.redact_names, documents)
    for target in outputs:
        write_report(report, target, terminal_options(), posting)
    unread = report.comparison.unread if report.comparison is not None else ()
    print_unread(unread)
    raise typer.Exit(exit_code(report, bool(unread), settings.exit_zero))


class _States(NamedTuple):
    """Both sides; ``renames`` gives new names of documents by old ones, where they are known."""

    old: State
    new: State
    renames: Mapping[str, str]


def _compare(states: _States, reading: Reading) -> Report:
    """The report that holds the comparison of ``states``.

    Its documents are those of the newer state. Raises UsageError and RubricError.
    """
    old, new = states.old, states.new
    warnings = rubric_warnings((old, new), reading.rubric) + _new_doubts(states)
    names = old.name, new.name
    comparison = compare(
        old.documents, new.documents, reading.rubric, names, states.renames, warnings
    )
    documents = tuple(new.documents.values())
    return Report(__version__, reading.rubric, documents, comparison=comparison)


def _new_doubts(states: _States) -> list[str]:
    """A line for each doubt about a document of the newer state that the older one did not have:
    what was not read may be what seems lost."""
    known = {
        (states.renames.get(name, name), warning)
        for name, verdict in states.old.documents.items()
        for warning in verdict.warnings
    }
    return [
        f"{name}: {warning}"
        for name, verdict in states.new.documents.items()
        if isinstance(verdict, Coverage)
        for warning in verdict.warnings
        if (name, warning) not in known
    ]


def _open_states(words: Sequence[str], reading: Reading) -> _States:
    """The states that ``words`` of the command line name.

    What exists as a file or folder is taken for that, everything else for a revision. With one
    revision the work tree is the second state. Raises UsageError for what is neither, and where
    there is no document at all.
    """
    first, *rest = words
    if path_exists(first):
        if len(rest) != 1:
            what = "more than two states are named" if rest else "no second state is named"
            raise UsageError("diff", what, "name two files, two folders, or revisions as in A..B")
        states = _of_paths(first, rest[0], reading)
    elif is_range(first) or not rest or path_exists(rest[0]):
        states = _of_revisions(first, None, rest, reading)
    else:
        states = _of_revisions(first, rest[0], rest[1:], reading)
    if not states.old.documents and not states.new.documents:
        what = "holds no document that gapcheck reads"
        raise UsageError(states.old.name, what, "check the paths")
    return states


def _of_paths(old: str, new: str, reading: Reading) -> _States:
    """Two files, or two folders or saved reports. Two files are one document, whatever their
    names."""
    if not path_exists(new):
        raise UsageError(new, "there is no such file or folder", "check the path")
    old_is_many, new_is_many = holds_many(old), holds_many(new)
    if old_is_many != new_is_many:
        what = f"{old} and {new} cannot be compared with each other"
        raise UsageError("diff", what, "name two files, or two folders or saved reports")
    if not old_is_many:
        return _States(_of_file(old, new, reading), _of_file(new, new, reading), {})
    before, after = open_state(old, reading), open_state(new, reading)
    return _States(before, after, _same_content(before, after))


def _of_file(path: str, name: str, reading: Reading) -> State:
    """One file, called ``name``."""
    report = reading.check([path])
    return State(path, {name: report.documents[0]} if report.documents else {})


def _same_content(old: State, new: State) -> dict[str, str]:
    """Old name → new name of files in two folders that only moved: their bytes are the same. Saved
    reports have no files, so nothing in them is."""
    gone = {}
    for name in old.documents:
        if name not in new.documents:
            gone[_digest(Path(old.name, name))] = name
    renames = {}
    for name in new.documents:
        if gone and name not in old.documents:
            digest = _digest(Path(new.name, name))
            if digest in gone:
                renames[gone[digest]] = name
    return renames


def _digest(path: Path) -> str:
    """SHA-256 of a file; its path where it cannot be read, which equals no other's."""
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return str(path)


def _of_revisions(old: str, new: str | None, paths: Sequence[str], reading: Reading) -> _States:
    """Two revisions, or one and the work tree (``new`` is None and ``old`` no range).

    Only documents below ``paths`` are compared; without any, below the paths of the configuration.
    Names of documents are relative to the top folder of the repository, so that both states name
    them in the same way. Raises UsageError for a path outside of the repository.
    """
    revisions = open_revisions(old, new)
    paths = paths or reading.settings.paths or (".",)
    wanted = [_in_repository(path, revisions.top) for path in paths]
    for path, name in zip(paths, wanted, strict=True):
        if name.startswith(".."):
            raise UsageError(path, "lies outside of the repository", "name folders inside of it")
    old_name, new_name = revisions.names
    before = _of_commit(revisions.top, revisions.old, old_name, wanted, reading)
    if revisions.new:
        after = _of_commit(revisions.top, revisions.new, new_name, wanted, reading)
        return _States(before, after, renames_between(revisions))
    report = reading.check([path for path in paths if path_exists(path)])
    documents = {_in_repository(entry.source, revisions.top): entry for entry in report.documents}
    return _States(before, State(new_name, with_names(documents)), {})


def _in_repository(path: str, top: str) -> str:
    """A path relative to the repository's top folder."""
    return relative_name(os.path.abspath(path), top)  # noqa: PTH100 (keeps links as they are)


def _may_include(path: Path) -> bool:
    """Whether a file that was exported names others that could be read in their places."""
    from curriculum_gap.readers import has_mark

    return has_mark(path.read_bytes(), path.name)


def _of_commit(top: str, commit: str, name: str, paths: Sequence[str], reading: Reading) -> State:
    """The documents of a commit below ``paths``, which are relative to the top folder ``top``.

    They are written to a private folder and read from there, since workers read files. Files that
    Git cannot give are unread. What a document may include is that of the work tree: a folder that
    was named, or that of a file that was.
    """
    from curriculum_gap.readers import INCLUDABLE, is_readable

    def is_includable(name: str) -> bool:
        return Path(name).suffix.lower() in INCLUDABLE

    most = Limits().input_bytes
    with private_folder() as folder:
        unread = export_documents(top, commit, paths, folder, is_readable, most)
        named = [folder / path for path in paths if (folder / path).exists()]
        including = [path for path in named if path.is_file() and _may_include(path)]
        if including:
            beside = [relative_name(str(path.parent), str(folder)) for path in including]
            export_documents(top, commit, beside, folder, is_includable, most)
        # Patterns and folders of the configuration hold as if the files lay where they belong.
        root = Path(folder, _in_repository(reading.settings.root, top))
        settings = replace(reading.settings, root=str(root))
        report = reading._replace(settings=settings).check([*map(str, named)] or [str(folder)])
        documents = {relative_name(entry.source, str(folder)): entry for entry in report.documents}
    documents |= {entry.source: entry for entry in unread}
    return State(name, with_names(documents))
