"""Methods that change or delete messages."""

from __future__ import annotations

from dataclasses import replace

from bot.playground import wire
from bot.playground.access import reachable_chat
from bot.playground.formatting import read_caption, read_text
from bot.playground.keyboards import read_markup
from bot.playground.methods.sending import read_preview
from bot.playground.model import Json, Message
from bot.playground.parameters import Fields
from bot.playground.refusals import bad_request
from bot.playground.state import State

DELETABLE_SECONDS = 48 * 3600
REACTIONS = frozenset(
    (
        "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 "
        "🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 "
        "🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 "
    ).split()
)
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(state: State, fields: Fields) -> Json | bool:
    """editMessageText. A keyboard that is not sent again goes away, as does a preview's setting."""
    message = _editable(state, fields)
    content = read_text(fields, state)
    if message.attachment is not None or message.service:
        raise bad_request("there is no text in the message to edit")
    return _edited(state, fields, replace(message, content=content, link_preview=read_preview(fields)))


def edit_message_caption(state: State, fields: Fields) -> Json | bool:
    """editMessageCaption."""
    message = _editable(state, fields)
    if message.attachment is None:
        raise bad_request("there is no caption in the message to edit")
    return _edited(state, fields, replace(message, content=read_caption(fields, state)))


def edit_message_reply_markup(state: State, fields: Fields) -> Json | bool:
    """editMessageReplyMarkup."""
    return _edited(state, fields, _editable(state, fields))


def delete_message(state: State, fields: Fields) -> bool:
    """deleteMessage."""
    chat = reachable_chat(fields, state)
    message = state.message(chat.id, fields.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(state, message):
        raise bad_request("message can't be deleted")
    state.remove(message)
    return True


def delete_messages(state: State, fields: Fields) -> bool:
    """deleteMessages: those that can't be found or deleted are left out."""
    chat = reachable_chat(fields, state)
    numbers = [number for number in fields.array("message_ids") if isinstance(number, int)]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    for number in numbers:
        message = state.message(chat.id, number)
        if message is not None and _deletable(state, message):
            state.remove(message)
    return True


def set_message_reaction(state: State, fields: Fields) -> bool:
    """setMessageReaction."""
    chat = reachable_chat(fields, state)
    message = state.message(chat.id, fields.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    marks = []
    for reaction in fields.structures("reaction"):
        if reaction.string("type") != "emoji" or reaction.string("emoji") not in REACTIONS:
            raise bad_request("REACTION_INVALID")
        marks.append(reaction.string("emoji"))
    if len(marks) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    others = tuple(pair for pair in message.reactions if pair[0] != state.bot.id)
    state.put(replace(message, reactions=others + tuple((state.bot.id, mark) for mark in marks)), "reaction")
    return True


def pin_chat_message(state: State, fields: Fields) -> bool:
    """pinChatMessage."""
    chat = reachable_chat(fields, state)
    if chat.type != "private" and not state.member(chat.id, state.bot.id).administers:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message = state.message(chat.id, fields.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    state.set_chat(replace(chat, pinned=message.id))
    return True


def _editable(state: State, fields: Fields) -> Message:
    if inline_id := fields.string("inline_message_id"):
        chat_id, message_id = state.inline_messages.get(inline_id, (0, 0))
        message = state.message(chat_id, message_id) if chat_id else None
        if message is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    chat = reachable_chat(fields, state)
    number = fields.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = state.message(chat.id, number)
    if message is None:
        raise bad_request("message to edit not found")
    posted = chat.type == "channel" and state.member(chat.id, state.bot.id).administers
    if message.author != state.bot.id and not posted:
        raise bad_request("message can't be edited")
    return message


def _edited(state: State, fields: Fields, message: Message) -> Json | bool:
    markup = read_markup(fields.structure("reply_markup"))
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    before = state.messages[message.chat_id][message.id]
    message = replace(message, markup=markup)
    if message == before:
        raise bad_request(_SAME)
    # A change of the keyboard alone is not marked as an edit.
    changed = replace(message, markup=before.markup) != before
    edited = state.put(replace(message, edit_date=state.now() if changed else before.edit_date))
    return True if "inline_message_id" in fields else wire.message(state, edited)


def _deletable(state: State, message: Message) -> bool:
    chat = state.chats[message.chat_id]
    administers = chat.type not in ("private", "group") and state.member(chat.id, state.bot.id).administers
    if chat.type == "group":
        administers = state.member(chat.id, state.bot.id).administers
    own = message.author == state.bot.id or chat.type == "private"
    recent = state.now() - message.date < DELETABLE_SECONDS
    return administers or (own and recent)
