"""Files behind a URL (``s3://``, ``gs://`` …), through fsspec: only where the user names one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.scan.requests import Answer, unread_answer
from curriculum_gap.scan.settings import ScanSettings

__all__ = ["fetch", "find", "is_remote"]


def is_remote(source: str) -> bool:
    """Whether ``source`` is a URL and no path."""
    return "://" in source


def find(
    url: str, settings: ScanSettings, wanted: Callable[[tuple[str, ...]], bool]
) -> Iterator[tuple[str, int, int, bool]]:
    """The files at ``url``, a file or a prefix, in a stable order: address, size, time of change,
    and whether it was met below a prefix.

    Raises UsageError where the file system is unknown, not installed or does not answer.
    """
    system, path = _system(url)
    try:
        if not system.isdir(path):
            details = system.info(path) if system.isfile(path) else {}
            yield url, _size(details), _changed(details), False
            return
        listing = system.find(path, detail=True)
    except Exception as error:  # each file system raises what its library raises
        raise _no_answer(url, error) from None
    exclude = _excluding(settings)
    for name in sorted(listing):
        below = name.removeprefix(path.rstrip("/")).strip("/").split("/")
        if any(part.startswith(".") for part in below):
            continue
        if exclude is not None and exclude.match_file("/".join(below)):
            continue
        if wanted(tuple(below)):
            details = listing[name]
            source = f"{url.rstrip('/')}/{'/'.join(below)}"
            yield source, _size(details), _changed(details), True


def fetch(url: str, limits: Limits) -> bytes | Answer:
    """The bytes at ``url``, or the answer that says why there are none."""
    try:
        system, path = _system(url)
        with system.open(path, "rb") as handle:
            content: bytes = handle.read(limits.input_bytes + 1)
    except FileNotFoundError:
        return unread_answer(Status.UNREADABLE, "no such file", "check the address")
    except Exception as error:  # as above
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        return unread_answer(Status.UNREADABLE, f"cannot be fetched ({reason})", "try it again")
    if len(content) > limits.input_bytes:
        return unread_answer(
            Status.TOO_LARGE,
            f"is over the limit of {limits.input_bytes / 1e6:,.1f} MB",
            "raise the limit on input size, or split the file",
        )
    return content


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UsageError(
            url, "addresses need fsspec, which is not installed", "pip install 'gapcheck[remote]'"
        ) from None
    try:
        system, path = url_to_fs(url)
    except ImportError as error:  # the library of this one file system
        raise UsageError(url, str(error), "install it beside gapcheck") from None
    except ValueError as error:
        raise UsageError(url, str(error), "known: s3://, gs://, az://, memory:// …") from None
    return system, str(path)


def _excluding(settings: ScanSettings) -> Any:
    from curriculum_gap.scan.ignoring import patterns_of

    return patterns_of(settings.exclude, "--exclude")


def _size(details: dict[str, Any]) -> int:
    size = details.get("size")
    return size if isinstance(size, int) else -1


def _changed(details: dict[str, Any]) -> int:
    """When it changed, in nanoseconds; -1 (and never taken for unchanged) where it is not said."""
    for name in ("LastModified", "last_modified", "updated", "mtime", "created"):
        moment = details.get(name)
        if isinstance(moment, datetime):
            return int(moment.timestamp() * 1e9)
        if isinstance(moment, (int, float)):
            return int(moment * 1e9)
    return -1


def _no_answer(url: str, error: Exception) -> UsageError:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return UsageError(url, f"cannot be listed ({reason})", "check the address and your credentials")
