"""A folder that was declared one course → the bytes of one archive, which a worker reads like a
course export: the same limits, digests and engines hold for it as for a file.

The archive stores its files as they are, in one order and without dates: equal files give equal
bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from curriculum_gap.errors import ReadError, said_bytes
from curriculum_gap.nouns import Included, Limits, Status
from curriculum_gap.readers import COURSE_FOLDER_MARK

__all__ = ["Part", "pack_course"]

Part = tuple[str, bytes | ReadError, Included | None]
"""The path of a file in its folder, its content or why it has none, and what it includes."""


def pack_course(title: str, parts: Iterable[Part], limits: Limits) -> bytes:
    """The archive of a course. Raises ReadError (too-large) where its files go beyond the limit on
    input together."""
    buffer = io.BytesIO()
    mark: dict[str, Any] = {"title": title, "unread": [], "included": {}}
    with zipfile.ZipFile(buffer, "w") as archive:
        known: set[str] = set()
        for path, content, included in parts:
            name = _unused(path.encode("utf-8", "replace").decode(), known)
            if isinstance(content, ReadError):
                mark["unread"].append([name, content.status.value, content.what])
                continue
            archive.writestr(zipfile.ZipInfo(name), content)
            if included is not None:
                mark["included"][name] = _add_included(archive, included, len(known))
            if buffer.tell() > limits.input_bytes:
                most = said_bytes(limits.input_bytes)
                what = f"its files have more than {most} together, which is the limit"
                raise ReadError(Status.TOO_LARGE, what, "raise the limit on input size")
        text = json.dumps(mark, sort_keys=True)
        archive.writestr(zipfile.ZipInfo(COURSE_FOLDER_MARK), text)
    return buffer.getvalue()


def _unused(name: str, known: set[str]) -> str:
    """A name that no other member has: names that are no text may be equal once they are."""
    while name in known:
        name += "_"
    known.add(name)
    return name


def _add_included(archive: zipfile.ZipFile, included: Included, number: int) -> dict[str, Any]:
    """Stores what a file includes; gives where its contents are, and its names."""
    contents = {}
    for count, (path, content) in enumerate(sorted(included.contents.items())):
        contents[path] = f"{COURSE_FOLDER_MARK}/{number}/{count}"
        archive.writestr(zipfile.ZipInfo(contents[path]), content)
    names = {path: dict(written) for path, written in included.names.items()}
    return {"contents": contents, "names": names}
