"""A file that a person named (rubric, configuration, baseline, saved report) → its bytes, or one
message.

Such a path can name anything: nothing, a folder, a pipe that never ends, a file of many gigabytes.
Every reader of these files asks here, so that each of them refuses the same things in the same
words.
"""

from __future__ import annotations

import stat
from pathlib import Path

from curriculum_gap.errors import GapcheckError

__all__ = ["MAX_BYTES", "read_bounded"]

MAX_BYTES = 1_000_000
"""Bytes of a rubric or a configuration. The shipped rubric has 250 KB; the pure YAML parser reads
1 MB in about two seconds."""


def read_bounded(
    path: Path, where: str, most: int, error: type[GapcheckError], hint: str, kind: str = "file"
) -> bytes:
    """The content of a regular file of at most ``most`` bytes.

    Raises ``error`` at ``where``, the name of the file in messages, for anything else: ``kind`` is
    what was looked for and ``hint`` what would work.
    """
    try:
        # A pipe or device would block or never end, so the file is looked at before it is opened.
        if not stat.S_ISREG(path.stat().st_mode):
            raise error(where, "not a regular file", hint)
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        what = f"there is no such {kind}"
        if path.is_symlink():
            what = "is a link that leads nowhere"
        raise error(where, what, hint) from None
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "no usable path"
        raise error(where, f"cannot be read ({reason})", "check the path") from None
    if len(content) > most:
        raise error(where, f"larger than {most:,} bytes", hint)
    return content
