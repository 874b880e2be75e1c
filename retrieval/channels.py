"""Channels of Telegram whose posts become articles as they come. Each post is a source, below its channel's.

A post is kept as Telegram Desktop exports it, so that what comes live and what an export brings is read alike and
becomes the same article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from retrieval.catalogue import Catalogue, Deed, Entry, Kind, State
from retrieval.errors import NoSuchSource
from retrieval.readers.posts import says_something
from retrieval.types import Source

# The ids of channels are less than minus this. https://core.telegram.org/api/bots/ids
_CHANNELS = 1_000_000_000_000
_EXPORTED = frozenset({"private_channel", "public_channel"})


@dataclass(frozen=True, slots=True)
class ChannelPost:
    """A post as it comes: the channel's id as bots have it, the number of the post, its pieces of text in order.

    A piece is a kind of text as exports call it (`plain`, `hashtag`) and the text.
    """

    chat_id: int
    number: int
    posted_at: datetime
    pieces: tuple[tuple[str, str], ...]

    @property
    def exported(self) -> dict[str, object]:
        """As Telegram Desktop exports it."""
        return {
            "id": self.number,
            "type": "message",
            "date_unixtime": str(int(self.posted_at.timestamp())),
            "text_entities": [{"type": kind, "text": text} for kind, text in self.pieces],
        }


class Channels:
    """The channels that are followed. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._sources = catalogue.sources

    def follow(self, chat_id: int, *, by: str) -> str:
        """Make articles of the posts of a channel from now on; returns its uri.

        One that is followed already is quoted from again, if it was not.
        """
        uri = channel_uri(chat_id)
        self._sources.add_holder(uri, Kind.CHANNEL, Entry(by, Deed.ADD, uri))
        return uri

    def take(self, post: ChannelPost) -> bool:
        """Keep a post that was made or edited, if its channel is followed; true if there is something to read.

        One that says nothing any more is gone with the next reload. What an admin took out stays out.
        """
        state = self._state(channel_uri(post.chat_id))
        if state is None:
            return False
        uri = post_uri(post.chat_id, post.number)
        known = self._sources.get(uri)
        if known is not None and known.state is State.DELETED:
            return False
        if not says_something("".join(text for _, text in post.pieces)):
            if known is not None:
                self._sources.leave(uri)
            return known is not None
        source = _source(post.chat_id, post.number, post.exported)
        if known is not None and known.content == source.digest:
            return False
        self._sources.add_posts([source], state)
        return True

    def drop(self, chat_id: int, number: int, *, by: str) -> str:
        """Quote from a post no more, as it was deleted in its channel; returns its uri. Raises `NoSuchSource`.

        Nothing brings it back but an admin who enables it.
        """
        uri = post_uri(chat_id, number)
        known = self._sources.get(uri)
        if known is None or known.state is State.DELETED:
            raise NoSuchSource(f"there is no source '{uri}'")
        self._sources.set_state([uri], State.DELETED, Entry(by, Deed.DELETE, uri))
        return uri

    def backfill(self, content: bytes, *, by: str) -> str | None:
        """Keep the posts of an export that its channel does not have yet; returns the channel's uri.

        None where it is no export of one channel, or that is not followed. What came live is newer, and stays; what an
        admin took out stays out.
        """
        found = _exported(content)
        if found is None:
            return None
        chat_id, messages = found
        uri = channel_uri(chat_id)
        state = self._state(uri)
        if state is None:
            return None
        known = set(self._sources.below(uri)) - self._sources.vacant(uri)
        posts = [_source(chat_id, number, message) for number, message in _told(messages)]
        new = {post.uri: post for post in posts if post.uri not in known}
        self._sources.add_posts(list(new.values()), state, Entry(by, Deed.ADD, uri, f"{len(new)} posts of an export"))
        return uri

    def _state(self, uri: str) -> State | None:
        """What admins made of a channel; None where it is not followed."""
        record = self._sources.get(uri)
        return record.state if record and record.kind is Kind.CHANNEL and record.state is not State.DELETED else None


def channel_id(number: int) -> int:
    """The id, as bots have it, of the channel whose posts are at `https://t.me/c/NUMBER/`."""
    return -_CHANNELS - number


def channel_uri(chat_id: int) -> str:
    """What names a channel as a source."""
    return f"https://t.me/c/{-chat_id - _CHANNELS}"


def post_uri(chat_id: int, number: int) -> str:
    """What names a post as a source: its address, which Telegram opens for those who are in the channel."""
    return f"{channel_uri(chat_id)}/{number}"


def _source(chat_id: int, number: int, message: Mapping[str, object]) -> Source:
    export = {"type": "private_channel", "id": -chat_id - _CHANNELS, "messages": [message]}
    return Source(post_uri(chat_id, number), json.dumps(export, ensure_ascii=False).encode("utf-8", "replace"))


def _exported(content: bytes) -> tuple[int, Sequence[object]] | None:
    """The id, as bots have it, and the messages of the channel that was exported."""
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return None
    try:
        export: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(export, dict) or export.get("type") not in _EXPORTED:
        return None
    number, messages = str(export.get("id", "")).removeprefix("-100"), export.get("messages")
    if not (number.isascii() and number.isdecimal() and len(number) <= 12 and isinstance(messages, list)):
        return None
    return channel_id(int(number)), messages


def _told(messages: Sequence[object]) -> Iterator[tuple[int, dict[str, object]]]:
    """The posts that say something in words, each with its number."""
    for message in messages:
        if not isinstance(message, dict) or message.get("type") != "message":
            continue
        number = message.get("id")
        if isinstance(number, int) and not isinstance(number, bool) and number > 0 and says_something(_text(message)):
            yield number, message


def _text(message: Mapping[str, object]) -> str:
    written = message.get("text_entities") or message.get("text")
    pieces = written if isinstance(written, list) else [written]
    texts = [each.get("text") if isinstance(each, dict) else each for each in pieces]
    return "".join(each for each in texts if isinstance(each, str))
