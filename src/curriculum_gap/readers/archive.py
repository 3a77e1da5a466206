"""ZIP archives opened under a budget: what is inflated is counted, never what the directory claims.

Takes the bytes of an archive and says which members are wanted; gives their contents. Any reader of
a packed format asks here before a library sees the file. Standard library only.
"""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Callable

from curriculum_gap.errors import ReadError, message_of
from curriculum_gap.nouns import Limits, Status

__all__ = ["inflate"]

_DAMAGED = "open it in the program that wrote it and save it again"
_TOO_LARGE = "save a copy without the oversized parts, or raise the limit"
_CHUNK = 64 * 1024
_RATIO_FROM = 1_000_000  # bytes; smaller parts may be as dense as they like


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
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _members(archive, limits, wanted)
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


def _members(
    archive: zipfile.ZipFile, limits: Limits, wanted: Callable[[str], bool]
) -> dict[str, bytes]:
    """The wanted members of an open archive; the budgets count over all of them."""
    entries = archive.infolist()
    if len(entries) > limits.archive_members:
        limit = limits.archive_members
        what = f"its archive has {len(entries):,} members, over the limit of {limit:,}"
        raise ReadError(Status.TOO_LARGE, what, _TOO_LARGE)
    names: set[str] = set()
    parts: dict[str, bytes] = {}
    left = limits.inflated_bytes
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name in names:
            what = f"its archive has two members named {name!r:.80}"
            raise ReadError(Status.DAMAGED, what, _DAMAGED)
        names.add(name)
        if entry.is_dir() or not wanted(name):
            continue
        if entry.flag_bits & 0x1:
            raise ReadError(
                Status.ENCRYPTED, "is protected by a password", "save a copy without the password"
            )
        parts[name] = _member(archive, entry, limits, left)
        left -= len(parts[name])
    return parts


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, left: int) -> bytes:
    """One member, inflated in pieces until it ends or goes over a budget; ``left`` is what is left
    of ``inflated_bytes``."""
    dense = max(_RATIO_FROM, limits.archive_ratio * entry.compress_size)
    cap = min(limits.part_bytes, left, dense)
    if entry.file_size > cap:
        raise _too_large(entry, cap, limits, left)
    # The directory may lie about the size, and zipfile trusts it: read against our own cap.
    bounded = copy.copy(entry)
    bounded.file_size = cap + 2 * _CHUNK
    inflated = bytearray()
    with archive.open(bounded) as stream:
        while len(inflated) <= cap and (chunk := stream.read(_CHUNK)):
            inflated += chunk
    if len(inflated) > cap:
        raise _too_large(entry, cap, limits, left)
    if len(inflated) != entry.file_size:
        what = f"its archive member {entry.filename!r:.80} is cut short or mislabelled"
        raise ReadError(Status.DAMAGED, what, _DAMAGED)
    return bytes(inflated)


def _too_large(entry: zipfile.ZipInfo, cap: int, limits: Limits, left: int) -> ReadError:
    """The error for a member over ``cap``, which is one of three budgets."""
    name = f"{entry.filename!r:.80}"
    if cap == limits.part_bytes:
        what = f"its part {name} expands to more than {cap:,} bytes"
    elif cap == left:
        what = f"expands to more than {limits.inflated_bytes:,} bytes"
    else:
        what = f"its part {name} expands to more than {limits.archive_ratio} times its packed size"
    return ReadError(Status.TOO_LARGE, what, _TOO_LARGE)
