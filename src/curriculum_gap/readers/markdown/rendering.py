"""Markdown → HTML whose blocks stand on the same lines as in the Markdown file.

Blank lines before a block keep the lines equal, so that the reader of web pages, which goes by the
lines of its file, gives those of the Markdown. Code, attributes and shortcodes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape, unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from curriculum_gap.heading_rules import opens_session
from curriculum_gap.readers.markdown.block_rules import PROSE_DIRECTIVES, add_block_rules, titled

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

__all__ = ["DEEPEST", "cut_comments", "parse_markdown", "render"]

DEEPEST = 100
"""Levels of nesting that are parsed; the parser drops what lies deeper, silently."""
# Characters of a paragraph whose marks are parsed: markdown-it takes quadratic time over them.
_LONGEST_PARSED = 20_000
# Characters of a line that is surely not wrapped, though no other line is longer, and at most.
_SHORT_LINE, _LONGEST_SHORT_LINE = 60, 70
_ENDS_SENTENCE = tuple(".!?,;:")
# A line of a paragraph that is an entry of a list: "• Wk 2: …", "LO2 Explain …".
_ENTRY = re.compile(r"[•●▪◦‣]\s|[A-Z]{2,4} ?\d{1,2}\b")
_SHORTEST_COURSE_NUMBER = 3  # digits: "215. Cultural Landscapes" names a course, "2." counts

# Of Quarto, R Markdown and Jekyll: {{< var x >}} and {% include x %}; [text]{.class};
# {#id .class}; `r x`.
_SHORTCODE = re.compile(r"\{\{[^{}]{0,400}\}\}|\{%[^{}]{0,400}%\}")
_SHORTCODE_TITLE = re.compile(r"\b(?:title|summary)\s*=\s*(?:\"([^\"]+)\"|'([^']+)')")
_SPAN = re.compile(r"\[([^\[\]]{0,500})\]\{[^{}\n]{0,200}\}")
_ATTRIBUTES = re.compile(
    r"[ \t]*\{:?[ \t]*(?:[#.][\w:-]+|[\w-]+=(?:\"[^\"{}]{0,200}\"|[^\s{}]{1,200})|-)"
    r"(?:[ \t]+[^{}\n]{0,200})?\}"
)
_INLINE_CODE = re.compile(r"`(?:r|python|\{r\}|\{python\})\s[^`\n]{0,400}`:?")
_LAYOUT_COMMAND = re.compile(
    r"\\(?:newpage|pagebreak|clearpage|noindent|bigskip|medskip|smallskip|vfill|hfill|centering|"
    r"tableofcontents|(?:vspace|hspace|begin|end)\*?\{[^{}\n]{0,80}\})(?![A-Za-z])"
)
# Emphasis with blanks inside of its marks ("** Week 1 **") is none in Markdown, but was meant.
_LOOSE_BOLD = re.compile(r"(?:^|(?<=\s))\*\*[ \t]*([^*\n]+?)[ \t]*\*\*(?=\s|$)")
# GitHub strikes text through between single tildes; around one word they are Pandoc's subscript.
_SINGLE_TILDES = re.compile(r"(?<![\w~])~(?!\s)([^~\n]{3,800})(?<!\s)~(?![\w~])")
_STRAY_MARKS = re.compile(r"(?<!\w)\*{2,3}|\*{2,3}(?!\w)|(?<!\w)__|__(?!\w)(?!_)")
# Marks of text that is too long to be parsed: emphasis, code, targets of links, tags.
_MARKS = re.compile(r"(?<!\\)[*_`]{1,3}|\]\([^()\s]{0,400}\)|!?\[|</?[A-Za-z][^<>]*>")
# A fence with the name of a programming language holds code; with another name or none, text.
_LANGUAGE = re.compile(r"\{?\s*[.=]?(?!text\b|txt\b|plain|markdown\b|md\b)[a-z]", re.IGNORECASE)
# Elements that a browser does not show as text, and comments. Where the end is missing, only their
# own block is lost and not the rest of the file.
_UNSHOWN = "script|style|title|textarea|xmp|plaintext|iframe|noembed|noframes|template|svg|noscript"
_UNSHOWN_ELEMENT = re.compile(
    rf"<!--.*?(?:-->|\Z)|<({_UNSHOWN})\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_UNSHOWN_TAG = re.compile(rf"</?(?:{_UNSHOWN})\b|<[!?]", re.IGNORECASE)
# Begin and end of comments: of Liquid, Jinja, Handlebars and Hugo, kramdown and Obsidian.
_COMMENTS = tuple(
    (re.compile(begin, re.MULTILINE), re.compile(end))
    for begin, end in (
        (r"\{%-?[ \t]*if false\b", r"\{%-?[ \t]*(?:endif|else)[ \t]*-?%\}"),
        (r"\{%-?[ \t]*comment\b", r"\{%-?[ \t]*endcomment[ \t]*-?%\}"),
        (r"\{#[ \t\n-]", r"#\}"),
        (r"\{\{!--", r"--\}\}"),
        (r"\{\{-?[ \t]*/\*", r"\*/[ \t]*-?\}\}"),
        (r"\{::comment\}", r"\{:/(?:comment)?\}"),
        (r"^%%|(?<=\s)%%(?=[ \t])", r"%%"),
    )
)
# Directives of MyST whose argument is a title and whose content is text.
_PROSE_DIRECTIVE = re.compile(rf"\{{(?:{PROSE_DIRECTIVES})\}}(.*)")
_DIRECTIVE_OPTIONS = re.compile(r"(?:[ \t]*:[\w-]+:.*\n)+")
_LONGEST_FENCE = 10  # marks; so deep can directives stand in each other
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
# Marks of the quotation or list around a table, before its row.
_MARKS_BEFORE_ROW = re.compile(r"(?:\s|>|[-*+]\s|\d{1,9}[.)]\s)*")


def cut_comments(text: str) -> str:
    """``text`` without the comments of templates; its lines stay."""
    for begin, end in _COMMENTS:
        parts: list[str] = []
        place = 0
        while (start := begin.search(text, place)) and (stop := end.search(text, start.end())):
            parts += [
                text[place : start.start()],
                "\n" * text.count("\n", start.start(), stop.end()),
            ]
            place = stop.end()
        text = "".join([*parts, text[place:]])
    return text


def parse_markdown(text: str) -> list[Token]:
    """The block tokens of ``text``, with those of inline text as their children."""
    return _parser().parse(text, {})


@cache
def _parser() -> MarkdownIt:
    """The parser: CommonMark with tables, struck text, definition lists and footnotes."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.use(deflist_plugin).use(footnote_plugin)
    add_block_rules(parser)
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # links are not shown
    parser.core.ruler.at("inline", _parse_inline)
    # Line ends and zero bytes are gone since the text was decoded; notes stay where they stand.
    parser.core.ruler.enableOnly(["block", "inline", "text_join"])
    return parser


def _parse_inline(state: StateCore) -> None:
    """markdown-it's rule, on text without what is not Markdown or no content."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        text = token.content
        if len(text) > _LONGEST_PARSED:
            text = escape(unescape(_MARKS.sub(" ", text)))
            token.type, token.content = "html_block", text
            continue
        if "{" in text:
            text = _SHORTCODE.sub(_shortcode_title, text)
            text = _SPAN.sub(r"\1", text)
            text = _ATTRIBUTES.sub("", text)
        text = _INLINE_CODE.sub(" ", text)
        text = _LAYOUT_COMMAND.sub(" ", text)
        text = _SINGLE_TILDES.sub(_strike, text)
        text = _LOOSE_BOLD.sub(r"**\1**", text)
        text = text.rstrip().removesuffix("\\")  # a break before nothing
        token.children = []
        state.md.inline.parse(text, state.md, state.env, token.children)


def _strike(between: re.Match[str]) -> str:
    return f"~~{between[1]}~~" if " " in between[1] else between[0]


def _shortcode_title(shortcode: re.Match[str]) -> str:
    """The title of a box that a shortcode makes (``{{< callout title="…" >}}``), else a space."""
    title = _SHORTCODE_TITLE.search(shortcode[0])
    return f"{title[1] or title[2]}: " if title else " "


def render(tokens: Sequence[Token], lines: Sequence[str]) -> str:
    """``tokens`` of `parse_markdown` as HTML; ``lines`` are those of the Markdown file."""
    html = ["<body>"]
    line = 0
    row: tuple[int, int] = (0, 0)  # line of the present row of a table, and its cells so far
    for token in tokens:
        if token.map and token.nesting >= 0 and token.map[0] > line:
            html.append("\n" * (token.map[0] - line))
            line = token.map[0]
        if token.type == "inline":
            markup = _render_inline(token.children or [])
        else:
            markup = _render_block(token)
        if token.type == "tr_open":
            row = (line, 0)
        elif token.tag in ("td", "th") and token.nesting == 1:
            row = (row[0], row[1] + 1)
        elif token.type == "tr_close" and row[0] < len(lines):
            markup = _surplus_cells(lines[row[0]], row[1]) + markup
        html.append(markup)
        line += markup.count("\n")
    return "".join(html)


def _surplus_cells(line: str, columns: int) -> str:
    """Cells of a row beyond the columns of the header, which the parser drops without a word."""
    if line.count("|") < columns:
        return ""
    row = _MARKS_BEFORE_ROW.sub("", line, count=1)
    cells = _UNESCAPED_PIPE.split(row.strip())
    cells = cells[not cells[0] :]
    if cells and not cells[-1]:
        cells.pop()
    return "".join(f"<td>{escape(_MARKS.sub(' ', cell))}</td>" for cell in cells[columns:])


def _render_block(token: Token) -> str:
    """The HTML of one block token. Attributes are left out, since nobody reads them."""
    match token.type:
        case "fence":
            info = token.info.strip()
            if info == "{=html}":
                return "\n" + _without_unshown(token.content)
            directive = _PROSE_DIRECTIVE.match(info)
            if directive and len(token.markup) <= _LONGEST_FENCE:
                return titled(directive[1]) + "\n" + _render_directive(token.content)
            if _LANGUAGE.match(info):
                return ""
            return f"\n<pre>{escape(token.content)}</pre>"
        case "code_block":
            return f"<pre>{escape(token.content)}</pre>"
        case "division":
            return token.content
        case "html_block":
            return _without_unshown(token.content)
        case "footnote_reference_open":
            return '<aside role="doc-footnote">'
        case "footnote_reference_close":
            return "</aside>"
        case "list_item_open" if len(token.info) >= _SHORTEST_COURSE_NUMBER:
            return f"<li>{token.info}. "
    if token.hidden or not token.tag:
        return ""
    return f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>"


def _render_directive(content: str) -> str:
    """The text of a MyST directive, which is Markdown, without the options above it."""
    options = _DIRECTIVE_OPTIONS.match(content)
    if options:
        content = "\n" * options[0].count("\n") + content[options.end() :]
    markup = render(parse_markdown(content), content.split("\n")).removeprefix("<body>")
    return markup + "\n" * (content.count("\n") - markup.count("\n"))


def _render_inline(tokens: Sequence[Token]) -> str:
    """The HTML of a paragraph; a break stands at the beginning of the line below it."""
    html = []
    breaks = _breaks(tokens)
    for token in tokens:
        match token.type:
            case "text":
                text = token.content
                if "**" in text or "__" in text:
                    text = _STRAY_MARKS.sub(" ", text)
                html.append(escape(text))
            case "code_inline":
                html.append(escape(token.content))
            case "image":
                html.append(f" {escape(token.content)}")
            case "softbreak":
                html.append("\n<br>" if next(breaks) else "\n")
            case "hardbreak":
                html.append("\n<br>")
            case "html_inline":
                html.append("" if _UNSHOWN_TAG.match(token.content) else token.content)
            case _ if token.tag:
                html.append(f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>")
    return "".join(html)


def _breaks(tokens: Sequence[Token]) -> Iterator[bool]:
    """Whether each line end in a paragraph sets the lines apart.

    It does so above a line that opens a session of a schedule ("Week 3: …") or is an entry of a
    list, and below a line that ends no sentence where a text that is wrapped would have gone on:
    the next word fits in.
    """
    lines = [""]
    for token in tokens:
        if token.type == "softbreak":
            lines.append("")
        else:
            lines[-1] += token.content
    longest = max(_SHORT_LINE, *map(len, lines))
    for above, below in pairwise(lines):
        first, _, _ = below.partition(" ")
        fits = len(above) + len(first) < min(longest, _LONGEST_SHORT_LINE)
        starts = not first[:1].islower() and above[-1:] not in _ENDS_SENTENCE
        yield opens_session(below) or bool(_ENTRY.match(below)) or (fits and starts)


def _without_unshown(markup: str) -> str:
    """HTML without comments and what is never shown; its lines stay."""

    def line_ends(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n")

    return _UNSHOWN_ELEMENT.sub(line_ends, markup)
