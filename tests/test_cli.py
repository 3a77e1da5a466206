"""The command line on real files: what it prints where, what it writes, how it exits."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import curriculum_gap
from curriculum_gap.cli import DEFAULT_COMMAND, all_commands, main
from curriculum_gap.reports import FORMATS

ROOT = Path(__file__).parents[1]
VALID = Draft202012Validator(json.loads((ROOT / "docs/schema/report-1.json").read_text("utf-8")))

RUBRIC = """\
id: food-justice
version: "1.0"
title: Food justice
domains:
  - {id: access, title: Access to food}
  - {id: land, title: Land and labour}
topics:
  - id: food-insecurity
    domain: access
    title: Food insecurity
    definition: Not having reliable access to enough food.
    strong: [food insecurity, food desert, food apartheid]
    suggestions: [Map the food sources of one neighbourhood]
  - id: farm-labour
    domain: land
    title: Farm labour
    definition: Who works the land and how they are paid.
    strong: [farm workers, migrant labour]
    suggestions: [Read one contract of a seasonal worker]
"""
SYLLABUS = """\
# NUTR 210: Food and Society

## Learning objectives

- Explain how food insecurity and food deserts come about in one county
- Analyse food insecurity with data of your own

## Schedule

- Week 1: Introduction
- Week 2: Food insecurity and food deserts
- Week 3: Food apartheid: a history of food insecurity

## Assignments

- Paper (40 %): document food insecurity and food deserts in your neighbourhood

## Policies

Plagiarism is not tolerated.
"""


@pytest.fixture
def rubric(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A small rubric; its compiled form goes to a folder of this test."""
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    for variable in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    path = tmp_path / "rubric.yaml"
    path.write_text(RUBRIC, "utf-8")
    return str(path)


@pytest.fixture
def syllabus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A syllabus in the working folder, and its name."""
    folder = tmp_path / "courses"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "nutr210.md").write_text(SYLLABUS, "utf-8")
    return "nutr210.md"


class Run:
    """What one run of the command line did."""

    def __init__(self, code: int, out: bytes, err: str) -> None:
        self.code, self.raw, self.err = code, out, err

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")

    @property
    def json(self) -> Any:
        value = json.loads(self.raw)
        assert [fault.message for fault in VALID.iter_errors(value)] == []
        return value


@pytest.fixture
def gapcheck(capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    def run(*argv: str) -> Run:
        code = main(argv)
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Run(code, out, err.decode("utf-8"))

    return run


def process(*argv: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command line as its own process."""
    command = [sys.executable, "-m", "curriculum_gap", *argv]
    return subprocess.run(command, capture_output=True, timeout=60, **options)


# The table and the default command


def test_a_file_alone_is_checked(gapcheck: Any, rubric: str, syllabus: str) -> None:
    short = gapcheck(syllabus, "--rubric", rubric)
    assert short.code == 0 and short.err == ""
    assert short.out.split("\n")[0].startswith(" NUTR 210: Food and Society")
    assert "‹food insecurity›" in short.out.lower()
    assert "Read one contract of a seasonal worker" in short.out
    assert gapcheck("check", syllabus, "--rubric", rubric).raw == short.raw
    assert gapcheck("--rubric", rubric, syllabus).raw == short.raw


def test_several_formats_agree(gapcheck: Any, rubric: str, syllabus: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    run = gapcheck(syllabus, "--rubric", rubric, "-o", f"{out}/a.json", "-o", f"{out}/a.txt",
                   "-f", "json", "-o", f"{out}/no-suffix")  # fmt: skip
    assert run.code == 0
    assert (out / "a.json").read_bytes() == run.raw == (out / "no-suffix").read_bytes()
    assert " NUTR 210: Food and Society" in (out / "a.txt").read_text("utf-8")
    assert sorted(path.name for path in out.iterdir()) == ["a.json", "a.txt", "no-suffix"]
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        assert (out / "a.json").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_works(name: str, gapcheck: Any, rubric: str, syllabus: str) -> None:
    run = gapcheck(syllabus, "missing.pdf", "--rubric", rubric, "-f", name)
    assert run.code == 3 and run.raw.strip()


def test_json_is_the_contract(gapcheck: Any, rubric: str, syllabus: str) -> None:
    first = gapcheck(syllabus, "--rubric", rubric, "-f", "json")
    document = first.json["documents"][0]
    assert document["status"] == "ok" and document["source"] == syllabus
    assert [topic["id"] for topic in document["topics"]] == ["food-insecurity", "farm-labour"]
    insecurity, labour = document["topics"]
    assert insecurity["level"] in ("taught", "assessed") and labour["level"] == "absent"
    for piece in insecurity["evidence"]:
        assert piece["line"] and piece["text"]
        assert sum(term["weight"] for term in piece["terms"]) == pytest.approx(
            piece["score"], abs=1e-4
        )
    assert gapcheck(syllabus, "--rubric", rubric, "-f", "json").raw == first.raw


def test_a_rubric_of_the_shipped_ones_by_default(gapcheck: Any, syllabus: str) -> None:
    assert gapcheck(syllabus, "-f", "json").json["rubric"]["id"] == "equity-mental-health"


# Folders and standard input


def test_a_folder_means_every_readable_file_below(
    gapcheck: Any, rubric: str, syllabus: str, tmp_path: Path
) -> None:
    below = Path("b") / "c"
    below.mkdir(parents=True)
    (below / "z.txt").write_text(SYLLABUS, "utf-8")
    (Path("b") / "a.md").write_text(SYLLABUS, "utf-8")
    for passed_over in (".hidden.md", "~$lock.docx", "b/photo.jpg"):
        Path(passed_over).write_text("x", "utf-8")
    run = gapcheck(".", "--rubric", rubric, "-f", "json")
    sources = [document["source"] for document in run.json["documents"]]
    assert [Path(source).as_posix() for source in sources] == ["nutr210.md", "b/a.md", "b/c/z.txt"]
    assert run.code == 0
    assert run.err.splitlines() == [
        f"gapcheck: passed over in folders: hidden (1: .{os.sep}.hidden.md), a lock file "
        f"(1: .{os.sep}~$lock.docx), of another kind (1); -v names all"
    ]


def test_unsupported_files_count_only_when_named(gapcheck: Any, rubric: str, syllabus: str) -> None:
    Path("sheet.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    walked = gapcheck(".", "--rubric", rubric, "-f", "json")
    assert [document["status"] for document in walked.json["documents"]] == ["ok", "unsupported"]
    assert walked.code == 0
    assert gapcheck("sheet.md", "--rubric", rubric, "-f", "json").code == 3


def test_a_file_named_twice_is_checked_once(gapcheck: Any, rubric: str, syllabus: str) -> None:
    run = gapcheck(syllabus, syllabus, "--rubric", rubric, "-f", "json")
    assert len(run.json["documents"]) == 1


def test_an_empty_folder_says_so(gapcheck: Any, rubric: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = gapcheck(str(tmp_path / "empty"), "--rubric", rubric)
    assert "no file here that gapcheck reads" in run.err


def test_standard_input(rubric: str, syllabus: str) -> None:
    run = process("-", "--rubric", rubric, "-f", "json", input=SYLLABUS.encode())
    document = json.loads(run.stdout)["documents"][0]
    assert (run.returncode, document["source"], document["status"]) == (0, "-", "ok")


# Filters


def test_filters_narrow_topics_and_share(gapcheck: Any, rubric: str, syllabus: str) -> None:
    by_topic = gapcheck(syllabus, "--rubric", rubric, "-f", "json", "--topic", "farm-labour").json
    by_domain = gapcheck(syllabus, "--rubric", rubric, "-f", "json", "--domain", "land").json
    document = by_topic["documents"][0]
    assert [topic["id"] for topic in document["topics"]] == ["farm-labour"]
    assert document["share"] == 0 and by_topic == by_domain


@pytest.mark.parametrize(
    ("option", "asked", "hint"),
    [("--topic", "farm-labor", "did you mean 'farm-labour'?"),
     ("--topic", "labour", "did you mean 'farm-labour'?"),
     ("--domain", "acces", "did you mean 'access'?"),
     ("--topic", "zzz", "known: food-insecurity, farm-labour")],
)  # fmt: skip
def test_unknown_names_are_met_with_the_nearest(
    option: str, asked: str, hint: str, gapcheck: Any, rubric: str, syllabus: str
) -> None:
    run = gapcheck(syllabus, "--rubric", rubric, option, asked)
    assert run.code == 2 and run.raw == b""
    assert run.err == f"gapcheck: {option}: the rubric has no '{asked}'; {hint}\n"


# Exit codes and errors


def test_a_file_that_cannot_be_read_is_no_gap(gapcheck: Any, rubric: str, syllabus: str) -> None:
    run = gapcheck(syllabus, "missing.pdf", "--rubric", rubric)
    assert run.code == 3
    assert " NUTR 210" in run.out and "Not read (1)" in run.out and "missing.pdf" in run.out
    as_json = gapcheck("missing.pdf", "--rubric", rubric, "-f", "json")
    assert as_json.code == 3 and as_json.json["documents"][0]["topics"] == []
    assert as_json.err.startswith("gapcheck: missing.pdf: unreadable: ")


def test_wrong_usage_goes_before_unread_files(gapcheck: Any, rubric: str) -> None:
    run = gapcheck("missing.pdf", "--rubric", rubric, "--topic", "zzz")
    assert run.code == 2 and run.raw == b"" and run.err.count("\n") == 1


@pytest.mark.parametrize(
    "argv",
    [
        ("x.md", "--rubric", "no-such-rubric"),
        ("x.md", "--format", "jsn"),
        ("x.md", "--nope"),
        ("x.md", "--evidence", "some"),
        ("x.md", "--evidence", "-1"),
        ("x.md", "--evidence"),
        ("x.md", "-o", "report.unknown"),
        ("x.md", "-o", "no/such/folder/report.json"),
        ("x.md", "-o", "."),
        ("x.md", "-o", "a.json", "-o", "./a.json"),
        ("check",),
        ("--nope",),
    ],
)
def test_wrong_usage_is_one_line(argv: tuple[str, ...], gapcheck: Any, syllabus: str) -> None:
    run = gapcheck(*argv)
    assert run.code == 2 and run.raw == b""
    assert run.err.startswith("gapcheck: ") and run.err.count("\n") == 1
    assert [path.name for path in Path().iterdir()] == [syllabus]


def test_a_broken_rubric_names_its_place(gapcheck: Any, rubric: str, syllabus: str) -> None:
    Path(rubric).write_text(RUBRIC + "    expected: tought\n", "utf-8")
    run = gapcheck(syllabus, "--rubric", rubric)
    assert run.code == 2 and run.err.count("\n") == 1
    assert run.err.startswith(f"gapcheck: {rubric}:20:15: topics[1].expected: ")


def test_an_input_is_never_overwritten(gapcheck: Any, rubric: str, syllabus: str) -> None:
    Path("again.txt").write_text(SYLLABUS, "utf-8")
    run = gapcheck("again.txt", "--rubric", rubric, "-o", "./again.txt")
    assert run.code == 2 and "is one of the files to check" in run.err
    assert Path("again.txt").read_text("utf-8") == SYLLABUS


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_an_input_is_not_written_through(
    gapcheck: Any, rubric: str, syllabus: str
) -> None:
    Path("link.json").symlink_to(syllabus)
    assert gapcheck(syllabus, "--rubric", rubric, "-o", "link.json").code == 2
    assert Path(syllabus).read_text("utf-8") == SYLLABUS


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_itself_gives_way_to_the_report(
    gapcheck: Any, rubric: str, syllabus: str
) -> None:
    Path("loop.json").symlink_to("loop.json")
    assert gapcheck(syllabus, "--rubric", rubric, "-o", "loop.json").code == 0
    assert Path("loop.json").is_file()


@pytest.mark.skipif(os.name != "posix", reason="POSIX devices")
def test_a_device_is_written_to_and_stays(gapcheck: Any, rubric: str, syllabus: str) -> None:
    run = gapcheck(syllabus, "--rubric", rubric, "-q", "-f", "json", "-o", os.devnull)
    assert run.code == 0 and not Path(os.devnull).is_file()


def test_quiet_prints_no_table(gapcheck: Any, rubric: str, syllabus: str) -> None:
    run = gapcheck("-q", syllabus, "missing.pdf", "--rubric", rubric)
    assert run.code == 3 and run.raw == b""
    assert run.err.startswith("gapcheck: missing.pdf: unreadable: ")


def test_a_fault_of_ours_is_one_line(
    gapcheck: Any, monkeypatch: pytest.MonkeyPatch, syllabus: str, rubric: str
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise RuntimeError("no [luck]\x1b[2J")

    monkeypatch.setattr("curriculum_gap.reports.render_report", broken)
    run = gapcheck(syllabus, "--rubric", rubric)
    assert run.code == 2
    assert run.err == (
        "gapcheck: RuntimeError: no [luck]\\x1b[2J; "
        "this is a fault of gapcheck, run it again with -v\n"
    )


def test_interruption(
    gapcheck: Any, monkeypatch: pytest.MonkeyPatch, syllabus: str, rubric: str
) -> None:
    def interrupted(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("curriculum_gap.reports.render_report", interrupted)
    assert gapcheck(syllabus, "--rubric", rubric).code == 130


# Help and version


def test_version(gapcheck: Any) -> None:
    run = gapcheck("--version")
    assert (run.code, run.out) == (0, f"gapcheck {curriculum_gap.__version__}\n")


@pytest.mark.parametrize("argv", [("-h",), ("--help",), ("check", "-h"), ("check", "--help")])
def test_help_names_the_exit_codes(argv: tuple[str, ...], gapcheck: Any) -> None:
    run = gapcheck(*argv)
    assert run.code == 0
    for code in ("0", "1", "2", "3", "130"):
        assert f"\n    {code} " in run.out


def test_nothing_shows_help(gapcheck: Any) -> None:
    run = gapcheck()
    assert run.code == 2 and "check" in run.out


def test_every_option_is_explained(gapcheck: Any) -> None:
    command = all_commands()[DEFAULT_COMMAND]
    assert [option.name for option in command.params if not option.help] == []


# Streams


def test_a_reader_that_leaves_is_no_fault(rubric: str, syllabus: str) -> None:
    command = [sys.executable, "-m", "curriculum_gap", "check", syllabus, "--rubric", rubric]
    for _ in range(2):
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert run.stdout is not None and run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(rubric: str, syllabus: str) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "curriculum_gap", syllabus, "--rubric", rubric]
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert run.returncode == 2
    assert run.stderr.startswith(b"gapcheck: standard output: cannot be written")
    assert run.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_control_c_while_waiting_for_input(rubric: str, syllabus: str) -> None:
    command = [sys.executable, "-m", "curriculum_gap", "-", "--rubric", rubric, "-q"]
    run = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert run.stdin is not None
    run.stdin.write(b"# A course\n")
    run.stdin.flush()
    # Only once the rubric is compiled (its file in the cache) does it read standard input.
    for _ in range(600):
        if any((Path(rubric).parent / "cache").rglob("*.json")):
            break
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(0.1)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (130, b"gapcheck: interrupted\n")


def test_a_screen_without_unicode_gets_ascii(rubric: str, syllabus: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    run = process(syllabus, "--rubric", rubric, env=environment)
    assert run.returncode == 0 and run.stdout.isascii() and b"**" in run.stdout
    as_json = process(syllabus, "--rubric", rubric, "-f", "json", env=environment)
    assert as_json.returncode == 0 and json.loads(as_json.stdout.decode("utf-8"))


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
     ({"FORCE_COLOR": "0"}, False)],
)  # fmt: skip
def test_colour_is_for_those_who_want_it(
    environment: dict[str, str], coloured: bool, gapcheck: Any, rubric: str, syllabus: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (b"\x1b[" in gapcheck(syllabus, "--rubric", rubric).raw) is coloured


def test_columns_sets_the_width(
    gapcheck: Any, rubric: str, syllabus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    wide = gapcheck(syllabus, "--rubric", rubric).out
    assert max(map(len, wide.split("\n"))) > 100
    assert "in the syllabus's own words" in wide


def on_a_terminal(columns: int, *argv: str, **variables: str) -> str:
    """What a person sees who runs this on a terminal of so many columns."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm", "LANG": "C.UTF-8", **variables}
    command = [sys.executable, "-m", "curriculum_gap", *argv]
    run = subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=environment)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other side was closed
            part = b""
        if not part:
            break
        seen += part
    os.close(ours)
    assert run.wait(60) == 0
    return seen.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_gets_its_width_and_colour(rubric: str, syllabus: str) -> None:
    seen = on_a_terminal(150, syllabus, "--rubric", rubric)
    assert "\x1b[1m" in seen and "in the syllabus's own words" in seen
    narrow = on_a_terminal(60, syllabus, "--rubric", rubric, TERM="dumb")
    assert "\x1b" not in narrow
    assert max(len(line) for line in narrow.split("\n") if "gapcheck " not in line) <= 60


def test_standard_output_may_be_any_stream(
    rubric: str, syllabus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert main([syllabus, "--rubric", rubric]) == 0
    assert "NUTR 210" in sys.stdout.getvalue()  # type: ignore[attr-defined]
    monkeypatch.setattr(sys, "stdout", None)  # as under pythonw
    assert main([syllabus, "--rubric", rubric]) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_file_name_is_only_a_name(gapcheck: Any, rubric: str, syllabus: str) -> None:
    names = [b"\x1b]0;owned\x07.md", b"[bold]x[nope].md", b"caf\xe9.md", b"::error::x.md",
             "\u202etxt.md".encode()]  # fmt: skip
    for name in names:
        Path(os.fsdecode(name)).write_text(SYLLABUS, "utf-8")
    typed = [os.fsdecode(name) for name in names]
    table = gapcheck(*typed, "\x1b[2Jmissing.pdf", "--rubric", rubric, "--evidence", "1")
    assert b"\x1b" not in table.raw and "[bold]x[nope].md" in table.out
    assert "caf\\xe9.md" in table.out and "\u202e" not in table.out
    as_json = gapcheck(*typed, "\x1b[2Jmissing.pdf", "--rubric", rubric, "-f", "json")
    assert len(as_json.json["documents"]) == 6 and b"\x1b" not in as_json.raw
    assert "\x1b" not in as_json.err


# The library


def test_the_library_gives_the_same_verdicts(gapcheck: Any, rubric: str, syllabus: str) -> None:
    from curriculum_gap import Coverage, Level, Status, Unread, check, load_rubric

    loaded = load_rubric(rubric)
    by_name, by_value = check(syllabus, rubric=rubric), check(Path(syllabus), rubric=loaded)
    assert by_name == by_value
    (coverage,) = by_name.covered
    assert isinstance(coverage, Coverage) and coverage.topics[0].level >= Level.TAUGHT
    (unread,) = check("missing.pdf", rubric=loaded).documents
    assert isinstance(unread, Unread) and unread.status is Status.UNREADABLE
    as_json = gapcheck(syllabus, "--rubric", rubric, "-f", "json").json
    assert as_json["documents"][0]["share"] == pytest.approx(coverage.share, abs=1e-6)


def test_check_stays_a_function_whatever_is_imported() -> None:
    import curriculum_gap.pipeline
    from curriculum_gap import scan

    assert callable(curriculum_gap.check) and callable(scan.scan)


def test_the_public_names_are_there() -> None:
    for name in curriculum_gap.__all__:
        assert getattr(curriculum_gap, name) is not None
    with pytest.raises(AttributeError):
        curriculum_gap.no_such_name  # noqa: B018
