"""What kind of answer a question asks for, and what kinds of thing words stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import tokens
from retrieval.cues import Ask, Cue, asked, cues, focus, leans_back, small_talk, without_greeting
from retrieval.cues.lists import lists
from retrieval.types import Why

NOTHING = Cue(0)


def leans(question: str, language: str) -> bool:
    return bool(leans_back(question, language, sum(bool(word.terms) for word in tokens(question, language))))


def cues_of(text: str, language: str) -> list[tuple[str, Cue]]:
    found = []
    for chunk in text.split():
        words = tokens(chunk, language)
        found += [(word.text, cue) for word, cue in zip(words, cues(chunk, words, language), strict=True)]
    return found


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


def test_english_words_stand_for_kinds_of_thing() -> None:
    assert cues_of("President Obama met John's wife in France because 12 people left", "en") == [
        ("President", Cue.PERSON),
        ("Obama", NOTHING),
        ("met", NOTHING),
        ("John's", Cue.GIVEN_NAME),
        ("wife", Cue.PERSON),
        ("in", Cue.PREPOSITION),
        ("France", Cue.PLACE),
        ("because", Cue.REASON),
        ("12", Cue.NUMBER),
        ("people", Cue.PERSON | Cue.UNIT),
        ("left", NOTHING),
    ]


@pytest.mark.parametrize(
    ("chunk", "cue"),
    [
        ("1961", Cue.NUMBER | Cue.YEAR),
        ("1990s,", Cue.NUMBER | Cue.YEAR),
        ("١٩٥٢", Cue.NUMBER | Cue.YEAR),
        ("2100", Cue.NUMBER),
        ("0999", Cue.NUMBER),
        ("1,961", Cue.NUMBER),
        ("3rd", Cue.NUMBER | Cue.ORDINAL),
        ("$1990", Cue.NUMBER | Cue.MONEY),
        ("(€3.5", Cue.NUMBER | Cue.MONEY),
        ("50%", Cue.NUMBER | Cue.PERCENT),
        ("F-16", NOTHING),
    ],
)
def test_numbers_need_no_language(chunk: str, cue: Cue) -> None:
    assert cues(chunk, tokens(chunk, "eo"), "eo")[0] == cue


@pytest.mark.parametrize(
    ("language", "chunk", "cue"),
    [
        ("en", "9:30", Cue.NUMBER | Cue.CLOCK),
        ("en", "(9:30–17:00)", Cue.NUMBER | Cue.CLOCK),
        ("en", "2009:30", Cue.NUMBER | Cue.YEAR),
        ("en", "10am", Cue.NUMBER | Cue.CLOCK),
        ("en", "9", Cue.NUMBER),
        ("en", "noon,", Cue.CLOCK),
        ("en", "Sundays", Cue.WEEKDAY),
        ("de", "Uhr.", Cue.CLOCK),
        ("fr", "9h30", Cue.NUMBER | Cue.CLOCK),
        ("ru", "утра", Cue.CLOCK),
    ],
)
def test_times_of_day_are_known(language: str, chunk: str, cue: Cue) -> None:
    assert cues(chunk, tokens(chunk, language), language)[0] == cue


@pytest.mark.parametrize(
    ("chunk", "cue"),
    [
        ("May", Cue.MONTH),
        ("MAY", Cue.MONTH),
        ("may", NOTHING),
        ("march", NOTHING),
        ("US", Cue.PLACE),
        ("us", NOTHING),
        ("turkey", NOTHING),
        ("second", Cue.ORDINAL),
        ("seconds", Cue.DURATION),
        ("it", Cue.PRONOUN),
        ("IT", NOTHING),
        ("IS", NOTHING),
        ("mark", NOTHING),
    ],
)
def test_capitals_tell_names_from_words(chunk: str, cue: Cue) -> None:
    assert cues(chunk, tokens(chunk, "en"), "en") == (cue,)


@pytest.mark.parametrize(
    ("language", "chunk", "cue"),
    [
        ("ar", "والمدينة", Cue.PLACE),
        ("de", "3.", Cue.NUMBER | Cue.ORDINAL),
        ("de", "Österreich,", Cue.PLACE),
        ("fr", "L'Allemagne", Cue.PLACE),
        ("ru", "октября", Cue.MONTH),
        ("ru", "президентом", Cue.PERSON),
        ("tr", "İstanbul'da", Cue.PLACE),
        ("tr", "1990'larda", Cue.NUMBER | Cue.YEAR),
        ("hi", "राष्ट्रपति", Cue.PERSON),
    ],
)
def test_words_of_other_languages_are_known_by_their_beginnings(language: str, chunk: str, cue: Cue) -> None:
    assert cues(chunk, tokens(chunk, language), language) == (cue,)


def test_a_pair_of_characters_has_the_cues_of_the_word_that_it_lies_in_or_begins() -> None:
    assert cues_of("1957年他在美国出", "zh") == [
        ("1957", Cue.NUMBER | Cue.YEAR),
        ("年他", Cue.DURATION),
        ("他在", Cue.PRONOUN),
        ("在美", Cue.PREPOSITION),
        ("美国", Cue.PLACE),
        ("国出", NOTHING),
    ]


def test_the_last_character_of_a_run_gives_its_cues_to_the_pair_that_it_ends() -> None:
    assert cues_of("北京市", "zh") == [("北京", Cue.PLACE), ("京市", Cue.PLACE)]


def test_a_longer_word_hides_the_ones_inside_it() -> None:
    assert cues_of("但是", "zh") == [("但是", NOTHING)]


@pytest.mark.parametrize(
    "text",
    (
        "hi|hello there|Good morning!|hey bot!|привет|hola|¡Buenos días!|مرحبا|你好|salut|merhaba|สวัสดีครับ|こんにちは|👋"
    ).split("|"),
)
def test_a_greeting_is_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.GREETING


@pytest.mark.parametrize(
    "text",
    (
        "thanks|Thank you so much!|great, thanks|hi, thanks|спасибо большое|gracias|شكرا|谢谢你！|ありがとう|Merci"
        "|good bot|👍|Vielen Dank für die Hilfe!|merci pour votre aide|no thanks|tak"
    ).split("|"),
)
def test_thanks_and_praise_are_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.THANKS


@pytest.mark.parametrize(
    "text",
    (
        "bye|Goodbye!|see you|See you later|good night|thanks, bye!|ok thanks bye|goodbye everyone|пока|До свидания!"
        "|спокойной ночи|مع السلامة|تصبح على خير|adiós|¡Hasta luego!|Tschüss|auf Wiedersehen|gute Nacht|au revoir"
        "|arrivederci|tchau|görüşürüz|再见|晚安|さようなら"
    ).split("|"),
)
def test_a_goodbye_is_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.FAREWELL


@pytest.mark.parametrize(
    "text",
    "ok|OK.|oh ok|lol|hahaha|test|yes please|no|😂|ок|тест|да|حسنا|تجربة|نعم|vale|prueba|alles klar|ja|好的|测试".split(
        "|"
    ),
)
def test_an_ok_a_laugh_or_a_try_is_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.CHATTER


@pytest.mark.parametrize(
    "text",
    "help|Help!|hello, can you help me?|who are you?|помощь|что ты умеешь?|مساعدة|ayuda|Hilfe|aide|帮助".split("|"),
)
def test_a_call_for_help_is_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.HELP


@pytest.mark.parametrize(
    "text",
    (
        "Goodbye, Lenin!|goodbye to all that|what is OK?|is that ok?|is the test today|help desk hours|test results"
        "|who said goodbye?|who are they|No. 10|Yes, Minister|Help! I need somebody"
    ).split("|"),
)
def test_words_of_small_talk_in_a_question_are_looked_for(text: str) -> None:
    assert small_talk(text) is None
    assert without_greeting(text) == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ok, who built it?", "who built it?"),
        ("great, and when?", "and when?"),
        ("hello, help desk hours", "help desk hours"),
        ("hi, everyone, is the museum open?", "is the museum open?"),
        ("понятно, а когда?", "а когда?"),
        ("bye, who built it?", "bye, who built it?"),
    ],
)
def test_a_greeting_thanks_or_ok_before_a_question_is_dropped_and_no_more(text: str, rest: str) -> None:
    assert without_greeting(text) == rest


def test_no_phrase_of_small_talk_is_of_two_kinds() -> None:
    phrases = [phrase for kind in lists()["small_talk"].values() for phrase in kind.split()]

    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize(
    "text",
    "hello, who retook Palmyra?|hi-fi prices|who wrote Hello Dolly|thanksgiving|hithere|bot||?!|你好莱坞|Nice".split(
        "|"
    ),
)
def test_a_message_that_says_more_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "and when?"),
        ("en", "why?"),
        ("en", "what about Raqqa?"),
        ("en", "who helped them?"),
        ("en", "and who built it?"),
        ("de", "und wann?"),
        ("de", "und in Raqqa?"),
        ("de", "wer hat ihnen geholfen?"),
        ("fr", "et quand ?"),
        ("es", "¿y cuándo?"),
        ("it", "e quando?"),
        ("pt", "e quando?"),
        ("nl", "en wanneer?"),
        ("ru", "а когда?"),
        ("uk", "а коли?"),
        ("pl", "a kiedy?"),
        ("tr", "peki ne zaman?"),
        ("ar", "ومتى؟"),
        ("fa", "و کی؟"),
        ("ko", "그리고 언제?"),
        ("ja", "それで、いつ?"),
        ("zh", "什么时候?"),
        ("zh", "那么阿勒颇呢?"),
    ],
)
def test_a_question_that_says_too_little_leans_on_the_one_before(language: str, question: str) -> None:
    assert leans(question, language)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "who retook Palmyra?"),
        ("en", "when did the talks in Geneva begin?"),
        ("en", "and how many soldiers of the government were killed in the battle for the old city of Palmyra?"),
        ("en", "Palmyra"),
        ("en", "hello"),
        ("de", "Wer hat Palmyra zurückerobert?"),
        ("fr", "qui a repris Palmyre ?"),
        ("es", "¿Quién retomó Palmira?"),
        ("it", "chi ha riconquistato Palmira?"),
        ("ru", "кто освободил Пальмиру?"),
        ("ar", "من استعاد مدينة تدمر الأثرية؟"),
        ("ja", "誰がパルミラを奪還したのですか?"),
        ("zh", "谁在二〇一六年夺回了帕尔米拉古城？"),
    ],
)
def test_a_question_that_names_what_it_is_about_leans_on_nothing(language: str, question: str) -> None:
    assert not leans(question, language)


@given(st.text(), st.sampled_from(["en", "de", "ar", "ko", "th", "tr", "vi", "zh", "und", "eo"]))
def test_any_text_can_be_asked_and_read(text: str, language: str) -> None:
    noun = focus(text, [language])

    assert asked(text, [language]) in Ask
    assert noun is None or noun in text
    assert [word for word, _ in cues_of(text, language)] == [word.text for word in tokens(text, language)]
    assert (why := small_talk(text)) is None or why.is_small_talk
