"""Which files paths stand for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from curriculum_gap.errors import UsageError
from curriculum_gap.scan import ScanSettings, discover, read_file_list


@pytest.fixture
def courses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "courses/b.md",
        "courses/a.pdf",
        "courses/photo.jpg",
        "courses/LICENSE.txt",
        "courses/README.md",
        "courses/.hidden.md",
        "courses/~$b.docx",
        "courses/.git/description.txt",
        "courses/node_modules/pkg/README.md",
        "courses/2024/z.docx",
        "courses/2024/drafts/y.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return tmp_path / "courses"


def below(*paths: str, **settings: object) -> list[str]:
    found = discover(paths, ScanSettings(**settings))  # type: ignore[arg-type]
    return [Path(file.source).as_posix() for file in found.files]


def test_a_folder_is_walked_in_one_order_without_what_is_no_syllabus(courses: Path) -> None:
    assert below("courses") == [
        "courses/README.md",
        "courses/a.pdf",
        "courses/b.md",
        "courses/2024/z.docx",
        "courses/2024/drafts/y.md",
    ]
    found = discover(["courses"])
    assert [(Path(path).name, reason) for path, reason in found.passed] == [
        (".hidden.md", "hidden"),
        ("LICENSE.txt", "a file of repositories"),
        ("photo.jpg", "of another kind"),
        ("~$b.docx", "a lock file"),
    ]
    assert all(file.walked and file.size > 0 and file.changed > 0 for file in found.files)


def test_documents_that_are_not_read_are_told_apart(courses: Path) -> None:
    for name in ("old.wpd", "NEW.Pages", "notes.wps", "marks.xlsx"):
        (courses / name).write_text("x", "utf-8")
    reasons = {Path(path).name: reason for path, reason in discover(["courses"]).passed}
    not_read = "in a document format that is not read"
    assert {name for name, reason in reasons.items() if reason == not_read} == {
        "old.wpd", "NEW.Pages", "notes.wps",
    }  # fmt: skip
    assert reasons["photo.jpg"] == "of another kind"


def test_spreadsheets_are_opened_where_their_name_has_a_word_of_a_course(courses: Path) -> None:
    wanted = (
        "SOWK410_syllabus.xlsx", "Schedule-2027.csv", "CoursePlan.tsv", "week1 lesson plan.csv",
        "reading list.CSV",
    )  # fmt: skip
    others = ("marks.xlsx", "data.csv", "syllable-counts.csv", "our-map.xlsx", "floor plan.csv")
    for name in (*wanted, *others):
        (courses / name).write_text("x", "utf-8")
    found = discover(["courses"])
    names = {Path(file.source).name for file in found.files}
    assert names >= set(wanted)
    assert not names & set(others)
    reasons = {Path(path).name: reason for path, reason in found.passed}
    why = "a spreadsheet without a word of a course in its name"
    assert {reasons[name] for name in others} == {why}
    named = discover(["courses/data.csv"]).files
    assert [file.source for file in named] == ["courses/data.csv"]
    asked = below("courses", include=("*.csv",))
    assert "courses/data.csv" in asked


def test_what_is_named_is_always_there(courses: Path) -> None:
    named = ["courses/photo.jpg", "courses/LICENSE.txt", "missing.pdf", "-"]
    assert below(*named, "courses/photo.jpg") == named
    assert not any(file.walked for file in discover(named).files)


def test_include_decides_alone_and_exclude_goes_first(courses: Path) -> None:
    assert below("courses", include=("*.md",)) == [
        "courses/README.md",
        "courses/b.md",
        "courses/2024/drafts/y.md",
    ]
    assert below("courses", include=("*.jpg",)) == ["courses/photo.jpg"]
    assert below("courses", include=("*.md",), exclude=("drafts/", "README.md")) == ["courses/b.md"]


def test_ignore_files_hold_below_their_folder_and_the_nearest_decides(courses: Path) -> None:
    (courses / ".gapcheckignore").write_text("# not these\n*.md\n/2024/*.docx\n", "utf-8")
    assert below("courses") == ["courses/a.pdf"]
    (courses / "2024" / "drafts" / ".gapcheckignore").write_text("!y.md\n", "utf-8")
    assert below("courses") == ["courses/a.pdf", "courses/2024/drafts/y.md"]
    assert below("courses/2024") == ["courses/2024/drafts/y.md"]


def test_a_bad_pattern_is_wrong_usage(courses: Path) -> None:
    with pytest.raises(UsageError, match="--include: no pattern"):
        below("courses", include=("!",))


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_links_are_passed_over_unless_followed_and_loops_end(courses: Path) -> None:
    (courses / "2024" / "loop").symlink_to(courses, target_is_directory=True)
    outside = courses.parent / "elsewhere"
    outside.mkdir()
    (outside / "x.md").write_text("x", "utf-8")
    (courses / "linked").symlink_to(outside, target_is_directory=True)
    (courses / "file.md").symlink_to(outside / "x.md")
    plain = below("courses")
    assert not [path for path in plain if "loop" in path or "linked" in path or "file.md" in path]
    passed = [
        Path(path).name for path, reason in discover(["courses"]).passed if reason == "a link"
    ]
    assert passed == ["file.md", "linked", "loop"]
    followed = below("courses", follow_links=True)
    assert sorted(set(followed) - set(plain)) == ["courses/file.md", "courses/linked/x.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_in_a_folder_is_reported_and_never_opened(courses: Path) -> None:
    os.mkfifo(courses / "pipe.md")
    found = [file for file in discover(["courses"]).files if file.source.endswith("pipe.md")]
    assert [(file.size, file.walked) for file in found] == [(-1, True)]


def test_lists_of_files_by_line_and_by_zero_byte(tmp_path: Path) -> None:
    listed = tmp_path / "list"
    listed.write_bytes(b"a.md\n\nb c.pdf\n")
    assert read_file_list(str(listed)) == ["a.md", "b c.pdf"]
    assert read_file_list("-", b"a\nb.md\0c.md\0") == ["a\nb.md", "c.md"]
    with pytest.raises(UsageError, match="No such file"):
        read_file_list(str(tmp_path / "none"))


def test_names_that_are_no_text_survive(tmp_path: Path) -> None:
    name = os.fsencode(str(tmp_path)) + b"/caf\xe9.md"
    try:
        Path(os.fsdecode(name)).write_text("x", "utf-8")
    except OSError:
        pytest.skip("the file system wants text")
    assert [os.fsencode(path) for path in below(str(tmp_path))] == [name]
