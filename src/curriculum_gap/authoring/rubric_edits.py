"""Proposals → the text of a rubric's YAML, with its comments and order as they are.

Lines are added and moved by the positions that the YAML reader knows; nothing is written anew. The
result is read again, and is kept only where it is the same rubric with that one change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from curriculum_gap.authoring.proposals import DEMOTE, FALSE_FRIEND, Proposal
from curriculum_gap.authoring.rubric_text import yaml_scalar
from curriculum_gap.authoring.trials import topic_with
from curriculum_gap.errors import GapcheckError
from curriculum_gap.nouns import Rubric, Topic
from curriculum_gap.rubric import parse_rubric, rubric_source
from curriculum_gap.validation import Source, folded, one_line

__all__ = ["with_proposals"]


def with_proposals(
    content: bytes, where: str, proposals: Iterable[Proposal]
) -> tuple[bytes, tuple[Proposal, ...]]:
    """The file's bytes with the proposals in them, and those that have no place: their topic is one
    of the rubric that the file extends, a list that a term leaves is written in brackets, or the
    rubric would be none with them."""
    left = []
    rubric = parse_rubric(content, where)
    for proposal in proposals:
        changed = _with_one(content, rubric, where, proposal)
        if changed is None:
            left.append(proposal)
        else:
            content, rubric = changed
    return content, tuple(left)


def _with_one(
    content: bytes, rubric: Rubric, where: str, proposal: Proposal
) -> tuple[bytes, Rubric] | None:
    """The file of a rubric with one proposal, and that rubric; None where that is no sound one."""
    source = rubric_source(content, where)
    text = content.decode("utf-8-sig")
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(ending)
    own = enumerate(source.value.get("topics", ()))
    index = next((number for number, topic in own if topic["id"] == proposal.topic), None)
    if index is None:
        return None
    key = "false_friends" if proposal.kind == FALSE_FRIEND else proposal.kind
    if proposal.kind == DEMOTE:
        ways = [_moved(lines, source, index, proposal.text)]
    elif key in source.value["topics"][index] and _is_in_brackets(lines, source, index, key):
        # A comma stands after the last entry, or does not.
        entry = yaml_scalar(proposal.text, in_brackets=True)
        ways = [
            _added_in_brackets(lines, source, index, key, f"{comma}{entry}")
            for comma in (", ", " ")
        ]
    else:
        ways = [_added(lines, source, index, key, [f"- {yaml_scalar(proposal.text)}"])]
    for edited in ways:
        changed = None if edited is None else ending.join(edited).encode()
        after = None if changed is None else _changed_rubric(rubric, changed, where, proposal)
        if changed is not None and after is not None:
            return changed, after
    return None


def _changed_rubric(
    before: Rubric, changed: bytes, where: str, proposal: Proposal
) -> Rubric | None:
    """The rubric of a changed file, None where it is not ``before`` with the proposal alone."""
    try:
        after = parse_rubric(changed, where)
    except GapcheckError:
        return None
    wanted = [
        topic_with(one, proposal) if one.id == proposal.topic else one for one in before.topics
    ]
    is_same = [_in_any_order(one) for one in after.topics] == [_in_any_order(one) for one in wanted]
    return after if is_same else None


def _in_any_order(topic: Topic) -> Topic:
    """A topic with its terms and false friends in one order: a moved term stands elsewhere."""
    terms = tuple(sorted(topic.terms))
    return replace(topic, terms=terms, false_friends=tuple(sorted(topic.false_friends)))


def _is_in_brackets(lines: list[str], source: Source, index: int, key: str) -> bool:
    line, column = source.positions["topics", index, key]
    return lines[line - 1][column - 1 : column] == "["


def _added_in_brackets(
    lines: list[str], source: Source, index: int, key: str, text: str
) -> list[str] | None:
    """The lines with ``text`` before the bracket that ends a topic's list."""
    import yaml

    start = source.positions["topics", index, key]
    depth = 0
    for event in yaml.parse("\n".join(lines), yaml.SafeLoader):
        mark = event.start_mark
        place = (mark.line, mark.column) if mark is not None else (-1, -1)
        if depth or place == (start[0] - 1, start[1] - 1):
            depth += isinstance(event, yaml.SequenceStartEvent)
            if isinstance(event, yaml.SequenceEndEvent):
                depth -= 1
                if not depth:
                    line, column = place
                    edited = f"{lines[line][:column]}{text}{lines[line][column:]}"
                    return [*lines[:line], edited, *lines[line + 1 :]]
    return None


def _added(
    lines: list[str], source: Source, index: int, key: str, entry: list[str]
) -> list[str] | None:
    """The lines with an entry at the end of a topic's list, which is made where there is none."""
    topic = source.value["topics"][index]
    if key in topic:
        last = ("topics", index, key, len(topic[key]) - 1)
        start, column = _dash(lines, source, last)
        if column is None:
            return None
        end = _end(lines, start, column)
        return [*lines[:end], *_indented(entry, column), *lines[end:]]
    line, column = source.key_positions["topics", index, "definition"]
    before = lines[line - 1][: column - 1]
    if before.strip(" "):
        return None  # the topic is written in braces, or begins with this key
    end = _end(lines, line - 1, column - 1)
    return [*lines[:end], f"{before}{key}:", *_indented(entry, column + 1), *lines[end:]]


def _moved(lines: list[str], source: Source, index: int, text: str) -> list[str] | None:
    """The lines with a strong term moved to the contextual ones, as it is written there."""
    topic = source.value["topics"][index]
    strong = topic.get("strong", [])
    places = [at for at, entry in enumerate(strong) if folded(_words(entry)) == folded(text)]
    if not places:
        return None
    start, column = _dash(lines, source, ("topics", index, "strong", places[0]))
    if column is None:
        return None
    end = _end(lines, start, column)
    entry = [line[column:] for line in lines[start:end]]
    # First the list that stands further down, so that the positions above hold.
    if len(strong) > 1:
        first, last = start, end
    else:
        first, last = source.key_positions["topics", index, "strong"][0] - 1, end
    marked = [*lines[:first], *["\0"] * (last - first), *lines[last:]]
    edited = _added(marked, source, index, "contextual", entry)
    return None if edited is None else [line for line in edited if line != "\0"]


def _words(entry: Any) -> str:
    """What an entry says; nothing where it names a list."""
    return one_line(entry.get("term", "") if isinstance(entry, dict) else entry)


def _dash(lines: list[str], source: Source, path: tuple[str | int, ...]) -> tuple[int, int | None]:
    """The line of a list's entry and the column of its dash, None where it has none: the list is
    written in brackets."""
    line = source.positions[path][0] - 1
    found = re.match(r" *(?=- )", lines[line])
    return line, found.end() if found else None


def _end(lines: list[str], start: int, column: int) -> int:
    """The line after an entry that begins in line ``start``: its further lines are indented more
    than ``column``."""
    end = start + 1
    while end < len(lines) and lines[end][: column + 1].strip(" ") == "" and lines[end].strip():
        end += 1
    return end


def _indented(entry: list[str], column: int) -> list[str]:
    return [" " * column + line for line in entry]
