"""What Telegram Desktop exports as machine-readable JSON: `result.json`, of one chat or of all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from retrieval.errors import SourceError
from retrieval.language import detect
from retrieval.readers.cleaning import canonical, clean
from retrieval.readers.encoding import decode
from retrieval.readers.posts import says_something, title_of_post
from retrieval.types import Article, Source

_CHANNELS = frozenset({"private_channel", "public_channel"})
# Those whose posts have addresses.
_LINKED = _CHANNELS | {"private_supergroup", "public_supergroup"}
_NUMBER = re.compile(r"[0-9]{1,20}")
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


@dataclass(frozen=True, slots=True)
class _Chat:
    """A chat of an export: `url` is what the addresses of its posts begin with, None where they have none."""

    messages: list[object]
    url: str | None
    is_channel: bool


def read_telegram_export(source: Source) -> list[Article]:
    """An article for each post of an exported chat that says something in words, oldest first.

    What holds all chats of somebody is read for its channels alone: the others are private. Captions and polls are
    texts, too. A title is the first line or sentence. Addresses are `https://t.me/c/ID/MESSAGE`, which Telegram opens
    for members, as exports keep quiet about the names of channels. Raises `SourceError` where there is no such post;
    `NotTextError` when the bytes are no text.
    """
    chats = _chats(_loaded(source), source.uri)
    articles: dict[str, Article] = {}
    for chat in chats:
        for article in _articles(chat, source.uri):
            articles.setdefault(article.id, article)
    if not articles:
        raise SourceError(source.uri, "has no post with a text of more than a word or two")
    return list(articles.values())


def _loaded(source: Source) -> dict[object, object]:
    try:
        export: object = json.loads(decode(source.content))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise SourceError(source.uri, f"is broken or cut short: {error.msg} at {where}; export it again") from error
    except (RecursionError, ValueError) as error:
        raise SourceError(source.uri, "is no export of Telegram Desktop") from error
    if not isinstance(export, dict):
        raise SourceError(source.uri, "is no export of Telegram Desktop")
    return export


def _chats(export: dict[object, object], uri: str) -> list[_Chat]:
    if isinstance(export.get("messages"), list):
        return [_chat(export)]
    found = []
    for key in ("chats", "left_chats"):
        held = export.get(key)
        listed = held.get("list") if isinstance(held, dict) else None
        found += [_chat(chat) for chat in listed or () if isinstance(chat, dict)] if isinstance(listed, list) else []
    if not found:
        raise SourceError(uri, "is no export of Telegram Desktop with messages")
    channels = [chat for chat in found if chat.is_channel]
    if not channels:
        raise SourceError(uri, "holds all chats of an account, and none is a channel; export one chat by itself")
    return channels


def _chat(chat: dict[object, object]) -> _Chat:
    messages, kind = chat.get("messages"), str(chat.get("type"))
    url = None
    name = chat.get("username")
    if isinstance(name, str) and _USERNAME.fullmatch(name := name.removeprefix("@")):
        url = f"https://t.me/{name}"
    elif kind in _LINKED and _NUMBER.fullmatch(number := str(chat.get("id", "")).removeprefix("-100")):
        url = f"https://t.me/c/{number}"
    return _Chat(messages if isinstance(messages, list) else [], url, kind in _CHANNELS)


def _articles(chat: _Chat, uri: str) -> Iterator[Article]:
    for message in chat.messages:
        if not isinstance(message, dict) or message.get("type") != "message":
            continue
        parts = [_text(message.get("text_entities")) or _text(message.get("text")), *_poll(message.get("poll"))]
        text = canonical([clean(part) for part in parts])
        if not says_something(text):
            continue
        number, language = message.get("id"), detect(text)
        yield Article.create(
            title_of_post(text, language),
            text,
            source=uri,
            url=f"{chat.url}/{number}" if chat.url and isinstance(number, int) else None,
            published=_published(message),
            language=language,
            tags=_hashtags(message.get("text_entities")),
        )


def _text(written: object) -> str:
    """A string, or a list of strings and of objects that have one: `["See ", {"type": "bold", "text": "this"}]`."""
    if isinstance(written, dict):
        written = written.get("text")
    return "".join(map(_string, written)) if isinstance(written, list) else _string(written)


def _string(written: object) -> str:
    if isinstance(written, dict):
        written = written.get("text")
    return written if isinstance(written, str) else ""


def _poll(poll: object) -> Iterator[str]:
    """The question and the options, a line for each."""
    if isinstance(poll, dict):
        options = poll.get("answers")
        yield "\n".join([_text(poll.get("question")), *map(_text, options if isinstance(options, list) else ())])


def _hashtags(entities: object) -> Iterator[str]:
    found = [part for part in entities if isinstance(part, dict)] if isinstance(entities, list) else []
    tags = [clean(_text(part)).strip().lstrip("#") for part in found if part.get("type") == "hashtag"]
    yield from dict.fromkeys(tag for tag in tags if tag)


def _published(message: dict[object, object]) -> date | None:
    try:
        return datetime.fromtimestamp(int(str(message.get("date_unixtime"))), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        # Exports of before 2021 have the exporter's local time only.
        return datetime.fromisoformat(str(message.get("date"))).date()
    except ValueError:
        return None
