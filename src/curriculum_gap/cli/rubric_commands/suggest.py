"""``gapcheck rubric suggest FILE LABELS``: what labels or marks say about a rubric's terms."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curriculum_gap.cli.options import PageFormat
from curriculum_gap.cli.outputs import page_format, write_file
from curriculum_gap.cli.terminal import print_message, print_output
from curriculum_gap.errors import ReadError, UsageError, did_you_mean
from curriculum_gap.nouns import Rubric
from curriculum_gap.reports import escape_line
from curriculum_gap.rubric import read_rubric, rubric_path, shipped

if TYPE_CHECKING:
    from curriculum_gap.authoring import Effect, Proposal

    Found = Mapping[str, Mapping[Proposal, Effect]]

__all__ = ["suggest"]

_KINDS = {
    "strong": "add to strong",
    "contextual": "add to contextual",
    "demote": "move from strong to contextual",
    "false-friend": "add to false_friends",
}


def suggest(
    file: Annotated[
        str, typer.Argument(metavar="RUBRIC", help="Your rubric, a YAML file; or a name.")
    ],
    labels: Annotated[
        str,
        typer.Argument(
            metavar="LABELS",
            help="A folder with documents.jsonl and passages.jsonl; or marks.jsonl.",
        ),
    ],
    documents: Annotated[
        str | None,
        typer.Option(
            "--documents",
            metavar="DIR",
            help="Folder that the labelled files' paths start from.",
            show_default="LABELS, the folder above it, or corpus there",
        ),
    ] = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", metavar="ID", help="Only this topic. Repeatable.")
    ] = None,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help="Proposals of each kind a topic.")
    ] = 20,
    apply: Annotated[
        bool,
        typer.Option(
            "--apply",
            help="Write those into RUBRIC by which more becomes right than wrong. Comments stay.",
        ),
    ] = False,
    report_format: PageFormat = None,
) -> None:
    """Propose terms to add, to demote and false friends, with what each finds on the labels.

    Terms are ranked by the log-likelihood ratio of passages about the topic against all others and
    syllabi of any field. Documents labelled with the use 'report' are left out.
    """
    format_name = page_format(report_format, None)
    path = Path(file)
    if apply and (file in shipped() or Path(os.path.realpath(path)) in map(rubric_path, shipped())):
        raise UsageError(file, "is a rubric of gapcheck", "copy it, and give the path of the copy")
    from curriculum_gap.compiled import load_rubric

    rubric = load_rubric(file, print_message)
    chosen = _chosen(rubric, topic or [])
    found, unread = _found(rubric, labels, documents, chosen, most)
    if format_name == "json":
        topics = [_values(name, tried) for name, tried in found.items()]
        value = {"format": 1, "rubric": rubric.id, "unread": unread, "topics": topics}
        print_output(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
    else:
        lines = [line for name, tried in found.items() for line in _lines(name, tried)]
        print_output("\n".join(lines or ["nothing to propose"]) + "\n")
    if apply:
        _apply(file, found)


def _chosen(rubric: Rubric, names: Sequence[str]) -> list[str]:
    """The ids of the topics that were asked for. Raises UsageError for one that is unknown."""
    known = [topic.id for topic in rubric.topics]
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known, "gapcheck config topics lists them")
            raise UsageError("--topic", f"{name!r} is no topic of {rubric.id}", hint)
    return list(names) or known


def _found(
    rubric: Rubric, labels: str, documents: str | None, topics: Sequence[str], most: int
) -> tuple[Found, int]:
    """By topic each proposal with what it does, and how many documents could not be read."""
    from curriculum_gap.authoring import find_proposals, read_labelled, try_proposals
    from curriculum_gap.compiled import model_of
    from curriculum_gap.evaluate import labelled_files

    labelled = labelled_files(labels, rubric, documents)
    if not any(document.blocks for document, _ in labelled):
        hint = "passages.jsonl beside documents.jsonl labels them; see docs/validity.md"
        raise UsageError(labels, "labels no passages, from which terms are proposed", hint)
    proposals = find_proposals([one for one, _ in labelled], model_of(rubric), topics, most)
    read = []
    unread = 0
    for one in read_labelled(labelled, rubric.language):
        if isinstance(one, ReadError):
            unread += 1
        else:
            read.append(one)
    if not read:
        hint = f"name their folder with --documents (looked for {labelled[0][1]})"
        raise UsageError(labels, "not one of its documents can be read", hint)
    if unread:
        print_message(f"{unread} of {len(labelled)} labelled documents could not be read")
    by_id = {topic.id: topic for topic in rubric.topics}
    found = {
        name: try_proposals(read, rubric, by_id[name], of_topic)
        for name, of_topic in proposals.items()
    }
    return found, unread


def _values(name: str, tried: Mapping[Proposal, Effect]) -> dict[str, Any]:
    """A topic with its proposals, for programs."""
    proposals = [
        {
            "kind": one.kind,
            "text": one.text,
            "about": one.about,
            "other": one.other,
            "documents": one.documents,
            "ratio": one.ratio,
            "effect": effect._asdict() | {"is_gain": effect.is_gain},
        }
        for one, effect in tried.items()
    ]
    return {"id": name, "proposals": proposals}


def _lines(name: str, tried: Mapping[Proposal, Effect]) -> Iterator[str]:
    """A topic on the screen: its proposals by kind, each with its counts and what it does."""
    if not tried:
        return
    yield f"{escape_line(name)}"
    for kind, title in _KINDS.items():
        of_kind = [(one, effect) for one, effect in tried.items() if one.kind == kind]
        if of_kind:
            yield f"  {title}"
        for one, effect in of_kind:
            counts = f"{one.about:>4} about it, {one.other:>4} not"
            mark = "+" if effect.is_gain else " "
            text = escape_line(one.text)
            yield f"  {mark} {text:<34} {counts}   finds {_effect(effect)}"
    yield ""


def _effect(effect: Effect) -> str:
    """What a change does, in words."""
    text = f"{effect.right:+d} right, {effect.wrong:+d} wrong"
    if effect.taught_right or effect.taught_wrong:
        text += f"; taught {effect.taught_right:+d} right, {effect.taught_wrong:+d} wrong"
    return text


def _apply(file: str, found: Found) -> None:
    """Write the proposals that are a gain into the rubric's file."""
    from curriculum_gap.authoring import with_proposals

    content, where = read_rubric(file)
    wanted = [one for tried in found.values() for one, effect in tried.items() if effect.is_gain]
    changed, left = with_proposals(content, where, wanted)
    for one in left:
        what = f"{one.topic}: '{one.text}' was not written; {_KINDS[one.kind]} by hand"
        print_message(f"{where}: {what}")
    if changed != content:
        write_file(where, changed, "make the file writable")
    number = len(wanted) - len(left)
    print_message(f"{where}: {number} proposals written; read them with git diff")
