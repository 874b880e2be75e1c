"""What the playground knows: people, chats, members, topics, messages, queries, files, the bot's profile.

Pure: no network, no event loop, no clock but the one it is given. Whoever wants to know what happens adds a listener.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count

from bot.playground.model import (
    ANONYMOUS_ADMIN,
    CHANNEL_SENDER,
    TELEGRAM,
    Attachment,
    CallbackQuery,
    Chat,
    Event,
    GuestQuery,
    InlineQuery,
    Json,
    Member,
    Message,
    Topic,
    User,
)
from bot.playground.profile import Profile
from bot.playground.updates import UpdateQueue

BOT_ID = 7_000_000_001
# Ids above 32 bits, as most of Telegram's are.
FIRST_PERSON = 5_000_000_001
FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001


class State:
    """The world that the bot under test lives in. `now` gives Unix seconds."""

    def __init__(self, *, bot: User, now: Callable[[], int]) -> None:
        self.bot = bot
        self.now = now
        # What is set with BotFather: privacy mode in groups, inline mode and its feedback, guest mode.
        self.privacy = True
        self.inline = True
        self.inline_feedback = True
        self.guest = True
        self.users: dict[int, User] = {user.id: user for user in (bot, TELEGRAM, ANONYMOUS_ADMIN, CHANNEL_SENDER)}
        self.chats: dict[int, Chat] = {}
        self.members: dict[int, dict[int, Member]] = defaultdict(dict)
        self.topics: dict[int, dict[int, Topic]] = defaultdict(dict)
        self.messages: dict[int, dict[int, Message]] = defaultdict(dict)
        self.inline_messages: dict[str, tuple[int, int]] = {}
        # Of people: who may be written to in private, and who does not want it any more.
        self.started: set[int] = set()
        self.blocked: set[int] = set()
        # What a page writes beside somebody's name, such as "group admin".
        self.roles: dict[int, str] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.guest_queries: dict[str, GuestQuery] = {}
        self.files: dict[str, bytes] = {}
        self.attachments: dict[str, Attachment] = {}
        self.profile = Profile()
        self.updates = UpdateQueue()
        self.listeners: list[Callable[[Event], None]] = []
        self._people = count(FIRST_PERSON)
        self._groups = count(FIRST_GROUP, -1)
        self._supergroups = count(FIRST_SUPERGROUP, -1)
        self._queries = count(4_000_000_000_000_000_001)
        self._file_numbers = count(1)
        # Private chats and groups share one numbering, as they do in an account; the others count for themselves.
        self._account_messages = count(1)
        self._chat_messages: dict[int, count[int]] = defaultdict(lambda: count(1))

    # People and chats

    def add_user(self, user: User) -> User:
        """A person or another bot; id 0 stands for the next free one."""
        user = replace(user, id=next(self._people)) if user.id == 0 else user
        self.users[user.id] = user
        if not user.is_bot:
            self.chats[user.id] = Chat(user.id, "private", username=user.username)
        self.emit(Event("chat", chat_id=user.id))
        return user

    def add_chat(self, chat: Chat, members: Iterable[Member]) -> Chat:
        """A group, supergroup or channel; id 0 stands for the next free one."""
        if chat.id == 0:
            chat = replace(chat, id=next(self._groups if chat.type == "group" else self._supergroups))
        self.chats[chat.id] = chat
        self.members[chat.id] = {member.user_id: member for member in members}
        if chat.is_forum:
            # A topic has the number of its first message, and “General” has 1.
            next(self._chat_messages[chat.id])
        self.emit(Event("chat", chat_id=chat.id))
        return chat

    def set_chat(self, chat: Chat) -> None:
        """Replace a chat."""
        self.chats[chat.id] = chat
        self.emit(Event("chat", chat_id=chat.id))

    def link(self, channel_id: int, group_id: int) -> None:
        """Make a supergroup the place where a channel is discussed."""
        self.set_chat(replace(self.chats[channel_id], linked=group_id))
        self.set_chat(replace(self.chats[group_id], linked=channel_id))

    def set_member(self, chat_id: int, member: Member) -> None:
        """Replace somebody's place in a chat."""
        self.members[chat_id][member.user_id] = member
        self.emit(Event("chat", chat_id=chat_id))

    def member(self, chat_id: int, user_id: int) -> Member:
        """Somebody's place in a chat; "left" if they never were there."""
        if self.chats[chat_id].type == "private":
            return Member(user_id, "member" if user_id in (chat_id, self.bot.id) else "left")
        return self.members[chat_id].get(user_id) or Member(user_id, "left")

    # Messages

    def post(self, message: Message) -> Message:
        """Keep a new message under the next number of its chat; its id and date are given here."""
        private = self.chats[message.chat_id].type in ("private", "group")
        numbers = self._account_messages if private else self._chat_messages[message.chat_id]
        message = replace(message, id=next(numbers), date=self.now())
        self.messages[message.chat_id][message.id] = message
        self.emit(Event("message", message.chat_id, message.id, message.sender))
        return message

    def put(self, message: Message, kind: str = "edited") -> Message:
        """Replace a message that is already there."""
        self.messages[message.chat_id][message.id] = message
        self.emit(Event(kind, message.chat_id, message.id, message.sender))
        return message

    def message(self, chat_id: int, message_id: int | None) -> Message | None:
        """A message that is still there."""
        return self.messages[chat_id].get(message_id) if message_id is not None else None

    def remove(self, message: Message) -> None:
        """Delete a message for everybody."""
        del self.messages[message.chat_id][message.id]
        self.emit(Event("deleted", message.chat_id, message.id, message.sender))

    # Ids, files, news

    def query_id(self) -> str:
        """A fresh id for a callback, inline or guest query."""
        return str(next(self._queries))

    def store(self, content: bytes, attachment: Attachment) -> Attachment:
        """Keep a file's bytes and give the attachment the id to fetch them by.

        An attachment that says how big it is need not have that many bytes: who would keep two gigabytes for a test?
        """
        number = next(self._file_numbers)
        attachment = replace(
            attachment, file_id=f"file-{attachment.kind}-{number}", size=attachment.size or len(content)
        )
        self.files[attachment.file_id] = content
        self.attachments[attachment.file_id] = attachment
        return attachment

    def tell_bot(self, kind: str, payload: Json) -> None:
        """Queue an update."""
        if self.updates.put(kind, payload):
            self.emit(Event("update", detail=kind))

    def tell_bot_anything(self, fields: Json) -> int:
        """Queue an update of any kind, documented or not, and give its id."""
        update_id = self.updates.put_raw(fields)
        self.emit(Event("update", detail="raw"))
        return update_id

    def act(self, chat_id: int, action: str) -> None:
        """The bot is seen typing, or whatever else it is about to do."""
        self.emit(Event("action", chat_id, user_id=self.bot.id, detail=action))

    def emit(self, event: Event) -> None:
        """Let everybody who listens know."""
        for listener in tuple(self.listeners):
            listener(event)
