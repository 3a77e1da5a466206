"""A library that is missing, broken or too old is one message, and the fault of no file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PDF = "examples/coun614-multicultural-counseling.pdf"
PAGE = "examples/finc345-corporate-finance.html"
# What an older release looks like: the real library without one of its names.
OLDER = """\
import importlib, sys
here = sys.path.pop(sys.path.index({folder!r}))
del sys.modules["pypdfium2_raw"]
real = sys.modules["pypdfium2_raw"] = importlib.import_module("pypdfium2_raw")
sys.path.insert(0, here)
del real.FPDFPage_GetAnnotCount
"""
NO_LIBRARY = "raise ImportError('libxml2.so.2: cannot open shared object file')"


def run(folder: Path, stub: str, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    """gapcheck with a library of that name in place of the real one."""
    package = folder / "stubs" / stub
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text(text.format(folder=str(package.parent)), "utf-8")
    return gapcheck(folder, str(package.parent), *words)


def gapcheck(folder: Path, libraries: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": libraries,
        "GAPCHECK_CACHE_DIR": str(folder / "cache"),
    }
    command = [sys.executable, "-m", "curriculum_gap", "check", *words, "--isolated"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)


@pytest.mark.parametrize(
    ("stub", "text", "words", "said"),
    [
        ("pypdfium2_raw", OLDER, [PDF], "lacks FPDFPage_GetAnnotCount"),
        ("pypdfium2_raw", OLDER, ["examples", "-j", "2"], "lacks FPDFPage_GetAnnotCount"),
        ("pypdfium2_raw", "raise OSError('invalid ELF header')", [PDF], "invalid ELF header"),
        ("lxml", NO_LIBRARY, [PAGE], "libxml2.so.2"),
        ("lxml", NO_LIBRARY, [PAGE, "examples/psyc231-research-methods.md"], "libxml2.so.2"),
        ("typer", "", [PAGE], "lacks typer.core"),
        ("jinja2", "1 / 0", [PAGE, "-f", "html"], "ZeroDivisionError"),
    ],
)
def test_a_fault_of_the_installation_is_one_message(
    tmp_path: Path, stub: str, text: str, words: list[str], said: str
) -> None:
    ended = run(tmp_path, stub, text, *words)
    (line,) = ended.stderr.splitlines()
    assert ended.returncode == 2 and ended.stdout == ""
    assert said in line and "the installation is at fault, no file; pip install -U" in line
    assert "damaged" not in line and "fault of gapcheck" not in line


def test_it_is_not_kept(tmp_path: Path) -> None:
    words = [PDF, PAGE, "-f", "json"]
    assert run(tmp_path, "pypdfium2_raw", OLDER, *words).returncode == 2
    mended = gapcheck(tmp_path, "", *words)
    assert mended.returncode == 0 and mended.stdout.count('"status":"ok"') == 2
