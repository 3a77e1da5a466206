"""Documents in another language than the rubric's are read, with a warning."""

from __future__ import annotations

import builtins
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curriculum_gap import Coverage, Unread, load_rubric
from curriculum_gap.errors import UsageError
from curriculum_gap.languages import language_warning
from curriculum_gap.nouns import Block
from curriculum_gap.pipeline import check_bytes

EXAMPLES = Path(__file__).parent.parent / "examples"
# The same lines of a syllabus, written for this test.
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


def warnings_of(text: str) -> tuple[str, ...]:
    verdict = check_bytes(text.encode(), "course.txt", load_rubric())
    assert isinstance(verdict, Coverage)
    return verdict.warnings


def warning_of(text: str) -> str:
    return language_warning([Block(text)], "en")


@pytest.mark.parametrize("name", TEXTS)
def test_another_language_is_seen_and_named(name: str) -> None:
    expected = f"seems to be in {name}; the rubric's terms are English, so little is found"
    assert warning_of(TEXTS[name] * 4) == expected
    assert warning_of(f"{TEXTS[name]}\n" * 300) == expected  # told by stretches of it


def test_a_document_in_another_language_is_read_with_a_warning() -> None:
    (warning,) = warnings_of(TEXTS["French"] * 4)
    assert warning.startswith("seems to be in French;")
    # In another script few letters are enough.
    (warning,) = warnings_of(TEXTS["Chinese"])
    assert warning.startswith("seems to be in Chinese;")


def test_no_warning_where_it_cannot_be_told() -> None:
    assert warnings_of("Course outline\n\nListening. Silence. Power.") == ()
    # A plan with names and titles alone has few small words.
    plan = "".join(f"Week {n}: Moreau, Lindqvist, Ortega; paper\n" for n in range(40))
    assert warnings_of(plan) == ()


def test_control_characters_do_not_stop_the_guess() -> None:
    text = "\x00\x7f\x85\ufdd0\uffff".join(TEXTS["Spanish"].split()) * 4
    assert "in Spanish;" in warning_of(text)
    assert warning_of("\x00\ud800 " * 100) == ""


def test_without_the_library_no_language_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "pycld2":
            raise ImportError(name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    assert "in another language;" in warning_of(TEXTS["Polish"] * 4)
    assert "in another script;" in warning_of(TEXTS["Greek"] * 4)
    assert warning_of("The paper is due in the week of the exam. " * 20) == ""


def test_a_rubric_in_a_language_without_a_lexicon_judges_nothing() -> None:
    rubric = replace(load_rubric(), language="fr-CA")
    with pytest.raises(UsageError, match="no lexicon for 'fr-CA'"):
        check_bytes(TEXTS["French"].encode(), "course.txt", rubric)


def test_examples_are_in_the_rubrics_language() -> None:
    rubric = load_rubric()
    for path in sorted(EXAMPLES.iterdir()):
        if path.suffix in {".md", ".qmd", ".tex", ".html", ".txt", ".docx", ".pdf"}:
            verdict = check_bytes(path.read_bytes(), path.name, rubric)
            assert not isinstance(verdict, Unread)
            assert not any("seems to be in" in warning for warning in verdict.warnings), path.name
