"""The course of `one_course` in each format, from its values to the bytes of a file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape

from course_exports import Course as Export
from course_exports import canvas_export
from one_course import Bullets, Course, Paragraph, Table

__all__ = ["BUILDERS", "build_scan"]

_SCAN_DOTS = 200  # an inch


def build_text(course: Course) -> bytes:
    lines = [course.title, "=" * len(course.title), ""]
    lines += [line for text in course.lines for line in (text, "")]
    for part in course.parts:
        lines += [part.heading, "-" * len(part.heading), ""]
        for content in part.content:
            match content:
                case Paragraph(text):
                    lines += [text, ""]
                case Bullets(entries):
                    lines += [*(f"- {entry}" for entry in entries), ""]
                case Table():
                    lines += ["\t".join(row) for row in (content.header, *content.rows)]
                    lines.append("")
    return "\n".join(lines).encode()


def _markdown_parts(course: Course) -> Iterator[str]:
    """The title with the lines below it, then each part."""
    yield "\n\n".join([f"# {course.title}", *course.lines])
    for part in course.parts:
        yield "\n\n".join([f"## {part.heading}", *map(_markdown_of, part.content)])


def _markdown_of(content: Paragraph | Bullets | Table) -> str:
    match content:
        case Paragraph(text):
            return text
        case Bullets(entries):
            return "\n".join(f"- {entry}" for entry in entries)
        case Table(_, header, rows):
            lines = [header, ["---"] * len(header), *rows]
            return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def build_markdown(course: Course) -> bytes:
    return "\n\n".join(_markdown_parts(course)).encode()


def build_quarto(course: Course) -> bytes:
    """Markdown whose title stands in its front matter, with a part in a division."""
    title, *parts = _markdown_parts(course)
    front = f'---\ntitle: "{course.title}"\nformat: html\n---'
    below = title.partition("\n\n")[2]
    callout = f"::: {{.callout-note}}\n{parts[-1]}\n:::"
    return "\n\n".join([front, below, *parts[:-1], callout]).encode()


def build_ipynb(course: Course) -> bytes:
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": part.splitlines(keepends=True)}
        for part in _markdown_parts(course)
    ]
    code = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": []}
    cells.insert(1, {**code, "source": ["import calendar\n", "print(calendar.month(2027, 9))"]})
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1).encode()


def html_of(course: Course) -> str:
    """The course as a web page."""
    parts = [f"<h1>{escape(course.title)}</h1>"]
    parts += [f"<p>{escape(line)}</p>" for line in course.lines]
    for part in course.parts:
        parts.append(f"<h2>{escape(part.heading)}</h2>")
        parts += map(_html_of, part.content)
    head = f'<head><meta charset="utf-8"><title>{escape(course.title)}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{''.join(parts)}</body></html>"


def _html_of(content: Paragraph | Bullets | Table) -> str:
    match content:
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Bullets(entries):
            return "<ul>" + "".join(f"<li>{escape(entry)}</li>" for entry in entries) + "</ul>"
        case Table(_, header, rows):
            head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
            body = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
            return "<table>" + "".join(f"<tr>{row}</tr>" for row in (head, *body)) + "</table>"


def build_html(course: Course) -> bytes:
    return html_of(course).encode()


def build_mhtml(course: Course) -> bytes:
    page = MIMEText(html_of(course), "html", "utf-8")
    page["Content-Location"] = "https://college.example/coun531"
    mail = MIMEMultipart("related", type="text/html")
    mail["From"], mail["Subject"] = "<Saved by a browser>", course.title
    mail.attach(page)
    return mail.as_bytes()


def build_latex(course: Course) -> bytes:
    lines = [
        "\\documentclass{article}",
        f"\\title{{{_tex(course.title)}}}",
        "\\begin{document}",
        "\\maketitle",
        *(_tex(line) + "\n" for line in course.lines),
    ]
    for part in course.parts:
        lines += [f"\\section{{{_tex(part.heading)}}}", *map(_latex_of, part.content)]
    return "\n".join([*lines, "\\end{document}"]).encode()


def _tex(text: str) -> str:
    return text.replace("%", "\\%").replace("&", "\\&")


def _latex_of(content: Paragraph | Bullets | Table) -> str:
    match content:
        case Paragraph(text):
            return _tex(text) + "\n"
        case Bullets(entries):
            items = "\n".join(f"\\item {_tex(entry)}" for entry in entries)
            return f"\\begin{{itemize}}\n{items}\n\\end{{itemize}}\n"
        case Table(_, header, rows):
            lines = [" & ".join(map(_tex, row)) + " \\\\" for row in (header, *rows)]
            columns = "l" * len(header)
            body = "\n".join([lines[0], "\\hline", *lines[1:]])
            return f"\\begin{{tabular}}{{{columns}}}\n{body}\n\\end{{tabular}}\n"


def build_docx(course: Course) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(course.title, 0)
    for line in course.lines:
        document.add_paragraph(line)
    for part in course.parts:
        document.add_heading(part.heading, 1)
        for content in part.content:
            match content:
                case Paragraph(text):
                    document.add_paragraph(text)
                case Bullets(entries):
                    for entry in entries:
                        document.add_paragraph(entry, style="List Bullet")
                case Table(_, header, rows):
                    table = document.add_table(0, len(header), "Table Grid")
                    for row in (header, *rows):
                        for cell, text in zip(table.add_row().cells, row, strict=True):
                            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def build_pdf(course: Course) -> bytes:
    """Pages as a word processor prints them, with ruled tables."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, ListFlowable, SimpleDocTemplate
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import Table as Grid

    styles = getSampleStyleSheet()
    plain = styles["BodyText"]

    def flowable(content: Paragraph | Bullets | Table) -> Flowable:
        match content:
            case Paragraph(text):
                return Text(escape(text), plain)
            case Bullets(entries):
                items = [Text(escape(entry), plain) for entry in entries]
                return ListFlowable(items, bulletType="bullet", start="•")
            case Table(_, header, rows):
                cells = [[Text(escape(cell), plain) for cell in row] for row in (header, *rows)]
                widths = {2: [120, 330], 3: [130, 210, 110]}[len(header)]
                return Grid(cells, widths, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])

    story: list[Flowable] = [Text(escape(course.title), styles["Title"])]
    story += [Text(escape(line), plain) for line in course.lines]
    for part in course.parts:
        story.append(Text(escape(part.heading), styles["Heading2"]))
        story += map(flowable, part.content)
    out = io.BytesIO()
    SimpleDocTemplate(out, invariant=1).build(story)
    return out.getvalue()


def build_scan(course: Course) -> bytes:
    """The pages of `build_pdf` as pictures, as a copier makes them."""
    import pypdfium2
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in pypdfium2.PdfDocument(build_pdf(course)):
        width, height = page.get_size()
        picture = page.render(scale=_SCAN_DOTS / 72, grayscale=True).to_pil()
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def build_rtf(course: Course) -> bytes:
    """Word's RTF: styles of headings, bullets as text before their entries, ruled rows."""
    styles = (
        "{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 heading 1;}"
        "{\\s2\\outlinelevel1 heading 2;}}"
    )
    lines = [
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}}" + styles,
        f"\\pard\\s1\\outlinelevel0\\b {_rtf(course.title)}\\b0\\par",
        *(f"\\pard\\s0 {_rtf(line)}\\par" for line in course.lines),
    ]
    for part in course.parts:
        lines.append(f"\\pard\\s2\\outlinelevel1\\b {_rtf(part.heading)}\\b0\\par")
        for content in part.content:
            lines += _rtf_of(content)
    return ("\n".join(lines) + "}").encode("ascii")


def _rtf(text: str) -> str:
    """Text as RTF writes it."""
    for sign in "\\{}":
        text = text.replace(sign, "\\" + sign)
    return "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in text)


def _rtf_of(content: Paragraph | Bullets | Table) -> list[str]:
    match content:
        case Paragraph(text):
            return [f"\\pard\\s0 {_rtf(text)}\\par"]
        case Bullets(entries):
            mark = "{\\listtext\\'b7\\tab}"
            return [f"\\pard\\s0\\ls1\\ilvl0{mark}{_rtf(entry)}\\par" for entry in entries]
        case Table(_, header, rows):
            ends = "".join(f"\\cellx{3000 * (column + 1)}" for column in range(len(header)))
            cells = (
                "".join(f"\\pard\\intbl {_rtf(cell)}\\cell" for cell in row)
                for row in (header, *rows)
            )
            return [f"\\trowd{ends}{row}\\row" for row in cells]


def rows_of(course: Course) -> list[list[str]]:
    """The course as rows of one sheet, as people write it in a spreadsheet."""
    rows = [[course.title], *([line] for line in course.lines)]
    for part in course.parts:
        rows += [[], [part.heading]]
        for content in part.content:
            rows += _rows_of(content)
    return rows


def _rows_of(content: Paragraph | Bullets | Table) -> list[list[str]]:
    match content:
        case Paragraph(text):
            return [[text]]
        case Bullets(entries):
            return [[entry] for entry in entries]
        case Table(_, header, rows):
            return [list(header), *map(list, rows)]


def build_csv(course: Course) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows_of(course))
    return out.getvalue().encode()


def build_xlsx(course: Course) -> bytes:
    """A sheet with the text, and one for the schedule, with its heading above."""
    import openpyxl

    book = openpyxl.Workbook()
    schedule = [part for part in course.parts if part.heading == "Course Schedule"]
    text = [part for part in course.parts if part not in schedule]
    book.active.title = "Syllabus"
    for row in rows_of(replace(course, parts=tuple(text))):
        book.active.append(row)
    sheet = book.create_sheet("Schedule")
    for row in rows_of(Course("", (), tuple(schedule)))[2:]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_ODT_NAMES = " ".join(
    f'xmlns:{prefix}="{_OFFICE}{prefix}:1.0"' for prefix in ("office", "text", "table")
)


def build_odt(course: Course) -> bytes:
    body = [f'<text:h text:outline-level="1">{escape(course.title)}</text:h>']
    body += [f"<text:p>{escape(line)}</text:p>" for line in course.lines]
    for part in course.parts:
        body.append(f'<text:h text:outline-level="2">{escape(part.heading)}</text:h>')
        body += map(_odt_of, part.content)
    text = f"<office:body><office:text>{''.join(body)}</office:text></office:body>"
    mimetype = "application/vnd.oasis.opendocument.text"
    return _packed(
        {
            "mimetype": mimetype,
            "content.xml": f"<office:document-content {_ODT_NAMES}>{text}</office:document-content>",
        }
    )


def _odt_of(content: Paragraph | Bullets | Table) -> str:
    match content:
        case Paragraph(text):
            return f"<text:p>{escape(text)}</text:p>"
        case Bullets(entries):
            items = (
                f"<text:list-item><text:p>{escape(entry)}</text:p></text:list-item>"
                for entry in entries
            )
            return f"<text:list>{''.join(items)}</text:list>"
        case Table(name, header, rows):
            lines = [_odt_row(row) for row in (header, *rows)]
            head = f"<table:table-header-rows>{lines[0]}</table:table-header-rows>"
            inside = head + "".join(lines[1:])
            return f'<table:table table:name="{name}">{inside}</table:table>'


def _odt_row(cells: tuple[str, ...]) -> str:
    inside = "".join(
        f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in cells
    )
    return f"<table:table-row>{inside}</table:table-row>"


def _packed(members: dict[str, str]) -> bytes:
    """A ZIP package, its first member not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for index, (name, text) in enumerate(members.items()):
            kind = zipfile.ZIP_DEFLATED if index else zipfile.ZIP_STORED
            package.writestr(name, text, kind)
    return out.getvalue()


_PPTX_NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PPTX_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PPTX_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def build_pptx(course: Course) -> bytes:
    """A slide for the title and one for each part."""
    slides = [_pptx_slide(course.title, "ctrTitle", [Paragraph(line) for line in course.lines])]
    slides += [_pptx_slide(part.heading, "title", part.content) for part in course.parts]
    numbers = range(1, len(slides) + 1)
    listed = "".join(f'<p:sldId id="{255 + number}" r:id="r{number}"/>' for number in numbers)
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _pptx_relations([("r1", "officeDocument", "ppt/presentation.xml")]),
        "ppt/presentation.xml": (
            f"<p:presentation {_PPTX_NAMES}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"
        ),
        "ppt/_rels/presentation.xml.rels": _pptx_relations(
            [(f"r{number}", "slide", f"slides/slide{number}.xml") for number in numbers]
        ),
    }
    members |= {
        f"ppt/slides/slide{number}.xml": slide
        for number, slide in zip(numbers, slides, strict=True)
    }
    return _packed(members)


def _pptx_relations(found: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{_PPTX_KIND}/{kind}" Target="{target}"/>'
        for name, kind, target in found
    )
    return f'<Relationships xmlns="{_PPTX_RELATIONS}">{rows}</Relationships>'


def _pptx_slide(title: str, kind: str, contents: Iterable[Paragraph | Bullets | Table]) -> str:
    shapes = [_pptx_shape([_pptx_line(title)], f'<p:ph type="{kind}"/>')]
    for index, content in enumerate(contents, 1):
        match content:
            case Paragraph(text):
                shapes.append(_pptx_shape([_pptx_line(text)], ""))
            case Bullets(entries):
                bullet = '<a:pPr><a:buChar char="•"/></a:pPr>'
                lines = [_pptx_line(entry, bullet) for entry in entries]
                shapes.append(_pptx_shape(lines, f'<p:ph type="body" idx="{index}"/>'))
            case Table(_, header, rows):
                shapes.append(_pptx_table((header, *rows)))
    tree = f"<p:spTree><p:nvGrpSpPr/><p:grpSpPr/>{''.join(shapes)}</p:spTree>"
    return f"<p:sld {_PPTX_NAMES}><p:cSld>{tree}</p:cSld></p:sld>"


def _pptx_line(text: str, about: str = "") -> str:
    return f"<a:p>{about}<a:r><a:t>{escape(text)}</a:t></a:r></a:p>"


def _pptx_shape(lines: list[str], placeholder: str) -> str:
    about = f'<p:cNvPr id="1" name=""/><p:nvPr>{placeholder}</p:nvPr>'
    return f"<p:sp><p:nvSpPr>{about}</p:nvSpPr><p:txBody>{''.join(lines)}</p:txBody></p:sp>"


def _pptx_table(rows: tuple[tuple[str, ...], ...]) -> str:
    def cell(text: str) -> str:
        return f"<a:tc><a:txBody>{_pptx_line(text)}</a:txBody></a:tc>"

    lines = "".join(f"<a:tr>{''.join(map(cell, row))}</a:tr>" for row in rows)
    table = f'<a:tbl><a:tblPr firstRow="1"/>{lines}</a:tbl>'
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="1" name=""/></p:nvGraphicFramePr>'
        f"<a:graphic><a:graphicData>{table}</a:graphicData></a:graphic></p:graphicFrame>"
    )


def build_imscc(course: Course) -> bytes:
    """An export of Canvas whose syllabus page is the course."""
    return canvas_export(Export(course.title, "COUN 531", html_of(course)))


BUILDERS: dict[str, Callable[[Course], bytes]] = {
    "md": build_markdown,
    "qmd": build_quarto,
    "html": build_html,
    "mhtml": build_mhtml,
    "txt": build_text,
    "tex": build_latex,
    "ipynb": build_ipynb,
    "docx": build_docx,
    "pdf": build_pdf,
    "odt": build_odt,
    "rtf": build_rtf,
    "xlsx": build_xlsx,
    "csv": build_csv,
    "pptx": build_pptx,
    "imscc": build_imscc,
}
"""Suffix of a format → what writes the course in it."""
