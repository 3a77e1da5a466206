"""How arguments are read: ``gapcheck FILE`` means ``gapcheck check FILE``, and quickly.

typer builds a pydantic adapter for every parameter of a run, whose import costs more than
everything else that gapcheck does before it opens a file. Text and absent values need no
conversion, so they pass as they are, and a plain number is soon read; any other value takes typer's
own way.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

__all__ = ["DEFAULT_COMMAND", "Command", "Group"]

DEFAULT_COMMAND = "check"


class Command(TyperCommand):
    """A command whose text parameters are taken as typed."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [_as_typed(parameter) for parameter in super().get_params(ctx)]


class Group(TyperGroup):
    """The commands; arguments that begin with no command's name are for ``check``."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [_as_typed(parameter) for parameter in super().get_params(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if args and args[0] not in self.commands and args[0] not in own:
            args = [DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)


def _as_typed(parameter: Any) -> Any:
    """Spare a parameter the conversion that its value does not need."""
    annotation = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if annotation is None or "process_value" in vars(parameter):  # other releases are quick anyway
        return parameter
    convert = parameter.process_value
    several = parameter.multiple or parameter.nargs == -1

    def process_value(ctx: Any, value: Any) -> Any:
        if parameter.required:
            return convert(ctx, value)
        if value is None:
            value = () if several else None
        elif annotation == list[str] and isinstance(value, (list, tuple)):
            value = tuple(value)
        elif annotation is int and _is_allowed(value, parameter.type_descriptor.parameter_info):
            value = int(value)
        elif not (annotation is str and isinstance(value, str)):
            return convert(ctx, value)
        return value if parameter.callback is None else parameter.callback(ctx, parameter, value)

    parameter.process_value = process_value
    return parameter


def _is_allowed(value: Any, bounds: Any) -> bool:
    """Whether ``value`` is a plain number within its bounds. If not, typer says what is wrong."""
    digits = str(value)
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        return False
    least, most = bounds.min, bounds.max
    return (least is None or int(digits) >= least) and (most is None or int(digits) <= most)
