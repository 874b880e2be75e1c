"""Receives updates and keeps each until its answer is delivered.

    inbox = Inbox(open_store(url), owner)
    await serve(application, inbox, Polling())        # or Webhook(...); cancel it to stop

What comes is stored in `bot.store.inbox` before Telegram is told that it has arrived; the dispatcher hands it to the
Application, each chat's updates in order and chats side by side, and deletes it when it is handled. An Application
says by `Undelivered` that an update has to be handled again later.
"""

from bot.receiving.dispatcher import Dispatcher, Timing, Undelivered
from bot.receiving.patience import asked_pause
from bot.receiving.polling import Polling
from bot.receiving.serving import Source, serve
from bot.receiving.webhook import Webhook, default_secret

__all__ = [
    "Dispatcher",
    "Polling",
    "Source",
    "Timing",
    "Undelivered",
    "Webhook",
    "asked_pause",
    "default_secret",
    "serve",
]
