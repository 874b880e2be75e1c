"""Who is in which chat: joining, leaving, rights, blocking, topics, and groups that become supergroups."""

from __future__ import annotations

from dataclasses import replace

from bot.playground import wire
from bot.playground.hearing import deliver
from bot.playground.model import Chat, Json, Member, Message, Status, Topic
from bot.playground.refusals import NotPossible
from bot.playground.state import State


def place_bot(state: State, chat_id: int, status: Status, *, by: int) -> None:
    """Add, promote, restrict, remove or ban the bot; it is told in `my_chat_member`."""
    before = state.member(chat_id, state.bot.id)
    after = Member(state.bot.id, status)
    state.set_member(chat_id, after)
    if state.chats[chat_id].type != "channel":
        if after.present and not before.present:
            _say_service(state, chat_id, by, {"new_chat_members": [wire.user(state.bot)]})
        elif before.present and not after.present:
            _say_service(state, chat_id, by, {"left_chat_member": wire.user(state.bot)}, tell=False)
    _tell_change(state, "my_chat_member", chat_id, before, after, by)


def place_person(state: State, chat_id: int, member: Member, *, by: int | None = None) -> None:
    """Put somebody into a chat, out of it, or change their rights; the bot sees who comes and goes."""
    before = state.member(chat_id, member.user_id)
    state.set_member(chat_id, member)
    actor = member.user_id if by is None else by
    if state.member(chat_id, state.bot.id).administers:
        _tell_change(state, "chat_member", chat_id, before, member, actor)
    if state.chats[chat_id].type == "channel":
        return
    somebody = wire.user(state.users[member.user_id])
    if member.present and not before.present:
        _say_service(state, chat_id, actor, {"new_chat_members": [somebody]})
    elif before.present and not member.present:
        _say_service(state, chat_id, actor, {"left_chat_member": somebody})


def block(state: State, user_id: int) -> None:
    """Somebody blocks the bot in private."""
    state.started.add(user_id)
    state.blocked.add(user_id)
    member = Member(state.bot.id, "member")
    _tell_change(state, "my_chat_member", user_id, member, replace(member, status="kicked"), user_id)


def unblock(state: State, user_id: int) -> None:
    """Somebody lets the bot write to them again."""
    state.blocked.discard(user_id)
    member = Member(state.bot.id, "kicked")
    _tell_change(state, "my_chat_member", user_id, member, replace(member, status="member"), user_id)


def add_topic(state: State, chat_id: int, name: str, *, by: int) -> Topic:
    """Open a topic in a forum."""
    chat = state.chats[chat_id]
    if not chat.is_forum:
        raise NotPossible("the chat is not a forum")
    color = Topic(0, name).icon_color
    created = {"forum_topic_created": {"name": name, "icon_color": color}}
    root = state.post(Message(chat_id, 0, 0, sender=by, service=created, in_topic=True))
    root = state.put(replace(root, thread_id=root.id))
    topic = Topic(root.id, name)
    state.topics[chat_id][topic.id] = topic
    deliver(state, root)
    return topic


def close_topic(state: State, chat_id: int, topic_id: int, *, by: int, closed: bool = True) -> None:
    """Close a topic, or open it again."""
    topic = state.topics[chat_id][topic_id]
    state.topics[chat_id][topic_id] = replace(topic, closed=closed)
    field = "forum_topic_closed" if closed else "forum_topic_reopened"
    message = Message(
        chat_id, 0, 0, sender=by, service={field: {}}, thread_id=topic_id, in_topic=True
    )  # fmt: skip
    deliver(state, state.post(message))


def migrate(state: State, chat_id: int, *, by: int) -> Chat:
    """Turn a group into a supergroup with another id; requests to the old one name the new one."""
    old = state.chats[chat_id]
    if old.type != "group":
        raise NotPossible("only groups become supergroups")
    new = state.add_chat(
        replace(old, id=0, type="supergroup"), [replace(member) for member in state.members[chat_id].values()]
    )
    _say_service(state, chat_id, by, {"migrate_to_chat_id": new.id})
    _say_service(state, new.id, by, {"migrate_from_chat_id": chat_id})
    state.set_chat(replace(old, migrated_to=new.id))
    return new


def _say_service(state: State, chat_id: int, sender: int, service: Json, *, tell: bool = True) -> None:
    posted = state.post(Message(chat_id, 0, 0, sender=sender, service=service))
    if tell:
        deliver(state, posted)


def _tell_change(state: State, kind: str, chat_id: int, before: Member, after: Member, by: int) -> None:
    state.tell_bot(
        kind,
        {
            "chat": wire.chat(state, state.chats[chat_id]),
            "from": wire.user(state.users[by]),
            "date": state.now(),
            "old_chat_member": wire.member(state, chat_id, before),
            "new_chat_member": wire.member(state, chat_id, after),
        },
    )
