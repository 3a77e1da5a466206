"""``gapcheck rubric suggest RUBRIC LABELS``: what labels or marks say about a rubric's terms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curriculum_gap.cli.options import DocumentsFolder, PageFormat
from curriculum_gap.cli.outputs import page_format, print_unread, write_file
from curriculum_gap.cli.rubric_commands.rubric_files import is_shipped
from curriculum_gap.cli.terminal import ExitCode, print_message, print_output, shown_progress
from curriculum_gap.errors import ReadError, UsageError, did_you_mean
from curriculum_gap.nouns import Rubric, Unread
from curriculum_gap.reports import count_noun, escape_json, escape_line
from curriculum_gap.rubric import read_rubric

if TYPE_CHECKING:
    from curriculum_gap.authoring import Effect, Proposal, ReadLabelled
    from curriculum_gap.evaluate import LabelledDocument

    Found = Mapping[str, Mapping[Proposal, Effect]]

__all__ = ["suggest"]

_TEXT_WIDTH = 34
"""Columns for a proposal's words, so that a line has 80."""

_KINDS = {
    "strong": "add to strong",
    "contextual": "add to contextual",
    "demote": "move from strong to contextual",
    "false-friend": "add to false_friends",
}


def suggest(
    file: Annotated[
        str, typer.Argument(metavar="RUBRIC", help="Your topic list, a YAML file; or a name.")
    ],
    labels: Annotated[
        str,
        typer.Argument(
            metavar="LABELS",
            help="A folder with documents.jsonl and passages.jsonl; or marks.jsonl.",
        ),
    ],
    documents: DocumentsFolder = None,
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
            help="Write into RUBRIC what is marked +: more becomes right than wrong, in two "
            "documents or more. Comments stay.",
        ),
    ] = False,
    report_format: PageFormat = None,
) -> None:
    """Propose terms to add, to demote and false friends, with what each finds on the labels.

    Counts are labelled passages that hold the words and are, or are not, about the topic; then what
    the change does: passages found rightly and wrongly, documents rightly/wrongly said to teach it.
    Documents labelled with the use 'report' are left out.
    """
    format_name = page_format(report_format, None)
    if apply and is_shipped(file):
        raise UsageError(file, "is a rubric of gapcheck", "copy it, and give the path of the copy")
    from curriculum_gap.compiled import load_rubric

    rubric = load_rubric(file, print_message)
    chosen = _chosen(rubric, topic or [])
    labelled, read, unread = _read(rubric, labels, documents)
    tried = _tried(rubric, labelled, read, chosen, most)
    found = _shown(rubric, labelled, tried, len(unread), format_name)
    if apply:
        _apply(file, found)
    print_unread(unread)
    if unread:
        raise typer.Exit(ExitCode.UNREAD)


def _chosen(rubric: Rubric, names: Sequence[str]) -> list[str]:
    """The ids of the topics that were asked for. Raises UsageError for one that is unknown."""
    known = [topic.id for topic in rubric.topics]
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known, "gapcheck config topics lists them")
            raise UsageError("--topic", f"{name!r} is no topic of {rubric.id}", hint)
    return list(names) or known


def _read(
    rubric: Rubric, labels: str, documents: str | None
) -> tuple[list[LabelledDocument], list[ReadLabelled], list[Unread]]:
    """The labels, the documents that can be read, and those that cannot."""
    from curriculum_gap.authoring import read_labelled
    from curriculum_gap.evaluate import labelled_files
    from curriculum_gap.scan import Progress

    labelled = labelled_files(labels, rubric, documents)
    read: list[ReadLabelled] = []
    unread: list[Unread] = []
    with shown_progress(len(labelled) > 1) as progress:
        entries = read_labelled(labelled, rubric.language)
        for done, ((_, source), one) in enumerate(zip(labelled, entries, strict=True), 1):
            if isinstance(one, ReadError):
                unread.append(Unread(source, one.status, one.what, one.hint))
            else:
                read.append(one)
            if progress is not None:
                progress(Progress(done, len(labelled), 0, source))
    if not read:
        hint = f"name their folder with --documents (looked for {labelled[0][1]})"
        raise UsageError(labels, "not one of its documents can be read", hint)
    if not any(document.blocks for document, _ in labelled):
        hint = "passages.jsonl beside documents.jsonl labels them; see docs/validity.md"
        raise UsageError(labels, "labels no passages, from which terms are proposed", hint)
    return [document for document, _ in labelled], read, unread


def _tried(
    rubric: Rubric,
    labelled: Sequence[LabelledDocument],
    read: Sequence[ReadLabelled],
    topics: Sequence[str],
    most: int,
) -> Iterator[tuple[str, Mapping[Proposal, Effect]]]:
    """Each topic with its proposals and what they do."""
    from curriculum_gap.authoring import find_proposals, try_proposals
    from curriculum_gap.compiled import model_of

    by_id = {topic.id: topic for topic in rubric.topics}
    for name, proposals in find_proposals(labelled, model_of(rubric), topics, most).items():
        yield name, try_proposals(read, rubric, by_id[name], proposals)


def _shown(
    rubric: Rubric,
    labelled: Sequence[LabelledDocument],
    tried: Iterator[tuple[str, Mapping[Proposal, Effect]]],
    unread: int,
    format_name: str,
) -> Found:
    """All proposals, printed: topics take seconds, and a person sees each when it is done."""
    found: dict[str, Mapping[Proposal, Effect]] = {}
    for name, of_topic in tried:
        found[name] = of_topic
        if format_name != "json":
            passages = sum(name in block.topics for one in labelled for block in one.blocks)
            print_output("\n".join(_lines(name, of_topic, passages)) + "\n")
    if format_name == "json":
        topics = [_values(name, of_topic) for name, of_topic in found.items()]
        value = {"format": 1, "rubric": rubric.id, "unread": unread, "topics": topics}
        page = json.dumps(value, ensure_ascii=False, indent=1)
        print_output(escape_json(page) + "\n", "utf-8")
    return found


def _values(name: str, tried: Mapping[Proposal, Effect]) -> dict[str, Any]:
    """A topic with its proposals, for programs."""
    from curriculum_gap.authoring import gains

    wanted = gains(tried)
    proposals = [
        {
            "kind": one.kind,
            "text": one.text,
            "about": one.about,
            "other": one.other,
            "documents": one.documents,
            "ratio": one.ratio,
            "effect": effect._asdict() | {"is_gain": effect.is_gain},
            "is_written_by_apply": one in wanted,
        }
        for one, effect in tried.items()
    ]
    return {"id": name, "proposals": proposals}


def _lines(name: str, tried: Mapping[Proposal, Effect], passages: int) -> Iterator[str]:
    """A topic on the screen: its proposals by kind, each with its counts and what it does."""
    from curriculum_gap.authoring import gains

    wanted = gains(tried)
    about = f"{passages} labelled passages are about it"
    if not tried:
        yield f"{escape_line(name)}: nothing to propose; {about}"
        return
    yield f"{escape_line(name)}: {about}"
    yield f"{'':<{_TEXT_WIDTH}}   passages held  docu-   what it finds"
    yield f"{'':<{_TEXT_WIDTH}}about it    not  ments  right wrong  taught"
    for kind, title in _KINDS.items():
        of_kind = [(one, effect) for one, effect in tried.items() if one.kind == kind]
        if of_kind:
            yield f"  {title}"
        for one, effect in of_kind:
            mark = "+" if one in wanted else " "
            text = f"  {mark} {escape_line(one.text)}"
            if len(text) > _TEXT_WIDTH:
                yield text
                text = ""
            counts = f"{one.about:>8} {one.other:>6} {one.documents:>6}"
            finds = f"{effect.right:>+6} {effect.wrong:>+5}"
            yield f"{text:<{_TEXT_WIDTH}}{counts} {finds}  {_taught(effect)}".rstrip()
    yield ""


def _taught(effect: Effect) -> str:
    """The documents that are rightly and wrongly said to teach the topic, where any changes."""
    if not effect.taught_right and not effect.taught_wrong:
        return ""
    return f"{effect.taught_right:+d}/{effect.taught_wrong:+d}"


def _apply(file: str, found: Found) -> None:
    """Write the proposals that are a gain into the rubric's file."""
    from curriculum_gap.authoring import gains, with_proposals

    content, where = read_rubric(file)
    wanted = []
    for tried in found.values():
        of_topic = gains(tried)
        wanted += [one for one in tried if one in of_topic]
    changed, left = with_proposals(content, where, wanted)
    for one in left:
        what = f"{one.topic}: '{one.text}' could not be written; {_KINDS[one.kind]} by hand"
        print_message(f"{where}: {what}")
    if changed != content:
        write_file(where, changed, "make the file writable")
    number = len(wanted) - len(left)
    written = count_noun(number, "proposal")
    print_message(f"{where}: {written} written; read what changed in the file")
