"""Bounds on what one has to read at once: long functions, many parameters, modules without a word.

Line length and branches in a function are ruff's business (``E501`` and ``C901`` in
``pyproject.toml``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "curriculum_gap"
LONGEST_FUNCTION = 60  # lines, the signature and docstring included
MOST_PARAMETERS = 10

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return tuple(
        (path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))) for path in paths
    )


def functions() -> Iterator[tuple[str, Function]]:
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield f"{name}:{node.lineno} {node.name}", node


def is_command(where: str) -> bool:
    """A command of the command line: each of its parameters is an option that people can give."""
    module, _, function = where.partition(" ")
    return module.startswith(f"cli/{function}_command.py")


def lines(where: str, function: Function) -> int:
    """Lines of a function; of a command those of its body, since its signature lists options."""
    first = function.body[0].lineno if is_command(where) else function.lineno
    return (function.end_lineno or first) - first + 1


def test_no_function_is_longer_than_a_screen() -> None:
    long = [where for where, function in functions() if lines(where, function) > LONGEST_FUNCTION]
    assert long == []


def test_no_function_has_more_parameters_than_one_can_keep_in_mind() -> None:
    crowded = []
    for where, function in functions():
        given = function.args
        count = len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs)
        if count > MOST_PARAMETERS and not is_command(where):
            crowded.append(f"{where}: {count}")
    assert crowded == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, tree in modules() if not ast.get_docstring(tree)] == []
