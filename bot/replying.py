"""What all handlers do with messages: reply to one, edit one of ours, in the language of whoever reads it."""

from __future__ import annotations

from contextlib import suppress

from telegram import ForceReply, LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.error import BadRequest

from bot import texts
from bot.composing import Rendered
from bot.store.chats import ChatSettings
from bot.texts import Texts

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# How Telegram says that a message shows this already, or is there no more.
_UNCHANGED, _GONE = "not modified", ("message to edit not found", "message can't be edited")


def texts_for(update: Update, settings: ChatSettings | None = None) -> Texts:
    """The texts in the language that the chat chose, or else of whoever acted."""
    user = update.effective_user
    chosen = settings.language if settings else None
    return texts.of(chosen or (user.language_code if user else None))


async def reply(update: Update, rendered: Rendered, *, to: ReplyParameters | None = None) -> Message:
    """Reply to the message that an update brought, or `to` another one; returns what was sent."""
    message = update.effective_message
    assert message is not None
    return await message.reply_text(
        rendered.text,
        entities=rendered.entities,
        reply_markup=rendered.keyboard,
        link_preview_options=NO_PREVIEW,
        reply_parameters=to or _to(message),
    )


async def ask_back(update: Update, text: str, placeholder: str) -> Message:
    """Ask for the question that is missing: who called the bot finds their reply begun, and it reaches the bot."""
    message = update.effective_message
    assert message is not None
    return await message.reply_text(
        text,
        reply_markup=ForceReply(selective=True, input_field_placeholder=placeholder),
        reply_parameters=_to(message),
    )


async def edit(message: Message, rendered: Rendered) -> bool:
    """Show something else in a message of ours; false if it is there no more."""
    try:
        await message.edit_text(
            rendered.text,
            entities=rendered.entities,
            reply_markup=rendered.keyboard,
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


def _to(message: Message) -> ReplyParameters:
    # A question that was deleted meanwhile is answered all the same.
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)
