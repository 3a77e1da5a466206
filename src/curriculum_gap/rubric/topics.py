"""The values of a rubric file → Rubric, every fault named with its place and what would work.

The schema says what keys and values there may be (``docs/schema/rubric-1.json``). Here stand the
rules that no schema can state: ids are unique and known, no term stands twice or can never count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curriculum_gap.errors import RubricError, UsageError, nearest
from curriculum_gap.lexicon import load_lexicon
from curriculum_gap.nouns import (
    LEVELS,
    Domain,
    FalseFriend,
    Kind,
    Level,
    Rubric,
    Scope,
    Strength,
    Term,
    Topic,
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
    ValuePath,
    folded,
    load_schema,
    one_line,
    shown,
    validate,
)

__all__ = ["RUBRIC", "rubric_faults_in", "rubric_of"]

RUBRIC = FileKind("rubric", "'id: …' and 'topics: …'", "docs/rubrics.md", RubricError)
_TERM_LISTS = {"strong": Strength.STRONG, "contextual": Strength.CONTEXTUAL, "names": Strength.NAME}


def rubric_faults_in(source: Source) -> Faults:
    """Everything that is wrong with the rubric in ``source``."""
    faults = Faults(source)
    if source.value is None:
        faults.add((), "the file is empty", "see docs/rubrics.md for a first rubric")
        return faults
    validate(source, load_schema("rubric-1.json"), faults)
    _language_without_lexicon(source.value, faults)
    _repeated_ids("domains", source.value, faults)
    _repeated_ids("topics", source.value, faults)
    domains = tuple(
        domain["id"]
        for domain in _entries(source.value, "domains")
        if isinstance(domain, dict) and isinstance(domain.get("id"), str)
    )
    for index, topic in enumerate(_entries(source.value, "topics")):
        if isinstance(topic, dict):
            path: ValuePath = ("topics", index)
            _unknown_domain(topic, path, domains, faults)
            _repeated_terms(topic, path, faults)
            _lower_case_names(topic, path, faults)
            _silenced_terms(topic, path, faults)
            _hosts_that_are_terms(topic, path, faults)
            provenance_faults(topic, path, source.value, faults)
    unscored_faults(source.value, faults)
    return faults


# Rules that no schema can state. They see files with other faults too, so they take whatever stands
# there and pass over what is no list or text: the schema has named it.


def _entries(value: Any, key: str) -> list[Any]:
    """The list below ``key``, empty where there is none."""
    entries = value.get(key) if isinstance(value, dict) else None
    return entries if isinstance(entries, list) else []


def _phrase(entry: Any) -> str:
    """The words of a term or false friend, ``""`` where they are missing."""
    if isinstance(entry, dict):
        entry = entry.get("term", entry.get("phrase"))
    return one_line(entry) if isinstance(entry, str) else ""


def _terms_in(topic: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Every term of a topic: its list, its number there, its words folded for comparison."""
    for key in _TERM_LISTS:
        for number, entry in enumerate(_entries(topic, key)):
            words = folded(_phrase(entry))
            if words:
                yield key, number, words


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
    for index, entry in enumerate(_entries(top, key)):
        name = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name:
            continue
        if name in first:
            what = f"the id {shown(name)} is already {key}[{first[name]}]"
            faults.add((key, index), what, "give each its own id")
        first.setdefault(name, index)


def _unknown_domain(
    topic: dict[str, Any], path: ValuePath, domains: tuple[str, ...], faults: Faults
) -> None:
    domain = topic.get("domain")
    if not isinstance(domain, str) or not domain or not domains or domain in domains:
        return
    near = nearest(domain, domains)
    hint = f"did you mean {shown(near)}?" if near else "domains of this rubric: "
    if not near:
        hint += ", ".join(domains)
    faults.add((*path, "domain"), f"unknown domain {shown(domain)}", hint)


def _repeated_terms(topic: dict[str, Any], path: ValuePath, faults: Faults) -> None:
    """No term may stand twice in one topic, whatever its list: it would count twice."""
    first: dict[str, tuple[str, int]] = {}
    for key, number, words in _terms_in(topic):
        if words in first:
            other, place = first[words]
            written = shown(_phrase(topic[key][number]))
            faults.add(
                (*path, key, number),
                f"{written} is the same as {other}[{place}] (case, hyphens and accents aside)",
                "remove one of the two",
            )
        first.setdefault(words, (key, number))


def _lower_case_names(topic: dict[str, Any], path: ValuePath, faults: Faults) -> None:
    for number, entry in enumerate(_entries(topic, "names")):
        text = _phrase(entry)
        if text and " " not in text and text == text.lower():
            faults.add(
                (*path, "names", number),
                f"{shown(text)} is one lower-case word, which no name is",
                "write the name as it is printed, or move the word to 'contextual'",
            )


def _silenced_terms(topic: dict[str, Any], path: ValuePath, faults: Faults) -> None:
    """A false friend without ``near`` that equals a term would veto it everywhere."""
    terms = {words for _, _, words in _terms_in(topic)}
    for number, entry in enumerate(_entries(topic, "false_friends")):
        text = _phrase(entry)
        everywhere = not (isinstance(entry, dict) and "near" in entry)
        if text and everywhere and folded(text) in terms:
            faults.add(
                (*path, "false_friends", number),
                f"{shown(text)} is also a term of this topic, which could never count",
                "add 'near: [words]' to say where it misleads, or remove one of the two",
            )


def _hosts_that_are_terms(topic: dict[str, Any], path: ValuePath, faults: Faults) -> None:
    """A host says where a topic that is missing would fit, so its own terms are none; and none
    may stand twice, since it would weigh twice."""
    known = {words: f"{key}[{number}]" for key, number, words in _terms_in(topic)}
    for number, entry in enumerate(_entries(topic, "hosts")):
        text = _phrase(entry)
        words = folded(text)
        if words in known:
            what = f"{shown(text)} is the same as {known[words]} (case, hyphens and accents aside)"
            faults.add((*path, "hosts", number), what, "remove it from 'hosts'")
        elif words:
            known[words] = f"hosts[{number}]"


# Values that were found sound → Rubric


def rubric_of(source: Source, sha256: str) -> Rubric:
    """The rubric in a source without faults; ``sha256`` is the hex digest of the file's bytes."""
    top = source.value
    domains = [Domain(entry["id"], one_line(entry["title"])) for entry in top["domains"]]
    return Rubric(
        id=top["id"],
        version=one_line(top["version"]),
        title=one_line(top["title"]),
        language=top.get("language", "en"),
        sha256=sha256,
        domains=tuple(domains),
        topics=tuple(_topic(entry, top) for entry in top["topics"]),
        unscored=unscored_items(top),
        source=provenance_of(top, {}),
    )


def _topic(entry: dict[str, Any], defaults: dict[str, Any]) -> Topic:
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
    )


def _texts(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(one_line(text) for text in entry.get(key, ()))


def _term(entry: str | dict[str, Any], strength: Strength) -> Term:
    if isinstance(entry, str):
        return Term(one_line(entry), strength)
    weight = float(entry.get("weight", 1.0))
    return Term(one_line(entry["term"]), strength, weight, _texts(entry, "partners"))


def _false_friend(entry: str | dict[str, Any]) -> FalseFriend:
    if isinstance(entry, str):
        return FalseFriend(one_line(entry))
    is_policy = SWITCHES[entry.get("policy", "false").strip().lower()]
    return FalseFriend(one_line(entry["phrase"]), _texts(entry, "near"), is_policy)
