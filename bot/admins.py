"""Those who run the bot: whose ids are in ADMIN_IDS, each in their own private chat with it, and nobody else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.asking import AnyApplication
from bot.composing import Rendered
from bot.replying import end_press, reply, texts_for
from bot.texts import Texts

OnCommand = Callable[[Message, Texts, list[str]], Awaitable[None]]
"""Is given an admin's command, the texts in their language, and the words behind the command."""
OnPress = Callable[[CallbackQuery, Message, Texts], Awaitable[None]]
"""Is given an admin's press, the message that its button stands below, and the texts in their language."""

# What somebody else wrote gives them no rights when an admin passes it on.
_PASSED_ON = filters.FORWARDED | filters.VIA_BOT


class Admins:
    """Lets those who run the bot in, and tells all others in one line that a command is not for them.

    Handlers are to be registered before those that take any text or any button. In groups there is none of this: what
    is written there falls to the handlers of questions, which leave such commands alone.
    """

    def __init__(self, ids: Collection[int]) -> None:
        self._ids = frozenset(ids)

    def have(self, user_id: int | None) -> bool:
        """Whether somebody is one of them."""
        return user_id in self._ids

    def command(self, application: AnyApplication, name: str, do: OnCommand) -> None:
        """Have a command of theirs done: one that they wrote themselves and just now, in private."""

        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            message, user, texts = update.effective_message, update.effective_user, texts_for(update)
            assert message is not None
            if user is None or not self.have(user.id):
                await reply(update, Rendered(texts.for_admins))
            elif _PASSED_ON.check_update(update):
                await reply(update, Rendered(texts.passed_on))
            else:
                await do(message, texts, context.args or [])

        application.add_handler(CommandHandler(name, handle, filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE))

    def buttons(self, application: AnyApplication, pattern: str, do: OnPress) -> None:
        """Have presses of theirs done, on buttons whose data match; `do` ends the spinner (`replying.end_press`)."""

        async def handle(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
            query, texts = update.callback_query, texts_for(update)
            assert query is not None
            message = query.message
            in_private = message is not None and message.chat.type == ChatType.PRIVATE
            if not (in_private and self.have(query.from_user.id)):
                await end_press(query, texts.for_admins, alert=True)
            elif not isinstance(message, Message):
                await end_press(query, texts.button_gone, alert=True)
            else:
                await do(query, message, texts)

        application.add_handler(CallbackQueryHandler(handle, pattern))
