"""JUnit XML, read by a consumer of it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from gated import MARKED, gated, payload_report
from handmade import PAYLOADS, report, text_of
from junitparser import Error, Failure, JUnitXml, Skipped, TestSuite

from curriculum_gap.nouns import Report


def suites(shown: Report) -> dict[str, TestSuite]:
    parsed = JUnitXml.fromstring(text_of("junit", shown).encode("utf-8"))
    return {suite.name: suite for suite in parsed}


def test_failures_errors_and_skipped_tests_are_counted() -> None:
    found = suites(gated())
    document = found["courses/nutr210.md"]
    assert (document.tests, document.failures, document.errors, document.skipped) == (6, 2, 0, 3)
    cases = {case.name: case for case in document}
    wages = cases["Wages of farm workers (wages)"]
    (failure,) = wages.result
    assert isinstance(failure, Failure) and failure.type == "require"
    assert "courses/nutr210.md:12: wages is required at taught" in failure.text
    assert cases["Hunger and its causes (hunger)"].result == []
    (skipped,) = cases["Seed sovereignty (seeds)"].result
    assert isinstance(skipped, Skipped) and "waiver: Taught in the garden" in skipped.message
    (error,) = next(iter(found["old.pdf"])).result
    assert isinstance(error, Error) and error.type == "scanned"
    assert found["all documents"].failures == 1


def test_gaps_alone_fail_nothing() -> None:
    (document,) = suites(report(MARKED)).values()
    assert document.failures == 0 and document.skipped == 4


def test_the_totals_are_sums() -> None:
    root = ElementTree.fromstring(text_of("junit", gated()).encode("utf-8"))
    for name in ("tests", "failures", "errors", "skipped"):
        assert int(root.get(name, "-1")) == sum(int(suite.get(name, "-1")) for suite in root)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_it_stays_xml_whatever_documents_hold(payload: str) -> None:
    assert len(suites(payload_report(payload))) >= 2
