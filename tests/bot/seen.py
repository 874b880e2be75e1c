"""What a person sees of a message, and what a test expects to see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground import Message
from bot.playground.entities import QUOTES, covered
from bot.playground.keyboards import Button, buttons


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot as it was when it was seen."""

    message: Message

    @property
    def text(self) -> str:
        """The whole text, or the caption of a file."""
        return self.message.content.text

    @property
    def quotes(self) -> tuple[str, ...]:
        """The texts in block quotes."""
        return self.under(*QUOTES)

    @property
    def bold(self) -> tuple[str, ...]:
        """The texts in bold."""
        return self.under("bold")

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a text and the address that it leads to."""
        entities = self.message.content.entities
        return tuple(
            (covered(self.message.content, part), part.url)
            for part in entities
            if part.type == "text_link" and part.url
        )

    @property
    def buttons(self) -> tuple[tuple[str, ...], ...]:
        """The labels on the inline keyboard, row by row."""
        return tuple(tuple(each.text for each in row) for row in buttons(self.message.markup))

    @property
    def replies_to(self) -> int | None:
        """The number of the message in this chat that it answers."""
        reply = self.message.reply
        return reply.message_id if reply and reply.chat_id is None else None

    @property
    def edited(self) -> bool:
        """Whether its text was changed after it was sent."""
        return self.message.edit_date is not None

    def under(self, *kinds: str) -> tuple[str, ...]:
        """The texts under entities of these kinds."""
        entities = self.message.content.entities
        return tuple(covered(self.message.content, part) for part in entities if part.type in kinds)

    def called(self, label: str) -> tuple[Button, ...]:
        """The buttons with this label; without one, those that begin or end with it (an emoji may stand beside it)."""
        everything = [each for row in buttons(self.message.markup) for each in row]
        exact = [each for each in everything if each.text == label]
        return tuple(exact or [each for each in everything if each.text.startswith(label) or each.text.endswith(label)])

    def button(self, label: str) -> Button:
        """The one button that is called so."""
        found = self.called(label)
        if len(found) != 1:
            raise AssertionError(f"{len(found)} buttons are called {label!r}, of {self.buttons}")
        return found[0]


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that may or may not hold of a message; `says` completes "a message ..."."""

    says: str
    holds: Callable[[Seen], bool]


def text(whole: str) -> Expectation:
    """The whole text is this."""
    return Expectation(f"saying {whole!r}", lambda seen: seen.text == whole)


def containing(part: str) -> Expectation:
    """The text holds this."""
    return Expectation(f"containing {part!r}", lambda seen: part in seen.text)


def quote(whole: str) -> Expectation:
    """There is a block quote of exactly this."""
    return Expectation(f"quoting {whole!r}", lambda seen: whole in seen.quotes)


def bold(part: str) -> Expectation:
    """Exactly this is in bold."""
    return Expectation(f"with {part!r} in bold", lambda seen: part in seen.bold)


def link(label: str, url: str) -> Expectation:
    """This text leads to this address."""
    return Expectation(f"with {label!r} linked to {url}", lambda seen: (label, url) in seen.links)


def button(label: str) -> Expectation:
    """There is a button of exactly this name."""
    return Expectation(f"with a button {label!r}", lambda seen: any(label in row for row in seen.buttons))


def no_buttons() -> Expectation:
    """There is no button."""
    return Expectation("without buttons", lambda seen: not seen.buttons)


def reply_to(message: Message | Seen) -> Expectation:
    """It answers this message."""
    number = message.message.id if isinstance(message, Seen) else message.id
    return Expectation(f"in reply to #{number}", lambda seen: seen.replies_to == number)


def edited(message: Seen | None = None) -> Expectation:
    """It was sent before and is edited now; `message` says which it was."""
    number = message.message.id if message else None
    says = "that is edited" if number is None else f"that is #{number} edited"
    return Expectation(says, lambda seen: seen.edited and number in (None, seen.message.id))


def document(file_name: str) -> Expectation:
    """It is a file of this name."""

    def holds(seen: Seen) -> bool:
        file = seen.message.attachment
        return file is not None and file.file_name == file_name

    return Expectation(f"with the file {file_name!r}", holds)


def as_expectation(expected: Expectation | str) -> Expectation:
    """A text stands for the whole text of a message."""
    return text(expected) if isinstance(expected, str) else expected
