"""ZIP archives opened under a budget: what is inflated is counted, never what the directory claims.

Takes the bytes of an archive and says which members are wanted; gives their contents. Any reader of
a packed format asks here before a library sees the file. Standard library only.
"""

from __future__ import annotations

import copy
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from curriculum_gap.errors import ReadError, message_of
from curriculum_gap.nouns import Limits, Status

__all__ = ["Archive", "BudgetError", "inflate"]

_DAMAGED = "open it in the program that wrote it and save it again"
_TOO_LARGE = "save a copy without the oversized parts, or raise the limit"
_CHUNK = 64 * 1024
_RATIO_FROM = 1_000_000  # bytes; smaller parts may be as dense as they like


class BudgetError(ReadError):
    """All members together expand to more than the limits allow: no further one can be read."""


def inflate(
    content: bytes, limits: Limits, wanted: Callable[[str], bool] = lambda name: True
) -> dict[str, bytes]:
    """The members of a zip archive whose names are ``wanted``, by name with forward slashes.

    Members that are not wanted are never inflated. Raises ReadError: encrypted (a password on a
    member), damaged (not a whole zip archive, two members of one name, a bad checksum) and
    too-large (more than ``archive_members`` members, a part over ``part_bytes``, all wanted parts
    over ``inflated_bytes``, or a part of more than 1 MB over ``archive_ratio`` times its packed
    size).
    """
    archive = Archive(content, limits)
    return {name: archive.read(name) for name in archive.names if wanted(name)}


class Archive:
    """A zip archive whose members are inflated one by one, under one budget for all of them.

    ``names`` are those of its files, with forward slashes, in the archive's order. Raises ReadError
    as `inflate` does for its directory.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.inflated_bytes
        with _faults():
            self._file = zipfile.ZipFile(io.BytesIO(content))
            self._entries = _entries(self._file, limits)
        self.names = tuple(name for name, entry in self._entries.items() if not entry.is_dir())

    def is_link(self, name: str) -> bool:
        """Whether a member is a symbolic link: its content is the path that it leads to."""
        return stat.S_ISLNK(self._entries[name].external_attr >> 16)

    def read(self, name: str) -> bytes:
        """The content of a member. Raises ReadError as `inflate` does; bytes that were inflated
        before a fault was found count as well."""
        entry = self._entries[name]
        if entry.flag_bits & 0x1:
            what = "is protected by a password"
            raise ReadError(Status.ENCRYPTED, what, "save a copy without the password")
        with _faults():
            return self._inflated(entry)

    def _inflated(self, entry: zipfile.ZipInfo) -> bytes:
        """One member, inflated in pieces until it ends or goes over a budget."""
        limits, left = self._limits, self._left
        dense = max(_RATIO_FROM, limits.archive_ratio * entry.compress_size)
        cap = min(limits.part_bytes, left, dense)
        if entry.file_size > cap:
            raise _too_large(entry, cap, limits, left)
        # The directory may lie about the size, and zipfile trusts it: read against our own cap.
        bounded = copy.copy(entry)
        bounded.file_size = cap + 2 * _CHUNK
        inflated = bytearray()
        with self._file.open(bounded) as stream:
            while len(inflated) <= cap and (chunk := stream.read(_CHUNK)):
                inflated += chunk
                self._left -= min(len(chunk), self._left)
        if len(inflated) > cap:
            raise _too_large(entry, cap, limits, left)
        if len(inflated) != entry.file_size:
            what = f"its archive member {entry.filename!r:.80} is cut short or mislabelled"
            raise ReadError(Status.DAMAGED, what, _DAMAGED)
        return bytes(inflated)


@contextmanager
def _faults() -> Iterator[None]:
    """Raises ReadError (damaged) for what zipfile raises."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,  # a compression method that no Office program writes
        ValueError,
        OSError,  # an offset before the start of the file
        RuntimeError,
        OverflowError,
    ) as error:
        what = f"its zip archive is damaged ({message_of(error)})"
        raise ReadError(Status.DAMAGED, what, _DAMAGED) from error


def _entries(archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """The members of an open archive by name, with forward slashes. Raises ReadError where there
    are too many, or two of one name."""
    entries = archive.infolist()
    if len(entries) > limits.archive_members:
        limit = limits.archive_members
        what = f"its archive has {len(entries):,} members, over the limit of {limit:,}"
        raise ReadError(Status.TOO_LARGE, what, _TOO_LARGE)
    by_name: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name in by_name:
            what = f"its archive has two members named {name!r:.80}"
            raise ReadError(Status.DAMAGED, what, _DAMAGED)
        by_name[name] = entry
    return by_name


def _too_large(entry: zipfile.ZipInfo, cap: int, limits: Limits, left: int) -> ReadError:
    """The error for a member over ``cap``, which is one of three budgets."""
    name = f"{entry.filename!r:.80}"
    if cap == limits.part_bytes:
        what = f"its part {name} expands to more than {cap:,} bytes"
    elif cap == left:
        what = f"expands to more than {limits.inflated_bytes:,} bytes"
        return BudgetError(Status.TOO_LARGE, what, _TOO_LARGE)
    else:
        what = f"its part {name} expands to more than {limits.archive_ratio} times its packed size"
    return ReadError(Status.TOO_LARGE, what, _TOO_LARGE)
