"""Commands of the README and of the pages in ``docs`` run as they stand there, page by page.

Each page is run from top to bottom in a folder of its own with copies of the examples. Comments in the
pages, which no reader sees, say what a block of commands needs:

``<!-- not run: REASON -->``
    The next block is left out: it installs, needs Git, a network, a cluster, or a file of the reader's.
``<!-- before: COMMAND -->``
    A command that is run first, and makes what the next block needs.
``<!-- exit: 1 -->``
    The exit code of the next block's last command.
``<!-- file: PATH -->``
    The next block is a file, which is written to PATH.

Lines of a block of text that follows a block of commands stand in what these print.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "examples/README.md",
                 *(ROOT / "docs").rglob("*.md")]
    if re.search("^ *```(sh|text)$", path.read_text("utf-8"), re.MULTILINE)
)  # fmt: skip
REASONS = {"a cluster", "a network", "git", "installs", "jq", "long", "tests"}
PIECE = re.compile(
    r"^(?:<!-- (?P<key>not run|before|exit|file): (?P<value>.+?) -->"
    r"|(?P<indent> *)```(?P<kind>\w*)\n(?P<body>.*?)\n *```)$",
    re.MULTILINE | re.DOTALL,
)

FOOD = """topic: food-insecurity
covers:
  - Interview a family that used the food pantry last month
  - Map the grocers and corner shops of one neighbourhood
  - "Week 3: Hunger in the city and who feeds it"
  - Count the meals that the pantry gave out in winter
  - Visit a food pantry and write up what its guests told you
  - "Reading: why the last grocer left the valley"
  - Compare two ways of measuring food insecurity in households
  - Present a plan for a grocer in a food desert
  - "Week 9: School meals and hunger at weekends"
  - Screen three clients for food insecurity and refer one to a pantry
ignores:
  - The Hunger Games as a novel of war
  - Bring a hunger for knowledge to each session
"""


class Step(NamedTuple):
    """A block of a page: ``kind`` as its fence says, and what comments before it say."""

    kind: str
    body: str
    said: dict[str, str]


def steps(page: str) -> list[Step]:
    found, said = [], {}
    for piece in PIECE.finditer((ROOT / page).read_text("utf-8")):
        if piece["key"]:
            assert piece["key"] not in said, f"{page}: {piece[0]} stands before no block"
            said[piece["key"]] = piece["value"]
        else:
            lines = [line.removeprefix(piece["indent"]) for line in piece["body"].splitlines()]
            found.append(Step(piece["kind"], "\n".join(lines), said))
            said = {}
    assert not said, f"{page}: a comment stands before no block"
    return found


@pytest.fixture(scope="session")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that every page begins with."""
    folder = tmp_path_factory.mktemp("given")
    shutil.copytree(ROOT / "examples", folder / "examples")
    left_out = shutil.ignore_patterns("sources", "build.py", "README.md")
    for name in ("syllabi", "courses"):
        shutil.copytree(ROOT / "examples", folder / name, ignore=left_out)
    shutil.copy(ROOT / "examples/coun614-multicultural-counseling.pdf", folder / "syllabus.pdf")
    shutil.copy(ROOT / "examples/coun505-helping-skills.docx", folder / "syllabus.docx")
    shutil.copytree(ROOT / "tests/quality/labels", folder / "labels")
    shutil.copytree(ROOT / "tests/quality/documents", folder / "tests/quality/documents")
    learned = folder / "examples/food-justice/food-insecurity.yaml"  # what `rubric fit` reads
    learned.parent.mkdir()
    learned.write_text(FOOD, "utf-8")
    example = next(step for step in steps("docs/rubrics.md") if step.kind == "yaml")
    for name in ("food-justice.yaml", "my-rubric.yaml", "our.yaml"):
        (folder / name).write_text(example.body, "utf-8")
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    mine = {name: value for name, value in os.environ.items() if not name.startswith("GAPCHECK_")}
    environment = {
        **mine, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8",
        "EDITOR": "true", "GAPCHECK_CACHE_DIR": str(folder.parent / "cache"),
    }  # fmt: skip
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command], cwd=folder, env=environment,
        capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES)
def test_commands_run_as_they_stand(page: str, given: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(given, folder)
    printed = ""
    for kind, body, said in steps(page):
        if "file" in said:
            (folder / said["file"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / said["file"]).write_text(body + "\n", "utf-8")
        if "before" in said:
            done = run(said["before"], folder)
            assert done.returncode == 0, f"{page}: {said['before']}\n{done.stderr}"
        if kind == "sh":
            assert said.get("not run") is None or said["not run"] in REASONS, f"{page}: {said}"
        if kind == "sh" and "not run" not in said:
            done = run(body, folder)
            printed = done.stdout + done.stderr
            assert done.returncode == int(said.get("exit", 0)), f"{page}:\n{body}\n{printed}"
        if kind == "text" and printed and "file" not in said:
            for line in filter(None, map(folded, body.splitlines())):
                wanted = line.removesuffix(" …").removesuffix("…")
                assert wanted in folded(printed), f"{page}: not printed: {line}\n{printed}"


@pytest.mark.parametrize("page", sorted({*PAGES, "docs/batch.md", "docs/validity.md"}))
def test_every_command_stands_in_a_block_that_is_run(page: str) -> None:
    for kind, body, _ in steps(page):
        if kind not in ("sh", "text", "yaml", "python"):
            assert not re.search(r"^\$? ?(gapcheck|python3?) ", body, re.MULTILINE), (
                f"{page}: {body}"
            )
