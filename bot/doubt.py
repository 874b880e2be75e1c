"""Messages of which nobody knows whether they arrived: sent, and then no answer came.

Telegram gives a message no number of ours that would tell a repetition, and shows a bot nothing of what it wrote. So a
message in doubt is either repeated, and may stand there twice, or not, and may be missing. Nobody shall go without an
answer, and nobody shall get six: it is repeated once after a silence, in which the server most likely did its work,
and twice after a connection that broke, which was most likely dead before. Then it counts as delivered.
"""

from __future__ import annotations

import httpx
from telegram.error import NetworkError, TelegramError

# The request never left, or not as a whole.
_NOT_SENT = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)  # fmt: skip
_AFTER_SILENCE, _AFTER_A_BREAK = 1, 2


class InDoubt(NetworkError):
    """A message was sent as often as is good, and no answer came."""


def repeats(error: TelegramError) -> int | None:
    """How often a message in doubt is sent again in all; None where it certainly did not arrive."""
    # The library's own errors do not tell one from the other.
    cause = error.__cause__
    if not isinstance(cause, httpx.TransportError) or isinstance(cause, _NOT_SENT):
        return None
    return _AFTER_SILENCE if isinstance(cause, httpx.TimeoutException) else _AFTER_A_BREAK
