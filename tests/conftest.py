"""Options and fixtures of all tests."""

from __future__ import annotations

import compileall
import os
import signal
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest

import curriculum_gap
from curriculum_gap import Limits

# A shell starts what runs in its background with Ctrl-C and Ctrl-\ ignored, and whatever that starts
# inherits it: commands that are interrupted in tests must not.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if os.name == "posix":
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)

# Most tests use fragments. Those of the floor on length set one: here none holds, neither on command
# lines nor for `Limits()`, whose last field it is.
os.environ["GAPCHECK_MIN_WORDS"] = "0"
Limits.__init__.__defaults__ = (*Limits.__init__.__defaults__[:-1], 0)  # type: ignore

# Tests start gapcheck some thousand times. Where modules are not kept compiled, as in many images of
# containers, each of these processes would compile the package anew, for half of its time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

GOLDEN = Path(__file__).parent / "golden"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package once, before the processes of pytest-xdist start."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(Path(curriculum_gap.__file__).parent, quiet=2)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="Write what comes out to tests/golden, to be read line by line before it is kept.",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)`` holds ``text`` against the file of that name in ``tests/golden``."""

    def hold(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        if kept != text:
            lines = kept.splitlines(), text.splitlines()
            changes = "\n".join(unified_diff(*lines, f"golden/{name}", "now", lineterm="", n=1))
            pytest.fail(
                f"{changes}\n\nIf this is better than before: pytest {request.node.path.name} "
                "--update-golden",
                pytrace=False,
            )

    return hold
