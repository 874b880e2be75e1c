"""Texts of requests: from a parse mode or from entities, within Telegram's limits."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.entities import check_entities, finished, read_entities, units
from bot.playground.html import parse_html
from bot.playground.markdown import parse_markdown
from bot.playground.model import FormattedText
from bot.playground.parameters import Fields
from bot.playground.refusals import bad_request
from bot.playground.state import State

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
PARSERS: dict[str, Callable[[str], FormattedText]] = {"html": parse_html, "markdownv2": parse_markdown}


def read_text(fields: Fields, state: State, *, name: str = "text", entities: str = "entities") -> FormattedText:
    """A text of 1 to 4096 characters.

    They are counted in UTF-16 code units, the stricter of the two readings that are in use.
    """
    content = _read(fields, state, name, entities)
    if not content.text:
        raise bad_request("message text is empty")
    content = finished(content)
    if not content.text:
        raise bad_request("text must be non-empty")
    if units(content.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return content


def read_caption(fields: Fields, state: State) -> FormattedText:
    """A text of at most 1024 characters below a file; it may be empty."""
    content = finished(_read(fields, state, "caption", "caption_entities"))
    if units(content.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return content


def read_plain(
    fields: Fields, state: State, *, name: str, parse_mode: str = "parse_mode", entities: str = "entities"
) -> FormattedText:
    """A text with entities that is not a message of its own: nothing is trimmed or found in it."""
    content = _read(fields, state, name, entities, parse_mode)
    check_entities(content)
    return content


def _read(fields: Fields, state: State, name: str, entities: str, parse_mode: str = "parse_mode") -> FormattedText:
    text = fields.string(name)
    try:
        text.encode()
    except UnicodeEncodeError:
        # JSON can name half of a character.
        raise bad_request("strings must be encoded in UTF-8") from None
    mode = fields.string(parse_mode).lower()
    if mode and mode != "none":
        if mode not in PARSERS:
            raise bad_request("unsupported parse_mode")
        return PARSERS[mode](text)
    read = read_entities(fields.structures(entities, where="can't parse MessageEntity"), state.users.keys())
    return FormattedText(text, read)
