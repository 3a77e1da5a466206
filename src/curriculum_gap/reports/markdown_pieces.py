"""Small pieces of Markdown. Text of others goes through ``as_markdown_text``; what these functions
return is markup and goes in as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curriculum_gap.nouns import Topic
from curriculum_gap.reports.inert import as_line

__all__ = ["QUOTED", "as_markdown_text", "folded", "table", "title_of"]

QUOTED = 110
"""Characters of a quotation."""

_ACTIVE = re.compile(r"[\\`*_\[\](){}<>&|~!$\"']|^[-+=.\d]")
_ADDRESS = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(?=:)|(www)(?=\.)|(gh)(?=-\d)")
_NO_BREAK = "&#8203;"  # a zero-width space: what follows is no mention, reference or address


def as_markdown_text(text: str) -> str:
    """Text of others as it is, in one line: no markup, no HTML, no link, nobody mentioned."""
    escaped = _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", as_line(text))
    escaped = re.sub(r"@|(?<!&)#", lambda match: match[0] + _NO_BREAK, escaped)
    return _ADDRESS.sub(lambda match: match[0] + _NO_BREAK, escaped)


def title_of(topic: Topic) -> str:
    """The rubric's name for a topic."""
    return as_markdown_text(topic.title)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table of markup."""
    lines = [f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def folded(summary: str, lines: Sequence[str]) -> list[str]:
    """Lines below a summary that opens them."""
    return ["", f"<details><summary>{summary}</summary>", "", *lines, "", "</details>"]
