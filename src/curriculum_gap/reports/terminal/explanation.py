"""Why a level, for a person to read: an overview, topics in full, or passages asked for.

Takes an explanation, gives a page. A topic in full looks like this::

     Stigma, shame and help-seeking: taught                                      course.md

     The level is taught: a session is on it (1 passage).
     For assessed, graded work plainly on it would do.

     line 15  session  Schedule                                                 score 0.92
         “Week 2: ‹Stigma› attached to mental illness among engineers”
           stigma    strong      0.92

Probabilities (of passages and levels) are shown with ``verbose`` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text

from curriculum_gap.explanation import (
    TIED_OBJECTIVE,
    Candidate,
    Explanation,
    MatchedTerm,
    NextStep,
    TopicExplanation,
)
from curriculum_gap.nouns import Level, Match, Passage, Strength
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.quotations import place_of, places_of, shorten
from curriculum_gap.reports.terminal.page import (
    LEVEL_STYLE,
    Page,
    put_accuracy,
    put_warnings,
    quotation,
    row,
)
from curriculum_gap.reports.topics import counted_evidence
from curriculum_gap.reports.wording import (
    PATH_SEPARATOR,
    count_noun,
    explain_command,
    level_glyph,
    ocr_option,
)

__all__ = ["explanation_as_table"]

_PASSAGE = 320  # characters of a passage
_LEVEL, _ID = 13, 34  # columns of the overview
_TERM, _LONGEST_TERM = 8, 36  # columns of a term, at least and at most
_TERMS_SHOWN = 6
_LEAST_LEARNED = 0.05  # log-odds; less shows as 0.0
_REJECTED_SHOWN = 8
_POLICY_SHOWN = 4
_PARTS_SHOWN = 4
_STEPS_SHOWN = 3
_PLACES = {
    "text": "",
    "heading": "in the heading above",
    "table": "in the table's header",
    "title": "in the document's title",
}
"""Where a term stands → what is said of it."""
_PASSAGES_MORE = {
    "objective": ("an objective that plainly names it", "objectives that plainly name it"),
    "session": ("a session plainly on it", "sessions plainly on it"),
    "reading": ("a required reading plainly about it", "required readings plainly about it"),
    "activity": ("a regular activity plainly on it", "regular activities plainly on it"),
    "assignment": ("graded work plainly on it", "pieces of graded work plainly on it"),
    TIED_OBJECTIVE: (
        "an objective about it that names its assignment",
        "objectives about it that name their assignments",
    ),
}
"""Kind of passage → one of them and several, in words."""


def explanation_as_table(explanation: Explanation, options: ReportOptions) -> str:
    """A page about the passages or topics asked for; an overview where there are neither."""
    page = Page(options)
    put_accuracy(page, explanation.rubric)
    put_warnings(page, explanation.coverage.warnings)
    if explanation.quoted:
        _put_passages(page, explanation)
    elif explanation.topics:
        for topic in explanation.topics:
            page.rule()
            _put_topic(page, topic, explanation)
    else:
        _put_overview(page, explanation)
    return page.text()


# Overview


def _put_overview(page: Page, explanation: Explanation) -> None:
    """One line for each topic found, then the command that explains one of them."""
    coverage = explanation.coverage
    title = Text(escape_line(coverage.title), style="bold")
    page.ends(title, Text(escape_line(coverage.source), style="dim"))
    passages = count_noun(explanation.passage_count, "passage")
    page.line(f"{count_noun(coverage.words, 'word')} in {passages}")
    page.blank()
    shown = [verdict for verdict in coverage.topics if verdict.level or verdict.policy]
    for verdict in shown:
        level = Text(level_glyph(verdict.level), style=LEVEL_STYLE[verdict.level])
        level.append(f" {verdict.level or 'policy'}")
        places = "only in policy text"
        if verdict.level:
            places = places_of(counted_evidence(verdict))
        name = Text(escape_line(verdict.topic), style="bold")
        page.put(row((_LEVEL, _ID, None), [level, name, Text(places, style="dim")]))
    if not shown:
        page.line("No topic of the list was found here.")
    page.blank()
    best = max(shown or coverage.topics[:1], key=lambda verdict: verdict.level)
    command = explain_command(
        coverage.source, best.topic, page.options.rubrics, ocr_option(coverage)
    )
    page.command("One topic in full:  ", command)


# Passages


def _put_passages(page: Page, explanation: Explanation) -> None:
    """Each passage that was asked for, with the topics it is a candidate for."""
    for position, passage in explanation.quoted_in:
        page.rule()
        page.put(_passage_head(passage))
        _put_why(page, passage)
        page.line(f"“{shorten(passage.text, _PASSAGE)}”", indent=5)
        pairs = [
            (topic, candidate)
            for topic in explanation.topics
            for candidate in topic.candidates
            if candidate.evidence.position == position
        ]
        if not pairs:
            page.line("No term of any topic was seen in it.", indent=5)
        for topic, candidate in sorted(pairs, key=lambda pair: -pair[1].chance):
            page.blank()
            outcome = _outcome(candidate, explanation.policy_from)
            name = Text(escape_line(topic.topic.id), style="bold")
            page.ends(name.append(f"  {outcome}", style="not bold"), _scores(page, candidate))
            _put_terms(page, candidate.terms)


def _outcome(candidate: Candidate, policy_from: float) -> str:
    """What came of a candidate; policy text counts from ``policy_from`` on as a flag."""
    if not candidate.evidence.is_policy:
        return "counts" if candidate.counts else "does not count"
    if candidate.evidence.score >= policy_from:
        return "policy text: sets the flag"
    return "policy text: too faint a flag"


def _passage_head(passage: Passage) -> Text:
    """Where a passage stands, what part it plays, and under which headings."""
    path = escape_line(PATH_SEPARATOR.join(passage.headings))
    place = place_of(passage)
    head = Text(f"{place}  " if place else "")
    return head.append(str(passage.section), style="bold").append(f"  {path}" if path else "")


def _scores(page: Page, candidate: Candidate) -> Text:
    """Its score, and on request the chance that the rest of the document makes of it."""
    scores = f"score {candidate.evidence.score:.2f}"
    if candidate.chance and page.options.verbose:
        scores += f" → {candidate.chance:.2f}"
    return Text(scores, style="dim")


def _put_why(page: Page, passage: Passage) -> None:
    """What made the passage this section."""
    if passage.why:
        page.line(f"{passage.section} because of {escape_line(passage.why)}", "dim", 5)


def _put_candidate(page: Page, candidate: Candidate, in_full: bool = False) -> None:
    """Its place and scores, its words, and the terms in them; ``in_full`` adds what made it this
    section and what it is worth alone."""
    passage = candidate.evidence.passage
    page.ends(_passage_head(passage), _scores(page, candidate))
    if in_full:
        _put_why(page, passage)
        if passage.tie:
            page.line(f"tied to {escape_line(passage.tie)}", "dim", 5)
        if candidate.own_level:
            why = f"{candidate.own_level}: {candidate.own_reason}"
            page.line(f"by itself enough for {why}", "dim", 5)
    # Terms that do not count are marked too: the word is what the reader looks for.
    matches = tuple(
        Match(term.term, Strength(term.strength), term.share, term.place, term.start, term.end)
        for term in candidate.terms
    )
    page.put(quotation(replace(candidate.evidence, matches=matches), _PASSAGE), 5)
    _put_terms(page, candidate.terms)
    shown = [(word, value) for word, value in candidate.learned if abs(value) >= _LEAST_LEARNED]
    if in_full and shown:
        words = ", ".join(f"{word} {value:+.1f}" for word, value in shown[:_TERMS_SHOWN])
        page.line(f"learned words (log-odds of the chance): {words}", "dim", 7)


def _put_terms(page: Page, terms: Sequence[MatchedTerm]) -> None:
    """One line each: the term, its strength, its share of the score, and its company."""
    shown = terms[:_TERMS_SHOWN]
    longest = max((len(escape_line(term.term)) for term in shown), default=0)
    width = min(max(longest, _TERM), _LONGEST_TERM)
    for term in shown:
        cells = [
            Text(escape_line(term.term)),
            Text(term.strength),
            Text("–" if term.veto else f"{term.share:.2f}"),
            Text(_term_remark(term), style="dim"),
        ]
        page.put(row((width, 10, 4, None), cells), 7)
    if len(terms) > len(shown):
        page.line(f"… {len(terms) - len(shown)} more", "dim", 7)


def _term_remark(term: MatchedTerm) -> str:
    """Where the term stands if not in the text, and its company, or why it does not count."""
    if term.veto:
        return f"does not count: {escape_line(term.veto)}"
    remarks = [_PLACES.get(term.place, term.place)]
    if term.partner:
        remarks.append(f"partner: {escape_line(term.partner)}")
    if term.without_partner:
        remarks.append("contextual without a partner")
    return "; ".join(remark for remark in remarks if remark)


# One topic in full


def _put_topic(page: Page, topic: TopicExplanation, explanation: Explanation) -> None:
    """The verdict and the next step, then every passage with what counted, then the chances."""
    verdict = topic.verdict
    level = str(verdict.level) if verdict.level else "not found here"
    head = Text(f"{escape_line(topic.topic.title)}: {level}", style="bold")
    page.ends(head, Text(escape_line(explanation.coverage.source), style="dim"))
    page.blank()
    page.line(_verdict_text(topic))
    if verdict.expected != topic.topic.expected:
        page.line(
            f"Expected of this course: {verdict.expected or 'nothing'}; "
            f"of others: {topic.topic.expected or 'nothing'}."
        )
    next_step = _next_step_text(topic)
    if next_step:
        page.line(next_step)
    rejected, policy = [], []
    for candidate in topic.candidates:
        if candidate.counts:
            page.blank()
            _put_candidate(page, candidate, in_full=True)
        elif candidate.evidence.is_policy:
            policy.append(candidate)
        else:
            rejected.append(candidate)
    counts_from = explanation.counts_from
    _put_others(page, "Looked at and not counted", rejected, _REJECTED_SHOWN, counts_from)
    policy_heading = "In policy text, which sets a flag and never a level"
    _put_others(page, policy_heading, policy, _POLICY_SHOWN, counts_from)
    _put_near_misses(page, topic)
    if topic.level_chances and page.options.verbose:
        _put_chances(page, topic)


def _verdict_text(topic: TopicExplanation) -> str:
    """The level with the rule that gave it, and what policy text adds: nothing."""
    verdict = topic.verdict
    rule = escape_line(verdict.rule.removeprefix(f"{verdict.level}: "))
    if verdict.level:
        policy = " It also shows up in policy text, which adds nothing." if verdict.policy else ""
        return f"The level is {verdict.level}: {rule}.{policy}"
    if not topic.candidates:
        return "No passage holds a term of this topic."
    policy = " It shows up in policy text, which never raises a level." if verdict.policy else ""
    with_term = sum(
        any(not term.veto for term in candidate.terms) for candidate in topic.candidates
    )
    return f"Not found here: {rule} ({count_noun(with_term, 'passage')} with a term of it).{policy}"


def _next_step_text(topic: TopicExplanation) -> str:
    """Which level is next, and what would be enough for it."""
    if topic.verdict.level is Level.ASSESSED:
        return ""
    wanted = Level(topic.verdict.level + 1)
    enough = " or ".join(_passages_more(step) for step in topic.next_steps[:_STEPS_SHOWN])
    return f"For {wanted}, {enough} would do." if enough else ""


def _passages_more(step: NextStep) -> str:
    """``2 sessions on it``: what would be enough, in words."""
    single, several = _PASSAGES_MORE[step.kind]
    return single if step.number == 1 else f"{step.number} {several}"


def _put_others(
    page: Page, heading: str, candidates: Sequence[Candidate], limit: int, counts_from: float
) -> None:
    """Candidates that do not count, in reading order: those with a veto and the likeliest."""
    if not candidates:
        return
    page.heading(heading)
    if page.options.verbose and any(candidate.chance for candidate in candidates):
        page.line(f"A passage counts from {counts_from:.2f} on.", "dim")

    def rank(candidate: Candidate) -> tuple[bool, float, float]:
        """Vetoes first, since they ask for a judgement; then the likeliest."""
        vetoed = any(term.veto for term in candidate.terms)
        return not vetoed, -candidate.chance, -candidate.evidence.score

    shown = sorted(candidates, key=rank)
    if not page.options.everything:
        shown = shown[:limit]
    for candidate in sorted(shown, key=lambda candidate: candidate.evidence.position):
        _put_candidate(page, candidate)
    if len(shown) < len(candidates):
        page.line(f"… {len(candidates) - len(shown)} more, fainter: --all shows them", "dim")


def _put_near_misses(page: Page, topic: TopicExplanation) -> None:
    """What came near an absent topic: scattered terms, then single words."""
    if topic.verdict.level or not (topic.scattered or topic.rare_words):
        return
    page.heading("Near misses")
    scattered = "; ".join(dict.fromkeys(escape_line(near.term) for near in topic.scattered))
    if scattered:
        page.line(f"All words of a term in one passage, but apart: {scattered}", indent=5)
    if topic.rare_words:
        words = ", ".join(f"{escape_line(word)} ({number})" for word, number in topic.rare_words)
        page.line(f"Single words of its terms, with the number of passages: {words}", indent=5)


def _put_chances(page: Page, topic: TopicExplanation) -> None:
    """The chance of each level, from the lowest up, and what weighed most in it."""
    page.heading("How the level came about")
    below = False
    for chance in topic.level_chances:
        reached = chance.reached and not below
        below = below or not chance.reached
        outcome = "reached" if reached else "not reached"
        if not reached and chance.level <= topic.verdict.level:
            outcome = "given by a passage that is plainly on it"
        cells = [
            Text(str(chance.level)),
            Text(f"needs {chance.needs:.2f}"),
            Text(f"stands at {chance.chance:.2f}"),
            Text(outcome, style="green" if reached else "dim"),
        ]
        page.put(row((10, 11, 15, None), cells), 5)
        parts = [f"{name} {_signed(value)}" for name, value in chance.weighed[:_PARTS_SHOWN]]
        page.line("; ".join(parts), "dim", 7)
    note = "Numbers behind the steps are log-odds fitted on labelled syllabi; they add up."
    page.line(note, "dim", 5)


def _signed(value: float) -> str:
    """Log-odds with one decimal and a sign."""
    return f"+{value:.1f}" if value >= 0 else f"−{-value:.1f}"
