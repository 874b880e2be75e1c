"""The Application that handles updates which are kept until they are."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telegram import Update, User
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import Application, Job

from bot.doubt import InDoubt
from bot.receiving.patience import asked_pause
from bot.receiving.queues import Json
from bot.store.windows import Call, Whose

log = logging.getLogger(__name__)

# Any: its six type parameters say nothing here.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Undelivered(Exception):
    """The answer to an update could not be delivered, and may be later; `pause` is for how many seconds not."""

    def __init__(self, pause: float = 0.0) -> None:
        super().__init__(pause)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Refused:
    """An update that goes beyond a limit, as handlers get it: a `TypeHandler` says so, the others do not know it."""

    update: Update
    whose: Whose


class KeepingApplication(Application[Any, Any, Any, Any, Any, Any]):  # Any: as above
    """An Application that says what an update wants of the bot, and whether its answer could not be delivered.

    `calls` gives what an update to the bot (its second argument) wants, None where nothing is to be counted.
    """

    def __init__(self, *, calls: Callable[[Update, User], Call | None], **builder: Any) -> None:  # Any: as its base has
        super().__init__(**builder)
        self.calls = calls

    async def process_error(
        self,
        update: object,
        error: Exception,
        job: Job[Any] | None = None,
        coroutine: Any = None,  # Any: as its base has it
    ) -> bool:
        """Raise `Undelivered` for an update whose answer failed in passing; tell the error handlers of all else.

        An answer in doubt was sent often enough.
        """
        of_an_update = isinstance(update, Update | Refused) and job is None and coroutine is None
        if of_an_update and isinstance(error, InDoubt):
            log.error("an answer is taken for delivered: %s", error)
            return False
        # A BadRequest is a NetworkError to the library.
        if of_an_update and isinstance(error, RetryAfter | NetworkError) and not isinstance(error, BadRequest):
            log.info("an answer was not delivered: %s", error)
            raise Undelivered(asked_pause(error)) from error
        return await super().process_error(update, error, job, coroutine)


def call_in(update: Json, application: AnyApplication) -> Call | None:
    """What an update wants of the bot; None, too, where the Application counts nothing or can't read it."""
    if not isinstance(application, KeepingApplication):
        return None
    try:
        read = Update.de_json(update, application.bot)
    except Exception:
        # What an update that the library does not know makes it raise is not known either. Who handles it says so.
        return None
    try:
        return application.calls(read, application.bot.bot)
    except Exception:
        # It must not keep others from being stored.
        log.exception("nobody can say what update %d wants; it is not counted", read.update_id)
        return None
