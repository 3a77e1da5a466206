"""The parts of an export in the order of a syllabus, each read once.

The headings that are put between the parts are words by which ``sections`` knows them: learning
outcomes, schedule, assignments, activities. A name that could begin a week ("Week 3 reflection")
stands behind what it is ("Assignment: Week 3 reflection"), so that no session begins there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits
from curriculum_gap.readers.archive import BudgetError
from curriculum_gap.readers.course_export.activities import Activity, read_activity
from curriculum_gap.readers.course_export.canvas import UNPUBLISHED, CanvasCourse
from curriculum_gap.readers.course_export.contents import Contents
from curriculum_gap.readers.course_export.course_text import (
    CourseText,
    blocks_of,
    html_blocks,
    html_text,
    parse_html,
    shortened,
)
from curriculum_gap.readers.course_export.documents import (
    Documents,
    is_document,
    is_syllabus,
    named,
)
from curriculum_gap.readers.course_export.layout import (
    CANVAS_FOLDER,
    FILES_FOLDER,
    MANIFEST,
    PAGES_FOLDER,
)
from curriculum_gap.readers.course_export.manifest import Item, Manifest, Module, Resource
from curriculum_gap.readers.course_export.xml_tree import descendants, text_at
from curriculum_gap.readers.elsewhere import check_text_parts
from curriculum_gap.readers.html.parsing import decode_page
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["CourseParts"]

_PAGES = (".html", ".htm", ".xhtml")
_SYLLABUS = f"{CANVAS_FOLDER}syllabus.html"
# Resources that hold no text of the course by themselves.
_WITHOUT_TEXT = ("imsqti", "imsbasiclti", "imsdt", "imswl", "assignment_xml")
_WORDS = {"assignment": "Assignment", "discussion": "Discussion", "quiz": "Quiz"}


class CourseParts:
    """Reads an export part after part; ``unpublished`` are the titles of what students do not
    see."""

    def __init__(
        self,
        contents: Contents,
        manifest: Manifest,
        canvas: CanvasCourse,
        documents: Documents,
        limits: Limits,
    ) -> None:
        self._contents = contents
        self._manifest = manifest
        self._canvas = canvas
        self._documents = documents
        self._limits = limits
        self._text = CourseText(limits)
        self._read: set[str] = {MANIFEST}  # paths of members
        self._shown: set[str] = set()  # ids of activities that are not graded
        self._thin: list[str] = []  # pages that hold little but links
        self._embedding: list[str] = []  # pages that show what lies elsewhere
        self._missing: list[str] = []  # items without a part
        self.unpublished: dict[str, None] = {}
        self._activities = self._all_activities()

    def read(self, title: str) -> CourseText:
        """The text of all parts."""
        self._text.section(title, 1)
        self._syllabus()
        self._outcomes()
        self._modules()
        self._graded_work()
        self._other_activities()
        self._other_pages()
        self._other_files()
        self._announcements()
        return self._text

    def warnings(self) -> tuple[str, ...]:
        """What a person should know of the reading."""
        lines = []
        if self.unpublished:
            count = len(self.unpublished)
            verb = "s are" if count > 1 else " is"
            lines.append(
                f"{count} part{verb} not published, so students do not see what is in them:"
                f" {named(list(self.unpublished))}"
            )
        if self._thin:
            lines.append(f"{_pages(self._thin)} hold little but links: {named(self._thin)}")
        if self._embedding:
            lines.append(
                f"{_pages(self._embedding)} show files or pages that were not read:"
                f" {named(self._embedding)}"
            )
        if self._missing:
            lines.append(f"items of which nothing was found or read: {named(self._missing)}")
        if self._contents.links:
            lines.append(f"links in the archive were not followed: {named(self._contents.links)}")
        if self._contents.beside:
            count = len(self._contents.beside)
            lines.append(f"{count} files beside the export were not read")
        return (*lines, *self._documents.warnings())

    # What there is

    def _all_activities(self) -> dict[str, Activity]:
        """Resource id → its activity."""
        found = {}
        for resource in self._manifest.resources.values():
            try:
                activity = read_activity(resource, self._manifest.resources, self._contents)
            except ReadError as error:
                self._give_up(resource.path, error)
                continue
            if activity is not None:
                found[resource.id] = activity
                self._read.update(resource.files)
        return found

    def _give_up(self, path: str, error: ReadError) -> None:
        """Notes a part that cannot be read; where nothing more can be, raises the error."""
        if isinstance(error, BudgetError):
            raise error
        self._read.add(path)
        self._documents.unread.append((path, error))

    def _resource(self, id: str) -> Resource | None:
        """The resource of that id, or the one that says the same and more."""
        resource = self._manifest.resources.get(id)
        return self._preferred_to(resource) or resource

    def _preferred_to(self, resource: Resource | None) -> Resource | None:
        """The resource that says the same as another one and more, None where there is none."""
        better = self._manifest.resources.get(resource.preferred) if resource else None
        return None if better is None or better.preferred else better

    # The parts, in order

    def _syllabus(self) -> None:
        """The syllabus page, then files and pages that are called syllabus."""
        description = html_text(self._canvas.description, self._limits)
        if description:
            self._text.section("Course description", 2, "course settings")
            self._text.paragraph(description, "course settings")
        marked = [
            resource.path
            for resource in self._manifest.resources.values()
            if resource.use == "syllabus" and resource.path.lower().endswith(_PAGES)
        ]
        for path in (_SYLLABUS, *marked):
            if path in self._contents.names and path not in self._read:
                self._page(path, "", 1, "syllabus")
        for path, resource in self._loose_paths():
            if is_syllabus(path):
                self._file_or_page(path, resource, 2)

    def _outcomes(self) -> None:
        """Learning outcomes; those that are aligned with graded work as a table."""
        outcomes = self._canvas.outcomes
        if not outcomes:
            return
        place = "outcomes"
        self._text.section("Learning outcomes", 2, place)
        titles = self._titles_of_work()
        rows, group = [], ""
        for outcome in outcomes:
            text = html_text(outcome.text, self._limits)
            title = normalize_space(outcome.title)
            said = f"{title}: {text}" if title and text and title != text else title or text
            work = [titles[id] for id in outcome.work if id in titles]
            if work:
                rows.append((said, "; ".join(dict.fromkeys(work))))
                continue
            if outcome.group != group:
                group = outcome.group
                self._text.heading(group, 3, place)
            self._text.entry(said, place)
        if rows:
            self._text.section("Outcomes and their assessment", 3, place)
            self._text.rows([("Learning outcome", "Assignment"), *rows], place)

    def _titles_of_work(self) -> dict[str, str]:
        """Ids of graded work and of its rubrics → its titles."""
        titles: dict[str, str] = {}
        for activity in self._activities.values():
            if activity.hidden or not activity.graded:
                continue
            for id in (*activity.ids, activity.rubric):
                titles.setdefault(id, activity.title)
        return titles

    def _modules(self) -> None:
        """Each module with its items."""
        modules = self._canvas.modules or list(self._manifest.modules)
        if any(module.items for module in modules):
            self._text.section("Course modules", 2)
        for module in modules:
            title = normalize_space(module.title)
            if module.hidden:
                self.unpublished[title or "a module"] = None
            place = f"module {shortened(title)}" if title else "modules"
            self._text.heading(title, 3, place, module.hidden)
            for item in module.items:
                self._item(item, module, place)

    def _item(self, item: Item, module: Module, place: str) -> None:
        """What one item of a module shows."""
        resource = self._resource(item.resource)
        activity = self._activities.get(resource.id if resource else item.resource)
        title = normalize_space(item.title)
        if activity is not None:
            title = title or normalize_space(activity.title)
        place = f"{place} / {shortened(title)}" if title else place
        hidden = module.hidden or item.hidden
        hidden = hidden or (resource is not None and resource.for_teachers)
        if activity is not None:
            hidden = hidden or activity.hidden
        if hidden and not module.hidden:
            self.unpublished[title or "an item"] = None
        if activity is not None and not activity.graded:
            self._activity(activity, 4, place, hidden)
        elif activity is not None:
            self._text.entry(_name_of(activity, title), place, hidden)
        elif resource is None and not item.resource:
            self._text.heading(title, 4, place, hidden)
        elif resource is not None and _is_link(resource):
            self._text.entry(title or self._title_of_link(resource), place, hidden)
        elif resource is not None and resource.path and resource.path not in self._read:
            self._file_or_page(resource.path, resource, 4, place, title, hidden)
        else:
            self._text.entry(title, place, hidden)
            if resource is not None and not resource.path:
                self._missing.append(title or resource.href)

    def _title_of_link(self, resource: Resource) -> str:
        """The title of a link or tool, whose address is never followed."""
        self._read.update(resource.files)
        try:
            root = self._contents.tree(resource.path)
        except ReadError as error:
            self._give_up(resource.path, error)
            return ""
        return text_at(root, "title")

    def _graded_work(self) -> None:
        """Assignments, quizzes and graded discussions by their groups, with points and weights."""
        work = [
            activity
            for activity in self._activities.values()
            if activity.graded and activity.kind != "announcement"
        ]
        if not work:
            return
        self._text.section("Assignments", 2, "assignments")
        known = self._canvas.groups
        order = {id: number for number, id in enumerate(known)}
        work.sort(key=lambda activity: order.get(activity.group, len(order)))
        group = ""
        for activity in work:
            if activity.group in known and activity.group != group:
                group = activity.group
                weight = known[group].weight
                share = f" ({weight:g} % of the grade)" if weight else ""
                self._text.heading(f"{known[group].title}{share}", 3, "assignments")
            place = f"{activity.kind} {shortened(activity.title)}"
            if activity.hidden:
                self.unpublished[normalize_space(activity.title)] = None
            self._activity(activity, 4, place, activity.hidden)

    def _other_activities(self) -> None:
        """Discussions, practice quizzes and the like that stand in no module and are not graded."""
        rest = [
            activity
            for activity in self._activities.values()
            if not activity.graded and activity.kind != "announcement" and activity.ids
        ]
        rest = [activity for activity in rest if activity.ids[0] not in self._shown]
        if rest:
            self._text.section("Class activities", 2, "discussions")
        for activity in rest:
            if activity.hidden:
                self.unpublished[normalize_space(activity.title)] = None
            place = f"{activity.kind} {shortened(activity.title)}"
            self._activity(activity, 3, place, activity.hidden)

    def _announcements(self) -> None:
        news = [each for each in self._activities.values() if each.kind == "announcement"]
        news = [activity for activity in news if not activity.hidden]
        if news:
            self._text.section("Announcements", 2, "announcements")
        for activity in news:
            self._activity(activity, 3, f"announcement {shortened(activity.title)}", False)

    def _other_pages(self) -> None:
        """Pages of the platform in no module."""
        pages = [
            (path, resource)
            for path, resource in self._loose_paths()
            if not path.startswith(FILES_FOLDER) and path.lower().endswith(_PAGES)
        ]
        if pages:
            self._text.section("Other pages", 2, "pages")
        for path, resource in pages:
            self._file_or_page(path, resource, 3)

    def _other_files(self) -> None:
        """Files in no module, and those that no manifest names."""
        rest = [(path, resource) for path, resource in self._loose_paths() if is_document(path)]
        if rest:
            self._text.section("Other files", 2, "files")
        for path, resource in rest:
            self._file_or_page(path, resource, 3)
        self._documents.others += [
            path
            for path in self._contents.names
            if path not in self._read and not _is_of_the_export(path)
        ]

    def _loose_paths(self) -> Iterator[tuple[str, Resource | None]]:
        """Files and pages that were not read so far, with their resource if they have one."""
        owners: dict[str, Resource] = {}
        for resource in self._manifest.resources.values():
            if self._preferred_to(resource):
                self._read.update(resource.files)  # a copy of what another one says
            for path in resource.files:
                owners.setdefault(path, resource)
        for path in self._contents.names:
            if path not in self._read and not _is_of_the_export(path):
                owner = owners.get(path)
                if owner is None or not owner.kind.startswith(_WITHOUT_TEXT):
                    yield path, owner

    # One part

    def _activity(self, activity: Activity, rank: int, place: str, hidden: bool) -> None:
        """An activity with its text, rubric and questions."""
        self._shown.add(activity.ids[0])
        self._text.heading(_name_of(activity, activity.title), rank, place, hidden)
        for text in activity.texts:
            self._put_html(text, rank, place, hidden)
        if activity.page:
            self._page(activity.page, activity.title, rank, place, hidden, has_heading=True)
        for criterion in self._canvas.rubrics.get(activity.rubric, ()):
            said = ": ".join(filter(None, (criterion.title, criterion.text)))
            points = f" ({criterion.points} points)" if criterion.points else ""
            self._text.entry(f"{html_text(said, self._limits)}{points}", place, hidden)
        for question in activity.questions:
            self._text.entry(html_text(question, self._limits), place, hidden)

    def _put_html(self, text: str, rank: int, place: str, hidden: bool) -> None:
        self._text.put(html_blocks(text, self._limits), rank, place, hidden)

    def _file_or_page(
        self,
        path: str,
        resource: Resource | None,
        rank: int,
        place: str = "",
        title: str = "",
        hidden: bool = False,
    ) -> None:
        """A page of the platform, or a file by its reader; ``place`` is that in a module."""
        hidden = hidden or self._is_kept_back(path, resource)
        is_page = path.lower().endswith(_PAGES)
        if is_page and (path.startswith(PAGES_FOLDER) or not path.startswith(FILES_FOLDER)):
            self._page(path, title, rank, place, hidden)
            return
        name = posixpath.basename(path)
        title = title or name
        if hidden:
            self.unpublished[title] = None
        self._read.add(path)
        if not is_document(path):
            self._documents.others.append(path)
            self._text.entry(title, place, hidden)
            return
        document = self._documents.read(path)
        heading = (
            posixpath.splitext(title)[0] if title.endswith(posixpath.splitext(name)[1]) else title
        )
        if document is None:
            if place:
                self._text.entry(title, place, hidden)
            return
        place = place or f"file {shortened(name)}"
        if path in self._documents.readings:
            self._text.section("Readings", rank, place)
            self._text.entry(heading, place, hidden)
        elif not _begins_with(document.blocks, heading):
            self._text.heading(heading, rank, place, hidden)
        self._text.put(document.blocks, rank, place, hidden, lines=True)

    def _page(
        self,
        path: str,
        title: str,
        rank: int,
        place: str = "",
        hidden: bool = False,
        has_heading: bool = False,
    ) -> None:
        """A page that the platform shows."""
        self._read.add(path)
        try:
            text, _ = decode_page(self._contents.read(path))
            root = parse_html(text, self._limits)
            own = text_at(root, "head", "title")
            metas = list(descendants(root, "meta"))
            blocks = blocks_of(root)
        except ReadError as error:
            self._give_up(path, error)
            return
        title = title or own or posixpath.splitext(posixpath.basename(path))[0]
        states = [meta.get("content") for meta in metas if meta.get("name") == "workflow_state"]
        if not hidden and UNPUBLISHED.intersection(states):
            hidden = True
        if hidden:
            self.unpublished[normalize_space(title)] = None
        place = place or f"page {shortened(title)}"
        if not has_heading and place != "syllabus" and not _begins_with(blocks, title):
            self._text.heading(title, rank, place, hidden)
        self._text.put(blocks, rank, place, hidden)
        if not hidden:
            self._note_links(text, blocks, title)

    def _note_links(self, text: str, blocks: list[Block], title: str) -> None:
        """Keeps the title of a page that says little more than where something else is."""
        try:
            if check_text_parts(text, blocks, 0):
                self._embedding.append(title)
        except ReadError:
            self._thin.append(title)

    def _is_kept_back(self, path: str, resource: Resource | None) -> bool:
        """Whether students do not see a file."""
        hidden = self._canvas.hidden_files
        if resource is not None and (resource.for_teachers or resource.id in hidden):
            return True
        folder = (
            posixpath.dirname(path.removeprefix(FILES_FOLDER))
            if path.startswith(FILES_FOLDER)
            else ""
        )
        while folder:
            if folder in self._canvas.hidden_folders:
                return True
            folder = posixpath.dirname(folder)
        return False


def _name_of(activity: Activity, title: str) -> str:
    """An activity by what it is, with its points: "Assignment: Case report (50 points)"."""
    kind = _WORDS.get(activity.kind, "")
    if activity.kind == "discussion" and activity.graded:
        kind = "Graded discussion"
    if activity.kind == "quiz" and not activity.graded:
        kind = "Practice quiz"
    title = normalize_space(title)
    said = title.lower().startswith(kind.lower()) if kind else True
    name = title if said else f"{kind}: {title}"
    return f"{name} ({activity.points:g} points)" if activity.points else name


def _begins_with(blocks: Iterable[Block], title: str) -> bool:
    """Whether the first block says the same as a title that is to stand above it."""
    first = next(iter(blocks), None)
    return first is not None and first.text.casefold() == normalize_space(title).casefold()


def _is_link(resource: Resource) -> bool:
    return resource.kind.startswith(("imswl", "imsbasiclti"))


def _is_of_the_export(path: str) -> bool:
    """Whether a file serves the platform itself, or is read as part of a resource."""
    return path.startswith((CANVAS_FOLDER, "non_cc_assessments/")) or path.lower().endswith(
        (".xml", ".qti", ".xsd", ".dtd", ".css", ".js")
    )


def _pages(titles: list[str]) -> str:
    return f"{len(titles)} page{'s' if len(titles) > 1 else ''}"
