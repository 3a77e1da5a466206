"""LaTeX: the text of a syllabus with its headings, lists and tables, by a reader of our own.

Measured on real syllabi: pylatexenc 2.11 raises IndexError on every ``\\href`` (KeyError once that
is taught), RecursionError on deep braces, takes 30 to 100 ms a document and gives flat text without
lines; TexSoup takes 350 to 500 ms and refuses one document of three. This single pass takes 3 to
6 ms, keeps lines, lists and tables, and cannot recurse without bound. It reads, it never runs:
``\\input`` is not followed, and macros are expanded within a budget.
"""

from __future__ import annotations

import re

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.encoding import decode
from curriculum_gap.readers.folding import count_words, fold
from curriculum_gap.readers.latex_blocks import Table, Writer
from curriculum_gap.readers.latex_macros import (
    ARGUMENTS,
    DEFINITIONS,
    DROPPED,
    DROPPED_ENVIRONMENTS,
    ENVIRONMENT_ARGUMENTS,
    LETTERS,
    RANKS,
    TABLES,
    accented,
)

__all__ = ["read"]

_COMMENT = re.compile(r"\\(?:url|href|path|nolinkurl)\s*\{[^{}\n]*\}|\\.|(%[^\n]*)", re.S)
_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z@]+\*?)|\\(?P<sign>.)|(?P<blank>\n[ \t]*\n\s*)|(?P<one>[{}&$~])|"
    r"(?P<dash>-{2,3})|(?P<quote>``|''|`)|(?P<text>[^\\\n{}&$~`'-]+|.)",
    re.S,
)
_BRACE = re.compile(r"\\.|[{}]", re.S)
_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_OPTION = re.compile(r"\[[^\[\]{}]{0,400}(?:\{[^{}]{0,400}\}[^\[\]{}]{0,400}){0,8}\]")
_LENGTH = re.compile(
    r"\s*=?\s*-?(?:\d+\.?\d*|\.\d+)\s*(?:(?:pt|em|ex|cm|mm|in|pc|sp|fil+)\b|\\[A-Za-z]+)"
)
_ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z@]+\*?)\s*\}")
_SETTINGS = re.compile(r"\{\s*[\w-]+\s*=[^{}]{0,2000}\}")
_BODY = re.compile(r"\\begin\s*\{\s*document\s*\}")
_LIST = re.compile(r"item|enum|list|desc|thebibliography", re.I)
_BOLD = frozenset({"textbf", "bf", "bfseries"})
_ACCENT_ARGUMENT = re.compile(r"\s*(?:\{\s*\\?([A-Za-z]?)\s*\}|\\([ij])\b|([A-Za-z]))")
_DEFINED = re.compile(r"\*?\s*\{?\s*\\([A-Za-z@]+)\s*\}?")
_LET = re.compile(r"\s*=?\s*\\[A-Za-z@]+")
_PARAMETERS = re.compile(r"(?:#\d)*")
_ARITY = re.compile(r"\s*\[(\d)\](?:\s*\[[^\]]*\])?")
_STREAM = re.compile(r"\s*\d*\s*(?:=\S+)?")
_EXPANSIONS = 2_000
_EXPANDED = 500_000  # characters
_DEEPEST_EXPANSION = 12


def read(content: bytes, source: str, limits: Limits) -> Document:
    """The document in a LaTeX file, with line numbers. Comments, preamble (but title, author and
    date), drawings and displayed formulas are dropped.

    Raises ReadError: too-large beyond ``limits.text_bytes``, undecodable, empty.
    """
    if len(content) > limits.text_bytes:
        raise ReadError(
            Status.TOO_LARGE,
            f"has {len(content) / 1e6:,.1f} MB of text, over the limit of "
            f"{limits.text_bytes / 1e6:,.1f} MB",
            "raise the limit on text size, or split the file",
        )
    text, warnings = decode(content)
    text = _COMMENT.sub(lambda match: " " * len(match[1]) if match[1] else match[0], text)
    scan = _Scan()
    if body := _BODY.search(text):
        scan.preamble(text[: body.start()])
        scan.run(text, body.end())
    else:
        scan.run(text, 0)
    scan.finish()
    if scan.files:
        warnings += (f"text in {len(scan.files)} files named by \\input or \\include is not read",)
    if not scan.blocks:
        raise ReadError(Status.EMPTY, "holds no text")
    blocks = tuple(scan.blocks)
    headings = (block.text for block in blocks if block.shape is Shape.HEADING)
    title = scan.title or next(headings, "")
    return Document(source, "latex", title, None, count_words(blocks), blocks, warnings)


class _Scan(Writer):
    """One pass over the source; everything open is on explicit stacks."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.files: list[str] = []
        self.macros: dict[str, tuple[int, str]] = {}  # arguments, body
        self.environments: list[str] = []
        self.counted = 0
        self.expansions = self.expanded = self.level = 0
        self.failures = 0  # braces that never closed
        self.missing: set[str] = set()  # marks that do not follow any more

    # ---- input

    def preamble(self, text: str) -> None:
        """Takes definitions, title, author and date."""
        for match in re.finditer(r"\\([A-Za-z]+)\*?", text):
            name = match[1]
            if name in DEFINITIONS:
                self._define(name, text, match.end())
        for name in ("title", "subtitle", "author", "date"):
            field = re.search(rf"\\{name}\s*(?:\[[^\]]{{0,200}}\]\s*)?(?=\{{)", text)
            if field:
                inner, _ = self._group(text, field.end())
                self._field(name, inner or "", 1 + text.count("\n", 0, field.start()))

    def run(self, text: str, position: int) -> None:
        """Reads ``text`` from ``position``."""
        if not self.level:
            self.counted = position
            self.line = self.start = 1 + text.count("\n", 0, position)
        while match := _TOKEN.match(text, position):
            if not self.level:
                self.line += text.count("\n", self.counted, match.start())
                self.counted = match.start()
            position = match.end()
            kind = match.lastgroup
            if kind == "text":
                self.add(match[0])
            elif kind == "name":
                position = self._command(match["name"], text, position)
            elif kind == "sign":
                position = self._sign(match["sign"], text, position)
            elif kind == "blank":
                self.paragraph()
            elif kind == "dash":
                self.add("–" if len(match[0]) == 2 else "—")
            elif kind == "quote":
                self.add({"``": "“", "''": "”"}.get(match[0], "‘"))
            elif match[0] == "{":
                if position > 1 and text[position - 2] == "}":
                    self.add(" ")
                self.groups.append(("", self.bold, None))
            elif match[0] == "}":
                self._close()
            elif match[0] == "&":
                self.cell()
            elif match[0] == "~":
                self.add(" ")

    def _group(self, text: str, position: int) -> tuple[str | None, int]:
        """The text inside the braces at ``position`` (white space before them is passed over) and
        the place after them; (None, position) where there are none or they never close."""
        start = _SPACE.match(text, position)
        begin = start.end() if start else position
        if text[begin : begin + 1] != "{" or self.failures > 2:
            return None, position
        depth = 0
        for match in _BRACE.finditer(text, begin):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if not depth:
                    return text[begin + 1 : match.start()], match.end()
        self.failures += 1
        return None, position

    def _options(self, text: str, position: int) -> int:
        while match := _OPTION.match(text, position):
            position = match.end()
        return position

    def _skip(self, text: str, position: int, count: int) -> int:
        """The place after ``count`` brace arguments and the options before and between them."""
        position = self._options(text, position)
        for _ in range(count):
            inner, position = self._group(text, position)
            if inner is None:
                break
            if count > 1 or inner == "":
                position = self._options(text, position)
        return position

    def _after(self, mark: str, text: str, position: int) -> int:
        """The place of ``mark``, or ``position`` where it does not follow."""
        if mark in self.missing:
            return position
        end = text.find(mark, position)
        if end < 0 and not self.level:
            self.missing.add(mark)
        return end if end >= 0 else position

    # ---- commands

    def _command(self, name: str, text: str, position: int) -> int:
        plain = name.rstrip("*")
        if name in self.macros and plain not in RANKS:
            return self._expand(name, text, position)
        if (letter := LETTERS.get(name)) is not None:
            self.add(f" {letter} " if letter in "≥≤×→~≈±" else letter)
            if name in ("newline", "linebreak"):
                return self._options(text, position)
            return self._swallow_space(text, position)
        if len(name) == 1 and (done := self._accent(name, text, position)):
            return done
        if plain in RANKS:
            position = self._options(text, self._swallow_space(text, position))
            return self._open(text, position, "heading", RANKS[plain])
        if plain in ("title", "subtitle", "author", "date"):
            inner, after = self._group(text, self._options(text, position))
            if inner is not None:
                self._field(plain, inner, self.line)
            return after
        if plain in ("begin", "end") and (match := _ENVIRONMENT.match(text, position)):
            enter = self._begin if plain == "begin" else self._end
            return enter(match[1], text, match.end())
        if plain in ("item", "bibitem"):
            return self._item(plain, text, position)
        if plain in ("par", "tabularnewline", "cr"):
            self.paragraph() if plain == "par" else self.row()
            return position
        if (
            plain in ("hline", "midrule", "cmidrule", "cline", "endhead", "endfirsthead")
            and self.tables
        ):
            table = self.tables[-1]
            table.ruled.add(len(table.rows))
        if plain in ("footnote", "footnotetext"):
            return self._open(text, self._options(text, position), "note", 0)
        if plain in ("url", "path", "nolinkurl"):
            inner, after = self._group(text, position)
            self.add(re.sub(r"\\([%#&_~])", r"\1", inner or ""))
            return after
        if plain in ("verb", "lstinline"):
            end = text.find(text[position : position + 1], position + 1, position + 500)
            self.add(text[position + 1 : end] if end > 0 else "")
            return end + 1 if end > 0 else position
        if plain == "iffalse":
            return self._after("\\fi", text, position)
        if plain in DEFINITIONS:
            return self._define(plain, text, position)
        if plain in ("input", "include", "subfile", "import"):
            inner, _ = self._group(text, position)
            self.files.append(inner or "")
        if plain in ("write", "openin", "openout", "read", "immediate"):
            number = _STREAM.match(text, position)
            position = number.end() if number else position
        if plain in DROPPED:
            if plain in ("newpage", "clearpage", "pagebreak", "bigskip", "medskip", "vspace"):
                self.paragraph()
            return self._skip(text, self._swallow_space(text, position), DROPPED[plain])
        if plain in ARGUMENTS:
            return self._skip(text, position, ARGUMENTS[plain])
        if name in _BOLD:
            if name == "textbf":
                return self._open(text, position, "bold", 0)
            self.bold = True
            return self._swallow_space(text, position)
        if name in ("mdseries", "normalfont", "rm"):
            self.bold = False
        if match := _LENGTH.match(text, position):
            return match.end()
        position = self._options(text, position)
        if match := _SETTINGS.match(text, position):
            return match.end()
        return (
            position
            if text[position : position + 1] == "{"
            else self._swallow_space(text, position)
        )

    def _swallow_space(self, text: str, position: int) -> int:
        """The place after the blanks that a command in letters eats (never a blank line)."""
        match = _SPACE.match(text, position)
        end = match.end() if match else position
        return position if text[end : end + 1] == "\n" else end

    def _sign(self, sign: str, text: str, position: int) -> int:
        if sign == "\\":
            position = self._options(text, position + (text[position : position + 1] == "*"))
            self.row() if self.tables else self.break_line()
        elif sign in "&%$#_{}":
            self.add(sign)
        elif sign in "[(":
            closing = "\\]" if sign == "[" else "\\)"
            end = text.find(closing, position, position + 5_000)
            return end + 2 if end >= 0 and sign == "[" else position
        elif sign in "-/!@)]":
            pass
        elif done := self._accent(sign, text, position):
            return done
        else:
            self.add(" ")
        return position

    def _accent(self, accent: str, text: str, position: int) -> int:
        """Adds the accented letter and returns the place after it; 0 where there is none."""
        match = _ACCENT_ARGUMENT.match(text, position)
        if accent.isalpha() and match and match[3] and not text[position : position + 1].isspace():
            match = None
        if (
            match
            and (letter := accented(accent, match[1] or match[2] or match[3] or "")) is not None
        ):
            self.add(letter)
            return match.end()
        return 0

    def _define(self, name: str, text: str, position: int) -> int:
        """Takes a definition; what the reader knows itself is not redefined."""
        match = _DEFINED.match(text, position)
        if "environment" in name or name == "newtheorem":
            return self._skip(text, position, 2 if name == "newtheorem" else 3)
        if not match:
            return position
        position = match.end()
        if name == "let":
            follows = _LET.match(text, position)
            return follows.end() if follows else position
        count = 0
        if name.endswith("def"):
            parameters = _PARAMETERS.match(text, position)
            count = len(parameters[0]) // 2 if parameters else 0
            position += 2 * count
        elif name.endswith("DocumentCommand"):
            inner, position = self._group(text, position)
            count = len(re.findall(r"[mo]", inner or ""))
        elif number := _ARITY.match(text, position):
            count, position = int(number[1]), number.end()
        body, position = self._group(text, position)
        known = match[1] in DROPPED or match[1] in RANKS or match[1] in ("item", "begin", "end")
        if body is not None and not known and len(body) < 10_000:
            self.macros[match[1]] = (count, body)
        return position

    def _expand(self, name: str, text: str, position: int) -> int:
        count, body = self.macros[name]
        position = self._options(text, position)
        arguments: list[str] = []
        for _ in range(count):
            inner, position = self._group(text, position)
            arguments.append(inner or "")
        if not count:
            position = self._swallow_space(text, position)
            if text[position : position + 2] == "{}":
                position += 2
        self.expansions += 1
        for number, argument in enumerate(arguments, 1):
            body = body.replace(f"#{number}", argument)
        self.expanded += len(body)
        if (
            self.level > _DEEPEST_EXPANSION
            or self.expansions > _EXPANSIONS
            or self.expanded > _EXPANDED
        ):
            self.add(" ".join(arguments))
            return position
        self.level += 1
        self.run(body, 0)
        self.level -= 1
        return position

    # ---- structure

    def _field(self, name: str, source: str, line: int) -> None:
        """Title, author or date, whose text is a small document of its own."""
        inner = _Scan()
        inner.macros = self.macros
        inner.run(source, 0)
        inner.finish()
        text = fold(" ".join(block.text for block in inner.blocks))
        if not text:
            return
        if name == "title" and not self.title:
            self.title = text
            self.blocks.append(Block(text, Shape.HEADING, line=line, depth=1))
        else:
            self.blocks.append(Block(text, line=line))

    def _open(self, text: str, position: int, action: str, rank: int) -> int:
        """Enters the brace argument at ``position``; ``action`` happens at its end."""
        space = _SPACE.match(text, position)
        begin = space.end() if space else position
        if text[begin : begin + 1] != "{":
            return position
        saved: object = None
        if action == "heading" and not self.tables:
            self.flush()
            self.shape, self.depth = Shape.HEADING, rank
        elif action == "note":
            saved = (self.parts, self.all_bold, self.start)
            self.parts, self.all_bold = [], True
        self.groups.append((action, self.bold, saved))
        if action == "bold":
            self.bold = True
        return begin + 1

    def _close(self) -> None:
        if not self.groups:
            return
        action, self.bold, saved = self.groups.pop()
        if action == "heading" and not self.tables:
            if self.shape is Shape.HEADING:
                self.flush()
        elif action == "note" and isinstance(saved, tuple):
            if text := fold("".join(self.parts)):
                self.notes.append(Block(text, Shape.NOTE, line=self.line))
            self.parts, self.all_bold, self.start = saved

    def _begin(self, name: str, text: str, position: int) -> int:
        if name in DROPPED_ENVIRONMENTS:
            return self._after(f"\\end{{{name}}}", text, position)
        self.environments.append(name)
        position = self._options(text, position)
        if name in TABLES:
            if not self.tables:
                self.flush()
            self.tables.append(Table())
            return self._options(text, self._skip(text, position, TABLES[name]))
        if not self.tables:
            self.flush()
        if _LIST.search(name):
            self.lists += 1
        if count := ENVIRONMENT_ARGUMENTS.get(name, 0):
            position = self._skip(text, position, count)
        elif match := _SETTINGS.match(text, position):
            position = match.end()
        return position

    def _end(self, name: str, text: str, position: int) -> int:
        if name in self.environments[-20:]:
            while self.environments and self.environments.pop() != name:
                pass
        if name in TABLES and self.tables:
            self.row()
            table = self.tables.pop()
            if not self.tables:
                self.write_table(table)
            else:  # a table in a cell: its text stays in the cell
                self.add(" ".join(cell for _, cells, _ in table.rows for cell in cells))
            return position
        if not self.tables:
            self.flush()
        if _LIST.search(name):
            self.lists = max(0, self.lists - 1)
        if name == "document":
            return len(text)
        return position

    def _item(self, name: str, text: str, position: int) -> int:
        begin = self._swallow_space(text, position)
        label = _OPTION.match(text, begin)
        if self.tables:
            self.add(" ")
        else:
            self.flush()
            self.shape, self.depth = Shape.ENTRY, max(1, self.lists)
        if name == "bibitem":
            return self._skip(text, begin, 1)
        if not label:
            return begin
        self.level += 1
        self.run(label[0][1:-1], 0)
        self.level -= 1
        last = "".join(self.parts).rstrip()
        self.add("" if not last or not last[-1].isalnum() else ":")
        self.add(" ")
        return label.end()

    def finish(self) -> None:
        """Writes out what the end of the file left open."""
        while self.groups:
            self._close()
        while self.tables:
            self.row()
            self.write_table(self.tables.pop())
        self.flush()
