"""Logging that tells no secret: whatever a library puts into a line, the bot's token is taken out of it."""

from __future__ import annotations

import logging
import sys
from typing import TextIO
from urllib.parse import quote

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class RedactingFormatter(logging.Formatter):
    """Formats a record with its traceback and puts `<token>` wherever a secret stands.

    It works on the finished line: a filter would see neither arguments, nor tracebacks, nor other loggers' records.
    """

    def __init__(self, *secrets: str) -> None:
        super().__init__(_FORMAT)
        self._secrets = tuple(form for secret in secrets for form in {secret, quote(secret, safe="")})

    def format(self, record: logging.LogRecord) -> str:
        """The line, redacted."""
        return self.redact(super().format(record))

    def redact(self, text: str) -> str:
        """`text` without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, "<token>")
        return text


def configure(level: str, *secrets: str, stream: TextIO | None = None) -> RedactingFormatter:
    """Log from `level` on, to standard error by default; returns the formatter, which can redact other texts too."""
    formatter = RedactingFormatter(*secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # At INFO it logs every request's address, and a line for every poll says nothing to anybody.
    for chatty in ("httpx", "httpcore", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return formatter
