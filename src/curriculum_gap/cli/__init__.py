"""The command line ``gapcheck``: which commands there are, and how a run starts and ends.

``main`` takes the words of a command line and gives an exit code; ``run`` is the process around it.
Each command is a function in a module of its own, ``NAME_command.py``: it plans, runs and delivers.
What commands share stands in ``options`` (what can be typed), ``inputs`` (settings, files and
rubric), ``outputs`` (reports) and ``terminal`` (streams and exit codes).
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from curriculum_gap import __version__
from curriculum_gap.cli.options import LIMIT_NAMES
from curriculum_gap.cli.terminal import ExitCode, print_message, print_output
from curriculum_gap.errors import (
    GapcheckError,
    ReadError,
    UsageError,
    did_you_mean,
    installation_fault,
)

__all__ = ["DEFAULT_COMMAND", "LIMIT_NAMES", "all_commands", "main", "run"]

DEFAULT_COMMAND = "check"
"""The command of a run that names none: ``gapcheck FILE`` is ``gapcheck check FILE``."""

EXIT_CODES = """\
Exit codes:

\b
  0    every file was read, and no gate failed
  1    a gate failed
  2    wrong usage, configuration or topic list
  3    something could not be read (the rest is reported)
  130  interrupted

When several hold, 2 goes before 3 and 3 before 1.
"""

_COMMANDS = (
    "check",
    "explain",
    "annotate",
    "map",
    "crosswalk",
    "standards",
    "evaluate",
    "diff",
    "trend",
    "init",
    "config",
    "badge",
    "baseline write",
    "baseline tighten",
    "baseline check",
    "rubric list",
    "rubric show",
    "rubric check",
    "rubric test",
    "rubric fit",
    "rubric new",
    "rubric convert",
    "rubric suggest",
    "cache info",
    "cache clear",
)
"""Full name of each command, in the order of the help: the function ``write`` in the module
``baseline_command`` is ``gapcheck baseline write``, the function ``fit`` in the module
``rubric_commands.fit`` is ``gapcheck rubric fit``. A run imports the module of its own command
alone: importing all of them would double its start."""

_GROUPS = {
    "baseline": "Record the gaps of today; later runs fail only on what is worse.",
    "rubric": "Lists of topics (rubrics): look at them, write, check and test your own.",
    "cache": "Show or clear what is kept of files that were read.",
}
"""First word of the commands that have two → what the help says about it. These have no function
of their own: alone they show their help."""

_IN_FOLDERS = {"rubric"}
"""First words whose commands have a module each, in the package ``WORD_commands``."""

_STYLE: dict[str, Any] = {
    "no_args_is_help": True,
    "rich_markup_mode": None,  # plain help pages: rich would be imported for each
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


class Command(TyperCommand):
    """A command whose plain values are taken as typed (see :func:`_without_pydantic`)."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All arguments and options of the command, ``--help`` among them."""
        return [_without_pydantic(parameter) for parameter in super().get_params(ctx)]


class Group(TyperGroup):
    """All commands; arguments that begin with no command's name are for the default command."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The options of ``gapcheck`` itself: version, help and completion."""
        return [_without_pydantic(parameter) for parameter in super().get_params(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before words that begin with neither a command nor an option of
        ``gapcheck`` itself."""
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if args and args[0] not in self.commands and args[0] not in own:
            args = [DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)


def _without_pydantic(parameter: Any) -> Any:
    """``parameter``, made to pass text, plain whole numbers and absent values on by itself.

    HOT PATH: typer converts each value with an adapter of pydantic, whose import takes 130 ms of
    CPU: as much as everything else before a file is opened. Any other value, and any value that is
    wrong, goes typer's own way, which knows what to say about it. Releases of typer without a
    ``type_descriptor`` do not import pydantic and are left alone.
    """
    annotation = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if annotation is None or "process_value" in vars(parameter):
        return parameter
    convert = parameter.process_value

    def process_value(context: Any, value: Any) -> Any:
        """The value for the command's function; raises what typer raises for a wrong one."""
        if value is None and not parameter.required:
            several = parameter.multiple or parameter.nargs == -1
            return () if several else None
        if annotation is str and isinstance(value, str):
            return value
        if annotation == list[str] and value and not isinstance(value, str):
            return tuple(value)
        if annotation is int and _is_plain_number(value, parameter.min, parameter.max):
            return int(value)
        return convert(context, value)

    parameter.process_value = process_value
    return parameter


def _is_plain_number(value: Any, least: int | None, most: int | None) -> bool:
    """Whether ``value`` is a whole number of a few digits from ``least`` to ``most``."""
    digits = str(value)
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        return False
    number = int(digits)
    return (least is None or number >= least) and (most is None or number <= most)


def _print_version(asked: bool) -> None:
    """Print the version and end the run, where ``--version`` asks for it."""
    if asked:
        print_output(f"gapcheck {__version__}\n")
        raise typer.Exit


def gapcheck(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Which equity topics a syllabus teaches, how deeply, where, and which are missing."""


def _build(names: Iterable[str]) -> Any:
    """The command line with these commands of the table, as the object that parses and runs it."""
    program = typer.Typer(
        cls=Group,
        pretty_exceptions_enable=False,
        epilog="'gapcheck FILE' is short for 'gapcheck check FILE'.\n\n" + EXIT_CODES,
        **_STYLE,
    )
    program.callback()(gapcheck)
    groups: dict[str, typer.Typer] = {}
    for name in names:
        first, _, second = name.partition(" ")
        if not second:
            program.command(first, cls=Command, epilog=EXIT_CODES)(_function(name))
            continue
        if first not in groups:
            groups[first] = typer.Typer(help=_GROUPS[first], **_STYLE)
            program.add_typer(groups[first], name=first, epilog=EXIT_CODES)
        groups[first].command(second, cls=Command)(_function(name))
    return typer.main.get_command(program)


def _function(name: str) -> Callable[..., None]:
    """The function of a command; this imports its module."""
    words = name.split()
    several = words[0] in _IN_FOLDERS
    place = f"{words[0]}_commands.{words[-1]}" if several else f"{words[0]}_command"
    module = import_module(f"{__name__}.{place}")
    command: Callable[..., None] = getattr(module, words[-1])
    return command


def _needed_for(words: Sequence[str]) -> list[str]:
    """The commands that a run with these words can need: as a rule one."""
    first = words[0] if words else "--help"
    named = [name for name in _COMMANDS if name.partition(" ")[0] == first]
    if named or first == "--version":
        return named
    completes = "completion" in first or "_GAPCHECK_COMPLETE" in os.environ
    if completes or first in ("-h", "--help"):
        return list(_COMMANDS)
    return [DEFAULT_COMMAND]


def all_commands() -> dict[str, Any]:
    """Every command by its full name (``baseline write``), as typer's command object: its
    ``params`` tell what can be typed. In the order of the help, for documentation and tests."""
    commands = {}
    for name in _COMMANDS:
        command = _build([name])
        for word in name.split():
            command = command.commands[word]
        commands[name] = command
    return commands


def run() -> NoReturn:
    """The command as a process of its own: :func:`main`, then the end.

    HOT PATH: taking a hundred thousand values apart one by one would cost a fifth of the CPU of a
    small file's run, so the process ends without that. Nothing is open any more: each command
    closes its files, and workers end with the pipes to them.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line ``argv`` (default: that of the process) and return its exit code.

    Nothing is ever raised: whatever goes wrong is one line on standard error, with ``-v`` after the
    traceback.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    verbose = "-v" in words or "--verbose" in words
    # A run makes many values and drops few: looking for garbage 70 times less often saves a tenth
    # of the CPU of a small file.
    gc.set_threshold(50_000)
    gc.enable()
    if not verbose:
        warnings.simplefilter("ignore")  # libraries warn their programmers, not our users
    try:
        _check_surroundings()
        _check_first_word(words)
        return _run(words)
    except GapcheckError as error:
        for fault in (error, *error.others):
            print_message(str(fault))
        return ExitCode.UNREAD if isinstance(error, ReadError) else ExitCode.WRONG
    except (KeyboardInterrupt, typer.Abort):
        print_message("interrupted")
        return ExitCode.INTERRUPTED
    except Exception as error:
        if verbose:
            import traceback

            traceback.print_exc()
        broken = installation_fault(error)
        if broken is not None:
            print_message(str(broken))
            return ExitCode.WRONG
        hint = "" if verbose else ", run it again with -v"
        print_message(f"{type(error).__name__}: {error}; this is a fault of gapcheck{hint}")
        return ExitCode.WRONG


def _check_surroundings() -> None:
    """Raises UsageError where no run can work: in a folder that is gone, or from an archive."""
    if not os.path.isfile(__file__):  # noqa: PTH113 (a run of one file imports no pathlib)
        what = "gapcheck runs inside of an archive, where its rubrics cannot be read"
        raise UsageError(sys.argv[0], what, "install it as a package: pip install gapcheck")
    try:
        os.getcwd()  # noqa: PTH109
    except OSError as error:
        what = f"cannot be used ({error.strerror}): it was deleted or moved"
        raise UsageError("the current folder", what, "change to another folder") from None


def _check_first_word(words: Sequence[str]) -> None:
    """Raises UsageError for a first word that is neither a command, an option nor a file, and does
    not look like the path of one."""
    first = words[0] if words else ""
    commands = {name.partition(" ")[0] for name in _COMMANDS}
    looks_like_command = first.replace("-", "").isalpha() and not first.startswith("-")
    if looks_like_command and first not in commands and not os.path.lexists(first):
        hint = did_you_mean(first, sorted(commands), "'gapcheck --help' lists the commands")
        raise UsageError(first, "no such command or file", hint)


def _run(words: list[str]) -> int:
    """Parse ``words`` and run the command that they name; its exit code. Wrong usage is told in one
    line, in place of typer's box."""
    command = _build(_needed_for(words))
    try:
        code = command.main(args=words, prog_name="gapcheck", standalone_mode=False)
    except Exception as error:
        # Older releases of typer raise click's errors and newer ones their own copies of them: both
        # have this method, and nothing else does.
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            print_output(message() + "\n")
        else:
            context = getattr(error, "ctx", None)
            path = context.command_path if context is not None else "gapcheck"
            print_message(f"{message()} ('{path} --help' shows what there is)")
        return ExitCode.WRONG
    if code == ExitCode.INTERRUPTED:  # typer turns Ctrl-C into this exit code
        print_message("interrupted")
    return code if isinstance(code, int) else ExitCode.FINE
