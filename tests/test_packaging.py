"""What is built is what runs, and what is in the repository; the version stands in one place."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from typing import NamedTuple

import pytest
import yaml
from repository_files import ROOT, committed_files

import curriculum_gap

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# The backend itself, so that nothing is fetched; the wheel is made from what the sdist holds.
BUILD = """
import os, sys, tarfile
from hatchling.build import build_sdist, build_wheel
out = sys.argv[1]
source = build_sdist(out)
tarfile.open(f"{out}/{source}").extractall(out)
os.chdir(f"{out}/{source.removesuffix('.tar.gz')}")
build_wheel(out)
"""
NEEDED = (
    "py.typed",
    "data/background.json",
    "data/calibration.json",
    "data/learned_words.json",
    "lexicon/en.json",
    "reports/html/templates/page.html",
    "reports/markdown/templates/report.md",
    "rubrics/equity-mental-health.yaml",
    "rubrics/examples/equity-mental-health/racism-and-anti-racism.yaml",
    "schema/report-1.json",
    "schema/rubric-1.json",
    "standards/standards.json",
)


class Built(NamedTuple):
    sdist: dict[str, bytes]
    wheel: dict[str, bytes]
    info: str
    """The folder of the wheel's metadata, with a slash."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-c", BUILD, str(out)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    named = f"gapcheck-{curriculum_gap.__version__}"
    with tarfile.open(out / f"{named}.tar.gz") as sdist:
        sources = {
            member.name.removeprefix(f"{named}/"): sdist.extractfile(member).read()  # type: ignore[union-attr]
            for member in sdist.getmembers()
        }
    with zipfile.ZipFile(out / f"{named}-py3-none-any.whl") as wheel:
        return Built(sources, {name: wheel.read(name) for name in wheel.namelist()},
                     f"{named}.dist-info/")  # fmt: skip


def names(*options: str) -> set[str]:
    """The files of the repository that are there, by their path."""
    files = [path for path in committed_files(*options) if path.is_file()]
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_the_sdist_holds_the_repository(built: Built) -> None:
    # What its tests need is in it; what lies around here (a cache, a syllabus) is not.
    assert names() <= built.sdist.keys()
    known = names("--cached", "--others", "--exclude-standard")
    assert built.sdist.keys() - known <= {"PKG-INFO"}


def test_the_wheel_holds_all_that_runs_and_nothing_else(built: Built) -> None:
    wanted = {
        to + name.removeprefix(top): name
        for top, to in (
            ("src/", ""),
            ("rubrics/", "curriculum_gap/rubrics/"),
            ("docs/schema/", "curriculum_gap/schema/"),
        )
        for name in built.sdist
        if name.startswith(top)
    }
    packed = {name for name in built.wheel if not name.startswith(built.info)}
    assert packed == wanted.keys()
    for name, source in wanted.items():
        assert built.wheel[name] == built.sdist[source]
    assert packed >= {f"curriculum_gap/{name}" for name in NEEDED}


def test_the_command_the_licence_and_the_version(built: Built) -> None:
    command = "gapcheck = curriculum_gap.__main__:run"
    assert command in built.wheel[f"{built.info}entry_points.txt"].decode()
    metadata = message_from_bytes(built.wheel[f"{built.info}METADATA"])
    assert metadata["License-Expression"] == "MIT" and metadata["Requires-Python"] == ">=3.11"
    assert metadata["Version"] == curriculum_gap.__version__
    assert built.wheel[f"{built.info}licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()


def test_the_version_stands_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", curriculum_gap.__version__)
    assert "version" not in PROJECT and PROJECT["dynamic"] == ["version"]
    heads = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert curriculum_gap.__version__ in heads or heads[0] == "Unreleased"


def test_the_citation_follows_its_schema_and_the_project() -> None:
    path = ROOT / "CITATION.cff"
    schema = ["--builtin-schema", "vendor.citation-file-format"]
    command = [sys.executable, "-m", "check_jsonschema", *schema, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stdout + run.stderr
    citation = yaml.safe_load(path.read_text("utf-8"))
    assert "version" not in citation, "it would be a second place"
    for key in ("license", "keywords", "authors"):
        assert citation[key] == PROJECT[key]


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
    declared = list(PROJECT["dependencies"])
    for extra, packages in PROJECT["optional-dependencies"].items():
        declared += [] if extra in ("docs", "test") else packages
    distributions = [re.split(r"[<>=\[ ]", each.lower())[0] for each in declared]
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    for name in distributions:
        module = IMPORTED_AS.get(name, name.replace("-", "_"))
        pattern = rf"""^\s*(?:import|from) {module}\b|import_module\(["']{module}\b"""
        assert re.search(pattern, source, re.MULTILINE), f"{name} is declared and never imported"


def test_the_readme_names_every_extra() -> None:
    table = re.findall(r"^\| `(\w+)` \| ", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    extras = PROJECT["optional-dependencies"].keys() - {"docs", "test"}
    assert extras <= set(table)
