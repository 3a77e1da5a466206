"""JUnit XML, for build servers that show tests and nothing else.

Takes a report, gives XML: a document is a suite, a topic is a test. ::

    <testsuite name="courses/a.md" tests="5" failures="1" errors="0" skipped="1" time="0">
      <testcase classname="courses/a.md" name="Food deserts (deserts)" …>
        <failure type="require" message="deserts is required at taught …">…</failure>
      </testcase>
"""

from __future__ import annotations

from collections import defaultdict
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from curriculum_gap.nouns import Coverage, Report, Topic
from curriculum_gap.reports.escaping import escape_line, escape_log_commands
from curriculum_gap.reports.machine.gaps import Gap, gaps_of
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.quotations import places_of
from curriculum_gap.reports.topics import counted_evidence, is_expected, pair_topics
from curriculum_gap.reports.wording import display_path, unread_reason

__all__ = ["render"]

_OUTCOMES = {"failures": "failure", "errors": "error", "skipped": "skipped"}
"""What a suite counts → the element of a test case that it counts. Some servers trust these numbers
and do not count themselves."""


def render(report: Report, options: ReportOptions) -> str:
    """A failed gate is a failure, an unread file an error.

    Gaps that no gate asks about and those waived or on file are skipped tests, with the reason.
    ``options`` change nothing.
    """
    del options
    root = Element("testsuites", {"name": "gapcheck"})
    by_source: defaultdict[str, list[Gap]] = defaultdict(list)
    by_program: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps_of(report):
        if gap.program:
            by_program[gap.program].append(gap)
        else:
            by_source[gap.source].append(gap)
    for entry in report.documents:
        path = display_path(entry.source)
        suite = SubElement(root, "testsuite", {"name": path})
        if isinstance(entry, Coverage):
            _add_properties(suite, report)
            _add_document(suite, entry, report, by_source[entry.source])
        else:
            case = _add_case(suite, path, "can be read")
            message = escape_line(unread_reason(entry))
            SubElement(case, "error", {"type": str(entry.status), "message": message})
    for program, gaps in by_program.items():
        name = escape_line(program)
        suite = SubElement(root, "testsuite", {"name": name})
        for gap in gaps:
            _add_gap(suite, name, gap)
    _count(root)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return escape_log_commands(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _add_properties(suite: Element, report: Report) -> None:
    """The topic lists, and that their accuracy was not measured: facts that servers keep beside a
    suite and do not list among its tests."""
    properties = SubElement(suite, "properties")
    for part in report.rubric.parts or (report.rubric,):
        name = escape_line(f"topic list {part.id} {part.version}")
        value = f"accuracy: {part.measured}" if part.measured else "accuracy not measured"
        SubElement(properties, "property", {"name": name, "value": escape_line(value)})


def _add_document(suite: Element, coverage: Coverage, report: Report, gaps: list[Gap]) -> None:
    """A case for each expected topic and each topic with a gap, then the gaps without a topic.
    Doubts about the verdict are what the suite printed as errors."""
    path = display_path(coverage.source)
    gap_of: dict[str, Gap] = {}
    for gap in gaps:
        if gap.topic is not None:
            gap_of.setdefault(gap.topic.id, gap)
    for topic, verdict in pair_topics(coverage, report.rubric.topics):
        if topic.id in gap_of:
            _add_gap(suite, path, gap_of[topic.id])
        elif is_expected(topic):
            case = _add_case(suite, path, _topic_name(topic))
            places = places_of(counted_evidence(verdict))
            SubElement(case, "system-out").text = f"{verdict.level}: {places}"
    for gap in gaps:
        if gap.topic is None:
            _add_gap(suite, path, gap)
    if coverage.warnings:
        warnings = [f"warning: {escape_line(warning)}" for warning in coverage.warnings]
        SubElement(suite, "system-err").text = "\n".join(warnings)


def _add_case(suite: Element, document: str, name: str) -> Element:
    """A test of ``document``; servers group cases by ``classname`` and link to ``file``."""
    attributes = {"classname": document, "name": name, "file": document, "time": "0"}
    return SubElement(suite, "testcase", attributes)


def _add_gap(suite: Element, document: str, gap: Gap) -> None:
    """The test of what is missing: failed where a gate failed, else skipped with the reason."""
    name = _topic_name(gap.topic) if gap.topic is not None else gap.gate
    case = _add_case(suite, document, name)
    if gap.position.line is not None:
        case.set("line", str(gap.position.line))
    if gap.state == "failed":
        failure = SubElement(case, "failure", {"type": gap.gate, "message": gap.message})
        failure.text = f"{display_path(gap.source)}:{gap.first_line}: {gap.message}"
    else:
        reason = gap.excuse_text or "no gate asks"
        SubElement(case, "skipped", {"message": f"{gap.message} ({reason})"})


def _topic_name(topic: Topic) -> str:
    """``Food deserts (deserts)``: the title may change, the id stays."""
    return escape_line(f"{topic.title} ({topic.id})")


def _count(root: Element) -> None:
    """Set the numbers of tests and outcomes on every suite and on the whole."""
    totals = dict.fromkeys(["tests", *_OUTCOMES], 0)
    for suite in root:
        cases = suite.findall("testcase")
        counts = {"tests": len(cases)}
        for name, tag in _OUTCOMES.items():
            counts[name] = sum(case.find(tag) is not None for case in cases)
        for name, number in counts.items():
            suite.set(name, str(number))
            totals[name] += number
        suite.set("time", "0")
    for name, number in totals.items():
        root.set(name, str(number))
