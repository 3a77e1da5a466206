"""No gate ends by itself: faulty configurations, links, patterns, and documents that vanish."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from scan_helpers import RUBRIC, SYLLABUS, small_rubric

from curriculum_gap.cli import main
from curriculum_gap.nouns import Unread
from curriculum_gap.scan import ScanSettings, discover, scan

TABLE = '[tool.gapcheck]\nrubric = "./r.yaml"\nfail-under = 90\n'


class Run(NamedTuple):
    """What one run of the command line did."""

    code: int
    out: str
    err: str


@pytest.fixture
def gapcheck(capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    def run(*argv: str) -> Run:
        code = main(argv)
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Run(code, out.decode(), err.decode())

    return run


@pytest.fixture
def courses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rubric and two courses; the working folder is the one around it."""
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    top = tmp_path / "top"
    (top / "courses").mkdir(parents=True)
    (top / ".git").mkdir()
    monkeypatch.chdir(top)
    (top / "r.yaml").write_bytes(RUBRIC)
    for number, name in enumerate(("nutr210.md", "nutr310.md")):
        text = SYLLABUS.format(number=number)
        (top / "courses" / name).write_text(text, "utf-8")
    return top / "courses"


# A configuration that cannot be read is a fault, never "no configuration"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TABLE.replace("= 90", "90").encode(), "pyproject.toml:3: not valid TOML"),
        ((TABLE + TABLE).encode(), "pyproject.toml:4: not valid TOML"),
        (b"# caf\xe9\n" + TABLE.encode(), "pyproject.toml:1: the text is not UTF-8"),
        (TABLE.encode("utf-16"), "pyproject.toml:1: the text is not UTF-8"),
        (f"<<<<<<< HEAD\n{TABLE}=======\n>>>>>>> b\n".encode(), "pyproject.toml:1: not valid TOML"),
        (TABLE.replace("tool.", "").encode(), "write [tool.gapcheck]"),
        (f"[{TABLE.replace(']', ']]', 1)}".encode(), "a table is expected here"),
        (f"[[tool]]\n{TABLE}".encode(), "[tool] is no table"),
        (TABLE.replace("gapcheck", "Gapcheck").encode(), "the table [tool.Gapcheck] is not read"),
        (TABLE.replace("gapcheck", "gap-chek").encode(), "the table [tool.gap-chek] is not read"),
        (TABLE.replace("tool", "tools").encode(), "the table [tools.gapcheck] is not read"),
    ],
)
def test_a_table_that_cannot_be_read_is_a_fault(
    courses: Path, gapcheck: Any, content: bytes, said: str
) -> None:
    Path("pyproject.toml").write_bytes(content)
    run = gapcheck("check", "courses")
    assert run.code == 2 and said in run.err, run.err
    assert gapcheck("check", "courses", "--isolated", "--rubric", "./r.yaml").code == 0


def test_a_file_of_somebody_else_stays_theirs(courses: Path, gapcheck: Any) -> None:
    for text in ("[tool.black\n", "[tool.typecheck]\nrate = 'singapore'\n"):
        Path("pyproject.toml").write_text(text, "utf-8")
        assert gapcheck("check", "courses", "--rubric", "./r.yaml").code == 0


@pytest.mark.parametrize("name", [".gapcheck.YML", ".gapcheck.toml", ".gapchek.yml"])
def test_what_was_meant_for_a_configuration_is_told(
    courses: Path, gapcheck: Any, name: str
) -> None:
    Path(name).write_text("fail-under: 90\n", "utf-8")
    run = gapcheck("check", "courses", "--rubric", "./r.yaml")
    assert run.code == 2 and ".gapcheck.yml" in run.err
    for other in (".gapcheckignore", ".gapcheck.html", ".gapcheck-baseline.jsonl", ".gapcheck"):
        Path(name).rename(other)
        name = other
        assert gapcheck("check", "courses", "--rubric", "./r.yaml").code == 0


@pytest.mark.parametrize("name", [".gapcheck.yml", ".gapcheck.yaml", "pyproject.toml"])
@pytest.mark.parametrize("kind", ["dangling", "folder", "pipe", "device", "closed"])
def test_what_has_the_name_of_a_configuration_is_one(
    courses: Path, gapcheck: Any, name: str, kind: str
) -> None:
    if kind == "folder":
        Path(name).mkdir()
    elif kind == "pipe":
        os.mkfifo(name)
    elif kind == "closed":
        Path(name).write_text("", "utf-8")
        Path(name).chmod(0)
        if os.access(name, os.R_OK):
            pytest.skip("this account may read everything")
    else:
        Path(name).symlink_to({"dangling": "nowhere", "device": "/dev/zero"}[kind])
    run = gapcheck("check", "courses", "--rubric", "./r.yaml")
    assert run.code == 2 and run.err.startswith(f"gapcheck: {name}: "), run.err


def test_a_pipe_as_baseline_does_not_hang(courses: Path, gapcheck: Any) -> None:
    os.mkfifo("b.jsonl")
    for words in (("check",), ("baseline", "check"), ("baseline", "write")):
        run = gapcheck(*words, "courses", "--rubric", "./r.yaml", "--baseline", "b.jsonl")
        assert run.code == 2 and "not a regular file" in run.err


def test_a_baseline_behind_a_link_is_the_same(courses: Path, gapcheck: Any) -> None:
    rubric = ("--rubric", "./r.yaml", "--baseline")
    Path("ci").mkdir()
    Path("b.jsonl").symlink_to("ci/real.jsonl")
    Path("other").symlink_to(".")
    assert gapcheck("baseline", "write", "courses", *rubric, "ci/real.jsonl").code == 0
    before = Path("ci/real.jsonl").read_text("utf-8")
    lines = (courses / "nutr210.md").read_text("utf-8").splitlines()
    kept = [line for line in lines if "labour" not in line]
    for path in ("ci/real.jsonl", "b.jsonl", "other/b.jsonl", "other/ci/real.jsonl"):
        assert gapcheck("baseline", "write", "courses", *rubric, path).code == 0
        assert Path("ci/real.jsonl").read_text("utf-8") == before
    (courses / "nutr210.md").write_text("\n".join(kept), "utf-8")
    for path in ("ci/real.jsonl", "b.jsonl", "other/b.jsonl", "other/ci/real.jsonl"):
        run = gapcheck("check", "courses", *rubric, path)
        assert run.code == 1 and "not in" not in run.err, path


# Patterns come with the documents: none may cost much

SLOW = ("*a*a*a*a*a*a*a*a*a*ab", "a/**/" * 8 + "b", "**/a/" * 60 + "b", "[a-z]*" * 80 + "1")
LONG = "a" * 200 + "c.md"


@pytest.mark.parametrize("pattern", SLOW)
def test_no_pattern_takes_long(courses: Path, gapcheck: Any, pattern: str) -> None:
    deep = courses.joinpath(*["a"] * 60)
    deep.mkdir(parents=True)
    for folder in (courses, deep):
        (folder / LONG).write_text(SYLLABUS.format(number=7), "utf-8")
    (courses / ".gapcheckignore").write_text(f"{pattern}\n", "utf-8")
    waiver = f"{{documents: '{pattern}', topics: farm-labour, reason: so}}"
    text = f"rubric: ./r.yaml\ninclude: ['{pattern}', '*.md']\nexclude: ['{pattern}']\n"
    Path(".gapcheck.yml").write_text(f"{text}waivers: [{waiver}]\n", "utf-8")
    start = time.monotonic()
    words = ("check", "courses", "--include", pattern, "--include", "*.md", "--exclude", pattern)
    run = gapcheck(*words, "-f", "json")
    assert time.monotonic() - start < 15, "seconds"  # it took minutes
    assert run.code == 0 and len(json.loads(run.out)["documents"]) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a" * 501, "a pattern is longer than 500 characters"),
        ("a\n" * 5001, "more than 5,000 patterns"),
        ("#\n" * 500_001, "larger than 1,000,000 bytes"),
        ("!", "no pattern: '!'"),
    ],
)
def test_patterns_beyond_the_bounds_are_refused(
    courses: Path, gapcheck: Any, text: str, said: str
) -> None:
    (courses / ".gapcheckignore").write_text(text, "utf-8")
    run = gapcheck("check", "courses", "--rubric", "./r.yaml")
    assert run.code == 2 and "courses/.gapcheckignore: " in run.err and said in run.err


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        ("*.md", []),
        ("*.md\n!nutr2*", ["deep/nutr210.md", "nutr210.md"]),
        ("\ufeff/nutr210.md", ["deep/nutr210.md", "nutr310.md"]),
        ("deep/", ["nutr210.md", "nutr310.md"]),
        ("deep/**", ["nutr210.md", "nutr310.md"]),
        ("**/nutr210.md", ["nutr310.md"]),
        ("courses", ["deep/nutr210.md", "nutr210.md", "nutr310.md"]),
        ("nutr[^2]10.md\n/nutr\\210.md  \n# x", ["deep/nutr210.md"]),
    ],
)
def test_patterns_mean_what_they_mean_to_git(
    courses: Path, gapcheck: Any, patterns: str, left: list[str]
) -> None:
    (courses / "deep").mkdir()
    (courses / "deep" / "nutr210.md").write_text(SYLLABUS.format(number=9), "utf-8")
    (courses / ".gapcheckignore").write_text(patterns, "utf-8")
    run = gapcheck("check", "courses", "--rubric", "./r.yaml", "-f", "json")
    found = [entry["source"].removeprefix("courses/") for entry in json.loads(run.out)["documents"]]
    assert sorted(found) == left


# Nothing vanishes from a folder

TITLES = (
    "history-of-psychology.pdf",
    "license-exam-prep.pdf",
    "security.docx",
    "changes-in-counseling.md",
    "notice-and-care.txt",
    "authors.html",
    "requirements for the MSW.txt",
    "History of Psychology.md",
)
HOUSEKEEPING = ("LICENSE", "LICENSE.md", "history.md", "SECURITY.md", "requirements-dev.txt")
MARK = "<!-- gapcheck report -->\n"


def report_of(run: Run) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(run.out)
    report["names"] = [Path(entry["source"]).name for entry in report["documents"]]
    report["passed"] = {
        Path(entry["source"]).name: entry["reason"] for entry in report["passed_over"]
    }
    return report


def test_only_whole_names_of_housekeeping_files_are_passed_over(
    courses: Path, gapcheck: Any
) -> None:
    for name in (*TITLES, *HOUSEKEEPING):
        (courses / name).write_text(SYLLABUS.format(number=name), "utf-8")
    run = gapcheck("check", "courses", "--rubric", "./r.yaml", "-f", "json")
    report = report_of(run)
    assert set(TITLES) < set(report["names"])
    assert report["passed"] == dict.fromkeys(HOUSEKEEPING, "a file of repositories")
    assert "a file of repositories (5" in run.err
    named = gapcheck("check", "courses", "--rubric", "./r.yaml", "-v").err
    assert all(f"passed over (a file of repositories): courses/{name}" in named
               for name in HOUSEKEEPING)  # fmt: skip


def test_whatever_is_passed_over_is_in_the_report(courses: Path, gapcheck: Any) -> None:
    for name in ("drafts/x.md", ".hidden.md", "old.md", "late.md", "spare.md", "photo.jpg"):
        (courses / name).parent.mkdir(exist_ok=True)
        (courses / name).write_text(SYLLABUS.format(number=name), "utf-8")
    (courses / "linked.md").symlink_to("nutr210.md")
    (courses / ".gapcheckignore").write_text("old.md\ndrafts/\n", "utf-8")
    Path(".gapcheck.yml").write_text("rubric: ./r.yaml\nexclude: [late.md]\n", "utf-8")
    run = gapcheck("check", "courses", "--exclude", "spare.md", "-f", "json")
    assert report_of(run)["passed"] == {
        ".hidden.md": "hidden",
        "old.md": "ignored by .gapcheckignore",
        "drafts": "ignored by .gapcheckignore",
        "late.md": "left out by the configuration",
        "spare.md": "left out by --exclude",
        "photo.jpg": "of another kind",
        "linked.md": "a link",
    }


def test_a_syllabus_that_begins_like_a_report_is_read(courses: Path, gapcheck: Any) -> None:
    words = ("check", "courses", "--rubric", "./r.yaml")
    assert gapcheck(*words, "-o", "courses/r.md", "-o", "courses/r.html").code == 0
    text = SYLLABUS.format(number=1)
    (courses / "marked.md").write_text(MARK + text, "utf-8")
    (courses / "marked.html").write_text(f"<!doctype html>\n{MARK}<p>{text}</p>", "utf-8")
    report = report_of(gapcheck(*words, "-f", "json"))
    assert {"marked.md", "marked.html"} < set(report["names"])
    assert report["passed"] == dict.fromkeys(("r.md", "r.html"), "a report of gapcheck")
    refused = gapcheck(*words, "-o", "courses/marked.md")
    assert refused.code == 2 and (courses / "marked.md").read_text("utf-8") == MARK + text


# A document on file that the run does not see fails the gate


GATE = ("courses", "--rubric", "./r.yaml", "--baseline", "b.jsonl")
LONG_AGO = {
    "ignored": "passed over: ignored by .gapcheckignore",
    "excluded": "passed over: left out by the configuration",
    "linked": "passed over: a link",
    "marked": "passed over: a report of gapcheck",
    "hidden": "gone or renamed",
    "deleted": "gone or renamed",
    "worse": "gone or renamed",
    "other": "gone or renamed",
    "outside": "passed over: a link",
}


@pytest.mark.parametrize("way", LONG_AGO)
def test_a_document_that_vanishes_fails_the_gate(courses: Path, gapcheck: Any, way: str) -> None:
    course = courses / "nutr210.md"
    (courses / "part").mkdir()
    (courses / "part" / "nutr410.md").write_text(SYLLABUS.format(number=4), "utf-8")
    assert gapcheck("baseline", "write", *GATE).code == 0
    text = course.read_text("utf-8")
    name = "courses/nutr210.md"
    if way == "ignored":
        (courses / ".gapcheckignore").write_text("nutr2*\n", "utf-8")
    elif way == "excluded":
        Path(".gapcheck.yml").write_text("exclude: [nutr2*]\n", "utf-8")
    elif way == "linked":
        course.rename("elsewhere.md")
        course.symlink_to(Path("elsewhere.md").absolute())
    elif way == "outside":
        (courses / "part").rename("part")
        (courses / "part").symlink_to(Path("part").absolute())
        name = "courses/part/nutr410.md"
    elif way == "marked":
        end = "gapcheck 1.0 \u00b7 rubric x"
        course.write_text(f"{MARK}{text}{end}", "utf-8")
    elif way == "hidden":
        course.rename(courses / ".nutr210.md")
    elif way == "other":
        course.rename(courses / "nutr210.wpd")
    else:
        course.unlink()
    if way == "worse":
        without = text.replace("food insecurity and food deserts", "it")
        (courses / "nutr211.md").write_text(without, "utf-8")
    for words in (("check", *GATE, "-f", "json"), ("baseline", "check", *GATE, "-f", "json")):
        run = gapcheck(*words)
        failures = json.loads(run.out)["gate"]["failures"]
        assert run.code == 1 and len(failures) == 1, run.err
        assert failures[0]["source"] == name and LONG_AGO[way] in failures[0]["message"]
    for form in ("table", "markdown", "html", "github", "sarif", "gitlab", "junit"):
        assert "nutr" in gapcheck("check", *GATE, "-f", form).out
    assert gapcheck("check", "courses/nutr310.md", *GATE[1:]).code == 0  # nobody asked for it
    assert gapcheck("baseline", "write", *GATE).code == 0
    assert gapcheck("check", *GATE).code == 0


def test_a_document_that_only_moved_is_followed(courses: Path, gapcheck: Any) -> None:
    assert gapcheck("baseline", "write", *GATE, "--reason", "so").code == 0
    (courses / "2027").mkdir()
    (courses / "nutr210.md").rename(courses / "2027" / "nutr211.md")
    run = gapcheck("check", *GATE, "-f", "json")
    assert run.code == 0, run.out
    (note,) = json.loads(run.out)["gate"]["notes"]
    assert note.startswith("courses/nutr210.md is courses/2027/nutr211.md now")
    assert gapcheck("baseline", "tighten", *GATE).code == 0
    assert "courses/2027/nutr211.md" in Path("b.jsonl").read_text("utf-8")
    assert "courses/nutr210.md" not in Path("b.jsonl").read_text("utf-8")


def test_what_the_command_line_leaves_out_was_not_asked_for(courses: Path, gapcheck: Any) -> None:
    assert gapcheck("baseline", "write", *GATE).code == 0
    assert gapcheck("check", *GATE, "--exclude", "nutr2*").code == 0
    assert gapcheck("check", *GATE, "--include", "nutr3*").code == 0


# Lists, links and paths that mean something else


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-be", "marked", "utf-16-le", "utf-8"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\0"])
def test_lists_of_files_in_any_encoding_of_windows(
    courses: Path, gapcheck: Any, encoding: str, end: str
) -> None:
    (courses / "caf\u00e9.md").write_text(SYLLABUS.format(number=5), "utf-8")
    mark, encoding = ("\ufeff", "utf-16-be") if encoding == "marked" else ("", encoding)
    text = mark + f"courses/caf\u00e9.md{end}courses/nutr210.md{end}"
    Path("list").write_bytes(text.encode(encoding))
    run = gapcheck("check", "--files-from", "list", "--rubric", "./r.yaml", "-f", "json")
    assert run.code == 0 and report_of(run)["names"] == ["caf\u00e9.md", "nutr210.md"]


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_a_list_is_not_taken_apart_into_letters(
    courses: Path, gapcheck: Any, encoding: str
) -> None:
    Path("list").write_bytes("courses/nutr210.md\n".encode(encoding))  # "/" is the whole disk
    run = gapcheck("check", "--files-from", "list", "--rubric", "./r.yaml")
    assert run.code == 2 and "list: the text is not UTF-8" in run.err


def test_a_list_without_a_path_names_no_file(courses: Path, gapcheck: Any) -> None:
    Path("list").write_bytes(b"")
    run = gapcheck("check", "--files-from", "list", "--rubric", "./r.yaml")
    assert run.code == 0 and "no file here that gapcheck reads" in run.err


def test_a_list_without_end_is_refused(courses: Path, gapcheck: Any) -> None:
    run = gapcheck("check", "--files-from", "/dev/zero", "--rubric", "./r.yaml")
    assert run.code == 2 and "larger than" in run.err


def test_half_a_character_in_a_list_is_a_fault(courses: Path, gapcheck: Any) -> None:
    Path("list").write_bytes("courses".encode("utf-16") + b"\0")
    run = gapcheck("check", "--files-from", "list", "--rubric", "./r.yaml")
    assert run.code == 2 and "list: the text is no whole UTF-16" in run.err


@pytest.mark.parametrize("swapped", ["file", "folder"])
def test_links_swapped_in_after_the_walk_are_not_followed(courses: Path, swapped: str) -> None:
    (courses / "part").mkdir()
    course = courses / "part" / "nutr410.md"
    course.write_text(SYLLABUS.format(number=4), "utf-8")
    secret = courses.parent / "secret" / "nutr410.md"
    secret.parent.mkdir()
    secret.write_text(SYLLABUS.format(number=6), "utf-8")
    for follows, status in ((False, "unreadable"), (True, "ok")):
        settings = ScanSettings(jobs=1, use_cache=False, follow_links=follows)
        found = discover(["courses"], settings)
        if swapped == "file":
            course.unlink()
            course.symlink_to(secret)
        else:
            (courses / "part").rename("part")
            (courses / "part").symlink_to(secret.parent)
        entries = {entry.source: entry for entry in scan(found, small_rubric(), settings)}
        entry = entries["courses/part/nutr410.md"]
        assert (entry.status if isinstance(entry, Unread) else "ok") == status
        if swapped == "file":
            course.unlink()
            course.write_text(SYLLABUS.format(number=4), "utf-8")
        else:
            (courses / "part").unlink()
            Path("part").rename(courses / "part")


def test_a_path_that_looks_like_an_option_is_a_path(courses: Path, gapcheck: Any) -> None:
    (courses.parent / ".git").rmdir()
    folder = Path("--name-only")
    folder.mkdir()
    (folder / "nutr510.md").write_text(SYLLABUS.format(number=5), "utf-8")
    author = ("-c", "user.name=C", "-c", "user.email=c@example.invalid")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "x")):
        subprocess.run(["git", *author, *words], check=True, timeout=60)
    words = ("diff", "--rubric", "./r.yaml", "-f", "json", "--", "HEAD", "--name-only")
    run = gapcheck(*words)
    assert run.code == 0 and json.loads(run.out)["comparison"]["unchanged"] == 1


def test_the_summary_of_a_job_is_added_to(
    courses: Path, gapcheck: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("summary", "summary.md"):
        Path(name).write_text("What another step said\n", "utf-8")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", name)
        rubric = ("--rubric", "./r.yaml", "-o", name)
        assert gapcheck("check", "courses", *rubric).code == 0
        assert gapcheck("diff", "courses", "courses", *rubric).code == 0
        assert gapcheck("diff", "courses", "courses", "-f", "json", *rubric).code == 0
        text = Path(name).read_text("utf-8")
        assert text.startswith("What another step said\n") and text.count(MARK) == 3
