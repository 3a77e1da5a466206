"""Reports on their way out: which format goes to which file, and when each is written.

Formats that can be written document by document get every verdict at once; the
others wait for all of them. A file is written beside its name first and appears when it is whole:
neither an error nor Ctrl-C leaves half a report. A report never replaces a syllabus.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple, cast

from curriculum_gap import reports
from curriculum_gap.cli.posting import Posting, Shown, without_names
from curriculum_gap.cli.replaced_file import replaced_file
from curriculum_gap.cli.terminal import StandardOutput, is_terminal, print_message, print_output
from curriculum_gap.errors import UsageError, did_you_mean
from curriculum_gap.nouns import Coverage, Level, Limits, Report, TopicCoverage, Unread
from curriculum_gap.reports import FORMATS, ReportOptions, format_for_path, is_format, unread_reason
from curriculum_gap.scan import is_own_report

__all__ = [
    "Outcome",
    "OutputFile",
    "Verdict",
    "check_outputs",
    "format_on_screen",
    "output_files",
    "page_format",
    "page_outputs",
    "print_unread",
    "stream_reports",
    "write_file",
    "write_page",
    "write_pages",
    "write_report",
]

FILE_COLUMNS = 100
"""Columns of a table that goes to a file."""
_FORMATS_OF_SYLLABI = ("markdown", "html", "docx", "xlsx", "csv")
"""Formats in which people write syllabi and maps: no file of theirs is replaced."""
_TABLE_SUFFIX = ".txt"
_PAGE_SUFFIXES = "use a .txt or .json file"

Verdict = Coverage | Unread


class OutputFile(NamedTuple):
    """A report to write: its format, and the file it goes to (None: standard output)."""

    format: str
    path: str | None = None


def output_files(paths: Sequence[str], asked: str | None) -> list[OutputFile]:
    """The files of ``--output``, each in the format that its suffix names.

    ``asked`` is the format of ``--format``, for files whose suffix names none. Raises UsageError
    where neither says it.
    """
    return [
        OutputFile(format_for_path(path) or _format_without_suffix(path, asked), path)
        for path in paths
    ]


def _format_without_suffix(path: str, asked: str | None) -> str:
    """The format of a file whose suffix names none: Markdown for GitHub's summary of a job, else
    the one that was asked for."""
    if _is_job_summary(path):
        return "markdown"
    if asked is None:
        known = " ".join(suffix for known in FORMATS.values() for suffix in known.suffixes)
        raise UsageError(path, "its suffix names no format", f"use one of {known}, or --format")
    return format_on_screen(asked)


def _is_job_summary(path: str) -> bool:
    """Whether this is the file to which steps of a job on GitHub add what people shall see."""
    return path == os.environ.get("GITHUB_STEP_SUMMARY")


def format_on_screen(name: str | None) -> str:
    """The format on standard output: ``auto`` is ``github`` inside of GitHub Actions, else a table.
    Raises UsageError for a name that is no format."""
    name = name or "table"
    if name == "auto":
        return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "table"
    if not is_format(name):
        hint = did_you_mean(name, FORMATS, f"formats: {', '.join(FORMATS)}")
        raise UsageError("--format", f"no format '{name}'", hint)
    return name


def page_format(name: str | None, path: str | None) -> str:
    """``table`` or ``json``, for commands that have these two: the one named, else the one that the
    file's suffix asks for. Raises UsageError for any other name, for a file whose suffix is that of
    another format, and for one whose suffix names none where no format was asked for."""
    if path is not None:
        asked = format_for_path(path)
        is_table = path.lower().endswith(_TABLE_SUFFIX) or _is_job_summary(path)
        if asked not in (None, "json", name):
            raise UsageError(path, f"this command writes no {asked}", _PAGE_SUFFIXES)
        if asked is None and name is None and not is_table:
            hint = f"{_PAGE_SUFFIXES}, or --format"
            raise UsageError(path, "its suffix names no format", hint)
    if name is None:
        return "json" if path is not None and path.lower().endswith(".json") else "table"
    if name not in ("table", "json"):
        raise UsageError("--format", f"no format '{name}'", "formats: table, json")
    return name


def page_outputs(
    asked: str | None, paths: Sequence[str], formats: Collection[str], quiet: bool = False
) -> list[OutputFile]:
    """What a command that has these ``formats`` writes: standard output in the format ``asked`` for
    (None: a table, or nothing if ``quiet``), and each of ``paths`` in the format that its suffix
    names, else in the one asked for.

    Raises UsageError for a format that the command does not have, and for a suffix that names none
    where no format was asked for.
    """
    name = asked or "table"
    if name not in formats:
        hint = did_you_mean(name, formats, f"formats: {', '.join(formats)}")
        raise UsageError("--format", f"no format '{name}'", hint)
    outputs = output_files(paths, asked)
    if not quiet or asked is not None:
        outputs.insert(0, OutputFile(name))
    for output in outputs:
        if output.format not in formats:
            hint = f"formats: {', '.join(formats)}"
            raise UsageError(str(output.path), f"this command writes no {output.format}", hint)
    return outputs


def check_outputs(
    outputs: Sequence[OutputFile],
    files: Sequence[str],
    is_ours: Callable[[str], bool] = is_own_report,
) -> None:
    """Refuse to write a report over one of ``files``, over a syllabus, or over another report, and
    one of bytes to a terminal.
    ``is_ours`` says of the path of a file whether this command may replace it.

    Raises UsageError with the file and what is wrong with it. Paths are compared as the file system
    resolves them, so that no link leads to an input.
    """
    for output in outputs:
        if output.path is None and _is_binary(output.format) and is_terminal():
            hint = f"add '-o FILE' instead, with the suffix {FORMATS[output.format].suffixes[0]}"
            raise UsageError("--format", f"a terminal cannot show {output.format}", hint)
    paths = [output.path for output in outputs if output.path is not None]
    resolved = [os.path.realpath(path) for path in paths]
    inputs = {os.path.realpath(file) for file in files} if paths else set()
    for path, target in zip(paths, resolved, strict=True):
        if os.path.isdir(target):  # noqa: PTH112
            raise UsageError(path, "is a folder", "name a file in it")
        if not os.path.isdir(os.path.dirname(target)):  # noqa: PTH112, PTH120
            raise UsageError(path, "its folder does not exist", "create it first")
        if target in inputs:
            raise UsageError(path, "is one of the files to check", "name another file")
        if target.lower().endswith((".yaml", ".yml")) and os.path.exists(target):  # noqa: PTH110
            what = "is YAML, as rubrics and configurations are, and is not replaced"
            raise UsageError(path, what, "name another file")
        if _may_be_syllabus(path, target) and not is_ours(target):
            raise UsageError(path, "is a file that gapcheck did not write", "name another file")
        if resolved.count(target) > 1:
            raise UsageError(path, "is named twice as --output", "name two files")


def _is_binary(format_name: str) -> bool:
    """Whether reports of this format are bytes that no terminal shows."""
    return format_name in FORMATS and FORMATS[format_name].is_binary


def _may_be_syllabus(path: str, target: str) -> bool:
    """Whether the file ``target``, named as ``path``, exists, is not empty and has the suffix of a
    format in which people write syllabi."""
    is_report = format_for_path(path) not in _FORMATS_OF_SYLLABI
    if _is_job_summary(path) or (is_report and not path.lower().endswith(".pdf")):
        return False
    try:
        return Path(target).stat().st_size > 0
    except OSError:
        return False


def write_file(path: str, content: str | bytes, hint: str = "choose another --output") -> None:
    """Write ``content`` to ``path``, whole or not at all. Raises UsageError, with ``hint``, where
    that fails."""
    with _whole_file(path, hint) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def _whole_file(path: str, hint: str = "choose another --output") -> Iterator[IO[bytes]]:
    """A file to write to: a temporary one beside ``path`` that takes its place in the end.

    What is no regular file (``/dev/stdout``, a pipe) is written to directly, and the summary of a
    job is added to. An existing file keeps its mode. Raises UsageError where ``path`` cannot be
    written.
    """
    target = Path(os.path.realpath(path)) if Path(path).is_symlink() else Path(path)
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                yield file
            return
        if _is_job_summary(path):
            whole = BytesIO()
            yield whole
            with target.open("ab") as file:
                file.write(whole.getvalue())
            return
        with replaced_file(target) as file:
            yield file
    except OSError as error:
        reason = error.strerror or "cannot be written"
        raise UsageError(path, f"cannot be written ({reason})", hint) from None


def write_page(
    path: str | None,
    format_name: str,
    render: Callable[[ReportOptions], str | bytes],
    options: ReportOptions,
) -> None:
    """Write what ``render`` makes, to the file ``path`` or to standard output (None).

    ``format_name`` is the format that ``render`` gives; it gets ``options``, or what
    they are for files. Raises UsageError where the file cannot be written.
    """
    if path is None:
        # A table in the encoding of the terminal, all else in UTF-8.
        print_output(render(options), None if format_name == "table" else "utf-8")
    else:
        for_file = replace(options, width=FILE_COLUMNS, colour=False, unicode=True)
        write_file(path, render(for_file))


def write_pages(
    outputs: Sequence[OutputFile],
    render: Callable[[str, Shown, ReportOptions], str | bytes],
    value: Shown,
    options: ReportOptions,
    posting: Posting,
    unread: Sequence[Unread],
) -> None:
    """Write what ``render`` makes of ``value`` in each output's format. ``options`` are those of
    the terminal; ``posting`` says which formats go out without names of people.
    Files that were not read are told on standard error where no table lists them."""
    for output in outputs:
        shown, shown_options = without_names(output.format, value, options, posting)
        render_page = partial(render, output.format, shown)
        write_page(output.path, output.format, render_page, shown_options)
    if OutputFile("table") not in outputs:
        print_unread(unread)


def write_report(
    report: Report, output: OutputFile, options: ReportOptions, posting: Posting | None = None
) -> None:
    """Write a report that has waited for all documents, to its file or to standard output.

    ``options`` are those of the terminal; ``posting`` says whether it goes out without names of
    people. Raises UsageError where the file cannot be written.
    """
    posting = posting or Posting(documents=report.documents)
    report, options = without_names(output.format, report, options, posting)
    render = partial(reports.render_report, output.format, report)
    write_page(output.path, output.format, render, options)


def print_unread(entries: Sequence[Unread], prefix: str = "") -> None:
    """One line on standard error about each file that could not be read, and why."""
    for entry in entries:
        print_message(f"{entry.source}: {prefix}{entry.status}: {unread_reason(entry)}")


@dataclass(slots=True)
class Outcome:
    """What became of the files of a scan.

    ``kept`` holds the verdicts for reports that wait, ``unread`` the files without a verdict;
    ``done`` counts all files that were done before the end or an interruption. With ``keeps``
    false no report waits and nothing is kept; with ``in_full`` false levels alone are, since a
    summary of ten thousand files holds all of them at once.
    """

    keeps: bool
    in_full: bool
    kept: list[Verdict] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    done: int = 0
    interrupted: bool = False

    def add(self, verdict: Verdict) -> None:
        """Count a verdict, and keep what is to be kept of it."""
        self.done += 1
        if isinstance(verdict, Unread):
            self.unread.append(verdict)
        elif not self.in_full:
            verdict = _without_evidence(verdict)
        if self.keeps:
            self.kept.append(verdict)


def stream_reports(
    verdicts: Generator[Verdict, None, None],
    head: Report,
    streams: Sequence[OutputFile],
    outcome: Outcome,
    limits: Limits,
) -> None:
    """Take all verdicts: each to ``streams`` as it comes, and into ``outcome``.

    ``head`` is the report without documents, for its rubric and version; ``limits`` are those of
    the scan. Where nothing is kept, the scan ends when the last stream is closed (``| head``).
    Ctrl-C is no error: the outcome says so, and no file appears. Raises UsageError where something
    cannot be written.
    """
    try:
        with closing(verdicts), ExitStack() as stack:
            writers = [stack.enter_context(_stream(output, head, limits)) for output in streams]
            for verdict in verdicts:
                for write in list(writers):
                    try:
                        write(verdict)
                    except BrokenPipeError:  # nobody reads it any more
                        writers.remove(write)
                outcome.add(verdict)
                if streams and not writers and not outcome.keeps:
                    break
    except KeyboardInterrupt:
        outcome.interrupted = True


@contextmanager
def _stream(
    output: OutputFile, head: Report, limits: Limits
) -> Iterator[Callable[[Verdict], None]]:
    """A function that writes one verdict to ``output``; it raises BrokenPipeError once nobody reads
    it any more."""
    reader_version = ""
    if FORMATS[output.format].names_readers:
        from curriculum_gap import scan

        reader_version = scan.reader_version(limits)
    with ExitStack() as stack:
        if output.path is not None:
            out = stack.enter_context(_whole_file(output.path))
        elif output.format == "parquet":
            # Readers of Parquet start at its end: it is of no use before it is whole.
            out = BytesIO()
            stack.callback(lambda: print_output(cast(BytesIO, out).getvalue()))
        else:
            out = cast(IO[bytes], StandardOutput())
            stack.enter_context(contextlib.suppress(BrokenPipeError))
        stream = reports.stream_report(output.format, head, out, reader_version)
        try:
            write = stack.enter_context(stream)
        except BrokenPipeError:  # nobody waited for its first line
            write = _write_nothing
        yield write


def _write_nothing(verdict: Verdict) -> None:
    """What writes to an output that was closed before anything was written."""
    raise BrokenPipeError


def _without_evidence(verdict: Coverage) -> Coverage:
    """The verdict with levels alone."""
    topics = tuple(
        _bare_coverage(topic.topic, topic.level, topic.expected, topic.policy)
        for topic in verdict.topics
    )
    return replace(verdict, topics=topics)


@lru_cache(maxsize=4096)
def _bare_coverage(topic: str, level: Level, expected: Level, policy: bool) -> TopicCoverage:
    """A topic without evidence and score. Documents share the few different values that there
    are."""
    return TopicCoverage(topic, level, expected, policy, 0.0)
