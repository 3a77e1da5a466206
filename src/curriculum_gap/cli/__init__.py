"""The command ``gapcheck``: parse, call, render, exit."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import warnings
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.parsing import DEFAULT_COMMAND, Command, Group
from curriculum_gap.cli.screen import complain, say
from curriculum_gap.errors import GapcheckError, ReadError

__all__ = ["app", "main", "run"]

WRONG, UNREAD, INTERRUPTED = 2, 3, 130

EXIT_CODES = """\
Exit codes:

\b
  0    every file was read, and no gate failed
  1    a gate failed
  2    wrong usage, configuration or rubric
  3    something could not be read (the rest is reported)
  130  interrupted

When several hold, 2 goes before 3 and 3 before 1.
"""

# Name → module and what it holds, in the order of the help: a function, or an app with commands
# of its own. A run imports its own command alone; the others would double its start.
_COMMANDS = {
    "check": ("check_command", "check"),
    "explain": ("explain_command", "explain"),
    "evaluate": ("evaluate_command", "evaluate"),
    "diff": ("diff_command", "diff"),
    "baseline": ("baseline_command", "app"),
    "init": ("init_command", "init"),
    "config": ("config_command", "config"),
    "badge": ("badge_command", "badge"),
    "cache": ("cache_command", "app"),
}


def _version(asked: bool) -> None:
    if asked:
        say(f"gapcheck {__version__}\n")
        raise typer.Exit


def gapcheck(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Which equity topics a syllabus teaches, how deeply, where, and which are missing."""


def _app(names: Iterable[str]) -> typer.Typer:
    """The command line with these commands."""
    made = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog="'gapcheck FILE' is short for 'gapcheck check FILE'.\n\n" + EXIT_CODES,
    )
    made.callback()(gapcheck)
    for name in names:
        module, member = _COMMANDS[name]
        held = getattr(import_module(f"{__name__}.{module}"), member)
        if isinstance(held, typer.Typer):
            made.add_typer(held, name=name, epilog=EXIT_CODES)
        else:
            made.command(name, cls=Command, epilog=EXIT_CODES)(held)
    return made


def _named_by(words: Sequence[str]) -> Iterable[str]:
    """The commands that a run with these arguments can need: as a rule one."""
    first = words[0] if words else "--help"
    if first in _COMMANDS:
        return (first,)
    if first == "--version":
        return ()
    whole = first in ("-h", "--help") or "completion" in first or "_GAPCHECK_COMPLETE" in os.environ
    return _COMMANDS if whole else (DEFAULT_COMMAND,)


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _app(_COMMANDS)


def run() -> NoReturn:
    """The command as a process of its own."""
    code = main()
    atexit._run_exitfuncs()  # workers end, files close
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    # Taking a hundred thousand values apart one by one would cost a tenth of a small file's run.
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; nothing is ever raised."""
    words = list(sys.argv[1:] if argv is None else argv)
    loud = "-v" in words or "--verbose" in words
    # A run makes many values and drops few: looking for garbage 70 times less often saves a tenth
    # of the time of a small file.
    gc.set_threshold(50_000)
    gc.enable()
    if not loud:
        warnings.simplefilter("ignore")  # libraries speak to their programmers, not to ours
    try:
        return _run(argv, _app(_named_by(words)))
    except GapcheckError as error:
        complain(str(error))
        return UNREAD if isinstance(error, ReadError) else WRONG
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return INTERRUPTED
    except Exception as error:
        # One line for a person; -v for whoever mends it.
        if loud:
            import traceback

            traceback.print_exc()
        fault = f"{type(error).__name__}: {error}"
        complain(
            f"{fault}; this is a fault of gapcheck" + ("" if loud else ", run it again with -v")
        )
        return WRONG


def _run(argv: Sequence[str] | None, app: typer.Typer) -> int:
    command = typer.main.get_command(app)
    try:
        code = command.main(
            args=None if argv is None else list(argv), prog_name="gapcheck", standalone_mode=False
        )
    except Exception as error:
        # typer 0.29 carries its own copy of click: know its errors by what they offer.
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            say(message() + "\n")
        else:
            complain(f"{message()} ('gapcheck check --help' shows what there is)")
        return WRONG
    if code == INTERRUPTED:  # typer turns the keyboard's interrupt into this
        complain("interrupted")
    return code if isinstance(code, int) else 0
