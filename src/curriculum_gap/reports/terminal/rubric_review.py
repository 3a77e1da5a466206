"""Findings in rubrics, and runs of their passages, as pages in the terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from rich.text import Text

from curriculum_gap.nouns import Level, Match, Strength
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.terminal.page import Page, row
from curriculum_gap.reports.wording import count_noun
from curriculum_gap.rubric_review import (
    CODES,
    ExampleRun,
    Finding,
    RubricCheck,
    RubricTest,
    Severity,
)

__all__ = ["checks_as_table", "tests_as_table"]

_CODE = 6  # columns of a code
_COUNT = 5  # columns of a number
_NAME = 18  # columns of a code's name
_ALIKE = 3  # findings that say the same, from which they are shown as one


def checks_as_table(checks: Sequence[RubricCheck], options: ReportOptions) -> str:
    """Every warning with its place and fix, those that say the same of many topics as one, then
    notes: counted by code, or all of them with ``options.verbose``."""
    page = Page(options)
    for check in checks:
        page.rule()
        notes = [one for one in check.findings if one.severity is Severity.NOTE]
        _put_findings(page, check.warnings)
        if options.verbose:
            _put_findings(page, notes)
        elif notes:
            _put_counts(page, notes)
        head = Text(escape_line(check.rubric), style="bold")
        counts = f"{count_noun(len(check.warnings), 'warning')}, {count_noun(len(notes), 'note')}"
        style = "yellow" if check.warnings else "green"
        page.put(head.append(f": {count_noun(check.topics, 'topic')}, ", "not bold")
                 .append(counts, f"not bold {style}"))  # fmt: skip
        if check.warnings:
            page.line("It can be used as it is: warnings say where it could mislead.", "dim")
    return page.text()


def _put_findings(page: Page, findings: Sequence[Finding]) -> None:
    """Each finding, then those that say the same of several entries."""
    alike = defaultdict(list)
    for one in findings:
        alike[one.code, one.what, one.fix].append(one)
    for same in alike.values():
        if len(same) < _ALIKE:
            for one in same:
                _put_finding(page, one)
    for same in alike.values():
        if len(same) >= _ALIKE:
            _put_same(page, same)


def _put_same(page: Page, findings: Sequence[Finding]) -> None:
    first = findings[0]
    page.line(f"{escape_line(first.file)}: {len(findings)} times", "dim")
    _put_words(page, first)
    places = (f"{one.topic} ({one.line})" if one.line else one.topic for one in findings)
    page.line(escape_line(f"in {', '.join(places)}"), "dim", 3)
    page.blank()


def _put_finding(page: Page, finding: Finding) -> None:
    lead = Text(f"{escape_line(finding.where)}: ", style="dim")
    if finding.path:
        lead.append(escape_line(finding.path))
    page.put(lead)
    _put_words(page, finding)
    page.blank()


def _put_words(page: Page, finding: Finding) -> None:
    """What was found, and what to do."""
    text = Text(f"{finding.code} {CODES[finding.code].name}: ", style="bold")
    text.append(escape_line(finding.what), style="not bold")
    page.put(text, 3)
    page.line(f"→ {escape_line(finding.fix)}", "dim", 3)


def _put_counts(page: Page, notes: Sequence[Finding]) -> None:
    """How many notes there are of each code."""
    for code, number in sorted(Counter(one.code for one in notes).items()):
        known = CODES[code]
        cells = [Text(code), Text(str(number), justify="right"), Text(known.name),
                 Text(known.meaning, style="dim")]  # fmt: skip
        page.put(row((_CODE, _COUNT, _NAME, None), cells))
    page.line("Notes do not count; -v shows them.", "dim")
    page.blank()


def tests_as_table(tests: Sequence[RubricTest], options: ReportOptions) -> str:
    """Every passage that came out wrong, with ``options.verbose`` all of them, then counts."""
    page = Page(options)
    for test in tests:
        page.rule()
        shown = [*test.runs, *test.apart] if options.verbose else test.failed
        for run in shown:
            _put_run(page, test, run)
        if test.untested:
            topics = escape_line(", ".join(test.untested))
            page.line(f"Without passages: {topics}", "yellow")
        if test.apart:
            _put_apart(page, test)
        _put_alone(page, test)
        passed = len(test.runs) - len(test.failed)
        head = Text(escape_line(test.rubric), style="bold")
        style = "red" if test.failed else "green"
        head.append(f": {passed} of {count_noun(len(test.runs), 'passage')} as written", "not bold")
        head.append(f", {len(test.failed)} wrong", f"not bold {style}")
        page.put(head)
    return page.text()


def _put_run(page: Page, test: RubricTest, run: ExampleRun) -> None:
    """One passage: where it stands, what was expected, what matched, and why."""
    place = f"{test.file}:{run.line}" if run.line else test.file
    listed = "covers" if run.expected else "ignores"
    page.line(f"{escape_line(place)}: {escape_line(run.topic)}, {listed}", "dim")
    page.line(f"“{escape_line(run.text)}”", "", 3)
    outcome = "found" if run.found else "not found"
    lead = Text("ok     " if run.passed else "wrong  ", style="green" if run.passed else "bold red")
    page.put(lead.append(f"{outcome}: {run.why} ({run.score:.2f})", "not bold default"), 3)
    if run.found:
        page.line(f"{run.alone if run.alone else 'no level'}, were it alone in a course", "dim", 10)
    for match in run.matches:
        page.line(f"{match.weight:.2f}  {_match_words(match)}", "", 5)
    for term, why in run.vetoes:
        page.line(f"-     {escape_line(term)}: does not count, {escape_line(why)}", "", 5)
    if run.fix:
        page.line(f"→ {run.fix}", "dim", 5)
    page.blank()


def _match_words(match: Match) -> str:
    """``hunger, contextual beside groceries``."""
    words = f"{escape_line(match.term)}, {match.strength}"
    if match.partner:
        return f"{words} beside {escape_line(match.partner)}"
    return f"{words} without a partner" if match.strength is Strength.CONTEXTUAL else words


def _put_alone(page: Page, test: RubricTest) -> None:
    """How many passages would do for a level, which asks more than to be about the topic."""
    found = [run for run in test.runs if run.expected and run.found]
    enough = sum(run.alone > Level.ABSENT for run in found)
    if enough < len(found):
        page.line(
            f"{enough} of {len(found)} covers give a level where nothing else in a course is on "
            "the topic; the others count beside further passages only. -v tells which.",
            "dim",
        )


def _put_apart(page: Page, test: RubricTest) -> None:
    covers = [run for run in test.apart if run.expected]
    ignores = [run for run in test.apart if not run.expected]
    found = sum(run.found for run in covers)
    wrongly = sum(run.found for run in ignores)
    page.line(
        f"Examples in files beside it: {found} of {len(covers)} covers found by terms alone, "
        f"{wrongly} of {len(ignores)} ignores found. They teach words and never fail.",
        "dim",
    )
