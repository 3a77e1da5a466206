"""One pass over a LaTeX source: tokens and commands become calls of a `BlockWriter`.

It reads, it never runs: no file is opened (`splicing` has put in what could be), and the author's
own commands are expanded within a budget. No search goes over the source more than a few times, and
nothing recurses without bound.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.latex.blocks import BlockWriter
from curriculum_gap.readers.latex.commands import (
    ACCENTS,
    COLOURED,
    DEFINITIONS,
    DROPPED,
    DROPPED_ENVIRONMENTS,
    ENVIRONMENT_ARGUMENTS,
    ENVIRONMENT_DEFINITIONS,
    FILES,
    HIDING,
    LETTERS,
    LOOKS,
    PAUSES,
    RANKS,
    RULES,
    SETTINGS,
    TABLES,
    TYPED,
)
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["Parser"]

# One token: a command in letters, a command of one sign, a blank line, a character with a meaning,
# typed quotes and dashes, or text.
_TOKEN = lazy_pattern(
    r"\\(?P<name>[A-Za-z@]+\*?)|\\(?P<sign>.)|(?P<blank>\n[ \t]*\n\s*)|(?P<special>[{}&$])|"
    r"(?P<typed>-{2,3}|``|''|[`~])|(?P<text>[^\\\n{}&$~`'-]+|.)",
    re.DOTALL,
)
# What commands are followed by.
_BRACE = lazy_pattern(r"\\.|[{}]", re.DOTALL)
_BLANKS = lazy_pattern(r"[ \t]*\n?[ \t]*")
_OPTION = lazy_pattern(r"\[[^\[\]{}]{0,400}(?:\{[^{}]{0,400}\}[^\[\]{}]{0,400}){0,8}\]")
# The title of a box among its options.
_TITLED = lazy_pattern(r"\[[^\[\]]{0,400}?\btitle\s*=\s*(?:\{([^{}]{1,400})\}|([^,\[\]{}]{1,400}))")
_KEY_VALUES = lazy_pattern(r"\{\s*[\w-]+\s*=[^{}]{0,2000}\}")
_LENGTH = lazy_pattern(
    r"(?:\s*=)?\s*-?(?:\d+\.?\d*|\.\d+)\s*(?:(?:pt|em|ex|cm|mm|in|pc|sp|fil+)\b|\\[A-Za-z]+)"
)
_ENVIRONMENT = lazy_pattern(r"\s*\{\s*([A-Za-z@]+\*?)\s*\}")
_LIST = lazy_pattern(r"item|enum|list|desc|thebibliography", re.IGNORECASE)
_ACCENTED = lazy_pattern(r"\s*(?:\{\s*\\?([A-Za-z]?)\s*\}|\\([ij])\b|([A-Za-z]))")
_VERBATIM = lazy_pattern(r"([^\sA-Za-z])(.{0,500}?)\1", re.DOTALL)
_STAR = lazy_pattern(r"\*")
_EMPTY_GROUP = lazy_pattern(r"\{\}")
_ESCAPED = lazy_pattern(r"\\([%#&_~])")
# Definitions of commands by the author.
_NAME = lazy_pattern(r"\\([A-Za-z]+)\*?")
_DEFINED = lazy_pattern(r"\*?\s*\{?\s*\\([A-Za-z@]+)\s*\}?")
_PARAMETERS = lazy_pattern(r"(?:#\d)*")
_ARGUMENT_COUNT = lazy_pattern(r"\s*\[(\d)\](?:\s*\[[^\]]*\])?")
# White, as an argument of \\color and its kin; a mark of a note set above the line.
_WHITE = lazy_pattern(
    r"(?:\[[^\]]{0,40}\])?\s*\{\s*(?:white|FFFFFF|1(?:\.0*)?(?:\s*,\s*1(?:\.0*)?){0,2}|255(?:\s*,\s*255){2})\s*\}",
    re.IGNORECASE,
)
_RAISED = lazy_pattern(r"\s*\{([^{}$\n]{1,20})\}|(\S)")
_RAISED_FORMULA = lazy_pattern(
    r"(?:\{\})?\^\s*(?:\{([^{}$\n]{1,20})\}|([^{}$\\\s]|\\[a-z]{2,10}))\s*\$"
)
_SLIDES = lazy_pattern(r"\\documentclass\s*(?:\[[^\]]{0,400}\])?\s*\{\s*beamer")
# A command with all of its arguments, alone on its line or lines.
_ARGUMENTS = lazy_pattern(
    r"(?:\[[^\[\]{}\n]{0,400}\])?"
    r"(?:\s{0,80}\{[^{}]{0,2000}(?:\{[^{}]{0,400}\}[^{}]{0,400}){0,8}\}){1,9}(?=[ \t]*(?:\n|$))"
)
_STREAM = lazy_pattern(r"\d*")  # the number of an open file, as in \write18

_FRONT = ("title", "subtitle", "author", "date")
# Lengths in characters, far above what syllabi hold.
_LONGEST_FORMULA = 5_000
_LONGEST_DEFINITION = 10_000
_LONGEST_INDENT = 200
_BARE_NAME = re.compile(r"[ \t]*([^\s{}\\%]{1,300})")  # of a file, behind \input
# The budget of one document for the commands that its author defines.
_EXPANSIONS = 2_000
_EXPANDED = 500_000  # characters
_DEEPEST = 12  # expansions within expansions
_UNCLOSED_BRACES = 3  # each search for the end of such a group runs to the end of the source


@dataclass(slots=True)
class _Macros:
    """The commands that the author defines (name → number of arguments, body), and what the whole
    document has used of its budgets."""

    definitions: dict[str, tuple[int, str]] = field(default_factory=dict)
    expansions: int = 0
    expanded: int = 0
    unclosed: int = 0
    slides: bool = False
    coloured: bool = False  # behind whole pages

    def charge(self, body: str) -> bool:
        """Counts one expansion. Whether it is still within the budget."""
        self.expansions += 1
        self.expanded += len(body)
        return self.expansions <= _EXPANSIONS and self.expanded <= _EXPANDED


class Parser(BlockWriter):
    """The pass, and what it met beside blocks: the title, and the names of files not read.

    Methods that read a command begin behind its name and move the position behind its arguments.
    """

    def __init__(self, macros: _Macros | None = None) -> None:
        super().__init__()
        self.title = ""
        self.files: list[str] = []
        self._macros = macros or _Macros()
        self._text = ""
        self._position = 0  # offset in the text
        self._counted = 0  # position up to which lines were counted
        self._level = 0  # of macros and labels that are being read
        self._around: list[bool] = []  # for each open environment, whether text around it is hidden
        self._boxes = 0  # open environments with colour behind them
        self._missing: set[str] = set()  # marks that do not follow any more

    def read_preamble(self, text: str) -> None:
        """Takes definitions, title, author and date."""
        self._macros.slides = _SLIDES.search(text) is not None
        self._macros.coloured = self._macros.slides or "\\pagecolor" in text
        self._text = text
        for match in _NAME.finditer(text):
            if match[1] in DEFINITIONS:
                self._position = match.end()
                self._define(match[1])
        # A preamble holds code; only these four commands in it hold text.
        for name in _FRONT:
            front = re.search(rf"\\{name}\s*(?:\[[^\]]{{0,200}}\]\s*)?(?=\{{)", text)
            if front:
                self.line = 1 + text.count("\n", 0, front.start())
                self._position = front.end()
                self._front(name)

    def read(self, text: str, position: int = 0) -> None:
        """Reads ``text`` from ``position`` to its end."""
        outside = self._text, self._position
        self._text, self._position = text, position
        if not self._level:
            self._counted = position
            self.line = 1 + text.count("\n", 0, position)
        while match := self._take(_TOKEN):
            if not self._level:
                self.line += text.count("\n", self._counted, match.start())
                self._counted = match.start()
            kind = match.lastgroup
            if kind == "text":
                self.add(match[0])
            elif kind == "name":
                self._command(match[0][1:])
            elif kind == "sign":
                self._sign(match["sign"])
            elif kind == "blank":
                self.end_paragraph()
            elif kind == "typed":
                self.add(TYPED[match[0]])
            elif match[0] == "{":
                if text.endswith("}", 0, match.start()):
                    self.add(" ")  # between two arguments that are both text
                self.open_group()
            elif match[0] == "}":
                if self.close_group() == "initial":
                    self._enter("")  # the rest of the word
            elif match[0] == "&":
                self.end_cell()
            else:
                self._formula()
        self._text, self._position = outside

    # ---- moving the position

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match of ``pattern`` here; the position moves behind it."""
        match = pattern.match(self._text, self._position)
        if match:
            self._position = match.end()
        return match

    def _skip_options(self) -> None:
        """Moves over all options in brackets."""
        while self._take(_OPTION):
            pass

    def _skip_blanks(self) -> None:
        """Moves over the blanks that a command in letters swallows, but over no blank line."""
        start = self._position
        self._take(_BLANKS)
        if self._text.startswith("\n", self._position):
            self._position = start

    def _skip_unlisted(self) -> None:
        """Moves over what a command that is not listed may take before text: a length, or options
        and settings."""
        if self._take(_LENGTH):
            return
        start = self._position
        self._skip_options()
        has_options = self._position > start  # blanks behind these are printed
        if not (self._take(_KEY_VALUES) or has_options or self._text.startswith("{", start)):
            self._skip_blanks()

    def _skip_to(self, mark: str) -> None:
        """Moves to ``mark``, if it follows."""
        if mark in self._missing:
            return
        end = self._text.find(mark, self._position)
        if end >= 0:
            self._position = end
        elif not self._level:
            self._missing.add(mark)

    def _group(self) -> str | None:
        """The text inside the braces that open here or after blanks; None where there are none, or
        where they never close."""
        start = _BLANKS.match(self._text, self._position)
        if start is None or not self._text.startswith("{", start.end()):
            return None
        if self._macros.unclosed >= _UNCLOSED_BRACES:
            return None
        depth = 0
        for match in _BRACE.finditer(self._text, start.end()):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if not depth:
                    self._position = match.end()
                    return self._text[start.end() + 1 : match.start()]
        self._macros.unclosed += 1
        return None

    def _skip_groups(self, count: int) -> None:
        """Moves over ``count`` arguments in braces, and the options before and between them."""
        self._skip_options()
        for _ in range(count):
            group = self._group()
            if group is None:
                return
            if count > 1 or group == "":
                self._skip_options()

    # ---- commands

    def _command(self, name: str) -> None:
        """Reads a command in letters (or with ``@``), by its name with its star."""
        plain = name.rstrip("*")
        if name in self._macros.definitions:
            self._expand(name)
        elif name in LETTERS:
            self.add(LETTERS[name])
            self._skip_options()
            self._skip_blanks()
        elif len(name) == 1 and self._accent(name):
            pass
        elif plain in _READ:
            _READ[plain](self, plain)
        else:
            if name in ("bf", "bfseries"):
                self.bold = True
            elif name in ("mdseries", "normalfont", "rm"):
                self.bold = False
            if name in LOOKS or not self._line_of_its_own(name):
                self._skip_unlisted()

    def _line_of_its_own(self, name: str) -> bool:
        """Reads an unknown command that stands alone on its line, with all of its arguments, as a
        paragraph. Whether it does."""
        if self.tables or self.in_group() or _KEY_VALUES.match(self._text, self._position):
            return False
        before = self._text[max(0, self._position - _LONGEST_INDENT) : self._position]
        if before.rpartition("\n")[2].strip() != f"\\{name}":
            return False
        match = self._take(_ARGUMENTS)
        if match:
            self.flush()
            self._read_inside(match[0][match[0].index("{") :])
            self.flush()
        return match is not None

    def _formula(self) -> None:
        """A dollar sign: formulas are text, but for marks of notes (``$^1$``)."""
        match = _RAISED_FORMULA.match(self._text, self._position)
        if match and self.ends_word(_printed(match[1] or match[2])):
            self._position = match.end()

    def _raised(self, _: str) -> None:
        """``\\textsuperscript{1}``: the mark of a note is no part of the word before it."""
        match = _RAISED.match(self._text, self._position)
        if match and self.ends_word(_printed(match[1] or match[2])):
            self._position = match.end()

    def _color(self, name: str) -> None:
        """``\\textcolor{white}{…}`` and ``{\\color{white} …}``: nobody sees it, unless there is
        colour behind it."""
        self._skip_blanks()
        white = self._take(_WHITE) is not None
        if not white:
            self._skip_groups(1)
        on_colour = self.tables or self._boxes or self.in_group("colour") or self._macros.coloured
        white = white and not on_colour
        if name == "textcolor":
            self._enter("hidden" if white else "")
        else:
            self.hidden = white

    def _hiding(self, name: str) -> None:
        """``\\sout{…}``: struck-through text, or on slides ``\\note{…}`` for the speaker."""
        self._skip_options()
        self._enter("hidden" if name != "note" or self._macros.slides else "")

    def _coloured(self, name: str) -> None:
        """``\\colorbox{navy}{…}``: white text in it is seen."""
        self._skip_groups(SETTINGS.get(name, 0))
        self._enter("colour")

    def _initial(self, _: str) -> None:
        """``\\lettrine{R}{acism}``: a drop capital and the rest of its word."""
        self._skip_options()
        self._enter("initial")

    def _sign(self, sign: str) -> None:
        """Reads a command of one sign."""
        if sign == "\\":
            self.break_line()
            self._take(_STAR)
            self._skip_options()
        elif sign in "&%$#_{}":
            self.add(sign)
        elif sign == "[":
            end = self._text.find("\\]", self._position, self._position + _LONGEST_FORMULA)
            if end >= 0:
                self._position = end + 2
        elif sign not in "(-/!@)]" and not self._accent(sign):
            self.add(" ")

    def _accent(self, accent: str) -> bool:
        """Adds the letter that ``\\'``, ``\\c`` … puts its accent on. Whether there is one."""
        match = self._take(_ACCENTED) if accent in ACCENTS else None
        if match is None:
            return False
        letter = match[1] or match[2] or match[3]
        if letter:
            self.add(unicodedata.normalize("NFC", letter + ACCENTS[accent]))
        return True

    def _define(self, command: str) -> None:
        """Keeps what ``\\command`` (``newcommand``, ``def`` …) defines, unless the parser knows
        that command itself."""
        if command in ENVIRONMENT_DEFINITIONS:
            self._skip_groups(ENVIRONMENT_DEFINITIONS[command])
            return
        match = self._take(_DEFINED)
        if not match:
            return
        name = match[1]
        count = 0
        if command.endswith("def"):
            parameters = self._take(_PARAMETERS)
            count = len(parameters[0]) // 2 if parameters else 0
        elif command.endswith("DocumentCommand"):
            count = len(re.findall(r"[mo]", self._group() or ""))
        elif number := self._take(_ARGUMENT_COUNT):
            count = int(number[1])
        body = self._group()
        is_known = name in DROPPED or name in RANKS or name in ("item", "begin", "end")
        if body is not None and not is_known and len(body) < _LONGEST_DEFINITION:
            self._macros.definitions[name] = (count, body)

    def _expand(self, name: str) -> None:
        """Reads what the author's command stands for, with its arguments put in. Where the budget
        is spent, only the arguments are text."""
        count, body = self._macros.definitions[name]
        self._skip_options()
        arguments = [self._group() or "" for _ in range(count)]
        if not count:
            self._skip_blanks()
            self._take(_EMPTY_GROUP)
        for number, argument in enumerate(arguments, 1):
            body = body.replace(f"#{number}", argument)
        if self._macros.charge(body) and self._level <= _DEEPEST:
            self._read_inside(body)
        else:
            self.add(" ".join(arguments))

    def _read_inside(self, text: str) -> None:
        """Reads what stands for, or in, a command of the source."""
        self._level += 1
        self.read(text)
        self._level -= 1

    def _enter(self, action: str, rank: int = 0) -> None:
        """Enters the braces that open here; ``action`` happens where they close."""
        start = _BLANKS.match(self._text, self._position)
        if start and self._text.startswith("{", start.end()):
            self.open_group(action, rank)
            self._position = start.end() + 1

    def _heading(self, name: str) -> None:
        """``\\section[short]{…}``: the heading ends with its braces."""
        self._skip_blanks()
        self._skip_options()
        self._enter("heading", RANKS[name])

    def _bold(self, _: str) -> None:
        """``\\textbf{…}``: whole bold lines may be headings."""
        self._enter("bold")

    def _note(self, _: str) -> None:
        """``\\footnote{…}``: becomes a block of its own."""
        self._skip_options()
        self._enter("note")

    def _front(self, name: str) -> None:
        """Title, author or date, whose text is a small document of its own."""
        self._skip_options()
        inner = Parser(self._macros)
        inner.read(self._group() or "")
        inner.finish()
        text = normalize_space(" ".join(block.text for block in inner.blocks if not block.hidden))
        if text and name == "title" and not self.title:
            self.title = text
            self.blocks.append(Block(text, Shape.HEADING, line=self.line, depth=1))
        elif text:
            self.blocks.append(Block(text, line=self.line))

    def _paragraph(self, _: str) -> None:
        """``\\par``."""
        self.end_paragraph()

    def _row(self, _: str) -> None:
        """``\\tabularnewline``."""
        self.end_row()

    def _address(self, _: str) -> None:
        """``\\url{…}``: text in which a percent sign begins no comment."""
        self.add(_ESCAPED.sub(r"\1", self._group() or ""))

    def _verbatim(self, _: str) -> None:
        """``\\verb|…|``: text between two equal signs."""
        match = self._take(_VERBATIM)
        if match:
            self.add(match[2])

    def _dropped(self, name: str) -> None:
        """A command that goes with its arguments; some end a paragraph or draw a line."""
        if name in PAUSES:
            self.end_paragraph()
        elif name in RULES:
            self.rule_below()
        self._take(_STREAM)
        self._skip_blanks()
        self._skip_groups(DROPPED[name])

    def _file(self, name: str) -> None:
        """``\\input{…}``: a file that was not put in is named in a warning. ``\\import`` names its
        folder before it, ``\\input`` may name it without braces."""
        self._skip_options()
        named = self._group()
        if named is None:
            match = self._take(_BARE_NAME)
            named = match[1] if match else ""
        if name.endswith(("import", "from")):
            named += self._group() or ""
        self.files.append(normalize_space(named))

    def _settings(self, name: str) -> None:
        """A command whose first arguments are settings; the text behind them is read."""
        self._skip_groups(SETTINGS[name])

    def _item(self, name: str) -> None:
        """``\\item[label]``: an entry begins."""
        self._skip_blanks()
        self.begin_entry()
        if name == "bibitem":
            self._skip_groups(1)
        elif label := self._take(_OPTION):
            self._read_inside(label[0][1:-1])
            self.end_label()

    def _begin(self, _: str) -> None:
        """``\\begin{…}``: a table, a list, or an environment that is dropped or read through."""
        match = self._take(_ENVIRONMENT)
        name = match[1] if match else ""
        self._around.append(self.hidden)
        self._boxes += name in COLOURED
        if name in DROPPED_ENVIRONMENTS:
            self._skip_to(f"\\end{{{name}}}")
            return
        titled = _TITLED.match(self._text, self._position)
        self._skip_options()
        if name in TABLES:
            self.begin_table()
            self._skip_groups(TABLES[name])
            self._skip_options()
            return
        if not self.tables:
            self.flush()
        if _LIST.search(name):
            self.lists += 1
        if name in ENVIRONMENT_ARGUMENTS:
            self._skip_groups(ENVIRONMENT_ARGUMENTS[name])
        else:
            self._take(_KEY_VALUES)
        if titled and not self.tables:
            self._read_inside(titled[1] or titled[2])
            self.flush()

    def _end(self, _: str) -> None:
        """``\\end{…}``."""
        match = self._take(_ENVIRONMENT)
        name = match[1] if match else ""
        self.hidden = bool(self._around and self._around.pop())
        self._boxes = max(0, self._boxes - (name in COLOURED))
        if name in TABLES and self.tables:
            self.end_table()
        elif not self.tables:
            self.flush()
        if _LIST.search(name):
            self.lists = max(0, self.lists - 1)
        if name == "document":
            self._position = len(self._text)


def _printed(mark: str) -> str:
    """What is printed for the mark of a note; commands (``\\ast``, ``\\dagger``) print a sign."""
    return "*" if mark.startswith("\\") else mark.strip()


# Name of a command without its star → the method that reads it.
_READ: dict[str, Callable[[Parser, str], None]] = {
    **dict.fromkeys(DROPPED, Parser._dropped),
    **dict.fromkeys(FILES, Parser._file),
    **dict.fromkeys(SETTINGS, Parser._settings),
    **dict.fromkeys(HIDING, Parser._hiding),
    **dict.fromkeys(COLOURED, Parser._coloured),
    **dict.fromkeys(DEFINITIONS, Parser._define),
    **dict.fromkeys(RANKS, Parser._heading),
    **dict.fromkeys(_FRONT, Parser._front),
    "begin": Parser._begin,
    "bibitem": Parser._item,
    "color": Parser._color,
    "end": Parser._end,
    "footnote": Parser._note,
    "footnotetext": Parser._note,
    "item": Parser._item,
    "lettrine": Parser._initial,
    "lstinline": Parser._verbatim,
    "nolinkurl": Parser._address,
    "par": Parser._paragraph,
    "path": Parser._address,
    "tabularnewline": Parser._row,
    "thanks": Parser._note,
    "textbf": Parser._bold,
    "textcolor": Parser._color,
    "textsuperscript": Parser._raised,
    "url": Parser._address,
    "verb": Parser._verbatim,
}
