"""The values of a rubric file → Rubric, every fault named with its place and what would work.

The schema says what keys and values there may be (``docs/schema/rubric-1.json``). Here stand the
rules that no schema can state: ids are unique and known, no term stands twice or can never count.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from curriculum_gap.errors import RubricError, UsageError, nearest
from curriculum_gap.lexicon import load_lexicon
from curriculum_gap.nouns import (
    LEVELS,
    Domain,
    ExpectedFor,
    FalseFriend,
    Kind,
    Level,
    Rubric,
    Scope,
    Strength,
    Term,
    Topic,
)
from curriculum_gap.rubric.drafts import (
    Entry,
    RubricDraft,
    TopicDraft,
    draft_rubric,
    entries_of,
    phrase_of,
)
from curriculum_gap.rubric.provenance import (
    provenance_faults,
    provenance_of,
    unscored_faults,
    unscored_items,
)
from curriculum_gap.validation import (
    SWITCHES,
    Faults,
    FileKind,
    Source,
    folded,
    load_schema,
    one_line,
    read_yaml,
    shown,
    validate,
)

__all__ = ["MOST_BASES", "RUBRIC", "base_name", "draft_of", "rubric_of"]

ReadBase = Callable[[str, str], tuple[bytes, str]]
"""The name or path of a rubric, and the file that names it → its bytes, and its name in messages.
Raises RubricError."""

MOST_BASES = 5
"""Rubrics that may extend each other in a row; set by hand, far above any use."""

RUBRIC = FileKind("rubric", "'id: …' and 'topics: …'", "docs/rubrics.md", RubricError)
_TERM_LISTS = {"strong": Strength.STRONG, "contextual": Strength.CONTEXTUAL, "names": Strength.NAME}


def base_name(content: bytes, where: str) -> str:
    """The rubric that the one in a file's bytes extends, "" for none. Raises RubricError."""
    value = read_yaml(content, where, RUBRIC).value
    name = value.get("extends") if isinstance(value, dict) else None
    return one_line(name) if isinstance(name, str) else ""


def draft_of(content: bytes, where: str, read: ReadBase, within: Sequence[str] = ()) -> RubricDraft:
    """The rubric in a file's bytes, joined with the one that it extends, which ``read`` gives.
    ``within`` are the files that extend this one. Raises RubricError with the first fault, which
    carries the others."""
    source = read_yaml(content, where, RUBRIC)
    faults = Faults(source)
    if source.value is None:
        faults.add((), "the file is empty", "see docs/rubrics.md for a first rubric")
        faults.raise_if_any()
    validate(source, load_schema("rubric-1.json"), faults)
    base = _base_of(source, read, (*within, os.path.realpath(where)), faults)
    draft = draft_rubric(source.value, base, faults)
    _add_faults(source, draft, base, faults)
    faults.raise_if_any()
    return draft


def _base_of(
    source: Source, read: ReadBase, within: Sequence[str], faults: Faults
) -> RubricDraft | None:
    """The rubric that a file extends; None without one, and where it cannot be used."""
    name = source.value.get("extends")
    if not isinstance(name, str) or not one_line(name):
        for key in ("take", "drop", "change"):
            if key in source.value and name is None:
                what = f"'{key}' says what becomes of the topics of another rubric"
                faults.add((key,), what, "add 'extends: …', or write the topics below 'topics'")
        return None
    try:
        content, file = read(one_line(name), source.file)
        if os.path.realpath(file) in within or len(within) > MOST_BASES:
            what = "the rubrics extend each other in a circle"
            if os.path.realpath(file) not in within:
                what = f"more than {MOST_BASES} rubrics extend each other"
            faults.add(("extends",), what, "extend a rubric that stands by itself")
            return None
        return draft_of(content, file, read, within)
    except RubricError as error:
        what = f"the rubric that it extends cannot be used: {error}"
        faults.add(("extends",), what)
        return None


def _add_faults(
    source: Source, draft: RubricDraft, base: RubricDraft | None, faults: Faults
) -> None:
    """The faults that no schema can state."""
    _language_without_lexicon(source.value, faults)
    _repeated_ids("domains", source.value, faults)
    _repeated_ids("topics", source.value, faults)
    domains = tuple(domain["id"] for domain in draft.domains if isinstance(domain.get("id"), str))
    is_whole = base is not None or "extends" not in source.value
    if base is not None and not draft.topics and not faults.in_order():
        faults.add(("extends",), "no topic of the base is left", "take one, or add topics")
    for topic in draft.topics:
        if not topic.is_new:
            continue
        if is_whole and (domains or base is not None):
            _unknown_domain(topic, domains, faults)
        _repeated_terms(topic, faults)
        _lower_case_names(topic, faults)
        _silenced_terms(topic, faults)
        _hosts_that_are_terms(topic, faults)
        _no_terms_left(topic, faults)
        provenance_faults(topic.values, topic.path, topic.defaults, faults)
    unscored_faults(source.value, faults)


# Rules that no schema can state. They see files with other faults too, so they take whatever stands
# there and pass over what is no list or text: the schema has named it.


def _terms_in(topic: TopicDraft) -> Iterator[tuple[Entry, str]]:
    """Every term of a topic, with its words folded for comparison."""
    for key in _TERM_LISTS:
        for entry in topic.lists.get(key, ()):
            words = folded(phrase_of(entry.value))
            if words:
                yield entry, words


def _language_without_lexicon(top: Any, faults: Faults) -> None:
    """Without the words of its language no part of a syllabus could be told."""
    language = top.get("language") if isinstance(top, dict) else None
    if not isinstance(language, str) or not language.partition("-")[0].islower():
        return  # absent, or of a form that the schema has named
    try:
        load_lexicon(language)
    except UsageError as error:
        faults.add(("language",), error.what, error.hint)


def _repeated_ids(key: str, top: Any, faults: Faults) -> None:
    first: dict[str, int] = {}
    for index, entry in enumerate(entries_of(top, key)):
        name = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name:
            continue
        if name in first:
            what = f"the id {shown(name)} is already {key}[{first[name]}]"
            faults.add((key, index), what, "give each its own id")
        first.setdefault(name, index)


def _unknown_domain(topic: TopicDraft, domains: tuple[str, ...], faults: Faults) -> None:
    domain = topic.values.get("domain")
    if not isinstance(domain, str) or not domain or domain in domains:
        return
    near = nearest(domain, domains)
    known = f"domains of this rubric: {', '.join(domains)}" if domains else "add it to 'domains'"
    hint = f"did you mean {shown(near)}?" if near else known
    faults.add((*topic.path, "domain"), f"unknown domain {shown(domain)}", hint)


def _repeated_terms(topic: TopicDraft, faults: Faults) -> None:
    """No term may stand twice in one topic, whatever its list: it would count twice."""
    first: dict[str, Entry] = {}
    for entry, words in _terms_in(topic):
        if words in first:
            what = f"{shown(phrase_of(entry.value))} is the same as {first[words].name} "
            what += "(case, hyphens and accents aside)"
            faults.add(entry.path, what, "remove one of the two")
        first.setdefault(words, entry)


def _lower_case_names(topic: TopicDraft, faults: Faults) -> None:
    for entry in topic.lists.get("names", ()):
        text = phrase_of(entry.value)
        if text and " " not in text and text == text.lower():
            faults.add(
                entry.path,
                f"{shown(text)} is one lower-case word, which no name is",
                "write the name as it is printed, or move the word to 'contextual'",
            )


def _silenced_terms(topic: TopicDraft, faults: Faults) -> None:
    """A false friend without ``near`` that equals a term would veto it everywhere."""
    terms = {words for _, words in _terms_in(topic)}
    for entry in topic.lists.get("false_friends", ()):
        text = phrase_of(entry.value)
        everywhere = not (isinstance(entry.value, dict) and "near" in entry.value)
        if text and everywhere and folded(text) in terms:
            faults.add(
                entry.path,
                f"{shown(text)} is also a term of this topic, which could never count",
                "add 'near: [words]' to say where it misleads, or remove one of the two",
            )


def _hosts_that_are_terms(topic: TopicDraft, faults: Faults) -> None:
    """A host says where a topic that is missing would fit, so its own terms are none; and none
    may stand twice, since it would weigh twice."""
    known = {words: entry.name for entry, words in _terms_in(topic)}
    for entry in topic.lists.get("hosts", ()):
        text = phrase_of(entry.value)
        words = folded(text)
        if words in known:
            what = f"{shown(text)} is the same as {known[words]} (case, hyphens and accents aside)"
            faults.add(entry.path, what, "remove it from 'hosts'")
        elif words:
            known[words] = entry.name


def _no_terms_left(topic: TopicDraft, faults: Faults) -> None:
    """A change may not take the last term of a topic of the base."""
    found = topic.lists.get("strong") or topic.lists.get("contextual")
    if topic.path[0] == "change" and not found:
        what = "no terms are left, so nothing can be found"
        faults.add(topic.path, what, "leave strong or contextual terms, or drop the topic")


# Values that were found sound → Rubric


def rubric_of(draft: RubricDraft, sha256: str) -> Rubric:
    """The rubric in a draft without faults; ``sha256`` is the digest of what it was read from."""
    top = draft.top
    domains = [Domain(entry["id"], one_line(entry["title"])) for entry in draft.domains]
    return Rubric(
        id=top["id"],
        version=one_line(top["version"]),
        title=one_line(top["title"]),
        language=draft.language,
        sha256=sha256,
        domains=tuple(domains),
        topics=tuple(_topic(topic.as_mapping(), topic.defaults) for topic in draft.topics),
        unscored=unscored_items(draft.unscored),
        source=provenance_of(top, {}),
        measured=one_line(top.get("measured", "")),
    )


def _topic(entry: dict[str, Any], defaults: Mapping[str, Any]) -> Topic:
    terms = [
        _term(term, strength)
        for key, strength in _TERM_LISTS.items()
        for term in entry.get(key, ())
    ]
    return Topic(
        id=entry["id"],
        domain=entry["domain"],
        title=one_line(entry["title"]),
        definition=one_line(entry["definition"]),
        kind=Kind(entry.get("kind", Kind.CONTENT)),
        scope=Scope(entry.get("scope", Scope.COURSE)),
        expected=LEVELS[entry.get("expected", str(Level.TAUGHT))],
        terms=tuple(terms),
        partners=_texts(entry, "partners"),
        false_friends=tuple(_false_friend(friend) for friend in entry.get("false_friends", ())),
        suggestions=_texts(entry, "suggestions"),
        readings=_texts(entry, "readings"),
        standards=_texts(entry, "standards"),
        essay=tuple(int(number) for number in entry.get("essay", ())),
        hosts=_texts(entry, "hosts"),
        covers=_texts(entry, "covers"),
        ignores=_texts(entry, "ignores"),
        provenance=provenance_of(entry, defaults),
        expected_for=tuple(_expected_for(each) for each in entry.get("expected_for", ())),
    )


def _texts(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(one_line(text) for text in entry.get(key, ()))


def _term(entry: str | dict[str, Any], strength: Strength) -> Term:
    if isinstance(entry, str):
        return Term(one_line(entry), strength)
    weight = float(entry.get("weight", 1.0))
    return Term(one_line(entry["term"]), strength, weight, _texts(entry, "partners"))


def _expected_for(entry: dict[str, Any]) -> ExpectedFor:
    course, programme = entry.get("course", ""), entry.get("programme", "")
    return ExpectedFor(LEVELS[entry["level"]], one_line(course), one_line(programme))


def _false_friend(entry: str | dict[str, Any]) -> FalseFriend:
    if isinstance(entry, str):
        return FalseFriend(one_line(entry))
    is_policy = SWITCHES[entry.get("policy", "false").strip().lower()]
    return FalseFriend(one_line(entry["phrase"]), _texts(entry, "near"), is_policy)
