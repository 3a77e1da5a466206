"""Nothing outside: a check opens no socket, starts nothing but its own workers, writes only what was
asked for and its cache, and reads only what it was given."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path

import pytest
from hostile_documents import LINE, SECRET, reaching_out

import curriculum_gap

SOURCE = Path(curriculum_gap.__file__).resolve().parents[1]
# Runs in every process that is started, workers too. A pipe, since workers may write no file.
HOOK = """
import os, sys

_pipe = os.open(os.environ["AUDIT_PIPE"], os.O_WRONLY)
_busy = False
_WORDS = ("open", "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn",
          "os.startfile", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
          "os.truncate", "os.chmod", "shutil.", "urllib.", "http.", "ftplib.", "smtplib.", "os.fork")

def _hook(event, values):
    global _busy
    if _busy or not event.startswith(_WORDS):
        return
    _busy = True
    try:
        row = "\\t".join([event, *(ascii(value)[:900] for value in values[:3])])
        os.write(_pipe, row.encode()[:3900] + b"\\n")
    finally:
        _busy = False

sys.addaudithook(_hook)
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="named pipes of POSIX")


@pytest.fixture
def syllabi(tmp_path: Path) -> Path:
    """A folder of documents that all want something from outside of it."""
    secret = tmp_path / "elsewhere" / "secret.tex"
    secret.parent.mkdir()
    secret.write_text(f"{SECRET} racial trauma\n")
    folder = tmp_path / "syllabi"
    folder.mkdir()
    for name, content in reaching_out(secret).items():
        (folder / name).write_bytes(content)
    (folder / "link.md").symlink_to(secret)
    (folder / "plain.md").write_text(f"# Course\n\n{LINE}\n")
    return folder


def audited(
    tmp_path: Path, *words: str
) -> tuple[list[list[str]], subprocess.CompletedProcess[bytes]]:
    """What all processes of one run asked the interpreter for, and how it ended."""
    site = tmp_path / "site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(HOOK)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    keep = os.open(pipe, os.O_RDWR)  # so that neither end waits for the other
    ending = b"end of the run\n"

    def listen() -> None:
        with pipe.open("rb") as stream:
            for line in stream:
                if line == ending:
                    return
                heard.append(line)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    environment = {
        **os.environ,
        "AUDIT_PIPE": str(pipe),
        "PYTHONPATH": os.pathsep.join([str(site), str(SOURCE)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "GAPCHECK_CACHE_DIR": str(tmp_path / "cache"),
        "HOME": str(tmp_path / "home"),
    }
    run = subprocess.run(
        [sys.executable, "-m", "curriculum_gap", *words],
        capture_output=True, env=environment, cwd=tmp_path, timeout=120, check=False,
    )  # fmt: skip
    os.write(keep, ending)
    listener.join(10)
    os.close(keep)
    return [line.decode().rstrip("\n").split("\t") for line in heard], run


def path_in(value: str) -> str:
    found = re.match(r"b?'(.*)'$", value)
    return found[1] if found else ""


def is_below(path: str, *roots: Path | str) -> bool:
    place = os.path.realpath(path)
    return any(place == str(root) or place.startswith(f"{root}{os.sep}") for root in roots)


def opened(events: list[list[str]]) -> tuple[set[str], set[str]]:
    """Paths opened to be read, and to be written."""
    read, written = set(), set()
    for _, path, mode, flags in (row for row in events if row[0] == "open" and len(row) == 4):
        place = path_in(path)
        number = int(flags) if re.fullmatch(r"-?\d+", flags) else 0
        writes = bool(re.search(r"[wax+]", path_in(mode)))
        if mode == "None":
            writes = bool(number & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if place:
            (written if writes else read).add(place)
    return read, written


CASES = {
    "a folder, with workers": ["check", "--jobs", "2", "syllabi"],
    "one file, in a child": ["check", "--no-cache", "syllabi/input.tex"],
    "everything by name": ["check", "-f", "json"],
}


@pytest.mark.parametrize("case", CASES)
def test_a_check_stays_in_its_place(case: str, tmp_path: Path, syllabi: Path) -> None:
    words = [*CASES[case], "-o", "out.json"]
    if case == "everything by name":
        words += [f"syllabi/{path.name}" for path in sorted(syllabi.iterdir()) if path.is_file()]
        words.remove("syllabi/link.md")
    events, run = audited(tmp_path, *words)
    assert run.returncode in (0, 3), run.stderr
    assert len(events) > 50, "the hook heard nothing"
    names = {row[0] for row in events}
    assert not [name for name in names if name.startswith(("socket.", "urllib.", "http.", "ftp"))]
    for row in events:
        if row[0].startswith(("subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system")):
            assert path_in(row[1]) == sys.executable, row
            assert "curriculum_gap.scan.worker" in row[2], row
    read, written = opened(events)
    given = {path.name for path in syllabi.iterdir()}
    assert given & {Path(path).name for path in read}, "no reader was heard"
    out, cache = tmp_path / "out.json", tmp_path / "cache"
    # "." is the output's folder: a report that is not whole yet has no name in it.
    allowed = {str(out), ".", os.devnull, str(tmp_path / "pipe")}
    strange = {
        path
        for path in written
        if path not in allowed
        and not is_below(path, cache)
        and not Path(path).name.startswith(".gapcheck-")
    }
    assert strange == set()
    python = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()}
    python = {os.path.realpath(path) for path in python}
    settings = {
        ".gapcheck.yml",
        "pyproject.toml",
        ".gitignore",
        ".gapcheckignore",
        "HEAD",
        "exclude",
    }
    roots = [*python, SOURCE, SOURCE.parent / "rubrics", syllabi, cache, tmp_path / "site"]
    strange = {
        path
        for path in read
        if not is_below(str(tmp_path / path), *roots, "/proc", "/dev", "/sys", "/usr")
        and Path(path).name not in settings
        and path not in allowed
        and not path.startswith(("/etc/", "/lib"))
    }
    assert strange == set()
    assert not (tmp_path / "ran").exists() and not (syllabi / "ran").exists()
    assert not list(tmp_path.rglob("escaped.txt"))
    said = run.stdout + run.stderr + out.read_bytes()
    assert SECRET.encode() not in said
    statuses = {
        Path(entry["source"]).name: entry["status"]
        for entry in json.loads(out.read_bytes())["documents"]
    }
    if case == "everything by name":
        refused = {name for name, status in statuses.items() if status == "refused"}
        assert refused == {"xxe.docx", "xxe-host.docx", "xxe-parameter.docx"}


def test_a_link_out_of_a_folder_is_followed_only_when_asked(tmp_path: Path, syllabi: Path) -> None:
    def sources(*words: str) -> set[str]:
        run = subprocess.run(
            [sys.executable, "-m", "curriculum_gap", "check", "--no-cache", "-f", "json", *words],
            capture_output=True, cwd=tmp_path, timeout=120, check=False,
        )  # fmt: skip
        return {Path(entry["source"]).name for entry in json.loads(run.stdout)["documents"]}

    assert "link.md" not in sources("syllabi")
    assert "link.md" in sources("--follow-links", "syllabi")
    assert "link.md" in sources("syllabi/link.md", "syllabi/plain.md")


def test_no_system_call_leaves_the_machine(tmp_path: Path, syllabi: Path) -> None:
    """As the hook, for what libraries written in C do."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("no strace here")
    trace = tmp_path / "trace"
    run = subprocess.run(
        [strace, "-f", "-qq", "-o", trace, "-e", "trace=network,execve", sys.executable, "-m",
         "curriculum_gap", "check", "--no-cache", "--jobs", "2", "-f", "json", "syllabi"],
        capture_output=True, cwd=tmp_path, timeout=120, check=False,
    )  # fmt: skip
    if b"ptrace" in run.stderr:
        pytest.skip("tracing is not allowed here")
    assert run.returncode == 3, run.stderr
    calls = trace.read_text(errors="replace").splitlines()
    assert calls
    assert not [call for call in calls if re.search(r"AF_INET|AF_PACKET|connect\(", call)]
    programs = {
        os.path.realpath(found[1])
        for call in calls
        if (found := re.search(r'execve\("([^"]*)".*= 0$', call))
    }
    assert programs <= {os.path.realpath(sys.executable)}
