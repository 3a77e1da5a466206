"""The page for people: what it says first, how wide it gets, and that it does nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from handmade import PAYLOADS, RUBRIC, SCAN, SGR, coverage, evidence, found, report, text_of
from rich.cells import cell_len

from curriculum_gap.nouns import Coverage, Domain, Level, Match, Status, Strength, Unread
from curriculum_gap.reports import ReportOptions, quote, render_report


def page(*documents: Coverage | Unread, **view: object) -> str:
    return text_of("table", report(*documents), **view)


def lines_from(text: str, start: str) -> list[str]:
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if line.strip().startswith(start))
    return [line.strip() for line in lines[first:]]


def test_the_answer_stands_in_the_first_three_lines() -> None:
    title, answer, share = page(coverage(), width=100).split("\n")[:3]
    assert re.sub(" {2,}", "  ", title) == (
        " NUTR 210 · Food and Society  nutr210.pdf · 9 pages · 3,120 words"
    )
    assert answer.strip() == (
        "1 of 5 topics at the expected level · 1 assessed · 1 taught · 1 only as policy text"
    )
    assert "20 %" in share and share.endswith("topic list food-justice 2.0")


def test_a_topic_shows_level_place_and_words() -> None:
    shown = lines_from(page(coverage()), "●●● assessed")
    assert shown[:3] == [
        "●●● assessed   Hunger and its causes",
        "objective p2 · week 3 · assignment p6",
        "“Paper 2 (30 %): ‹map hunger› in the county where you…” p6",
    ]
    assert "●●○ taught     Food deserts (assessed is expected)" in page(coverage())


def test_a_wide_page_gives_a_topic_one_line() -> None:
    text = page(coverage(), width=160)
    row = next(line for line in text.split("\n") if "Hunger and its causes" in line)
    assert "assessed" in row and "week 3" in row and "‹map hunger›" in row


def test_more_quotations_on_request() -> None:
    assert page(coverage(), quotations=0).count("“") == 0
    assert page(coverage(), quotations=3).count("“") == 4


def test_what_is_missing_comes_with_a_suggestion() -> None:
    shown = lines_from(page(coverage()), "Not found here, though")
    assert shown[1:5] == [
        "Seed sovereignty",
        "Give seeds a session of its own",
        "Wages of farm workers",
        "Give wages a session of its own",
    ]


def test_only_some_missing_topics_are_listed_unless_all_are_asked_for() -> None:
    nothing = coverage(topics=tuple(found(topic.id, Level.ABSENT) for topic in RUBRIC.topics))
    assert "… 1 more: gapcheck nutr210.pdf --all" in page(nothing)
    everything = page(nothing, everything=True)
    assert "more:" not in everything
    assert "···            Wages of farm workers" in everything
    assert "not assessable from one syllabus" in everything


def test_policy_text_is_no_finding() -> None:
    text = page(coverage())
    assert "Only as policy text: Campus pantries (p9)" in text
    missing = lines_from(text, "Not found here, though")
    assert "Campus pantries" not in missing


def test_warnings_stand_below_the_share_and_the_next_steps_close_the_page() -> None:
    shown = page(coverage()).splitlines()
    warning = " Warning: page 7 is an image without text; try --ocr to read it"
    before = "\n".join(shown[: shown.index(warning)])
    share, _, doubt = before.partition("topic list food-justice 2.0\n")
    assert "20 %" in share and doubt.split()[:3] == ["Accuracy", "not", "measured"]
    why, blank, use = shown[-3:]
    assert why == " Why a level?  gapcheck explain nutr210.pdf --topic hunger"
    assert (blank, use) == ("", " What this may be used for:  docs/responsible-use.md")


def test_a_name_that_cannot_be_typed_is_not_suggested() -> None:
    assert "gapcheck explain 'a b.pdf' --topic" in page(coverage("a b.pdf"))
    assert "gapcheck explain FILE --topic" in page(coverage("a\x1b[2J.pdf"))


def test_verbose_says_why() -> None:
    assert "why assessed: graded work is on it" in page(coverage(), verbose=True)
    assert "graded work is on it" not in page(coverage())


def test_unread_files_give_their_reason_and_no_verdict() -> None:
    text = page(SCAN)
    assert text == (
        " Not read (1): no verdict about topics\n"
        "   scanned     old.pdf  its 12 pages are images; run OCR first\n"
    )


def test_many_documents_are_summed_up() -> None:
    several = [coverage(f"course{number}.pdf") for number in range(6)]
    text = page(*several, SCAN)
    assert " 6 documents read, 1 not read" in text
    assert "20 %    1    1       course5.pdf  1 warning" in text
    assert "Hunger and its causes    6            ●●● assessed" in text
    assert "Food deserts                  6       ●●○ taught" in text
    assert "In no document: Campus pantries; Seed sovereignty; Wages of farm workers" in text
    assert "Found, but in no document at the expected level: Food deserts" in text
    assert "Not assessable from syllabi: Who teaches" in text
    assert "“" not in text
    assert page(*several, quotations=1).count("‹map hunger›") == 6


def test_shares_are_rounded_honestly() -> None:
    many = replace(RUBRIC, topics=tuple(replace(RUBRIC.topics[0], id=f"t{i}") for i in range(300)))
    base = coverage().topics[0]
    for reached, shown in ((0, "0 %"), (1, "1 %"), (299, "99 %"), (300, "100 %")):
        topics = tuple(
            replace(base, topic=f"t{i}", level=Level.TAUGHT if i < reached else Level.ABSENT)
            for i in range(300)
        )
        text = render_report("table", report(coverage(topics=topics), rubric=many))
        assert f" {shown} " in str(text).split("\n")[2]


@pytest.mark.parametrize("width", [40, 80, 100, 139, 140, 160, 250])
@pytest.mark.parametrize("colour", [False, True])
def test_no_line_is_wider_than_the_page(width: int, colour: bool) -> None:
    several = [coverage(f"{'long-name-' * 30}{number}.pdf") for number in range(6)]
    text = page(*several, SCAN, width=width, colour=colour, quotations=2, everything=True)
    for line in SGR.sub("", text).split("\n"):
        if "gapcheck " not in line:  # commands stay whole
            assert cell_len(line) <= width


def test_colour_changes_no_word() -> None:
    coloured = page(coverage(), colour=True)
    assert "\x1b[" in coloured
    plain = "\n".join(line.rstrip() for line in SGR.sub("", coloured).split("\n"))
    assert plain == page(coverage())


def test_ascii_screens_get_ascii() -> None:
    ascii_page = page(coverage(), unicode=False)
    assert "*** assessed" in ascii_page and "<map hunger>" in ascii_page
    ours = ascii_page.replace("NUTR 210", "")
    assert ours.isascii()


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("width", [80, 160])
def test_hostile_text_does_nothing(name: str, width: int) -> None:
    payload = PAYLOADS[name]
    piece = evidence("hunger", f"{payload} hunger {payload}", "hunger", headings=(payload,), page=1)
    bare = replace(piece, matches=())
    made = coverage(
        payload,
        title=payload,
        warnings=(payload,),
        topics=(found("hunger", Level.TAUGHT, piece, bare, rule=payload),),
    )
    topics = tuple(replace(topic, title=payload, suggestions=(payload,)) for topic in RUBRIC.topics)
    rubric = replace(RUBRIC, id=payload, topics=topics, domains=(Domain("access", payload),))
    unread = Unread(payload, Status.DAMAGED, payload, payload, (payload,))
    made_report = report(*[made] * 6, unread, rubric=rubric)
    view = ReportOptions(width=width, quotations=2, everything=True, verbose=True)
    text = str(render_report("table", made_report, view))
    text.encode("utf-8")
    assert not [c for c in text if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f"]
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", text)
    assert not re.search(r"(?m)^\s*::|##\[|##vso\[", text)
    if name.startswith(("rich", "emoji", "template", "script")):
        assert payload.replace(" ", "") in re.sub(r"\s", "", text)


def test_a_quotation_is_cut_at_words_around_its_matches() -> None:
    text = "one two three four five six seven eight nine ten hunger eleven twelve thirteen fourteen"
    shown = "".join(words for words, _ in quote(evidence("hunger", text, "hunger"), 40))
    assert len(shown) <= 40
    assert shown.startswith("…") and shown.endswith("…") and "hunger" in shown
    assert set(shown.strip("…").split()) <= set(text.split())


def test_a_quotation_shows_the_densest_part() -> None:
    text = "hunger " + "filler " * 30 + "food deserts and farm wages"
    piece = evidence("hunger", text, "hunger", "food deserts", "farm wages")
    marked = [words for words, hit in quote(piece, 60) if hit]
    assert marked == ["food deserts", "farm wages"]


def test_overlapping_and_impossible_matches_are_harmless() -> None:
    text = "food justice now"
    matches = (
        Match("food justice", Strength.STRONG, 0.4, "text", 0, 12),
        Match("justice", Strength.STRONG, 0.2, "text", 5, 12),
        Match("gone", Strength.STRONG, 0.1, "text", 90, 99),
        Match("heading", Strength.STRONG, 0.1, "heading", 0, 0),
    )
    piece = replace(evidence("hunger", text), matches=matches)
    assert quote(piece, 60) == [("food justice", True), (" now", False)]


def test_a_passage_that_counts_by_its_heading_shows_it() -> None:
    piece = evidence("hunger", "Who decides, and by whose rules?", headings=("Week 2: Hunger",))
    shown = "".join(words for words, _ in quote(piece, 60))
    assert shown == "Week 2: Hunger › Who decides, and by whose rules?"


def test_mentions_are_never_counted_as_assessed() -> None:
    deep = coverage("deep.pdf")
    mention = found("hunger", Level.MENTIONED, evidence("hunger", "On hunger", "hunger"))
    faint = [
        replace(coverage(f"c{number}.pdf"), topics=(mention, *coverage().topics[1:]))
        for number in range(12)
    ]
    assert "Hunger and its causes    1        12  ●●● assessed" in page(deep, *faint)
