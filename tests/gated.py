"""A report with an outcome of gates, made by hand."""

from __future__ import annotations

from dataclasses import replace

from handmade import SCAN, coverage, evidence, found, report

from curriculum_gap.nouns import (
    Change,
    Comparison,
    Coverage,
    DocumentChange,
    GateFailure,
    GateOutcome,
    Level,
    Part,
    Report,
    Section,
    Unread,
)

PARTS = (
    Part(Section.TITLE, None, 1),
    Part(Section.OBJECTIVE, None, 5),
    Part(Section.SESSION, None, 12),
    Part(Section.ASSIGNMENT, None, 30),
)
MARKED = coverage("courses/nutr210.md", pages=None, parts=PARTS)
FAILED = GateFailure(
    "require",
    "wages is required at taught and stands at absent",
    source="courses/nutr210.md",
    topic="wages",
    expected=Level.TAUGHT,
)
SHARE = GateFailure(
    "fail-under",
    "1 of 5 (20 %) of the expected topics, 50 % are required",
    source="courses/nutr210.md",
)
WAIVED = GateFailure(
    "expected",
    "seeds is expected at taught and stands at absent",
    source="courses/nutr210.md",
    topic="seeds",
    expected=Level.TAUGHT,
    excuse="waiver",
    reason="Taught in the garden",
    until="2027-06-30",
)
ON_FILE = GateFailure(
    "baseline",
    "deserts is expected at assessed and stands at taught, as on file",
    source="courses/nutr210.md",
    topic="deserts",
    found=Level.TAUGHT,
    expected=Level.ASSESSED,
    nearest=evidence("deserts", "Week 5: Food deserts and mirages", "Food deserts", line=16),
    nearest_source="courses/nutr210.md",
    excuse="baseline",
)
TOGETHER = GateFailure(
    "require",
    "pantries is required at taught and was found in no document",
    program="all documents",
    topic="pantries",
    expected=Level.TAUGHT,
)
GATE = GateOutcome(
    ("each document: wages at taught or above",),
    (FAILED, SHARE, TOGETHER),
    (WAIVED, ON_FILE),
    ("3 gaps are closed",),
)


def gated(*documents: Coverage | Unread, gate: GateOutcome = GATE) -> Report:
    return replace(report(*(documents or (MARKED, SCAN))), gate=gate)


def compared() -> Report:
    lost = evidence("wages", "Week 8: Who picks the fruit", "picks", line=20)
    changes = (
        Change("hunger", Level.MENTIONED, Level.TAUGHT, (evidence("hunger", "Hunger here"),)),
        Change("wages", Level.ASSESSED, Level.ABSENT, (), (lost,)),
        Change("deserts", Level.TAUGHT, Level.TAUGHT, (evidence("deserts", "Deserts"),)),
    )
    documents = (
        DocumentChange("courses/old.md", "courses/nutr210.md", "NUTR 210", changes),
        DocumentChange("", "courses/new.md", "NUTR 300", ()),
        DocumentChange("courses/gone.md", "", "NUTR 100", ()),
    )
    whole = (Change("wages", Level.ASSESSED, Level.ABSENT),)
    comparison = Comparison("main", "HEAD", documents, whole, 4, (SCAN,), ("two versions",))
    return replace(report(MARKED), comparison=comparison)


def payload_report(payload: str) -> Report:
    """``payload`` wherever a document, a rubric or a configuration can put it."""
    piece = evidence("hunger", f"Week 1 {payload} hunger", "hunger", headings=(payload,), line=3)
    policy = evidence("pantries", payload, section=Section.POLICY)
    document = coverage(
        f"courses/{payload}.md",
        title=payload,
        warnings=(payload,),
        topics=(
            found("hunger", Level.TAUGHT, piece, rule=payload),
            found("deserts", Level.MENTIONED, evidence("deserts", payload)),
            found("pantries", Level.ABSENT, policy, policy=True),
            found("seeds", Level.ABSENT),
            found("wages", Level.ABSENT),
            found("staff", Level.ABSENT),
        ),
        parts=PARTS,
    )
    failure = replace(
        FAILED, source=document.source, message=payload, nearest=piece, nearest_source=payload
    )
    excused = replace(WAIVED, source=document.source, message=payload, reason=payload)
    gate = GateOutcome(
        (payload,), (failure, replace(TOGETHER, program=payload)), (excused,), (payload,)
    )
    base = report(document, replace(SCAN, source=payload, reason=payload, hint=payload))
    rubric = replace(
        base.rubric,
        id=payload,
        version=payload,
        topics=tuple(
            replace(topic, title=payload, definition=payload, suggestions=(payload,),
                    readings=(payload,), standards=(payload,))
            for topic in base.rubric.topics
        ),
    )  # fmt: skip
    return replace(base, rubric=rubric, gate=gate)
