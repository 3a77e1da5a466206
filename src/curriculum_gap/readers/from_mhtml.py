"""Web pages that a browser saved with their parts in one file: MHTML, and web archives of Safari.

The page is read as `from_html` reads it; the pages that it shows in frames are read where they
stand. Pictures are not looked at. Of style sheets only those are read that were part of the page:
what was fetched beside it is not read where a page is saved alone either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urldefrag, urljoin

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.elsewhere import check_page, shows_no_text
from curriculum_gap.readers.html.page import check_page_size, page_blocks, page_title, read_page
from curriculum_gap.readers.html.parsing import decode_page, parse_page
from curriculum_gap.readers.html.saved_parts import SavedParts, show_parts

__all__ = ["read"]

_PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_SHEET = "cid:css-"  # how the address of a sheet begins that Chromium took out of the page
_DEEPEST_FRAME = 10
_MOST_FRAMES = 500  # one page may stand in many frames, and these in many more
# Parts that hold parts; more are nested by nobody but to stop a parser.
_MOST_HOLDERS = 50
_HOLDER = lazy_pattern(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)
# The parser takes quadratic time over the parameters of such a line.
_LONG_TYPE = lazy_pattern(rb"^content-type:(?:[^\r\n]|\r?\n[ \t]){2000}", re.I | re.M)
_CHUNK = 1_000_000  # bytes that the parser gets at a time
_BINARY_PLIST = b"bplist00"
_SAVE_AGAIN = "open it in a browser and save it again, as HTML or PDF"


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A page or style sheet within the file: its address, the identifier by which frames may name
    it, the label of its encoding ("" where it has none), and what gives its bytes."""

    location: str
    identifier: str
    charset: str
    content: Callable[[], bytes]


def read(content: bytes, source: str, limits: Limits) -> Document:
    """The page in a saved page.

    ``line`` is None, since lines of the file are no lines of the page; ``inside`` names the frame.
    Raises ReadError as `from_html`
    does; too-large also for more parts than ``archive_members`` and for frames that hold more than
    ``html_bytes`` together, damaged for a file without the parts that it promises, unsupported for
    one without a page.
    """
    if content.startswith(_BINARY_PLIST):
        main, others, is_cut = *_parts_of_plist(content), False
    else:
        main, others, is_cut = _parts_of_mime(content, limits)
    pages = _Pages([main, *others], limits)
    text, warnings = pages.text_of(main)
    if is_cut and "</html" not in text[-1_000:].lower():
        warnings += ("is cut off: what followed its last line is lost",)
    document = read_page(text, source, limits, warnings, pages.parts_of(main, ()))
    blocks = tuple(replace(block, line=None) for block in document.blocks)
    return replace(document, format="mhtml", blocks=blocks)


class _Pages:
    """The pages of a file, read within one budget; the pages of frames are read on demand."""

    def __init__(self, parts: Sequence[_Part], limits: Limits) -> None:
        self._limits = limits
        self._bytes = 0
        self._frames = 0
        self._by_address: dict[str, _Part] = {}
        for part in parts:
            for address in (f"cid:{part.identifier}", part.location):
                self._by_address.setdefault(address, part)

    def text_of(self, part: _Part) -> tuple[str, tuple[str, ...]]:
        """The text of a part and warnings, as `decode_page` gives them."""
        content = part.content()
        self._bytes += len(content)
        check_page_size(self._bytes, self._limits)
        return decode_page(content, part.charset)

    def parts_of(self, page: _Part, above: tuple[_Part, ...]) -> SavedParts:
        """What stands beside a page; ``above`` are the pages that show it in a frame."""
        around = (*above, page)

        def frame(address: str) -> Sequence[Block] | None:
            shown = self._by_address.get(_absolute(page.location, address))
            if shown is None:
                return None
            if shown in around or len(around) > _DEEPEST_FRAME or shows_no_text(shown.location):
                return ()
            return self._blocks_of(shown, around)

        def sheet(address: str) -> str | None:
            found = self._by_address.get(address) if address.startswith(_SHEET) else None
            return None if found is None else self.text_of(found)[0]

        return SavedParts(frame, sheet)

    def _blocks_of(self, part: _Part, above: tuple[_Part, ...]) -> Sequence[Block]:
        """The blocks of the page in a frame; none where it only asks to sign in or for cookies."""
        self._frames += 1
        if self._frames > _MOST_FRAMES:
            what = f"shows pages in more than {_MOST_FRAMES} frames"
            raise ReadError(Status.TOO_LARGE, what, _SAVE_AGAIN)
        text, _ = self.text_of(part)
        root = parse_page(text)
        title = page_title(root)
        blocks = page_blocks(root, frames=show_parts(root, self.parts_of(part, above)))
        try:
            check_page(title, blocks)
        except ReadError:
            return ()
        inside = f"frame {title}".strip()
        return [replace(block, inside=block.inside or inside) for block in blocks]


def _absolute(base: str, address: str) -> str:
    """The address that a page at ``base`` means by ``address``, without the place in the page."""
    try:
        return urldefrag(urljoin(base, address)).url
    except ValueError:
        return address


# ---- MHTML


def _parts_of_mime(content: bytes, limits: Limits) -> tuple[_Part, list[_Part], bool]:
    """The page that an MHTML file shows, the other pages and style sheets in it, and whether the
    file ends within the last of its parts, which is a page."""
    message = _parse_mime(content, limits)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    pages = [part for part in leaves if part.get_content_type() in _PAGE_TYPES]
    if not pages:
        if message.defects or message.get_content_maintype() == "multipart":
            what = "is a saved web page without the page"
            raise ReadError(Status.DAMAGED, what, _SAVE_AGAIN)
        raise ReadError(Status.UNSUPPORTED, "is a saved file that is no web page", _SAVE_AGAIN)
    main = _main_page(message, pages)
    others = [page for page in pages if page is not main]
    others += [part for part in leaves if part.get_content_type() == "text/css"]
    unclosed = any("CloseBoundary" in type(defect).__name__ for defect in message.defects)
    is_cut = unclosed and leaves[-1] is pages[-1]
    return _mime_part(main), [_mime_part(part) for part in others], is_cut


def _parse_mime(content: bytes, limits: Limits) -> Any:
    """The message. Raises ReadError (too-large) beyond the number and depth of parts."""
    from email.message import Message
    from email.parser import BytesFeedParser
    from email.policy import compat32

    count = 0

    def part(policy: Any = compat32) -> Message:
        nonlocal count
        count += 1
        if count > limits.archive_members:
            what = f"has more than {limits.archive_members:,} parts"
            raise ReadError(Status.TOO_LARGE, what, _SAVE_AGAIN)
        return Message(policy)

    if sum(1 for _ in _HOLDER.finditer(content)) > _MOST_HOLDERS:
        raise ReadError(Status.TOO_LARGE, "nests its parts too deeply", _SAVE_AGAIN)
    if _LONG_TYPE.search(content):
        raise ReadError(Status.TOO_LARGE, "describes a part at too great length", _SAVE_AGAIN)
    parser = BytesFeedParser(part)
    for start in range(0, len(content), _CHUNK):
        parser.feed(content[start : start + _CHUNK])
    return parser.close()


def _main_page(message: Any, pages: Sequence[Any]) -> Any:
    """The page that the file shows: the one that it names as its start or by its address, else the
    first."""
    holders = [part for part in message.walk() if part.get_content_maintype() == "multipart"]
    starts = {_bare(str(holder.get_param("start") or "")) for holder in holders} - {""}
    address = str(message.get("Snapshot-Content-Location") or "").strip()
    for page in pages:
        if _bare(str(page.get("Content-ID") or "")) in starts:
            return page
    for page in pages:
        if address and str(page.get("Content-Location") or "").strip() == address:
            return page
    return pages[0]


def _mime_part(page: Any) -> _Part:
    return _Part(
        location="".join(str(page.get("Content-Location") or "").split()),
        identifier=_bare(str(page.get("Content-ID") or "")),
        charset=str(page.get_content_charset() or ""),
        content=partial(_content_of, page),
    )


def _content_of(page: Any) -> bytes:
    """The bytes of a page; Base64 that was cut off is decoded as far as it goes."""
    from binascii import Error, a2b_base64

    content: bytes = page.get_payload(decode=True) or b""
    if not any("Base64" in type(defect).__name__ for defect in page.defects):
        return content
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", page.get_payload().encode("ascii", "replace"))
    try:
        return a2b_base64(letters[: len(letters) // 4 * 4])
    except Error:
        raise ReadError(Status.DAMAGED, "holds a page that is damaged", _SAVE_AGAIN) from None


def _bare(identifier: str) -> str:
    """An identifier of a part without white space and its angle brackets."""
    return identifier.strip().removeprefix("<").removesuffix(">")


# ---- web archives of Safari


def _parts_of_plist(content: bytes) -> tuple[_Part, list[_Part]]:
    """The page that a web archive shows, and the other pages in it."""
    import plistlib

    try:
        archive = plistlib.loads(content, fmt=plistlib.FMT_BINARY)
    except (plistlib.InvalidFileException, ValueError, OverflowError):
        raise ReadError(Status.DAMAGED, "is a damaged web archive", _SAVE_AGAIN) from None
    pages = list(_archived_pages(archive))
    if not pages:
        raise ReadError(Status.UNSUPPORTED, "is a saved file that is no web page", _SAVE_AGAIN)
    return pages[0], pages[1:]


def _archived_pages(archive: Any) -> Iterator[_Part]:
    """The page of an archive, and those of the archives of its frames."""
    waiting = [archive]
    seen: set[int] = set()
    while waiting:
        archive = waiting.pop()
        if not isinstance(archive, dict) or id(archive) in seen:
            continue
        seen.add(id(archive))
        frames = archive.get("WebSubframeArchives")
        waiting += reversed(frames) if isinstance(frames, list) else []
        page = archive.get("WebMainResource")
        if isinstance(page, dict) and page.get("WebResourceMIMEType") in _PAGE_TYPES:
            location = str(page.get("WebResourceURL") or "")
            charset = str(page.get("WebResourceTextEncodingName") or "")
            yield _Part(location, "", charset, partial(_data_of, page))
        elif len(seen) == 1:
            return


def _data_of(page: Mapping[str, object]) -> bytes:
    data = page.get("WebResourceData")
    return data if isinstance(data, bytes) else b""
