"""What people write, edit, forward and delete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.playground.entities import finished, units
from bot.playground.hearing import deliver, echo_in_discussion, echoes
from bot.playground.model import (
    ANONYMOUS_ADMIN,
    CHANNEL_SENDER,
    Attachment,
    Chat,
    Entity,
    FormattedText,
    Message,
    Origin,
    Reply,
    TextQuote,
)
from bot.playground.places import place
from bot.playground.refusals import NotPossible
from bot.playground.state import State

LONGEST_TEXT = 4096


def say(  # noqa: PLR0913 - a message has this many sides, all by name
    state: State,
    user_id: int,
    chat_id: int,
    text: str = "",
    *,
    entities: Iterable[Entity] = (),
    reply_to: int | None = None,
    quote: str | None = None,
    topic: int | None = None,
    as_chat: int | None = None,
    attachment: Attachment | None = None,
) -> Message:
    """Write a message, or send a file with `text` as its caption.

    `quote` picks out a part of the message that `reply_to` names. `as_chat` is the chat on whose behalf it is sent:
    the group itself for an anonymous administrator, a channel for its owner.
    """
    chat = _writable(state, user_id, chat_id, topic)
    content = finished(FormattedText(text, tuple(entities)))
    if not content.text and attachment is None:
        raise NotPossible("there is nothing to send")
    if units(content.text) > LONGEST_TEXT:
        raise NotPossible(f"a message has at most {LONGEST_TEXT} characters")
    if chat.type == "private":
        state.started.add(user_id)
    target = _target(state, chat_id, reply_to)
    reply = Reply(target.id, quote=_picked(target, quote)) if target else None
    thread_id, in_topic = place(chat, topic, target)
    message = Message(
        chat_id, 0, 0,
        content=content, attachment=attachment, reply=reply, thread_id=thread_id, in_topic=in_topic,
    )  # fmt: skip
    posted = state.post(_signed(state, message, user_id, as_chat))
    deliver(state, posted)
    echo_in_discussion(state, posted)
    return posted


def edit(
    state: State, user_id: int, chat_id: int, message_id: int, text: str, *, entities: Iterable[Entity] = ()
) -> Message:
    """Change the text or the caption of one's own message, or of a channel's post as its administrator."""
    message = _own(state, user_id, chat_id, message_id)
    content = finished(FormattedText(text, tuple(entities)))
    if content == message.content:
        raise NotPossible("the text is the same")
    edited = state.put(replace(message, content=content, edit_date=state.now()))
    deliver(state, edited, edited=True)
    for copy in echoes(state, edited):
        deliver(state, state.put(replace(copy, content=content, edit_date=state.now())), edited=True)
    return edited


def delete(state: State, user_id: int, chat_id: int, message_id: int) -> None:
    """Take a message away, for everybody; bots are not told."""
    message = state.message(chat_id, message_id)
    if message is None:
        raise NotPossible(f"there is no message {message_id}")
    mine = message.author == user_id or state.chats[chat_id].type == "private"
    if not mine and not state.member(chat_id, user_id).administers:
        raise NotPossible("it is somebody else's message")
    state.remove(message)


def forward(state: State, user_id: int, chat_id: int, *, from_chat: int, message_id: int) -> Message:
    """Send a message that is elsewhere once more, with a line that says whose it was."""
    chat = _writable(state, user_id, chat_id, None)
    source = state.message(from_chat, message_id)
    if source is None or source.protected:
        raise NotPossible("there is no such message, or it is protected")
    if chat.type == "private":
        state.started.add(user_id)
    message = Message(
        chat_id, 0, 0,
        content=source.content, attachment=source.attachment, origin=origin_of(state, source),
    )  # fmt: skip
    posted = state.post(_signed(state, message, user_id, None))
    deliver(state, posted)
    return posted


def origin_of(state: State, source: Message) -> Origin:
    """What a forwarded message says about where it came from."""
    if source.origin:
        return source.origin
    if source.sender_chat is not None:
        in_channel = state.chats[source.sender_chat].type == "channel"
        number = source.id if in_channel and source.sender_chat == source.chat_id else None
        return Origin(source.date, chat_id=source.sender_chat, message_id=number or 1, signature=source.signature)
    return Origin(source.date, user_id=source.sender)


def _writable(state: State, user_id: int, chat_id: int, topic: int | None) -> Chat:
    chat, member = state.chats[chat_id], state.member(chat_id, user_id)
    if chat.migrated_to is not None:
        raise NotPossible("the group has become a supergroup")
    if chat.type == "private" and chat_id in state.blocked:
        raise NotPossible("they have blocked the bot")
    may = member.administers or (member.status == "member" and chat.open and chat.type != "channel")
    if not may:
        raise NotPossible(f"{state.users[user_id].first_name} may not write in {chat.title or 'this chat'}")
    if topic is not None:
        known = state.topics[chat_id].get(topic)
        if known is None or (known.closed and not member.administers):
            raise NotPossible(f"there is no open topic {topic}")
    return chat


def _signed(state: State, message: Message, user_id: int, as_chat: int | None) -> Message:
    chat = state.chats[message.chat_id]
    member = state.member(chat.id, user_id)
    message = replace(message, author=user_id)
    if chat.type == "channel":
        return replace(message, sender_chat=chat.id)
    if as_chat is None and member.is_anonymous:
        as_chat = chat.id
    if as_chat is None:
        return replace(message, sender=user_id)
    if as_chat == chat.id:
        if chat.type == "private" or not member.administers:
            raise NotPossible("only its administrators speak as a group")
        signature = member.custom_title
        return replace(message, sender=ANONYMOUS_ADMIN.id, sender_chat=chat.id, signature=signature)
    if as_chat not in state.chats or not state.member(as_chat, user_id).administers:
        raise NotPossible("only its administrators speak as a channel")
    return replace(message, sender=CHANNEL_SENDER.id, sender_chat=as_chat)


def _target(state: State, chat_id: int, message_id: int | None) -> Message | None:
    target = state.message(chat_id, message_id)
    if target is None and message_id is not None:
        raise NotPossible(f"there is no message {message_id} to reply to")
    return target


def _picked(target: Message, quote: str | None) -> TextQuote | None:
    if quote is None:
        return None
    before, found, _ = target.content.text.partition(quote)
    if not found:
        raise NotPossible(f"the message does not hold {quote!r}")
    return TextQuote(quote, units(before))


def _own(state: State, user_id: int, chat_id: int, message_id: int) -> Message:
    message = state.message(chat_id, message_id)
    if message is None:
        raise NotPossible(f"there is no message {message_id}")
    admin_post = message.sender_chat == chat_id and state.member(chat_id, user_id).administers
    if message.author != user_id and not admin_post:
        raise NotPossible("it is somebody else's message")
    return message
