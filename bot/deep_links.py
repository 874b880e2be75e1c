"""What stands behind a link to the bot: the payload of /start, at most 64 letters, digits, `-` and `_`. Pure."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from telegram import Message

from bot.buttons import QuoteRef

LONGEST = 64
_ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ARTICLE = re.compile(r"[a-z2-7]{12}")


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that stands in the link itself."""

    question: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A question too long for a link, which only tells it from others: whoever typed it follows."""

    mark: str


@dataclass(frozen=True, slots=True)
class Quoting:
    """A quote."""

    ref: QuoteRef


@dataclass(frozen=True, slots=True)
class Reading:
    """An article."""

    article_id: str


Target = Asking | Stored | Quoting | Reading


def encode(target: Target) -> str | None:
    """The payload of a link; None for a question that has no room in it."""
    match target:
        case Asking(question):
            payload = "q" + base64.urlsafe_b64encode(question.encode()).decode().rstrip("=")
        case Stored(mark):
            payload = f"t{mark}"
        case Quoting(ref):
            # A plus is not allowed in links.
            payload = f"s{str(ref).replace('+', '_')}"
        case Reading(article_id):
            payload = f"a{article_id}"
    return payload if len(payload) <= LONGEST else None


def quote_linked(message: Message) -> QuoteRef | None:
    """The quote that a button below a message leads to, as below answers in chats where the bot is not."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    for button in (button for row in rows for button in row):
        target = decode((button.url or "").rpartition("?start=")[2])
        if isinstance(target, Quoting):
            return target.ref
    return None


def decode(payload: str) -> Target | None:
    """What a payload leads to; None where it is not one of ours."""
    if not _ALLOWED.fullmatch(payload):
        return None
    kind, rest = payload[0], payload[1:]
    try:
        match kind:
            case "q" if rest:
                question = (
                    base64.b64decode(rest + "=" * (-len(rest) % 4), altchars=b"-_", validate=True).decode().strip()
                )
                return Asking(question) if question else None
            case "t" if rest:
                return Stored(rest)
            case "s":
                return Quoting(QuoteRef.parse(rest.replace("_", "+")))
            case "a" if _ARTICLE.fullmatch(rest):
                return Reading(rest)
    except ValueError:
        pass
    return None
