"""Whether a message is a question to the bot, and which. Pure: a message in, a request out.

In a private chat everything is. Elsewhere a question is asked with /ask, by a mention of the bot, or by a reply to one
of its messages; what is merely said in its hearing is `OVERHEARD`, for groups that want that answered too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

from bot.deep_links import Asking, decode

_ASK, _START = "ask", "start"
_MARKS = "?？؟;՞፧"
# Between a name and what is said to it.
_AFTER_NAME = re.compile(r"^[\s,;:،、–—-]+")
# From where such a run begins, or else a long one is looked through from each of its characters.
_BEFORE_NAME = re.compile(r"(?<![\s,،、])[\s,،、]+$")
_ONLY_MARKS = re.compile(r"^[\s.!…]*$")


class How(StrEnum):
    """How the bot was asked."""

    PRIVATE = "private"
    COMMAND = "command"
    MENTION = "mention"
    REPLY = "reply"
    OVERHEARD = "overheard"
    LINK = "link"  # to the private chat, with the question in it


@dataclass(frozen=True, slots=True)
class Request:
    """A question to the bot; `text` is empty where it was called without one.

    `borrowed` is true where the text is somebody else's: that of the message that was replied to.
    """

    text: str
    how: How
    borrowed: bool = False


def request(message: Message, me: User) -> Request | None:
    """What a message asks of the bot `me`; None where it says nothing to it, or is not a person's.

    Anonymous admins and channels that speak in a group are persons here. Not so: bots, channel posts that were
    forwarded into the discussion by Telegram itself, and what somebody sent through a bot.
    """
    if message.chat.type == ChatType.PRIVATE:
        # What somebody chose inline here is an answer.
        sent_by_me = message.via_bot is not None and message.via_bot.id == me.id
        if sent_by_me:
            return None
        text = question_in(message, me)
        is_call = command_in(message, me) == _ASK
        return _with_replied(text, How.PRIVATE, message, me) if is_call else Request(text, How.PRIVATE)
    if not is_by_a_person(message):
        return None
    text = question_in(message, me)
    command = command_in(message, me)
    if command is not None:
        return _with_replied(text, How.COMMAND, message, me) if command == _ASK else None
    if _mentions(message, me):
        return _with_replied(text, How.MENTION, message, me)
    if _replies_to(message, me):
        return Request(text, How.REPLY) if text else None
    if _replied(message) is None and not _calls_somebody(message) and _asks(text):
        return Request(text, How.OVERHEARD)
    return None


def called(message: Message, me: User) -> Request | None:
    """What a message asks that calls the bot `me` into a chat which it is no member of; None if no person does."""
    if not is_by_a_person(message):
        return None
    return _with_replied(question_in(message, me), How.MENTION, message, me)


def is_by_a_person(message: Message) -> bool:
    """Whether somebody says this in a group or channel; not so what Telegram or they forward, and what bots say."""
    if message.is_automatic_forward or message.via_bot or message.forward_origin:
        return False
    return bool(message.sender_chat) or not (message.from_user and message.from_user.is_bot)


def speaker_of(message: Message) -> int | None:
    """The id of the person who wrote a message, None for channels and anonymous admins."""
    return message.from_user.id if message.from_user and not message.sender_chat else None


def command_in(message: Message, me: User) -> str | None:
    """The name of the command that a message begins with; "" if it is another bot's, None if there is none."""
    text, entities = _said(message)
    first = min(entities, key=lambda entity: entity.offset, default=None)
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset:
        return None
    name, _, username = text[1 : first.length].partition("@")
    of_another = username and username.casefold() != (me.username or "").casefold()
    return "" if of_another else name.casefold()


def question_in(message: Message, me: User) -> str:
    """The text of a message without the command that it begins with and without the names of the bot in it.

    Of /start it is the question that a link brought along, if it did.
    """
    text, entities = _said(message)
    units = text.encode("utf-16-le", "surrogatepass")

    pieces, end = [], 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        is_command = entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0
        if entity.offset >= end and (
            is_command or _names(entity, _cut(units, entity.offset, entity.offset + entity.length), me)
        ):
            pieces.append(_cut(units, end, entity.offset))
            end = entity.offset + entity.length
    pieces.append(_cut(units, end, None))
    question = pieces[0]
    for piece in pieces[1:]:
        question = _joined(question, piece)
    if command_in(message, me) == _START:
        target = decode(question.strip())
        return target.question if isinstance(target, Asking) else ""
    return "" if _ONLY_MARKS.match(question) else question.strip()


def _cut(units: bytes, start: int, end: int | None) -> str:
    """A part of a text, whose places Telegram counts in UTF-16 units."""
    return units[2 * start : None if end is None else 2 * end].decode("utf-16-le", "surrogatepass")


def _joined(before: str, after: str) -> str:
    """What was said before and after a name, as if it had not been there."""
    before = _BEFORE_NAME.sub("", before)
    after = after if after[:1] and after[0] in f".!{_MARKS}" else _AFTER_NAME.sub("", after)
    between = " " if before and after and after[0] not in f".!{_MARKS}" else ""
    return f"{before}{between}{after}"


def _with_replied(text: str, how: How, message: Message, me: User) -> Request:
    """A call without a question is about the message that it replies to, or the part of it that was highlighted."""
    # *@bot?* below somebody's question means that one.
    if any(map(str.isalnum, text)):
        return Request(text, how)
    # Of a message in another chat nothing else is shown than what Telegram itself quotes.
    if message.quote and (message.quote.is_manual or message.external_reply):
        return Request(message.quote.text.strip(), how, borrowed=True)
    replied = _replied(message)
    if replied is None or _replies_to(message, me):
        return Request("", how)
    return Request(question_in(replied, me), how, borrowed=True)


def _said(message: Message) -> tuple[str, tuple[MessageEntity, ...]]:
    if message.text is not None:
        return message.text, message.entities
    return message.caption or "", message.caption_entities


def _mentions(message: Message, me: User) -> bool:
    text, entities = _said(message)
    # The library's own way fails on half an emoji.
    units = text.encode("utf-16-le", "surrogatepass")
    return any(_names(each, _cut(units, each.offset, each.offset + each.length), me) for each in entities)


def _names(entity: MessageEntity, covered: str, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and covered.casefold() == f"@{me.username}".casefold()


def _replies_to(message: Message, me: User) -> bool:
    """Whether it replies to what the bot wrote itself."""
    replied = _replied(message)
    return replied is not None and replied.from_user is not None and replied.from_user.id == me.id


def _replied(message: Message) -> Message | None:
    """The message that it replies to. Telegram lets each message of a topic "reply" to the topic's beginning."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def _calls_somebody(message: Message) -> bool:
    _, entities = _said(message)
    return any(entity.type in {MessageEntity.MENTION, MessageEntity.TEXT_MENTION} for entity in entities)


def _asks(text: str) -> bool:
    return text.rstrip(" \n\"'”»)").endswith(tuple(_MARKS.replace(";", "")))
