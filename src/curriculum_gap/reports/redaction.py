"""Names of people, and how to reach them, taken out of what is reported.

Takes a value of a report (:class:`Report`, :class:`CurriculumMap`, :class:`Crosswalk`,
:class:`Trend`) and gives the same value with ``[name]``, ``[e-mail]``, ``[phone]`` and so on in all
its texts and paths, and how many were replaced. Levels, terms, places and identifiers stay as they
are, and so do names that a rubric asks for and authors of readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from pathlib import PurePath
from typing import Any, NamedTuple, cast

from curriculum_gap.curriculum_map import Crosswalk, CurriculumMap, Standard, StandardItem, Trend
from curriculum_gap.lexicon import Lexicon, load_lexicon
from curriculum_gap.nouns import (
    Coverage,
    Declaration,
    Evidence,
    Match,
    Report,
    Rubric,
    Section,
    Strength,
)
from curriculum_gap.personal_details import (
    NameIndex,
    Personal,
    index_names,
    names_in_file_name,
    names_in_text,
    personal_spans,
)

__all__ = ["Redacted", "people_of", "redact"]

Shown = Report | CurriculumMap | Crosswalk | Trend
"""What a report shows."""

_UNTOUCHED = (Enum, Rubric, Standard, StandardItem, Match)
"""What holds nothing that comes from a document."""
_IDENTIFIERS = frozenset(
    {
        "version",
        "topic",
        "gate",
        "excuse",
        "until",
        "rule",
        "sha256",
        "status",
        "body",
        "edition",
        "place",
        "word",
        "suggestion",
        "program",
        "asked",
        "files",
        "state",
        "stage",
        "need",
        "people",
        "section",
        "direction",
        "alone",
    }
)
"""Fields of our own words, and of those of a rubric or a configuration."""
_PATHS = frozenset(
    {
        "source",
        "nearest_source",
        "documents",
        "older",
        "unassigned",
        "handbooks",
        "old",
        "new",
        "runs",
        "passed_over",
    }
)
"""Fields of names of files, folders and runs."""
_CODES = frozenset({"code", "course", "first", "only_course"})
"""Fields that name a course; where no code was found that is the name of its file."""


class Redacted(NamedTuple):
    """A value without names; ``counts`` says how many different wordings of each kind were
    replaced, by kind."""

    value: Any
    counts: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Work:
    """What is known while a value is gone through, and what was found so far."""

    lexicon: Lexicon
    people: Mapping[str, NameIndex]
    everyone: NameIndex
    kept: frozenset[str]
    paths: dict[str, str] = field(default_factory=dict)
    found: set[tuple[str, str]] = field(default_factory=set)


class _Where(NamedTuple):
    """The names that the document at hand tells, and whether a reading is quoted."""

    people: NameIndex
    reading: bool = False


def people_of(documents: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """Source of each document that was read → the names that it tells, in any of its states."""
    people: dict[str, tuple[str, ...]] = {}
    for entry in documents:
        if isinstance(entry, Coverage):
            people[entry.source] = (*people.get(entry.source, ()), *entry.people)
    return people


def redact(value: Shown, people: Mapping[str, tuple[str, ...]]) -> Redacted:
    """``value`` without names of people and how to reach them.

    ``people`` are those of its documents, as :func:`people_of` gives them. For documents without
    any (from a saved report) they are learned from what is quoted of them.
    """
    rubric = value.rubric
    language = rubric.language
    names = {name for known in people.values() for name in known}
    for text in _texts(value):
        names |= names_in_text(text, language)
    everyone = index_names(names)
    is_saved = not any(people.values())
    own = {source: everyone if is_saved else index_names(known) for source, known in people.items()}
    work = _Work(load_lexicon(language), own, everyone, _rubric_words(rubric))
    for path in sorted({*people, *_paths(value)}):
        _redact_path(path, work)
    redacted = _walk(value, work, _Where(everyone if len(own) < 2 else {}))
    kinds: dict[str, int] = {}
    for kind, _ in sorted(work.found):
        kinds[kind] = kinds.get(kind, 0) + 1
    return Redacted(redacted, tuple(kinds.items()))


def _rubric_words(rubric: Rubric) -> frozenset[str]:
    """The words of all terms: a surname that is one of them is not replaced where it stands
    alone."""
    terms = (term.text for topic in rubric.topics for term in topic.terms)
    return frozenset(word for term in terms for word in term.lower().split())


# Texts and paths of a value


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Names and values of the fields of a dataclass or named tuple, entries of other containers
    under an empty name."""
    if isinstance(value, _UNTOUCHED):
        return
    if is_dataclass(value):
        yield from ((entry.name, getattr(value, entry.name)) for entry in fields(value))
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from zip(value._fields, value, strict=True)
    elif isinstance(value, tuple | list):
        yield from (("", entry) for entry in value)
    elif isinstance(value, Mapping):
        yield from (("", entry) for entry in value.values())


def _texts(value: Any) -> Iterator[str]:
    """Texts that may tell names: quotations, titles, headings."""
    for name, part in _parts(value):
        if isinstance(part, str):
            if name in ("text", "title", "heading", ""):
                yield part
        elif name not in _IDENTIFIERS and name not in _PATHS:
            yield from _texts(part)


def _paths(value: Any) -> Iterator[str]:
    """Names of files anywhere in a value."""
    for name, part in _parts(value):
        if name in _PATHS:
            yield from _strings(part)
        if not isinstance(part, str | Evidence):
            yield from _paths(part)


def _strings(value: Any) -> Iterator[str]:
    """The texts of a field that holds one or several, at any depth of tuples."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple) and not hasattr(value, "_fields"):
        for entry in value:
            yield from _strings(entry)


# Replacing


def _walk(value: Any, work: _Work, where: _Where, name: str = "") -> Any:
    """``value`` of the field ``name`` with everything in it replaced."""
    if value is None or isinstance(value, (*_UNTOUCHED, int, float)):
        return value
    if name in _IDENTIFIERS and not is_dataclass(value):  # ``gate`` is a name, or all outcomes
        return value
    if isinstance(value, str):
        if name in _PATHS or name in _CODES:
            return work.paths.get(value) or _redact_path(value, work)
        return _redact_text(value, work, where)
    where = _inside(value, work, where)
    if isinstance(value, Evidence):
        return _redact_evidence(value, work, where)
    if isinstance(value, Declaration):
        text, tie = (_redact_text(part, work, where) for part in (value.text, value.tie))
        return value._replace(text=text, tie=tie)
    if isinstance(value, Mapping):
        return {key: _walk(entry, work, where, name) for key, entry in value.items()}
    if is_dataclass(value):
        changed = {part: _walk(entry, work, where, part) for part, entry in _parts(value)}
        return replace(cast(Any, value), **changed)
    if hasattr(value, "_fields"):
        return type(value)(*(_walk(entry, work, where, part) for part, entry in _parts(value)))
    return tuple(_walk(entry, work, where, name) for entry in value)


def _inside(value: Any, work: _Work, where: _Where) -> _Where:
    """What holds for the parts of ``value``: its own document, and whether it is a reading."""
    sources = [
        source
        for field_name in ("source", "nearest_source", "new", "old", "documents")
        for source in _strings(getattr(value, field_name, ""))
    ]
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str):
        sources.append(value[0])  # a declaration with its source
    known = [work.people[source] for source in sources if source in work.people]
    if known:
        merged: dict[str, tuple[str, ...]] = {}
        for index in known:
            merged |= index
        where = where._replace(people=merged)
    section = getattr(getattr(value, "passage", value), "section", None)
    return where._replace(reading=section is Section.READING)


def _redact_text(text: str, work: _Work, where: _Where) -> str:
    """``text`` without names; paths in it as they are shown elsewhere."""
    if not text:
        return text
    for path, shown in work.paths.items():
        if path != shown and path in text:
            text = text.replace(path, shown)
    return _replaced(text, _spans(text, work, where), work)


def _spans(text: str, work: _Work, where: _Where) -> list[Personal]:
    return personal_spans(text, work.lexicon, where.people, work.everyone, work.kept, where.reading)


def _replaced(text: str, spans: Iterable[Personal], work: _Work) -> str:
    """``text`` with the kind of each span in its place."""
    pieces, position = [], 0
    for span in spans:
        pieces += [text[position : span.start], f"[{span.kind}]"]
        position = span.end
        work.found.add((span.kind, text[span.start : span.end].lower()))
    return "".join([*pieces, text[position:]])


def _redact_path(path: str, work: _Work) -> str:
    """A path, or the name of a course, without names; two paths never become the same."""
    if path in work.paths or not path:
        return work.paths.get(path, path)
    known = names_in_file_name(path, work.everyone, work.lexicon)
    shown = _replaced(path, known, work)
    # Titles and numbers stand in names of files with other signs between them.
    spaced = shown.replace("_", " ")
    shown = _replaced(shown, personal_spans(spaced, work.lexicon, {}, work.everyone), work)
    if shown != path:
        taken = set(work.paths.values())
        number, stem, suffix = 2, shown.removesuffix(PurePath(shown).suffix), PurePath(shown).suffix
        while shown in taken:
            shown, number = f"{stem} {number}{suffix}", number + 1
    work.paths[path] = shown
    return shown


def _redact_evidence(evidence: Evidence, work: _Work, where: _Where) -> Evidence:
    """The evidence without names, its terms at their new places. A name that the rubric asks for
    is evidence and stays."""
    passage = evidence.passage
    spans = [span for span in _spans(passage.text, work, where) if not _is_term(span, evidence)]
    others = {
        part: _walk(getattr(passage, part), work, where)
        for part in ("why", "headings", "header", "cells", "tie")
    }
    text = _replaced(passage.text, spans, work)
    matches = tuple(_moved(match, spans) for match in evidence.matches)
    return replace(evidence, passage=replace(passage, text=text, **others), matches=matches)


def _is_term(span: Personal, evidence: Evidence) -> bool:
    """Whether a name that the rubric asks for stands there."""
    return span.kind == "name" and any(
        match.strength is Strength.NAME and match.start < span.end and span.start < match.end
        for match in evidence.matches
        if match.place == "text"
    )


def _moved(match: Match, spans: Iterable[Personal]) -> Match:
    """The match at its place in the replaced text; at none where it was in what was replaced."""
    if match.place != "text":
        return match
    shift = 0
    for span in spans:
        if span.start < match.end and match.start < span.end:
            return match._replace(start=0, end=0)
        if span.end <= match.start:
            shift += len(span.kind) + 2 - (span.end - span.start)
    return match._replace(start=match.start + shift, end=match.end + shift)
