"""Receives updates and keeps each until its answer is delivered.

    inbox = Inbox(open_store(url), owner)
    await serve(application, inbox, Polling())        # or Webhook(...); cancel it to stop

What comes is stored in `bot.store.inbox` before Telegram is told that it has arrived; the dispatcher hands it to the
Application, each chat's updates in order and chats side by side, and deletes it when it is handled. A
`KeepingApplication` has an update handled again later when its answer could not be delivered, and knows who calls on
the bot: what goes beyond a limit comes as `Refused`, or not at all.
"""

from bot.receiving.application import KeepingApplication, Refused
from bot.receiving.dispatcher import Dispatcher, Timing
from bot.receiving.polling import Polling
from bot.receiving.serving import Source, serve
from bot.receiving.webhook import Webhook, default_secret

__all__ = [
    "Dispatcher",
    "KeepingApplication",
    "Polling",
    "Refused",
    "Source",
    "Timing",
    "Webhook",
    "default_secret",
    "serve",
]
