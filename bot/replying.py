"""What all handlers do with messages: read what is asked in one, reply to it, show something else in its place."""

from __future__ import annotations

from telegram import LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.error import BadRequest

from bot.render import Rendered

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def asked_in(message: Message | None) -> str:
    """The question in a message, without the command that it may begin with; empty when there is none."""
    text = (message.text or "") if message else ""
    if text.startswith("/"):
        _, *rest = text.split(maxsplit=1)
        text = "".join(rest)
    return text.strip()


async def reply(update: Update, rendered: Rendered) -> Message:
    """Reply to the message that an update brought; returns what was sent."""
    message = update.effective_message
    assert message is not None
    return await message.reply_text(
        rendered.text,
        entities=rendered.entities,
        reply_markup=rendered.keyboard,
        link_preview_options=_NO_PREVIEW,
        # A question that was deleted meanwhile is answered all the same.
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
    )


async def edit(message: Message, rendered: Rendered) -> None:
    """Show something else in a message of ours."""
    try:
        await message.edit_text(
            rendered.text,
            entities=rendered.entities,
            reply_markup=rendered.keyboard,
            link_preview_options=_NO_PREVIEW,
        )
    except BadRequest as error:
        # Somebody pressed twice: it shows this already.
        if "not modified" not in error.message.lower():
            raise
