"""Methods about the bot itself: who it is, its commands, its names and descriptions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict

from bot.playground import wire
from bot.playground.access import find_chat
from bot.playground.entities import units
from bot.playground.model import Event, Json
from bot.playground.parameters import Fields
from bot.playground.profile import DEFAULT_SCOPE, Command, Scope
from bot.playground.refusals import bad_request
from bot.playground.state import State

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


def get_me(state: State, _: Fields) -> Json:
    """getMe."""
    return wire.user(state.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not state.privacy,
        "supports_guest_queries": state.guest,
        "supports_inline_queries": state.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def set_my_commands(state: State, fields: Fields) -> bool:
    """setMyCommands."""
    commands = tuple(_read_command(command) for command in fields.structures("commands"))
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    state.profile.commands[_read_scope(state, fields), _read_language(fields)] = commands
    state.emit(Event("profile", detail="commands"))
    return True


def get_my_commands(state: State, fields: Fields) -> list[Json]:
    """getMyCommands: exactly those of one scope and language."""
    found = state.profile.commands.get((_read_scope(state, fields), _read_language(fields)), ())
    return [asdict(command) for command in found]


def delete_my_commands(state: State, fields: Fields) -> bool:
    """deleteMyCommands."""
    state.profile.commands.pop((_read_scope(state, fields), _read_language(fields)), None)
    state.emit(Event("profile", detail="commands"))
    return True


def text_setter(field: str, longest: int, table: Callable[[State], dict[str, str]]) -> Callable[..., bool]:
    """setMyName and its kin: `field` of at most `longest` characters, kept in `table` by language."""

    def set_text(state: State, fields: Fields) -> bool:
        text = fields.string(field)
        if units(text) > longest:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        texts = table(state)
        language = _read_language(fields)
        if text:
            texts[language] = text
        else:
            texts.pop(language, None)
        state.emit(Event("profile", detail=field))
        return True

    return set_text


def text_getter(
    field: str, table: Callable[[State], dict[str, str]], default: Callable[[State], str] = lambda _: ""
) -> Callable[..., Json]:
    """getMyName and its kin; a language without a text of its own has that of everybody else."""

    def get_text(state: State, fields: Fields) -> Json:
        texts = table(state)
        return {field: texts.get(_read_language(fields)) or texts.get("") or default(state)}

    return get_text


def _read_command(command: Fields) -> Command:
    name, description = command.required("command").removeprefix("/"), command.required("description")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= units(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(name, description)


def _read_scope(state: State, fields: Fields) -> Scope:
    scope = fields.structure("scope", where="can't parse BotCommandScope")
    if scope is None:
        return DEFAULT_SCOPE
    kind = scope.required("type")
    if kind in _PLAIN_SCOPES:
        return kind, 0, 0
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = find_chat(state, scope.values.get("chat_id"))
    if chat.type == "channel" or (kind != "chat" and chat.type == "private"):
        raise bad_request("can't change commands in the chat")
    user_id = scope.integer("user_id") if kind == "chat_member" else 0
    if user_id is None or (user_id and user_id not in state.users):
        raise bad_request("user not found")
    return kind, chat.id, user_id


def _read_language(fields: Fields) -> str:
    code = fields.string("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code
