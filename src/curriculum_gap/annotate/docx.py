"""Marks → a Word document with comments on the passages and one on the title.

python-docx keeps the comments; runs are split where a passage begins or ends within one. Same
input, same bytes: comments have a fixed date, and so have the members of the package.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, NamedTuple

from curriculum_gap.annotate.alignment import Span, align, letters_of
from curriculum_gap.annotate.marks import AUTHOR, Mark, Marks, Unanchored
from curriculum_gap.archive_dates import with_fixed_dates
from curriculum_gap.errors import ReadError, UsageError
from curriculum_gap.nouns import Limits, Status

__all__ = ["is_marked", "write"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _RUN, _PARAGRAPH, _CELL = _W + "t", _W + "r", _W + "p", _W + "tc"
_BOX = _W + "txbxContent"
_WRAPPERS = (_W + "fldSimple", _W + "smartTag")  # that comments do not begin or end in
_FIELD_MARK, _FIELD_MARK_TYPE = _W + "fldChar", _W + "fldCharType"
_NOT_SHOWN = frozenset(
    {
        _W + "del",
        _W + "moveFrom",
        _W + "instrText",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of every comment: today's would make other bytes each day."""
_COMMENTS = "word/comments"
_AUTHOR = b'w:author="' + AUTHOR.encode() + b'"'


class _Letter(NamedTuple):
    """Where a letter of the body stands: in which paragraph, counted from 0, and in which ``w:t``
    at which offset."""

    paragraph: int
    element: Any
    offset: int


class _Anchor(NamedTuple):
    """The letters of the body that a comment is put on: ``start`` to ``end``."""

    mark: Mark
    start: int
    end: int


def is_marked(content: bytes) -> bool:
    """Whether a Word document has comments of ours."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return any(
                _AUTHOR in package.read(member)
                for member in package.infolist()
                if member.filename.startswith(_COMMENTS) and member.file_size <= Limits().part_bytes
            )
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return False


def write(content: bytes, source: str, marks: Marks) -> tuple[bytes, list[Unanchored]]:
    """The Word document ``content`` with comments, and the marks that found no place.

    Raises UsageError where python-docx cannot write this kind of document, ReadError where it is
    too large.
    """
    import docx

    _check_size(content)
    out = BytesIO()
    try:
        document = docx.Document(BytesIO(content))
        unanchored = _add_comments(document, marks)
        document.save(out)
    except Exception as error:  # templates, files with macros, parts that lead nowhere
        what = f"no comments can be added to it ({type(error).__name__})"
        raise UsageError(source, what, "save it as .docx in Word or LibreOffice") from error
    return with_fixed_dates(out.getvalue()), unanchored


def _add_comments(document: Any, marks: Marks) -> list[Unanchored]:
    """Puts the note of the document on its first paragraph and those of the marks on their
    passages. Gives the marks that found no place."""
    letters, text = _letters(document.element.body)
    anchors, unanchored = _anchors(marks.passages, letters, text)
    runs = _split(anchors, letters)
    if letters:
        title = [one.element for one in letters if one.paragraph == letters[0].paragraph]
        first, last = _outermost(title[0], "begin"), _outermost(title[-1], "end")
        _comment(document, first, last, marks.document_note(unanchored))
    for anchor, (start, end) in zip(anchors, runs, strict=True):
        _comment(document, start, end, anchor.mark.note)
    return unanchored


def _check_size(content: bytes) -> None:
    """Raises ReadError (too-large) for a package whose members, pictures too, would fill the
    memory: readers inflate only what they read, python-docx all of it."""
    limit = Limits().inflated_bytes
    with zipfile.ZipFile(BytesIO(content)) as package:
        size = sum(member.file_size for member in package.infolist())
    if size > limit:
        what = f"unpacks to {size:,} bytes, more than {limit:,}"
        raise ReadError(Status.TOO_LARGE, what, "make its pictures smaller")


# Places


def _letters(body: Any) -> tuple[list[_Letter], str]:
    """Every letter and digit that the body shows, with its place, and all of them as text."""
    places: list[_Letter] = []
    texts: list[str] = []
    paragraphs: dict[Any, int] = {}
    for element in _shown_texts(body):
        around = next(element.iterancestors(_PARAGRAPH), None)
        number = paragraphs.setdefault(around, len(paragraphs))
        letters = letters_of(element.text or "")
        texts.append(letters.text)
        places += (_Letter(number, element, offset) for offset in letters.places)
    return places, "".join(texts)


def _shown_texts(element: Any) -> Iterator[Any]:
    """The ``w:t`` below an element that are part of the page as it stands now."""
    for child in element:
        if child.tag == _TEXT:
            yield child
        elif child.tag not in _NOT_SHOWN:
            yield from _shown_texts(child)


def _anchors(
    marks: Sequence[Mark], letters: Sequence[_Letter], text: str
) -> tuple[list[_Anchor], list[Unanchored]]:
    """Where each mark's comment goes, and the marks whose passage stands nowhere in the body."""
    anchors: list[_Anchor] = []
    unanchored: list[Unanchored] = []
    taken = bytearray(len(text))
    for mark in marks:
        spans = align(mark.passage.text, mark.terms, text, taken)
        if spans:
            anchors.append(_Anchor(mark, *_in_one_paragraph(mark, spans, letters)))
        else:
            unanchored.append(Unanchored(mark))
    return anchors, unanchored


def _in_one_paragraph(
    mark: Mark, spans: Sequence[Span], letters: Sequence[_Letter]
) -> tuple[int, int]:
    """From which to which letter a comment reaches: what stands of the passage in the paragraph
    that holds most of its terms, since Word shows no comment across cells of a table."""
    passage = letters_of(mark.passage.text)
    terms = [passage.span(*term) for term in mark.terms]
    places: dict[int, list[int]] = {}
    scores: dict[int, int] = {}
    for span in spans:
        for place in range(span.found, span.found_end):
            number = letters[place].paragraph
            own = span.start + place - span.found
            places.setdefault(number, []).append(place)
            in_term = any(start <= own < end for start, end in terms)
            scores[number] = scores.get(number, 0) + in_term
    best = max(places, key=lambda number: scores[number])
    return min(places[best]), max(places[best]) + 1


# Runs and comments


def _split(anchors: Sequence[_Anchor], letters: Sequence[_Letter]) -> list[tuple[Any, Any]]:
    """The first and the last run of each anchor, after runs were split at its ends.

    The last place is split first: what stands before it keeps its offsets. Where one passage ends
    and the next begins, the beginning is split first, since it stands behind.
    """
    starts = {anchor.start for anchor in anchors}
    ends = {anchor.end for anchor in anchors}
    after: dict[int, Any] = {}  # the run that begins with a letter
    before: dict[int, Any] = {}  # the run that ends behind one
    for place in sorted(starts | ends, reverse=True):
        if place in starts:
            letter = letters[place]
            after[place] = _split_run(letter.element, letter.offset)
        if place in ends:
            letter = letters[place - 1]
            _split_run(letter.element, letter.offset + 1)
            before[place] = letter.element
    runs = []
    for anchor in anchors:
        start, end = after[anchor.start], before[anchor.end]
        if end is letters[anchor.start].element:  # the split moved the end of this text
            end = start
        runs.append((_outermost(start, "begin"), _outermost(end, "end")))
    return runs


def _split_run(text: Any, offset: int) -> Any:
    """Ends the run of a ``w:t`` at an offset of its text; the ``w:t`` that begins there."""
    run = text.getparent()
    words = text.text or ""
    is_first = all(sibling.tag == _W + "rPr" for sibling in text.itersiblings(preceding=True))
    if run.tag != _RUN or (offset == 0 and is_first):
        return text
    rest = deepcopy(run)
    for child in list(rest):
        if child.tag != _W + "rPr":
            rest.remove(child)
    moved = text
    if offset:
        if offset >= len(words) and next(text.itersiblings(), None) is None:
            return text
        moved = deepcopy(text)
        moved.text, text.text = words[offset:], words[:offset]
        for element in (moved, text):
            element.set(_SPACE, "preserve")
        text.addnext(moved)
    following = [moved, *moved.itersiblings()]
    for element in following:
        rest.append(element)
    run.addnext(rest)
    return moved


def _outermost(text: Any, field_mark: str) -> Any:
    """What a comment on a ``w:t`` stands before or behind: its run; of a text box, where Word
    allows no comment, the run that the box hangs on; of the result of a field the field's first
    (``field_mark`` is "begin") or last run ("end"), since LibreOffice writes the words of a comment
    that begins or ends in there into the text."""
    element = next(text.iterancestors(_RUN))
    for box in text.iterancestors(_BOX):
        element = next(box.iterancestors(_RUN), element)
    for wrapper in element.iterancestors(_WRAPPERS):
        element = wrapper
    open_fields = 0
    for sibling in element.itersiblings(preceding=field_mark == "begin"):
        for mark in sibling.iter(_FIELD_MARK):
            kind = mark.get(_FIELD_MARK_TYPE)
            if kind == field_mark and not open_fields:
                element = sibling
            elif kind in ("begin", "end"):
                open_fields += -1 if kind == field_mark else 1
    return element


def _comment(document: Any, start: Any, end: Any, note: str) -> None:
    """Puts a comment on what stands from ``start`` to ``end``."""
    from docx.oxml import OxmlElement

    comment = document.comments.add_comment(note, author=AUTHOR, initials="gc")
    comment._comment_elm.date = _DATE
    number = {_W + "id": str(comment.comment_id)}
    reference = OxmlElement("w:r")
    reference.append(OxmlElement("w:commentReference", attrs=number))
    start.addprevious(OxmlElement("w:commentRangeStart", attrs=number))
    end.addnext(reference)
    end.addnext(OxmlElement("w:commentRangeEnd", attrs=number))
