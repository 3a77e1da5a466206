"""Markdown for comments on pull requests and job summaries: what failed first, details folded."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.nouns import Coverage, Evidence, Level, Report, Scope
from curriculum_gap.reports.gaps import path_of
from curriculum_gap.reports.inert import as_log
from curriculum_gap.reports.markdown_outcomes import put_comparison, put_gate, put_unread
from curriculum_gap.reports.markdown_pieces import (
    QUOTED,
    as_markdown_text,
    folded,
    table,
    title_of,
)
from curriculum_gap.reports.quotation import quotation, spaced, where
from curriculum_gap.reports.reach import reach_of, reached_of_all
from curriculum_gap.reports.view import (
    PAGES_SHOWN,
    View,
    by_topic,
    content,
    is_expected,
    only_policy,
    percent,
    reached,
    reached_of_expected,
)

__all__ = ["MARK", "render"]

MARK = "<!-- gapcheck report -->"
"""First line of every report, so that a comment can be found again and brought up to date."""


def render(report: Report, view: View) -> str:
    """Comparison or coverage, gates, then unread files; ``view.evidence`` is the number of
    quotations per topic, ``view.everything`` lists absent topics unfolded."""
    lines = [MARK]
    if report.comparison is not None:
        put_comparison(lines, report, report.comparison)
    elif len(report.covered) == 1:
        _put_document(lines, report.covered[0], report, view, "###")
    else:
        _put_documents(lines, report, view)
    if report.gate is not None:
        put_gate(lines, report, report.gate)
    unread = report.comparison.unread if report.comparison is not None else report.unread
    if unread:
        put_unread(lines, unread)
    name = f"{as_markdown_text(report.rubric.id)} {as_markdown_text(report.rubric.version)}"
    lines += ["", f"<sub>gapcheck {as_markdown_text(report.version)} · rubric {name} · “not found "
              "here” is not “not taught”</sub>"]  # fmt: skip
    return as_log("\n".join(lines)) + "\n"


def _put_document(
    lines: list[str], coverage: Coverage, report: Report, view: View, head: str
) -> None:
    pairs = by_topic(coverage, report.rubric.topics)
    met, expected = reached_of_expected(pairs)
    title = as_markdown_text(coverage.title or coverage.source)
    lines += ["", f"{head} {title}: {percent(met, expected)} of what is expected", ""]
    source = as_markdown_text(path_of(coverage.source))
    lines += [f"{source} · {met} of {expected} expected topics at their level", ""]
    shown = [(topic, found) for topic, found in pairs if found.level or view.everything]
    if shown:
        rows = []
        for topic, found in shown:
            below = is_expected(topic) and not reached(topic, found)
            level = f"**{found.level}**" + (f" ({found.expected} expected)" if below else "")
            pieces = content(found)
            rows.append(
                (title_of(topic), level, as_markdown_text(where(pieces)), _words(pieces, view))
            )
        lines += table(("topic", "level", "where", "in the syllabus’s words"), rows)
    missing = [(topic, found) for topic, found in pairs
               if is_expected(topic) and not found.level]  # fmt: skip
    if missing:
        absent = [
            (title_of(topic), "only as policy text" if only_policy(found) else "",
             as_markdown_text(topic.suggestions[0]) if topic.suggestions else "")
            for topic, found in missing
        ]  # fmt: skip
        advice = table(("topic", "", "what would help"), absent)
        lines += folded(f"Not found here, though this rubric expects it ({len(missing)})", advice)
    for warning in coverage.warnings:
        lines += ["", f"⚠️ {as_markdown_text(warning)}"]


def _put_documents(lines: list[str], report: Report, view: View) -> None:
    met, expected = reached_of_all(report)
    documents = len(report.covered)
    if not documents:
        lines += ["", "### gapcheck: no document was read"]
        return
    lines += [
        "",
        f"### gapcheck: {documents} documents, {met} of {expected} expected topics reached "
        f"({percent(met, expected)})",
        "",
    ]
    rows = []
    for coverage in report.covered:
        mine, asked = reached_of_expected(by_topic(coverage, report.rubric.topics))
        levels = [found.level for found in coverage.topics]
        counts = (str(levels.count(level) or "") for level in reversed(Level) if level)
        name = as_markdown_text(path_of(coverage.source))
        rows.append((name, percent(mine, asked), *counts))
    lines += table(("document", "share", "assessed", "taught", "mentioned"), rows)
    topics = []
    for topic, reach, best in sorted(reach_of(report), key=lambda reach: -reach.documents):
        if topic.scope is Scope.PROGRAM and not best:
            continue
        state = f"**{best}**" if best else "not found"
        wanted = "" if best >= topic.expected else f"{topic.expected} expected"
        topics.append((title_of(topic), f"{reach} of {documents}", state, wanted))
    by_reach = table(("topic", "documents", "best level", ""), topics)
    lines += folded("Topics by reach", by_reach)
    if documents <= PAGES_SHOWN:
        for coverage in report.covered:
            part: list[str] = []
            _put_document(part, coverage, report, view, "####")
            lines += folded(as_markdown_text(coverage.title or coverage.source), part)


def _words(pieces: Sequence[Evidence], view: View) -> str:
    quoted = []
    for piece in pieces[: 1 if view.evidence is None else view.evidence]:
        parts = (
            f"<b>{as_markdown_text(text)}</b>" if hit else spaced(text, as_markdown_text)
            for text, hit in quotation(piece, QUOTED)
        )
        quoted.append(f"“{''.join(parts)}”")
    return "<br>".join(quoted)
