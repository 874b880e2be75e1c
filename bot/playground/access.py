"""Which chats the bot finds, and what it may do there."""

from __future__ import annotations

from bot.playground.model import Chat
from bot.playground.parameters import Fields
from bot.playground.refusals import Refused, bad_request, forbidden
from bot.playground.state import State

_NAMES = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def find_chat(state: State, chat_id: object) -> Chat:
    """The chat that an id or an @username names; refused unless the bot knows it."""
    if chat_id is None or chat_id == "":
        raise bad_request("chat_id is empty")
    name = str(chat_id)
    if name.startswith("@"):
        named = [
            chat
            for chat in state.chats.values()
            if chat.type in ("supergroup", "channel") and f"@{chat.username}".lower() == name.lower()
        ]
        if not named:
            raise bad_request("chat not found")
        return named[0]
    try:
        chat = state.chats[int(name)]
    except (ValueError, KeyError):
        raise bad_request("chat not found") from None
    if chat.type == "private" and chat.id not in state.started and not _acquainted(state, chat.id):
        raise bad_request("chat not found")
    return chat


def open_chat(fields: Fields, state: State) -> Chat:
    """The chat that a request names, which the bot must be in."""
    chat = find_chat(state, fields.values.get("chat_id"))
    if chat.migrated_to is not None:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to,
        )
    if chat.type == "private":
        return chat
    member = state.member(chat.id, state.bot.id)
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {_NAMES[chat.type]}")
    # Anybody may look at a public supergroup or channel.
    if member.status == "left" and chat.username is None:
        raise forbidden(f"bot is not a member of the {_NAMES[chat.type]}")
    return chat


def reachable_chat(fields: Fields, state: State) -> Chat:
    """The chat that a request names; if it is a person's, they must have written first and not have blocked the bot."""
    chat = open_chat(fields, state)
    if chat.type == "private":
        if chat.id not in state.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.id in state.blocked:
            raise forbidden("bot was blocked by the user")
    return chat


def writable_chat(fields: Fields, state: State, what: str = "text messages") -> Chat:
    """The chat that a request names, in which the bot must be allowed to send `what`."""
    chat = reachable_chat(fields, state)
    if chat.type == "private":
        return chat
    member = state.member(chat.id, state.bot.id)
    if chat.type == "channel":
        if not member.administers:
            raise bad_request("need administrator rights in the channel chat")
    elif not member.present:
        raise forbidden(f"bot is not a member of the {_NAMES[chat.type]}")
    elif member.status == "restricted" or not (chat.open or member.administers):
        raise bad_request(f"not enough rights to send {what} to the chat")
    return chat


def read_topic(fields: Fields, state: State, chat: Chat) -> int | None:
    """The topic that a request writes to; refused unless it is there and open."""
    topic_id = fields.integer("message_thread_id")
    if not topic_id:
        return None
    topic = state.topics[chat.id].get(topic_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not state.member(chat.id, state.bot.id).administers:
        raise bad_request("TOPIC_CLOSED")
    return topic_id


def _acquainted(state: State, user_id: int) -> bool:
    """Whether the bot shares a chat with somebody, and so knows that they exist."""
    return any(
        state.bot.id in members and members[state.bot.id].present and user_id in members
        for members in state.members.values()
    )
