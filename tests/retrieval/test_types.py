"""What the nouns of retrieval hold to."""

from __future__ import annotations

import pytest

from retrieval import Answer, Quote, Reason, Why

QUOTE = Quote("a" * 12, 3, 5, 0, 9, "One. Two.", "Title", "a.txt", None, None, 0.9)


def test_an_answer_has_quotes_or_a_reason_for_having_none() -> None:
    assert Answer("?", (QUOTE,), 0.9).answered
    assert not Answer("?", (), 0.1, Reason(Why.NOT_SAID)).answered


@pytest.mark.parametrize(("quotes", "reason"), [((), None), ((QUOTE,), Reason(Why.NOT_SAID))], ids=["neither", "both"])
def test_an_answer_with_neither_or_both_cannot_be_made(quotes: tuple[Quote, ...], reason: Reason | None) -> None:
    with pytest.raises(ValueError, match="quotes, or a reason"):
        Answer("?", quotes, 0.5, reason)


def test_a_quote_knows_how_many_sentences_it_has() -> None:
    assert QUOTE.sentences == 2


def test_small_talk_asks_nothing() -> None:
    assert {why for why in Why if why.is_small_talk} == {
        Why.GREETING,
        Why.THANKS,
        Why.FAREWELL,
        Why.CHATTER,
        Why.HELP,
    }
