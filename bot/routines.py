"""What the bot does of itself, again and again, beside the answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram.ext import ContextTypes

from bot.asking import AnyApplication
from bot.receiving.patience import Patience
from retrieval import VerbatimError

# What fails in a way that nobody thought of is reported to the admins: not every few seconds.
_AFTER_A_FAULT = 600.0


def regularly(
    application: AnyApplication, seconds: float, name: str, routine: Callable[[AnyApplication], Awaitable[None]]
) -> None:
    """Run a routine when the application starts, and each time again so many seconds after it has ended.

    What fails for want of a database or an index is tried again, after pauses that grow.
    """
    patience = Patience()

    async def run(_context: ContextTypes.DEFAULT_TYPE) -> None:
        pause = max(seconds, _AFTER_A_FAULT)
        try:
            await routine(application)
            patience.reset()
            pause = seconds
        except VerbatimError as error:
            await patience.wait(f"{name}: {error}")
            pause = 0
        finally:
            if application.running:
                schedule(pause)

    def schedule(delay: float) -> None:
        assert application.job_queue is not None
        # However late: one that is left out would be the last.
        application.job_queue.run_once(run, delay, name=name, job_kwargs={"misfire_grace_time": None})

    schedule(0)
