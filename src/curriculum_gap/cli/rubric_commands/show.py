"""``gapcheck rubric show NAME[:TOPIC]``: a rubric, or one of its topics, as a page."""

from __future__ import annotations

import os
from functools import partial
from typing import Annotated

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.options import PageFormat, PageOutput
from curriculum_gap.cli.outputs import page_format, write_page
from curriculum_gap.cli.terminal import print_message, terminal_options
from curriculum_gap.compiled import load_rubric
from curriculum_gap.errors import UsageError, did_you_mean
from curriculum_gap.nouns import Rubric, Topic
from curriculum_gap.reports import render_rubric

__all__ = ["show"]


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME[:TOPIC]", help="A shipped topic list, or a YAML file; one of its topics."
        ),
    ],
    report_format: PageFormat = None,
    output: PageOutput = None,
) -> None:
    """Show the topics of a topic list (rubric), or all that one of them holds."""
    format_name = page_format(report_format, output)
    rubric_name, topic_id = _parts(name)
    rubric = load_rubric(rubric_name, print_message)
    topic = _topic(rubric, topic_id) if topic_id else None
    render = partial(render_rubric, format_name, rubric, topic, __version__)
    write_page(output, format_name, render, terminal_options(rubrics=[rubric_name]))


def _parts(name: str) -> tuple[str, str]:
    """The rubric and the topic in ``NAME:TOPIC``; the topic is empty where none is named. A file's
    own name may hold a colon, and a drive of Windows has one."""
    rubric, _, topic = name.rpartition(":")
    if not rubric or os.path.lexists(name) or "/" in topic or "\\" in topic:
        return name, ""
    if not topic:
        raise UsageError(name, "no topic stands after the colon", f"write {rubric}, or add one")
    return rubric, topic


def _topic(rubric: Rubric, id: str) -> Topic:
    for topic in rubric.topics:
        if topic.id == id:
            return topic
    hint = did_you_mean(
        id, [topic.id for topic in rubric.topics], f"'gapcheck rubric show {rubric.id}' lists them"
    )
    raise UsageError(f"{rubric.id}:{id}"[:120], "the rubric has no such topic", hint)
