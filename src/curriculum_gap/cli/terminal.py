"""The process and its person: exit codes, standard streams, what the screen can show, progress.

Everything that gapcheck writes to standard output or standard error goes through this module, so
that no encoding, closed pipe or missing stream ever ends in a traceback.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from typing import IO, TYPE_CHECKING, Any

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import UNREAD_PAGES, Report
from curriculum_gap.reports import ReportOptions, escape_line

if TYPE_CHECKING:
    from curriculum_gap.scan import Progress

__all__ = [
    "ExitCode",
    "StandardOutput",
    "exit_code",
    "is_terminal",
    "print_message",
    "print_output",
    "read_standard_input",
    "shown_progress",
    "terminal_options",
]

_GLYPHS = "●○█░‹›·“”…×→"
"""What a table may contain beyond ASCII: a screen whose encoding lacks one of these gets ASCII."""
_PIPED_WIDTH = 80
"""Columns where nothing tells the width: a pipe, or a terminal that does not say."""
_MOST_COLUMNS = 400
"""The widest table: lines beyond this cannot be read."""
_SHOWN_AFTER = 0.6
"""Seconds without a progress bar: work that is done sooner needs none."""


class ExitCode(IntEnum):
    """How a run ended. When several hold, ``WRONG`` goes before ``UNREAD`` before ``FAILED``."""

    FINE = 0
    FAILED = 1
    """A gate failed."""
    WRONG = 2
    """Wrong usage, configuration or rubric."""
    UNREAD = 3
    """Something could not be read."""
    INTERRUPTED = 130
    """128 + SIGINT, as shells have it."""


def exit_code(report: Report, unread: bool, exit_zero: bool) -> ExitCode:
    """How a run ends that gave this report.

    ``unread`` says whether a file that counts could not be read; pages that were not read count
    the same. Failures of gates count unless ``exit_zero`` is set.
    """
    failures = report.gate.failures if report.gate is not None else ()
    if unread or any(failure.gate == UNREAD_PAGES for failure in failures):
        return ExitCode.UNREAD
    return ExitCode.FAILED if failures and not exit_zero else ExitCode.FINE


def terminal_options(
    quotations: int | None = None,
    everything: bool = False,
    verbose: bool = False,
    rubrics: Sequence[str] | None = None,
) -> ReportOptions:
    """How reports look on standard output: ``quotations`` per topic (None: the usual one),
    absent topics with ``everything``, reasons for levels with ``verbose``; ``rubrics`` are
    those typed.

    ``COLUMNS`` sets the width; ``NO_COLOR`` and ``TERM=dumb`` turn colour off, ``FORCE_COLOR``
    turns it on; a pipe gets 80 columns without colour. (rich's Console answers the same, but a run
    without a table should not import it.)
    """
    out = sys.stdout
    on_terminal = is_terminal()
    return ReportOptions(
        quotations=quotations,
        everything=everything,
        verbose=verbose,
        width=_width(on_terminal),
        colour=_has_colour(on_terminal),
        unicode=_can_show(getattr(out, "encoding", None) or "ascii"),
        rubrics=tuple(rubrics or ()),
    )


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def _width(is_terminal: bool) -> int:
    """Columns of standard output."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return min(int(columns), _MOST_COLUMNS)
    if is_terminal:
        with contextlib.suppress(OSError, ValueError):
            return os.get_terminal_size(sys.stdout.fileno()).columns or _PIPED_WIDTH
    return _PIPED_WIDTH


def _has_colour(is_terminal: bool) -> bool:
    """Whether standard output takes escape codes for colour."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    if not is_terminal or os.environ.get("TERM") == "dumb":
        return False
    if os.name == "nt":  # old consoles print the codes instead of obeying them
        from rich.console import detect_legacy_windows

        return not detect_legacy_windows()
    return True


def _can_show(encoding: str) -> bool:
    """Whether an encoding has every character of a table."""
    try:
        _GLYPHS.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def print_output(text: str | bytes, encoding: str | None = None) -> bool:
    """Write to standard output; characters that its encoding lacks become escapes.

    ``encoding`` overrides the stream's own (JSON is UTF-8 everywhere). The result is False where
    the reader of a pipe has gone away (``| head``), which is no fault. Raises UsageError where
    standard output cannot be written, on a full disk for example.
    """
    if sys.stdout is None:  # a Windows program without a console
        return True
    try:
        _write(text, encoding)
        sys.stdout.flush()
    except BrokenPipeError:
        _redirect_to_nowhere()
        return False
    except OSError as error:
        _redirect_to_nowhere()
        raise UsageError("standard output", f"cannot be written ({error.strerror})") from None
    return True


def _write(text: str | bytes, encoding: str | None) -> None:
    """``text`` in bytes to the buffer of standard output, or as it is where there is no buffer."""
    buffer: IO[bytes] | None = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text if isinstance(text, str) else text.decode())
        return
    if isinstance(text, str):
        if encoding is None:
            text = text.replace("\n", os.linesep)
            encoding = sys.stdout.encoding or "utf-8"
        text = text.encode(encoding, "backslashreplace")
    buffer.write(text)


def _redirect_to_nowhere() -> None:
    """Point standard output at the null device, so that nothing fails when it is flushed later."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


class StandardOutput(io.RawIOBase):
    """Standard output as a binary stream, for reports that are written piece by piece. ``write``
    raises BrokenPipeError once nobody reads it any more."""

    def writable(self) -> bool:
        """True: reports ask before they write."""
        return True

    def write(self, content: Any) -> int:
        """Write all of ``content`` (bytes) and give their number."""
        if not print_output(bytes(content)):
            raise BrokenPipeError
        return len(content)


def print_message(message: str) -> None:
    """One line on standard error, with control characters escaped. Never raises."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    line = f"gapcheck: {escape_line(message)}".encode(encoding, "backslashreplace").decode(encoding)
    with contextlib.suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)


def read_standard_input(most: int) -> bytes:
    """At most ``most`` bytes of standard input (-1: all)."""
    return sys.stdin.buffer.read(most) if sys.stdin is not None else b""


@contextlib.contextmanager
def shown_progress(wanted: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A progress bar on standard error while the block runs: call what comes with every step.

    Gives None where ``wanted`` is false or standard error is no terminal. The bar appears after 0.6
    seconds and is gone at the end; rich is imported when it appears.
    """
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()
    bar: Any = None

    def show(progress: Progress) -> None:
        """Bring the bar up to ``progress``; the first call that comes late enough starts it."""
        nonlocal bar
        seconds = time.monotonic() - started
        if bar is None:
            if seconds < _SHOWN_AFTER:
                return
            bar = _new_bar(progress.total)
        waiting = f"reading {escape_line(progress.waiting_for)}" if progress.waiting_for else ""
        rate = f"{progress.done / seconds:.0f}/s"
        bar.update(bar.task_ids[0], completed=progress.done, rate=rate, waiting=waiting)

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()


def _new_bar(total: int) -> Any:
    """A running bar of rich with one task of ``total`` files. File names are no markup."""
    from rich import progress
    from rich.console import Console
    from rich.table import Column

    waiting = progress.TextColumn(
        "{task.fields[waiting]}",
        markup=False,
        style="dim",
        table_column=Column(no_wrap=True, overflow="ellipsis"),
    )
    bar = progress.Progress(
        progress.BarColumn(24),
        progress.MofNCompleteColumn(),
        progress.TextColumn("files, {task.fields[rate]}", markup=False),
        progress.TimeRemainingColumn(),
        waiting,
        console=Console(stderr=True),
        transient=True,
    )
    bar.start()
    bar.add_task("", total=total, rate="", waiting="")
    return bar
