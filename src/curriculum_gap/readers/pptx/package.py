"""The parts of a PowerPoint file, within budgets, and the order of its slides.

Takes the bytes of a file and the limits; gives a `Package`. Slides come in the order of the
presentation, each with the section that it begins; a part that stands in the package and in no
list is never read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.readers.archive import inflate
from curriculum_gap.readers.office_xml import Relation, parse_part, part_name, relations_of
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = [
    "CHART",
    "COMPATIBILITY",
    "DIAGRAM",
    "DRAWING",
    "MATH",
    "RELATIONSHIP",
    "SAVE_AGAIN",
    "P",
    "Package",
    "SlidePart",
    "integer",
    "is_on",
]

# Namespaces of PowerPoint's XML, as lxml writes them in front of a name.
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SECTIONS = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"

_KIND = "PowerPoint file"
SAVE_AGAIN = "open it in PowerPoint or LibreOffice and save it again as .pptx, or export it as PDF"
_USUAL_MAIN = "ppt/presentation.xml"
_PROPERTIES = "docprops/core.xml"
_SLIDE_SIZE = (9_144_000, 6_858_000)  # in EMU, where the presentation names none
_MOST_SLIDES_BEFORE = 10_000  # the number of the first slide


@dataclass(frozen=True, slots=True)
class SlidePart:
    """A slide of the presentation: its number as PowerPoint shows it, the name of its part, and
    the name of the section that begins with it (``""`` elsewhere)."""

    number: int
    name: str
    section: str = ""


class Package:
    """The XML parts of a PowerPoint file. What is parsed counts against ``inflated_bytes``, since
    many slides may name one part."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        members = inflate(content, limits, _may_hold_text)
        self._parts = {part_name(name): xml for name, xml in members.items()}
        self._left = limits.inflated_bytes
        self._relations: dict[str, dict[str, Relation]] = {}
        self._main_name = self._name_of_main()
        self._main = self.root(self._main_name)
        if self._main.tag != f"{P}presentation":
            what = "is an Office file of another kind, not a presentation"
            raise ReadError(Status.UNSUPPORTED, what, "export it as PDF or .docx")

    def _name_of_main(self) -> str:
        """The part with the list of slides. Raises ReadError (damaged) where there is none."""
        name = self.related_of_kind("", "officeDocument") or _USUAL_MAIN
        if name not in self._parts:
            raise ReadError(Status.DAMAGED, "its main part is missing", SAVE_AGAIN)
        return name

    def root(self, name: str) -> Any:
        """The root element of a part. Raises ReadError (damaged, too-large, refused)."""
        xml = self._parts[name]
        self._left -= len(xml)
        if self._left < 0:
            what = "shows the same parts so often that its slides have no end"
            raise ReadError(Status.TOO_LARGE, what, SAVE_AGAIN)
        return parse_part(xml, _KIND, SAVE_AGAIN)

    def relations(self, name: str) -> dict[str, Relation]:
        """What the part ``name`` refers to within the package, by id."""
        if name not in self._relations:
            self._relations[name] = relations_of(name, self._parts, _KIND, SAVE_AGAIN)
        return self._relations[name]

    def related(self, name: str, identity: str | None) -> str:
        """The name of the part that an id in the part ``name`` stands for, ``""`` without one."""
        relation = self.relations(name).get(identity or "")
        return relation.target if relation else ""

    def related_of_kind(self, name: str, kind: str) -> str:
        """The name of the first part of a kind that the part ``name`` refers to, or ``""``."""
        relations = self.relations(name).values()
        return next((each.target for each in relations if each.kind == kind), "")

    def size(self) -> tuple[int, int]:
        """Width and height of the slides, in the unit of their shapes."""
        size = self._main.find(f"{P}sldSz")
        width, height = (integer(size, "cx"), integer(size, "cy")) if size is not None else (0, 0)
        return (width, height) if width > 0 and height > 0 else _SLIDE_SIZE

    def slides(self, limits: Limits) -> tuple[list[SlidePart], int]:
        """The slides in order, each part once, and how many of the list are missing.

        Raises ReadError (too-large) for more than ``limits.pages``.
        """
        listed = self._main.findall(f"{P}sldIdLst/{P}sldId")
        if len(listed) > limits.pages:
            what = f"has {len(listed):,} slides, over the limit of {limits.pages:,}"
            raise ReadError(Status.TOO_LARGE, what, "raise the limit on pages, or split the file")
        first = integer(self._main, "firstSlideNum", 1)
        first = first if 0 <= first <= _MOST_SLIDES_BEFORE else 1
        begins = self._sections()
        known = {""}
        slides: list[SlidePart] = []
        missing = 0
        for number, entry in enumerate(listed, first):
            name = self.related(self._main_name, entry.get(f"{RELATIONSHIP}id"))
            missing += not name
            if name not in known:
                known.add(name)
                slides.append(SlidePart(number, name, begins.get(entry.get("id", ""), "")))
        return slides, missing

    def _sections(self) -> dict[str, str]:
        """Id of a slide → name of the section that begins with it."""
        begins: dict[str, str] = {}
        for section in self._main.iter(f"{_SECTIONS}section"):
            slide = section.find(f"{_SECTIONS}sldIdLst/{_SECTIONS}sldId")
            if slide is not None:
                begins.setdefault(slide.get("id", ""), normalize_space(section.get("name") or ""))
        return begins

    def title(self) -> str:
        """The title in the properties of the file, or ``""``."""
        if _PROPERTIES not in self._parts:
            return ""
        try:
            found = self.root(_PROPERTIES).find(_TITLE)
        except ReadError:  # properties are not the text: damage in them costs a title
            return ""
        return normalize_space("" if found is None else found.text or "")


def _may_hold_text(name: str) -> bool:
    """Whether a member of the archive is XML that may be read."""
    name = part_name(name)
    if name.startswith(("docprops/", "customxml/")):
        return name == _PROPERTIES
    return name.endswith((".xml", ".rels"))


def integer(element: Any, attribute: str, default: int = 0) -> int:
    """The integer in an attribute, ``default`` without one."""
    value = element.get(attribute) or ""
    try:
        return int(value) if len(value) < 20 else default
    except ValueError:
        return default


def is_on(value: str | None) -> bool:
    """Whether an attribute switches something on."""
    return value in ("1", "true", "on")
