"""Reports made by hand, so that tests of formats need no reader and no model."""

from __future__ import annotations

import re

from curriculum_gap.nouns import (
    Coverage,
    Domain,
    Evidence,
    Kind,
    Level,
    Match,
    Passage,
    Report,
    Rubric,
    Scope,
    Section,
    Status,
    Strength,
    Term,
    Topic,
    TopicCoverage,
    Unread,
)
from curriculum_gap.reports import ReportOptions, render_report

SGR = re.compile(r"\x1b\[[0-9;]*m")
"""What sets a style in a terminal."""


def topic(id: str, domain: str, title: str, **other: object) -> Topic:
    fields: dict[str, object] = {
        "definition": "",
        "kind": Kind.CONTENT,
        "scope": Scope.COURSE,
        "expected": Level.TAUGHT,
        "terms": (Term(id, Strength.STRONG),),
        "suggestions": (f"Give {id} a session of its own",),
    }
    return Topic(id, domain, title, **(fields | other))  # type: ignore[arg-type]


RUBRIC = Rubric(
    id="food-justice",
    version="2.0",
    title="Food justice",
    language="en",
    sha256="0" * 64,
    domains=(Domain("access", "Access to food"), Domain("land", "Land and labour")),
    topics=(
        topic("hunger", "access", "Hunger and its causes"),
        topic("deserts", "access", "Food deserts", expected=Level.ASSESSED),
        topic("pantries", "access", "Campus pantries"),
        topic("seeds", "land", "Seed sovereignty"),
        topic("wages", "land", "Wages of farm workers"),
        topic("staff", "land", "Who teaches", scope=Scope.PROGRAM),
    ),
)


def evidence(
    id: str, text: str, *words: str, section: Section = Section.SESSION, **place: object
) -> Evidence:
    """Evidence for topic ``id`` whose matches are ``words`` of ``text``."""
    share = round(0.8 / max(len(words), 1), 3)
    matches = tuple(
        Match(word, Strength.STRONG, share, "text", text.index(word), text.index(word) + len(word))
        for word in words
    )
    passage = Passage(text, section, **place)  # type: ignore[arg-type]
    return Evidence(id, passage, share * len(words) if words else 0.3, matches)


def found(
    id: str, level: Level, *pieces: Evidence, policy: bool = False, rule: str = ""
) -> TopicCoverage:
    expected = next(topic.expected for topic in RUBRIC.topics if topic.id == id)
    score = max((piece.score for piece in pieces), default=0.0)
    return TopicCoverage(id, level, expected, policy, score, pieces, rule)


def coverage(source: str = "nutr210.pdf", **other: object) -> Coverage:
    """A nutrition course: one topic assessed, one taught, one mentioned in pasted policy only."""
    topics = (
        found(
            "hunger",
            Level.ASSESSED,
            evidence(
                "hunger",
                "Explain how hunger follows from wages and rents in one county",
                "hunger",
                section=Section.OBJECTIVE,
                page=2,
            ),
            evidence("hunger", "Week 3: Who is hungry, and why", "hungry", page=4),
            evidence(
                "hunger",
                "Paper 2 (30 %): map hunger in the county where you live and say what causes it",
                "map hunger",
                section=Section.ASSIGNMENT,
                page=6,
            ),
            rule="assessed: graded work is on it",
        ),
        found(
            "deserts",
            Level.TAUGHT,
            evidence("deserts", "Week 5: Food deserts and mirages", "Food deserts", page=4),
        ),
        found(
            "pantries",
            Level.ABSENT,
            evidence(
                "pantries",
                "Students in need may visit the campus pantry.",
                "campus pantry",
                section=Section.POLICY,
                page=9,
            ),
            policy=True,
        ),
        found("seeds", Level.ABSENT),
        found("wages", Level.ABSENT),
        found("staff", Level.ABSENT),
    )
    fields: dict[str, object] = {
        "title": "NUTR 210 · Food and Society",
        "pages": 9,
        "words": 3120,
        "topics": topics,
        "share": 0.2,
        "warnings": ("page 7 is an image without text; try --ocr to read it",),
    }
    return Coverage(source, **(fields | other))  # type: ignore[arg-type]


SCAN = Unread("old.pdf", Status.SCANNED, "its 12 pages are images", "run OCR first")


def report(*documents: Coverage | Unread, rubric: Rubric = RUBRIC) -> Report:
    return Report("0.1.0", rubric, documents or (coverage(), SCAN))


def text_of(name: str, shown: Report, **options: object) -> str:
    """``shown`` in a format that is text."""
    rendered = render_report(name, shown, ReportOptions(**options))  # type: ignore[arg-type]
    assert isinstance(rendered, str)
    return rendered


PAYLOADS = {
    "window title": "\x1b]0;owned\x07",
    "link": "\x1b]8;;http://example.invalid\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "clear": "\x1b[2J\x1b[H",
    "colour": "\x1b[31mred",
    "device control": "\x1bP$q\x1b\\",
    "C1 CSI": "\x9b2J",
    "C1 OSC": "\x9d0;x\x9c",
    "bell": "a\x07\x08b",
    "return": "shown\rhidden",
    "bidi": "abc\u202etxt.exe\u202c \u2066x\u2069 \u200f",
    "zero width": "a\u200bb\ufeffc",
    "rich bold": "[bold]x[/bold]",
    "rich link": "[link=http://example.invalid]x[/link]",
    "rich broken": "[/nope]",
    "emoji": ":warning:",
    "script": "</script><script>alert(1)</script>",
    "separators": "a\u2028b\u2029c\x85d",
    "template": "{{7*7}} {0.__class__} %s",
    "formula": "=cmd|'/c calc'!A1",
    "annotation": "::error file=x::boo",
    "annotation below": "x\n::set-output name=a::b",
    "group": "##[group]x",
    "azure": "##vso[task.setvariable variable=a]b",
    "stray byte": "caf\udce9",
    "lone surrogate": "x\ud800y",
    "not a character": "a\uffffb\U0001fffec",
    "tags": "a\U000e0041\U000e007f",
    "long word": "w" * 400,
}
"""Texts that act on some screen, log, page or parser when they are passed on as they are."""
