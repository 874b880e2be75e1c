"""/reload: those who run the bot have the sources read again, and see what changes, how far it is, what came of it."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from telegram import CallbackQuery, Message
from telegram.error import TelegramError

from bot import reload_report
from bot.admins import Admins
from bot.asking import AnyApplication
from bot.composing import Rendered
from bot.parts import Parts
from bot.replying import edit, end_press, respond
from bot.texts import Texts
from retrieval import Library, Plan, Report, Request, VerbatimError

log = logging.getLogger(__name__)

# Telegram takes an edit a second in a chat, and answers want their turn, too.
_EDIT_SECONDS = 1.5
# Each has a thread that waits for it; answers have others.
_MOST_AT_ONCE = 4


class ReloadCommand:
    """The handlers of /reload, and of the buttons below reloads that are held."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._threads = ThreadPoolExecutor(_MOST_AT_ONCE, "reload")
        # Chats and numbers of the messages whose reload goes on.
        self._under_way: set[tuple[int, int]] = set()

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text or any button."""
        admins = Admins(self._parts.settings.admin_ids)
        # Beside the handlers: who waits for a reload can go on asking.
        start = partial(self._start, application)

        async def reload(message: Message, texts: Texts, _words: list[str]) -> None:
            assert message.from_user is not None
            sent = await respond(message, reload_report.under_way(None, None, texts))
            start(sent, Request(by=str(message.from_user.id)), texts)

        async def press(query: CallbackQuery, message: Message, texts: Texts) -> None:
            data = query.data or ""
            if (message.chat_id, message.message_id) in self._under_way:
                await end_press(query, texts.goes_on)
            elif data not in _offered(message):
                await end_press(query, texts.choice_over, alert=True)
            elif data.startswith(reload_report.APPLY):
                key = data.removeprefix(reload_report.APPLY)
                await end_press(query)
                await edit(message, reload_report.under_way(None, None, texts))
                # Last: if the network fails before, the press comes again.
                start(message, Request(confirmed=key, by=str(query.from_user.id)), texts)
            else:
                await end_press(query)
                await edit(message, reload_report.cancelled(texts))

        admins.command(application, "reload", reload)
        admins.buttons(application, reload_report.PATTERN, press)

    def _start(self, application: AnyApplication, message: Message, request: Request, texts: Texts) -> None:
        self._under_way.add((message.chat_id, message.message_id))
        application.create_task(self._run(message, request, texts))

    async def _run(self, message: Message, request: Request, texts: Texts) -> None:
        watched = _Watched()
        following = asyncio.create_task(_follow(message, watched, texts))
        try:
            shown = reload_report.ended(await self._reload(request, watched), texts)
        except VerbatimError as error:
            log.error("the sources could not be read again: %s", error)
            shown = reload_report.failed(error, texts)
        except asyncio.CancelledError:
            # The bot stops, and does not wait for it.
            self._parts.library.stop_reloads()
            raise
        finally:
            following.cancel()
            self._under_way.discard((message.chat_id, message.message_id))
        await _show(message, shown)

    async def _reload(self, request: Request, watched: _Watched) -> Report:
        library: Library = self._parts.library
        reload = partial(library.reload, request, apart=True, progress=watched.progress, planned=watched.planned)
        return await asyncio.get_running_loop().run_in_executor(self._threads, reload)


class _Watched:
    """How far a reload is: written by the thread that waits for it, and read whenever a message is edited."""

    def __init__(self) -> None:
        self.plan: Plan | None = None
        self.stage: reload_report.Stage | None = None

    def planned(self, plan: Plan, /) -> None:
        """Note what it is going to do."""
        self.plan = plan

    def progress(self, stage: str, done: int, total: int | None, /) -> None:
        """Note how far it is."""
        self.stage = (stage, done, total)


async def _follow(message: Message, watched: _Watched, texts: Texts) -> None:
    """Show in a message how far a reload is, until cancelled."""
    shown = reload_report.under_way(None, None, texts)
    while True:
        await asyncio.sleep(_EDIT_SECONDS)
        rendered = reload_report.under_way(watched.plan, watched.stage, texts)
        if rendered != shown:
            # An ornament: the result comes all the same.
            with suppress(TelegramError):
                await edit(message, rendered)
            shown = rendered


async def _show(message: Message, shown: Rendered) -> None:
    """Show the result in the message that somebody watches, or in another where they have deleted it."""
    if not await edit(message, shown):
        await message.chat.send_message(shown.text, entities=shown.entities, reply_markup=shown.keyboard)


def _offered(message: Message) -> set[object]:
    """What the buttons below a message ask for, as it is now: some may press one that they saw earlier."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return {button.callback_data for row in rows for button in row}
