"""Which files paths stand for: those named, the readable ones below folders, and files behind URLs.

Takes paths as typed and gives a :class:`Discovery`: files in a stable order, and what was passed
over. Also reads the bytes of what was found, wherever it lies.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from curriculum_gap.errors import ReadError, UsageError, named_message
from curriculum_gap.gitignore import PathPatterns, compile_patterns
from curriculum_gap.nouns import Included, Limits, Status
from curriculum_gap.readers import gather, is_only_in_cloud, is_readable, is_spreadsheet, load
from curriculum_gap.scan.packed_course import Part, pack_course
from curriculum_gap.scan.parts import parts_among
from curriculum_gap.scan.settings import STANDARD_INPUT, ScanSettings

__all__ = [
    "NOT_READ",
    "OTHER_KIND",
    "OTHER_SPREADSHEET",
    "PART_OF",
    "STANDARD_INPUT",
    "Discovery",
    "Found",
    "discover",
    "included_by",
    "is_own_report",
    "is_remote",
    "read_file_list",
    "read_found",
    "walked_file",
]

_IGNORE_FILE = ".gapcheckignore"
_MAX_IGNORE_FILE = 1_000_000  # bytes read of one
_SOFTWARE_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages", "__MACOSX"})
# Files that accompany any repository and would be taken for syllabi: by their whole names, for
# "History of Psychology" is a course. README files are syllabi as often as not and are read.
_REPOSITORY_FILE = re.compile(
    r"(?:(?:licen[cs]e|copying)(?:-(?:mit|apache|bsd|gpl))?|notice|changelog|changes|history|"
    r"contributing|contributors|authors|code[-_]of[-_]conduct|security|codeowners)"
    r"(?:\.(?:md|markdown|rst|txt))?"
    r"|requirements(?:[-_](?:dev|docs|tests?))?\.txt|(?:robots|humans|llms|cmakelists)\.txt",
    re.IGNORECASE,
)
OTHER_KIND = "of another kind"
"""Why a file is passed over that is none of ours to read."""
NOT_READ = "in a document format that is not read"
"""The same where it could well be a syllabus."""
PART_OF = "part of "
"""The same, before the path of the document that includes it."""
OTHER_SPREADSHEET = "a spreadsheet without a word of a course in its name"
"""The same of spreadsheets: most hold data or grades."""
_DOCUMENT_SUFFIXES = frozenset({
    ".dot", ".epub", ".gdoc", ".odp", ".pages", ".ppt",
    ".wpd", ".wps",
})  # fmt: skip
# Quarto, Jekyll and R Markdown include files with such names and make no page of them; Hugo's
# "_index.md" is a page.
_PARTIAL = re.compile(
    r"_(?!index\.|[^.]*\s)[^.]+\.(?:qmd|rmd|md|markdown|mdx|html?|tex)", re.IGNORECASE
)
_LOCK_PREFIX = "~$"  # of Microsoft Office; other lock files begin with a dot
_REPORT_SUFFIXES = (".md", ".markdown", ".html", ".htm")
# How our own reports begin and end. A syllabus that begins like one is read.
_REPORT_START = re.compile(rb"(?:<!doctype html>\s+)?<!-- gapcheck report -->")
_REPORT_END = re.compile(rb"gapcheck [\w.+&#;]+ \S{1,8} (?:rubric|topic lists?) ")
_REPORT_END_BYTES = 2_000
_OFFICE_SUFFIXES = (".docx", ".xlsx")
# How the tables begin that `check`, `map`, `trend` and `crosswalk` write.
_TABLE_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:source,status,title,pages,|topic,title,domain,expected,"
    rb"|course,course_title,topic,topic_title,|standard,edition,status,as_of,item,)"
)
_OFFICE_PROPERTIES, _OFFICE_MARK = "docProps/core.xml", b"<cp:category>gapcheck report<"
_OFFICE_BYTES = 20_000  # of the properties of a file
_MANIFEST = b"imsmanifest.xml"  # of the export of a course
_ZIP_END_BYTES = 22 + 65_535  # the end of an archive with its comment
_ZIP_DIRECTORY_BYTES = 4_000_000  # of 10,000 members, more than which are not read, with long names
_LIST_BYTES = 50_000_000  # of a list of files: 500,000 paths of 100 bytes
_ZEROS_OF_WIDE = 0.35  # of all bytes; a list with zero bytes between its paths has a tenth


@dataclass(frozen=True, slots=True)
class Found:
    """A file to check.

    ``source`` is its path as typed (below a folder: the folder as typed and what follows).
    ``size`` in bytes and ``changed`` in nanoseconds since 1970 are -1 where unknown, and so are
    ``touched``, the time at which the system last changed anything of the file (a program can set
    ``changed``, not this), and ``inode``, the system's number of the file. ``walked`` tells files
    met in a folder from files that were named; ``root`` is that folder, as it was named.
    ``members`` are the files of a folder that is one course, None for a file.
    """

    source: str
    size: int = -1
    changed: int = -1
    walked: bool = False
    touched: int = -1
    inode: int = -1
    root: str = ""
    members: tuple[Found, ...] | None = None


@dataclass(slots=True)
class Discovery:
    """What paths stand for. ``passed`` holds the files, and the folders that links and patterns
    keep from being walked, that were passed over, with the reason."""

    files: list[Found] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)


def discover(paths: Iterable[str], settings: ScanSettings | None = None) -> Discovery:
    """Files as typed, and the files below each folder or URL in a stable order, each path once.

    A path that does not exist stays in the list: whoever reads it says so. Raises UsageError for a
    wrong pattern, and for a URL that cannot be listed.
    """
    settings = settings or ScanSettings()
    walk = _Walk(settings)
    known: set[str] = set()
    for path in paths:
        found: Iterable[Found]
        if is_remote(path):
            found = walk.behind_url(path)
        elif path != STANDARD_INPUT and os.path.isdir(path):  # noqa: PTH112 (keeps it as typed)
            found = walk.below(path)
        else:
            found = [_named(path)]
        for file in found:
            if file.source not in known:
                known.add(file.source)
                walk.discovery.files.append(file)
    return _without_parts(walk.discovery, settings.limits)


def _without_parts(discovery: Discovery, limits: Limits) -> Discovery:
    """The files, without those of folders that other files include as their parts."""
    local = [file for file in discovery.files if not is_remote(file.source)]
    parts = parts_among(((file.source, file.root) for file in local), limits)
    files: list[Found] = []
    for file in discovery.files:
        if file.walked and file.source in parts:
            discovery.passed.append((file.source, f"{PART_OF}{parts[file.source]}"))
        else:
            files.append(file)
    return Discovery(files, discovery.passed)


def read_file_list(path: str, standard_input: bytes | None = None) -> list[str]:
    """The paths in a file, one a line (or ended by zero bytes where it holds any), in UTF-8 or
    UTF-16.

    ``standard_input`` is the content when ``path`` is ``-``. Raises UsageError when it cannot be
    read.
    """
    hint = "name a file with one path a line"
    try:
        content = standard_input
        if content is None:
            with Path(path).open("rb") as file:  # perhaps a pipe: --files-from <(find …)
                content = file.read(_LIST_BYTES + 1)
    except OSError as error:
        raise UsageError(path, error.strerror or "cannot be read", hint) from None
    if len(content) > _LIST_BYTES:
        raise UsageError(path, f"larger than {_LIST_BYTES:,} bytes", hint)
    encoding = _wide_encoding(content)
    if encoding:
        try:
            content = content.decode(encoding).removeprefix("\ufeff").encode()
        except UnicodeError:
            raise UsageError(path, "the text is no whole UTF-16", "save it as UTF-8") from None
        if _wide_encoding(content):  # it was UTF-32: single letters, "/" among them
            raise UsageError(path, "the text is not UTF-8", "save it as UTF-8")
    content = content.removeprefix(codecs.BOM_UTF8)
    parts = content.split(b"\0") if b"\0" in content else content.splitlines()
    return [os.fsdecode(part) for part in parts if part.strip()]


def _wide_encoding(content: bytes) -> str:
    """UTF-16 (PowerShell's ``> list``) as it shows by its mark or its many zero bytes, else ""."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = content.count(0)
    if zeros <= len(content) * _ZEROS_OF_WIDE:
        return ""
    return "utf-16-be" if content[::2].count(0) * 2 > zeros else "utf-16-le"


def read_found(
    found: Found, settings: ScanSettings, standard_input: Callable[[int], bytes] | None = None
) -> bytes:
    """The bytes of a file. Raises ReadError.

    Of standard input and of a URL, one byte beyond the limit on size is read at most; the reader
    refuses such a file.
    """
    if found.source == STANDARD_INPUT and standard_input is not None:
        return standard_input(settings.limits.input_bytes + 1)
    if is_remote(found.source):
        return _fetch(found.source, settings.limits)
    if found.members is not None:
        title = os.path.basename(os.path.abspath(found.source))  # noqa: PTH100, PTH119
        return pack_course(title, _parts_of(found, settings), settings.limits)
    follows = settings.follow_links or not found.walked
    return load(found.source, settings.limits, -1 if follows else found.inode)


def _parts_of(course: Found, settings: ScanSettings) -> Iterator[Part]:
    """The files of a course: path in its folder, content or why there is none, what it includes."""
    for file in course.members or ():
        path = os.path.relpath(file.source, course.source).replace(os.sep, "/")
        try:
            content = read_found(file, settings)
        except ReadError as error:
            yield path, error, None
            continue
        yield path, content, included_by(file, content, settings)


def included_by(found: Found, content: bytes, settings: ScanSettings) -> Included | None:
    """The files that a file with this content includes, from the folder in which it was met or, for
    a file that was named, from its own; None where it names none, for standard input, URLs and
    folders."""
    if found.members is not None:
        return None
    if found.source == STANDARD_INPUT or is_remote(found.source):
        return None
    return gather(content, found.source, found.root, settings.limits)


def _named(path: str) -> Found:
    try:
        state = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return Found(path)
    if not stat.S_ISREG(state.st_mode):
        return Found(path)
    return _regular_file(path, state)


def walked_file(path: str, root: str) -> Found:
    """A file that was met in the folder ``root``, with what the system says about it."""
    try:
        state = os.stat(path, follow_symlinks=False)  # noqa: PTH116
    except (OSError, ValueError):
        return Found(path, walked=True, root=root)
    return _regular_file(path, state, root)


def _regular_file(path: str, state: os.stat_result, root: str = "") -> Found:
    """A file with what the system says about it; ``root`` is the folder in which it was met."""
    touched = -1 if os.name == "nt" else state.st_ctime_ns  # Windows: when it was made
    return Found(path, state.st_size, state.st_mtime_ns, root != "", touched, state.st_ino, root)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to walk: its path, its parts below the folder named, and the rules that hold."""

    path: str
    parts: tuple[str, ...]
    rules: _IgnoreRules


class _Walk:
    """A walk over folders: the patterns that hold, and what was found so far."""

    def __init__(self, settings: ScanSettings) -> None:
        self.discovery = Discovery()
        self._follow = settings.follow_links
        self._include = compile_patterns(settings.include, "--include")
        self._exclude = compile_patterns(settings.exclude, "--exclude")
        self._walked: set[tuple[int, int]] = set()
        self._top = ""

    def below(self, top: str) -> Iterator[Found]:
        """The wanted files below ``top``: files of a folder first, then its folders, by name."""
        above, rules = _ignore_rules_above(top)
        self._walked = {_identity(top)}
        self._top = top
        # A stack of our own: folders may lie deeper than Python calls itself.
        stack = [_Folder(top, (), rules)]
        while stack:
            folder = stack.pop()
            try:
                with os.scandir(folder.path) as entries:
                    rows = sorted(entries, key=lambda entry: entry.name)
            except OSError:
                # What lies in it is not known: it must not look as if everything had been read.
                yield Found(folder.path, walked=True)
                continue
            depth = len(above) + len(folder.parts)
            rules = folder.rules.with_file(depth, _read_ignore_file(folder.path))
            folders = []
            for entry in rows:
                parts = (*folder.parts, entry.name)
                kind = self._kind(entry)
                if kind == "":
                    continue
                is_folder = kind == "folder"
                reason = self._reason_against(parts, is_folder)
                if reason == OTHER_KIND and not is_folder and _is_course_export(entry.path):
                    reason = ""
                if not reason and rules.ignores((*above, *parts), is_folder):
                    reason = f"ignored by {_IGNORE_FILE}"
                if reason:
                    self._pass_over(entry.path, reason)
                elif is_folder:
                    folders.append(_Folder(entry.path, parts, rules))
                else:
                    yield from self._file(entry)
            stack.extend(reversed(folders))

    def behind_url(self, url: str) -> Iterator[Found]:
        """The files at ``url``, a file or a prefix, in a stable order. Raises UsageError where the
        file system is unknown, not installed or does not answer."""
        system, path = _file_system(url)
        try:
            if not system.isdir(path):
                details = system.info(path) if system.isfile(path) else {}
                yield Found(url, _remote_size(details), _remote_changed(details))
                return
            listing = system.find(path, detail=True)
        except Exception as error:  # each file system raises what its library raises
            what = f"cannot be listed ({named_message(error)})"
            raise UsageError(url, what, "check the address and your credentials") from None
        for name in sorted(listing):
            parts = tuple(name.removeprefix(path.rstrip("/")).strip("/").split("/"))
            if any(part.startswith(".") for part in parts):
                continue
            source = f"{url.rstrip('/')}/{'/'.join(parts)}"
            reason = self._reason_against(parts)
            if reason:
                self._pass_over(source, reason)
            else:
                details = listing[name]
                yield Found(source, _remote_size(details), _remote_changed(details), walked=True)

    def _kind(self, entry: os.DirEntry[str]) -> str:
        """``file``, ``folder``, or empty for what is passed over."""
        if entry.name in _SOFTWARE_FOLDERS:
            return ""
        try:
            if entry.name.startswith("."):
                if is_readable(entry.name) and not entry.is_dir():
                    self._pass_over(entry.path, "hidden")
                return ""
            if entry.is_symlink() and not self._follow:
                if entry.is_dir() or is_readable(entry.name):
                    self._pass_over(entry.path, "a link")
                return ""
            if not entry.is_dir():
                if entry.name.startswith(_LOCK_PREFIX):
                    self._pass_over(entry.path, "a lock file")
                    return ""
                return "file"
            if self._follow:
                identity = _identity(entry.path)
                if identity in self._walked:
                    self._pass_over(entry.path, "a link to a folder already walked")
                    return ""
                self._walked.add(identity)
            return "folder"
        except OSError:
            self._pass_over(entry.path, "a link that leads nowhere")  # or to itself
            return ""

    def _pass_over(self, path: str, reason: str) -> None:
        self.discovery.passed.append((path, reason))

    def _reason_against(self, parts: tuple[str, ...], is_folder: bool = False) -> str:
        """Why the file or folder with these parts below the folder or URL named is passed over;
        empty where it is not. ``include`` alone decides where given, otherwise what gapcheck
        reads."""
        name = parts[-1]
        if self._exclude.decide(parts, is_folder):
            return "left out by --exclude"
        if is_folder:
            return ""
        if self._include:
            return "" if self._include.decide(parts) else "not in --include"
        if _REPOSITORY_FILE.fullmatch(name):
            return "a file of repositories"
        if is_readable(name):
            return ""
        if is_spreadsheet(name):
            return OTHER_SPREADSHEET
        suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 (a hot loop)
        return NOT_READ if suffix in _DOCUMENT_SUFFIXES else OTHER_KIND

    def _file(self, entry: os.DirEntry[str]) -> Iterator[Found]:
        """The file, unless it is passed over. One whose state cannot be read stays in the scan:
        whoever reads it says why."""
        try:
            state = entry.stat()
        except OSError:
            yield Found(entry.path, walked=True)
            return
        if is_only_in_cloud(state):
            self._pass_over(entry.path, "only in the cloud: download it first")
        elif not stat.S_ISREG(state.st_mode):  # a pipe: the reader says so without opening it
            yield Found(entry.path, walked=True)
        elif is_own_report(entry.path):
            self._pass_over(entry.path, "a report of gapcheck")
        elif _PARTIAL.fullmatch(entry.name) and not self._include:
            self._pass_over(entry.path, "a part that other documents include")
        else:
            yield _regular_file(entry.path, state, self._top)


def _is_course_export(path: str) -> bool:
    """Whether a ZIP archive is the export of a course: its directory, which stands at its end,
    names a manifest. Not more of the file is read than that directory, and never a long one."""
    if not path.lower().endswith(".zip"):
        return False
    try:
        state = os.stat(path)  # noqa: PTH116
        if not stat.S_ISREG(state.st_mode) or is_only_in_cloud(state):  # opening could block
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _ZIP_END_BYTES))
            tail = file.read(_ZIP_END_BYTES)
            end = tail.rfind(b"PK\x05\x06")
            if end < 0 or len(tail) - end < 22:
                return False
            length = int.from_bytes(tail[end + 12 : end + 16], "little")
            start = size - len(tail) + end - length
            if length > _ZIP_DIRECTORY_BYTES or start < 0:
                return False
            file.seek(start)
            return _MANIFEST in file.read(length).lower()
    except OSError:
        return False


def _identity(path: str) -> tuple[int, int]:
    """What tells one folder from another, whatever links lead to it."""
    state = os.stat(path)  # noqa: PTH116
    return state.st_dev, state.st_ino


def is_own_report(path: str) -> bool:
    """Whether we wrote this file: it quotes syllabi and is none."""
    if path.lower().endswith(_OFFICE_SUFFIXES):
        return _has_office_mark(path)
    if not path.lower().endswith((*_REPORT_SUFFIXES, ".csv")):
        return False
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            if path.lower().endswith(".csv"):
                return _TABLE_START.match(file.read(60)) is not None
            if not _REPORT_START.match(file.read(60)):
                return False
            file.seek(max(0, file.seek(0, os.SEEK_END) - _REPORT_END_BYTES))
            return bool(_REPORT_END.search(file.read(_REPORT_END_BYTES)))
    except OSError:
        return False


def _has_office_mark(path: str) -> bool:
    """Whether the properties of a Word or Excel file say that it is a report of ours; they stay
    when somebody edits it."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open(_OFFICE_PROPERTIES) as properties:
            return _OFFICE_MARK in properties.read(_OFFICE_BYTES)
    except Exception:  # whatever a torn file raises, the reader of documents says it
        return False


# Patterns and ignore files


def _read_ignore_file(folder: str) -> PathPatterns | None:
    """The patterns of a folder's ``.gapcheckignore``, None where it has none. Raises UsageError for
    a file that is too large."""
    path = Path(folder, _IGNORE_FILE)
    try:
        if not path.is_file():
            return None
        with path.open("rb") as handle:
            content = handle.read(_MAX_IGNORE_FILE + 1)
    except OSError:
        return None
    if len(content) > _MAX_IGNORE_FILE:
        what = f"larger than {_MAX_IGNORE_FILE:,} bytes"
        raise UsageError(str(path), what, "name folders, or use *")
    text = content.decode("utf-8-sig", "surrogateescape")
    return compile_patterns(text.splitlines(), str(path)) or None


@dataclass(frozen=True, slots=True)
class _IgnoreRules:
    """The ignore files that hold in a folder, the nearest first, each with the depth of its own
    folder. The nearest that says anything decides, as in git."""

    files: tuple[tuple[int, PathPatterns], ...] = ()

    def with_file(self, depth: int, patterns: PathPatterns | None) -> _IgnoreRules:
        """The rules in a folder at ``depth`` that may bring an ignore file of its own."""
        return self if patterns is None else _IgnoreRules(((depth, patterns), *self.files))

    def ignores(self, parts: Sequence[str], folder: bool) -> bool:
        """Whether the file or folder with these path parts, counted from the top, is ignored."""
        for depth, patterns in self.files:
            decision = patterns.decide(parts[depth:], folder)
            if decision is not None:
                return decision
        return False


def _ignore_rules_above(top: str) -> tuple[tuple[str, ...], _IgnoreRules]:
    """The folders from the current one down to ``top``, and the ignore files in them."""
    rules = _IgnoreRules()
    here, there = Path.cwd(), Path(top).resolve()
    if not there.is_relative_to(here):
        return (), rules
    parts = there.relative_to(here).parts
    folder = here
    for depth, part in enumerate(parts):
        rules = rules.with_file(depth, _read_ignore_file(str(folder)))
        folder /= part
    return parts, rules


# Files behind a URL (s3://, gs:// …), through fsspec: only where the user names one


def is_remote(source: str) -> bool:
    """Whether ``source`` is a URL and not a path."""
    return "://" in source


def _file_system(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path in it. Raises UsageError."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        what = "addresses need fsspec, which is not installed"
        raise UsageError(url, what, "pip install 'gapcheck[remote]'") from None
    try:
        system, path = url_to_fs(url)
    except ImportError as error:  # the library of this one file system
        raise UsageError(url, str(error), "install it beside gapcheck") from None
    except ValueError as error:
        raise UsageError(url, str(error), "known: s3://, gs://, az://, memory:// …") from None
    return system, str(path)


def _fetch(url: str, limits: Limits) -> bytes:
    """The bytes at ``url``. Raises ReadError."""
    try:
        system, path = _file_system(url)
        with system.open(path, "rb") as handle:
            content: bytes = handle.read(limits.input_bytes + 1)
            return content
    except FileNotFoundError:
        raise ReadError(Status.UNREADABLE, "no such file", "check the address") from None
    except Exception as error:  # each file system raises what its library raises
        what = f"cannot be fetched ({named_message(error)})"
        raise ReadError(Status.UNREADABLE, what, "try it again") from None


def _remote_size(details: dict[str, Any]) -> int:
    size = details.get("size")
    return size if isinstance(size, int) else -1


def _remote_changed(details: dict[str, Any]) -> int:
    """Nanoseconds since 1970, -1 (never taken for unchanged) where the file system does not say."""
    for name in ("LastModified", "last_modified", "updated", "mtime", "created"):
        moment = details.get(name)
        if isinstance(moment, datetime):
            return int(moment.timestamp() * 1e9)
        if isinstance(moment, (int, float)):
            return int(moment * 1e9)
    return -1
