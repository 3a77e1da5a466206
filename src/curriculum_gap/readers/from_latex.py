"""LaTeX: the text of a syllabus with its headings, lists and tables, by a reader of our own.

Takes the bytes of a file; gives a `Document` with line numbers. Why no library reads it: pylatexenc
2.11 raises IndexError on every ``\\href``, recurses as deep as braces go, expands no commands of
the author (``\\def`` is not supported) and takes 30 to 100 ms a document; TexSoup takes 350 to
500 ms and refuses one real syllabus of three. The single pass of `latex.parser` takes 3 to 6 ms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Included, Limits, Status
from curriculum_gap.readers.elsewhere import INPUTS, check_link, check_parts, check_pictures
from curriculum_gap.readers.encoding import decode_within
from curriculum_gap.readers.latex.branches import without_hidden
from curriculum_gap.readers.latex.parser import Parser
from curriculum_gap.readers.splicing import Prepare, splice
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings

__all__ = ["read"]

# Comments, and before them what may hold a percent sign that begins none.
_COMMENT = re.compile(r"\\(?:url|href|path|nolinkurl)\s*\{[^{}\n]*\}|\\.|(%[^\n]*)", re.DOTALL)
_END_INPUT = re.compile(r"\\endinput(?![A-Za-z@])")
_BODY = re.compile(r"\\begin\s*\{\s*document\s*\}")


def read(content: bytes, source: str, limits: Limits, included: Included | None = None) -> Document:
    """The document in a LaTeX file, with line numbers. Comments, preamble (but title, author and
    date), drawings and displayed formulas are dropped; ``included`` files stand where they are put
    in, before commands are read, since those of one hold in the others.

    Raises ReadError: too-large beyond ``limits.text_bytes``, undecodable, elsewhere, scanned,
    empty.
    """
    text, warnings = decode_within(content, limits)
    text = _COMMENT.sub(_without_comment, text)
    spliced = splice(text, source, included, limits, _PARTS)
    text = without_hidden(spliced.text)
    warnings += spliced.warnings
    parser = Parser()
    start = 0
    if body := _BODY.search(text):
        parser.read_preamble(text[: body.start()])
        start = body.end()
    parser.read(text, start)
    parser.finish()
    words = count_words(parser.blocks)
    warnings += check_parts(INPUTS, parser.files, words, limits.min_words)
    has_link = "\\url{" in text or "\\href{" in text
    check_link(has_link, parser.blocks, words, limits.min_words)
    if not words:
        check_pictures(text.count("\\includegraphics", start), words)
    warnings += hidden_text_warnings(parser.blocks)
    if all(block.hidden for block in parser.blocks):
        raise ReadError(Status.EMPTY, "holds no text")
    blocks = spliced.placed(parser.blocks)
    return Document(source, "latex", parser.title, None, words, blocks, warnings)


def _part(text: str) -> tuple[str, int]:
    """A file that another one puts in: its body, and the number of its first line. The line end
    that closes a file is none of its text."""
    text = _COMMENT.sub(_without_comment, text)
    line = 1
    if body := _BODY.search(text):
        line += text.count("\n", 0, body.end())
        text = text[body.end() :].partition("\\end{document}")[0]
    if end := _END_INPUT.search(text):
        text = text[: end.start()]
    return text.removesuffix("\n"), line


# A chapter without commands looks like other text.
_PARTS: Mapping[str, Prepare] = dict.fromkeys(("latex", "text", "markdown"), _part)


def _without_comment(match: re.Match[str]) -> str:
    """A comment as blanks, so that positions and lines stay; anything else as it is."""
    return " " * len(match[1]) if match[1] else match[0]
