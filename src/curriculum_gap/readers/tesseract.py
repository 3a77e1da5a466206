"""Tesseract, the program that recognises text in pictures, as it is installed on this machine.

Takes a picture in grey; gives its words with their places. The program is started with fixed
arguments and without a shell, gets the picture through its standard input, and answers on its
standard output: it writes no file. What it may take is bounded, and so is what it may answer.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

from curriculum_gap.errors import InstallationError, UsageError
from curriculum_gap.nouns import Ocr, Status

__all__ = ["Picture", "RecognitionError", "Word", "check_program", "find_ocr", "recognize"]

_NAME = "tesseract"
_INSTALL = "install Tesseract (the package tesseract or tesseract-ocr of your system)"
_ASK_SECONDS = 20.0  # for its version and its languages
_EXIT_SECONDS = 5.0  # from the end of its answer to its own end
_MOST_ANSWER = 5_000_000  # bytes: a page of 2,000 words takes 150,000
_LANGUAGE = re.compile(r"\w+(?:[/-]\w+)*")
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_COLUMNS = 12  # of a line of its table
_WORD_LEVEL = "5"  # in its first column: others are pages, blocks, paragraphs and lines
# Layout is found without turning the page. On ten pages of our examples, scanned at 200 dots an
# inch, taking a page for one column (4) or one block (6) gave the same levels and some 20 words
# more of 2,707.
_LAYOUT = "3"


class Picture(NamedTuple):
    """Rows of dots, a byte each (0 black, 255 white), from the upper left; ``dpi`` dots make an
    inch."""

    dots: bytes
    width: int
    height: int
    dpi: int


class Word(NamedTuple):
    """A word and its box in dots from the upper left. ``line`` is the same for all words of a
    printed line, ``confidence`` from 0 to 1."""

    text: str
    line: tuple[str, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float


class RecognitionError(Exception):
    """The program did not answer about a picture; says why. ``passing`` is the status of what
    another run may do better, None where the picture is to blame."""

    def __init__(self, what: str, passing: Status | None = None) -> None:
        super().__init__(what)
        self.passing = passing


def find_ocr(language: str) -> Ocr:
    """The program on this machine, to recognise text in ``language``: names of Tesseract's, joined
    by ``+``.

    Raises UsageError where it is not installed, does not run, or does not know a language.
    """
    program = _program()
    if not program:
        raise UsageError("--ocr", "no program 'tesseract' is on this machine", _INSTALL)
    version = _version(program)
    if not version:
        raise UsageError("--ocr", f"{program} does not say its version", _INSTALL)
    known = _languages(program)
    wanted = language.split("+")
    for name in wanted:
        if name not in known:
            what = f"Tesseract does not know the language '{name[:40]}'"
            hint = f"installed: {', '.join(known) or 'none'}; install its data, or name another"
            raise UsageError("--ocr-language", what, hint)
    return Ocr(version, "+".join(dict.fromkeys(wanted)))


def check_program(ocr: Ocr) -> None:
    """Raises InstallationError where this machine has another version than the one that started
    the run: a cluster's answers would differ from machine to machine."""
    program = _program()
    here = _version(program) if program else "none"
    if here != ocr.program:
        what = f"text recognition asks for {ocr.program}, this machine has {here or 'none'}"
        raise InstallationError(_NAME, what, "install the same version on all machines")


def recognize(picture: Picture, language: str, seconds: float) -> list[Word]:
    """The words of a picture, in the order in which they are read.

    Raises RecognitionError where the program fails, takes longer than ``seconds`` or answers
    nonsense.
    """
    program = _program()
    arguments = ["stdin", "stdout", "-l", language, "--dpi", str(picture.dpi), "--psm", _LAYOUT]
    command = [program, *arguments, "-c", "tessedit_create_tsv=1"]
    header = b"P5 %d %d 255\n" % (picture.width, picture.height)
    return _words(_answer(command, header + picture.dots, seconds))


@cache
def _program() -> str:
    """The path of the program, "" without one. It is looked for in whole paths alone: the current
    folder may hold strangers' files."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(filter(os.path.isabs, folders))
    found = shutil.which(_NAME, path=path) if path else None
    return found if found and os.path.isabs(found) else ""  # noqa: PTH117


@cache
def _version(program: str) -> str:
    """Name and version, as ``tesseract 5.3.0``; "" where it does not say."""
    first = _asked(program, "--version").split("\n")[0].strip()
    return first[:60] if first.startswith(_NAME) else ""


def _languages(program: str) -> list[str]:
    """The languages that are installed."""
    lines = map(str.strip, _asked(program, "--list-langs").splitlines())
    return [line for line in lines if _LANGUAGE.fullmatch(line)]


def _asked(program: str, question: str) -> str:
    """What the program writes to either stream."""
    try:
        with contextlib.suppress(RecognitionError):
            return _answer([program, question], b"", _ASK_SECONDS, subprocess.STDOUT).decode(
                "utf-8", "replace"
            )
    except OSError:
        pass
    return ""


def _answer(
    command: Sequence[str], given: bytes, seconds: float, errors: int = subprocess.DEVNULL
) -> bytes:
    """What a command writes when it is ``given`` some bytes. Raises RecognitionError, and OSError
    where it cannot be started.

    Two threads feed it and listen to it: neither a program that does not read nor one that does
    not write keeps this one waiting. It stays in the group of this process; on Linux it ends with
    this process, whatever ends that, elsewhere with the pipes at the latest, unless it hangs.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        cwd=os.path.dirname(command[0]),  # noqa: PTH120 (no file of the current folder is read)
        preexec_fn=_tied_to_parent(),
    )
    answer: list[bytes] = []

    def feed() -> None:
        with contextlib.suppress(OSError, ValueError), process.stdin or contextlib.nullcontext():
            assert process.stdin is not None
            process.stdin.write(given)

    def listen() -> None:
        with contextlib.suppress(OSError, ValueError), process.stdout or contextlib.nullcontext():
            assert process.stdout is not None
            answer.append(process.stdout.read(_MOST_ANSWER + 1))

    threads = [threading.Thread(target=work, daemon=True) for work in (feed, listen)]
    code: int | None = None
    whole = b""
    try:
        for thread in threads:
            thread.start()
        threads[1].join(seconds)
        if answer:
            whole = answer[0]
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = process.wait(0 if len(whole) > _MOST_ANSWER else _EXIT_SECONDS)
    finally:
        process.kill()
        process.wait()
    if len(whole) > _MOST_ANSWER:
        raise RecognitionError("wrote too much", Status.CRASHED)
    if code:
        ended = f"with code {code}" if code > 0 else f"by signal {-code}"
        raise RecognitionError(f"ended {ended}", Status.CRASHED)
    if code is None:
        raise RecognitionError(f"took more than {seconds:.0f} s", Status.TIMEOUT)
    return whole


def _tied_to_parent() -> Callable[[], object] | None:
    """What a new process calls so that the kernel ends it when the one that started it ends, even
    by SIGKILL; None where the platform has no such call."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    try:
        call = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None
    return partial(call, _END_WITH_PARENT, int(signal.SIGKILL))


def _words(table: bytes) -> list[Word]:
    """The words in the program's table. Raises RecognitionError where it is none."""
    lines = table.decode("utf-8", "replace").splitlines()
    if not lines or not lines[0].startswith("level\t"):
        raise RecognitionError("answered nonsense", Status.CRASHED)
    words: list[Word] = []
    for line in lines[1:]:
        cells = line.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != _WORD_LEVEL or not cells[-1].strip():
            continue
        try:
            left, top, width, height, confidence = map(float, cells[6:11])
        except ValueError:
            raise RecognitionError("answered nonsense", Status.CRASHED) from None
        text = "".join(cells[-1].split())
        share = min(max(confidence / 100, 0.0), 1.0)
        words.append(Word(text, tuple(cells[2:5]), left, top, left + width, top + height, share))
    return words
