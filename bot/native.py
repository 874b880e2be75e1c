"""Telegram's own quotes: what a channel's post says is answered by a reply to that post, which shows the quote."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Message, ReplyParameters, Update
from telegram.error import BadRequest, Forbidden

from bot.composing import Rendered, utf16
from bot.replying import reply
from retrieval import Quote

log = logging.getLogger(__name__)

# https://core.telegram.org/bots/api#replyparameters
_LONGEST_QUOTE = 1_024
# What Telegram refused is not tried again for so many seconds.
_REFUSED_SECONDS = 3_600
# How Telegram says that the post is there, but reads otherwise: other posts may do.
_OTHERWISE = "quote"
# How it says that the asker wants no answer any more.
_OF_THE_ASKER = "user"
# t.me/NAME/7, t.me/c/1234567890/7; in the address of a topic its number comes before the message's.
_POST = re.compile(
    r"https?://t(?:elegram)?\.me/(?:c/([1-9]\d{0,11})|(?:s/)?([A-Za-z]\w{3,31}))/(?:\d+/)?([1-9]\d{0,8})/?", re.ASCII
)
# The ids of channels are less than minus this. https://core.telegram.org/api/bots/ids
_CHANNELS = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Post:
    """A message of a channel: the channel's id, or its @name, and the number of the message."""

    chat: int | str
    message_id: int


def post_of(url: str | None) -> Post | None:
    """The post that an address leads to; None where it leads elsewhere."""
    found = _POST.fullmatch(url.partition("?")[0]) if url else None
    if found is None:
        return None
    private, name, number = found.groups()
    return Post(-_CHANNELS - int(private) if private else f"@{name.lower()}", int(number))


class Native:
    """Sends answers as replies to posts, as far as Telegram lets the bot. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # Channels that the bot does not reach, and posts that do not say what is quoted: until when.
        self._refused: dict[int | str | Post, float] = {}

    async def reply(self, update: Update, quote: Quote, rendered: Rendered) -> Message | None:
        """Send a message as a reply to the post that a quote is from; None where that is not possible."""
        post = post_of(quote.url)
        if post is None or utf16(quote.text) > _LONGEST_QUOTE or self._is_refused(post):
            return None
        # Where the same words stand twice in a post, the nearer ones are meant.
        parameters = ReplyParameters(post.message_id, post.chat, quote=quote.text, quote_position=quote.start)
        try:
            return await reply(update, rendered, to=parameters)
        except (BadRequest, Forbidden) as error:
            if _OF_THE_ASKER in error.message.lower():
                raise
            log.info("%s is not quoted as a post: %s", quote.url, error)
            self._refuse(post if _OTHERWISE in error.message.lower() else post.chat)
            return None

    def _is_refused(self, post: Post) -> bool:
        now = self._clock()
        return any(self._refused.get(each, now) > now for each in (post, post.chat))

    def _refuse(self, what: int | str | Post) -> None:
        now = self._clock()
        self._refused = {each: until for each, until in self._refused.items() if until > now}
        self._refused[what] = now + _REFUSED_SECONDS
