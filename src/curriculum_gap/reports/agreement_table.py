"""How well verdicts agree with labels, for a person to read."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.text import Text

from curriculum_gap.agreement import Agreement, Disagreement, Estimate, TopicAgreement
from curriculum_gap.nouns import Level
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.page import Page, grid, heads
from curriculum_gap.reports.quotation import beginning
from curriculum_gap.reports.view import View
from curriculum_gap.reports.wording import count

__all__ = ["agreement_as_table"]

_QUOTED = 240  # characters of a block
_NAME = 10
_TOPIC = 34
_NAMES = {"all": "all topics", "content": "content", "means": "means"}


def agreement_as_table(agreement: Agreement, view: View) -> str:
    """What was compared, levels, passages, false alarms, topics, and the worst passages if any."""
    page = Page(view)
    _head(page, agreement)
    _levels(page, agreement)
    _passages(page, agreement)
    _alarms(page, agreement)
    _topics(page, agreement)
    _slips(page, agreement)
    return page.text()


def _head(page: Page, agreement: Agreement) -> None:
    rubric = agreement.rubric
    pairs = agreement.levels["all"].pairs
    page.put(Text(f"{count(agreement.documents, 'labelled document')}", style="bold"))
    page.put(
        Text(
            f"{as_line(agreement.labels)} · {pairs:,} levels compared, "
            f"{agreement.disputed:,} disputed left out · rubric {as_line(rubric.id)} "
            f"{as_line(rubric.version)}",
            style="dim",
        )
    )
    if agreement.unread:
        page.blank()
        page.put(Text("Not read, counted as nothing found", style="bold yellow"))
        for entry in agreement.unread:
            hint = f"; {as_line(entry.hint)}" if entry.hint else ""
            page.put(
                Text(f"{as_line(entry.source)}: {entry.status}: {as_line(entry.reason)}{hint}"), 5
            )
    if agreement.unknown_topics:
        page.blank()
        names = ", ".join(as_line(name) for name in agreement.unknown_topics)
        page.put(Text(f"Labelled topics that the rubric lacks, left out: {names}", style="yellow"))


def _levels(page: Page, agreement: Agreement) -> None:
    page.blank()
    page.put(Text("Levels of documents", style="bold"))
    widths = (_NAME, 18, 18, 18)
    page.put(heads(widths, ("", "κ, squared weights", "exact", "within one")), 3)
    for name, part in agreement.levels.items():
        if part.pairs:
            cells = [Text(_NAMES.get(name, name))]
            cells += [_interval(figure) for figure in (part.kappa, part.exact, part.within_one)]
            page.put(grid(widths, cells), 3)
    page.blank()
    page.put(heads(widths, ("F1", "mentioned or more", "taught or more", "assessed")), 3)
    for name, part in agreement.levels.items():
        if part.pairs:
            cells = [Text(_NAMES.get(name, name))]
            cells += [_interval(part.f1[level]) for level in Level if level]
            page.put(grid(widths, cells), 3)
    whole = agreement.levels["all"]
    page.put(
        Text(
            f"taught or more: precision {_interval(whole.precision)}, recall "
            f"{_interval(whole.recall)}; mean F1 over topics with 5 documents or more "
            f"{_interval(agreement.macro_taught)}"
        ),
        3,
    )


def _passages(page: Page, agreement: Agreement) -> None:
    page.blank()
    page.put(Text("Passages", style="bold"))
    if agreement.passages is None:
        page.put(Text("No passages are labelled."), 3)
        return
    page.put(
        Text(
            f"F1 {_interval(agreement.passages_f1)}, precision "
            f"{_interval(agreement.passages_precision)}, recall "
            f"{_interval(agreement.passages_recall)}; mean over topics "
            f"{_interval(agreement.macro_passages)}"
        ),
        3,
    )


def _alarms(page: Page, agreement: Agreement) -> None:
    alarms = agreement.false_alarms
    page.blank()
    page.put(Text("False alarms on documents that teach none", style="bold"))
    if not alarms.documents:
        page.put(Text("Every labelled document teaches something."), 3)
        return
    page.put(
        Text(
            f"{_interval(alarms.per_document)} topics a document wrongly said to be taught; "
            f"{alarms.taught} taught and {alarms.mentioned} mentioned or more in "
            f"{count(alarms.documents, 'document')} ({alarms.chosen})"
        ),
        3,
    )


def _topics(page: Page, agreement: Agreement) -> None:
    page.blank()
    page.put(Text("Topics: documents at taught or more, then passages", style="bold"))
    widths = (_TOPIC, 3, 4, 4, 12, 4, 4)
    page.put(heads(widths, ("", "n", "P", "R", "F1", "n", "F1")), 1)
    for topic in agreement.topics:
        page.put(grid(widths, _row(topic)), 1)


def _row(topic: TopicAgreement) -> Sequence[Text]:
    taught, passages = topic.taught, topic.passages
    return [
        Text(as_line(topic.topic)),
        Text(str(taught.support)),
        Text(_two(taught.precision)),
        Text(_two(taught.recall)),
        _spread(topic.taught_f1),
        Text(str(passages.support)),
        Text(_two(passages.f1)),
    ]


def _slips(page: Page, agreement: Agreement) -> None:
    for missed in (False, True):
        slips = [slip for slip in agreement.disagreements if slip.missed is missed]
        if slips:
            page.blank()
            head = "Labelled, and missed" if missed else "Said, and not labelled"
            page.put(Text(head, style="bold"))
            for slip in slips:
                _slip(page, slip)
    if agreement.withheld:
        page.blank()
        noun = count(agreement.withheld, "document")
        page.put(
            Text(
                f"Errors in {noun} are not shown: their use is 'report', for figures only. "
                "--document ID shows those of one.",
                style="dim",
            )
        )


def _slip(page: Page, slip: Disagreement) -> None:
    page.blank()
    head = Text(as_line(slip.topic), style="bold").append(
        f"  said {slip.verdict}, labelled {slip.label}", "not bold"
    )
    where = f"{as_line(slip.document)} block {slip.block}"
    page.ends(head, Text(where + (f", {slip.section}" if slip.section else ""), style="dim"))
    page.put(Text(f"“{beginning(slip.text, _QUOTED)}”"), 3)
    found = "; ".join(as_line(term) for term in slip.matched) or "nothing"
    page.put(Text(f"matched: {found}", style="dim"), 3)
    if slip.rejected:
        refused = "; ".join(as_line(term) for term in slip.rejected)
        page.put(Text(f"not counted: {refused}", style="dim"), 3)


def _interval(figure: Estimate) -> Text:
    if math.isnan(figure.value):
        return Text("–")
    if math.isnan(figure.low):
        return Text(f"{figure.value:.3f}")
    return Text(f"{figure.value:.3f}").append(f" {figure.low:.2f}–{figure.high:.2f}", "dim")


def _spread(figure: Estimate) -> Text:
    if math.isnan(figure.value):
        return Text("–")
    spread = "" if math.isnan(figure.low) else f" {_two(figure.low)}–{_two(figure.high)}"
    return Text(_two(figure.value)).append(spread, "dim")


def _two(value: float) -> str:
    """``.62``, ``1.0``, ``–``: four characters at most."""
    if math.isnan(value):
        return "–"
    return "1.0" if value > 0.995 else f"{value:.2f}".removeprefix("0")
