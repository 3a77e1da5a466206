"""The tree of a rubric file → Rubric, every fault named with its place and what would work."""

from __future__ import annotations

import re
from enum import StrEnum

from curriculum_gap.errors import RubricError
from curriculum_gap.nouns import (
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
from curriculum_gap.rubric.values import (
    MAX_TITLE,
    Faults,
    folded,
    nearest,
    read_choice,
    read_entries,
    read_fields,
    read_identifier,
    read_line_number,
    read_phrase,
    read_text,
    read_weight,
)
from curriculum_gap.rubric.yaml_source import Mapping, Node, Scalar, Sequence, shown

__all__ = ["read_schema"]

RUBRIC_KEYS = ("format", "id", "version", "title", "language", "domains", "topics")
DOMAIN_KEYS = ("id", "title")
TOPIC_KEYS = (
    "id",
    "domain",
    "title",
    "definition",
    "kind",
    "scope",
    "expected",
    "strong",
    "contextual",
    "names",
    "partners",
    "false_friends",
    "suggestions",
    "readings",
    "standards",
    "essay",
    "covers",
    "ignores",
)
TERM_KEYS = ("term", "weight", "partners")
FALSE_FRIEND_KEYS = ("phrase", "near", "policy")


class _Answer(StrEnum):
    NO = "false"
    YES = "true"


_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EXPECTED = {str(level): level for level in Level if level is not Level.ABSENT}


def read_schema(root: Mapping, where: str, sha256: str) -> tuple[Rubric | None, list[RubricError]]:
    """The rubric, or None and its faults in the file's order."""
    faults = Faults(where)
    keys = read_fields(
        root, "", RUBRIC_KEYS, ("id", "version", "title", "domains", "topics"), faults
    )
    if "format" in keys and read_text(keys["format"], "format", faults) not in ("1", ""):
        faults.add(
            keys["format"], "format", "only format 1 is known", "a newer gapcheck may read it"
        )
    identity = read_identifier(keys.get("id"), "id", faults)
    version = read_text(keys.get("version"), "version", faults, 50)
    title = read_text(keys.get("title"), "title", faults, MAX_TITLE)
    language = read_text(keys["language"], "language", faults, 20) if "language" in keys else "en"
    if language and not _LANGUAGE.fullmatch(language):
        faults.add(
            keys["language"], "language", f"{shown(language)} is no language code", "write en or fr"
        )
    domains = read_entries(keys.get("domains"), "domains", faults, _domain)
    _unique_ids(keys.get("domains"), "domains", [domain.id for domain in domains], faults)
    known = tuple(domain.id for domain in domains)
    topics = read_entries(
        keys.get("topics"),
        "topics",
        faults,
        lambda node, path, into: _topic(node, path, known, into),
    )
    _unique_ids(keys.get("topics"), "topics", [topic.id for topic in topics], faults)
    if faults.found:
        return None, faults.in_order()
    return Rubric(identity, version, title, language, sha256, domains, topics), []


def _domain(node: Node, path: str, faults: Faults) -> Domain:
    keys = read_fields(node, path, DOMAIN_KEYS, DOMAIN_KEYS, faults)
    return Domain(
        read_identifier(keys.get("id"), f"{path}.id", faults),
        read_text(keys.get("title"), f"{path}.title", faults, MAX_TITLE),
    )


def _topic(node: Node, path: str, domains: tuple[str, ...], faults: Faults) -> Topic:
    keys = read_fields(node, path, TOPIC_KEYS, ("id", "domain", "title", "definition"), faults)

    def texts(key: str) -> tuple[str, ...]:
        return read_entries(keys.get(key), f"{path}.{key}", faults, read_text)

    domain = read_identifier(keys.get("domain"), f"{path}.domain", faults)
    if domain and domains and domain not in domains:
        hint = nearest(domain, domains) or "domains of this rubric: " + ", ".join(domains)
        faults.add(keys["domain"], f"{path}.domain", f"unknown domain {shown(domain)}", hint)
    terms = tuple(
        term
        for key, strength in (
            ("strong", Strength.STRONG),
            ("contextual", Strength.CONTEXTUAL),
            ("names", Strength.NAME),
        )
        for term in _terms(keys.get(key), f"{path}.{key}", strength, faults)
    )
    if isinstance(node, Mapping) and not {"strong", "contextual"} & keys.keys():
        faults.add(
            node, path, "no terms, so nothing can be found", "add strong or contextual terms"
        )
    friends = read_entries(
        keys.get("false_friends"), f"{path}.false_friends", faults, _false_friend
    )
    _no_repeats(keys, path, faults)
    _no_dead_terms(keys.get("false_friends"), f"{path}.false_friends", terms, friends, faults)
    return Topic(
        id=read_identifier(keys.get("id"), f"{path}.id", faults),
        domain=domain,
        title=read_text(keys.get("title"), f"{path}.title", faults, MAX_TITLE),
        definition=read_text(keys.get("definition"), f"{path}.definition", faults),
        kind=read_choice(keys.get("kind"), f"{path}.kind", Kind.CONTENT, faults),
        scope=read_choice(keys.get("scope"), f"{path}.scope", Scope.COURSE, faults),
        expected=_expected(keys.get("expected"), f"{path}.expected", faults),
        terms=terms,
        partners=read_entries(keys.get("partners"), f"{path}.partners", faults, read_phrase),
        false_friends=friends,
        suggestions=texts("suggestions"),
        readings=texts("readings"),
        standards=texts("standards"),
        essay=read_entries(keys.get("essay"), f"{path}.essay", faults, read_line_number),
        covers=texts("covers"),
        ignores=texts("ignores"),
    )


def _terms(node: Node | None, path: str, strength: Strength, faults: Faults) -> tuple[Term, ...]:
    def term(entry: Node, at: str, into: Faults) -> Term:
        weight = 1.0
        partners: tuple[str, ...] = ()
        text_node, text_path = entry, at
        if isinstance(entry, Mapping):
            keys = read_fields(entry, at, TERM_KEYS, ("term",), into)
            text_node, text_path = keys.get("term", entry), f"{at}.term"
            if "term" not in keys:
                return Term("", strength)
            if "weight" in keys:
                weight = read_weight(keys["weight"], f"{at}.weight", into)
            if "partners" in keys:
                partners = read_entries(keys["partners"], f"{at}.partners", into, read_phrase)
                if strength is not Strength.CONTEXTUAL:
                    into.add(
                        keys["partners"],
                        f"{at}.partners",
                        "only contextual terms have partners",
                        "move the term to 'contextual' or remove its partners",
                    )
        text = read_phrase(text_node, text_path, into)
        if strength is Strength.NAME and text and " " not in text and text == text.lower():
            into.add(
                text_node,
                text_path,
                f"{shown(text)} is one lower-case word, which no name is",
                "write the name as it is printed, or move the word to 'contextual'",
            )
        return Term(text, strength, weight, partners)

    return read_entries(node, path, faults, term)


def _false_friend(node: Node, path: str, faults: Faults) -> FalseFriend:
    if not isinstance(node, Mapping):
        return FalseFriend(read_phrase(node, path, faults))
    keys = read_fields(node, path, FALSE_FRIEND_KEYS, ("phrase",), faults)
    phrase = read_phrase(keys["phrase"], f"{path}.phrase", faults) if "phrase" in keys else ""
    near = read_entries(keys.get("near"), f"{path}.near", faults, read_phrase)
    policy = read_choice(keys.get("policy"), f"{path}.policy", _Answer.NO, faults)
    return FalseFriend(phrase, near, policy is _Answer.YES)


def _expected(node: Node | None, path: str, faults: Faults) -> Level:
    if node is None:
        return Level.TAUGHT
    text = read_text(node, path, faults)
    if text and text not in _EXPECTED:
        hint = "write " + " or ".join(_EXPECTED)
        faults.add(node, path, f"{shown(text)} is no level to expect", hint)
    return _EXPECTED.get(text, Level.TAUGHT)


def _unique_ids(node: Node | None, path: str, ids: list[str], faults: Faults) -> None:
    if not isinstance(node, Sequence):
        return
    seen: dict[str, int] = {}
    for index, (entry, name) in enumerate(zip(node.entries, ids, strict=True)):
        if name and name in seen:
            what = f"the id {shown(name)} is already {path}[{seen[name]}]"
            faults.add(entry, f"{path}[{index}]", what, "give each its own id")
        seen.setdefault(name, index)


def _no_repeats(keys: dict[str, Node], path: str, faults: Faults) -> None:
    """No term may stand twice in one topic, whatever its list: it would count twice."""
    seen: dict[str, str] = {}
    for key in ("strong", "contextual", "names"):
        node = keys.get(key)
        for index, entry in enumerate(node.entries if isinstance(node, Sequence) else ()):
            text = _term_text(entry)
            if not text:
                continue
            first = seen.setdefault(folded(text), f"{key}[{index}]")
            if first != f"{key}[{index}]":
                faults.add(
                    entry,
                    f"{path}.{key}[{index}]",
                    f"{shown(text)} is the same as {first} (case, hyphens and accents aside)",
                    "remove one of the two",
                )


def _term_text(entry: Node) -> str:
    if isinstance(entry, Mapping):
        entry = next((value for key, value in entry.entries if key.text == "term"), entry)
    return " ".join(entry.text.split()) if isinstance(entry, Scalar) else ""


def _no_dead_terms(
    node: Node | None,
    path: str,
    terms: tuple[Term, ...],
    friends: tuple[FalseFriend, ...],
    faults: Faults,
) -> None:
    """A false friend without ``near`` that equals a term would veto it everywhere."""
    if not isinstance(node, Sequence):
        return
    words = {folded(term.text) for term in terms if term.text}
    for index, (entry, friend) in enumerate(zip(node.entries, friends, strict=True)):
        if friend.phrase and not friend.near and folded(friend.phrase) in words:
            faults.add(
                entry,
                f"{path}[{index}]",
                f"{shown(friend.phrase)} is also a term of this topic, which could never count",
                "add 'near: [words]' to say where it misleads, or remove one of the two",
            )
