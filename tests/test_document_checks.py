"""Text that allows no verdict, or one with doubt: too little of it, letters that make no words, another
language, and what describes no course."""

from __future__ import annotations

import base64
import codecs
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from curriculum_gap import Coverage, Limits, Unread, load_rubric
from curriculum_gap.document_checks import check_course_signs, check_text
from curriculum_gap.errors import ReadError, UsageError
from curriculum_gap.nouns import Block, Document, Passage, Section, Status
from curriculum_gap.pipeline import check_bytes

EXAMPLES = Path(__file__).parents[1] / "examples"

TEXTS = {
    "Afrikaans": "Die studente leer om na mense te luister en om te verstaan hoe armoede die gesondheid raak. Elke week lees ons tekste en praat ons oor geregtigheid in die sorg.",
    "Albanian": "Studentët mësojnë të dëgjojnë njerëzit dhe të kuptojnë se si varfëria ndikon në shëndetin. Çdo javë lexojmë tekste dhe flasim për drejtësinë në kujdes.",
    "Basque": "Ikasleek jendeari entzuten eta pobreziak osasunean duen eragina ulertzen ikasten dute. Astero testuak irakurtzen ditugu eta zaintzaren justiziaz hitz egiten dugu.",
    "Bulgarian": "Студентите се учат да слушат хората и да разбират как бедността влияе върху здравето. Всяка седмица четем текстове и говорим за справедливостта в грижата.",
    "Catalan": "Els estudiants aprenen a escoltar les persones i a entendre com la pobresa afecta la salut. Cada setmana llegim textos i parlem de la justícia en l'atenció.",
    "Chinese": "学生将学习如何倾听他人，并理解贫困对健康的影响。我们每周阅读文献，并讨论关怀中的公平与正义。",
    "Croatian": "Studenti uče slušati ljude i razumjeti kako siromaštvo utječe na zdravlje. Svakoga tjedna čitamo tekstove i razgovaramo o pravednosti u skrbi.",
    "Czech": "Studenti se učí naslouchat lidem a porozumět tomu, jak chudoba ovlivňuje zdraví. Každý týden čteme texty a mluvíme o spravedlnosti v péči.",
    "Danish": "De studerende lærer at lytte til mennesker og at forstå, hvordan fattigdom påvirker helbredet. Hver uge læser vi tekster og taler om retfærdighed i omsorgen.",
    "Dutch": "De studenten leren naar mensen te luisteren en te begrijpen hoe armoede de gezondheid beïnvloedt. Elke week lezen we teksten en spreken we over rechtvaardigheid in de zorg.",
    "Estonian": "Üliõpilased õpivad inimesi kuulama ja mõistma, kuidas vaesus mõjutab tervist. Igal nädalal loeme tekste ja räägime õiglusest hoolekandes.",
    "Finnish": "Opiskelijat oppivat kuuntelemaan ihmisiä ja ymmärtämään, miten köyhyys vaikuttaa terveyteen. Joka viikko luemme tekstejä ja puhumme oikeudenmukaisuudesta hoidossa.",
    "French": "Les étudiants apprennent à écouter les personnes et à comprendre les effets de la pauvreté sur la santé. Chaque semaine, nous lisons des textes et nous parlons de la justice dans le soin.",
    "German": "Die Studierenden lernen, wie die Gesellschaft auf die seelische Gesundheit wirkt, und was eine gute Beratung ist. In jeder Woche lesen wir Texte und sprechen über Gerechtigkeit in der Pflege.",
    "Greek": "Οι φοιτητές μαθαίνουν να ακούν τους ανθρώπους και να κατανοούν πώς η φτώχεια επηρεάζει την υγεία. Κάθε εβδομάδα διαβάζουμε κείμενα και μιλάμε για τη δικαιοσύνη στη φροντίδα.",
    "Hebrew": "הסטודנטים לומדים להקשיב לאנשים ולהבין כיצד העוני משפיע על הבריאות. בכל שבוע אנו קוראים טקסטים ומדברים על צדק בטיפול.",
    "Hungarian": "A hallgatók megtanulják, hogyan kell meghallgatni az embereket, és hogyan hat a szegénység az egészségre. Minden héten szövegeket olvasunk, és az igazságosságról beszélgetünk.",
    "Indonesian": "Mahasiswa belajar mendengarkan orang lain dan memahami bagaimana kemiskinan memengaruhi kesehatan. Setiap minggu kami membaca teks dan berbicara tentang keadilan dalam pelayanan.",
    "Irish": "Foghlaimíonn na mic léinn conas éisteacht le daoine agus tuiscint a fháil ar an gcaoi a dtéann bochtaineacht i bhfeidhm ar shláinte. Léimid téacsanna gach seachtain agus labhraímid faoin gceart.",
    "Italian": "Gli studenti imparano ad ascoltare le persone e a comprendere gli effetti della povertà sulla salute. Ogni settimana leggiamo dei testi e parliamo della giustizia nella cura.",
    "Japanese": "学生は人の話を聴くことと、貧困が健康に与える影響を理解することを学びます。毎週テキストを読み、ケアにおける公正について話し合います。",
    "Korean": "학생들은 사람들의 말을 경청하고 빈곤이 건강에 미치는 영향을 이해하는 법을 배운다. 매주 글을 읽고 돌봄의 정의에 대해 이야기한다.",
    "Latvian": "Studenti mācās uzklausīt cilvēkus un saprast, kā nabadzība ietekmē veselību. Katru nedēļu mēs lasām tekstus un runājam par taisnīgumu aprūpē.",
    "Norwegian": "Studentene lærer å lytte til mennesker og å forstå hvordan fattigdom påvirker helsen. Hver uke leser vi tekster og snakker om rettferdighet i omsorgen.",
    "Polish": "Studenci uczą się słuchać ludzi i rozumieć, jak bieda wpływa na zdrowie. Co tydzień czytamy teksty i rozmawiamy o sprawiedliwości w opiece.",
    "Portuguese": "Os estudantes aprendem a ouvir as pessoas e a compreender os efeitos da pobreza na saúde. Em cada semana lemos textos e falamos sobre a justiça no cuidado.",
    "Romanian": "Studenții învață să asculte oamenii și să înțeleagă cum sărăcia afectează sănătatea. În fiecare săptămână citim texte și vorbim despre dreptate în îngrijire.",
    "Russian": "Студенты учатся слушать людей и понимать влияние бедности на здоровье. Каждую неделю мы читаем тексты и говорим о справедливости в помощи.",
    "Spanish": "Los estudiantes aprenden a escuchar a las personas y a comprender los efectos de la pobreza en la salud. Cada semana leemos textos y hablamos de la justicia en el cuidado.",
    "Swedish": "Studenterna lär sig att lyssna på människor och att förstå hur fattigdom påverkar hälsan. Varje vecka läser vi texter och talar om rättvisa i vården.",
    "Turkish": "Öğrenciler insanları dinlemeyi ve yoksulluğun sağlığı nasıl etkilediğini anlamayı öğrenir. Her hafta metinler okuyor ve bakımda adalet üzerine konuşuyoruz.",
    "Ukrainian": "Студенти вчаться слухати людей і розуміти, як бідність впливає на здоров'я. Щотижня ми читаємо тексти й говоримо про справедливість у догляді.",
    "Vietnamese": "Sinh viên học cách lắng nghe con người và hiểu nghèo đói ảnh hưởng đến sức khỏe như thế nào. Mỗi tuần chúng tôi đọc các văn bản và nói về công bằng trong chăm sóc.",
}  # fmt: skip


COURSE = """# COUN 611: Multicultural Counseling

## Course objectives

By the end of the course students recognize how racism and poverty shape the health of the people
who come to them, and can name what they bring into the room themselves. They practise to listen.

## Schedule

Week 1: Who we are, and what we were taught about others. Week 2: Racism and mental health.
Week 3: Poverty, work and illness. Week 4: Religion and counseling. Week 5: Role play and feedback.
"""


def verdict_on(text: str, name: str = "course.md", **limits: int) -> Coverage | Unread:
    return check_bytes(text.encode(), name, load_rubric(), Limits(**{"min_words": 50} | limits))


def refused(text: str, **limits: int) -> Unread:
    verdict = verdict_on(text, **limits)
    assert isinstance(verdict, Unread), verdict
    return verdict


def warnings_of(text: str, name: str = "course.md", **limits: int) -> tuple[str, ...]:
    verdict = verdict_on(text, name, **limits)
    assert isinstance(verdict, Coverage), verdict
    return verdict.warnings


def gapcheck(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "curriculum_gap", *words, "--no-cache"]
    environment = {name: os.environ[name] for name in os.environ if name != "GAPCHECK_MIN_WORDS"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


# Length


def test_too_few_words_give_no_verdict() -> None:
    verdict = refused("# Stigma\n\nWeek 1: Stigma and help seeking")
    assert (verdict.status, verdict.reason) == (
        "too-short",
        "holds 7 words, too few to describe a course (at least 50)",
    )
    assert isinstance(verdict_on(COURSE), Coverage)
    assert refused(COURSE, min_words=100).status == "too-short"
    assert refused("Racism.").reason.startswith("holds 1 word,")


def test_a_short_document_is_judged_with_a_warning() -> None:
    assert warnings_of(COURSE)[0].startswith("holds only 78 words: little can be found")
    assert warnings_of(COURSE * 2) == ()
    assert warnings_of(COURSE * 2, min_words=100) == ()
    assert warnings_of(COURSE, min_words=0) == ()


# Letters and languages


@pytest.mark.parametrize(
    "garbled",
    [
        codecs.encode(COURSE, "rot13"),
        COURSE[::-1],
        COURSE.replace(" ", ""),
        base64.encodebytes(COURSE.encode() * 2).decode(),
        base64.b64encode(COURSE.encode() * 2).decode(),
        COURSE.encode().hex(),
        "".join(char for char in COURSE if char not in "aeiou"),
        COURSE.translate(str.maketrans("abcdefghijklmnoprstuvwxy", "qwertzuiopasdfghjkyxcvbn")),
    ],
)
@pytest.mark.parametrize("min_words", [0, 50])
def test_letters_that_make_no_words_give_no_verdict(garbled: str, min_words: int) -> None:
    verdict = check_bytes(garbled.encode(), "a.txt", load_rubric(), Limits(min_words=min_words))
    assert isinstance(verdict, Unread)
    assert verdict.status == "undecodable" and "make no words" in verdict.reason


@pytest.mark.parametrize("name", TEXTS)
def test_another_language_gives_no_verdict(name: str) -> None:
    verdict = refused(TEXTS[name] * 4)
    assert verdict.status == "other-language"
    assert verdict.reason.startswith(f"is in {name}; the terms of the topic list are English")
    assert refused(f"{TEXTS[name]}\n\n" * 300).reason == verdict.reason
    assert refused(TEXTS[name] * 4, min_words=0).status == "other-language"


def test_a_short_document_in_a_language_that_is_not_sure_gives_no_verdict() -> None:
    text = (
        "Plan de cours : Racisme et santé mentale. Ce cours examine le racisme structurel et ses "
        "effets sur la santé mentale des communautés. Les étudiants analysent les politiques "
        "publiques et les pratiques cliniques. Le traumatisme racial et son traitement."
    )
    assert refused(text, min_words=0).status == "other-language"


def test_a_part_in_another_language_is_named_and_the_rest_judged() -> None:
    spanish = "\n\n".join([TEXTS["Spanish"]] * 6)
    warnings = warnings_of(f"{COURSE * 4}\n\n{spanish}\n\n{COURSE * 4}")
    (warning,) = warnings
    assert warning.startswith("text in Spanish was not judged: lines ")


def test_pages_without_words_are_named_and_the_rest_judged() -> None:
    garbled = codecs.encode(COURSE, "rot13")
    pages = [COURSE, COURSE, garbled, COURSE]
    blocks = tuple(Block(text, page=number) for number, text in enumerate(pages, 1))
    found = check_text(Document("a.pdf", "pdf", "A", 4, 300, blocks), "en", Limits())
    assert found.unread_pages == (3,)
    (warning,) = found.warnings
    assert warning.startswith("letters that make no words were not judged: page 3 (about ")


# Each number of `document_checks/wording.py` has a page here that comes out otherwise where the number
# is half of what it is, or twice. A sample stands alone, or on one page of a course.
ROT13 = codecs.encode(COURSE, "rot13")
PEOPLE = (
    "Moreau, Lindqvist, Ortega, Szymanski, Adeyemi, Kowalczyk, Fitzgerald, Papadopoulos, "
    "Wojciechowski, Andersson, Nakamura, Oyelaran, Bjornstad, Castellanos, Dragomirescu, Hernandez"
)
HALF_ITALIAN = f"{TEXTS['Italian'][:150]} Counseling Program, Week four, paper. {PEOPLE[:83]}"
MOSTLY_SPANISH = f"{TEXTS['Spanish']} Counseling Program, Week four, paper. {PEOPLE[:83]}"
RUN_TOGETHER = (
    "Weekly studentswillrecognizehow course povertyandracismshape reading "
    "thehealthofthepeoplewho course cannamewhattheybring weekly intotheroomthemselvesand"
)
CODED = " ".join(f"Material {'KfWmRtYvLpNcJhGdBxQzXwVrTkMnPsSb'[n:]}" for n in range(4)) * 3
LINES_OF_CODE = base64.encodebytes(COURSE.encode()[:240]).decode()
ADDRESSES = " ".join(f"bit.ly/{'KfWmRtYvLpNcJhGdBxQzXwVr'}{n}" for n in range(5))
AFFILIATION = "Universidad de la Ribera, Facultad de Trabajo Social, Salud Comunitaria, Ortega"


def check_pages(*pages: str) -> tuple[str, ...]:
    """The warnings about a document of such pages, or its status."""
    blocks = tuple(Block(text, page=number) for number, text in enumerate(pages, 1))
    try:
        return check_text(
            Document("a.pdf", "pdf", "A", len(pages), 400, blocks), "en", Limits()
        ).warnings
    except ReadError as error:
        return (error.status,)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (PEOPLE + ": group two meets in room four", ""),
        (ROT13 + " Page four of ten, Counseling Program", "make no words"),
        (RUN_TOGETHER, "make no words"),
        (CODED, ""),
        (LINES_OF_CODE, "make no words"),
        (ADDRESSES, ""),
        (HALF_ITALIAN, ""),
        (MOSTLY_SPANISH, "in Spanish"),
        (AFFILIATION, ""),
    ],
)
def test_a_page_of_a_course_is_read_unless_it_makes_no_words(page: str, said: str) -> None:
    warnings = check_pages(COURSE, page, COURSE)
    assert len(warnings) == bool(said)
    assert all(said in warning for warning in warnings)


def test_a_document_is_refused_for_half_of_its_letters_or_four_fifths_of_a_language() -> None:
    assert check_pages(ROT13, ROT13, COURSE) == ("undecodable",)
    assert "make no words" in check_pages(ROT13, COURSE, COURSE)[0]
    spanish = TEXTS["Spanish"] * 2
    assert check_pages(spanish, spanish, spanish, spanish, COURSE[:300]) == ("other-language",)
    assert "in Spanish" in check_pages(spanish, spanish, COURSE)[0]


def test_a_warning_names_three_places() -> None:
    (three,) = check_pages(COURSE, ROT13, COURSE, ROT13, COURSE, ROT13, COURSE)
    assert "page 2, page 4, page 6 (" in three
    (more,) = check_pages(COURSE, *[ROT13, COURSE] * 5)
    assert "page 2, page 4, page 6 and 2 more (" in more


def test_a_short_quotation_in_another_language_is_no_part() -> None:
    english = " ".join(COURSE.split())
    quotation = "\n\n".join([english, *[TEXTS["Spanish"]] * 3, english])
    assert not any("in Spanish" in warning for warning in warnings_of(quotation))


@pytest.mark.parametrize(
    "readable",
    [
        # A plan of names and titles has few small words, one of formulas few words at all.
        "".join(f"Week {n}: Moreau, Lindqvist, Ortega; paper\n" for n in range(40)),
        "\n".join(
            f"Lesson {n}, variance: P(A|B) = P(B|A) P(A) / P(B), Var(X) = E(X^2)" for n in range(30)
        ),
        # Some programs leave a code of many letters between words.
        COURSE
        + "\n"
        + base64.b64encode(b"view state of a web page" * 400).decode()
        + "\n"
        + COURSE,
        COURSE.replace("s", "s\x00\ud83d".encode("utf-8", "ignore").decode()),
    ],
)
def test_what_only_looks_strange_is_read(readable: str) -> None:
    assert not any("make no words" in warning for warning in warnings_of(readable, "a.txt"))


def test_examples_are_read_without_doubt() -> None:
    for path in sorted(EXAMPLES.iterdir()):
        if path.stem != "README" and path.suffix in {
            ".md",
            ".qmd",
            ".tex",
            ".html",
            ".txt",
            ".docx",
            ".pdf",
        }:
            verdict = check_bytes(path.read_bytes(), path.name, load_rubric())
            assert isinstance(verdict, Coverage)
            doubts = ("text in", "make no words", "does not look like", "holds only")
            assert not any(doubt in text for doubt in doubts for text in verdict.warnings), (
                path.name
            )


def test_a_rubric_in_a_language_without_a_lexicon_judges_nothing() -> None:
    rubric = replace(load_rubric(), language="fr-CA")
    with pytest.raises(UsageError, match="no lexicon for 'fr-CA'"):
        check_bytes(TEXTS["French"].encode(), "course.txt", rubric)


# Text of another kind


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("grades.txt", "id,name,grade\n" + "".join(f"{n},Student {n},{n}\n" for n in range(90))),
        ("run.txt", "".join(f"12:00:{n} INFO server started in {n} ms\n" for n in range(60))),
        ("sort.txt", "def sort(values):\n    for value in values:\n        yield value\n" * 30),
        ("story.txt", "It was late when she came home. Nobody had lit the fire.\n\n" * 40),
    ],
)
def test_what_describes_no_course_is_judged_with_a_warning(name: str, text: str) -> None:
    assert any("does not look like a course document" in line for line in warnings_of(text, name))


def test_a_book_is_no_course_document() -> None:
    course = Passage("Listen", Section.OBJECTIVE)
    handbook = Document("a.txt", "text", "A", None, 60_000, ())
    assert check_course_signs(handbook, [course]) == ()
    (warning,) = check_course_signs(replace(handbook, words=117_078), [course])
    assert warning == "does not look like a course document: 117,078 words are far too many"


# Through the command line


def test_every_report_tells_what_was_not_read(tmp_path: Path) -> None:
    (tmp_path / "short.md").write_text("# Stigma\n\nRacism.", "utf-8")
    (tmp_path / "french.txt").write_text(TEXTS["French"] * 5, "utf-8")
    (tmp_path / "cipher.txt").write_text(codecs.encode(COURSE, "rot13"), "utf-8")
    names = ["short.md", "french.txt", "cipher.txt"]
    files = [f"report.{suffix}" for suffix in ("txt", "md", "html", "csv", "junit.xml", "sarif")]
    outputs = [word for name in files for word in ("-o", name)]
    run = gapcheck(tmp_path, *names, "-f", "json", *outputs)
    assert run.returncode == 3
    statuses = [entry["status"] for entry in json.loads(run.stdout)["documents"]]
    assert statuses == ["too-short", "other-language", "undecodable"]
    run = gapcheck(tmp_path, *names, "-f", "github")
    assert run.returncode == 3
    written = {name: (tmp_path / name).read_text("utf-8") for name in files}
    for name, text in {"github": run.stdout, **written}.items():
        assert all(status in text for status in statuses), name


def test_the_floor_can_be_set_on_the_command_line_and_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# Stigma\n\nWeek 1: Stigma and help seeking", "utf-8")
    assert gapcheck(tmp_path, "note.md").returncode == 3
    assert gapcheck(tmp_path, "note.md", "--min-words", "0").returncode == 0
    assert gapcheck(tmp_path, "note.md", "--min-words", "8").returncode == 3
    run = gapcheck(tmp_path, "note.md", "--min-words", "many")
    assert run.returncode == 2
    assert "--min-words: 'many' is no number of words; write 0 or more" in run.stderr
    (tmp_path / ".gapcheck.yml").write_text("min-words: 5\n", "utf-8")
    assert gapcheck(tmp_path, "note.md").returncode == 0
    assert gapcheck(tmp_path, "note.md", "--isolated").returncode == 3
    # The page that explains a verdict goes by the same floor.
    command = [sys.executable, "-m", "curriculum_gap", "explain", "note.md"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60).returncode == 0


def test_what_lay_in_a_folder_is_counted_and_under_a_gate_a_complaint(tmp_path: Path) -> None:
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses" / "course.md").write_text(COURSE * 3, "utf-8")
    (tmp_path / "courses" / "todo.md").write_text("To do", "utf-8")
    (tmp_path / "courses" / "french.md").write_text(TEXTS["French"] * 5, "utf-8")
    run = gapcheck(tmp_path, "courses")
    assert run.returncode == 0
    assert "todo.md" in run.stdout and "too-short" in run.stdout
    assert "french.md" in run.stdout and "other-language" in run.stdout
    run = gapcheck(tmp_path, "courses", "--fail-under", "0")
    assert run.returncode == 3
    assert "Gate not passed" in run.stdout
    assert gapcheck(tmp_path, "courses", "--fail-under", "0", "--exit-zero").returncode == 3
    assert gapcheck(tmp_path, "courses/todo.md").returncode == 3


def test_every_status_stands_in_the_documentation() -> None:
    page = (EXAMPLES.parent / "docs" / "batch.md").read_text("utf-8")
    table = page.split("## Files without a verdict")[1].split("\n## ")[0]
    told = {
        name
        for row in re.findall(r"^\| (`.*?) \|", table, re.M)
        for name in re.findall(r"`([a-z-]+)`", row)
    }
    assert told == set(Status) - {Status.OK}
