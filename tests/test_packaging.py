"""What is built is what runs: rubrics, tables and the typing marker are in the wheel."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    pytest.importorskip("hatchling", reason="the build backend is not installed")
    out = tmp_path_factory.mktemp("dist")
    # The backend itself, so that nothing is fetched.
    build = f"from hatchling.build import build_wheel; print(build_wheel({str(out)!r}))"
    run = subprocess.run(
        [sys.executable, "-c", build], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    return zipfile.ZipFile(out / run.stdout.split()[-1])


def test_the_wheel_holds_all_that_runs(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    source = ROOT / "src"
    for path in source.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(source).as_posix() in names
    rubrics = [path.name for path in (ROOT / "rubrics").glob("*.yaml")]
    assert rubrics
    for name in rubrics:
        assert f"curriculum_gap/rubrics/{name}" in names
    for path in (ROOT / "docs" / "schema").glob("*.json"):
        assert f"curriculum_gap/schema/{path.name}" in names
    assert "curriculum_gap/py.typed" in names


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"curriculum_gap"}


def test_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    (info,) = {name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    assert (
        "gapcheck = curriculum_gap.__main__:run" in wheel.read(f"{info}/entry_points.txt").decode()
    )
    metadata = message_from_bytes(wheel.read(f"{info}/METADATA"))
    assert metadata["License-Expression"] == "MIT" and metadata["Requires-Python"] == ">=3.11"
    assert f"{info}/licenses/LICENSE" in wheel.namelist()


#: What a distribution is imported as, where its name does not say.
IMPORTED_AS = {
    "python-docx": "docx",
    "pyyaml": "yaml",
    "scikit-learn": "sklearn",
    "markdown-it-py": "markdown_it",
    "pypdfium2": "pypdfium2_raw",
    "dask": "distributed",
}


def test_a_dependency_is_one_that_runs() -> None:
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = metadata["dependencies"]
    for extra in ("dask", "remote", "parquet"):
        declared += metadata["optional-dependencies"][extra]
    names = [re.split(r"[<>=\[ ]", each.lower())[0].replace(".", "-") for each in declared]
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    for name in names:
        module = IMPORTED_AS.get(name, name.replace("-", "_"))
        pattern = rf"""^\s*(?:import|from) {module}\b|import_module\(["']{module}\b"""
        assert re.search(pattern, source, re.MULTILINE), f"{name} is declared and never imported"
