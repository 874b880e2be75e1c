"""A Bot API on loopback, with people to try a bot with.

    async with Playground() as playground:            # a free port of 127.0.0.1
        playground.url, playground.token              # what the bot is given
        ann = playground.person("Ann", language_code="en")
        say(playground.state, ann.id, ann.id, "who retook Palmyra?")

`playground.state` has what BotFather sets (`privacy`, `inline`, `inline_feedback`, `guest`) and all that there is. What
people do is a function on it: `say`, `edit`, `forward`, `delete`, `press`, `react`, `type_inline`, `choose`, and in
`membership` who comes, goes, blocks and is promoted. `state.listeners` hear of everything (`Event`).
`playground.faults` makes requests fail, `playground.push` sends strange updates, `playground.calls` lists requests. It
is a Bot API and knows nothing of the bot that talks to it, nor of python-telegram-bot.
"""

from bot.playground.bot_api import Call
from bot.playground.cast import Cast
from bot.playground.emulator import LOOPBACK, TOKEN, Playground, is_loopback
from bot.playground.faults import BadGateway, Faults, Flood, Held, LostAnswer, Reset, ServerError
from bot.playground.model import Chat, Event, Message, User
from bot.playground.pacing import Limits
from bot.playground.pressing import choose, press, react, type_inline
from bot.playground.refusals import NotPossible, Refused
from bot.playground.speaking import delete, edit, forward, say
from bot.playground.strange import OLD_POLL, UNKNOWN_UPDATE

__all__ = [
    "LOOPBACK",
    "OLD_POLL",
    "TOKEN",
    "UNKNOWN_UPDATE",
    "BadGateway",
    "Call",
    "Cast",
    "Chat",
    "Event",
    "Faults",
    "Flood",
    "Held",
    "Limits",
    "LostAnswer",
    "Message",
    "NotPossible",
    "Playground",
    "Refused",
    "Reset",
    "ServerError",
    "User",
    "choose",
    "delete",
    "edit",
    "forward",
    "is_loopback",
    "press",
    "react",
    "say",
    "type_inline",
]
