"""Where in a chat a message stands: topics of forums, threads of replies."""

from __future__ import annotations

from bot.playground.model import Chat, Message


def place(chat: Chat, topic: int | None, target: Message | None) -> tuple[int | None, bool]:
    """The thread id of a message, and whether that thread is a topic.

    A reply goes where the message is that it answers. Outside of topics, in supergroups, a thread is only a chain of
    replies: its id is shown in messages, but nothing can be sent to it.
    """
    if chat.type != "supergroup":
        return None, False
    if topic is not None:
        return topic, True
    if target is None:
        return None, False
    return (target.thread_id, True) if target.in_topic else (target.thread_id or target.id, False)
