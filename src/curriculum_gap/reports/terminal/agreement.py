"""How well verdicts agree with labels, for a person to read.

Takes the figures that ``gapcheck evaluate`` measured, gives a page. Every figure stands with its
95 % interval, ``0.778 0.75–0.80``; a dash stands where there was nothing to measure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from curriculum_gap.agreement import (
    Agreement,
    AgreementDetails,
    Disagreement,
    Estimate,
    Reliability,
    ScoreBin,
)
from curriculum_gap.nouns import Level
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.quotations import shorten
from curriculum_gap.reports.rubric_facts import list_name
from curriculum_gap.reports.terminal.page import Page, head_row, row
from curriculum_gap.reports.wording import count_noun, unread_message

__all__ = ["agreement_as_table"]

_QUOTED = 240  # characters of a block
_LEVEL_WIDTHS = (10, 18, 18, 18)
_TOPIC_WIDTHS = (34, 3, 4, 4, 12, 4, 4)
_SCORE_WIDTHS = (9, 7, 12, 10, 9, 12, 10)
_PAIRED_WIDTHS = (34, 40)
_PART_WIDTHS = (12, 62)
_SIBLINGS_SHOWN = 3  # of each topic
_ALMOST_ONE = 0.995  # shares above it are rounded to 1.0
_PART_NAMES = {"all": "all topics"}


def agreement_as_table(agreement: Agreement, options: ReportOptions) -> str:
    """What was compared, levels, passages, false alarms, topics; where ``options.everything`` is
    wanted, kinds of errors; and the worst passages if any."""
    page = Page(options)
    _put_head(page, agreement)
    _put_levels(page, agreement)
    _put_passages(page, agreement)
    _put_false_alarms(page, agreement)
    _put_topics(page, agreement)
    if options.everything:
        _put_siblings(page, agreement.details)
        _put_parts(page, agreement.details)
        _put_scores(page, agreement.details)
    _put_disagreements(page, agreement)
    return page.text()


def _put_head(page: Page, agreement: Agreement) -> None:
    """What was compared with which labels, files that could not be read, unknown topics."""
    rubric = escape_line(list_name(agreement.rubric))
    pairs = agreement.levels["all"].pairs
    page.line(count_noun(agreement.documents, "labelled document"), "bold")
    page.line(
        f"{escape_line(agreement.labels)} · {pairs:,} levels compared, "
        f"{agreement.disputed:,} disputed left out · {rubric}",
        "dim",
    )
    if agreement.unread:
        page.blank()
        page.line("Not read, counted as nothing found", "bold yellow")
        for entry in agreement.unread:
            page.line(f"{escape_line(entry.source)}: {unread_message(entry)}", indent=5)
    if agreement.unknown_topics:
        page.blank()
        names = ", ".join(escape_line(name) for name in agreement.unknown_topics)
        page.line(f"Labelled topics that the topic list lacks, left out: {names}", "yellow")


def _put_levels(page: Page, agreement: Agreement) -> None:
    """Two tables, with a row for all topics and one for each kind; then precision and recall."""
    parts = [(name, levels) for name, levels in agreement.levels.items() if levels.pairs]
    page.heading("Levels of documents")
    page.put(head_row(_LEVEL_WIDTHS, ("", "κ, squared weights", "exact", "within one")), 3)
    for name, levels in parts:
        estimates = [levels.kappa, levels.exact, levels.within_one]
        page.put(_level_row(name, estimates), 3)
    page.blank()
    page.put(head_row(_LEVEL_WIDTHS, ("F1", "mentioned or more", "taught or more", "assessed")), 3)
    for name, levels in parts:
        estimates = [levels.f1[level] for level in Level if level]
        page.put(_level_row(name, estimates), 3)
    whole = agreement.levels["all"]
    page.line(
        f"taught or more: precision {_with_interval(whole.precision)}, recall "
        f"{_with_interval(whole.recall)}; mean F1 over topics with 5 documents or more "
        f"{_with_interval(agreement.macro_taught)}",
        indent=3,
    )


def _level_row(name: str, estimates: Sequence[Estimate]) -> Table:
    """A name with estimates beside it."""
    cells = [Text(_PART_NAMES.get(name, name))]
    cells += [_with_interval(estimate) for estimate in estimates]
    return row(_LEVEL_WIDTHS, cells)


def _put_passages(page: Page, agreement: Agreement) -> None:
    """F1, precision and recall over passages of all topics, and the mean over topics."""
    page.heading("Passages")
    passages = agreement.passages
    if passages is None:
        page.line("No passages are labelled.", indent=3)
        return
    page.line(
        f"F1 {_with_interval(passages.f1)}, precision {_with_interval(passages.precision)}, "
        f"recall {_with_interval(passages.recall)}; mean over topics "
        f"{_with_interval(passages.macro_f1)}",
        indent=3,
    )


def _put_false_alarms(page: Page, agreement: Agreement) -> None:
    """How many topics are said to be taught in documents that teach none of them."""
    alarms = agreement.false_alarms
    page.heading("False alarms on documents that teach none")
    if not alarms.documents:
        page.line("Every labelled document teaches something.", indent=3)
        return
    page.line(
        f"{_with_interval(alarms.per_document)} topics a document wrongly said to be taught; "
        f"{alarms.taught} taught and {alarms.mentioned} mentioned or more in "
        f"{count_noun(alarms.documents, 'document')} ({alarms.chosen})",
        indent=3,
    )


def _put_topics(page: Page, agreement: Agreement) -> None:
    """One row for each topic: n, precision, recall and F1 on documents, then n and F1 on
    passages."""
    page.heading("Topics: documents at taught or more, then passages")
    page.put(head_row(_TOPIC_WIDTHS, ("", "n", "P", "R", "F1", "n", "F1")))
    for topic in agreement.topics:
        taught, passages = topic.taught, topic.passages
        cells = [
            Text(escape_line(topic.topic)),
            Text(str(taught.support)),
            Text(_short_share(taught.precision)),
            Text(_short_share(taught.recall)),
            _with_short_interval(topic.taught_f1),
            Text(str(passages.support)),
            Text(_short_share(topic.passages_f1.value)),
        ]
        page.put(row(_TOPIC_WIDTHS, cells))


def _put_siblings(page: Page, details: AgreementDetails) -> None:
    """Topics that were said of passages that readers give to others, with these others."""
    page.heading("Siblings: passages said to be about one topic, labelled with others")
    page.line(
        f"{details.wrong_with_owner} of {count_noun(details.wrong, 'passage')} wrongly said to be "
        "about a topic are labelled with another one:",
        indent=3,
    )
    owners: dict[str, list[str]] = {}
    for pair in details.siblings:
        others = owners.setdefault(pair.said, [])
        others.append(f"{escape_line(pair.labelled)} {pair.passages}")
    for said, others in owners.items():
        shown = " · ".join(others[:_SIBLINGS_SHOWN])
        page.put(row(_PAIRED_WIDTHS, [Text(escape_line(said)), Text(shown)]))


def _put_parts(page: Page, details: AgreementDetails) -> None:
    """The section of passages that count, beside the part that readers give them."""
    page.heading("Reasons: the section of passages that count, and the part by the labels")
    roles: dict[str, list[str]] = {}
    for pair in details.parts:
        shown = roles.setdefault(pair.section, [])
        shown.append(f"{escape_line(pair.role)} {pair.passages}")
    for section, shown in roles.items():
        page.put(row(_PART_WIDTHS, [Text(section), Text(" · ".join(shown))]), 3)


def _put_scores(page: Page, details: AgreementDetails) -> None:
    """How many topics and passages have a score in each bin, and how many the labels confirm."""
    page.heading("Scores: topics labelled mentioned or more, then labelled passages")
    heads = ("score", "topics", "mean score", "labelled", "passages", "mean score", "labelled")
    page.put(head_row(_SCORE_WIDTHS, heads), 1)
    topics, passages = _by_bin(details.topic_scores), _by_bin(details.passage_scores)
    for low, high in sorted(topics.keys() | passages.keys()):
        cells = [Text(f"{low:.1f}–{high:.1f}")]
        for entry in (topics.get((low, high)), passages.get((low, high))):
            known = ("–", "–", "–")
            if entry is not None:
                known = (str(entry.number), f"{entry.mean_score:.2f}", f"{entry.labelled:.2f}")
            cells += [Text(cell) for cell in known]
        page.put(row(_SCORE_WIDTHS, cells), 1)
    for name, reliability in (
        ("topics", details.topic_scores),
        ("passages", details.passage_scores),
    ):
        if reliability is not None:
            page.line(f"Brier score of {name}: {reliability.brier:.3f} (0 is perfect)", indent=1)


def _by_bin(reliability: Reliability | None) -> dict[tuple[float, float], ScoreBin]:
    """The bins by their bounds."""
    bins = reliability.bins if reliability is not None else ()
    return {(entry.low, entry.high): entry for entry in bins}


def _put_disagreements(page: Page, agreement: Agreement) -> None:
    """Passages with a verdict and no label, then those with a label and no verdict."""
    headings = {False: "Said, and not labelled", True: "Labelled, and missed"}
    for missed, heading in headings.items():
        entries = [entry for entry in agreement.disagreements if entry.missed is missed]
        if entries:
            page.heading(heading)
        for entry in entries:
            _put_disagreement(page, entry)
    if agreement.withheld:
        page.blank()
        documents = count_noun(agreement.withheld, "document")
        page.line(
            f"Errors in {documents} are not shown: their use is 'report', for figures only. "
            "--document ID shows those of one.",
            "dim",
        )


def _put_disagreement(page: Page, entry: Disagreement) -> None:
    """The levels, the words of the block, and the terms that counted and that did not."""
    page.blank()
    levels = f"  said {entry.verdict}, labelled {entry.label}"
    head = Text(escape_line(entry.topic), style="bold").append(levels, style="not bold")
    block = f"{escape_line(entry.document)} block {entry.block}"
    if entry.section:
        block += f", {entry.section}"
    page.ends(head, Text(block, style="dim"))
    page.line(f"“{shorten(entry.text, _QUOTED)}”", indent=3)
    matched = "; ".join(escape_line(term) for term in entry.matched)
    page.line(f"matched: {matched or 'nothing'}", "dim", 3)
    if entry.rejected:
        rejected = "; ".join(escape_line(term) for term in entry.rejected)
        page.line(f"not counted: {rejected}", "dim", 3)


def _with_interval(estimate: Estimate) -> Text:
    """``0.839 0.81–0.86``; a dash where nothing could be measured."""
    if math.isnan(estimate.value):
        return Text("–")
    text = Text(f"{estimate.value:.3f}")
    if not math.isnan(estimate.low):
        text.append(f" {estimate.low:.2f}–{estimate.high:.2f}", style="dim")
    return text


def _with_short_interval(estimate: Estimate) -> Text:
    """``.84 .81–.86``."""
    text = Text(_short_share(estimate.value))
    if not math.isnan(estimate.value) and not math.isnan(estimate.low):
        interval = f" {_short_share(estimate.low)}–{_short_share(estimate.high)}"
        text.append(interval, style="dim")
    return text


def _short_share(value: float) -> str:
    """``.62``, ``1.0``, ``–``: four characters at most."""
    if math.isnan(value):
        return "–"
    return "1.0" if value > _ALMOST_ONE else f"{value:.2f}".removeprefix("0")
