"""Methods that send messages."""

from __future__ import annotations

from dataclasses import replace

from bot.playground import wire
from bot.playground.access import find_chat, read_topic, writable_chat
from bot.playground.formatting import read_caption, read_text
from bot.playground.hearing import echo_in_discussion
from bot.playground.keyboards import read_markup
from bot.playground.model import Attachment, Chat, Json, Message
from bot.playground.parameters import Fields
from bot.playground.places import place
from bot.playground.refusals import Refused, bad_request
from bot.playground.replying import read_reply
from bot.playground.speaking import origin_of
from bot.playground.state import State
from bot.playground.urls import checked

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def send_message(state: State, fields: Fields) -> Json:
    """sendMessage."""
    content = read_text(fields, state)
    chat = writable_chat(fields, state)
    message = _blank(state, fields, chat)
    return _posted(state, replace(message, content=content, link_preview=read_preview(fields)))


def send_document(state: State, fields: Fields) -> Json:
    """sendDocument."""
    chat = writable_chat(fields, state, "documents")
    attachment = _read_attachment(state, fields, "document")
    message = _blank(state, fields, chat)
    return _posted(state, replace(message, content=read_caption(fields, state), attachment=attachment))


def send_photo(state: State, fields: Fields) -> Json:
    """sendPhoto."""
    chat = writable_chat(fields, state, "photos")
    attachment = _read_attachment(state, fields, "photo")
    message = _blank(state, fields, chat)
    return _posted(state, replace(message, content=read_caption(fields, state), attachment=attachment))


def forward_message(state: State, fields: Fields) -> Json:
    """forwardMessage."""
    chat, source = writable_chat(fields, state), _source(state, fields, "forward")
    message = _blank(state, fields, chat)
    return _posted(
        state,
        replace(
            message,
            content=source.content,
            attachment=source.attachment,
            origin=origin_of(state, source),
        ),
    )


def copy_message(state: State, fields: Fields) -> Json:
    """copyMessage."""
    chat, source = writable_chat(fields, state), _source(state, fields, "copy")
    message = _blank(state, fields, chat)
    content = read_caption(fields, state) if "caption" in fields else source.content
    posted = _posted(state, replace(message, content=content, attachment=source.attachment))
    return {"message_id": posted["message_id"]}


def send_chat_action(state: State, fields: Fields) -> bool:
    """sendChatAction."""
    action = fields.string("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(fields, state)
    if chat.type == "channel":
        raise bad_request("chat actions can't be sent to channels")
    read_topic(fields, state, chat)
    state.act(chat.id, action)
    return True


def read_preview(fields: Fields) -> Json | None:
    """`link_preview_options`, as far as they were given."""
    options = fields.structure("link_preview_options")
    if options is None:
        return None
    flags = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
    preview: Json = {flag: True for flag in flags if options.boolean(flag)}
    if url := options.string("url"):
        preview["url"] = _checked_preview(url)
    return preview or None


def _checked_preview(url: str) -> str:
    try:
        return checked(url, "link preview URL")
    except Refused:
        raise bad_request("WEBPAGE_URL_INVALID") from None


def _blank(state: State, fields: Fields, chat: Chat) -> Message:
    """A message of the bot in a chat: everything but its content."""
    topic = read_topic(fields, state, chat)
    reply = read_reply(fields, state, chat)
    target = state.message(chat.id, reply.message_id) if reply and reply.chat_id is None else None
    thread_id, in_topic = place(chat, topic, target)
    in_channel = chat.type == "channel"
    return Message(
        chat.id, 0, 0,
        author=state.bot.id,
        sender=None if in_channel else state.bot.id,
        sender_chat=chat.id if in_channel else None,
        reply=reply, thread_id=thread_id, in_topic=in_topic,
        markup=read_markup(fields.structure("reply_markup")),
        protected=fields.boolean("protect_content"), silent=fields.boolean("disable_notification"),
    )  # fmt: skip


def _posted(state: State, message: Message) -> Json:
    posted = state.post(message)
    echo_in_discussion(state, posted)
    return wire.message(state, posted)


def _read_attachment(state: State, fields: Fields, kind: str) -> Attachment:
    given = fields.string(kind)
    name = given.removeprefix("attach://") if given.startswith("attach://") else kind
    upload = fields.files.get(name)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if kind == "photo":
            width, height = image_size(upload.content)
            return state.store(upload.content, Attachment("photo", width=width, height=height))
        file = Attachment("document", file_name=upload.file_name, mime_type=upload.mime_type)
        return state.store(upload.content, file)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    known = state.attachments.get(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request("type of file mismatch")
    return known


def image_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG picture, in pixels."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    if content.startswith(b"\xff\xd8"):
        at = 2
        while at + 9 < len(content) and content[at] == 0xFF:
            marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
            # The frame headers; C4, C8 and CC are something else.
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
            at += 2 + length
    raise bad_request("IMAGE_PROCESS_FAILED")


def _source(state: State, fields: Fields, verb: str) -> Message:
    chat = find_chat(state, fields.values.get("from_chat_id"))
    source = state.message(chat.id, fields.integer("message_id"))
    if source is None:
        raise bad_request(f"message to {verb} not found")
    if source.protected or source.service:
        raise bad_request(f"message can't be {'forwarded' if verb == 'forward' else 'copied'}")
    return source
