"""Two programmes that were read by hand: what their syllabi declare, by page and code.

The documents are not ours to share, so this holds counts, pages and codes alone; files are known by
the beginning of the SHA-256 of their bytes. Skipped where ../shared is absent.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from curriculum_gap import load_rubric
from curriculum_gap.curriculum_map import State
from curriculum_gap.declarations import find_declarations
from curriculum_gap.nouns import Coverage, Declaration, Limits, Unread
from curriculum_gap.pipeline import check_file
from curriculum_gap.programme import make_crosswalk, sort_documents
from curriculum_gap.readers import load, read_document
from curriculum_gap.standards import load_standard

CORPUS = next(
    (
        folder / "shared" / "corpus"
        for folder in Path(__file__).parents
        if (folder / "shared" / "corpus").is_dir()
    ),
    Path("missing"),
)
SOCIAL_WORK = [*CORPUS.glob("docs/sowk*.pdf"), *CORPUS.glob("programmes/social-work/*.pdf")]
COUNSELING = [*CORPUS.glob("docs/*-psu.pdf")]

# Edition that a person reads in the file, and page and number of each numbered row of its alignment
# table. Rows that print a title without its number are not in the list.
ROWS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "93ab45665424": ("2015", []),
    "6b1b292f42c6": ("2022", []),
    "8fba18bf4737": ("2022", [(3, "7"), (3, "8"), (3, "9")]),
    "bc0004564ec6": ("2022", [(3, "1"), (3, "6"), (3, "7")]),
    "7dd6d68e5577": ("2022", [(3, "3"), (3, "5")]),
    "678f31447277": ("2022", [(3, "2"), (3, "5")]),
    "1f59b6623441": ("2015", []),
    "597aca6f596d": ("2022", [(3, "9")]),
    "8d83a30f7612": ("2022", [(3, "6")]),
    "e7c45e31f9d4": ("2022", []),
    "6da8e392f978": ("2022", [(3, "1")]),
    "8091ca3eebfd": ("2022", [(3, "1")]),
    "b70e1e432428": (
        "2022",
        [(3, "1"), (3, "2"), (3, "3"), (3, "4"), (3, "5"), (4, "6"), (4, "7"), (4, "8"), (4, "9")],
    ),
}
# Page and code; areas of programmes are in lower case.
CODES: dict[str, list[tuple[int, str]]] = {
    "72e463f7f142": [
        (2, "1.b"),
        (2, "1.j"),
        (2, "8.e"),
        (2, "5.f"),
        (2, "7.f"),
        (2, "7.g"),
        (2, "3.c"),
        (2, "3.f"),
        (2, "3.g"),
        (2, "5.g"),
        (2, "cmhc C.2"),
        (2, "cmhc G.1"),
        (2, "cmhc G.2"),
        (2, "cmhc K.1"),
        (2, "cmhc C.7"),
        (2, "cmhc H.1"),
        (2, "cmhc H.2"),
        (2, "cmhc K.2"),
        (2, "cmhc K.5"),
        (2, "cmhc L.1"),
        (2, "cmhc L.2"),
        (2, "cmhc L.3"),
        (2, "cmhc D.7"),
        (2, "cmhc E.2"),
        (2, "cmhc F.3"),
        (2, "cmhc K.4"),
        (2, "cmhc A.6"),
        (2, "cmhc A.9"),
        (2, "cmhc D.6"),
        (2, "cmhc D.8"),
        (2, "cmhc G.4"),
        (2, "cmhc H.3"),
        (2, "cmhc K.3"),
        (2, "mcfc G.1"),
        (2, "mcfc C.2"),
        (2, "mcfc A.6"),
        (2, "mcfc E.1"),
        (2, "mcfc E.4"),
        (2, "mcfc D.4"),
        (2, "mcfc G.3"),
        (2, "school G.1"),
        (2, "school D.3"),
        (2, "school C.6"),
        (2, "school D.4"),
        (2, "school G.2"),
    ],
    "42c656617080": [(2, "1.b"), (2, "1.h"), (2, "2.a"), (2, "2.b"), (2, "3.b"), (2, "3.d")],
    "6f07a78cfa1f": [(3, "3.a"), (3, "3.b"), (3, "3.c"), (3, "3.d"), (3, "3.e")],
    "69d185db89bc": [(2, "5.d")],
    "a31688064ed9": [],
    "79626a0c03b3": [],
    "a56ddf196ff6": [],
    "d2261b47a760": [],
    "8cd949ceee08": [],
    "ee85fbdc37c5": [],
    "b7c896eccd33": [],
    "a4f88f62d51a": [],
    "e7c57586614d": [],
    "31599429eb94": [],
    "ea0d72b8283a": [],
    "3c95d89d5eb6": [],
    "f1ea543b8985": [],
    "71681651b3c7": [],
    "6106dde28e43": [],
    "efbbf8d6ff53": [],
    "a2ffa8980730": [],
}


def by_digest(paths: list[Path], known: dict[str, object]) -> dict[str, Path]:
    found = {sha256(path.read_bytes()).hexdigest()[:12]: path for path in paths}
    return {digest: path for digest, path in found.items() if digest in known}


def declarations(path: Path) -> list[Declaration]:
    return list(find_declarations(read_document(load(str(path), Limits()), str(path), Limits())))


@pytest.fixture(scope="module")
def social_work() -> dict[str, Coverage | Unread]:
    """What is found in each of the thirteen syllabi, by digest; reading them takes the longest."""
    if not SOCIAL_WORK:
        pytest.skip("needs ../shared")
    rubric = load_rubric()
    files = by_digest(SOCIAL_WORK, dict(ROWS))
    return {digest: check_file(str(path), rubric) for digest, path in files.items()}


def test_the_alignment_tables_of_thirteen_social_work_syllabi(
    social_work: dict[str, Coverage | Unread],
) -> None:
    assert len(social_work) == len(ROWS) == 13
    untied = []
    for digest, (edition, rows) in ROWS.items():
        course = social_work[digest]
        assert isinstance(course, Coverage)
        found = [one for one in course.declarations if one.body == "cswe"]
        tables = [one for one in found if one.place == "alignment table"]
        numbered = [(one.page, one.code) for one in tables if (one.page, one.code) in rows]
        assert numbered == rows, digest
        untied += [one for one in tables if not one.tie]
        # What is not in the list are rows whose title stands without its number.
        assert len(tables) - len(numbered) <= (2 if not rows else 0), digest
        # Nobody declares all nine but the one whose table has all nine with graded work.
        assert len({one.code for one in found} - {""}) < 9 or len(rows) == 9, digest
        named = [one.edition for one in found if not one.code]
        assert named == [edition], digest
    assert untied == []
    assert sum(len(rows) for _, rows in ROWS.values()) == 23
    assert sum(bool(rows) for _, rows in ROWS.values()) == 9


@pytest.mark.skipif(not COUNSELING, reason="needs ../shared")
def test_the_codes_of_a_counseling_programme() -> None:
    files = by_digest(COUNSELING, dict(CODES))
    assert len(files) == len(CODES) == 21
    listed, found = set(), set()
    for digest, codes in CODES.items():
        listed |= {(digest, page, code) for page, code in codes}
        for one in declarations(files[digest]):
            if one.code:
                code = one.code.removeprefix("II.G.")
                area = code.partition(" ")[0]
                code = code.replace(area, area.lower()) if " " in code else code
                found.add((digest, one.page, code))
    assert len(listed & found) >= 0.9 * len(listed), sorted(listed - found)
    assert len(found - listed) <= 0.05 * len(found), sorted(found - listed)


def test_competency_three_is_declared_in_two_courses_and_shown_in_eight_more(
    social_work: dict[str, Coverage | Unread],
) -> None:
    files = sort_documents(None, list(social_work.values()))
    crosswalk = make_crosswalk(files, load_standard("cswe-2022"), load_rubric(), "", "")
    row = next(row for row in crosswalk.rows if row.item.code == "3")
    assert len(row.in_state(State.BOTH)) == 2
    assert len(row.in_state(State.SHOWN)) == 8
    assert not row.in_state(State.DECLARED) and not row.in_state(State.NEITHER)
    # Two are on the edition of 2015, one declares 3 by its title of 2015, which was number 2.
    apart = [state.apart for state in row.courses if not state.counts]
    assert sorted(apart) == ["declares 2 of 2015, which became 3", *["on the edition of 2015"] * 2]
