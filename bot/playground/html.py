"""Parse mode HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from bot.playground.entities import units
from bot.playground.model import Entity, FormattedText
from bot.playground.refusals import bad_request
from bot.playground.urls import checked

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>[^<>]*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def _wrong(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    entity: Entity


def parse_html(source: str) -> FormattedText:
    """A text in Telegram's HTML with its entities; raises `Refused` where Telegram can't read it."""
    text, entities, stack = "", list[Entity](), list[_Open]()
    at = 0
    while at < len(source):
        byte = len(source[:at].encode())
        if source[at] == "&" and (character := _CHARACTER.match(source, at)):
            text, at = text + unescape(character.group()), character.end()
        elif source[at] != "<":
            text, at = text + source[at], at + 1
        elif (tag := _TAG.match(source, at)) is None:
            raise _wrong(f"Unexpected character at byte offset {byte}")
        elif tag["end"]:
            name = tag["name"].lower()
            if not stack:
                raise _wrong(f"Unexpected end tag at byte offset {byte}")
            if stack[-1].tag != name:
                expected = stack[-1].tag
                raise _wrong(f'Unmatched end tag at byte offset {byte}, expected "</{expected}>", found "</{name}>"')
            entity = _closed(stack.pop().entity, text)
            entities += [entity] if entity.length and entity.url != "" else []
            at = tag.end()
        else:
            stack.append(_Open(tag["name"].lower(), _opened(tag, units(text), byte)))
            at = tag.end()
    if stack:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return FormattedText(text, tuple(_merged(entities)))


def _opened(tag: re.Match[str], offset: int, byte: int) -> Entity:
    name = tag["name"].lower()
    if name not in _TAGS:
        raise _wrong(f'Unsupported start tag "{name}" at byte offset {byte}')
    attributes = {key.lower(): unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(tag["attributes"])}
    entity = Entity(_TAGS[name], offset, 0)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    if name == "a":
        return replace(entity, url=attributes.get("href", ""))
    if name == "blockquote" and "expandable" in attributes:
        return replace(entity, type="expandable_blockquote")
    if name == "code" and attributes.get("class", "").startswith("language-"):
        return replace(entity, language=attributes["class"].removeprefix("language-"))
    if name == "tg-emoji":
        if not attributes.get("emoji-id", "").isdigit():
            raise _wrong("Invalid custom emoji identifier specified")
        return replace(entity, custom_emoji_id=attributes["emoji-id"])
    if name == "tg-time":
        if not attributes.get("unix", "").isdigit():
            raise _wrong("Invalid unix time specified")
        return replace(entity, unix_time=int(attributes["unix"]), date_time_format=attributes.get("format") or None)
    return entity


def _closed(entity: Entity, text: str) -> Entity:
    length = units(text) - entity.offset
    if entity.type == "text_link" and entity.url:
        return replace(entity, length=length, url=checked(entity.url, "entity URL"))
    return replace(entity, length=length)


def _merged(entities: list[Entity]) -> list[Entity]:
    """`<pre><code class="language-x">` is one entity, and the language of code alone is of no use."""
    codes = {(part.offset, part.length): part.language for part in entities if part.type == "code"}
    blocks = {(part.offset, part.length) for part in entities if part.type == "pre"}
    kept = []
    for part in entities:
        where = (part.offset, part.length)
        if part.type == "pre":
            kept.append(replace(part, language=codes.get(where)))
        elif part.type != "code":
            kept.append(part)
        elif where not in blocks:
            kept.append(replace(part, language=None))
    return kept
