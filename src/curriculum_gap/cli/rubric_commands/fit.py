"""``gapcheck rubric fit``: learn words from a rubric's examples."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from curriculum_gap.cli.options import PageFormat
from curriculum_gap.cli.outputs import page_format, write_file
from curriculum_gap.cli.rubric_commands.rubric_files import is_shipped
from curriculum_gap.cli.terminal import print_message, print_output, terminal_options
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Rubric, Topic
from curriculum_gap.reports import count_noun, escape_json, escape_line
from curriculum_gap.rubric import (
    Example,
    LearnedFile,
    encode_learned,
    examples_digest,
    examples_folder,
    learned_path,
    read_examples,
    read_learned,
    with_marked,
)

__all__ = ["fit"]

_SHOWN = 12
"""Words for a topic, and words against it, that a table shows without ``--verbose``."""


MarksFile = Annotated[
    str | None,
    typer.Option(
        "--marks",
        metavar="FILE",
        help="Marks saved from an HTML page: what is marked right becomes an example of its topic, "
        "what is marked wrong a passage that is not.",
    ),
]
MarkedDocuments = Annotated[
    str | None,
    typer.Option(
        "--documents",
        metavar="DIR",
        help="Folder that the marked files' paths start from.",
        show_default="beside the marks",
    ),
]


def fit(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Your topic list, a YAML file.")],
    marks: MarksFile = None,
    documents: MarkedDocuments = None,
    report_format: PageFormat = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show all words.")] = False,
) -> None:
    """Learn from a topic list's examples which words speak for and against each topic.

    Writes NAME.learned.json beside the rubric, which is used as long as the examples stay the same.
    Read the words that it shows: they move verdicts.
    """
    format_name = page_format(report_format, None)
    if is_shipped(file):
        what = "is a rubric of gapcheck, whose words are learned already"
        raise UsageError(file, what, "copy it, and give the path of the copy")
    path = Path(file)
    if marks is not None:
        _add_marked(path, marks, documents)
    rubric, examples = _load(path)
    words, state = _words(rubric, examples, path)
    topics = [_topic_values(topic, examples, words) for topic in rubric.topics]
    target = str(learned_path(path))
    if format_name == "json":
        values = {"format": 1, "rubric": rubric.id, "file": target, "state": state}
        page = json.dumps(values | {"topics": topics}, ensure_ascii=False, indent=1)
        print_output(escape_json(page) + "\n", "utf-8")
        return
    options = terminal_options()
    most = None if verbose else _SHOWN
    lines = [line for values in topics for line in _lines(values, most, options.width)]
    print_output("\n".join(lines) + "\n")
    number = sum(len(values["words"]) for values in topics)
    learned = count_noun(number, "word")
    print_message(f"{target}: {state}, {learned}; read them, since they move verdicts")


def _add_marked(path: Path, marks: str, documents: str | None) -> None:
    """Write the passages that reviewers marked beside the rubric's other examples."""
    from curriculum_gap.compiled import load_rubric
    from curriculum_gap.evaluate import marked_passages

    rubric = load_rubric(path, lambda line: None)
    marked = [Example(*passage) for passage in marked_passages(marks, rubric, documents)]
    hint = "make the folder of examples writable"
    files = with_marked(rubric, path, marked)
    for file, content in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(str(file), content, hint)
        print_message(f"{file}: marked passages are examples now")


def _load(path: Path) -> tuple[Rubric, Sequence[Example]]:
    """The rubric of a file and all its examples. Raises RubricError."""
    from curriculum_gap.compiled import load_rubric

    rubric = load_rubric(path, lambda line: None)
    return rubric, read_examples(rubric, path)


def _words(
    rubric: Rubric, examples: Sequence[Example], path: Path
) -> tuple[Mapping[str, Mapping[str, float]], str]:
    """The learned words by topic and whether they were there already. Words that are not up to date
    are learned anew and written beside the rubric. Raises UsageError and RubricError."""
    from curriculum_gap.rubric_fit import LEAST_COVERS, fit_rubric

    digest = examples_digest(rubric, path)
    old = read_learned(path)
    if old is not None and not old.unfit(rubric, digest):
        return rubric.learned, "up to date"
    struck = old.struck if old is not None else []
    words = fit_rubric(rubric, examples, struck)
    if not words:
        what = f"no topic has {LEAST_COVERS} passages in 'covers'"
        hint = f"write some there, or in {examples_folder(rubric, path) / rubric.topics[0].id}.yaml"
        raise UsageError(str(path), what, hint)
    content = encode_learned(LearnedFile.of(rubric, digest, struck, words))
    hint = "make its folder writable, or copy the rubric to another one"
    write_file(str(learned_path(path)), content, hint)
    return words, "written"


def _topic_values(
    topic: Topic, examples: Sequence[Example], words: Mapping[str, Mapping[str, float]]
) -> dict[str, Any]:
    """A topic with the number of its examples and its words, those of most weight first."""
    own = [example.about for example in examples if example.topic == topic.id]
    by_weight = sorted(words.get(topic.id, {}).items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    return {
        "id": topic.id,
        "covers": sum(own),
        "ignores": len(own) - sum(own),
        "fitted": topic.id in words,
        "words": dict(by_weight),
    }


def _lines(values: Mapping[str, Any], most: int | None, width: int) -> Iterator[str]:
    """A topic on the screen: its examples, then words for it and words against it."""
    from curriculum_gap.rubric_fit import LEAST_COVERS

    words = values["words"]
    outcome = f"{len(words)} words" if words else "no word stands in three of them"
    if not values["fitted"]:
        outcome = f"too few, {LEAST_COVERS} covers are needed; its terms alone decide"
    head = f"{escape_line(values['id'])}: {values['covers']} covers, {values['ignores']} ignores"
    yield f"{head}: {outcome}"
    for name, sign in (("for", 1), ("against", -1)):
        side = [f"{word} {weight:+.1f}" for word, weight in words.items() if weight * sign > 0]
        shown = side[:most]
        if len(side) > len(shown):
            shown.append(f"{len(side) - len(shown)} more")
        if shown:
            text = f"{name:<8} {escape_line(', '.join(shown))}"
            yield textwrap.fill(
                text, width, initial_indent="  ", subsequent_indent=" " * 11, break_long_words=False
            )
