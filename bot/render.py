"""Answers as Telegram messages: text with entities, and the buttons below it. Pure: values in, values out.

Buttons carry everything that they need (which quotes, which view), so that they work after a restart too. Telegram
gives them 64 bytes: a quote is named by its article's id and its place in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity

from bot import texts
from retrieval import Answer, Asked, Context, Explanation, Quote, Share, Span

_LONG_QUOTE = 600
_LONG_TABLE = 6
# A message has an end, and a hundred entities.
_MOST_SHARES = 12
_LONGEST_LINE = 200
_LONGEST_TITLE = 200
_LONGEST_MESSAGE = 4_096


class View(StrEnum):
    """What a message shows of an answer; the value stands first in a button's data."""

    QUOTE = "q"
    MORE = "m"
    CONTEXT = "c"


@dataclass(frozen=True, slots=True)
class QuoteRef:
    """Where a quote stands: its article, the code point that it begins at, and how many sentences it has."""

    article_id: str
    start: int
    sentences: int = 1

    @classmethod
    def of(cls, quote: Quote) -> QuoteRef:
        """The place of a quote."""
        return cls(quote.article_id, quote.start, quote.last - quote.first)

    def __str__(self) -> str:
        """In as few characters as can be: a plus for each further sentence."""
        return f"{self.article_id}{self.start:x}{'+' * (self.sentences - 1)}"

    @classmethod
    def parse(cls, text: str) -> QuoteRef:
        """Read what `str` makes. Raises `ValueError`."""
        place = text.rstrip("+")
        return cls(place[:12], int(place[12:], 16), 1 + len(text) - len(place))


@dataclass(frozen=True, slots=True)
class Press:
    """What a button asks for: a view of an answer's quotes, best first."""

    view: View
    quotes: tuple[QuoteRef, ...]

    def encode(self) -> str:
        """As the data of a button, at most 64 bytes for three quotes."""
        return ":".join((self.view, *map(str, self.quotes)))

    @classmethod
    def decode(cls, data: str) -> Press | None:
        """What a button's data ask for, or None where they are not ours."""
        view, *refs = data.split(":")
        try:
            quotes = tuple(map(QuoteRef.parse, refs))
            return cls(View(view), quotes) if quotes else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message to send: its text, its entities (offsets in UTF-16 units) and its buttons."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(slots=True)
class _Composer:
    """Text that grows, with entities over what was added. Telegram counts UTF-16 units."""

    text: str = ""
    units: int = 0
    entities: list[MessageEntity] = field(default_factory=list)

    def add(self, text: str, *kinds: str, url: str | None = None) -> None:
        """Append text; `kinds` are the entities that cover it."""
        start = self.units
        self.text += text
        self.units += _utf16(text)
        for kind in kinds:
            self.entities.append(MessageEntity(kind, start, self.units - start, url=url))

    def add_quotation(self, text: str, bold: Iterable[Span], *, folded: bool | None = None) -> None:
        """Append text as a block quotation with spans of it in bold; a long one is folded."""
        start = self.units
        long = len(text) > _LONG_QUOTE if folded is None else folded
        kind = MessageEntity.EXPANDABLE_BLOCKQUOTE if long else MessageEntity.BLOCKQUOTE
        self.entities.append(MessageEntity(kind, start, _utf16(text)))
        for span in bold:
            offset = start + _utf16(text[: span.start])
            self.entities.append(MessageEntity(MessageEntity.BOLD, offset, _utf16(span.of(text))))
        self.text += text
        self.units += _utf16(text)

    def rendered(self, *rows: Sequence[InlineKeyboardButton]) -> Rendered:
        """The message, with rows of buttons."""
        buttons = [row for row in rows if row]
        return Rendered(self.text, tuple(self.entities), InlineKeyboardMarkup(buttons) if buttons else None)


def answer(found: Answer) -> Rendered:
    """The answer to a question as it is first sent: the best quote, or why there is none."""
    if not found.quotes:
        assert found.reason is not None
        return Rendered(texts.no_answer(found.reason))
    return quote(found.quotes[0], tuple(map(QuoteRef.of, found.quotes)))


def quote(best: Quote, refs: tuple[QuoteRef, ...]) -> Rendered:
    """The best quote, with buttons that lead to its context and to the others of `refs`."""
    composer = _Composer()
    _add_quote(composer, best)
    buttons = [_button(texts.CONTEXT, View.CONTEXT, refs)]
    if len(refs) > 1:
        buttons.append(_button(texts.more(len(refs) - 1), View.MORE, refs))
    return composer.rendered(buttons)


def more(quotes: Sequence[Quote], refs: tuple[QuoteRef, ...]) -> Rendered:
    """All quotes of an answer, one below the other."""
    composer = _Composer()
    for number, each in enumerate(quotes):
        one = _Composer()
        _add_quote(one, each)
        # Sentences are far shorter than a message, but three of them may not be.
        if composer.units + one.units + 2 > _LONGEST_MESSAGE:
            break
        if number:
            composer.add("\n\n")
        _add_quote(composer, each)
    return composer.rendered([_button(texts.FEWER, View.QUOTE, refs)])


def context(best: Quote, around: Context, refs: tuple[QuoteRef, ...]) -> Rendered:
    """The sentences around a quote, the quote itself in bold."""
    composer = _Composer()
    composer.add_quotation(around.text, [around.quote])
    composer.add("\n")
    _add_source(composer, best)
    return composer.rendered([_button(texts.BACK, View.QUOTE, refs)])


def explanation(explained: Explanation) -> Rendered:
    """Why a sentence was quoted, or why the nearest one was not: how the question was read, what told how much."""
    composer = _Composer()
    if explained.answer.reason:
        composer.add(texts.no_answer(explained.answer.reason))
    if explained.quote and (likelihood := texts.likelihood(explained)):
        composer.add("\n\n" if composer.text else "")
        composer.add(likelihood, MessageEntity.BOLD)
        composer.add("\n")
        _add_quote(composer, explained.quote)
    if explained.reading:
        _add_heading(composer, texts.HOW_READ)
        for line in explained.reading:
            _add_if_it_fits(composer, f"\n• {_shortened(line, _LONGEST_LINE)}")
    if explained.shares:
        _add_shares(composer, explained.shares)
    return composer.rendered()


def words_asked(message: Message) -> str:
    """The words in bold of a message that shows an answer's best quote; empty for any other message.

    (The sentences around a quote have the whole quote in bold, so that they tell nothing of the question.)
    """
    if View.CONTEXT not in {press.view for press in _presses(message)}:
        return ""
    return " ".join(dict.fromkeys(message.parse_entities([MessageEntity.BOLD]).values()))


def recalled(message: Message) -> Asked | None:
    """What an answer that nobody remembers was about, as far as it shows: words of its question, or else of its quote.

    None when the message shows no quote.
    """
    press = next(iter(_presses(message)), None)
    if press is None:
        return None
    quotations = message.parse_entities([MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE]).values()
    # Of the sentences around a quote the quote is in bold.
    bold = " ".join(dict.fromkeys(message.parse_entities([MessageEntity.BOLD]).values()))
    return Asked(bold or next(iter(quotations), ""), press.quotes[0].article_id)


def _presses(message: Message) -> list[Press]:
    """What the buttons below a message ask for."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    data = [button.callback_data for row in rows for button in row]
    return [press for each in data if isinstance(each, str) and (press := Press.decode(each))]


def _add_shares(composer: _Composer, shares: Sequence[Share]) -> None:
    """A table of the strongest features, as many as the message has room for, their numbers in bold."""
    room = _LONGEST_MESSAGE - composer.units - _utf16(f"\n\n{texts.WHAT_TOLD}\n")
    table, numbers = "", []
    for each in shares[:_MOST_SHARES]:
        number = texts.signed(each.share)
        line = f"{number}  {_shortened(each.words, _LONGEST_LINE)}\n"
        if _utf16(table + line) > room:
            break
        numbers.append(Span(len(table), len(table) + len(number)))
        table += line
    if numbers:
        _add_heading(composer, texts.WHAT_TOLD)
        composer.add("\n")
        composer.add_quotation(table.removesuffix("\n"), numbers, folded=len(numbers) > _LONG_TABLE)


def _add_heading(composer: _Composer, text: str) -> None:
    composer.add("\n\n")
    composer.add(text, MessageEntity.BOLD)


def _add_if_it_fits(composer: _Composer, text: str) -> None:
    if composer.units + _utf16(text) <= _LONGEST_MESSAGE:
        composer.add(text)


def _add_quote(composer: _Composer, each: Quote) -> None:
    composer.add_quotation(each.text, [Span(mark.start - each.start, mark.end - each.start) for mark in each.marks])
    composer.add("\n")
    _add_source(composer, each)


def _add_source(composer: _Composer, each: Quote) -> None:
    title = _shortened(each.title, _LONGEST_TITLE)
    if each.url:
        composer.add(title, MessageEntity.TEXT_LINK, url=each.url)
    else:
        composer.add(title)
    if each.published:
        composer.add(f" · {texts.day(each.published)}")


def _button(label: str, view: View, refs: tuple[QuoteRef, ...]) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=Press(view, refs).encode())


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
