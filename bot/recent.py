"""The last warnings and errors, kept for those who run the bot: neither tokens in them nor questions.

What people wrote can be in the message of an exception, and in what a library puts below a line. Of an exception only
its kind and the lines of code that it went through are kept, of a line of the log only itself.
"""

from __future__ import annotations

import logging
import traceback
from collections import deque
from datetime import UTC, datetime
from threading import Lock

from bot.logs import RedactingFormatter
from bot.store.troubles import Trouble, Troubles

_KEPT = 100
_LONGEST_LINE = 500
_MOST_FRAMES = 6


class Recent(logging.Handler):
    """A handler that keeps the last records from WARNING on; safe to share between threads.

    It writes to no database of itself: that may be just what there is to tell of, and whoever logs must not wait.
    """

    def __init__(self, redaction: RedactingFormatter, *, kept: int = _KEPT) -> None:
        super().__init__(logging.WARNING)
        self._redaction = redaction
        self._troubles: deque[Trouble] = deque(maxlen=kept)
        self._counts = {"warnings": 0, "errors": 0}
        self._counting = Lock()
        self._storing = Lock()
        self._stored = 0
        self.since = datetime.now(UTC)

    @classmethod
    def listening(cls, redaction: RedactingFormatter) -> Recent:
        """One that hears of everything that is logged."""
        recent = cls(redaction)
        logging.getLogger().addHandler(recent)
        return recent

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        try:
            line = _storable(self._redaction.redact(record.getMessage()).partition("\n")[0][:_LONGEST_LINE])
            frames = _frames(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ()
        except Exception:  # as every handler of the standard library: what can't be logged must not stop anything
            self.handleError(record)
            return
        at = datetime.fromtimestamp(record.created, UTC)
        with self._counting:
            self._counts["errors" if record.levelno >= logging.ERROR else "warnings"] += 1
            self._troubles.append(Trouble(at, record.levelname, record.name, line, frames))

    def last(self) -> list[Trouble]:
        """The last ones, newest first."""
        with self._counting:
            return list(self._troubles)[::-1]

    def store(self, troubles: Troubles) -> None:
        """Put down what came since the last time (of more than are kept, the last ones). Raises `CatalogueError`."""
        with self._storing:
            with self._counting:
                count = self.error_count + self.warning_count
                new = list(self._troubles)[-(count - self._stored) :] if count > self._stored else []
            troubles.add(new)
            self._stored = count

    @property
    def error_count(self) -> int:
        """Errors since the start."""
        return self._counts["errors"]

    @property
    def warning_count(self) -> int:
        """Warnings since the start."""
        return self._counts["warnings"]


def _frames(error: BaseException) -> tuple[str, ...]:
    """The kind of an exception, and the innermost lines of code that it went through."""
    stack = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    lines = (f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in stack)
    return type(error).__qualname__, *lines


def _storable(line: str) -> str:
    """A line that every database takes."""
    return line.replace("\0", "\\0").encode(errors="backslashreplace").decode()
