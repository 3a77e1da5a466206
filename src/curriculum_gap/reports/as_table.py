"""The page that a person reads in a terminal: the answer first, then every level with its place
and the syllabus's own words, then what is missing, then the next step."""

from __future__ import annotations

from curriculum_gap.nouns import Report
from curriculum_gap.reports.page import Page
from curriculum_gap.reports.table_document import put_document
from curriculum_gap.reports.view import PAGES_SHOWN, View

__all__ = ["render"]


def render(report: Report, view: View) -> str:
    """The report for people, in lines of at most ``view.width`` columns (commands may be longer);
    colours only where ``view.colour``."""
    page = Page(view)
    many = len(report.covered) > PAGES_SHOWN
    if not many and not report.unread and report.comparison is None and report.gate is None:
        for coverage in report.covered:
            put_document(page, coverage, report.rubric)
        return page.text()
    # One syllabus is shown without these: importing them takes as long as its page.
    from curriculum_gap.reports.table_outcomes import put_comparison, put_gate, put_unread
    from curriculum_gap.reports.table_summary import put_summary

    if report.comparison is not None:
        put_comparison(page, report, report.comparison)
        if report.comparison.unread:
            put_unread(page, report.comparison.unread)
        if report.gate is not None:
            put_gate(page, report, report.gate)
        return page.text()
    if not many or view.evidence is not None or view.everything:
        for coverage in report.covered:
            put_document(page, coverage, report.rubric)
    if many:
        put_summary(page, report)
    if report.unread:
        put_unread(page, report.unread)
    if report.gate is not None:
        put_gate(page, report, report.gate)
    return page.text()
