"""OLE2 compound files: the streams at their root.

Old Office files are such containers. Embedded objects have storages of their own, so that only the
streams at the root say what a file is. Standard library only; nothing in the file is trusted.
"""

from __future__ import annotations

import struct

__all__ = ["COMPOUND_START", "root_stream", "root_streams"]

COMPOUND_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128  # bytes of an entry of the directory
_SHIFTS = (9, 12)  # sectors of 512 or 4,096 bytes
_NO_SECTOR = 0xFFFFFFFA  # numbers from here on are marks
_NO_ENTRY = 0xFFFFFFFF
_NAMED_SECTORS = 109  # of the allocation table, in the header; others in sectors of a list
_SHORTEST = 4_096  # bytes of a stream that has sectors of its own
_SHORT_SECTOR = 64  # bytes of a sector of the others
_STREAM = 2


_Place = tuple[int, int]  # the first sector of a stream, and its size in bytes
_FAULTS = (struct.error, IndexError, UnicodeDecodeError, ValueError)


def root_streams(content: bytes) -> frozenset[str] | None:
    """The names, in small letters, of the streams at the root of a compound file; None where its
    directory is damaged."""
    try:
        return frozenset(_Container(content).streams())
    except _FAULTS:
        return None


def root_stream(content: bytes, name: str) -> bytes:
    """What a stream at the root holds; b"" where there is none of that name (in small letters), or
    the file is damaged."""
    try:
        container = _Container(content)
        place = container.streams().get(name)
        return container.read(*place) if place else b""
    except _FAULTS:
        return b""


class _Container:
    """A compound file; its methods raise what `root_streams` catches."""

    def __init__(self, content: bytes) -> None:
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in _SHIFTS:
            raise ValueError("no size of a sector")
        self._content = content
        self._sector_size = 1 << shift
        self._most_sectors = len(content) // self._sector_size + 1  # of a chain
        self._table = self._allocation_table()
        (directory,) = struct.unpack_from("<I", content, 48)
        self._directory = self._chain(directory)
        (root,) = struct.unpack_from("<I", self._directory, 116)
        self._short_streams = self._chain(root)

    def _allocation_table(self) -> list[int]:
        """The sectors of the allocation table, in order."""
        table = list(struct.unpack_from(f"<{_NAMED_SECTORS}I", self._content, 76))
        (listed,) = struct.unpack_from("<I", self._content, 68)
        numbers = self._sector_size // 4
        while listed < _NO_SECTOR and len(table) < self._most_sectors:
            *more, listed = struct.unpack(f"<{numbers}I", self._sector(listed))
            table += more
        return table

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_size
        return self._content[start : start + self._sector_size]

    def _chain(self, sector: int) -> bytes:
        """The bytes of a chain of sectors."""
        parts: list[bytes] = []
        while sector < _NO_SECTOR and len(parts) < self._most_sectors:
            parts.append(self._sector(sector))
            holder, place = divmod(sector, self._sector_size // 4)
            (sector,) = struct.unpack_from("<I", self._sector(self._table[holder]), 4 * place)
        return b"".join(parts)

    def streams(self) -> dict[str, _Place]:
        """The places of the streams among the root's children, a tree by their siblings."""
        places: dict[str, _Place] = {}
        visited = {_NO_ENTRY}
        waiting = list(struct.unpack_from("<I", self._directory, 76))
        while waiting:
            number = waiting.pop()
            if number in visited:
                continue
            visited.add(number)
            entry = self._directory[number * _ENTRY : (number + 1) * _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            waiting += struct.unpack_from("<2I", entry, 68)
            if kind == _STREAM:
                name = entry[: max(length - 2, 0)].decode("utf-16-le").rstrip("\0").lower()
                places[name] = struct.unpack_from("<2I", entry, 116)
        return places

    def read(self, sector: int, size: int) -> bytes:
        """The stream of ``size`` bytes that begins in ``sector``."""
        if size >= _SHORTEST:
            return self._chain(sector)[:size]
        # Short streams lie behind each other wherever programs wrote them in one go.
        start = sector * _SHORT_SECTOR
        return self._short_streams[start : start + size]
