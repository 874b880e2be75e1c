"""/rollback: those who run the bot go back to a generation that served before, after they have said so twice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import CallbackQuery, InlineKeyboardButton, Message, MessageEntity

from bot.admins import Admins
from bot.asking import AnyApplication
from bot.composing import Composer, Rendered
from bot.parts import Parts
from bot.replying import edit, end_press, respond
from bot.texts import Texts, wording
from retrieval import NoSuchGeneration, PastGeneration, VerbatimError

# A generation's number: to be confirmed, and confirmed; or none: back to the list.
_CHOOSE, _CONFIRM, _LIST = "bc:", "by:", "bl:"
_PATTERN = r"^(b[cy]:\d{1,9}|bl:)$"


def listed(generations: Sequence[PastGeneration], texts: Texts) -> Rendered:
    """The generation that serves, and a button for each that can be gone back to."""
    composer = Composer()
    composer.add(texts.rollback_title, MessageEntity.BOLD)
    for each in generations:
        if each.serving:
            composer.add(f"\n\n{texts.rollback_now}\n{wording.generation(each, texts)}")
    past = [each for each in generations if not each.serving]
    composer.add(f"\n\n{texts.rollback_which if past else texts.rollback_none}")
    for each in past:
        composer.add(f"\n{wording.generation(each, texts)}")
    return composer.rendered(*([_button(texts.rollback_to.format(number=each.id), _CHOOSE, each.id)] for each in past))


def confirming(generation: PastGeneration, texts: Texts) -> Rendered:
    """The question whether it is meant."""
    composer = Composer()
    composer.add(texts.rollback_title, MessageEntity.BOLD)
    composer.add(f"\n\n{wording.generation(generation, texts)}\n\n{texts.rollback_sure}")
    return composer.rendered(
        [
            _button(texts.rollback_yes, _CONFIRM, generation.id),
            InlineKeyboardButton(texts.cancel, callback_data=_LIST),
        ]
    )


def _button(label: str, asks: str, number: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{asks}{number}")


class Rollback:
    """The handlers of /rollback."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        # One at a time: a second one would only wait for the first.
        self._lock = asyncio.Lock()

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text or any button."""
        admins = Admins(self._parts.settings.admin_ids)
        admins.command(application, "rollback", self.rollback)

        async def press(query: CallbackQuery, message: Message, texts: Texts) -> None:
            data = query.data or ""
            if not data.startswith(_CONFIRM):
                await end_press(query)
                await edit(message, await self._shown(data, texts))
            elif self._lock.locked():
                await end_press(query, texts.goes_on)
            else:
                await end_press(query)
                # Beside the handlers: it waits for a reload that is under way.
                application.create_task(self._go_back(message, data, query.from_user.id, texts))

        admins.buttons(application, _PATTERN, press)

    async def rollback(self, message: Message, texts: Texts, _words: list[str]) -> None:
        """/rollback"""
        await respond(message, await self._shown(_LIST, texts))

    async def _shown(self, data: str, texts: Texts) -> Rendered:
        generations = await asyncio.to_thread(self._parts.library.generations)
        wanted = [each for each in generations if data == f"{_CHOOSE}{each.id}" and not each.serving]
        return confirming(wanted[0], texts) if wanted else listed(generations, texts)

    async def _go_back(self, message: Message, data: str, user_id: int, texts: Texts) -> None:
        number = int(data.removeprefix(_CONFIRM))
        async with self._lock:
            try:
                now = await asyncio.to_thread(self._parts.library.roll_back, number, by=str(user_id))
            except NoSuchGeneration:
                # It was dropped meanwhile, or serves already.
                shown = await self._shown(_LIST, texts)
            except VerbatimError as error:
                shown = Rendered(texts.rollback_failed.format(reason=error))
            else:
                shown = Rendered(texts.rollback_done.format(generation=now))
        await edit(message, shown)
