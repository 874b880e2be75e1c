"""The buttons below answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot import render
from bot.addressing import question_in
from bot.again import alone, stands_alone, with_last_line
from bot.asking import AnyApplication
from bot.buttons import Press, QuoteRef, View, offers, presses
from bot.composing import Rendered
from bot.parts import Parts
from bot.replying import edit, end_press, texts_for
from bot.store.chats import DEFAULTS, ChatSettings
from bot.store.questions import Waiting
from bot.telling import Telling
from bot.texts import Texts
from retrieval import Quote


class Pressing:
    """The handler of the buttons below answers. Everybody who sees an answer may press them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._telling = Telling(parts)

    def register(self, application: AnyApplication) -> None:
        """Add the handler to an application: it takes every press that no other has taken."""
        application.add_handler(CallbackQueryHandler(self.press))

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button was pressed: it shows something else, or says thanks."""
        query = update.callback_query
        assert query is not None
        message = query.message if isinstance(query.message, Message) else None
        settings = DEFAULTS
        if message and message.chat.type != ChatType.PRIVATE:
            settings = await asyncio.to_thread(self._parts.chats.settings, message.chat_id)
        texts = texts_for(update, settings)
        press = Press.decode(query.data or "")
        if message is None or press is None:
            await end_press(query, texts.button_gone, alert=True)
        elif not offers(message, query.data or ""):
            # Another press came first, and the message has other buttons now; or a client was made to send this.
            await end_press(query)
        elif press.view in {View.UP, View.DOWN}:
            await self._vote(query, message, press, texts)
        elif press.view in {View.TELL, View.TELL_NOT}:
            await self._wait(query, message, press, texts)
        elif shown := await asyncio.to_thread(
            self._show, message, press, self._words(message), settings, _read_in(message, settings, texts)
        ):
            # The spinner on the button ends first, however long the edit takes.
            await end_press(query)
            await edit(message, shown)
        else:
            await end_press(query, texts.article_gone, alert=True)

    async def _vote(self, query: CallbackQuery, message: Message, press: Press, texts: Texts) -> None:
        ref = press.quotes[0]
        standing = await asyncio.to_thread(
            self._parts.questions.vote,
            f"{message.chat_id}:{message.message_id}",
            query.from_user.id,
            up=press.view is View.UP,
            article_id=ref.article_id,
            start=ref.start,
        )
        said = {True: texts.voted_up, False: texts.voted_down, None: texts.vote_back}
        # If the network fails now, the press must not come again: it would take the vote back.
        with suppress(TelegramError):
            await end_press(query, said[standing])

    async def _wait(self, query: CallbackQuery, message: Message, press: Press, texts: Texts) -> None:
        """Somebody wants to be told when there is an answer, or no more."""
        user, questions = query.from_user, self._parts.questions
        question = await self._unanswered(message, user.id)
        if not question:
            await end_press(query, texts.button_gone, alert=True)
            return
        wanted = press.view is View.TELL
        if wanted:
            await asyncio.to_thread(questions.wait, user.id, question, user.language_code)
        else:
            await asyncio.to_thread(questions.wait_no_more, user.id, question)
        await end_press(query, texts.will_tell if wanted else texts.will_not_tell)
        with suppress(BadRequest):
            await message.edit_reply_markup(render.waiting(message, texts, wanted=wanted))
        if wanted and stands_alone(question):
            # The article may have come after the question, but before the wish.
            await self._telling.tell(message.get_bot(), Waiting(user.id, question, user.language_code))

    async def _unanswered(self, message: Message, user_id: int) -> str:
        """The question that a message of ours gives no answer to, in its kept form; empty when nobody knows it."""
        if turn := self._parts.conversations.of(message.chat_id).turn(message.message_id):
            return turn.kept
        asked = self._asked(message)
        return await asyncio.to_thread(self._as_kept, asked, user_id) if asked else ""

    def _as_kept(self, asked: str, user_id: int) -> str:
        """After a restart: a question that leans on another is known only if its words are kept."""
        kept = with_last_line(asked, self._parts.questions.kept_of(user_id))
        return kept or ("" if self._parts.answerer.leans(asked) else alone(asked))

    def _show(
        self, message: Message, press: Press, words: str, settings: ChatSettings, texts: Texts
    ) -> Rendered | None:
        """What a button asks for, or None when its quotes are there no more; `words` are those that were asked."""
        answerer = self._parts.answerer
        found = [answerer.quote(ref.article_id, ref.start, ref.sentences, question=words) for ref in press.quotes]
        quotes = [quote for quote in found if quote]
        best = found[0]
        if best is None or not self._may_show(quotes, settings):
            return None
        refs = tuple(map(QuoteRef.of, quotes))
        back = _back(message, press)
        match press.view:
            case View.QUOTES if message.external_reply and press.number == 1:
                return render.source_alone(best, refs, texts, feedback=settings.feedback)
            case View.DATED if len(quotes) > 1:
                # The newest stands first, the others as they were shown.
                return render.dated([*quotes[1:], best], texts, feedback=settings.feedback)
            case View.QUOTES | View.DATED:
                return render.quoted(quotes[: max(press.number, 1)], refs, texts, feedback=settings.feedback)
            case View.CONTEXT:
                around = (answerer.context(best, sentences=number) for number in (2, 1, 0))
                fitting = next((each for each in around if each and render.fits(each.text)), None)
                return render.context(best, fitting, back, texts) if fitting else None
            case View.PAGE:
                read = answerer.page(best.article_id, press.number or None, around=best, longest=render.LONGEST_PAGE)
                return render.page(read, press.quotes[0], back, texts) if read else None
            case View.NEAR:
                wanted = any(each.view is View.TELL_NOT for each in presses(message))
                return render.near(message.text or "", quotes, texts, wanted=wanted)
        return None

    def _may_show(self, quotes: list[Quote], settings: ChatSettings) -> bool:
        """Whether the group may still see these sources."""
        return settings.sources is None or all(quote.source in settings.sources for quote in quotes)

    def _words(self, message: Message) -> str:
        """What was asked that a message of ours answers: after a restart what can be seen of it."""
        turn = self._parts.conversations.of(message.chat_id).turn(message.message_id)
        if turn:
            return turn.words
        return f"{render.words_asked(message)} {self._asked(message)}".strip()

    def _asked(self, message: Message) -> str:
        """The question in the message that one of ours replies to, if it is there still."""
        replied = message.reply_to_message
        return question_in(replied, message.from_user) if replied and message.from_user else ""


def _back(message: Message, press: Press) -> Press:
    """What the button that leads back from a view asks for: what was shown before it."""
    shown = next((each for each in presses(message) if each.view in {View.QUOTES, View.DATED}), None)
    if press.view is View.PAGE and shown:
        return shown
    return Press(View.DATED if press.number == 0 else View.QUOTES, press.quotes, press.number)


def _read_in(message: Message, settings: ChatSettings, texts: Texts) -> Texts:
    """The texts of whoever a message was written for, who need not be the one that presses its button."""
    return texts if settings.language else render.language_of(message) or texts
