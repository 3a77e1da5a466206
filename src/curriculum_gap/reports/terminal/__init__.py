"""The page that a person reads in a terminal.

Takes a report, gives text: the answer first, then every level with its place and the syllabus's own
words, then what is missing, then the next step. Laid out with rich.
"""

from __future__ import annotations

from curriculum_gap.nouns import Report
from curriculum_gap.reports.options import MAX_FULL_DOCUMENTS, ReportOptions
from curriculum_gap.reports.terminal.document import put_document
from curriculum_gap.reports.terminal.outcomes import put_comparison, put_gate, put_unread
from curriculum_gap.reports.terminal.page import Page, put_rubric_facts
from curriculum_gap.reports.terminal.summary import put_summary
from curriculum_gap.reports.wording import USE_PAGE, USE_PAGE_LEAD

__all__ = ["render"]


def render(report: Report, options: ReportOptions) -> str:
    """The report in lines of at most ``options.width`` columns (commands may be longer); colours
    only where ``options.colour``."""
    page = Page(options)
    if report.comparison is not None:
        put_comparison(page, report.rubric, report.comparison)
        unread = report.comparison.unread
    else:
        summed_up = len(report.covered) > MAX_FULL_DOCUMENTS
        if not summed_up or options.quotations is not None or options.everything:
            alone = len(report.covered) == 1
            if report.covered and not alone and not summed_up:
                put_rubric_facts(page, report.rubric)
            for coverage in report.covered:
                put_document(page, coverage, report.rubric, alone)
        if summed_up:
            put_summary(page, report)
        unread = report.unread
    if report.covered or report.comparison is not None:
        page.blank()
        page.line(f"{USE_PAGE_LEAD}:  {USE_PAGE}", "dim")
    if unread:
        put_unread(page, unread)
    if report.gate is not None:
        put_gate(page, report, report.gate)
    return page.text()
