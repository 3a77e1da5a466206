"""YAML → plain values with places, refusing whatever a rubric or a configuration has no use for.

Works on the events of PyYAML's pure parser (the C parser crashes on deep nesting) and stops at the
first event past a budget: nothing is constructed, resolved or looked up, so no tag, alias or merge
key can run, loop or swell. A scalar stays the text that was written: ``no``, ``on`` and
``2024-01-01`` are strings until a schema asks for something else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from curriculum_gap.bounded_file import MAX_BYTES
from curriculum_gap.errors import GapcheckError
from curriculum_gap.validation.source import FileKind, Position, Source, ValuePath, path_text, shown

if TYPE_CHECKING:
    import yaml

__all__ = ["MAX_DEPTH", "MAX_NODES", "read_yaml"]

MAX_DEPTH = 50
"""Nested lists and mappings; a rubric needs six."""
MAX_NODES = 50_000
"""Scalars, lists and mappings; the shipped rubric has about 5,000."""
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that reverse what follows them on a screen, so that a message would mislead."""

# What PyYAML says → what a person who writes lists of words did.
_SYNTAX_HINTS = (
    ("mapping values are not allowed", "put quotes around a text that holds ': '"),
    ("'\\t'", "indent with spaces, not with tabs"),
    ("cannot start any token", "put quotes around a text that starts with this character"),
    ("could not find expected ':'", "check the indentation of this line and of the one above"),
    ("expected <block end>", "check the indentation; entries of one list start in one column"),
    ("unexpected end of stream", "a quotation mark or bracket is not closed"),
    ("but got '<stream end>'", "a bracket is not closed"),
    ("undefined alias", "put quotes around a text that starts with '*'"),
)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Events of one YAML file → its values, with the positions of values and of keys.

    A value is built by the method that meets its first event and takes the others from ``events``.
    It goes at most :data:`MAX_DEPTH` calls deep.
    """

    file: str
    kind: FileKind
    events: Iterator[yaml.Event]
    positions: dict[ValuePath, Position] = field(default_factory=dict)
    key_positions: dict[ValuePath, Position] = field(default_factory=dict)

    def refuse(self, position: Position, what: str, hint: str, path: ValuePath = ()) -> NoReturn:
        """Raise the fault at ``position`` of the file."""
        spot = f"{self.file}:{position[0]}:{position[1]}"
        # A path of a hostile file may be long; the first steps say enough.
        named = path_text(path[:8]) + ("…" if len(path) > 8 else "")
        raise self.kind.error(f"{spot}: {named}" if named else spot, what, hint)

    def top(self) -> Any:
        """The value of the whole file; None where it is empty."""
        import yaml

        value = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = f"keep one {self.kind.name} per file and remove the line '---'"
                    self.refuse(_position(event), "a second document starts here", hint)
            elif isinstance(event, yaml.NodeEvent):
                value = self.value(event, ())
        return value

    def value(self, event: yaml.Event, path: ValuePath) -> Any:
        """The value at ``path``, which begins with ``event``."""
        import yaml

        position = _position(event)
        self.check(event, path)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = self.text(event, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                value.append(self.value(inner, (*path, len(value))))
        else:
            value = {}
            while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
                key = self.key(inner, path)
                value[key] = self.value(next(self.events), (*path, key))
        self.positions[path] = position
        return value

    def key(self, event: yaml.Event, path: ValuePath) -> str:
        """A key of the mapping at ``path``."""
        import yaml

        position = _position(event)
        self.check(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            what = "a list or mapping stands where a key is expected"
            hint = "keys are single words; put quotes around a text that starts with '[' or '{'"
            self.refuse(position, what, hint, path)
        text = self.text(event, path)
        if text == "<<":
            what = f"merge keys (<<) are not used in {self.kind.name}s"
            self.refuse(position, what, "write the keys out", path)
        first = self.key_positions.setdefault((*path, text), position)
        if first != position:
            what = f"the key {shown(text)} stands here twice"
            self.refuse(position, what, f"it is already in line {first[0]}; join the two", path)
        return text

    def text(self, event: yaml.ScalarEvent, path: ValuePath) -> str:
        """The text of a scalar, which may hold no control character."""
        text: str = event.value
        for character in text:
            category = unicodedata.category(character)
            is_control = category == "Cc" and not character.isspace()
            if is_control or category == "Cs" or character in BIDI_CONTROLS:
                what = f"the control character U+{ord(character):04X}"
                self.refuse(_position(event), what, "delete it", path)
        return text

    def check(self, event: yaml.Event, path: ValuePath) -> None:
        """Refuse anchors, aliases, tags and whatever passes a budget."""
        position = _position(event)
        if getattr(event, "anchor", None) is not None:  # aliases have one too
            what = f"anchors (&name) and aliases (*name) are not used in {self.kind.name}s"
            hint = "write the text out, or put quotes around a text that starts with '&' or '*'"
            self.refuse(position, what, hint, path)
        if getattr(event, "tag", None) is not None:
            what = f"tags (!name) are not used in {self.kind.name}s"
            hint = "remove the tag, or put quotes around a text that starts with '!'"
            self.refuse(position, what, hint, path)
        # Values that are still being read have no position yet; no more than MAX_DEPTH are.
        if len(self.positions) + len(self.key_positions) >= MAX_NODES:
            hint = f"split the {self.kind.name}"
            self.refuse(position, f"more than {MAX_NODES:,} entries", hint, path)
        if len(path) >= MAX_DEPTH:
            hint = "check the indentation"
            self.refuse(position, f"nested deeper than {MAX_DEPTH} levels", hint, path)


def read_yaml(content: bytes, file: str, kind: FileKind) -> Source:
    """The values of a YAML file, whose top is a mapping; an empty file gives None.

    Budgets: ``MAX_BYTES``, :data:`MAX_DEPTH`, :data:`MAX_NODES`. Raises ``kind.error`` at the first
    fault, since nothing behind it can be read: a budget passed, no UTF-8, no YAML, more than one
    document, an anchor, alias, tag, merge key or repeated key, a key that is no plain text, a
    control character, or a top level that is no mapping.
    """
    import yaml

    text = _decoded(content, file, kind)
    builder = _Builder(file, kind, yaml.parse(text, Loader=yaml.SafeLoader))
    try:
        value = builder.top()
    except yaml.reader.ReaderError as error:
        line, column = _line_and_column(text[: int(error.position)])
        raise kind.error(
            f"{file}:{line}:{column}",
            f"the character {_code_point(error.character)} has no place in a text file",
            "delete it",
        ) from None
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, file, kind) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        # Escapes past U+10FFFF, directives with numbers of thousands of digits.
        what = "this is not valid YAML"
        raise kind.error(file, what, "check escapes and directives") from None
    if value is not None and not isinstance(value, dict):
        stands = "list" if isinstance(value, list) else "text"
        what = f"a {kind.name} starts with keys such as {kind.starts_with}, not with a {stands}"
        builder.refuse(builder.positions[()], what, f"see {kind.guide}")
    return Source(file, kind, value, True, builder.positions, builder.key_positions)


def _position(event: yaml.Event) -> Position:
    """Where an event starts."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _decoded(content: bytes, file: str, kind: FileKind) -> str:
    """The text of the file. Raises ``kind.error``."""
    if len(content) > MAX_BYTES:
        what = f"larger than {MAX_BYTES:,} bytes, the most a {kind.name} may have"
        raise kind.error(file, what, f"split the {kind.name}")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise kind.error(file, "the text is UTF-16", "save the file as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _line_and_column(content[: error.start].decode("utf-8", "replace"))
        spot = f"{file}:{line}:{column}"
        raise kind.error(spot, "the text is not UTF-8", "save the file as UTF-8") from None


def _line_and_column(before: str) -> tuple[int, int]:
    """Where a text goes on that starts with ``before``."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _code_point(character: object) -> str:
    number = character if isinstance(character, int) else ord(str(character)[:1] or "\0")
    return f"U+{number:04X}"


def _syntax_error(error: yaml.MarkedYAMLError, file: str, kind: FileKind) -> GapcheckError:
    """What PyYAML found, with advice where we know what people mean."""
    problem = str(error.problem or error.context or "unreadable")
    mark = error.problem_mark or error.context_mark
    spot = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
    hint = next((advice for sign, advice in _SYNTAX_HINTS if sign in problem), "")
    safe = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in problem[:200])
    return kind.error(spot, f"not valid YAML: {safe}", hint)
