"""Methods about chats, their members, their topics, and files."""

from __future__ import annotations

from dataclasses import replace

from bot.playground import membership, wire
from bot.playground.access import open_chat
from bot.playground.model import Json
from bot.playground.parameters import Fields
from bot.playground.refusals import bad_request
from bot.playground.state import State

LARGEST_DOWNLOAD = 20 * 1024 * 1024


def get_chat(state: State, fields: Fields) -> Json:
    """getChat."""
    return wire.full_chat(state, open_chat(fields, state))


def get_chat_member(state: State, fields: Fields) -> Json:
    """getChatMember."""
    chat = open_chat(fields, state)
    user_id = fields.integer("user_id")
    if user_id is None or user_id not in state.users:
        raise bad_request("user not found")
    return wire.member(state, chat.id, state.member(chat.id, user_id))


def get_chat_administrators(state: State, fields: Fields) -> list[Json]:
    """getChatAdministrators: other bots only if `return_bots` asks for them."""
    chat = open_chat(fields, state)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    bots = fields.boolean("return_bots")
    return [
        wire.member(state, chat.id, member)
        for member in state.members[chat.id].values()
        if member.administers and (bots or member.user_id == state.bot.id or not state.users[member.user_id].is_bot)
    ]


def get_chat_member_count(state: State, fields: Fields) -> int:
    """getChatMemberCount."""
    chat = open_chat(fields, state)
    return 2 if chat.type == "private" else sum(member.present for member in state.members[chat.id].values())


def leave_chat(state: State, fields: Fields) -> bool:
    """leaveChat."""
    chat = open_chat(fields, state)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    membership.place_bot(state, chat.id, "left", by=state.bot.id)
    return True


def create_forum_topic(state: State, fields: Fields) -> Json:
    """createForumTopic."""
    chat = open_chat(fields, state)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not state.member(chat.id, state.bot.id).administers:
        raise bad_request("not enough rights to create a topic")
    name = fields.string("name")
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY")
    topic = membership.add_topic(state, chat.id, name, by=state.bot.id)
    if color := fields.integer("icon_color"):
        topic = replace(topic, icon_color=color)
        state.topics[chat.id][topic.id] = topic
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def get_file(state: State, fields: Fields) -> Json:
    """getFile: where the bytes can be fetched, up to 20 MB."""
    file_id = fields.string("file_id")
    file = state.attachments.get(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": f"unique-{file_id}",
        "file_size": file.size,
        "file_path": f"{file.kind}s/{file_id}",
    }
