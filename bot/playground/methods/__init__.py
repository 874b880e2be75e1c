"""The methods of the Bot API that the playground knows, except those that fetch updates.

Each takes the state and the request's fields, and gives the `result` or raises `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.methods import about, answering, chats, editing, sending
from bot.playground.parameters import Fields
from bot.playground.state import State


@dataclass(frozen=True, slots=True)
class Method:
    """What a method does, and the names of the parameters that it heeds."""

    call: Callable[[State, Fields], object]
    parameters: frozenset[str]


def _method(call: Callable[[State, Fields], object], parameters: str = "") -> Method:
    return Method(call, frozenset(parameters.split()))


_WHERE = "chat_id message_thread_id disable_notification protect_content reply_parameters reply_markup"
_EDITED = "chat_id message_id inline_message_id reply_markup"
_CAPTION = "caption parse_mode caption_entities"

METHODS: dict[str, Method] = {
    "answerCallbackQuery": _method(answering.answer_callback_query, "callback_query_id text show_alert url cache_time"),
    "answerGuestQuery": _method(answering.answer_guest_query, "guest_query_id result"),
    "answerInlineQuery": _method(
        answering.answer_inline_query, "inline_query_id results cache_time is_personal next_offset button"
    ),
    "copyMessage": _method(sending.copy_message, f"{_WHERE} {_CAPTION} from_chat_id message_id"),
    "createForumTopic": _method(chats.create_forum_topic, "chat_id name icon_color"),
    "deleteMessage": _method(editing.delete_message, "chat_id message_id"),
    "deleteMessages": _method(editing.delete_messages, "chat_id message_ids"),
    "deleteMyCommands": _method(about.delete_my_commands, "scope language_code"),
    "editMessageCaption": _method(editing.edit_message_caption, f"{_EDITED} {_CAPTION}"),
    "editMessageReplyMarkup": _method(editing.edit_message_reply_markup, _EDITED),
    "editMessageText": _method(editing.edit_message_text, f"{_EDITED} text parse_mode entities link_preview_options"),
    "forwardMessage": _method(
        sending.forward_message,
        "chat_id message_thread_id disable_notification protect_content from_chat_id message_id",
    ),
    "getChat": _method(chats.get_chat, "chat_id"),
    "getChatAdministrators": _method(chats.get_chat_administrators, "chat_id return_bots"),
    "getChatMember": _method(chats.get_chat_member, "chat_id user_id"),
    "getChatMemberCount": _method(chats.get_chat_member_count, "chat_id"),
    "getFile": _method(chats.get_file, "file_id"),
    "getMe": _method(about.get_me),
    "getMyCommands": _method(about.get_my_commands, "scope language_code"),
    "getMyDescription": _method(
        about.text_getter("description", lambda state: state.profile.descriptions), "language_code"
    ),
    "getMyName": _method(
        about.text_getter("name", lambda state: state.profile.names, lambda state: state.bot.first_name),
        "language_code",
    ),
    "getMyShortDescription": _method(
        about.text_getter("short_description", lambda state: state.profile.short_descriptions), "language_code"
    ),
    "leaveChat": _method(chats.leave_chat, "chat_id"),
    "pinChatMessage": _method(editing.pin_chat_message, "chat_id message_id disable_notification"),
    "sendChatAction": _method(sending.send_chat_action, "chat_id message_thread_id action"),
    "sendDocument": _method(sending.send_document, f"{_WHERE} {_CAPTION} document disable_content_type_detection"),
    "sendMessage": _method(sending.send_message, f"{_WHERE} text parse_mode entities link_preview_options"),
    "sendPhoto": _method(sending.send_photo, f"{_WHERE} {_CAPTION} photo"),
    "setMessageReaction": _method(editing.set_message_reaction, "chat_id message_id reaction is_big"),
    "setMyCommands": _method(about.set_my_commands, "commands scope language_code"),
    "setMyDescription": _method(
        about.text_setter("description", 512, lambda state: state.profile.descriptions),
        "description language_code",
    ),
    "setMyName": _method(about.text_setter("name", 64, lambda state: state.profile.names), "name language_code"),
    "setMyShortDescription": _method(
        about.text_setter("short_description", 120, lambda state: state.profile.short_descriptions),
        "short_description language_code",
    ),
}
