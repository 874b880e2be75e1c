"""The world as a page shows it: everything to begin with, and afterwards each event."""

from __future__ import annotations

from dataclasses import asdict

from bot.playground import wire
from bot.playground.model import Chat, Event, Json, Message, User
from bot.playground.state import State

MESSAGES_SHOWN = 200


def world(state: State) -> Json:
    """Who and what there is: the bot, people, chats with members, topics and their last messages."""
    people = [user for user in state.users.values() if user.id in state.chats]
    return {
        "bot": wire.user(state.bot) | {"privacy": state.privacy, "inline": state.inline},
        "people": [person(state, user) for user in people],
        "chats": [chat(state, each) for each in state.chats.values()],
        "description": state.profile.descriptions.get("", ""),
    }


def person(state: State, shown: User) -> Json:
    """Somebody whom a person at the page can be."""
    return wire.user(shown) | {"blocked": shown.id in state.blocked, "role": state.roles.get(shown.id, "")}


def chat(state: State, shown: Chat) -> Json:
    """A chat with all that is in it."""
    members = state.members[shown.id].values()
    messages = _oldest_first(state, shown)[-MESSAGES_SHOWN:]
    return wire.chat(state, shown) | {
        "linked": shown.linked,
        "pinned": shown.pinned,
        "migrated_to": shown.migrated_to,
        "open": shown.open,
        "members": [asdict(each) for each in members],
        "topics": [asdict(each) for each in state.topics[shown.id].values()],
        "messages": [message(state, each) for each in messages],
    }


def earlier(state: State, shown: Chat, *, before: int) -> Json:
    """The messages of a chat that come just before one, and whether those are all that there are."""
    older = [each for each in _oldest_first(state, shown) if each.id < before]
    told = [message(state, each) for each in older[-MESSAGES_SHOWN:]]
    return {"messages": told, "complete": len(older) <= MESSAGES_SHOWN}


def message(state: State, shown: Message) -> Json:
    """A message as the Bot API shows it, and what only people see: who wrote it, reactions, any keyboard."""
    return wire.message(state, shown) | {
        "author": shown.author,
        "reactions": [{"user": user_id, "emoji": emoji} for user_id, emoji in shown.reactions],
        "reply_markup": shown.markup,
        "silent": shown.silent,
    }


def _oldest_first(state: State, shown: Chat) -> list[Message]:
    return sorted(state.messages[shown.id].values(), key=lambda each: each.id)


def event(state: State, happened: Event) -> Json:
    """An event with the chat, message, answer or results that it is about."""
    told: Json = {key: value for key, value in asdict(happened).items() if value not in (None, "")}
    found = state.message(happened.chat_id, happened.message_id) if happened.chat_id is not None else None
    if found and happened.kind in ("message", "edited", "reaction"):
        told["message"] = message(state, found)
    match happened.kind:
        case "chat":
            told["chat"] = chat(state, state.chats[happened.chat_id or 0]) | {"messages": []}
        case "callback":
            answer = state.callbacks[happened.detail].answer
            told["answer"] = asdict(answer) if answer else None
        case "inline":
            told["answer"] = state.inline_queries[happened.detail].answer
    return told
