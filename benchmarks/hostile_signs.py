"""Signs that an output would act on whoever looks at it, or that a check touched what it should
not."""

from __future__ import annotations

import csv
import io
import re

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\ud800-\udfff]"
)
_OWN_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_COMMAND = re.compile(r"^\s*(?:::[a-z-]+(?: |::)|##(?:vso)?\[)", re.MULTILINE)


def active(output: bytes, name: str = "table") -> list[str]:
    """What in an output would act: control sequences, commands to build servers, formulas."""
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"no valid UTF-8 ({error.reason})"]
    faults = []
    if name == "csv":
        text = text.replace("\r\n", "\n").removeprefix("\ufeff")
        for row in csv.reader(io.StringIO(text, newline="")):
            faults += [
                f"a formula: {cell!a}"
                for cell in row
                if re.match(r"[=+@\t\r-](?!\d*\.?\d*$)", cell)
            ]
            faults += [f"a cell of {len(cell):,}" for cell in row if len(cell) > 32_767]
    if name == "html":
        faults += _live_markup(output)
    bare = _OWN_COLOUR.sub("", text)
    faults += [f"control character {found!a}" for found in set(_CONTROL.findall(bare))]
    # An annotation is a command, and ours are: theirs are escaped within it.
    if name != "github":
        faults += [f"a build server obeys {found!a}" for found in set(_COMMAND.findall(text))]
    elif re.search(r"^::(?!error |warning |notice |group::|endgroup::)", text, re.MULTILINE):
        faults.append("a build server obeys a command that is not ours")
    return faults


def _live_markup(page: bytes) -> list[str]:
    """What in a page would act, parsed back as a browser does: our pages have no script, load
    nothing and link only within themselves."""
    from lxml import html

    faults = []
    for element in html.document_fromstring(page).iter():
        if element.tag in ("script", "iframe", "object", "embed", "img", "svg", "form", "base"):
            faults.append(f"markup: <{element.tag}>")
        for name, value in element.attrib.items():
            address = name in ("href", "src", "action", "formaction", "data")
            if name.startswith("on") or (address and not value.startswith("#")):
                faults.append(f"markup: {name}={value!a}")
    return faults


def reaches_out(call: str, work: str, roots: list[str]) -> bool:
    """Whether a line of strace shows something that a check has no business to do."""
    if re.search(r"\b(?:socket|connect|bind|sendto)\((?!AF_UNIX|PF_UNIX)", call):
        return "AF_INET" in call or "connect(" in call
    if "execve(" in call:
        program = re.search(r'execve\("([^"]*)"', call)
        return bool(program) and "= 0" in call and not re.search(r"python|strace", program[1])
    if (
        re.search(r"O_WRONLY|O_RDWR|O_CREAT|creat\(|mkdir\(|symlink\(|link\(", call)
        and "= -1" not in call
    ):
        place = re.search(r'"([^"]*)"', call)
        return bool(place) and not place[1].startswith((work, "/dev/", "/proc/"))
    return "xxe_canary" in call or "/etc/passwd" in call
