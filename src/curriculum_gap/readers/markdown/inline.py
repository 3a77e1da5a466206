"""Inline Markdown to lines of text: emphasis, links, code, HTML and attributes resolved.

A low leaf below ``from_markdown``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curriculum_gap.heading_rules import opens_session
from curriculum_gap.patterns import late
from curriculum_gap.readers.embedded import strip_tags
from curriculum_gap.readers.text_cleanup import normalize_space

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["InlineReader", "Piece"]

_LONGEST = 20_000  # characters given to the inline parser at once
_LONGEST_JOINED = 1_000
_MARKUP = late(r"[\\`*_\[\]<&!{~]|  \n")
_SHORTCODE = late(r"\{\{[^{}]{0,400}\}\}|\{%[^{}]{0,400}%\}")
_SPAN = late(r"\[([^\[\]]{0,500})\]\{[^{}\n]{0,200}\}")
_ATTRIBUTES = late(
    r"[ \t]*\{:?[ \t]*(?:[#.][\w:-]+|[\w-]+=(?:\"[^\"{}]{0,200}\"|[^\s{}]{1,200})|-)"
    r"(?:[ \t]+[^{}\n]{0,200})?\}"
)
_INLINE_CODE = late(r"`(?:r|python|\{r\}|\{python\})\s[^`\n]{0,400}`")
_LATEX = late(
    r"\\(?:newpage|pagebreak|clearpage|noindent|bigskip|medskip|smallskip|vfill|hfill|centering|"
    r"tableofcontents|(?:vspace|hspace|begin|end)\*?\{[^{}\n]{0,80}\})(?![A-Za-z])"
)
_BARE = late(r"(?<!\\)[*_`]{1,3}|\]\([^()\s]{0,400}\)|!?\[")

_STRAY_BOLD = late(r"\*\*[^*]+\*\*:?")
_STRAY = late(r"(?<!\w)\*{2,3}|\*{2,3}(?!\w)|(?<!\w)__|__(?!\w)(?!_)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two line breaks that show; ``bold`` where nothing in it is lighter; ``line``
    counts from the first line of the paragraph, which is 0."""

    text: str
    bold: bool
    line: int


class InlineReader:
    """Reads paragraphs with the link definitions of one document."""

    def __init__(self, parser: MarkdownIt, environment: dict[str, object]) -> None:
        self._parser = parser
        self._environment = environment

    def flat(self, content: str) -> str:
        """The paragraph as one line."""
        return normalize_space(" ".join(piece.text for piece in self.pieces(content)))

    def pieces(self, content: str) -> list[Piece]:
        """The lines of a paragraph that stand apart when it is shown: after a hard break, or
        where a wrapped line opens a session of a schedule (``Week 3: …``)."""
        if not _MARKUP.search(content):
            return _Lines().soft(content).done()
        if len(content) > _LONGEST:
            return _Lines().soft(strip_tags(_BARE.sub(" ", content))).done()
        if "{" in content:
            content = _SHORTCODE.sub(" ", content)
            content = _SPAN.sub(r"\1", content)
            content = _ATTRIBUTES.sub("", content)
        content = _INLINE_CODE.sub(" ", content)
        content = _LATEX.sub(" ", content)
        content = content.rstrip().removesuffix("\\")  # a hard break before nothing
        children: list[Token] = []
        self._parser.inline.parse(content, self._parser, self._environment, children)
        return _Lines().tokens(children).done()


class _Lines:
    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._parts: list[str] = []
        self._strong = 0
        self._bold = True
        self._line = 0
        self._start = 0

    def tokens(self, tokens: list[Token]) -> _Lines:
        """Adds the parser's tokens."""
        for token in tokens:
            match token.type:
                case "strong_open":
                    self._strong += 1
                case "strong_close":
                    self._strong -= 1
                case "text" | "text_special" | "code_inline":
                    self._add(token.content)
                case "softbreak":
                    self._line += 1
                    self._parts.append("\n")
                case "hardbreak":
                    self._line += 1
                    self._cut()
                case "image":
                    self._add(f" {token.content}")
                case "html_inline":
                    tag = token.content.lower()
                    if tag.startswith(("<br", "</p", "<p>", "<p ", "</div")):
                        self._cut()
                    elif tag.startswith(("<b>", "<strong")):
                        self._strong += 1
                    elif tag.startswith(("</b>", "</strong")):
                        self._strong -= 1
                    else:
                        self._parts.append("" if re.match(r"</?(?:i|em|u|a|span|sup|sub|font|small)\b", tag) else " ")  # fmt: skip
                case _:
                    pass
        return self

    def soft(self, text: str) -> _Lines:
        """Adds text without markup."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self._line += 1
                self._parts.append("\n")
            self._add(line)
        return self

    def done(self) -> list[Piece]:
        """All pieces with text; a hard break in mid-sentence is taken as a wrapped line."""
        self._cut()
        joined: list[Piece] = []
        for piece in self._pieces:
            if joined and self._goes_on(joined[-1], piece):
                last = joined.pop()
                piece = Piece(f"{last.text} {piece.text}", False, last.line)
            joined.append(piece)
        return joined

    @staticmethod
    def _goes_on(above: Piece, piece: Piece) -> bool:
        return (
            piece.text[0].islower()
            and not above.bold
            and above.text[-1] not in ".:;!?"
            and len(above.text) < _LONGEST_JOINED
        )

    def _add(self, text: str) -> None:
        if self._parts and self._parts[-1] == "\n" and opens_session(text):
            self._cut()
        if self._bold and self._strong <= 0 and any(map(str.isalnum, text)):
            self._bold = False
        self._parts.append(text)

    def _cut(self) -> None:
        text = normalize_space("".join(self._parts))
        if "**" in text or "__" in text:  # emphasis that is no Markdown: ** Week 1 **
            self._bold = self._bold or bool(_STRAY_BOLD.fullmatch(text))
            text = normalize_space(_STRAY.sub(" ", text))
        if text:
            self._pieces.append(Piece(text, self._bold, self._start))
        self._parts.clear()
        self._bold = True
        self._start = self._line
