"""The page for a browser: what it says, that it can be read without colour, that nothing in it runs
but our own script, and that nothing is fetched."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from gated import GATE, MARKED, compared, gated, payload_report
from handmade import PAYLOADS, RUBRIC, SCAN, coverage, evidence, found, report, text_of
from lxml import html

from curriculum_gap import reports
from curriculum_gap.cli import main
from curriculum_gap.nouns import GateOutcome, Level, Report, Section
from curriculum_gap.reports import ReportOptions, escape_line, format_for_path, render_report
from curriculum_gap.scan import discover

SCRIPT = (Path(reports.__file__).parent / "html/templates/script.js").read_text("utf-8")
MARK = "<!doctype html>\n<!-- gapcheck report -->"
MORE_PAYLOADS = PAYLOADS | {
    "image": "<img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover=\"alert(1)' onmouseover='alert(1)",
    "closing tags": "</style></title></bdi></td></table></details><svg onload=alert(1)>",
    "comment": "--><!-- ]]> <![CDATA[",
    "address": "javascript:alert(1) http://example.invalid data:text/html,x",
    "entity": "&lt;b&gt; &#60;script&#62; &amp",
    "refresh": '<meta http-equiv="refresh" content="0;url=http://example.invalid">',
    "style": "</style><style>@import url(http://example.invalid)</style>",
}


def page(shown: Report, **view: object) -> Any:
    return html.document_fromstring(text_of("html", shown, **view))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def skeleton(root: Any) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every tag with its attributes, in order. Offsets of words (``data-o``) are left out."""
    return [
        (element.tag, tuple(pair for pair in element.attrib.items() if pair[0] != "data-o"))
        for element in root.iter()
        if isinstance(element.tag, str)
    ]


def several(number: int) -> Report:
    return report(*(coverage(f"c{n}.pdf", title=f"Course {n}") for n in range(1, number + 1)))


def test_the_ending_decides() -> None:
    assert format_for_path("a/report.html") == format_for_path("REPORT.HTM") == "html"


def test_one_document_says_share_levels_places_and_words() -> None:
    root = page(report(coverage()))
    assert words(root.find(".//h1")) == "NUTR 210 · Food and Society"
    head = words(root.find(".//header"))
    assert "nutr210.pdf · 9 pages · 3,120 words" in head and "20 %" in head
    assert "1 of 5 topics at the expected level · 1 assessed · 1 taught" in head
    assert "Warning: page 7 is an image without text" in head
    assert "Food justice (topic list food-justice 2.0)" in head
    [row] = [
        row for row in root.xpath("//table[@class='topics']//tr") if "Food deserts" in words(row)
    ]
    cells = [words(cell) for cell in row]
    assert cells[0] == "●●○ taught" and cells[1] == "Food deserts (assessed is expected)"
    assert cells[2] == "week 5" and cells[3].startswith("“Week 5: Food deserts and mirages” p4")
    assert row.xpath(".//p//mark/text()") == ["Food deserts"]
    said = words(root.find(".//main"))
    assert "Not found here, though this topic list expects them (2)" in said
    assert "Seed sovereignty Give seeds a session of its own" in said
    assert "Only as policy text Campus pantries (p9)" in said
    assert "Nothing found here on: Land and labour" in said
    assert "Not assessable from one syllabus: Who teaches" in said
    assert "gapcheck explain nutr210.pdf --topic hunger" in said
    assert "gapcheck 0.1.0" in words(root.find(".//footer"))


def test_absent_topics_are_never_said_to_be_untaught() -> None:
    for shown in (report(coverage()), several(3), compared(), gated()):
        said = words(page(shown).find(".//main")).lower()
        assert "not found" in said and "not taught" not in said


def test_all_evidence_is_folded_below_the_best() -> None:
    root = page(report(coverage()))
    [evidence_of] = [d for d in root.xpath("//details") if "map hunger" in words(d)]
    assert "open" not in evidence_of.attrib
    assert words(evidence_of.find("summary")) == "All evidence: 3 passages"
    assert "Why: assessed: graded work is on it" in words(evidence_of)
    entries = [words(entry) for entry in evidence_of.iter("li")]
    assert [entry.split(" ·")[0] for entry in entries] == [
        "objective p2",
        "session p4",
        "assignment p6",
    ]
    assert words(root).count("campus pantry") == 1 and "policy text p9" in words(root)


def test_the_number_of_quotations_can_be_chosen() -> None:
    for asked, beside in ((None, 2), (0, 0), (3, 4)):
        quotations = page(report(coverage()), quotations=asked).xpath("//td/p[starts-with(., '“')]")
        assert len(quotations) == beside


def test_several_documents_are_a_grid_and_a_section_each() -> None:
    bare = coverage(
        "bare.pdf", title="Bare", topics=tuple(found(t.id, Level.ABSENT) for t in RUBRIC.topics)
    )
    root = page(report(coverage("a.pdf"), bare, SCAN))
    assert words(root.find(".//h1")) == "2 documents read, 1 not read"
    assert "1 of 5 topics at the expected level in at least one document" in words(
        root.find(".//header")
    )
    [grid] = root.xpath("//table[contains(@class, 'grid')]")
    heads = [words(head) for head in grid.xpath("./thead/tr/th")]
    assert heads == [
        "topic",
        "expected",
        "assessed",
        "taught",
        "mentioned",
        "NUTR 210 · Food and Society",
        "Bare",
    ]
    rows = {words(row[0]): [words(cell) for cell in row[1:]] for row in grid.xpath("./tbody/tr")}
    absent = "··· not found here"
    assert rows["Food deserts"] == ["assessed", "", "1", "", "●●○ taught", absent]
    assert rows["Campus pantries"] == ["taught", "", "", "", "··· only as policy text", absent]
    assert rows["Who teaches"][4:] == ["··· not assessable"] * 2
    shares = [words(cell) for cell in grid.xpath("./tfoot/tr/*")]
    assert shares == ["at the expected level", "1 of 5 (20 %) in some document", "1 of 5", "0 of 5"]
    assert grid.xpath("./tbody//a/@href") == ["#d1t0", "#d1t1"]
    assert words(root.xpath("//*[@id='d1t1']")[0]).startswith("●●○ taughtFood deserts")
    links = grid.xpath("./thead//a/@href")
    assert links == ["#d1", "#d2"]
    for link, title in zip(links, ("NUTR 210", "Bare"), strict=True):
        [target] = root.xpath(f"//*[@id='{link[1:]}']")
        assert words(target.getparent().find("summary")).startswith(title)
    assert "In no document: Campus pantries; Seed sovereignty; Wages of farm workers" in words(root)
    assert "Found, but in no document at the expected level: Food deserts" in words(root)


def test_many_documents_stand_in_several_tables_and_none_is_lost() -> None:
    root = page(several(70))
    tables = root.xpath("//table[contains(@class, 'grid')]")
    captions = [words(table.find("caption")) for table in tables]
    assert captions == [
        "The level of each topic in each document, 1 to 14 of 70; before these, how many documents "
        "assess, teach and mention it, each counted once",
        *(
            f"The level of each topic in each document, {first} to {first + 13} of 70"
            for first in (15, 29, 43, 57)
        ),
    ]
    links = [link for table in tables for link in table.xpath("./thead//a/@href")]
    assert links == [f"#d{number + 1}" for number in range(70)]
    [row] = [row for row in tables[0].xpath(".//tr") if "Food deserts" in words(row)]
    assert [words(cell) for cell in row[2:6]] == ["", "70", "", "●●○ taught"]
    [row] = [row for row in tables[2].xpath(".//tr") if "Food deserts" in words(row)]
    assert [words(cell) for cell in row[1:]] == ["●●○ taught"] * 14
    assert len(root.xpath("//details[@class='document']")) == 70


def test_files_that_were_not_read_say_why_and_what_would_work() -> None:
    root = page(report(coverage(), SCAN))
    [table] = root.xpath("//h2[starts-with(., 'Not read')]/following-sibling::table[1]")
    assert [words(cell) for cell in table.xpath("./tbody/tr/*")] == [
        "scanned", "old.pdf", "its 12 pages are images; run OCR first",
    ]  # fmt: skip


@pytest.mark.parametrize("documents", [(), (SCAN,)])
def test_a_run_without_documents_claims_nothing(documents: tuple[Any, ...]) -> None:
    root = page(Report("0.1.0", RUBRIC, documents))
    assert words(root.find(".//h1")) == "No document was read"
    assert "%" not in words(root.find(".//body")) and not root.xpath(
        "//table[contains(@class, 'grid')]"
    )
    assert bool(root.xpath("//h2[starts-with(., 'Not read')]")) == bool(documents)


def test_a_gate_names_what_fails_and_what_is_accepted() -> None:
    said = words(page(gated()).find(".//main"))
    assert "Gate failed (3) courses/nutr210.md wages is required at taught" in said
    assert "all documents pantries is required at taught" in said
    assert "Accepted gaps: 1 waived, 1 on file in the baseline" in said
    assert "Taught in the garden (until 2027-06-30)" in said and "3 gaps are closed" in said
    nearest = evidence("wages", "Week 8: Who picks the fruit", "picks", line=20)
    failure = replace(GATE.failures[0], nearest=nearest, nearest_source="other.md")
    said = words(page(gated(gate=GateOutcome(GATE.asked, (failure,)))).find(".//main"))
    assert "nearest: other.md, week 8 “Week 8: Who picks the fruit”" in said


def test_an_unread_file_is_never_a_pass() -> None:
    passed = GateOutcome(GATE.asked)
    assert page(gated(MARKED, gate=passed)).xpath("//h2[. = 'Gate passed']")
    unread = page(gated(MARKED, SCAN, gate=passed))
    assert unread.xpath("//h2[. = 'Gate not passed']") and not unread.xpath(
        "//h2[. = 'Gate passed']"
    )


def test_a_comparison_shows_what_was_lost_first() -> None:
    root = page(compared())
    assert words(root.find(".//h1")) == "1 level lost, 1 gained"
    rows = [[words(cell) for cell in row] for row in root.xpath("(//table)[1]/tbody/tr")]
    assert [row[:4] for row in rows] == [
        ["NUTR 210", "Wages of farm workers", "▼ lost", "●●● assessed → ··· not found"],
        ["NUTR 210", "Hunger and its causes", "▲ gained", "●○○ mentioned → ●●○ taught"],
    ]
    assert rows[0][4] == "was: week 8 “Week 8: Who picks the fruit”"
    said = words(root.find(".//main"))
    for moved in ("renamed: courses/old.md → courses/nutr210.md", "new: courses/new.md",
                  "gone: courses/gone.md", "4 documents unchanged", "Warning: two versions"):  # fmt: skip
        assert moved in said


@pytest.mark.parametrize("shown", [report(), several(3), gated(), compared()])
def test_our_script_alone_runs_and_nothing_is_fetched(shown: Report) -> None:
    text = text_of("html", shown)
    assert text.startswith(MARK)
    root = html.document_fromstring(text)
    tags = {tag for tag, _ in skeleton(root)}
    scripts = root.xpath("//script")
    assert len(scripts) == (0 if shown.comparison else 1)
    for script in scripts:
        assert not script.attrib and script.text == SCRIPT
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|eval|fetch\(|import|https?:|Storage",
                             SCRIPT)  # fmt: skip
    assert not tags & {"link", "img", "iframe", "object", "embed", "form", "base", "svg"}
    [policy] = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    allowed = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    runs = f" script-src 'sha256-{allowed}';" if scripts else ""
    assert policy == (
        f"default-src 'none'; style-src 'unsafe-inline';{runs} base-uri 'none'; form-action 'none'"
    )
    for name, value in (pair for _, pairs in skeleton(root) for pair in pairs):
        assert not name.startswith("on") and name not in ("src", "srcset", "data", "action")
        assert name != "href" or re.fullmatch(r"#d\d+(t\d+)?", value)
    style = root.find(".//style").text
    assert not re.search(r"url\(|@import|</", style)


@pytest.mark.parametrize("shown", [report(), several(3), gated(), compared()])
def test_it_can_be_read_without_colour_and_by_ear(shown: Report) -> None:
    root = page(shown)
    assert root.get("lang") == "en" and root.findtext(".//title")
    for table in root.iter("table"):
        assert words(table.find("caption"))
        assert all(head.get("scope") for head in table.iter("th"))
    for level in root.xpath("//*[contains(concat(' ', @class, ' '), ' level ')]"):
        assert re.match(r"[●○]{3} (mentioned|taught|assessed)$|··· (not|only) ", words(level))
    ranks = [int(head.tag[1]) for head in root.iter("h1", "h2", "h3", "h4")]
    assert ranks[0] == 1 and ranks.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(ranks))
    identities = root.xpath("//@id")
    assert len(identities) == len(set(identities))


@pytest.mark.parametrize("shown", [report(), several(3), gated(), compared()])
def test_summaries_hold_no_paragraphs_and_tables_no_roles(shown: Report) -> None:
    root = page(shown)
    assert not root.xpath("//summary//p")
    assert not root.xpath("//table/descendant-or-self::*[@role]")


@pytest.mark.parametrize("payload", MORE_PAYLOADS.values(), ids=MORE_PAYLOADS)
def test_words_of_others_are_text_and_nothing_else(payload: str) -> None:
    plain, shown = page(payload_report("plain")), page(payload_report(payload))
    rendered = text_of("html", payload_report(payload))
    rendered.encode("utf-8")
    assert skeleton(shown) == skeleton(plain)
    assert not re.search(
        r"^\s*::|##\[|##vso\[|[\x00-\x09\x0b-\x1f\x7f-\x9f]", rendered, re.MULTILINE
    )
    visible = words(shown).replace("\\x23#", "##")
    assert " ".join(escape_line(payload).split()) in visible


def test_the_rubric_speaks_its_own_language() -> None:
    spanish = replace(RUBRIC, language="es")
    assert page(report(coverage(), rubric=spanish)).xpath("//th/bdi[@lang='es']")
    trap = replace(RUBRIC, language='"><script>')
    root = page(report(coverage(), rubric=trap))
    assert not root.xpath("//bdi[@lang]") and len(root.xpath("//script")) == 1


def test_policy_text_beside_content_says_so() -> None:
    policy = evidence(
        "hunger", "Hungry students may ask.", "Hungry", section=Section.POLICY, page=8
    )
    taught = evidence("hunger", "Week 1: Hunger", "Hunger", page=2)
    mixed = coverage(topics=(found("hunger", Level.TAUGHT, taught, policy, policy=True),))
    assert "week 1 · also in policy text (p8)" in words(page(report(mixed)).find(".//main"))


def test_the_same_report_gives_the_same_bytes() -> None:
    for shown in (several(4), gated(), compared()):
        assert render_report("html", shown) == render_report(
            "html", shown, ReportOptions(width=40, colour=True, unicode=False)
        )


def test_a_page_is_written_again_and_is_no_syllabus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "course.html").write_text("<h1>Course</h1><p>Nothing in particular.</p>", "utf-8")
    for _ in range(2):
        assert main([".", "--no-cache", "-q", "-o", "report.html"]) == 0
    assert [file.source for file in discover(["."]).files] == ["./course.html"]
    assert discover(["."]).passed == [("./report.html", "a report of gapcheck")]
    text = (tmp_path / "report.html").read_text("utf-8")
    assert text.startswith(MARK) and "course.html" in text
    (tmp_path / "other").mkdir()
    assert main(["other", "--no-cache", "-q", "-o", "course.html"]) == 2
    assert "gapcheck did not write" in capsys.readouterr().err
    assert "Nothing in particular" in (tmp_path / "course.html").read_text("utf-8")


def test_the_comparison_of_two_files_is_a_page_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    week = "# Course\n\n## Schedule\n\nWeek 1: Racism in psychiatry and anti-racist practice\n"
    (tmp_path / "old.md").write_text(week, "utf-8")
    (tmp_path / "new.md").write_text("# Course\n\n## Schedule\n\nWeek 1: Welcome\n", "utf-8")
    assert main(["diff", "old.md", "new.md", "--no-cache", "-o", "changes.html"]) == 0
    root = html.document_fromstring((tmp_path / "changes.html").read_text("utf-8"))
    assert re.match(r"\d levels? lost, 0 gained", words(root.find(".//h1")))
    assert "old.md → new.md" in words(root) and "was: week 1" in words(root)
