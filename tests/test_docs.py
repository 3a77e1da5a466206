"""Commands of the README and of the pages in ``docs`` run as they stand there, page by page.

Each page is run from top to bottom in a folder of its own with copies of the examples. Comments in the
pages, which no reader sees, say what a block of commands needs:

``<!-- not run: REASON -->``
    The next block is left out: it installs, needs a network, a cluster, or a file of the reader's.
``<!-- before: COMMAND -->``
    A command that is run first, and makes what the next block needs.
``<!-- exit: 1 -->``
    The exit code of the next block's last command.
``<!-- file: PATH -->``
    The next block is a file, which is written to PATH.
``<!-- topic of: PATH -->``
    The next block takes the place of the topic with its id in the rubric at PATH.

Lines of a block of text that follows a block of commands stand in what these print. Blocks of Python
are run too.

A line that calls gapcheck and nothing else is run in this process, where a shell would load the same
libraries again for each; any other line has a shell of its own. All pages share one cache of files that
were read.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import pytest

from curriculum_gap import Limits
from curriculum_gap.cli import main

ROOT = Path(__file__).parents[1]
ALL_PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "examples/README.md",
                 *(ROOT / "docs").rglob("*.md")]
)  # fmt: skip
PAGES = [
    page
    for page in ALL_PAGES
    if re.search("^ *```(sh|text|python)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
]
REASONS = {"Tesseract", "a cluster", "a network", "installs", "jq", "long", "pandas", "tests"}
PIECE = re.compile(
    r"^(?:<!-- (?P<key>not run|before|exit|file|topic of): (?P<value>.+?) -->"
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
    no_syllabi = ("sources", "build.py", "README.md")
    others = ("comp*", "finc*", "phys*", "sowk*", "programme*", "sustainability")
    for name, left_out in (("syllabi", no_syllabi), ("courses", no_syllabi + others)):
        shutil.copytree(ROOT / "examples", folder / name, ignore=shutil.ignore_patterns(*left_out))
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


class Done(NamedTuple):
    """What became of a command: its exit code and all that it printed."""

    code: int
    printed: str


@pytest.fixture
def page_folder(given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of one page, in which commands run as a user's do."""
    folder = tmp_path / "folder"
    shutil.copytree(given, folder)
    for name in [name for name in os.environ if name.startswith("GAPCHECK_")]:
        monkeypatch.delenv(name)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for name, value in {
        "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8",
        "BASE": "HEAD~1", "EDITOR": "true", "GAPCHECK_CACHE_DIR": str(given.parent / "cache"),
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    # Other tests take away the floor on length (conftest.py), users do not.
    defaults = tuple(field.default for field in fields(Limits))
    monkeypatch.setattr(Limits.__init__, "__defaults__", defaults)
    monkeypatch.chdir(folder)
    collects = gc.get_threshold()
    with warnings.catch_warnings():
        yield folder
    gc.set_threshold(*collects)


def run(block: str) -> Done:
    """Run a block line by line, up to the first that fails. Each line is one command of its own."""
    printed = ""
    for line in block.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words:
            done = run_here(words[1:]) if is_plain(line) else run_in_shell(line)
            printed += done.printed
            if done.code:
                return Done(done.code, printed)
    return Done(0, printed)


def is_plain(line: str) -> bool:
    """Whether a line calls gapcheck and needs nothing of a shell."""
    command = line.partition(" #")[0]
    return command.startswith("gapcheck ") and not re.search(r"[$`*?~{}<>|&;()]", command)


def run_here(words: Sequence[str]) -> Done:
    """Run ``gapcheck`` with these words in this process."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        code = main(words)
    return Done(code, stream.buffer.getvalue().decode("utf-8"))


def run_in_shell(block: str) -> Done:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout)


def run_python(body: str, page: str, folder: Path) -> Done:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(compile(body, page, "exec"), {"__name__": "example", "__file__": str(folder / "x.py")})
    return Done(0, stream.getvalue())


def put_topic(rubric: Path, topic: str) -> None:
    """Put ``topic`` in the place of that with its id, up to the next one or its comments."""
    head = topic.partition("\n")[0]
    old = re.compile(
        rf"^{re.escape(head)}\n.*?(?=^\s*^  (?:#|- id: )|\Z)", re.MULTILINE | re.DOTALL
    )
    text, number = old.subn(lambda _: topic + "\n\n", rubric.read_text("utf-8"))
    assert number == 1, f"{rubric.name}: {head}"
    rubric.write_text(text, "utf-8")


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES)
def test_commands_run_as_they_stand(page: str, page_folder: Path) -> None:
    printed = ""
    for kind, body, said in steps(page):
        if "file" in said:
            path = page_folder / said["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_text(body + "\n", "utf-8")
        if "topic of" in said:
            put_topic(page_folder / said["topic of"], body)
        if "before" in said:
            done = run(said["before"])
            assert done.code == 0, f"{page}: {said['before']}\n{done.printed}"
        if "not run" in said:
            assert said["not run"] in REASONS, f"{page}: {said}"
        elif kind in ("sh", "python"):
            done = run(body) if kind == "sh" else run_python(body, page, page_folder)
            printed = done.printed
            assert done.code == int(said.get("exit", 0)), f"{page}:\n{body}\n{printed}"
        if kind == "text" and printed and "file" not in said:
            for line in filter(None, map(folded, body.splitlines())):
                wanted = line.removesuffix(" …").removesuffix("…")
                assert wanted in folded(printed), f"{page}: not printed: {line}\n{printed}"


@pytest.mark.parametrize("page", ALL_PAGES)
def test_every_command_stands_in_a_block_that_is_run(page: str) -> None:
    for kind, body, _ in steps(page):
        if kind not in ("sh", "text", "yaml", "python"):
            assert not re.search(r"^\$? ?(gapcheck|python3?) ", body, re.MULTILINE), (
                f"{page}: {body}"
            )
