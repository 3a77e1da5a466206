"""JUnit XML: a document is a suite, a topic a test, for servers that show tests and nothing else."""

from __future__ import annotations

from xml.etree import ElementTree

from curriculum_gap.nouns import Coverage, Report, Topic, TopicCoverage
from curriculum_gap.reports.gaps import Gap, gaps_of, path_of
from curriculum_gap.reports.inert import as_line, as_log
from curriculum_gap.reports.quotation import where
from curriculum_gap.reports.view import View, by_topic, content, is_expected, why_unread

__all__ = ["render"]


def render(report: Report, view: View) -> str:
    """A failed gate is a failure, an unread file an error; gaps that no gate asks about and those
    waived or on file are skipped tests, with the reason."""
    del view
    root = ElementTree.Element("testsuites", {"name": "gapcheck"})
    gaps = gaps_of(report)
    for entry in report.documents:
        suite = ElementTree.SubElement(root, "testsuite", {"name": path_of(entry.source)})
        if isinstance(entry, Coverage):
            _put_document(suite, entry, report, gaps)
        else:
            case = _case(suite, path_of(entry.source), "can be read")
            said = as_line(why_unread(entry))
            ElementTree.SubElement(case, "error", {"type": str(entry.status), "message": said})
    together = [gap for gap in gaps if gap.program]
    for program in dict.fromkeys(gap.program for gap in together):
        suite = ElementTree.SubElement(root, "testsuite", {"name": as_line(program)})
        for gap in together:
            if gap.program == program:
                _put_gap(_case(suite, as_line(program), _about(gap)), gap)
    for suite in root:
        _count(suite)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return as_log(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _put_document(
    suite: ElementTree.Element, coverage: Coverage, report: Report, gaps: list[Gap]
) -> None:
    mine = [gap for gap in gaps if gap.source == coverage.source and not gap.program]
    by_id: dict[str, list[Gap]] = {}
    for gap in mine:
        by_id.setdefault(gap.topic.id if gap.topic is not None else "", []).append(gap)
    for topic, found in by_topic(coverage, report.rubric.topics):
        here = by_id.get(topic.id, [])
        if here or is_expected(topic):
            case = _case(suite, path_of(coverage.source), _named(topic))
            if here:
                _put_gap(case, here[0])
            else:
                _put_evidence(case, found)
    for gap in by_id.get("", []):
        _put_gap(_case(suite, path_of(coverage.source), _about(gap)), gap)


def _case(suite: ElementTree.Element, document: str, name: str) -> ElementTree.Element:
    attributes = {"classname": document, "name": name, "file": document, "time": "0"}
    return ElementTree.SubElement(suite, "testcase", attributes)


def _put_gap(case: ElementTree.Element, gap: Gap) -> None:
    if gap.line is not None:
        case.set("line", str(gap.line))
    if gap.state == "failed":
        failure = ElementTree.SubElement(
            case, "failure", {"type": gap.gate, "message": gap.message}
        )
        failure.text = f"{path_of(gap.source)}:{gap.line or 1}: {gap.message}"
        return
    why = f"{gap.excuse}: {as_line(gap.reason)}".rstrip(": ") if gap.excuse else "no gate asks"
    ElementTree.SubElement(case, "skipped", {"message": f"{gap.message} ({why})"})


def _put_evidence(case: ElementTree.Element, found: TopicCoverage) -> None:
    out = ElementTree.SubElement(case, "system-out")
    out.text = f"{found.level}: {where(content(found))}"


def _named(topic: Topic) -> str:
    return as_line(f"{topic.title} ({topic.id})")


def _about(gap: Gap) -> str:
    return _named(gap.topic) if gap.topic is not None else gap.gate


def _count(suite: ElementTree.Element) -> None:
    suite.set("tests", str(len(suite)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(tag) is not None for case in suite)))
    suite.set("time", "0")
