"""Answers as Telegram messages: text with entities, and the buttons below it. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    SwitchInlineQueryChosenChat,
)

from bot.buttons import MOST_QUOTES, Press, QuoteRef, View, presses
from bot.composing import LONGEST_MESSAGE, Composer, Rendered, shortened, utf16
from bot.deep_links import quote_linked
from bot.texts import LANGUAGES, THUMBS_DOWN, THUMBS_UP, Texts, wording
from retrieval import Answer, Asked, Context, Explanation, Page, Quote, Span, Why

# What is typed after the bot's name to share a quote begins with it.
PERMALINK = "#"
# A message has an end, and a hundred entities.
_MOST_REASONS = 6
_LONGEST_LINE = 200
_LONGEST_TITLE = 200
_LONGEST_AUTHOR = 80
_LONGEST_COPY = 256
# The source below a page, its number and the title's own line have room beside it.
LONGEST_PAGE = 3_600

Buttons = Sequence[InlineKeyboardButton]


def answer(found: Answer, texts: Texts, *, shown: int = 1, feedback: bool = True) -> Rendered:
    """The answer to a question as it is first sent: the best quotes, or why there is none.

    `shown` quotes are shown at once; `feedback` adds buttons to vote with.
    """
    if found.reason:
        near = tuple(QuoteRef.of(each) for each in found.near[:MOST_QUOTES])
        # No article will ever answer a question without a word to look for.
        closed = found.reason.why.is_small_talk or found.reason.why is Why.NO_WORDS
        return no_answer(wording.no_answer(found.reason, texts), near, texts, closed=closed)
    if found.dated:
        # The newest, if there are many: what is so now, and what was said right before.
        return dated(found.dated[-MOST_QUOTES:], texts, feedback=feedback)
    quotes = found.quotes[:MOST_QUOTES]
    return quoted(quotes[:shown], tuple(map(QuoteRef.of, quotes)), texts, feedback=feedback)


def no_answer(text: str, near: tuple[QuoteRef, ...], texts: Texts, *, closed: bool = False) -> Rendered:
    """Why there is no answer, with a button for what comes near, and one to be told when there is one.

    `closed`: there will be none.
    """
    composer = Composer()
    composer.add(text)
    if closed:
        return composer.rendered()
    rows = [[_button(texts.near, Press(View.NEAR, near))]] if near else []
    return composer.rendered(*rows, [_wish(texts, wanted=False)])


def quoted(quotes: Sequence[Quote], refs: tuple[QuoteRef, ...], texts: Texts, *, feedback: bool = True) -> Rendered:
    """The first of an answer's quotes, one below the other, with buttons that lead on; `refs` are all of them."""
    composer = Composer()
    number = _add_quotes(composer, quotes, texts)
    below = _below(quotes[0], refs[0], texts, feedback=feedback)
    return composer.rendered(_leading_on(number, refs, texts), below)


def dated(quotes: Sequence[Quote], texts: Texts, *, feedback: bool = True) -> Rendered:
    """Quotes of different dates that disagree, from the oldest to the newest, which the buttons are about."""
    composer = Composer()
    composer.add(f"{texts.dates_heading}\n\n")
    if _add_quotes(composer, quotes, texts) < len(quotes):
        # The newest must not be the one that there is no room for.
        return dated(quotes[1:], texts, feedback=feedback)
    refs = tuple(QuoteRef.of(each) for each in quotes)
    newest = (refs[-1], *refs[:-1])
    context = _button(texts.context, Press(View.CONTEXT, newest, 0))
    return composer.rendered([context], _below(quotes[-1], refs[-1], texts, feedback=feedback))


def context(best: Quote, around: Context, back: Press, texts: Texts) -> Rendered:
    """The sentences around a quote, the quote itself in bold."""
    composer = Composer()
    composer.add_quotation(around.text, [around.quote])
    composer.add("\n")
    _add_source(composer, best, texts)
    ref = QuoteRef.of(best)
    return composer.rendered([_button(texts.back, back), _button(texts.whole_article, Press(View.PAGE, (ref,), 0))])


def page(read: Page, ref: QuoteRef, back: Press, texts: Texts) -> Rendered:
    """A page of an article, what was quoted of it in bold."""
    composer = Composer()
    composer.add(shortened(read.title, _LONGEST_TITLE), MessageEntity.BOLD)
    composer.add("\n")
    composer.add_quotation(read.text, [read.quote] if read.quote else ())
    composer.add("\n")
    author = shortened(read.author or "", _LONGEST_AUTHOR)
    composer.add(author)
    _add_published(composer, read.published, texts, separator=" · " if author else "")
    if read.count > 1:
        composer.add(" · " if author or read.published else "")
        composer.add(texts.page.format(page=read.number, pages=read.count))
    turning = []
    if read.number > 1:
        turning.append(_button(texts.previous_page, Press(View.PAGE, (ref,), read.number - 1)))
    if read.number < read.count:
        turning.append(_button(texts.next_page, Press(View.PAGE, (ref,), read.number + 1)))
    leaving = [_button(texts.back, back)]
    if read.url:
        leaving.append(InlineKeyboardButton(texts.open_article, url=read.url))
    return composer.rendered(turning, leaving)


def near(said: str, quotes: Sequence[Quote], texts: Texts, *, wanted: bool = False) -> Rendered:
    """What comes near an answer, named as such, below what was `said` instead of one.

    `wanted`: whoever asked wants to be told when there is an answer.
    """
    composer = Composer()
    composer.add(f"{said}\n\n")
    composer.add(texts.near_heading, MessageEntity.BOLD)
    composer.add("\n\n")
    _add_quotes(composer, quotes, texts)
    return composer.rendered([_wish(texts, wanted=wanted)])


def waiting(message: Message, texts: Texts, *, wanted: bool) -> InlineKeyboardMarkup | None:
    """The buttons of a message without an answer, after its asker wanted to be told, or no more."""
    if message.reply_markup is None:
        return None
    turned = _wish(texts, wanted=wanted)
    wishes = {Press(View.TELL).encode(), Press(View.TELL_NOT).encode()}
    rows = [
        [turned if button.callback_data in wishes else button for button in row]
        for row in message.reply_markup.inline_keyboard
    ]
    return InlineKeyboardMarkup(rows)


def shared(quote: Quote, texts: Texts, *, link: str | None = None) -> Rendered:
    """A quote for another chat, where the bot may not be: the only button is a `link` to the bot."""
    composer = Composer()
    _add_quote(composer, quote, texts)
    return composer.rendered([InlineKeyboardButton(texts.context, url=link)] if link else ())


def shared_dated(quotes: Sequence[Quote], texts: Texts, *, link: str | None = None) -> Rendered:
    """Quotes of different dates that disagree, for another chat: the last of them, from the oldest to the newest."""
    composer = Composer()
    composer.add(f"{texts.dates_heading}\n\n")
    _add_quotes(composer, quotes[-MOST_QUOTES:], texts)
    return composer.rendered([InlineKeyboardButton(texts.context, url=link)] if link else ())


def source_alone(quote: Quote, refs: tuple[QuoteRef, ...], texts: Texts, *, feedback: bool = True) -> Rendered:
    """Where a quote is from, in a reply to a post that shows the quote itself; `refs` are all of an answer's quotes."""
    composer = Composer()
    _add_source(composer, quote, texts)
    return composer.rendered(_leading_on(1, refs, texts), _below(quote, refs[0], texts, feedback=feedback))


def fits(text: str) -> bool:
    """Whether there is room in a message for a text with its source below it."""
    return utf16(text) <= LONGEST_PAGE


def language_of(message: Message) -> Texts | None:
    """The texts that a message of ours was written with, as its buttons show; None if they show nothing."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    labels = {button.text for row in rows for button in row}
    return next((texts for texts in LANGUAGES.values() if labels & {texts.context, texts.back, texts.tell_me}), None)


def headed(heading: str, rendered: Rendered) -> Rendered:
    """The same message with a line above it."""
    composer = Composer()
    composer.add(f"{heading}\n\n")
    entities = MessageEntity.shift_entities(composer.units, rendered.entities)
    return Rendered(composer.text + rendered.text, tuple(entities), rendered.keyboard)


def explanation(explained: Explanation, texts: Texts) -> Rendered:
    """Why a quote was given, or why the nearest one was not: how the question was read, what spoke for and against."""
    composer = Composer()
    if explained.answer.reason:
        composer.add(wording.no_answer(explained.answer.reason, texts))
    if explained.quote and (likelihood := wording.likelihood(explained, texts)):
        composer.add("\n\n" if composer.text else "")
        composer.add(likelihood, MessageEntity.BOLD)
        composer.add("\n")
        _add_quote(composer, explained.quote, texts)
    if why_two := wording.why_two(explained, texts):
        composer.add(f"\n\n{shortened(why_two, _LONGEST_LINE)}")
    _add_list(composer, texts.how_read, explained.reading)
    strongest = explained.shares[:_MOST_REASONS]
    _add_list(composer, wording.spoke_for(explained, texts), [each.words for each in strongest if each.share > 0])
    _add_list(composer, texts.spoke_against, [each.words for each in strongest if each.share <= 0])
    return composer.rendered()


def words_asked(message: Message) -> str:
    """The words in bold of a message that shows an answer's quotes; empty for any other message.

    (The sentences around a quote have the whole quote in bold, so that they tell nothing of the question.)
    """
    if View.CONTEXT not in {press.view for press in presses(message)}:
        return ""
    return " ".join(dict.fromkeys(message.parse_entities([MessageEntity.BOLD]).values()))


def recalled(message: Message) -> Asked | None:
    """What an answer that nobody remembers was about, as far as it shows: words of its question, or else of its quote.

    None when the message shows no quote.
    """
    press = next((press for press in presses(message) if press.quotes and press.view is not View.NEAR), None)
    ref = press.quotes[0] if press else quote_linked(message)
    if ref is None:
        return None
    quotations = [*message.parse_entities([MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE]).values()]
    if message.quote:
        # A reply to a post shows what it quotes of that above its text.
        quotations.insert(0, message.quote.text)
    # Of the sentences around a quote the quote is in bold.
    bold = " ".join(dict.fromkeys(message.parse_entities([MessageEntity.BOLD]).values()))
    return Asked(bold or next(iter(quotations), ""), ref.article_id)


def _leading_on(number: int, refs: tuple[QuoteRef, ...], texts: Texts) -> Buttons:
    """What leads on from so many of an answer's quotes."""
    buttons = [_button(texts.context, Press(View.CONTEXT, refs, number))]
    if number < len(refs):
        buttons.append(_button(wording.more(len(refs) - number, texts), Press(View.QUOTES, refs, len(refs))))
    elif number > 1:
        buttons.append(_button(texts.fewer, Press(View.QUOTES, refs)))
    return buttons


def _below(quote: Quote, ref: QuoteRef, texts: Texts, *, feedback: bool) -> Buttons:
    """What can be done with a quote: copy it, share it, say whether it helped."""
    row = []
    if len(quote.text) <= _LONGEST_COPY:
        row.append(InlineKeyboardButton(texts.copy, copy_text=CopyTextButton(quote.text)))
    everywhere = SwitchInlineQueryChosenChat(
        f"{PERMALINK}{ref}", allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
    )
    row.append(InlineKeyboardButton(texts.share, switch_inline_query_chosen_chat=everywhere))
    if feedback:
        row.append(_button(THUMBS_UP, Press(View.UP, (ref,))))
        row.append(_button(THUMBS_DOWN, Press(View.DOWN, (ref,))))
    return row


def _add_list(composer: Composer, heading: str, lines: Sequence[str]) -> None:
    """A heading in bold with a line for each thing below it, as many as the message has room for."""
    room = LONGEST_MESSAGE - composer.units - utf16(f"\n\n{heading}")
    text = ""
    for line in lines:
        added = f"\n• {shortened(line, _LONGEST_LINE)}"
        if utf16(text + added) > room:
            break
        text += added
    if text:
        composer.add("\n\n")
        composer.add(heading, MessageEntity.BOLD)
        composer.add(text)


def _add_quotes(composer: Composer, quotes: Sequence[Quote], texts: Texts) -> int:
    """Quotes one below the other, as many as the message has room for; returns how many."""
    for number, each in enumerate(quotes):
        one = Composer()
        one.add("\n\n" if number else "")
        _add_quote(one, each, texts)
        # Sentences are far shorter than a message, but three of them may not be.
        if number and composer.units + one.units > LONGEST_MESSAGE:
            return number
        composer.append(one)
    return len(quotes)


def _add_quote(composer: Composer, each: Quote, texts: Texts) -> None:
    composer.add_quotation(each.text, [Span(mark.start - each.start, mark.end - each.start) for mark in each.marks])
    composer.add("\n")
    _add_source(composer, each, texts)


def _add_source(composer: Composer, each: Quote, texts: Texts) -> None:
    title = shortened(each.title, _LONGEST_TITLE)
    if each.url:
        composer.add(title, MessageEntity.TEXT_LINK, url=each.url)
    else:
        composer.add(title)
    _add_published(composer, each.published, texts, separator=" · ")


def _add_published(composer: Composer, published: date | None, texts: Texts, *, separator: str) -> None:
    """The day of an article: where its moment is known, in the reader's own zone."""
    if isinstance(published, datetime) and published.tzinfo:
        composer.add(separator)
        composer.add_time(wording.day(published, texts), published)
    elif published is not None:
        composer.add(f"{separator}{wording.day(published, texts)}")


def _wish(texts: Texts, *, wanted: bool) -> InlineKeyboardButton:
    """The button to be told when there is an answer, or no more."""
    return _button(texts.tell_me_not, Press(View.TELL_NOT)) if wanted else _button(texts.tell_me, Press(View.TELL))


def _button(label: str, press: Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=press.encode())
