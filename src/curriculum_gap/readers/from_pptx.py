"""PowerPoint files (.pptx, .pptm, .ppsx, .potx): what the slides show, and what their notes say.

Takes the bytes of a file; gives a `Document`. The title of a slide is a heading above its text;
names of sections are headings above those of their slides. Speaker notes stand behind the text of
their slide and count like it: they are what is said about it in class. Each block says where it
stands (``slide 3``, ``notes of slide 3``). Slides that are hidden in the show are hidden text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from curriculum_gap.errors import ReadError
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.elsewhere import DOCUMENTS, check_link, check_parts, check_pictures
from curriculum_gap.readers.paragraph_blocks import first_heading, stated_title
from curriculum_gap.readers.pptx.package import (
    DRAWING,
    RELATIONSHIP,
    SAVE_AGAIN,
    Package,
    SlidePart,
)
from curriculum_gap.readers.pptx.slides import SlideReader, SlideText
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings, number_ranges

__all__ = ["read"]


@dataclass(slots=True)
class _Deck:
    """What was read so far. ``textless`` and ``unshown`` are numbers of slides: those that hold
    pictures and no text, and those that are hidden in the show."""

    blocks: list[Block] = field(default_factory=list)
    textless: list[int] = field(default_factory=list)
    unshown: list[int] = field(default_factory=list)
    pictures: int = 0
    embedded: int = 0
    links: bool = False

    def add(self, text: SlideText, inside: str, *, hidden: bool) -> None:
        """The text of a slide or of its notes."""
        self.blocks += [
            replace(block, inside=inside, hidden=hidden or block.hidden) for block in text.blocks
        ]


def read(content: bytes, source: str, limits: Limits) -> Document:
    """A PowerPoint file from its bytes. ``pages`` is None.

    Dates, footers, numbers, comments and the text of masters are left out. Raises ReadError:
    scanned (pictures and little text), damaged, encrypted, unsupported (another Office file),
    too-large, refused (document type declarations in its XML), elsewhere (a link and little else).
    """
    if not content:
        raise ReadError(Status.EMPTY, "holds nothing")
    package = Package(content, limits)
    reader = SlideReader(package, limits)
    slides, missing = package.slides(limits)
    deck = _Deck()
    for slide in slides:
        _read_slide(package, reader, slide, deck)
    if missing and not slides:
        raise ReadError(Status.DAMAGED, "all its slides are missing in the file", SAVE_AGAIN)
    blocks = deck.blocks
    words = count_words(blocks)
    warnings = check_parts(DOCUMENTS, [""] * deck.embedded, words, limits.min_words)
    check_link(deck.links, blocks, words, limits.min_words)
    check_pictures(deck.pictures, words)
    return Document(
        source=source,
        format="pptx",
        title=first_heading(blocks) or stated_title(package.title()),
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=(*warnings, *_warnings(deck, missing)),
    )


def _read_slide(package: Package, reader: SlideReader, slide: SlidePart, deck: _Deck) -> None:
    """Adds a slide, the name of the section that it begins, and its notes."""
    root = package.root(slide.name)
    text = reader.slide(slide.name, root)
    hidden = root.get("show") in ("0", "false")
    place = f"slide {slide.number}"
    first = next((block.text for block in text.blocks if block.shape is Shape.HEADING), "")
    if slide.section and slide.section.casefold() != first.casefold():
        deck.add(_section(slide.section), place, hidden=hidden)
    deck.add(text, place, hidden=hidden)
    deck.pictures += text.pictures
    deck.embedded += text.embedded
    links = root.iter(f"{DRAWING}hlinkClick")
    deck.links = deck.links or any(link.get(f"{RELATIONSHIP}id") for link in links)
    if hidden:
        deck.unshown.append(slide.number)
    elif text.pictures and not text.has_words:
        deck.textless.append(slide.number)
    notes = package.related_of_kind(slide.name, "notesSlide")
    if notes:
        said = reader.notes(notes, package.root(notes))
        deck.add(said, f"notes of slide {slide.number}", hidden=hidden)


def _section(name: str) -> SlideText:
    """The name of a section, a heading above those of its slides; nothing for a name that no
    person gave it."""
    text = SlideText()
    if not reader_lexicon().files.unnamed_section.expression.fullmatch(name.lower()):
        text.add(Block(name, Shape.HEADING, depth=1))
    return text


def _warnings(deck: _Deck, missing: int) -> list[str]:
    """What of a presentation is not read, or not seen in the show."""
    found: list[str] = []
    if deck.textless:
        plural = len(deck.textless) > 1
        verb, them = ("hold", "them") if plural else ("holds", "it")
        found.append(
            f"{_slides(deck.textless)} {verb} pictures without text; run OCR to read {them}"
        )
    if deck.unshown:
        verb = "are" if len(deck.unshown) > 1 else "is"
        found.append(f"{_slides(deck.unshown)} {verb} hidden in the show and left out")
    if missing:
        noun, verb = ("slides", "are") if missing > 1 else ("slide", "is")
        found.append(f"{missing} {noun} of its list {verb} missing in the file")
    unshown = {f"{kind}slide {number}" for number in deck.unshown for kind in ("", "notes of ")}
    shown = [block for block in deck.blocks if block.inside not in unshown]
    return [*found, *hidden_text_warnings(shown)]


def _slides(numbers: Sequence[int]) -> str:
    """``slides 1–3, 7`` for 1, 2, 3, 7."""
    return f"{'slides' if len(numbers) > 1 else 'slide'} {number_ranges(numbers)}"
