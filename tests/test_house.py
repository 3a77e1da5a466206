"""The house keeps its own rules: imports point down, tables match files, the door opens lightly."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from repository_files import ROOT, committed_files

from curriculum_gap.reports import FORMATS
from curriculum_gap.scan import cache

PACKAGE = ROOT / "src" / "curriculum_gap"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Rooms from the ground up: a room imports only rooms of a lower rank.
RANKS = [
    {"nouns", "patterns"},
    {"errors", "explanation", "agreement", "curriculum_map", "advice", "rubric_review"},
    {"archive_dates", "bounded_file", "gitignore", "joined_rubric"},
    {"calibration", "lexicon", "path_patterns", "validation"},
    {"course_labels", "heading_rules", "personal_details", "scope_rules"},
    {"readers", "sections", "rubric", "keywords", "measure", "standards", "reports"},
    {"compiled", "expected_levels", "declarations", "document_checks", "rubric_fit"},
    {"pipeline"},
    {"scan"},
    {"programme"},
    {"annotate", "gate", "evaluate", "explain"},
    {"authoring"},
    {"cli"},
    {"__main__"},
]
RANK = {room: rank for rank, rooms in enumerate(RANKS) for room in rooms}
# Programmes that make a frozen table from many files, run by hand: they use what they need.
MAKERS: set[str] = set()
# Rooms that look inside of the model: one compiles it, one fits it.
INSIDERS: set[tuple[str, str]] = set()
# A leaf that needs, inside of a function, one that needs it; to be mended, not to be added to.
KNOWN_CIRCLES: list[tuple[str, str]] = []
HEAVY = {"sklearn", "numpy", "scipy", "pdfplumber", "pdfminer", "pypdfium2", "lxml", "docx", "pycld2",
         "markdown_it", "jinja2", "rich", "pydantic", "pebble", "yaml"}  # fmt: skip


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def without_types(tree: ast.Module) -> ast.Module:
    """The module as it runs, without what is imported for annotations alone."""

    class Runs(ast.NodeTransformer):
        def visit_If(self, node: ast.If) -> ast.AST | None:
            return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)

    return ast.fix_missing_locations(Runs().visit(tree))


def imports_of(path: Path) -> list[tuple[int, str]]:
    """Line and dotted name (below the package) of every import of our own."""
    found = []
    for node in ast.walk(without_types(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            if node.module == "curriculum_gap":
                found += [(node.lineno, alias.name) for alias in node.names]
            elif node.module and node.module.startswith("curriculum_gap."):
                inside = node.module.removeprefix("curriculum_gap.")
                found.append((node.lineno, inside))
        elif isinstance(node, ast.Import):
            found += [(node.lineno, alias.name.partition(".")[2]) for alias in node.names
                      if alias.name.startswith("curriculum_gap.")]  # fmt: skip
    return found


def test_every_room_has_a_rank() -> None:
    rooms = {room_of(path) for path in MODULES} - {"__init__"}
    assert rooms <= set(RANK), "say in RANKS where a new room stands"


def test_imports_point_down_and_stay_out_of_other_rooms_leaves() -> None:
    breaches = []
    for path in MODULES:
        here, relative = room_of(path), path.relative_to(PACKAGE).as_posix()
        if here == "__init__" or relative in MAKERS:
            continue
        for line, name in imports_of(path):
            there, _, leaf = name.partition(".")
            if there == here or there not in RANK:  # __version__ and its like
                continue
            if RANK[there] >= RANK[here]:
                breaches.append(f"{relative}:{line}: {here} must not import {there}")
            elif leaf and (here, there) not in INSIDERS:
                breaches.append(f"{relative}:{line}: name {there}, not its leaf {leaf}")
    assert breaches == []


def test_what_is_kept_is_forgotten_when_any_room_that_made_it_changes() -> None:
    """A kept verdict may not outlive the code that gave it."""
    needs: dict[str, set[str]] = {room_of(path): set() for path in MODULES}
    for path in MODULES:
        needs[room_of(path)] |= {name.partition(".")[0] for _, name in imports_of(path)}

    def below(room: str) -> set[str]:
        found, waiting = set(), {room}
        while waiting:
            found.add(one := waiting.pop())
            waiting |= needs[one] & RANK.keys() - found
        return found

    assert RANK.keys() >= cache._NO_PART_IN_RESULTS
    assert not below("pipeline") & cache._NO_PART_IN_RESULTS


def test_no_room_goes_round_in_circles() -> None:
    # Imports inside of functions count too: who needs whom should have one direction.
    needs = {
        name_of(path): {
            name for _, name in imports_of(path) if name.partition(".")[0] == room_of(path)
        }
        for path in MODULES
        if path.name != "__init__.py"
    }
    for one, other in KNOWN_CIRCLES:
        assert other in needs[one], "mended: take it off the list"
        needs[one].discard(other)
    while needs:
        free = {name for name, wanted in needs.items() if not wanted & set(needs)}
        assert free, f"these import each other: {sorted(needs)}"
        needs = {name: wanted for name, wanted in needs.items() if name not in free}


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    names = {path.stem for path in MODULES}
    assert not names & {"utils", "util", "helpers", "misc", "common", "base", "manager"}


def test_the_table_of_formats_matches_the_files() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for known in FORMATS.values():
        module = import_module(f"curriculum_gap.reports.{known.module}")
        assert known.streams or callable(module.render)
        assert hasattr(module, "stream") is known.streams
        assert not known.extra or known.extra in project["optional-dependencies"]
    suffixes = [suffix for known in FORMATS.values() for suffix in known.suffixes]
    assert len(suffixes) == len(set(suffixes)), "two formats claim one suffix"


def test_the_table_of_readers_matches_the_files() -> None:
    from curriculum_gap.readers import FORMATS

    files = {path.stem for path in (PACKAGE / "readers").glob("from_*.py")}
    assert {known.module.rpartition(".")[2] for known in FORMATS.values()} == files
    for name, known in FORMATS.items():
        assert known.name == name
        assert callable(import_module(known.module).read)


def loaded_by(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has after ``code``."""
    script = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(run.stdout.split("\n")[-2].split())


@pytest.mark.parametrize("option", ["--version", "-h"])
def test_the_door_opens_lightly(option: str) -> None:
    loaded = loaded_by(f"from curriculum_gap.cli import main\nmain([{option!r}])")
    assert "curriculum_gap" in loaded and not loaded & HEAVY


def test_importing_a_stage_imports_no_heavy_library() -> None:
    loaded = loaded_by(
        "import curriculum_gap, curriculum_gap.pipeline, curriculum_gap.scan, curriculum_gap.cli"
    )
    assert not loaded & HEAVY


def test_a_plain_number_needs_no_validator() -> None:
    loaded = loaded_by("from curriculum_gap.cli import main\nmain(['none.md', '-q', '-j', '2'])")
    assert "curriculum_gap" in loaded and "pydantic" not in loaded


def test_committed_files_know_no_machine_and_no_registry() -> None:
    # Written apart so that this file does not find itself.
    apart = [("/ho", "me/"), ("/ro", "ot/"), ("/Us", "ers/"), ("/wo", "rk/"),
             ("py", "pi.org"), ("pythonhost", "ed")]  # fmt: skip
    words = ["".join(parts) for parts in apart]
    hits = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in committed_files()
        if path.is_file()
        for word in words
        if word.encode() in path.read_bytes()
    ]
    assert hits == []


def test_nothing_of_the_shared_folder_is_committed() -> None:
    shared = ROOT.parent / "shared" / "corpus" / "docs"
    if not shared.is_dir():
        pytest.skip("no shared folder here")
    theirs = {path.name for path in shared.iterdir()}
    assert not [path for path in committed_files() if path.name in theirs]
