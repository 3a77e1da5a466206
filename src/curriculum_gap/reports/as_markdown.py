"""Markdown for comments on pull requests and job summaries: what failed first, details folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curriculum_gap.nouns import (
    Change,
    Comparison,
    Coverage,
    DocumentChange,
    Evidence,
    GateFailure,
    GateOutcome,
    Level,
    Report,
    Scope,
    Topic,
    Unread,
)
from curriculum_gap.reports.gaps import path_of
from curriculum_gap.reports.inert import as_line, as_log
from curriculum_gap.reports.outcome_wording import course_of
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
    why_unread,
)

__all__ = ["MARK", "as_markdown_text", "render"]

MARK = "<!-- gapcheck report -->"
"""First line of every report, so that a comment can be found again and brought up to date."""

_WIDTH = 110
_ACTIVE = re.compile(r"[\\`*_\[\](){}<>&|~!$\"']|^[-+=.\d]")
_ADDRESS = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(?=:)|(www)(?=\.)|(gh)(?=-\d)")
_NO_BREAK = "&#8203;"  # a zero-width space: what follows is no mention, reference or address
_SIGN = {True: "🔺 gained", False: "🔻 lost"}


def as_markdown_text(text: str) -> str:
    """Text of others as it is, in one line: no markup, no HTML, no link, nobody mentioned."""
    escaped = _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", as_line(text))
    escaped = re.sub(r"@|(?<!&)#", lambda match: match[0] + _NO_BREAK, escaped)
    return _ADDRESS.sub(lambda match: match[0] + _NO_BREAK, escaped)


def render(report: Report, view: View) -> str:
    """Comparison or coverage, gates, then unread files; ``view.evidence`` is the number of
    quotations per topic, ``view.everything`` lists absent topics unfolded."""
    lines = [MARK]
    if report.comparison is not None:
        _put_comparison(lines, report, report.comparison)
    elif len(report.covered) == 1:
        _put_document(lines, report.covered[0], report, view, "###")
    else:
        _put_documents(lines, report, view)
    if report.gate is not None:
        _put_gate(lines, report, report.gate)
    unread = report.comparison.unread if report.comparison is not None else report.unread
    if unread:
        _put_unread(lines, unread)
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
                (_title(topic), level, as_markdown_text(where(pieces)), _words(pieces, view))
            )
        lines += _table(("topic", "level", "where", "in the syllabus’s words"), rows)
    missing = [(topic, found) for topic, found in pairs
               if is_expected(topic) and not found.level]  # fmt: skip
    if missing:
        absent = [
            (_title(topic), "only as policy text" if only_policy(found) else "",
             as_markdown_text(topic.suggestions[0]) if topic.suggestions else "")
            for topic, found in missing
        ]  # fmt: skip
        table = _table(("topic", "", "what would help"), absent)
        lines += _folded(f"Not found here, though this rubric expects it ({len(missing)})", table)
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
    lines += _table(("document", "share", "assessed", "taught", "mentioned"), rows)
    topics = []
    for topic, reach, best in sorted(reach_of(report), key=lambda reach: -reach.documents):
        if topic.scope is Scope.PROGRAM and not best:
            continue
        state = f"**{best}**" if best else "not found"
        wanted = "" if best >= topic.expected else f"{topic.expected} expected"
        topics.append((_title(topic), f"{reach} of {documents}", state, wanted))
    table = _table(("topic", "documents", "best level", ""), topics)
    lines += _folded("Topics by reach", table)
    if documents <= PAGES_SHOWN:
        for coverage in report.covered:
            part: list[str] = []
            _put_document(part, coverage, report, view, "####")
            lines += _folded(as_markdown_text(coverage.title or coverage.source), part)


def _put_comparison(lines: list[str], report: Report, comparison: Comparison) -> None:
    changes = [(document, change) for document in comparison.documents
               for change in document.changes]  # fmt: skip
    lost = [pair for pair in changes if pair[1].after < pair[1].before]
    gained = [pair for pair in changes if pair[1].after > pair[1].before]
    said = f"{_levels(len(lost))} lost, {len(gained)} gained" if lost or gained else (
        "no level changed"
    )  # fmt: skip
    old, new = as_markdown_text(comparison.old), as_markdown_text(comparison.new)
    lines += ["", f"### gapcheck: {said}", "", f"{old} → {new}", ""]
    topics = {topic.id: topic for topic in report.rubric.topics}
    rows = [
        (_SIGN[change.after > change.before], _course(document), _title(topics[change.topic]),
         str(change.before) if change.before else "not found",
         f"**{change.after or 'not found'}**" if change.after else "**not found**",
         _where_changed(change))
        for document, change in [*lost, *gained]
    ]  # fmt: skip
    if rows:
        lines += _table(("", "course", "topic", "before", "after", "where"), rows)
    if comparison.whole:
        lines += ["", "All documents together:", ""]
        for change in comparison.whole:
            what = f"{change.before or 'not found'}" if change.before else "not found"
            now = str(change.after) if change.after else "**found in no document any more**"
            title = _title(topics[change.topic])
            lines.append(f"- {_SIGN[change.after > change.before]}: {title}: {what} → {now}")
    other = [pair for pair in changes if pair[1].after == pair[1].before]
    if other:
        alike = [
            (_course(document), _title(topics[change.topic]), str(change.after),
             str(len(change.gained) or ""), str(len(change.lost) or ""))
            for document, change in other
        ]  # fmt: skip
        heads = ("course", "topic", "level", "passages new", "passages gone")
        lines += _folded(f"Same level, other passages ({len(other)})", _table(heads, alike))
    moved = [document for document in comparison.documents if document.old != document.new]
    if moved:
        lines += ["", *(_moved(document) for document in moved)]
    lines += [f"\n⚠️ {as_markdown_text(warning)}" for warning in comparison.warnings]


def _levels(number: int) -> str:
    return f"{number} topic" + ("" if number == 1 else "s")


def _course(document: DocumentChange) -> str:
    return as_markdown_text(course_of(document))


def _moved(document: DocumentChange) -> str:
    old, new = (as_markdown_text(path_of(name)) for name in (document.old, document.new))
    if not document.old:
        return f"- new: {new}"
    return f"- renamed: {old} → {new}" if document.new else f"- gone: {old}"


def _where_changed(change: Change) -> str:
    if change.after < change.before:
        return "was: " + as_markdown_text(where(change.lost)) if change.lost else ""
    return as_markdown_text(where(change.gained))


def _put_gate(lines: list[str], report: Report, gate: GateOutcome) -> None:
    if gate.failures:
        lines += ["", f"**Gate failed** ({len(gate.failures)}):", ""]
        losses = sum(failure.gate == "loss" for failure in gate.failures)
        lines += [f"- levels lost: {losses}"] * bool(losses)  # the table above has them
        lines += [f"- {_failure(f)}" for f in gate.failures if f.gate != "loss"]
    elif gate.asked and not report.unread:
        lines += ["", "**Gate passed.**"]
    elif gate.asked:
        lines += ["", "**Gate not passed:** files that were not read have no verdict."]
    if gate.excused:
        rows = [
            (as_markdown_text(path_of(failure.source) or failure.program),
             as_markdown_text(failure.topic), str(failure.found), failure.excuse,
             as_markdown_text(failure.reason) + (f" (until {failure.until})" * bool(failure.until)))
            for failure in gate.excused
        ]  # fmt: skip
        table = _table(("document", "topic", "level", "accepted by", "reason"), rows)
        lines += _folded(f"Waived or on file ({len(gate.excused)})", table)
    if gate.notes:
        lines += ["", *(f"- {as_markdown_text(note)}" for note in gate.notes)]


def _failure(failure: GateFailure) -> str:
    who = as_markdown_text(failure.program or path_of(failure.source))
    said = f"{who}: {as_markdown_text(failure.message)}" if who else failure.message
    if failure.nearest is None:
        return said
    words = "".join(text for text, _ in quotation(failure.nearest, _WIDTH))
    spot = as_markdown_text(where([failure.nearest]))
    other = failure.nearest_source != failure.source
    document = f"{as_markdown_text(path_of(failure.nearest_source))}, " if other else ""
    return f"{said}<br>nearest: {document}{spot} “{as_markdown_text(words)}”"


def _put_unread(lines: list[str], unread: Sequence[Unread]) -> None:
    lines += ["", f"**Not read** ({len(unread)}): no verdict about topics", ""]
    rows = [
        (as_markdown_text(path_of(entry.source)), str(entry.status),
         as_markdown_text(why_unread(entry)))
        for entry in unread
    ]  # fmt: skip
    lines += _table(("file", "status", "why, and what would work"), rows)


def _title(topic: Topic) -> str:
    return as_markdown_text(topic.title)


def _words(pieces: Sequence[Evidence], view: View) -> str:
    quoted = []
    for piece in pieces[: 1 if view.evidence is None else view.evidence]:
        parts = (
            f"<b>{as_markdown_text(text)}</b>" if hit else spaced(text, as_markdown_text)
            for text, hit in quotation(piece, _WIDTH)
        )
        quoted.append(f"“{''.join(parts)}”")
    return "<br>".join(quoted)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def _folded(summary: str, lines: Sequence[str]) -> list[str]:
    return ["", f"<details><summary>{summary}</summary>", "", *lines, "", "</details>"]
