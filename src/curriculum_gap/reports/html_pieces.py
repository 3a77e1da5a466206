"""Small pieces of the page in a browser. Everything others wrote goes through ``shown``; what these
functions return is markup and goes in as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from curriculum_gap.nouns import Evidence, Level, Rubric
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.quotation import quotation, spaced
from curriculum_gap.reports.view import percent
from curriculum_gap.reports.wording import glyph

__all__ = [
    "NOT_FOUND",
    "bar",
    "folded",
    "level_and_word",
    "level_chip",
    "listed",
    "quoted",
    "shown",
    "table",
    "table_of",
    "title_of",
    "warned",
]

NOT_FOUND = "not found here"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def shown(text: str) -> str:
    """Text of others, in one line, as text: no tag, no entity, no end of an attribute."""
    return escape(as_line(text), quote=True)


def title_of(text: str, rubric: Rubric) -> str:
    """Words of the rubric, in the rubric's language."""
    if rubric.language == "en" or not _LANGUAGE.fullmatch(rubric.language):
        return f"<bdi>{shown(text)}</bdi>"
    return f'<bdi lang="{rubric.language}">{shown(text)}</bdi>'


def level_chip(level: Level, absent: str = NOT_FOUND) -> str:
    """A level as glyph, word and tone."""
    return f'<span class="level {level}">{level_and_word(level, absent)}</span>'


def level_and_word(level: Level, absent: str = NOT_FOUND) -> str:
    """A level as glyph and word."""
    return f'<span class="glyph" aria-hidden="true">{glyph(level)}</span> {level or absent}'


def bar(part: int, whole: int) -> str:
    """A share as a bar and in figures."""
    width = round(100 * part / whole) if whole else 0
    return (
        f'<span class="bar" aria-hidden="true"><span style="width:{width}%"></span></span>'
        f"<strong>{percent(part, whole)}</strong>"
    )


def quoted(piece: Evidence, width: int) -> str:
    """The syllabus's own words, the matching ones marked."""
    words = "".join(
        f"<mark>{shown(text)}</mark>" if hit else spaced(text, shown)
        for text, hit in quotation(piece, width)
    )
    return f"“<bdi>{words}</bdi>”"


def table(kind: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of markup whose second column names its rows."""
    body = "".join(f'<tr role="row">{"".join(map(_cell, range(len(row)), row))}</tr>\n'
                   for row in rows)  # fmt: skip
    return table_of(kind, caption, heads, f'<tbody role="rowgroup">\n{body}</tbody>')


def table_of(kind: str, caption: str, heads: Sequence[str], bodies: str) -> str:
    """A table around bodies that are markup already."""
    # Roles are written out because narrow screens show rows as blocks.
    cells = "".join(f'<th scope="col" role="columnheader">{head}</th>' for head in heads)
    return (
        f'<table class="{kind}" role="table"><caption>{caption}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{cells}</tr></thead>\n{bodies}</table>\n'
    )


def _cell(column: int, content: str) -> str:
    if column == 1:
        return f'<th scope="row" role="rowheader">{content}</th>'
    return f'<td role="cell">{content}</td>'


def folded(kind: str, summary: str, content: str) -> str:
    return f'<details class="{kind}"><summary>{summary}</summary>\n{content}</details>\n'


def listed(entries: Iterable[str]) -> str:
    """A list of markup; nothing where there is nothing."""
    lines = "".join(f"<li>{entry}</li>\n" for entry in entries)
    return f"<ul>\n{lines}</ul>\n" if lines else ""


def warned(warnings: Iterable[str]) -> str:
    return "".join(
        f'<p><strong class="bad">Warning:</strong> {shown(warning)}</p>\n' for warning in warnings
    )
