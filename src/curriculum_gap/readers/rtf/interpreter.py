"""One pass over the tokens of an RTF file: what each control word does, and where text goes.

Takes the bytes of a file; gives a `Reading`: the content of the body, of headers and footers, and
what was met on the way. Groups are kept on a stack of our own, so that no depth can end the pass
otherwise than with a status.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, NamedTuple

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.readers.paragraph_blocks import Content
from curriculum_gap.readers.rtf.code_pages import SYMBOLS, WESTERN, decode_symbols, of_code_page
from curriculum_gap.readers.rtf.flow import SAVE_AGAIN, CellForm, Flow, RowForm
from curriculum_gap.readers.rtf.looks import TOGGLES, Look, Paragraph
from curriculum_gap.readers.rtf.tables_of_file import Colours, Fonts, StyleSheet
from curriculum_gap.readers.rtf.tokens import (
    BRACE,
    HEX,
    SIGN,
    TEXT,
    TOKEN,
    WORD_WITH_NUMBER,
    end_of_group,
)
from curriculum_gap.readers.text_budget import TextBudget
from curriculum_gap.readers.text_cleanup import word_set

__all__ = ["Reading", "interpret"]

# Control words, braces and pieces of text: a page of a syllabus has one or two thousand.
_MOST_MARKS = 2_000_000
_MOST_SKIPPED = 10_000  # characters that stand for one of Unicode in old programs
# Groups without text of the page. Those with a star that are not in _STARRED are others.
_SKIPPED = word_set("""
    pict nonshppict shprslt nonesttables xe tc tcn rxe txe sp ftnsep ftnsepc ftncn aftnsep aftnsepc
    aftncn template listtable listoverridetable revtbl rsidtbl generator annotation atnid atnauthor
    objdata objclass fldinst filetbl pgdsctbl latentstyles datafield formfield ffdata headerl
    footerl keywords operator author subject comment doccomm manager company category hlinkbase
    userprops xmlnstbl background bkmkstart bkmkend mmathPict
""")
_STARRED = word_set("""
    shppict shpinst do ud footnote nesttableprops moMath moMathPara pntext listtext
""")
# Words that stand for text.
_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "page": "\n", "column": "\n",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SIGNS = {b"~": "\u00a0", b"_": "-", b"\t": "\t"}
_LITERAL = (b"\\", b"{", b"}")
_MATH_PROPERTIES = re.compile(r"m\w{1,20}Pr")


class _Place(Enum):
    """Where text goes."""

    FLOW = auto()
    LABEL = auto()  # before an entry of a list
    FONTS = auto()
    COLOURS = auto()
    STYLES = auto()
    ABOUT = auto()  # what the file says about itself; of it only the title is read
    TITLE = auto()


class _State(NamedTuple):
    """What a group keeps to itself."""

    look: Look
    paragraph: Paragraph
    row: RowForm
    encoding: str
    fallback: int  # characters that stand for one of Unicode
    place: _Place
    in_link: bool
    ends: str  # what the end of the group ends: "", "note", "box" or the name of a margin


@dataclass(slots=True)
class Reading:
    """What a pass found: blocks of the body and, by control word, of page headers and footers; the
    title that the file states, and the text in the style of titles; the programs of embedded
    objects (``""`` where unknown), how many pictures there are, whether there is a link, whether
    first pages differ, and how many groups the file leaves open."""

    body: Content = field(default_factory=Content)
    margins: dict[str, Content] = field(default_factory=dict)
    stated_title: str = ""
    styled_title: str = ""
    objects: list[str] = field(default_factory=list)
    pictures: int = 0
    has_link: bool = False
    has_first_page: bool = False
    open_groups: int = 0


def interpret(content: bytes, limits: Limits) -> Reading:
    """Reads an RTF file. Raises ReadError (too-large) beyond the limits on depth and text, and for
    more marks than any document has."""
    return _Pass(content, limits).run()


class _Pass:
    """A pass at work; the fields up to ``stack`` are those of `_State`."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.look = Look()
        self.paragraph = Paragraph()
        self.row = RowForm()
        self.encoding = WESTERN
        self.fallback = 1
        self.place = _Place.FLOW
        self.in_link = False
        self.ends = ""
        self.stack: list[_State] = []
        self.content = content
        self.limits = limits
        self.position = 0
        self.marks = _MOST_MARKS  # left
        self.budget = TextBudget(limits)
        self.document = WESTERN
        self.default_font = 0
        self.fonts = Fonts()
        self.colours = Colours()
        self.styles = StyleSheet()
        self.bytes = bytearray()  # text that is not decoded yet
        self.surrogate = 0  # the first half of a character that takes two
        self.skipped = 0  # characters to come that stand for one of Unicode
        self.starred = False
        self.skips_next_group = False
        self.link_begins = False
        self.is_later_section = False
        self.tables = 0
        self.flows = [self._new_flow()]
        self.reading = Reading()

    def _new_flow(self) -> Flow:
        return Flow(self._count, self.limits.depth)

    def _count(self, change: int) -> int:
        self.tables += change
        return self.tables

    # ---- tokens

    def run(self) -> Reading:
        """Goes over all tokens."""
        match = TOKEN.match
        content = self.content
        self.position = max(content.find(b"{\\rtf"), 0)
        while (token := match(content, self.position)) is not None:
            self.position = token.end()
            kind = token.lastindex
            self.marks -= 1
            if self.marks < 0:
                raise self._too_many()
            if kind == TEXT:
                self._add_bytes(token[TEXT])
            elif kind == HEX:
                self._add_bytes(bytes((int(token[HEX], 16),)))
            elif kind == SIGN:
                self._sign(token[SIGN])
            elif kind == BRACE:
                if token[BRACE] == b"{":
                    self._begin_group()
                elif self._end_group():
                    break
            elif kind is not None:
                number = int(token[WORD_WITH_NUMBER]) if kind == WORD_WITH_NUMBER else None
                self._word(token[1].decode("ascii"), number)
        self._flush()
        return self._finish()

    def _finish(self) -> Reading:
        """Ends what the file leaves open, and gives what was found."""
        reading = self.reading
        reading.open_groups = len(self.stack)
        while self.stack:
            self._end_group()
        flow = self.flows[0]
        reading.body = flow.finish(self.paragraph, self.styles.style(self.paragraph.style))
        reading.styled_title = flow.title
        return reading

    def _too_many(self) -> ReadError:
        what = f"has more than {_MOST_MARKS:,} control words and pieces of text"
        return ReadError(Status.TOO_LARGE, what, SAVE_AGAIN)

    # ---- groups

    def _begin_group(self) -> None:
        self._flush()
        self.skipped = 0
        if self.skips_next_group:
            self.skips_next_group = False
            self._skip_group()
            self.position += 1  # its closing brace
            return
        if len(self.stack) >= self.limits.depth:
            what = f"nests groups more than {self.limits.depth} deep"
            raise ReadError(Status.TOO_LARGE, what, SAVE_AGAIN)
        state = _State(
            self.look, self.paragraph, self.row, self.encoding, self.fallback, self.place,
            self.in_link, self.ends,
        )  # fmt: skip
        self.stack.append(state)
        self.ends = ""
        if self.place is _Place.STYLES:
            self.styles.begin()

    def _end_group(self) -> bool:
        """A group ends. Gives true where it was the last one."""
        self._flush()
        self.skipped = 0
        self.starred = False
        if self.ends:
            self._end_flow(self.ends)
        if not self.stack:
            return True
        (
            self.look, self.paragraph, self.row, self.encoding, self.fallback, self.place,
            self.in_link, self.ends,
        ) = self.stack.pop()  # fmt: skip
        return not self.stack

    def _skip_group(self) -> bytes:
        """Goes to the end of the group at hand, whose content it gives."""
        start = self.position
        self.position, marks = end_of_group(self.content, start, self.marks + 1)
        self.marks -= marks
        if self.marks < 0:
            raise self._too_many()
        return self.content[start : self.position]

    def _begin_flow(self, ends: str) -> None:
        """What follows in this group stands apart from the text around it."""
        if not self.ends:
            self.ends = ends
            self.flows.append(self._new_flow())
        self.place = _Place.FLOW
        self.paragraph = Paragraph()

    def _end_flow(self, ends: str) -> None:
        """Adds what stood apart to where it belongs."""
        style = self.styles.style(self.paragraph.style)
        inside = self.flows.pop().finish(self.paragraph, style)
        if ends == "note":
            self.flows[-1].add_note(inside.visible_text())
        elif ends == "box":
            self.flows[-1].add_box(inside)
        else:
            self.reading.margins.setdefault(ends, inside)

    # ---- text

    def _add_bytes(self, content: bytes) -> None:
        """Text in the encoding that holds; what stands for a character of Unicode is left out."""
        if self.skipped:
            passed = min(self.skipped, len(content))
            self.skipped -= passed
            content = content[passed:]
        self.bytes += content

    def _flush(self) -> None:
        """Decodes the bytes that were collected."""
        if self.bytes:
            content = bytes(self.bytes)
            self.bytes.clear()
            if self.encoding == SYMBOLS:
                self._add(decode_symbols(content))
            else:
                self._add(content.decode(self.encoding, "ignore"))

    def _add(self, text: str) -> None:
        """Text goes where this group sends it."""
        place = self.place
        if place is _Place.FLOW:
            self.budget.take(text)
            look = self.look
            if self.in_link and look.underlined:
                look = look._replace(underlined=False)  # links are, and no headings for that
            self.flows[-1].add_text(text, look)
        elif place is _Place.LABEL:
            self.flows[-1].add_label(text)
        elif place is _Place.STYLES:
            self.styles.text(text)
        elif place is _Place.COLOURS:
            self.colours.text(text)
        elif place is _Place.TITLE:
            self.reading.stated_title += text

    def _sign(self, sign: bytes) -> None:
        """A control sign: a literal brace, a space of some kind, the end of a paragraph."""
        if sign in _LITERAL:
            self._add_bytes(sign)
            return
        self._flush()
        if sign == b"*":
            self.starred = True
        elif sign in (b"\n", b"\r"):
            self._end_paragraph()
        elif sign in _SIGNS:
            if self.skipped:
                self.skipped -= 1
            else:
                self._add(_SIGNS[sign])

    def _unicode(self, number: int) -> None:
        """A character by its number; what stands for it in old programs follows."""
        number %= 0x10000
        self.skipped = self.fallback
        first, self.surrogate = self.surrogate, 0
        if 0xD800 <= number < 0xDC00:
            self.surrogate = number
        elif 0xDC00 <= number < 0xE000:
            if first:
                self._add(chr(0x10000 + ((first - 0xD800) << 10) + number - 0xDC00))
        elif 0xF000 <= number < 0xF100:  # signs of a font of symbols, as Word writes them
            self._add(decode_symbols(bytes((number - 0xF000,))))
        else:
            self._add(chr(number))

    # ---- words

    def _word(self, word: str, number: int | None) -> None:
        """A control word; most say how the page looks, and nothing of its text."""
        self._flush()
        starred, self.starred = self.starred, False
        if word == "u":
            self._unicode(number or 0)
            return
        self.skipped = 0
        if (starred and word not in _STARRED) or word in _SKIPPED:
            self._skipped_group(word)
        elif self.place in (_Place.FONTS, _Place.COLOURS, _Place.STYLES):
            self._word_of_table(word, number)
        elif word in TOGGLES:
            self._set_look(TOGGLES[word], number != 0)
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])
        elif (action := _ACTIONS.get(word)) is not None:
            action(self, 0 if number is None else number)
        elif _MATH_PROPERTIES.fullmatch(word):
            self._skip_group()

    def _skipped_group(self, word: str) -> None:
        """Goes over a group without text of the page; counts what it stands for."""
        reading = self.reading
        inside = self._skip_group()
        if word == "pict":
            reading.pictures += 1
        elif word == "objclass" and reading.objects:
            reading.objects[-1] = inside.decode("latin-1").strip()
        elif word == "fldinst":
            self.link_begins = b"HYPERLINK" in inside
            reading.has_link = reading.has_link or self.link_begins

    def _word_of_table(self, word: str, number: int | None) -> None:
        """A control word in the table of fonts, colours or styles."""
        if self.place is _Place.FONTS:
            self.fonts.word(word, number, self.document)
        elif self.place is _Place.COLOURS:
            self.colours.word(word, number)
        else:
            self.styles.word(word, number)

    def _set_look(self, name: str, value: bool) -> None:
        if getattr(self.look, name) != value:
            self.look = self.look._replace(**{name: value})

    def _end_paragraph(self) -> None:
        """A paragraph ends, unless a tracked change deleted its end: the next one goes on."""
        if self.place is _Place.FLOW and not self.look.deleted:
            style = self.styles.style(self.paragraph.style)
            self.flows[-1].end_paragraph(self.paragraph, style)

    def _end_cell(self, tables: int) -> None:
        style = self.styles.style(self.paragraph.style)
        self.flows[-1].end_cell(tables, self.paragraph, style)

    def _set_font(self, number: int) -> None:
        self.encoding = self.fonts.encoding(number, self.document)

    def _set_code_page(self, name: str) -> None:
        self.document = self.encoding = name

    def _plain(self) -> None:
        self.look = Look()
        self._set_font(self.default_font)

    def _skip_bytes(self, number: int) -> None:
        """Data of so many bytes; where the file is shorter, the number is wrong."""
        if 0 < number <= len(self.content) - self.position:
            self.position += number

    def _end_section(self) -> None:
        self._end_paragraph()
        self.is_later_section = True

    def _margin(self, name: str) -> None:
        """A header or footer. Those of later sections mostly repeat the first ones."""
        if self.is_later_section:
            self._skip_group()
        else:
            self._begin_flow(name)


def _sets_paragraph(name: str) -> Callable[[_Pass, int], None]:
    """An action that keeps a number in the paragraph at work."""

    def action(pass_: _Pass, number: int) -> None:
        stated: dict[str, Any] = {name: max(number, 0)}
        pass_.paragraph = pass_.paragraph._replace(**stated)

    return action


def _sets_cell(name: str) -> Callable[[_Pass, int], None]:
    """An action that marks the cell whose edge is still to come."""

    def action(pass_: _Pass, number: int) -> None:
        setattr(pass_.row.next, name, True)

    return action


def _sends_text(place: _Place) -> Callable[[_Pass, int], None]:
    """An action after which text of the group goes to a place."""

    def action(pass_: _Pass, number: int) -> None:
        pass_.place = place

    return action


def _opens_flow(name: str) -> Callable[[_Pass, int], None]:
    """An action after which what the group holds stands apart."""
    return lambda pass_, number: pass_._begin_flow(name)


def _opens_margin(name: str) -> Callable[[_Pass, int], None]:
    """An action after which the group holds a page header or footer."""
    return lambda pass_, number: pass_._margin(name)


def _pard(pass_: _Pass, number: int) -> None:
    pass_.paragraph = Paragraph()


def _in_table(pass_: _Pass, number: int) -> None:
    pass_.paragraph = pass_.paragraph._replace(in_table=True)


def _begins_row(pass_: _Pass, number: int) -> None:
    pass_.row = RowForm()


def _edge(pass_: _Pass, number: int) -> None:
    row = pass_.row
    row.next.right = number
    row.cells.append(row.next)
    row.next = CellForm()


def _left_edge(pass_: _Pass, number: int) -> None:
    pass_.row.left = number


def _header_row(pass_: _Pass, number: int) -> None:
    pass_.row.header = True


def _cell_colour(pass_: _Pass, number: int) -> None:
    pass_.row.next.shaded = pass_.row.next.shaded or pass_.colours.is_shade(number)


def _title(pass_: _Pass, number: int) -> None:
    if pass_.place is _Place.ABOUT:
        pass_.place = _Place.TITLE


def _object(pass_: _Pass, number: int) -> None:
    pass_.reading.objects.append("")


def _link_result(pass_: _Pass, number: int) -> None:
    pass_.in_link, pass_.link_begins = pass_.link_begins, False


def _deff(pass_: _Pass, number: int) -> None:
    pass_.default_font = number


def _uc(pass_: _Pass, number: int) -> None:
    pass_.fallback = min(max(number, 0), _MOST_SKIPPED)


def _upr(pass_: _Pass, number: int) -> None:
    pass_.skips_next_group = True  # the same in Unicode follows


def _first_page(pass_: _Pass, number: int) -> None:
    if not pass_.is_later_section:
        pass_.reading.has_first_page = True


def _shade(pass_: _Pass, number: int) -> None:
    pass_._set_look("shaded", pass_.colours.is_shade(number))


def _paragraph_shade(pass_: _Pass, number: int) -> None:
    pass_.paragraph = pass_.paragraph._replace(shaded=pass_.colours.is_shade(number))


def _colour(pass_: _Pass, number: int) -> None:
    pass_._set_look("white", pass_.colours.is_white(number))


def _size(pass_: _Pass, number: int) -> None:
    pass_.look = pass_.look._replace(size=number / 2)  # half points


_ACTIONS: dict[str, Callable[[_Pass, int], None]] = {
    # paragraphs
    "par": lambda pass_, number: pass_._end_paragraph(),
    "sect": lambda pass_, number: pass_._end_section(),
    "pard": _pard,
    "s": _sets_paragraph("style"),
    "outlinelevel": _sets_paragraph("outline"),
    "ls": _sets_paragraph("series"),
    "ilvl": _sets_paragraph("place"),
    "itap": _sets_paragraph("nesting"),
    "intbl": _in_table,
    "cbpat": _paragraph_shade,
    # text
    "plain": lambda pass_, number: pass_._plain(),
    "f": lambda pass_, number: pass_._set_font(number),
    "fs": _size,
    "cf": _colour,
    "highlight": _shade,
    "chcbpat": _shade,
    "cb": _shade,
    "ulnone": lambda pass_, number: pass_._set_look("underlined", False),
    "nosupersub": lambda pass_, number: pass_._set_look("raised", False),
    "sub": lambda pass_, number: pass_._set_look("raised", False),
    "up": lambda pass_, number: pass_._set_look("raised", number != 0),
    # encodings
    "ansicpg": lambda pass_, number: pass_._set_code_page(of_code_page(number)),
    "mac": lambda pass_, number: pass_._set_code_page("mac_roman"),
    "pc": lambda pass_, number: pass_._set_code_page("cp437"),
    "pca": lambda pass_, number: pass_._set_code_page("cp850"),
    "deff": _deff,
    "uc": _uc,
    "bin": lambda pass_, number: pass_._skip_bytes(number),
    # rows and cells
    "trowd": _begins_row,
    "trleft": _left_edge,
    "trhdr": _header_row,
    "cellx": _edge,
    "clmrg": _sets_cell("joined"),
    "clvmgf": _sets_cell("reaches_down"),
    "clvmrg": _sets_cell("below"),
    "cldel": _sets_cell("deleted"),
    "clcbpat": _cell_colour,
    "cell": lambda pass_, number: pass_._end_cell(1),
    "nestcell": lambda pass_, number: pass_._end_cell(max(pass_.paragraph.nesting, 2)),
    "row": lambda pass_, number: pass_.flows[-1].end_row(False, pass_.row),
    "nestrow": lambda pass_, number: pass_.flows[-1].end_row(True, pass_.row),
    # groups
    "fonttbl": _sends_text(_Place.FONTS),
    "colortbl": _sends_text(_Place.COLOURS),
    "stylesheet": _sends_text(_Place.STYLES),
    "info": _sends_text(_Place.ABOUT),
    "title": _title,
    "listtext": _sends_text(_Place.LABEL),
    "pntext": _sends_text(_Place.LABEL),
    "upr": _upr,
    "object": _object,
    "fldrslt": _link_result,
    "footnote": _opens_flow("note"),
    "shptxt": _opens_flow("box"),
    "dptxbxtext": _opens_flow("box"),
    "header": _opens_margin("header"),
    "headerr": _opens_margin("header"),
    "headerf": _opens_margin("headerf"),
    "footer": _opens_margin("footer"),
    "footerr": _opens_margin("footer"),
    "footerf": _opens_margin("footerf"),
    "titlepg": _first_page,
}
"""Control word → what it does, with its number (0 without one)."""
