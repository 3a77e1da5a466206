"""Make ``docs/options.md`` from the commands themselves::

python docs/options_page.py > docs/options.md
"""

from __future__ import annotations

import inspect
from typing import Any

from curriculum_gap.cli import all_commands
from curriculum_gap.gate import ENVIRONMENT
from curriculum_gap.reports import FORMATS

_HEAD = """\
# Every command and option

Made from the commands themselves (`python docs/options_page.py`); a test holds this
page complete. `gapcheck FILE` is short for `gapcheck check FILE`; `-h` shows the same in a
terminal.

| exit code | |
|---|---|
| 0 | every file was read, and no gate failed |
| 1 | a gate failed |
| 2 | wrong usage, configuration or topic list |
| 3 | something could not be read; the rest is reported in full |
| 130 | interrupted |

When several hold, 2 goes before 3 and 3 before 1.

| command | |
|---|---|
{commands}
"""
_ENVIRONMENT = """\
## Environment

| variable | meaning |
|---|---|
{settings}
| `GAPCHECK_CACHE_DIR` | the folder for what is kept of files that were read |
| `GAPCHECK_TODAY` | the day that dates of waivers and baselines are held against |
| `NO_COLOR`, `FORCE_COLOR`, `TERM=dumb` | colour off, on, off |
| `COLUMNS` | width of the table |
| `GITHUB_ACTIONS` | `--format auto` is `github` where this is `true` |
| `GITHUB_STEP_SUMMARY` | `-o "$GITHUB_STEP_SUMMARY"` adds Markdown to the file |

Command line goes before environment, environment before configuration file.

## Formats

| format | suffixes of `-o FILE` |
|---|---|
{formats}
"""


def page() -> str:
    """The page's text."""
    commands = all_commands()
    rows = "\n".join(
        f"| [`gapcheck {name}`](#gapcheck-{name.replace(' ', '-')}) | {_first_sentence(command)} |"
        for name, command in commands.items()
    )
    parts = [_HEAD.format(commands=rows)]
    parts += [_section(name, command) for name, command in commands.items()]
    settings = "\n".join(f"| `{name}` | {_sets(key)} |" for name, key in ENVIRONMENT.items())
    formats = "\n".join(
        f"| `{name}` | {', '.join(f'`{suffix}`' for suffix in known.suffixes)} |"
        for name, known in FORMATS.items()
    )
    parts.append(_ENVIRONMENT.format(settings=settings, formats=formats))
    return "\n".join(parts)


def _said(command: Any) -> str:
    return inspect.cleandoc(command.help or command.callback.__doc__ or "")


def _first_sentence(command: Any) -> str:
    return " ".join(_said(command).partition("\n\n")[0].split()).replace("|", "\\|")


def _sets(key: str) -> str:
    if key in ("config", "isolated"):
        return f"`--{key}`"
    return f"`{key}` of the configuration" + (
        ": topics with commas or blanks between them" if key.endswith("require") else ""
    )


def _section(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = " ".join(["gapcheck", name, *(_usage(argument) for argument in arguments)])
    said = _said(command)
    lines = [f"## gapcheck {name}", "", f"`{usage} [OPTION]…`", "", said, ""]
    if options:
        lines += ["| option | meaning | default |", "|---|---|---|"]
        lines += [_row(option) for option in options]
        lines.append("")
    return "\n".join(lines)


def _usage(argument: Any) -> str:
    shown = str(argument.metavar or argument.name)
    several = "…" if argument.nargs == -1 and "…" not in shown else ""
    return f"{shown}{several}" if argument.required else f"[{shown}]{several}"


def _row(option: Any) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    metavar = f" {option.metavar}" if option.metavar else ""
    default = option.show_default if isinstance(option.show_default, str) else ""
    if not default and option.default not in (None, False, (), []) and not callable(option.default):
        default = str(option.default)
    cells = (names + metavar, str(option.help or ""), default)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    print(page(), end="")
