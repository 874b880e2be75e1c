"""Which messages the bot gets to know of: what privacy mode, its rights, channels and guest mode let through."""

from __future__ import annotations

from dataclasses import replace

from bot.playground import wire
from bot.playground.entities import covered
from bot.playground.model import ANONYMOUS_ADMIN, CHANNEL_SENDER, TELEGRAM, GuestQuery, Message, Origin, User
from bot.playground.state import State


def deliver(state: State, message: Message, *, edited: bool = False) -> None:
    """Queue the update about a message, if the bot may see it."""
    chat = state.chats[message.chat_id]
    kind = "channel_post" if chat.type == "channel" else "message"
    if hears(state, message):
        state.tell_bot(f"edited_{kind}" if edited else kind, wire.message(state, message))
    elif not edited and _calls_guest(state, message):
        query = GuestQuery(state.query_id(), message.chat_id, message.id, state.now())
        state.guest_queries[query.id] = query
        state.tell_bot("guest_message", wire.message(state, replace(message, guest_query=query.id)))


def hears(state: State, message: Message) -> bool:
    """Whether the bot gets to know of a message that somebody else sent."""
    chat = state.chats[message.chat_id]
    sender = state.users[message.sender] if message.sender is not None else None
    if sender and sender.is_bot and sender.id not in (ANONYMOUS_ADMIN.id, CHANNEL_SENDER.id):
        return False
    if chat.type == "private":
        return chat.id not in state.blocked
    place_of_bot = state.member(chat.id, state.bot.id)
    if not place_of_bot.present:
        return False
    if chat.type == "channel" or place_of_bot.administers or not state.privacy or message.service:
        return True
    target = state.message(chat.id, message.reply.message_id) if message.reply else None
    to_bot = target is not None and (target.sender == state.bot.id or target.via_bot)
    return to_bot or message.via_bot or _commands_bot(message, state.bot) or mentions(message, state.bot)


def mentions(message: Message, bot: User) -> bool:
    """Whether a message names the bot with its @username."""
    named = f"@{bot.username}".lower()
    return any(
        entity.type == "mention" and covered(message.content, entity).lower() == named
        for entity in message.content.entities
    )


def echo_in_discussion(state: State, post: Message) -> None:
    """Forward a channel's post into its discussion group, as Telegram does by itself."""
    chat = state.chats[post.chat_id]
    if chat.type != "channel" or chat.linked is None or post.service:
        return
    copy = Message(
        chat.linked, 0, 0,
        sender=TELEGRAM.id, sender_chat=chat.id, content=post.content, attachment=post.attachment, markup=post.markup,
        origin=Origin(post.date, chat_id=chat.id, message_id=post.id, signature=post.signature),
        automatic_forward=True,
    )  # fmt: skip
    deliver(state, state.post(copy))


def echoes(state: State, post: Message) -> list[Message]:
    """The copies of a channel's post in its discussion group."""
    linked = state.chats[post.chat_id].linked
    if state.chats[post.chat_id].type != "channel" or linked is None:
        return []
    return [
        copy
        for copy in state.messages[linked].values()
        if copy.automatic_forward and copy.origin and copy.origin.message_id == post.id
    ]


def _commands_bot(message: Message, bot: User) -> bool:
    for entity in message.content.entities:
        if entity.type == "bot_command" and entity.offset == 0:
            _, at, name = covered(message.content, entity).partition("@")
            return not at or name.lower() == (bot.username or "").lower()
    return False


def _calls_guest(state: State, message: Message) -> bool:
    chat = state.chats[message.chat_id]
    outside = chat.type != "private" and not state.member(chat.id, state.bot.id).present
    target = state.message(chat.id, message.reply.message_id) if message.reply else None
    goes_on = target is not None and target.guest_caller is not None
    return state.guest and outside and (goes_on or mentions(message, state.bot))
