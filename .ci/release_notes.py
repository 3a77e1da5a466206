"""The notes of a release: its section of CHANGELOG.md, without the heading.

    python .ci/release_notes.py v0.1.0 > notes.md

Ends with a message where the tag, the version of the package and CHANGELOG.md do not agree. Without
a tag, the version of the package is meant.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def version() -> str:
    """What ``curriculum_gap.__version__`` says, without an import: nothing need be installed."""
    text = (ROOT / "src" / "curriculum_gap" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if not found:
        sys.exit("src/curriculum_gap/__init__.py: has no __version__; write one line with it")
    return found[1]


def notes(changelog: str, wanted: str) -> str:
    """The section of a version, which needs a date: ``## [0.1.0] - 2026-12-01``."""
    heading = rf"^## \[{re.escape(wanted)}\] - \d{{4}}-\d\d-\d\d$"
    found = re.search(rf"{heading}\n(.*?)(?=^## \[|\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not found or not found[1].strip():
        sys.exit(
            f"CHANGELOG.md: says nothing under '## [{wanted}] - DATE'; "
            "move the lines of 'Unreleased' below such a heading"
        )
    return found[1].strip() + "\n"


def main(tag: str) -> None:
    """Print the notes of the tag, or of the package's version where the tag is empty."""
    own = version()
    if tag not in ("", f"v{own}"):
        sys.exit(f"{tag}: the package says {own}; tag v{own}, or correct __version__ and tag again")
    sys.stdout.write(notes((ROOT / "CHANGELOG.md").read_text("utf-8"), own))


if __name__ == "__main__":
    main("".join(sys.argv[1:]))
