"""A rubric's topics between its file and its values: term lists written out, the base's topics
taken, dropped and changed.

Every entry of a list remembers where the author's file says it, so that a fault found afterwards
still names its line. These functions see files with faults too: they take whatever stands there,
and pass over what is no list or text, since the schema has named it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from curriculum_gap.errors import nearest
from curriculum_gap.rubric.provenance import PROVENANCE
from curriculum_gap.validation import Faults, ValuePath, folded, one_line, shown

__all__ = ["Entry", "RubricDraft", "TopicDraft", "draft_rubric", "entries_of", "phrase_of"]


class Entry(NamedTuple):
    """An entry of a topic's list, the place in the author's file that it comes from, and how
    messages name it (``strong[2]``)."""

    value: Any
    path: ValuePath
    name: str


class TopicDraft(NamedTuple):
    """A topic with its lists written out. ``values`` are its other keys; ``defaults`` what its file
    says for all topics; ``path`` where the author's file speaks of it. ``is_new`` is false for a
    topic of the base that nothing changes: its file was checked."""

    values: Mapping[str, Any]
    lists: Mapping[str, Sequence[Entry]]
    path: ValuePath
    defaults: Mapping[str, Any]
    is_new: bool = True

    @property
    def id(self) -> str:
        """Its id, ``""`` where there is no sound one."""
        return _text_of(self.values, "id")

    def as_mapping(self) -> dict[str, Any]:
        """The topic as a file without a base and without term lists would say it."""
        lists = {key: [entry.value for entry in entries] for key, entries in self.lists.items()}
        return {**self.values, **lists}


class RubricDraft(NamedTuple):
    """A rubric's keys, with the domains, topics, term lists and unscored items of its base."""

    top: Mapping[str, Any]
    domains: Sequence[Mapping[str, Any]]
    topics: Sequence[TopicDraft]
    lists: Mapping[str, Sequence[str]]
    unscored: Sequence[Mapping[str, Any]]
    language: str


def entries_of(value: Any, key: str) -> list[Any]:
    """The list below ``key``, empty where there is none."""
    entries = value.get(key) if isinstance(value, Mapping) else None
    return entries if isinstance(entries, list) else []


def phrase_of(entry: Any) -> str:
    """The words of a term, false friend or text, ``""`` where they are missing."""
    if isinstance(entry, Mapping):
        entry = entry.get("term", entry.get("phrase"))
    return one_line(entry) if isinstance(entry, str) else ""


def draft_rubric(top: Mapping[str, Any], base: RubricDraft | None, faults: Faults) -> RubricDraft:
    """The rubric in a file's values, over the base that it extends; adds what cannot be joined to
    ``faults``."""
    lists = {**base.lists} if base else {}
    own_lists = top.get("lists")
    for name in own_lists if isinstance(own_lists, Mapping) else ():
        lists[name] = [text for text in entries_of(own_lists, name) if isinstance(text, str)]
    topics = list(_of_base(top, base, lists, faults)) if base else []
    known = {topic.id for topic in topics}
    for index, entry in enumerate(entries_of(top, "topics")):
        if isinstance(entry, Mapping):
            topic = _topic(entry, ("topics", index), top, lists, faults)
            if topic.id in known:
                what = f"the base has a topic {shown(topic.id)} already"
                hint = f"write 'change: {{{topic.id}: …}}', or give yours another id"
                faults.add((*topic.path, "id"), what, hint)
            topics.append(topic)
    own_codes = {
        _text_of(entry, "code") for entry in entries_of(top, "unscored") if _is_mapping(entry)
    }
    of_base = [item for item in base.unscored if item["code"] not in own_codes] if base else []
    defaults = _defaults(top)
    own = [{**defaults, **entry} for entry in entries_of(top, "unscored") if _is_mapping(entry)]
    language = top.get("language", base.language if base else "en")
    domains = _domains(top, base, topics)
    return RubricDraft(top, domains, topics, lists, [*of_base, *own], language)


def _text_of(values: Mapping[str, Any], key: str) -> str:
    """The text below ``key``, ``""`` where there is none."""
    text = values.get(key)
    return text if isinstance(text, str) else ""


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)


def _defaults(top: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says of the standard of all its topics."""
    return {key: top[key] for key in PROVENANCE if key in top}


def _domains(
    top: Mapping[str, Any], base: RubricDraft | None, topics: Iterable[TopicDraft]
) -> list[Mapping[str, Any]]:
    """The base's domains that still have topics, then those of the file; one of the same id takes
    the title of the file."""
    own = [entry for entry in entries_of(top, "domains") if isinstance(entry, Mapping)]
    if base is None:
        return own
    by_id = {_text_of(entry, "id"): entry for entry in own}
    used = {_text_of(topic.values, "domain") for topic in topics}
    kept = [entry for entry in base.domains if entry["id"] in used]
    inherited = {entry["id"] for entry in kept}
    new = [entry for entry in own if _text_of(entry, "id") not in inherited]
    return [*(by_id.get(entry["id"], entry) for entry in kept), *new]


def _topic(
    entry: Mapping[str, Any],
    path: ValuePath,
    top: Mapping[str, Any],
    lists: Mapping[str, Sequence[str]],
    faults: Faults,
) -> TopicDraft:
    """A topic of the file itself."""
    found = {
        key: tuple(_written_out(key, value, (*path, key), lists, faults))
        for key, value in entry.items()
        if isinstance(value, list)
    }
    values = {key: value for key, value in entry.items() if not isinstance(value, list)}
    return TopicDraft(values, found, path, _defaults(top))


# Term lists


def _written_out(
    key: str,
    entries: Iterable[Any],
    path: ValuePath,
    lists: Mapping[str, Sequence[str]],
    faults: Faults,
) -> Iterator[Entry]:
    """The entries of a list at ``path``, each name of a term list replaced by its terms."""
    for number, entry in enumerate(entries):
        place, name = (*path, number), f"{key}[{number}]"
        if not isinstance(entry, Mapping):
            yield Entry(entry, place, name)
            continue
        inner = {
            part: [one.value for one in _written_out(part, value, (*place, part), lists, faults)]
            for part, value in entry.items()
            if isinstance(value, list)
        }
        entry = {**entry, **inner}
        listed = entry.pop("list", None)
        if not isinstance(listed, str):
            yield Entry(entry, place, name)
            continue
        if listed not in lists:
            near = nearest(listed, lists)
            known = f"term lists: {', '.join(lists)}" if lists else "write it below 'lists'"
            hint = f"did you mean {shown(near)}?" if near else known
            faults.add((*place, "list"), f"there is no term list {shown(listed)}", hint)
        for text in lists.get(listed, ()):
            value = {"term": text, **entry} if entry else text
            yield Entry(value, place, f"{name} (list {listed})")


# The base's topics


def _of_base(
    top: Mapping[str, Any], base: RubricDraft, lists: Mapping[str, Sequence[str]], faults: Faults
) -> Iterator[TopicDraft]:
    """The topics that are taken of the base, in its order, with their changes."""
    ids = [topic.id for topic in base.topics]
    for key in ("take", "drop"):
        for number, name in enumerate(entries_of(top, key)):
            _known(name, ids, (key, number), faults)
    taken = entries_of(top, "take") if "take" in top else ids
    dropped = entries_of(top, "drop")
    kept = [name for name in ids if name in taken and name not in dropped]
    changes = top.get("change")
    changes = changes if isinstance(changes, Mapping) else {}
    for name in changes:
        if name in ids and name not in kept:
            what = f"the topic {shown(name)} is not taken"
            faults.add(("change", name), what, "take it, or remove its changes")
        else:
            _known(name, ids, ("change", name), faults)
    for topic in base.topics:
        if topic.id not in kept:
            continue
        of_base = _inherited(topic)
        change = changes.get(topic.id)
        yield _changed(of_base, change, lists, faults) if isinstance(change, Mapping) else of_base


def _known(name: Any, ids: Sequence[str], path: ValuePath, faults: Faults) -> None:
    """The base must have a topic that the file names."""
    if isinstance(name, str) and name not in ids:
        near = nearest(name, ids)
        hint = f"did you mean {shown(near)}?" if near else f"its topics: {', '.join(ids)}"
        faults.add(path, f"the base has no topic {shown(name)}", hint)


def _inherited(topic: TopicDraft) -> TopicDraft:
    """A topic of the base as the file that extends it sees it."""
    path = ("change", topic.id)
    lists = {
        key: tuple(Entry(entry.value, path, f"{entry.name} of the base") for entry in entries)
        for key, entries in topic.lists.items()
    }
    return TopicDraft({**topic.defaults, **topic.values}, lists, path, {}, is_new=False)


def _changed(
    topic: TopicDraft, change: Mapping[str, Any], lists: Mapping[str, Sequence[str]], faults: Faults
) -> TopicDraft:
    """A topic of the base with what the file changes: a list replaces, ``add`` and ``remove``
    change a list, any other value replaces."""
    values, changed = dict(topic.values), dict(topic.lists)
    for key, value in change.items():
        path = (*topic.path, key)
        if isinstance(value, list):
            changed[key] = tuple(_written_out(key, value, path, lists, faults))
        elif isinstance(value, Mapping):
            left = _without(changed.get(key, ()), value, path, faults)
            added = _written_out(
                f"{key}.add", entries_of(value, "add"), (*path, "add"), lists, faults
            )
            changed[key] = (*left, *added)
        else:
            values[key] = value
    return TopicDraft(values, changed, topic.path, topic.defaults)


def _without(
    entries: Sequence[Entry], change: Mapping[str, Any], path: ValuePath, faults: Faults
) -> Sequence[Entry]:
    """The entries but those that ``remove`` names; one that is not there is a fault."""
    for number, text in enumerate(entries_of(change, "remove")):
        if not isinstance(text, str):
            continue
        left = [entry for entry in entries if folded(phrase_of(entry.value)) != folded(text)]
        if len(left) == len(entries):
            known = [phrase_of(entry.value) for entry in entries]
            near = nearest(one_line(text), [phrase for phrase in known if len(phrase) <= 80])
            hint = f"did you mean {shown(near)}?" if near else "remove it from 'remove'"
            what = f"{shown(one_line(text))} is not in this list of the base"
            faults.add((*path, "remove", number), what, hint)
        entries = left
    return entries
