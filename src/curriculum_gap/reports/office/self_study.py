"""The appendix of a self-study, for Word and its like, with python-docx.

Takes a report, a map or a crosswalk, gives the bytes of a DOCX file: a summary, the map as a table
whose heads are repeated on every page, gaps with places, what is to be said of topics, and at most
three quotations a topic. Looks come from named styles, so that a template can replace them.
"""

from __future__ import annotations

from curriculum_gap.curriculum_map import Crosswalk, CurriculumMap
from curriculum_gap.nouns import Report
from curriculum_gap.reports.column_groups import column_groups
from curriculum_gap.reports.office.crosswalk_view import view_of_crosswalk
from curriculum_gap.reports.office.map_view import view_of_map
from curriculum_gap.reports.office.report_view import view_of_report
from curriculum_gap.reports.office.view import FOOTNOTE, Column, Gap, Piece, View, gap_lines
from curriculum_gap.reports.office.word_document import WordDocument, columns_across
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.quotations import quote, shorten
from curriculum_gap.reports.wording import NOT_FOR

__all__ = ["crosswalk_as_appendix", "map_as_appendix", "render"]

_QUOTATIONS = 3  # of a topic
_QUOTATION = 190  # characters
_STANDING = 600  # characters of what a course shows
_PLACE_TEXT = 110  # characters of a passage beside which a topic would fit
_PLACES = 3  # of a gap
_COURSES_ACROSS = 16  # columns of courses that a landscape page holds
_LISTED = 40  # entries of a list, after which it says how many more there are


def render(report: Report, options: ReportOptions) -> bytes:
    """What ``gapcheck check`` found, as an appendix."""
    return _appendix(view_of_report(report, options))


def map_as_appendix(curriculum_map: CurriculumMap, options: ReportOptions) -> bytes:
    """The map of a programme as an appendix."""
    return _appendix(view_of_map(curriculum_map, options))


def crosswalk_as_appendix(crosswalk: Crosswalk, options: ReportOptions) -> bytes:
    """A standard held against a programme, as an appendix."""
    return _appendix(view_of_crosswalk(crosswalk, options))


def _appendix(view: View) -> bytes:
    page = WordDocument(view.title, view.subject)
    _summary(page, view)
    _map(page, view)
    _gaps(page, view)
    for found in view.findings:
        page.heading(f"{found.heading} ({len(found.lines)})", 2)
        _listed(page, [(name, detail) for name, detail in found.lines])
    _evidence(page, view)
    _standards(page, view)
    _files(page, view)
    page.heading("About this appendix", 1)
    for name, value in view.about:
        page.entry(f"{name}: ", value)
    return page.as_bytes()


def _listed(page: WordDocument, lines: list[tuple[str, str]]) -> None:
    """A list, or its first entries and how many more there are."""
    for name, detail in lines[:_LISTED]:
        page.entry(name, f": {detail}" if detail else "")
    if len(lines) > _LISTED:
        page.entry("", f"{len(lines) - _LISTED:,} more, all of them in the workbook (-o FILE.xlsx)")


def _summary(page: WordDocument, view: View) -> None:
    page.heading("Summary", 1)
    for line in view.lines:
        page.paragraph(line)
    for line in view.warnings:
        page.paragraph(f"Doubt: {line}", "Notice")
    gaps = [f"{line}." for line in gap_lines(view)]
    for line in gaps or (["No gap was found."] if view.noun == "topic" else []):
        page.paragraph(line)
    page.paragraph(FOOTNOTE, "Notice")
    page.heading("What this must not be used for", 2)
    for line in NOT_FOR:
        page.entry("", f"{line.capitalize()}.")
    page.paragraph(view.names, "Notice")
    page.heading(f"{view.columns_noun.capitalize()}s", 2)
    heads = [view.columns_noun, "title", "note", "what it shows"]
    rows = [
        [one.code, one.title, one.note, shorten(one.standing, _STANDING)] for one in view.columns
    ]
    if not any(one.standing for one in view.columns):
        heads, rows = heads[:3], [row[:3] for row in rows]
    widths = (0.9, 2.2, 0.8, 3.0)[: len(heads)]
    page.table(
        f"The {view.columns_noun}s, in their order and not by what they show", heads, rows, widths
    )


def _map(page: WordDocument, view: View) -> None:
    """The map on landscape pages, in several tables where there are many courses."""
    page.turn(landscape=True)
    page.heading("Map" if view.noun == "topic" else "Crosswalk", 1)
    page.paragraph(view.legend, "Notice")
    across = columns_across([column.code for column in view.columns], _COURSES_ACROSS)
    groups = column_groups(view.columns, across)
    for group in groups:
        span = ""
        if len(groups) > 1:
            span = f", {group[0][0] + 1} to {group[-1][0] + 1} of {len(view.columns)}"
        page.grid(
            f"Each {view.noun} in each {view.columns_noun}{span}",
            (view.noun, "as a whole", *(column.code for _, column in group)),
            _grid_rows(view, group),
        )
    page.turn(landscape=False)


def _grid_rows(
    view: View, group: list[tuple[int, Column]]
) -> list[tuple[str, list[tuple[str, int]]]]:
    """Title and cells of each row, a cell as text and tint; a group's name without cells."""
    rows: list[tuple[str, list[tuple[str, int]]]] = []
    before = ""
    for row in view.rows:
        if row.group != before:
            rows.append((row.group, []))
            before = row.group
        whole = f"{row.best.word}, gap" if row.is_gap and view.noun == "topic" else row.best.word
        marks = [(row.marks[index].letter, row.marks[index].tint) for index, _ in group]
        rows.append((row.title, [(whole, 0), *marks]))
    return rows


def _gaps(page: WordDocument, view: View) -> None:
    """The rows that no course reaches, with the places where they would fit."""
    gaps: dict[str, list[Gap]] = {}
    for gap in view.gaps:
        if gap.nowhere:
            gaps.setdefault(gap.row, []).append(gap)
    rows = [row for row in view.rows if row.id in gaps]
    page.heading(f"Gaps and places ({len(rows)})", 1)
    if not rows:
        page.paragraph("None was found.")
    topic_list = ""
    for row in rows:
        if row.topic_list != topic_list:
            topic_list = row.topic_list
            page.heading(topic_list, 2)
        page.heading(row.title, 3)
        details = {gap.detail for gap in gaps[row.id]}
        if len(details) == 1:
            page.paragraph(f"{_sentence(details.pop())}.", "Detail")
        else:
            page.paragraph(f"Expected {row.expected}; {row.best.word} at most.", "Detail")
        with_place = [gap for gap in gaps[row.id] if gap.text] or gaps[row.id]
        for gap in with_place[:_PLACES]:
            text = f": “{shorten(gap.text, _PLACE_TEXT)}”" if gap.text else ""
            suggestion = f" {gap.suggestion}" if gap.suggestion else ""
            page.entry(gap.course, f"{': ' if gap.course else ''}{gap.where}{text}.{suggestion}")


def _sentence(text: str) -> str:
    """A text with a capital at its start, the rest as it is."""
    return text[:1].upper() + text[1:]


def _evidence(page: WordDocument, view: View) -> None:
    """At most three quotations of each row, from different courses where it can be, in their
    order."""
    by_row: dict[str, list[Piece]] = {}
    for piece in view.pieces:
        if piece.evidence is None or not piece.evidence.is_policy:
            by_row.setdefault(piece.row, []).append(piece)
    page.heading(f"Evidence by {view.noun}", 1)
    page.paragraph(
        f"At most {_QUOTATIONS} passages a {view.noun}; matching words are bold. The workbook "
        "(-o FILE.xlsx) has them all.",
        "Notice",
    )
    group = ""
    for row in view.rows:
        if by_row.get(row.id):
            if row.group != group:
                group = row.group
                page.heading(group, 2)
            page.heading(row.title, 3)
            for piece in _chosen(by_row[row.id]):
                _quotation(page, piece, view)


def _chosen(pieces: list[Piece]) -> list[Piece]:
    """The best passage of each course, then others; the deepest three, in the order of courses."""
    seen: set[int] = set()

    def rank(index: int) -> tuple[bool, int, float]:
        """Sorts a course's first piece before its others, then by depth and score."""
        piece = pieces[index]
        repeated = piece.column in seen
        seen.add(piece.column)
        score = piece.evidence.score if piece.evidence is not None else 1.0
        return repeated, -piece.mark.tint, -score

    deepest = sorted(range(len(pieces)), key=rank)[:_QUOTATIONS]
    return [pieces[index] for index in sorted(deepest)]


def _quotation(page: WordDocument, piece: Piece, view: View) -> None:
    level = piece.mark.word if view.noun == "topic" else ""
    where = ", ".join(part for part in (level, piece.section, piece.place) if part)
    parts = [(shorten(piece.text, _QUOTATION), False)]
    if piece.evidence is not None:
        parts = quote(piece.evidence, _QUOTATION)
    page.quotation(f"{view.columns[piece.column].code}, {where}: ", parts)


def _standards(page: WordDocument, view: View) -> None:
    """What documents declare, one table for each standard."""
    if not view.standards:
        return
    page.heading("Codes of standards in the documents", 1)
    page.paragraph("It shows where codes stand; it is no proof of compliance.", "Notice")
    for name, entries in view.standards:
        page.heading(name, 2)
        codes: dict[str, dict[str, None]] = {}
        for code, column, _, _ in entries:
            codes.setdefault(code or "(no item named)", {})[column] = None
        rows = [(code, ", ".join(columns)) for code, columns in sorted(codes.items())]
        page.table(
            f"{name}: codes by {view.columns_noun}", ("code", "declared in"), rows, (1.2, 5.8)
        )


def _files(page: WordDocument, view: View) -> None:
    page.heading("Files that were not read", 1)
    if not view.unread:
        page.paragraph("Every file was read.")
    _listed(page, [(path, f"{status}, {why}") for path, status, why in view.unread])
    for found in view.files:
        page.heading(f"{found.heading} ({len(found.lines)})", 2)
        _listed(page, list(found.lines))
