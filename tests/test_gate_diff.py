"""Two states compared, revisions read from Git's object store, saved reports read back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from handmade import RUBRIC, SCAN, coverage, evidence, found, report

from curriculum_gap.cli import main
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import (
    add_loss_gate,
    compare,
    export_documents,
    is_range,
    open_revisions,
    read_saved_report,
    renames_between,
)
from curriculum_gap.nouns import Comparison, Coverage, Level, Section, Status, Unread
from curriculum_gap.readers import is_readable
from curriculum_gap.reports import render_report

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def course(title: str, line: int = 1, **levels: Level) -> Coverage:
    topics = tuple(
        found(t.id, level, evidence(t.id, f"Week 1: {t.title}", line=line))
        if (level := levels.get(t.id, Level.ABSENT))
        else found(t.id, level)
        for t in RUBRIC.topics
    )
    return coverage(title, title=title, topics=topics)


def between(
    old: dict[str, Coverage | Unread],
    new: dict[str, Coverage | Unread],
    renames: dict[str, str] | None = None,
) -> Comparison:
    return compare(old, new, RUBRIC, ("old", "new"), renames)


def test_levels_and_evidence_gained_and_lost() -> None:
    old = {"a.md": course("A", hunger=Level.TAUGHT, seeds=Level.MENTIONED)}
    new = {"a.md": course("A", hunger=Level.MENTIONED, wages=Level.ASSESSED, seeds=Level.MENTIONED)}
    (document,) = between(old, new).documents
    assert [(c.topic, c.before, c.after) for c in document.changes] == [
        ("hunger", Level.TAUGHT, Level.MENTIONED),
        ("wages", Level.ABSENT, Level.ASSESSED),
    ]
    assert [e.passage.text for e in document.changes[1].gained] == ["Week 1: Wages of farm workers"]
    assert document.changes[0].gained == document.changes[0].lost == ()  # same words, lower level


def test_moved_lines_are_no_change() -> None:
    same = between({"a.md": course("A", 3, hunger=Level.TAUGHT)},
                   {"a.md": course("A", 90, hunger=Level.TAUGHT)})  # fmt: skip
    assert same.documents == () and same.unchanged == 1


def test_other_words_at_the_same_level_are_a_change() -> None:
    old, new = course("A", hunger=Level.TAUGHT), course("A", hunger=Level.TAUGHT)
    other = found("hunger", Level.TAUGHT, evidence("hunger", "Week 9: Hunger and law"),
                  evidence("hunger", "new policy", section=Section.POLICY))  # fmt: skip
    new = replace(new, topics=(other, *new.topics[1:]))
    (document,) = between({"a": old}, {"a": new}).documents
    (change,) = document.changes
    assert [e.passage.text for e in change.gained] == ["Week 9: Hunger and law"]
    assert [e.passage.text for e in change.lost] == ["Week 1: Hunger and its causes"]


def test_renamed_documents_are_followed() -> None:
    a, b = course("A", hunger=Level.TAUGHT), course("B", seeds=Level.TAUGHT)
    known = between({"a.md": a}, {"b.md": replace(a, title="Z")}, {"a.md": "b.md"}).documents
    assert [(d.old, d.new, d.changes) for d in known] == [("a.md", "b.md", ())]
    by_title = between({"a.md": a, "b.md": b}, {"x.md": b, "y.md": a})
    assert {(d.old, d.new) for d in by_title.documents} == {("a.md", "y.md"), ("b.md", "x.md")}
    # Two of one title: nobody knows which is which.
    unknown = between({"a.md": a, "b.md": a}, {"c.md": a, "d.md": a})
    assert {(d.old, d.new) for d in unknown.documents} == {
        ("a.md", ""), ("b.md", ""), ("", "c.md"), ("", "d.md"),
    }  # fmt: skip


def test_a_document_that_is_gone_loses_all_it_had() -> None:
    comparison = between({"a.md": course("A", hunger=Level.TAUGHT)}, {})
    (document,) = comparison.documents
    assert (document.old, document.new) == ("a.md", "")
    assert [(c.topic, c.after) for c in document.changes] == [("hunger", Level.ABSENT)]
    assert [(c.topic, c.before, c.after) for c in comparison.whole] == [
        ("hunger", Level.TAUGHT, Level.ABSENT)
    ]


def test_unread_is_not_lost() -> None:
    comparison = between({"a.md": course("A", hunger=Level.TAUGHT)},
                         {"a.md": replace(SCAN, source="a.md")})  # fmt: skip
    assert comparison.documents == comparison.whole == ()
    assert [entry.status for entry in comparison.unread] == [Status.SCANNED]


def test_a_loss_fails_only_when_asked() -> None:
    comparison = between({"a.md": course("A", hunger=Level.TAUGHT)}, {"a.md": course("A")})
    shown = replace(report(), comparison=comparison)
    assert add_loss_gate(shown, False).gate is None
    gate = add_loss_gate(shown, True).gate
    assert gate is not None
    (failure,) = gate.failures
    assert failure.message == "hunger fell from taught to absent" and failure.source == "a.md"
    assert failure.nearest is not None and "Hunger" in failure.nearest.passage.text


def git(folder: Path, *words: str, **more: bytes) -> bytes:
    settings = ["-c", "user.name=C", "-c", "user.email=c@example.invalid",
                "-c", "commit.gpgsign=false", "-C", str(folder)]  # fmt: skip
    done = subprocess.run(["git", *settings, *words], capture_output=True, check=True, timeout=60,
                          input=more.get("stdin"))  # fmt: skip
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    top = tmp_path / "repo"
    (top / "courses").mkdir(parents=True)
    git(top, "init", "-q", "-b", "main")
    (top / "courses" / "cours é.md").write_text("# One\n" + "text\n" * 20, "utf-8")
    (top / "courses" / "big.md").write_text("x" * 5_000, "utf-8")
    (top / "courses" / "kept.pdf").write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "utf-8"
    )
    (top / "tool.py").write_text("pass\n", "utf-8")
    (top / "link.md").symlink_to("/etc/hostname")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "one")
    git(top, "tag", "v1")
    git(top, "mv", "courses/cours é.md", "moved.md")
    git(top, "commit", "-q", "-m", "two")
    return top


@needs_git
def test_a_revision_is_exported_with_what_cannot_be_read(repository: Path, tmp_path: Path) -> None:
    revisions = open_revisions("v1..main", None, str(repository))
    assert revisions.names == ("v1", "main")
    room = tmp_path / "room"
    room.mkdir()
    unread = export_documents(revisions.top, revisions.old, (), room, is_readable, 1_000)
    assert sorted(path.relative_to(room).as_posix() for path in room.rglob("*.*")) == [
        "courses/cours é.md",
        "courses/kept.pdf",
    ]
    assert [(entry.source, entry.status) for entry in unread] == [
        ("courses/big.md", Status.TOO_LARGE)
    ]
    assert renames_between(revisions) == {"courses/cours é.md": "moved.md"}
    other = tmp_path / "other"
    other.mkdir()
    export_documents(revisions.top, revisions.new, ("moved.md",), other, is_readable, 9_999)
    assert [path.name for path in other.rglob("*.*")] == ["moved.md"]


@needs_git
def test_pointers_are_told_as_check_tells_them(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)
    annex = "courses/annexed.pdf"
    Path(annex).write_text(f"/annex/objects/SHA256E-s9--{'0' * 64}.pdf\n", "utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "three")
    told = {}
    for words in (["diff", "v1..HEAD"], ["check", "courses", "moved.md"]):
        assert main([*words, "-f", "json", "--isolated"]) == 3
        report = json.loads(capsys.readouterr().out)
        unread = report.get("unread") or report["comparison"]["unread"]
        told[words[0]] = {
            (entry["source"], entry["status"], entry["reason"], entry["hint"])
            for entry in unread
            if entry["source"].endswith(".pdf")
        }
    assert told["diff"] == told["check"]
    assert {(source, status) for source, status, *_ in told["diff"]} == {
        ("courses/kept.pdf", "elsewhere"),
        (annex, "elsewhere"),
    }


@needs_git
def test_a_hostile_tree_writes_nothing_outside(repository: Path, tmp_path: Path) -> None:
    blob = git(repository, "hash-object", "-w", "--stdin", stdin=b"# x\n").strip().decode()

    def tree_of(*entries: tuple[str, str, str]) -> str:
        raw = b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(digest)
                       for mode, name, digest in entries)  # fmt: skip
        words = ("hash-object", "-t", "tree", "--literally", "-w", "--stdin")
        return git(repository, *words, stdin=raw).strip().decode()

    tree = tree_of(
        ("100644", "..\\x.md", blob), ("100644", "C:x.md", blob), ("100644", "fine.md", blob)
    )
    above = tree_of(("40000", "..", tree))
    commit = git(repository, "commit-tree", above, "-m", "x").strip().decode()
    room = tmp_path / "deep" / "room"
    room.mkdir(parents=True)
    assert export_documents(str(repository), commit, (), room, is_readable, 100) == []
    assert list((tmp_path / "deep").rglob("*.md")) == []
    commit = git(repository, "commit-tree", tree, "-m", "x").strip().decode()
    export_documents(str(repository), commit, (), room, is_readable, 100)
    assert [path.name for path in room.iterdir()] == ["fine.md"]


@needs_git
def test_configuration_of_a_repository_runs_nothing(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    ran = tmp_path / "ran"
    trap.write_text(f"#!/bin/sh\ntouch {ran}\n", "utf-8")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "core.sshCommand",
                "diff.md.textconv", "filter.md.smudge"):  # fmt: skip
        git(repository, "config", key, str(trap))
    (repository / ".git" / "info" / "attributes").write_text("*.md diff=md filter=md\n", "utf-8")
    revisions = open_revisions("v1...main", None, str(repository))
    room = tmp_path / "room"
    room.mkdir()
    export_documents(revisions.top, revisions.new, (), room, is_readable, 100_000)
    renames_between(revisions)
    assert not ran.exists()


@needs_git
def test_what_is_no_revision_is_told(repository: Path, tmp_path: Path) -> None:
    for name in ("nowhere", "--upload-pack=x", "v1:courses", "-"):
        with pytest.raises(UsageError, match="revision"):
            open_revisions(name, "main", str(repository))
    outside = tmp_path / "outside"
    outside.mkdir()
    with pytest.raises(UsageError, match="not a git repository"):
        open_revisions("main", None, str(outside))


def test_ranges_are_told_from_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a..b").touch()
    assert [is_range(text) for text in ("a..b", "../a", "main..HEAD", "main...x", "main..")] == [
        False, False, True, True, True,
    ]  # fmt: skip


def test_a_saved_report_is_read_back(tmp_path: Path) -> None:
    shown = report(coverage(), SCAN)
    path = tmp_path / "r.json"
    path.write_text(str(render_report("json", shown)), "utf-8")
    saved = read_saved_report(str(path))
    assert (saved.rubric, saved.rubric_version) == ("food-justice", "2.0")
    again = replace(shown, documents=saved.documents)
    assert render_report("json", again) == render_report("json", shown)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not valid JSON"),
        ("[" * 200_000, "not valid JSON"),
        ("[]", "is not a report"),
        ('{"documents": []}', "has format None"),
        ('{"format": 1, "documents": [{"status": "ok"}], "rubric": {}}', "is damaged"),
        ('{"format": 1, "documents": 3, "rubric": {}}', "is damaged"),
    ],
)
def test_what_is_no_report_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=said):
        read_saved_report(str(path))


def test_a_report_in_json_lines_is_read_back_as_the_one_in_json(tmp_path: Path) -> None:
    shown = report(course("A", hunger=Level.TAUGHT), SCAN)
    one, lines = tmp_path / "one.json", tmp_path / "lines.jsonl"
    one.write_text(str(render_report("json", shown)), "utf-8")
    lines.write_text(str(render_report("jsonl", shown)), "utf-8")
    assert read_saved_report(str(one)) == read_saved_report(str(lines))
    assert read_saved_report(str(lines)).version == shown.version


@pytest.mark.parametrize(
    "text", ["", '{"source": "a.md"}\n', "[]\n", '{"source": 1}\n{"source":', "no"]
)
def test_lines_that_are_no_report_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"lines\.jsonl: "):
        read_saved_report(str(path))


def test_lines_of_two_rubrics_are_no_report(tmp_path: Path) -> None:
    first = str(render_report("jsonl", report(course("A"))))
    path = tmp_path / "lines.jsonl"
    path.write_text(first + first.replace(RUBRIC.version, "9.9"), "utf-8")
    with pytest.raises(UsageError, match="is not a report of gapcheck"):
        read_saved_report(str(path))
