"""What stands beside a page in the same file: pages that it shows in frames, style sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curriculum_gap.nouns import Block

__all__ = ["NO_FRAMES", "NO_PARTS", "SavedParts", "show_parts"]

NO_FRAMES: Mapping[Any, Sequence[Block]] = {}
_FRAMES = ("iframe", "frame", "object", "embed")
_NO_SIZE = frozenset(("0", "1", "0px", "1px"))  # of frames that count visitors


@dataclass(frozen=True, slots=True)
class SavedParts:
    """What the addresses in a page lead to, None where that is not known: ``frame`` gives the
    blocks of the page that a frame shows, ``sheet`` a style sheet."""

    frame: Callable[[str], Sequence[Block] | None]
    sheet: Callable[[str], str | None]


NO_PARTS = SavedParts(lambda _: None, lambda _: None)


def show_parts(root: Any, parts: SavedParts) -> dict[Any, Sequence[Block]]:
    """Puts the style sheets that are known into the page with this root element (which may be
    None), and gives the blocks of each of its frames that is known.

    These frames become ``div``, since pages show no text of other frames.
    """
    shown: dict[Any, Sequence[Block]] = {}
    if root is None or parts is NO_PARTS:
        return shown
    for link in list(root.iter("link")):
        sheet = parts.sheet(link.get("href") or "") if link.get("rel") == "stylesheet" else None
        if sheet is not None:
            link.tag, link.text = "style", sheet
            del link.attrib["rel"]
    for frame in list(root.iter(*_FRAMES)):
        blocks = parts.frame((frame.get("src") or frame.get("data") or "").strip())
        if blocks is not None:
            is_seen = _NO_SIZE.isdisjoint((frame.get("width"), frame.get("height")))
            shown[frame] = blocks if is_seen else ()
    for frame in shown:
        frame.tag = "div"
    return shown
