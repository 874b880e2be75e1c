"""Inline mode: @bot and a question, in any chat, finds quotes to choose from and send there.

What is typed comes letter by letter. It is neither counted nor kept, except for a while in memory what was found, and
what `bot.typed` keeps of a question without an answer that is too long for the link which brings it along.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from telegram import InlineQueryResultsButton, Update
from telegram.ext import ContextTypes, InlineQueryHandler

from bot.asking import AnyApplication
from bot.buttons import QuoteRef
from bot.deep_links import Asking, Quoting, Stored, encode
from bot.linking import HELP
from bot.parts import Parts
from bot.render import PERMALINK
from bot.replying import texts_for
from bot.results import of_quote, unless_too_late
from bot.store.words import storable
from bot.texts import Texts
from bot.typed import mark_of
from retrieval import Answer, Quote, Why

_PAGE = 10
_MOST = 3 * _PAGE
# Telegram's own cache: an article may be taken away at any moment.
_CACHE_SECONDS = 10
_QUERIES_REMEMBERED = 300
_NOTHING_ASKED = frozenset(why for why in Why if why.is_small_talk) | {Why.NO_WORDS}


@dataclass(frozen=True, slots=True)
class _Found:
    """The quotes for what was typed, best first; where there are none, `payload` is where the button leads.

    `is_long`: the link has no room for what was typed.
    """

    quotes: tuple[Quote, ...]
    payload: str = HELP
    is_long: bool = False


class Inline:
    """The handler of inline queries."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._generation: int | None = None
        # Under digests: what people type is not kept.
        self._found: OrderedDict[bytes, _Found] = OrderedDict()

    def register(self, application: AnyApplication) -> None:
        """Add the handler to an application."""
        application.add_handler(InlineQueryHandler(self.typed))

    async def typed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """@bot, @bot QUESTION, @bot #PERMALINK"""
        query = update.inline_query
        assert query is not None
        texts = texts_for(update)
        words = storable(query.query).strip()
        found = await self._find(words)
        if found.is_long:
            self._parts.typed.typed(context.application, query.from_user.id, words)
        else:
            self._parts.typed.typed_on(query.from_user.id)
        start = int(query.offset) if query.offset.isascii() and query.offset.isdecimal() else 0
        end = start + _PAGE
        page = found.quotes[start:end]
        with unless_too_late():
            await query.answer(
                [of_quote(quote, texts, context.bot.username) for quote in page],
                # Whoever comes back to a long question types it anew, so that its link leads to it again.
                cache_time=0 if found.is_long else _CACHE_SECONDS,
                # Dates and buttons are in the language of who typed it.
                is_personal=True,
                next_offset=str(end) if end < len(found.quotes) else "",
                button=None if found.quotes else _button(found, texts),
            )

    async def _find(self, words: str) -> _Found:
        """What there is for some words: as long as no article changes it is looked up once."""
        if not words:
            return _Found(())
        # First, so that what is found later is not taken for older.
        generation = self._parts.answerer.generation
        name = generation.id if generation else None
        if name != self._generation:
            self._generation = name
            self._found.clear()
        digest = hashlib.blake2b(words.encode(), digest_size=16).digest()
        if known := self._found.get(digest):
            self._found.move_to_end(digest)
            return known
        found = await asyncio.to_thread(self._look_up, words)
        if name == self._generation:
            self._found[digest] = found
            if len(self._found) > _QUERIES_REMEMBERED:
                self._found.popitem(last=False)
        return found

    def _look_up(self, words: str) -> _Found:
        if ref := _permalink(words):
            quote = self._parts.answerer.quote(ref.article_id, ref.start, ref.sentences)
            return _Found((quote,) if quote else (), encode(Quoting(ref)) or HELP)
        answer = self._parts.answerer.answer(words, k=_MOST)
        if answer.reason is None:
            return _Found(choices(answer))
        if answer.reason.why in _NOTHING_ASKED:
            return _Found(())
        if payload := encode(Asking(words)):
            return _Found((), payload)
        return _Found((), encode(Stored(mark_of(words))) or HELP, is_long=True)


async def apologise(update: Update) -> None:
    """Say in place of results that something went wrong."""
    query = update.inline_query
    assert query is not None
    button = InlineQueryResultsButton(texts_for(update).inline_wrong, start_parameter=HELP)
    with unless_too_late():
        await query.answer([], cache_time=0, is_personal=True, button=button)


def _permalink(words: str) -> QuoteRef | None:
    if not words.startswith(PERMALINK):
        return None
    try:
        return QuoteRef.parse(words.removeprefix(PERMALINK))
    except ValueError:
        return None


def choices(answer: Answer) -> tuple[Quote, ...]:
    """The quotes to choose from: right behind the best those of other days that say otherwise."""
    best, *others = answer.quotes
    quotes = (best, *reversed(answer.dated), *others)
    return tuple({QuoteRef.of(quote): quote for quote in quotes}.values())[:_MOST]


def _button(found: _Found, texts: Texts) -> InlineQueryResultsButton:
    label = texts.inline_ask if found.payload == HELP else texts.inline_nothing
    return InlineQueryResultsButton(label, start_parameter=found.payload)
