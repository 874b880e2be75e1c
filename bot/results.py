"""Results of queries: messages that are sent into chats where the bot is not, each with a link to the bot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest
from telegram.helpers import create_deep_linked_url

from bot import render
from bot.buttons import QuoteRef
from bot.composing import NO_PREVIEW, Rendered, shortened
from bot.deep_links import Quoting, encode
from bot.texts import Texts, wording
from retrieval import Answer, Quote

# What is chosen from a list: clients show one line of the title and two or three of what is below it.
_LONGEST_TITLE = 200
_LONGEST_DESCRIPTION = 300
# How Telegram says that nobody waits for the answer any more.
_TOO_LATE = ("query is too old", "query_id_invalid")


def permalink(quote: Quote, username: str) -> str | None:
    """A link that shows a quote in the private chat with the bot."""
    payload = encode(Quoting(QuoteRef.of(quote)))
    return create_deep_linked_url(username, payload) if payload else None


def result(shown: Rendered, result_id: str, title: str, description: str | None = None) -> InlineQueryResultArticle:
    """A message as the result of a query."""
    content = InputTextMessageContent(shown.text, entities=shown.entities, link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(result_id, title, content, shown.keyboard, description=description)


def of_quote(quote: Quote, texts: Texts, username: str) -> InlineQueryResultArticle:
    """A quote to choose: its article's title above, the day and the quote's own words below."""
    shown = render.shared(quote, texts, link=permalink(quote, username))
    title = shortened(quote.title.strip(), _LONGEST_TITLE) or texts.result_title
    day = f"{wording.day(quote.published, texts)} · " if quote.published else ""
    return result(shown, str(QuoteRef.of(quote)), title, shortened(f"{day}{quote.text}", _LONGEST_DESCRIPTION))


def of_answer(answer: Answer, texts: Texts, username: str) -> Rendered:
    """The answer to a question from a chat where the bot is not: the best quote, or why there is none."""
    if answer.reason:
        return Rendered(wording.no_answer_in_group(answer.reason, texts))
    if answer.dated:
        return render.shared_dated(answer.dated, texts, link=permalink(answer.dated[-1], username))
    return render.shared(answer.quotes[0], texts, link=permalink(answer.quotes[0], username))


@contextmanager
def unless_too_late() -> Iterator[None]:
    """Answering a query that nobody waits for any more is no error."""
    try:
        yield
    except BadRequest as error:
        if not error.message.lower().startswith(_TOO_LATE):
            raise
