"""Course exports for tests: an own course in a folder → the bytes of its export, as Canvas and as
any platform with Common Cartridge writes it.

A course is a `Course` value; its pages, assignments and so on are short HTML of ours.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

CANVAS = 'xmlns="http://canvas.instructure.com/xsd/cccv1p0"'
_LOR = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


@dataclass
class Page:
    title: str
    html: str
    state: str = "active"


@dataclass
class Work:
    title: str
    html: str
    points: float = 0
    group: str = ""
    state: str = "published"
    rubric: str = ""


@dataclass
class Talk:
    title: str
    html: str
    points: float = 0
    group: str = ""
    kind: str = "topic"
    state: str = "active"


@dataclass
class Quiz:
    title: str
    questions: Sequence[str] = ()
    points: float = 0
    group: str = ""
    kind: str = "assignment"


@dataclass
class Link:
    title: str
    url: str = "https://example.org/never-fetched"


@dataclass
class File:
    name: str
    content: bytes
    locked: bool = False


@dataclass
class Heading:
    title: str


Entry = Page | Work | Talk | Quiz | Link | File | Heading


@dataclass
class Module:
    title: str
    entries: Sequence[Entry]
    state: str = "active"


@dataclass
class Course:
    title: str
    code: str = ""
    syllabus: str = ""
    modules: Sequence[Module] = ()
    groups: Mapping[str, float] = field(default_factory=dict)
    outcomes: Sequence[tuple[str, str]] = ()
    aligned: Mapping[str, str] = field(default_factory=dict)  # title of an outcome → of the work
    rubrics: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    others: Sequence[Entry] = ()  # in no module


def packed(members: Mapping[str, str | bytes], compressed: bool = True) -> bytes:
    """A ZIP archive with these members."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def key(kind: str, name: str) -> str:
    """The id of a part."""
    return f"g{kind}{sum(ord(letter) * (n + 7) for n, letter in enumerate(name)):06d}"


def page_of(html: str, title: str, **metas: str) -> str:
    heads = "".join(f'<meta name="{name}" content="{value}"/>' for name, value in metas.items())
    return f"<html><head><title>{escape(title)}</title>{heads}</head><body>{html}</body></html>"


def canvas_members(course: Course) -> dict[str, str | bytes]:
    """The members of the export that Canvas makes of a course."""
    members: dict[str, str | bytes] = {}
    resources: list[str] = []
    entries = [entry for module in course.modules for entry in module.entries]
    for entry in dict.fromkeys(map(id, [*entries, *course.others])):
        part = next(each for each in [*entries, *course.others] if id(each) == entry)
        _add(part, members, resources)
    settings = f"<title>{escape(course.title)}</title><course_code>{course.code}</course_code>"
    scheme = "percent" if course.groups else "equal"
    members["course_settings/course_settings.xml"] = (
        f"<course {CANVAS}>{settings}<group_weighting_scheme>{scheme}</group_weighting_scheme>"
        "</course>"
    )
    members["course_settings/canvas_export.txt"] = "Q: What did the panda say?\nA: It is unBEARable"
    members["course_settings/module_meta.xml"] = _module_meta(course)
    members["course_settings/assignment_groups.xml"] = _groups(course)
    members["course_settings/learning_outcomes.xml"] = _outcomes(course)
    members["course_settings/rubrics.xml"] = _rubrics(course)
    locked = [e for e in [*entries, *course.others] if isinstance(e, File) and e.locked]
    files = "".join(
        f'<file identifier="{key("f", each.name)}"><locked>true</locked></file>' for each in locked
    )
    members["course_settings/files_meta.xml"] = (
        f"<fileMeta {CANVAS}><files>{files}</files></fileMeta>"
    )
    beside = "".join(f'<file href="{name}"/>' for name in members if name.startswith("course_s"))
    resources.insert(
        0,
        f'<resource identifier="gsettings" type="{_LOR}" href="course_settings/canvas_export.txt">'
        f"{beside}</resource>",
    )
    if course.syllabus:
        members["course_settings/syllabus.html"] = page_of(course.syllabus, "Syllabus")
        resources.append(
            f'<resource identifier="gsyllabus" type="{_LOR}" intendeduse="syllabus"'
            ' href="course_settings/syllabus.html"><file href="course_settings/syllabus.html"/>'
            "</resource>"
        )
    members["imsmanifest.xml"] = manifest(course.title, _organization(course), resources)
    return members


def canvas_export(course: Course) -> bytes:
    """The export that Canvas makes of a course."""
    return packed(canvas_members(course))


def cartridge_members(course: Course) -> dict[str, str | bytes]:
    """The same course as a platform without files of its own exports it: titles, texts and order,
    but no groups, outcomes, states or rubrics."""
    members = canvas_members(course)
    kept = {
        name: content
        for name, content in members.items()
        if not name.startswith("course_settings/") or name.endswith("syllabus.html")
    }
    return {name: kept[name] for name in kept if not name.endswith(("_meta.xml", "_settings.xml"))}


def manifest(title: str, organization: str, resources: Sequence[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest identifier="gmanifest" '
        'xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" '
        'xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"><metadata>'
        "<schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion><lomimscc:lom>"
        f"<lomimscc:general><lomimscc:title><lomimscc:string>{escape(title)}</lomimscc:string>"
        "</lomimscc:title></lomimscc:general></lomimscc:lom></metadata><organizations>"
        f'<organization identifier="org_1" structure="rooted-hierarchy">{organization}'
        f"</organization></organizations><resources>{''.join(resources)}</resources></manifest>"
    )


def _organization(course: Course) -> str:
    modules = "".join(
        f'<item identifier="{key("m", module.title)}"><title>{escape(module.title)}</title>'
        + "".join(
            f'<item identifier="i{_id(entry)}"'
            + ("" if isinstance(entry, Heading) else f' identifierref="{_id(entry)}"')
            + f"><title>{escape(_title(entry))}</title></item>"
            for entry in module.entries
        )
        + "</item>"
        for module in course.modules
    )
    return f'<item identifier="LearningModules">{modules}</item>'


def _title(entry: Entry) -> str:
    return entry.name if isinstance(entry, File) else entry.title


def _id(entry: Entry) -> str:
    return key(type(entry).__name__[0].lower(), _title(entry))


def _module_meta(course: Course) -> str:
    kinds = {
        Page: "WikiPage",
        Work: "Assignment",
        Talk: "DiscussionTopic",
        Quiz: "Quizzes::Quiz",
        Link: "ExternalUrl",
        File: "Attachment",
        Heading: "ContextModuleSubHeader",
    }
    modules = ""
    for number, module in enumerate(course.modules, 1):
        items = "".join(
            f'<item identifier="i{_id(entry)}"><content_type>{kinds[type(entry)]}</content_type>'
            f"<workflow_state>{_state(entry)}</workflow_state>"
            f"<title>{escape(_title(entry))}</title><identifierref>{_id(entry)}</identifierref>"
            f"<position>{place}</position><indent>0</indent></item>"
            for place, entry in enumerate(module.entries, 1)
        )
        modules += (
            f'<module identifier="{key("m", module.title)}"><title>{escape(module.title)}</title>'
            f"<workflow_state>{module.state}</workflow_state><position>{number}</position>"
            f"<items>{items}</items></module>"
        )
    return f"<modules {CANVAS}>{modules}</modules>"


def _state(entry: Entry) -> str:
    hidden = getattr(entry, "state", "active") == "unpublished" or getattr(entry, "locked", False)
    return "unpublished" if hidden else "active"


def _groups(course: Course) -> str:
    groups = "".join(
        f'<assignmentGroup identifier="{key("g", title)}"><title>{escape(title)}</title>'
        f"<position>{number}</position><group_weight>{weight}</group_weight></assignmentGroup>"
        for number, (title, weight) in enumerate(course.groups.items(), 1)
    )
    return f"<assignmentGroups {CANVAS}>{groups}</assignmentGroups>"


def _outcomes(course: Course) -> str:
    outcomes = ""
    for title, text in course.outcomes:
        aligned = ""
        if title in course.aligned:
            aligned = (
                "<alignments><alignment><content_type>Assignment</content_type>"
                f"<content_id>{key('w', course.aligned[title])}</content_id></alignment></alignments>"
            )
        outcomes += (
            f'<learningOutcome identifier="{key("o", title)}"><title>{escape(title)}</title>'
            f"<description>{escape(f'<p>{escape(text)}</p>')}</description>{aligned}"
            "</learningOutcome>"
        )
    return f"<learningOutcomes {CANVAS}>{outcomes}</learningOutcomes>"


def _rubrics(course: Course) -> str:
    rubrics = ""
    for title, criteria in course.rubrics.items():
        lines = "".join(
            f"<criterion><description>{escape(text)}</description><points>{points}</points>"
            "</criterion>"
            for text, points in criteria
        )
        rubrics += (
            f'<rubric identifier="{key("r", title)}"><title>{escape(title)}</title>'
            f"<criteria>{lines}</criteria></rubric>"
        )
    return f"<rubrics {CANVAS}>{rubrics}</rubrics>"


def _settings_of(part: Work | Talk | Quiz, id: str) -> str:
    """Canvas's description of graded work."""
    rubric = getattr(part, "rubric", "")
    return (
        f'<assignment identifier="{id}" {CANVAS}><title>{escape(part.title)}</title>'
        f"<assignment_group_identifierref>{key('g', part.group)}</assignment_group_identifierref>"
        f"<workflow_state>{getattr(part, 'state', 'published')}</workflow_state>"
        + (f"<rubric_identifierref>{key('r', rubric)}</rubric_identifierref>" if rubric else "")
        + f"<points_possible>{part.points}</points_possible><grading_type>points</grading_type>"
        "<submission_types>online_upload</submission_types></assignment>"
    )


def _add(part: Entry, members: dict[str, str | bytes], resources: list[str]) -> None:
    id = _id(part)
    if isinstance(part, Page):
        path = f"wiki_content/{part.title.lower().replace(' ', '-')}.html"
        members[path] = page_of(part.html, part.title, identifier=id, workflow_state=part.state)
        resources.append(_resource(id, "webcontent", path, [path]))
    elif isinstance(part, Work):
        path = f"{id}/{part.title.lower().replace(' ', '-')}.html"
        members[path] = page_of(part.html, f"Assignment: {part.title}")
        members[f"{id}/assignment_settings.xml"] = _settings_of(part, id)
        resources.append(_resource(id, _LOR, path, [path, f"{id}/assignment_settings.xml"]))
    elif isinstance(part, Talk):
        members[f"{id}.xml"] = (
            '<topic xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1">'
            f"<title>{escape(part.title)}</title>"
            f'<text texttype="text/html">{escape(part.html)}</text></topic>'
        )
        graded = _settings_of(part, f"{id}a") if part.points else ""
        members[f"{id}_meta.xml"] = (
            f'<topicMeta identifier="{id}m" {CANVAS}><topic_id>{id}</topic_id>'
            f"<title>{escape(part.title)}</title><type>{part.kind}</type>"
            f"<workflow_state>{part.state}</workflow_state>{graded}</topicMeta>"
        )
        resources.append(
            f'<resource identifier="{id}" type="imsdt_xmlv1p1"><file href="{id}.xml"/>'
            f'<dependency identifierref="{id}m"/></resource>'
        )
        resources.append(_resource(f"{id}m", _LOR, f"{id}_meta.xml", [f"{id}_meta.xml"]))
    elif isinstance(part, Quiz):
        _add_quiz(part, id, members, resources)
    elif isinstance(part, Link):
        members[f"{id}.xml"] = (
            '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1">'
            f'<title>{escape(part.title)}</title><url href="{part.url}"/></webLink>'
        )
        resources.append(_resource(id, "imswl_xmlv1p1", "", [f"{id}.xml"]))
    elif isinstance(part, File):
        path = f"web_resources/{part.name}"
        members[path] = part.content
        resources.append(_resource(id, "webcontent", path, [path]))


def _add_quiz(part: Quiz, id: str, members: dict[str, str | bytes], resources: list[str]) -> None:
    items = "".join(
        f'<item ident="q{n}"><presentation><material><mattext texttype="text/html">'
        f"{escape(f'<p>{question}</p>')}</mattext></material>"
        "<response_lid><render_choice><response_label ident='a'><material>"
        "<mattext>An answer that nobody reads</mattext></material></response_label>"
        "</render_choice></response_lid></presentation></item>"
        for n, question in enumerate(part.questions)
    )
    members[f"{id}/assessment_qti.xml"] = (
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
        f'<assessment ident="{id}" title="{escape(part.title)}"><section ident="root">{items}'
        "</section></assessment></questestinterop>"
    )
    members[f"{id}/assessment_meta.xml"] = (
        f'<quiz identifier="{id}" {CANVAS}><title>{escape(part.title)}</title><description/>'
        f"<quiz_type>{part.kind}</quiz_type><points_possible>{part.points}</points_possible>"
        f"<available>true</available>{_settings_of(part, f'{id}a') if part.points else ''}</quiz>"
    )
    kind = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
    resources.append(
        f'<resource identifier="{id}" type="{kind}"><file href="{id}/assessment_qti.xml"/>'
        f'<dependency identifierref="{id}m"/></resource>'
    )
    resources.append(
        _resource(f"{id}m", _LOR, f"{id}/assessment_meta.xml", [f"{id}/assessment_meta.xml"])
    )


def _resource(id: str, kind: str, href: str, files: Sequence[str]) -> str:
    listed = "".join(f'<file href="{escape(path)}"/>' for path in files)
    shown = f' href="{escape(href)}"' if href else ""
    return f'<resource identifier="{id}" type="{kind}"{shown}>{listed}</resource>'
