"""Questions that lean on the one before, and messages that are none."""

from __future__ import annotations

import pytest

from retrieval import Answer, Answerer, Asked, Reason, Why
from tests.retrieval.conftest import Shelf

BUILT = "The bridge at Orla was built by Marta Quill."
OPENED = "The bridge was opened in May 1931."
MILL_OPENED = "The mill was opened in June 1874."
WHO = "who built the bridge at Orla?"


@pytest.fixture
def answerer(shelf: Shelf) -> Answerer:
    """A bridge and a mill that say the same of themselves, and a day that is a better answer to *when* than both."""
    shelf.put(
        bridge=f"The bridge at Orla\n\n{BUILT} {OPENED} Its arches are of red stone.",
        mill=f"The mill at Brede\n\nThe mill at Brede was built by Tom Hask. {MILL_OPENED} Its wheel turns no more.",
        day="The great day\n\nIt was opened on Monday, 3 June 1912. And when was that? It was in 1912.",
    )
    library = shelf.library()
    library.update()
    return library.answerer


def after(answer: Answer, question: str | None = None) -> Asked:
    """What was asked and quoted, as a chat passes it on."""
    quote = answer.quotes[0]
    told = frozenset((quote.article_id, number) for number in range(quote.first, quote.last))
    return Asked(question or answer.question, quote.article_id, told)


def talk(answerer: Answerer, first: str, second: str) -> Answer:
    """The answer to a question that comes after another."""
    return answerer.answer(second, after=after(answerer.answer(first)))


def article(answerer: Answerer, question: str) -> str:
    return answerer.answer(question).quotes[0].article_id


@pytest.mark.parametrize("question", ["and when?", "and when was it opened?", "when was it opened?"])
def test_a_question_that_leans_is_answered_from_the_article_of_the_one_before(
    answerer: Answerer, question: str
) -> None:
    answer = answerer.answer(question, after=Asked(WHO, article(answerer, WHO)))

    assert (answer.quotes[0].text, answer.follows) == (OPENED, True)
    assert answer.question == question


@pytest.mark.parametrize(
    ("in_vain", "found"), [("who repainted the bridge at Orla?", []), ("who opened the bridge at Orla?", [OPENED])]
)
def test_after_a_question_in_vain_the_answer_speaks_of_all_that_it_was_about(
    shelf: Shelf, in_vain: str, found: list[str]
) -> None:
    shelf.put(
        bridge=f"The bridge at Orla\n\n{BUILT} {OPENED} Its arches are of red stone.",
        mill=f"The mill at Brede\n\nThe mill at Brede was built by Tom Hask. {MILL_OPENED} Its wheel turns no more.",
    )
    library = shelf.library()
    library.update()

    answer = library.answerer.answer("and when?", after=Asked(in_vain))

    assert [quote.text for quote in answer.quotes[:1]] == found


@pytest.mark.parametrize("name", ["left", "right"])
def test_the_article_of_the_one_before_comes_first_where_another_says_the_same(shelf: Shelf, name: str) -> None:
    shelf.put(
        left="The bridge\n\nThe bridge was built by Ann Bell. It was opened in May 1931.",
        right="The bridge\n\nThe bridge was built by Ben Hask. It was opened in May 1931, June 1932 and July 1933.",
    )
    library = shelf.library()
    library.update()
    builder = {"left": "Ann Bell", "right": "Ben Hask"}[name]
    before = article(library.answerer, f"what did {builder} build?")

    answer = library.answerer.answer("and when was it opened?", after=Asked("who built the bridge?", before))

    assert (answer.quotes[0].source, answer.quotes[0].article_id) == (f"{name}.txt", before)
    assert {quote.article_id for quote in answer.quotes} == {before}


def test_alone_it_is_answered_from_anywhere(answerer: Answerer) -> None:
    assert answerer.answer("when was it opened?").quotes[0].text != OPENED
    assert answerer.answer("and when?").reason == Reason(Why.NO_WORDS)


def test_a_question_that_stands_on_its_own_is_answered_as_if_nothing_had_been_asked(answerer: Answerer) -> None:
    alone = answerer.answer("when was the mill at Brede opened?")
    after = answerer.answer("when was the mill at Brede opened?", after=Asked(WHO, article(answerer, WHO)))

    assert alone == after
    assert (after.quotes[0].text, after.follows) == (MILL_OPENED, False)


@pytest.mark.parametrize("article_id", ["aaaaaaaaaaaa", None], ids=["gone", "never known"])
def test_without_the_article_the_words_of_the_question_before_find_it(
    answerer: Answerer, article_id: str | None
) -> None:
    answer = answerer.answer("and when was it opened?", after=Asked(WHO, article_id))

    assert (answer.quotes[0].text, answer.follows) == (OPENED, True)


def test_another_subject_is_found_outside_the_article_of_the_one_before(answerer: Answerer) -> None:
    answer = answerer.answer("and the mill at Brede?", after=Asked(WHO, article(answerer, WHO)))

    assert answer.quotes[0].title == "The mill at Brede"


def test_a_long_article_is_read_as_a_whole(shelf: Shelf) -> None:
    # So that the article is never left.
    shelf.settings = shelf.settings.model_copy(update={"answer_threshold": 0.0})
    filler = " ".join(f"Item {number} of the list is of no importance to anyone." for number in range(60))
    shelf.put(
        bridge=f"The bridge at Orla\n\n{BUILT} {filler} Flowers were sold by Ann Bell. {filler}",
        **{f"a{number}": f"Hall {number}\n\nFlowers were sold here by Tom Hask." for number in range(30)},
    )
    library = shelf.library()
    library.update()

    answer = library.answerer.answer("and who sold flowers?", after=Asked("?", article(library.answerer, WHO)))

    assert answer.quotes[0].text == "Flowers were sold by Ann Bell."


@pytest.mark.parametrize(
    ("message", "why"),
    [("hello", Why.GREETING), ("Thank you very much!", Why.THANKS), ("👍", Why.THANKS), ("Guten Morgen", Why.GREETING)],
)
def test_small_talk_is_told_from_questions_even_after_one(answerer: Answerer, message: str, why: Why) -> None:
    for after in (None, Asked(WHO, article(answerer, WHO))):
        answer = answerer.answer(message, after=after)

        assert (answer.quotes, answer.near, answer.reason, answer.follows) == ((), (), Reason(why), False)


def test_small_talk_needs_no_articles(shelf: Shelf) -> None:
    assert shelf.library().answerer.answer("hello").reason == Reason(Why.GREETING)


QUILL = (
    "The bridge at Orla was built by Marta Quill. It was opened in May 1931. Forty masons from Brede helped her. "
    "It was built because the ferry had sunk twice. Three workers died when a scaffold fell. "
    "Its arches are of red stone."
)


@pytest.fixture
def talker(shelf: Shelf) -> Answerer:
    """Two bridges' worth of things to ask on about: a bridge, who built it, a tower, and two cities."""
    shelf.put(
        bridge=f"The bridge at Orla\n\n{QUILL}",
        quill="Marta Quill\n\nMarta Quill was an engineer who drew harbours. She was born on 3 May 1894 in Lund. "
        "Her parents kept a bakery.",
        tower="The tower of Skara\n\nThe tower of Skara was designed by Erik Dahl. It is 62 metres tall.",
        palmyra="Palmyra is taken\n\nThe Syrian army retook Palmyra in March 2016. The army then looked east to Raqqa.",
        raqqa="Raqqa is taken\n\nKurdish forces retook Raqqa from the militants in October 2017. "
        "The battle lasted four months.",
    )
    library = shelf.library()
    library.update()
    return library.answerer


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and how many died?", "Three workers died when a scaffold fell."),
        ("who helped her?", "Forty masons from Brede helped her."),
        ("and when?", "It was opened in May 1931."),
        ("why?", "It was built because the ferry had sunk twice."),
    ],
)
def test_a_follow_up_is_answered_with_what_was_not_yet_quoted(talker: Answerer, question: str, expected: str) -> None:
    answer = talk(talker, WHO, question)

    assert ([quote.text for quote in answer.quotes][:1], answer.follows) == ([expected], True)


@pytest.mark.parametrize("question", ["how?", "and what for?", "who else?", "and who funded it?"])
def test_what_was_quoted_is_not_quoted_again_where_nothing_else_answers(answerer: Answerer, question: str) -> None:
    first = answerer.answer(WHO)

    answer = answerer.answer(question, after=after(first))

    assert first.quotes[0].text == BUILT
    assert BUILT not in {quote.text for quote in answer.quotes[:1]}


def test_what_was_quoted_is_quoted_again_where_it_holds_what_is_asked_now(talker: Answerer) -> None:
    answer = talk(talker, "who retook Palmyra?", "and when?")

    assert answer.quotes[0].text == "The Syrian army retook Palmyra in March 2016."


@pytest.mark.parametrize(
    ("first", "second", "read_as"),
    [
        ("who retook Palmyra?", "and Raqqa?", "who retook Raqqa?"),
        ("who retook Palmyra?", "what about Raqqa?", "who retook Raqqa?"),
        ("who retook palmyra?", "and raqqa?", "who retook raqqa?"),
    ],
)
def test_what_a_follow_up_names_takes_the_place_of_what_the_question_before_named(
    talker: Answerer, first: str, second: str, read_as: str
) -> None:
    answer = talk(talker, first, second)

    assert answer.quotes[0].text == "Kurdish forces retook Raqqa from the militants in October 2017."
    assert (answer.question, answer.read_as, answer.follows) == (second, read_as, True)


def test_what_no_article_names_is_not_answered_with_what_was_named_before(talker: Answerer) -> None:
    answer = talk(talker, "who retook Palmyra?", "what about Aleppo?")

    assert (answer.quotes, answer.reason, answer.follows) == ((), Reason(Why.UNKNOWN_WORDS, ("Aleppo",)), True)


def test_what_an_article_mentions_beside_it_is_not_answered_with_what_was_named_before(shelf: Shelf) -> None:
    # So that nothing is refused for want of likelihood.
    shelf.settings = shelf.settings.model_copy(update={"answer_threshold": 0.0})
    shelf.put(
        palmyra="The war\n\nThe Syrian army retook Palmyra in March 2016. It was quiet then. "
        "Traders still came by the road from Raqqa. They sold salt."
    )
    library = shelf.library()
    library.update()

    answer = talk(library.answerer, "who retook Palmyra?", "and Raqqa?")

    assert answer.follows
    assert all("Raqqa" in quote.text for quote in answer.quotes[:1])


def test_what_the_article_does_not_name_is_not_answered_with_something_else_of_it(shelf: Shelf) -> None:
    shelf.settings = shelf.settings.model_copy(update={"answer_threshold": 0.05})
    shelf.put(battle="The battle\n\nSome 900 soldiers fought in the battle. Of these soldiers 180 fought to the death.")
    library = shelf.library()
    library.update()

    answer = talk(library.answerer, "how many soldiers fought?", "and the civilians?")

    assert (answer.quotes, answer.reason) == ((), Reason(Why.UNKNOWN_WORDS, ("civilians",)))


@pytest.mark.parametrize(
    ("question", "expected"),
    [("when was she born?", "She was born on 3 May 1894 in Lund."), ("who is she?", "Marta Quill was an engineer")],
)
def test_a_pronoun_stands_for_the_name_that_answered(talker: Answerer, question: str, expected: str) -> None:
    answer = talk(talker, WHO, question)

    assert (answer.quotes[0].text[: len(expected)], answer.quotes[0].title) == (expected, "Marta Quill")
    assert answer.follows


def test_a_pronoun_does_not_lead_away_from_an_article_that_answers(talker: Answerer) -> None:
    answer = talk(talker, WHO, "who helped her?")

    assert (answer.quotes[0].title, answer.read_as, answer.follows) == ("The bridge at Orla", None, True)


@pytest.mark.parametrize(
    "question", ["who designed the tower of Skara?", "and who designed the tower?", "who designed that tower of Skara?"]
)
def test_a_whole_question_is_no_follow_up_whatever_it_begins_with(talker: Answerer, question: str) -> None:
    answer = talk(talker, WHO, question)

    assert (answer.quotes[0].text, answer.follows) == ("The tower of Skara was designed by Erik Dahl.", False)


def test_a_time_is_not_taken_from_an_article_about_something_else(shelf: Shelf) -> None:
    shelf.put(
        bridge="The bridge at Orla\n\nThe bridge at Orla was built by Marta Quill. Its arches are of red stone.",
        mill="The mill at Brede\n\nThe mill at Brede was built by Tom Hask. It was built in June 1874.",
    )
    library = shelf.library()
    library.update()

    answer = talk(library.answerer, WHO, "and when?")

    assert (answer.quotes, answer.follows) == ((), True)


_CITIES = {
    "en": ("Palmyra is taken\n\nThe Syrian army retook Palmyra from the militants. The city was retaken in March 2016.",
           "Raqqa is taken\n\nKurdish forces retook Raqqa from the militants. The battle lasted four months."),
    "ru": ("Пальмира взята\n\nСирийская армия освободила Пальмиру. Город был освобождён в марте 2016 года.",
           "Ракка взята\n\nКурдские отряды освободили Ракку. Бои за город шли четыре месяца."),
    "es": ("Palmira recuperada\n\nEl ejército sirio recuperó Palmira. La ciudad fue recuperada en marzo de 2016.",
           "Raqqa recuperada\n\nLas milicias kurdas recuperaron Raqqa. La batalla duró cuatro meses."),
    "de": ("Palmyra ist frei\n\nDie syrische Armee befreite Palmyra. Die Stadt wurde im März 2016 befreit.",
           "Raqqa ist frei\n\nKurdische Truppen befreiten Raqqa. Die Kämpfe dauerten vier Monate."),
    "ar": ("استعادة تدمر\n\nاستعاد الجيش السوري مدينة تدمر. تمت استعادة المدينة في مارس 2016.",
           "استعادة الرقة\n\nاستعادت القوات الكردية مدينة الرقة. استمرت المعركة أربعة أشهر."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "who", "follow_up", "read_as"),
    [
        ("en", "who retook Palmyra?", "and Raqqa?", "who retook Raqqa?"),
        ("ru", "кто освободил Пальмиру?", "а Ракку?", "кто освободил Ракку?"),
        ("ru", "кто освободил Пальмиру?", "а Ракка?", "кто освободил Ракка?"),
        ("es", "¿quién recuperó Palmira?", "¿y Raqqa?", "¿quién recuperó Raqqa?"),
        ("de", "wer befreite Palmyra?", "und Raqqa?", "wer befreite Raqqa?"),
        ("ar", "من استعاد تدمر؟", "وماذا عن الرقة؟", "من استعاد الرقة؟"),
        ("ar", "من استعاد تدمر؟", "والرقة؟", "من استعاد الرقة؟"),
    ],
)
def test_follow_ups_are_understood_in_their_languages(
    shelf: Shelf, language: str, who: str, follow_up: str, read_as: str
) -> None:
    palmyra, raqqa = _CITIES[language]
    shelf.put(palmyra=palmyra, raqqa=raqqa)
    library = shelf.library()
    library.update()

    answer = talk(library.answerer, who, follow_up)

    assert (answer.quotes[0].source, answer.read_as, answer.follows) == ("raqqa.txt", read_as, True)


@pytest.mark.parametrize(
    ("language", "who", "follow_up"),
    [
        ("en", "who retook Palmyra?", "and when?"),
        ("ru", "кто освободил Пальмиру?", "и когда?"),
        ("es", "¿quién recuperó Palmira?", "¿y cuándo?"),
        ("de", "wer befreite Palmyra?", "und wann?"),
        ("ar", "من استعاد تدمر؟", "ومتى؟"),
    ],
)
def test_when_is_answered_with_a_year_in_each_language(shelf: Shelf, language: str, who: str, follow_up: str) -> None:
    palmyra, raqqa = _CITIES[language]
    shelf.put(palmyra=palmyra, raqqa=raqqa)
    library = shelf.library()
    library.update()

    first = library.answerer.answer(who)
    answer = library.answerer.answer(follow_up, after=after(first))

    assert [quote.source for quote in first.quotes[:1]] == ["palmyra.txt"]
    best = (*answer.quotes, *answer.near)[0]
    assert ("2016" in best.text, best.source, answer.follows) == (True, "palmyra.txt", True)
