"""Answers as messages: what a chat alone does not show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message

from bot import render
from bot.buttons import Press, QuoteRef, View
from bot.composing import Rendered
from bot.texts import ENGLISH
from retrieval import Answer, Asked, Context, Explanation, Quote, Reason, Share, Span, Why


def a_quote(text: str, title: str = "Title") -> Quote:
    return Quote("a" * 12, 0, 1, 0, len(text), text, title, "a.txt", None, None, 1.0)


@pytest.mark.parametrize(("length", "kind"), [(600, "blockquote"), (601, "expandable_blockquote")])
def test_only_a_long_quote_is_folded(length: int, kind: str) -> None:
    shown = render.answer(Answer("?", (a_quote("x" * length),), 1.0), ENGLISH)

    assert [(entity.type, entity.offset, entity.length) for entity in shown.entities] == [(kind, 0, length)]


def test_a_title_without_end_is_cut() -> None:
    shown = render.answer(Answer("?", (a_quote("A sentence.", "t" * 300),), 1.0), ENGLISH)

    assert shown.text == "A sentence.\n" + "t" * 199 + "…"


def test_three_quotes_fit_into_a_message() -> None:
    quotes = [a_quote("🏺" * 700)] * 3

    shown = render.quoted(quotes, tuple(map(QuoteRef.of, quotes)), ENGLISH)

    assert shown.text.count("Title") == 2


@pytest.mark.parametrize(("view", "count", "number"), [(View.CONTEXT, 3, 1), (View.PAGE, 1, 12_345), (View.TELL, 0, 1)])
def test_a_buttons_data_fit_into_64_bytes_and_come_back(view: View, count: int, number: int) -> None:
    press = Press(view, tuple(QuoteRef("z" * 12, 100 * 2**20, sentences=2) for _ in range(count)), number)

    assert len(press.encode().encode()) <= 64
    assert Press.decode(press.encode()) == press


@pytest.mark.parametrize(
    "data",
    [
        "",
        "q",
        "q1",
        "y1aaaaaaaaaaaa0",
        "q:aaaaaaaaaaaa0",
        "q1aaaaaaaaaaaa",
        "q1aaaaaaaaaaaaxyz",
        "p1",
        "p:aaaaaaaaaaaa0",
        "q١aaaaaaaaaaaa0",
    ],
)
def test_data_that_are_not_ours_ask_for_nothing(data: str) -> None:
    assert Press.decode(data) is None


def as_message(shown: Rendered) -> Message:
    """What Telegram gives back of a message of ours that somebody replies to."""
    return Message(
        1, datetime.now(UTC), Chat(1, "private"),
        text=shown.text, entities=shown.entities, reply_markup=shown.keyboard,
    )  # fmt: skip


def test_an_answer_shows_which_article_it_is_of_and_which_words_were_asked_for() -> None:
    text = "🏺 Forces retook Palmyra; who retook it?"
    quote = replace(a_quote(text), marks=(Span(9, 15), Span(16, 23), Span(29, 35)))
    around = Context("Title", f"Before. {text}", Span(8, 8 + len(text)))
    refs = (QuoteRef.of(quote), QuoteRef("b" * 12, 5))

    assert render.recalled(as_message(render.quoted([quote], refs, ENGLISH))) == Asked("retook Palmyra", "a" * 12)
    # The whole quote is bold in these: their words tell what the question was about, but are no words of it.
    context = as_message(render.context(quote, around, Press(View.QUOTES, refs), ENGLISH))
    assert render.recalled(context) == Asked(text, "a" * 12)
    assert render.words_asked(context) == ""


def test_a_message_without_a_quote_recalls_nothing() -> None:
    assert render.recalled(as_message(render.answer(Answer("?", (), 0.0, Reason(Why.NOT_SAID)), ENGLISH))) is None


def shares(count: int, words: str = "says something") -> tuple[Share, ...]:
    return tuple(Share(f"feature{number}", words, 1.5 - number) for number in range(count))


def test_an_explanation_tells_how_the_question_was_read_and_what_spoke_for_and_against() -> None:
    quote = replace(a_quote("Forces retook it."), score=0.874)
    explained = Explanation(Answer("?", (quote,), 0.874), quote, ("asks for a person", "looks for retook"), shares(3))

    shown = render.explanation(explained, ENGLISH)

    assert shown.text == (
        "Quoted: 87% likely to answer\n"
        "Forces retook it.\nTitle\n\n"
        "How the question was read\n• asks for a person\n• looks for retook\n\n"
        "What spoke for it\n• says something\n• says something\n\n"
        "What spoke against it\n• says something"
    )
    marked = [(entity.type, shown.text[entity.offset : entity.offset + entity.length]) for entity in shown.entities]
    assert marked == [
        ("bold", "Quoted: 87% likely to answer"),
        ("blockquote", "Forces retook it."),
        ("bold", "How the question was read"),
        ("bold", "What spoke for it"),
        ("bold", "What spoke against it"),
    ]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        pytest.param(
            Span(0, 6),
            "Its second sentence was added because it names a time.\n\nWhat spoke for its first sentence, “First.”\n",
            id="first",
        ),
        pytest.param(
            Span(7, 60),
            "Its first sentence was added because it names a time.\n\n"
            "What spoke for its second sentence, “The second one goes on for more words…”\n",
            id="second",
        ),
    ],
)
def test_of_two_sentences_an_explanation_says_which_it_is_about_and_why_the_other_is_there(
    sentence: Span, told: str
) -> None:
    quote = replace(a_quote("First. The second one goes on for more words than are shown."), last=2)
    answer = Answer("?", (quote, quote), 1.0)

    shown = render.explanation(Explanation(answer, quote, (), shares(1), sentence, "names a time"), ENGLISH)

    assert shown.text == (f"Quoted first: over 99% likely to answer\n{quote.text}\nTitle\n\n{told}• says something")


def test_the_sentence_that_is_explained_is_found_where_the_quote_stands_in_its_article() -> None:
    quote = replace(a_quote("第一句。第二句。"), first=3, last=5, start=100, end=108)

    found = Explanation(Answer("?", (quote,), 1.0), quote, (), shares(1), Span(104, 108), "has a name")
    shown = render.explanation(found, ENGLISH)

    assert "What spoke for its second sentence, “第二句。”\n" in shown.text


def test_an_explanation_of_no_answer_names_the_reason_and_the_nearest_miss() -> None:
    quote = replace(a_quote("It was quiet."), score=0.004)
    missed = Answer("?", (), 0.004, Reason(Why.UNKNOWN_WORDS, ("Homs",)), near=(quote,))

    assert render.explanation(Explanation(missed, quote, (), (), threshold=0.25), ENGLISH).text == (
        "I found no answer. No article mentions “Homs”.\n\n"
        "Nearest miss: under 1% likely to answer (25% is needed)\nIt was quiet.\nTitle"
    )


def test_a_miss_by_a_hair_is_told_as_one() -> None:
    quote = replace(a_quote("It was quiet."), score=0.249)
    missed = Answer("?", (), 0.249, Reason(Why.NOT_SAID), near=(quote,))

    shown = render.explanation(Explanation(missed, quote, (), (), threshold=0.2501), ENGLISH)
    assert "\n\nNearest miss: 25% likely to answer (a little more is needed)\n" in shown.text


@pytest.mark.parametrize("score", [0.9951, 1.0])
def test_nothing_is_certain(score: float) -> None:
    quote = replace(a_quote("It was quiet."), score=score)

    shown = render.explanation(Explanation(Answer("?", (quote,), score), quote, (), ()), ENGLISH)
    assert shown.text.startswith("Quoted: over 99% likely to answer\n")


def test_an_explanation_tells_the_strongest_reasons_alone() -> None:
    quote = a_quote("Forces retook it.")

    shown = render.explanation(Explanation(Answer("?", (quote,), 1.0), quote, (), shares(40)), ENGLISH)

    assert shown.text.count("says something") == 6


@pytest.mark.parametrize("readings", [3, 50])
def test_an_explanation_fits_into_a_message(readings: int) -> None:
    quote = a_quote("🏺" * 700, "🏺" * 300)
    explained = Explanation(Answer("?", (quote,), 1.0), quote, ("🏺" * 300,) * readings, shares(40, "🏺" * 150))

    shown = render.explanation(explained, ENGLISH)

    units = len(shown.text.encode("utf-16-le")) // 2
    assert 3_400 < units <= 4_096
    assert max(entity.offset + entity.length for entity in shown.entities) <= units
