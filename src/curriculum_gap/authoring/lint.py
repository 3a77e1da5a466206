"""Findings in a rubric: entries that do nothing, count twice, mislead or cannot be found.

Each rule is a function from a rubric's topics to findings without a place; :func:`lint_rubric`
gives them their place in the file. ``rubric_review.CODES`` says what each code means.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from curriculum_gap.authoring.misspellings import similar_word
from curriculum_gap.authoring.places import Places
from curriculum_gap.authoring.skeleton import PLACEHOLDER
from curriculum_gap.compiled import model_of
from curriculum_gap.keywords import Background, load_background, match_passages, offsets, phrase
from curriculum_gap.nouns import Passage, Rubric, Section, Strength, Term, Topic
from curriculum_gap.rubric_review import CODES, Finding, RubricCheck, Severity
from curriculum_gap.validation import Source

__all__ = ["ambiguous_words", "lint_rubric", "standalone_words", "without_codes"]

OFTEN = 0.10
"""Share of syllabi of any field from which a strong term is said to stand too often. Of the strong
terms of the default rubric *immigrant* is the most frequent, in 7 % of them."""
HOST_OFTEN = 0.25
"""The same for a host. Of those of the default rubric *seminar* is the most frequent, in 22 %."""
_LISTS = {Strength.STRONG: "strong", Strength.CONTEXTUAL: "contextual", Strength.NAME: "names"}
_NOTHING_LOST = re.compile(r"[\s\-\u2010-\u2015'’‘\"“”,/()&.!?;:|•]*")
"""What may stand between the words of a term without a meaning of its own."""

Words = tuple[str, ...]


class _Unplaced(NamedTuple):
    """A finding before it has its place: the topic, the list and the entry that it is about.
    ``severity`` is None where it is that of the code."""

    code: str
    topic: str
    key: str
    text: str
    what: str
    fix: str
    severity: Severity | None = None


class _Term(NamedTuple):
    """A term with its normal forms and the list that it stands in."""

    term: Term
    words: Words
    key: str


def lint_rubric(rubric: Rubric, source: Source, ambiguous: Iterable[str] = ()) -> RubricCheck:
    """All findings in ``rubric``, which was read from ``source``, in the order of the file.
    ``ambiguous`` are normal forms of words that should not be strong alone."""
    background = load_background()
    ambiguous = frozenset(ambiguous)
    terms = {topic.id: _terms(topic) for topic in rubric.topics}
    found: list[_Unplaced] = list(_unreplaced(rubric))
    for topic in rubric.topics:
        own = terms[topic.id]
        found += _duplicates(topic, own)
        found += _swallowed(topic, own)
        found += _frequencies(topic, own, background)
        found += _ambiguous(topic, own, ambiguous)
        found += _changed(topic, own)
        found += _missing(topic)
        found += _hosts(topic, own, background)
    found += _overlaps(rubric, terms)
    found += _idle_false_friends(rubric)
    places = Places(source)
    findings = [_placed(one, source.file, places) for one in found]
    findings.sort(key=lambda one: (one.line, one.column, one.code))
    return RubricCheck(rubric.id, source.file, len(rubric.topics), tuple(findings))


def ambiguous_words(default: Rubric) -> frozenset[str]:
    """Normal forms of the single words that the default rubric counts with a partner, in every
    topic that has them."""
    by_strength = _single_words(default)
    return by_strength[Strength.CONTEXTUAL] - by_strength[Strength.STRONG]


def standalone_words(default: Rubric) -> frozenset[str]:
    """Normal forms of the single words that the default rubric counts alone, in one topic at
    least."""
    return _single_words(default)[Strength.STRONG]


def _single_words(rubric: Rubric) -> dict[Strength, frozenset[str]]:
    found: dict[Strength, set[str]] = defaultdict(set)
    for topic in rubric.topics:
        for term in topic.terms:
            words = phrase(term.text)
            if len(words) == 1:
                found[term.strength].add(words[0])
    return {strength: frozenset(found[strength]) for strength in Strength}


def without_codes(check: RubricCheck, ignored: Iterable[str]) -> RubricCheck:
    """``check`` without the findings of these codes."""
    left_out = frozenset(ignored)
    return replace(check, findings=tuple(f for f in check.findings if f.code not in left_out))


def _placed(found: _Unplaced, file: str, places: Places) -> Finding:
    line, column, path = places.find(found.topic, found.key, found.text)
    return Finding(
        code=found.code,
        severity=found.severity or CODES[found.code].severity,
        topic=found.topic,
        file=file,
        line=line,
        column=column,
        path=path,
        what=found.what,
        fix=found.fix,
    )


def _terms(topic: Topic) -> list[_Term]:
    return [_Term(term, phrase(term.text), _LISTS[term.strength]) for term in topic.terms]


def _holds(words: Words, part: Words) -> bool:
    """Whether ``part`` stands in ``words``, in one piece."""
    size = len(part)
    return bool(part) and any(
        words[first : first + size] == part for first in range(len(words) - size + 1)
    )


# One rule a function


def _duplicates(topic: Topic, terms: Iterable[_Term]) -> Iterator[_Unplaced]:
    """RUB001. Of two terms with the same normal forms the first is found, the second never."""
    first: dict[Words, _Term] = {}
    for one in terms:
        same = first.setdefault(one.words, one)
        if same is not one:
            place = "" if same.key == one.key else f" of '{same.key}'"
            what = f"'{one.term.text}' is the same as '{same.term.text}'{place} to gapcheck"
            yield _Unplaced(
                "RUB001", topic.id, one.key, one.term.text, what, "remove one of the two"
            )
    friends = [(friend.phrase, friend.near) for friend in topic.false_friends]
    lists: dict[str, list[tuple[str, Words]]] = {
        "partners": [(text, ()) for text in topic.partners],
        "hosts": [(text, ()) for text in topic.hosts],
        "false_friends": friends,
        "covers": [(text, ()) for text in topic.covers],
        "ignores": [(text, ()) for text in topic.ignores],
    }
    for key, entries in lists.items():
        known: dict[tuple[Words, Words], str] = {}
        for text, near in entries:
            other = known.setdefault((phrase(text), near), text)
            if other is not text:
                what = f"'{text}' is the same as '{other}' to gapcheck"
                yield _Unplaced("RUB001", topic.id, key, text, what, "remove one of the two")


def _swallowed(topic: Topic, terms: Iterable[_Term]) -> Iterator[_Unplaced]:
    """RUB002. What holds the longer term holds the shorter one, which counts as much."""
    strong = {one.words: one for one in terms if one.key == "strong"}
    for words, one in strong.items():
        parts = (
            strong[words[first:last]]
            for first in range(len(words))
            for last in range(first + 1, len(words) + 1)
            if words[first:last] != words and words[first:last] in strong
        )
        for part in parts:
            if part.term.weight == one.term.weight:
                what = f"'{one.term.text}' holds the strong term '{part.term.text}'"
                fix = "remove the longer one, or give it a weight of its own"
                yield _Unplaced("RUB002", topic.id, one.key, one.term.text, what, fix)
                break


def _overlaps(rubric: Rubric, terms: dict[str, list[_Term]]) -> Iterator[_Unplaced]:
    """RUB003. Names may support several topics; other terms are told."""
    owners: dict[Words, dict[str, _Term]] = defaultdict(dict)
    for topic in rubric.topics:
        for one in terms[topic.id]:
            if one.key == "names":
                continue
            for other, same in owners[one.words].items():
                if other != topic.id and "strong" in (one.key, same.key):
                    what = f"'{one.term.text}' is a term of '{other}' too ({same.key})"
                    fix = "keep it in one topic, unless such a passage is about both"
                    yield _Unplaced("RUB003", topic.id, one.key, one.term.text, what, fix)
                    break
            owners[one.words].setdefault(topic.id, one)


def _frequencies(
    topic: Topic, terms: Iterable[_Term], background: Background
) -> Iterator[_Unplaced]:
    """RUB004 and RUB005, by the table of words in syllabi of any field."""
    for one in terms:
        if one.key == "names":
            continue
        held_by = background.frequency.get(" ".join(one.words), 0)
        if one.key == "strong" and held_by >= OFTEN * background.documents:
            what = _often(one.term.text, held_by, background)
            fix = "move it to 'contextual', or make it longer"
            yield _Unplaced("RUB005", topic.id, one.key, one.term.text, what, fix)
        for word in one.words:
            if held_by or background.frequency.get(word, 0):
                continue
            near = similar_word(word, background.frequency)
            fix = "see that it is written as syllabi do"
            fix += f"; '{near}' is near" if near else ""
            what = f"'{word}' of '{one.term.text}' is not in the table of words of syllabi"
            yield _Unplaced("RUB004", topic.id, one.key, one.term.text, what, fix)
            break


def _often(text: str, held_by: int, background: Background) -> str:
    return f"'{text}' stands in {held_by} of {background.documents} syllabi of any field"


def _ambiguous(topic: Topic, terms: Iterable[_Term], words: frozenset[str]) -> Iterator[_Unplaced]:
    """RUB006. The default rubric counts these words with a partner only."""
    for one in terms:
        if one.key == "strong" and len(one.words) == 1 and one.words[0] in words:
            what = f"'{one.term.text}' alone has other meanings too"
            fix = "move it to 'contextual', or write a longer phrase"
            yield _Unplaced("RUB006", topic.id, one.key, one.term.text, what, fix)


def _changed(topic: Topic, terms: Iterable[_Term]) -> Iterator[_Unplaced]:
    """RUB007. Signs that are no word are not read."""
    for one in terms:
        text = one.term.text
        between = _between(text)
        lost = "".join(dict.fromkeys(_NOTHING_LOST.sub("", between)))
        if lost or not one.words:
            what = (
                f"'{text}' is read as '{' '.join(one.words)}': {lost or 'nothing'} does not count"
            )
            yield _Unplaced(
                "RUB007", topic.id, one.key, text, what, "leave out what does not count"
            )


def _between(text: str) -> str:
    """What stands before, between and after the words of ``text``."""
    pieces, last = [], 0
    for start, end in offsets(text):
        pieces.append(text[last:start])
        last = end
    return "".join([*pieces, text[last:]])


def _missing(topic: Topic) -> Iterator[_Unplaced]:
    """RUB008 and RUB009. A topic without ambiguous words may do without false friends."""
    if not topic.false_friends:
        is_ambiguous = any(term.strength is Strength.CONTEXTUAL for term in topic.terms)
        severity = None if is_ambiguous else Severity.NOTE
        fix = "add 'false_friends': its words where they mean something else"
        what = "the topic has no false friends" + (
            ", and has ambiguous words" if is_ambiguous else ""
        )
        yield _Unplaced("RUB008", topic.id, "", "", what, fix, severity)
    for key, texts, fix in (
        ("covers", topic.covers, "add passages that are about the topic, as syllabi write them"),
        ("ignores", topic.ignores, "add passages with its words that are about something else"),
    ):
        if not texts:
            yield _Unplaced("RUB009", topic.id, "", "", f"the topic has no '{key}'", fix)


def _hosts(topic: Topic, terms: list[_Term], background: Background) -> Iterator[_Unplaced]:
    """RUB010 and RUB011. What holds a term is evidence of the topic, not a place without it."""
    strong = [one for one in terms if one.key == "strong"]
    by_words = {one.words: one for one in terms}
    for host in topic.hosts:
        words = phrase(host)
        same = by_words.get(words) or next(
            (one for one in strong if _holds(words, one.words)), None
        )
        if same is not None:
            what = f"'{host}' is or holds the term '{same.term.text}' of the same topic"
            yield _Unplaced("RUB010", topic.id, "hosts", host, what, "remove it from 'hosts'")
        written = " ".join(words)
        held_by = background.hosts.get(written, background.frequency.get(written, 0))
        if held_by >= HOST_OFTEN * background.documents:
            what = _often(host, held_by, background)
            yield _Unplaced(
                "RUB011", topic.id, "hosts", host, what, "choose a rarer word or a phrase"
            )


def _idle_false_friends(rubric: Rubric) -> Iterator[_Unplaced]:
    """RUB012. A false friend forbids the terms that it overlaps, and nothing else."""
    model = model_of(rubric)
    for topic in rubric.topics:
        for friend in topic.false_friends:
            texts = [f"{friend.phrase} {word}" for word in friend.near or ("",)]
            passages = [Passage(text, Section.SESSION) for text in texts]
            why = f"false friend: {friend.phrase}"
            vetoes = [veto for _, found in match_passages(passages, "", model)
                      for veto in found.vetoes]  # fmt: skip
            if not any(veto.why == why for veto in vetoes):
                what = f"'{friend.phrase}' holds no term of its topic, so it does nothing"
                fix = "write the phrase with the term in it, or remove it"
                yield _Unplaced("RUB012", topic.id, "false_friends", friend.phrase, what, fix)


def _unreplaced(rubric: Rubric) -> Iterator[_Unplaced]:
    """RUB013. The skeleton marks what its author has to write."""
    fix = "write your own text"
    if PLACEHOLDER in rubric.title:
        yield _Unplaced("RUB013", "", "title", "", f"the title still says {PLACEHOLDER}", fix)
    for domain in rubric.domains:
        if PLACEHOLDER in domain.title:
            what = f"the title of the domain '{domain.id}' still says {PLACEHOLDER}"
            yield _Unplaced("RUB013", "", "domains", "", what, fix)
    for topic in rubric.topics:
        for name in ("title", "definition"):
            if PLACEHOLDER in getattr(topic, name):
                what = f"the {name} still says {PLACEHOLDER}"
                yield _Unplaced("RUB013", topic.id, name, "", what, fix)
        for name in ("covers", "ignores", "suggestions"):
            for text in getattr(topic, name):
                if PLACEHOLDER in text:
                    what = f"an entry of '{name}' still says {PLACEHOLDER}"
                    yield _Unplaced("RUB013", topic.id, name, text, what, fix)
