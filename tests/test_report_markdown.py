"""Markdown: what a comment says first, and that nothing in it acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from gated import GATE, MARKED, compared, gated, payload_report
from handmade import PAYLOADS, SCAN, coverage, report, text_of
from markdown_it import MarkdownIt

from curriculum_gap.nouns import GateOutcome, Report

GFM = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MORE_PAYLOADS = PAYLOADS | {
    "pipe": "a | b || c",
    "code": "`x` ``y`` ~~~",
    "link": "[x](http://example.invalid) ![y](z) <http://example.invalid>",
    "bare address": "see http://example.invalid/x and www.example.invalid or a@example.invalid",
    "mention": "@everyone and @some/team fix #12 and GH-3",
    "emphasis": "*x* __y__ ~~z~~ $$q$$",
    "html": "<img src=x onerror=alert(1)> <!-- x --> </details></td> &lt;",
    "list": "- x",
    "heading": "# x",
    "reference": "[x]: http://example.invalid",
    "new line": "a\n\n# b\n| c |",
}


def text(shown: Report, **view: object) -> str:
    return text_of("markdown", shown, **view)


class Tags(HTMLParser):
    """The tags of a page and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_one_document_says_share_levels_and_words() -> None:
    shown = text(report(coverage()))
    lines = shown.splitlines()
    assert lines[0] == "<!-- gapcheck report -->"
    assert lines[2] == "### NUTR 210 · Food and Society: 1 of 5 topics at the expected level (20 %)"
    assert shown.count("⚠️ Accuracy not measured for this topic list") == 1
    row = next(line for line in lines if line.startswith("| Food deserts |"))
    assert "**taught** (assessed expected) | week 5 |" in row and "<b>Food deserts</b>" in row
    assert "<details><summary>Not found here, though this topic list expects it (3)" in shown
    assert "| Campus pantries | only as policy text |" in shown


def test_what_failed_comes_first_and_many_documents_are_a_table() -> None:
    shown = text(gated(MARKED, coverage("b.md"), SCAN))
    assert "### gapcheck: 2 documents, 1 of 5 expected topics reached (20 %)" in shown
    assert shown.index("**3 requirements are not met.**") < shown.index("### gapcheck: 2 documents")
    assert shown.index("### gapcheck: 2 documents") < shown.index("<summary>Waived or on file")
    assert "| Hunger and its causes | 2 |  |  |" in shown
    assert "| old.md" not in shown and "| old.pdf | scanned |" in shown
    assert "- all documents: Campus pantries: should be taught" in shown
    assert "Taught in the garden (until 2027-06-30)" in shown


def test_an_unread_file_is_never_a_pass() -> None:
    passed = GateOutcome(GATE.asked)
    assert "**Gate passed.**" in text(gated(MARKED, gate=passed))
    assert "**Gate passed.**" not in text(gated(MARKED, SCAN, gate=passed))
    assert "Gate not passed" in text(gated(MARKED, SCAN, gate=passed))


def test_a_comparison_shows_what_was_lost_first() -> None:
    lines = text(compared()).splitlines()
    assert "### gapcheck: 1 topic lost, 1 gained" in lines
    rows = [line for line in lines if line.startswith("| 🔻") or line.startswith("| 🔺")]
    assert rows == [
        "| 🔻 lost | NUTR 210 | Wages of farm workers | assessed | **not found** | was: week 8 |",
        "| 🔺 gained | NUTR 210 | Hunger and its causes | mentioned | **taught** | session |",
    ]
    for said in ("- renamed: courses/old.md → courses/nutr210.md", "- new: courses/new.md",
                 "- gone: courses/gone.md"):  # fmt: skip
        assert said in lines
    assert "| old.pdf | scanned |" in "\n".join(lines)


@pytest.mark.parametrize("payload", MORE_PAYLOADS.values(), ids=MORE_PAYLOADS)
def test_nothing_in_it_acts(payload: str) -> None:
    plain = Tags(GFM.render(text(payload_report("plain"))))
    shown = text(payload_report(payload))
    shown.encode("utf-8")
    page = Tags(GFM.render(shown))
    assert page.tags <= plain.tags and page.attributes <= plain.attributes
    # Neither mentions nor references of GitHub, which looks at the text between the tags.
    words = " ".join(page.words)
    assert not re.search(r"(?<![\w`])@\w|(?<!\w)#\d|\bGH-\d|https?://|\bwww\.", words)
    assert shown.count("\n| ") == text(payload_report("plain")).count("\n| ")
    assert not re.search(r"^\s*::|\x1b|\r", shown, re.MULTILINE)
