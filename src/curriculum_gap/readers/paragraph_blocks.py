"""Paragraphs of word processors: text in runs of one look each → blocks, and their looks beside.

A reader finds the runs of a paragraph in its own format. What follows is the same for all of them
and stands here: hidden text, soft breaks, typed bullets, headings by style, and how a block looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.line_breaks import group_lines, split_bullet
from curriculum_gap.readers.text_cleanup import is_note_mark, normalize_space
from curriculum_gap.readers.visual_headings import TextStyle

__all__ = [
    "Content",
    "Look",
    "ParagraphLook",
    "Run",
    "add_paragraph",
    "add_run",
    "first_heading",
    "stated_title",
]

_HEADING_WORDS = 30  # a longer paragraph in a heading style is a paragraph
_LONGEST_TITLE = 200  # characters
_TITLE_BLOCKS = 12  # a first heading further down is no title


class Look(Protocol):
    """How text is set; None or false where a property is not."""

    @property
    def bold(self) -> bool | None: ...
    @property
    def italic(self) -> bool | None: ...
    @property
    def underlined(self) -> bool | None: ...
    @property
    def capitals(self) -> bool | None: ...
    @property
    def hidden(self) -> bool | None: ...
    @property
    def raised(self) -> bool | None:
        """Whether it stands above the line."""

    @property
    def size(self) -> float | None:
        """In points."""


class ParagraphLook(Protocol):
    """What a paragraph is: the rank of a heading (``level``), the depth of a list entry
    (``entry``), a line of a table of contents (``contents``); 0, None or false where it is none."""

    @property
    def level(self) -> int | None: ...
    @property
    def entry(self) -> int | None: ...
    @property
    def contents(self) -> bool | None: ...


AnyLook = TypeVar("AnyLook", bound=Look)


@dataclass(slots=True)
class Content:
    """Blocks in order, and beside each its visual style (None where that says nothing)."""

    blocks: list[Block] = field(default_factory=list)
    text_styles: list[TextStyle | None] = field(default_factory=list)

    def add(self, block: Block, text_style: TextStyle | None = None) -> None:
        """One more block."""
        self.blocks.append(block)
        self.text_styles.append(text_style)

    def extend(self, more: Content) -> None:
        """All blocks of ``more``."""
        self.blocks += more.blocks
        self.text_styles += more.text_styles

    def visible_text(self) -> str:
        """The text of all blocks that are not hidden, on one line."""
        return " ".join(block.text for block in self.blocks if not block.hidden)


@dataclass(slots=True)
class Run(Generic[AnyLook]):
    """Text of one style within a paragraph; ``\\n`` stands for a soft break."""

    text: str
    style: AnyLook


def add_run(runs: list[Run[AnyLook]], text: str, style: AnyLook) -> None:
    """Adds text to the last run where its style is the same, else as a run of its own. A raised
    mark of a note behind a word is left out: it would make another word of it."""
    if style.raised and runs and is_note_mark(runs[-1].text, text):
        return
    if runs and runs[-1].style == style:
        runs[-1].text += text
    else:
        runs.append(Run(text, style))


def add_paragraph(runs: Sequence[Run[AnyLook]], style: ParagraphLook, content: Content) -> None:
    """Adds a paragraph of ``style`` to ``content``: a block, or several where its author broke it
    into lines that do not belong together; then one with all of it that is hidden."""
    # `group_lines` says which lines belong together, from their texts and whether they are bold.
    lines = _lines(runs)
    marked = [(normalize_space(_visible(line)), _all_bold(line)) for line in lines]
    groups = list(group_lines(marked))
    for start, stop in groups:
        group = [run for line in lines[start:stop] for run in line]
        text = " ".join(text for text, _ in marked[start:stop])
        _add_block(group, text, style, content, part=len(groups) > 1)
    hidden = normalize_space(" ".join(run.text for run in runs if run.style.hidden))
    if hidden:
        content.add(Block(hidden, hidden=True))


def first_heading(blocks: Sequence[Block]) -> str:
    """The text of a heading near the beginning that a person sees, or ``""``."""
    for block in blocks[:_TITLE_BLOCKS]:
        if block.shape is Shape.HEADING and not block.hidden:
            return block.text
    return ""


def stated_title(title: str) -> str:
    """The title that a file states in its properties, ``""`` where a program put something else
    there: the name of the file, or of itself."""
    title = normalize_space(title)
    is_name = reader_lexicon().files.file_name.stands_in(title.lower())
    return "" if is_name or len(title) > _LONGEST_TITLE else title


def _add_block(
    runs: Sequence[Run[AnyLook]], text: str, style: ParagraphLook, content: Content, *, part: bool
) -> None:
    """One block of visible ``text``; ``part`` says that its paragraph holds more."""
    bare, has_bullet = split_bullet(text)
    if not bare:
        return
    if style.level and not part and len(text.split()) <= _HEADING_WORDS:
        content.add(Block(text, Shape.HEADING, depth=style.level))
        return
    text_style = None if style.contents else _text_style(runs, text)
    depth = style.entry or int(has_bullet)
    shape = Shape.ENTRY if depth else Shape.PARAGRAPH
    content.add(Block(bare, shape, depth=depth), text_style)


def _lines(runs: Iterable[Run[AnyLook]]) -> list[list[Run[AnyLook]]]:
    """Runs cut at their soft breaks: one list of runs for each line of the paragraph, each run
    with its style."""
    lines: list[list[Run[AnyLook]]] = [[]]
    for run in runs:
        head, *rest = run.text.split("\n")
        lines[-1].append(Run(head, run.style))
        for text in rest:
            lines.append([Run(text, run.style)])
    return lines


def _visible(runs: Iterable[Run[AnyLook]]) -> str:
    """The text of the runs that are not hidden."""
    return "".join(run.text for run in runs if not run.style.hidden)


def _styles_of_words(runs: Iterable[Run[AnyLook]]) -> list[AnyLook]:
    """The styles of the visible runs that hold a letter or digit."""
    return [
        run.style
        for run in runs
        if not run.style.hidden and any(character.isalnum() for character in run.text)
    ]


def _all_bold(runs: Iterable[Run[AnyLook]]) -> bool:
    """Whether every word is bold, and there is one."""
    styles = _styles_of_words(runs)
    return bool(styles) and all(style.bold for style in styles)


def _text_style(runs: Iterable[Run[AnyLook]], text: str) -> TextStyle:
    """How the visible words of a paragraph are set, where they are all set alike."""
    styles = _styles_of_words(runs)
    return TextStyle(
        bold=all(style.bold for style in styles),
        capitals=text.isupper() or all(style.capitals for style in styles),
        underlined=all(style.underlined for style in styles),
        italic=all(style.italic for style in styles),
        size=min((style.size or 0.0 for style in styles), default=0.0),
    )
