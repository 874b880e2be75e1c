"""Buttons, reactions and inline mode: what people do without writing a message."""

from __future__ import annotations

from dataclasses import replace

from bot.playground import wire
from bot.playground.entities import finished
from bot.playground.hearing import deliver
from bot.playground.model import CallbackQuery, Entity, FormattedText, InlineQuery, Json, Message, Reply
from bot.playground.places import place
from bot.playground.refusals import NotPossible
from bot.playground.state import State


def press(
    state: State, user_id: int, chat_id: int, message_id: int, data: str, *, inaccessible: bool = False
) -> CallbackQuery:
    """Press a callback button. Clients may hold an older keyboard, so the data need not be on the message any more.

    `inaccessible` shows the bot a message that is too old for it to see.
    """
    message = state.message(chat_id, message_id)
    if message is None:
        raise NotPossible(f"there is no message {message_id}")
    query = CallbackQuery(
        state.query_id(), user_id, data, state.now(), chat_id, message_id, inline_id=message.inline_id
    )
    state.callbacks[query.id] = query
    shown: Json
    if message.inline_id is not None:
        shown = {"inline_message_id": message.inline_id}
    elif inaccessible:
        chat = wire.chat(state, state.chats[chat_id])
        shown = {"message": {"chat": chat, "message_id": message_id, "date": 0}}
    else:
        shown = {"message": wire.message(state, message)}
    who: Json = {"id": query.id, "from": wire.user(state.users[user_id])}
    state.tell_bot("callback_query", who | shown | {"chat_instance": str(chat_id), "data": data})
    return query


def react(state: State, user_id: int, chat_id: int, message_id: int, emoji: str | None) -> Message:
    """Put an emoji on a message, or take one's own away. Bots learn of it in private and as administrators."""
    message = state.message(chat_id, message_id)
    if message is None:
        raise NotPossible(f"there is no message {message_id}")
    old = [mark for who, mark in message.reactions if who == user_id]
    others = tuple(pair for pair in message.reactions if pair[0] != user_id)
    new = [emoji] if emoji else []
    changed = state.put(replace(message, reactions=others + tuple((user_id, mark) for mark in new)), "reaction")
    chat = state.chats[chat_id]
    if chat.type == "private" or state.member(chat_id, state.bot.id).administers:
        state.tell_bot(
            "message_reaction",
            {
                "chat": wire.chat(state, chat),
                "message_id": message_id,
                "user": wire.user(state.users[user_id]),
                "date": state.now(),
                "old_reaction": [{"type": "emoji", "emoji": mark} for mark in old],
                "new_reaction": [{"type": "emoji", "emoji": mark} for mark in new],
            },
        )
    return changed


def type_inline(state: State, user_id: int, query: str, *, chat_id: int | None = None, offset: str = "") -> InlineQuery:
    """Type something after the bot's @username; `chat_id` is where they type it, None a chat with somebody else."""
    if not state.inline:
        raise NotPossible("the bot has no inline mode")
    if len(query) > 256:
        raise NotPossible("an inline query has at most 256 characters")
    chat_type: str = "private" if chat_id is None else state.chats[chat_id].type
    if chat_id == user_id:
        chat_type = "sender"
    asked = InlineQuery(state.query_id(), user_id, query, offset, state.now(), chat_type)
    state.inline_queries[asked.id] = asked
    payload: Json = {"id": asked.id, "from": wire.user(state.users[user_id]), "query": query, "offset": offset}
    state.tell_bot("inline_query", payload | {"chat_type": chat_type})
    return asked


def choose(state: State, query_id: str, result_id: str, chat_id: int, *, topic: int | None = None) -> Message:
    """Send one of the results that the bot gave, into a chat or a topic of one."""
    asked = state.inline_queries[query_id]
    results: list[Json] = (asked.answer or {}).get("results", [])
    chosen = next((result for result in results if result["id"] == result_id), None)
    if chosen is None:
        raise NotPossible(f"there is no result {result_id}")
    chat = state.chats[chat_id]
    if not state.member(chat_id, asked.user_id).present:
        raise NotPossible("they are not in that chat")
    if chat_id == asked.user_id:
        state.started.add(chat_id)
    posted = post_result(state, chosen, chat_id, sender=asked.user_id, topic=topic)
    feedback: Json = {"result_id": result_id, "from": wire.user(state.users[asked.user_id]), "query": asked.query}
    with_id = {"inline_message_id": posted.inline_id} if posted.inline_id and chosen.get("reply_markup") else {}
    if state.inline_feedback:
        state.tell_bot("chosen_inline_result", feedback | with_id)
    if chat.type != "private" or chat_id == asked.user_id:
        deliver(state, posted)
    return posted


def post_result(
    state: State,
    result: Json,
    chat_id: int,
    *,
    sender: int,
    guest_caller: int | None = None,
    reply_to: int = 0,
    topic: int | None = None,
) -> Message:
    """The message that an inline result becomes."""
    content: Json = result["input_message_content"]
    entities = tuple(Entity(**fields) for fields in content["entities"])
    inline_id = f"inline-{state.query_id()}"
    target = state.message(chat_id, reply_to)
    thread_id, in_topic = place(state.chats[chat_id], topic, target)
    message = Message(
        chat_id, 0, 0,
        author=sender,
        sender=sender, content=finished(FormattedText(content["message_text"], entities)),
        markup=result.get("reply_markup"), link_preview=content.get("link_preview_options"),
        reply=Reply(target.id) if target else None,
        via_bot=guest_caller is None, guest_caller=guest_caller, inline_id=inline_id,
        thread_id=thread_id, in_topic=in_topic,
    )  # fmt: skip
    posted = state.post(message)
    state.inline_messages[inline_id] = (posted.chat_id, posted.id)
    return posted
