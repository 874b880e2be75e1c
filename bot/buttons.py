"""What the buttons below answers ask for. Pure: values in, the data of buttons out, and back.

Buttons carry everything that they need (which quotes, which view), so that they work after a restart too. Telegram
gives them 64 bytes: a quote is named by its article's id and its place in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from telegram import Message

from retrieval import Quote

# The data of a button hold three quotes at most.
MOST_QUOTES = 3
_REF = re.compile(r"([a-z2-7]{12})([0-9a-f]{1,7})(\+*)")


class View(StrEnum):
    """What a press asks for; the value stands first in a button's data."""

    QUOTES = "q"  # so many of the quotes
    DATED = "d"  # all of them, from the oldest to the newest
    CONTEXT = "c"  # the sentences around the first
    PAGE = "p"  # a page of the article
    NEAR = "n"  # what comes near an answer
    UP = "u"
    DOWN = "x"
    TELL = "t"  # when there is an answer
    TELL_NOT = "f"


@dataclass(frozen=True, slots=True)
class QuoteRef:
    """Where a quote stands: its article, the code point that it begins at, and how many sentences it has."""

    article_id: str
    start: int
    sentences: int = 1

    @classmethod
    def of(cls, quote: Quote) -> QuoteRef:
        """The place of a quote."""
        return cls(quote.article_id, quote.start, quote.sentences)

    def __str__(self) -> str:
        """In as few characters as can be: a plus for each further sentence."""
        return f"{self.article_id}{self.start:x}{'+' * (self.sentences - 1)}"

    @classmethod
    def parse(cls, text: str) -> QuoteRef:
        """Read what `str` makes. Raises `ValueError`."""
        found = _REF.fullmatch(text)
        if found is None:
            raise ValueError(f"not the place of a quote: {text!r}")
        return cls(found[1], int(found[2], 16), 1 + len(found[3]))


@dataclass(frozen=True, slots=True)
class Press:
    """What a button asks for: a view of an answer's quotes, best first.

    `number` is how many quotes are shown, or the page: from 1 on.
    """

    view: View
    quotes: tuple[QuoteRef, ...] = ()
    number: int = 1

    def encode(self) -> str:
        """As the data of a button, at most 64 bytes for three quotes."""
        if self.view is View.PAGE:
            return f"{self.view}{self.number}:{self.quotes[0]}"
        return f"{self.view}{self.number}" + ":".join(map(str, self.quotes))

    @classmethod
    def decode(cls, data: str) -> Press | None:
        """What a button's data ask for, or None where they are not ours."""
        try:
            view = View(data[:1])
            number, refs = data[1:].split(":", maxsplit=1) if view is View.PAGE else (data[1:2], data[2:])
            if not (number.isascii() and number.isdecimal()):
                return None
            press = cls(view, tuple(map(QuoteRef.parse, filter(None, refs.split(":")))), int(number))
        except ValueError:
            return None
        return press if press.quotes or view in {View.TELL, View.TELL_NOT} else None


def offers(message: Message, data: str) -> bool:
    """Whether a message has a button with these data: a client can be made to send any."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(button.callback_data == data for row in rows for button in row)


def presses(message: Message) -> list[Press]:
    """What the buttons below a message ask for."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    data = [button.callback_data for row in rows for button in row]
    return [press for each in data if isinstance(each, str) and (press := Press.decode(each))]
