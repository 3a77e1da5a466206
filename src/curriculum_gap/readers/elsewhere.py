"""Files that hold no text of a course but say where it is: pointers, includes, frames, walls.

Three questions, each over a table of marks. `sniff` asks `check_pointer` of the first bytes. The
readers of text ask `check_text_parts` which files, frames and links a text names, Word's and
LaTeX's readers `check_parts`. `check_page` looks for pages of a web site that stand in the place of
the one that was asked for. All raise ReadError (elsewhere) where little else is there.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import PurePath

from curriculum_gap.errors import ReadError
from curriculum_gap.heading_rules import heading_meaning, opens_session
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Section, Shape, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.formats import suffixes_of
from curriculum_gap.readers.includes import RULES, UNSHOWN
from curriculum_gap.readers.text_cleanup import count_words

__all__ = [
    "DOCUMENTS",
    "FRAMES",
    "INCLUDES",
    "INPUTS",
    "PICTURE_PROGRAMS",
    "PartKind",
    "check_link",
    "check_page",
    "check_parts",
    "check_pictures",
    "check_pointer",
    "check_suffix",
    "check_text_parts",
    "has_course_parts",
    "shows_no_text",
]

# The shortest of 915 real course documents has 85 words. A fragment of a course, as people try
# the command on, has a sentence or two.
_FEW_WORDS = 25
_LETTER_WORDS = 80  # of a letter that only sends a syllabus, without lists and tables
_LISTED = (Shape.ENTRY, Shape.ROW)
_LINK_WORDS = 8  # beside a link; more are a pointer only with such words as "is here"
_PICTURE_WORDS = 15  # beside pictures
_PAGE_WORDS = 150  # of a page that asks to sign in, or of an error page
_PAGE_BLOCKS = 4  # at its top
_COURSE_PARTS = frozenset((Section.OBJECTIVE, Section.SESSION, Section.ASSIGNMENT))
_FEWEST_PARTS = 2  # of a page that is a course, whatever its title says
_PAGED_SUFFIXES = suffixes_of("pdf", "docx")
_MOST_SHOWN = 3  # names of files in a warning
_LONGEST_NAME = 60  # characters shown
_LONGEST_POINTER = 4_096  # bytes


# ---- pointers: the whole file is one


@dataclass(frozen=True, slots=True)
class _Pointer:
    """A kind of file that only says where another one is; ``marks`` is found at its beginning."""

    what: str
    hint: str
    marks: re.Pattern[str]


_OPEN_SHORTCUT = "open it, save the document that it leads to and give that"
_NAMED = "give the file that it names"
_POINTERS = (
    _Pointer(
        "a Git LFS pointer",
        "run 'git lfs pull' to fetch the file",
        lazy_pattern(r"version https?://(?:git-lfs|hawser)\.github\.com/spec/|# xet version"),
    ),
    _Pointer(
        "a git-annex pointer",
        "run 'git annex get' to fetch the file",
        lazy_pattern(
            r"(?:[^\s:]{0,200}/)?annex/objects/\S|[A-Z][A-Z0-9_]{2,15}(?:-[smSC]\d+)*--\S+\s*\Z"
        ),
    ),
    _Pointer(
        "a DVC pointer",
        "run 'dvc pull' to fetch the file",
        lazy_pattern(
            r"(?=(?s:.{0,2000})^\s*(?:- )?(?:md5|etag|checksum|hash): )"
            r"(?:(?:#.*|\w+: .*)\n){0,20}(?:outs|deps):\s*\n\s*- ",
            re.M,
        ),
    ),
    _Pointer(
        "a shortcut to a web address",
        _OPEN_SHORTCUT,
        lazy_pattern(
            r"(?s:.{0,500})^\[InternetShortcut\]"
            r"|(?=(?s:.{0,500})<plist)(?s:.{0,1500})<key>(?:NS)?URL\w*</key>"
            r"|\s*\{(?s:.{0,500})(?:\"doc_id\"|\"url\"\s*:\s*\"https://docs\.google\.com)",
            re.M,
        ),
    ),
    _Pointer(
        "a shortcut of a desktop", _OPEN_SHORTCUT, lazy_pattern(r"(?:#.*\n)*\s*\[Desktop Entry\]")
    ),
    _Pointer(
        "the text of a symbolic link",
        _NAMED,
        lazy_pattern(
            # A path that begins with dots, and one of folders and a file; XSym: of other systems.
            r"XSym\n\d{4}\n|!<symlink>"
            r"|\s*(?:\.{1,2}[/\\]|~/|[A-Za-z]:\\|\\\\)[^\n<>|*?\"]{1,400}\s*\Z"
            r"|\s*/?(?:[\w.+-]{1,100}[/\\]){0,30}[\w+-][\w.+-]{0,100}\.[A-Za-z]{2,5}\s*\Z"
            r"|/(?:[^\n/<>|*?\"]{1,100}/){1,30}[^\n/<>|*?\"]{1,100}\.[A-Za-z]{2,5}\s*\Z"
        ),
    ),
    _Pointer(
        "a link and nothing else",
        "open it, save the document that it leads to and give that",
        lazy_pattern(r"<?(?!mailto:)[a-z][a-z0-9+.-]{1,20}:(?:\S{3,}|//[^\n]{3,400})\Z", re.I),
    ),
)
# Shortcuts that are no text: of Windows, of macOS, and a web address in a binary property list.
_BINARY_POINTERS = (b"L\0\0\0\x01\x14\x02\0", b"book\0\0\0\0mark", b"bplist00\xd1\x01\x02SURL")


def check_pointer(content: bytes, head: str) -> None:
    """Raises ReadError (elsewhere) for a pointer; ``head`` is the beginning as text."""
    if content.startswith(_BINARY_POINTERS):
        raise _elsewhere("is a shortcut to another file or address", _OPEN_SHORTCUT)
    if len(content) > _LONGEST_POINTER:
        return
    text = head.replace("\r\n", "\n").strip("\0 \t\n")
    for pointer in _POINTERS:
        if pointer.marks.match(text):
            what = f"is {pointer.what}: it says where the document is, and holds none of it"
            raise _elsewhere(what, pointer.hint)


def _elsewhere(what: str, hint: str) -> ReadError:
    return ReadError(Status.ELSEWHERE, what, hint)


def _counted(words: int) -> str:
    return "1 word" if words == 1 else f"{words} words"


# ---- parts that stand in other files


@dataclass(frozen=True, slots=True)
class PartKind:
    """A way to name a part that stands elsewhere: "it ``verb`` 2 ``noun``s that were not read"."""

    verb: str
    noun: str
    hint: str


INCLUDES = PartKind("includes", "file", "render it and give the result as HTML, PDF or .docx")
INPUTS = PartKind("includes", "file", "compile it and give the PDF")
FRAMES = PartKind("embeds", "page or document", "open it, save what it shows and give that")
DOCUMENTS = PartKind(
    "embeds", "document", "open it, put the text itself into it and save, or give that file"
)

# Embedded objects that are formulas, drawings and films, by the program that made them.
PICTURE_PROGRAMS = lazy_pattern(
    r"Equation|MathType|PBrush|Paint|StaticMetafile|MSGraph|Visio|ChemDraw|MSPhoto|CorelDraw|Forms\."
    r"|ShockwaveFlash|WMPlayer|MediaPlayer",
    re.IGNORECASE,
)


def check_parts(
    kind: PartKind, names: Sequence[str], own_words: int, floor: int
) -> tuple[str, ...]:
    """The warning about parts with these names ("" where unknown) that were not read.

    Raises ReadError (elsewhere) where the document holds few words of its own: fewer than 25, or
    than ``floor``, where no verdict is given.
    """
    if not names:
        return ()
    known = list(dict.fromkeys(name[:_LONGEST_NAME] for name in names if name.strip()))
    plural = "s" if len(names) > 1 else ""
    nouns = kind.noun.replace(" or ", f"{plural} or ") + plural
    verb = "were" if plural else "was"
    warning = f"{kind.verb} {len(names)} {nouns} that {verb} not read"
    if known:
        shown = ", ".join(known[:_MOST_SHOWN])
        more = len(known) - _MOST_SHOWN
        warning += f": {shown}" + (f" and {more} more" if more > 0 else "")
    if own_words < max(_FEW_WORDS, floor):
        what = f"holds little text of its own ({_counted(own_words)}) and {warning}"
        raise _elsewhere(what, kind.hint)
    return (warning,)


def check_pictures(pictures: int, own_words: int) -> None:
    """Raises ReadError (scanned) for few words beside pictures."""
    if pictures and own_words < _PICTURE_WORDS:
        counted = "1 picture" if pictures == 1 else f"{pictures} pictures"
        what = f"holds {counted} and little text ({_counted(own_words)})"
        hint = "run text recognition (OCR) on it first, or ask for the original"
        raise ReadError(Status.SCANNED, what, hint)


# A frame, with the address of what it shows.
_FRAME = lazy_pattern(
    r"<(?:iframe|frame|object|embed|portal|[a-z]{2,20}-(?:viewer|embed|frame))\b[^<>]{0,2000}?"
    r"\b(?:data-)?(?:src(?:doc)?|data)\s*=\s*"
    r"[\"']?([^\s\"'<>]{1,2000})",
    re.I,
)
# Frames that hold no text of a course: players, maps, advertisements, counters of visitors.
_NO_TEXT = lazy_pattern(
    r"^(?:about|javascript|data):|youtu\.?be|vimeo|googletagmanager|/maps\b|maps\.google|doubleclick"
    r"|facebook|twitter|recaptcha|disqus|spotify|soundcloud|player|analytics|addthis",
    re.I,
)
# Frames beside real text that may hold some of the course: documents, sheets and calendars.
_DOCUMENT_ADDRESS = lazy_pattern(
    r"(?:docs|drive|calendar|sites)\.google\.|sharepoint\.com|onedrive|officeapps|office\.com|"
    r"box\.com|dropbox|issuu|scribd|airtable|notion\.|padlet|\.(?:pdf|docx?|odt|xlsx?|pptx?|md)\b|"
    r"_files/[^/]+\.x?html?$",  # of a page that was saved with its frames beside it
    re.I,
)
_LINK = lazy_pattern(r"https?://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+", re.I)
_LINK_TARGET = lazy_pattern(
    r"\]\((?!#)[^()\s]{1,2000}|<a\s[^<>]{0,500}?\bhref\s*=\s*[\"']?(?!#|mailto:)[^\s\"'<>]"
    r"|\[\[(?!\d)[^\[\]\n]{2,200}\]\]|^redirect\w*(?:[-_]\w+)?\s*:\s*\S"
    r"|<meta\s[^<>]{0,100}http-equiv\s*=\s*[\"']?refresh[\"']?[^<>]{0,100}\burl\s*="
    r"|\bonload\s*=\s*[\"'][^\"'<>]{0,60}\blocation\b",
    re.I | re.M,
)
_PICTURE = lazy_pattern(r"<(?:img|image)\s|!\[[^\]\n]{0,300}\]\(|!\[\[")


def shows_no_text(address: str) -> bool:
    """Whether a frame with this address shows no text of a course: players, maps, advertisements,
    counters of visitors."""
    return _NO_TEXT.search(address) is not None


def check_text_parts(
    text: str, blocks: Sequence[Block], floor: int, known: Container[str | None] = ()
) -> tuple[str, ...]:
    """The warnings about files and frames that the source of a page, Markdown or plain text names
    and that were not read; ``blocks`` are what was read of it, ``known`` the addresses of frames
    among that.

    Raises ReadError where the blocks hold little else (``floor`` as for `check_parts`): elsewhere
    for these and for a link, scanned for pictures.
    """
    shown = UNSHOWN.sub(" ", text)
    lowered = shown.lower()
    patterns = [rule.names for rule in RULES if rule.mark in lowered]
    names = [match[1] or "" for pattern in patterns for match in pattern.finditer(shown)]
    words = _own_words(blocks, patterns)
    warnings = check_parts(INCLUDES, names, words, floor)
    is_document = _DOCUMENT_ADDRESS.search if words >= max(_FEW_WORDS, floor) else bool
    addresses = [match[1] for match in _FRAME.finditer(shown)]
    frames = [
        address
        for address in map(unescape, addresses)
        if is_document(address) and not shows_no_text(address) and address not in known
    ]
    warnings += check_parts(FRAMES, frames, words, floor)
    has_address = _LINK.search(shown) is not None
    if has_address and words < _LINK_WORDS:
        raise _only_a_link(words)
    has_link = words < _FEW_WORDS and (has_address or _LINK_TARGET.search(shown) is not None)
    check_link(has_link, blocks, words, floor)
    check_pictures(len(_PICTURE.findall(shown)), words)
    return warnings


def _own_words(blocks: Sequence[Block], patterns: Sequence[re.Pattern[str]]) -> int:
    """Words in the blocks, without addresses and includes that are shown as text."""
    texts = [block.text for block in blocks if not block.hidden]
    for pattern in (_LINK, *patterns):
        texts = [" ".join(pattern.sub(" ", text).split()) for text in texts]
    return count_words([Block(text) for text in texts])


def check_link(has_link: bool, blocks: Sequence[Block], own_words: int, floor: int) -> None:
    """Raises ReadError (elsewhere) for a document that says no more than where the text is;
    ``floor`` as for `check_parts`."""
    if own_words >= max(_LETTER_WORDS, floor):
        return
    files = reader_lexicon().files
    text = "\n".join(block.text for block in blocks if not block.hidden).lower()
    has_link = has_link or _LINK.search(text) is not None
    if has_link and own_words < _FEW_WORDS and files.points_elsewhere.search(text):
        raise _only_a_link(own_words)
    is_letter = not any(block.shape in _LISTED for block in blocks)
    few = max(_FEW_WORDS, floor) if is_letter else _FEW_WORDS
    points = own_words < few and files.stands_elsewhere.search(text)
    sends = is_letter and own_words < _LETTER_WORDS and files.sends_syllabus.search(text)
    if points or sends:
        what = f"says only where the syllabus is, and holds none of it ({_counted(own_words)})"
        raise _elsewhere(what, "give the document itself")


def _only_a_link(own_words: int) -> ReadError:
    what = f"holds little but a link to a document that is elsewhere ({_counted(own_words)})"
    return _elsewhere(what, "open the link, save the document and give that")


# ---- pages that stand in the place of another one

_OPEN_PAGE = "open it in a browser, save or print the syllabus itself and give that"


def check_page(title: str, blocks: Sequence[Block], asks_password: bool = False) -> None:
    """Raises ReadError (elsewhere) for a short page that asks to sign in or to accept cookies, says
    that there is no such page, or wants scripts; ``title`` is that of the document or window."""
    if count_words(blocks) >= _PAGE_WORDS or has_course_parts(blocks):
        return
    texts = [block.text for block in blocks if not block.hidden]
    tops = [text.lower() for text in (title, *texts[:_PAGE_BLOCKS])]
    files = reader_lexicon().files
    for starts, what, hint in (
        (files.sign_in_page, "a web page that asks to sign in", f"sign in: {_OPEN_PAGE}"),
        (files.error_page, "an error page: what was asked for was not shown", _OPEN_PAGE),
        (files.consent_page, "a web page that asks about cookies", f"answer it: {_OPEN_PAGE}"),
        (files.script_page, "a web page that shows nothing without its scripts", _OPEN_PAGE),
    ):
        is_asked = asks_password and starts is files.sign_in_page
        if is_asked or any(starts.match(top) for top in tops):
            raise _elsewhere(f"is {what}, not a course document", hint)


def has_course_parts(blocks: Sequence[Block]) -> bool:
    """Whether two blocks name parts of a course ("Learning objectives", "Week 3: …"), so that
    a course on passwords, or with the number 404, is no page in the place of another one."""
    lexicon = reader_lexicon()
    parts = 0
    for block in blocks:
        if block.hidden:
            continue
        meaning = heading_meaning(block.text, lexicon)
        named = meaning is not None and meaning.section in _COURSE_PARTS
        parts += named or opens_session(block.text)
    return parts >= _FEWEST_PARTS


def check_suffix(source: str, words: int) -> tuple[str, ...]:
    """A warning about a web page whose name ends in .pdf or .docx: mostly a server gave it in the
    place of the document. Raises ReadError (elsewhere) where it is short."""
    suffix = PurePath(source.replace("\\", "/")).suffix.lower()
    if suffix not in _PAGED_SUFFIXES:
        return ()
    what = f"is a web page, though its name ends in {suffix}"
    if words < _PAGE_WORDS:
        raise _elsewhere(what, f"fetch the document again, signed in: {_OPEN_PAGE}")
    return (what,)
