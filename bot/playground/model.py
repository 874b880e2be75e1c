"""The nouns of the playground: frozen values; `State` replaces them, never changes them.

Ids and texts are Telegram's: a private chat has its person's id, a group's is negative, a supergroup's and a channel's
begin with -100; offsets and lengths of entities count UTF-16 code units; times are Unix seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

# JSON of the wire. Its shapes are Telegram's, so a test holds them against the documented API instead of a type.
Json = dict[str, Any]

ChatType = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False


# Telegram's own accounts, which stand in `from` where the real sender is a chat.
TELEGRAM = User(777000, "Telegram")
ANONYMOUS_ADMIN = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL_SENDER = User(136817688, "Channel", username="Channel_Bot", is_bot=True)


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation. `linked` is the discussion group of a channel, or the channel of a discussion group.

    `open` tells whether members without further rights may write. `migrated_to` is the supergroup that a group became.
    """

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    linked: int | None = None
    open: bool = True
    migrated_to: int | None = None
    pinned: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's place in a chat; `muted` members are there but may not write."""

    user_id: int
    status: Status
    is_anonymous: bool = False
    custom_title: str | None = None

    @property
    def present(self) -> bool:
        """Whether they are in the chat now."""
        return self.status not in ("left", "kicked")

    @property
    def administers(self) -> bool:
        """Whether they are the owner or an administrator."""
        return self.status in ("creator", "administrator")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a forum; its id is that of the message which made it."""

    id: int
    name: str
    icon_color: int = 0x6FB9F0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted or special part of a text."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        """The code unit after the last one."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text with its entities."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class TextQuote:
    """The part of the replied-to message that the sender picked out."""

    text: str
    position: int
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document or a photo of `size` bytes, which are in `State.files` under `file_id`."""

    kind: Literal["document", "photo"]
    file_id: str = ""
    size: int = 0
    file_name: str | None = None
    mime_type: str | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a message answers: a message of the same chat, or of another one (`chat_id`)."""

    message_id: int
    chat_id: int | None = None
    quote: TextQuote | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forwarded message comes from."""

    date: int
    user_id: int | None = None
    chat_id: int | None = None
    message_id: int | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as everyone in the chat sees it. For an attachment, `content` is its caption.

    `service` holds the one field of a service message, such as `{"new_chat_members": [...]}`.
    `reactions` are pairs of a user's id and an emoji. `inline_id` is set when it was sent through the bot. `author` is
    who really wrote it, whoever is shown as its sender.
    """

    chat_id: int
    id: int
    date: int
    author: int | None = None
    sender: int | None = None
    sender_chat: int | None = None
    content: FormattedText = FormattedText("")
    attachment: Attachment | None = None
    service: Json | None = None
    reply: Reply | None = None
    thread_id: int | None = None
    in_topic: bool = False
    edit_date: int | None = None
    markup: Json | None = None
    link_preview: Json | None = None
    protected: bool = False
    silent: bool = False
    signature: str | None = None
    origin: Origin | None = None
    automatic_forward: bool = False
    via_bot: bool = False
    inline_id: str | None = None
    guest_query: str | None = None
    guest_caller: int | None = None
    reactions: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot shows to whoever pressed a button; without a text only the spinner stops."""

    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class CallbackQuery:
    """A pressed button and, once the bot gave one, its answer."""

    id: str
    user_id: int
    data: str
    date: int
    chat_id: int | None = None
    message_id: int | None = None
    inline_id: str | None = None
    answer: CallbackAnswer | None = None


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """What somebody typed after the bot's name and, once the bot gave them, the results."""

    id: str
    user_id: int
    query: str
    offset: str
    date: int
    chat_type: str
    answer: Json | None = None


@dataclass(frozen=True, slots=True)
class GuestQuery:
    """A message that called the bot into a chat that it is no member of."""

    id: str
    chat_id: int
    message_id: int
    date: int
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a person could notice: what happened, and where to look.

    `kind` is one of: `chat` (made or changed), `message`, `edited`, `deleted`, `reaction`, `action` (typing and such,
    named in `detail`), `callback` (answered), `inline` (answered), `profile` (the bot's commands or names),
    `update` (something waits for the bot).
    """

    kind: str
    chat_id: int | None = None
    message_id: int | None = None
    user_id: int | None = None
    detail: str = ""
