"""What the terminal can show, and the ways out: standard output, standard error, files."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from curriculum_gap.errors import UsageError
from curriculum_gap.reports import View, as_line

__all__ = [
    "StandardOutput",
    "complain",
    "read_standard_input",
    "say",
    "view_of_terminal",
    "whole_file",
    "write_file",
]

_GLYPHS = "●○█░‹›·“”…×→"
_PIPED_WIDTH = 80


def view_of_terminal(evidence: int | None, everything: bool, verbose: bool) -> View:
    """The view for standard output. ``COLUMNS`` sets the width; ``NO_COLOR`` and ``TERM=dumb`` turn
    colour off, ``FORCE_COLOR`` turns it on; a pipe gets 80 columns without colour."""
    out = sys.stdout
    terminal = out is not None and out.isatty()
    return View(
        evidence=evidence,
        everything=everything,
        verbose=verbose,
        width=_width(terminal),
        colour=_colour(terminal),
        unicode=_can_show(getattr(out, "encoding", None) or "ascii"),
    )


def _width(terminal: bool) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return min(int(columns), 400)
    if terminal:
        with contextlib.suppress(OSError, ValueError):
            return os.get_terminal_size(sys.stdout.fileno()).columns or _PIPED_WIDTH
    return _PIPED_WIDTH


def _colour(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    if not terminal or os.environ.get("TERM") == "dumb":
        return False
    if os.name == "nt":  # consoles that would print the codes instead of obeying them
        from rich.console import detect_legacy_windows

        return not detect_legacy_windows()
    return True


def _can_show(encoding: str) -> bool:
    try:
        _GLYPHS.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def say(text: str | bytes, encoding: str | None = None) -> bool:
    """Put a report on standard output; characters that it cannot show become escapes.

    ``encoding`` overrides the stream's own (JSON is UTF-8 everywhere). A reader that has gone
    away (``| head``) is no fault; the answer is then False.
    """
    if sys.stdout is None:
        return True
    try:
        buffer: IO[bytes] | None = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(text if isinstance(text, str) else text.decode())
        elif isinstance(text, bytes):
            buffer.write(text)
        else:
            name = encoding or sys.stdout.encoding or "utf-8"
            newlines = text if encoding else text.replace("\n", os.linesep)
            buffer.write(newlines.encode(name, "backslashreplace"))
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
        return False
    except OSError as error:
        _let_go()
        raise UsageError("standard output", f"cannot be written ({error.strerror})") from None
    return True


def _let_go() -> None:
    """Standard output leads nowhere from now on, so that the interpreter can close it in peace."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def complain(message: str) -> None:
    """One line on standard error, safe to show."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    line = f"gapcheck: {as_line(message)}".encode(encoding, "backslashreplace").decode(encoding)
    with contextlib.suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)


def read_standard_input(most: int) -> bytes:
    """At most ``most`` bytes of standard input."""
    return sys.stdin.buffer.read(most) if sys.stdin is not None else b""


def write_file(path: str, content: str | bytes) -> None:
    """Write a report to ``path`` whole or not at all. Raises UsageError where it cannot be
    written."""
    with whole_file(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextlib.contextmanager
def whole_file(path: str) -> Iterator[IO[bytes]]:
    """A file to write to, beside ``path`` first, and in its place once all is written.

    Something that is no regular file (``/dev/stdout``, a pipe) is written to directly. Raises
    UsageError where it cannot be written.
    """
    import tempfile

    target = Path(path).resolve() if Path(path).is_symlink() else Path(path)
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                yield file
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".gapcheck-")
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or "cannot be written"
        raise UsageError(path, f"cannot be written ({reason})", "choose another --output") from None


class StandardOutput(io.RawIOBase):
    """Standard output for what is written piece by piece; raises BrokenPipeError once nobody
    reads it any more."""

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        if not say(bytes(content)):
            raise BrokenPipeError
        return len(content)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
