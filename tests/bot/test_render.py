"""Answers as messages: what a chat alone does not show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message

from bot import render
from bot.render import Press, QuoteRef, Rendered, View
from retrieval import Answer, Asked, Context, Explanation, Quote, Reason, Share, Span, Why


def a_quote(text: str, title: str = "Title") -> Quote:
    return Quote("a" * 12, 0, 1, 0, len(text), text, title, "a.txt", None, None, 1.0)


@pytest.mark.parametrize(("length", "kind"), [(600, "blockquote"), (601, "expandable_blockquote")])
def test_only_a_long_quote_is_folded(length: int, kind: str) -> None:
    shown = render.answer(Answer("?", (a_quote("x" * length),), 1.0))

    assert [(entity.type, entity.offset, entity.length) for entity in shown.entities] == [(kind, 0, length)]


def test_a_title_without_end_is_cut() -> None:
    shown = render.answer(Answer("?", (a_quote("A sentence.", "t" * 300),), 1.0))

    assert shown.text == "A sentence.\n" + "t" * 199 + "…"


def test_three_quotes_fit_into_a_message() -> None:
    quotes = [a_quote("🏺" * 700)] * 3

    shown = render.more(quotes, tuple(map(QuoteRef.of, quotes)))

    assert shown.text.count("Title") == 2


def test_a_buttons_data_fit_into_64_bytes_and_come_back() -> None:
    press = Press(View.CONTEXT, tuple(QuoteRef("z" * 12, 100 * 2**20, sentences=2) for _ in range(3)))

    assert len(press.encode().encode()) <= 64
    assert Press.decode(press.encode()) == press


@pytest.mark.parametrize("data", ["", "q", "x:aaaaaaaaaaaa0", "q:", "q:aaaaaaaaaaaa", "q:aaaaaaaaaaaaxyz"])
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

    assert render.recalled(as_message(render.quote(quote, refs))) == Asked("retook Palmyra", "a" * 12)
    # The whole quote is bold in these: their words tell what the question was about, but are no words of it.
    context = as_message(render.context(quote, around, refs))
    assert render.recalled(context) == Asked(text, "a" * 12)
    assert render.words_asked(context) == ""


def test_a_message_without_a_quote_recalls_nothing() -> None:
    assert render.recalled(as_message(render.answer(Answer("?", (), 0.0, Reason(Why.NOT_SAID))))) is None


def shares(count: int, words: str = "says something") -> tuple[Share, ...]:
    return tuple(Share(f"feature{number}", words, 1.5 - number) for number in range(count))


def test_an_explanation_tells_how_the_question_was_read_and_what_told_how_much() -> None:
    quote = replace(a_quote("Forces retook it."), score=0.874)
    explained = Explanation(Answer("?", (quote,), 0.874), quote, ("asks for a person", "looks for retook"), shares(3))

    shown = render.explanation(explained)

    assert shown.text == (
        "Quoted: 87% likely to answer\n"
        "Forces retook it.\nTitle\n\n"
        "How the question was read\n• asks for a person\n• looks for retook\n\n"
        "What spoke for this sentence, and what against it\n"
        "+1.50  says something\n+0.50  says something\n−0.50  says something"
    )
    marked = [(entity.type, shown.text[entity.offset : entity.offset + entity.length]) for entity in shown.entities]
    assert marked == [
        ("bold", "Quoted: 87% likely to answer"),
        ("blockquote", "Forces retook it."),
        ("bold", "How the question was read"),
        ("bold", "What spoke for this sentence, and what against it"),
        ("blockquote", shown.text[shown.text.index("+1.50") :]),
        ("bold", "+1.50"),
        ("bold", "+0.50"),
        ("bold", "−0.50"),
    ]


def test_an_explanation_of_no_answer_names_the_reason_and_the_nearest_miss() -> None:
    quote = replace(a_quote("It was quiet."), score=0.004)
    missed = Answer("?", (), 0.004, Reason(Why.UNKNOWN_WORDS, ("Homs",)), near=(quote,))

    assert render.explanation(Explanation(missed, quote, (), ())).text == (
        "I found no answer. No article mentions “Homs”.\n\n"
        "Nearest miss: under 1% likely to answer\nIt was quiet.\nTitle"
    )


@pytest.mark.parametrize("score", [0.9951, 1.0])
def test_nothing_is_certain(score: float) -> None:
    quote = replace(a_quote("It was quiet."), score=score)

    shown = render.explanation(Explanation(Answer("?", (quote,), score), quote, (), ()))
    assert shown.text.startswith("Quoted: over 99% likely to answer\n")


@pytest.mark.parametrize(("count", "kind"), [(6, "blockquote"), (7, "expandable_blockquote")])
def test_a_long_table_of_features_is_folded(count: int, kind: str) -> None:
    quote = a_quote("Forces retook it.")

    shown = render.explanation(Explanation(Answer("?", (quote,), 1.0), quote, (), shares(count)))

    assert [entity.type for entity in shown.entities if "blockquote" in entity.type] == ["blockquote", kind]


@pytest.mark.parametrize("readings", [3, 50])
def test_an_explanation_fits_into_a_message(readings: int) -> None:
    quote = a_quote("🏺" * 700, "🏺" * 300)
    explained = Explanation(Answer("?", (quote,), 1.0), quote, ("🏺" * 300,) * readings, shares(40, "🏺" * 150))

    shown = render.explanation(explained)

    units = len(shown.text.encode("utf-16-le")) // 2
    assert 3_400 < units <= 4_096
    assert max(entity.offset + entity.length for entity in shown.entities) <= units
