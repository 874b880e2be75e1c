"""Which updates must not overtake one another."""

from __future__ import annotations

from typing import Any

# Any: the Bot API's JSON, which has fields that nobody knows yet.
Json = dict[str, Any]

# Who asks these waits for the answer at once, and has nothing to do with a chat's other messages: a crowd in a group
# must not hold up what its members type elsewhere.
_OF_A_PERSON = frozenset({"inline_query", "chosen_inline_result", "guest_message", "poll_answer"})


def queue_of(update: Json) -> str:
    """The queue of an update: updates of one queue are handled in their order, queues side by side.

    Messages and all else that happens in a chat have the chat's queue, so that a conversation keeps its order.
    The presses of one message's buttons have a queue of their own: they are about that message alone, its spinner is
    being looked at, and in a busy group the questions before them may wait for minutes until Telegram lets the bot
    write.
    """
    kind = next((name for name in update if name != "update_id"), "")
    content = update.get(kind)
    if not isinstance(content, dict):
        return f"kind:{kind}"
    if kind == "callback_query":
        if inline := content.get("inline_message_id"):
            return f"press:{inline}"
        message = content.get("message")
        return f"press:{_id_of(message, 'chat')}:{message.get('message_id')}" if isinstance(message, dict) else "press"
    if kind not in _OF_A_PERSON and (chat := _id_of(content, "chat")):
        return f"chat:{chat}"
    person = _id_of(content, "from") or _id_of(content, "user")
    return f"person:{person}" if person else f"kind:{kind}"


def _id_of(content: Json, field: str) -> int | None:
    holder = content.get(field)
    number = holder.get("id") if isinstance(holder, dict) else None
    return number if isinstance(number, int) else None
