"""Rubrics compiled once: parsed and made ready for matching, kept by content hash.

Reading a rubric of 250 KB as YAML costs more than checking a syllabus against it. The shipped
rubrics come compiled (``data/compiled/``; regenerate with ``python -m curriculum_gap.compiled``);
any other is compiled on first use and kept in the user's cache folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from curriculum_gap.keywords import Model, compile_model
from curriculum_gap.keywords.background import load_background
from curriculum_gap.keywords.model import Idf
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

__all__ = ["cache_folder", "load_rubric", "model_of"]

#: Raise when the compiled form or the way phrases are made from terms changes.
_FORMAT = 2
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
        return _rubric(stored["rubric"])
    rubric = parse_rubric(content, where)
    _keep(digest, _compiled(rubric))
    return rubric


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
    return Model(
        rubric, stored["phrases"], stored["near"], stored["partners"], Idf(load_background())
    )


@lru_cache(maxsize=4)
def _stored(digest: str) -> dict[str, Any] | None:
    candidates = [_SHIPPED / f"{digest[:16]}.json"]
    with contextlib.suppress(RuntimeError, OSError):  # no home folder
        candidates.append(_kept_as(digest))
    for path in candidates:
        try:
            stored = json.loads(path.read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(stored, dict) and (stored.get("format"), stored.get("sha256")) == (
            _FORMAT,
            digest,
        ):
            return stored
    return None


def _kept_as(digest: str) -> Path:
    return cache_folder() / "rubrics" / f"{digest[:32]}-{_FORMAT}.json"


def _keep(digest: str, compiled: Mapping[str, Any]) -> None:
    """Write to the cache; a folder that cannot be written only costs time."""
    with contextlib.suppress(OSError, RuntimeError):
        target = _kept_as(digest)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(compiled, stream, ensure_ascii=False, separators=(",", ":"))
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)


def _compiled(rubric: Rubric) -> dict[str, Any]:
    model = compile_model(rubric)
    return {
        "format": _FORMAT,
        "sha256": rubric.sha256,
        "rubric": asdict(rubric),
        "phrases": model.phrases,
        "near": model.near,
        "partners": model.partners,
    }


def _rubric(stored: Mapping[str, Any]) -> Rubric:
    def topic(fields: Mapping[str, Any]) -> Topic:
        lists = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
        return Topic(
            **{
                **fields,
                **lists,
                "kind": Kind(fields["kind"]),
                "scope": Scope(fields["scope"]),
                "expected": Level(fields["expected"]),
                "terms": tuple(
                    Term(t["text"], Strength(t["strength"]), t["weight"], tuple(t["partners"]))
                    for t in fields["terms"]
                ),
                "false_friends": tuple(
                    FalseFriend(f["phrase"], tuple(f["near"])) for f in fields["false_friends"]
                ),
            }
        )

    return Rubric(
        **{
            **stored,
            "domains": tuple(Domain(**domain) for domain in stored["domains"]),
            "topics": tuple(topic(fields) for fields in stored["topics"]),
        }
    )


def _main() -> None:
    _SHIPPED.mkdir(exist_ok=True)
    for old in _SHIPPED.glob("*.json"):
        old.unlink()
    for name in shipped():
        content, where = read_rubric(name)
        compiled = _compiled(parse_rubric(content, where))
        target = _SHIPPED / f"{sha256(content).hexdigest()[:16]}.json"
        target.write_text(
            json.dumps(compiled, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
        )
        print(f"{name}: {target.name}")


if __name__ == "__main__":
    _main()
