"""Answers as messages: what a chat alone does not show."""

from __future__ import annotations

import pytest

from bot import render
from bot.render import Press, QuoteRef, View
from retrieval import Answer, Quote


def a_quote(text: str, title: str = "Title") -> Quote:
    return Quote("a" * 12, 0, 0, len(text), text, title, "a.txt", None, None, 1.0)


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
    press = Press(View.CONTEXT, tuple(QuoteRef("z" * 12, 100 * 2**20) for _ in range(3)))

    assert len(press.encode().encode()) <= 64
    assert Press.decode(press.encode()) == press


@pytest.mark.parametrize("data", ["", "q", "x:aaaaaaaaaaaa0", "q:", "q:aaaaaaaaaaaa", "q:aaaaaaaaaaaaxyz"])
def test_data_that_are_not_ours_ask_for_nothing(data: str) -> None:
    assert Press.decode(data) is None
