"""A chat drawn as text, for failures that explain themselves."""

from __future__ import annotations

from bot.playground import Message
from bot.playground.entities import QUOTES, covered
from bot.playground.keyboards import buttons
from bot.playground.model import Chat
from bot.playground.state import State


def picture(state: State, chat: Chat, *, last: int = 12) -> str:
    """The last messages of a chat with their senders, quotes, files and buttons; what was picked out is in ``>``."""
    messages = sorted(state.messages[chat.id].values(), key=lambda message: message.id)
    name = chat.title or f"{state.users[chat.id].first_name} and the bot"
    lines = [f"--- {name} ({chat.type} {chat.id}) ---"]
    if len(messages) > last:
        lines.append(f"  ... {len(messages) - last} earlier")
    for message in messages[-last:]:
        lines += _lines(state, message)
    if not messages:
        lines.append("  (nothing)")
    waiting = [next(key for key in update if key != "update_id") for update in state.updates.pending]
    return "\n".join([*lines, f"--- the bot has not confirmed: {', '.join(waiting) or 'nothing'} ---"])


def _lines(state: State, message: Message) -> list[str]:
    sender = state.users[message.sender].first_name if message.sender is not None else "the channel"
    marks = [f"reply to #{message.reply.message_id}"] if message.reply else []
    marks += [f"in topic {message.thread_id}"] if message.in_topic else []
    marks += ["edited"] if message.edit_date else []
    noted = f" ({', '.join(marks)})" if marks else ""
    head = f"  #{message.id} {sender}{noted}: "
    if message.service:
        return [f"{head}[{next(iter(message.service))}]"]
    body = message.content.text.split("\n")
    if message.attachment:
        body[0] = f"[{message.attachment.file_name or message.attachment.kind}] {body[0]}"
    lines = [head + body[0], *(f"      {line}" for line in body[1:])]
    for part in message.content.entities:
        if part.type in QUOTES:
            lines += [f"      > {line}" for line in covered(message.content, part).split("\n")]
    for row in buttons(message.markup):
        lines.append("      " + " ".join(f"[{button.text}]" for button in row))
    if message.reactions:
        lines.append("      " + " ".join(emoji for _, emoji in message.reactions))
    return lines
