"""The people and chats that a playground begins with."""

from __future__ import annotations

from bot.playground import Playground
from bot.playground.cast import Cast
from bot.playground.model import Member


def test_everybody_is_where_they_are_said_to_be() -> None:
    playground = Playground()
    state = playground.state
    cast = Cast.gather(state)
    bot = state.bot.id

    assert state.roles == {
        cast.ann.id: "reader",
        cast.ben.id: "group member",
        cast.cleo.id: "group admin",
        cast.admin.id: "the bot's admin",
        cast.emil.id: "anonymous admin",
    }
    members = {chat.id: {who.user_id: who.status for who in state.members[chat.id].values()} for chat in cast.chats}
    readers = dict.fromkeys((cast.ann.id, cast.ben.id, cast.admin.id, bot), "member") | {cast.cleo.id: "creator"}
    assert members == {
        cast.group.id: readers,
        cast.forum.id: readers | {cast.emil.id: "administrator"},
        cast.channel.id: dict.fromkeys((cast.ann.id, cast.ben.id, cast.cleo.id), "member")
        | {cast.admin.id: "creator", bot: "administrator"},
        cast.discussion.id: readers,
    }
    assert state.member(cast.forum.id, cast.emil.id) == Member(cast.emil.id, "administrator", is_anonymous=True)
    assert (cast.channel.linked, cast.discussion.linked) == (cast.discussion.id, cast.channel.id)
    assert [topic.name for topic in cast.topics] == ["Syria", "Geneva talks"]
    assert set(state.topics[cast.forum.id]) == {topic.id for topic in cast.topics}


def test_the_bot_has_nothing_to_hear_of_it_and_may_write_to_its_admin() -> None:
    playground = Playground()
    cast = Cast.gather(playground.state)

    assert playground.state.updates.pending == ()
    assert playground.state.started == {cast.admin.id}


def test_the_admin_may_have_an_id_of_their_own() -> None:
    playground = Playground()
    cast = Cast.gather(playground.state, admin_id=42)

    assert (cast.admin.id, playground.state.chats[42].type) == (42, "private")
