"""Reports from installed distributions: asked for what the package does not know, and their faults
are plain errors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from handmade import report

from curriculum_gap.reports import FORMATS, format_for_path, is_format, render_report

TOY = """
suffixes = (".toy",)

def render(report, options):
    lines = [f"{document.source}: {document.share:.2f}" for document in report.covered]
    return "\\n".join(["toy report", *lines, ""])
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str = TOY) -> None:
    """A distribution with one module and its metadata, on the path of this process and of those that
    it starts."""
    folder.mkdir()
    (folder / "toy_report.py").write_text(module, "utf-8")
    metadata = folder / "gapcheck_toy-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: gapcheck-toy\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[gapcheck.reports]\ntoy = toy_report\n")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "toy_report", raising=False)


def gapcheck(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (folder / "course.md").write_text("# Course\n\nWeek 1: Stigma and mental illness\n", "utf-8")
    command = [sys.executable, "-m", "curriculum_gap", "course.md", "--no-cache", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_a_report_is_written_by_name_and_by_suffix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "site", monkeypatch)
    run = gapcheck(tmp_path, "-f", "toy", "-o", "x.toy", "-o", "x.json")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("toy report\ncourse.md: 0.")
    assert (tmp_path / "x.toy").read_text("utf-8") == run.stdout
    assert json.loads((tmp_path / "x.json").read_text("utf-8"))["documents"]


@pytest.mark.parametrize(
    ("module", "message"),
    [
        ("1 / 0", "cannot be loaded (ZeroDivisionError: division by zero)"),
        ("def render(report, options):\n    raise RuntimeError('no [luck]')", "RuntimeError: no"),
        ("def render(report, options):\n    raise SystemExit(0)", "fails (SystemExit: 0)"),
        ("def render(report, options):\n    return 7", "gives int instead of a string"),
        ("", "fails (AttributeError"),
    ],
)
def test_a_fault_of_a_plugin_is_one_plain_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, message: str
) -> None:
    install(tmp_path / "site", monkeypatch, module)
    run = gapcheck(tmp_path, "-f", "toy")
    assert run.returncode == 2 and run.stdout == ""
    assert "format 'toy' of gapcheck-toy" in run.stderr and message in run.stderr
    assert "Traceback" not in run.stderr and run.stderr.count("\n") == 1


def test_the_example_of_the_documentation_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (Path(__file__).parent.parent / "docs/plugins.md").read_text("utf-8")
    example = guide.split("gapcheck.reports")[1].split("```python\n")[1].split("```")[0]
    install(tmp_path / "site", monkeypatch, example)
    (tmp_path / "empty.md").write_text("", "utf-8")
    run = gapcheck(tmp_path, "empty.md", "-f", "toy", "-o", "x.sheet")
    assert run.returncode == 3
    assert run.stdout.startswith("course.md: 0%\nempty.md: not read (the file is empty)\n")
    assert (tmp_path / "x.sheet").read_text("utf-8") == run.stdout


def test_plugins_are_asked_only_for_what_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "site", monkeypatch, "1 / 0")
    for known in FORMATS.values():
        assert format_for_path(f"report{known.suffixes[0]}") in FORMATS
    assert is_format("toy") and not is_format("toys")
    render_report("json", report())


def test_an_unknown_format_stays_unknown() -> None:
    assert not is_format("no-such") and format_for_path("x.no-such") is None
    with pytest.raises(KeyError):
        render_report("no-such", report())
