"""Names of people, and how to reach them, taken out of what is reported.

Takes a value of a report (:class:`Report`, :class:`CurriculumMap`, :class:`Crosswalk`,
:class:`Trend`) and gives the same value with ``[name]``, ``[e-mail]``, ``[phone]`` and so on in all
its texts and paths, and how many were replaced. Levels, terms, places and identifiers stay as they
are, and so do names that a rubric asks for and authors of readings.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from pathlib import Path, PurePath
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
    PersonalSpan,
    index_names,
    names_in_file_name,
    names_in_text,
    personal_spans,
)
from curriculum_gap.reports.quotations import matched_range

__all__ = ["Redacted", "people_of", "redact"]

Shown = Report | CurriculumMap | Crosswalk | Trend
"""What a report shows."""

_UNTOUCHED = (Enum, Rubric, Standard, StandardItem, Match)
"""What holds nothing that comes from a document."""

# How a text is shown, by the name of the field that holds it. In the texts of all other fields
# names are replaced; a test asks of every new field where it belongs.
_IDENTIFIERS = frozenset({
    "alone", "asked", "body", "edition", "excuse", "files", "gate", "place", "program", "rule",
    "sha256", "stage", "suggestion", "topic", "topics", "until", "version", "word",
})  # fmt: skip
"""Our own words, and those of a rubric or a configuration: they stay."""
_PATHS = frozenset({
    "documents", "handbooks", "nearest_source", "new", "old", "older", "passed_over", "runs",
    "source", "unassigned",
})  # fmt: skip
"""Names of files, folders and runs."""
_COURSES = frozenset({"code", "course", "first", "only_course"})
"""Names of courses; where no code was found, that is the name of a file."""
_LEFT_OUT = frozenset({"people"})
"""Nothing but names."""
_NO_TEXTS = _IDENTIFIERS | _PATHS | _COURSES | _LEFT_OUT


class Redacted(NamedTuple):
    """A value without names; ``counts`` says how many different wordings of each kind were
    replaced, by kind."""

    value: Any
    counts: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Redaction:
    """What is known while a value is gone through, and what was found so far.

    ``people`` are the names of each document, ``everyone`` those of all; ``kept`` are words of the
    rubric. ``folder`` is what absolute paths begin with and is not shown, since it tells whose
    computer it is. ``paths`` says how each path is shown (``shown_paths``), ``changed_paths`` holds
    those that are shown otherwise; ``found`` holds kind and wording of what was replaced.
    """

    lexicon: Lexicon
    people: Mapping[str, NameIndex]
    everyone: NameIndex
    kept: frozenset[str]
    folder: str = ""
    paths: dict[str, str] = field(default_factory=dict)
    changed_paths: dict[str, str] = field(default_factory=dict)
    shown_paths: set[str] = field(default_factory=set)
    found: set[tuple[str, str]] = field(default_factory=set)


class _Context(NamedTuple):
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
    strings = set(_strings(value))
    for text in {text for field_name, text in strings if field_name not in _NO_TEXTS}:
        names |= names_in_text(text, language)
    everyone = index_names(names)
    is_saved = not any(people.values())
    own = {source: everyone if is_saved else index_names(known) for source, known in people.items()}
    paths = {*people, *(text for field_name, text in strings if field_name in _PATHS)}
    redaction = _Redaction(
        load_lexicon(language), own, everyone, _rubric_words(rubric), _folder_of(paths)
    )
    for path in sorted(paths, key=lambda path: (-len(path), path)):
        _redact_path(path, redaction)
    redacted = _walk(value, redaction, _Context(everyone if len(own) < 2 else {}))
    kinds: dict[str, int] = {}
    for kind, _ in sorted(redaction.found):
        kinds[kind] = kinds.get(kind, 0) + 1
    return Redacted(redacted, tuple(kinds.items()))


def _folder_of(paths: Iterable[str]) -> str:
    """The folder that holds all absolute ``paths``, with a separator at its end; "" where there is
    none."""
    parents = [str(Path(path).parent) for path in paths if Path(path).is_absolute()]
    try:
        return f"{Path(os.path.commonpath(parents))}{os.sep}"
    except ValueError:  # no path, or paths on several drives
        return ""


def _rubric_words(rubric: Rubric) -> frozenset[str]:
    """The words of all terms: a surname that is one of them is not replaced where it stands
    alone."""
    terms = (term.text for topic in rubric.topics for term in topic.terms)
    return frozenset(word for term in terms for word in term.lower().split())


# Texts of a value


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


def _strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """All texts in a value of the field ``name``, each behind the name of the field that holds
    it."""
    if isinstance(value, str):
        yield name, value
    else:
        for field_name, part in _parts(value):
            yield from _strings(part, field_name or name)


# Replacing


def _walk(value: Any, redaction: _Redaction, context: _Context, name: str = "") -> Any:
    """``value`` of the field ``name`` with everything in it replaced."""
    if value is None or isinstance(value, (*_UNTOUCHED, int, float)):
        return value
    if name in _LEFT_OUT:
        return type(value)()
    if isinstance(value, str):
        return _shown(value, redaction, context, name)
    context = _inside(value, redaction, context)
    if isinstance(value, Evidence):
        return _redact_evidence(value, redaction, context)
    if isinstance(value, Declaration):
        text, tie = (_redact_text(part, redaction, context) for part in (value.text, value.tie))
        return value._replace(text=text, tie=tie)
    if isinstance(value, Mapping):
        return {key: _walk(entry, redaction, context, name) for key, entry in value.items()}
    if is_dataclass(value):
        changed = {part: _walk(entry, redaction, context, part) for part, entry in _parts(value)}
        return replace(cast(Any, value), **changed)
    if hasattr(value, "_fields"):
        return type(value)(
            *(_walk(entry, redaction, context, part) for part, entry in _parts(value))
        )
    return tuple(_walk(entry, redaction, context, name) for entry in value)


def _shown(text: str, redaction: _Redaction, context: _Context, name: str) -> str:
    """A text of the field ``name`` as it is shown."""
    if name in _IDENTIFIERS:
        return text
    if name in _PATHS or name in _COURSES:
        return _redact_path(text, redaction)
    return _redact_text(text, redaction, context)


def _inside(value: Any, redaction: _Redaction, context: _Context) -> _Context:
    """What holds for the parts of ``value``: its own document, and whether it is a reading."""
    sources = [
        source
        for field_name in ("source", "nearest_source", "new", "old", "documents")
        for source in _plain_strings(getattr(value, field_name, ""))
    ]
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str):
        sources.append(value[0])  # a declaration with its source
    known = [redaction.people[source] for source in sources if source in redaction.people]
    if known:
        names = (name for index in known for people in index.values() for name in people)
        context = context._replace(people=known[0] if len(known) == 1 else index_names(names))
    section = getattr(getattr(value, "passage", value), "section", None)
    return context._replace(reading=section is Section.READING)


def _plain_strings(value: Any) -> tuple[str, ...]:
    """The texts of a field that holds one or several, none of one that holds anything else."""
    values = value if isinstance(value, tuple) else (value,)
    return tuple(entry for entry in values if isinstance(entry, str))


def _redact_text(text: str, redaction: _Redaction, context: _Context) -> str:
    """``text`` without names; paths in it as they are shown elsewhere."""
    if not text:
        return text
    for path, shown in redaction.changed_paths.items():
        if path in text:
            text = text.replace(path, shown)
    return _replaced(text, _spans(text, redaction, context), redaction)


def _spans(text: str, redaction: _Redaction, context: _Context) -> list[PersonalSpan]:
    return personal_spans(
        text, redaction.lexicon, context.people, redaction.everyone, redaction.kept, context.reading
    )


def _replaced(text: str, spans: Iterable[PersonalSpan], redaction: _Redaction) -> str:
    """``text`` with the kind of each span in its place."""
    pieces, position = [], 0
    for span in spans:
        pieces += [text[position : span.start], f"[{span.kind}]"]
        position = span.end
        redaction.found.add((span.kind, text[span.start : span.end].lower()))
    return "".join([*pieces, text[position:]])


def _redact_path(path: str, redaction: _Redaction) -> str:
    """A path, or the name of a course, without names; two paths never become the same."""
    if path in redaction.paths or not path:
        return redaction.paths.get(path, path)
    inner = path.removeprefix(redaction.folder)
    known = names_in_file_name(inner, redaction.everyone, redaction.lexicon)
    shown = _replaced(inner, known, redaction)
    # Titles and numbers stand in names of files with other signs between them.
    spaced = shown.replace("_", " ")
    shown = _replaced(
        shown, personal_spans(spaced, redaction.lexicon, {}, redaction.everyone), redaction
    )
    if shown != path:
        number, stem, suffix = 2, shown.removesuffix(PurePath(shown).suffix), PurePath(shown).suffix
        while shown in redaction.shown_paths:
            shown, number = f"{stem} {number}{suffix}", number + 1
        redaction.changed_paths[path] = shown
    redaction.paths[path] = shown
    redaction.shown_paths.add(shown)
    return shown


def _redact_evidence(evidence: Evidence, redaction: _Redaction, context: _Context) -> Evidence:
    """The evidence without names, its terms at their new places. A name that the rubric asks for
    is evidence and stays."""
    passage = evidence.passage
    spans = [
        span for span in _spans(passage.text, redaction, context) if not _is_term(span, evidence)
    ]
    others = {
        part: _walk(getattr(passage, part), redaction, context)
        for part in ("why", "headings", "header", "cells", "tie", "excluded", "inside")
    }
    text = _replaced(passage.text, spans, redaction)
    matches = tuple(_moved(match, spans) for match in evidence.matches)
    return replace(
        evidence,
        passage=replace(passage, text=text, **others),
        matches=matches,
        offsets=matched_range(evidence),
    )


def _is_term(span: PersonalSpan, evidence: Evidence) -> bool:
    """Whether a name that the rubric asks for stands there."""
    return span.kind == "name" and any(
        match.strength is Strength.NAME and match.start < span.end and span.start < match.end
        for match in evidence.matches
        if match.place == "text"
    )


def _moved(match: Match, spans: Iterable[PersonalSpan]) -> Match:
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
