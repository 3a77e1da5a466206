"""Try what was built: wheel and sdist in fresh environments, and each extra alone.

    python -m build && python .ci/try_package.py dist

The interpreter that runs this is the one that is tried. Packages come by uv where it is installed,
else by pip. Ends with a message at the first thing that does not work.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import NoReturn

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
OLD_WORD = Path(__file__).resolve().parents[1] / "tests" / "every_format" / "course.doc"
PDF = "coun614-multicultural-counseling.pdf"
PAGE = "finc345-corporate-finance.html"

LIBRARY = f"""
from curriculum_gap import Level, check, load_rubric
report = check({PAGE!r}, rubric=load_rubric())
assert report.covered and not report.unread, report
assert all(topic.level >= Level.ABSENT for topic in report.covered[0].topics)
"""
HELP = """
from curriculum_gap.cli import all_commands, main
for name in ("", *all_commands()):
    assert main([*name.split(), "--help"]) == 0, name
"""

# What needs an extra: without it the command says which, with it the command ends well.
NEEDS = {
    "annotate": ["annotate", PDF, "-o", "marked.pdf"],
    "doc": ["check", OLD_WORD.name],
    "dask": ["check", PAGE, "--no-cache", "--engine", "dask://127.0.0.1:1"],
    "office": ["check", PAGE, "-o", "report.xlsx"],
    "parquet": ["check", PAGE, "-o", "report.parquet"],
    "remote": ["check", "URL"],
    "xlsx": ["crosswalk", PDF, "--against", "map.xlsx"],
}
CLUSTER = """
import subprocess, sys
from distributed import LocalCluster
with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, host="127.0.0.1",
                  protocol="tcp://", dashboard_address=None) as cluster:
    address = cluster.scheduler_address.partition("://")[2]
    sys.exit(subprocess.call([word.replace("127.0.0.1:1", address) for word in sys.argv[1:]]))
"""
MAP = """
import openpyxl
book = openpyxl.Workbook()
book.active.append(["", "COUN 614"])
book.active.append(["racism-and-anti-racism", "x"])
book.save("map.xlsx")
"""


def fail(message: str) -> NoReturn:
    """End this program with a message and exit code 1."""
    sys.exit(f"package: {message}")


class Environment:
    """A fresh environment below ``folder``, and a folder beside it in which commands run."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "work"
        shutil.copytree(EXAMPLES, self.work)
        scripts = folder / "environment" / ("Scripts" if os.name == "nt" else "bin")
        self.python, self.gapcheck = str(scripts / "python"), str(scripts / "gapcheck")
        self.uv = shutil.which("uv")
        made = [self.uv, "venv", "-q", "--python", sys.executable] if self.uv else None
        command = made or [sys.executable, "-m", "venv"]
        subprocess.run([*command, str(scripts.parent)], check=True)

    def pip(self, *words: str) -> str:
        """What pip, or uv's, prints; it uses this environment."""
        own = [self.python, "-m", "pip", *words]
        command = [str(self.uv), "pip", *words, "--python", self.python] if self.uv else own
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command in the folder beside, with none of the variables of gapcheck or Python."""
        outside = {k: v for k, v in os.environ.items() if not k.startswith(("GAPCHECK", "PYTHON"))}
        settings = {"GAPCHECK_CACHE_DIR": str(self.work / "cache"), "PYTHONUTF8": "1"}
        return subprocess.run(
            command, cwd=self.work, env=outside | settings, capture_output=True, encoding="utf-8"
        )

    def succeed(self, *command: str) -> str:
        """What a command prints. Ends this program where the command fails."""
        ended = self.run(*command)
        if ended.returncode or "Traceback" in ended.stderr:
            fail(f"{command} ended with {ended.returncode}:\n{ended.stderr}")
        return ended.stdout


def try_command(place: Environment, version: str) -> bytes:
    """A short run: command line, reports, Python. Gives the JSON report of all examples."""
    if place.succeed(place.gapcheck, "--version") != f"gapcheck {version}\n":
        fail(f"gapcheck --version does not say {version}")
    reports = ["-o", "report.json", "-o", "report.html", "-o", "report.docx", "-o", "report.sarif"]
    place.succeed(place.gapcheck, "check", ".", "--isolated", "-j", "2", *reports)
    place.succeed(place.gapcheck, "standards")
    place.succeed(place.gapcheck, "rubric", "list")
    place.succeed(place.python, "-c", LIBRARY)
    place.succeed(place.python, "-c", HELP)
    return (place.work / "report.json").read_bytes()


def try_extra(place: Environment, wheel: Path, extra: str) -> None:
    """Without the extra a message names it, with it the command works; then it is taken out."""
    url = (place.work / PAGE).as_uri()
    command = [place.gapcheck, *(url if word == "URL" else word for word in NEEDS[extra])]
    with zipfile.ZipFile(place.work / "map.xlsx", "w") as nearly:
        nearly.writestr("xl/workbook.xml", "<workbook/>")
    shutil.copy(OLD_WORD, place.work)
    ended = place.run(*command, "--isolated")
    lines = ended.stderr.splitlines()
    if extra == "doc":  # a file that is not read, beside others
        lines = [line for line in ended.stdout.splitlines() if "gapcheck[" in line]
    code = 3 if extra == "doc" else 2
    if ended.returncode != code or len(lines) != 1 or f"'gapcheck[{extra}]'" not in lines[0]:
        fail(f"without [{extra}], {command} ended with {ended.returncode}:\n{ended.stderr}")
    print(f"  {lines[0]}")
    before = set(re.findall(r"^[\w.-]+(?===)", place.pip("freeze"), re.MULTILINE))
    place.pip("install", "-q", f"{wheel}[{extra}]")
    added = set(re.findall(r"^[\w.-]+(?===)", place.pip("freeze"), re.MULTILINE)) - before
    if extra == "xlsx":
        place.succeed(place.python, "-c", MAP)
    inside = [place.python, "-c", CLUSTER] if extra == "dask" else []
    place.succeed(*inside, *command, "--isolated")
    print(f"  [{extra}] works with {', '.join(sorted(added))}")
    if added:
        yes = [] if place.uv else ["-y"]
        place.pip("uninstall", "-q", *yes, *sorted(added))


def try_package(dist: Path, scratch: Path) -> None:
    """Wheel, its extras, and sdist."""
    wheels, sdists = sorted(dist.glob("*.whl")), sorted(dist.glob("*.tar.gz"))
    if len(wheels) != 1 or len(sdists) != 1:
        fail(f"{dist}: must hold one wheel and one sdist; delete it, then python -m build")
    wheel, sdist = wheels[0].resolve(), sdists[0].resolve()
    with zipfile.ZipFile(wheel) as packed:
        (name,) = (each for each in packed.namelist() if each.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(packed.read(name))
    extras = {*(metadata.get_all("Provides-Extra") or ())} - {"docs", "test"}
    if extras != NEEDS.keys():
        fail(f"extras {sorted(extras ^ NEEDS.keys())}: NEEDS says how each is tried, and no other")
    said = f"Python {sys.version.split()[0]}"
    place = Environment(scratch / "wheel")
    place.pip("install", "-q", str(wheel))
    report = try_command(place, metadata["Version"])
    print(f"{said}: {wheel.name} works", flush=True)
    for extra in sorted(extras):
        try_extra(place, wheel, extra)
    other = Environment(scratch / "sdist")
    other.pip("install", "-q", str(sdist))
    if try_command(other, metadata["Version"]) != report:
        fail("wheel and sdist do not give the same report")
    print(f"{said}: {sdist.name} works, and gives the same report")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        try_package(Path(sys.argv[1]), Path(folder))
