"""The JSON that the Bot API shows of the playground's nouns."""

from __future__ import annotations

from dataclasses import asdict

from bot.playground.model import Attachment, Chat, Entity, Json, Member, Message, Origin, TextQuote, User
from bot.playground.parameters import without_nothing
from bot.playground.state import State

_ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories",
)  # fmt: skip
_MEMBER_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def user(somebody: User) -> Json:
    """A `User`."""
    return without_nothing(**asdict(somebody))


def chat(state: State, somewhere: Chat) -> Json:
    """A `Chat`."""
    if somewhere.type == "private":
        person = state.users[somewhere.id]
        return without_nothing(
            id=somewhere.id,
            type="private",
            first_name=person.first_name,
            last_name=person.last_name,
            username=person.username,
        )
    return without_nothing(
        id=somewhere.id,
        type=somewhere.type,
        title=somewhere.title,
        username=somewhere.username,
        is_forum=somewhere.is_forum or None,
    )


def full_chat(state: State, somewhere: Chat) -> Json:
    """A `ChatFullInfo`."""
    pinned = state.message(somewhere.id, somewhere.pinned)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    members = somewhere.type in ("group", "supergroup")
    return chat(state, somewhere) | without_nothing(
        accent_color_id=0,
        max_reaction_count=11,
        accepted_gift_types=dict.fromkeys(gifts, False),
        active_usernames=[somewhere.username] if somewhere.username else None,
        linked_chat_id=somewhere.linked,
        pinned_message=message(state, pinned) if pinned else None,
        permissions=dict.fromkeys(_MEMBER_RIGHTS, somewhere.open) if members else None,
    )


def member(state: State, chat_id: int, who: Member) -> Json:
    """A `ChatMember`; administrators have every right that their kind of chat knows."""
    shown: Json = {"status": who.status, "user": user(state.users[who.user_id])}
    match who.status:
        case "creator":
            shown |= {"is_anonymous": who.is_anonymous}
        case "administrator":
            channel = state.chats[chat_id].type == "channel"
            more = ("can_post_messages", "can_edit_messages") if channel else ("can_pin_messages",)
            topics = ("can_manage_topics",) if state.chats[chat_id].type == "supergroup" else ()
            shown |= {"can_be_edited": False, "is_anonymous": who.is_anonymous}
            shown |= dict.fromkeys((*_ADMIN_RIGHTS, *more, *topics), True)
        case "restricted":
            shown |= {"is_member": True, "until_date": 0} | dict.fromkeys(_MEMBER_RIGHTS, False)
        case "kicked":
            shown |= {"until_date": 0}
    return shown | ({"custom_title": who.custom_title} if who.custom_title and who.administers else {})


def entity(state: State, part: Entity) -> Json:
    """A `MessageEntity`."""
    fields = asdict(part)
    mentioned = fields.pop("user_id")
    return without_nothing(**fields, user=user(state.users[mentioned]) if mentioned is not None else None)


def message(state: State, shown: Message, *, nested: bool = False) -> Json:
    """A `Message`. One that stands inside another (`nested`) does not show what it replies to."""
    sender = state.users[shown.sender] if shown.sender is not None else None
    from_chat = state.chats[shown.sender_chat] if shown.sender_chat is not None else None
    fields = without_nothing(
        message_id=shown.id,
        message_thread_id=shown.thread_id,
        from_=user(sender) if sender else None,
        sender_chat=chat(state, from_chat) if from_chat else None,
        date=shown.date,
        chat=chat(state, state.chats[shown.chat_id]),
        forward_origin=_origin(state, shown.origin) if shown.origin else None,
        is_topic_message=shown.in_topic or None,
        is_automatic_forward=shown.automatic_forward or None,
        via_bot=user(state.bot) if shown.via_bot else None,
        guest_query_id=shown.guest_query,
        guest_bot_caller_user=user(state.users[shown.guest_caller]) if shown.guest_caller else None,
        edit_date=shown.edit_date,
        has_protected_content=shown.protected or None,
        author_signature=shown.signature,
        link_preview_options=shown.link_preview,
        reply_markup=shown.markup if "inline_keyboard" in (shown.markup or {}) else None,
    )
    fields |= _content(state, shown) | (shown.service or {})
    replied = _reply(state, shown)
    if nested:
        replied.pop("reply_to_message", None)
    return fields | replied


def _content(state: State, shown: Message) -> Json:
    entities = [entity(state, part) for part in shown.content.entities] or None
    if shown.attachment is None:
        return without_nothing(text=shown.content.text or None, entities=entities)
    caption = without_nothing(caption=shown.content.text or None, caption_entities=entities)
    return {shown.attachment.kind: attachment(shown.attachment)} | caption


def attachment(file: Attachment) -> Json | list[Json]:
    """A `Document`, or the `PhotoSize`s of a photo."""
    known = {"file_id": file.file_id, "file_unique_id": f"unique-{file.file_id}", "file_size": file.size}
    if file.kind == "photo":
        return [known | {"width": file.width, "height": file.height}]
    return known | without_nothing(file_name=file.file_name, mime_type=file.mime_type)


def _reply(state: State, shown: Message) -> Json:
    reply = shown.reply
    if reply is None:
        # What stands in a topic without replying to anything is shown as a reply to the topic's first message.
        root = state.message(shown.chat_id, shown.thread_id) if shown.in_topic else None
        return {"reply_to_message": message(state, root, nested=True)} if root and root.id != shown.id else {}
    quote = {"quote": _quote(state, reply.quote)} if reply.quote else {}
    target = state.message(reply.chat_id or shown.chat_id, reply.message_id)
    if target is None:
        return quote
    if reply.chat_id in (None, shown.chat_id):
        return {"reply_to_message": message(state, target, nested=True)} | quote
    return {"external_reply": _external(state, target)} | quote


def _external(state: State, target: Message) -> Json:
    origin = Origin(target.date, target.sender, target.sender_chat, target.id, target.signature)
    somewhere = state.chats[target.chat_id]
    seen = somewhere.type in ("supergroup", "channel")
    return {"origin": _origin(state, origin)} | without_nothing(
        chat=chat(state, somewhere) if seen else None, message_id=target.id if seen else None
    )


def _quote(state: State, quote: TextQuote) -> Json:
    entities = [entity(state, part) for part in quote.entities] or None
    return without_nothing(text=quote.text, position=quote.position, entities=entities, is_manual=True)


def _origin(state: State, origin: Origin) -> Json:
    if origin.chat_id is None:
        sender = state.users[origin.user_id or 0]
        return {"type": "user", "date": origin.date, "sender_user": user(sender)}
    somewhere = state.chats[origin.chat_id]
    signature = {"author_signature": origin.signature} if origin.signature else {}
    if somewhere.type == "channel":
        place = {"chat": chat(state, somewhere), "message_id": origin.message_id}
        return {"type": "channel", "date": origin.date} | place | signature
    return {"type": "chat", "date": origin.date, "sender_chat": chat(state, somewhere)} | signature
