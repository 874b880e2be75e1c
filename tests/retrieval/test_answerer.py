"""From a question to quotes, over real files."""

from __future__ import annotations

import gc
import threading
from dataclasses import replace
from datetime import date

import pytest

from retrieval import Article, NotVerbatim, Quote, Reason, Span, Why
from tests.retrieval.conftest import Shelf

PALMYRA = """Palmyra retaken

Government forces retook Palmyra on Sunday. The militants had held the city for ten months.

The museum was damaged. Its statues lay broken on the floor.
"""
RAMADI = """Ramadi retaken

The army of Iraq took Ramadi back in December. It was the first victory in a year.
"""


@pytest.fixture
def news(shelf: Shelf) -> Shelf:
    """Two articles."""
    shelf.put(palmyra=PALMYRA, ramadi=RAMADI)
    return shelf


def test_the_sentence_that_answers_is_quoted_word_for_word(news: Shelf) -> None:
    library = news.library()
    library.update()

    answer = library.answerer.answer("who retook Palmyra?")

    best = answer.quotes[0]
    assert (best.text, best.title, best.source) == (
        "Government forces retook Palmyra on Sunday.",
        "Palmyra retaken",
        "palmyra.txt",
    )
    assert answer.answered and answer.reason is None
    assert answer.confidence == best.score


def test_a_quote_is_the_span_of_its_article(news: Shelf) -> None:
    library = news.library()
    library.update()

    best = library.answerer.answer("what lay broken on the floor?").quotes[0]

    body = PALMYRA.partition("\n\n")[2].rstrip("\n")
    assert body[best.start : best.end] == best.text == "Its statues lay broken on the floor."


def test_the_words_that_were_asked_for_are_marked(news: Shelf) -> None:
    library = news.library()
    library.update()

    best = library.answerer.answer("who retake Palmyra?").quotes[0]

    assert best.marks == (Span(18, 24), Span(25, 32))


def test_front_matter_comes_with_the_quote(shelf: Shelf) -> None:
    (shelf.sources / "a.md").write_text(
        "---\ntitle: Palmyra\ndate: 2016-03-27\nurl: https://example.org/a\n---\n\nGovernment forces retook Palmyra.\n"
    )
    library = shelf.library()
    library.update()

    best = library.answerer.answer("who retook Palmyra?").quotes[0]

    assert (best.title, best.published, best.url) == ("Palmyra", date(2016, 3, 27), "https://example.org/a")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        pytest.param("who bombed Aleppo?", Reason(Why.UNKNOWN_WORDS, ("bombed", "Aleppo")), id="unknown words"),
        pytest.param(
            "how many statues did the army hold in December?",
            Reason(Why.NOT_SAID),
            id="known words that no sentence joins",
        ),
        pytest.param("who is it?", Reason(Why.NO_WORDS), id="function words only"),
        pytest.param("?!", Reason(Why.NO_WORDS), id="no words"),
        pytest.param("", Reason(Why.NO_WORDS), id="nothing"),
    ],
)
def test_what_the_articles_do_not_say_is_not_answered(news: Shelf, question: str, reason: Reason) -> None:
    library = news.library()
    library.update()

    answer = library.answerer.answer(question)

    assert (answer.quotes, answer.reason) == ((), reason)


def test_without_articles_there_is_no_answer(shelf: Shelf) -> None:
    library = shelf.library()
    assert library.answerer.answer("who retook Palmyra?").reason == Reason(Why.NO_ARTICLES)

    library.update()
    assert library.answerer.answer("who retook Palmyra?").reason == Reason(Why.NO_ARTICLES)


def test_words_of_the_title_count_for_its_passages(shelf: Shelf) -> None:
    shelf.put(
        a="The fall of Tikrit\n\nSoldiers raised their flag over the town hall.",
        b="Elsewhere\n\nSoldiers raised their flag over the town hall of another place.",
    )
    library = shelf.library()
    library.update()

    assert library.answerer.answer("who raised the flag in Tikrit?").quotes[0].source == "a.txt"
    # A name that only a title holds is found, and is no word that no article mentions.
    assert library.answerer.answer("what of Tikrit?").quotes[0].source == "a.txt"


def test_an_unlikely_sentence_does_not_follow_a_likely_one(news: Shelf) -> None:
    library = news.library()
    library.update()

    best, *further = library.answerer.answer("whose statues lay broken on the floor?", k=6).quotes

    assert best.text == "Its statues lay broken on the floor."
    assert len(further) < 5
    assert all(quote.score >= 0.05 * best.score for quote in further)


def test_a_quote_that_is_no_longer_its_text_is_not_shown() -> None:
    article = Article.create("Title", "Forces retook Palmyra.", source="a.txt")
    quote = Quote(article.id, 0, 1, 0, 22, "Forces retook Palmyra.", "Title", "a.txt", None, None, 1.0)
    quote.verify(article)

    for wrong in (
        replace(quote, start=1),
        replace(quote, text="Forces retook palmyra."),
        replace(quote, article_id="x"),
    ):
        with pytest.raises(NotVerbatim):
            wrong.verify(article)


def test_one_article_of_one_sentence_answers(shelf: Shelf) -> None:
    shelf.put(a="Palmyra\n\nGovernment forces retook Palmyra.")
    library = shelf.library()
    library.update()

    assert library.answerer.answer("who retook Palmyra?").answered


def test_a_question_of_four_thousand_characters_behaves(news: Shelf) -> None:
    library = news.library()
    library.update()

    assert library.answerer.answer("who retook Palmyra? " * 200).answered
    assert not library.answerer.answer("".join(f"word{n} " for n in range(500))[:4000]).answered


def test_sentences_that_say_the_same_are_quoted_once(shelf: Shelf) -> None:
    shelf.put(
        a="One\n\nGovernment forces retook Palmyra on Sunday.",
        b="Two\n\nGovernment forces retook Palmyra, on Sunday!",
        c="Three\n\nRebel forces retook Palmyra on Friday.",
    )
    library = shelf.library()
    library.update()

    titles = sorted(quote.title for quote in library.answerer.answer("who retook Palmyra?").quotes)

    assert titles in (["One", "Three"], ["Three", "Two"])


def test_a_question_finds_articles_of_its_language(news: Shelf) -> None:
    news.put(russian="Пальмира\n\nПравительственные войска освободили Пальмиру в воскресенье утром.")
    library = news.library()
    library.update()

    assert library.answerer.answer("кто освободил Пальмиру?").quotes[0].source == "russian.txt"
    assert library.answerer.answer("who retook Palmyra?").quotes[0].source == "palmyra.txt"


def test_a_quote_can_be_found_again_by_its_place(news: Shelf) -> None:
    library = news.library()
    library.update()
    best = library.answerer.answer("who retook Palmyra?").quotes[0]

    again = library.answerer.quote(best.article_id, best.start, question="who retook Palmyra?")

    assert again is not None
    assert (again.text, again.marks) == (best.text, best.marks)
    assert library.answerer.quote(best.article_id, best.start + 1) is None
    assert library.answerer.quote("aaaaaaaaaaaa", 0) is None


def test_the_context_is_the_text_around_the_quote(news: Shelf) -> None:
    library = news.library()
    library.update()
    best = library.answerer.answer("the museum was damaged").quotes[0]

    context = library.answerer.context(best, sentences=1)

    assert context is not None
    assert context.text == (
        "The militants had held the city for ten months.\n\n"
        "The museum was damaged. Its statues lay broken on the floor."
    )
    assert context.quote.of(context.text) == best.text


def test_questions_are_answered_while_articles_are_read_again(news: Shelf) -> None:
    library = news.library()
    library.update()
    stop, wrong = threading.Event(), []

    def ask() -> None:
        while not stop.is_set():
            found = library.answerer.answer("who retook Palmyra?")
            if not found.quotes or "retook Palmyra" not in found.quotes[0].text:
                wrong.append(found)

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for number in range(5):
        news.put(other=f"Other {number}\n\nSoldiers marched {number} miles through the desert.")
        library.update()
    stop.set()
    for asker in askers:
        asker.join()

    assert wrong == []


def test_of_articles_that_serve_no_more_none_stays_in_memory(shelf: Shelf) -> None:
    library = shelf.library()
    for number in range(4):
        shelf.put(**{name: f"Siege of {name}\n\nThe {name} siege took {number} days." for name in ("Orla", "Homs")})
        library.update()
        for name in ("Orla", "Homs"):
            assert library.answerer.answer(f"how many days took the {name} siege?").quotes

    gc.collect()
    kept = [each for each in gc.get_objects() if isinstance(each, Article) and each.title.startswith("Siege of ")]
    assert sorted(each.text for each in kept) == ["The Homs siege took 3 days.", "The Orla siege took 3 days."]


def test_without_a_quote_there_is_always_a_reason(news: Shelf) -> None:
    news.settings = news.settings.model_copy(update={"answer_threshold": 0.0})
    library = news.library()
    library.update()

    answer = library.answerer.answer("quis custodiet?")

    assert (answer.answered, answer.reason) == (False, Reason(Why.UNKNOWN_WORDS, ("quis", "custodiet")))


def test_a_title_that_begins_like_small_talk_is_looked_for(shelf: Shelf) -> None:
    film = "Goodbye, Lenin! is a German film of 2003 by Wolfgang Becker."
    shelf.put(film=f"Goodbye, Lenin!\n\n{film}", word="OK\n\nOK is a word that says that something is agreed.")
    library = shelf.library()
    library.update()

    assert library.answerer.answer("Goodbye, Lenin!").quotes[0].text == film
    assert library.answerer.answer("what is OK?").quotes[0].title == "OK"
    assert library.answerer.answer("goodbye").reason == Reason(Why.FAREWELL)
    assert library.answerer.answer("OK").reason == Reason(Why.CHATTER)
