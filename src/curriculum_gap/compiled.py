"""Compiled rubrics: parsed and made ready for matching, stored by the digest of their YAML.

Takes the name or path of a rubric and gives the :class:`Rubric` or its :class:`Model`. Parsing
250 KB of YAML takes longer than checking a syllabus, so the shipped rubrics come compiled
(``data/compiled/``; ``python -m curriculum_gap.compiled`` writes them again), and any other is
compiled on first use and kept in the user's cache folder. A stored rubric is JSON; msgspec builds
and checks the values, enumerations included.
"""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec

from curriculum_gap.keywords import (
    HostPhrase,
    Model,
    Phrases,
    compile_model,
    host_phrases,
    load_background,
)
from curriculum_gap.nouns import Rubric
from curriculum_gap.rubric import (
    parse_rubric,
    read_rubric,
    shipped,
    source_digest,
    with_learned_words,
)

__all__ = ["cache_folder", "load_rubric", "model_of", "rubric_digest", "write_shipped"]

#: Raise when the stored form changes, or the way phrases are made from terms.
_FORMAT = 11
_SHIPPED = Path(__file__).parent / "data" / "compiled"


class _Compiled(msgspec.Struct):
    """A rubric as it is stored.

    ``phrases`` and ``hosts`` are those of its model, left as JSON until a text is matched: who only
    shows a report needs none.
    """

    format: int
    rubric: Rubric
    phrases: msgspec.Raw
    hosts: msgspec.Raw


def cache_folder() -> Path:
    """The user's cache folder for gapcheck; ``GAPCHECK_CACHE_DIR`` names another."""
    named = os.environ.get("GAPCHECK_CACHE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("gapcheck", appauthor=False)


def load_rubric(
    name_or_path: str | Path = "equity-mental-health", warn: Callable[[str], None] = warnings.warn
) -> Rubric:
    """A shipped rubric by name, or the rubric in a YAML file, with the words learned from its
    examples; parsed only on first use. ``warn`` is told where these words are out of date.

    Raises RubricError for an unknown name, an unreadable file, or the first fault in it (``others``
    of the error are the further ones).
    """
    content, where = read_rubric(name_or_path)
    digest = source_digest(content, where)
    stored = _stored(digest)
    if stored is not None:
        return with_learned_words(stored.rubric, Path(where), warn)
    rubric = parse_rubric(content, where)
    _write_to_cache(digest, rubric)
    return with_learned_words(rubric, Path(where), warn)


@lru_cache(maxsize=8)
def model_of(rubric: Rubric) -> Model:
    """``rubric`` made ready for matching.

    The stored phrases serve only the whole rubric of the file; a part of it (some topics) or a
    rubric that is stored nowhere is compiled.
    """
    stored = _stored(rubric.sha256)
    if stored is None or stored.rubric != replace(rubric, learned={}):
        return compile_model(rubric)
    phrases = msgspec.json.decode(stored.phrases, type=dict[str, msgspec.Raw])
    hosts = msgspec.json.decode(stored.hosts, type=tuple[HostPhrase, ...])
    return Model.of(rubric, Phrases(phrases), hosts, load_background())


def rubric_digest(rubric: Rubric) -> str:
    """A hex digest of all that ``rubric`` says; two parts of one file differ in it."""
    return sha256(msgspec.json.encode(rubric)).hexdigest()


@lru_cache(maxsize=8)
def _stored(digest: str) -> _Compiled | None:
    """The compiled rubric of a YAML file with this SHA-256 (hex), shipped or in the cache."""
    if not digest:
        return None
    for path_of in (_shipped_path, _cached_path):
        try:
            stored = msgspec.json.decode(path_of(digest).read_bytes(), type=_Compiled)
        except (OSError, RuntimeError, msgspec.MsgspecError):
            continue  # RuntimeError: the user has no home folder
        if stored.format == _FORMAT and stored.rubric.sha256 == digest:
            return stored
    return None


def _shipped_path(digest: str) -> Path:
    return _SHIPPED / f"{digest[:16]}.json"


def _cached_path(digest: str) -> Path:
    return cache_folder() / "rubrics" / f"{digest[:32]}-{_FORMAT}.json"


def _encoded(rubric: Rubric) -> bytes:
    phrases = msgspec.json.encode(compile_model(rubric).phrases)
    hosts = msgspec.json.encode(host_phrases(rubric))
    return msgspec.json.encode(_Compiled(_FORMAT, rubric, msgspec.Raw(phrases), msgspec.Raw(hosts)))


def _write_to_cache(digest: str, rubric: Rubric) -> None:
    """Store a rubric for the next run; one that cannot be stored only costs time."""
    import tempfile

    with contextlib.suppress(OSError, RuntimeError):  # RuntimeError: no home folder
        content = _encoded(rubric)
        target = _cached_path(digest)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)


def write_shipped(folder: Path = _SHIPPED) -> None:
    """Compile the shipped rubrics into ``folder``, in place of those compiled before."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for name in shipped():
        content, where = read_rubric(name)
        file_name = _shipped_path(source_digest(content, where)).name
        encoded = _encoded(parse_rubric(content, where))
        (folder / file_name).write_bytes(encoded + b"\n")


if __name__ == "__main__":
    write_shipped()
