"""What files, rubrics and command lines may look like when nobody means well."""

from __future__ import annotations

import io
import zipfile
import zlib

from hostile_documents import body, docx
from hypothesis import strategies as st

from curriculum_gap.nouns import Limits

# Small budgets, so that those who pass them are found quickly.
LIMITS = Limits(
    input_bytes=200_000,
    text_bytes=100_000,
    html_bytes=100_000,
    archive_members=50,
    inflated_bytes=300_000,
    part_bytes=200_000,
    depth=60,
    pages=20,
)

SYLLABUS = (
    "Course syllabus", "Learning objectives", "Week 3: racial trauma and healing",
    "Students will be able to explain microaggressions", "Grading: essay 40%", "Required readings",
    "Attendance policy", "Instructor: A. Tester", "",
)  # fmt: skip

TEXT = st.one_of(
    st.sampled_from(SYLLABUS),
    st.text(max_size=80),
    st.text(alphabet=st.characters(exclude_categories=()), max_size=40),
)


def _joined(tokens: tuple[str, ...], most: int = 60) -> st.SearchStrategy[str]:
    """Texts of a format's own tokens, words and noise, some of them many times over."""
    piece = st.one_of(st.sampled_from(tokens), st.sampled_from(tokens), TEXT)
    many = st.tuples(piece, st.sampled_from((1, 1, 1, 2, 7, 70))).map(
        lambda pair: pair[0] * pair[1]
    )
    return st.lists(many, max_size=most).map("".join)


_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp037")


def encoded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Texts as bytes, in any encoding, some of them broken."""

    def encode(text: str, encoding: str) -> bytes:
        errors = "surrogatepass" if encoding.startswith("utf") else "replace"
        return text.encode(encoding, errors)

    return broken(st.builds(encode, texts, st.sampled_from(_ENCODINGS[:1] * 4 + _ENCODINGS)))


def broken(contents: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Most as they are; some cut short, some with other bytes in them."""

    def damage(content: bytes, at: float, how: int, more: bytes) -> bytes:
        place = int(len(content) * at)
        if how == 1:
            return content[:place]
        if how == 2:
            return content[:place] + more + content[place + len(more) :]
        if how == 3:
            return content[:place] + more + content[place:]
        return content

    return st.builds(
        damage,
        contents,
        st.floats(0, 1),
        st.sampled_from((0, 0, 1, 2, 2, 3)),
        st.binary(max_size=9),
    )


MARKDOWN = encoded(_joined((
    "# ", "## ", "- ", "  - ", "1. ", "> ", "| ", "|---|---|\n", "\n", "\n\n", "```", "`", "**", "_",
    "[", "](", ")", "![", "<div>", "</div>", "<!--", "-->", "---\n", "---\ntitle: x\n---\n", "[^1]",
    "[^1]: ", "\\", "&amp;", "&#0;", "$$", "\t", "***\n", "===\n", "~~~", "<script>", "{.class}",
)))  # fmt: skip
PLAIN = encoded(_joined((
    "\n", "\r\n", "\r", "\f", "\t", "  ", "-----\n", "=====\n", "* ", "1) ", "a. ", "\x00", "\x1b[2J",
    "WEEK 1\n", ": ", "\u2028", "\u202e", "\xa0", "\u00ad\n", "co-\n",
)))  # fmt: skip
HTML = encoded(_joined((
    "<html>", "<body>", "<h1>", "</h1>", "<p>", "<ul><li>", "</li>", "<table>", "<tr>", "<td>", "<th>",
    "<td colspan=1000000 rowspan=99999>", "</td>", "</table>", "<div>", "</div>", "<b>", "<br>",
    "<script>", "</script>", "<style>", "<template>", "<main>", "<nav>", "<p hidden>", "&lt;", "&#55357;",
    "<div style='display:none'>", "<!--", "-->", "<![CDATA[", "]]>", "<!doctype html>", "<svg>", "<math>",
    "<meta charset=utf-16>", "<meta charset=nonsense>", "<?xml version='1.0'?>", "<a href='javascript:x'>",
    "<select><option>", "<frameset>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<", ">", "'", '"', "=", "\x00",
    "<template shadowrootmode=open>", "</template>", "<slot>", "<slot name=a>", "<p slot=a>", "<x-a>", "</x-a>",
    "<d2l-html-block html='<p>x'>", "<div class=ic-app>", "<div class=ig-row>", "<h2 class=screenreader-only>",
)))  # fmt: skip
MHTML = _joined((
    "From: <Saved by Blink>\n", "MIME-Version: 1.0\n", "Content-Type: multipart/related; boundary=b\n",
    "Content-Type: multipart/related; boundary=\"b\"; start=\"<a>\"\n", "\n", "\n\n", "--b\n", "--b--\n", "--",
    "Content-Type: text/html; charset=x\n", "Content-Type: text/html\n", "Content-Type: text/css\n",
    "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n",
    "Content-ID: <a>\n", "Content-Location: http://[x\n", "Content-Location: cid:css-1\n", "<html><p>", "=3D", "=",
    "<iframe src=cid:a>", "<link rel=stylesheet href=cid:css-1>", "PGh0bWw+PHA+YTwvcD4=", "\r\n", "\x00",
    "Content-Type: message/rfc822\n", "Content-Type: multipart/digest; boundary=b\n",
)).map(lambda text: f"MIME-Version: 1.0\n{text}".encode("utf-8", "surrogatepass"))  # fmt: skip
LATEX = encoded(_joined((
    "\\documentclass{article}", "\\begin{document}", "\\end{document}", "\\section{", "}", "{", "\\item ",
    "\\begin{itemize}", "\\end{itemize}", "\\begin{tabular}{ll}", "&", "\\\\", "\\end{tabular}", "%",
    "\\textbf{", "\\def\\a{\\a\\a}\\a", "\\newcommand{\\b}[1]{\\b{#1#1}}\\b{x}", "\\verb|", "$", "$$", "\\[",
    "\\]", "\\input{../x}", "\\write18{x}", "\\\"o", "\\'", "\\begin{", "\\footnote{", "\\multicolumn{9}{c}{",
    "\\include{/etc/x}", "\\href{x}{", "\\newcommand", "\\let", "\n\n", "~", "#1", "^", "_", "\\",
)))  # fmt: skip

_WORD_MARKUP = _joined((
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
    "<w:tc>", "</w:tc>", "<w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>",
    "<w:rPr><w:vanish/></w:rPr>", "<w:ins>", "</w:ins>", "<w:del>", "</w:del>", "<w:sdt><w:sdtContent>",
    "</w:sdtContent></w:sdt>", "<w:br/>", "<w:tab/>", "<w:pPr><w:pStyle w:val='Heading1'/></w:pPr>",
    "<w:pPr><w:outlineLvl w:val='-7'/></w:pPr>", "<w:pPr><w:numPr><w:ilvl w:val='x'/></w:numPr></w:pPr>",
    "<w:txbxContent>", "</w:txbxContent>", "<w:sectPr/>", "&amp;", "&#x1;", "<w:sz w:val='1'/>", "<w:x",
), 30)  # fmt: skip
_PARAGRAPH = TEXT.map(
    lambda text: "".join(letter for letter in text if letter.isprintable() and letter not in "<>&")
)


def _balanced(tags: list[str], words: str) -> str:
    inner = f"<w:r><w:t>{words}</w:t></w:r>"
    for tag in tags:
        inner = f"<w:{tag}>{inner}</w:{tag}>"
    return f"<w:p>{inner}</w:p>" if not tags or tags[-1] != "p" else inner


_TREE = st.lists(
    st.builds(
        _balanced,
        st.lists(
            st.sampled_from(("p", "tc", "tr", "tbl", "ins", "del", "sdtContent", "sdt", "hyperlink",
                             "smartTag", "txbxContent", "body", "pPr", "rPr", "footnoteReference")),
            max_size=70,
        ),
        _PARAGRAPH,
    ),
    max_size=8,
).map("".join)  # fmt: skip


def _package(markup: str, names: list[str], content: bytes) -> bytes:
    document = body("@").replace("<w:r><w:t>@</w:t></w:r></w:p>", f"</w:p>{markup}")
    # Half characters too: Python would not write them, a careless program does.
    return docx(document.encode("utf-8", "surrogatepass"), dict.fromkeys(names, content))


_NAMES = st.lists(
    st.sampled_from((
        "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "../../x", "/x", "word/",
        "word/document.xml.rels", "word/_rels/document.xml.rels", "docProps/core.xml", "a" * 300,
    )),
    max_size=3,
    unique=True,
)  # fmt: skip
WORD = broken(st.builds(_package, st.one_of(_TREE, _WORD_MARKUP), _NAMES, st.binary(max_size=60)))


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in dict(members).items():
            package.writestr(name, content * 300)
    return out.getvalue()


PACKAGES = broken(
    st.lists(
        st.tuples(
            st.one_of(
                st.sampled_from(("[Content_Types].xml", "word/document.xml", "_rels/.rels", "ppt/a",
                                 "mimetype", "xl/workbook.xml", "content.xml", "imsmanifest.xml")),
                st.text(min_size=1, max_size=9).filter(lambda name: "\0" not in name),
            ),
            st.binary(max_size=900),
        ),
        max_size=6,
    ).map(_zip)
)  # fmt: skip


def _stream(content: bytes, packed: bool) -> bytes:
    if packed:
        content = zlib.compress(content)
    kind = b"/Filter/FlateDecode" if packed else b""
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), kind, content)


def _pdf(parts: list[str], objects: list[bytes], packed: bool, pages: int) -> bytes:
    content = " ".join(parts).encode("latin-1", "replace")
    kids = b" ".join([b"3 0 R"] * pages)
    numbered = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, pages),
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 5 0 R>>"
        b"/XObject<</X 6 0 R>>>>/Contents 4 0 R>>",
        4: _stream(content, packed),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        6: b"<<>>",
    }
    for number, thing in enumerate(objects, 5):
        numbered[number] = thing
    out, places = b"%PDF-1.7\n", {}
    for number, thing in numbered.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, thing)
    size = max(numbered) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    start = out.rindex(b"xref")
    out += b"".join(b"%010d 00000 n \n" % places[number] for number in range(1, size))
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


_DRAWN = st.one_of(
    st.sampled_from((
        "BT", "ET", "/F 12 Tf", "/F 0.01 Tf", "60 700 Td", "0 -14 Td", "9000 9000 Td", "3 Tr", "0 Tr",
        "1 g", "0 g", "q", "Q", "/X Do", "0 0 100 20 re S", "50 50 m 500 50 l S", "1 0 0 1 0 0 cm",
        "(Week 3 Racial trauma) Tj", "[(Lear) -20 (ning)] TJ", "<0024002500ff> Tj", "(\\377\\000) Tj",
        "BI /W 9 /H 9 ID x EI", "/P <</MCID 0>> BDC", "EMC", "W n", "1e30 0 Td", "T*", "(a) '",
    )),
    TEXT.map(lambda text: f"({text.translate(str.maketrans('', '', '()'))}) Tj"),
)  # fmt: skip
_OBJECTS = st.lists(
    st.sampled_from((
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", b"<</Type/Font/Subtype/Type0/BaseFont/X"
        b"/Encoding/Identity-H/DescendantFonts[7 0 R]>>", b"<<>>", b"null", b"[" * 300 + b"]" * 300,
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X>>", b"6 0 R", b"<</Length 6 0 R>>stream\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 2>>stream\nq \nendstream",
        b"<</Type/XObject/Subtype/Image/Width 9999/Height 9999/Length 1>>stream\nx\nendstream",
    )),
    max_size=4,
)  # fmt: skip
PDF = broken(
    st.builds(
        _pdf, st.lists(_DRAWN, max_size=60), _OBJECTS, st.booleans(), st.sampled_from((1, 1, 2, 25))
    )
)

DOCUMENTS: dict[str, tuple[str, st.SearchStrategy[bytes]]] = {
    "pdf": (".pdf", PDF),
    "docx": (".docx", WORD),
    "html": (".html", HTML),
    "mhtml": (".mhtml", MHTML),
    "markdown": (".md", MARKDOWN),
    "latex": (".tex", LATEX),
    "text": (".txt", PLAIN),
    "package": (".docx", PACKAGES),
    "bytes": (".pdf", st.binary(max_size=2_000)),
}
"""A reader (or what none of them takes) → the suffix and the files to try it with."""

_YAML = _joined((
    "id: x\n", "version: '1'\n", "title: X\n", "domains:\n", "topics:\n", "  - id: a\n", "    domain: b\n",
    "    title: t\n", "    definition: d\n", "    strong:\n", "      - ", "[", "]", "{", "}", ": ", "- ",
    "&a ", "*a", "<<: *a\n", "!!python/name:os.system ", "!x ", "? ", "|\n", ">\n", "'", '"', "\t", "#", "\n",
    "---\n", "...\n", "%YAML 9.9\n", "2026-13-45", "!!float x", "\\x", "null", "1e400", "9" * 5000, "    ",
))  # fmt: skip


def _as_yaml(value: object, indent: int = 0) -> str:
    space = "  " * indent
    if isinstance(value, dict):
        return "".join(
            f"\n{space}{key}: {_as_yaml(inner, indent + 1)}" for key, inner in value.items()
        )
    if isinstance(value, list):
        return "".join(f"\n{space}- {_as_yaml(inner, indent + 1).lstrip()}" for inner in value)
    return str(value).replace("\n", " ")


_LEAF = st.one_of(
    TEXT, st.integers(), st.booleans(), st.none(), st.sampled_from(("(a+)+$", "[", "*"))
)
_KEYS = ("id", "version", "title", "language", "domains", "topics", "domain", "definition", "strong",
         "contextual", "names", "partners", "false_friends", "kind", "scope", "expected", "covers",
         "ignores", "standards", "near", "phrase", "term", "weight", "x")  # fmt: skip
_SHAPED = st.dictionaries(
    st.sampled_from(_KEYS),
    st.recursive(
        _LEAF,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(_KEYS), inner, max_size=5)
        ),
        max_leaves=12,
    ),
    max_size=8,
)
RUBRICS = encoded(st.one_of(_YAML, _SHAPED.map(_as_yaml)))

WORDS = st.one_of(
    st.sampled_from((
        "check", "explain", "rubric", "cache", "map", "diff", "init", "evaluate", "config", "baseline",
        "--help", "-h", "--version", "-f", "--format", "json", "table", "csv", "sarif", "-q", "-v", "--all",
        "--evidence", "3", "-1", "--jobs", "0", "1", "--limit", "cpu=1", "memory=0", "wall=x", "--topic",
        "--domain", "--rubric", "--no-cache", "--", "-", "--exclude", "[", "--include", "**", "-o", "--engine",
        "course.md", "missing.md", "folder", "", "--files-from", "--follow-links", "--fail-under", "101",
        "--require", "x=y", "list", "show", "--config", "dask://x", "--stdin-filename", "--exit-zero",
    )),
    st.text(max_size=12).filter(lambda word: "\0" not in word and "/" not in word),
)  # fmt: skip
LINES: st.SearchStrategy[list[str]] = st.lists(WORDS, max_size=7)
