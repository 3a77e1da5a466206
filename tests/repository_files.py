"""Which files belong to the repository, for tests that look through all of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def committed_files(*further: str) -> list[Path]:
    """What git knows; in a copy without git, everything but what tools leave behind.

    ``further`` are options of ``git ls-files``.
    """
    command = ["git", "ls-files", "-z", *further]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]
    left = {".venv", ".bin", "__pycache__", "build", "dist"}
    return [
        path
        for path in ROOT.rglob("*")
        if not {
            part for part in path.relative_to(ROOT).parts if part in left or part[-6:] == "_cache"
        }
        and path.suffix != ".egg-info"
        and not path.name.startswith(".coverage")
        and ".hypothesis" not in path.parts
    ]
