"""What a file is: its bytes decide, its suffix is only a hint between text formats.

Takes bytes and a path; gives a format name of `formats.FORMATS`. `RULES` is the whole decision,
in order: the first rule that knows the file gives its format or raises ReadError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import PurePath

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.compound_file import COMPOUND_START, root_streams
from curriculum_gap.readers.course_export.layout import is_course_export
from curriculum_gap.readers.elsewhere import check_pointer
from curriculum_gap.readers.encoding import decode_head, unicode_form
from curriculum_gap.readers.formats import CONVERT, UNSUPPORTED, Unsupported, suffixes_of

__all__ = ["RULES", "sniff"]

_WORD = suffixes_of("docx")
_KINDS = {
    ".pdf": "PDF",
    **dict.fromkeys(_WORD, "Word document"),
    **dict.fromkeys(suffixes_of("pptx"), "PowerPoint file"),
    **dict.fromkeys(suffixes_of("odt"), "OpenDocument text"),
}
_OPEN_TEXT = suffixes_of("odt")
_OLD_WORD = suffixes_of("doc")
_MARKDOWN = suffixes_of("markdown")
_SPREADSHEET = suffixes_of("spreadsheet")
_LATEX = suffixes_of("latex")
_HTML = suffixes_of("html")
_SAVED = suffixes_of("mhtml")
_NOTEBOOK = suffixes_of("ipynb")

_BINARY_HEAD = 65_536  # bytes that decide whether a file is text
# The share of control characters that text may have: UTF-8 with more is a log of some terminal,
# other encodings are told from binary data by it.
_CONTROL_SHARE = 0.1
_CONTROL_SHARE_UTF8 = 0.4
_ZERO_SHARE = 0.3  # of the first 4 KB; more zeros are padding of a binary format
# A file without a telling start or suffix is of a format when so many of its marks stand in its
# head, and one at least every so many characters. Chosen so that Markdown with some HTML stays
# Markdown, and text that quotes a command or two stays text.
_FEWEST_TAGS = 10
_HTML_DENSITY = 400
_FEWEST_COMMANDS = 12
_LATEX_DENSITY = 120
_FEWEST_MARKS = 3
_MARKDOWN_DENSITY = 1500

_BLACKBOARD = ".bb-package-info"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_RTF_WITHIN = 1_000  # bytes
_OPEN_TEXT_TYPE = b"opendocument.text"
_CONTROL_BYTES = bytes([*range(9), *range(14, 27), *range(28, 32)])

# What only the body of a PDF holds, and words that a damaged one may still hold.
_PDF_OBJECT = lazy_pattern(rb"(?:^|[\r\n])\d{1,7} \d{1,5} obj\b")
_PDF_WORD = lazy_pattern(rb"\bobj\b|startxref|/Filter\b|/Linearized\b|%PDF-")
_TAG = lazy_pattern(
    r"</?(?:a|b|body|br|center|dd|div|dl|dt|em|font|form|frameset|h[1-6]|head|hr|html|i|img|li|link|"
    r"meta|nav|ol|p|script|section|span|strong|style|table|tbody|td|th|thead|title|tr|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# The beginning of an HTML file, behind comments.
_HTML_START = lazy_pattern(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_FLAT_OPEN_TEXT = lazy_pattern(
    r"<office:document\b[^<>]*\boffice:mimetype=[\"']application/vnd\.oasis\.opendocument\.text"
)
_XHTML = lazy_pattern(r"<!doctype\s+html|<html\b", re.IGNORECASE)
# Mail and saved web pages: a header line first, and a part that is HTML.
_MIME_START = lazy_pattern(
    r"(?:MIME-Version|Content-(?:Type|Location)|Snapshot-Content-Location|Message-ID|From|To"
    r"|Received|Return-Path|Delivered-To|Date|Subject|X-[\w-]+):",
    re.IGNORECASE,
)
_MIME = lazy_pattern(r"^Content-Type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
# What only browsers write above a page, and what only mail has.
_SAVED_PAGE = lazy_pattern(
    r"^(?:Snapshot-Content-Location:|From:\s*\"?<?Saved by )", re.IGNORECASE | re.MULTILINE
)
_SENT = lazy_pattern(
    r"^(?:To|Cc|Bcc|Reply-To|In-Reply-To|Received|Return-Path|Delivered-To):",
    re.IGNORECASE | re.MULTILINE,
)
# A LaTeX command, and what begins a LaTeX document.
_COMMAND = lazy_pattern(r"\\(?:[A-Za-z]+\*?(?=[{\[\s\\]|$)|\\)")
_LATEX_START = lazy_pattern(
    r"^[ \t]*\\(?:documentclass|documentstyle|begin\{document\})", re.MULTILINE
)
# Headings, fences, task lists, table rows, definitions of links, bold text and links.
_MARKDOWN_MARK = lazy_pattern(
    r"^(?:#{1,6} \S|```|[-*+] \[[ x]\] |\|.+\|\s*$|\[\^?[^\]]+\]: )|\*\*\S[^*\n]*\*\*|\]\(https?://",
    re.MULTILINE,
)


class _File:
    """A file that is to be recognised; what several rules ask is worked out once."""

    def __init__(self, content: bytes, source: str) -> None:
        path = PurePath(source.replace("\\", "/"))
        self.content = content
        self.name = path.name
        self.suffix = path.suffix.lower()

    @cached_property
    def head(self) -> str:
        """The first 16 KB as text."""
        return decode_head(self.content).lstrip("\ufeff")

    @cached_property
    def members(self) -> list[str] | None:
        """The names of members of a ZIP package, None where it is none or its directory is
        damaged."""
        import io
        import zipfile

        if not self.content.startswith(_ZIP):
            return None
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as package:
                return package.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            return None

    @cached_property
    def start(self) -> str:
        """``head`` from its first character that is no white space."""
        return self.head.lstrip()

    @cached_property
    def tags(self) -> int:
        """HTML tags in the head."""
        return len(_TAG.findall(self.head))

    @cached_property
    def commands(self) -> int:
        """LaTeX commands in the head."""
        return len(_COMMAND.findall(self.head))


def sniff(content: bytes, source: str) -> str:
    """The format name of ``content``: one of `formats.FORMATS`.

    ``source`` is the path as typed; its suffix only chooses between text formats. Raises ReadError
    with status empty, encrypted, damaged or unsupported (and a hint) for everything else.
    """
    file = _File(content, source)
    for rule in RULES:
        if name := rule(file):
            return name
    return "text"


def _unsupported(kind: Unsupported) -> ReadError:
    """The error for a kind of file that is recognised and not read."""
    return ReadError(Status.UNSUPPORTED, f"is {kind.what}, which is not read", kind.hint)


# ---- files that are no text


def _lock_file(file: _File) -> None:
    """What word processors leave beside a document while it is open; people pick it by mistake."""
    if file.name.startswith(("~$", ".~lock.")):
        what = "the lock file of a document that is open"
        raise _unsupported(Unsupported(what, "give the document itself (without ~$)"))


def _nothing(file: _File) -> None:
    """Raises for files without content. Zero bytes alone come from broken synchronisation."""
    if not file.content or file.content.isspace():
        raise ReadError(Status.EMPTY, "the file is empty")
    if not file.content.strip(b"\0 \t\r\n"):
        raise ReadError(
            Status.UNSUPPORTED,
            "holds only zero bytes",
            "it was never completely saved, synchronised or downloaded: fetch it again",
        )


def _pointer(file: _File) -> None:
    """Raises for files that only say where another one is."""
    check_pointer(file.content, file.head)


def _pdf(file: _File) -> str | None:
    """By its header, which may stand behind up to 1 KB of something else."""
    return "pdf" if b"%PDF-" in file.content[:1029] else None


def _course_export(file: _File) -> str | None:
    """A ZIP package with the manifest of a course, or a folder that was declared one. Blackboard's
    own archives have a manifest as well, and pages that only Blackboard reads."""
    names = file.members
    if names is None or any(name.startswith(_BLACKBOARD) for name in names):
        return None
    return "course-export" if is_course_export(names) else None


def _zip_package(file: _File) -> str | None:
    """Word, PowerPoint and Excel files, and everything else that is a ZIP package: known by the
    names of its members."""
    if not file.content.startswith(_ZIP):
        return None
    names = file.members
    if names is None:
        if file.suffix in _WORD or b"word/document" in file.content:
            return "docx"  # its reader says what is wrong
        if file.suffix in _OPEN_TEXT or _OPEN_TEXT_TYPE in file.content[:400]:
            return "odt"
        what = "is a ZIP package that is cut short or damaged"
        raise ReadError(Status.DAMAGED, what, "fetch it again")
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return "docx"
    if any(name.startswith("ppt/") and name.endswith(".xml") for name in names):
        return "pptx"
    if _is_open_text(file, names):
        return "odt"
    if "xl/workbook.xml" in names:
        return "spreadsheet"
    # OpenDocument and EPUB begin with a member "mimetype", stored without compression.
    for kind in UNSUPPORTED:
        if kind.mimetype and "mimetype" in names and kind.mimetype in file.content[:400]:
            raise _unsupported(kind)
        if kind.member and any(name.startswith(kind.member) for name in names):
            raise _unsupported(kind)
    if file.suffix in _WORD or "[Content_Types].xml" in names:
        return "docx"  # its reader says what is missing
    raise _unsupported(Unsupported("a ZIP archive", "unpack it and give the files inside"))


def _is_open_text(file: _File, names: Sequence[str]) -> bool:
    """Whether a ZIP package is an OpenDocument text: by its first member, which is not compressed,
    or where that was packed anew, by its suffix and its main part."""
    if "mimetype" in names and _OPEN_TEXT_TYPE in file.content[:400]:
        return True
    return file.suffix in _OPEN_TEXT and "content.xml" in names


def _compound_file(file: _File) -> str | None:
    """An OLE2 file, by the names of the streams at its root; where its directory is damaged, by
    such names anywhere (they are UTF-16)."""
    if not file.content.startswith(COMPOUND_START):
        return None
    streams = root_streams(file.content)

    def holds(stream: str) -> bool:
        if streams is None:
            return stream.encode("utf-16-le") in file.content
        return stream.lower() in streams

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        hint = "open it in Word and save a copy without a password"
        raise ReadError(Status.ENCRYPTED, "is protected by a password", hint)
    if holds("WordDocument") or (streams is None and file.suffix in _OLD_WORD):
        return "doc"  # its reader says what is wrong
    for kind in UNSUPPORTED:
        if kind.stream and holds(kind.stream):
            raise _unsupported(kind)
    hint = "open it in LibreOffice and save as .docx or PDF"
    raise _unsupported(Unsupported("an old Office file", hint))


def _rtf(file: _File) -> str | None:
    """By its first bytes, before which some programs leave white space or a byte order mark."""
    start = file.content[:_RTF_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    return "rtf" if start.startswith(b"{\\rtf") else None


def _known_start(file: _File) -> None:
    """Raises for the kinds of `UNSUPPORTED` that first bytes give away."""
    is_container = file.content[4:8] == b"ftyp"
    brand = file.content[8:12]
    for kind in UNSUPPORTED:
        if kind.start:
            matches = file.content.startswith(kind.start) and kind.brand in (b"", brand)
            matches = matches and kind.suffix in ("", file.suffix)
        else:
            matches = bool(kind.brand) and is_container and brand == kind.brand
        if matches:
            raise _unsupported(kind)
    if is_container:
        raise _unsupported(Unsupported("a video", CONVERT))


def _web_archive(file: _File) -> str | None:
    """A page that Safari saved, by the key of its main part."""
    is_archive = file.content.startswith(b"bplist00") and b"WebMainResource" in file.content
    return "mhtml" if is_archive else None


def _pdf_without_header(file: _File) -> str | None:
    """The objects of a PDF whose header is far down, damaged or lost; its reader says whether
    anything can be saved."""
    head = file.content[:_BINARY_HEAD]
    ends = b"endobj" in file.content or b"startxref" in file.content
    if ends and _PDF_OBJECT.search(head):
        return "pdf"
    return "pdf" if file.suffix == ".pdf" and _PDF_WORD.search(head) else None


def _word_behind_something(file: _File) -> str | None:
    """A Word package behind other bytes, as some mail programs leave it."""
    return "docx" if file.suffix in _WORD and b"PK\x03\x04" in file.content else None


def _binary(file: _File) -> None:
    """Raises for bytes that are no text: zeros, or many control characters, among the first."""
    content = file.content
    name, _ = unicode_form(content)
    if name not in ("", "utf-8"):
        return  # UTF-16 and UTF-32 are full of zeros
    head = content[:_BINARY_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    is_padded = controls == head.count(0)  # some programs pad text with zeros
    allowed = _CONTROL_SHARE_UTF8 if _is_utf8(head) else _CONTROL_SHARE
    start = content[:4096]
    mostly_zeros = start.count(0) > _ZERO_SHARE * len(start)
    if (is_padded or controls <= allowed * len(head)) and not mostly_zeros:
        return
    if kind := _KINDS.get(file.suffix):
        raise ReadError(Status.DAMAGED, f"has no content of a {kind}", "fetch it again")
    raise ReadError(Status.UNSUPPORTED, "is binary data, not a document", CONVERT)


def _is_utf8(head: bytes) -> bool:
    """Whether the bytes are UTF-8, which may hold control characters of some old program."""
    try:
        head[:-4].decode("utf-8")  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True


# ---- text formats


def _html_start(file: _File) -> str | None:
    """A document type or an ``html`` element, before which comments may stand."""
    return "html" if _HTML_START.match(file.head) else None


def _xml(file: _File) -> str | None:
    """XHTML and OpenDocument texts in one file are read; other XML is not."""
    if not file.start.startswith("<?xml") and file.suffix not in (".xml", ".svg", ".fodt"):
        return None
    if _FLAT_OPEN_TEXT.search(file.head):
        return "odt"
    if _XHTML.search(file.head):
        return "html"
    if file.start.startswith("<"):
        raise _unsupported(Unsupported("an XML file", CONVERT))
    return None


def _mime(file: _File) -> str | None:
    """Pages saved with their pictures; raises for mail, which has the same form."""
    if not (_MIME_START.match(file.start) and _MIME.search(file.head)):
        return None
    headers, _, _ = file.start.replace("\r\n", "\n").partition("\n\n")
    if file.suffix in _SAVED or _SAVED_PAGE.search(headers) or not _SENT.search(headers):
        return "mhtml"
    hint = "save the attached syllabus and give that, or save the text as HTML or PDF"
    raise _unsupported(Unsupported("a mail", hint))


def _json(file: _File) -> str | None:
    """A notebook, or other JSON, unless the bracket only begins a text."""
    start = file.start
    if not start.startswith(("{", "[")):
        return None
    if file.suffix in _NOTEBOOK or ('"cells"' in start and '"cell_type"' in start):
        return "ipynb"
    if file.suffix == ".json":
        raise _unsupported(Unsupported("a JSON file", CONVERT))
    return None


def _latex_start(file: _File) -> str | None:
    """A document class. Markdown may quote one, but not begin with it."""
    is_quoted = file.suffix in _MARKDOWN and not file.start.startswith(("%", "\\"))
    return "latex" if _LATEX_START.search(file.head) and not is_quoted else None


def _markdown_suffix(file: _File) -> str | None:
    """Text with such a suffix that no earlier rule knows."""
    return "markdown" if file.suffix in _MARKDOWN else None


def _spreadsheet_suffix(file: _File) -> str | None:
    """Text with the suffix of a spreadsheet: rows with commas, tabs or semicolons."""
    return "spreadsheet" if file.suffix in _SPREADSHEET else None


def _html_by_tags(file: _File) -> str | None:
    """A fragment without an ``html`` element: tags beyond what Markdown and text hold."""
    if file.suffix in _HTML and file.tags:
        return "html"
    is_dense = file.tags * _HTML_DENSITY > len(file.head)
    return "html" if is_dense and file.tags >= _FEWEST_TAGS else None


def _latex_by_commands(file: _File) -> str | None:
    """A fragment without a document class, by its suffix or by many commands."""
    if file.suffix in _LATEX and (file.commands or file.start.startswith(("{", "%", "$"))):
        return "latex"
    is_dense = file.commands * _LATEX_DENSITY > len(file.head)
    has_environment = "\\begin{" in file.head
    return "latex" if is_dense and has_environment and file.commands >= _FEWEST_COMMANDS else None


def _markdown_by_marks(file: _File) -> str | None:
    """Text with a front matter or a heading and no suffix, or with marks at least every 1,500
    characters."""
    if not file.suffix and file.start.startswith(("---\n", "# ")):
        return "markdown"
    marks = len(_MARKDOWN_MARK.findall(file.head))
    is_dense = marks * _MARKDOWN_DENSITY > len(file.head)
    return "markdown" if is_dense and marks >= _FEWEST_MARKS else None


RULES: tuple[Callable[[_File], str | None], ...] = (
    _lock_file,
    _nothing,
    _pointer,
    _course_export,
    _pdf,
    _zip_package,
    _compound_file,
    _web_archive,
    _rtf,
    _known_start,
    _pdf_without_header,
    _word_behind_something,
    _mime,
    _binary,
    _html_start,
    _xml,
    _json,
    _latex_start,
    _markdown_suffix,
    _spreadsheet_suffix,
    _html_by_tags,
    _latex_by_commands,
    _markdown_by_marks,
)
"""What makes a file what, in order; plain text is what no rule knows."""
