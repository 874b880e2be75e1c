"""What all handlers do with messages: reply to one, edit one of ours, in the language of whoever reads it."""

from __future__ import annotations

from contextlib import suppress

from telegram import (
    Bot,
    CallbackQuery,
    ForceReply,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot import texts
from bot.addressing import speaker_of
from bot.composing import NO_PREVIEW, Rendered
from bot.results import result, unless_too_late
from bot.store.chats import ChatSettings
from bot.texts import Texts

# How Telegram says that a message shows this already, or is there no more.
_UNCHANGED, _GONE = "not modified", ("message to edit not found", "message can't be edited", "message_id_invalid")
_MAY_NOT = (
    "not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden", "chat_restricted",
    "chat not found", "topic_closed", "topic_deleted", "message thread not found",
)  # fmt: skip
_GENERAL = 1


def texts_for(update: Update, settings: ChatSettings | None = None, *, otherwise: str | None = None) -> Texts:
    """The texts in the language that the chat chose, or else of whoever acted.

    `otherwise` is for channels and anonymous admins: of their language Telegram tells nothing.
    """
    chosen = settings.language if settings else None
    message = update.effective_message
    is_nobody = message is not None and speaker_of(message) is None
    return texts.of(chosen or language_told(update) or (otherwise if is_nobody else None))


def language_told(update: Update) -> str | None:
    """The language of whoever acted, as Telegram tells it."""
    user = update.effective_user
    return user.language_code if user else None


def topic_of(message: Message) -> int | None:
    """The topic of a forum that a message stands in. Nothing can be sent to the number of “General”."""
    thread = message.message_thread_id if message.is_topic_message else None
    return None if thread == _GENERAL else thread


def unwelcome(error: BaseException) -> bool:
    """Whether Telegram says that the bot may not write here, or that there is no such place any more.

    People do that: it is no fault.
    """
    if isinstance(error, BadRequest):
        return any(each in error.message.lower() for each in _MAY_NOT)
    return isinstance(error, Forbidden | ChatMigrated)


async def reply(update: Update, rendered: Rendered, *, to: ReplyParameters | None = None) -> Message:
    """Reply to the message that an update brought, or `to` another one; returns what was sent."""
    message = update.effective_message
    assert message is not None
    return await respond(message, rendered, to=to)


async def respond(message: Message, rendered: Rendered, *, to: ReplyParameters | None = None) -> Message:
    """Reply to a message; returns what was sent."""
    return await message.reply_text(
        rendered.text,
        entities=rendered.entities,
        reply_markup=offered(rendered, message.get_bot()),
        link_preview_options=NO_PREVIEW,
        reply_parameters=to or _to(message),
        message_thread_id=topic_of(message),
    )


async def say(update: Update, rendered: Rendered) -> Message | None:
    """Reply to the message that an update brought. Where the bot is a guest that is all it may say, and it never learns
    which message it was: None.
    """
    message = update.effective_message
    assert message is not None
    if message.guest_query_id is None:
        return await reply(update, rendered)
    # Nobody sees its id and title.
    answer = result(rendered, "1", texts_for(update).result_title)
    with unless_too_late():
        await message.get_bot().answer_guest_query(message.guest_query_id, answer)
    return None


async def ask_back(update: Update, text: str, placeholder: str) -> Message:
    """Ask for the question that is missing: who called the bot finds their reply begun, and it reaches the bot."""
    message = update.effective_message
    assert message is not None
    return await message.reply_text(
        text,
        reply_markup=ForceReply(selective=True, input_field_placeholder=placeholder),
        reply_parameters=_to(message),
        message_thread_id=topic_of(message),
    )


async def edit(message: Message, rendered: Rendered) -> bool:
    """Show something else in a message of ours; false if it is there no more."""
    try:
        await message.edit_text(
            rendered.text,
            entities=rendered.entities,
            reply_markup=offered(rendered, message.get_bot()),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        said = error.message.lower()
        # Somebody pressed twice: it shows this already.
        if any(each in said for each in _GONE):
            return False
        if _UNCHANGED not in said:
            raise
    return True


async def delete(message: Message) -> None:
    """Take away a message of ours, unless it is gone already."""
    with suppress(BadRequest):
        await message.delete()


def offered(rendered: Rendered, bot: Bot) -> InlineKeyboardMarkup | None:
    """The buttons of a message; without those that share, where @BotFather was not told of inline mode."""
    if rendered.keyboard is None or bot.supports_inline_queries:
        return rendered.keyboard
    rows = [
        [button for button in row if button.switch_inline_query_chosen_chat is None]
        for row in rendered.keyboard.inline_keyboard
    ]
    return InlineKeyboardMarkup([row for row in rows if row])


def _to(message: Message) -> ReplyParameters:
    # A question that was deleted meanwhile is answered all the same.
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)


async def end_press(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """End the spinner on a button that was pressed, with a line if there is something to say."""
    # A press from while the bot was down has ended by itself.
    with suppress(BadRequest):
        await query.answer(text, show_alert=alert)
