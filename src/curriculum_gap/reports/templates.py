"""Templates whose every value is escaped: the one place that sets Jinja up.

Takes a folder of templates and a function that escapes; gives an environment. Values are escaped
by default, so that a template cannot forget it; only what macros and ``{% set %}`` blocks have made
from escaped values goes in as it is. Jinja is imported here alone, when a report needs it.

For who writes templates: a block (``{% … %}``) leaves neither its line's indentation nor the line's
end behind; ``+%}`` keeps the end. Join markup with ``{% set %}`` blocks and not with ``~``, which
escapes in Jinja's way instead of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curriculum_gap.reports import (
    crosswalk_lines,
    findings,
    fitting_places,
    quotations,
    rubric_facts,
    topics,
    trends,
    wording,
)

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["template_environment"]


@cache
def template_environment(folder: Path, escape: Callable[[str], str]) -> Environment:
    """Templates in ``folder`` that know the functions of :mod:`topics`, :mod:`wording`,
    :mod:`quotations`, :mod:`findings`, :mod:`fitting_places`, :mod:`trends` and
    :mod:`crosswalk_lines` by their names. A name that nothing defines is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def finalize(value: Any) -> Markup:
        """What stands for ``{{ value }}``: Jinja calls it for every value of a template."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, int):  # numbers and levels are words of ours
            return Markup(str(value))
        return Markup(escape(str(value)))

    def escape_quoted(text: str) -> Markup:
        """The filter for parts of a quotation, whose blanks at both ends matter."""
        return Markup(quotations.keep_blanks(text, escape))

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    for module in (
        topics,
        wording,
        quotations,
        rubric_facts,
        findings,
        fitting_places,
        trends,
        crosswalk_lines,
    ):
        environment.globals |= {name: getattr(module, name) for name in module.__all__}
    environment.filters["quoted"] = escape_quoted
    return environment
