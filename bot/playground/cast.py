"""A small cast for a playground that somebody opens to try the bot: people, and the chats that they are in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground import membership
from bot.playground.model import Chat, Member, Topic, User
from bot.playground.state import State


@dataclass(frozen=True, slots=True)
class Cast:
    """Who there is and where.

    Cleo owns the groups, Dora (the bot's own `admin`) the channel, in which the bot is an administrator. Everybody is
    in every chat, but for Emil, who is only in the forum, as an administrator who stays anonymous.
    """

    ann: User
    ben: User
    cleo: User
    admin: User
    emil: User
    group: Chat
    forum: Chat
    topics: tuple[Topic, ...]
    channel: Chat
    discussion: Chat

    @property
    def chats(self) -> tuple[Chat, ...]:
        """The chats with more than one person."""
        return self.group, self.forum, self.channel, self.discussion

    @classmethod
    def gather(cls, state: State, *, admin_id: int = 0) -> Cast:
        """Put the cast into a state.

        `admin_id` is the id of the bot's admin, 0 for the next free one; the bot is to be told of `admin.id`.
        """
        ann = _person(state, "Ann", "reader")
        ben = _person(state, "Ben", "group member")
        cleo = _person(state, "Cleo", "group admin")
        admin = _person(state, "Dora", "the bot's admin", id=admin_id)
        emil = _person(state, "Emil", "anonymous admin")
        # The bot reports its errors to its admin, so they must have written to it once.
        state.started.add(admin.id)

        bot = Member(state.bot.id, "member")
        members = [Member(cleo.id, "creator"), *(Member(person.id, "member") for person in (ann, ben, admin)), bot]
        group = state.add_chat(Chat(0, "group", "Reading circle"), members)
        anonymous = Member(emil.id, "administrator", is_anonymous=True)
        forum = state.add_chat(Chat(0, "supergroup", "News desk", is_forum=True), [*members, anonymous])
        topics = tuple(membership.add_topic(state, forum.id, name, by=cleo.id) for name in ("Syria", "Geneva talks"))
        readers = [Member(person.id, "member") for person in (ann, ben, cleo)]
        channel = state.add_chat(
            Chat(0, "channel", "Daily digest"),
            [Member(admin.id, "creator"), Member(state.bot.id, "administrator"), *readers],
        )
        discussion = state.add_chat(Chat(0, "supergroup", "Digest comments"), members)
        state.link(channel.id, discussion.id)
        # All this has long been so: the bot has nothing to hear of it.
        state.updates.clear()
        return cls(
            ann, ben, cleo, admin, emil, group, state.chats[forum.id], topics,
            state.chats[channel.id], state.chats[discussion.id],
        )  # fmt: skip


def _person(state: State, name: str, role: str, *, id: int = 0) -> User:
    person = state.add_user(User(id, name, language_code="en"))
    state.roles[person.id] = role
    return person
