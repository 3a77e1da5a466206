"""The examples: built files match their sources, and the README names them all."""

from __future__ import annotations

import importlib.util
import re
import sys
import zipfile
from html import unescape
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


def _builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("examples_build", EXAMPLES / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BUILDER = _builder()
BUILT = sorted(BUILDER.EXAMPLES)


def _content(path: Path) -> object:
    """What a reader of the file gets; bytes may differ between versions of the libraries."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            return package.read("word/document.xml"), package.read("word/header1.xml")
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


@pytest.mark.parametrize("name", BUILT)
def test_a_built_example_is_up_to_date(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BUILDER.build(name))
    assert _content(tmp_path / name) == _content(EXAMPLES / name), "run python examples/build.py"


@pytest.mark.parametrize("name", BUILT)
def test_building_again_gives_the_same_bytes(name: str) -> None:
    assert BUILDER.build(name) == BUILDER.build(name)


def _words(path: Path) -> set[str]:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            return set(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())
    with zipfile.ZipFile(path) as package:
        body = package.read("word/document.xml").decode()
    return set(unescape(re.sub("<[^>]*>", "", body.replace("</w:p>", " "))).split())


@pytest.mark.parametrize("name", BUILT)
def test_a_built_example_holds_every_word_of_its_source(name: str) -> None:
    source = (EXAMPLES / "sources" / name).with_suffix(".md.in").read_text(encoding="utf-8")
    wanted = {word for word in source.replace("*", "").split() if any(map(str.isalpha, word))}
    assert len(wanted) > 200
    assert wanted - _words(EXAMPLES / name) == set()


def test_the_readme_names_every_example() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in EXAMPLES.iterdir() if path.is_file()}
    assert {name for name in files if name not in readme} <= {"README.md"}
    sources = {path.name.removesuffix(".md.in") for path in (EXAMPLES / "sources").iterdir()}
    assert sources == {Path(name).stem for name in BUILT}
