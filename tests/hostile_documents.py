"""Small hostile documents, written here: each names a file, a host or a command of its choice and
must get none of them. Shared by tests."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

SECRET = "SECRET-OF-ANOTHER-FOLDER"
LINE = "Week 3: racial trauma and healing in groups"

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships">{}</Relationships>'
)
_MAIN = f'<Relationship Id="r1" Type="{_KIND}officeDocument" Target="word/document.xml"/>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def body(text: str, declared: str = "") -> str:
    """The XML of a Word document of one paragraph."""
    return (
        f'<?xml version="1.0"?>{declared}<w:document {_W}><w:body><w:p><w:r><w:t>{text}</w:t>'
        "</w:r></w:p></w:body></w:document>"
    )


def docx(
    document: str | bytes, more: dict[str, bytes | str] | None = None, main: str = _MAIN
) -> bytes:
    """A Word package around the XML of its main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS.format(main))
        package.writestr("word/document.xml", document)
        for name, content in (more or {}).items():
            package.writestr(name, content)
    return out.getvalue()


def relations(kind: str, target: str, mode: str = "External") -> str:
    """The relations of a part: one, to ``target``."""
    return _RELATIONS.format(
        f'<Relationship Id="r9" Type="{_KIND}{kind}" Target="{target}" TargetMode="{mode}"/>'
    )


def reaching_out(secret: Path) -> dict[str, bytes]:
    """Documents by name that try to read ``secret``, to call a host, or to run something."""
    here = f"file://{secret}"
    outside = "http://127.0.0.1:9/x"
    entity = '<!DOCTYPE w [<!ENTITY x SYSTEM "{}">]>'
    parameter = '<!DOCTYPE w [<!ENTITY % p SYSTEM "{}"> %p;]>'
    page = (
        f'<!doctype html><base href="{outside}"><link rel="stylesheet" href="{outside}">'
        f'<meta http-equiv="refresh" content="0;url={outside}"><h1>Course</h1><p>{LINE}</p>'
        f'<img src="{outside}"><iframe src="{here}"></iframe><object data="{here}"></object>'
    )
    xhtml = f'<?xml version="1.0"?>{entity.format(here).replace("w [", "html [")}'
    return {
        "xxe.docx": docx(body("&x;", entity.format(here))),
        "xxe-host.docx": docx(body("&x;", entity.format(outside))),
        "xxe-parameter.docx": docx(body("x", parameter.format(here))),
        "remote.docx": docx(
            body(LINE),
            {
                "word/_rels/document.xml.rels": relations("attachedTemplate", outside),
                "../../escaped.txt": b"x",
            },
        ),
        "outside.docx": docx(body(LINE), main=_MAIN.replace("word/document.xml", f"../{secret}")),
        "remote.html": page.encode(),
        "xxe.xhtml": f"{xhtml}<html><body><p>{LINE} &x;</p></body></html>".encode(),
        "input.tex": (
            f"\\documentclass{{article}}\\begin{{document}}\\section{{{LINE}}}\\input{{{secret}}}"
            f"\\include{{../{secret.stem}}}\\immediate\\write18{{touch ran}}\\openin5={secret} text"
            "\\end{document}"
        ).encode(),
        "linked.md": f"# Course\n\n{LINE}\n\n![x]({outside}) [y]({here})\n\n<img src='{outside}'>\n".encode(),
        "matter.md": (
            f"---\ntitle: !!python/object/apply:os.system ['touch ran']\nother: !include {secret}\n"
            f"---\n\n# Course\n\n{LINE}\n"
        ).encode(),
    }  # fmt: skip
