"""The one table of formats: which files gapcheck reads, and which it knows and does not read.

Discovery takes the suffixes from here, `sniff` the rules for content, the cache the libraries whose
version decides what is read; README's table and the hooks are held to it by tests/test_readers.py.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CONVERT", "FORMATS", "UNSUPPORTED", "Format", "Unsupported", "suffixes_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that gapcheck reads.

    ``suffixes`` are in lower case, with their dot. ``module`` has the function ``read(content,
    source, limits) -> Document``; it is imported when the first such file is read. ``libraries``
    are the distributions whose version may change what is read. The reader of a format that
    ``holds_documents`` also takes a function that reads these, whatever their formats; that of one
    with ``includes`` the files that the document includes (`nouns.Included` or None). Of files that
    are read ``by_name``, most are no documents: in a folder only those are opened whose name has a
    word of a course.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    module: str
    libraries: tuple[str, ...] = ()
    holds_documents: bool = False
    includes: bool = False
    by_name: bool = False


FORMATS = {
    "pdf": Format(
        "pdf",
        "PDF",
        (".pdf",),
        "curriculum_gap.readers.from_pdf",
        ("pypdfium2", "pdfplumber", "pdfminer.six"),
    ),
    "docx": Format(
        "docx",
        "Word",
        (".docx", ".docm", ".dotx", ".dotm"),
        "curriculum_gap.readers.from_docx",
        ("python-docx", "lxml"),
    ),
    "pptx": Format(
        "pptx",
        "PowerPoint",
        (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
        "curriculum_gap.readers.from_pptx",
        ("lxml",),
    ),
    "odt": Format(
        "odt",
        "OpenDocument text",
        (".odt", ".ott", ".fodt"),
        "curriculum_gap.readers.from_odt",
        ("lxml",),
    ),
    "doc": Format(
        "doc", "Word 97–2003", (".doc",), "curriculum_gap.readers.from_doc", ("kreuzberg",)
    ),
    "rtf": Format("rtf", "RTF", (".rtf",), "curriculum_gap.readers.from_rtf"),
    "spreadsheet": Format(
        "spreadsheet",
        "spreadsheet",
        (".xlsx", ".xlsm", ".csv", ".tsv"),
        "curriculum_gap.readers.from_spreadsheet",
        ("openpyxl", "charset-normalizer"),
        by_name=True,
    ),
    "html": Format(
        "html",
        "HTML",
        (".html", ".htm", ".xhtml"),
        "curriculum_gap.readers.from_html",
        ("lxml", "charset-normalizer"),
        includes=True,
    ),
    "mhtml": Format(
        "mhtml",
        "saved web page",
        (".mhtml", ".mht", ".webarchive"),
        "curriculum_gap.readers.from_mhtml",
        ("lxml", "charset-normalizer"),
    ),
    "markdown": Format(
        "markdown",
        "Markdown",
        (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".mdx"),
        "curriculum_gap.readers.from_markdown",
        ("markdown-it-py", "mdit-py-plugins", "lxml", "charset-normalizer"),
        includes=True,
    ),
    "ipynb": Format(
        "ipynb",
        "Jupyter notebook",
        (".ipynb",),
        "curriculum_gap.readers.from_ipynb",
        ("markdown-it-py", "mdit-py-plugins", "lxml", "charset-normalizer"),
    ),
    "latex": Format(
        "latex",
        "LaTeX",
        (".tex", ".latex", ".ltx"),
        "curriculum_gap.readers.from_latex",
        ("charset-normalizer",),
        includes=True,
    ),
    "text": Format(
        "text",
        "plain text",
        (".txt", ".text", ".rst"),
        "curriculum_gap.readers.from_text",
        ("charset-normalizer",),
        includes=True,
    ),
    "course-export": Format(
        "course-export",
        "course export (Canvas, Common Cartridge)",
        (".imscc",),
        "curriculum_gap.readers.from_course_export",
        ("lxml", "charset-normalizer"),
        holds_documents=True,
    ),
}
"""Format name → format, in the order in which they are shown."""


def suffixes_of(*names: str) -> tuple[str, ...]:
    """The suffixes of these formats."""
    return tuple(suffix for name in names for suffix in FORMATS[name].suffixes)


CONVERT = "save it as PDF, .docx, HTML, Markdown, LaTeX or plain text"
"""What works for anything that can be opened at all."""
_OCR = "run text recognition (OCR) on it and give the PDF or text"
_UNPACK = "unpack it and give the files inside"
_TO_PDF = "export it as PDF"
_FROM_OFFICE = "open it in Word or LibreOffice and save as .docx"
_FROM_POWERPOINT = "open it in PowerPoint or LibreOffice and save as .pptx"
_CARTRIDGE = "export the course as Common Cartridge (.imscc) and give that"
_FROM_EXCEL = "open it in Excel or LibreOffice and save as .xlsx or .csv"
_FROM_PAGES = "export it from Pages as .docx or PDF"


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A kind of file that is recognised and not read: what it is, and what would work.

    It is known by one of these: ``start``, its first bytes; ``brand``, its bytes 8 to 12 where the
    file is a container of that ``start`` (or has "ftyp" at byte 4); ``member``, how the name of a
    member of a ZIP package begins; ``mimetype``, a piece of the first member of an OpenDocument
    package; ``stream``, the name of a stream of an OLE2 compound file. Where ``suffix`` is given,
    the file's name ends in it as well.
    """

    what: str
    hint: str
    start: bytes = b""
    brand: bytes = b""
    member: str = ""
    mimetype: bytes = b""
    stream: str = ""
    suffix: str = ""


UNSUPPORTED = (
    Unsupported("a PNG image", _OCR, b"\x89PNG\r\n"),
    Unsupported("a JPEG image", _OCR, b"\xff\xd8\xff"),
    Unsupported("a GIF image", _OCR, b"GIF8"),
    Unsupported("a TIFF image", _OCR, b"II*\0"),
    Unsupported("a TIFF image", _OCR, b"MM\0*"),
    Unsupported("a DjVu scan", _OCR, b"AT&TFORM"),
    Unsupported("a WebP image", _OCR, b"RIFF", b"WEBP"),
    Unsupported("audio or video", CONVERT, b"RIFF"),
    Unsupported("a HEIC image", _OCR, brand=b"heic"),
    Unsupported("a HEIC image", _OCR, brand=b"heix"),
    Unsupported("a HEIC image", _OCR, brand=b"mif1"),
    Unsupported("an AVIF image", _OCR, brand=b"avif"),
    Unsupported("a PostScript file", "convert it to PDF", b"%!PS"),
    Unsupported("a Moodle backup", _CARTRIDGE, b"\x1f\x8b", suffix=".mbz"),
    Unsupported("a gzip archive", _UNPACK, b"\x1f\x8b"),
    Unsupported("a 7-Zip archive", _UNPACK, b"7z\xbc\xaf\x27\x1c"),
    Unsupported("a RAR archive", _UNPACK, b"Rar!"),
    Unsupported("a bzip2 archive", _UNPACK, b"BZh"),
    Unsupported("an xz archive", _UNPACK, b"\xfd7zXZ"),
    Unsupported("a Zstandard archive", _UNPACK, b"\x28\xb5\x2f\xfd"),
    Unsupported("a program", CONVERT, b"\x7fELF"),
    Unsupported("a program", CONVERT, b"MZ\x90"),
    Unsupported("a WordPerfect file", _FROM_OFFICE, b"\xffWPC"),
    Unsupported("a database", CONVERT, b"SQLite format 3"),
    Unsupported("an iCloud placeholder or property list", "download the document", b"bplist00"),
    Unsupported("an OpenDocument presentation", _TO_PDF, mimetype=b"opendocument.presentation"),
    Unsupported("an OpenDocument spreadsheet", _FROM_EXCEL, mimetype=b"opendocument.spreadsheet"),
    Unsupported("a binary Excel workbook", _FROM_EXCEL, member="xl/"),
    Unsupported("a Visio drawing", _TO_PDF, member="visio/"),
    Unsupported("a Pages document", _FROM_PAGES, member="Index/Document.iwa"),
    Unsupported("a Pages document", _FROM_PAGES, member="Index.zip"),
    Unsupported("a Blackboard course archive", _CARTRIDGE, member=".bb-package-info"),
    Unsupported("a Moodle backup", _CARTRIDGE, member="moodle_backup.xml"),
    Unsupported("an EPUB book", "convert it to PDF or HTML", member="META-INF/container.xml"),
    Unsupported("a PowerPoint 97–2003 file", _FROM_POWERPOINT, stream="PowerPoint Document"),
    Unsupported("an Excel 97–2003 workbook", _FROM_EXCEL, stream="Workbook"),
    Unsupported("an Excel 97–2003 workbook", _FROM_EXCEL, stream="Book"),
    Unsupported(
        "an Outlook message",
        "save the attached syllabus and give that",
        stream="__properties_version1.0",
    ),
)
