"""Texts with entities: UTF-16 lengths, what Telegram checks, what it finds by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from bot.playground.model import Entity, FormattedText
from bot.playground.parameters import Fields
from bot.playground.refusals import bad_request
from bot.playground.urls import checked

MOST_ENTITIES = 100
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
MONOSPACE = frozenset({"code", "pre"})
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
FOUND = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"})
TYPES = QUOTES | MONOSPACE | STYLES | FOUND | {"text_link", "text_mention", "custom_emoji", "date_time"}

# Carriage returns, line and paragraph separators, controls of direction, and three combining lines.
_TAKEN_OUT = frozenset("\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u030a\u0333\u033f")
_TLD = "com|org|net|info|io|me|dev|app|ru|de|fr|es|it|uk|eu|us|edu|gov|news|example|test"
_PATTERNS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w-])")),
    ("url", re.compile(rf"(?<![\w@])(?:https?://[^\s<>«»“”]+|(?:[\w-]+\.)+(?:{_TLD})\b(?:/[^\s<>«»“”]*)?)", re.I)),
    ("bot_command", re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
    ("cashtag", re.compile(r"(?<!\w)\$[A-Z]{1,8}(?!\w)")),
)  # fmt: skip


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, in which Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def slice_units(text: str, start: int, end: int) -> str:
    """The part of a text between two positions in UTF-16 code units; both must be between characters."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le")


def covered(content: FormattedText, entity: Entity) -> str:
    """The text under an entity."""
    return slice_units(content.text, entity.offset, entity.end)


def read_entities(fields: Iterable[Fields], users: Collection[int]) -> tuple[Entity, ...]:
    """The entities of a request; `users` are the ids that may be mentioned."""
    return tuple(_read_entity(field, users) for field in fields)


def _read_entity(field: Fields, users: Collection[int]) -> Entity:
    kind = field.required("type")
    if kind not in TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    offset, length = field.integer("offset"), field.integer("length")
    if offset is None or length is None:
        missing = "offset" if offset is None else "length"
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{missing}\"")
    entity = Entity(kind, offset, length)
    if kind == "text_link":
        return replace(entity, url=checked(field.required("url"), "entity URL"))
    if kind == "text_mention":
        user = field.structure("user", where="can't parse MessageEntity")
        if user is None:
            raise bad_request("can't parse MessageEntity: Can't find field \"user\"")
        user_id = user.integer("id")
        if user_id not in users:
            raise bad_request("user not found")
        return replace(entity, user_id=user_id)
    if kind == "pre":
        return replace(entity, language=field.string("language") or None)
    if kind == "custom_emoji":
        return replace(entity, custom_emoji_id=field.required("custom_emoji_id"))
    if kind == "date_time":
        if field.integer("unix_time") is None:
            raise bad_request("can't parse MessageEntity: Can't find field \"unix_time\"")
        date_time_format = field.string("date_time_format") or None
        return replace(entity, unix_time=field.integer("unix_time"), date_time_format=date_time_format)
    return entity


def finished(content: FormattedText) -> FormattedText:
    """A text as Telegram keeps it: checked, cleaned, trimmed, its links, mentions and commands found.

    Stricter than Telegram on purpose where it would quietly repair or drop what the sender meant: empty entities,
    more than a hundred, entities that cross one another, block quotes within block quotes, anything in code.
    """
    check_entities(content)
    trimmed = _trimmed(_cleaned(content))
    explicit = [entity for entity in trimmed.entities if entity.type not in FOUND]
    blockers = [entity for entity in explicit if entity.type not in STYLES | QUOTES]
    found = [entity for entity in _found(trimmed.text) if not any(_meet(entity, other) for other in blockers)]
    return FormattedText(trimmed.text, tuple(sorted([*explicit, *found], key=_order)))


def check_entities(content: FormattedText) -> None:
    """Raise a refusal unless every entity lies in the text and beside or within the others."""
    end_of_text = units(content.text)
    inside = _inside_pairs(content.text)
    for entity in content.entities:
        if entity.offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {entity.offset}")
        if entity.length <= 0:
            raise bad_request(f"receive an entity with incorrect length {entity.length}")
        if entity.offset > end_of_text:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
        begins = f"entity beginning at UTF-16 offset {entity.offset}"
        if entity.end > end_of_text:
            raise bad_request(f"{begins} ends after the end of the text at UTF-16 offset {entity.end}")
        if entity.offset in inside:
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {entity.offset}")
        if entity.end in inside:
            raise bad_request(f"{begins} ends in a middle of a UTF-16 symbol at UTF-16 offset {entity.end}")
    if len(content.entities) > MOST_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    _check_nesting(sorted(content.entities, key=_order))


def _check_nesting(ordered: list[Entity]) -> None:
    open_ones: list[Entity] = []
    for entity in ordered:
        open_ones = [outer for outer in open_ones if outer.end > entity.offset]
        for outer in open_ones:
            if entity.end > outer.end:
                raise bad_request(f"can't parse entities: {entity.type} and {outer.type} cross")
            if {entity.type, outer.type} <= QUOTES:
                raise bad_request("can't parse entities: blockquotes can't be nested")
            if outer.type in MONOSPACE or (entity.type in MONOSPACE and entity.length == outer.length):
                raise bad_request(f"can't parse entities: {outer.type} can't contain {entity.type}")
        open_ones.append(entity)


def _cleaned(content: FormattedText) -> FormattedText:
    """The text with spaces for control characters and without what Telegram takes out; the entities move along."""
    kept, places, place = [], [0], 0
    for char in content.text:
        now = "" if char in _TAKEN_OUT else " " if char < " " and char != "\n" else char
        kept.append(now)
        place += units(now)
        # The place between the two code units of one character is nobody's beginning or end.
        places += [place] * units(char)
    moved = [
        replace(part, offset=places[part.offset], length=places[part.end] - places[part.offset])
        for part in content.entities
    ]
    return FormattedText("".join(kept), tuple(part for part in moved if part.length))


def _trimmed(content: FormattedText) -> FormattedText:
    text = content.text
    start = units(text) - units(text.lstrip())
    stripped = text.strip()
    end = start + units(stripped)
    kept = []
    for entity in content.entities:
        first, last = max(entity.offset, start), min(entity.end, end)
        if first < last:
            kept.append(replace(entity, offset=first - start, length=last - first))
    return FormattedText(stripped, tuple(kept))


def _found(text: str) -> Iterator[Entity]:
    taken: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            part = match.group().rstrip(".,;:!?)'\"…") if kind == "url" else match.group()
            entity = Entity(kind, units(text[: match.start()]), units(part))
            if not any(_meet(entity, other) for other in taken):
                taken.append(entity)
                yield entity


def _inside_pairs(text: str) -> set[int]:
    """The positions that fall between the two code units of one character."""
    positions, at = set(), 0
    for char in text:
        if char > "\uffff":
            positions.add(at + 1)
            at += 1
        at += 1
    return positions


def _meet(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _order(entity: Entity) -> tuple[int, int, bool]:
    return entity.offset, -entity.length, entity.type not in QUOTES
