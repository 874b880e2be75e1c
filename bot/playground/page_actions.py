"""What a page may ask for on people's behalf: the names of actions, their fields, and what they give back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import get_args

from bot.playground import membership, page_view, pressing, speaking, wire
from bot.playground.model import Attachment, Chat, Json, Member, Status, User
from bot.playground.parameters import Fields, Upload
from bot.playground.refusals import NotPossible
from bot.playground.state import State


def _number(fields: Fields, name: str) -> int:
    number = fields.integer(name)
    if number is None:
        raise NotPossible(f"{name} is missing")
    return number


def _user(state: State, fields: Fields) -> int:
    number = _number(fields, "user")
    if number not in state.users:
        raise NotPossible(f"there is no user {number}")
    return number


def _chat(state: State, fields: Fields, name: str = "chat") -> int:
    number = _number(fields, name)
    if number not in state.chats:
        raise NotPossible(f"there is no chat {number}")
    return number


def _say(state: State, fields: Fields) -> Json:
    said = speaking.say(
        state,
        _user(state, fields),
        _chat(state, fields),
        fields.string("text"),
        reply_to=fields.integer("reply_to"),
        quote=fields.string("quote") or None,
        topic=fields.integer("topic"),
        as_chat=fields.integer("as_chat"),
        attachment=_uploaded(state, fields.files.get("file")),
    )
    return page_view.message(state, said)


def _uploaded(state: State, upload: Upload | None) -> Attachment | None:
    if upload is None:
        return None
    return state.store(upload.content, Attachment("document", file_name=upload.file_name, mime_type=upload.mime_type))


def _edit(state: State, fields: Fields) -> Json:
    user, chat = _user(state, fields), _chat(state, fields)
    return page_view.message(state, speaking.edit(state, user, chat, _number(fields, "message"), fields.string("text")))


def _delete(state: State, fields: Fields) -> Json:
    speaking.delete(state, _user(state, fields), _chat(state, fields), _number(fields, "message"))
    return {}


def _forward(state: State, fields: Fields) -> Json:
    user, chat, source = _user(state, fields), _chat(state, fields), _chat(state, fields, "from_chat")
    message = speaking.forward(state, user, chat, from_chat=source, message_id=_number(fields, "message"))
    return page_view.message(state, message)


def _press(state: State, fields: Fields) -> Json:
    user, chat = _user(state, fields), _chat(state, fields)
    query = pressing.press(state, user, chat, _number(fields, "message"), fields.string("data"))
    return {"id": query.id}


def _react(state: State, fields: Fields) -> Json:
    user, chat = _user(state, fields), _chat(state, fields)
    emoji = fields.string("emoji") or None
    return page_view.message(state, pressing.react(state, user, chat, _number(fields, "message"), emoji))


def _inline(state: State, fields: Fields) -> Json:
    user, chat = _user(state, fields), _chat(state, fields)
    query = pressing.type_inline(state, user, fields.string("query"), chat_id=chat, offset=fields.string("offset"))
    return {"id": query.id}


def _choose(state: State, fields: Fields) -> Json:
    query = fields.string("id")
    if query not in state.inline_queries:
        raise NotPossible(f"there is no inline query {query}")
    topic = fields.integer("topic")
    message = pressing.choose(state, query, fields.string("result"), _chat(state, fields), topic=topic)
    return page_view.message(state, message)


def _earlier(state: State, fields: Fields) -> Json:
    return page_view.earlier(state, state.chats[_chat(state, fields)], before=_number(fields, "before"))


def _commands(state: State, fields: Fields) -> Json:
    user, chat = _user(state, fields), state.chats[_chat(state, fields)]
    offered = state.profile.commands_for(
        chat_id=chat.id,
        user_id=user,
        private=chat.type == "private",
        admin=chat.type != "private" and state.member(chat.id, user).administers,
        language=state.users[user].language_code or "",
    )
    return {"commands": [asdict(command) for command in offered]}


def _person(state: State, fields: Fields) -> Json:
    user = User(
        0,
        fields.required("first_name"),
        username=fields.string("username") or None,
        language_code=fields.string("language_code") or None,
    )
    return wire.user(state.add_user(user))


def _new_chat(state: State, fields: Fields) -> Json:
    kind = fields.string("type")
    if kind not in ("group", "supergroup", "channel"):
        raise NotPossible(f"there are no chats of type {kind!r}")
    chat = Chat(0, "supergroup", fields.required("title"), is_forum=fields.boolean("forum"))
    match kind:
        case "group":
            chat = Chat(0, "group", chat.title)
        case "channel":
            chat = Chat(0, "channel", chat.title)
    bot = Member(state.bot.id, "administrator" if kind == "channel" else "member")
    return page_view.chat(state, state.add_chat(chat, [Member(_user(state, fields), "creator"), bot]))


def _member(state: State, fields: Fields) -> Json:
    """Put `member` into a chat with a status, as `user`; the bot is a member like any other."""
    chat, by, who, status = (
        _chat(state, fields),
        _user(state, fields),
        _number(fields, "member"),
        _status(fields),
    )
    if who not in state.users or state.chats[chat].type == "private":
        raise NotPossible("nobody can be put there")
    if who == state.bot.id:
        membership.place_bot(state, chat, status, by=by)
    else:
        anonymous, title = fields.boolean("anonymous"), fields.string("title") or None
        membership.place_person(state, chat, Member(who, status, anonymous, title), by=by)
    return page_view.chat(state, state.chats[chat])


def _status(fields: Fields) -> Status:
    for status in get_args(Status):
        if status == fields.string("status"):
            known: Status = status
            return known
    raise NotPossible(f"status is one of {', '.join(get_args(Status))}")


def _topic(state: State, fields: Fields) -> Json:
    topic = membership.add_topic(state, _chat(state, fields), fields.required("name"), by=_user(state, fields))
    return asdict(topic)


def _block(state: State, fields: Fields) -> Json:
    user = _user(state, fields)
    (membership.block if fields.boolean("blocked") else membership.unblock)(state, user)
    return {}


def _migrate(state: State, fields: Fields) -> Json:
    new = membership.migrate(state, _chat(state, fields), by=_user(state, fields))
    return page_view.chat(state, new)


def _link(state: State, fields: Fields) -> Json:
    state.link(_chat(state, fields), _chat(state, fields, "discussion"))
    return {}


ACTIONS: dict[str, Callable[[State, Fields], Json]] = {
    "say": _say,  # user chat text [reply_to quote topic as_chat], or multipart with a file
    "edit": _edit,  # user chat message text
    "delete": _delete,  # user chat message
    "forward": _forward,  # user chat from_chat message
    "press": _press,  # user chat message data; the answer comes as an event `callback`
    "react": _react,  # user chat message emoji (empty: away with it)
    "inline": _inline,  # user chat query [offset]; the results come as an event `inline`
    "choose": _choose,  # id result chat [topic]
    "earlier": _earlier,  # chat before (the number of the oldest message that is known)
    "commands": _commands,  # user chat
    "person": _person,  # first_name [username language_code]
    "chat": _new_chat,  # user type title [forum]
    "member": _member,  # user chat member status [anonymous title]
    "topic": _topic,  # user chat name
    "block": _block,  # user blocked
    "migrate": _migrate,  # user chat
    "link": _link,  # chat (a channel) discussion (a supergroup)
}
