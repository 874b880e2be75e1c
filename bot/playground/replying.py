"""`reply_parameters`: which message is answered, and which part of it is quoted."""

from __future__ import annotations

from bot.playground.access import find_chat, open_chat
from bot.playground.entities import units
from bot.playground.formatting import read_plain
from bot.playground.model import Chat, Entity, Message, Reply, TextQuote
from bot.playground.parameters import Fields
from bot.playground.refusals import bad_request
from bot.playground.state import State

LONGEST_QUOTE = 1024
# These must be the same in the quote as in the message; block quotes and links may be left out.
_KEPT = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji", "date_time"})


def read_reply(fields: Fields, state: State, chat: Chat) -> Reply | None:
    """What a request's message replies to; None if to nothing, or if that is gone and need not be there."""
    parameters = fields.structure("reply_parameters")
    if parameters is None:
        return None
    message_id = parameters.integer("message_id")
    if message_id is None:
        raise bad_request('can\'t find field "message_id"')
    there = _read_chat(parameters, state, chat)
    target = state.message(there.id, message_id) if _sees_messages(state, there) else None
    if target is None:
        if parameters.boolean("allow_sending_without_reply") and there.id == chat.id:
            return None
        raise bad_request("message to be replied not found")
    quote = _read_quote(parameters, state, target)
    return Reply(message_id, there.id if there.id != chat.id else None, quote)


def _read_chat(parameters: Fields, state: State, chat: Chat) -> Chat:
    """Where the replied-to message is; elsewhere only where the bot may look."""
    if "chat_id" not in parameters:
        return chat
    there = find_chat(state, parameters.values["chat_id"])
    return there if there.id == chat.id else open_chat(parameters, state)


def _sees_messages(state: State, there: Chat) -> bool:
    """Of a public channel that the bot is no member of it knows that it is there, but not its messages."""
    return there.type not in ("supergroup", "channel") or state.member(there.id, state.bot.id).present


def _read_quote(parameters: Fields, state: State, target: Message) -> TextQuote | None:
    if not parameters.string("quote"):
        return None
    content = read_plain(parameters, state, name="quote", parse_mode="quote_parse_mode", entities="quote_entities")
    if units(content.text) > LONGEST_QUOTE:
        raise bad_request("QUOTE_TEXT_INVALID")
    entities = tuple(part for part in content.entities if part.type in _KEPT)
    wanted = parameters.integer("quote_position") or 0
    places = [
        position
        for position in _occurrences(target.content.text, content.text)
        if _kept_under(target, position, units(content.text)) == _as_set(entities)
    ]
    if not places:
        raise bad_request("QUOTE_TEXT_INVALID")
    position = min(places, key=lambda place: abs(place - wanted))
    return TextQuote(content.text, position, entities)


def _occurrences(text: str, part: str) -> list[int]:
    positions, at = [], text.find(part)
    while at >= 0:
        positions.append(units(text[:at]))
        at = text.find(part, at + 1)
    return positions


def _kept_under(target: Message, position: int, length: int) -> set[tuple[str, int, int]]:
    end = position + length
    parts = [
        (entity.type, max(entity.offset, position) - position, min(entity.end, end) - position)
        for entity in target.content.entities
        if entity.type in _KEPT and entity.offset < end and entity.end > position
    ]
    return set(parts)


def _as_set(entities: tuple[Entity, ...]) -> set[tuple[str, int, int]]:
    return {(entity.type, entity.offset, entity.end) for entity in entities}
