"""OLE2 compound files: the streams at their root, and how each begins.

Old Office files are such containers. Embedded objects have storages of their own, so that only the
streams at the root say what a file is. Standard library only; nothing in the file is trusted.
"""

from __future__ import annotations

import struct

__all__ = ["COMPOUND_START", "root_streams"]

COMPOUND_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 512  # bytes of a stream that are given; its first sector has them
_ENTRY = 128  # bytes of an entry of the directory
_MOST_SECTORS = 2_000  # of a chain
_SHIFTS = (9, 12)  # sectors of 512 or 4,096 bytes
_NO_SECTOR = 0xFFFFFFFA  # numbers from here on are marks
_NO_ENTRY = 0xFFFFFFFF
_NAMED_SECTORS = 109  # of the allocation table, in the header: enough for 7 MB
_SHORTEST = 4_096  # bytes of a stream that has sectors of its own
_SHORT_SECTOR = 64  # bytes of a sector of the others
_STREAM = 2


def root_streams(content: bytes) -> dict[str, bytes] | None:
    """The first bytes (512 at most) of each stream at the root of a compound file, by its name in
    small letters; None where its directory is damaged, or beyond the first 7 MB."""
    try:
        return _Container(content).streams()
    except (struct.error, IndexError, UnicodeDecodeError, ValueError):
        return None


class _Container:
    """A compound file; its methods raise what `root_streams` catches."""

    def __init__(self, content: bytes) -> None:
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in _SHIFTS:
            raise ValueError("no size of a sector")
        self._content = content
        self._sector_size = 1 << shift
        self._table = struct.unpack_from(f"<{_NAMED_SECTORS}I", content, 76)
        (directory,) = struct.unpack_from("<I", content, 48)
        self._directory = self._chain(directory)
        (root,) = struct.unpack_from("<I", self._directory, 116)
        self._short_streams = self._chain(root)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_size
        return self._content[start : start + self._sector_size]

    def _chain(self, sector: int) -> bytes:
        """The bytes of a chain of sectors."""
        parts: list[bytes] = []
        while sector < _NO_SECTOR and len(parts) < _MOST_SECTORS:
            parts.append(self._sector(sector))
            holder, place = divmod(sector, self._sector_size // 4)
            (sector,) = struct.unpack_from("<I", self._sector(self._table[holder]), 4 * place)
        return b"".join(parts)

    def streams(self) -> dict[str, bytes]:
        """The heads of the streams among the root's children, a tree by their siblings."""
        heads: dict[str, bytes] = {}
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
                heads[name] = self._head(*struct.unpack_from("<2I", entry, 116))
        return heads

    def _head(self, sector: int, size: int) -> bytes:
        """The first bytes of a stream that begins in ``sector`` and has ``size`` bytes."""
        if size >= _SHORTEST:
            return self._sector(sector)[:_HEAD]
        start = sector * _SHORT_SECTOR
        return self._short_streams[start : start + min(size, _HEAD)]
