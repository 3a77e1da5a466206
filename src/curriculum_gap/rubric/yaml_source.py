"""YAML text → a plain tree with places, refusing whatever a rubric has no use for.

Works on the events of PyYAML's pure parser (the C parser crashes on deep nesting) and stops at the
first event past a budget: nothing is constructed, resolved or looked up, so no tag, alias or merge
key can run, loop or swell. A scalar stays the text that was written: ``no``, ``on`` and
``2024-01-01`` are strings until someone asks for something else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from curriculum_gap.errors import RubricError
from curriculum_gap.rubric.bounds import MAX_BYTES, MAX_DEPTH, MAX_NODES

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "place", "read_yaml", "shown"]

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
class Scalar:
    """One value as written; ``line`` and ``column`` count from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    entries: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the file's order; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read."""

    is_mapping: bool
    line: int
    column: int
    entries: list[Node] = field(default_factory=list)
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    key: Scalar | None = None


def place(where: str, line: int, column: int, path: str = "") -> str:
    """``rubrics/a.yaml:41:7: topics[3].strong[2]``; the path is left out when empty."""
    return f"{where}:{line}:{column}" + (f": {path}" if path else "")


def shown(text: str, limit: int = 40) -> str:
    """A piece of the file inside a message: quoted, control characters escaped, cut to length."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def read_yaml(content: bytes, where: str) -> Mapping:
    """The file's top mapping, as a tree of nodes with places.

    Budgets: 1 MB, 50 levels, 50,000 nodes. Raises RubricError at the first fault: a budget passed,
    no UTF-8, no YAML, more than one document, an anchor, alias, tag, merge key, repeated key or a
    key that is no plain text, or a top level that is no mapping.
    """
    import yaml

    text = _decoded(content, where)
    try:
        root = _tree(text, where)
    except yaml.reader.ReaderError as error:
        line, column = _line_and_column(text, int(error.position))
        raise RubricError(
            place(where, line, column),
            f"the character {_code_point(error.character)} has no place in a text file",
            "delete it",
        ) from None
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, where) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        # Escapes past U+10FFFF, directives with numbers of thousands of digits.
        raise RubricError(where, "this is not valid YAML", "check escapes and directives") from None
    if root is None:
        raise RubricError(where, "the file is empty", "see docs/rubrics.md for a first rubric")
    if not isinstance(root, Mapping):
        raise RubricError(
            place(where, root.line, root.column),
            "a rubric starts with keys such as 'id: …' and 'topics: …', not with a "
            + ("list" if isinstance(root, Sequence) else "text"),
            "see docs/rubrics.md for a first rubric",
        )
    return root


def _decoded(content: bytes, where: str) -> str:
    if len(content) > MAX_BYTES:
        raise RubricError(
            where,
            f"larger than {MAX_BYTES:,} bytes, the most a rubric may have",
            "split it into several rubrics",
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RubricError(where, "the text is UTF-16", "save the file as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _line_and_column(content[: error.start].decode("utf-8", "replace"), -1)
        raise RubricError(
            place(where, line, column), "the text is not UTF-8", "save the file as UTF-8"
        ) from None


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    before = text if position < 0 else text[:position]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _code_point(character: object) -> str:
    number = character if isinstance(character, int) else ord(str(character)[:1] or "\0")
    return f"U+{number:04X}"


def _syntax_error(error: object, where: str) -> RubricError:
    problem = str(getattr(error, "problem", "") or getattr(error, "context", "") or "unreadable")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    spot = place(where, mark.line + 1, mark.column + 1) if mark else where
    hint = next((advice for sign, advice in _SYNTAX_HINTS if sign in problem), "")
    safe = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in problem[:200])
    return RubricError(spot, f"not valid YAML: {safe}", hint)


def _tree(text: str, where: str) -> Node | None:
    """Events → nodes, with an own stack instead of recursion."""
    import yaml

    root: Node | None = None
    documents = nodes = 0
    stack: list[_Open] = []
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise RubricError(
                    place(where, line, column),
                    "a second document starts here",
                    "keep one rubric per file and remove the line '---'",
                )
        if not isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            continue
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            _refuse_event(event, place(where, line, column, _path(stack)), nodes, len(stack))
        done: Node
        if isinstance(event, yaml.CollectionStartEvent):
            _refuse_as_key(stack, where, line, column)
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            stack.append(_Open(is_mapping, line, column))
            continue
        if isinstance(event, yaml.ScalarEvent):
            done = Scalar(event.value, line, column)
        else:
            ended = stack.pop()
            done = (
                Mapping(tuple(ended.pairs), ended.line, ended.column)
                if ended.is_mapping
                else Sequence(tuple(ended.entries), ended.line, ended.column)
            )
        if not stack:
            root = done
        else:
            _put(stack, done, where)
    return root


def _refuse_event(event: object, spot: str, nodes: int, depth: int) -> None:
    import yaml

    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise RubricError(
            spot,
            "anchors (&name) and aliases (*name) are not used in rubrics",
            "write the text out, or put quotes around a text that starts with '&' or '*'",
        )
    if getattr(event, "tag", None) is not None:
        raise RubricError(
            spot,
            "tags (!name) are not used in rubrics",
            "remove the tag, or put quotes around a text that starts with '!'",
        )
    if nodes > MAX_NODES:
        raise RubricError(spot, f"more than {MAX_NODES:,} entries", "split the rubric")
    if depth >= MAX_DEPTH:
        raise RubricError(spot, f"nested deeper than {MAX_DEPTH} levels", "check the indentation")


def _refuse_as_key(stack: list[_Open], where: str, line: int, column: int) -> None:
    if stack and stack[-1].is_mapping and stack[-1].key is None:
        raise RubricError(
            place(where, line, column, _path(stack)),
            "a list or mapping stands where a key is expected",
            "keys are single words; put quotes around a text that starts with '[' or '{'",
        )


def _put(stack: list[_Open], done: Node, where: str) -> None:
    """Hang a finished node into the open list or mapping on top of the stack."""
    top = stack[-1]
    if not top.is_mapping:
        top.entries.append(done)
        return
    if top.key is not None:
        top.pairs.append((top.key, done))
        top.key = None
        return
    assert isinstance(done, Scalar)  # _refuse_as_key saw to it
    spot = place(where, done.line, done.column, _path(stack))
    if done.text == "<<":
        raise RubricError(spot, "merge keys (<<) are not used in rubrics", "write the keys out")
    if done.text in top.keys:
        raise RubricError(
            spot,
            f"the key {shown(done.text)} stands here twice",
            f"it is already in line {top.keys[done.text]}; join the two",
        )
    top.keys[done.text] = done.line
    top.key = done


def _path(stack: list[_Open]) -> str:
    """Where the reader stands: ``topics[3].strong[2]``."""
    steps = ""
    for level in stack[:8]:
        if not level.is_mapping:
            steps += f"[{len(level.entries)}]"
        elif level.key is not None:
            name = level.key.text if level.key.text.isidentifier() else shown(level.key.text, 20)
            steps += ("." if steps else "") + name[:20]
    return steps + ("…" if len(stack) > 8 else "")
