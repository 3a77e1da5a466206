"""``imsmanifest.xml``: the title of a course, its modules with their items in order, and what each
item is.

Takes the root element; gives a `Manifest`. Common Cartridge 1.0 to 1.3, thin or not, and plain IMS
Content Packaging have the same elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Status
from curriculum_gap.readers.course_export.contents import Contents
from curriculum_gap.readers.course_export.xml_tree import (
    attribute,
    child,
    children,
    descendants,
    text_at,
)

__all__ = ["Item", "Manifest", "Module", "Resource", "read_manifest"]

# What the value of "intendedEndUserRole" is for what students do not see.
_FOR_TEACHERS = frozenset({"instructor", "mentor", "administrator"})
_DEEPEST = 40  # levels of items; deeper ones stand at this level
_MOST_ITEMS = 20_000  # an archive has 10,000 members at most


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing in an export. ``kind`` is its type in lower case, ``path`` its first file in the
    export ("" where it has none), ``files`` all of them, ``needs`` the resources it names as its
    parts. ``href`` is as the manifest writes it."""

    id: str
    kind: str
    href: str
    path: str
    files: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    use: str = ""
    for_teachers: bool = False
    preferred: str = ""  # a resource that says the same and more


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a module: ``resource`` is the id of what it shows, ``""`` for a heading;
    ``level`` counts how deep it stands below the module, from 1."""

    title: str
    resource: str = ""
    level: int = 1
    hidden: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A module with its items in order; ``title`` is "" for items that stand in none."""

    title: str
    items: tuple[Item, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says. ``resources`` are by their ids, in its order."""

    title: str
    modules: tuple[Module, ...]
    resources: dict[str, Resource]


def read_manifest(root: Any, contents: Contents) -> Manifest:
    """The values of a manifest's root element (None: of an export without one). Raises ReadError
    (too-large) where it lists too much."""
    for name in ("item", "resource", "file"):
        if sum(1 for _ in descendants(root, name)) > _MOST_ITEMS:
            what = f"its manifest lists more than {_MOST_ITEMS:,} parts"
            raise ReadError(Status.TOO_LARGE, what, "give the files of the course one by one")
    general = next(descendants(child(root, "metadata"), "general"), None)
    title = text_at(general, "title")
    resources: dict[str, Resource] = {}
    for element in children(child(root, "resources"), "resource"):
        resource = _resource(element, contents, attribute(child(root, "resources"), "base"))
        resources.setdefault(resource.id, resource)
    return Manifest(title, tuple(_modules(child(root, "organizations"))), resources)


def _resource(element: Any, contents: Contents, base: str) -> Resource:
    base = f"{base}{attribute(element, 'base')}"
    href = attribute(element, "href")
    named = [href, *(attribute(file, "href") for file in children(element, "file"))]
    found = [contents.find(each, base) for each in named if each]
    files = tuple(dict.fromkeys(path for path in found if path))
    roles = [text_at(role, "value") for role in descendants(element, "intendedEndUserRole")]
    return Resource(
        id=attribute(element, "identifier"),
        kind=attribute(element, "type").lower(),
        href=next((each for each in named if each), ""),
        path=files[0] if files else "",
        files=files,
        needs=tuple(attribute(each, "identifierref") for each in children(element, "dependency")),
        use=attribute(element, "intendeduse").lower(),
        for_teachers=bool(roles) and all(role.lower() in _FOR_TEACHERS for role in roles),
        preferred=attribute(child(element, "variant"), "identifierref"),
    )


def _modules(organizations: Any) -> Iterator[Module]:
    """The modules of the organization that is the default one, else of the first."""
    known = list(children(organizations, "organization"))
    default = attribute(organizations, "default")
    known.sort(key=lambda each: attribute(each, "identifier") != default)
    tops = list(children(known[0], "item")) if known else []
    # The root of a cartridge's tree is an item of its own, around the modules.
    while len(tops) == 1 and not attribute(tops[0], "identifierref") and _is_wrapper(tops[0]):
        tops = list(children(tops[0], "item"))
    loose: list[Item] = []
    for top in tops:
        below = tuple(_items(top, 1))
        if not below:
            loose.append(_item(top, 1))
            continue
        if loose:
            yield Module("", tuple(loose))
            loose = []
        own = (_item(top, 1),) if attribute(top, "identifierref") else ()
        yield Module(text_at(top, "title"), (*own, *below), _is_invisible(top))
    if loose:
        yield Module("", tuple(loose))


def _is_wrapper(item: Any) -> bool:
    """Whether an item only holds modules: it has no title, or its items hold items."""
    inner = list(children(item, "item"))
    if not inner:
        return False
    return not text_at(item, "title") or any(child(each, "item") is not None for each in inner)


def _items(element: Any, level: int) -> Iterator[Item]:
    """The items below an element, in order. Their nesting is bounded by the parser of XML."""
    for each in children(element, "item"):
        yield _item(each, level)
        yield from _items(each, min(level + 1, _DEEPEST))


def _item(element: Any, level: int) -> Item:
    return Item(
        text_at(element, "title"),
        attribute(element, "identifierref"),
        level,
        _is_invisible(element),
    )


def _is_invisible(element: Any) -> bool:
    return attribute(element, "isvisible").lower() == "false"
