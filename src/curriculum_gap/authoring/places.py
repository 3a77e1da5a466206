"""Where the entries of a rubric stand in its file."""

from __future__ import annotations

from typing import Any, NamedTuple

from curriculum_gap.validation import Source, ValuePath, one_line

__all__ = ["FilePlace", "Places"]


class FilePlace(NamedTuple):
    """Line and column from 1 (0 where the file does not hold the entry), and the path there."""

    line: int
    column: int
    path: str


class Places:
    """The places of a rubric's entries, found by topic, list and text.

    What stands elsewhere (in a shared list, in a rubric that is extended) has the place of the next
    value that the file holds: the list, the topic, or nothing.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._paths: dict[tuple[str, str, str], ValuePath] = {}
        top = source.value if isinstance(source.value, dict) else {}
        for key in top:
            self._paths["", key, ""] = (key,)
        topics = top.get("topics")
        for number, entry in enumerate(topics if isinstance(topics, list) else []):
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                self._add_topic(entry, ("topics", number))

    def _add_topic(self, topic: dict[str, Any], path: ValuePath) -> None:
        id = topic["id"]
        self._paths[id, "", ""] = path
        for key, value in topic.items():
            self._paths[id, key, ""] = (*path, key)
            for number, entry in enumerate(value if isinstance(value, list) else []):
                if isinstance(entry, dict):
                    entry = entry.get("term", entry.get("phrase"))
                if isinstance(entry, str):
                    self._paths.setdefault((id, key, one_line(entry)), (*path, key, number))

    def find(self, topic: str, key: str = "", text: str = "") -> FilePlace:
        """Where a topic's entry ``text`` of the list ``key`` stands; without them the topic, and
        without a topic the key at the top of the file."""
        for known in ((topic, key, text), (topic, key, ""), (topic, "", "")):
            if known in self._paths:
                return self._placed(self._paths[known])
        return FilePlace(0, 0, f"{topic}.{key}" if key else topic)

    def _placed(self, path: ValuePath) -> FilePlace:
        position = self._source.position(path) or (0, 0)
        origin = self._source.file
        if position[0]:
            origin = f"{origin}:{position[0]}:{position[1]}"
        return FilePlace(*position, self._source.where(path).removeprefix(f"{origin}: "))
