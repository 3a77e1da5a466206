"""The documentation site (Sphinx, Furo, MyST). It is built without a network::

sphinx-build -W -n --keep-going docs site

Pages of the folder stay what they are on the web page of the repository. Two things are added while
they are read: the parts that ``reference_pages.py`` makes from the code, and addresses in the site
for files that lie outside of this folder.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import reference_pages  # noqa: E402

import curriculum_gap  # noqa: E402

project = "gapcheck"
author = "the authors of gapcheck"
version = release = curriculum_gap.__version__
language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["_build"]
nitpicky = True
# Only names of our own are looked up: other projects' pages would need a network.
nitpick_ignore_regex = [(r"py:.*", r"(?!curriculum_gap\.).*")]

smartquotes = False  # two hyphens begin an option
myst_heading_anchors = 4
# A page may show a part of a JSON file, with an ellipsis.
suppress_warnings = ["misc.highlighting_failure"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
add_module_names = False
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = "gapcheck"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_static_path = ["static"]
html_css_files = ["site.css"]

# Files outside of this folder, and the pages of the site that hold them.
_PAGES = {
    "README.md": "about",
    "examples/README.md": "examples",
    "CONTRIBUTING.md": "contributing",
    "CHANGELOG.md": "changelog",
}
# Pages of the site that are a file from outside: in the folder they are a link to it.
_WHOLE = {name: file for file, name in _PAGES.items()}
_GENERATED = re.compile(r"<!-- made from the code: ([a-z-]+) -->")
_OUTSIDE = re.compile(r"\]\((?:\.\./)+([\w/.-]+\.md)(#[\w-]+)?\)")


def _complete(app: Any, docname: str, source: list[str]) -> None:
    """Put the generated parts and the addresses of the site into a page's text."""
    up = "../" * docname.count("/")
    if docname in _WHOLE:
        file = HERE.parent / _WHOLE[docname]
        app.env.note_dependency(str(file))
        source[0] = _from_outside(file.read_text(encoding="utf-8"))

    def address(link: re.Match[str]) -> str:
        page = _PAGES.get(link[1])
        if page is None:
            return link[0]
        return f"]({up}{page}.md{link[2] or ''})"

    text = _GENERATED.sub(lambda mark: reference_pages.PARTS[mark[1]](up), source[0])
    source[0] = _OUTSIDE.sub(address, text)


def _from_outside(text: str) -> str:
    """A page from outside of this folder, its links as if it stood here."""
    text = re.sub(r"\]\(docs/", "](", text)
    for file, page in _PAGES.items():
        text = text.replace(f"]({file}", f"]({page}.md")
    return text.replace("](CITATION.cff)", "](../CITATION.cff)")


def _accessible(_: Any, pagename: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """What screen readers and keys need: captions of the side bar have a level, and parts of a page
    that scroll can be reached."""
    if navigation := context.get("furo_navigation_tree"):
        captions = 'role="heading" aria-level="2"'
        context["furo_navigation_tree"] = navigation.replace('role="heading"', captions)
    if body := context.get("body"):
        body = body.replace("<pre>", '<pre tabindex="0">')
        context["body"] = body.replace(
            '<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'
        )


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", _complete)
    app.connect("html-page-context", _accessible, priority=900)  # after the theme
