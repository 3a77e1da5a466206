"""Rubrics as pages in the terminal: which there are, the topics of one, all that a topic holds.

Counts stand before everything else, in plain words: *topics*, *phrases*, *passages*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from curriculum_gap.nouns import (
    FalseFriend,
    Kind,
    Provenance,
    Rubric,
    Scope,
    Strength,
    Term,
    Topic,
    UnscoredItem,
)
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.terminal.page import Page, level_text, put_accuracy, row
from curriculum_gap.reports.wording import count_noun

__all__ = ["rubric_as_page", "rubrics_as_table", "topic_as_page"]

_NAME = 24  # columns of a rubric's name
_LEVEL = 14  # columns of a level with its glyph
_COUNT = 8  # columns of a count
_LABEL = 16  # columns of a label
_WIDEST = 100  # columns: the cells of one row stand too far from each other in a wider table
_PROVENANCE = ("status", "status_as_of", "edition", "source", "seen", "licence")
"""What is known of a published standard's item, in the order of the page."""


def rubrics_as_table(rubrics: Sequence[tuple[str, str, Rubric]], options: ReportOptions) -> str:
    """One paragraph for each rubric that can be used by its name, with where it comes from."""
    page = Page(options)
    for name, origin, rubric in rubrics:
        lines = Text(escape_line(rubric.title), style="bold")
        domains = count_noun(len(rubric.domains), "group")
        topics = count_noun(len(rubric.topics), "topic")
        lines.append(f"\n{topics} in {domains}, version {escape_line(rubric.version)}", "not bold")
        accuracy = f"accuracy: {rubric.measured}" if rubric.measured else "accuracy not measured"
        lines.append(f"\n{escape_line(accuracy)}", "not bold")
        lines.append(f"\n{escape_line(origin)}", "not bold dim")
        page.put(row((_NAME, None), [Text(escape_line(name)), lines]))
    page.blank()
    page.command("", "gapcheck rubric show NAME")
    return page.text()


def rubric_as_page(rubric: Rubric, options: ReportOptions) -> str:
    """A rubric's head and its topics, group by group."""
    page = Page(options)
    page.line(escape_line(rubric.title), "bold")
    facts = f"{rubric.id}, version {rubric.version}, language {rubric.language}"
    page.line(escape_line(facts), "dim")
    page.line(_counts(rubric), "dim")
    put_accuracy(page, rubric)
    if rubric.measured:
        _put_labelled(page, "accuracy", [rubric.measured])
    _put_provenance(page, rubric.source)
    titles = {domain.id: domain.title for domain in rubric.domains}
    for domain, title in titles.items():
        topics = [topic for topic in rubric.topics if topic.domain == domain]
        page.heading(f"{escape_line(title)} ({len(topics)})")
        if topics:
            page.put(_topic_table(topics, min(page.width - 2, _WIDEST)))
    _put_unscored(page, rubric.unscored)
    page.blank()
    page.command("", f"gapcheck rubric show {_typed(rubric, options)}:TOPIC")
    return page.text()


def _topic_table(topics: Iterable[Topic], width: int) -> Table:
    """A row for each topic: title and id, the level expected, how much it holds."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", width=width)
    table.add_column("", ratio=1, overflow="fold")
    table.add_column("expected", width=_LEVEL)
    table.add_column("phrases", width=_COUNT, justify="right")
    table.add_column("passages", width=_COUNT, justify="right")
    for topic in topics:
        partly = topic.provenance is not None and topic.provenance.seen == "partly"
        below = f"{escape_line(topic.id)}{', seen in part' if partly else ''}"
        name = Text(escape_line(topic.title)).append(f"\n{below}", "dim")
        counts = (len(topic.terms), len(topic.covers) + len(topic.ignores))
        table.add_row(name, level_text(topic.expected), *(Text(str(count)) for count in counts))
    return table


def _typed(rubric: Rubric, options: ReportOptions) -> str:
    return escape_line(options.rubrics[0] if options.rubrics else rubric.id)


def _counts(rubric: Rubric) -> str:
    """How much there is of everything, in plain words."""
    terms = sum(len(topic.terms) for topic in rubric.topics)
    covers = sum(len(topic.covers) for topic in rubric.topics)
    ignores = sum(len(topic.ignores) for topic in rubric.topics)
    friends = sum(len(topic.false_friends) for topic in rubric.topics)
    return (
        f"{count_noun(len(rubric.topics), 'topic')} in {count_noun(len(rubric.domains), 'group')}, "
        f"{count_noun(terms, 'phrase')}, {count_noun(friends, 'false friend')}, "
        f"{count_noun(covers + ignores, 'test passage')}"
    )


def _put_provenance(page: Page, known: Provenance | None) -> None:
    """Edition, status, source and so on of a published standard, as far as they are known."""
    for name in _PROVENANCE if known else ():
        value = getattr(known, name)
        if value:
            _put_labelled(page, name.replace("_", " "), [value])


def _put_unscored(page: Page, entries: Sequence[UnscoredItem]) -> None:
    """The items of a standard that are never scored, by their codes, with the reason."""
    if not entries:
        return
    page.heading(f"Never scored ({len(entries)})")
    for why in dict.fromkeys(entry.why for entry in entries):
        codes = ", ".join(entry.code for entry in entries if entry.why == why)
        page.line(escape_line(f"{codes}: {why}"), "", 3)


def topic_as_page(rubric: Rubric, topic: Topic, options: ReportOptions) -> str:
    """All that a topic holds, list by list; empty lists are left out."""
    page = Page(options)
    page.line(escape_line(topic.title), "bold")
    titles = {domain.id: domain.title for domain in rubric.domains}
    page.line(escape_line(f"{rubric.id}:{topic.id}, in {titles[topic.domain]}"), "dim")
    page.blank()
    page.line(escape_line(topic.definition))
    page.blank()
    page.put(row((_LABEL, None), [Text("expected", style="dim"), level_text(topic.expected)]))
    kind = "how it is taught" if topic.kind is Kind.MEANS else "what is taught"
    scope = "a whole programme" if topic.scope is Scope.PROGRAM else "one course"
    page.put(row((_LABEL, None), [Text("about", style="dim"), Text(f"{kind}, judged in {scope}")]))
    if topic.standards:
        _put_labelled(page, "standards", topic.standards)
    _put_provenance(page, topic.provenance)
    headings = {
        Strength.STRONG: "Phrases that count alone",
        Strength.CONTEXTUAL: "Words that count beside another word of the topic",
        Strength.NAME: "Names, which support and never count alone",
    }
    for strength, heading in headings.items():
        terms = [_term(term) for term in topic.terms if term.strength is strength]
        _put_flow(page, heading, terms)
    _put_flow(page, "Further words that make these count", topic.partners)
    friends = [_false_friend(friend) for friend in topic.false_friends]
    _put_flow(page, "False friends: its words, about something else", friends)
    _put_flow(page, "Matters beside which it would fit", topic.hosts)
    learned = sorted(rubric.learned.get(topic.id, {}).items(), key=lambda pair: -abs(pair[1]))
    _put_flow(page, "Learned words", [f"{word} {weight:+.1f}" for word, weight in learned])
    _put_list(page, "Suggestions", topic.suggestions)
    _put_list(page, "To read", topic.readings)
    _put_list(page, "Passages that must be found", topic.covers)
    _put_list(page, "Passages that must not be found", topic.ignores)
    page.blank()
    page.command(
        "", f"gapcheck explain FILE -r {_typed(rubric, options)} --topic {escape_line(topic.id)}"
    )
    return page.text()


def _put_labelled(page: Page, label: str, texts: Iterable[str]) -> None:
    value = Text(escape_line("; ".join(texts)))
    page.put(row((_LABEL, None), [Text(label, style="dim"), value]))


def _put_flow(page: Page, heading: str, texts: Sequence[str]) -> None:
    """Short texts one after the other, below a heading with their number."""
    if texts:
        page.heading(f"{heading} ({len(texts)})")
        page.line(escape_line(" · ".join(texts)), "", 3)


def _put_list(page: Page, heading: str, texts: Sequence[str]) -> None:
    """Sentences, one a line, below a heading with their number."""
    if texts:
        page.heading(f"{heading} ({len(texts)})")
        for text in texts:
            page.put(row((1, None), [Text("-", style="dim"), Text(escape_line(text))]), 3)


def _term(term: Term) -> str:
    """``access (beside food, groceries; ×1.5)``."""
    facts = []
    if term.partners:
        facts.append(f"beside {', '.join(term.partners)}")
    if term.weight != 1:
        facts.append(f"×{term.weight:g}")
    return f"{term.text} ({'; '.join(facts)})" if facts else term.text


def _false_friend(friend: FalseFriend) -> str:
    """``race (near condition, thread; in policies)``."""
    facts = []
    if friend.near:
        facts.append(f"near {', '.join(friend.near)}")
    if friend.policy:
        facts.append("in policies")
    return f"{friend.phrase} ({'; '.join(facts)})" if facts else friend.phrase
