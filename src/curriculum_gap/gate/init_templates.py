"""The files that ``gapcheck init`` writes, after a look at the folder: configuration, workflow,
hook.

``inspect_folder`` tells what lies in the folder, ``init_files`` gives the files with their text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

__all__ = [
    "CourseFolder",
    "InitFile",
    "init_files",
    "inspect_folder",
    "pre_commit_hook",
    "yaml_text",
]

_CONFIGURATION = ".gapcheck.yml"
_GITHUB_WORKFLOW = ".github/workflows/gapcheck.yml"
_GITLAB_JOB = ".gitlab/gapcheck.yml"
_HOOKS = ".pre-commit-config.yaml"


class CourseFolder(NamedTuple):
    """What lies in a course folder: how many documents, the folders right below it that hold them
    (``.`` where some lie at the top), and whether it is used with GitLab and with pre-commit."""

    documents: int
    folders: tuple[str, ...]
    on_gitlab: bool
    has_hooks: bool


class InitFile(NamedTuple):
    """A file to write, relative to the folder, with what it is for."""

    path: str
    text: str
    purpose: str


def inspect_folder(folder: Path, documents: Sequence[str]) -> CourseFolder:
    """What lies in ``folder``; ``documents`` are paths relative to it with forward slashes."""
    tops = {PurePosixPath(name).parts[0] if "/" in name else "." for name in documents}
    at_top = not tops or "." in tops
    return CourseFolder(
        documents=len(documents),
        folders=(".",) if at_top else tuple(sorted(tops)),
        on_gitlab=(folder / ".gitlab-ci.yml").exists(),
        has_hooks=(folder / _HOOKS).exists(),
    )


def init_files(
    look: CourseFolder, rubric: str, source: str, baseline: str, topics: Sequence[str]
) -> list[InitFile]:
    """The files to write, the configuration first.

    ``source`` is what pip installs, ``baseline`` the file's name; ``topics`` of the rubric serve as
    examples.
    """
    text = _configuration(look, rubric, baseline, topics)
    files = [InitFile(_CONFIGURATION, text, "what is asked of courses")]
    if look.on_gitlab:
        files.append(InitFile(_GITLAB_JOB, _gitlab_job(source), "a job for merge requests"))
    else:
        workflow = _github_workflow(source)
        files.append(InitFile(_GITHUB_WORKFLOW, workflow, "a check on pull requests"))
    if not look.has_hooks:
        hooks = "repos:\n" + pre_commit_hook(source)
        files.append(InitFile(_HOOKS, hooks, "a check before each commit"))
    return files


def _configuration(look: CourseFolder, rubric: str, baseline: str, topics: Sequence[str]) -> str:
    """A configuration for the folder, with examples of what else can be asked."""
    first, last = topics[0], topics[-1]
    paths = "".join(f"  - {yaml_text(folder)}\n" for folder in look.folders)
    return f"""\
# Settings of gapcheck; 'gapcheck config' shows what is in force.
rubric: {yaml_text(rubric)}
paths:
{paths}
# Only what gets worse fails: write the file with 'gapcheck baseline write' and commit it.
baseline: {yaml_text(baseline)}

# What the documents must show together. A topic without a level: its level in the rubric.
# program:
#   fail-under: 50
#   require:
#     {first}: taught

# What each document must show.
# require:
#   {last}: mentioned

# Gaps that are accepted, each with its reason.
# waivers:
#   - documents: [statistics*.md]
#     topics: [{last}]
#     reason: A course in statistics
#     until: 2027-06-30
"""


def _github_workflow(source: str) -> str:
    """A workflow of GitHub Actions for pull requests and the main branch."""
    return f"""\
name: gapcheck
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  gapcheck:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0  # the comparison below needs the branch that the request goes to
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -I -m pip install {json.dumps(source)}
      - name: What changes
        if: github.event_name == 'pull_request'
        env:
          BASE: ${{{{ github.event.pull_request.base.sha }}}}
        run: gapcheck diff --fail-on-loss "$BASE...HEAD" -o "$GITHUB_STEP_SUMMARY"
      - name: Check
        if: always()
        run: |
          rm -f gapcheck.html  # of the pull request
          gapcheck check -f github -o "$GITHUB_STEP_SUMMARY" -o gapcheck.html
      - name: Page
        if: always() && hashFiles('gapcheck.html') != ''
        uses: actions/upload-artifact@v4
        with:
          name: gapcheck
          path: gapcheck.html
"""


def _gitlab_job(source: str) -> str:
    """A job of GitLab's pipelines for merge requests and the main branch."""
    return f"""\
# Include this from .gitlab-ci.yml:  include: {{local: .gitlab/gapcheck.yml}}
gapcheck:
  image: python:3.12-slim
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
    GIT_DEPTH: "0"  # the comparison needs the branch that the request goes to
  before_script:
    - apt-get update -q && apt-get install -qy git
    - python -I -m pip install {json.dumps(source)}
  script:
    - |
      rm -f quality.gitlab.json gapcheck.junit.xml gapcheck.html gapcheck-changes.md
      code=0
      base=$CI_MERGE_REQUEST_DIFF_BASE_SHA
      if [ -n "$base" ]; then
        gapcheck diff --fail-on-loss "$base..HEAD" -o gapcheck-changes.md || code=$?
      fi
      gapcheck check -o quality.gitlab.json -o gapcheck.junit.xml -o gapcheck.html || code=$?
      exit $code
  artifacts:
    when: always
    paths: [gapcheck.html, gapcheck-changes.md]
    reports:
      codequality: quality.gitlab.json
      junit: gapcheck.junit.xml
"""


def pre_commit_hook(source: str) -> str:
    """The entry for pre-commit, indented as an entry of ``repos:``."""
    return f"""\
  - repo: local
    hooks:
      - id: gapcheck
        name: gapcheck
        entry: gapcheck check --quiet
        language: python
        additional_dependencies: [{json.dumps(source)}]
        pass_filenames: false
        files: (?i)\\.(pdf|doc|do[ct][xm]|p[po][ts][xm]|xls[xm]|[ct]sv|odt|ott|fodt|rtf\
|html?|xhtml|mht(ml)?|webarchive|md|markdown|mdown|mkd|mdx|qmd|rmd|ipynb|tex|latex|ltx|txt|text|rst|imscc)$
"""


def yaml_text(text: str) -> str:
    """A text as YAML reads it: as it is where it holds only letters, digits, ``-`` and ``_`` and
    begins with none of the digits, else in quotes."""
    letters = text.replace("-", "").replace("_", "")
    is_word = letters.isalnum() and not text[0].isdigit()
    return text if is_word else json.dumps(text)
