"""Rubrics compiled once: parsed and made ready for matching, kept by content hash.

Reading a rubric of 250 KB as YAML costs more than checking a syllabus against it. The shipped
rubrics come compiled (``data/compiled/``; regenerate with ``python -m curriculum_gap.compiled``);
any other is compiled on first use and kept in the user's cache folder.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from curriculum_gap.keywords import Model, compile_model
from curriculum_gap.keywords.background import load_background
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
from curriculum_gap.rubric import parse_rubric, read_rubric, shipped

__all__ = ["cache_folder", "load_rubric", "model_of", "shipped_digest", "shipped_rubric"]

T = TypeVar("T")

_STRENGTHS = {strength[0]: strength for strength in Strength}
#: Raise when the compiled form or the way phrases are made from terms changes.
_FORMAT = 5
_SHIPPED = Path(__file__).parent / "data" / "compiled"


def cache_folder() -> Path:
    """The user's cache folder for gapcheck; ``GAPCHECK_CACHE_DIR`` names another."""
    named = os.environ.get("GAPCHECK_CACHE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("gapcheck", appauthor=False)


def load_rubric(name_or_path: str | Path = "equity-mental-health") -> Rubric:
    """A shipped rubric by name, or the rubric in a YAML file; parsed only if not seen before.

    Raises RubricError as :func:`curriculum_gap.rubric.load_rubric` does.
    """
    content, where = read_rubric(name_or_path)
    digest = sha256(content).hexdigest()
    stored = _stored(digest)
    if stored is not None:
        return stored[0]
    rubric = parse_rubric(content, where)
    _keep(digest, _compiled(rubric))
    return rubric


def shipped_digest(rubric: Rubric) -> str:
    """What :func:`shipped_rubric` knows ``rubric`` by in any process; ``""`` for one that is not
    shipped, and for a part of one."""
    stored = _stored(rubric.sha256) if rubric.sha256 else None
    # Not identity: who holds a rubric for long may find another copy of it stored by then.
    whole = stored is not None and stored[0] == rubric and _shipped_as(rubric.sha256).is_file()
    return rubric.sha256 if whole else ""


def shipped_rubric(digest: str) -> Rubric:
    """The shipped rubric of this digest."""
    stored = _stored(digest)
    assert stored is not None
    return stored[0]


def model_of(rubric: Rubric) -> Model:
    """``rubric`` made ready for matching."""
    return _model(_ByContent(rubric))


class _ByContent:
    """A rubric that hashes by its digest: hashing thousands of terms would cost milliseconds."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def __hash__(self) -> int:
        return hash(self.rubric.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and self.rubric == other.rubric


@lru_cache(maxsize=8)
def _model(key: _ByContent) -> Model:
    rubric = key.rubric
    stored = _stored(rubric.sha256) if rubric.sha256 else None
    if stored is None:
        return compile_model(rubric)
    return Model.of(rubric, json.loads(stored[1]), load_background())


@lru_cache(maxsize=4)
def _stored(digest: str) -> tuple[Rubric, bytes] | None:
    """The rubric, and the phrases of its model as JSON: whoever shows a report needs none."""
    for place in (_shipped_as, _kept_as):
        try:
            first, _, second = place(digest).read_bytes().partition(b"\n")
            stored = json.loads(first)
            if (stored["format"], stored["rubric"]["sha256"]) == (_FORMAT, digest):
                return _rubric(stored["rubric"]), second
        except (OSError, RuntimeError, ValueError, TypeError, LookupError, AttributeError):
            continue  # RuntimeError: no home folder
    return None


def _shipped_as(digest: str) -> Path:
    return _SHIPPED / f"{digest[:16]}.json"


def _kept_as(digest: str) -> Path:
    return cache_folder() / "rubrics" / f"{digest[:32]}-{_FORMAT}.json"


def _keep(digest: str, compiled: str) -> None:
    """Write to the cache; a folder that cannot be written only costs time."""
    import tempfile

    with contextlib.suppress(OSError, RuntimeError):
        target = _kept_as(digest)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.write(compiled)
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)


def _compiled(rubric: Rubric) -> str:
    """Two lines of JSON: the rubric, its thousands of terms in columns, and the phrases."""
    stored = {**_fields(rubric), "domains": [_fields(domain) for domain in rubric.domains]}
    stored["topics"] = [
        {
            **_fields(topic),
            "terms": [term.text for term in topic.terms],
            "strengths": "".join(term.strength[0] for term in topic.terms),
            "weights": _exceptions(topic.terms, lambda term: term.weight, 1.0),
            "companies": _exceptions(topic.terms, lambda term: term.partners, ()),
            "false_friends": [friend.phrase for friend in topic.false_friends],
            "nears": _exceptions(topic.false_friends, lambda friend: friend.near, ()),
            "policies": _exceptions(topic.false_friends, lambda friend: friend.policy, False),
        }
        for topic in rubric.topics
    ]
    parts = ({"format": _FORMAT, "rubric": stored}, compile_model(rubric).phrases)
    return "".join(
        json.dumps(part, ensure_ascii=False, separators=(",", ":")) + "\n" for part in parts
    )


def _fields(value: Rubric | Domain | Topic) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _exceptions(values: Sequence[T], of: Callable[[T], Any], usual: Any) -> dict[int, Any]:
    """What ``of`` says of each value, by its number, where that is not the usual."""
    return {number: of(value) for number, value in enumerate(values) if of(value) != usual}


def _column(length: int, exceptions: Mapping[str, Any], usual: Any) -> list[Any]:
    column = [usual] * length
    for number, value in exceptions.items():
        column[int(number)] = tuple(value) if isinstance(value, list) else value
    return column


def _rubric(stored: dict[str, Any]) -> Rubric:
    stored["domains"] = tuple(Domain(**domain) for domain in stored["domains"])
    stored["topics"] = tuple(map(_topic, stored["topics"]))
    return Rubric(**stored)


def _topic(stored: dict[str, Any]) -> Topic:
    texts, phrases = stored["terms"], stored["false_friends"]
    terms = zip(
        texts,
        map(_STRENGTHS.__getitem__, stored.pop("strengths")),
        _column(len(texts), stored.pop("weights"), 1.0),
        _column(len(texts), stored.pop("companies"), ()),
        strict=True,
    )
    friends = zip(
        phrases,
        _column(len(phrases), stored.pop("nears"), ()),
        _column(len(phrases), stored.pop("policies"), False),
        strict=True,
    )
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
    return Topic(
        **{
            **stored,
            **lists,
            "kind": Kind(stored["kind"]),
            "scope": Scope(stored["scope"]),
            "expected": Level(stored["expected"]),
            "terms": tuple(map(Term._make, terms)),
            "false_friends": tuple(map(FalseFriend._make, friends)),
        }
    )


def _main() -> None:
    _SHIPPED.mkdir(exist_ok=True)
    for old in _SHIPPED.glob("*.json"):
        old.unlink()
    for name in shipped():
        content, where = read_rubric(name)
        compiled = _compiled(parse_rubric(content, where))
        target = _shipped_as(sha256(content).hexdigest())
        target.write_text(compiled, "utf-8", newline="\n")
        print(f"{name}: {target.name}")


if __name__ == "__main__":
    _main()
