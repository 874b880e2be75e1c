"""A Telegram message while it is written: text that grows, with entities. Telegram counts UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity

from retrieval import Span

LONGEST_MESSAGE = 4_096
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_LONG_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message to send: its text, its entities (offsets in UTF-16 units) and its buttons."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(slots=True)
class Composer:
    """Text that grows, with entities over what was added; `units` is its length as Telegram counts."""

    text: str = ""
    units: int = 0
    entities: list[MessageEntity] = field(default_factory=list)

    def add(self, text: str, *kinds: str, url: str | None = None) -> None:
        """Append text; `kinds` are the entities that cover it."""
        start = self.units
        self.text += text
        self.units += utf16(text)
        for kind in kinds:
            self.entities.append(MessageEntity(kind, start, self.units - start, url=url))

    def add_time(self, text: str, time: datetime) -> None:
        """Append a moment: who reads it sees it in their own zone, or else `text`."""
        start = self.units
        self.add(text)
        # D: the day, written out. https://core.telegram.org/bots/api#date-time-entity-formatting
        kind = MessageEntity.DATE_TIME
        self.entities.append(MessageEntity(kind, start, self.units - start, unix_time=time, date_time_format="D"))

    def add_quotation(self, text: str, bold: Iterable[Span] = ()) -> None:
        """Append text as a block quotation with spans of it in bold; a long one is folded."""
        start = self.units
        kind = MessageEntity.EXPANDABLE_BLOCKQUOTE if len(text) > _LONG_QUOTE else MessageEntity.BLOCKQUOTE
        self.entities.append(MessageEntity(kind, start, utf16(text)))
        for span in bold:
            offset = start + utf16(text[: span.start])
            self.entities.append(MessageEntity(MessageEntity.BOLD, offset, utf16(span.of(text))))
        self.text += text
        self.units += utf16(text)

    def append(self, other: Composer) -> None:
        """Append what another one wrote."""
        self.entities += MessageEntity.shift_entities(self.units, other.entities)
        self.text += other.text
        self.units += other.units

    def rendered(self, *rows: Sequence[InlineKeyboardButton]) -> Rendered:
        """The message, with rows of buttons."""
        buttons = [row for row in rows if row]
        return Rendered(self.text, tuple(self.entities), InlineKeyboardMarkup(buttons) if buttons else None)


def utf16(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, longest: int) -> str:
    """A text of at most so many characters."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
