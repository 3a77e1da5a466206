"""Where a text names files that belong into it, in the languages of Quarto, R Markdown, Jekyll,
Hugo, MyST, LaTeX and others.

`RULES` is the one table of these notations: `elsewhere` warns of what they name, `find_includes`
says which of them can be followed. Nothing here opens a file (`included_files` does) or changes a
text (`splicing` does).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath

from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.formats import suffixes_of

__all__ = [
    "INCLUDABLE",
    "RULES",
    "UNSHOWN",
    "Include",
    "Rule",
    "find_includes",
    "has_mark",
    "suits",
]

_MOST_PER_FILE = 1_000
_LONGEST_NAME = 300  # characters, as in the patterns
_QUOTED = r"[\"']([^\"'\n]{1,300})[\"']"
INCLUDABLE = frozenset(suffixes_of("markdown", "latex", "html", "text"))
"""Suffixes (lower case) of the files that may include others and be included."""
_LATEX_SUFFIXES = suffixes_of("latex")

UNSHOWN = lazy_pattern(
    r"<!--(?!#include).*?(?:-->|\Z)|<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)"
    r"|\{%-?\s*comment\b.*?(?:endcomment\s*-?%\}|\Z)",
    re.I | re.S,
)
"""What is no content: comments, and code of pages."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A notation for a part that stands in another file.

    Every match of ``names`` holds ``mark`` (in lower case); its only group is the name of the file.
    ``rest`` matches what follows up to the end of the notation, None where the file is never read
    in its place: code, data, pictures, lists of pages. No file is read either where ``never`` is
    found in the notation. Names are looked for beside the file that holds them; with ``above`` in
    the folders above too, with ``site`` in folders ``_includes`` of a Jekyll site. ``suffix`` is
    that of names without one. What is named with ``whole`` is a document of its own as often as a
    part.
    """

    mark: str
    names: re.Pattern[str]
    rest: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None
    above: bool = False
    site: bool = False
    suffix: str = ""
    whole: bool = False


def _rule(
    mark: str, names: str, rest: str | None = None, never: str = "", **looked_for: bool | str
) -> Rule:
    end = None if rest is None else lazy_pattern(rest, re.I | re.M)
    no = lazy_pattern(never, re.I | re.M) if never else None
    return Rule(mark, lazy_pattern(names, re.M | re.I), end, no, **looked_for)  # type: ignore[arg-type]


RULES = (
    # Quarto, Hugo: {{< include x >}}, {{% readfile file="x" %}}
    _rule(
        "{{",
        r"(?<!\{)\{\{[<%]\s*[\w/-]{0,60}?(?:include|embed|read-?file|partial|snippet|iframe|pdf)"
        r"[\w/-]{0,60}\s+(?:\w+\s*=\s*)?[\"']?([^\s\"'>%}]{1,300})",
        r"[^{}\n]{0,300}?[>%]\}\}",
        r"[<%]\s*[\w/-]*(?:iframe|pdf|embed|code)|\bcode\s*=",
    ),
    # Liquid, Jinja: {% include x %}, {{ include "x" }}
    _rule(
        "{%",
        r"(?<!\{)\{%-?\s*(?:include[\w-]*|remote_include|render|snippet|import)\s+[\"']?"
        r"([^\s\"'%]{1,300})",
        r"[^{}\n]{0,400}?%\}",
        r"remote_include|%-?\s*(?:import|snippet)|\b(?:start|end)\s*=",
        above=True,
        site=True,
    ),
    _rule(
        "{{",
        r"\{\{-?\s*(?:include\w*|insert|embed(?!:?\s+[\[(]{2})|transclude)\b[\s(:\[]{0,4}[\"']?"
        r"([^\s\"'(){}\[\]]{1,300})",
        r"[^{}\n]{0,200}?\}\}",
    ),
    _rule("site.data", r"\{[{%][^{}\n]{0,200}?\b(site\.data(?:\.\w+){1,4})"),
    # R Markdown and Quarto: child="x", knit_child("x"), tables made of a file. `find_includes`
    # reads whole chunks itself.
    _rule(
        "child",
        r"^[ \t]*(?:```+\s*\{[^\n]{0,300}?|#\|\s*)\bchild\s*[=:]\s*(?:c\(\s*)?[\"']?"
        r"([^\"'\s,)}]{1,300})",
    ),
    _rule("knit_child", rf"\bknit_child\([^()\n]{{0,40}}?{_QUOTED}"),
    _rule(
        "read",
        rf"\bread(?:[_.](?:csv2?|xlsx?|excel|tsv|delim|table|sheet)|Lines)\("
        rf"[^()\n]{{0,40}}?{_QUOTED}",
    ),
    # MyST, reStructuredText, AsciiDoc
    _rule(
        "include}",
        r"^[ \t]*(?:`{3,}|:{3,}|~{3,})\s*\{(?:literal)?include\}[ \t]*(\S{1,300})",
        r"[^\n]{0,300}(?:\n[ \t]*:[a-z][^\n]{0,300}){0,20}\n(?:[ \t]*\n)?[ \t]*"
        r"(?:`{3,}|:{3,}|~{3,})[ \t]*$",
        r"literalinclude|^[ \t]*:(?:start|end|lines|literal|code)",
    ),
    _rule(
        "include::",
        r"(?:^|\s)\.\. (?:literal|md)?include::[ \t]*(\S{1,300})",
        r"[^\n]{0,300}(?:\n[ \t]+:[a-z][^\n]{0,300}){0,20}",
        r"literalinclude|\n[ \t]+:(?:start|end|literal|code)",
    ),
    _rule(
        "include::",
        r"^[ \t]*include::(\S{1,300}?)\[",
        r"[^\]\n]{0,200}\]",
        r"\[[^\]]*\b(?:lines|tags?)\s*=",
    ),
    _rule(":file:", r"^[ \t]*:file:[ \t]+(\S{1,300})"),
    _rule("{tableofcontents}", r"^[ \t]*(?:`{3,}|:{3,})\s*\{(tableofcontents)\}"),
    _rule("toctree", r"^[ \t]*(?:\.\. (toctree)::|(?:`{3,}|:{3,})\s*\{toctree\})"),
    # Obsidian and Logseq: notes, but no pictures
    _rule(
        "![[",
        r"!\[\[(?![^\]\n]{1,300}\.(?:png|jpe?g|gif|svg|webp|bmp|avif|mp[34]|webm|mov)\b)"
        r"([^\]|#\n]{1,300})",
        r"[^\]\n]{0,200}\]\]",
        r"#",
        above=True,
        suffix=".md",
        whole=True,
    ),
    _rule("embed", r"\{\{\s*\[{0,2}embed\]{0,2}:?\s+[\[(]{2}([^\])\n]{1,300})"),
    # Other programs for Markdown and for pages
    _rule("8<", rf"^[ \t]*-+8<-+[ \t]*{_QUOTED}", r"", above=True, whole=True),
    _rule("{!", r"^[ \t]*\{!\s*([^!{}\n]{1,300}?)\s*!\}", r"", above=True, whole=True),
    _rule("@import", rf"^[ \t]*@import\s+{_QUOTED}", r"", whole=True),
    _rule("import ", r"^import\s+\w+\s+from\s+[\"']([^\"'\n]{1,300}\.mdx?)[\"']"),
    _rule("](", r"!\[[^\]\n]{0,200}\]\(([^()\s]{1,300}\.(?:pdf|docx?|odt|md|html?|tex))\)"),
    _rule("#+include", r"^[ \t]*#\+include:?[ \t]+[\"']?([^\s\"']{1,300})"),
    _rule("!include", r"^[ \t]*!include\b:?[ \t]*\(?(\S{1,300}?)\)?[ \t]*$", r""),
    _rule("<<[", r"^[ \t]*<<\[([^\]\n]{1,300})\]", r""),
    _rule("{{", r"^[ \t]*\{\{\s*([\w./-]{1,200}\.(?:md|txt|html?|tex))\s*\}\}", r""),
    _rule("children", r"\{\{[<%]\s*(children)\b"),
    _rule("include_", rf"\binclude_(?:url|app)\([^()\n]{{0,40}}?{_QUOTED}"),
    _rule(
        "include_", r"\binclude_graphics\([^()\n]{0,40}?[\"']([^\"'\n]{1,300}\.(?:pdf|html?))[\"']"
    ),
    _rule(
        "<?",
        rf"<\?[^?<>]{{0,300}}?\b(?:include|require)(?:_once)?\b\s*\(?\s*{_QUOTED}",
        r"[^?<>]{0,100}\?>",
    ),
    _rule("#include", rf"<!--#include\s+(?:file|virtual)\s*=\s*{_QUOTED}", r"\s{0,20}-->"),
    _rule(
        "include",
        rf"<(?:include|xi:include|div)\s[^<>]{{0,200}}?\b"
        rf"(?:src|href|w3-include-html|data-include)\s*=\s*{_QUOTED}",
        r"[^<>]{0,200}>",
    ),
    _rule(
        "\\",
        r"^[ \t]*\\(?:input|include|subfile|includepdf)\s*(?:\[[^\]\n]{0,200}\])?"
        r"\{([^{}\n]{1,300})\}",
    ),
)

# LaTeX: \input{x}, \input x, \import{folder}{x}; and where such a command is no command.
_INPUT = lazy_pattern(
    r"\\(?:(?P<command>@?input|include|subfile|subfileinclude)(?![A-Za-z@])[ \t]*"
    r"(?:\{(?P<name>[^{}\n]{1,300})\}|(?P<bare>[^\s{}\\%\[]{1,300}))"
    r"|(?:sub)?(?:import|includefrom|inputfrom)\*?[ \t]*"
    r"\{(?P<folder>[^{}\n]{0,300})\}[ \t]*\{(?P<file>[^{}\n]{1,300})\})"
)
_LATEX = Rule("\\", _INPUT, lazy_pattern(""), suffix=".tex")
_LATEX_UNREAD = lazy_pattern(
    r"(?<!\\)%[^\n]*"
    r"|\\begin\{(verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?)\}"
    r".*?(?:\\end\{\1\}|\Z)"
    r"|\\iffalse\b.*?(?:\\fi\b|\Z)|\\end\{document\}.*",
    re.S,
)
# Chunks and other fences: what is in them is code, but for chunks that name children.
_FENCE = lazy_pattern(r"^[ \t>]*(`{3,}|~{3,})([^\n]*)$", re.M)
_CHUNK = re.compile(r"\s*\{")
_MYST = re.compile(r"\s*\{include\}")
_CHILD = rf"\bchild\s*=\s*(?:c\(([^()\n]{{1,1000}})\)|{_QUOTED})"
_CHILD_OPTION = lazy_pattern(_CHILD)
_CHILD_LINE = lazy_pattern(r"^[ \t]*#\|\s*child\s*:\s*\[?([^\]\n]{1,1000})", re.M)
_KNIT_CHILD = lazy_pattern(rf"\bknit_child\(\s*{_QUOTED}")
_KNIT_INLINE = lazy_pattern(rf"`r\s+(?:knitr::)?knit_child\(\s*{_QUOTED}[^`\n]{{0,200}}`")
_NOT_RUN = lazy_pattern(r"\beval\s*[=:]\s*F|\binclude\s*[=:]\s*F", re.I)
_ITEM = lazy_pattern(r"[\"']([^\"'\n]{1,300})[\"']|([^\s\"',]{1,300})")
_CHILDREN = Rule("child", _KNIT_INLINE, lazy_pattern(""))
# Where templates and pages show notations as they are written, and the head of a file.
_SHOWN = lazy_pattern(
    r"\{%-?\s*raw\b.*?(?:endraw\s*-?%\}|\Z)|<(pre|code|xmp)\b.*?(?:</\1\s*>|\Z)"
    r"|\A---[ \t]*\n.{0,20000}?\n(?:---|\.\.\.)[ \t]*$",
    re.I | re.S | re.M,
)
# What every file holds that includes another one. "include" and "child" are words of any syllabus:
# a test tries the marks on each notation.
_BYTE_MARKS = (
    b"{{", b"{%", b"{!", b"![[", b"<<[", b"8<--", b"@import", b"!include", b"#include", b"<include",
    b"-include", b"xi:include", b"<?php", b"<? ", b"{include}", b"include::", b"knit_child",
)  # fmt: skip
_CHILD_MARKS = (b"child=", b"child =", b"child:")  # in a chunk

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Include:
    """A notation from ``start`` to ``end`` of a text that names files to be read in its place, as
    they are written there, with the ``rule`` by which it was found. ``text`` is the notation."""

    start: int
    end: int
    names: tuple[str, ...]
    rule: Rule
    text: str = ""


def suits(source: str) -> bool:
    """Whether a file of that name may include others, or be included."""
    return PurePosixPath(source.replace("\\", "/")).suffix.lower() in INCLUDABLE


def is_latex(source: str) -> bool:
    """Whether a file of that name is LaTeX."""
    return source.lower().endswith(_LATEX_SUFFIXES)


def has_mark(content: bytes, source: str) -> bool:
    """Whether the bytes of a file hold a mark of an include: most files do not, and this is quick.
    Marks in UTF-16 and UTF-32 are not known."""
    if is_latex(source):
        return b"\\input" in content or b"\\include" in content or _has_import(content)
    if any(mark in content for mark in _BYTE_MARKS):
        return True
    return b"```" in content and any(mark in content for mark in _CHILD_MARKS)


def _has_import(content: bytes) -> bool:
    return b"\\subfile" in content or b"\\import" in content or b"import{" in content


def find_includes(text: str, source: str) -> tuple[Include, ...]:
    """The notations in the text of a file of that name that can be followed, in their order, and
    no more than 1,000. Those in comments, code and text that is shown as typed are none."""
    find = _in_latex if is_latex(source) else _in_markup
    found = sorted(islice(find(text), 2 * _MOST_PER_FILE), key=lambda include: include.start)
    apart: list[Include] = []
    for include in found:
        if not apart or include.start >= apart[-1].end:
            apart.append(include)
    return tuple(apart[:_MOST_PER_FILE])


def _in_latex(text: str) -> Iterator[Include]:
    """What commands of LaTeX put in, with the folder of ``\\import`` before its name."""
    found = list(islice(_INPUT.finditer(text), 2 * _MOST_PER_FILE))
    unread = _Spans(match.span() for match in _LATEX_UNREAD.finditer(text) if found)
    for match in found:
        name = match["name"] or match["bare"]
        if name is None:
            name = f"{match['folder'].rstrip('/')}/{match['file']}".removeprefix("/")
        if "#" not in name and match.start() not in unread:
            yield Include(match.start(), match.end(), (name.strip(),), _LATEX, match[0])


def _in_markup(text: str) -> Iterator[Include]:
    """What Markdown, pages and plain text put in."""
    lowered = text.lower()
    found = list(islice(_notations(text, lowered), 2 * _MOST_PER_FILE))
    fences = list(_fences(text)) if found or "child" in lowered else []
    for start, end, info in fences:
        if names := _children(text[start:end], info):
            found.append(Include(start, end, names, _CHILDREN, text[start:end]))
    if not found:
        return
    # What stands in a chunk is code, also where the chunk itself is read.
    code = [(start + 1, end) for start, end, info in fences if not _MYST.match(info)]
    for pattern in (UNSHOWN, _SHOWN):
        code += [match.span() for match in pattern.finditer(text)]
    unread = _Spans(code)
    yield from (include for include in found if include.start not in unread)


def _notations(text: str, lowered: str) -> Iterator[Include]:
    """The notations in ``text``, wherever they stand, but for chunks."""
    for match in _KNIT_INLINE.finditer(text) if "knit_child" in lowered else ():
        yield Include(*match.span(), (match[1],), _CHILDREN, match[0])
    for rule in RULES:
        if rule.rest is None or rule.mark not in lowered:
            continue
        for match in rule.names.finditer(text):
            include = _whole(text, match, rule)
            if include is not None:
                yield include


def _whole(text: str, match: re.Match[str], rule: Rule) -> Include | None:
    """The notation that a match of a rule begins; None where it has no end, is quoted as code or is
    never followed."""
    assert rule.rest is not None
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    rest = rule.rest.match(text, match.end())
    if rest is None:
        return None
    quoted = text[max(0, start - 1) : start] == "`" == text[rest.end() : rest.end() + 1]
    notation = text[start : rest.end()]
    if quoted or (rule.never is not None and rule.never.search(notation)):
        return None
    return Include(start, rest.end(), (match[1].strip(),), rule, notation)


def _fences(text: str) -> Iterator[tuple[int, int, str]]:
    """Begin and end of each fenced piece, with what stands behind its first marks."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text) if "```" in text or "~~~" in text else ():
        if opened is None:
            opened = match
        elif match[1].startswith(opened[1]) and not match[2].strip():
            yield opened.start(), match.end(), opened[2]
            opened = None
    if opened is not None:
        yield opened.start(), len(text), opened[2]


def _children(chunk: str, info: str) -> tuple[str, ...]:
    """The child documents that a chunk of R Markdown names, in their order."""
    if not _CHUNK.match(info) or "child" not in chunk or _NOT_RUN.search(chunk):
        return ()
    names: list[str] = []
    for pattern, text in ((_CHILD_OPTION, info), (_CHILD_LINE, chunk), (_KNIT_CHILD, chunk)):
        for match in pattern.finditer(text):
            if pattern is _KNIT_CHILD or (pattern is _CHILD_OPTION and match[2]):
                names.append(match[match.lastindex or 0])
            else:
                names += [item[1] or item[2] for item in _ITEM.finditer(match[1])]
    return tuple(name for name in names if len(name) <= _LONGEST_NAME)


class _Spans:
    """Pieces of a text; tells whether an offset lies in one of them. Offsets are asked for in any
    order."""

    def __init__(self, spans: Iterator[_Span] | list[_Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]
