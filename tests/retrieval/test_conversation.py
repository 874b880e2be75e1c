"""Questions that lean on the one before, and messages that are none."""

from __future__ import annotations

import pytest

from retrieval import Answerer, Asked, Reason, Why
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


def article(answerer: Answerer, question: str) -> str:
    return answerer.answer(question).quotes[0].article_id


@pytest.mark.parametrize("question", ["and when?", "and when was it opened?", "when was it opened?"])
def test_a_question_that_leans_is_answered_from_the_article_of_the_one_before(
    answerer: Answerer, question: str
) -> None:
    answer = answerer.answer(question, after=Asked(WHO, article(answerer, WHO)))

    assert (answer.quotes[0].text, answer.follows) == (OPENED, True)
    assert answer.question == question


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
