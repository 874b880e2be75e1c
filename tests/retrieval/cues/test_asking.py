"""What kind of answer a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cues import Ask, asked, focus


@pytest.mark.parametrize(
    ("question", "ask"),
    [
        ("Who retook Palmyra?", Ask.WHO),
        ("WHO RETOOK PALMYRA", Ask.WHO),
        ("who's the president of Syria", Ask.WHO),
        ("Palmyra was retaken by whom", Ask.WHO),
        ("tell me who retook it", Ask.WHO),
        ("The man who painted it was born where?", Ask.WHERE),
        ("The town where they met has how many people in it?", Ask.COUNT),
        ("When the army left, who stayed?", Ask.WHO),
        ("What company made it?", Ask.WHO),
        ("What was the last name of the player who scored?", Ask.WHO),
        ("When was it signed?", Ask.WHEN),
        ("the treaty was signed when?", Ask.WHEN),
        ("and when?", Ask.WHEN),
        ("In what year did the first flight take place ?", Ask.WHEN),
        ("what year was elvis born", Ask.WHEN),
        ("Where is Palmyra?", Ask.WHERE),
        ("name the city where he died", Ask.WHERE),
        ("What is the capital of Spain", Ask.WHERE),
        ("Why did they leave?", Ask.WHY),
        ("They left for what reason?", Ask.WHY),
        ("what causes rain", Ask.WHY),
        ("How many fighters were killed?", Ask.COUNT),
        ("how old is he", Ask.COUNT),
        ("how long was the siege", Ask.COUNT),
        ("What is the population of London", Ask.COUNT),
        ("What percentage of voters agreed?", Ask.COUNT),
        ("How is cataract treated ?", Ask.HOW),
        ("In what way did they object?", Ask.HOW),
        ("What is photosynthesis?", Ask.DEFINE),
        ("what's an agouti", Ask.DEFINE),
        ("what is the Eiffel Tower", Ask.DEFINE),
        ("What does AARP stand for?", Ask.DEFINE),
        ("What does cardiac mean", Ask.DEFINE),
        ("What is the primary symptom of a cataract ?", Ask.WHAT),
        ("What was Gekko 's profession ?", Ask.WHAT),
        ("What is Crips ' gang color ?", Ask.WHAT),
        ("What are private schools in Germany called?", Ask.WHAT),
        ("How is a young owl called?", Ask.WHAT),
        ("What did they find?", Ask.WHAT),
        ("In what episode did Doctor Who die?", Ask.WHAT),
        ("Besides the first, what other work did he write?", Ask.WHAT),
        ("Was Palmyra retaken?", Ask.OTHER),
        ("Palmyra fighters 2016", Ask.OTHER),
        ("Episodes of Doctor Who in colour", Ask.OTHER),
        ("", Ask.OTHER),
    ],
)
def test_an_english_question_asks_for_its_kind_of_answer(question: str, ask: Ask) -> None:
    assert asked(question, ["en"]) == ask


@pytest.mark.parametrize(
    ("language", "who", "when", "where", "why", "count"),
    [
        ("ar", "من كتب الكتاب؟", "متى ولد؟", "أين تقع تدمر؟", "لماذا رحلوا؟", "كم عدد السكان؟"),
        ("cs", "Kdo napsal knihu?", "Kdy se narodil?", "Kde leží Brno?", "Proč odešli?", "Kolik lidí tam žije?"),
        ("de", "Wer schrieb das?", "In welchem Jahr war das?", "Wo liegt Ulm?", "Warum?", "Wie viele Leute?"),
        ("el", "Ποιος έγραψε το βιβλίο;", "Πότε γεννήθηκε;", "Πού είναι;", "Γιατί έφυγαν;", "Πόσοι έμειναν;"),
        ("es", "¿Quién lo escribió?", "en que año murio", "¿Dónde está?", "¿Por qué?", "¿Cuántos habitantes hay?"),
        ("fa", "چه کسی آن را نوشت؟", "در چه سالی درگذشت؟", "شیراز کجاست؟", "چرا رفتند؟", "چند نفر بودند؟"),
        ("fi", "Kuka sen kirjoitti?", "Minä vuonna?", "Missä Turku sijaitsee?", "Miksi?", "Kuinka monta?"),
        ("fr", "Qui l'a écrit ?", "En quelle année ?", "Où est-ce ?", "Pourquoi ?", "Combien d'habitants ?"),
        ("he", "מי כתב את זה?", "באיזו שנה הוא מת?", "איפה חיפה?", "למה הם עזבו?", "כמה תושבים יש?"),
        ("hi", "किसने लिखा?", "वह कब पैदा हुआ?", "दिल्ली कहाँ है?", "वे क्यों गए?", "कितने लोग हैं?"),
        ("id", "Siapa yang menulisnya?", "Tahun berapa?", "Di mana Bandung?", "Mengapa?", "Berapa orang?"),
        ("it", "Chi l'ha scritto?", "In che anno?", "Dov'è Roma?", "Perché?", "Quanti abitanti ha Milano?"),
        ("ja", "誰が書きましたか？", "何年に？", "どこにありますか？", "なぜですか？", "何人いますか？"),
        ("ko", "누가 썼습니까?", "언제 태어났습니까?", "어디에 있습니까?", "왜 떠났습니까?", "몇 명입니까?"),
        ("nl", "Wie schreef het?", "In welk jaar?", "Waar ligt Gent?", "Waarom?", "Hoeveel inwoners?"),
        ("pl", "Kto to napisał?", "W którym roku zmarł?", "Gdzie leży?", "Dlaczego?", "Ile osób?"),
        ("pt", "Quem escreveu?", "Em que ano morreu?", "Onde fica Lisboa?", "Por que?", "Quantos habitantes?"),
        ("ro", "Cine a scris?", "În ce an a murit?", "Unde se află?", "De ce au plecat?", "Câți locuitori?"),
        ("ru", "Кто это написал?", "В каком году он умер?", "Где это?", "Почему?", "Сколько человек?"),
        ("sv", "Vem skrev den?", "Vilket år dog han?", "Var ligger Lund?", "Varför?", "Hur många?"),
        ("th", "ใครเขียน", "เกิดปีใด", "อยู่ที่ไหน", "ทำไมจึงไป", "มีกี่คน"),
        ("tr", "Bunu kim yazdı?", "Hangi yıl öldü?", "Ankara nerede?", "Neden gittiler?", "Kaç kişi vardı?"),
        ("uk", "Хто це написав?", "У якому році він помер?", "Де це?", "Чому?", "Скільки людей?"),
        ("vi", "Ai đã viết?", "Ông sinh năm nào?", "Nó ở đâu?", "Tại sao?", "Có bao nhiêu người?"),
        ("zh", "谁写的？", "他哪一年出生？", "在哪里？", "为什么？", "有多少人？"),
    ],
)
def test_every_language_has_its_question_words(
    language: str, who: str, when: str, where: str, why: str, count: str
) -> None:
    assert [asked(question, [language]) for question in (who, when, where, why, count)] == [
        Ask.WHO,
        Ask.WHEN,
        Ask.WHERE,
        Ask.WHY,
        Ask.COUNT,
    ]


def test_accents_may_be_left_out() -> None:
    assert [asked(question, ["es"]) for question in ("donde nacio", "quien gano", "cuando murio")] == [
        Ask.WHERE,
        Ask.WHO,
        Ask.WHEN,
    ]


def test_a_question_is_read_in_the_first_language_that_finds_a_question_word() -> None:
    assert asked("Wer schrieb das?", ["en", "de"]) == Ask.WHO


def test_a_text_of_unknown_language_is_read_as_english_and_one_without_lists_asks_for_nothing() -> None:
    assert [asked("who is he", [language]) for language in ("und", "eo")] == [Ask.WHO, Ask.OTHER]


@pytest.mark.parametrize(
    ("question", "languages", "noun"),
    [
        ("What instrument does she play?", ["en"], "instrument"),
        ("How many Fighters died", ["en"], "Fighters"),
        ("How many Abercrombie and Fitch stores are there ?", ["en"], "stores"),
        ("which city is bigger", ["en"], "city"),
        ("What record company is he with ?", ["en"], "company"),
        ("What city's mayor took money", ["en"], "mayor"),
        ("What was the name of the band", ["en"], "band"),
        ("What is Rohm and Haas 's annual revenue ?", ["en"], "revenue"),
        ("How long was the siege", ["en"], None),
        ("What happened to Palmyra", ["en"], None),
        ("Who was it", ["en"], None),
        ("What is photosynthesis", ["en"], None),
        ("Welches Instrument spielt er?", ["de"], "Instrument"),
        ("Welches berühmte Lied sang er?", ["de"], "Lied"),
        ("Quelle est la capitale de l'Espagne ?", ["fr"], "capitale"),
        ("Ông chơi nhạc cụ ở thành phố nào?", ["vi"], "thành phố"),
        ("他在哪个城市？", ["zh"], None),
    ],
)
def test_the_focus_is_the_noun_that_is_asked_for_as_written(
    question: str, languages: list[str], noun: str | None
) -> None:
    assert focus(question, languages) == noun


@given(st.text(), st.sampled_from(["en", "de", "ar", "ko", "th", "tr", "vi", "zh", "und", "eo"]))
# The words of a language are read when it is met first.
def test_any_text_can_be_asked(text: str, language: str) -> None:
    noun = focus(text, [language])

    assert asked(text, [language]) in Ask
    assert noun is None or noun in text
