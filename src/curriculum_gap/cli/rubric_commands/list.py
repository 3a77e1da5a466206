"""``gapcheck rubric list``: the rubrics that can be used by name."""

from __future__ import annotations

import json
from typing import Any

from curriculum_gap.cli.options import PageFormat
from curriculum_gap.cli.outputs import page_format
from curriculum_gap.cli.terminal import print_message, print_output, terminal_options
from curriculum_gap.compiled import load_rubric
from curriculum_gap.errors import RubricError
from curriculum_gap.nouns import Rubric
from curriculum_gap.reports import escape_json, render_rubrics
from curriculum_gap.rubric import offered, shipped

__all__ = ["list"]


def list(report_format: PageFormat = None) -> None:
    """List the topic lists (rubrics) that --rubric takes by name.

    Those that gapcheck ships, and those of installed distributions. Your own is given by its path.
    """
    format_name = page_format(report_format, None)
    origins = dict.fromkeys(shipped(), "comes with gapcheck")
    origins |= dict.fromkeys(offered(), "of an installed distribution")
    found: dict[str, Rubric] = {}
    for name in origins:
        try:
            found[name] = load_rubric(name, print_message)
        except RubricError as error:  # of a distribution; the others can be used
            print_message(str(error))
    if format_name == "json":
        rubrics = [_values(name, origins[name], rubric) for name, rubric in found.items()]
        page = json.dumps({"format": 1, "rubrics": rubrics}, ensure_ascii=False, indent=1)
        print_output(escape_json(page) + "\n", "utf-8")
        return
    rows = [(name, origins[name], rubric) for name, rubric in found.items()]
    print_output(render_rubrics(rows, terminal_options()))


def _values(name: str, origin: str, rubric: Rubric) -> dict[str, Any]:
    return {
        "name": name,
        "origin": origin,
        "id": rubric.id,
        "version": rubric.version,
        "title": rubric.title,
        "language": rubric.language,
        "measured": rubric.measured or None,
        "domains": len(rubric.domains),
        "topics": len(rubric.topics),
    }
