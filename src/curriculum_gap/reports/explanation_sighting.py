"""How an explanation shows a passage in which something of a topic was seen, for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text

from curriculum_gap.explanation import Candidate, MatchedTerm
from curriculum_gap.nouns import Match, Passage, Strength
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.page import Page, grid, quoted
from curriculum_gap.reports.quotation import place
from curriculum_gap.reports.view import PATH_SEPARATOR

__all__ = [
    "PASSAGE_SHOWN",
    "figures_of",
    "head_of",
    "put_sighting",
    "put_terms",
    "put_why",
]

PASSAGE_SHOWN = 320
"""Characters of a passage."""
_TERMS_SHOWN = 6
_PLACES = {
    "text": "",
    "heading": "in the heading above",
    "table": "in the table's header",
    "title": "in the document's title",
}


def head_of(passage: Passage) -> Text:
    """Where a passage stands, what part it plays, and under which headings."""
    path = as_line(PATH_SEPARATOR.join(passage.headings))
    spot = place(passage)
    return (
        Text(f"{spot}  " if spot else "")
        .append(str(passage.section), "bold")
        .append(f"  {path}" if path else "")
    )


def figures_of(sighting: Candidate) -> Text:
    """Its score, and the chance that the rest of the document makes of it."""
    figures = f"score {sighting.evidence.score:.2f}"
    if sighting.chance:
        figures += f" → {sighting.chance:.2f}"
    return Text(figures, style="dim")


def put_sighting(page: Page, sighting: Candidate, in_full: bool = False) -> None:
    """Its place and figures, its words, and what was seen in them; ``in_full`` adds what made it
    this section and what it is worth alone."""
    passage = sighting.evidence.passage
    page.ends(head_of(passage), figures_of(sighting))
    if in_full:
        put_why(page, passage)
        if passage.tie:
            page.put(Text(f"tied to {as_line(passage.tie)}", style="dim"), 5)
        if sighting.own_level:
            plain = f"names the topic in few words: by itself enough for {sighting.own_level}"
            page.put(Text(plain, style="dim"), 5)
    _put_words(page, sighting)
    put_terms(page, sighting.terms)


def put_why(page: Page, passage: Passage) -> None:
    """What made the passage this section."""
    if passage.why:
        page.put(Text(f"{passage.section} because of {as_line(passage.why)}", style="dim"), 5)


def _put_words(page: Page, sighting: Candidate) -> None:
    # Hits that do not count are marked too: the word is what the reader looks for.
    matches = tuple(
        Match(term.term, Strength(term.strength), term.share, term.place, term.start, term.end)
        for term in sighting.terms
    )
    page.put(quoted(replace(sighting.evidence, matches=matches), PASSAGE_SHOWN), 5)


def put_terms(page: Page, terms: Sequence[MatchedTerm]) -> None:
    """One line each: the term, its strength, its share of the score, and its company."""
    shown = terms[:_TERMS_SHOWN]
    width = min(max((len(as_line(term.term)) for term in shown), default=0), 36)
    for term in shown:
        cells = [
            Text(as_line(term.term)),
            Text(term.strength),
            Text("–" if term.veto else f"{term.share:.2f}"),
            Text(_about_term(term), style="dim"),
        ]
        page.put(grid((max(width, 8), 10, 4, None), cells), 7)
    if len(terms) > len(shown):
        page.put(Text(f"… {len(terms) - len(shown)} more", style="dim"), 7)


def _about_term(term: MatchedTerm) -> str:
    if term.veto:
        return f"does not count: {as_line(term.veto)}"
    said = [_PLACES.get(term.place, term.place)]
    if term.partner:
        said.append(f"partner: {as_line(term.partner)}")
    if term.without_partner:
        said.append("contextual without a partner")
    return "; ".join(part for part in said if part)
