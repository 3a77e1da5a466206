"""Nodes → typed values: texts, phrases, ids, numbers, lists, each fault collected with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from curriculum_gap.errors import RubricError
from curriculum_gap.rubric.yaml_source import Mapping, Node, Scalar, Sequence, place, shown

MAX_PHRASE_WORDS = 8
MAX_PHRASE_CHARACTERS = 100
MAX_TITLE = 200
MAX_TEXT = 5_000
MAX_WEIGHT = 3.0
MAX_FAULTS = 100

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_PATTERN_SIGNS = frozenset("*\\|[]{}^")
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HYPHENS = re.compile(r"[-\u00ad\u2010-\u2015\u2212]+")
_QUOTES = str.maketrans("‘’‛“”„", "'''\"\"\"")

T = TypeVar("T")
Named = TypeVar("Named", bound=StrEnum)


@dataclass(slots=True)
class Faults:
    """Collects what is wrong, so that one run shows an author every fault."""

    where: str
    found: list[tuple[int, int, RubricError]] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Nobody reads more, and looking for near names costs time."""
        return len(self.found) >= MAX_FAULTS

    def add(self, node: Node, path: str, what: str, hint: str = "") -> None:
        if self.full:
            return
        error = RubricError(place(self.where, node.line, node.column, path), what, hint)
        self.found.append((node.line, node.column, error))

    def in_order(self) -> list[RubricError]:
        """As a reader of the file meets them."""
        return [error for _, _, error in sorted(self.found, key=lambda fault: fault[:2])]


def read_fields(
    node: Node, path: str, known: tuple[str, ...], needed: tuple[str, ...], faults: Faults
) -> dict[str, Node]:
    """The known keys of a mapping; unknown and missing ones become faults."""
    if not isinstance(node, Mapping):
        faults.add(node, path, "keys are expected here", "keys: " + ", ".join(known))
        return {}
    meant = set()
    for key, _value in node.entries:
        if key.text not in known and not faults.full:
            near = nearest(key.text, known)
            meant.add(near)
            hint = near or "known keys: " + ", ".join(known)
            faults.add(key, path, f"unknown key {shown(key.text)}", hint)
    found = {key.text: value for key, value in node.entries if key.text in known}
    for key_name in needed:
        if key_name not in found and nearest(key_name, (key_name,)) not in meant:
            faults.add(node, path, f"the key '{key_name}' is missing", f"add '{key_name}: …'")
    return found


def read_entries(
    node: Node | None, path: str, faults: Faults, read: Callable[[Node, str, Faults], T]
) -> tuple[T, ...]:
    """A list, each entry read by ``read``; a missing key is an empty list, a written one is not."""
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        faults.add(
            node, path, "a list is expected here", "start each entry on its own line with '- '"
        )
        return ()
    if not node.entries:
        faults.add(node, path, "the list is empty", "add an entry or leave the key out")
    return tuple(
        read(entry, f"{path}[{index}]", faults) for index, entry in enumerate(node.entries)
    )


def read_text(node: Node | None, path: str, faults: Faults, limit: int = MAX_TEXT) -> str:
    """One line of text, white space folded; "" after a fault."""
    if node is None:
        return ""
    if not isinstance(node, Scalar):
        hint = "put quotes around a text that holds ': ' or starts with '[' or '{'"
        faults.add(node, path, "a text is expected here", hint)
        return ""
    text = " ".join(node.text.split())
    if not text:
        faults.add(node, path, "the text is empty", "write something or leave the key out")
    if len(text) > limit:
        faults.add(node, path, f"longer than {limit:,} characters", "shorten it")
        return ""
    for char in text:
        if unicodedata.category(char) in ("Cc", "Cs") or char in _BIDI_CONTROLS:
            faults.add(node, path, f"the control character U+{ord(char):04X}", "delete it")
            return ""
    return text


def read_phrase(node: Node, path: str, faults: Faults) -> str:
    """Literal words to look for."""
    text = read_text(node, path, faults)
    if not text or not isinstance(node, Scalar):
        return ""
    signs = sorted(_PATTERN_SIGNS & set(text))
    if signs:
        faults.add(
            node,
            path,
            f"{shown(text)} holds '{signs[0]}', but terms are literal words, not patterns",
            "write the plain phrase; plurals, hyphens and UK/US spellings match by themselves",
        )
    elif not any(char.isalnum() for char in text):
        faults.add(node, path, f"{shown(text)} holds no letter", "write the words to look for")
    elif len(text) > MAX_PHRASE_CHARACTERS or len(text.split()) > MAX_PHRASE_WORDS:
        faults.add(
            node,
            path,
            f"{shown(text)} is longer than {MAX_PHRASE_WORDS} words or "
            f"{MAX_PHRASE_CHARACTERS} characters",
            "keep the words that syllabi share, in two terms if need be",
        )
    else:
        return text
    return ""


def read_identifier(node: Node | None, path: str, faults: Faults) -> str:
    if node is None:
        return ""
    text = read_text(node, path, faults, 80)
    if text and not _KEBAB.fullmatch(text):
        plain = re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-") or "my-topic"
        faults.add(
            node,
            path,
            f"{shown(text)} is no id; ids are lower-case letters, digits and single hyphens",
            f"write {shown(plain)}",
        )
        return ""
    return text


def read_weight(node: Node, path: str, faults: Faults) -> float:
    text = read_text(node, path, faults)
    if text and not (_NUMBER.fullmatch(text) and 0 < float(text) <= MAX_WEIGHT):
        hint = f"write a number above 0 and up to {MAX_WEIGHT:g}; 1 is ordinary"
        faults.add(node, path, f"{shown(text)} is no weight", hint)
        return 1.0
    return float(text) if text else 1.0


def read_line_number(node: Node, path: str, faults: Faults) -> int:
    text = read_text(node, path, faults)
    if text and not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        faults.add(node, path, f"{shown(text)} is no line number", "write a whole number from 1 up")
        return 0
    return int(text) if text else 0


def read_choice(node: Node | None, path: str, default: Named, faults: Faults) -> Named:
    if node is None:
        return default
    text = read_text(node, path, faults)
    choices = tuple(str(choice) for choice in type(default))
    if text in choices:
        return type(default)(text)
    if text:
        faults.add(node, path, f"{shown(text)} is not known here", "write " + " or ".join(choices))
    return default


def nearest(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f"did you mean {shown(near[0])}?" if near else ""


def folded(text: str) -> str:
    """Case, accents, hyphens and quotation marks levelled, as far as they never tell terms apart."""
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_HYPHENS.sub(" ", plain).split())
