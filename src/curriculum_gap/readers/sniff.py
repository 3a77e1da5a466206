"""What a file is: its bytes decide, its suffix is only a hint between text formats."""

from __future__ import annotations

import re
from pathlib import PurePath

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Status
from curriculum_gap.patterns import late
from curriculum_gap.readers.encoding import decode_head, wide_encoding

__all__ = ["MARKDOWN_SUFFIXES", "sniff"]

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".mdx")
_WORD_SUFFIXES = (".docx", ".docm", ".dotx")
_LATEX_SUFFIXES = (".tex", ".latex", ".ltx")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")

_READ_FORMATS = "save it as PDF, .docx, HTML, Markdown, LaTeX or plain text"
_OCR = "run text recognition (OCR) on it and give the PDF or text"
_UNPACK = "unpack it and give the files inside"

# First bytes → what the file is, what would work.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n", "a PNG image", _OCR),
    (b"\xff\xd8\xff", "a JPEG image", _OCR),
    (b"GIF8", "a GIF image", _OCR),
    (b"II*\0", "a TIFF image", _OCR),
    (b"MM\0*", "a TIFF image", _OCR),
    (b"AT&TFORM", "a DjVu scan", _OCR),
    (b"{\\rtf", "an RTF file", "open it in Word or LibreOffice and save as .docx"),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"\x7fELF", "a program", _READ_FORMATS),
    (b"MZ\x90", "a program", _READ_FORMATS),
    (b"\xffWPC", "a WordPerfect file", "open it in LibreOffice and save as .docx"),
    (b"SQLite format 3", "a database", _READ_FORMATS),
)
_IMAGE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc")

# A member of a ZIP → what the file is, what would work.
_PACKAGES: tuple[tuple[str, str, str], ...] = (
    ("ppt/", "a PowerPoint file", "export it as PDF"),
    ("xl/", "an Excel workbook", "save the sheet as PDF or copy it into a .docx"),
    ("visio/", "a Visio drawing", "export it as PDF"),
    ("Index/Document.iwa", "a Pages document", "export it from Pages as .docx or PDF"),
    ("Index.zip", "a Pages document", "export it from Pages as .docx or PDF"),
    ("imsmanifest.xml", "a course export", "unpack it and give the pages and files inside"),
    ("META-INF/container.xml", "an EPUB book", "convert it to PDF or HTML"),
)
_OPENDOCUMENT = {
    "text": ("an OpenDocument text", "open it in LibreOffice and save as .docx or PDF"),
    "presentation": ("an OpenDocument presentation", "export it as PDF"),
    "spreadsheet": ("an OpenDocument spreadsheet", "export it as PDF"),
}

_TAG = late(
    r"</?(?:a|b|body|br|center|dd|div|dl|dt|em|font|form|frameset|h[1-6]|head|hr|html|i|img|li|link|"
    r"meta|nav|ol|p|script|section|span|strong|style|table|tbody|td|th|thead|title|tr|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
_HTML_START = late(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)  # fmt: skip
_XHTML = late(r"<!doctype\s+html|<html\b", re.I)
_COMMAND = late(r"\\(?:[A-Za-z]+\*?(?=[{\[\s\\]|$)|\\)")
_LATEX_START = late(r"^[ \t]*\\(?:documentclass|documentstyle|begin\{document\})", re.M)
_MARKDOWN_MARK = late(
    r"^(?:#{1,6} \S|```|[-*+] \[[ x]\] |\|.+\|\s*$|\[\^?[^\]]+\]: )|\*\*\S[^*\n]*\*\*|\]\(https?://",
    re.M,
)
_PDF_OBJECT = late(rb"(?:^|[\r\n])\d{1,7} \d{1,5} obj\b")
_PDF_WORD = late(rb"\bobj\b|startxref|/Filter\b|/Linearized\b")
_CONTROL_BYTES = bytes([*range(9), *range(14, 27), *range(28, 32)])
_CONTROL = late(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(content: bytes, source: str) -> str:
    """The format name of ``content``: ``pdf docx html latex markdown text``.

    ``source`` is the path as typed; its suffix only chooses between text formats. Raises ReadError
    with status empty, encrypted, damaged or unsupported (and a hint) for everything else.
    """
    name = PurePath(source.replace("\\", "/")).name
    suffix = PurePath(name).suffix.lower()
    if name.startswith(("~$", ".~lock.")):
        raise _unsupported(
            "the lock file of a document that is open", "give the document itself (without ~$)"
        )
    if not content or content.isspace():
        raise ReadError(Status.EMPTY, "the file is empty")
    if not content.lstrip(b"\0 \t\r\n"):
        raise ReadError(
            Status.UNSUPPORTED,
            "holds only zero bytes",
            "it was never completely saved, synchronised or downloaded: fetch it again",
        )
    if b"%PDF-" in content[:1029]:
        return "pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(content, suffix)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _compound(content, suffix)
    if content.startswith(b"bplist00"):
        if name.endswith(".icloud"):
            raise _unsupported("an iCloud placeholder", "download the document first")
        raise _unsupported("a property list of macOS", "give the document itself")
    for signature, what, hint in _SIGNATURES:
        if content.startswith(signature):
            raise _unsupported(what, hint)
    if content[4:8] == b"ftyp":
        image = content[8:12] in _IMAGE_BRANDS
        raise _unsupported(*(("a HEIC image", _OCR) if image else ("a video", _READ_FORMATS)))
    if content.startswith(b"RIFF"):
        image = content[8:12] == b"WEBP"
        raise _unsupported(
            *(("a WebP image", _OCR) if image else ("audio or video", _READ_FORMATS))
        )
    if content.startswith(b"BM") and b"\0" in content[:16]:
        raise _unsupported("a BMP image", _OCR)
    if _headless_pdf(content, suffix):
        return "pdf"  # its reader says whether anything can be saved
    if suffix in _WORD_SUFFIXES and b"PK\x03\x04" in content:
        return "docx"  # something stands before the package
    return _text_format(content, suffix)


def _headless_pdf(content: bytes, suffix: str) -> bool:
    """True for the objects of a PDF whose header is far down, damaged or lost."""
    head = content[:65_536]
    if (b"endobj" in content or b"startxref" in content) and _PDF_OBJECT.search(head):
        return True
    return suffix == ".pdf" and bool(_PDF_WORD.search(head) or b"%PDF-" in head)


def _unsupported(what: str, hint: str) -> ReadError:
    return ReadError(Status.UNSUPPORTED, f"is {what}, which is not read", hint)


def _package(content: bytes, suffix: str) -> str:
    """Format of a ZIP package: docx, or the error that says what it is."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        if suffix in _WORD_SUFFIXES or b"word/document" in content:
            return "docx"  # its reader says what is wrong
        raise ReadError(
            Status.DAMAGED, "is a ZIP package that is cut short or damaged", "fetch it again"
        ) from None
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return "docx"
    if "mimetype" in names:
        for kind, (what, hint) in _OPENDOCUMENT.items():
            if b"opendocument." + kind.encode() in content[:400]:
                raise _unsupported(what, hint)
        if b"epub" not in content[:400] and "content.xml" in names:
            raise _unsupported("an OpenDocument file", "export it as PDF or .docx")
    for member, what, hint in _PACKAGES:
        if any(name.startswith(member) for name in names):
            raise _unsupported(what, hint)
    if suffix in _WORD_SUFFIXES or "[Content_Types].xml" in names:
        return "docx"
    if suffix == ".pages":
        raise _unsupported("a Pages document", "export it from Pages as .docx or PDF")
    raise _unsupported("a ZIP archive", _UNPACK)


def _compound(content: bytes, suffix: str) -> ReadError:
    """What an OLE2 compound file is, by the names of its streams (UTF-16 in its directory)."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return ReadError(
            Status.ENCRYPTED,
            "is protected by a password",
            "open it in Word and save a copy without a password",
        )
    if holds("WordDocument"):
        return ReadError(
            Status.UNSUPPORTED,
            "Word 97–2003 files are not read",
            "open it in Word or LibreOffice and save as .docx",
        )
    if holds("PowerPoint Document") or suffix == ".ppt":
        return _unsupported("a PowerPoint 97–2003 file", "export it as PDF")
    if holds("Workbook") or holds("Book") or suffix == ".xls":
        return _unsupported("an Excel 97–2003 workbook", "export it as PDF")
    if holds("__properties_version1.0"):
        return _unsupported("an Outlook message", "save the attached syllabus and give that")
    return _unsupported("an old Office file", "open it in LibreOffice and save as .docx or PDF")


def _text_format(content: bytes, suffix: str) -> str:
    if wide_encoding(content) is None and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):  # fmt: skip
        _refuse_binary(content, suffix)
    head = decode_head(content).lstrip("\ufeff")
    start = head.lstrip()
    if start.startswith("{\\rtf"):
        raise _unsupported("an RTF file", "open it in Word or LibreOffice and save as .docx")
    if _HTML_START.match(head):
        return "html"
    if start.startswith("<?xml") or suffix in (".xml", ".svg"):
        if _XHTML.search(head):
            return "html"
        if start.startswith("<"):
            raise _unsupported("an XML file", _READ_FORMATS)
    if re.match(
        r"(?:MIME-Version:|From:|Received:|Return-Path:|Date:|Subject:)", start
    ) and re.search(r"^Content-Type:\s*(?:multipart/|text/html)", head, re.I | re.M):
        raise _unsupported("a saved web page or mail (MIME)", "open it and save as HTML or PDF")
    if start.startswith(("{", "[")) and (stub := _json(content, start, suffix)):
        raise stub
    if (
        ("\\document" in head or "\\begin" in head)
        and _LATEX_START.search(head)
        and (suffix not in MARKDOWN_SUFFIXES or start[0] in "%\\")
    ):
        return "latex"
    if suffix in MARKDOWN_SUFFIXES:
        return "markdown"
    tags = len(_TAG.findall(head))
    if tags >= (1 if suffix in _HTML_SUFFIXES else 10) and tags * 400 > len(head):
        return "html"
    commands = len(_COMMAND.findall(head))
    if suffix in _LATEX_SUFFIXES and (commands or start.startswith(("{", "%", "$"))):
        return "latex"
    if commands >= 12 and commands * 120 > len(head) and "\\begin{" in head:
        return "latex"
    if suffix in _HTML_SUFFIXES and tags:
        return "html"
    if not suffix and start.startswith(("---\n", "# ")):
        return "markdown"
    if not any(sign in head for sign in "#`[|*"):
        return "text"
    marks = len(_MARKDOWN_MARK.findall(head))
    return "markdown" if marks >= 3 and marks * 1500 > len(head) else "text"


def _refuse_binary(content: bytes, suffix: str) -> None:
    """Raises for bytes that are no text: zeros, or many controls, among the first 64 KB."""
    head = content[:65_536]
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    many = (
        controls > 0.1 * len(head)
        and controls > (0.4 if _is_utf8(head) else 0.1) * len(head)
        and not _control_text(content)
    )
    if not many and content[:4096].count(0) <= 0.3 * len(content[:4096]):
        return
    if suffix in (".pdf", *_WORD_SUFFIXES):
        kind = "PDF" if suffix == ".pdf" else "Word document"
        raise ReadError(Status.DAMAGED, f"has no content of a {kind}", "fetch it again")
    raise ReadError(Status.UNSUPPORTED, "is binary data, not a document", _READ_FORMATS)


def _control_text(content: bytes) -> bool:
    """True where stripping zero bytes leaves plain text (padding by a careless program)."""
    return not _CONTROL.search(content[:65_536].replace(b"\0", b"").decode("utf-8", "ignore"))


def _is_utf8(head: bytes) -> bool:
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _json(content: bytes, start: str, suffix: str) -> ReadError | None:
    """The error for a JSON file, None where the bracket only begins a text."""
    if "doc_id" in start or re.search(r'"url"\s*:\s*"https://docs\.google\.com', start):
        return _unsupported(
            "a link to a Google document", "open it and download it as .docx or PDF"
        )
    if suffix == ".ipynb" or ('"cells"' in start and '"cell_type"' in start):
        return _unsupported("a Jupyter notebook", "export it as HTML or Markdown")
    if suffix in (".json", ".gdoc", ".gsheet", ".gslides"):
        return _unsupported("a JSON file", _READ_FORMATS)
    return None
