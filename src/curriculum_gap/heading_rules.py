"""Whether a line is a heading, and what it says of the text below: judged by its words, for all.

Readers ask whether a line or cell heads anything; how it looks is their own matter
(`readers/visual_headings`, `readers/pdf`). Sections ask what a heading opens. All functions take
text as it is written.

What a heading opens is known in two ways: by a phrase that cannot mean anything else ("Learning
Outcomes"), or because *all* its words belong to the vocabulary of syllabus headings and one of them
names a section. The second way keeps "Disability in American Society" a topic while "Disability
Services and Accommodations" is policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from curriculum_gap.lexicon import HeadingWords, Lexicon, LineWords, Words, reader_lexicon
from curriculum_gap.nouns import Section
from curriculum_gap.patterns import lazy_pattern

__all__ = [
    "LONGEST_HEADING",
    "NUMBERED",
    "SESSION",
    "HeadingMeaning",
    "Label",
    "heading_meaning",
    "heading_rank",
    "is_column_name",
    "is_generic_heading",
    "may_be_heading",
    "names_system",
    "names_work",
    "opens_session",
    "run_in_label",
    "title_like",
]

LONGEST_HEADING = 110
"""Characters of the longest line that `heading_rank` takes for a heading."""
_MOST_HEADING_WORDS = 12
# A line that ends with a colon: up to so many words it is a heading in any case, up to so many if
# it is written as a title.
_SURE_LABEL_WORDS, _MOST_LABEL_WORDS = 4, 7
# A line in title case: words and characters it has at most, words of one that is surely short,
# alone and above a paragraph.
_MOST_TITLE_WORDS, _LONGEST_TITLE = 9, 70
_SHORT_TITLE_ALONE, _SHORT_TITLE_ABOVE = 3, 5
# The longest lines that may be a heading by their look.
_LONGEST_STYLED_HEADING = 90
# A line of which so many words of weight have a capital is written as a title.
_TITLE_CAPITALS = 0.6

NUMBERED = lazy_pattern(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}[.)])\s+(?=[A-Z])")
"""The number in front of a heading ("2.1 Aims"); list entries may have such numbers too."""
_PARENTHESIS = lazy_pattern(r"\([^()]*\)")
_ENDS_SENTENCE = lazy_pattern(r"[.!?;,][\"'”’)]*$")
# Addresses, times, prices and telephone numbers: lines with these are no headings.
_ADDRESS_OR_FACT = lazy_pattern(
    r"@|https?:|www\.|\.edu\b|\d:\d\d|\$\d|^[\d\W]+$|\(\d{3}\)|\d{3}-\d{4}"
)
_TWO_LETTERS = lazy_pattern(r"[^\W\d_]{2}")

# Parts of a heading's text.
_HEADING_CHARACTERS = 160
_MOST_WORDS = 14
_MOST_VOCABULARY_WORDS = 8
_MOST_WORK_WORDS = 7
# Other words that may stand beside a phrase: in headings, and in lines that only may be headings.
_SPARE_IN_HEADING, _SPARE_IN_LINE = 6, 3
_CLOSING_PARENTHESIS = lazy_pattern(r"\s\([^()]{0,120}\)$")
_EMPHASIS = " *_#"
_WORD = lazy_pattern(r"[a-z][a-z0-9'’-]*")
_MARK = lazy_pattern(r"[^\w]+")
_COURSE_CODE = lazy_pattern(r"^[a-z]{2,5}-?\d{2,4}[a-z]?$")
# A label ends with a colon, a full stop or a dash …
_LABEL_END = lazy_pattern(r":|\. | [–—-]-? ")
_LABEL_CHARACTERS = 72
# … or is written in capitals: "COURSE DESCRIPTION This seminar …".
_CAPITALS = lazy_pattern(
    r"^((?:[A-Z][A-Z/&'’-]+[,:]?\s+(?:(?:of|and|for|the|to)\s+)?){1,7}(?<=\s))(?=[A-Z][a-z])"
)


@cache
def _line_words() -> LineWords:
    return reader_lexicon().lines


def heading_rank(text: str) -> int:
    """The rank of a line that reads like a heading wherever it stands alone: 2 where it is written
    in capitals, 3 where it ends with a colon (``Required texts:``), 0 for other lines."""
    words = text.split()
    if not 0 < len(words) <= _MOST_HEADING_WORDS or len(text) > LONGEST_HEADING:
        return 0
    if _ADDRESS_OR_FACT.search(text):
        return 0
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= 4 and all(letter.isupper() for letter in letters):
        return 0 if _ENDS_SENTENCE.search(text) else 2
    # "Required Texts:" is a heading, "Grades will be based on the following:" a sentence.
    if not _is_label(text) or len(words) > _MOST_LABEL_WORDS:
        return 0
    short = len(words) <= _SURE_LABEL_WORDS
    return 3 if short or _in_title_case(words) else 0


def _is_label(text: str) -> bool:
    """Whether a line begins with a capital and ends with its only colon."""
    if not text[0].isupper():
        return False
    return text.find(":") == len(text) - 1


def opens_session(text: str) -> bool:
    """Whether a line begins a session of a schedule: ``Week 3: …``, ``Module IV``."""
    return _line_words().session_start.match(text.lower()) is not None


def is_column_name(cell: str) -> bool:
    """Whether a cell holds a word that columns are called by."""
    return _line_words().column_names.stands_in(cell.lower())


def may_be_heading(text: str) -> bool:
    """Whether a line that looks like a heading may be one: short, no sentence, no contact line, no
    address."""
    if len(text) > _LONGEST_STYLED_HEADING:
        return False
    if len(text.split()) > _MOST_HEADING_WORDS or not _TWO_LETTERS.search(text):
        return False
    if text[0].islower() or text[-1] in ".,;":
        return False
    if "@" in text or "http" in text or "www." in text:
        return False
    label, colon, rest = text.lower().partition(":")
    if not colon or not rest.strip():
        return True
    words = _line_words()
    heads = words.heading_labels.match(label) or words.heading_label_ends.search(label)
    return heads is not None and words.fact_labels.match(label) is None


def title_like(text: str, leads: bool) -> bool:
    """Whether a line is short and in title case, as people write headings without a style; where
    it ``leads`` a paragraph right below it, a capital at its beginning is enough."""
    words = _PARENTHESIS.sub("", text).split()
    if (numbered := NUMBERED.match(text)) is not None:
        words = text[numbered.end() :].split()
    if not 0 < len(words) <= _MOST_TITLE_WORDS or len(text) > _LONGEST_TITLE:
        return False
    if not words[0][0].isupper() or _ADDRESS_OR_FACT.search(text):
        return False
    if text[-1] in ".,;!" or ":" in text[:-1] or "|" in text:
        return False
    short = _SHORT_TITLE_ABOVE if leads else _SHORT_TITLE_ALONE
    return len(words) <= short or _in_title_case(words)


def _in_title_case(words: Sequence[str]) -> bool:
    """Whether most words of weight begin with a capital."""
    small = _line_words().small_words
    letters = [word for word in words if word[0].isalpha()]
    weighty = [word for word in letters if word.lower() not in small]
    if not weighty:
        return False
    capitals = [word for word in weighty if word[0].isupper()]
    return len(capitals) >= _TITLE_CAPITALS * len(weighty)


class HeadingMeaning(NamedTuple):
    """What a heading says of the text below it."""

    section: Section
    #: One session of a schedule.
    session: bool = False
    #: Policy anywhere but in a schedule, where the words name a subject ("Plagiarism").
    may_be_subject: bool = False
    #: A loose policy heading, under which graded work may be described ("Course Policies").
    allows_work: bool = False
    #: Policy only if the text below agrees ("Diversity").
    uncertain: bool = False
    #: May as well name a part of an assignment or a session ("Purpose", "Readings").
    may_be_part: bool = False


SESSION = HeadingMeaning(Section.SESSION, session=True)
"""What a heading that starts a session says, whatever its words."""


class Label(NamedTuple):
    """A label at the start of a paragraph that acts as its heading."""

    text: str
    meaning: HeadingMeaning


def names_system(text: str, lexicon: Lexicon) -> bool:
    """Whether a text that is not written in capitals itself has a word in capitals that would open
    a section: then it is the name of a system ("Slides are on AIMS")."""
    if text.isupper():
        return False
    words = _WORD.findall(text.lower())
    systems = lexicon.headings.systems.intersection(words)
    return any(f" {word.upper()} " in f" {_MARK.sub(' ', text)} " for word in systems)


@lru_cache(1024)  # hot path: asked for each text below objectives
def names_work(heading: str, lexicon: Lexicon) -> bool:
    """Whether a heading has a word for graded work ("Objectives and Requirements")."""
    words = _WORD.findall(heading.lower())
    entries = lexicon.headings.section_words
    return any(e.section is Section.ASSIGNMENT and not e.words.isdisjoint(words) for e in entries)


def heading_meaning(text: str, lexicon: Lexicon, *, certain: bool = True) -> HeadingMeaning | None:
    """What the heading ``text`` opens, or None for a heading whose words decide nothing.

    ``certain`` is true for blocks the reader found to be headings. For short lines and labels that
    only may be headings, less may stand around a phrase.
    """
    return _heading_meaning(text[:_HEADING_CHARACTERS], lexicon, certain)


@lru_cache(4096)  # hot path: syllabi share many of their headings
def _heading_meaning(text: str, lexicon: Lexicon, certain: bool) -> HeadingMeaning | None:
    known = lexicon.headings
    heading = _folded(text, known)
    words = _WORD.findall(heading)
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    if words[-1] in known.deadline or words[0] in known.orders:
        return None
    if names_system(text, lexicon):
        return None
    if certain and _is_on_work(text, words, lexicon):
        return HeadingMeaning(Section.ASSIGNMENT)
    spare = _SPARE_IN_HEADING if certain else _SPARE_IN_LINE
    if by_phrase := _by_phrase(words, known, spare):
        return by_phrase
    if certain and known.appendix.match(text.lower().lstrip(_EMPHASIS)):
        return _by_vocabulary(heading, words, known, certain) or HeadingMeaning(Section.OTHER)
    few = certain and len(words) <= _MOST_WORK_WORDS
    if few and known.policies_of.stands_in(heading):
        return HeadingMeaning(Section.POLICY, allows_work=True)
    if _is_table_header(words, known):
        return HeadingMeaning(Section.SESSION)
    if heading in known.alone:
        section = known.alone[heading]
        return HeadingMeaning(section, may_be_part=section is not Section.RESOURCE)
    return _by_vocabulary(heading, words, known, certain)


def _folded(text: str, known: HeadingWords) -> str:
    """A heading in lower case, without its number, closing parenthesis and marks."""
    heading = text.lower().replace("’", "'")
    heading = heading.strip(" *_#:.-–—\t")
    if numbered := known.numbering.match(heading):
        heading = heading[numbered.end() :]
    if heading.endswith(")"):
        heading = _CLOSING_PARENTHESIS.sub("", heading).strip(" :")
    return heading.replace("&", "and").replace("(s)", "s")


def _is_on_work(text: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a heading names a rubric or says what work is worth."""
    if not lexicon.headings.rubric.isdisjoint(words):
        return True
    return lexicon.graded_work.worth.stands_in(text.lower())


def _by_phrase(words: Sequence[str], known: HeadingWords, spare: int) -> HeadingMeaning | None:
    """What the first phrase opens that stands among these words with no more than ``spare``
    others."""
    heading = " " + " ".join(words)
    for group in known.phrases:
        for phrase in group.phrases:
            # Hot path, for each phrase there is: the first look needs no new text.
            if phrase not in heading or f" {phrase}" not in heading:
                continue
            if len(words) - phrase.count(" ") - 1 > spare:
                continue
            subject = phrase in known.subjects
            uncertain = False
            if group.section is Section.POLICY and not group.allows_work:
                uncertain = not _in_policy_company(heading, phrase, known)
            return HeadingMeaning(
                group.section,
                may_be_subject=subject,
                allows_work=group.allows_work,
                uncertain=uncertain,
            )
    return None


def _in_policy_company(heading: str, phrase: str, known: HeadingWords) -> bool:
    """Whether all words around a policy phrase are words of policy headings; the phrase may end in
    the middle of a word."""
    before, _, after = heading.partition(f" {phrase}")
    after = after.lstrip("abcdefghijklmnopqrstuvwxyz")
    return known.policy_vocabulary.issuperset(_WORD.findall(f"{before} {after}"))


def _is_table_header(words: Sequence[str], known: HeadingWords) -> bool:
    """Whether a line is a table's header: "Week Date Topic Assignments Due"."""
    names = frozenset(words)
    if not names <= known.header_vocabulary:
        return False
    return bool(names & known.header_when) and bool(names & known.header_what)


def _by_vocabulary(
    heading: str, words: Sequence[str], known: HeadingWords, certain: bool
) -> HeadingMeaning | None:
    if not 0 < len(words) <= _MOST_VOCABULARY_WORDS:
        return None
    meaning = _of_vocabulary(frozenset(words), known)
    if meaning is not None:
        return meaning
    few = certain and len(words) <= _MOST_WORK_WORDS
    names_work = few and words[-1] in known.work_names
    if names_work or known.numbered_work.match(heading):
        return HeadingMeaning(Section.ASSIGNMENT)
    return None


def _of_vocabulary(words: Words, known: HeadingWords) -> HeadingMeaning | None:
    """What a heading opens that has only words of the vocabulary."""
    if words & known.participation and words <= known.any_vocabulary:
        return HeadingMeaning(Section.ACTIVITY, may_be_part=True)
    if words & known.policy_core:
        return _of_policy_words(words, known)
    if words <= known.content_vocabulary:
        for entry in known.section_words:
            if words & entry.words:
                part = not words & known.whole_course
                return HeadingMeaning(entry.section, may_be_part=part)
        if words & known.policy_rules:
            return HeadingMeaning(Section.POLICY, allows_work=True)
        if words & known.expectations:
            return HeadingMeaning(Section.POLICY, uncertain=True)
    return _of_hints(words, known)


def _of_policy_words(words: Words, known: HeadingWords) -> HeadingMeaning | None:
    """What a heading with a core word of policy opens."""
    stated = bool(words & known.policy_stated)
    sure = stated or bool(words & known.policy_sure)
    if words <= known.policy_vocabulary:
        alone = len(words - known.filler) == 1
        return HeadingMeaning(
            Section.POLICY,
            may_be_subject=not stated,
            allows_work=bool(words & known.policy_presence),
            uncertain=alone and not sure,
        )
    if words <= known.any_vocabulary:
        for entry in known.section_words:
            if words & entry.words:
                return HeadingMeaning(entry.section)
        return HeadingMeaning(Section.POLICY, allows_work=sure, uncertain=not sure)
    return _of_hints(words, known)


def _of_hints(words: Words, known: HeadingWords) -> HeadingMeaning | None:
    if words & known.policy_hints and words <= known.hint_vocabulary:
        return HeadingMeaning(Section.POLICY, uncertain=True)
    return None


def is_generic_heading(text: str, lexicon: Lexicon) -> bool:
    """Whether a heading holds nothing but the vocabulary of syllabus headings ("Assignments and
    Grading")."""
    heading = text[:_HEADING_CHARACTERS].lower()
    heading = heading.replace("’", "'").replace("&", "and")
    found = _WORD.findall(heading)
    words = [word for word in found if not _COURSE_CODE.match(word)]
    return lexicon.headings.content_vocabulary.issuperset(words)


def run_in_label(text: str, lexicon: Lexicon) -> Label | None:
    """The label that ``text`` starts with ("Course Description: This seminar …"), if its words open
    a section."""
    if not text[:1].isupper():
        return None
    if text[1:2].isupper() and (capitals := _CAPITALS.match(text)):
        label = capitals[1]
    else:
        end = _LABEL_END.search(text, 0, 2 * _LABEL_CHARACTERS)
        if end is None or end.start() > _LABEL_CHARACTERS:
            return None
        label = text[: end.start()]
    label = label.strip(" *_:,")
    if label.count(" ") > 7 or "!" in label or "?" in label:
        return None
    meaning = heading_meaning(label, lexicon, certain=False)
    return Label(label, meaning) if meaning else None
