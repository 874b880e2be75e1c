"""What the Bot API says when it does not do what it was asked."""

from __future__ import annotations

from bot.playground.model import Json


class Refused(Exception):
    """An answer with `"ok": false`: an HTTP status code and Telegram's words for the reason.

    `retry_after` (seconds) and `migrate_to_chat_id` go into the answer's `parameters`.
    """

    def __init__(
        self,
        code: int,
        description: str,
        *,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to_chat_id = migrate_to_chat_id

    def body(self) -> Json:
        """The JSON that is answered."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        given = {name: value for name, value in parameters.items() if value is not None}
        return body | ({"parameters": given} if given else {})


def bad_request(reason: str) -> Refused:
    """400: the request itself is wrong."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403: the bot has no access to the chat."""
    return Refused(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refused:
    """409: something else receives the bot's updates."""
    return Refused(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> Refused:
    """429: wait for `retry_after` seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


class NotPossible(Exception):
    """A person tries what no Telegram client would let them do: write where they may not, press a missing button."""
